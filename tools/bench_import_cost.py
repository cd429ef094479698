"""`make bench-import`, second part: what importing a hundred files costs, and hostile ones.

Usage: python tools/bench_import_cost.py; the table goes to standard output and
build/bench-import-cost.txt. Needs LibreOffice.
"""

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from measuring import CommandError, Cost, additions
from measuring import run as measured

from tests.conftest import run
from tests.support import hostile_files, printed_files
from tests.support.round_trip import printed_files as papers

OUT = Path("build/bench-import-cost")
FILES = 100
SECONDS = {"docx": 20, "doc": 60, "pdf": 40}  # that are allowed for them
_SOFFICE = shutil.which("soffice") or "soffice"
HANGS = "#!/bin/sh\nexec sleep 1000\n"
"""A LibreOffice that never ends."""


def lines() -> Iterator[str]:
    """The table."""
    shutil.rmtree(OUT, ignore_errors=True)
    content = OUT / "content"
    done = run("jixiao", "demo", "--reports", str(FILES + 40), "--out", content)
    if done.returncode:
        raise SystemExit(done.stderr)
    department = next((content / "reports").glob("*/*")).name
    yield f"ten million additions: {additions():.2f} s; load {os.getloadavg()[0]:.1f}"
    for ending, folder in _printed(content).items():
        cost = _imported(content, folder, department)
        allowed = SECONDS[ending]
        yield f"{FILES} .{ending}: {cost.seconds:.1f} s (of {allowed}), {cost.megabytes:.0f} MB"
    folder = OUT / "hostile"
    folder.mkdir()
    for tries, name, data in hostile_files.files():
        file = folder / name
        file.write_bytes(data)
        cost = _imported(content, file, department)
        yield f"{tries}: {cost.seconds:.1f} s, {cost.megabytes:.0f} MB"
    soffice = OUT / "bin" / "soffice"
    soffice.parent.mkdir()
    soffice.write_text(HANGS, encoding="utf-8")
    soffice.chmod(0o755)
    path = f"{soffice.parent.resolve()}{os.pathsep}{os.environ['PATH']}"
    one = next((OUT / "doc").iterdir())
    cost = _imported(content, one, department, {"PATH": path})
    yield f"a LibreOffice that hangs: {cost.seconds:.1f} s, {cost.megabytes:.0f} MB"


def _printed(content: Path) -> dict[str, Path]:
    """A hundred reports as Word files, saved by LibreOffice in older formats."""
    folders = {ending: OUT / ending for ending in SECONDS}
    folders["docx"].mkdir()
    for number, (_, _, paper) in enumerate(itertools.islice(papers(content), FILES)):
        (folders["docx"] / f"{number:03}.docx").write_bytes(printed_files.as_docx(paper))
    profile = f"-env:UserInstallation={(OUT / 'profile').resolve().as_uri()}"
    for ending in ("doc", "pdf"):
        subprocess.run(  # noqa: S603
            [_SOFFICE, profile, "--headless", "--convert-to", ending, "--outdir", folders[ending],
             *folders["docx"].iterdir()],
            check=True, capture_output=True,
        )  # fmt: skip
    return folders


def _imported(
    content: Path, what: Path, department: str, environment: dict[str, str] | None = None
) -> Cost:
    return measured(
        "jixiao", "import", what, "--content", content, "--department", department,
        "--year", "2023", "--dry-run", "--yes", environment=environment, accepts=(0, 1),
    )  # fmt: skip


def main() -> None:
    """Print and write down."""
    done = []
    try:
        for line in lines():
            done.append(line)
            print(line, flush=True)
    except CommandError as error:
        raise SystemExit(str(error)) from None
    Path("build/bench-import-cost.txt").write_text("\n".join(done) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
