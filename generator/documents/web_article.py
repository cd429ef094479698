"""Which blocks of a web page are its article, and which are menus, paths and feet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.documents.document import Block, Paragraph, Table

NAVIGATION, ABOUT, HEAD, FOOT = "网页导航", "网页信息", "页眉", "页脚"

_LINKED = 0.6  # of the letters
_SHORT = 80  # letters
_ABOUT_LENGTH = 150  # letters
_NEAR_TITLE = 5  # blocks
_SURE = re.compile(
    r"^(?:您?(?:当前|现在|所在|目前)的?(?:所在)?(?:位置|栏目)|位置[:：]|首页\s*[>＞»›/|_-]|【?(?:打印|关闭|返回|收藏)"
    r"|字体[:：]|字号[:：]|分享到|上一[篇条页]|下一[篇条页]|相关(?:链接|新闻|文章|信息|阅读)|扫一扫|返回顶部|网站地图)"
    r"|^(?:共\d+页|首页|第一页|\d{1,3}/\d{1,3}页?)?[:：]?(?:上一?页|\d+|[.…<>‹›«»|])*下一?页(?:尾页|末页|最后一页|\d+)?$"
    r"|ICP备|公网安备|网站标识码|版权所有|Copyright|©",
    re.IGNORECASE,
)
_PERHAPS = re.compile(
    r"^(?:主办|承办|协办|技术支持|联系我们|联系电话|地址|邮编|电话|登录|注册|搜索|设为首页|加入收藏|无障碍|关于我们)"
)
_ABOUT = re.compile(
    r"(?:发布(?:时间|日期|机构)|来源|浏览(?:次数|量)?|点击(?:次数|数|率|量)?|阅读(?:次数|量)?|访问量|责任编辑|索引号|字号)"
    r"\s*[:：]"
)
_PARTS = re.compile(r"\s*[_|｜—–－-]+\s*")
_SHORTEST_TITLE, _LONGEST_TITLE = 6, 300  # letters


@dataclass(slots=True)
class Shown:
    """A block of the page with its letters, those of them in links, and where it stands.

    `kind` is what it is where it is not the article: first by the name of an element around it.
    """

    block: Block
    letters: int
    linked: int
    kind: str = ""

    @property
    def text(self) -> str:
        """The words of a paragraph without blanks."""
        return "".join(self.block.text.split()) if isinstance(self.block, Paragraph) else ""


def set_apart(blocks: Sequence[Shown], titles: Sequence[str]) -> int | None:
    """Give their kind to the blocks that are not the article; the index of its title, if any."""
    for one in blocks:
        if not one.kind and _is_navigation(one):
            one.kind = NAVIGATION
    title = _title(blocks, titles)
    if title is not None:
        blocks[title].kind = ""
        before = sum(one.letters - one.linked for one in blocks[:title])
        if before < sum(one.letters for one in blocks) / 3:
            for one in blocks[:title]:
                one.kind = one.kind or NAVIGATION
    first = title + 1 if title is not None else 0
    for one in blocks[first : first + _NEAR_TITLE]:
        if not one.kind and one.letters <= _ABOUT_LENGTH and _ABOUT.search(one.text):
            one.kind = ABOUT
    if any(one.kind == NAVIGATION for one in blocks[first:]):
        _set_feet_apart(blocks[first:])
    return title


def _is_navigation(one: Shown) -> bool:
    if isinstance(one.block, Paragraph) and one.block.level == 1:
        return False
    if one.linked > _LINKED * one.letters and not re.search("附件|附表", one.text):
        return True
    return one.letters <= _SHORT and bool(_SURE.search(one.text))


def _set_feet_apart(blocks: Sequence[Shown]) -> None:
    """What stands below the text with its owner: addresses, who keeps the site."""
    for one in reversed(blocks):
        if not one.kind and not (one.letters <= _SHORT and _PERHAPS.search(one.text)):
            return
        one.kind = NAVIGATION


def _title(blocks: Sequence[Shown], titles: Sequence[str]) -> int | None:
    """The first block that is the title of the page, else its first heading of the first level."""
    wanted = {one for title in titles for one in _beginnings(title)}
    for number, one in enumerate(blocks):
        if isinstance(one.block, Table) or len(one.text) < _SHORTEST_TITLE:
            continue
        if one.text in wanted:
            return number
    for number, one in enumerate(blocks):
        if isinstance(one.block, Paragraph) and one.block.level == 1 and not one.kind:
            return number
    return None


def _beginnings(title: str) -> list[str]:
    """A title of a page, whole and without the names of site and column behind it."""
    title = title[:_LONGEST_TITLE]
    ends = [one.start() for one in _PARTS.finditer(title)]
    return ["".join(title[:end].split()) for end in (*ends, len(title))]
