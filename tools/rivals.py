"""The same reports by others, for `make bench`: stock MkDocs + Material, and Hugo + Pagefind.

Both get what one would write who has no program of ours: a Markdown page a report (its figures in a
table, its indicators in another, its text under headings), an index a year, and no other page.
Neither checks, compares or draws anything.

Stock MkDocs once more gets the pages of our own site, as `jixiao generate` writes them: the same
reports and lists, said the same way. Beside that stand the files that are no pages.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pagefind_bin
import pagefind_bin_extended
from measuring import Cost, put_aside, run

from generator.content import loader
from generator.content.examination_store import Store
from generator.content.full_report import full_entry
from generator.content.loader import ReadOptions
from generator.model.entry import Entry

MKDOCS = """\
site_name: 示例县预算绩效公开
theme: {name: material, language: zh, font: false}
plugins: [search]
nav: [首页: index.md]
markdown_extensions: [tables]
validation: {nav: {omitted_files: ignore}}
"""
# What is said of Markdown in our own mkdocs.yml, and no plugin of ours.
SAME = """\
site_name: 示例县预算绩效公开
theme: {name: material, language: zh, font: false}
plugins: [search]
nav: [首页: index.md]
markdown_extensions: [attr_list, md_in_html, tables, toc: {toc_depth: 2-3}]
validation: {nav: {omitted_files: ignore}, links: {unrecognized_links: ignore}}
"""
HUGO = """\
baseURL = "/"
title = "示例县预算绩效公开"
languageCode = "zh-CN"
disableKinds = ["taxonomy", "term", "RSS"]
"""
BASE = """\
<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"></head>
<body><header><a href="/">{{ .Site.Title }}</a></header>
<main data-pagefind-body>{{ block "main" . }}{{ end }}</main>
<footer>示例县财政局主办</footer></body></html>
"""
SINGLE = '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}{{ end }}'
LIST = (
    '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}<ul>{{ range .Pages }}'
    '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}'
)


class Rivals:
    """The Markdown of both, written once; `same` / "docs" is for the pages of our own site."""

    def __init__(self, content: Path, today: date, folder: Path) -> None:
        put_aside(folder)
        self.mkdocs, self.hugo, self.same = folder / "mkdocs", folder / "hugo", folder / "same"
        found = loader.load(content, ReadOptions(today, Store(folder / "check"))).catalogue
        assert found  # noqa: S101
        for entry in found.current:
            text = "\n".join(_page(full_entry(entry)))
            head = f'---\ntitle: "{entry.report.project_name}"\n---\n'
            path = entry.address.removeprefix("reports/").rstrip("/") + ".md"
            _write(self.mkdocs / "docs" / path, f"{head}\n# {entry.report.title}\n\n{text}")
            _write(self.hugo / "content" / path, head + text)
        for year, entries in found.by_year.items():
            links = [
                f"- [{e.report.project_name}]({e.department.slug}/{e.slug}.md)"
                for e in entries if not e.withdrawn
            ]  # fmt: skip
            listed = "\n".join([f"# {year} 年度", "", *links])
            _write(self.mkdocs / "docs" / str(year) / "index.md", listed)
            _write(
                self.hugo / "content" / str(year) / "_index.md", f"---\ntitle: {year} 年度\n---\n"
            )
        years = "\n".join(f"- [{year} 年度]({year}/index.md)" for year in found.by_year)
        _write(self.mkdocs / "docs/index.md", f"# 预算绩效公开\n\n{years}\n")
        _write(self.mkdocs / "mkdocs.yml", MKDOCS)
        _write(self.same / "mkdocs.yml", SAME)
        _write(self.hugo / "config.toml", HUGO)
        for name, text in (("baseof", BASE), ("single", SINGLE), ("list", LIST)):
            _write(self.hugo / f"layouts/_default/{name}.html", text)

    def stock_mkdocs(self) -> Cost:
        """`mkdocs build`, Material's theme, its search on, the reports not in the navigation."""
        return _mkdocs(self.mkdocs)

    def stock_mkdocs_same(self) -> Cost:
        """The same with the pages of our own site."""
        return _mkdocs(self.same)

    def only_hugo(self) -> Cost:
        """`hugo`, a bare theme."""
        put_aside(self.hugo / "public")
        return run("hugo", "--quiet", "--source", self.hugo)

    def only_pagefind(self) -> Cost:
        """Pagefind over Hugo's pages: its extended program, the one that knows Chinese words."""
        return self._pagefind(pagefind_bin_extended.get_executable())

    def bare_pagefind(self) -> Cost:
        """Its other program, to which a Chinese clause is one word: it finds no word inside."""
        return self._pagefind(pagefind_bin.get_executable())

    def _pagefind(self, program: str) -> Cost:
        put_aside(self.hugo / "public/pagefind")
        return run(program, "--site", self.hugo / "public")


def _mkdocs(folder: Path) -> Cost:
    put_aside(folder / "site")
    mkdocs = Path(sys.executable).parent / "mkdocs"
    return run(mkdocs, "build", "--quiet", "--config-file", folder / "mkdocs.yml")


def _page(entry: Entry) -> Iterator[str]:
    report, funds = entry.report, entry.report.funds
    yield f"{entry.department.name}，{entry.year} 年度，{report.evaluation_type}\n"
    yield "| 项目总额 | 全年预算 | 到位 | 支出 |\n|---|---|---|---|"
    amounts = (funds.total_cost, funds.annual_budget, funds.received, funds.spent) if funds else ()
    yield "|" + "|".join(str(one or "") for one in amounts or [""] * 4) + "|\n"
    if report.indicators:
        yield "| 指标 | 目标值 | 完成值 | 分值 | 得分 |\n|---|---|---|---|---|"
    for one in report.indicators:
        cells = (one.name, one.target, one.actual, one.weight, one.score)
        yield "|" + "|".join(str(cell or "") for cell in cells) + "|"
    for heading, part in (report.narrative or {}).items():
        yield f"\n## {heading}\n"
        below = {"": part} if isinstance(part, str) or part is None else part
        for name, text in below.items():
            yield f"### {name}\n" if name else ""
            yield (text or "").replace("\n", "\n\n")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
