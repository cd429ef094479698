"""Workbooks: written as WPS writes them, flat indicators, dates, none at all."""

from pathlib import Path
from xml.sax.saxutils import escape

from tests.support.compound import compound
from tests.support.grids import GridCell, cells_of
from tests.support.import_sources import Source
from tests.support.word_files import zipped
from tests.support.workbook_files import Sheet, workbook

_HUBEI = """
附表2 | < | < | < | < | < | <
2022年度流动图书车项目自评表 | < | < | < | < | < | <
项目单位（盖章）：示例县文化和旅游局 | < | < | < | 填报日期：2023.5.19 | < | <
项目名称 | 流动图书车 | < | < | < | < | <
主管部门 | 示例县文化和旅游局 | < | 项目实施单位 | 示例县图书馆 | < | <
项目类别 | 1、部门预算项目 □　2、县直专项 ☑　3、县对下转移支付项目 □ | < | < | < | < | <
项目属性 | 1、持续性项目 ☑　2、新增性项目 □ | < | < | < | < | <
项目类型 | 1、常年性项目 ☑　2、延续性项目 □　3、一次性项目 □ | < | < | < | < | <
预算执行情况（万元）（20分） | < | 预算数（A） | 执行数（B） | 执行率（B/A） | 得分（20分×执行率） | <
^ | 年度财政资金总额 | 16 | 14.4 | 90% | 18 | <
年度绩效目标（80分） | 一级指标 | 二级指标 | 三级指标 | 年初目标值（A） | 实际完成值（B） | 得分
^ | 产出指标 | 数量指标 | 下乡服务 | 60次 | 63次 | 20
^ | ^ | ^ | 更新图书 | 2000册 | 1860册 | 18
^ | ^ | 质量指标 | 图书完好率 | ≥95% | 97.2% | 10
^ | 效益指标 | 社会效益 | 借阅人次 | 1.2万人次 | 1.4万人次 | 20
^ | 满意度指标 | 读者 | 读者满意度 | ≥90% | 94% | 10
总分 | < | < | < | < | < | 96
偏差大或目标未完成原因分析 | 四季度图书到货晚，部分次年入藏。 | < | < | < | < | <
改进措施及结果应用方案 | 上半年完成图书采购。 | < | < | < | < | <
"""
_NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _by_wps(folder: Path) -> None:
    """Shared strings in runs with readings beside them, inline strings, cached formulas."""
    cells = cells_of(_HUBEI)
    shared: list[str] = []
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(_wps_cell(cell, shared))
    data = "".join(
        f'<row r="{at + 1}" spans="1:7">{"".join(one)}</row>' for at, one in rows.items()
    )
    merged = "".join(
        f'<mergeCell ref="{_at(one.row, one.column)}:'
        f'{_at(one.row + one.down - 1, one.column + one.across - 1)}"/>'
        for one in cells
        if one.across * one.down > 1
    )
    files = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
        ),
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook {_NAMESPACE} xmlns:r="{_RELATION}"><fileVersion appName="xl" lastEdited="3"/>'
            '<sheets><sheet name="附表2" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": (
            f"<worksheet {_NAMESPACE}><sheetPr/><sheetData>{data}</sheetData>"
            f"<mergeCells>{merged}</mergeCells></worksheet>"
        ),
        "xl/sharedStrings.xml": f"<sst {_NAMESPACE}>{''.join(shared)}</sst>",
    }
    (folder / "附表2.xlsx").write_bytes(zipped(files))


def _wps_cell(cell: GridCell, shared: list[str]) -> str:
    """In turn a shared string of two runs, an inline string, a formula with its text, a number."""
    reference, text = _at(cell.row, cell.column), escape(cell.text)
    if cell.text.replace(".", "").isdigit():
        return f'<c r="{reference}"><v>{text}</v></c>'
    turn = (cell.row + cell.column) % 3
    if turn == 1:
        return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'
    if turn == 2:
        return f'<c r="{reference}" t="str"><f>Sheet2!A1</f><v>{text}</v></c>'
    half = len(cell.text) // 2
    runs = "".join(
        f'<r><rPr><sz val="11"/></rPr><t xml:space="preserve">{escape(one)}</t></r>'
        for one in (cell.text[:half], cell.text[half:])
    )
    shared.append(f'<si>{runs}<rPh sb="0" eb="1"><t>ping</t></rPh></si>')
    return f'<c r="{reference}" t="s"><v>{len(shared) - 1}</v></c>'


