"""删去草稿: the page that asks first; what was public is withdrawn, never deleted."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.desk.attaching import Attaching
from generator.desk.correcting import Correcting
from generator.desk.desk import ROOT, Desk
from generator.desk.edit_words import title_of
from generator.desk.files import ConflictError, NoFileError, OpenFile
from generator.model.choices import Status
from generator.source.tree import Value

_WAS_PUBLIC = (
    "公开过的报告不能删去：网址要保留。不能再公开的，把“状态”改回“公开”，保存，再点“撤回”。"
)
_NO_DRAFT = "状态不是“草稿”，不能删去。已经公开的，请点“撤回”；还没有公开的，先把状态改为“草稿”。"


class DeletePage:
    """The pages of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._correcting = desk, Correcting(desk)

    def routes(self) -> Sequence[Route]:
        """Where they are found."""
        return [
            Route(f"{ROOT}delete/{{name:path}}", self.show, methods=["GET"]),
            Route(f"{ROOT}delete/{{name:path}}", self.delete, methods=["POST"]),
            Route(f"{ROOT}restore/{{name:path}}", self.restore, methods=["POST"]),
        ]

    def show(self, request: Request) -> Response:
        """Ask; where the report cannot be deleted, say why."""
        file = self._open(request)
        return self._asked(file, "") if file else self._not_found()

    async def delete(self, request: Request) -> Response:
        """Delete the draft with all that lies beside it."""
        form = await request.form(max_fields=10)
        file = self._open(request)
        if file is None:
            return self._not_found()
        if self._refusal(file) or form.get("digest") != file.digest:
            return self._asked(file, "没有删：这个文件在别处改过，请再看一遍。")
        try:
            self._desk.files.delete(file)
        except ConflictError:
            return self._asked(file, "没有删：这个文件在别处改过，请再看一遍。")
        return self._desk.see_other("?said=deleted#deleted")

    def restore(self, request: Request) -> Response:
        """Put a deleted draft back, and open its form."""
        name = request.path_params["name"]
        try:
            if self._desk.files.exists(name) or not self._desk.files.undo(name):
                return self._desk.see_other("?said=kept")
        except ConflictError:
            return self._desk.see_other("?said=kept")
        except NoFileError:
            return self._not_found()
        return self._desk.see_other(f"edit/{name}?said=restored")

    def _open(self, request: Request) -> OpenFile | None:
        name = request.path_params["name"]
        try:
            return self._desk.files.open(name) if name.startswith("reports/") else None
        except NoFileError:
            return None

    def _refusal(self, file: OpenFile) -> str:
        """Why a report cannot be deleted; empty where it can."""
        value = _value(file)
        if not isinstance(value, dict) or value.get("状态") != Status.DRAFT.value:
            return _NO_DRAFT
        return _WAS_PUBLIC if self._correcting.was_public(file.name) else ""

    def _asked(self, file: OpenFile, said: str) -> Response:
        title = title_of(file.name, _value(file))
        if refusal := self._refusal(file):
            return self._desk.page("message.html.j2", 409, title=f"不能删去：{title}", text=refusal)
        return self._desk.page(
            "delete.html.j2", 409 if said else 200, file=file, title=title, said=said,
            beside=Attaching.taken(file),
        )  # fmt: skip

    def _not_found(self) -> Response:
        text = "可能已经改名或删去。"
        return self._desk.page("message.html.j2", 404, title="没有这份报告", text=text)


def _value(file: OpenFile) -> Value:
    source = file.read()
    return source.value if source else None
