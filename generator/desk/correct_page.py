"""更正, 撤回: the pages that ask for the reason, and write the entry that says so."""

from collections.abc import Sequence
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.desk.correcting import Correcting, Standing
from generator.desk.desk import ROOT, Desk
from generator.desk.edit_words import title_of
from generator.desk.files import ConflictError, NoFileError, OpenFile
from generator.intake.public_changes import published_again, withdrawal
from generator.model.problems import ContentError, JixiaoError
from generator.source.edits import Edit, EditError

CORRECT, WITHDRAW = "更正", "撤回"
_ADDRESSES = {"correct": CORRECT, "withdraw": WITHDRAW}
_LONGEST = 20_000  # bytes of a reason: more than anybody reads


class CorrectPage:
    """The pages of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._correcting = desk, Correcting(desk)

    def routes(self) -> Sequence[Route]:
        """Where they are found."""
        asking = [
            Route(f"{ROOT}{address}/{{name:path}}", partial(handler, what), methods=[method])
            for address, what in _ADDRESSES.items()
            for method, handler in (("GET", self.show), ("POST", self.write))
        ]
        return [*asking, Route(f"{ROOT}republish/{{name:path}}", self.republish, methods=["POST"])]

    def show(self, what: str, request: Request) -> Response:
        """Ask for the reason; where the report cannot be corrected so, say why."""
        return self._asked(what, request.path_params["name"], "", "")

    async def write(self, what: str, request: Request) -> Response:
        """Write the entry, and open the form of the report."""
        form = await request.form(max_part_size=_LONGEST)
        reason = " ".join(str(form.get("reason", "")).split())
        return await run_in_threadpool(self._write, what, request.path_params["name"], reason)

    def republish(self, request: Request) -> Response:
        """Take back a withdrawal that is not public yet."""
        name = request.path_params["name"]
        try:
            file = self._desk.files.open(name)
            source = file.read()
            standing = self._correcting.standing(file, source.value if source else None)
            if standing is None or standing.kind != WITHDRAW:
                return self._desk.see_other(f"edit/{name}?said=same")
            self._desk.files.edit(file, published_again(), self._desk.order(file, None, ()))
        except NoFileError:
            return self._not_found()
        except (EditError, ConflictError) as error:
            return self._desk.page("message.html.j2", 409, title="没有取消", text=str(error))
        return self._desk.see_other(f"edit/{name}?said=republished")

    def _write(self, what: str, name: str, reason: str) -> Response:
        if not reason:
            return self._asked(what, name, "", f"请写{what}的理由：读者会看到它。")
        try:
            file = self._desk.files.open(name)
            if self._allowed(what, file) is None:
                return self._asked(what, name, reason, "")
            edits = self._edits(what, file, reason)
            self._desk.files.edit(file, edits, self._desk.order(file, None, ()))
        except NoFileError:
            return self._not_found()
        except (JixiaoError, EditError, ConflictError) as error:
            return self._asked(what, name, reason, f"没有写：{error}")
        return self._desk.see_other(f"edit/{name}?said={what}")

    def _edits(self, what: str, file: OpenFile, reason: str) -> Sequence[Edit]:
        if what == WITHDRAW:
            return withdrawal(reason)
        try:
            former = self._correcting.former(file.name)
            return self._correcting.entry(file, former, reason).edits
        except ContentError:
            raise JixiaoError("报告里有错误，改不成更正。请先在表单里改好，再来更正。") from None

    def _asked(self, what: str, name: str, reason: str, said: str) -> Response:
        try:
            file = self._desk.files.open(name)
        except NoFileError:
            return self._not_found()
        source, standing = file.read(), self._allowed(what, file)
        title = title_of(name, source.value if source else None)
        if standing is None:
            text = f"{title}没有公开，或已经撤回，不用{what}：直接在表单里改。"
            return self._desk.page("message.html.j2", 409, title=f"不能{what}", text=text)
        known = standing.reason if standing.kind == what else ""
        return self._desk.page(
            "correct.html.j2", what=what, file=file, title=title, said=said,
            reason=reason or known, standing=standing,
        )  # fmt: skip

    def _allowed(self, what: str, file: OpenFile) -> Standing | None:
        """How a file stands to what is public; None where it cannot be corrected, withdrawn."""
        source = file.read()
        standing = self._correcting.standing(file, source.value if source else None)
        is_withdrawn = standing is not None and standing.kind == WITHDRAW
        return None if is_withdrawn and what == CORRECT else standing

    def _not_found(self) -> Response:
        text = "可能已经改名或删去。"
        return self._desk.page("message.html.j2", 404, title="没有这个文件", text=text)
