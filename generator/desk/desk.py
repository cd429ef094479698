"""What all pages of the desk share: the content, its files, the templates."""

from collections.abc import Callable, Sequence
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from generator.content.editing import EditedContent
from generator.desk.buttons import beside
from generator.desk.files import DeskFiles, OpenFile
from generator.desk.parts import Cards, Cell, Group, Part, Table, every_part, gathered
from generator.desk.posted import path_name
from generator.desk.record_parts import parts_of
from generator.desk.report_parts import headings_order, report_parts
from generator.desk.review import is_of_import
from generator.desk.uploads import MAX_BYTES, MAX_FILES
from generator.intake.key_order import form_id, key_order, kind_of
from generator.model.department import Department
from generator.model.form import Form
from generator.model.problems import Level, Problem
from generator.model.report import Report
from generator.source.ordering import KEEP, Order
from generator.source.tree import FieldPath, Value

ROOT = "/_jixiao/desk/"
MENU = (  # below ROOT
    ("import/", "导入"), ("changes", "将要公开什么"), ("hand-in", "提交"),
    ("manual/manual.md", "手册"),
)  # fmt: skip
STATIC = {
    "desk.css": "text/css", "desk.js": "text/javascript", "import.js": "text/javascript",
    "review.css": "text/css", "review.js": "text/javascript", "drafts.js": "text/javascript",
    "form.css": "text/css",
    "paste.js": "text/javascript", "guide.js": "text/javascript", "text.js": "text/javascript",
}  # fmt: skip


class Desk:
    """The desk of a content folder; `now` tells the number of its state.

    `wait` returns once it is another one than a number, or after a moment. `imported` has the
    import that made a draft, and how much it left out, as long as the desk runs.
    """

    def __init__(
        self, edited: EditedContent, store: Path, now: Callable[[], str] = lambda: "",
        wait: Callable[[str], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self.edited, self.content, self.store = edited, edited.content, store
        self.now, self.wait = now, wait
        self.imported: dict[str, tuple[str, int]] = {}
        self.files = DeskFiles(edited.content, store)
        self._templates = Environment(
            loader=PackageLoader(__package__), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self._templates.globals |= {
            "root": ROOT, "input_name": path_name, "Level": Level, "new_row": new_row,
            "beside": beside, "place_of": place_of,
            "described_id": described_id, "problems_below": problems_below,
            "has_problems": lambda parts: any(map(problems_below, parts)),
            "is_day": is_day, "menu": MENU, "here": "", "is_of_import": is_of_import,
            "most_attached": MAX_BYTES, "most_files": MAX_FILES,
        }  # fmt: skip

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page made of a template."""
        values["reading"] = None if self.edited.is_read else self.edited.progress
        return HTMLResponse(self._templates.get_template(template).render(**values), status)

    def see_other(self, address: str) -> Response:
        """To another page of the desk, after something was done."""
        return RedirectResponse(f"{ROOT}{address}", 303)

    def form_of(self, value: Value) -> Form | None:
        """The form of a report's tree, with the headings of its outline."""
        if not isinstance(value, dict):
            return None
        form, outline = (_text(value.get(key)) for key in ("表单", "提纲"))
        return self.edited.reference_data.form_with_headings(form, outline)

    def order(self, file: OpenFile, value: Value, parts: Sequence[Part]) -> Order:
        """Where keys that are new come in a file: as `jixiao fmt` has it, headings as shown."""
        kind = kind_of(file.name)
        if kind is None:
            return KEEP
        form = self.edited.reference_data.forms.get(form_id(value))
        return {**key_order(kind, form), **headings_order(parts)}

    def parts(self, file: OpenFile, value: Value) -> list[Part]:
        """The parts of a file's form."""
        return gathered(self._parts(file, value))

    def _parts(self, file: OpenFile, value: Value) -> list[Part]:
        kind = kind_of(file.name)
        if kind is Report:
            return self._with_names(report_parts(value, self.form_of(value)))
        if kind is Department:
            rows = value if isinstance(value, list) else []
            groups = [_department(number, one) for number, one in enumerate(rows)]
            return [Cards((), "部门", "", groups)]
        return list(parts_of(kind, value)) if kind else []

    def _with_names(self, parts: list[Part]) -> list[Part]:
        """The same, with the names that a department, a form, an outline can have."""
        forms = self.edited.reference_data.forms
        names = {id: form.name for id, form in sorted(forms.items())}
        for one in every_part(parts):
            if isinstance(one, Cell) and one.where == ("部门",):
                one.choices = [each.name for each in self.edited.departments]
            elif isinstance(one, Cell) and one.where in {("表单",), ("提纲",)} and one.is_readable:
                one.kind, one.choices, one.names = "choice", list(names), names
        return parts

    def problems(self, file: OpenFile, data: bytes | None = None) -> Sequence[Problem]:
        """What is wrong with a file, or would be if it had other bytes."""
        return self.edited.problems_in(file.path, file.data if data is None else data)


def new_row(table: Table) -> Value:
    """An empty row: the keys of its columns; of indicators the levels of the row before."""
    if len(table.columns[0].where) == len(table.where) + 1:
        return ""
    made: dict[str, Value] = {}
    for number, head in enumerate(table.columns):
        key = str(head.where[len(table.where) + 1])
        is_level = key in ("一级", "二级") and table.rows
        made[key] = table.rows[-1][number].value if is_level else None
    return made


def described_id(what: str, where: FieldPath) -> str:
    """The id of what describes an input; a list of ids has blanks between them."""
    return f"{what}{path_name(where)}".replace(" ", "_")


def problems_below(part: Part) -> list[Problem]:
    """What is wrong with a part, and with all that is in it."""
    return [problem for one in every_part([part]) for problem in one.problems]


def place_of(headings: Sequence[Part], number: int) -> int:
    """The number among the headings that a file has of the one that is shown so far down."""
    return sum(one.is_written for one in headings[:number])


def is_day(text: str) -> bool:
    """Whether a browser's calendar can show it: a day of the year, or nothing yet."""
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def static(name: str) -> str:
    """A style sheet or a script of the desk."""
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def _department(number: int, value: Value) -> Group:
    name = value.get("名称") if isinstance(value, dict) else None
    label = str(name or f"第 {number + 1} 项")
    return Group((number,), label, "", list(parts_of(Department, value, (number,))))


def _text(value: Value) -> str | None:
    return value.strip() if isinstance(value, str) else None
