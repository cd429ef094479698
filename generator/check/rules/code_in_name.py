"""A code before the name of a project, of its department or its unit: `318-示例镇人民政府`.

Numbers that names begin with are no codes: a year, a road, a telephone number (12345热线). So a
code is told by its brackets, by a hyphen behind it, or by its length. A name that is kept as it was
printed, with the code in its own field too, is let pass.
"""

import re
from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.problems import Level, quote
from generator.model.project_evaluation import ProjectEvaluation
from generator.source.tree import FieldPath

RULE = Rule(
    level=Level.NOTICE,
    title="名称前面带着编码",
    why=(
        "预算管理系统导出的表，把编码和名称印在一格：“318-示例镇人民政府”。编码留在名称里，"
        "列表和页面上都多出一串数字，读者看不懂；各年的编码写法不同，同一个项目、同一个单位也对不上。"
    ),
    mend=(
        "编码移到“主管部门编码”“实施单位编码”“项目编码”，名称只写名称。"
        "数字是名称的一部分、要照录的，写进“核实”。"
    ),
    sources=("已公开的自评表里，有“219-……”“[155]……”“51999923T……-……”这样的主管部门、项目名称",),
    failing="主管部门: 318-示例县水利局",
    passing="{主管部门: 示例县水利局, 主管部门编码: '318'}",
)
_YEAR = r"(?!(?:19|20)\d\d(?!\d)|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?![\dA-Z]))"
_CODE = rf"{_YEAR}(?P<code>\d{{3}}[\dA-Za-z]{{0,40}}(?:[-.]\d{{1,6}})*)"
_BEHIND = r"(?=[\u4e00-\u9fa5“《A-Za-z])"
_BEFORE_NAME = re.compile(
    rf"\s*(?:[\[［【〔]\s*{_CODE}\s*[\]］】〕]\s*[-—–－_:：]?\s*{_BEHIND}"
    rf"|{_CODE.replace('code', 'joined')}\s*[-—–－_:：|｜]{{1,2}}\s*{_BEHIND}"
    rf"|{_YEAR}(?P<long>\d{{5}}[\dA-Z]{{7,}})\s*(?=[\u4e00-\u9fa5“《]))"
)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """The three names of the report and of each project that it covers."""
    report = subject.report
    yield from _in_names(report, report.project_name, ())
    for number, project in enumerate(report.projects):
        yield from _in_names(project, project.name, ("包含项目", number))


def _in_names(part: ProjectEvaluation, name: str, where: FieldPath) -> Iterator[Finding]:
    """`name` is that of the project."""
    for key, code_key, stated, own_code in (
        ("主管部门", "主管部门编码", part.supervising_department, part.supervising_code),
        ("实施单位", "实施单位编码", part.implementing_unit, part.implementing_code),
        ("项目名称", "项目编码", name, part.project_code),
    ):
        found = _BEFORE_NAME.match(stated or "")
        if found and (code := found[str(found.lastgroup)]) != own_code:
            bare = (stated or "")[found.end() :]
            remedy = f"请移到“{code_key}”"
            if own_code:
                remedy = f"“{code_key}”写的是{quote(own_code)}，请核对，从这里删去"
            message = f"“{key}”前面的{quote(code)}像是编码。{remedy}，“{key}”只写{quote(bare)}。"
            yield Finding((*where, key), message)
