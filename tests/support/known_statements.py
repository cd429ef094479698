"""Made-up reports whose narratives state known figures in known places, in many wordings.

Nothing of the program finds them: sentences are written around figures here, and those that the
made-up county writes are found by its own templates. Between « and » stands what is stated.
"""

import random
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.demo import phrases
from tests.support import made_up

Report = dict[str, Any]


class Known(NamedTuple):
    """A figure in a narrative: field, headings, start, end, and whether it is another value."""

    field: str
    where: tuple[str, ...]
    start: int
    end: int
    is_wrong: bool = False


# What states a figure of the whole project in its year; the fields are keys of the format.
TRUE = (
    ("资金.全年预算", "{year}年全年预算«{}»，由县财政统筹安排。"),
    ("资金.全年预算", "项目预算资金«{}»，用于{thing}。"),
    ("资金.全年预算", "经县财政局批复，{year}年度预算安排«{}»。"),
    ("资金.全年预算", "{year}年，{project}安排资金«{}»。"),
    ("资金.全年预算", "调整后预算为«{}»。"),
    ("资金.年初预算", "年初预算«{}»，按程序报批。"),
    ("资金.年初预算", "{year}年年初预算数为«{}»。"),
    ("资金.项目总额", "项目总投资«{}»，分年度实施。"),
    ("资金.到位", "截至{year}年12月底，资金到位«{}»。"),
    ("资金.到位", "项目实际到位资金«{}»，已全部纳入专账。"),
    ("资金.到位", "本年度共收到财政资金到位«{}»。"),
    ("资金.支出", "截至{year}年12月31日，项目实际支出«{}»，手续齐全。"),
    ("资金.支出", "全年支出«{}»。"),
    ("资金.支出", "{year}年支付«{}»，凭证齐全。"),
    ("资金.支出", "实际使用资金«{}»。"),
    ("资金.支出", "{department}按进度拨付，全年支出合计«{}»。"),
    ("资金.支出", "预算执行数为«{}»。"),
    ("自评.到位率", "资金到位率«{}»。"),
    ("自评.执行率", "预算执行率为«{}»。"),
    ("自评.执行率", "项目全面完成，资金执行率达到«{}»。"),
    ("自评.满意度", "经问卷调查，群众满意度«{}»。"),
    ("自评.满意度", "服务对象满意度达«{}»，反映良好。"),
    ("自评.得分", "经综合评价，自评得分«{}分»。"),
    ("自评.得分", "项目自评总分为«{}分»。"),
    ("自评.等级", "自评等级为“«{}»”。"),
)
# What looks like one and is none: of a part, another year, an aim, somebody else.
FALSE = (
    "其中设备购置支出{part}，培训支出{part}。",
    "其中：支出{spent}用于{thing}。",
    "{before}年支出{spent}。",
    "上年支出{spent}，到位{received}。",
    "上年结转{part}，省级财政资金到位{part}。",
    "中央资金到位{received}，县级配套尚未落实。",
    "第一批下达{part}，第二批下达{part}。",
    "每个点位支出{part}。",
    "{thing}的支出标准为{part}/{unit}。",
    "6月底支出{part}，9月底支出{part}。",
    "力争预算执行率达到{rate}以上，群众满意度不低于{satisfaction}。",
    "年初绩效目标为满意度{satisfaction}。",
    "预算执行率较上年提高{rate}。",
    "产出指标得分{score}分。",
    "评分等级：优（90分（含）以上）、良（80分以上）。",
    "{before}年预算执行率{rate}。",
    "预计还需支付{part}。",
    "{town}支出约{part}。",
)
WRONG = (
    ("资金.全年预算", "项目全年预算«{}»，与批复一致。"),
    ("资金.到位", "截至{year}年12月31日，资金到位«{}»。"),
)


def write(content: Path, seed: int = 1) -> dict[str, list[Known]]:
    """Add such sentences to every public report of a content folder; what is known, by address."""
    known = {}
    for file in sorted(content.glob("reports/*/*/*.yml")):
        report = yaml.load(file.read_text("utf-8"), yaml.CBaseLoader)
        if report["状态"] != "公开" or not isinstance(report.get("正文"), dict):
            continue
        chance = random.Random(f"{seed}-{file.relative_to(content)}")
        found = _add(report, chance)
        file.write_text(made_up.dumped(report), "utf-8")
        own = [*found, *_of_the_county(report)]
        known[file.relative_to(content).with_suffix("").as_posix() + "/"] = own
    return known


