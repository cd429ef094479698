"""Which of the forms a report is written in, by the words that it prints."""

from collections.abc import Iterable, Mapping, Set

from generator.model.form import Form
from generator.recognition.words import bare, folded

_LEAST = 0.5
_SEVERAL = 5


def fitting_form(
    words: Set[tuple[str, str]], texts: Iterable[str], forms: Mapping[str, Form]
) -> str:
    """The id of the form whose words these are; empty where none fits.

    `words` are pairs of a table (栏 for cells of their own, 来源 for rows of the money, 封面 for
    labels above the tables, which may be none of the form's) and a bare word. `texts` are those in
    which the number of the form may stand.
    """
    printed = {folded(text) for text in texts}
    numbered = [
        id_
        for id_, form in forms.items()
        if form.number and any(form.number in one for one in printed)
    ]
    candidates = {id_: forms[id_] for id_ in numbered} or forms
    scores = {id_: _score(words, form) for id_, form in candidates.items() if form.parts}
    best = max(scores, key=lambda id_: scores[id_], default="")
    if best and (scores[best][0] >= _LEAST or numbered or _is_alone(words, best, scores, forms)):
        return best
    return ""


def _is_alone(
    words: Set[tuple[str, str]],
    best: str,
    scores: Mapping[str, tuple[float, int]],
    forms: Mapping[str, Form],
) -> bool:
    """Whether all of several words are of that form, and none of the others is half as near."""
    seen = {word for word in words if word[0] not in ("来源", "封面")}
    others = [score for id_, (score, _) in scores.items() if id_ != best]
    is_nearest = all(2 * score < scores[best][0] for score in others)
    return len(seen) >= _SEVERAL and is_nearest and seen <= _words(forms[best])[1]


def _score(words: Set[tuple[str, str]], form: Form) -> tuple[float, int]:
    """How near its words are to these, then how many words it knows: of two alike the general."""
    first, all_words = _words(form)
    cover = {("栏", word) for place, word in words if place == "封面"}
    seen = {word for word in words if word[0] not in ("来源", "封面")}
    lines = {word for word in words if word[0] == "来源"}
    if not seen or not first:
        return 0, 0
    seen |= cover & all_words
    shared = len(seen & all_words)
    closeness = shared / (len(seen) + max(0, len(first) - shared))
    return closeness + 0.05 * len(lines & all_words) / (len(lines) or 1), len(all_words)


def _words(form: Form) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The words that the form prints, and these with their synonyms and the rows of its money."""
    first: set[tuple[str, str]] = set()
    more: set[tuple[str, str]] = set()
    for part in form.parts:
        printed = first if not part.is_optional else more
        more |= {("栏", bare(one)) for one in (part.printed or part.field, *part.synonyms)}
        for column in part.columns:
            printed.add((part.field, bare(column.printed or column.field)))
            more |= {(part.field, bare(one)) for one in column.synonyms}
        more |= {("来源", bare(line)) for line in part.lines}
        if not part.columns:
            printed.add(("栏", bare(part.printed or part.field.rpartition(".")[2])))
    return first, first | more
