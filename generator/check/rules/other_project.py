"""Another project's name in the narrative: text that was pasted from another report.

By its shape: the own department's name, straight after it the name of a project that is not the
own one. By the catalogue: the whole name of another project that has a report here.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from generator.check.project_names import (
    core_name,
    distinctive_part,
    is_umbrella_name,
    may_be_same_project,
    relates_projects,
)
from generator.check.rule import (
    CatalogueChange,
    Finding,
    Limit,
    Limits,
    Mention,
    Passage,
    ReportFacts,
    Rule,
    Subject,
)
from generator.check.sentences import sentence_at, sentences

RULE = Rule(
    title="正文出现别的项目名称",
    why="正文里写着别的项目的名称，多半是从另一份报告粘贴后没有改，读者会以为资金用在了别处。",
    mend=(
        "核对这一段写的是不是本项目，改成本项目的名称和内容。"
        "确实要提到别的项目的，写明两者的关系；原文如此、要照登的，写进“核实”。"
        "判断办法（名称的写法、字数界限）是本系统的约定。"
    ),
    limits={
        "名称字数": Limit(
            Decimal(4), "按写法判断时，名称去掉“经费、建设、管理”等常用字后最少几个字"
        ),
        "名称个数": Limit(Decimal(2), "正文里别的名称超过几个，就当作本项目的子项目，不提示"),
        "目录名称字数": Limit(Decimal(8), "按目录判断时，去掉“经费、项目”等词尾后最少几个字"),
    },
    failing="""\
正文:
  项目绩效情况:
    项目完成情况: 示例县水利局山洪灾害监测预警经费在当期完成了项目的总体实施，执行率100%。
""",
    passing="""\
正文:
  项目绩效情况:
    项目完成情况: 示例县水利局农村饮水安全巩固提升经费在当期完成了项目的总体实施，执行率95%。
""",
)

_WE = "[我本](?:局|单位|中心|委|办|院|校|站|所|队|镇|乡|街道|部门)"
_NAME = (
    r"(?=(?P<name>[\u4e00-\u9fa5A-Za-z0-9“”]{4,25}?)"
    r"(?P<end>(?:经费|项目|工程|专项资金|补助资金|补贴)+)(?P<after>.{0,8}))"
)
_COUNTY = re.compile(r"^.*?(?=[县市区州旗])")
# A sentence that goes on after the department is no name.
_RUN_ON = re.compile(
    r"[的了对由在把将被为从向于并各其该此和与及至前]|后(?![期备勤])|(?<![临小])时|按(?!摩)"
    r"|以(?!工代赈)|(?<![高初中平])等(?!级)|总(?!体规划|工会)"
    r"|^(?:已|未|拟|均|也|还|又|是|须|再|就(?!业)|全(?![民域科])|编制)"
    "|严格|根据|依据|依照|遵|申请|申报|上报|报送|负责|组织|开展|完成|加强|加大|确保|制定|成立|使用|支付|安排"
    "|拨付|下达|收到|建立|认真|及时|高度|积极|推进|推动|围绕|聚焦|落实|执行|牵头|启动|争取|获得|获批|接受"
    "|承担|承接|坚持|强化|规范|明确|委托|通过|采取|采用|针对|利用|充分|始终|不断|进一步|切实|共计|合计|累计"
    "|下属|内设|主要|实际|当年|全年|本年|批复|设立|设置|审核|审批|检查|自筹|投入|新增|配合|协助|支持|同意"
    "|决定|要求|做好|抓好|实行|实施|主管|归口|党组|领导|股|科室|大队|中队|派出所|局|需要|急需|购买|采购"
    "|聘请|邀请|选派|抽调|年初|年末|一般"
)
# What is said of a project as a whole, not of one of its parts.
_AS_A_WHOLE = re.compile(
    r"支出(?!\s?\d)|到位|在当期|严格|执行率|及时(?:下拨|支付|拨付)|绩效|自评|总体|资金(?:使用|支付|到位|管理)"
)
_ONLY_WORK = re.compile("(?:项目|工程)+")
_RELATED = re.compile("(?:与|和|同|及|或|、|因|原|除|给|类似|类)$")
_MIN_CORE = 5  # characters: shorter ones are looked for with their ending only
_MIN_DISTINCTIVE = 4


def check_report(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Names after the own department's; then every place where the core of such a name stands."""
    own = subject.report.project_name
    if is_umbrella_name(own):
        return
    foreign = list(_foreign_names(subject, limits))
    cores = {core_name(name) for _, _, name in foreign}
    if len(cores) > limits["名称个数"]:
        return
    for passage, place, name in foreign:
        message = (
            f"“{name}”不是本项目（{own}）的名称，像是从别的报告粘贴来的。"
            "请核对这一段写的是哪个项目，改成本项目的内容。"
        )
        yield passage.finding((place, place + len(name)), message)
    for core in cores:
        yield from _elsewhere(subject, core, {(p.where, at) for p, at, n in foreign})


