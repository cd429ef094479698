"""A file's form: shown, checked while it is typed at, saved."""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from generator.console.command_line import what_failed
from generator.desk import buttons, posted, review
from generator.desk.acknowledging import narrowed
from generator.desk.attaching import Attaching
from generator.desk.correcting import Correcting
from generator.desk.desk import ROOT, Desk
from generator.desk.edit_words import (
    SAID,
    address_of,
    as_data,
    is_draft,
    listed,
    located,
    said_of,
    title_of,
)
from generator.desk.files import ConflictError, NoFileError, OpenFile
from generator.desk.parts import Cell, every_part
from generator.desk.posted import Conflict
from generator.desk.problem_places import place_problems
from generator.desk.uploads import Uploads
from generator.intake.key_order import kind_of
from generator.model.problems import JixiaoError
from generator.model.report import Report
from generator.source import tree
from generator.source.edits import Edit, EditError, edited
from generator.source.tree import FieldPath, Source
from generator.source.value_comments import comments

_FIELDS, _LONGEST = 20_000, 2_000_000  # inputs of a form, bytes of one: more than any report has


class EditPage:
    """The pages of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._correcting, self._attaching = desk, Correcting(desk), Attaching(desk)
        self._uploads = Uploads(desk.store / "uploads")
        self._told: dict[str, str] = {}  # what is said once, when the form of a file is shown next

    def routes(self) -> Sequence[Route]:
        """Where they are found."""
        return [
            Route(f"{ROOT}edit/{{name:path}}", self.show, methods=["GET"]),
            Route(f"{ROOT}edit/{{name:path}}", self.save, methods=["POST"]),
            Route(f"{ROOT}check/{{name:path}}", self.check, methods=["POST"]),
            Route(f"{ROOT}undo/{{name:path}}", self.undo, methods=["POST"]),
            Route(f"{ROOT}text/{{name:path}}", self.show_text, methods=["GET"]),
            Route(f"{ROOT}text/{{name:path}}", self.save_text, methods=["POST"]),
        ]

    def show(self, request: Request) -> Response:
        """The form of a file, or its text where that has faults of YAML."""
        try:
            file = self._desk.files.open(request.path_params["name"])
        except NoFileError:
            return self._not_found()
        if file.read() is None:
            return RedirectResponse(f"{ROOT}text/{file.name}", 303)
        return self._form(file, {}, [], said_of(request))

    async def save(self, request: Request) -> Response:
        """Write what was changed, do what a button says, and show the form again."""
        form = await request.form(max_fields=_FIELDS, max_part_size=_LONGEST)
        name, id = request.path_params["name"], secrets.token_hex(8)
        try:
            file = self._desk.files.open(name)
            chosen = await self._uploads.keep(id, posted.files(form), self._attaching.taken(file))
            return await run_in_threadpool(self._save, name, posted.named(form), chosen)
        except NoFileError:
            return self._lost(posted.named(form))
        except JixiaoError as error:
            return self._form(file, posted.values(posted.named(form).items()), [], str(error))
        finally:
            self._uploads.remove(id)
            await form.close()

    def _save(self, name: str, form: FormData, chosen: Sequence[Path]) -> Response:
        sent = posted.values(form.multi_items())
        try:
            file = self._desk.files.open(name)
        except NoFileError:
            return self._lost(form)
        source = file.read()
        base = self._base(file, str(form.get("digest", "")))
        if source is None or base is None:
            return self._form_or_text(file, sent, "这个文件在别处改过，改成了表单读不了的样子。")
        changed, conflicts = posted.changes(sent, base.value, source.value)
        parts = self._desk.parts(file, source.value)
        edits: list[Edit] = posted.edits(changed, source.value, parts)
        try:
            if not conflicts:
                edits += buttons.edits(form, source.value, parts)
            attached = self._attaching.change(file, source.value, changed, form, chosen)
            edits += attached.edits
            more = self._correcting.completion(file, edits)
            order = self._desk.order(file, source.value, parts)
            file = self._desk.files.edit(file, [*edits, *more], order, attached.beside)
        except (EditError, ConflictError, OSError) as error:
            why = what_failed(error) if isinstance(error, OSError) else error
            beside = {
                name: str(one) for name, one in form.items() if posted.path_named(name) is None
            }
            return self._form(file, sent, [], f"没有保存：{why}", beside)
        if conflicts:
            return self._form(file, {}, conflicts, "")
        if attached.told:
            self._told[file.name] = attached.told + self._correcting.reminder(file)
            return RedirectResponse(f"{ROOT}edit/{file.name}?said=saved", 303)
        anchor = str(form.get("anchor", ""))
        said = "saved" if edits or more else "same"
        return RedirectResponse(f"{ROOT}edit/{file.name}?said={said}#{anchor}", 303)

    async def check(self, request: Request) -> Response:
        """The problems of the form as it is typed, by input; nothing is written."""
        form = await request.form(max_fields=_FIELDS, max_part_size=_LONGEST)
        return await run_in_threadpool(self._check, request.path_params["name"], form)

    def _check(self, name: str, form: FormData) -> Response:
        try:
            file = self._desk.files.open(name)
        except NoFileError:
            return JSONResponse({}, 404)
        source = file.read()
        if source is None:
            return JSONResponse({}, 409)
        parts = self._desk.parts(file, source.value)
        changed, _ = posted.changes(posted.values(form.multi_items()), source.value, source.value)
        try:
            text = edited(
                file.text, posted.edits(changed, source.value, parts),
                self._desk.order(file, source.value, parts),
            )  # fmt: skip
        except EditError as error:
            return JSONResponse({"failed": str(error)})
        data = text.encode()
        made = OpenFile(file.name, file.path, data).read()
        if made is None:
            return JSONResponse({"failed": "写成了 YAML 读不了的样子"})
        parts = self._desk.parts(file, made.value)
        rest = place_problems(parts, made, self._desk.problems(file, data))
        by_input = {posted.path_name(one.where): [as_data(problem) for problem in one.problems]
                    for one in every_part(parts) if one.problems}  # fmt: skip
        return JSONResponse({"fields": by_input, "rest": [as_data(one) for one in rest]})

    def undo(self, request: Request) -> Response:
        """Put back what the last change replaced."""
        name = request.path_params["name"]
        try:
            said = "undone" if self._desk.files.undo(name) else "nothing"
        except ConflictError:
            said = "elsewhere"
        except NoFileError:
            return self._not_found()
        if not self._desk.files.exists(name):  # it was new
            return self._desk.see_other("?said=removed")
        return RedirectResponse(f"{ROOT}edit/{name}?said={said}", 303)

    def show_text(self, request: Request) -> Response:
        """The file as text."""
        try:
            file = self._desk.files.open(request.path_params["name"])
        except NoFileError:
            return self._not_found()
        return self._text(file, file.text, said_of(request))

    async def save_text(self, request: Request) -> Response:
        """Write the text as it was sent, with the line breaks that the file has."""
        form = await request.form(max_part_size=_LONGEST)
        sent = str(form.get("text", "")).replace("\r\n", "\n")
        try:
            file = self._desk.files.open(request.path_params["name"])
        except NoFileError:
            return self._gone([("全文", sent)])
        if not file.is_utf8:
            return self._text(file, file.text, "encoding")
        if file.digest != form.get("digest"):
            return self._text(file, sent, "conflict")
        text = sent.replace("\n", "\r\n") if b"\r\n" in file.data else sent
        text = await run_in_threadpool(self._correcting.completed, file, text)
        try:
            self._desk.files.replace(file, text.encode())
        except ConflictError:
            return self._text(file, sent, "conflict")
        except OSError as error:
            return self._text(file, sent, f"没有保存：{what_failed(error)}")
        return RedirectResponse(f"{ROOT}text/{file.name}?said=saved", 303)

    def _base(self, file: OpenFile, digest: str) -> Source | None:
        """The tree that the browser was shown; None where it is not known any more."""
        data = file.data if digest == file.digest else self._desk.files.version(digest)
        if data is None:
            return None
        source, _ = tree.read(data, file.name)
        return source

    def _form_or_text(
        self, file: OpenFile, sent: Mapping[FieldPath, str], message: str
    ) -> Response:
        """Nothing that was typed is lost: what differs is shown beside what the file says."""
        source = file.read()
        if source is None:
            return self._text(file, file.text, message, sent)
        conflicts = [Conflict(where, mine, now) for where, mine in sent.items()
                     if mine != (now := posted.written(source.value, where))]  # fmt: skip
        return self._form(file, {}, conflicts, message)

    def _form(
        self,
        file: OpenFile,
        sent: Mapping[FieldPath, str],
        conflicts: Sequence[Conflict],
        said: str,
        beside: Mapping[str, str] | None = None,
    ) -> Response:
        source = file.read()
        assert source is not None  # noqa: S101  who calls it has looked
        with suppress(OSError):  # a full disk: what it says can be seen all the same
            self._desk.files.remember(file)
        parts, told = self._desk.parts(file, source.value), self._told.pop(file.name, "")
        problems = self._desk.problems(file)
        rest = place_problems(parts, source, problems)
        notes = comments(file.text)
        clashes = {one.where: one for one in conflicts}
        for one in every_part(parts):
            if isinstance(one, Cell):
                note = notes.get(one.where, "")
                # An empty form explains its keys in comments, as the page does.
                one.note = "" if one.hint and one.hint in note else note
                one.value = sent.get(one.where, one.value)
                if one.where in clashes:
                    one.value, one.theirs = clashes[one.where].mine, clashes[one.where].theirs
        return self._desk.page(
            "edit.html.j2", file=file, parts=parts, rest=rest, problems=problems,
            said=told or SAID.get(said, said), can_undo=self._desk.files.can_undo(file.name),
            address=address_of(file.name), conflicts=conflicts, told=told,
            is_draft=is_draft(source.value),
            standing=self._correcting.standing(file, source.value),
            narrowed=narrowed(problems) if kind_of(file.name) is Report else {},
            typed=beside or {}, located=located(parts), title=title_of(file.name, source.value),
            pieces=review.pieces(source.value), targets=review.by_part(review.targets(parts)),
        )  # fmt: skip

    def _text(
        self, file: OpenFile, text: str, said: str, typed: Mapping[FieldPath, str] | None = None
    ) -> Response:
        """The file as text; `typed` is what stood in a form that can no longer be shown."""
        problems = self._desk.problems(file)
        return self._desk.page(
            "text.html.j2", file=file, text=text, problems=problems, said=SAID.get(said, said),
            address=address_of(file.name), has_form=file.read() is not None,
            typed=listed(typed or {}),
        )  # fmt: skip

    def _typed(self, sent: Mapping[FieldPath, str], digest: str) -> Mapping[FieldPath, str]:
        """What differs from what the browser was shown; all of it where that is not known."""
        source, _ = tree.read(self._desk.files.version(digest) or b"", "")
        return posted.changes(sent, source.value, source.value)[0] if source else sent

    def _lost(self, form: FormData) -> Response:
        sent = posted.values(form.multi_items())
        return self._gone(listed(self._typed(sent, str(form.get("digest", "")))))

    def _gone(self, typed: Sequence[tuple[str, str]]) -> Response:
        """What was typed, for who copies it, where the file is no longer there."""
        text = "打开以后，这个文件改名或删去了。您写的在下面，可以复制。"
        return self._desk.page("message.html.j2", 404, title="没有保存", text=text, typed=typed)

    def _not_found(self) -> Response:
        return self._desk.page(
            "message.html.j2", 404, title="没有这个文件", text="可能已经改名或删去。"
        )
