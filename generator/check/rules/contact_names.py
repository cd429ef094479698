"""Names of contacts, persons in charge, evaluators, signers: beside their label, in a table."""

import re
from collections.abc import Iterator

from generator.check.person_names import (
    BEGINS,
    CELL_NAME,
    ENDS,
    HAN,
    NAME,
    NAMES,
    NOT_MADE_UP,
    SURE_NAME,
    NamedPeople,
    each_once,
    people_in_rows,
    tables_of_people,
)
from generator.check.rule import Limits, Rule, TextFinding

RULE = Rule(
    title="联系人、负责人、评价人员的姓名",
    why=(
        "表上的联系人、负责人、填报人、评价小组成员、签字，是办事用的，不是报告要公开的内容。姓名是个人信息，"
        "和电话写在一起，会给本人招来骚扰；人换了岗，网上的还在。公众要联系的，写股室和办公电话就够了。"
        "写成张某、王×明的不指出；姓名靠常见姓氏和上下文认，认不全。"
    ),
    mend=(
        "删去姓名，写股室或职务（如“联系人：财务股”），公众联系用的写在 site.yml 的“联系方式”。"
        "确实应当公开的，在“核实”里写明依据。"
    ),
    sources=(
        "《中华人民共和国个人信息保护法》第六条、第二十五条",
        "《中华人民共和国政府信息公开条例》第十五条",
    ),
    failing="正文: {项目实施及管理情况: {项目监管情况: 项目负责人：张建国，电话：0999-8600000。}}",
    passing="正文: {项目实施及管理情况: {项目监管情况: 联系人：财务股，电话：0999-8600000。}}",
    guards_disclosure=True,
)
_BLANK = r"[ \t\u3000]"
# Each begins with a letter of its own: so a search leaps to it.
_ROLE = (
    "(?:联系人员?|联络人员?|联络员|经办人员?|承办人|填报人员?|填表人员?|填写人|制表人?|编制人|上报人|报送人|汇报人"
    "|负责人|责任人|负责同志|法定代表人|法人代表|主评人|评价人员|评价组成员|小组成员|工作组成员|编写人员?"
    "|撰稿人?|供稿人?|责任编辑|审核人|复核人|审签人?|签发人?|校对人?|监督人|主要领导|分管领导|单位领导|部门领导"
    "|组长|组员|成员|会计主管|财务主管)"
)
_IN_BRACKETS = r"(?:[（(][^（）()\n\x1f:：]{1,12}[）)])?"  # （签字）, （盖章）
_SIGNED = f"(?:签字|签名|签章|签署|盖章|姓名|{_IN_BRACKETS}){{0,2}}"
# The name after a colon is told by its length and place; after a stroke or a tab there may as well
# be the next heading.
_NO_NAME = (
    r"(?!无|见|略|同上|详见|另附|暂缺|全体|全部|单位|项目|应急|各|本|向上|成员|来自|计划|管理|党员|时间|金额|水平|干部"
    r"|农户|农业|农村|安全|法人|法规|包括|由|党政|从|方案|支部|机关|满意|兰州|明确|全程|全面|经营|经手|管护|农技"
    r"|国有|国企|国库|国家|原单|保障|平安|阳光|代理|水保|水利|植保|卫健|计生|计财|任课|海关|宗教|通用|封闭|储备)"
)
_NO_OFFICE = (
    "(?<![股科室办局处站所院校队组部会司厂镇乡县市区村社委台馆团店行中心等长任员记干师人农户企匠客])"
    "(?<!专家|代表|主体|领导|部门|经理|支书|总支|司机|管家|家属|车主|房主|商家)"
)
_NAME_ENDS = re.compile(f"{_NO_OFFICE}\\Z")
_AFTER_COLON = (
    rf"{_NO_NAME}(?P<named>(?:{NAME}|{CELL_NAME})"
    rf"(?:[、，,和及 ]{{1,2}}{_NO_NAME}{CELL_NAME}(?=[ \t\u3000、，,。；;\n\x1f（(]|\Z))*)"
    rf"{_NO_OFFICE}"
    rf"(?=[^{HAN}A-Za-z\d某×xXｘＸ*＊○〇□■_（(]|\d|\Z|{NOT_MADE_UP}[（(])"
)
_AFTER_LABEL = re.compile(
    rf"{_ROLE}{_SIGNED}(?:{_BLANK}{{0,4}}[:：]{_BLANK}{{0,20}}{_AFTER_COLON}"
    rf"|{_BLANK}{{0,4}}[|｜\t][|｜ \t\u3000]{{0,4}}(?P<cell>{NAME})"
    r"(?=[ \u3000]{0,4}(?:[|｜\t\n\x1f]|\Z))"
    rf"|(?:为|是|系)?(?P<direct>{NAMES}{ENDS}|{SURE_NAME}))"
)
_BELOW_LABEL = re.compile(  # a form whose labels and answers are lines of their own
    rf"{_ROLE}{_SIGNED}{_BLANK}*[:：]?{_BLANK}*\n{_BLANK}*"
    rf"{_NO_NAME}(?P<named>{NAME}){_NO_OFFICE}{_BLANK}*(?=[\n\x1f]|\Z)"
)
_OFFICE_HOLDER = re.compile(
    rf"(?:局长|主任|科长|股长|站长|所长|院长|校长)(?:(?<![{HAN}]..)|(?<=副..)(?<![{HAN}]...))"
    rf"{_SIGNED}[:：]{_BLANK}{{0,20}}{_AFTER_COLON}"
)
_PHONE = re.compile(
    r"0\d{2,3}[-－— ]?\d{7,8}(?!\d)|1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|电话[:：|｜ \t]{0,3}\d{7,8}(?!\d)"
)
_BEFORE_PHONE = re.compile(
    rf"{BEGINS}(?P<named>{NAME})[（(，,、：:|｜ \t\u3000]{{0,4}}"
    r"(?:(?:联系|办公|联络|咨询)?(?:电话|座机|手机|方式)?[:：|｜ \t]{0,3})\Z"
)
_REACH = 20  # characters before a number in which the name stands
_FORM = re.compile(
    rf"姓(?<![{HAN}]姓){_BLANK}*名[:：]{_BLANK}*(?P<named>{NAME})"
    rf"(?={_BLANK}*[，,；;]?{_BLANK}*(?:职务|职称|单位|岗位|联系|电话))"
)
_ONE_NAME = re.compile(CELL_NAME)


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Names after their labels, beside a telephone number, in tables of staff."""
    for one in each_once((*_in_tables(text), *_in_sentences(text))):
        message = (
            f"这里有联系人、负责人一类人员的姓名（{one.masked}），是个人信息，不必公开。"
            "请删去，或只写股室、职务；确实应当公开的，在“核实”里写明依据。"
        )
        yield TextFinding(one.start, one.end, message)


def _in_tables(text: str) -> Iterator[NamedPeople]:
    for table in tables_of_people(text, of_staff=True):
        if rows := [row for row in table.rows if _NAME_ENDS.search(row.name)]:
            yield people_in_rows(rows)


def _in_sentences(text: str) -> Iterator[NamedPeople]:
    for pattern in (_AFTER_LABEL, _BELOW_LABEL, _OFFICE_HOLDER, _FORM):
        for found in pattern.finditer(text):
            yield _people(text, *found.span(str(found.lastgroup)))
    for phone in _PHONE.finditer(text):
        least = max(phone.start() - _REACH, 0)
        if beside := _BEFORE_PHONE.search(text[least : phone.start()]):
            start, end = beside.span("named")
            yield _people(text, least + start, least + end)


def _people(text: str, start: int, end: int) -> NamedPeople:
    names = _ONE_NAME.findall(text, start, end)
    return NamedPeople(start, end, end, names[0] if names else text[start], len(names) or 1)
