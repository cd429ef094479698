"""A draft looked through beside its original: its values, then what is in no field; then public.

What stands close together in the original is shown at a time, and Enter confirms it; that works
without scripts.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
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
from generator.desk.original import Originals, kind_of, marked, rows_of
from generator.desk.review import Item
from generator.model.problems import Level
from generator.runtime import clock
from generator.source.edits import Edit, EditError, Put, Uncomment, edited
from generator.source.tree import FieldPath, Value
from generator.source.value_comments import comments

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
        asked = posted.paths(request.query_params.getlist("at"))
        words = request.query_params.get("words", "")
        found = {one.where: one for one in review.items(file.text, source.value)}
        marks: dict[str, list[str]] = {}
        for at in asked:
            said = posted.written(source.value, at)
            note = found[at].note if at in found else ""
            marks.setdefault(original.spot_of(at, said, note), []).append(said)
        if words:
            there = map(original.spot_with, words.split(" | "))
            marks.setdefault(next(filter(None, there), ""), [])
        marks.pop("", None)
        ids = original.ids()
        return self._desk.page(
            "original.html.j2", original=original, ids=ids, marks=marks, identity=id,
            first=next((one for one in ids.values() if one in marks), ""), marked=marked,
            kind_of=kind_of, rows_of=rows_of, is_asked=bool(asked or words), file=file,
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
        at = posted.paths(str(one) for one in form.getlist("at"))
        first = at[0] if at else None
        if form.get("action") == "undo":
            return self._undo(file)
        if source is None or form.get("digest") != file.digest:
            return self._page(file, first, _CHANGED, 409)
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
            return action() if action else self._confirm(file, value, form, at)
        except (EditError, ConflictError) as error:
            return self._page(file, first, f"没有改：{error}", 409)

    def _leave(self, file: OpenFile, every: Sequence[Item], at: Sequence[FieldPath]) -> Response:
        self._seen[file.name] |= {(one.where, one.note) for one in every if one.where in at}
        return self._next(file, every, at)

    def _confirm(
        self, file: OpenFile, value: Value, form: FormData, at: Sequence[FieldPath]
    ) -> Response:
        """The values as they were typed, or the other one that the original has.

        Their comments go.
        """
        every = review.items(file.text, value)
        chosen = [one for one in every if one.where in at]
        if not chosen:
            return self._page(file, None, "这一项已经看过了。")
        sent, edits = posted.values(form.multi_items()), list[Edit]()
        noted = comments(file.text)
        for item in chosen:
            typed = sent.get(item.where, item.value)
            if other := str(form.get("other", "")):
                typed = other if item.others else typed
            if item.choices and typed not in item.choices:
                return self._page(file, item.where, f"请选“{item.label}”。", 400)
            if item.where in noted:
                edits.append(Uncomment(item.where))
            if typed != item.value:
                edits.append(Put(item.where, typed or None))
        order = self._desk.order(file, value, ())
        return self._next(self._desk.files.edit(file, edits, order), every, at)

    def _next(self, file: OpenFile, every: Sequence[Item], at: Sequence[FieldPath]) -> Response:
        """The item behind those at `at`; the first one behind the last."""
        paths = [one.where for one in every]
        number = max((paths.index(one) for one in at if one in paths), default=-1)
        behind = paths[number + 1 :] or paths[:1]
        query = f"?at={_quoted(behind[0])}" if behind else ""
        return self._desk.see_other(f"review/{file.name}{query}")

    def _confirm_all(self, file: OpenFile, every: Sequence[Item]) -> Response:
        known = self._seen[file.name]
        unseen = [one for one in every if one.choices or (one.where, one.note) not in known]
        if unseen:
            return self._page(file, unseen[0].where, f"还有 {len(unseen)} 项没有看过，从这里看起。")
        self._desk.files.edit(file, [Uncomment(one.where) for one in every])
        return self._desk.see_other(f"review/{file.name}?said=all")

    def _place(
        self, file: OpenFile, value: Value, form: FormData, *, is_dropped: bool
    ) -> Response:  # fmt: skip
        to = posted.path_named(str(form.get("to", "")))
        parts = self._desk.parts(file, value)
        every = () if is_dropped else review.targets(parts)
        target = next((one for one in every if one.where == to), None)
        if target is None and not is_dropped:
            return self._page(file, None, "请先选这一段放到哪一项。", 400)
        try:
            edits = review.moved(value, parts, str(form.get("piece", "")), target)
        except ValueError:
            label = target.label if target else ""
            return self._page(file, None, f"没有放：“{label}”已经有值，请在表单里改。", 400)
        self._desk.files.edit(file, edits, self._desk.order(file, value, parts))
        return self._desk.see_other(f"review/{file.name}?said={'dropped' if is_dropped else 'put'}")

    def _publish(self, file: OpenFile, value: Value, day: str) -> Response:
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
        seen = self._desk.now()
        self._desk.files.replace(file, made.encode())
        self._originals.forget(file.name)
        self._desk.wait(seen)  # what is handed in is listed with the problems of its text by then
        return self._desk.see_other("hand-in?said=public")

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
        every, original = review.items(file.text, source.value), None
        if every and self._originals.files(file, source.value):
            original = self._originals.of(file, source.value)
        groups = review.groups(every, original.spots(every) if original else {})
        group = next((one for one in groups if at in [each.where for each in one]),
                     groups[0] if groups else [])  # fmt: skip
        left = review.pieces(source.value)
        targets = review.targets(self._desk.parts(file, source.value)) if left else []
        still = {(one.where, one.note) for one in every}
        seen = {where for where, note in self._seen[file.name]
                if (where, note) in still}  # fmt: skip
        return self._desk.page(
            "review.html.j2", status, file=file, items=every, group=group, pieces=left, seen=seen,
            targets=review.by_part(targets), said=_SAID.get(said, said),
            today=clock.today().isoformat(),
            has_original=bool(self._originals.files(file, source.value)),
            is_draft=source.value.get("状态") in (None, "", "草稿"),
            can_undo=self._desk.files.can_undo(file.name),
            imported=self._desk.imported.get(file.name),
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
    "imported": "草稿放好了。", "all": "全部看过了。", "put": "放好了。",
    "dropped": "删去了，可以撤销。",
    "undone": "已撤销上一次的改动。", "nothing": "没有可以撤销的了。",
    "elsewhere": "这个文件后来在别处改过，不能撤销。",
}  # fmt: skip


def _quoted(where: FieldPath) -> str:
    return quote(posted.path_name(where))
