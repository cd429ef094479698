"""PDF files that no office program made: tables with lines and without, many pages, no text."""

import io
from pathlib import Path

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.platypus import Image as Picture

from tests.support.drawn_tables import lined, printed, space, unlined
from tests.support.import_sources import Source

_HUNAN = """
项目名称 | 农贸市场升级改造 | < | < | < | <
项目单位 | 示例县甲镇人民政府 | < | 主管部门 | 示例县财政局 | <
项目起止时间 | 2020年3月至2020年11月 | < | 负责人及电话 | 示例戊 13900000000 | <
资金来源 | 计划安排资金（万元） | 实际到位资金（万元） | 实际支出（万元） | 结余（万元） | <
合计 | 180 | 165 | 163.4 | 1.6 | <
省财政 | 100 | 100 | 100 | 0 | <
县财政 | 80 | 65 | 63.4 | 1.6 | <
支出内容 | 计划支出数 | < | 实际支出数 | 会计凭证号 | <
雨棚和地面 | 112 | < | 103.1 | 6月52号 | <
水电改造 | 68 | < | 60.3 | 11月17号 | <
项目绩效定性目标 | 预期目标 | < | 实际完成 | < | <
^ | 改善市场环境，方便群众购物。 | < | 市场面貌改善，摊位全部入场经营。 | < | <
一级指标 | 二级指标 | 指标内容 | 指标（目标）值 | 实际完成值 | <
产出指标 | 数量指标 | 改造面积 | 3200平方米 | 3210平方米 | <
^ | 时效指标 | 完工时间 | 2020年10月 | 2020年11月 | <
效益指标 | 社会效益 | 入场摊位 | 96个 | 101个 | <
满意度指标 | 服务对象满意度 | 经营户满意度 | 90% | 88% | <
绩效自评综合得分 | 92 | < | 评价等次 | 优秀 | <
"""
_ANHUI = """
项目名称 | 巡逻防控设备购置 | < | < | < | < | <
主管部门 | 示例县公安局 | < | 实施单位 | 示例县公安局 | < | <
项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 得分
 | 年度资金总额 | 64.0 | 58.3 | 58.3 | 10 | 10
 | 其中：本年财政拨款 | 64.0 | 58.3 | 58.3 | |
 | 其他资金 | 0.0 | 0.0 | 0.0 | |
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标（50分） | 数量指标 | 执法记录仪 | ≥60台 | 62台 | 30 | 30
产出指标（50分） | 质量指标 | 验收合格率 | 100% | 100% | 20 | 20
效益指标（30分） | 社会效益指标 | 警情处置时间 | ≤8分钟 | 7.4分钟 | 30 | 30
满意度指标（10分） | 满意度指标 | 群众满意度 | ≥90% | 93.2% | 10 | 10
总分 | | | | | 100 | 100
"""


def _with_lines(folder: Path) -> None:
    (folder / "专项.pdf").write_bytes(
        printed(
            "#专项资金绩效评价自评报告",
            "报告日期：2021年3月26日",
            "",
            lined(_HUNAN, [2, 2, 2, 2, 2, 1]),
            foot="第{}页",
        )
    )


def _without_lines(folder: Path) -> None:
    (folder / "自评.pdf").write_bytes(
        printed(
            "#2023年度项目支出绩效自评表",
            space(12),
            unlined(_ANHUI, [2.8, 2.8, 2, 1.6, 1.6, 1, 1]),
        )
    )


_SECTIONS = {
    "基本情况": "项目由示例县交通运输局组织实施，建设内容为路面改造、桥涵加固和安全设施。",
    "绩效评价工作开展情况": "评价组查阅资料，走访沿线村组，核对计量和支付台账。",
    "存在的问题及原因分析": "部分路段边沟没有同步清理，雨后路肩冲刷，养护责任没有落实到人。",
}
_OFTEN = 640  # paragraphs of a section


def _long(folder: Path) -> None:
    lines = ["#示例县农村公路提质改造项目绩效评价报告", "（2022年度）"]
    for number, (heading, text) in zip("一二三", _SECTIONS.items(), strict=True):
        lines.append(f"{number}、{heading}")
        lines += [f"{text}第{one}段。" for one in range(1, _OFTEN + 1)]
    (folder / "报告.pdf").write_bytes(printed(*_apart(lines)))


def _apart(lines: list[str]) -> list[str]:
    """A new page after every tenth line, so that there are two hundred."""
    found: list[str] = []
    for at, line in enumerate(lines):
        found += [line] if at % 10 or not at else ["", line]
    return found


def _sections() -> str:
    """The sections as YAML: one paragraph a line."""
    return "".join(
        f"  {heading}: |\n" + "".join(f"    {text}第{one}段。\n" for one in range(1, _OFTEN + 1))
        for heading, text in _SECTIONS.items()
    )


def _picture() -> Picture:
    stream = io.BytesIO()
    Image.new("L", (600, 840), 210).save(stream, "PNG")
    stream.seek(0)
    return Picture(stream, 440, 610)


def _scanned(folder: Path) -> None:
    (folder / "扫描件.pdf").write_bytes(printed(_picture(), "", _picture(), foot=""))


