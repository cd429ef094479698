"""The staff's desk in a browser, over a content folder that a test may change."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page

from tests.support.posted_form import PostedForm
from tests.support.preview import Preview, serving

DESK = "_jixiao/desk/"


class Desk(NamedTuple):
    """A desk that runs, opened in a page of a browser."""

    preview: Preview
    page: Page

    def goto(self, address: str = "") -> None:
        """Open a page of the desk."""
        self.page.goto(f"{self.preview.address}{DESK}{address}")

    def edit(self, name: str) -> None:
        """Open the form of a file of the content."""
        self.goto(f"edit/{name}")

    def save(self) -> str:
        """Press 保存; what is said then."""
        self.page.click("button.main")
        return self.page.inner_text(".said")


@contextmanager
def desk(content: Path, browser: Browser) -> Iterator[Desk]:
    """Start it, and open it as the terminal says."""
    with serving(content) as preview, in_browser(preview, browser) as opened:
        yield opened


@contextmanager
def in_browser(preview: Preview, browser: Browser) -> Iterator[Desk]:
    """One that runs, opened in a browser that knows nothing yet."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.goto(preview.opening_address)
    yield Desk(preview, page)
    context.close()


@contextmanager
def without_browser(content: Path) -> Iterator[PostedForm]:
    """The same for tests that send forms by themselves, as a browser without scripts does."""
    with serving(content) as preview:
        yield PostedForm(preview.opening_address)
