"""Home addresses: building, entrance and flat; a house of a village beside a person."""

import re
from collections.abc import Iterator

from generator.check.person_names import ENDS, HAN, NAME
from generator.check.rule import Limits, Rule, TextFinding

RULE = Rule(
    title="家庭住址",
    why=(
        "住址写到室号、门牌，谁都找得到这户人家；和低保、残疾写在一起，还公开了这家人的处境。"
        "住址是个人信息，和特定身份、医疗健康连在一起是敏感个人信息。"
        "办公地点、建设地点、施工的楼栋不指出。"
    ),
    mend="只写到小区或村，如“示例小区1户”；要区分各户的，用编号（如“受益人01”）。",
    sources=(
        "《中华人民共和国个人信息保护法》第二十五条、第二十八条",
        "《中华人民共和国政府信息公开条例》第十五条",
    ),
    failing="正文: {项目概况: {项目基本情况: 为示例花园3栋2单元501室更换了水管。}}",
    passing="正文: {项目概况: {项目基本情况: 为示例花园3栋2单元更换了水管。}}",
    guards_disclosure=True,
)
_DIGIT = r"[\da-zA-Z一二三四五六七八九十百零〇○两壹贰叁肆伍陆柒捌玖拾]"
_GAP = "[ \u3000、，,\\-－—·]?"
_ESTATE = (
    "(?:小区|花园|家园|佳园|嘉园|苑|公寓|新村|新居|新城|名都|华庭|雅居|宿舍|家属院|家属楼|安置房|公租房|廉租房)"
    rf"(?:[{HAN}A-Za-z\d]?[区期])?{_GAP}"
)
_BUILDING = rf"{_DIGIT}{{1,4}}{_GAP}(?:栋|幢|号楼|座|#楼?|号院){_GAP}"
_FLOOR = rf"(?:{_DIGIT}{{1,2}}[层楼]{_GAP})?"
_NOT_FLAT = "(?![电楼机井管线泵水配箱库门岗燃消监弱强])"
_NUMBER_ALONE = (
    r"(?<![、，,])(?:\d{3,4}|[一二三四五六七八九][零〇一二三四五六七八九]{2})"
    r"(?![\d.．%％户万元年月平米个套处人次台部])(?=[^\w]|\Z|住|的)"
)
_FLAT = rf"(?:{_DIGIT}{{1,5}}{_GAP}(?:室|号(?!楼)|房(?!间)){_NOT_FLAT}|{_NUMBER_ALONE})"
_IN_BUILDING = re.compile(
    rf"(?:{_BUILDING}|{_ESTATE}{_DIGIT}{{1,4}}{_GAP})(?:{_DIGIT}{{1,3}}|[东西南北中])"
    rf"{_GAP}(?:单元|门){_GAP}{_FLOOR}{_FLAT}"
    rf"|{_ESTATE}{_BUILDING}{_FLOOR}(?:\d{{1,2}}[-－])?\d{{2,4}}[ ]?[室号]{_NOT_FLAT}"
    rf"|{_ESTATE}{_BUILDING}{_NUMBER_ALONE}"
    rf"|{_ESTATE}\d{{1,3}}(?:[-－]\d{{1,2}})?[-－]\d{{3,4}}[室号]?(?!\d)"
)
_HINT = re.compile(r"单元|栋|幢|号楼|座|#楼|#\d|-\d{3}|－\d{3}")  # quickly told: few texts have one
_BEFORE_HINT, _AFTER_HINT = 25, 25  # characters of an address around it
_HOME = (
    "家庭住址|家庭地址|住址|居住地址|居住地|户籍地址|户籍所在地|户籍地|户口所在地|家住|家在|现居|居住于|居住在"
    "|住在|住于|现住|租住|户主"
)
_PERSON = re.compile(_HOME)
_HOUSE = (
    rf"{_DIGIT}{{1,5}}(?:附{_DIGIT}{{1,3}})?号(?:附{_DIGIT}{{1,3}}号?)?"
    "(?![线井塘机泵桥渠闸台变点文令函楼路灯站])"
)
_AT_HOME = re.compile(
    rf"(?:{_HOME})[于在为是:：\t|｜ \u3000]{{0,3}}[{HAN}\dA-Za-z（）()#\-－ ]{{0,30}}?"
    rf"[路街巷村组社队弄道里院镇区]{_GAP}{_HOUSE}"
)
_VILLAGE = re.compile(
    rf"(?:村|社区|屯|寨)第?{_GAP}{_DIGIT}{{1,3}}{_GAP}(?:村民)?(?:小组|组|社|队){_GAP}{_HOUSE}"
)
_SEP = "[，,、（(：:\t|｜ \u3000]"
_NAME_AHEAD = re.compile(
    rf"(?<![{HAN}])(?:户主|村民|居民|住户)?[:： ]?{NAME}"
    rf"(?:{_SEP}{{1,3}}[家住系在是]{{0,2}}|[家住系在是的居]{{1,2}})"
    rf"(?:[男女]{_SEP}{{1,2}})?(?:\d{{1,3}}岁?{_SEP}{{1,2}})?[{HAN}]{{0,16}}\Z"
)
_NAME_BEHIND = re.compile(
    rf"{_SEP}{{0,2}}的?(?:村民|居民|住户|户主|低保户|贫困户|脱贫户)?[:：]?{NAME}{ENDS}"
)
# The place of an office or of works is none of a home.
_OFFICE = re.compile(
    "办公|地点|选址|位于|注册|公司|企业|合作社|事务所|服务站|服务中心|工作站|卫生室|活动室|居委会|村委会|委员会"
    "|门卫|值班|物业|日间照料|幼儿园|机构|门市|商铺|营业|经营|仓库|施工|工地|场所|办事处|超市|药店|支行|驿站"
)
_CLAUSE = re.compile(r"[，,。；;\n\x1f\t|｜]")
_SENTENCE = re.compile(r"[。；;\n\x1f]")
_REACH = 30  # characters before and after an address that may tell whose it is


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find the addresses of flats, and of houses beside a person."""
    end = 0
    for found in sorted(_addresses(text), key=re.Match.start):
        if found.start() < end or not _is_home(text, found):
            continue
        end = found.end()
        message = (
            "这里像是家庭住址，写到了室号或者门牌，不宜公开。"
            "请只写到小区或村；要区分各户的，用编号（如“受益人01”）；是办公或施工地点的，在“核实”里说明。"
        )
        yield TextFinding(found.start(), end, message)


def _addresses(text: str) -> Iterator[re.Match[str]]:
    end = 0
    for hint in _HINT.finditer(text):
        start = max(hint.start() - _BEFORE_HINT, end)
        if found := _IN_BUILDING.search(text, start, hint.end() + _AFTER_HINT):
            end = found.end()
            yield found
    yield from _AT_HOME.finditer(text)
    if "村" in text or "社区" in text:
        yield from _VILLAGE.finditer(text)


def _is_home(text: str, found: re.Match[str]) -> bool:
    """Whether the words beside it tell of a home, or at least of no office and no works."""
    start, end = found.span()
    ahead, behind = text[max(start - _REACH, 0) : start], text[end : end + _REACH]
    clause = _CLAUSE.split(ahead)[-1]
    if found.re is _AT_HOME or _PERSON.search(clause):
        return True
    if found.re is not _VILLAGE:
        return not _OFFICE.search(clause + found[0] + _CLAUSE.split(behind)[0])
    sentence = _SENTENCE.split(ahead)[-1]
    beside_name = _NAME_AHEAD.search(sentence) or _NAME_BEHIND.match(behind)
    return bool(beside_name) and not _OFFICE.search(sentence)
