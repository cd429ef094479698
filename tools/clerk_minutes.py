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
from collections.abc import Iterator
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

SECTION = "第一份报告"  # of the manual: what a clerk reads before
HOME = ("项目概况", "正文")  # of what has no column: the text of the form above it
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
        self.page.locator("progress").wait_for(state="detached")
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

    def presses(self, screen: Screen, key: str) -> None:
        """A key, and what comes of it."""
        self.person.press(screen)
        with self.waits(screen):
            self.page.keyboard.press(key)

    def chooses(self, screen: Screen, selector: str, label: str, part: str = "") -> None:
        """One entry of a list: those before it are looked at, of other parts their names alone."""
        box = self.page.locator(selector).first
        lists = box.locator(f"optgroup[label='{part}']") if part else box
        options = lists.locator("option").all_inner_texts()
        parts = box.locator("optgroup").evaluate_all("all => all.map((one) => one.label)")
        before = parts[: parts.index(part) + 1] if part else []
        self.person.scan(screen, "".join([*before, *options[: options.index(label) + 1]]))
        self.person.click(screen)
        self.person.click(screen, is_decided=True)
        box.select_option(lists.locator("option", has_text=label).first.get_attribute("value"))


def imports(clerk: Clerk, file: Path) -> None:
    """Drop the file; answer what is asked."""
    screen, page = clerk.person.screen("start"), clerk.page
    clerk.reads(screen, ".drop")
    clerk.picture("1-start")
    clerk.person.drag(screen)
    with clerk.waits(screen):
        page.set_input_files("#files", file)
    screen = clerk.person.screen("questions")
    clerk.reads(screen)
    clerk.picture("2-questions")
    clerk.chooses(screen, "form.questions select", DEPARTMENT)
    clerk.clicks(screen, "form.questions button.main")


def looks_through(clerk: Clerk) -> None:
    """What stands close together beside its original, then what is in no field."""
    screen, page, number = clerk.person.screen("review: values"), clerk.page, 0
    while page.locator("form.one").count():
        number += 1
        clerk.picture(f"4-value-{number}")
        clerk.reads(screen, ".review")
        compares(clerk, screen)
        if page.locator(".choice").count():  # the first one has the focus
            clerk.person.press(screen)
            page.keyboard.press("Space")
        clerk.person.press(screen)
        with clerk.waits(screen):
            page.keyboard.press("Enter")
    screen = clerk.person.screen("review: pieces")
    while page.locator("form.piece").count():
        clerk.picture("5-piece")
        clerk.reads(screen, ".review")
        clerk.chooses(screen, "form.piece select", *HOME)
        clerk.clicks(screen, "form.piece button[value=place]")


def compares(clerk: Clerk, screen: Screen) -> None:
    """The values of a screen with what is marked in the original."""
    values = clerk.page.locator("form.one").evaluate(VALUES)
    for one in values:
        clerk.person.compare(screen, one)
    beside = clerk.page.frame_locator("iframe.preview").locator(".here")
    marked = beside.all_inner_texts()
    clerk.person.read(screen, dict.fromkeys(marked, True))


def publishes(clerk: Clerk) -> None:
    """Public from today."""

    screen = clerk.person.screen("publish")
    clerk.reads(screen, ".review")
    clerk.picture("6-publish")
    clerk.presses(screen, "Enter")


def hands_in(clerk: Clerk) -> None:
    """Say who it is, hand it in, open the merge request."""
    screen = clerk.person.screen("hand in")
    clerk.reads(screen)
    clerk.picture("7-hand-in")
    clerk.person.type(screen, CLERK)
    clerk.page.keyboard.insert_text(CLERK)
    clerk.presses(screen, "Enter")
    clerk.reads(screen, ".handed")
    clerk.picture("8-handed")
    clerk.person.press(screen)
    address = str(clerk.page.evaluate("document.activeElement.href"))
    if "merge_requests/new" not in address:
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
            page.locator(".reading").wait_for(state="detached")  # while the manual is read
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
