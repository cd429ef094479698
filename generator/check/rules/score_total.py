"""A total score that is not the sum of its rows."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from generator.check.indicators import is_execution_row, total_score, total_weight
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.model.figures import execution_rate, trimmed
from generator.model.problems import Level

_EXECUTION_WEIGHT = Decimal(10)
_ROW_WEIGHTS = (_EXECUTION_WEIGHT, Decimal(20))  # 20 in some provinces' forms

RULE = Rule(
    level=Level.WARNING,
    title="自评得分不等于各行得分之和",
    why="总分与各行对不上，读者无从知道哪个是真的；等级是按总分划的，也跟着存疑。",
    mend="重新加一遍各行得分，改正总分或填错的那一行；预算执行率的得分也要计入：全国的表里它是指标以外的一行，容易漏填。",
    sources=("惯例：总分是各项得分之和，没有成文的规定",),
    failing="自评: {得分: 97.5}",
    passing="自评: {得分: 95.5}",
    limits={"容差": Limit(Decimal("0.1"), "四舍五入允许相差的分数")},
)


def check_report(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Compare the claimed total with the sum, the execution score added where it has no row."""
    report, claimed = subject.report, subject.claimed.score
    found = total_score(report.indicators)
    if claimed is None or found is None:
        return
    upper, tolerance = found, limits["容差"]
    if not any(map(is_execution_row, report.indicators)):
        totals = (found + score for score in _execution_scores(subject))
        if any(_is_same(claimed, total, tolerance) for total in totals):
            return
        upper += _max_execution_score(subject)
    if found <= claimed <= upper or _is_same(claimed, found, tolerance):
        return
    message = (
        f"自评得分写的是 {claimed}，表中 {len(report.indicators)} 行得分相加为 {trimmed(found)}，"
        f"相差 {trimmed(abs(claimed - found))}。"
    )
    hint = _missing_row_hint(subject, claimed - found, tolerance) or "请核对总分和各行得分。"
    yield Finding(("自评", "得分"), message + hint)


def _is_same(claimed: Decimal, found: Decimal, tolerance: Decimal) -> bool:
    """Whether both are the same but for rounding, by the tolerance or to the claimed decimals."""
    return abs(claimed - found) <= tolerance or found.quantize(claimed, ROUND_HALF_UP) == claimed


def _execution_scores(subject: Subject, weight: Decimal = _EXECUTION_WEIGHT) -> Iterator[Decimal]:
    """The scores that the execution may have: by the claimed rate, by the computed one."""
    for rate in _rates(subject):
        yield min(rate * weight / 100, weight)


def _rates(subject: Subject) -> Iterator[Decimal]:
    claimed = subject.claimed.execution_rate
    for rate in (claimed.percent if claimed else None, execution_rate(subject.funds)):
        if rate is not None:
            yield rate


def _missing_row_hint(subject: Subject, lacking: Decimal, tolerance: Decimal) -> str:
    """What to say where the points that lack are those of an execution row; nothing elsewhere."""
    if lacking <= 0 or any(map(is_execution_row, subject.report.indicators)):
        return ""
    weights = total_weight(subject.report.indicators)
    for weight in _ROW_WEIGHTS:
        earned = list(_execution_scores(subject, weight))
        if weights is not None and weights + weight > 100:
            continue
        if any(abs(one - lacking) <= tolerance for one in (weight, *earned)) or (
            weights is not None and weights + weight == 100 and lacking <= weight
        ):
            return _row_to_add(subject, weight, lacking, earned[:1])
    return ""


def _row_to_add(subject: Subject, weight: Decimal, score: Decimal, earned: list[Decimal]) -> str:
    rate = next((f"完成值: {trimmed(one)}, " for one in _rates(subject)), "")
    row = (
        f'- {{一级: 预算执行, 三级: 预算执行率, 性质: ≥, 目标值: 100, 单位: "%", {rate}'
        f"分值: {weight}, 得分: {trimmed(score)}}}"
    )
    other = bool(earned) and abs(earned[0] - score) > Decimal("0.1")
    check = f"（按执行率算是 {trimmed(earned[0])} 分，请对照原表）" if other else ""
    return f"多半是少填了预算执行率一行{check}，它不在产出、效益里。请在“指标”下面加一行：{row}"


def _max_execution_score(subject: Subject) -> Decimal:
    """The most that an execution of unknown rate may add to a table that leaves room for it."""
    weights = total_weight(subject.report.indicators)
    full = weights is not None and weights >= 100
    return Decimal(0) if full or list(_execution_scores(subject)) else _EXECUTION_WEIGHT
