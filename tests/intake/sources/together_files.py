"""Several files: a table and its narrative, archives, a folder of a year, the same file twice."""

import io
import zipfile
from pathlib import Path

from tests.support.grids import word_table
from tests.support.import_sources import Source
from tests.support.word_files import paragraph, word_file
from tests.support.workbook_files import Sheet, workbook

_TABLE = """
项目支出绩效自评表（2022年度） | < | < | < | < | < | <
项目名称 | 数字化教学设备 | < | < | < | < | <
主管部门 | 示例县教育局 | < | 实施单位 | 示例县教育局 | < | <
项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 得分
^ | 年度资金总额 | 150 | 138.9 | 138.9 | 10 | 10
^ | 当年财政拨款 | 150 | 138.9 | 138.9 | |
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分
^ | 产出指标 | 数量指标 | 更换电子白板 | ≥120套 | 121套 | 50
^ | 效益指标 | 社会效益指标 | 受益班级 | ≥120个 | 121个 | 30
^ | 满意度指标 | 服务对象满意度指标 | 教师满意度 | ≥90% | 94% | 10
总分 | < | < | < | < | < | 100
"""
_TEXT = """示例县教育局2022年数字化教学设备项目绩效自评报告
一、项目基本情况
为全县中小学更换教学设备。
二、取得的成效
教师使用新设备授课的比例提高。
三、存在的问题
设备使用培训不够。
示例县教育局
2023年3月30日
"""


def _table_and_text(folder: Path) -> None:
    workbook(folder / "附件1.自评表.xlsx", Sheet("Sheet1", _TABLE))
    lines = "".join(map(paragraph, _TEXT.strip().split("\n")))
    (folder / "附件2.自评报告.docx").write_bytes(word_file(lines))


def _narrative(department: str, year: int, project: str, goal: str, problem: str) -> str:
    return (
        f"{department}{year}年度{project}项目支出绩效自评报告\n"
        f"一、项目概况\n{goal}\n二、存在问题\n{problem}\n{department}\n{year + 1}年4月2日\n"
    )


_LAMPS = _narrative(
    "示例县甲镇人民政府", 2023, "背街小巷路灯", "安装路灯210盏。", "两条巷道因电缆迁改晚装。"
)
_CLINIC = _narrative(
    "示例县卫生健康局", 2023, "村医培训", "培训村医266人次。", "冬季培训缺勤较多。"
)


def _archive(folder: Path) -> None:
    """An archive as Windows makes it: names in GBK, without the mark of UTF-8."""
    stream = io.BytesIO()
    names = {"aaaaaaaa/bbbb.txt": "自评材料/路灯.txt", "aaaaaaaa/cccc.txt": "自评材料/培训.txt"}
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in zip(names, (_LAMPS, _CLINIC), strict=True):
            package.writestr(name, text.encode("gb18030"))
    data = stream.getvalue()
    for name, shown in names.items():
        data = data.replace(name.encode(), shown.encode("gbk").ljust(len(name), b"_"))
    (folder / "自评材料.zip").write_bytes(data)


_PENSION = """
2021年度绩效目标自评表 | < | < | < | < | < | <
项目名称 | 困难残疾人生活补贴 | < | 主管部门 | [134]示例县民政局 | < | <
资金情况（万元） | | 全年预算数（A） | 全年执行数（B） | 分值 | 执行率（B/A） | 得分
^ | 年度资金总额 | 96 | 93.6 | 10 | 97.5% | 9.75
^ | 其中：本年财政拨款 | 96 | 93.6 | | |
年度总体目标 | 年初设定目标 | < | < | 年度总体目标完成情况综述 | < | <
^ | 为困难残疾人按月发放补贴。 | < | < | 全年发放1300人，年末因核减为1288人。 | < | <
绩效指标 | 一级指标 | 三级指标 | 分值 | 年度指标值 | 全年实际值 | 得分
^ | 产出指标（50分） | ★补贴人数（≥**人） | 50 | >=1280人 | 1300人 | 50
^ | 效益指标（30分） | 生活困难缓解 | 30 | 有所缓解 | 有所缓解 | 28
^ | 满意度指标（10分） | 残疾人满意度 | 10 | >=90% | 96% | 10
总分 | < | < | 100 | | | 97.75
"""


def _year(folder: Path) -> None:
    """Departments have folders; a file of the office and a list have no report in them."""
    for name in ("民政局", "交通局"):
        (folder / "2021年自评" / name).mkdir(parents=True)
    body = word_table(_PENSION)
    (folder / "2021年自评/民政局/自评表.docx").write_bytes(word_file(body))
    text = _narrative(
        "示例县交通运输局", 2021, "农村客运补助", "补助客运班线32条。", "偏远班线客流少。"
    )
    (folder / "2021年自评/交通局/报告.txt").write_text(text, encoding="utf-8")
    (folder / "2021年自评/Thumbs.db").write_bytes(b"\0" * 64)
    (folder / "2021年自评/~$自评表.docx").write_bytes(b"\0" * 162)


