"""Files of bureaus made for tests, each with the drafts that a careful person makes of it.

A `Source` is one file, or several that belong together. What an import made of them is compared
with what was expected value by value: `Score` counts by field, as information retrieval does.
"""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.conftest import run

FieldPath = tuple[str | int, ...]
DEPARTMENTS = {
    "caizhengju": "示例县财政局",
    "jiaoyuju": "示例县教育局",
    "minzhengju": "示例县民政局",
    "shuiliju": "示例县水利局",
    "nongyenongcunju": "示例县农业农村局",
    "weishengjiankangju": "示例县卫生健康局",
    "jiaotongyunshuju": "示例县交通运输局",
    "wenlvju": "示例县文化和旅游局",
    "gonganju": "示例县公安局",
    "yizhen": "示例县甲镇人民政府",
}
# What the program writes of its own; what the imported file is called is no value of the report.
_OWN = {"状态", "附件", "公开日期"}
# What WPS calls the formats of Word and Excel of before 2007.
_WPS = {".wps": ".doc", ".et": ".xls"}
_OFFICE = ("soffice", "--headless", "--norestore")


class Source(NamedTuple):
    """A file of a bureau and what is expected of it.

    `build` writes it into a folder (several files where a table and its narrative are two).
    `expected` is a YAML stream, a document a draft, as a person would type it in the content
    format; empty where no draft is to be made, and `message` is then a piece of what is said.
    `saved_as` are endings that LibreOffice makes of the file that was built, instead of it:
    (".doc",), (".wps",), or by way of another (".odt", ".docx").
    """

    name: str  # what is odd about it, for people: 两份报告、修订
    build: Callable[[Path], None]
    expected: str = ""
    message: str = ""
    saved_as: tuple[str, ...] = ()


@dataclass
class Score:
    """Values by field: how many were expected, drafted, and both the same.

    `wrong_sure` are values that are not as expected and called sure.
    """

    expected: Counter[str] = field(default_factory=Counter)
    drafted: Counter[str] = field(default_factory=Counter)
    equal: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
    wrong_sure: list[str] = field(default_factory=list)

    def recall(self, name: str = "") -> float:
        """Share of the expected values that the drafts hold; 1 where none was expected."""
        return _share(self.equal, self.expected, name)

    def precision(self, name: str = "") -> float:
        """Share of the drafts' values that were expected."""
        return _share(self.equal, self.drafted, name)

    def add(self, other: "Score") -> None:
        """Count the values of another as well."""
        self.expected += other.expected
        self.drafted += other.drafted
        self.equal += other.equal
        self.differences += other.differences
        self.wrong_sure += other.wrong_sure


class Outcome(NamedTuple):
    """Of one source: what was expected, the drafts and what was said of each of their values."""

    source: Source
    expected: Sequence[dict[str, Any]]
    drafts: Sequence[dict[str, Any]]
    surenesses: Sequence[dict[FieldPath, str]]
    said: str


def imported(
    folder: Path, sources: Sequence[Source], lay_out: Callable[[Path], None] | None = None
) -> list[Outcome]:
    """Make the files of all, import them into a content folder in one run, read the drafts.

    `lay_out` makes the content folder, where the register of the county will not do.
    """
    files = folder / "原件"
    for number, source in enumerate(sources, 1):
        place = files / _folder_name(number, source)
        place.mkdir(parents=True)
        source.build(place)
    _save_as(files, sources)
    content = folder / "content"
    (lay_out or _register)(content)
    done = run("jixiao", "import", "--content", content, files, "--yes", "--json", "-")
    assert "Traceback" not in done.stderr, done.stderr
    data = json.loads(done.stdout)
    return [_outcome(f"/{_folder_name(number, source)}/", source, data, done)
            for number, source in enumerate(sources, 1)]  # fmt: skip


def scored(outcome: Outcome) -> Score:
    """Its drafts compared with what was expected, each with the one that is most like it."""
    score = Score()
    left = list(range(len(outcome.drafts)))
    for number, expected in enumerate(outcome.expected):
        wanted = dict(_leaves(expected))
        best = max(left, key=lambda one: _alike(wanted, outcome.drafts[one]), default=None)
        drafted: dict[FieldPath, str] = {}
        if best is not None:
            left.remove(best)
            drafted = dict(_leaves(outcome.drafts[best]))
        sureness = outcome.surenesses[best] if best is not None else {}
        _compare(score, f"{outcome.source.name} {number + 1}", wanted, drafted, sureness)
    for one in left:
        _compare(score, f"{outcome.source.name} 多出的", {}, dict(_leaves(outcome.drafts[one])), {})
    return score


