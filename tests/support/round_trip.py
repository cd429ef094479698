"""What came back of a printed report: values of a draft against those that were printed."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

FieldPath = tuple[str | int, ...]
_SIGNS = str.maketrans({" ": "", "\n": "", "％": "%"})


class Difference(NamedTuple):
    """A field that came back otherwise, or not at all (`found` is empty)."""

    path: FieldPath
    printed: str
    found: str


def differences(printed: Mapping[FieldPath, str], draft: Mapping[str, Any]) -> Iterator[Difference]:
    """Each printed value that the draft does not hold as it was printed.

    A target may be in three fields (性质, 目标值, 单位) of which the form prints one.
    """
    for path, text in printed.items():
        found = _at(draft, path)
        if path[-1] in ("目标值", "完成值") and path[0] == "指标":
            row = _at(draft, path[:-1]) or {}
            others = {"性质", "单位"} - {one[-1] for one in printed if one[:-1] == path[:-1]}
            before = str(row.get("性质") or "") if "性质" in others else ""
            behind = str(row.get("单位") or "") if "单位" in others else ""
            cells = (f"{found or ''}", f"{before}{found or ''}{behind}", f"{found or ''}{behind}")
            if _bare(text) in {_bare(one) for one in cells}:
                continue
        if _bare(text) != _bare(str(found or "")):
            yield Difference(path, text, str(found or ""))


def _bare(text: str) -> str:
    return text.translate(_SIGNS)


def _at(below: Any, path: FieldPath) -> Any:
    for step in path:
        if isinstance(below, Mapping):
            below = below.get(step)
        elif isinstance(below, list) and isinstance(step, int) and step < len(below):
            below = below[step]
        else:
            return None
    return below
