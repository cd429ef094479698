"""`/data/`: what can be downloaded, and what each column of it means."""

from collections.abc import Iterator

from generator.model.catalogue import Catalogue
from generator.model.data_tables import TABLES
from generator.model.entry import current
from generator.pages import linked_data
from generator.pages.templating import Page, render_page

ADDRESS = "data/"
FOLDER = "data"
ALL = "all"  # the folder of all years; each year has one of its own
DATABASE = f"{FOLDER}/{ALL}/jixiao.sqlite"
KINDS = {"text": "文字", "integer": "整数", "number": "数", "date": "日期"}
# What whoever opens a file has to know: on the page, in the workbook, in `datapackage.json`.
NOTES = (
    "空着的是未填报：报告没有写这一栏。写着 0 的，是报告写的 0。",
    "报告画了斜线的（不适用）也空着，栏名写在“不适用”一列；"
    "报告所用的表单不要求填的，写在“表单没有的栏目”一列。",
    "金额有两列：一列照报告写，带单位；一列换算成元，不四舍五入。",
    "只知道年、月的日期也有两列：一列照报告写，一列是 2021、2021-06 或 2021-06-03。",
)
CSV_NOTE = "以 =、+、-、@ 开头、表格软件会当作公式的文字，CSV 文件里前面加了一个单引号。"


def workbook(folder: str) -> str:
    """The name of the Excel file of a year, or of all."""
    return f"jixiao-{folder}.xlsx"


def pages(catalogue: Catalogue) -> Iterator[Page]:
    """The page, where there is anything to download."""
    if not catalogue.public:
        return
    folders = [(ALL, "全部年度", len(catalogue.current))] + [
        (str(year), f"{year} 年度", len(current(entries)))
        for year, entries in catalogue.by_year.items()
    ]
    names = "、".join(one.title for one in TABLES)
    described = (
        f"{catalogue.site.organiser}公开的预算绩效评价报告里的数字和指标，整理成表：{names}。"
        f"{NOTES[0]}"
    )
    told = linked_data.of_data(catalogue, ADDRESS, described, tuple(_downloads()))
    yield render_page(
        ADDRESS,
        "data.md.j2",
        {"title": "数据", "kind": "data", "linked_data": told},
        terms=catalogue.site.data_license,
        folders=[(name, title, count, workbook(name)) for name, title, count in folders],
        tables=TABLES,
        kinds=KINDS,
        notes=(*NOTES, CSV_NOTE),
    )


def _downloads() -> Iterator[linked_data.File]:
    """The files of all years, as search engines are told of them."""
    excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    yield "全部的表（Excel）", excel, f"{ALL}/{workbook(ALL)}"
    yield "全部的表（SQLite）", "application/vnd.sqlite3", DATABASE.removeprefix(ADDRESS)
    for one in TABLES:
        yield f"{one.title}（CSV）", "text/csv", f"{ALL}/{one.name}.csv"
