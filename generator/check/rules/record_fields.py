"""What the catalogue of published information needs of a report, and the report does not state."""

from collections.abc import Collection, Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.model.problems import Level

RULE = Rule(
    level=Level.NOTICE,
    title="报告日期、索引号、项目编码没有填",
    why="公开目录要有索引、名称、内容概述和生成日期；项目编码用来把报告和预算、决算对上。缺了它们，报告不好查找和引用。",
    mend="报告上有的照着填；索引号由公开平台编，项目编码在预算管理一体化系统里查。查不到的留空，不要编造。",
    sources=("《政府信息公开条例》第十二条：公开目录包括索引、名称、内容概述、生成日期等",),
    failing="索引号:",
    passing="索引号: SLX-2024-0031",
)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """One finding that names all that is missing; a form that lists its cells asks for no other."""
    report, form = subject.report, subject.form
    stated = {
        "报告日期": report.report_date,
        "索引号": report.index_number,
        "项目编码": report.project_code,
    }
    not_asked: Collection[str] = form.unasked if form else ()
    if form and form.parts:
        asked = {part.field for part in form.parts if not part.is_optional}
        not_asked = set(stated) - asked
    missing = [name for name, value in stated.items() if value is None and name not in not_asked]
    if missing:
        names = "、".join(f"“{name}”" for name in missing)
        yield Finding((missing[0],), f"没有填{names}。知道的请补上；确实没有的留空，不要编造。")
