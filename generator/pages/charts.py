"""Charts of an index as inline SVG: amounts and grades, by year or by department.

Colours and lettering come from the style sheet, by class, so that a chart is right in light, dark
and print; the same figures stand in the table beside it.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import pygal
from markupsafe import Markup
from pygal.etree import etree

from generator.model import figures
from generator.model.amounts import trimmed
from generator.model.choices import Grade
from generator.pages.lists import GroupRow

# The library draws with lxml where another package brought it: other bytes, and faults.
etree.to_etree()

# In units of the drawing.
WIDTH = 340  # a phone's width, so that its letters are legible there
FONT_SIZE = 12  # of labels; a Chinese character is as wide
ASSUMED_WIDTH = 6  # of a letter, as the library sees it
LINE_HEIGHT = 14  # of a label in several lines
ROW_HEIGHT = 24  # of a horizontal bar
PAIR_HEIGHT = 34  # of two bars in one row
LABEL_SIZE, VALUE_SIZE = 10, 16  # font sizes by which the library places labels and values
MAX_BARS = 12  # the rest is summed up
MAX_YEAR_LABELS = 10  # that fit side by side
MAX_STEPS = 5  # of a scale
MAX_LINE_LENGTH = 9  # characters, of a label
_CONJUNCTION = re.compile("[和与及、]")
_COLOUR_CLASS = re.compile(r"color-(\d)")
_LONG_DECIMAL = re.compile(r"-?\d+\.\d{3,}")
_REMOVED_ELEMENTS = ("defs", "desc", "title")
_REMOVED_CLASSES = ("background", "tooltip-overlay", "plot overlay", "titles")

_UNITS = (("万亿元", 100_000_000), ("亿元", 10_000), ("万元", 1))  # in 万元
_GRADES = (*Grade, figures.UNSTATED)


LabelledAmounts = tuple[str, Decimal, Decimal]  # budget and spending


class Chart(NamedTuple):
    """A chart with what its caption and legend show."""

    title: str
    unit: str
    series: tuple[tuple[str, int], ...]  # names, and numbers of their colours
    kind: str  # `money` or `grades`
    svg: Markup


def amounts(title: str, rows: Sequence[GroupRow], *, by_year: bool) -> Chart | None:
    """Budget and spending of each row but the last, the total; None of fewer than two rows.

    Years are vertical bars from the oldest on, departments horizontal ones from the largest on.
    """
    sums: list[LabelledAmounts] = []
    for row in rows[:-1]:
        budget, spent = row.totals.money.amounts
        if budget is not None and spent is not None:
            sums.append((row.short, budget, spent))
    if len(sums) < 2:
        return None
    sums = sums[::-1] if by_year else _largest(sums)
    highest = max(max(pair) for _, *pair in sums)
    unit, divisor = next((one for one in _UNITS if highest >= one[1]), _UNITS[-1])
    series = {  # for the length of a bar a float is exact enough
        "全年预算": [float(budget / divisor) for _, budget, _ in sums],
        "支出": [float(spent / divisor) for _, _, spent in sums],
    }
    kind = pygal.Bar if by_year else pygal.HorizontalBar
    return _chart(title, unit, kind, [label for label, _, _ in sums], series)


def grades(title: str, rows: Sequence[GroupRow], *, by_year: bool) -> Chart | None:
    """How many reports of each row have which grade; None where fewer than two rows have any.

    A department none of whose forms asks for a grade has no bar.
    """
    groups = rows[:-1]
    if sum(bool(row.totals.grades) for row in groups) < 2:
        return None
    if not by_year:
        graded = [row for row in groups if row.totals.grades or row.totals.ungraded]
        groups = sorted(graded, key=lambda row: -row.totals.count)[:MAX_BARS]
    counts = [{**row.totals.grades, figures.UNSTATED: row.totals.ungraded} for row in groups]
    series = {
        name: [one.get(name) or None for one in counts]
        for name in _GRADES
        if any(one.get(name) for one in counts)
    }
    labels = [row.short for row in groups]
    return _chart(title, "份", pygal.HorizontalStackedBar, labels, series)


def _largest(sums: list[LabelledAmounts]) -> list[LabelledAmounts]:
    """The largest amounts first; those beyond `MAX_BARS` in one sum."""
    ordered = sorted(sums, key=lambda one: max(one[1:]), reverse=True)
    if len(ordered) <= MAX_BARS:
        return ordered
    rest = ordered[MAX_BARS - 1 :]
    budget = sum((one for _, one, _ in rest), Decimal(0))
    spent = sum((one for _, _, one in rest), Decimal(0))
    return [*ordered[: MAX_BARS - 1], (f"其余 {len(rest)} 个", budget, spent)]


def _chart(
    title: str,
    unit: str,
    graph: Callable[..., Any],
    labels: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
) -> Chart:
    horizontal = graph is not pygal.Bar
    stacked = graph is pygal.HorizontalStackedBar
    kind = "grades" if stacked else "money"
    lines = [_lines(label) for label in labels]
    widest = [max(line, key=_width) for line in lines]
    # The library takes letters for narrower than Han characters are.
    extra_widths = [_width(one) - ASSUMED_WIDTH * len(one) for one in widest]
    lengths = [[value or 0 for value in row] for row in zip(*series.values(), strict=True)]
    scale = _ticks(max(map(sum if stacked else max, lengths)), whole_steps=stacked)
    row = max(ROW_HEIGHT if stacked else PAIR_HEIGHT, max(map(len, lines)) * LINE_HEIGHT + 2)
    drawing = graph(
        css=[], js=[], disable_xml_declaration=True, no_prefix=True, explicit_size=False,
        show_legend=False, margin=4, margin_top=4 if horizontal else 8, width=WIDTH,
        height=40 + len(labels) * row if horizontal else 200,
        margin_left=4 + (max(extra_widths) if horizontal else 0),
        margin_right=max(4, _width(scale[-1]["label"]) / 2) if horizontal else 4,
        print_values=stacked, print_values_position="center",
        value_formatter="{:,}".format, truncate_label=-1,
    )  # fmt: skip
    description = f"{title}（单位：{unit}），{'、'.join(series)}，数字见表。"
    backwards = list(reversed(lines))  # horizontal bars start at the bottom
    drawing.add_xml_filter(lambda root: _accessible(root, f"chart-{kind}", title, description))
    drawing.add_xml_filter(lambda root: _centred_labels(root, backwards if horizontal else []))
    drawing.x_labels = list(reversed(widest)) if horizontal else _sparse(labels)
    for name, values in series.items():
        drawing.add(name, list(reversed(values)) if horizontal else list(values))
    drawing.y_labels, drawing.range = scale, (0, scale[-1]["value"])
    svg = _LONG_DECIMAL.sub(lambda found: f"{float(found[0]):.2f}", drawing.render())
    numbers = [_GRADES.index(name) if stacked else place for place, name in enumerate(series)]
    # A grade has one colour, whichever others there are.
    svg = _COLOUR_CLASS.sub(lambda found: f"color-{numbers[int(found[1])]}", svg)
    legend = tuple(zip(series, numbers, strict=True))
    return Chart(title, unit, legend, kind, Markup(svg))  # noqa: S704  the library escapes


def _ticks(largest: float, *, whole_steps: bool) -> list[dict[str, Any]]:
    """A scale up to the largest value or beyond, in steps of 1, 2 or 5 times a power of ten.

    Counts have no halves, so they get `whole_steps`.
    """
    most = Decimal(str(largest)) or Decimal(1)
    power = most.adjusted() - 1
    steps = (Decimal(digit).scaleb(power + more) for more in range(3) for digit in (1, 2, 5))
    step = next(one for one in steps if one * MAX_STEPS >= most and (one >= 1 or not whole_steps))
    values = [step * number for number in range(math.ceil(most / step) + 1)]
    return [{"label": f"{trimmed(value):,f}", "value": float(value)} for value in values]


def _sparse(years: Sequence[str]) -> list[str]:
    """Labels side by side: of many years every second or third, and always the last."""
    step = -(-len(years) // MAX_YEAR_LABELS)
    last = len(years) - 1
    return [year if (last - place) % step == 0 else "" for place, year in enumerate(years)]


def _lines(label: str) -> list[str]:
    """A label in lines of about the same length, broken after a conjunction where one is near."""
    count = -(-len(label) // MAX_LINE_LENGTH)
    if count <= 1:
        return [label]
    first = -(-len(label) // count)
    after_and = (found.end() for found in _CONJUNCTION.finditer(label))
    rest = (count - 1) * MAX_LINE_LENGTH
    good = [end for end in after_and if len(label) - rest <= end <= MAX_LINE_LENGTH]
    end = min(good, key=lambda one: abs(one - first), default=first)
    return [label[:end], *_lines(label[end:])]


def _width(text: str) -> int:
    return sum(FONT_SIZE if character > "\u2000" else 7 for character in text)


def _centred_labels(root: Any, lines: Sequence[Sequence[str]]) -> Any:
    """Labels and values centred in their rows, labels in `lines` where they have several.

    The library places them by the baseline of smaller letters than ours.
    """
    axes = [one for one in root.iter() if one.get("class", "").startswith("axis y")]
    labels = [one for axis in axes for one in axis.iter() if _name(one) == "text"]
    for place, label in enumerate(labels):
        middle = float(label.get("y")) - 0.35 * LABEL_SIZE
        label.set("y", f"{middle:.2f}")
        if lines and len(lines[place]) > 1:
            label.text = None
            _set_lines(label, lines[place], middle)
    for value in root.iter():
        if value.get("class") == "value":
            value.set("y", f"{float(value.get('y')) - VALUE_SIZE / 3:.2f}")
    return root


def _name(element: Any) -> str:
    """An element's name without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _set_lines(label: Any, lines: Sequence[str], middle: float) -> None:
    top = middle - LINE_HEIGHT * (len(lines) - 1) / 2
    for number, text in enumerate(lines):
        place = {"x": label.get("x"), "y": f"{top + number * LINE_HEIGHT:.2f}"}
        line = label.makeelement(label.tag.replace("text", "tspan"), place)
        line.text = text
        label.append(line)


def _accessible(root: Any, key: str, title: str, description: str) -> Any:
    """Only what is drawn, described for screen readers; no scripts and style sheets."""
    for parent in list(root.iter()):
        for child in list(parent):
            name = _name(child) or "defs"
            words = child.get("class", "")
            is_nothing = words == "value" and child.text == "0"
            is_empty = words.endswith(_REMOVED_CLASSES) or (name == "g" and not len(child))
            if name in _REMOVED_ELEMENTS or is_nothing or is_empty:
                parent.remove(child)
    space = root.tag.rpartition("}")[0] + "}" if "}" in root.tag else ""
    for place, (name, text) in enumerate((("title", title), ("desc", description))):
        element = root.makeelement(f"{space}{name}", {"id": f"{key}-{name}"})
        element.text = text
        root.insert(place, element)
    root.attrib.pop("id", None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{key}-title")
    root.set("aria-describedby", f"{key}-desc")
    return root