def _texts(
    content: Report, above: tuple[str, ...] = ()
) -> Iterator[tuple[Report, str, tuple[str, ...]]]:
    """Each text of a narrative: what holds it, its key, its path."""
    for heading, below in content.items():
        if isinstance(below, dict):
            yield from _texts(below, (*above, heading))
        elif below:
            yield content, heading, (*above, heading)


def _add(report: Report, chance: random.Random) -> list[Known]:
    places = [one for one in _texts(report["正文"]) if "目标" not in one[1]]
    if not places:
        return []
    words = _words(report, chance)
    lines: list[tuple[str, str, bool]] = [
        (field, text.format(_written(value, field, report, chance), **words), False)
        for field, text in chance.sample(TRUE, 14)
        if (value := _value(report, field))
    ]
    lines += [("", one.format(**words), False) for one in chance.sample(FALSE, 8)]
    if chance.random() < 0.3:
        field, text = chance.choice(WRONG)
        if (value := _value(report, field)) and report["评价类型"] != "部门整体支出自评":
            other = f"{Decimal(value) * 3 + 7}{report['资金']['单位']}"
            lines.append((field, text.format(other, **words), True))
    chance.shuffle(lines)
    found = []
    for field, line, is_wrong in lines:
        holder, key, where = chance.choice(places)
        before = holder[key].rstrip("\n") + "\n"
        holder[key] = before + line.replace("«", "").replace("»", "") + "\n"
        if field:
            start = len(before) + line.index("«")
            found.append(
                Known(field, where, start, start + line.index("»") - line.index("«") - 1, is_wrong)
            )
    return found


def _value(report: Report, field: str) -> str:
    group, key = field.split(".")
    return (report.get(group) or {}).get(key) or ""


def _written(value: str, field: str, report: Report, chance: random.Random) -> str:
    """A figure as one of the ways of writing it has it."""
    if field.startswith("自评."):
        whole = value.removesuffix("%")
        if value.endswith("%") and re.fullmatch(r"[2-9][1-9]", whole) and chance.random() < 0.3:
            digits = "〇一二三四五六七八九"
            return f"百分之{digits[int(whole[0])]}十{digits[int(whole[1])]}"
        return value.replace("%", chance.choice("%％"))
    unit, amount = report["资金"]["单位"], Decimal(value)
    in_yuan = amount * {"元": 1, "万元": 10_000, "亿元": 100_000_000}[unit]
    shapes = [f"{value}{unit}", f"{amount:,f}{unit}", f"{amount:f} {unit}"]
    shapes.append(f"{in_yuan.normalize():f}元")
    shapes.append(f"{(in_yuan / 100_000_000).normalize():f}亿元")
    return chance.choice(shapes)


def _words(report: Report, chance: random.Random) -> dict[str, str]:
    funds, claims = report.get("资金") or {}, report.get("自评") or {}
    unit = funds.get("单位") or "万元"

    def amount(key: str) -> str:
        return f"{funds.get(key) or 37}{unit}"

    return {
        "year": report["年度"], "before": str(int(report["年度"]) - 1), "thing": "设施维护",
        "unit": "处", "town": "甲镇", "department": report["部门"], "project": report["项目名称"],
        "part": f"{chance.randrange(1, 9)}.{chance.randrange(101, 999)}{unit}",
        "spent": amount("支出"), "received": amount("到位"),
        "rate": claims.get("执行率") or "93%", "satisfaction": claims.get("满意度") or "91%",
        "score": claims.get("得分") or "45",
    }  # fmt: skip


_FIGURES = {"{budget}": "资金.全年预算", "{spent}": "资金.支出"}


def _of_the_county(report: Report) -> Iterator[Known]:
    """What the made-up county's own sentences state, by its templates."""
    for template in phrases.SPECIFIC:
        for mark, field in _FIGURES.items():
            if mark in template and _value(report, field):
                pattern = re.sub(
                    r"\\\{\w+\\\}", "[^，。]+?", re.escape(template).replace(re.escape(mark), "(@)")
                )
                figure = re.escape(_value(report, field) + report["资金"]["单位"])
                for holder, key, where in _texts(report["正文"]):
                    for found in re.finditer(pattern.replace("(@)", f"({figure})"), holder[key]):
                        yield Known(field, where, *found.span(1))
