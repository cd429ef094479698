"""Not a character is lost: what a document shows is in its drafts or listed as left out.

Counted in every import, twice: the document against what was recognised of it, and what was
recognised against the draft as it is read again. White space is not counted, nor what nobody sees.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.documents.document import Document, Place
from generator.intake.import_draft import reworded_headings
from generator.intake.import_values import DraftValues
from generator.model.narrative import NARRATIVE
from generator.model.problems import Problem
from generator.model.report import UNCLASSIFIED
from generator.recognition.record import Found, RecognisedReport
from generator.recognition.report_fields import Kind, kind_of
from generator.source.headings import read_report
from generator.source.scalars import one_line
from generator.source.tree import FieldPath, Source, field_name

_MOST = 5  # places that are told of one file
# Spellings of one sign, which reading may change: ≧ and ≥, 百分比 and %, full width and half.
_ALIKE = {"≧": ">=", "⩾": ">=", "≥": ">=", "≦": "<=", "⩽": "<=", "≤": "<=", "═": "=",
          "百分比": "%", "百分之": "%"}  # fmt: skip


def visible(text: str) -> str:
    """The characters that a reader of the file sees: no white space, no control characters."""
    return "".join(
        one for one in text if not one.isspace() and unicodedata.category(one) not in ("Cc", "Cf")
    )


def source_problems(
    path: str, documents: Sequence[Document], reports: Sequence[RecognisedReport]
) -> list[Problem]:
    """Where characters of the documents of one file are in no report, or in more than one.

    `path` names the file. Each problem says the place in the document.
    """
    shown = _by_place((piece.place, piece.text) for one in documents for piece in one.pieces())
    kept = _by_place(part for report in reports for part in _accounted(report))
    lost, found = _total(shown) - _total(kept), _total(kept) - _total(shown)
    told = []
    for excess, ours, theirs, said in (
        (lost, shown, kept, "没有进草稿，也没有列为不收"),
        (found, kept, shown, "在草稿里比原件多"),
    ):
        told += list(_told(path, excess, (ours, theirs), said))
    return told


def draft_problems(
    text: str, path: str, made: DraftValues, report: RecognisedReport
) -> list[Problem]:
    """Where the draft, read again, does not say what was recognised; `path` names its file."""
    source, problems = read_report(text.encode(), path)
    if source is None:
        return problems
    # An import of an earlier version stands beside it: what is doubtful only is told by the check.
    found, written = dict(source.texts()), visible(text)
    told = []
    for where, one in made.values.items():
        if _read(found.get(where, "")) != _written(one, where):
            message = f"“{field_name(where)}”写下的和读回的不一样（{one.place}）。请报告这个错误。"
            told.append(source.problem(where, "import-lost", message))
        elif lost := _lost(one, where, written):
            where_it_was = f"{one.place}，原件是“{one.printed}”"
            message = f"“{field_name(where)}”少了原件的“{lost}”（{where_it_was}）。"
            told.append(source.problem(where, "import-lost", message))
    told += [
        source.key_problem(where, "import-lost", f"多出了“{field_name(where)}”。请报告这个错误。")
        for where in found
        if where not in made.values
    ]
    return [*told, *_beside_lost(source, made, report)]


def _accounted(report: RecognisedReport) -> Iterator[tuple[Place, str]]:
    """Place and characters of all that a report accounts for."""
    every = (*report.values.values(), *(one for rest in report.others.values() for one in rest))
    for value in every:
        yield value.place, value.printed
    for left in report.left_out:
        yield left.place, left.text
    for piece in report.unclassified:
        yield piece.place, piece.text


def _by_place(parts: Iterable[tuple[Place, str]]) -> Mapping[Place, Counter[str]]:
    found: dict[Place, Counter[str]] = defaultdict(Counter)
    for place, text in parts:
        found[place].update(visible(text))
    return found


def _total(parts: Mapping[Place, Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in parts.values():
        total.update(one)
    return total


def _told(
    path: str,
    excess: Counter[str],
    sides: tuple[Mapping[Place, Counter[str]], Mapping[Place, Counter[str]]],
    said: str,
) -> Iterator[Problem]:
    """A problem for each place that has more of the characters than the other side has there."""
    ours, theirs = sides
    rest, told = Counter(excess), 0
    for place, characters in ours.items():
        here = (characters - theirs.get(place, Counter())) & rest
        rest -= here
        if here and told < _MOST:
            told += 1
            yield Problem(
                path, 1, 1, "import-lost", f"{place}：“{_shown(here)}”{said}。请报告这个错误。"
            )
    if rest:
        yield Problem(path, 1, 1, "import-lost", f"还有“{_shown(rest)}”{said}。请报告这个错误。")


def _shown(characters: Counter[str]) -> str:
    text = "".join(characters.elements())
    return text if len(text) <= 20 else f"{text[:20]}…”等 {len(text)} 个字“"


def _read(text: object) -> str:
    return str(text).strip("\n").rstrip()


def _written(found: Found, where: FieldPath) -> str:
    is_row = isinstance(where[-1], int)  # of a list of values, which stand on one line each
    return one_line(found.text) if is_row else found.text


def _lost(found: Found, where: FieldPath, written: str) -> str:
    """What of the printed characters neither the value nor the headings above it have.

    Of a heading that the outline words otherwise, what was `written` tells in a comment.

    A figure, a date or a choice may be spelled otherwise; of a name that is chosen from the
    register the draft has the register's.
    """
    if kind_of(where) is Kind.FIGURE or where == ("部门",):
        return ""
    said = [found.text]
    if where[0] == NARRATIVE:
        reworded = reworded_headings(found, where)
        said += [*map(str, where), *(one for one in reworded if visible(one) in written)]
    lost = Counter(_folded(found.printed)) - Counter(_folded("".join(said)))
    return "".join(lost.elements())


def _beside_lost(source: Source, made: DraftValues, report: RecognisedReport) -> Iterator[Problem]:
    """What is no value: text that is not classified, and in comments what contradicts a value."""
    left = visible(made.values[UNCLASSIFIED,].text) if (UNCLASSIFIED,) in made.values else ""
    refused = ((one.found.printed, one.found.place) for one in made.refused)
    whole = visible(source.text)
    others = [
        (one.printed, one.place)
        for where, rest in made.others.items()
        if kind_of(where) is not Kind.FIGURE  # a date may be spelled otherwise
        for one in rest
    ]
    for parts, there in (((*report.unclassified, *refused), left), (others, whole)):
        kept = Counter(there)
        for text, place in parts:
            if lost := Counter(visible(text)) - kept:
                message = f"草稿里少了原件的“{_shown(lost)}”（{place}）。请报告这个错误。"
                yield Problem(source.path, 1, 1, "import-lost", message)


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", visible(text))
    for one, other in _ALIKE.items():
        text = text.replace(one, other)
    return text
