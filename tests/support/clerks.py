"""Clerks who share a repository, each with a clone and a desk, asked in this process."""

import shutil
import subprocess
import urllib.parse
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from starlette.applications import Starlette

from generator.content.editing import EditedContent
from generator.content.examination_store import Store
from generator.content.loader import ReadOptions
from generator.desk.consent_page import ConsentPage
from generator.desk.desk import ROOT, Desk
from generator.desk.hand_in_page import HandInPage
from tests.support.inside import ask
from tests.support.made_up import content as made_up
from tests.support.made_up import report
from tests.support.posted_form import Answer

NAME = "reports/2021/gonganju/shili.yml"  # of the report that is there from the start


def git(folder: Path, *arguments: str) -> str:
    """What git prints; of a person who is no clerk."""
    person = ("-c", "user.name=管理员", "-c", "user.email=admin@localhost")
    return subprocess.run(
        ["git", "-C", folder, *person, *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


class Clerk(NamedTuple):
    """A clone's content folder, and the desk's pages about handing in."""

    content: Path
    desk: Desk

    @property
    def report(self) -> Path:
        """The report that every clerk has."""
        return self.content / NAME

    def write(self, *changes: tuple[str, str], name: str = NAME) -> bytes:
        """Change words of a file; its bytes now."""
        file = self.content / name
        text = file.read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        file.write_text(text, "utf-8")
        return file.read_bytes()

    def get(self, address: str = "hand-in") -> Answer:
        """A page."""
        return self._ask("GET", address, b"")

    def hand_in(self, *names: str, **more: str) -> Answer:
        """Choose files, or all that can be chosen, and press 提交; `more` is typed."""
        values = [("file", one) for one in names] or [
            ("file", str(one["value"]))
            for one in self.get().soup.select("[name=file]:not([disabled])")
        ]
        return self.post("hand-in", [*values, *more.items()])

    def post(self, address: str, values: list[tuple[str, str]]) -> Answer:
        """Send a form."""
        return self._ask("POST", address, urllib.parse.urlencode(values).encode())

    def _ask(self, method: str, address: str, body: bytes) -> Answer:
        pages = (HandInPage(self.desk), ConsentPage(self.desk))
        app = Starlette(routes=[route for one in pages for route in one.routes()])
        done = ask(app, method, f"http://127.0.0.1:8000{ROOT}{address}", body)
        return Answer(address, done.status, done.body.decode())


class County:
    """A repository on a server (a bare one), and its clerks."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.server = folder, folder / "server.git"

    def clerk(self, name: str, *options: str) -> Clerk:
        """A clerk with a fresh clone; without a name git knows none."""
        place = self._folder / f"clone-{len(list(self._folder.iterdir()))}"
        git(self._folder, "clone", "-q", *options, self.server.as_posix(), place.as_posix())
        if name:
            git(place, "config", "user.name", name)
        return self.at_desk(place)

    def at_desk(self, place: Path) -> Clerk:
        """The clerk of a clone, which may have been copied with its server."""
        git(place, "remote", "set-url", "origin", self.server.as_posix())
        content = place / "content"
        edited = EditedContent(
            content, ReadOptions(date(2026, 1, 1), Store(self._folder / "cache"), lambda _: None)
        )
        edited.read_all(lambda _: None)
        return Clerk(content, Desk(edited, place.with_name(f"{place.name}-desk")))

    def branches(self) -> list[str]:
        """What desks pushed."""
        return git(
            self.server, "for-each-ref", "--format=%(refname:short)", "refs/heads/desk-*"
        ).split()

    def at(self, revision: str, name: str = NAME) -> str:
        """A file on the server."""
        return git(self.server, "show", f"{revision}:content/{name}") + "\n"

    def merge(self, branch: str, *, squash: bool = False) -> None:
        """What the person who may merges does on the forge."""
        place = self._folder / "merging"
        git(self._folder, "clone", "-q", self.server.as_posix(), place.as_posix())
        if squash:
            git(place, "merge", "-q", "--squash", f"origin/{branch}")
            git(place, "commit", "-q", "-m", "squashed")
        else:
            git(place, "merge", "-q", "--no-ff", "-m", "merged", f"origin/{branch}")
        git(place, "push", "-q", "origin", "main", f":{branch}")
        shutil.rmtree(place)


def county(folder: Path, settings: Mapping[str, str] | None = None) -> County:
    """A county with one public report."""
    made = County(folder)
    folder.mkdir(exist_ok=True)
    start = folder / "start"
    content = made_up(start, **(settings or {}))
    values = {
        "资金": {"单位": "万元", "全年预算": "50.00", "支出": "40.00"},
        "年度目标": [{"预期": "第一段"}],
    }
    report(content, "shili", 2021, more=values)
    git(folder, "init", "-q", "--bare", "-b", "main", made.server.as_posix())
    git(start, "init", "-q", "-b", "main")
    git(start, "add", ".")
    git(start, "commit", "-q", "-m", "begin")
    git(start, "push", "-q", made.server.as_posix(), "main")
    return made
