"""The charts of a page as pictures to take away: SVG files with title, legend and source.

A picture is made of the chart as the page has it, so both show the same. The page's style sheet
does not reach it: what that says of charts (`charts.css`, in the light) stands in attributes here,
so that browsers, word processors and a strict content security policy all take it.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

from defusedxml.ElementTree import fromstring

from generator.model.site import Site

FONTS = "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
COLOURS = {
    "paper": "#fff", "line": "#d5dce3", "ink": "#1c2530", "ink-2": "#52606d", "accent": "#16467a",
    "on-accent": "#fff", "warn": "#8a4b00", "tone-1": "#16467a", "tone-2": "#6f97c4",
    "tone-3": "#c6d7ea", "on-tone-2": "#0c2544",
}  # fmt: skip
_SVG = "http://www.w3.org/2000/svg"
_FIGURE = re.compile(r'<figure class="jx-chart jx-chart--(\w+)">.*?</figure>', re.DOTALL)
_MARGIN, _WIDTH, _SCALE = 14, 340, 2
_TITLE, _NOTE, _LABEL, _VALUE = 14, 10, 12, 11  # sizes of letters
_LEADING = 1.5
_MIDDLE = 0.35  # of a letter's size, from its middle down to its baseline
_BAR = {
    ("money", 0): {"fill": "paper", "stroke": "accent"},
    ("money", 1): {"fill": "accent", "stroke": "accent"},
    ("grades", 0): {"fill": "tone-1", "stroke": "accent"},
    ("grades", 1): {"fill": "tone-2", "stroke": "accent"},
    ("grades", 2): {"fill": "tone-3", "stroke": "accent"},
    ("grades", 3): {"fill": "warn", "stroke": "warn"},
    ("grades", 4): {"fill": "paper", "stroke": "ink-2", "stroke-dasharray": "2 2"},
}
_STROKE = {"money": "1.25", "grades": ".75"}
_ON_BAR = {0: "on-accent", 1: "on-tone-2", 3: "on-accent"}

ElementTree.register_namespace("", _SVG)
Node = ElementTree.Element


def file_name(kind: str) -> str:
    """The picture's name, beside its page."""
    return f"chart-{kind}.svg"


def pictures(body: str, address: str, site: Site) -> dict[str, bytes]:
    """File name to SVG of each chart in a page's body; `address` is that of the page."""
    found = _FIGURE.finditer(body) if "jx-chart--" in body else ()
    source = f"来源：{site.name}", f"{site.base_url or '/'}{address}"
    return {file_name(one[1]): _picture(fromstring(one[0]), one[1], source) for one in found}


def _picture(figure: Node, kind: str, source: tuple[str, ...]) -> bytes:
    caption = figure.find("figcaption")
    chart = figure.find(f"{{{_SVG}}}svg")
    assert caption is not None  # noqa: S101  the template writes both
    assert chart is not None  # noqa: S101
    title, unit = caption.text or "", (caption.findtext("small") or "").partition("；")[0]
    legend = [(_colour(one), one[0].tail or "") for one in figure.iter("li")]
    drawn = Node(f"{{{_SVG}}}svg", {"role": "img", "font-family": FONTS})
    ElementTree.SubElement(drawn, f"{{{_SVG}}}title").text = title
    paper = _add(drawn, "rect", x=0, y=0, width=0, height=0, fill="paper")
    lines = _Lines(drawn)
    for line in _broken(title, _WIDTH, _TITLE):
        lines.add(line, _TITLE, "ink", weight="600")
    lines.add(unit, _NOTE, "ink-2")
    lines.add_legend(legend, kind)
    _dress(chart, kind)
    height = float(chart.get("viewBox", "").split()[3])
    for name in [one for one in chart.attrib if one != "viewBox"]:
        del chart.attrib[name]
    place = {"x": _MARGIN, "y": lines.y + 4, "width": _WIDTH, "height": height}
    chart.attrib.update({name: f"{value:g}" for name, value in place.items()})
    drawn.append(chart)
    lines.y += height + 4
    for text in source:
        for line in _broken(text, _WIDTH, _NOTE):
            lines.add(line, _NOTE, "ink-2")
    size = _WIDTH + 2 * _MARGIN, lines.y + _MARGIN
    drawn.set("viewBox", "0 0 {:g} {:g}".format(*size))
    for node, scale in ((drawn, _SCALE), (paper, 1)):
        node.set("width", f"{size[0] * scale:g}")
        node.set("height", f"{size[1] * scale:g}")
    made: bytes = ElementTree.tostring(drawn, encoding="utf-8", xml_declaration=True)
    return made


