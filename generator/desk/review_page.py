"""A draft looked through beside its original: its values, then what is in no field; then public.

One value is shown at a time and Enter confirms it; that works without scripts.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.desk import posted, review
from generator.desk.desk import ROOT, Desk
from generator.desk.files import ConflictError, NoFileError, OpenFile
from generator.desk.kept_originals import KeptOriginals
from generator.desk.original import Originals, kind_of, rows_of
from generator.desk.review import Item
from generator.model.problems import Level
from generator.runtime import clock
from generator.source.edits import Edit, EditError, Put, Uncomment, edited
from generator.source.tree import FieldPath

_CHANGED = "没有改：这个文件在别处改过。下面是它现在的样子，请再看一遍。"


class ReviewPage:
    """The pages of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._originals = Originals(desk.content, KeptOriginals(desk.store / "originals"))
        # What was looked at and left, by file: for 全部看过.
        self._seen: dict[str, set[tuple[FieldPath, str]]] = defaultdict(set)

    def routes(self) -> Sequence[Route]:
        """Where they are found."""
        return [
            Route(f"{ROOT}review/{{name:path}}", self.show, methods=["GET"]),
            Route(f"{ROOT}review/{{name:path}}", self.act, methods=["POST"]),
            Route(f"{ROOT}original/{{name:path}}", self.show_original, methods=["GET"]),
        ]

    def show(self, request: Request) -> Response:
        """The value at `at` with its input, or the first one."""
        file = self._open(request)
        if file is None:
            return self._not_found()
        at = posted.path_named(request.query_params.get("at", ""))
        return self._page(file, at, _SAID.get(request.query_params.get("said", ""), ""))

    def show_original(self, request: Request) -> Response:
        """The original, with the place of the value at `at`, or of the words `words`, marked."""
        file = self._open(request)
        source = file.read() if file else None
        if file is None or source is None:
            return self._not_found()
        original = self._originals.of(file, source.value)
        if original is None:
            text = "草稿旁边没有原件，这台机器上也没有留。请打开您手里的原件对照。"
            return self._desk.page("message.html.j2", 404, title="没有原件", text=text)
        at = posted.path_named(request.query_params.get("at", ""))
        words = request.query_params.get("words", "")
        found = {one.where: one for one in review.items(file.text, source.value)}
        here = ""
        if at:
            note = found[at].note if at in found else ""
            here = original.spot_of(at, posted.written(source.value, at), note)
        elif words:
            found_at = map(original.spot_with, words.split(" | "))
            here = next(filter(None, found_at), "")
        return self._desk.page(
            "original.html.j2", original=original, ids=original.ids(), mark=here, identity=id,
            kind_of=kind_of, rows_of=rows_of, is_asked=bool(at or words), file=file,
        )  # fmt: skip

    async def act(self, request: Request) -> Response:
        """Confirm, leave for later, put a piece into a field, make it public, take back."""
        form = await request.form(max_fields=100, max_part_size=2_000_000)
        file = self._open(request)
        if file is None:
            return self._not_found()
        return await run_in_threadpool(self._act, file, form)

    def _act(self, file: OpenFile, form: FormData) -> Response:
        source = file.read()
        at = posted.path_named(str(form.get("at", "")))
        if form.get("action") == "undo":
            return self._undo(file)
        if source is None or form.get("digest") != file.digest:
            return self._page(file, at, _CHANGED, 409)
        every, value = review.items(file.text, source.value), source.value
        actions: Mapping[str, Callable[[], Response]] = {
            "next": lambda: self._leave(file, every, at),
            "all": lambda: self._confirm_all(file, every),
            "place": lambda: self._place(file, value, form, is_dropped=False),
            "drop": lambda: self._place(file, value, form, is_dropped=True),
            "publish": lambda: self._publish(file, value, str(form.get("date", ""))),
        }
        action = actions.get(str(form.get("action", "")))
        try:
            return action() if action else self._confirm(file, every, form, at)
        except (EditError, ConflictError) as error:
            return self._page(file, at, f"没有改：{error}", 409)

    def _leave(self, file: OpenFile, every: Sequence[Item], at: FieldPath | None) -> Response:
        seen = {(one.where, one.note) for one in every if one.where == at}
        self._seen[file.name] |= seen
        return self._next(file, every, at, "")

    def _confirm(
        self, file: OpenFile, every: Sequence[Item], form: FormData, at: FieldPath | None
    ) -> Response:
        """The value as it was typed, or the other one that the original has; its comment goes."""
        item = next((one for one in every if one.where == at), None)
        if item is None:
            return self._page(file, None, "这一项已经看过了。")
        sent = posted.values(form.multi_items()).get(item.where, item.value)
        typed = str(form.get("other", "")) or sent
        edits: list[Edit] = [Uncomment(item.where)]
        if typed != item.value:
            edits.append(Put(item.where, typed or None))
        return self._next(self._desk.files.edit(file, edits), every, at, "confirmed")

    def _next(
        self, file: OpenFile, every: Sequence[Item], at: FieldPath | None, said: str
    ) -> Response:
        """The item behind that at `at`, of those that were there; the first one behind the last."""
        paths = [one.where for one in every]
        number = paths.index(at) if at in paths else -1
        behind = paths[number + 1 :] or paths[:1]
        query = f"?said={said}" + (f"&at={_quoted(behind[0])}" if behind else "")
        return self._desk.see_other(f"review/{file.name}{query}")

    def _confirm_all(self, file: OpenFile, every: Sequence[Item]) -> Response:
        unseen = [one for one in every if (one.where, one.note) not in self._seen[file.name]]
        if unseen:
            return self._page(file, unseen[0].where, f"还有 {len(unseen)} 项没有看过，从这里看起。")
        self._desk.files.edit(file, [Uncomment(one.where) for one in every])
        return self._desk.see_other(f"review/{file.name}?said=all")

    def _place(
        self, file: OpenFile, value: Any, form: FormData, *, is_dropped: bool
    ) -> Response:  # fmt: skip
        to = posted.path_named(str(form.get("to", "")))
        parts = self._desk.parts(file, value)
        target = next((one for one in review.targets(parts) if one.where == to), None)
        if target is None and not is_dropped:
            return self._page(file, None, "请先选这一段放到哪一项。", 400)
        try:
            edits = review.moved(value, parts, str(form.get("piece", "")), target)
        except ValueError:
            label = target.label if target else ""
            return self._page(file, None, f"没有放：“{label}”已经有值，请在表单里改。", 400)
        self._desk.files.edit(file, edits, self._desk.order(file, value, parts))
        return self._desk.see_other(f"review/{file.name}?said={'dropped' if is_dropped else 'put'}")

    def _publish(self, file: OpenFile, value: Any, day: str) -> Response:
        """Public from a day on, where nothing is left and the check has no errors."""
        if review.items(file.text, value) or review.pieces(value):
            return self._page(file, None, "还有没看完的，先看完再公开。", 400)
        if not day:
            return self._page(file, None, "请写公开日期。", 400)
        text = review.finished(file.text)
        edits = [Put(("状态",), "公开"), Put(("公开日期",), day)]
        made = edited(text, edits, self._desk.order(file, value, ()))
        wrong = [one for one in self._desk.problems(file, made.encode())
                 if one.level is Level.ERROR]  # fmt: skip
        if wrong:
            told = "；".join(one.message for one in wrong[:5])
            return self._page(file, None, f"还不能公开：{told}", 400)
        self._desk.files.replace(file, made.encode())
        self._originals.forget(file.name)
        return self._desk.see_other(f"review/{file.name}?said=public")

    def _undo(self, file: OpenFile) -> Response:
        try:
            said = "undone" if self._desk.files.undo(file.name) else "nothing"
        except ConflictError:
            said = "elsewhere"
        return self._desk.see_other(f"review/{file.name}?said={said}")

    def _page(
        self, file: OpenFile, at: FieldPath | None, said: str, status: int = 200
    ) -> Response:  # fmt: skip
        source = file.read()
        if source is None or not isinstance(source.value, dict):
            return self._desk.see_other(f"text/{file.name}")
        every = review.items(file.text, source.value)
        item = next((one for one in every if one.where == at), every[0] if every else None)
        left = review.pieces(source.value)
        targets = review.targets(self._desk.parts(file, source.value)) if left else []
        seen = {where for where, note in self._seen[file.name]
                if any(one.where == where and one.note == note for one in every)}  # fmt: skip
        return self._desk.page(
            "review.html.j2", status, file=file, items=every, item=item, pieces=left, seen=seen,
            targets=targets, said=_SAID.get(said, said), today=clock.today().isoformat(),
            has_original=bool(self._originals.files(file, source.value)),
            is_draft=source.value.get("状态") in (None, "", "草稿"),
            can_undo=self._desk.files.can_undo(file.name),
            title=source.value.get("标题") or source.value.get("项目名称") or file.name,
        )  # fmt: skip

    def _open(self, request: Request) -> OpenFile | None:
        name = request.path_params["name"]
        try:
            return self._desk.files.open(name) if name.startswith("reports/") else None
        except NoFileError:
            return None

    def _not_found(self) -> Response:
        text = "可能已经改名或删去。"
        return self._desk.page("message.html.j2", 404, title="没有这份报告", text=text)


_SAID = {
    "confirmed": "看过了，下一项。", "all": "全部看过了。", "put": "放好了。",
    "dropped": "删去了，可以撤销。", "public": "已改为公开，提交以后网站上就有。",
    "undone": "已撤销上一次的改动。", "nothing": "没有可以撤销的了。",
    "elsewhere": "这个文件后来在别处改过，不能撤销。",
}  # fmt: skip


def _quoted(where: FieldPath) -> str:
    return quote(posted.path_name(where))
