"""Another department speaks as the one that ran the project, spent the money, wrote the report."""

import re
from collections.abc import Iterator

from generator.check.rule import Finding, Limits, Rule, Subject
from generator.check.sentences import sentence_at
from generator.model.department import Department

RULE = Rule(
    title="写成了别的部门",
    why="报告里由别的部门“严格执行”“按程序申请”，多半是从那个部门的报告粘贴后没有改。",
    mend=(
        "核对做这件事的是哪个部门；是本部门的，改成本部门的名称。"
        "确由别的部门实施的，填写“实施单位”。部门名称以 departments.yml 为准（含简称、曾用名）；"
        "哪些说法算“以本单位的口气”，是本系统的约定。"
    ),
    failing="""\
正文:
  项目实施及管理情况:
    项目管理情况: 示例县教育局严格按照项目目标任务和资金使用方向执行，专款专用。
""",
    passing="""\
正文:
  项目实施及管理情况:
    项目管理情况: 示例县水利局严格按照项目目标任务执行，支付计划报示例县财政局审批。
""",
)

# Those whose office it is to examine others' projects: what they do strictly is their own work.
_SUPERVISORS = re.compile(
    "财政|审计|纪|监委|监察|政府|发展和改革|发改|人大|政协|党委|县委|市委|区委|机关事务"
)
_BEFORE_CLAUSE = "，。；：！？,;:!?\n、）) \t\u3000.．"  # before the first word of a clause
_OWN_VOICE = re.compile(
    r"(?:严格(?:按照|执行|遵守|落实|遵循|履行)|按(?:照)?程序申[请报]"
    r"|成立了?[^，。；]{0,16}(?:绩效|自评|评价)[^，。；]{0,6}小组"
    r"|(?:对|就)[^，。；]{0,20}(?:开展|进行)了?(?:绩效)?自评"
    r"|[^，。；的对向关为了与和\s]{2,24}(?:经费|资金|项目|工程)"
    r"(?:支出|到位后|在当期|严格|执行率|到位率|及时下拨|资金使用|资金支付)"
    r"|(?:\d{4}年度?)?[^，。；关通向《]{0,20}自评报告"
    r"|[（(]以下(?:统一)?简称[：:]?[“\"]?(?:我|本)(?:局|单位|委|办|部门|中心))"
)
_COOPERATION = re.compile(
    "配合|协助|会同|联合|支持|协同|协作|共同|参与|提供|拨付|划拨|分配|其中|分别|各自|下列|要求|通知|监督"
    "|抽查|检查|指导|审批|批复|审核后|验收|移交|委托|反馈|答复|受益|作为"
)


def check_report(subject: Subject, _limits: Limits) -> Iterator[Finding]:
    """Other departments at the start of what only the reporting one says of itself."""
    title = subject.report.printed_title or ""
    others = list(_others(subject, f"{title}\n{subject.text}"))
    in_title = [department for name, department in others if name in title]
    # Not where the title names the own department too, or the project is named for another.
    if in_title and not any(name in title for name in subject.own_names):
        fault = f"标题里的部门是“{in_title[0].name}”"
        yield Finding(("标题",), _message(fault, in_title[0], subject))
    for name, department in others:
        for passage in subject.passages:
            for found in re.finditer(re.escape(name), passage.text):
                start, end = found.span()
                if _is_subject(passage.text, start, end, subject):
                    words = passage.text[start : end + 8].strip()
                    fault = f"“{words}…”是以{name}的口气写的"
                    yield passage.finding(found, _message(fault, department, subject))


def _others(subject: Subject, text: str) -> Iterator[tuple[str, Department]]:
    """Names of other departments in the text, but not those that share words with the own ones."""
    own = subject.own_departments
    for department in subject.departments:
        for name in department.all_names:
            is_own = any(name in one or one in name for one in own)
            if name in text and not is_own and not _SUPERVISORS.search(name):
                yield name, department


def _is_subject(text: str, start: int, end: int, subject: Subject) -> bool:
    """Whether the department from `start` to `end` is the only subject of such a sentence."""
    if (start and text[start - 1] not in _BEFORE_CLAUSE) or not _OWN_VOICE.match(text, end):
        return False
    sentence = sentence_at(text, start)
    return not _COOPERATION.search(sentence) and not any(
        one in sentence for one in subject.own_departments
    )


def _message(fault: str, department: Department, subject: Subject) -> str:
    name = department.name
    return (
        f"{fault}，本报告的部门是{subject.department.name}。"
        f"请核对这一段是不是从{name}的报告粘贴来的；确由{name}实施的，请填写“实施单位”。"
    )