def _twice(folder: Path) -> None:
    (folder / "备份").mkdir()
    text = _narrative("示例县公安局", 2022, "反诈宣传", "宣传覆盖132个村。", "老年人宣传方式单一。")
    for name in ("反诈宣传.txt", "备份/反诈宣传 (1).txt"):
        (folder / name).write_text(text, encoding="utf-8")


SOURCES = [
    Source(
        "表和正文分在两个文件里",
        _table_and_text,
        expected="""
项目名称: 数字化教学设备
标题: 示例县教育局2022年数字化教学设备项目绩效自评报告
部门: 示例县教育局
年度: 2022
评价类型: 单位自评
表单: zhongyang-2020
提纲: zi-you
报告日期: 2023-03-30
主管部门: 示例县教育局
实施单位: 示例县教育局
资金:
  单位: 万元
  年初预算: 150
  全年预算: 138.9
  支出: 138.9
  分值: 10
  得分: 10
  来源:
    - {名称: 当年财政拨款, 年初预算: 150, 全年预算: 138.9, 支出: 138.9}
自评: {得分: 100}
指标:
  - {一级: 产出指标, 二级: 数量指标, 三级: 更换电子白板, 目标值: ≥120套, 完成值: 121套, 得分: 50}
  - {一级: 效益指标, 二级: 社会效益指标, 三级: 受益班级, 目标值: ≥120个, 完成值: 121个, 得分: 30}
  - {一级: 满意度指标, 二级: 服务对象满意度指标, 三级: 教师满意度, 目标值: ≥90%, 完成值: 94%, 得分: 10}
正文:
  项目基本情况: 为全县中小学更换教学设备。
  取得的成效: 教师使用新设备授课的比例提高。
  存在的问题: 设备使用培训不够。
""",
    ),
    Source(
        "压缩包、GBK的文件名、两份报告",
        _archive,
        expected="""
项目名称: 背街小巷路灯
标题: 示例县甲镇人民政府2023年度背街小巷路灯项目支出绩效自评报告
部门: 示例县甲镇人民政府
年度: 2023
评价类型: 单位自评
表单: zi-you
报告日期: 2024-04-02
正文:
  项目概况: 安装路灯210盏。
  存在问题: 两条巷道因电缆迁改晚装。
---
项目名称: 村医培训
标题: 示例县卫生健康局2023年度村医培训项目支出绩效自评报告
部门: 示例县卫生健康局
年度: 2023
评价类型: 单位自评
表单: zi-you
报告日期: 2024-04-02
正文:
  项目概况: 培训村医266人次。
  存在问题: 冬季培训缺勤较多。
""",
    ),
    Source(
        "一年的文件夹、部门各有文件夹",
        _year,
        expected="""
项目名称: 困难残疾人生活补贴
标题: 2021年度绩效目标自评表
部门: 示例县民政局
年度: 2021
评价类型: 单位自评
表单: fupin-2018
主管部门: 示例县民政局
主管部门编码: "134"
年度目标:
  - {预期: 为困难残疾人按月发放补贴。, 实际: 全年发放1300人，年末因核减为1288人。}
资金:
  单位: 万元
  全年预算: 96
  支出: 93.6
  分值: 10
  得分: 9.75
  来源:
    - {名称: 本年财政拨款, 全年预算: 96, 支出: 93.6}
自评: {执行率: 97.5%, 总分: 100, 得分: 97.75}
指标:
  - {一级: 产出指标（50分）, 三级: ★补贴人数（≥**人）, 分值: 50, 目标值: ">=1280人", 完成值: 1300人, 得分: 50}
  - {一级: 效益指标（30分）, 三级: 生活困难缓解, 分值: 30, 目标值: 有所缓解, 完成值: 有所缓解, 得分: 28}
  - {一级: 满意度指标（10分）, 三级: 残疾人满意度, 分值: 10, 目标值: ">=90%", 完成值: 96%, 得分: 10}
---
项目名称: 农村客运补助
标题: 示例县交通运输局2021年度农村客运补助项目支出绩效自评报告
部门: 示例县交通运输局
年度: 2021
评价类型: 单位自评
表单: zi-you
报告日期: 2022-04-02
正文:
  项目概况: 补助客运班线32条。
  存在问题: 偏远班线客流少。
""",
    ),
    Source(
        "同一个文件放了两遍",
        _twice,
        expected="""
项目名称: 反诈宣传
标题: 示例县公安局2022年度反诈宣传项目支出绩效自评报告
部门: 示例县公安局
年度: 2022
评价类型: 单位自评
表单: zi-you
报告日期: 2023-04-02
正文:
  项目概况: 宣传覆盖132个村。
  存在问题: 老年人宣传方式单一。
""",
    ),
]
