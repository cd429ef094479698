"""`make bench-import`: made-up reports printed as Word and Excel files, imported, compared.

Usage: python tools/bench_import.py [REPORTS]; the table goes to standard output and
build/bench-import.txt. The writer of the files shares no code with their reader
(tests/support/printed_reports.py). A report that has no table in its form is printed as narrative.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from generator.documents import word, workbook
from generator.intake.import_forms import Forms

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.conftest import run
from tests.support import printed_reports
from tests.support.round_trip import compared

OUT = Path("build/bench-import")
SHOWN = 20  # differences that are printed of each kind of file


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
