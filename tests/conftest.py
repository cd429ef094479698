"""Shared by all tests: the command as a user runs it, sites built once a run, a real browser."""

import fcntl
import functools
import gzip
import http.server
import os
import shutil
import signal
import subprocess
import sys
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from generator.check.rules import registered_rules
from tests.support import warm
from tests.support.nginx import serving
from tests.support.search_page import watched

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PROPERDOCS = BIN.parent / "properdocs/bin"  # the environment that has it in the place of MkDocs
# The import of `replacement` has ProperDocs answer to MkDocs' name, as its own command does.
JIXIAO_ON_PROPERDOCS = (
    str(PROPERDOCS / "python"),
    "-c",
    "import properdocs.replacement; from generator.cli.main import main; main()",
)
TODAY = "1795392000"  # 2026-11-23 in China: what is public must not depend on the test's day


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite expected results")


NEED_MORE = {"demo", "released_demo", "serve", "playwright"}  # fixtures
MEMORY = Path("/dev/shm")  # files in memory
ROOM = 8 << 30  # bytes: four times what a run writes


def pytest_configure() -> None:
    """Nothing hangs on who starts the tests, nor on the disk.

    A shell that starts them in the background has Ctrl+C ignored, by all that they start as well.
    Where Python was told to keep nothing compiled, every command would compile the program again.
    In a pipeline, which says so by these names, the first publication is refused, as it should be.
    They write into memory where there is room: thousands of small files, soon deleted.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("PYTHONDONTWRITEBYTECODE", "CI", "JENKINS_URL"):
        os.environ.pop(name, None)
    if MEMORY.is_dir():
        disk = os.statvfs(MEMORY)
        runs_programs = not disk.f_flag & os.ST_NOEXEC
        pages = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        if runs_programs and min(disk.f_bavail * disk.f_frsize, pages) > ROOM:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`make test-fast` needs no browser, no server, no site of many reports; who does says why.

    Files with many slow tests come first: what is begun last is short, and no process waits long.
    """
    slow: Counter[Path] = Counter()
    for item in items:
        marker = item.get_closest_marker("slow")
        slow[item.path] += marker is not None
        if marker and not (marker.args and isinstance(marker.args[0], str)):
            raise pytest.UsageError(f"{item.nodeid}: slow without a reason")
        needs = NEED_MORE & set(getattr(item, "fixturenames", ()))
        if needs and not marker:
            raise pytest.UsageError(f"{item.nodeid}: not marked slow, but asks for {needs}")
    items.sort(key=lambda item: -slow[item.path])


def _is_fast(config: pytest.Config) -> bool:
    return bool(config.getoption("markexpr") == "not slow")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`make test-fast` does not load a file whose tests are all slow, nor what it imports."""
    if not _is_fast(config) or collection_path.suffix != ".py":
        return None
    return "\npytestmark = pytest.mark.slow(" in collection_path.read_text("utf-8") or None


def pytest_unconfigure() -> None:
    warm.stop()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are processors: browsers, servers and disks are waited for by slow tests."""
    return (os.cpu_count() or 1) + (not _is_fast(config))


def run(
    *arguments: str | Path, cwd: Path = ROOT, given: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of the virtual environment as a person would, without a terminal.

    `given` is what it can read from its standard input.
    """
    program, *rest = map(str, arguments)
    whole = {**os.environ, "SOURCE_DATE_EPOCH": TODAY, **environment}
    if program == "jixiao" and warm.is_possible(environment):
        return warm.run(rest, cwd, whole, given)
    return subprocess.run(
        [str(BIN / program), *rest],
        cwd=cwd,
        env=whole,
        capture_output=True,
        text=True,
        input=given,
        check=False,
    )


def only_rules(content: Path, *kept: str) -> None:
    """Switch off the rules on content but those named: what others find is no part of a test."""
    rows = [
        f"  - {{规则: {rule.id}, 级别: 不查}}\n"
        for rule in registered_rules().values()
        if rule.id not in kept and not rule.about.mandatory
    ]
    if rows:
        with (content / "site.yml").open("a", encoding="utf-8") as file:
            file.write(f"检查规则:\n{''.join(rows)}")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def unpacked(name: str, data: bytes) -> bytes:
    """What a file of a site or a cache says: those of the search and copies for the web are packed."""
    if name.endswith(".gz"):
        return gzip.decompress(data)
    return zlib.decompress(data) if name.endswith(".bin") else data


def emptied(file: Path) -> None:
    """As a power failure leaves what was not on the disk yet: no byte, and its time of change."""
    time = file.stat().st_mtime_ns
    os.truncate(file, 0)
    os.utime(file, ns=(time, time))


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Make a named folder once for the whole run, whichever test process comes first."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent

    def make(name: str, fill: Callable[[Path], None]) -> Path:
        target = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not target.exists():
                fresh = shared / f"{name}.part"
                shutil.rmtree(fresh, ignore_errors=True)
                fresh.mkdir()
                fill(fresh)
                fresh.rename(target)
        return target

    return make


@pytest.fixture(scope="session")
def real_site(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The site of the repository's own content."""

    def fill(folder: Path) -> None:
        done = run("jixiao", "build", "--site", folder / "site")
        assert done.returncode == 0, done.stderr

    return once("real", fill) / "site"


@pytest.fixture(scope="session")
def demo(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A folder with `content` and `site` of 300 made-up reports."""

    def fill(folder: Path) -> None:
        done = run("jixiao", "demo", "--reports", "300", "--out", folder / "content")
        assert done.returncode == 0, done.stderr
        command = ("jixiao", "build", "--content", folder / "content", "--site", folder / "site")
        done = run(*command, JIXIAO_WORKERS="2")  # as where there are many reports
        assert done.returncode == 0, done.stderr

    return once("demo", fill)


@pytest.fixture(scope="session")
def released_demo(once: Callable[[str, Callable[[Path], None]], Path], demo: Path) -> Path:
    """The site of `demo` as a release has it: packed copies, the record and its page."""

    def fill(folder: Path) -> None:
        shutil.copytree(demo / "site", folder / "site")
        done = run("jixiao", "release", "--site", folder / "site", "--first")
        assert done.returncode == 0, done.stderr

    return once("released-demo", fill) / "site"


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on loopback; the address ends in a slash."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        handler = functools.partial(_QuietHandler, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives Chromium."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def root(demo: Path) -> Iterator[str]:
    """The demo site behind nginx at a sub-path; ends in a slash."""
    with serving(demo) as place:
        yield f"{place}site/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page as wide as a desk's screen, which fails the test on any noise."""
    with watched(browser, viewport={"width": 1280, "height": 900}) as found:
        yield found


@contextmanager
def chromium(playwright: Playwright, program: str, *options: str) -> Iterator[Browser]:
    """One of Debian's two programs of Chromium, headless."""
    path = shutil.which(program)
    assert path, f"Chromium is missing: apt-get install {program}"
    found = playwright.chromium.launch(
        executable_path=path,
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", *options],
    )
    yield found
    found.close()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium with nothing around the page: it opens one in a third of the time.

    Without a process of its own that draws, it works a tenth less.
    """
    with chromium(playwright, "chromium-headless-shell", "--in-process-gpu") as found:
        yield found


@pytest.fixture(scope="session")
def whole_browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium as people have it, for what is around the page: policy, downloads, a new release."""
    with chromium(playwright, "chromium") as found:
        yield found