class _Lines:
    """Text from the top on, line below line; `y` is where the next one begins."""

    def __init__(self, into: Node) -> None:
        self._into = into
        self.y = float(_MARGIN)

    def add(self, text: str, size: int, colour: str, weight: str = "400") -> None:
        """One line."""
        place = {"x": _MARGIN, "y": self.y + size, "font-size": size, "font-weight": weight}
        _add(self._into, "text", fill=colour, **place).text = text
        self.y += size * _LEADING

    def add_legend(self, entries: list[tuple[int, str]], kind: str) -> None:
        """What each colour means, side by side; five grades fit."""
        x = float(_MARGIN)
        for number, name in entries:
            look = _BAR[kind, number] | {"stroke-width": _STROKE[kind]}
            _add(self._into, "rect", x=x + 1, y=self.y + 2, width=9, height=9, **look)
            _add(self._into, "text", x=x + 15, y=self.y + 11, fill="ink", **_LETTERS).text = name
            x += 15 + _width(name, _LABEL) + 14
        self.y += _LABEL * _LEADING


_LETTERS: dict[str, Any] = {"font-size": _LABEL}


def _add(parent: Node, name: str, **values: Any) -> Node:
    """An element with these attributes; colours by their names."""
    node = ElementTree.SubElement(parent, f"{{{_SVG}}}{name}")
    _set(node, values)
    return node


def _set(node: Node, values: dict[str, Any]) -> None:
    for name, value in values.items():
        shown = f"{value:g}" if isinstance(value, float | int) else COLOURS.get(value, value)
        node.set(name, shown)


def _dress(chart: Node, kind: str) -> None:
    """Give what the style sheet says by classes to each element, and take the classes away."""
    is_horizontal = any("horizontal" in _classes(one) for one in chart.iter())
    for one, above in _walk(chart, ()):
        name = one.tag.rpartition("}")[2]
        if dress := _DRESSES.get(name):
            dress(one, above, kind, is_horizontal)
    for one in chart.iter():
        for name in ("class", "id"):
            one.attrib.pop(name, None)


def _walk(node: Node, above: tuple[str, ...]) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Each element with the classes of those that it is in."""
    for one in node:
        yield one, above
        yield from _walk(one, (*above, *_classes(one)))


def _classes(node: Node) -> list[str]:
    return node.get("class", "").split()


def _dress_text(node: Node, above: tuple[str, ...], kind: str, _is_horizontal: bool) -> None:
    if "value" in _classes(node):
        colour = _ON_BAR.get(_number(above), "ink") if kind == "grades" else "ink"
        _set(node, {"font-size": _VALUE, "fill": colour, "text-anchor": "middle"})
        node.set("y", f"{float(node.get('y', 0)) + _MIDDLE * _VALUE:.2f}")
        return
    is_side = "y" in above
    _set(node, {"font-size": _LABEL, "fill": "ink", "text-anchor": "end" if is_side else "middle"})
    for one in (node, *node) if is_side else ():
        one.set("y", f"{float(one.get('y', 0)) + _MIDDLE * _LABEL:.2f}")


def _dress_path(node: Node, above: tuple[str, ...], _kind: str, is_horizontal: bool) -> None:
    words = _classes(node)
    is_drawn = "y" not in above if is_horizontal else not ("x" in above and "guides" in above)
    colour = "ink-2" if "line" in words and "guide" not in words else "line"
    _set(node, {"fill": "none", "stroke": colour if is_drawn else "none"})


def _dress_bar(node: Node, above: tuple[str, ...], kind: str, _is_horizontal: bool) -> None:
    _set(node, _BAR[kind, _number(above)] | {"stroke-width": _STROKE[kind]})
    if node.get("width") is None:  # nothing to draw; programs differ on what that means
        node.set("width", "0")
        node.set("stroke", "none")


_DRESSES: dict[str, Callable[[Node, tuple[str, ...], str, bool], None]] = {
    "text": _dress_text, "path": _dress_path, "rect": _dress_bar,
}  # fmt: skip


def _colour(node: Node) -> int:
    return next(_number(tuple(_classes(one))) for one in node.iter() if "color-" in str(one.attrib))


def _number(classes: tuple[str, ...]) -> int:
    return next(int(one.removeprefix("color-")) for one in classes if one.startswith("color-"))


def _broken(text: str, width: int, size: int) -> list[str]:
    """A text in lines that are no wider."""
    lines = [""]
    for letter in text:
        if _width(lines[-1] + letter, size) > width:
            lines.append("")
        lines[-1] += letter
    return lines


def _width(text: str, size: int) -> float:
    return sum(size if letter > "\u2000" else size * 0.6 for letter in text)