def _foreign_names(subject: Subject, limits: Limits) -> Iterator[tuple[Passage, int, str]]:
    """Passage, place and words of each name that is not the own project's."""
    pattern = _pattern(subject.own_departments)
    for passage in subject.passages:
        for found in pattern.finditer(passage.text):
            name, end, after = found["name"], found["end"], found["after"]
            if (
                len(distinctive_part(name)) >= limits["名称字数"]
                and not _RUN_ON.search(name)
                and not (_ONLY_WORK.fullmatch(end) and not _AS_A_WHOLE.match(after))
                and not _is_own(name, subject)
                and not relates_projects(sentence_at(passage.text, found.start()))
            ):
                yield passage, found.end(), name + end


def _is_own(name: str, subject: Subject) -> bool:
    """Whether it is the own project by its name, or a sentence puts the two names together."""
    own = subject.report.project_name
    if may_be_same_project(name, own):
        return True
    cores = core_name(name), core_name(own)
    return any(all(core in one for core in cores) for one in sentences(subject.text))


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """The department by any name, also `县公安局`; what follows is looked at, not taken."""
    every = {*names, *(_COUNTY.sub("", name) for name in names)}
    known = "|".join(re.escape(name) for name in sorted(every, key=len, reverse=True))
    return re.compile(f"(?:{known}|{_WE}){_NAME}")


def _elsewhere(subject: Subject, core: str, known: set[tuple[object, int]]) -> Iterator[Finding]:
    """The other places that have the core of a name that was found."""
    if len(core) < _MIN_CORE:
        return
    message = f"这里也写着“{core}”，不是本项目（{subject.report.project_name}）的内容。请一并核对。"
    for passage in subject.passages:
        for place in re.finditer(re.escape(core), passage.text):
            if (passage.where, place.start()) not in known:
                yield passage.finding(place, message)


def check_catalogue(
    every: Sequence[ReportFacts], chosen: Sequence[ReportFacts], limits: Limits
) -> Iterator[tuple[ReportFacts, Finding]]:
    """Full names of other projects of the catalogue, each once a report."""
    min_length = max(int(limits["目录名称字数"]), _MIN_DISTINCTIVE)
    known: dict[str, list[ReportFacts]] = defaultdict(list)
    for facts in every:
        core = core_name(facts.name)
        if len(core) >= min_length and len(distinctive_part(facts.name)) >= _MIN_DISTINCTIVE:
            known[core].append(facts)
    for facts in chosen:
        own, reported = core_name(facts.name), set()
        for mention in facts.mentions:
            name = _name_at_the_end(mention.text, known, min_length)
            if name and name not in reported and not (name in own or own in name):
                reported.add(name)
                yield facts, _finding(facts, mention, name, known[name])


def affected_paths(change: CatalogueChange, _limits: Limits) -> set[str]:
    """All that name any project, if reports came or went or have another name now."""
    removed = {(one.path, one.name, one.year) for one in change.removed}
    added = {(one.path, one.name, one.year) for one in change.added}
    return set() if removed == added else {one.path for one in change.unchanged if one.mentions}


def _name_at_the_end(words: str, known: Container[str], min_length: int) -> str:
    """The longest known name that the words end with, empty if there is none."""
    bare = core_name(words)
    for start in range(len(bare) - min_length + 1):
        if bare[start:] in known:
            return "" if _RELATED.search(bare[:start]) else bare[start:]
    return ""


def _finding(
    facts: ReportFacts, mention: Mention, name: str, reports: Sequence[ReportFacts]
) -> Finding:
    """The finding at the name; of the other project's reports the one of the nearest year."""
    other = min(reports, key=lambda one: (abs(one.year - facts.year), one.path))
    message = (
        f"“{name}”是另一个项目的名称（{other.year} 年“{other.name}”，{other.path}），"
        f"本报告的项目是“{facts.name}”。请核对这一段是不是从那份报告粘贴来的，改成本项目的内容。"
    )
    start = mention.start + max(0, mention.text.rfind(name))
    end = mention.start + len(mention.text)
    return Finding(facts.headings[mention.passage], message, start, end)
