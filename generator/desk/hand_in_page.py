"""提交: what changed, which of it goes, under which name; what came of it, what still waits."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Lock
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.content.consents import report_of
from generator.desk import clashes
from generator.desk.answers import saved_file
from generator.desk.clone import bring_up
from generator.desk.consenting import Consenting
from generator.desk.correcting import Correcting
from generator.desk.desk import ROOT, Desk
from generator.desk.git import GitError
from generator.desk.handing_in import Contents, Handed, HandingIn, Status, shown_name
from generator.desk.open_changes import Change, OpenChanges, message_for
from generator.desk.plan import Overtaken, OvertakenError

_FIELDS = 20_000
_SAID = {"public": "已改为公开。提交、合并以后，网站上就有。"}


class Typed(NamedTuple):
    """What stood in the form: the message where it is the person's own, the name, the choice.

    `chosen` is None where nothing was chosen yet.
    """

    message: str = ""
    who: str = ""
    chosen: frozenset[str] | None = None


class _RefusedError(Exception):
    """Nothing was handed in; its text says why."""


class HandInPage:
    """The page of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._handing_in = desk, HandingIn(desk.files, Correcting(desk).completed_over)
        self._open = OpenChanges(desk, self._handing_in)
        self._busy = Lock()  # two at once would make two branches of the same
        self._consenting = Consenting(self._handing_in)

    def routes(self) -> Sequence[Route]:
        """Where it is found."""
        return [
            Route(f"{ROOT}hand-in", self.show, methods=["GET"]),
            Route(f"{ROOT}hand-in", self.hand_in, methods=["POST"]),
            Route(f"{ROOT}hand-in/fetch", self.fetch, methods=["POST"]),
            Route(f"{ROOT}hand-in/former", self.former, methods=["GET"]),
        ]

    def show(self, request: Request) -> Response:
        """What can be handed in."""
        return self._page(_SAID.get(request.query_params.get("said", ""), ""))

    def fetch(self, request: Request) -> Response:
        """Ask the server, and bring this copy to what it has."""
        try:
            with self._busy:
                here = self._handing_in
                here.handed.refresh()
                found = bring_up(here.git, here.handed, here.copy)
        except GitError as error:
            return self._page(str(error))
        said = f"取回了别人改动的 {found.files} 个文件。" if found.files else "已经是最新的。"
        if found.merged:
            said += "您正在改的也并进了别人的改动。"
        if found.kept:
            kept = "、".join(map(self._open.title, found.kept))
            said = f"没有取回：{kept}，您和别人都改过同一处，提交时请选一个。"
        if found.why:
            said = f"没有取回：{found.why}，请管理员用 git 处理。不影响提交。"
        return self._page(said, former=found.merged)

    def former(self, request: Request) -> Response:
        """A file as it was before others' changes came in, to be saved."""
        name, digest = (request.query_params.get(one, "") for one in ("name", "digest"))
        data = self._desk.files.version(digest)
        if data is None:
            return self._desk.page("message.html.j2", 404, title="没有这个文件", text="")
        return saved_file(name.rpartition("/")[2], data)

    async def hand_in(self, request: Request) -> Response:
        """Hand in what was chosen."""
        return await run_in_threadpool(self._one_by_one, await request.form(max_fields=_FIELDS))

    def _one_by_one(self, form: FormData) -> Response:
        with self._busy:
            return self._hand_in(form)

    def _hand_in(self, form: FormData) -> Response:
        typed, handing_in = _typed(form), self._handing_in
        chosen = typed.chosen or frozenset()
        try:
            status = handing_in.status()
            going = [one for one in self._open.every(status) if one.name in chosen]
            if not going and (again := self._before(chosen, status)):
                return self._page("已提交。", handed=again)
            files = self._files(going, typed)
            handed = handing_in.hand_in(
                files, typed.message or message_for(going), typed.who,
                clashes.decisions(form.multi_items()), self._open.errors_of,
            )  # fmt: skip
            with suppress(GitError):  # it was pushed, whatever becomes of the rest
                bring_up(handing_in.git, handing_in.handed, handing_in.copy)
        except (GitError, _RefusedError) as error:
            return self._page(str(error), typed)
        except OSError as error:
            said = f"没有提交：{error.strerror or error}。请腾出空间，或请管理员处理。"
            return self._page(said, typed)
        except OvertakenError as error:
            said = "没有提交，您的改动都还在：服务器上有人改了同一处。请在下面选定，再提交一次。"
            return self._page(said, typed, overtaken=error.files)
        return self._page("已提交。", handed=handed, former=handed.merged)

    def _files(self, going: Sequence[Change], typed: Typed) -> Contents:
        """The bytes that are handed in, checked. Raises GitError, _RefusedError."""
        if not going and typed.chosen:
            raise _RefusedError("没有要提交的：选的都和服务器上一样。")
        if not going:
            raise _RefusedError("没有提交：请选要提交的。")
        if not typed.who and not self._handing_in.name():
            raise _RefusedError("没有提交：请写您的姓名。")
        files = self._open.contents(going)
        if wrong := self._open.wrong(going, files):
            raise _RefusedError(f"没有提交：{'、'.join(wrong)}还有错误，请先改好。")
        return files

    def _before(self, chosen: frozenset[str], status: Status) -> Handed | None:
        """The same was handed in before, and only the answer was lost."""
        for one in status.waiting:
            if chosen and chosen <= {report_of(name) for name in one.files}:
                is_direct = one.branch == self._handing_in.handed.main
                return Handed(one.branch, one.link, [], {}, is_direct)
        return None

    def _page(
        self, said: str, typed: Typed | None = None, *, handed: Handed | None = None,
        overtaken: Sequence[Overtaken] = (), former: Mapping[str, str] = MappingProxyType({}),
    ) -> Response:  # fmt: skip
        values: dict[str, Any] = {"changes": [], "waiting": [], "name": "", "titles": {},
                                  "needs_consent": False, "lacking": []}  # fmt: skip
        suggested, typed = "", typed or Typed()
        try:
            status = self._handing_in.status()
            changes = self._open.every(status)
            suggested = message_for([one for one in changes if not one.errors])
            titles = {one.branch: self._open.titles(one.files) for one in status.waiting}
            name = self._handing_in.name()
            is_asked = self._consenting.is_asked_for()
            values = {
                "changes": changes, "waiting": status.waiting, "name": name, "titles": titles,
                "needs_consent": is_asked, "lacking": self._lacking(status) if is_asked else [],
            }  # fmt: skip
        except GitError as error:
            said = said or str(error)
        return self._desk.page(
            "hand_in.html.j2", said=said, who=typed.who, message=typed.message or suggested,
            suggested=suggested, chosen=typed.chosen, handed=handed, here="hand-in",
            former=[(self._open.title(name), urlencode({"name": name, "digest": digest}))
                    for name, digest in former.items()],
            names={one.name: self._open.title(one.name) for one in overtaken},
            overtaken=clashes.shown(overtaken, self._handing_in.git), **values,
        )  # fmt: skip

    def _lacking(self, status: Status) -> list[str]:
        """Branches that wait for a second person."""
        return [one.branch for one in self._consenting.of_branches()] if status.waiting else []


def _typed(form: FormData) -> Typed:
    message, suggested, who = (
        str(form.get(name, "")).replace("\r\n", "\n").strip()
        for name in ("message", "suggested", "who")
    )
    chosen = frozenset(str(one) for one in form.getlist("file"))
    return Typed("" if message == suggested else message, shown_name(who), chosen)
