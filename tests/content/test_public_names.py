"""All that becomes public is judged: names in addresses, settings, pages' pictures and links."""

import json
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import run
from tests.support import made_up

ABOUT = "# 关于本站\n\n示例县。\n"


def problems(made: Path) -> list[tuple[str, int, int, str]]:
    """What the check finds: path, line, column, rule."""
    done = run("jixiao", "check", "--content", made, "--format", "json")
    assert "Traceback" not in done.stderr
    return [
        (str(Path(one["path"]).relative_to(made)), one["line"], one["column"], one["rule"])
        for one in json.loads(done.stdout)
    ]


SLUGS = {
    "13800138000": "mobile-number", "lianxi-13800138000": "mobile-number",
    "tel138-0013-8000-a": "mobile-number", "2021-13800138000": "mobile-number",
    "zhang11010119900307446xa": "", "ren-110101199003074477": "identity-number",
    "ren110101199003074477b": "identity-number", "2021-0001": "", "gongcheng-20211112": "",
}  # fmt: skip
PICTURES = {
    "tu-13800138000.png": "mobile-number", "张三13800138000.png": "mobile-number",
    "绝密★10年.png": "secrecy-mark",
}  # fmt: skip
WORDS = "联系电话13800138000".encode()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, int, int, str]]:
    """What is found where these are names of reports and pictures, and words in their properties."""
    made = made_up.content(tmp_path_factory.mktemp("names"))
    for slug in SLUGS:
        made_up.report(made, slug, 2021)
    for name in PICTURES:
        (made / "pages" / name).write_bytes(png(b""))
    (made / "pages/a.png").write_bytes(png(WORDS))
    (made / "pages/a.gif").write_bytes(b"GIF89a\1\0\1\0\0\0\0\0\1" + WORDS)
    (made / "pages/a.webp").write_bytes(b"RIFF\x40\0\0\0WEBPVP8 \0\1" + WORDS)
    return problems(made)


@pytest.mark.parametrize(("slug", "rule"), SLUGS.items())
def test_a_number_in_a_slug_is_told_by_its_path(
    told: list[tuple[str, int, int, str]], slug: str, rule: str
) -> None:
    path = f"reports/2021/gonganju/{slug}.yml"
    assert [one for one in told if one[0] == path] == ([(path, 1, 1, rule)] if rule else [])


