"""Numbers of people in two hundred disguises are all found; two thousand other numbers are none."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.check.test_rules import put
from tests.support.attached import (
    NUMBERS,
    Once,
    Problems,
    card,
    checked_once,
    content_with,
    excel_file,
    identity,
    pdf_file,
    word_file,
)

pytestmark = pytest.mark.slow("looks for thousands of disguised numbers")

CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
GROUPS = {11: (3, 4, 4), 18: (6, 8, 4), 19: (4, 4, 4, 4, 3)}
SIGNS = [" ", "-", ".", "·", "—", "－", "\u3000", "\u00a0", "–", "/", " - ", "・"]
UNSEEN = ["\u200b", "\u200d", "\u2060", "\u00ad"]


class Disguise(NamedTuple):
    """A number as it is written, and how to tell the place where it stands."""

    rule: str
    number: str
    written: str
    name: str
    lead: str


def grouped(number: str, sign: str) -> str:
    groups, start = [], 0
    for size in GROUPS[len(number)]:
        groups.append(number[start : start + size])
        start += size
    return sign.join(groups)


def forms(number: str, dice: random.Random) -> Iterator[str]:
    """Ways to write a number."""
    sign, unseen = dice.choice(SIGNS), dice.choice(UNSEEN)
    cut = dice.randrange(3, len(number) - 3)
    yield number
    yield number.translate(FULL)
    yield number.translate(CHINESE)
    yield number.translate(CIRCLED)
    yield grouped(number, sign)
    yield grouped(number, sign).translate(FULL)
    yield grouped(number, "\n")
    yield " ".join(number)
    yield "·".join(number.translate(CHINESE))
    yield unseen.join(number)
    yield f"{number[:cut]}{unseen}{number[cut:]}"
    yield f"{number[:cut]}\n{number[cut:]}"


def disguises() -> list[Disguise]:
    dice = random.Random(20240620)
    found: list[Disguise] = []
    for serial in range(1000):
        for rule, number in (
            ("identity-number", identity(serial * 7)),
            ("mobile-number", f"1{3 + serial % 7}000{dice.randrange(10**6):06}"),
            ("bank-card", card(dice.randrange(10**6))),
        ):
            written = list(forms(number, dice))[serial % 12]
            if rule == "mobile-number" and serial % 3 == 0 and "\n" not in written:
                written = f"{dice.choice(['+86 ', '86', '0086-', '+86-'])}{written}"
            letters = "".join(chr(ord("A") + int(digit)) for digit in f"{len(found):03}")
            lead = "手机号：" if rule == "mobile-number" and serial % 12 in (3, 11) else "："
            found.append(Disguise(rule, number, written, f"登记{letters}", lead))
            if len(found) == 200:
                return found
    raise AssertionError


def innocent() -> list[str]:
    """Two thousand lines of numbers that are nobody's."""
    dice = random.Random(7)

    def digits(count: int) -> str:
        return "".join(dice.choice("0123456789") for _ in range(count))

    def letter() -> str:
        return dice.choice("ABCDEFGHJKLMNPQRTUWXY")

    kinds: list[Callable[[], str]] = [
        lambda: f"示财农〔20{digits(2)}〕{dice.randrange(1, 2000)}号",
        lambda: f"示府办发【2023】{digits(3)}号",
        lambda: f"51{digits(6)}{dice.choice('RTY')}{digits(12)}",
        lambda: f"项目代码51{digits(17)}",
        lambda: f"编号20{digits(16)}",
        lambda: f"91{digits(6)}MA{digits(6)}{letter()}{digits(1)}{letter()}",
        lambda: f"1151{digits(4)}00{digits(7)}{letter()}",
        lambda: f"SLX-20{digits(2)}-{digits(4)}",
        lambda: f"{digits(9)}/20{digits(2)}-{digits(5)}",
        lambda: f"20{digits(2)}年{dice.randrange(1, 13)}月{dice.randrange(1, 29)}日",
        lambda: f"20{digits(2)}-0{dice.randrange(1, 10)}-1{digits(1)} 1{digits(1)}:3{digits(1)}:00",
        lambda: f"支出{dice.randrange(10**10, 10**11)}元",
        lambda: f"{dice.randrange(1, 999)},{digits(3)},{digits(3)},{digits(3)}.{digits(2)}元",
        lambda: f"合计1{dice.randrange(3, 10)}{digits(7)}.{digits(2)}万元",
        lambda: f"执行率0.{dice.choice(['62', '13', '15'])}{digits(14)}",
        lambda: f"电话0812-{dice.randrange(2, 9)}{digits(6)}",
        lambda: f"（028）{dice.randrange(2, 9)}{digits(7)}转{digits(3)}",
        lambda: f"热线400-{digits(3)}-{digits(4)}，邮编6{digits(5)}",
        lambda: f"IP 1{dice.randrange(30, 99)}.{digits(3)}.{digits(2)}.{digits(3)}",
        lambda: f"版本1.{digits(1)}.{digits(2)}.{digits(4)}.{digits(3)}",
        lambda: f"1{digits(2)} {digits(4)} {digits(4)} 9{digits(1)}.{digits(2)} 10 9.5",
        lambda: f"财政拨款 1{digits(4)} {digits(3)} {digits(3)}",
        lambda: f"| 1{dice.randrange(3, 10)}{digits(1)} | {digits(4)} | {digits(4)} |",
        lambda: f"合同编号1{dice.randrange(3, 10)}{digits(9)}",
        lambda: f"N51{digits(14)}",
        lambda: f"对公账户2{digits(16)}",
        lambda: f"https://www.example.gov.cn/art/1{dice.randrange(3, 10)}{digits(9)}.html",
        lambda: f"{digits(20)}",
        lambda: f"JX{digits(8)}-1{dice.randrange(3, 10)}{digits(9)}",
        lambda: f"15{digits(3)}-{digits(6)}人",
        lambda: "、".join(f"1{digits(3)}" for _ in range(6)),
        lambda: f"GB/T {digits(5)}-20{digits(2)}，第{digits(2)}条",
    ]
    return [kinds[number % len(kinds)]() for number in range(2000)]


