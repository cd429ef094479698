"""Explains every rule: for the command line, for the pages in docs/rules, for readers of SARIF."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from generator.check.rule import Rule
from generator.check.rules import RegisteredRule, registered_rules
from generator.model.problems import Level
from generator.runtime.atomic_folders import write_file

PROBLEMS_PAGE = Path(__file__).parents[2] / "docs" / "problems.md"
_SECTION = re.compile(r"^### (\S+)\n\n(.*?)(?=\n#|\Z)", re.MULTILINE | re.DOTALL)
_GROUP = re.compile(r"^## (.+)\n", re.MULTILINE)
_PAGE = re.compile(r"# [a-z-]+：.*\n\n级别：")
_LEVEL = re.compile(r"（(错误|警告|提示)）")
_KINDS = {  # a rule that checks several is of the last
    "report": "报告的内容",
    "part": "报告的内容",
    "catalogue": "各份报告之间的关系",
    "text": "报告、页面和附件里的文字",
    "file": "附件的内容",
}


class ExplainedRule(NamedTuple):
    """A rule explained; `kind` is what it is about, `page` is Markdown."""

    id: str
    level: Level
    title: str
    kind: str = ""
    why: str = ""
    mend: str = ""
    page: str = ""


@cache
def explained_rules() -> tuple[ExplainedRule, ...]:
    """Rules on content by kind, then those on the structure of files in the order of the docs."""
    order = list(_KINDS.values()).index
    content = map(_content_rule, registered_rules().values())
    return (*sorted(content, key=lambda one: order(one.kind)), *_structure_rules())


def content_rules() -> Iterator[ExplainedRule]:
    """The rules that have a file in `generator/check/rules/`."""
    return (one for one in explained_rules() if one.id in registered_rules())


def _by_kind(rules: Iterable[ExplainedRule]) -> Iterator[tuple[str, Iterator[ExplainedRule]]]:
    return groupby(rules, lambda one: one.kind)


def _structure_rules() -> Iterator[ExplainedRule]:
    """The rules of `docs/problems.md`; none where the package was installed without it."""
    text = PROBLEMS_PAGE.read_text(encoding="utf-8") if PROBLEMS_PAGE.is_file() else ""
    for found in _SECTION.finditer(text):
        rule_id, body = found[1], found[2].strip()
        marked = _LEVEL.match(body)
        title = body[marked.end() if marked else 0 :].partition("。")[0].replace("`", "")
        level = Level(marked[1]) if marked else Level.ERROR
        kind = _GROUP.findall(text, 0, found.start())[-1]
        page = f"# {rule_id}\n\n{body}\n"
        yield ExplainedRule(rule_id, level, title, kind, body, body, page)


def _content_rule(rule: RegisteredRule) -> ExplainedRule:
    about = rule.about
    *_, kind = (name for what, name in _KINDS.items() if getattr(rule, f"check_{what}"))
    page = "\n".join(_page(rule.id, about, kind)).rstrip() + "\n"
    return ExplainedRule(rule.id, about.level, about.title, kind, about.why, about.mend, page)


def _page(rule_id: str, about: Rule, kind: str) -> Iterator[str]:
    yield f"# {rule_id}：{about.title}\n"
    yield f"级别：{about.level}。查的是{kind}。\n"
    yield f"## 为什么\n\n{about.why}\n"
    yield f"## 怎样改\n\n{about.mend}\n"
    if about.limits:
        yield "## 界限\n\n| 名称 | 默认 | 意思 |\n|---|---|---|"
        for name, limit in about.limits.items():
            yield f"| {name} | {limit.default} | {limit.meaning} |"
        yield ""
    yield "## 依据\n"
    yield from (f"- {source}" for source in about.sources or ("没有成文的规定，按常见的差错归纳",))
    yield ""
    for heading, report in (("会指出的写法", about.failing), ("不会指出的写法", about.passing)):
        if report:
            yield f"## {heading}\n\n```yaml\n{report.strip()}\n```\n"
    if about.example:
        yield f"## 例子\n\n{about.example}\n"
    yield from _settings(rule_id, about)


def _settings(rule_id: str, about: Rule) -> Iterator[str]:
    """How a county changes the rule, and how a clerk lets one finding pass."""
    yield "## 调整\n"
    limits = "，".join(f"{name}: {limit.default}" for name, limit in about.limits.items())
    if about.mandatory:
        yield (
            "这条规则关系到不得公开的内容，级别不能降低，也不能核实。"
            "个别号码确实可以公开的，写进 `site.yml` 的“可公开号码”。"
        )
    else:
        yield (
            "在 `site.yml` 里改级别（错误、警告、提示、不查）"
            f"{'和界限' if limits else ''}；只对某些年度的，加上“起始年度”“截止年度”：\n"
        )
    if limits or not about.mandatory:
        yield f"```yaml\n检查规则:\n  - 规则: {rule_id}"
        if not about.mandatory:
            yield f"    级别: {Level.WARNING if about.level is Level.NOTICE else Level.NOTICE}"
        if limits:
            yield f"    界限: {{{limits.replace('，', ', ')}}}"
        yield "```"
    if about.level is not Level.ERROR:
        yield "\n某一份报告核对过、就是这样的，在那份报告里写：\n"
        yield f"```yaml\n核实:\n  - {{规则: {rule_id}, 说明: 为什么可以这样}}\n```"
    yield ""


def overview() -> str:
    """All rules, a line each, grouped by kind."""
    rules = explained_rules()
    widest = max(len(one.id) for one in rules)
    lines = ["说明一条：jixiao rules 规则名"]
    for kind, group in _by_kind(rules):
        lines += ["", kind]
        lines += [f"  {one.id:<{widest}}  {one.level}  {one.title}" for one in group]
    return "\n".join(lines) + "\n"


def write_pages(folder: Path) -> int:
    """Write a page for each rule on content, and an index; remove those of former rules.

    Returns the number of files.
    """
    found = pages()
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.md"):
        if file.name not in found and _PAGE.match(file.read_text(encoding="utf-8")):
            file.unlink()
    for name, text in found.items():
        write_file(folder / name, text)
    return len(found)


def pages() -> dict[str, str]:
    """The text of each page by its file name."""
    return {f"{one.id}.md": one.page for one in content_rules()} | {"README.md": _index()}


def _index() -> str:
    lines = [
        "# 内容的检查规则\n",
        "`jixiao check` 除了[文件的结构](../problems.md)，还按下面的规则检查内容。"
        "级别和界限可以在 `site.yml` 里调整，见[工作人员手册](../manual.md#检查)。",
        "这些页由 `jixiao rules --out docs/rules` 写出，不要手工改。",
    ]
    for kind, rules in _by_kind(content_rules()):
        lines += [f"\n## {kind}\n\n| 规则 | 级别 | 指出什么 |\n|---|---|---|"]
        lines += [f"| [{one.id}]({one.id}.md) | {one.level} | {one.title} |" for one in rules]
    return "\n".join(lines) + "\n"
