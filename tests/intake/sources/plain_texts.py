"""Reports as plain text."""

from pathlib import Path

from tests.support.import_sources import Source


def _without_headings(folder: Path) -> None:
    (folder / "自评.txt").write_text(
        "示例县水利局2023年河道清淤项目绩效自评报告\n"
        "项目名称：河道清淤\n"
        "主管部门：示例县水利局\n"
        "一、项目概况\n"
        "清淤河道12公里。\n"
        "二、存在的问题\n"
        "淤泥运距偏长。\n"
        "示例县水利局\n"
        "2024年3月8日\n", encoding="gb18030"
    )  # fmt: skip


def _empty(folder: Path) -> None:
    (folder / "空.txt").write_bytes(b"")


SOURCES = [
    Source(
        "文字、GB18030",
        _without_headings,
        expected="""
项目名称: 河道清淤
标题: 示例县水利局2023年河道清淤项目绩效自评报告
部门: 示例县水利局
主管部门: 示例县水利局
年度: 2023
评价类型: 单位自评
报告日期: 2024-03-08
表单: zi-you
正文:
  项目概况: 清淤河道12公里。
  存在的问题: 淤泥运距偏长。
""",
    ),
    Source("空的", _empty, message="空"),
]
