"""Names of children beside their age, year of birth, school or class."""

import re
from collections.abc import Iterator

from generator.check.person_names import (
    BEGINS,
    ENDS,
    NAME,
    NAMES,
    NOT_MADE_UP,
    SURE_NAME,
    NamedPeople,
    PersonRow,
    PersonTable,
    each_once,
    people_at,
    people_in_rows,
    sentences_with,
    tables_of_people,
)
from generator.check.rule import Limits, Rule, TextFinding
from generator.check.text_values import half_width
from generator.model.problems import Level

RULE = Rule(
    level=Level.ERROR,
    title="未成年人的姓名",
    why=(
        "姓名和年龄、学校、班级写在一起，谁都找得到这个孩子。不满十四周岁未成年人的个人信息是敏感个人信息，"
        "处理要有父母或者其他监护人的同意；不满十八周岁的，涉及他们的事项要保护隐私权和个人信息。"
        "写成李某、王*明的不指出；校长、教师的姓名不指出。姓名靠常见姓氏和上下文认，认不全。"
    ),
    mend="改成编号（如“学生01”）或“李某某”，年龄写成年龄段，名单只留人数和金额。",
    sources=(
        "《中华人民共和国个人信息保护法》第二十五条、第二十八条、第三十一条",
        "《中华人民共和国未成年人保护法》第四条、第七十二条",
    ),
    failing="正文: {项目绩效情况: {项目效益情况: 资助示例小学三年级学生李小红500元。}}",
    passing="正文: {项目绩效情况: {项目效益情况: 资助示例小学三年级学生李某500元。}}",
    guards_disclosure=True,
)
_CUE = re.compile(
    "岁|班|学生|小学|中学|幼儿园|出生|就读|同学|小朋友|未成年|级(?<=年级)|生(?:于|(?<=[年月日中]生))"
)
_UNDER_AGE = (
    r"(?<!\d)(?:1[0-7]|[1-9]|十[一二三四五六七]?|[一二两三四五六七八九])周?岁"
    r"(?![ ]?(?:以|及|至|到|起|内|前|段|组|[-~～—、]))"
)
_BORN_YEAR = r"20(?:0[89]|[1-9]\d)"  # until 2007: of age, at the latest in 2025
_BORN = (
    rf"{_BORN_YEAR}(?:年|[.．/-])(?:\d{{1,2}}[月.．/-]?)?(?:\d{{1,2}}日?)?出?生(?![产效成活])"
    rf"|(?:出生(?:日期|年月|时间)?|生)[于:：为]?[ ]?{_BORN_YEAR}(?!\d)"
)
_NUMBER = r"[\d一二三四五六七八九十]{1,2}"
_NAMED_CLASS = rf"[一二三四五六七八九\d](?:年级)?[ ]?[（(][ ]?{_NUMBER}[ ]?[)）][ ]?班"
_YEAR_CLASS = rf"[一二三四五六七八九1-9]年级(?:[ ]?[（(]?{_NUMBER}[)）]?[ ]?班)?"
_CLASS = (
    rf"(?:{_NAMED_CLASS}|{_YEAR_CLASS}|[初高][一二三](?:年级)?(?:[ ]?[（(]?{_NUMBER}[)）]?[ ]?班)?"
    rf"|[初高]{_NUMBER}级[^，,。；;\n\x1f]{{0,4}}班|(?:学前|[大中小])班)"
)
_SCHOOL = (
    "(?:小学|中学|初中|高中|学校|附小|附中|村小|完小|幼儿园|教学点|[一二三四五]中|[一二三四五]小)"
)
_PUPIL = "(?:学生|同学|女生|男生|幼儿|小朋友|儿童|孩子|班长|少先队员|队员|新生|毕业生|女童|男童)"
_CHILD = (
    "(?:的?(?:[男女]?(?:孩子|孩|童|婴|生)|儿童|学生|幼儿|小朋友|婴儿|患儿|孤儿|少年|儿子|女儿|孙子|孙女"
    "|留守儿童|困境儿童)|的)"
)
_STAFF = (
    "(?![^，,。；;\\n\\x1f]{0,6}(?:教师|老师|班主任|校长|园长|主任|任教|教研|家长|辅导员|医生))"
)
_FIRST = re.compile(
    rf"(?:{_UNDER_AGE}{_CHILD}(?:叫|名叫)?|(?:{_BORN}){_CHILD}"
    rf"|(?:{_SCHOOL}|{_CLASS})[^，,。；;、\n\x1f]{{0,8}}?{_PUPIL}[:：、 ]?"
    rf"|(?:小|中|初中|高中|小学|中学)学?生[:： ]?"
    rf"|(?:{_NAMED_CLASS}|{_YEAR_CLASS})的?[:： ]?|未成年(?:人|子女|孩子)?)"
    rf"(?P<names>{NAMES}{ENDS}|{SURE_NAME}){_STAFF}"
)
_BREAK = "[（(，,、：: ]"
_SEX = f"(?:[男女](?:性|孩|童|生)?{_BREAK}{{0,2}})?"
_PART = r"(?:[^，,。；;\n\x1f]{1,10}[，,])?"
_AFTER = re.compile(
    rf"{BEGINS}(?P<names>{NAME}){NOT_MADE_UP}(?:(?:{_BREAK}{{1,2}}{_SEX}{_PART}{_SEX})?"
    rf"(?:现年|今年|年仅|年龄[为是:： ]?|仅有?|才|刚满|不满|未满|时年)?[ ]?(?:{_UNDER_AGE}|{_BORN})"
    rf"|{_BREAK}{{1,2}}{_SEX}(?:[系是为]|现?就?读于?|[^，,。；;\n\x1f任教管]{{0,8}}?县)?"
    rf"[^，,。；;\n\x1f任教管负责]{{0,10}}?"
    rf"(?:{_SCHOOL}[^，,。；;、\d\n\x1f任教管]{{0,4}}?(?:{_CLASS}|{_PUPIL})|{_CLASS}){_STAFF}"
    rf"|(?:现|目前|今年)?(?:就读|在读|在[^，,。；;\n\x1f]{{2,12}}{_SCHOOL}(?:读|上学|就学|念书))"
    rf"|(?:小朋友|同学)(?=[^。；;\n\x1f]{{0,30}}{_SCHOOL})(?![们会]))"
)
_SCHOOLMATE = re.compile(
    rf"(?:学生|同学|[男女][生孩童]|儿童|孩子|幼儿)(?P<pupil>{NAME}){_BREAK}{{1,2}}"
    rf"[^，,。；;、\n\x1f任教管]{{0,10}}?{_SCHOOL}{_STAFF}"
    rf"|{_SCHOOL}[^。；;\n\x1f]{{0,20}}?{BEGINS}(?P<names>{NAME})(?:小朋友|同学)(?![们会])"
)
_ADULTS = re.compile("大学|学院|党校|研究生|大专|高职|电大")
_OF_CLASS = re.compile("班级|年级|就读|幼儿园|学籍|所在班")
_OF_SCHOOL = re.compile("学校|校名|园名")
_OF_PUPILS = re.compile("学生|儿童|幼儿|小朋友|孩子|未成年|助学|少年")
_OF_STAFF = re.compile("教师|教职工|校长|职工|教练|辅导员|班主任姓名|校医|保育员")
_AGE_CELL = re.compile(rf"(?:{_UNDER_AGE}|(?:1[0-7]|[1-9]))(?!\d)")
_BORN_CELL = re.compile(rf"{_BORN_YEAR}(?:\D|\d{{4}}\b|\Z)")


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find whole names of children in sentences and in tables."""
    if not _CUE.search(text) and "年龄" not in text:
        return
    text = half_width(text)
    tables = (people_in_rows(rows) for one in tables_of_people(text) if (rows := _children(one)))
    for people in each_once((*tables, *_in_sentences(text))):
        message = (
            f"这里有未成年人的姓名（{people.masked}），还有年龄或者学校、班级，不得公开。"
            "请改成编号（如“学生01”）或“李某某”，名单只留人数和金额。"
        )
        yield TextFinding(people.start, people.end, message)


def _in_sentences(text: str) -> Iterator[NamedPeople]:
    for sentence in sentences_with(text, _CUE):
        for pattern in (_FIRST, _AFTER, _SCHOOLMATE):
            for found in pattern.finditer(text, *sentence):
                if not _ADULTS.search(text, max(found.start() - 10, 0), found.end()):
                    yield people_at(text, found.span(found.lastgroup or 0))


def _children(table: PersonTable) -> list[PersonRow]:
    """The rows of a table that name a child and tell its class, school or age."""
    heading = " ".join(table.headings)
    if _OF_STAFF.search(heading) or _OF_STAFF.search(table.title[-60:]):
        return []
    of_pupils = _OF_PUPILS.search(heading) or _OF_PUPILS.search(table.title[-60:])
    if _OF_CLASS.search(heading) or (of_pupils and _OF_SCHOOL.search(heading)):
        return list(table.rows)
    columns = {
        number: pattern
        for number, one in enumerate(table.headings)
        for word, pattern in (("年龄", _AGE_CELL), ("出生", _BORN_CELL))
        if word in one
    }
    return [
        row
        for row in table.rows
        if any(n < len(row.cells) and p.match(row.cells[n]) for n, p in columns.items())
    ]
