"""The narrative of a form: the sentences of the county under the form's headings."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from generator.demo import form_phrases, phrases
from generator.demo.report import Draft
from generator.model.form import Form, Heading

Sections = dict[str, Any]


def narrative(draft: Draft, form: Form, chance: random.Random) -> Sections:
    """Text under each heading; optional ones are left out at times, no sentence stands twice."""
    words = draft.words | _counts(chance)
    writer = _Writer(draft, words, chance)
    if form.headings:
        found = writer.sections(form.headings)
    else:
        found = {heading: writer.passage(heading) for heading in form_phrases.HEADINGS}
    if writer.left:  # no heading was about money
        _add_to_the_first_text(found, writer.left)
    return found


def _add_to_the_first_text(sections: Sections, sentence: str) -> bool:
    for heading, below in sections.items():
        if isinstance(below, str):
            sections[heading] = below.removesuffix("\n") + sentence + "\n"
            return True
        if below and _add_to_the_first_text(below, sentence):
            return True
    return False


def _counts(chance: random.Random) -> dict[str, int]:
    asked = chance.randrange(40, 300)
    return {"asked": asked, "answered": asked - chance.randrange(1, 12)}


class _Writer:
    def __init__(self, draft: Draft, words: dict[str, Any], chance: random.Random) -> None:
        self.draft, self.words, self.chance = draft, words, chance
        self.specific = self._endless(phrases.SPECIFIC)
        self.shared = self._endless(phrases.BOILERPLATE)
        self.left = draft.left

    def _endless(self, sentences: Sequence[str]) -> Iterator[str]:
        while True:
            yield from self.chance.sample(sentences, len(sentences))

    def sections(self, headings: Sequence[Heading]) -> Sections:
        """Those of the form, at least one of them."""
        kept = [one for one in headings if not one.is_optional or self.chance.random() < 0.4]
        return {one.heading: self._below(one) for one in kept or headings[:1]}

    def _below(self, one: Heading) -> Sections | str | None:
        required = any(not below.is_optional for below in one.subheadings)
        if required or (one.subheadings and self.chance.random() < 0.5):
            return self.sections(one.subheadings)
        return self.passage(one.heading)

    def passage(self, heading: str) -> str | None:
        """A paragraph that fits the heading; why money is left stands where money is told of.

        Some are empty, as in real reports.
        """
        if self.chance.random() < 0.03:
            return None
        if "问题" in heading and "其他" not in heading:
            text = self.chance.choice(phrases.PROBLEMS)
        elif "满意度" in heading:
            text = self.chance.choice(form_phrases.SATISFACTION).format(**self.words)
        else:
            text = (next(self.specific) + next(self.shared)).format(**self.words)
        if self.left and any(word in heading for word in ("资金", "支出", "基本情况", "预算")):
            text, self.left = text + self.left, ""
        return text + "\n"
