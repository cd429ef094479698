"""将要公开什么: what the public would see otherwise, of all changes here or of one hand-in."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.changes import compare, page, revisions, states
from generator.content.examination_store import Store
from generator.content.loader import ReadOptions
from generator.desk.desk import ROOT, Desk
from generator.desk.git import GitError
from generator.desk.handing_in import HandingIn, Status
from generator.model.problems import JixiaoError
from generator.runtime import cached_files
from generator.runtime.git import git

_MOST = 10  # hand-ins that are offered, the newest first


class HandIn(NamedTuple):
    """What was handed in from here and is not on the main branch yet."""

    commit: str
    who: str
    day: str
    message: str


class ChangesPage:
    """The page of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._handing_in = desk, HandingIn(desk.files)

    def routes(self) -> Sequence[Route]:
        """Where it is found."""
        return [Route(f"{ROOT}changes", self.show), Route(f"{ROOT}changes.css", self.style)]

    def show(self, request: Request) -> Response:
        """What differs from the main branch, drafts among it."""
        body, said, handed, seen = Markup(), "", list[HandIn](), self._desk.now()
        asked = request.query_params.get("handed", "")
        try:
            base = revisions.base(self._desk.content, None)
            state = self._status()
            handed = self._handed(state)
            is_known = asked in {one.commit for one in handed}
            if is_known:
                body = page.body(self._changes_of(asked))
            else:
                body = page.body(
                    self._changes(base), f"{ROOT}edit/", "/", set(state.open) if state else ()
                )
        except JixiaoError as error:
            said = str(error)
        return self._desk.page(
            "changes.html.j2", body=body, said=said, handed=handed, asked=asked, here="changes",
            seen=seen,
        )  # fmt: skip

    def style(self, request: Request) -> Response:
        """The style sheet of what is listed."""
        return Response(page.style(), media_type="text/css; charset=utf-8")

    def _changes(self, base: revisions.Revision) -> compare.Changes:
        edited, content = self._desk.edited, self._desk.content
        if not edited.is_read:
            raise JixiaoError("正在读取报告，读完自动打开。")
        now = states.now_of(content, edited.checked, edited.problems, edited.full_entry)
        return compare.compared(content, base, now, self._options())

    def _changes_of(self, commit: str) -> compare.Changes:
        asked = compare.Asked(head=commit)
        return compare.read(self._desk.content, self._options(), asked, lambda _: None)

    def _options(self) -> ReadOptions:
        store = Store(cached_files.folder(Path(), "check"))
        return ReadOptions(self._desk.edited.reference_data.today, store)

    def _handed(self, state: Status | None) -> list[HandIn]:
        """The hand-ins that the main branch does not hold yet, the newest first."""
        waiting = [one.commit for one in state.waiting if not one.is_merged] if state else []
        form = "--format=%H%x00%an%x00%ad%x00%s"
        lines = (git(self._desk.content, "show", "-s", "--date=short", form, one)
                 for one in reversed(waiting[-_MOST:]))  # fmt: skip
        return [HandIn(*line.split("\0")) for line in lines if line]

    def _status(self) -> Status | None:
        """What can be handed in and what waits; None where there is no server."""
        try:
            return self._handing_in.status()
        except GitError:
            return None
