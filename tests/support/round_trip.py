"""What came back of a printed report: values of a draft against those that were printed."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.check.attachments.contents import Quota
from generator.documents.document import Document
from generator.recognition.recognise import recognise
from generator.recognition.record import RecognisedReport
from generator.recognition.reference import Reference
from tests.support import printed_reports

FieldPath = tuple[str | int, ...]
_SIGNS = str.maketrans({" ": "", "\n": "", "％": "%"})


class Difference(NamedTuple):
    """A field that came back otherwise, or not at all (`found` is empty)."""

    path: FieldPath
    printed: str
    found: str


def differences(printed: Mapping[FieldPath, str], draft: Mapping[str, Any]) -> Iterator[Difference]:
    """Each printed value that the draft does not hold as it was printed.

    A target may be in three fields (性质, 目标值, 单位) of which the form prints one.
    """
    for path, text in printed.items():
        found = _at(draft, path)
        if path[-1] in ("目标值", "完成值") and path[0] == "指标":
            row = _at(draft, path[:-1]) or {}
            others = {"性质", "单位"} - {one[-1] for one in printed if one[:-1] == path[:-1]}
            before = str(row.get("性质") or "") if "性质" in others else ""
            behind = str(row.get("单位") or "") if "单位" in others else ""
            cells = (f"{found or ''}", f"{before}{found or ''}{behind}", f"{found or ''}{behind}")
            if _bare(text) in {_bare(one) for one in cells}:
                continue
        if _bare(text) != _bare(str(found or "")):
            yield Difference(path, text, str(found or ""))


def _bare(text: str) -> str:
    return text.translate(_SIGNS)


def _at(below: Any, path: FieldPath) -> Any:
    for step in path:
        if isinstance(below, Mapping):
            below = below.get(step)
        elif isinstance(below, list) and isinstance(step, int) and step < len(below):
            below = below[step]
        else:
            return None
    return below


class _Text(yaml.SafeLoader):
    """Every scalar as it is written."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  PyYAML's own shape


def _load(file: Path) -> Any:
    return yaml.load(file.read_bytes(), _Text)


def nested(report: RecognisedReport) -> dict[str, Any]:
    """The values of a report by their field paths, as a YAML file has them."""
    tree: dict[Any, Any] = {}
    for path, found in report.values.items():
        below = tree
        for step in path[:-1]:
            below = below.setdefault(step, {})
        below[path[-1]] = found.text
    return tree


def printed_files(content: Path) -> Iterator[tuple[str, str, printed_reports.Printed]]:
    """Each report on paper, with the path of its file and the id of its form."""
    forms = {file.stem: _load(file) for file in sorted((content / "forms").glob("*.yml"))}
    forms |= {file.stem: _load(file) for file in sorted((content / "outlines").glob("*.yml"))}
    for file in sorted(content.glob("reports/*/*/*.yml")):
        report = _load(file)
        form = report.get("表单") or report.get("提纲")
        if form in forms:
            yield file.as_posix(), form, printed_reports.printed(report, forms[form])


class Compared(NamedTuple):
    """What of the reports was printed and what differs, by form: fields, texts of 正文 and 结论.

    `other_forms` are reports for which another form was named. `examples` tells each difference
    in a line; `seconds` are those of reading.
    """

    reports: int
    fields: Counter[str]
    wrong_fields: Counter[str]
    texts: Counter[str]
    wrong_texts: Counter[str]
    other_forms: Counter[str]
    examples: list[str]
    seconds: float


def compared(
    content: Path,
    reference: Reference,
    write: Callable[[Any], bytes],
    read: Callable[..., Document],
) -> Compared:
    """Print, read and compare all reports of a content folder."""
    fields, wrong_fields, texts, wrong_texts, others = (Counter[str]() for _ in range(5))
    examples: list[str] = []
    seconds = 0.0
    papers = list(printed_files(content))
    for path, form, paper in papers:
        data = write(paper)
        department = Path(path).parent.name
        begun = time.perf_counter()
        document = read(data, Path(path).stem, Quota())
        reports = recognise([document], reference, department=department)
        seconds += time.perf_counter() - begun
        draft = nested(reports[0]) if reports else {}
        in_text = sum(_is_text(one) for one in paper.values)
        texts[form] += in_text
        fields[form] += len(paper.values) - in_text
        for one in differences(paper.values, draft):
            (wrong_texts if _is_text(one.path) else wrong_fields)[form] += 1
            where = ".".join(map(str, one.path))
            examples.append(f"{path} {where}: {one.printed[:40]!r} came as {one.found[:40]!r}")
        named = (reports[0].form, reports[0].outline) if reports else ()
        if form not in named:
            others[form] += 1
            examples.append(f"{path} 表单: {form} came as {' '.join(named)}")
        if len(reports) != 1:
            examples.append(f"{path}: {len(reports)} reports")
    return Compared(
        len(papers), fields, wrong_fields, texts, wrong_texts, others, examples, seconds
    )


def _is_text(path: FieldPath) -> bool:
    return path[0] in ("正文", "结论")
