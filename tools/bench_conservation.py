"""`make bench-conservation`: files at random in all formats, imported; what of their text is lost.

Usage: python tools/bench_conservation.py [FILES]; the table goes to standard output and
build/bench-conservation.txt. What the files show was put down as they were made
(tests/support/documents_at_random.py). Older formats are left out where there is no LibreOffice.
"""

import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.documents import libreoffice

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.conftest import run
from tests.support.carried import Carried, carried
from tests.support.documents_at_random import CONVERTED, files

OUT = Path("build/bench-conservation")
SHARES = {"docx": 60, "xlsx": 9, "html": 9, "txt": 9, "pdf": 7, "doc": 2, "odt": 2, "rtf": 2}  # %
AT_ONCE = 200  # files of an import
SHOWN = 5  # files that are named of each format


def lines(count: int) -> Iterator[str]:
    """The table."""
    shutil.rmtree(OUT, ignore_errors=True)
    content = OUT / "content"
    done = run("jixiao", "demo", "--reports", "20", "--out", content)
    if done.returncode:
        raise SystemExit(done.stderr)
    department = next((content / "reports").glob("*/*")).name
    for ending, share in SHARES.items():
        if ending in CONVERTED and not libreoffice.find():
            yield f"{ending}: no LibreOffice"
            continue
        texts = files(OUT / ending, ending, count * share // 100)
        begun = time.perf_counter()
        found = list(_imported(content, texts, department))
        yield from _told(ending, len(texts), found, time.perf_counter() - begun)


def _imported(content: Path, texts: Mapping[Path, str], department: str) -> Iterator[Carried]:
    every = [*texts]
    for start in range(0, len(every), AT_ONCE):
        batch = every[start : start + AT_ONCE]
        yield from carried(content, {one: texts[one] for one in batch}, department)


def _told(ending: str, count: int, found: list[Carried], seconds: float) -> Iterator[str]:
    shown = sum(one.shown for one in found)
    lost, added = sum(len(one.lost) for one in found), sum(len(one.added) for one in found)
    said, refused = sum(bool(one.said) for one in found), sum(bool(one.refused) for one in found)
    yield (
        f"{ending}: {count} files, {shown} characters, {lost} lost, {added} added, "
        f"{said} told as lost, {refused} refused, {seconds:.0f} s"
    )
    wrong = [one for one in found if one.lost or one.added or one.said or one.refused]
    for one in wrong[:SHOWN]:
        yield f"    {one.path}: {one.lost[:40]!r} {one.added[:40]!r} {one.said[:1]} {one.refused}"


def main() -> None:
    """Print and write down."""
    done = []
    for line in lines(int(sys.argv[1]) if len(sys.argv) > 1 else 5000):
        done.append(line)
        print(line, flush=True)
    Path("build/bench-conservation.txt").write_text("\n".join(done) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
