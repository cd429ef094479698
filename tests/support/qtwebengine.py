"""QtWebEngine 5.15.2, whose engine is Chromium 83: the oldest that pages are made for.

Playwright drives it over the protocol of its time. It has one page and no contexts: what a page
stores holds until the browser ends. Of its keyboard `press` works; any other key, as of
`Locator.press`, ends all input.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from playwright.sync_api import Page, Playwright

from tests.support.nginx import ROOT, free_port

LISTENING = re.compile(r"DevTools listening on (ws://\S+)")
ENVIRONMENT = {
    "QT_QPA_PLATFORM": "offscreen",
    "QT_QUICK_BACKEND": "software",  # no OpenGL
}
# Qt makes up the name by which its first page is asked for things. A page that runs in a process of
# its own, as all of `chrome:` do, has the true one from then on.
FIRST = "chrome://histograms"
# Of Chromium 105; Playwright asks for it before each click.
VISIBILITY = """
Element.prototype.checkVisibility = function () { return this.getClientRects().length > 0; };
"""


@contextmanager
def qtwebengine(playwright: Playwright) -> Iterator[Page]:
    """Start it without a window and without anything of an earlier run; its page."""
    # Its helpers end a little later than itself, and may still write.
    with tempfile.TemporaryDirectory(prefix="qtwebengine-", ignore_cleanup_errors=True) as home:
        log = Path(home, "log")
        options = ["--no-sandbox", "--disable-gpu", "--lang=zh-CN"]
        with (
            log.open("w", encoding="utf-8") as errors,
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    __name__,
                    *options,
                    f"--remote-debugging-port={free_port()}",
                ],
                cwd=ROOT,
                env={**os.environ, **ENVIRONMENT, "HOME": home, "XDG_RUNTIME_DIR": home},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            ) as started,
        ):
            try:
                assert started.stdout
                assert started.stdin
                started.stdout.readline()  # it is ready, or gave up
                found = LISTENING.search(log.read_text(encoding="utf-8"))
                assert found, (
                    f"QtWebEngine did not open its door: {log.read_text(encoding='utf-8')}"
                )
                # Playwright's defaults ask for more than it knows.
                browser = playwright.chromium.connect_over_cdp(found[1], no_defaults=True)
                page = browser.contexts[0].pages[0]
                page.set_default_timeout(10_000)
                _teach(page, started.stdin)
                yield page
                browser.close()
            finally:
                started.kill()


def _teach(page: Page, keys: IO[str]) -> None:
    """Give Playwright, in the world of its own beside the page's, the function that it misses; keys.

    A key that comes over the protocol is a message that its renderer cannot read: Qt presses them.
    """
    page.keyboard.press = lambda key, **_: print(key.removeprefix("Arrow"), file=keys, flush=True)  # type: ignore[method-assign]
    session = page.context.new_cdp_session(page)
    worlds: list[str] = []
    session.on(
        "Runtime.executionContextCreated", lambda made: worlds.append(made["context"]["name"])
    )
    session.send("Runtime.enable")
    session.send("Page.enable")
    for name in filter(None, worlds):
        session.send(
            "Page.addScriptToEvaluateOnNewDocument", {"source": VISIBILITY, "worldName": name}
        )


def _main() -> None:
    """The browser: a view, which Playwright drives, and that says when it is ready."""
    from PyQt5.QtCore import QSocketNotifier, Qt, QUrl
    from PyQt5.QtTest import QTest
    from PyQt5.QtWebEngineWidgets import QWebEngineView
    from PyQt5.QtWidgets import QApplication

    application = QApplication(sys.argv)
    view = QWebEngineView()
    view.loadFinished.connect(lambda _: print("ready", flush=True))
    view.load(QUrl(FIRST))
    view.show()

    def press() -> None:
        QTest.keyClick(view.focusProxy(), getattr(Qt, f"Key_{sys.stdin.readline().strip()}"))

    keys = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Read)
    keys.activated.connect(press)
    sys.exit(application.exec_())


if __name__ == "__main__":
    _main()