def table(score: Score) -> Iterator[str]:
    """Recall and precision by field, the whole first."""
    yield f"{'all':<24}{score.expected.total():>6} {score.recall():.4f} {score.precision():.4f}"
    for name in sorted({*score.expected, *score.drafted}):
        yield (f"{name:<24}{score.expected[name]:>6} "
               f"{score.recall(name):.4f} {score.precision(name):.4f}")  # fmt: skip


def _compare(
    score: Score, where: str, wanted: dict[FieldPath, str], drafted: dict[FieldPath, str],
    sureness: dict[FieldPath, str],
) -> None:  # fmt: skip
    score.expected.update(_field(path) for path in wanted)
    score.drafted.update(_field(path) for path in drafted)
    for path in {**wanted, **drafted}:
        one, other = wanted.get(path, ""), drafted.get(path, "")
        if one == other:
            score.equal[_field(path)] += 1
            continue
        line = f"{where} {'.'.join(map(str, path))}: {one[:60]!r} came as {other[:60]!r}"
        score.differences.append(line)
        if other and sureness.get(path) == "确定":
            score.wrong_sure.append(line)


def _share(equal: Counter[str], of: Counter[str], name: str) -> float:
    total = of[name] if name else of.total()
    return (equal[name] if name else equal.total()) / total if total else 1.0


def _field(path: FieldPath) -> str:
    """指标.目标值; all sections of the narrative are one field."""
    return "正文" if path[0] == "正文" else ".".join(one for one in path if isinstance(one, str))


def _leaves(value: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, dict):
        for key, below in value.items():
            if path or key not in _OWN:
                yield from _leaves(below, (*path, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from _leaves(below, (*path, number))
    else:
        yield path, "".join(str(value or "").split())


def _alike(wanted: dict[FieldPath, str], draft: dict[str, Any]) -> int:
    found = dict(_leaves(draft))
    return sum(found.get(path) == text for path, text in wanted.items())


def _outcome(
    place: str, source: Source, data: dict[str, Any], done: subprocess.CompletedProcess[str]
) -> Outcome:
    drafts = [one for one in data["drafts"] if any(place in file for file in one["files"])]
    said = [f"{one['path']}: {one['reason']}" for one in data["left"] if place in one["path"]]
    said += [f"{one['path']}: {reason}" for one in data["missing"] if place in one["path"]
             for reason in one["reasons"]]  # fmt: skip
    said += [one["message"] for one in data["problems"] if place in one["path"]]
    return Outcome(
        source,
        list(yaml.load_all(source.expected, yaml.CBaseLoader)),
        [yaml.load(Path(one["path"]).read_bytes(), yaml.CBaseLoader) for one in drafts],
        [{tuple(value["field"]): value["sureness"] for value in one["values"]} for one in drafts],
        "\n".join(said),
    )


def _folder_name(number: int, source: Source) -> str:
    return f"{number:02} {source.name}"


def _register(content: Path) -> None:
    """A content folder with the register of the county, without reports."""
    content.mkdir()
    lines = [f"- {{名称: {name}, 标识: {slug}}}" for slug, name in DEPARTMENTS.items()]
    (content / "departments.yml").write_text("\n".join([*lines, ""]), encoding="utf-8")
    (content / "site.yml").write_text(
        "名称: 示例县预算绩效公开\n主办单位: 示例县人民政府\n"
        "联系方式: 示例县财政局绩效管理股，电话 0999-8500116\n", encoding="utf-8"
    )  # fmt: skip


def _save_as(files: Path, sources: Sequence[Source]) -> None:
    """Have LibreOffice save them in other formats; all of one ending in one run."""
    rounds = max((len(source.saved_as) for source in sources), default=0)
    for turn in range(rounds):
        for ending in sorted({one.saved_as[turn] for one in sources if len(one.saved_as) > turn}):
            places = [files / _folder_name(number, one) for number, one in enumerate(sources, 1)
                      if one.saved_as[turn:turn + 1] == (ending,)]  # fmt: skip
            _convert(places, ending, files.parent)


def _convert(places: Sequence[Path], ending: str, beside: Path) -> None:
    out, written = beside / "saved", _WPS.get(ending, ending)
    made = {place: next(place.iterdir()) for place in places}
    named = {file.rename(file.with_stem(place.name)): place for place, file in made.items()}
    profile = f"-env:UserInstallation={(beside / 'profile').as_uri()}"
    subprocess.run(
        [*_OFFICE, profile, "--convert-to", written.lstrip("."), "--outdir", out, *named],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    for file, place in named.items():
        file.unlink()
        (out / f"{file.stem}{written}").rename(place / f"{place.name}{ending}")
    shutil.rmtree(out)