def _at(row: int, column: int) -> str:
    return f"{'ABCDEFG'[column]}{row + 1}"


def _relations(*parts: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


_CHONGQING = """
2022年度项目绩效自评表 | < | < | < | < | < | < | <
主管部门 | 示例县农业农村局 | 项目名称 | 秸秆综合利用 | < | 填报日期 | 2023-03-14#yyyy/m/d | <
项目联系人 | 示例丁 | 联系电话 | 0999-8500177 | < | 自评总分（分） | 95.64 | <
项目资金情况（万元） | 年初预算数 | 全年（调整）预算数 | 全年执行数 | 执行率（%） | 执行率权重 | 执行率得分（分） |
年度总金额 | 210#0.00 | 188#0.00 | 181.23#0.00 | 96.4#0.00 | 10 | 9.64 |
其中：市级支出 | 110#0.00 | 100#0.00 | 100#0.00 | / | / | / |
县级支出 | 100#0.00 | 88#0.00 | 81.23#0.00 | / | / | / |
当年绩效目标 | 年初绩效目标 | < | 全年（调整）绩效目标 | < | 全年目标实际完成情况 | < | <
^ | 秸秆还田2.1万亩。 | < | 秸秆还田1.9万亩。 | < | 秸秆还田1.88万亩，综合利用率90.2%。 | < | <
绩效指标 | 指标名称 | 计量单位 | 指标性质 | 指标值 | 指标权重（分） | 全年完成值 | 指标得分（分）
^ | 秸秆还田面积 | 万亩 | ≥ | 1.9#0.00 | 40 | 1.88#0.00 | 36
^ | 综合利用率 | % | ≥ | 90 | 30 | 90.2 | 30
^ | 亩均补助 | 元/亩 | '= | 50 | 10 | 50 | 10
^ | 农户满意度 | % | ≥ | 85 | 10 | 91 | 10
说明 | 面积按年中调整后的计划评分。 | < | < | < | < | < | <
"""


def _chongqing(folder: Path) -> None:
    workbook(folder / "自评.xlsx", Sheet("秸秆", _CHONGQING))


def _without_results(folder: Path) -> None:
    """Formulas that no program has computed: their results stand nowhere."""
    drawing = """
    2023年度桥梁检测项目支出绩效自评表 | < | < | < | < | <
    项目名称 | 桥梁检测 | < | 主管部门 | 示例县交通运输局 | <
    项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 执行率
    ^ | 年度资金总额 | 33 | 33 | 31.5 | =E4/D4#0.00%
    一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
    产出指标 | 检测桥梁 | 21座 | 21座 | 90 | 90
    总分 | | | | =10+E6 | =ROUND(10*F4,2)+F6
    """
    workbook(folder / "桥梁检测.xlsx", Sheet("Sheet1", drawing))


def _locked(folder: Path) -> None:
    data = compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"x" * 9000})
    (folder / "自评表（加密）.xlsx").write_bytes(data)


def _cut_off(folder: Path) -> None:
    _chongqing(folder)
    file = folder / "自评.xlsx"
    file.write_bytes(file.read_bytes()[:-700])


def _blank(folder: Path) -> None:
    workbook(folder / "空表.xlsx", Sheet("Sheet1", ""), Sheet("Sheet2", ""))


