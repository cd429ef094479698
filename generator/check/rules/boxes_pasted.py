"""The check boxes of a form, pasted with all their answers where one was ticked."""

import re
from collections.abc import Iterator

from generator.check.report_parts import parts
from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.problems import Level, quote
from generator.model.project_evaluation import ProjectEvaluation

RULE = Rule(
    level=Level.NOTICE,
    title="选择框原样粘贴",
    why=(
        "“1、常年性项目□ 2、延续性项目☑”里只有一项是答案。原样粘贴，读者要自己找勾在哪里；"
        "方框变成“口”字的，更看不出。"
    ),
    mend="只写打了勾的那一项，如 延续性项目。几项都勾了的，用顿号隔开。",
    sources=("云南省 2023 年度部门项目支出绩效自评表：项目类别、项目属性、项目类型三栏",),
    failing="项目类型: 1、常年性项目口 2、延续性项目☑ 3、一次性项目口",
    passing="项目类型: 延续性项目",
)
_TICK = re.compile("[☑☒✓✔√■]")
_BOX = re.compile(r"[□☐]|口(?=[\s\d、，,；;（(]|\Z)(?<![人窗路门港出入进端接缺]口)")
_FIELDS = (
    ("项目类别", "project_category"),
    ("项目属性", "project_nature"),
    ("项目类型", "project_kind"),
)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Each of the three fields of the report and of each project that it covers."""
    for where, part in parts(subject):
        for found in _in_fields(part.project or part.report):
            yield found._replace(where=(*where, *found.where))


def _in_fields(part: ProjectEvaluation) -> Iterator[Finding]:
    """Boxes of which none is ticked are told where there are two."""
    for key, field in _FIELDS:
        answer = getattr(part, field) or ""
        if _TICK.search(answer):
            message = f"“{key}”里有选择框：{quote(answer, 30)}。请只写打了勾的那一项。"
            yield Finding((key,), message)
        elif len(_BOX.findall(answer)) > 1:
            message = (
                f"“{key}”里有选择框，看不出勾了哪一项：{quote(answer, 30)}。"
                "请对照原件，只写打了勾的那一项；都没有勾的，留空。"
            )
            yield Finding((key,), message)
