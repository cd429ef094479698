"""提交: what changed, which of it goes, under which name; what came of it."""

from collections.abc import Sequence
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.desk.desk import ROOT, Desk
from generator.desk.files import NoFileError
from generator.desk.git import GitError
from generator.desk.handing_in import Handed, HandingIn, OvertakenError
from generator.model.choices import Status
from generator.model.problems import Level
from generator.source import tree
from generator.source.tree import Value


class Change(NamedTuple):
    """A changed file: its title, the keys that changed, how many errors keep it back."""

    name: str
    title: str
    what: str
    errors: int
    has_form: bool


class HandInPage:
    """The page of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._handing_in = desk, HandingIn(desk.content)

    def routes(self) -> Sequence[Route]:
        """Where it is found."""
        return [
            Route(f"{ROOT}hand-in", self.show, methods=["GET"]),
            Route(f"{ROOT}hand-in", self.hand_in, methods=["POST"]),
        ]

    def show(self, request: Request) -> Response:
        """What can be handed in."""
        return self._page("")

    async def hand_in(self, request: Request) -> Response:
        """Hand in what was chosen."""
        return await run_in_threadpool(self._hand_in, await request.form())

    def _hand_in(self, form: FormData) -> Response:
        who = str(form.get("who", "")).strip()
        chosen = {str(one) for one in form.getlist("file")}
        message = str(form.get("message", "")).replace("\r\n", "\n").strip()
        try:
            going = [one for one in self._changes() if one.name in chosen]
            if refused := _refusal(going, who):
                return self._page(refused, message, who)
            text = message or "、".join(one.title for one in going)
            handed = self._handing_in.hand_in([one.name for one in going], text, who)
        except GitError as error:
            return self._page(str(error), message, who)
        except OvertakenError as error:
            said = "".join(f"{one.who}在 {one.when} 改过 {one.name}。" for one in error.files)
            return self._page(f"没有提交，您的改动都还在：{said}请先与对方商量。", message, who)
        for one in going:
            self._desk.files.forget(one.name)
        return self._page("已提交。", handed=handed)

    def _page(
        self, said: str, message: str = "", who: str = "", handed: Handed | None = None
    ) -> Response:
        try:
            changes = self._changes()
            name = who or self._handing_in.name()
        except GitError as error:
            changes, name, said = [], who, said or str(error)
        return self._desk.page("hand_in.html.j2", changes=changes, said=said, who=name,
                               message=message, handed=handed, here="hand-in")  # fmt: skip

    def _changes(self) -> list[Change]:
        return [self._change(name) for name in self._handing_in.changed()]

    def _change(self, name: str) -> Change:
        try:
            file = self._desk.files.open(name)
        except NoFileError:
            is_there = (self._desk.content / name).is_file()
            return Change(name, name, "文件" if is_there else "删去", 0, False)
        before, _ = tree.read(self._handing_in.committed(name) or b"", name)
        source = file.read()
        value = source.value if source else None
        errors = sum(one.level is Level.ERROR for one in self._desk.problems(file))
        is_draft = isinstance(value, dict) and value.get("状态") == Status.DRAFT
        title = value.get("项目名称") if isinstance(value, dict) else None
        what = _keys(before.value if before else None, value)
        return Change(name, str(title or name), what, 0 if is_draft else errors, True)


def _refusal(going: Sequence[Change], who: str) -> str:
    if not going:
        return "没有提交：请选要提交的。"
    if not who:
        return "没有提交：请写您的姓名。"
    wrong = [one.title for one in going if one.errors]
    return f"没有提交：{'、'.join(wrong)}还有错误，请先改好。" if wrong else ""


def _keys(before: Value, after: Value) -> str:
    """The keys at the top that differ."""
    if not isinstance(before, dict):
        return "新的"
    now = after if isinstance(after, dict) else {}
    return "、".join(key for key in {**before, **now} if before.get(key) != now.get(key))
