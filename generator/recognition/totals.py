"""The rows below the indicators: the total with its grade, the execution of the budget."""

from collections.abc import Sequence

from generator.model.fields import parse_number
from generator.recognition import cells, funds
from generator.recognition.cells import Part
from generator.recognition.ledger import CHECKSUM, LABEL, Ledger
from generator.recognition.record import Sureness
from generator.recognition.row import Row, RowCell
from generator.recognition.vocabulary import Header
from generator.recognition.words import FUND_TOTAL, TOTALS, bare, folded, label_of

EXECUTION = frozenset(
    (
        "预算执行率",
        "预算执行",
        "资金执行率",
        "执行率",
        "预算执行情况",
        "预算资金执行率",
        "项目资金执行率",
    )
)
_FULL_MARKS = "100"
_FIGURES = ("目标值", "完成值", "分值", "得分", "权重占比", "折算得分")
_OF_ANYTHING = ("合计", "总计")  # a total of money too
_MOST_POINTS = 130
_NAMES = ("自评.等级", "自评.得分", "自评.复核得分")
_GRADES = ("优", "良", "中", "差")
_OTHER_GRADES = ("优秀", "良好", "合格", "不合格", "一般", "较差", "较好", "中等")


def read_total(row: Row, header: Header | None, ledger: Ledger) -> bool:
    """The row of the total: full marks, points, grade; False where it is none."""
    label, *values = row.filled
    if bare(label.text) not in TOTALS:
        return False
    figures = [cell for cell in values if cells.number(cell.text) is not None]
    grades = [cell for cell in values if _grade_key(cell.text)]
    others = [cell for cell in values if cell not in figures and cell not in grades]
    ledger.leave_cell(label, LABEL)
    is_of_table = bool(label.place.table or label.place.cell)  # whose blanks are cells
    has_columns = header is not None and (is_of_table or row.width >= header.width - 2)
    by_column = {cell: header.key(cell) for cell in figures} if header and has_columns else {}
    names: tuple[str, ...] = ()
    is_aligned = figures and all(key in ("分值", "得分", "复核分") for key in by_column.values())
    if by_column and is_aligned:
        keyed = [
            (cell, {"分值": "总分", "复核分": "复核得分"}.get(key or "", "得分"))
            for cell, key in by_column.items()
        ]
    else:
        names = _names(row, figures, header)
        keyed = list(zip(figures, names, strict=False))
        others += figures[len(names) :]
    has_own = not {"分值", "得分", "复核分"}.isdisjoint(by_column.values())
    for cell, key in keyed:
        if has_own and not is_aligned and by_column.get(cell) in ("权重占比", "折算得分"):
            ledger.leave_cell(cell, CHECKSUM)
            continue
        text = cells.number(cell.text) or cell.text
        is_score = header is not None or bare(label.text) not in _OF_ANYTHING
        is_told = len(figures) == 2 or names == ("得分",)
        is_sure = (by_column and is_aligned) or (is_told and is_score)
        sureness = Sureness.SURE if is_sure else Sureness.LIKELY
        ledger.value(("自评", key), cell, Part(text, cell.text), sureness=sureness)
    for cell in grades:
        ledger.value(("自评", _grade_key(cell.text)), cell)
    for cell in others:
        if label_of(cell.text) in _NAMES:  # 总分 | 92 | 评价等次 | 优秀
            ledger.leave_cell(cell, LABEL)
        else:
            ledger.unknown(cell.text, cell.place)
    return True


def _names(row: Row, figures: Sequence[RowCell], header: Header | None) -> tuple[str, ...]:
    """What the figures are, in their order; full marks alone are no score that was left blank."""
    if len(figures) != 1:
        return ("总分", "得分", "复核得分")
    has_both = header is None or "分值" in header.keys.values()
    return ("总分",) if has_both and is_full_alone(row) else ("得分",)


def is_full_alone(row: Row) -> bool:
    """Whether the only figure of a row is full marks, with the cell for the score left blank."""
    figures = [cell for cell in row.filled if cells.number(cell.text) is not None]
    if len(figures) != 1 or cells.number(figures[0].text) != _FULL_MARKS:
        return False
    end = figures[0].column + figures[0].column_span
    behind = [one for one in row.cells if one.column >= end and not one.is_continued]
    # A sheet has no cell where nothing stands: then another stands farther on.
    return bool(behind) and (behind[0].is_blank or behind[0].column > end)


def is_own(row: Row, header: Header | None) -> bool:
    """Whether a total outside a table of indicators has more than a name and a value.

    Under heads that are not known it may be one of money: then it is no total of scores. Of
    several figures beside 自评得分 none is full marks.
    """
    label, *values = row.filled
    word = bare(label.text)
    if "得分" in word or (header and FUND_TOTAL.fullmatch(word)):
        return False
    if any(label_of(cell.text) in _NAMES for cell in values):
        return False  # 自评总分 | 94 | 复核得分 | 92
    figures = [one for cell in values if (one := cells.number(cell.text)) is not None]
    is_several = len(figures) > 1 and (header is not None or may_be_scores(values))
    return is_several or is_full_alone(row)


def may_be_scores(values: Sequence[RowCell]) -> bool:
    """Whether the cells can be full marks and points: no rate, nothing higher than these are."""
    figures = [one for cell in values if (one := cells.number(cell.text)) is not None]
    numbers = [parse_number(one) for one in figures if not cells.is_stroke(one)]
    has_rate = any(cell.text.strip().endswith(("%", "％")) for cell in values)
    return not has_rate and all(one <= _MOST_POINTS for one in numbers)


def is_execution(row: Row) -> bool:
    """Whether a row of several cells begins with the name of the budget's execution."""
    return row.width > 3 and bare(row.filled[0].text) in EXECUTION


def is_under_heads(row: Row, header: Header) -> bool:
    """Whether all figures of a row stand under heads of figures.

    It may be short all the same: a sheet has no cells where nothing stands.
    """
    figures = [cell for cell in row.filled[1:] if cells.is_figure(cell.text)]
    return bool(figures) and all(header.key(cell) in _FIGURES for cell in figures)


def read_execution(row: Row, ledger: Ledger) -> bool:
    """A short row on the budget's execution: its rate, its points, its score, in this order."""
    label, *values = row.filled
    if bare(label.text) not in EXECUTION or not values:
        return False
    ledger.leave_cell(label, LABEL)
    figures = [cell for cell in values if cells.number(cell.text) is not None]
    is_pair = len(figures) == 2
    for cell in values:
        if cell.text.strip()[-1:] in "%％" and cells.rate(cell.text):
            funds.enter(ledger, ("自评", "执行率"), cell)
        elif is_pair and cell in figures:
            key = ("分值", "得分")[figures.index(cell)]
            funds.enter(ledger, ("资金", key), cell, Sureness.LIKELY)
        else:
            ledger.unknown(cell.text, cell.place)
    return True


def grade_key(text: str) -> str:
    """The field of a grade: that of the four of 财预〔2020〕10号, or of others."""
    return _grade_key(text) or "其他等级"


def _grade_key(text: str) -> str:
    word = folded(text)
    return "等级" if word in _GRADES else "其他等级" if word in _OTHER_GRADES else ""
