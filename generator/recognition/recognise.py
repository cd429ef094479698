"""Documents to reports: where one ends and the next begins, and what each of its parts is."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from generator.check.project_names import core_name, may_be_same_project
from generator.check.text_values import years
from generator.documents.document import Document, Paragraph
from generator.model.choices import EvaluationType
from generator.recognition import (
    accounts,
    claimed_sources,
    claims,
    defaults,
    evaluation_work,
    form_lines,
    head,
    lines,
    narrative,
    noise,
    persons,
    project_lists,
    yearly,
)
from generator.recognition.form_tables import read_rows
from generator.recognition.record import LeftOut, RecognisedReport
from generator.recognition.reference import Reference
from generator.recognition.row import Item, Row
from generator.recognition.sections import Outlined
from generator.recognition.splitting import is_name, split, stream
from generator.source.tree import FieldPath

_TITLE: FieldPath = ("标题",)
_NUMBERED_NAME = re.compile(r"(.*?)[-_ （(第]*\d{1,3}[页）)]*")


@dataclass
class _Part:
    """A part of a document that is a report, or the half of one: its table or its narrative.

    A row of a list of projects has no body.
    """

    report: RecognisedReport
    bodies: list[tuple[list[Item], Outlined]]
    document: int
    is_narrative: bool
    project: str
    others: list["_Part"] = field(default_factory=list)


def recognise(
    documents: Sequence[Document],
    reference: Reference,
    *,
    department: str | None = None,
    year: int | None = None,
) -> list[RecognisedReport]:
    """The reports of the documents, in their order; all that is visible is accounted for.

    Documents that hold parts of one report (its table, its narrative) become one. `department`,
    a name or slug of the register, and `year` are for reports that do not tell theirs. Raises
    nothing: what is not understood is `unclassified`.
    """
    parts: list[_Part] = []
    for number, run in enumerate(_joined(documents)):
        for part in _parts(run, number, reference):
            _add(part, parts)
    options = defaults.Options(department, year)
    by_document: dict[int, RecognisedReport] = {}
    for part in parts:
        report = part.report
        for items, found in part.bodies:
            _read_body(items, found, report, reference)
        first = by_document.setdefault(part.document, report)
        defaults.fill(report, first, reference, options)
    return [one.report for one in parts if any(one.report.characters())]


def _joined(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """Documents one by one, the numbered pages of one article together."""
    run: list[Document] = []
    for one in documents:
        if run and not _continues(run[-1], one):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _continues(before: Document, document: Document) -> bool:
    """Whether a document is the next page of an article: 报告-2.html without a title of its own."""
    names = [_NUMBERED_NAME.fullmatch(PurePath(one.name).stem) for one in (before, document)]
    if not all(names) or len({one[1] for one in names if one}) != 1:
        return False
    opening = split(stream(document)[:8])
    return not any(is_name(part, at) for part in opening for at in range(len(part)))


def _parts(run: Sequence[Document], number: int, reference: Reference) -> list[_Part]:
    quiet = noise.without([item for document in run for item in stream(document)])
    found = []
    apart = accounts.set_apart(split(quiet.items))
    for items in apart.reports:
        kept = persons.set_apart(items)
        report = RecognisedReport(left_out=kept.left_out)
        text = head.read(kept.items, report, reference)
        if listed := project_lists.read(text, report):
            found += [_Part(one, [], number, False, _project(one, [])) for one in listed]
            continue
        body, outlined = narrative.outline(text, reference)
        is_narrative = _is_narrative(body, outlined)
        project = _project(report, body)
        found.append(_Part(report, [(body, outlined)], number, is_narrative, project))
    first = found[0].report
    first.left_out = quiet.left_out + first.left_out
    accounts.note(apart.accounts, first, reference)
    for document in run:
        head.read_about(document, first, reference)
        noise.asides(document, first)
    return found


def _is_narrative(body: Sequence[Item], found: Outlined) -> bool:
    """Whether text stands under headings, and not only tables and labels."""
    rows = sum(isinstance(one, Row) for one in body)
    if not found.nodes:
        texts = [one for one in body if isinstance(one, Paragraph) and len(one.text) > 40]
        return len(texts) > rows
    below = sum(
        bool(node.candidate.rest)
        or (
            at + 1 < len(body) and isinstance(body[at + 1], Paragraph) and at + 1 not in found.nodes
        )
        for at, node in found.nodes.items()
    )
    return below >= (2 if rows else 1)


def _project(report: RecognisedReport, body: Sequence[Item]) -> str:
    """What the project is called in the cell that names it, else in the title."""
    for at, item in enumerate(body):
        if isinstance(item, Row) and is_name(body, at):
            return re.sub(r"^[A-Za-z\d]{8,}\s*[-－]\s*", "", item.filled[1].text.strip())
    named = report.values.get(("项目名称",))
    return named.text if named else ""


def _add(part: _Part, parts: list[_Part]) -> None:
    """Keep a part, or give it to the one whose other half it is."""
    for at in range(len(parts) - 1, -1, -1):
        known = parts[at]
        is_next = at == len(parts) - 1
        if _is_row_of_list(known, part) or _are_halves(known, part, is_next=is_next):
            _settle_titles(known, part)
            for path, found in part.report.values.items():
                known.report.add(path, found)
            known.report.left_out += part.report.left_out
            known.report.unclassified += part.report.unclassified
            known.bodies += part.bodies
            known.is_narrative |= part.is_narrative
            return
    parts.append(part)


def _settle_titles(known: _Part, part: _Part) -> None:
    """Of two titles that which says who or what is the report's, not 项目支出绩效自评表.

    That of a list of projects is none where the report has its own.
    """
    titles = [one.report.values.get(_TITLE) for one in (known, part)]
    yields = [not one.bodies for one in (known, part)]
    if not any(yields):
        yields = [bool(found and lines.is_generic(found.text)) for found in titles]
    if not all(titles) or all(yields) or not any(yields):
        return
    report = known.report if yields[0] else part.report
    found = report.values.pop(_TITLE)
    report.left_out.append(LeftOut(found.printed, found.place, "其他标题"))


def _is_row_of_list(one: _Part, other: _Part) -> bool:
    """Whether one is a row of a list of projects, the other what the document has on that."""
    is_of_list = bool(one.bodies) != bool(other.bodies) and one.document == other.document
    return is_of_list and core_name(one.project) == core_name(other.project)


def _are_halves(one: _Part, other: _Part, *, is_next: bool) -> bool:
    """Whether one is the table and the other the narrative of the same project and year."""
    if one.is_narrative == other.is_narrative or len(one.bodies) != 1 or not other.bodies:
        return False
    for path in (("年度",), ("部门",)):
        stated = {
            part.report.values[path].text for part in (one, other) if path in part.report.values
        }
        if len(stated) > 1:
            return False
    kinds = [part.report.values.get(("评价类型",)) for part in (one, other)]
    if len({kind.text == EvaluationType.OVERALL for kind in kinds if kind}) > 1:
        return False
    if not one.project or not other.project:
        return is_next and one.document == other.document
    cores = sorted((core_name(one.project), core_name(other.project)), key=len)
    if len(cores[0]) >= 2 and cores[0] in cores[1]:
        return True
    same_document = one.document == other.document
    return is_next and same_document and may_be_same_project(one.project, other.project)


def _read_body(
    items: list[Item], found: Outlined, report: RecognisedReport, reference: Reference
) -> None:
    if not _is_narrative(items, found):
        kept = form_lines.without_titles(items, report)
        followed = report.form  # by the narrative before the table
        read_rows(kept, report, reference)
        if followed and followed != report.form and not report.outline:
            report.outline = followed
        form_lines.settle(kept, report)
        return
    narrative.read(
        items, found, report, lambda rows, attached: _read_table(rows, attached, report, reference)
    )
    _note_outline(found, report, reference)
    names = [
        report.values[path].text for path in (("项目名称",), ("部门",)) if path in report.values
    ]
    claims.read(report, names)
    claimed_sources.read(report)
    evaluation_work.read(report)
    if ("年度",) not in report.values:
        _guess_year(items, report, names)


def _read_table(
    rows: Sequence[Row], is_attached: bool, report: RecognisedReport, reference: Reference
) -> bool:
    """Read rows of a form; where they are of none, or stay in the text, False."""
    if not is_attached and yearly.read(rows, report):
        return False
    trial = report.copy()
    read_rows(rows, trial, reference)
    gained = len(trial.values) - len(report.values)
    lost = sum(len(one.text) for one in trial.unclassified[len(report.unclassified) :])
    size = sum(len(cell.text) for row in rows for cell in row.cells)
    if gained < 2 or lost * 4 > size:
        return False
    vars(report).update(vars(trial))
    return True


def _note_outline(found: Outlined, report: RecognisedReport, reference: Reference) -> None:
    """Name the outline that the headings follow, as the form where there is no other."""
    form = reference.forms.get(report.form)
    if form and form.has_free_headings and not found.fit:
        return  # its own headings are those of the report
    fit = found.fit.form_id if found.fit else "zi-you" if "zi-you" in reference.forms else ""
    if fit in reference.outlines or (report.form and report.form != fit):
        report.outline = fit
    else:
        report.form = fit


def _guess_year(items: Sequence[Item], report: RecognisedReport, names: Sequence[str]) -> None:
    """The year that most paragraphs name, two at least, where no title tells it."""
    counts = Counter(
        year for item in items if isinstance(item, Paragraph) for year in years(item.shown)
    )
    year, times = next(iter(counts.most_common(1)), (0, 0))
    if times > 1:  # one paragraph may name any year: 建于2000年以前
        defaults.guess_year(report, year, items[0].place)
        claims.read(report, names)
