"""What the first page lists beside reports: the register, forms, outlines, the site; strays."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.desk.desk import Desk
from generator.desk.files import NoFileError
from generator.model.problems import Problem


class File(NamedTuple):
    """A file that has a form, and what a person calls it."""

    name: str
    label: str


class Group(NamedTuple):
    """Files of one kind; `button` makes another one, where one may be missing."""

    kind: str
    label: str
    files: Sequence[File]
    counted: str = ""
    button: str = ""
    new: str = ""


def groups(desk: Desk) -> Sequence[Group]:
    """All of them, those that staff need most first."""
    departments = desk.edited.departments
    forms, outlines = (list(_named(desk, folder)) for folder in ("forms", "outlines"))
    has_import = desk.files.exists("import.yml")
    return [
        Group("departments", "部门", _there(desk, File("departments.yml", "部门登记表")),
              f"{len(departments)} 个", "新部门", "department"),
        Group("forms", "表单", forms, f"{len(forms)} 个", "新表单", "form"),
        Group("outlines", "提纲", outlines, f"{len(outlines)} 个", "新提纲", "outline"),
        Group("site", "网站", _there(desk, File("site.yml", "网站的名称、主办单位、检查规则"),
                                   File("import.yml", "导入时认得的说法")),
              "", "" if has_import else "建立 import.yml", "import"),
    ]  # fmt: skip


def _there(desk: Desk, *files: File) -> Sequence[File]:
    return [one for one in files if desk.files.exists(one.name)]


def strays(desk: Desk) -> Sequence[Problem]:
    """What is wrong with files that have no page of the desk."""
    root = f"{desk.content.as_posix()}/"
    return [one for one in desk.edited.problems if not _has_page(desk, one.path.removeprefix(root))]


def _has_page(desk: Desk, name: str) -> bool:
    try:
        return desk.files.exists(name)
    except NoFileError:
        return False


def _named(desk: Desk, folder: str) -> Iterator[File]:
    known = desk.edited.reference_data.forms
    for file in sorted((desk.content / folder).glob("*.yml")):
        name = f"{folder}/{file.name}"
        if _has_page(desk, name):
            yield File(name, known[file.stem].name if file.stem in known else file.stem)
