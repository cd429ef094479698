"""A total score that is not the sum of its rows."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from generator.check.indicators import complete_sum, is_execution_row, scored_rows
from generator.check.rule import Finding, Limit, Limits, Rule, Subject
from generator.model.amounts import trimmed
from generator.model.figures import execution_rate

_USUAL_WEIGHTS = (Decimal(10), Decimal(20))  # 20 in some provinces' forms

RULE = Rule(
    title="自评得分不等于各行得分之和",
    why="总分与各行对不上，读者无从知道哪个是真的；等级是按总分划的，也跟着存疑。",
    mend="重新加一遍各行得分，改正总分或填错的那一行；预算执行率的得分也要计入：全国的表里它是指标以外的一行，容易漏填。",
    sources=("惯例：总分是各项得分之和，没有成文的规定",),
    failing="自评: {得分: 97.5}",
    passing="自评: {得分: 95.5}",
    limits={"容差": Limit(Decimal("0.1"), "四舍五入允许相差的分数")},
)


class _Lacking(NamedTuple):
    """Points that the rows lack: of the claimed score, of the full one (None: not known)."""

    score: Decimal
    weight: Decimal | None


def check_part(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Compare the claimed total with the sum, the execution score added where it has no row.

    A table with converted points has two sums: forms differ in which of them is the total.
    """
    rows, claimed = scored_rows(subject.indicators), subject.claimed.score
    found = complete_sum([row.score for row in rows])
    if claimed is None or found is None:
        return
    converted = complete_sum([row.converted_score for row in rows])
    if converted is not None and _is_same(claimed, converted, limits["容差"]):
        return
    if subject.funds.score is not None and not any(map(is_execution_row, rows)):
        whole = found + subject.funds.score
        if not _is_same(claimed, whole, limits["容差"]):
            message = (
                f"自评得分写的是 {claimed}，表中 {len(rows)} 行得分相加为 {trimmed(found)}，"
                f"加上预算执行率的 {trimmed(subject.funds.score)} 是 {trimmed(whole)}，"
                f"相差 {trimmed(abs(claimed - whole))}。请核对总分和各行得分。"
            )
            yield Finding(("自评", "得分"), message)
        return
    upper, tolerance, hint = found, limits["容差"], ""
    if not any(map(is_execution_row, rows)):
        rates = _execution_rates(subject)
        weights = complete_sum([row.weight for row in rows])
        full, possible = _full_score(subject), _execution_weights(subject)
        totals = (found + score for score in _scores(rates, possible[0]))
        if any(_is_same(claimed, total, tolerance) for total in totals):
            return
        if not rates and (weights is None or weights < full):
            upper += possible[0]  # the most that an execution of unknown rate may add
        lacking = _Lacking(claimed - found, None if weights is None else full - weights)
        hint = _missing_row_hint(rates, possible, lacking, tolerance)
    if found <= claimed <= upper or _is_same(claimed, found, tolerance):
        return
    message = (
        f"自评得分写的是 {claimed}，表中 {len(rows)} 行得分相加为 {trimmed(found)}，"
        f"相差 {trimmed(abs(claimed - found))}。"
    )
    yield Finding(("自评", "得分"), message + (hint or "请核对总分和各行得分。"))


def _is_same(claimed: Decimal, found: Decimal, tolerance: Decimal) -> bool:
    """Whether both are the same but for rounding, by the tolerance or to the claimed decimals."""
    return abs(claimed - found) <= tolerance or found.quantize(claimed, ROUND_HALF_UP) == claimed


def _execution_rates(subject: Subject) -> Sequence[Decimal]:
    """The rates that the execution may have: the claimed, the computed one."""
    claimed = subject.claimed.execution_rate
    both = (claimed.percent if claimed else None, execution_rate(subject.funds))
    return [rate for rate in both if rate is not None]


def _scores(rates: Sequence[Decimal], weight: Decimal) -> Sequence[Decimal]:
    """The scores that these rates earn."""
    return [min(rate * weight / 100, weight) for rate in rates]


def _full_score(subject: Subject) -> Decimal:
    form = subject.form
    return subject.claimed.total or (form and form.total) or Decimal(100)


def _execution_weights(subject: Subject) -> Sequence[Decimal]:
    """The weights that the execution may have: what is stated, else what forms usually give."""
    form = subject.form
    stated = (subject.funds.weight, form.execution_weight if form else None)
    return [weight for weight in stated if weight is not None] or _USUAL_WEIGHTS


def _missing_row_hint(
    rates: Sequence[Decimal],
    possible: Sequence[Decimal],
    missing: _Lacking,
    tolerance: Decimal,
) -> str:
    """What to say where the points that lack are those of an execution row; nothing elsewhere."""
    lacking = missing.score
    for weight in possible if lacking > 0 else ():
        room = None if missing.weight is None else missing.weight - weight
        if room is not None and room < 0:
            continue
        scores = (weight, *_scores(rates, weight))
        fits = any(abs(score - lacking) <= tolerance for score in scores)
        if fits or (room == 0 and lacking <= weight):
            return _row_to_add(rates, weight, lacking)
    return ""


def _row_to_add(rates: Sequence[Decimal], weight: Decimal, score: Decimal) -> str:
    actual = check = ""
    if rates:
        actual, earned = f"完成值: {trimmed(rates[0])}, ", _scores(rates, weight)[0]
        if abs(earned - score) > Decimal("0.1"):
            check = f"（按执行率算是 {trimmed(earned)} 分，请对照原表）"
    row = (
        f'- {{一级: 预算执行, 三级: 预算执行率, 性质: ≥, 目标值: 100, 单位: "%", {actual}'
        f"分值: {weight}, 得分: {trimmed(score)}}}"
    )
    return f"多半是少填了预算执行率一行{check}，它不在产出、效益里。请在“指标”下面加一行：{row}"
