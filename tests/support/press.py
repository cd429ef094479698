"""A reader with questions: clicks on the site, and the same asked in SQL of the site's own database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page

from tests.support import explorer

# Reports as lists have them: of several years the amounts of its own one, rates computed where they
# can be; `counted` is whether a sum counts its money, `asked` the columns that its form has not.
VIEWS = """
CREATE TEMP VIEW listed AS
SELECT r."报告" AS id, r."年度" AS year, r."部门标识" AS department, r."项目标识" AS slug,
  r."项目名称" AS project, r."评价类型" AS kind, r."公开日期" AS published, r."得分" AS score,
  coalesce(r."总分", 100) AS total, coalesce(r."等级", r."其他等级") AS grade, r."满意度" AS satisfaction,
  r."检查提示数" AS findings, coalesce(r."执行率（计算）", r."执行率") AS rate,
  coalesce(r."表单没有的栏目", '') AS unasked,
  CASE WHEN y."报告" IS NULL THEN r."全年预算（元）" ELSE y."全年预算（元）" END AS budget,
  CASE WHEN y."报告" IS NULL THEN r."支出（元）" ELSE y."支出（元）" END AS spent
FROM reports r LEFT JOIN year_funds y
  ON y."报告" = r."报告" AND y."年度" = r."年度" AND y."包含项目序号" IS NULL
WHERE r."状态" = '公开';
CREATE TEMP VIEW projects AS SELECT * FROM listed WHERE kind <> '部门整体支出自评';
CREATE TEMP VIEW joint AS
SELECT p.year, p.department, c."标识" AS slug, c."项目名称" AS project
FROM covered_projects c JOIN projects p ON p.id = c."报告"
WHERE p.budget IS NOT NULL OR p.spent IS NOT NULL;
CREATE TEMP VIEW counted AS
SELECT * FROM (
  SELECT p.*, row_number() OVER (
    PARTITION BY year, department, project
    ORDER BY (budget IS NULL) + (spent IS NULL), instr('单位自评部门评价财政评价', kind)
  ) AS place
  FROM projects p
  WHERE id IN (SELECT "报告" FROM covered_projects) OR NOT EXISTS (
    SELECT 1 FROM joint j WHERE j.year = p.year AND j.department = p.department
      AND (j.slug = p.slug OR j.project = p.project)
  )
) WHERE place = 1;
"""

Step = tuple[str, ...]


class Question(NamedTuple):
    """What is asked, and the clicks that lead to the answer from the page of all reports.

    A step is a label and what is chosen there: a value to tick, both ends of a range, an option.
    """

    words: str
    steps: tuple[Step, ...]
    sql: str


@contextmanager
def database(site: Path) -> Iterator[sqlite3.Connection]:
    """The site's database of all reports, with the views above."""
    file = next((site / "data").rglob("jixiao.sqlite"))
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as found:
        found.executescript(VIEWS)
        yield found


def click(page: Page, step: Step) -> None:
    """One step of a reader, and until the table shows it."""
    label, *chosen = step
    if label in ("排序", "显示"):
        page.locator(f".jx-explorer-bar label:has-text('{label}') select").select_option(chosen[0])
    elif label == "名称里的字":
        page.locator(".jx-facets input[type=search]").fill(chosen[0])
        page.wait_for_function(
            "text => new URLSearchParams(location.search).get('q') === text", arg=chosen[0]
        )
    else:
        box = page.locator(f".jx-facets fieldset:has(legend:text('{label}'))").first
        if box.get_attribute("data-range"):
            for place, value in enumerate(chosen):
                if value:
                    box.locator("input").nth(place).fill(value)
                    box.locator("input").nth(place).press("Tab")
        else:
            box.locator("label", has=page.get_by_text(chosen[0], exact=True)).locator(
                "input"
            ).click()
    page.evaluate(explorer.SHOWN)


def answered(page: Page, question: Question) -> list[str]:
    """The reports that the table shows after these clicks, on all its pages."""
    for step in question.steps:
        click(page, step)
    found = explorer.ids(page)
    while (more := page.locator(".jx-pager button:text('下一页'):enabled")).count():
        more.click()
        page.evaluate(explorer.SHOWN)
        found += explorer.ids(page)
    return found


def wan(yuan: Any, places: int = 2) -> str:
    """Of an amount in 元, as the site shows it in 万元."""
    value = (Decimal(str(yuan)) / 10_000).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{value:,f}"