SOURCES = [
    Source(
        "湖北、WPS写的xlsx",
        _by_wps,
        expected="""
项目名称: 流动图书车
标题: 2022年度流动图书车项目自评表
部门: 示例县文化和旅游局
年度: 2022
评价类型: 单位自评
表单: hubei-20
报告日期: 2023-05-19
主管部门: 示例县文化和旅游局
实施单位: 示例县图书馆
项目类别: 县直专项
项目属性: 持续性项目
项目类型: 常年性项目
资金: {单位: 万元, 全年预算: 16, 支出: 14.4, 得分: 18}
自评: {执行率: 90%, 得分: 96}
指标:
  - {一级: 产出指标, 二级: 数量指标, 三级: 下乡服务, 目标值: 60次, 完成值: 63次, 得分: 20}
  - {一级: 产出指标, 二级: 数量指标, 三级: 更新图书, 目标值: 2000册, 完成值: 1860册, 得分: 18}
  - {一级: 产出指标, 二级: 质量指标, 三级: 图书完好率, 目标值: ≥95%, 完成值: 97.2%, 得分: 10}
  - {一级: 效益指标, 二级: 社会效益, 三级: 借阅人次, 目标值: 1.2万人次, 完成值: 1.4万人次, 得分: 20}
  - {一级: 满意度指标, 二级: 读者, 三级: 读者满意度, 目标值: ≥90%, 完成值: 94%, 得分: 10}
结论:
  原因分析: 四季度图书到货晚，部分次年入藏。
  改进措施: 上半年完成图书采购。
""",
    ),
    Source(
        "重庆、指标不分级、日期",
        _chongqing,
        expected="""
项目名称: 秸秆综合利用
标题: 2022年度项目绩效自评表
部门: 示例县农业农村局
年度: 2022
评价类型: 单位自评
表单: chongqing
报告日期: 2023-03-14
主管部门: 示例县农业农村局
年度目标:
  - {预期: 秸秆还田2.1万亩。, 调整: 秸秆还田1.9万亩。, 实际: 秸秆还田1.88万亩，综合利用率90.2%。}
资金:
  单位: 万元
  年初预算: 210.00
  全年预算: 188.00
  支出: 181.23
  分值: 10
  得分: 9.64
  来源:
    - {名称: 市级支出, 年初预算: 110.00, 全年预算: 100.00, 支出: 100.00, 执行率: /, 分值: /, 得分: /}
    - {名称: 县级支出, 年初预算: 100.00, 全年预算: 88.00, 支出: 81.23, 执行率: /, 分值: /, 得分: /}
自评: {执行率: 96.40%, 得分: 95.64}
指标:
  - {三级: 秸秆还田面积, 单位: 万亩, 性质: ≥, 目标值: 1.90, 分值: 40, 完成值: 1.88, 得分: 36}
  - {三级: 综合利用率, 单位: "%", 性质: ≥, 目标值: 90, 分值: 30, 完成值: 90.2, 得分: 30}
  - {三级: 亩均补助, 单位: 元/亩, 性质: =, 目标值: 50, 分值: 10, 完成值: 50, 得分: 10}
  - {三级: 农户满意度, 单位: "%", 性质: ≥, 目标值: 85, 分值: 10, 完成值: 91, 得分: 10}
结论: {其他说明: 面积按年中调整后的计划评分。}
""",
    ),
    Source(
        "公式没有存着的结果",
        _without_results,
        message="没有存算出的结果",
        expected="""
项目名称: 桥梁检测
标题: 2023年度桥梁检测项目支出绩效自评表
部门: 示例县交通运输局
年度: 2023
评价类型: 单位自评
表单: zhongyang-2020
主管部门: 示例县交通运输局
资金: {单位: 万元, 年初预算: 33, 全年预算: 33, 支出: 31.5}
指标:
  - {一级: 产出指标, 三级: 检测桥梁, 目标值: 21座, 完成值: 21座, 分值: 90, 得分: 90}
""",
    ),
    Source("加密的工作簿", _locked, message="去掉密码"),
    Source("不完整的工作簿", _cut_off, message="损坏"),
    Source("没有字的工作簿", _blank, message="没有文字"),
]
