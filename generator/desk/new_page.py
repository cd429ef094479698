"""What is not there yet: a report, a department, a form, an outline, `import.yml`."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.desk.desk import ROOT, Desk
from generator.desk.files import ConflictError
from generator.desk.posted import path_name
from generator.intake import new_report, new_settings
from generator.intake.department_prompt import free_slug
from generator.intake.draft import slug_from_name
from generator.model.fields import SLUG_PATTERN
from generator.model.file_names import name_complaint
from generator.model.problems import JixiaoError, quote
from generator.runtime import clock
from generator.source.canonical import CanonicalError
from generator.source.edits import EditError, Insert
from generator.source.tree import Value

_REGISTER, _IMPORT = "departments.yml", "import.yml"


class Asked(NamedTuple):
    """A field of the page."""

    name: str
    label: str
    hint: str = ""
    choices: Iterable[tuple[str, str]] = ()  # value and what is shown
    required: bool = True


class Kind(NamedTuple):
    """What can be new: its heading, its fields, what makes it and says where it stands."""

    title: str
    fields: Callable[[], Iterable[Asked]]
    make: Callable[[Mapping[str, str]], str]


class NewPage:
    """The pages of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kinds = {
            "report": Kind("新报告", self._of_report, self._report),
            "department": Kind("新部门", self._of_department, self._department),
            "form": Kind("新表单", self._of_form, lambda typed: self._form("forms", typed)),
            "outline": Kind("新提纲", self._of_form, lambda typed: self._form("outlines", typed)),
            "import": Kind("导入时认得的说法", tuple, self._import),
        }

    def routes(self) -> Iterable[Route]:
        """Where they are found."""
        return [
            Route(f"{ROOT}new/{{kind}}", self.show, methods=["GET"]),
            Route(f"{ROOT}new/{{kind}}", self.create, methods=["POST"]),
        ]

    def show(self, request: Request) -> Response:
        """The fields; what the address states of them is filled in."""
        return self._page(request.path_params["kind"], dict(request.query_params), "")

    async def create(self, request: Request) -> Response:
        """Make it and open its form, or say why not beside what was typed."""
        form = await request.form()
        return await run_in_threadpool(self._create, request.path_params["kind"], form)

    def _create(self, kind: str, form: FormData) -> Response:
        typed = {name: " ".join(str(value).split()) for name, value in form.items()}
        if kind not in self._kinds:
            return self._page(kind, typed, "")
        try:
            missing = [one.label for one in self._kinds[kind].fields()
                       if one.required and not typed.get(one.name)]  # fmt: skip
            if missing:
                raise JixiaoError(f"请先写{'、'.join(missing)}。")
            place = self._kinds[kind].make(typed)
        except JixiaoError as error:
            return self._page(kind, typed, str(error))
        except (EditError, ConflictError, CanonicalError) as error:
            return self._page(
                kind, typed, f"没有建：要照着或要加进去的文件在别处改过，或有错误。{error}"
            )
        name, _, anchor = place.partition("#")
        return self._desk.see_other(f"edit/{name}?said=created#{anchor}")

    def _page(self, kind: str, typed: Mapping[str, str], said: str) -> Response:
        found = self._kinds.get(kind)
        if found is None:
            return self._desk.page("message.html.j2", 404, title="没有这一页", text="请从首页进。")
        return self._desk.page(
            "new.html.j2", 400 if said else 200, kind=kind, title=found.title,
            fields=list(found.fields()), typed=typed, said=said,
        )  # fmt: skip

    def _of_report(self) -> Iterable[Asked]:
        departments = [(one.slug, one.name) for one in self._desk.edited.departments]
        yield Asked("department", "部门", "没有的，先加进登记表", departments)
        yield Asked("year", "财政年度", f"如 {clock.today().year - 1}")
        yield Asked("name", "项目名称", "照预算批复写")
        yield Asked("form", "表单或提纲", "报告用的哪一种表；没有的，先建", self._forms())
        yield Asked(
            "slug", "标识", "网址里的，小写字母、数字和连字符；不写就用名称的拼音", required=False
        )
        yield Asked(
            "like", "照哪一年的放", "同一项目以前的年度，如 2023：放好指标、资金来源的名称，"
            "不带数字和文字；不写就放空表", required=False,
        )  # fmt: skip

    def _report(self, typed: Mapping[str, str]) -> str:
        like = typed.get("like", "")
        options = new_report.NewReportOptions(
            department=typed["department"], year=new_report.parse_year(typed["year"]),
            name=typed["name"], slug=typed.get("slug") or None, form=typed["form"],
            like=new_report.parse_year(like) if like else None,
        )  # fmt: skip
        file, text = new_report.drafted(self._desk.content, options)
        return self._write(file.relative_to(self._desk.content).as_posix(), text)

    def _of_department(self) -> Iterable[Asked]:
        yield Asked("名称", "名称", "部门全称，照印章写")
        yield Asked("标识", "标识", "网址里的，公开后不改；不写就用名称的拼音", required=False)
        yield Asked("简称", "简称", "列表里用；没有的不写", required=False)
        kinds = {one.category for one in self._desk.edited.departments if one.category}
        choices = [(one, one) for one in sorted(kinds)]
        yield Asked("类别", "类别", "如 政府部门、乡镇；没有的不写", choices, required=False)

    def _department(self, typed: Mapping[str, str]) -> str:
        departments = self._desk.edited.departments
        slug = typed.get("标识") or free_slug(typed["名称"], departments)
        _check_slug(slug, "标识")
        for one in departments:
            for key, taken in (("标识", {one.slug}), ("名称", {*one.all_names})):
                mine = slug if key == "标识" else typed["名称"]
                if mine in taken:
                    raise JixiaoError(f"{key}{quote(mine)}已经是登记了的{quote(one.name)}的。")
        values = {**typed, "标识": slug}
        row: dict[str, Value] = {
            key: values[key] for key in ("名称", "标识", "简称", "类别") if values.get(key)
        }
        files = self._desk.files
        if not files.exists(_REGISTER):
            return f"{self._write(_REGISTER, new_settings.register_text(row))}#{path_name((0,))}"
        file = files.open(_REGISTER)
        source = file.read()
        if source is None or not isinstance(source.value, list | None):
            raise JixiaoError(f"{_REGISTER} 现在有错误，读不出部门：请先改好，再建。")
        number = len(source.value or ())
        if source.value is None:  # nothing but comments
            text = file.text.rstrip("\n")
            made = f"{text}\n{new_settings.register_text(row)}".lstrip("\n")
            files.replace(file, made.encode())
        else:
            files.edit(file, [Insert((number,), row)], self._desk.order(file, source.value, ()))
        return f"{_REGISTER}#{path_name((number,))}"

    def _of_form(self) -> Iterable[Asked]:
        yield Asked("name", "名称", "表单或提纲的名称和版本，照印发的写")
        yield Asked(
            "id", "标识", "报告照它写，小写字母、数字和连字符；不写就用名称的拼音", required=False
        )
        shipped = new_settings.shipped_forms().items()
        more = [(one, f"{form.name}（程序带的）") for one, form in shipped]
        choices = dict([*more, *self._forms()])
        yield Asked(
            "like", "照哪一个放", "放好以后再改；不选就是空的", choices.items(), required=False
        )

    def _form(self, folder: str, typed: Mapping[str, str]) -> str:
        one = typed.get("id") or slug_from_name(typed["name"])
        _check_slug(one, "标识")
        for taken in ("forms", "outlines"):
            if self._desk.files.exists(f"{taken}/{one}.yml"):
                raise _taken(f"{taken}/{one}.yml")
        like = typed.get("like", "")
        file = (
            new_settings.form_file(self._desk.content, like)
            if SLUG_PATTERN.fullmatch(like)
            else None
        )
        return self._write(
            f"{folder}/{one}.yml", new_settings.form_text(folder, typed["name"], file)
        )

    def _import(self, _: Mapping[str, str]) -> str:
        return self._write(_IMPORT, new_settings.import_settings_text())

    def _forms(self) -> list[tuple[str, str]]:
        forms = self._desk.edited.reference_data.forms
        return [(one, form.name) for one, form in sorted(forms.items())]

    def _write(self, name: str, text: str) -> str:
        try:
            self._desk.files.create(name, text)
        except FileExistsError:
            raise _taken(name) from None
        return name


def _taken(name: str) -> JixiaoError:
    return JixiaoError(f"{name} 已经有了，没有改动。要改它，在首页打开；是另一个的，请另取标识。")


def _check_slug(slug: str, label: str) -> None:
    if not SLUG_PATTERN.fullmatch(slug):
        raise JixiaoError(f"{label}应为小写字母、数字和单个连字符，写的是{quote(slug)}。")
    if complaint := name_complaint(slug):
        raise JixiaoError(f"{label}{quote(slug)}{complaint}")
