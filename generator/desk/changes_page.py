"""将要公开什么: what the public would see otherwise if all that was changed here were handed in."""

from collections.abc import Collection, Sequence
from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.changes import compare, page, revisions, states
from generator.content.examination_store import Store
from generator.content.loader import ReadOptions
from generator.desk.desk import ROOT, Desk
from generator.desk.git import GitError
from generator.desk.handing_in import HandingIn
from generator.model.problems import JixiaoError
from generator.runtime import cached_files


class ChangesPage:
    """The page of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._handing_in = desk, HandingIn(desk.files)

    def routes(self) -> Sequence[Route]:
        """Where it is found."""
        return [Route(f"{ROOT}changes", self.show), Route(f"{ROOT}changes.css", self.style)]

    def show(self, request: Request) -> Response:
        """What differs from the main branch, drafts among it."""
        try:
            body, said = page.body(self._changes(), f"{ROOT}edit/", "/", self._waiting()), ""
        except JixiaoError as error:
            body, said = Markup(), str(error)
        return self._desk.page("changes.html.j2", body=body, said=said, here="changes")

    def style(self, request: Request) -> Response:
        """The style sheet of what is listed."""
        return Response(page.style(), media_type="text/css; charset=utf-8")

    def _changes(self) -> compare.Changes:
        edited, content = self._desk.edited, self._desk.content
        store = Store(cached_files.folder(Path(), "check"))
        options = ReadOptions(edited.reference_data.today, store)
        before = revisions.base(content, None)
        now = states.now_of(content, edited.checked, edited.problems, edited.full_entry)
        return compare.compared(content, before, now, options)

    def _waiting(self) -> Collection[str]:
        """Files that can be handed in."""
        try:
            return set(self._handing_in.status().open)
        except GitError:
            return ()
