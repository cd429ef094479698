"""More staff than authorised posts, without a word on it."""

import re
from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.problems import Level

RULE = Rule(
    level=Level.NOTICE,
    title="实有人数多于编制人数而没有说明",
    why="编制是批准的人数上限。实有人数更多，读者会问多出来的人从哪里来、由谁发工资；也可能是填错了。",
    mend="核对两个数；实有里有编外、借调、退休人员或正在消化的超编人员的，在正文或“职能职责”里写明人数。",
    sources=("地方各级人民政府机构设置和编制管理条例（国务院令第486号）：不得超编制进人",),
    failing="部门整体: {编制人数: 21, 实有人数: 23}",
    passing="部门整体: {编制人数: 23, 实有人数: 21}",
)
_EXPLAINED = re.compile(
    "编外|超编|满编|超配|临聘|聘用|临时|借调|抽调|挂职|跟岗|劳务派遣|劳务|合同制|公益性岗位|辅警|协管|雇员|退休|遗属|购买服务|消化|军转|安置|人员控制数"
    "|三支一扶|西部计划|志愿者|选调|划转|其中(?:在职|在编|行政|事业)"
)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Compare the two, then look for a word."""
    overview = subject.report.overview
    if overview is None or overview.authorised_staff is None or overview.actual_staff is None:
        return
    more = overview.actual_staff - overview.authorised_staff
    texts = [overview.duties or "", overview.main_tasks or "", *subject.explanations]
    if more <= 0 or any(map(_EXPLAINED.search, texts)):
        return
    message = (
        f"实有人数 {overview.actual_staff}，比编制人数 {overview.authorised_staff} 多 {more}，"
        "没有说明。请核对；有编外、借调等人员的，写明人数。"
    )
    yield Finding(("部门整体", "实有人数"), message)
