"""The words of the field as this site uses them: what each figure means and how it is computed.

Sources: 财预〔2020〕10号 (kinds of evaluation, grades, parts of the score), the Sichuan table of
2023 (执行率), 政府信息公开条例 (correction). Definitions are ours, in plain words.
"""

from typing import NamedTuple

ADDRESS = "about/terms/"


class Term(NamedTuple):
    """A word, what it means, and its formula where it has one."""

    name: str
    meaning: str
    formula: str = ""


class Chapter(NamedTuple):
    """Terms that belong together."""

    title: str
    anchor: str
    terms: tuple[Term, ...]


CHAPTERS = (
    Chapter("资金", "money", (
        Term("项目总额", "项目从开始到结束、全部年度要花的钱。分几年支付的项目，它大于任何一年的预算。"),
        Term("年初预算", "年初批准的本年度预算。"),
        Term("全年预算", "本年度的预算；执行中有调整的，是调整后的预算数。"),
        Term("到位", "本年度实际拨到项目上的钱。"),
        Term("支出", "本年度实际花掉的钱，自评表上叫“全年执行数”。"),
        Term("到位率", "计划安排的钱有多少拨到了。100% 说明拨足，不说明花得好。", "到位率 = 到位 ÷ 全年预算 × 100%"),
        Term("执行率", "预算有多少花出去了。100% 只说明当年的预算已经支出，不等于项目的总费用已经付清，也不等于效果好。", "执行率 = 支出 ÷ 全年预算 × 100%"),
    )),
    Chapter("评价结果", "results", (
        Term("绩效指标", "项目事先定下、事后对照的目标：产出（数量、质量、时效、成本）、效益（经济、社会、生态、可持续影响）和满意度。"),
        Term("分值和得分", "每个指标占多少分，这次得了多少分。没有得满分的，表中注明少了几分，报告写了原因的，原因紧跟在指标后面。"),
        Term("偏差原因", "实际完成值与目标值不同时，报告对原因的说明和改进的打算。"),
        Term("自评得分", "各项得分之和，满分一般是 100 分。由评价的单位自己打分，不同单位之间不宜简单比较。"),
        Term("自评等级", "由得分划分的等级。"),
        Term("满意度", "受益群众或服务对象中表示满意的比例。报告没有写调查方法的，本站无从补充。"),
    )),
    Chapter("谁来评价", "who", (
        Term("单位自评", "使用资金的单位自己评价。"),
        Term("部门评价", "主管部门组织的评价。"),
        Term("财政评价", "财政部门组织的评价。"),
        Term("部门整体支出自评", "一个部门对自己全部支出的评价，不是某一个项目的评价。它包含各项目的支出，所以另列，不计入项目的合计。"),
    )),
    Chapter("本站的标注", "marks", (
        Term("部门名称", "报告上的部门名称，是出具报告时的名称。部门后来改了名的，括号里用“今……”注明现在的名称。按部门浏览，用的是现在的名称。"),
        Term("未填报", "报告的表格要求填、报告没有写明的项目。它不等于零，也不等于没有发生；本站不推算、不补写。表格不要求填的不算未填报：列表里写“—”，报告页不列。"),
        Term("自报", "报告自己写的数字。"),
        Term("按数据计算", "本站用报告写明的金额算出的数字，四舍五入，最多两位小数。列表里的金额四舍五入到百元，比率只写到这些金额算得出的位数；精确的金额在报告和数据里。与自报的数字不同的，两个都列出。"),
        Term("合计", "只加预算和支出都填报的报告，执行率就是这两个合计相除；只填了一项的，份数和金额另外写明。部门整体支出和撤回的报告不计入；同一项目有几份评价的，金额只计一次。几个年度加在一起的，写明“各年度相加”：上年结转的资金会在两个年度里各计一次。"),
        Term("数据说明", "公开单位提请读者留意的地方，例如数字之间不一致而报告没有解释。"),
        Term("更正", "报告公开以后所作的改动，写明日期和内容。"),
        Term("撤回", "报告不再有效。网址保留，写明撤回的日期和理由。"),
    )),
)  # fmt: skip

NAMES = frozenset(term.name for chapter in CHAPTERS for term in chapter.terms)