def test_a_number_in_an_attachments_name_is_told(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    name = "foto-a13800138000b.txt"
    address = made_up.report(made, "one", 2021, more={"附件": [{"名称": "附表", "文件": name}]})
    folder = made / address
    folder.mkdir()
    (folder / name).write_text("附表\n", "utf-8")
    assert problems(made) == [(f"{address}{name}", 1, 1, "mobile-number")]


@pytest.mark.parametrize(("name", "rule"), PICTURES.items())
def test_the_name_of_a_pages_picture_is_judged(
    told: list[tuple[str, int, int, str]], name: str, rule: str
) -> None:
    assert [one for one in told if one[0] == f"pages/{name}"] == [(f"pages/{name}", 1, 1, rule)]


def png(words: bytes) -> bytes:
    """A picture of one point with a comment in its properties."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head, body = struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0), zlib.compress(b"\0\0")
    text = chunk(b"tEXt", b"Comment\0" + words) if words else b""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [chunk(b"IHDR", head), text, chunk(b"IDAT", body), chunk(b"IEND", b"")]
    )


@pytest.mark.parametrize("name", ["a.png", "a.gif", "a.webp"])
def test_the_properties_of_a_pages_picture_are_judged(
    told: list[tuple[str, int, int, str]], name: str
) -> None:
    path = f"pages/{name}"
    assert {one for one in told if one[0] == path} == {(path, 1, 1, "mobile-number")}


def test_nothing_else_is_told_of_names(told: list[tuple[str, int, int, str]]) -> None:
    named = {f"reports/2021/gonganju/{slug}.yml" for slug in SLUGS}
    named |= {f"pages/{name}" for name in (*PICTURES, "a.png", "a.gif", "a.webp")}
    assert {path for path, *_ in told} <= named


@pytest.mark.parametrize(
    ("file", "text", "line", "column", "rule"),
    [
        ("site.yml", "联系方式: 值班 13800138000\n", 0, 10, "mobile-number"),
        ("departments.yml", "- 名称: 张13800138000局\n  标识: zhangju\n", 0, 8, "mobile-number"),
        ("departments.yml", "- 名称: 张局\n  标识: zhang-13800138000\n", 1, 7, "mobile-number"),
        ("outlines/other.yml", "名称: 甲\n部分:\n  - 标题: 绝密★10年\n", 2, 9, "secrecy-mark"),
    ],
)
def test_settings_are_judged(
    tmp_path: Path, file: str, text: str, line: int, column: int, rule: str
) -> None:
    made = made_up.content(tmp_path)
    old = (made / file).read_text("utf-8") if (made / file).exists() else ""
    (made / file).write_text(old + text, "utf-8")
    found = [one for one in problems(made) if one[3] == rule]
    assert found == [(file, old.count("\n") + line + 1, column, rule)]


def test_a_number_behind_a_link_between_pages_is_told_where_it_stands(tmp_path: Path) -> None:
    made = made_up.content(tmp_path)
    text = f"{ABOUT}\n见[联系](contact.md)，![图](a.png)，电话13800138000。\n"
    (made / "pages/contact.md").write_text(text, "utf-8")
    (made / "pages/a.png").write_bytes(png(b""))
    (line,) = (one for one in text.splitlines() if "138" in one)
    assert problems(made) == [("pages/contact.md", 5, line.index("138") + 1, "mobile-number")]


def test_a_cleared_number_may_stand_in_settings(tmp_path: Path) -> None:
    made = made_up.content(tmp_path, 联系方式="值班 13800138000")
    with (made / "site.yml").open("a", encoding="utf-8") as site:
        site.write("可公开号码:\n  - {号码: 13800138000, 理由: 值班手机 13800138000}\n")
    assert problems(made) == []


HIDDEN_TARGETS = (
    "//host", r"/\host", r"\\host", r"\/host", r".\a", "/&#47;host", "&sol;/host", "/&#x5c;host",
    "/\t/host", "/\n/host", "</ /host>", "</&Tab;/host>", "///host", ".//host",
    "JavaScript:alert", "java&#115;cript:alert", "java&NewLine;script:alert", "&#1;javascript:a",
    "HTTPS://host", "https:host", r"https:\\host", "data:text/html,1", "vbscript:a", "ftp://host",
    "file:///etc/passwd", "blob:https://a",
)  # fmt: skip
OPEN_TARGETS = (
    "https://www.gov.cn/a?b=1&amp;c=2", 'https://www.gov.cn/ "标题：见 a"', "mailto:a@example.gov.cn",
    "about.md#甲:乙", "/years/", "../years/", "#甲", "https://www.gov.cn/a_(b)",
)  # fmt: skip


def told_of_pages(folder: Path, texts: Sequence[str]) -> dict[int, tuple[int, int]]:
    """Which of these texts, each a page, has a link that is refused: its number, line, column."""
    made = made_up.content(folder)
    for number, text in enumerate(texts):
        (made / f"pages/p{number}.md").write_text(f"{ABOUT}\n{text}\n", "utf-8")
    found = problems(made)
    assert {rule for *_, rule in found} <= {"page-link"}
    return {int(path[7:-3]): (line, column) for path, line, column, _ in found}


@pytest.mark.parametrize(
    "before", ["见[甲](", "![甲](", "``a`` 见[甲](", r"\` 见[甲](", "``` 这 不是 代码\n见[甲]("]
)
def test_a_link_that_hides_where_it_leads_is_refused(tmp_path: Path, before: str) -> None:
    after = ") ``b``" if before.startswith("``a") else ") \\`" if "\\" in before else ")"
    after += "\n```" if before.startswith("```") else ""
    line, column = 5 + before.count("\n"), len(before.rpartition("\n")[2]) + 1
    assert told_of_pages(tmp_path, [f"{before}{one}{after}" for one in HIDDEN_TARGETS]) == {
        number: (line, column + one.startswith("<")) for number, one in enumerate(HIDDEN_TARGETS)
    }


def test_a_reference_that_hides_where_it_leads_is_refused(tmp_path: Path) -> None:
    begins = ("", "> ", "- ", "1. ")
    assert told_of_pages(tmp_path, [f"[甲]\n\n{one}[甲]: //host" for one in begins]) == {
        number: (7, len(one) + 6) for number, one in enumerate(begins)
    }


def test_links_that_say_where_they_lead_are_fine(tmp_path: Path) -> None:
    texts = [f"见[甲]({one})，写作 `[甲](//host)`。" for one in OPEN_TARGETS]
    assert told_of_pages(tmp_path, texts) == {}
