"""Measures the desk: its start, a form, a save, at so many made-up reports; edits at random.

python tools/bench_desk.py [reports]
"""

import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.check.test_cases import CASES, NAMES
from tests.conftest import ROOT, run
from tests.desk.test_random_edits import TEXT
from tests.support.made_up import content as made_up
from tests.support.posted_form import PostedForm
from tests.support.preview import serving
from tests.support.random_edits import files, opened, outcomes

EDITS = 5000
TITLE = '["项目名称"]'


def main(reports: int) -> int:
    """Print the figures; 1 where an edit changed more than its value."""
    with TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        run("jixiao", "demo", "--reports", reports, "--out", content)
        name = next(content.glob("reports/*/*/*.yml")).relative_to(content).as_posix()
        _desk(content, name, "start, nothing cached")
        _desk(content, name, "start, cached")
        run("jixiao", "demo", "--reports", 100, "--out", Path(folder) / "few")
        return _edits(dict(_contents(Path(folder))), Path(folder) / "desk")


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - began:.2f} s", flush=True)


def _desk(content: Path, name: str, what: str) -> None:
    began = time.monotonic()
    with serving(content, whole=False) as preview:
        print(f"{what}, its address: {time.monotonic() - began:.2f} s")
        desk = PostedForm(preview.opening_address)
        print(f"{what}, the start page: {time.monotonic() - began:.2f} s")
        while 'class="reading"' in desk.get().text:
            time.sleep(0.2)
        print(f"{what}, everything read: {time.monotonic() - began:.2f} s")
        _several("start page", desk.get)
        _several("form", lambda: desk.get(f"edit/{name}"))
        sent = desk.get(f"edit/{name}").values()
        for number in range(3):
            title = f"{sent[TITLE]}{'一二三'[number]}"
            with _timed("save, until the page of the site shows it"):
                with _timed("save, and the form again"):
                    desk.post(f"edit/{name}", {**sent, TITLE: title, "action": ""})
                while title not in desk.page(f"{name.removesuffix('.yml')}/").text:
                    pass
            desk.post(f"undo/{name}", {})
            while title in desk.page(f"{name.removesuffix('.yml')}/").text:
                pass


def _several(what: str, work: Callable[[], object]) -> None:
    for _ in range(3):
        with _timed(what):
            work()


def _contents(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """Reports made up, published ones, golden cases, a file with comments all over."""
    yield "made-up reports", [folder / "few"]
    yield "published reports", [ROOT / "content"]
    for case in NAMES:
        for one in ("_base", case):
            shutil.copytree(CASES / one, folder / "golden" / case, dirs_exist_ok=True)
    yield "golden cases", [folder / "golden" / case / "content" for case in NAMES]
    by_hand = []
    for number, line_break in enumerate(("\n", "\r\n")):
        content = made_up(folder / f"hand{number}")
        file = content / "reports/2021/gonganju/shili.yml"
        file.parent.mkdir(parents=True)
        file.write_bytes(TEXT.replace("\n", line_break).encode())
        by_hand.append(content)
    yield "files as written by hand", by_hand


def _edits(contents: Mapping[str, Sequence[Path]], store: Path) -> int:
    faults = []
    for name, folders in contents.items():
        found = []
        with _timed(f"{EDITS} edits at random, {name}"):
            for number, content in enumerate(folders):
                many = EDITS // len(folders) + 1
                found += list(outcomes(opened(content, store), files(content), many, seed=number))
        wrong = [one for one in found if one.fault]
        refused = sum(one.is_refused for one in found)
        print(f"{len(found)} edits, refused {refused}, changed more than the value {len(wrong)}")
        faults += wrong
    for one in faults[:20]:
        print(one)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