def _half_scanned(folder: Path) -> None:
    (folder / "自评报告.pdf").write_bytes(
        printed(
            "#示例县民政局2023年高龄津贴项目绩效自评报告",
            "一、项目概况",
            "为80岁以上老人发放高龄津贴，全年预算214万元。",
            "二、存在的问题",
            "个别老人去世后信息核减不及时。",
            ">示例县民政局",
            ">2024年2月19日",
            "",
            _picture(),
            foot="",
        )
    )


def _locked(folder: Path) -> None:
    data = printed("#2023年度项目支出绩效自评表", encrypt=StandardEncryption("示例", "admin"))
    (folder / "加密.pdf").write_bytes(data)


def _cut_off(folder: Path) -> None:
    _with_lines(folder)
    file = folder / "专项.pdf"
    file.write_bytes(file.read_bytes()[:900])


SOURCES = [
    Source(
        "湖南专项、画线的表",
        _with_lines,
        expected="""
项目名称: 农贸市场升级改造
标题: 专项资金绩效评价自评报告
部门: 示例县甲镇人民政府
年度: 2020
评价类型: 单位自评
表单: hunan-zhuanxiang-biao
报告日期: 2021-03-26
主管部门: 示例县财政局
实施单位: 示例县甲镇人民政府
开始时间: 2020-03
结束时间: 2020-11
年度目标:
  - {预期: 改善市场环境，方便群众购物。, 实际: 市场面貌改善，摊位全部入场经营。}
资金:
  单位: 万元
  全年预算: 180
  到位: 165
  支出: 163.4
  结余: 1.6
  来源:
    - {名称: 省财政, 全年预算: 100, 到位: 100, 支出: 100, 结余: 0}
    - {名称: 县财政, 全年预算: 80, 到位: 65, 支出: 63.4, 结余: 1.6}
支出明细:
  - {名称: 雨棚和地面, 计划: 112, 支出: 103.1, 凭证号: 6月52号}
  - {名称: 水电改造, 计划: 68, 支出: 60.3, 凭证号: 11月17号}
指标:
  - {一级: 产出指标, 二级: 数量指标, 三级: 改造面积, 目标值: 3200平方米, 完成值: 3210平方米}
  - {一级: 产出指标, 二级: 时效指标, 三级: 完工时间, 目标值: 2020年10月, 完成值: 2020年11月}
  - {一级: 效益指标, 二级: 社会效益, 三级: 入场摊位, 目标值: 96个, 完成值: 101个}
  - {一级: 满意度指标, 二级: 服务对象满意度, 三级: 经营户满意度, 目标值: 90%, 完成值: 88%}
自评: {得分: 92, 其他等级: 优秀}
""",
    ),
    Source(
        "安徽、没有画线的表",
        _without_lines,
        expected="""
项目名称: 巡逻防控设备购置
标题: 2023年度项目支出绩效自评表
部门: 示例县公安局
年度: 2023
评价类型: 单位自评
表单: anhui
主管部门: 示例县公安局
实施单位: 示例县公安局
资金:
  单位: 万元
  年初预算: 64.0
  全年预算: 58.3
  支出: 58.3
  分值: 10
  得分: 10
  来源:
    - {名称: 本年财政拨款, 年初预算: 64.0, 全年预算: 58.3, 支出: 58.3}
    - {名称: 其他资金, 年初预算: 0.0, 全年预算: 0.0, 支出: 0.0}
自评: {总分: 100, 得分: 100}
指标:
  - {一级: 产出指标（50分）, 二级: 数量指标, 三级: 执法记录仪, 目标值: ≥60台, 完成值: 62台, 分值: 30, 得分: 30}
  - {一级: 产出指标（50分）, 二级: 质量指标, 三级: 验收合格率, 目标值: 100%, 完成值: 100%, 分值: 20, 得分: 20}
  - {一级: 效益指标（30分）, 二级: 社会效益指标, 三级: 警情处置时间, 目标值: ≤8分钟, 完成值: 7.4分钟, 分值: 30, 得分: 30}
  - {一级: 满意度指标（10分）, 二级: 满意度指标, 三级: 群众满意度, 目标值: ≥90%, 完成值: 93.2%, 分值: 10, 得分: 10}
""",
    ),
    Source(
        "二百页",
        _long,
        expected=f"""
项目名称: 示例县农村公路提质改造
标题: 示例县农村公路提质改造项目绩效评价报告（2022年度）
部门: 示例县交通运输局
年度: 2022
评价类型: 单位自评
表单: xiangmu-pingjia
正文:
{_sections()}
""",
    ),
    Source(
        "后面附着扫描的一页",
        _half_scanned,
        message="第 2 页是图片",
        expected="""
项目名称: 高龄津贴
标题: 示例县民政局2023年高龄津贴项目绩效自评报告
部门: 示例县民政局
年度: 2023
评价类型: 单位自评
表单: zi-you
报告日期: 2024-02-19
资金: {单位: 万元, 全年预算: 214}
正文:
  项目概况: 为80岁以上老人发放高龄津贴，全年预算214万元。
  存在的问题: 个别老人去世后信息核减不及时。
""",
    ),
    Source("扫描件", _scanned, message="没有文字"),
    Source("加密的pdf", _locked, message="去掉密码"),
    Source("不完整的pdf", _cut_off, message="损坏"),
]
