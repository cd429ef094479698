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
from tests.support import printed_files
from tests.support.round_trip import compared

OUT = Path("build/bench-import")
SHOWN = 20  # differences that are printed of each kind of file


def lines(reports: int) -> Iterator[str]:
    """The table."""
    content = OUT / "content"
    made = run("jixiao", "demo", "--reports", str(reports), "--out", content)
    if made.returncode:
        raise SystemExit(made.stderr)
    reference = Forms(content).reference
    writers = {
        "docx": (printed_files.as_docx, word.read),
        "xlsx": (printed_files.as_xlsx, workbook.read),
    }
    for name, (write, read) in writers.items():
        done = compared(content, reference, write, read)
        fields = _share(done.fields.total(), done.wrong_fields.total())
        texts = _share(done.texts.total(), done.wrong_texts.total())
        others = f"{done.other_forms.total()} reports in another form"
        yield f"{name}: fields {fields}; {others}; {done.seconds:.1f} s"
        yield f"    texts of 正文 and 结论 {texts}"
        for form, count in done.fields.most_common():
            yield (
                f"    {form:<28}{count:>8} fields {done.wrong_fields[form]:>5} differ"
                f"{done.texts[form]:>8} texts {done.wrong_texts[form]:>5} differ"
                f"{done.other_forms[form]:>6} in another form"
            )
        kinds = {one.partition(" ")[2].partition(":")[0]: one for one in done.examples}
        yield from (f"      {one}" for one in list(kinds.values())[:SHOWN])


def _share(total: int, differ: int) -> str:
    return f"{total}, {differ} differ: {100 * (1 - differ / max(total, 1)):.3f} % equal"


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
