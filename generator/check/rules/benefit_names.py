"""Names of persons beside what they receive or suffer from: 低保, 残疾, 救助, 艾滋病."""

import re
from collections.abc import Iterator

from generator.check.person_names import (
    BEGINS,
    ENDS,
    HAN,
    NAME,
    NAMES,
    NOT_MADE_UP,
    SURE_NAME,
    NamedPeople,
    each_once,
    people_at,
    people_in_rows,
    sentences_with,
    tables_of_people,
)
from generator.check.rule import Limits, Rule, TextFinding

RULE = Rule(
    title="受助人、患病人的姓名",
    why=(
        "姓名和低保、残疾、救助、患病写在一起，就公开了一个人的特定身份、医疗健康，这是敏感个人信息，"
        "要有特定的目的和充分的必要性，公开要有本人的单独同意。绩效报告要说的是人数和金额，用不着姓名。"
        "写成张某、王*明的不指出。姓名靠常见姓氏和上下文认，认不全。"
    ),
    mend="改成编号（如“受益人01”）或“张某某”，名单只留人数和金额。确实应当公示的，在“核实”里写明依据。",
    sources=(
        "《中华人民共和国个人信息保护法》第二十五条、第二十八条、第二十九条",
        "《中华人民共和国政府信息公开条例》第十五条",
    ),
    failing="正文: {项目绩效情况: {项目效益情况: 走访低保户张小明，帮助解决饮水困难。}}",
    passing="正文: {项目绩效情况: {项目效益情况: 走访低保户张某，帮助解决饮水困难。}}",
    guards_disclosure=True,
)
_KIND = (
    "低保|五保|特困供养|特困|建档立卡|贫困|脱贫不稳定|脱贫|边缘易致贫|易致贫|易返贫|监测|困难|困境|留守|孤残|残疾"
    "|优抚|救助|受助|受益|资助|受灾|精神障碍|精神病|精神分裂症|艾滋病|结核病|尘肺病?|大病|重病|癌症|尿毒症|白血病"
    "|吸毒|戒毒|社区矫正|刑满释放|安置帮教|失独|空巢|独居|孤寡|失能|半失能|伤残|智障"
)
_SORT = (
    "户|对象|人员|家庭|群众|居民|村民|职工|学生|儿童|少年|老年人|老人|妇女|患者|病人|感染者|军人|党员|子女|幼儿|青年|农户"
    "|人|者"
)
_GROUP = rf"(?:(?:{_KIND})(?:边缘)?(?:(?:{_SORT}){{1,2}})|补[助贴]对象|孤儿|烈属|事实无人抚养儿童)"
_GROUP_ENDS = rf"(?=[^{HAN}]|\Z)"
_STATE = (
    "低保|五保|特困|救助|残疾|孤儿|优抚|精神障碍|精神病|精神分裂|艾滋|毒|救济|癌|白血病|肺结核|尘肺|护理补贴"
    "|两项补贴|生活补贴|助学金|慰问金|抚恤金"
)
_DEGREE = "[一二三四]级残疾|(?:肢体|视力|听力|智力|精神|言语|多重)(?:[一二三四]级|残疾)"
_ILLNESS = "艾滋病|精神分裂症|精神障碍|尿毒症|白血病|[肝肺胃乳肠]癌|癌症|尘肺|肺结核"
_TOPIC = re.compile(rf"{_KIND}|{_STATE}|补[助贴]对象|烈属")
_TABLE_TOPIC = re.compile(rf"{_TOPIC.pattern}|慰问|补贴|补助|助学|高龄|危房")
_NUMBER = r"(?:\d+|[一二两三四五六七八九十百]+)"
_LISTED = re.compile(
    r"(?:名单|花名册|名册|公示|如下|分别[是为])(?:[（(][^（）()\n]{1,20}[）)])?[:：为是 \n]{1,3}"
    rf"(?:\d{{1,2}}[.．、 ]|[（(]\d{{1,2}}[）)])?(?P<names>{NAMES}){ENDS}"
)
_BEFORE_NAME = re.compile(
    rf"(?:(?:{_GROUP}|{_DEGREE})(?:[:：（(“为是系有 ]{{0,2}}(?:\d{{1,2}}[.．、 ])?"
    rf"|[，,、 ]?(?:户主|村民|居民|姓名)[:：]?)|(?:{_KIND})[:：])"
    rf"(?P<names>{NAMES}{ENDS}|{SURE_NAME})"
    r"|(?:享受|领取|纳入|感染|患|获得?)[^，,。；;\n\x1f]{0,10}[的人](?:[有是为]|包括)[:：]?"
    rf"(?P<others>{NAMES}){ENDS}|[救资]助(?P<helped>{NAMES})(?=[ ]?\d+(?:\.\d+)?万?元)"
)
# What is said of a person: "，男，62岁，低保户", "等3名残疾人", "因病获得临时救助".
_SIGN = "[（(，,：: 、]"
_LIFE = (
    rf"(?:{_SIGN}[^。；;\n\x1f访问责管]{{0,25}}?(?:[男女岁]|\d[组社])"
    r"[^。；;\n\x1f访问责管]{0,15}?(?=[，,]|(?<=[男女])、))"
)
_STAFF = "(?!干部|党员|教师|医|志愿|领导|人员|同志|职工|社工|工作|帮扶|网格)"
_DETAIL = "(?:[本该我原][村镇乡县组]?|农村|城市|城镇|重度|[一二三四]级)?的?"
_AFTER_NAME = re.compile(
    rf"{BEGINS}(?P<names>{NAMES}){NOT_MADE_UP}(?:"
    rf"[户家]?{_LIFE}?{_SIGN}?(?:[系属是为]|属于|作为)?{_DETAIL}(?:{_GROUP}{_GROUP_ENDS}|{_DEGREE}|{_ILLNESS})"
    rf"|等?[ ]?{_NUMBER}[ ]?[名户位个人]{_STAFF}[^，,。；;\n\x1f]{{0,4}}?{_GROUP}"
    r"(?!工作|联合会|之家|专)"
    r"|(?:一?家|家庭|户|夫妇|夫妻|本人|同学|等?[ ]?\d+[名户位个人])?"
    r"(?:[，,]?因[^，,。；;\n\x1f]{1,8}[，,]?)?"
    r"(?:患有?|身患|感染|享受|领取了?|获得?了?|被?纳入|申领|给予|发放|办理|吸食?|(?=(?:临时|医疗|司法)救助))"
    rf"[^，,。；;\n\x1f]{{0,8}}?(?:{_STATE}))"
)
_FORM = re.compile(rf"姓(?<![{HAN}]姓)[ \u3000]*名[:：][ \u3000]*(?P<names>{NAME}){ENDS}")
_REACH = 40  # characters before a list that may tell what it is of


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find names in sentences that tell of a benefit or an illness, and in tables of them."""
    if not _TOPIC.search(text):
        return
    tables = (
        people_in_rows(table.rows)
        for table in tables_of_people(text)
        if _TABLE_TOPIC.search(f"{table.title}\n{' '.join(table.headings)}")
    )
    for one in each_once((*tables, *_in_sentences(text))):
        message = (
            f"这里把姓名（{one.masked}）和受助、残疾、患病一类情况写在一起，这是敏感个人信息。"
            "请改成编号（如“受益人01”）或“张某某”，名单只留人数和金额；"
            "确实应当公示的，在“核实”里写明依据。"
        )
        yield TextFinding(one.start, one.end, message)


def _in_sentences(text: str) -> Iterator[NamedPeople]:
    for sentence in sentences_with(text, _TOPIC):
        for pattern in (_BEFORE_NAME, _AFTER_NAME, _FORM):
            for found in pattern.finditer(text, *sentence):
                yield people_at(text, found.span(found.lastgroup or 0))
    for found in _LISTED.finditer(text):
        ahead = text[max(found.start() - _REACH, 0) : found.start()]
        if _TABLE_TOPIC.search(re.split(r"[。\n\x1f]", ahead)[-1]):
            yield people_at(text, found.span("names"))
