"""Pay and social insurance of the staff, reported as if they were a project."""

import re
from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.choices import EvaluationType
from generator.model.problems import Level, quote
from generator.source.tree import FieldPath

RULE = Rule(
    level=Level.NOTICE,
    title="人员经费写成了项目",
    why="在职人员的工资、社会保险缴费、公积金是基本支出，不是项目支出；给它们定产出和效益指标，写出来的都是套话。",
    mend="核对这一项是不是项目支出；财政部门要求人员类项目也填表的，照填，写进“核实”。",
    sources=(
        "中华人民共和国预算法实施条例，第十九条：基本支出是为保障机构正常运转、完成日常工作任务的支出，包括人员支出和公用支出",
    ),
    failing="项目名称: 工资性支出",
    passing="项目名称: 农民工工资支付保障工作经费",
)
_PAY = re.compile(
    "(?:^|[-—－0-9a-zA-Z（）()年度]|本级|机关|单位|人员|职工|在职|局|委|办|镇|乡|校|院|和|及|的)"
    "(?:工资性支出|工资福利支出|基本工资|工资(?:和|及|、)?津(?:贴)?补贴|在职人员经费|在编人员经费|人员类项目|人员支出"
    "|离退休人员经费|离退休费|(?:社会保障|社保|社会保险)(?:缴费|缴款)|机关事业单位基本养老保险(?:缴费|单位缴费)?"
    "|职业年金(?:缴费|单位缴费)?|住房公积金(?:缴费|单位缴费|缴存)?|公务员医疗补助(?:缴费)?|职工基本医疗保险(?:缴费)?)"
    "(?:支出|项目|经费)?(?:[（(][^）)]*[）)])?$"
)
# Paid for others than the unit's own staff.
_FOR_OTHERS = re.compile("代缴|困难|就业|残疾|公益性?岗位|居民|农民|村干部|企业|参保")


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Look at the names of the project, and of all projects of the report."""
    report = subject.report
    if report.evaluation_type is EvaluationType.OVERALL:
        return
    names: list[tuple[FieldPath, str]] = [(("项目名称",), report.project_name)]
    names += [
        (("包含项目", number, "项目名称"), one.name) for number, one in enumerate(report.projects)
    ]
    for where, name in names:
        if _PAY.search(name) and not _FOR_OTHERS.search(name):
            message = (
                f"{quote(name)}是人员经费，属于基本支出，不是项目支出。"
                "请核对；财政部门要求填表的，照填并写进“核实”。"
            )
            yield Finding(where, message)
