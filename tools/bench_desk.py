"""Measures the desk: its start, a form, a save, at so many made-up reports; edits at random.

python tools/bench_desk.py [reports]
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import run
from tests.support.posted_form import PostedForm
from tests.support.preview import serving
from tests.support.random_edits import opened, outcomes

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
        return _edits(Path(folder) / "few", Path(folder) / "desk")


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


def _edits(content: Path, store: Path) -> int:
    names = [one.relative_to(content).as_posix() for one in content.glob("reports/*/*/*.yml")]
    with _timed(f"{EDITS} edits at random"):
        found = list(outcomes(opened(content, store), names, EDITS, seed=2))
    faults = [one for one in found if one.fault]
    print(
        f"refused {sum(one.is_refused for one in found)}, changed more than the value {len(faults)}"
    )
    for one in faults[:20]:
        print(one)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
