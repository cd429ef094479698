"""How long a new clerk needs for a first report: from a Word file to a merge request.

PYTHONPATH=. python tools/clerk_minutes.py [folder of pictures]

A county's repository with a bare one as its server, a form that no program knows, the desk in
Chromium, driven along the manual's way. What fingers, eyes and head do is counted by
`keystrokes.py`; the machine's part is measured. Begins with the desk open in the browser and the
manual's section on a first report to be read, ends with the merge request's link pressed.
"""

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from clerk_files import DEPARTMENT, county, original
from keystrokes import Person, Screen, table
from playwright.sync_api import Page, sync_playwright

from tests.conftest import ROOT, chromium
from tests.support.clerks import git
from tests.support.preview import serving

SECTION = "从 Word、Excel、PDF 到公开"  # of the manual: what a clerk reads before
HOME = "正文·项目概况"  # of what has no column: the text of the form above it
CLERK = "示例甲"
# Visible words of a page or a part of it, and what its inputs hold; nothing that is folded away.
WORDS = """root => {
  const found = [];
  const apart = "option, script, style, .unseen, iframe, datalist, textarea";
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement: above, data } = walk.currentNode;
    if (data.trim() && above.checkVisibility() && !above.closest(apart)) found.push(data.trim());
  }
  for (const one of root.querySelectorAll("select")) {
    const [chosen] = one.selectedOptions;
    if (one.checkVisibility() && chosen) found.push(chosen.textContent.trim());
  }
  return found;
}"""
VALUES = """root => [...root.querySelectorAll("input[type=text], input:not([type]), textarea")]
  .filter((one) => one.checkVisibility()).map((one) => one.value.trim()).filter(Boolean)"""


class Clerk:
    """A new clerk at the desk in a browser."""

    def __init__(self, page: Page, person: Person, pictures: Path | None) -> None:
        self.page, self.person, self._pictures = page, person, pictures

    @contextmanager
    def waits(self, screen: Screen) -> Iterator[None]:
        """Until the next page stands there, with what it shows beside."""
        began = time.monotonic()
        with self.page.expect_navigation():
            yield
        self.ready()
        screen.machine += time.monotonic() - began

    def ready(self) -> None:
        """What stands beside the page is there too."""
        for frame in self.page.frames:
            frame.wait_for_load_state("load")

    def picture(self, name: str) -> None:
        """Of the screen as it is."""
        if self._pictures:
            self.page.screenshot(path=self._pictures / f"{name}.png")

    def reads(self, screen: Screen, selector: str = "main") -> None:
        """All that is visible there and was not read before."""
        texts = self.page.locator(selector).first.evaluate(WORDS)
        self.person.read(screen, dict.fromkeys(texts, False))

    def clicks(self, screen: Screen, selector: str, *, goes: bool = True, **how: Any) -> None:
        """Press what stands there; `goes` where another page comes of it."""
        self.person.click(screen, **how)
        if not goes:
            self.page.click(selector)
            return
        with self.waits(screen):
            self.page.click(selector)

    def chooses(self, screen: Screen, selector: str, label: str) -> None:
        """One entry of a list: those before it are looked at."""
        options: list[str] = self.page.locator(f"{selector} option").all_inner_texts()
        self.person.scan(screen, "".join(options[: options.index(label) + 1]))
        self.person.click(screen)
        self.person.click(screen, is_decided=True)
        self.page.select_option(selector, label=label)


def imports(clerk: Clerk, file: Path) -> None:
    """Drop the file; answer what is asked."""
    screen = clerk.person.screen("start")
    clerk.reads(screen, ".begin")
    clerk.clicks(screen, "text=导入文件")
    screen = clerk.person.screen("import")
    clerk.reads(screen)
    clerk.picture("1-import")
    clerk.person.drag(screen)
    waits_for(clerk, screen, lambda: clerk.page.set_input_files("#files", file))
    screen = clerk.person.screen("questions")
    clerk.reads(screen)
    clerk.picture("2-questions")
    if clerk.page.locator("form.questions").count():
        clerk.chooses(screen, "form.questions select", DEPARTMENT)
        waits_for(clerk, screen, lambda: clerk.clicks(screen, "form.questions button.main"))
    screen = clerk.person.screen("import's result")
    clerk.reads(screen)
    clerk.picture("3-result")
    clerk.clicks(screen, "text=核对：")