DISGUISES = disguises()
INNOCENT = innocent()
# No gap and no such letter is in the font, or a line of a PDF holds no line break.
NOT_IN_PDF = re.compile("[\u200b-\u2060\u00ad⓪①-⑨\n・–]")
IN_PDF = [one for one in DISGUISES if not NOT_IN_PDF.search(one.written)]


def lines(found: list[Disguise]) -> list[str]:
    return [f"{one.name}{one.lead}{one.written}。" for one in found]


@pytest.fixture(scope="module")
def checked(once: Once) -> Problems:
    """What is said of a report for each disguise, and of files with all of them."""

    def fill(content: Path) -> None:
        files = {
            "disguised.docx": word_file(lines(DISGUISES)),
            "disguised.xlsx": excel_file([one.name + one.lead, one.written] for one in DISGUISES),
            "disguised.pdf": pdf_file(lines(IN_PDF)),
            "disguised.txt": "\n".join(lines(DISGUISES)).encode(),
            "innocent.docx": word_file(INNOCENT),
            "innocent.xlsx": excel_file([number, line] for number, line in enumerate(INNOCENT)),
            "innocent.pdf": pdf_file(INNOCENT),
            "innocent.txt": "\n".join(INNOCENT).encode("gb18030"),
        }
        content_with(content, files)
        for number, text in enumerate(lines(DISGUISES)):
            put(content, {"正文": {"项目概况": {"项目基本情况": f"{text}\n"}}}, f"d{number}", {})
        for number in range(20):
            text = "\n".join(INNOCENT[number * 100 : number * 100 + 100])
            put(content, {"正文": {"项目概况": {"项目基本情况": f"{text}\n"}}}, f"i{number}", {})

    return [one for one in checked_once(once, "disguises", fill) if one["rule"] in NUMBERS]


def test_there_are_enough() -> None:
    assert len(DISGUISES) == 200
    assert len(INNOCENT) == 2000
    assert len(IN_PDF) > 90


def test_every_disguise_is_found_in_a_report(checked: Problems) -> None:
    for number, one in enumerate(DISGUISES):
        found = [p for p in checked if p["path"].endswith(f"/d{number}.yml")]
        assert [p["rule"] for p in found] == [one.rule], (one, found)
        assert one.number[:3] in found[0]["message"]


@pytest.mark.parametrize("file", ["disguised.docx", "disguised.xlsx", "disguised.pdf"])
def test_every_disguise_is_found_in_an_attachment(file: str, checked: Problems) -> None:
    found = [p for p in checked if f"附件“{file}”" in p["message"]]
    expected = IN_PDF if file.endswith(".pdf") else DISGUISES
    for one in expected:
        told = {p["rule"] for p in found if f"“{one.name}" in p["message"]}
        assert told == {one.rule}, one
    assert len(found) == len(expected)


def test_every_disguise_is_found_in_a_text_file(checked: Problems) -> None:
    found = {(p["rule"], p["line"]) for p in checked if p["path"].endswith("/disguised.txt")}
    line = 1
    for one in DISGUISES:
        assert (one.rule, line) in found, one
        line += 1 + one.written.count("\n")
    assert len(found) == len(DISGUISES)


def test_no_message_tells_a_number(checked: Problems) -> None:
    for problem in checked:
        assert not re.search(r"\d{6}|[〇一二三四五六七八九]{4}", problem["message"]), problem


def test_other_numbers_are_none_of_people(checked: Problems) -> None:
    told = [
        p
        for p in checked
        if "附件“innocent" in p["message"] or re.search(r"/(i\d+\.yml|innocent)", p["path"])
    ]
    assert told == []
