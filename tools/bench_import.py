"""`make bench-import`: made-up reports printed as Word and Excel files, imported, compared.

Usage: python tools/bench_import.py [REPORTS]; the table goes to standard output and
build/bench-import.txt. The writer of the files shares no code with their reader
(tests/support/printed_reports.py). A report that has no table in its form is printed as narrative.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from generator.check.attachments.contents import Quota
from generator.documents import word, workbook
from generator.documents.document import Document
from generator.intake.import_forms import Forms
from generator.recognition.recognise import recognise
from generator.recognition.record import RecognisedReport
from generator.recognition.reference import Reference

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.conftest import run
from tests.support import printed_reports, round_trip

OUT = Path("build/bench-import")
SHOWN = 20  # differences that are printed of each kind of file


class _Text(yaml.SafeLoader):
    """Every scalar as it is written."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  PyYAML's own shape


def _load(file: Path) -> Any:
    return yaml.load(file.read_bytes(), _Text)  # noqa: S506  it makes texts only


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
        if form in forms and not report.get("包含项目") and not report.get("覆盖年度"):
            yield file.as_posix(), form, printed_reports.printed(report, forms[form])


def compared(
    content: Path,
    reference: Reference,
    write: Callable[[Any], bytes],
    read: Callable[..., Document],
) -> tuple[Counter[str], Counter[str], list[str], float]:
    """Fields printed and fields that differ, by form; examples; seconds of reading."""
    fields: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    examples: list[str] = []
    seconds = 0.0
    for path, form, paper in printed_files(content):
        data = write(paper)
        department = Path(path).parent.name
        begun = time.perf_counter()
        document = read(data, Path(path).stem, Quota())
        reports = recognise([document], reference, department=department)
        seconds += time.perf_counter() - begun
        draft = nested(reports[0]) if reports else {}
        fields[form] += len(paper.values)
        for one in round_trip.differences(paper.values, draft):
            wrong[form] += 1
            where = ".".join(map(str, one.path))
            examples.append(f"{path} {where}: {one.printed[:40]!r} came as {one.found[:40]!r}")
        if len(reports) != 1:
            examples.append(f"{path}: {len(reports)} reports")
    return fields, wrong, examples, seconds


def lines(reports: int) -> Iterator[str]:
    """The table."""
    content = OUT / "content"
    done = run("jixiao", "demo", "--reports", str(reports), "--out", content)
    if done.returncode:
        raise SystemExit(done.stderr)
    reference = Forms(content).reference
    writers = {
        "docx": (printed_reports.as_docx, word.read),
        "xlsx": (printed_reports.as_xlsx, workbook.read),
    }
    for name, (write, read) in writers.items():
        fields, wrong, examples, seconds = compared(content, reference, write, read)
        total, differ = sum(fields.values()), sum(wrong.values())
        share = 100 * (1 - differ / max(total, 1))
        yield f"{name}: {total} fields, {differ} differ: {share:.3f} % equal, {seconds:.1f} s"
        for form, count in fields.most_common():
            yield f"    {form:<24}{count:>8} fields {wrong[form]:>6} differ"
        kinds = list({one.partition(" ")[2].partition(":")[0]: one for one in examples}.values())
        yield from (f"      {one}" for one in kinds[:SHOWN])


def main() -> None:
    """Print and write down."""
    reports = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    done = []
    for line in lines(reports):
        done.append(line)
        print(line, flush=True)
    Path("build/bench-import.txt").write_text("\n".join(done) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