def waits_for(clerk: Clerk, screen: Screen, begin: Callable[[], None]) -> None:
    """Until an import is at its end."""
    page, machine = clerk.page, screen.machine
    began = time.monotonic()
    begin()
    if "/import/" in page.url and not re.search(r"/import/\w+", page.url):
        page.click("form.drop button")
    page.wait_for_url(re.compile(r"/import/\w+"))
    page.locator("progress").wait_for(state="detached")
    clerk.ready()
    screen.machine = machine + time.monotonic() - began


def looks_through(clerk: Clerk) -> None:
    """Each value beside its original, then what is in no field."""
    screen, page, number = clerk.person.screen("review: values"), clerk.page, 0
    while page.locator("form.one").count():
        number += 1
        clerk.picture(f"4-value-{number}")
        clerk.reads(screen, ".review")
        compares(clerk, screen)
        clerk.person.press(screen)
        with clerk.waits(screen):
            page.keyboard.press("Enter")
    screen = clerk.person.screen("review: pieces")
    while page.locator("form.piece").count():
        clerk.picture("5-piece")
        clerk.reads(screen, ".review")
        clerk.chooses(screen, "form.piece select", HOME)
        clerk.clicks(screen, "form.piece button[value=place]")


def compares(clerk: Clerk, screen: Screen) -> None:
    """The values of a screen with what is marked in the original."""
    values = clerk.page.locator("form.one").evaluate(VALUES)
    for one in values:
        clerk.person.compare(screen, one)
    beside = clerk.page.frame_locator("iframe.preview").locator(".here")
    marked = beside.all_inner_texts()
    clerk.person.read(screen, dict.fromkeys(marked, True))
    if not marked:
        screen.compared += sum(map(len, values))


def publishes(clerk: Clerk) -> None:
    """What keeps it back is filled in; then it is public from today."""
    screen, page = clerk.person.screen("publish"), clerk.page
    clerk.reads(screen, ".review")
    clerk.picture("6-publish")
    clerk.clicks(screen, "form.publish button.main")
    clerk.reads(screen, ".review")
    if "还不能公开" in page.inner_text(".said"):
        clerk.clicks(screen, "text=整张表单")
        screen = clerk.person.screen("form")
        clerk.reads(screen, "form.edit h1")
        clerk.chooses(screen, "[name='[\"评价类型\"]']", "单位自评")
        clerk.clicks(screen, "form.edit .bar button.main")
        clerk.reads(screen, ".said")
        clerk.clicks(screen, "text=对照原件核对")
        clerk.clicks(screen, "form.publish button.main")
        clerk.reads(screen, ".said")


def hands_in(clerk: Clerk) -> None:
    """See what becomes public, hand it in, open the merge request."""
    screen = clerk.person.screen("changes")
    clerk.clicks(screen, "nav >> text=将要公开什么")
    clerk.reads(screen)
    clerk.picture("7-changes")
    screen = clerk.person.screen("hand in")
    clerk.clicks(screen, "nav >> text=提交")
    clerk.reads(screen)
    clerk.picture("8-hand-in")
    if clerk.page.locator("#who").count():
        clerk.clicks(screen, "#who", goes=False)
        clerk.person.type(screen, CLERK)
        clerk.page.fill("#who", CLERK)
    clerk.clicks(screen, "form.edit button.main")
    clerk.reads(screen, ".handed")
    clerk.picture("9-handed")
    clerk.person.click(screen)
    if not clerk.page.get_attribute(".handed a", "href"):
        raise SystemExit("no merge request can be opened")


def section() -> str:
    """The words of the manual's section, without signs of Markdown and addresses."""
    manual = (ROOT / "docs/manual.md").read_text("utf-8")
    found = re.search(rf"(?ms)^## {re.escape(SECTION)}\n(.*?)(?=^## )", manual)
    if found is None:
        raise SystemExit(f"the manual has no section {SECTION}")
    return re.sub(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|[*`\[\]#|-]", "", found[1])


def main(pictures: Path | None) -> int:
    """Print a line a screen; 1 where no branch came to the server."""
    os.environ |= dict.fromkeys(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"), os.devnull)
    person = Person()
    person.read(person.screen("manual"), {section(): False})
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        content, server = county(folder)
        with serving(content, whole=False) as preview, chromium(playwright, "chromium") as browser:
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.set_default_timeout(30_000)
            page.goto(preview.opening_address)
            clerk = Clerk(page, person, pictures)
            imports(clerk, original(folder))
            looks_through(clerk)
            publishes(clerk)
            hands_in(clerk)
        arrived = git(server, "for-each-ref", "refs/heads/desk-*")
    print("\n".join(table(person)))
    seconds = sum(one.seconds for one in person.screens)
    print(f"a new clerk's first report: {seconds / 60:.1f} minutes")
    return not arrived


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
