"""Who publishes and where: the answers that a county's own repository is made of."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

import click
from pydantic_core import PydanticCustomError

from generator.console.prompts import ask
from generator.model.fields import parse_web_address
from generator.model.problems import JixiaoError, quote

Answer = TypeVar("Answer")
FORGES = {
    "gitlab": "GitLab",
    "gitea": "Gitea",
    "forgejo": "Forgejo",
    "github": "GitHub",
    "jenkins": "Jenkins",
    "none": "没有：推送到本单位的服务器，或者只在本机用",
}
_OPTIONS = "--county --organiser --address --department --forge"
_LAST = "县市区旗省州盟乡镇"  # how the name of a place ends
_MOST = 60  # characters of a name


class Answers(NamedTuple):
    """The county and its organiser, the site's address (or none yet), a department, the forge."""

    county: str
    organiser: str
    address: str
    department: str
    forge: str

    @property
    def short(self) -> str:
        """The department's name as people of the county say it: 县财政局."""
        bare = self.department.removeprefix(self.county)
        return bare if bare == self.department else f"{self.county[-1]}{bare}"

    @property
    def slug(self) -> str:
        """The department's part of an address: its name in pinyin, without the county."""
        from pypinyin import lazy_pinyin  # noqa: PLC0415  takes a while to load

        sounds = "".join(lazy_pinyin(self.department.removeprefix(self.county)))
        return re.sub("[^a-z0-9]", "", sounds.lower()) or "bumen"


def answers(options: Mapping[str, str | None]) -> Answers:
    """The answers; asked for where there is no option. Raises JixiaoError on a wrong option."""

    def get(
        name: str, question: str, convert: Callable[[str], Answer], default: str = ""
    ) -> Answer:
        given = options.get(name)
        if given is not None:
            return convert(given)
        return ask(question, convert, default, _OPTIONS)

    county = get("county", "县（市、区）的全称，如 示例县", _county)
    organiser = get("organiser", "主办单位的全称", _name, f"{county}人民政府")
    address = get("address", "网站的正式网址（还没有就直接回车）", _address)
    department = get("department", "第一个部门的全称（以后再加别的）", _name, f"{county}财政局")
    if county not in department:
        department = f"{county}{department}"
    if options.get("forge") is None:
        for number, (forge, name) in enumerate(FORGES.items(), 1):
            click.echo(f"  {number}  {forge:<8} {name}")
    forge = get("forge", "代码平台（打序号或名称）", _forge, "none")
    return Answers(county, organiser, address, department, forge)


def _name(answer: str) -> str:
    name = "".join(answer.split())
    if not name:
        raise JixiaoError("名称不能为空。")
    if len(name) > _MOST or not name.replace("（", "").replace("）", "").isalnum():
        raise JixiaoError(
            f"名称应为 {_MOST} 个字以内的文字，不带标点（括号可以），写的是{quote(answer)}。"
        )
    return name


def _county(answer: str) -> str:
    name = _name(answer)
    if name[-1] not in _LAST:
        raise JixiaoError(f"应为全称，以{'、'.join(_LAST)}结尾，写的是{quote(answer)}。")
    return name


def _address(answer: str) -> str:
    if not answer.strip():
        return ""
    try:
        return parse_web_address(answer)
    except PydanticCustomError as error:
        raise JixiaoError(error.message()) from None


def _forge(answer: str) -> str:
    word = {"没有": "none"}.get(answer.strip(), answer.strip().lower())
    if word.isascii() and word.isdigit() and 1 <= int(word) <= len(FORGES):
        return list(FORGES)[int(word) - 1]
    if word not in FORGES:
        raise JixiaoError(f"代码平台应为 {'、'.join(FORGES)} 之一，写的是{quote(answer)}。")
    return word
