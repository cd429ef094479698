"""待同意: what others handed in and a second person has to see before it becomes public."""

from typing import NamedTuple
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.desk.answers import saved_file
from generator.desk.consenting import Asked, Consenting
from generator.desk.desk import ROOT, Desk
from generator.desk.git import GitError
from generator.desk.handing_in import HandingIn
from generator.desk.open_changes import title_of, value_of
from generator.model.field_changes import FieldChange, field_changes

_MOST = 30  # files that are shown whole on a page, and consented to at once


class Seen(NamedTuple):
    """A file as it is shown: the values that differ, or a link to what is no text."""

    name: str
    title: str
    changes: list[FieldChange]
    link: str
    size: int


class ConsentPage:
    """The pages of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._in = HandingIn(desk.files)
        self._consenting = Consenting(self._in)

    def routes(self) -> list[Route]:
        """Where they are found."""
        return [
            Route(f"{ROOT}consent", self.show, methods=["GET"]),
            Route(f"{ROOT}consent", self.consent, methods=["POST"]),
            Route(f"{ROOT}consent/file", self.file, methods=["GET"]),
        ]

    def show(self, request: Request) -> Response:
        """What waits, or one of it."""
        return self._page("", request.query_params.get("branch", ""))

    async def consent(self, request: Request) -> Response:
        """Consent to what was shown, or ask the server what else there is."""
        form = await request.form()
        branch, tip = (str(form.get(name, "")) for name in ("branch", "tip"))
        shown = {str(one) for one in form.getlist("file")}
        return await run_in_threadpool(self._consent, branch, tip, shown)

    def file(self, request: Request) -> Response:
        """A file of a branch that waits, to be saved and looked at."""
        branch, name = (request.query_params.get(one, "") for one in ("branch", "name"))
        try:
            asked = self._found(branch)
            is_asked = asked is not None and name in asked.files
            data = self._in.git.bytes_at(f"{asked.tip}:./{name}") if asked and is_asked else None
        except GitError:
            data = None
        if data is None:
            return self._desk.page("message.html.j2", 404, title="没有这个文件", text="")
        return saved_file(name.rpartition("/")[2], data)

    def _consent(self, branch: str, tip: str, shown: set[str]) -> Response:
        try:
            if not branch:
                self._in.handed.refresh()
                return self._page("", "")
            if not self._in.name():
                return self._page("没有同意：git 还不知道您是谁。请先在“提交”里写姓名。", branch)
            self._consenting.consent(branch, tip, shown)
        except GitError as error:
            return self._page(str(error), branch)
        return self._page("已同意，并已推送。", branch)

    def _page(self, said: str, branch: str) -> Response:
        every: list[Asked] = []
        asked, files, name, is_asked = None, [], "", True
        try:
            is_asked = self._consenting.is_asked_for()
            every, name = self._consenting.asked(), self._in.name()
            asked = next((one for one in every if one.branch == branch), None)
            if asked:
                files = [self._seen(asked, one) for one in asked.files[:_MOST]]
            elif branch and not said:
                said = f"分支 {branch} 没有要同意的了。"
        except GitError as error:
            said = said or str(error)
        titles = {one.branch: self._titles(one) for one in every}
        return self._desk.page(
            "consent.html.j2", said=said, every=every, asked=asked, files=files, titles=titles,
            name=name, here="consent", main=self._main(), is_asked=is_asked,
        )  # fmt: skip

    def _main(self) -> str:
        try:
            return self._in.handed.main
        except GitError:
            return ""

    def _found(self, branch: str) -> Asked | None:
        return next((one for one in self._consenting.asked() if one.branch == branch), None)

    def _seen(self, asked: Asked, name: str) -> Seen:
        after = self._in.git.bytes_at(f"{asked.tip}:./{name}") or b""
        before = self._in.git.bytes_at(f"{asked.base}:./{name}") if asked.base else None
        if name.endswith(".yml") and value_of(after) is not None:
            changes = field_changes(value_of(before), value_of(after))
            return Seen(name, title_of(name, value_of(after)), changes, "", len(after))
        if name.endswith(".md"):
            texts = ((before or b"").decode("utf-8", "replace"), after.decode("utf-8", "replace"))
            return Seen(name, name, [FieldChange((), "全文", *texts)], "", len(after))
        query = urlencode({"branch": asked.branch, "name": name})
        return Seen(name, name.rpartition("/")[2], [], f"{ROOT}consent/file?{query}", len(after))

    def _titles(self, asked: Asked) -> str:
        reports = [one for one in asked.files if one.endswith(".yml")] or list(asked.files)
        told = [
            title_of(one, value_of(self._in.git.bytes_at(f"{asked.tip}:./{one}")))
            for one in reports[:3]
        ]
        more = f"等 {len(asked.files)} 个文件" if len(asked.files) > 3 else ""
        return "、".join(told) + more
