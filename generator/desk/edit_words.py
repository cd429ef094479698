"""What the pages of a file say: outcomes, titles, addresses, problems at their fields."""

from collections.abc import Mapping, Sequence

from starlette.requests import Request

from generator.desk import posted
from generator.desk.parts import Part, every_part
from generator.model.choices import Status
from generator.model.problems import Problem
from generator.source.tree import FieldPath, Value, field_name

SAID = {
    "saved": "已保存。", "created": "已建好，可以撤销。", "same": "没有改动。",
    "undone": "已撤销上一次的改动。",
    "nothing": "没有可以撤销的了。",
    "restored": "草稿放回来了。",
    "更正": "理由已经写下。请改内容：保存时，改了的每一栏写进“更正”。",
    "撤回": "已经撤回；提交以前可以取消。", "republished": "没有撤回，仍然公开。",
    "elsewhere": "这个文件后来在别处改过，不能撤销；要退回，请在下面直接改。",
    "encoding": "没有保存：这个文件不是 UTF-8，在这里存会丢字。请照下面说的另存，再打开。",
    "conflict": "没有保存：这个文件在别处改过。您写的还在下面，请先复制，再重新打开这一页。",
}  # fmt: skip


def said_of(request: Request) -> str:
    """What is to be said by the address: of these words alone, whoever made it."""
    return SAID.get(request.query_params.get("said", ""), "")


def listed(typed: Mapping[FieldPath, str]) -> list[tuple[str, str]]:
    """What was typed, by the names of fields."""
    return [(field_name(where), words) for where, words in typed.items() if words]


def address_of(name: str) -> str:
    """Where the site shows it; the front page for what is no report."""
    return f"/{name.removesuffix('.yml')}/" if name.startswith("reports/") else "/"


_CALLED = {"departments.yml": "部门登记表", "import.yml": "导入时认得的说法"}


def title_of(name: str, value: Value) -> str:
    """What a person calls the file: a report by its project, a form by its name."""
    stated = value if isinstance(value, dict) else {}
    found = (stated.get(key) for key in ("标题", "项目名称", "名称"))
    return next((one for one in found if isinstance(one, str)), _CALLED.get(name, name))


def is_draft(value: Value) -> bool:
    """Whether a report is a draft, as far as its tree says."""
    return isinstance(value, dict) and value.get("状态") == Status.DRAFT.value


def located(parts: Sequence[Part]) -> list[tuple[str, str, Problem]]:
    """Each problem that stands beside a field, with the field's input and label."""
    return [(posted.path_name(one.where), one.label, problem)
            for one in every_part(parts) if one.where for problem in one.problems]  # fmt: skip


def as_data(problem: Problem) -> Mapping[str, str]:
    """A problem for the page's script."""
    return {"level": problem.level, "message": problem.full_message, "rule": problem.rule}
