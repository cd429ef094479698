"""Pictures of the staff's desk, for the manual: a day's steps on a made-up county.

The same content, day, person and sizes give the same pictures.
"""

import io
import os
import shutil
import subprocess
from pathlib import Path

import docx
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page

from generator.desk.routes import store
from tests.conftest import ROOT, TODAY, run
from tests.support.desk import Desk, desk

WIDTH, HEIGHT = 1280, 800
LOW = 440  # pixels of a page that has little on it
COLOURS = 64  # of a palette: what a page of text needs
REPORTS = "60"
CLERK = "示例甲"
ORIGINAL = "农村饮水自评表.docx"
ABOVE = ("示例县水利局2025年农村饮水巩固项目支出绩效自评报告", "一、项目概况",
         "项目由示例县水利局实施，全年安排50万元，到位率96%，群众满意度95%，"
         "用于管网维修和水质检测。")  # fmt: skip
CELLS = (
    ("项目名称", "农村饮水巩固项目", "主管部门", "示例县水利局"),
    ("年初预算数（万元）", "50.00", "全年预算数（万元）", "50.00"),
    ("到位数（万元）", "48.00", "全年执行数（万元）", "49.20"),
    ("预算执行率", "98.40%", "自评得分", "96"),
    ("管护模式", "以村为主", "", ""),
)
BELOW = ("二、存在的问题", "管护经费偏紧，偏远村组的管网维修不及时。", "管护经验值得推广。")


def take(browser: Browser, work: Path, images: Path) -> int:
    """Start the desk on a county below `work`, which must be empty; returns how many were taken."""
    content = _county(work)
    # What the desk kept of an earlier run could be undone.
    shutil.rmtree(store(ROOT / "mkdocs.yml", content), ignore_errors=True)
    original = work / ORIGINAL
    _write_original(original)
    taken: dict[str, bytes] = {}
    with desk(content, browser) as opened:
        page = opened.page
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        opened.goto("import/")
        page.set_input_files("#files", original)
        page.wait_for_url("**/review/**")
        draft = page.url.partition("/review/")[2].partition("?")[0]
        page.click("text=没有收进的")
        taken["import"] = page.screenshot(clip=_top(LOW))
        page.click("text=核对：")
        _settle(page)
        taken["review"] = page.screenshot()
        opened.goto()
        taken["start"] = page.screenshot()
        _publish(opened, draft)
        page.locator("[id='[\"资金\"]']").evaluate("one => one.scrollIntoView()")
        _settle(page)
        # The bar above names the folder of whoever takes the picture.
        page.frame_locator("iframe").locator("h1").evaluate(
            "one => window.scrollBy(0, one.getBoundingClientRect().top - 180)"
        )
        taken["form"] = page.screenshot()
        page.click("text=不属于报告，删去")
        page.locator(".pieces").wait_for(state="detached")
        while not _has_no_errors(opened):
            pass
        taken["changes"] = page.screenshot()
        opened.goto("hand-in")
        taken["hand-in"] = page.screenshot(clip=_top(LOW))
    for name, picture in taken.items():
        with Image.open(io.BytesIO(picture)) as image:
            few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(images / f"desk-{name}.png", optimize=True)
    return len(taken)


def _county(work: Path) -> Path:
    """The content of a repository with a server, both of a clerk with a name."""
    here, server = work / "here", work / "server.git"
    content = here / "content"
    run("jixiao", "demo", "--reports", REPORTS, "--out", content)
    person = {"NAME": CLERK, "EMAIL": "jia@localhost", "DATE": f"{TODAY} +0800"}
    known = {f"GIT_{role}_{key}": one for role in ("AUTHOR", "COMMITTER")
             for key, one in person.items()}  # fmt: skip
    for words in (
        ("init", "-q", "-b", "main", "."), ("config", "user.name", CLERK), ("add", "."),
        ("commit", "-q", "-m", "示例县"), ("clone", "-q", "--bare", ".", str(server)),
        ("remote", "add", "origin", str(server)), ("fetch", "-q", "origin"),
    ):  # fmt: skip
        git = ["git", *words]
        subprocess.run(git, cwd=here, check=True, env={**os.environ, **known})  # noqa: S603
    return content


def _write_original(file: Path) -> None:
    """What an office has: a table with a few words above and below."""
    word = docx.Document()
    for line in ABOVE:
        word.add_paragraph(line)
    table = word.add_table(len(CELLS), len(CELLS[0]), style="Table Grid")
    for row, texts in zip(table.rows, CELLS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for line in BELOW:
        word.add_paragraph(line)
    word.save(str(file))


def _publish(opened: Desk, draft: str) -> None:
    """Make the draft public in its form; the check says what it doubts."""
    opened.edit(draft)
    opened.page.select_option("[name='[\"状态\"]']", "公开")
    opened.page.fill("[name='[\"公开日期\"]']", "2026-11-23")
    opened.save()


def _has_no_errors(opened: Desk) -> bool:
    """Open what would become public; whether the desk has read that the report was mended."""
    opened.goto("changes")
    return "个错误" not in opened.page.inner_text("main")


def _top(height: int) -> FloatRect:
    return {"x": 0, "y": 0, "width": WIDTH, "height": height}


def _settle(page: Page) -> None:
    """Wait until what stands beside the form is shown."""
    page.frame_locator("iframe").locator("body").wait_for()
    page.wait_for_load_state("networkidle")
