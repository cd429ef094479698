"""What Word keeps beside the text: revisions, comments, notes, text boxes, fields, hidden words."""

from pathlib import Path

from tests.support.import_sources import Source
from tests.support.word_files import cell, complex_field, paragraph, row, run, text_box
from tests.support.word_tables import save, table_of

_BY = 'w:id="7" w:author="示例甲" w:date="2024-01-05T09:00:00Z"'


def _inserted(text: str) -> str:
    return f"<w:ins {_BY}>{run(text)}</w:ins>"


def _deleted(text: str) -> str:
    return f"<w:del {_BY}>{run(text).replace('w:t', 'w:delText')}</w:del>"


def _moved(text: str, way: str) -> str:
    return (f'<w:move{way}RangeStart {_BY} w:name="move1"/><w:move{way} {_BY}>{run(text)}'
            f'</w:move{way}><w:move{way}RangeEnd w:id="7"/>')  # fmt: skip


def _revised(folder: Path) -> None:
    """Figures struck out and typed anew, a row deleted, a paragraph moved, remarks of a reader."""
    gone = row(*map(cell, ("效益指标", "生态效益指标", "植被恢复", "≥5亩", "5亩", "10", "10", "")),
               properties=f"<w:del {_BY}/>")  # fmt: skip
    gone = gone.replace("<w:r>", f"<w:del {_BY}><w:r>").replace("</w:r>", "</w:r></w:del>")
    table = table_of("""
项目名称 | 河道保洁 | < | < | < | < | < | <
主管部门 | 示例县水利局 | < | < | < | 实施单位 | 示例县水利局 | <
项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | 48.00 | 48.00 | #支出 | 10 | #率 | 9.8
^ | 其中：当年财政拨款 | 48.00 | 48.00 | 47.04 | — | 98% | —
年度总体目标 | 预期目标 | < | < | 实际完成情况 | < | < | <
^ | 保洁河道36公里 | < | < | 保洁河道36公里 | < | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
产出指标 | 数量指标 | 保洁河道长度 | ≥36公里 | 36公里 | 50 | 50 |
效益指标 | 社会效益指标 | 群众投诉 | ≤3件 | #投诉 | 30 | 30 |
满意度指标 | 服务对象满意度指标 | 沿河居民满意度 | ≥90% | 92% | 10 | 10 |
总分 | < | < | < | < | 100 | 99.8 |
""")  # fmt: skip
    remark = '<w:commentRangeStart w:id="1"/>{}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    table = table.replace(run("#支出"), _deleted("46.50") + _inserted("47.04"))
    table = table.replace(run("#率"), run("9") + _deleted("6.88") + _inserted("8") + run("%"))
    table = table.replace(run("#投诉"), remark.format(run("2件")))
    at = table.index("<w:tr><w:tc><w:tcPr><w:tcW w:w=\"1125\" w:type=\"dxa\"/></w:tcPr><w:p><w:r><w:t xml:space=\"preserve\">满意度指标")  # fmt: skip
    table = table[:at] + gone + table[at:]
    save(
        folder, "河道保洁自评表.docx", paragraph(f"{run('项目支出绩效')}{_deleted('评价')}{_inserted('自评')}{run('表')}"),
        f"<w:p>{_moved('（2023年度）', 'To')}</w:p>", f"<w:p>{_moved('（2023年度）', 'From')}</w:p>", table,
        comments=f'<w:comment w:id="1" w:author="示例乙">{paragraph("去年是5件，请核实")}</w:comment>',
    )  # fmt: skip


_REVISED = """
项目名称: 河道保洁
标题: 项目支出绩效自评表（2023年度）
部门: 示例县水利局
年度: 2023
评价类型: 单位自评
表单: zhongyang-2020
主管部门: 示例县水利局
实施单位: 示例县水利局
年度目标: [{预期: 保洁河道36公里, 实际: 保洁河道36公里}]
资金:
  单位: 万元
  年初预算: 48.00
  全年预算: 48.00
  支出: 47.04
  分值: 10
  得分: 9.8
  来源: [{名称: 当年财政拨款, 年初预算: 48.00, 全年预算: 48.00, 支出: 47.04, 分值: —, 执行率: 98%, 得分: —}]
自评: {执行率: 98%, 总分: 100, 得分: 99.8}
指标:
  - {一级: 产出指标, 二级: 数量指标, 三级: 保洁河道长度, 目标值: ≥36公里, 完成值: 36公里, 分值: 50, 得分: 50}
  - {一级: 效益指标, 二级: 社会效益指标, 三级: 群众投诉, 目标值: ≤3件, 完成值: 2件, 分值: 30, 得分: 30}
  - {一级: 满意度指标, 二级: 服务对象满意度指标, 三级: 沿河居民满意度, 目标值: ≥90%, 完成值: 92%, 分值: 10, 得分: 10}
"""


def _noted(folder: Path) -> None:
    """A cover in a text box, notes at the foot and at the end, a hidden prompt, fields, ruby."""
    hidden = run("（此处填写项目概况，300字以内）", "<w:vanish/>")
    note = '<w:r><w:{0}Reference w:id="2"/></w:r>'
    box = paragraph("示例县卫生健康局") + paragraph("2024年4月11日")
    save(
        folder, "疫苗冷链.docx", "{居中}2023年疫苗冷链建设项目绩效自评报告",
        paragraph(text_box(box)),
        "一、基本情况", paragraph(run("采购冷藏车2辆、冰箱54台，预算132万元。") + hidden),
        "二、资金使用及管理",
        paragraph(run("全年预算132万元，支出") + complex_field(" REF 支出 \\h ", run("128.7"))
                  + run("万元，执行率97.5%") + note.format("footnote") + run("。")),
        "三、组织实施情况", paragraph(run("公开招标，") + '<w:smartTag w:element="date">' + run("9月20日")
                              + "</w:smartTag>" + run("验收") + note.format("endnote") + run("。")),
        "四、存在的问题及原因", "村卫生室供电不稳。", "五、有关建议", "配备备用电源。",
        footnotes='<w:footnote w:id="2">' + paragraph("按支付系统口径。") + "</w:footnote>",
        endnotes='<w:endnote w:id="2">' + paragraph("验收单存县疾控中心。") + "</w:endnote>",
        header1=paragraph("示例县2023年度绩效自评"), footer1=paragraph(complex_field("PAGE", run("1"))),
    )  # fmt: skip


_NOTED = """
项目名称: 疫苗冷链建设
标题: 2023年疫苗冷链建设项目绩效自评报告
部门: 示例县卫生健康局
年度: 2023
评价类型: 单位自评
报告日期: 2024-04-11
表单: duanwen
资金: {单位: 万元, 全年预算: 132, 支出: 128.7}
自评: {执行率: 97.5%}
正文:
  基本情况: 采购冷藏车2辆、冰箱54台，预算132万元。
  资金使用及管理: 全年预算132万元，支出128.7万元，执行率97.5%。
  组织实施情况: 公开招标，9月20日验收。
  存在的问题及原因: 村卫生室供电不稳。
  有关建议: 配备备用电源。
原文未能归类: |
  1按支付系统口径。
  i验收单存县疾控中心。
"""

SOURCES = [
    Source("修订：改数、删行、移动、批注", _revised, _REVISED),
    Source("文本框、脚注、尾注、隐藏文字", _noted, _NOTED),
]
