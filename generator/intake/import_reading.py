"""From files to recognised reports: which files, what is in each, which belong to one report."""

import filecmp
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.check.project_names import core_name
from generator.check.report_checks import is_clutter
from generator.documents.document import Document
from generator.intake import conservation
from generator.model.narrative import NARRATIVE
from generator.model.problems import JixiaoError, Problem
from generator.recognition.recognise import recognise
from generator.recognition.record import IN_CELLS, RecognisedReport
from generator.recognition.reference import Reference
from generator.source.scalars import clean, one_line

Progress = Callable[[str, int], None]
_TABLES = ("指标", "资金", "年度目标")
# What is recognised of one file: more takes longer than a person waits.
MOST_PIECES, MOST_CHARACTERS = 30_000, 1_000_000
_TOO_MUCH = (
    f"里面的文字太多（超过 {MOST_PIECES // 10_000} 万段，单元格也算；或者 "
    f"{MOST_CHARACTERS // 10_000} 万字），不像是报告。请打开看看，分成几份，再导入"
)


class Origin(NamedTuple):
    """A file, and the document that was read from it: its name, or its path in an archive."""

    file: Path
    name: str

    @property
    def path(self) -> str:
        """As messages name it."""
        return one_line(clean((self.file.parent / self.name).as_posix()))


class Told(NamedTuple):
    """What the command line says for reports that do not: the department's name, the year."""

    department: str | None
    year: int | None


@dataclass
class Source:
    """A document, or the documents of one report, with the reports that are in it.

    `problems` are characters that were lost; `failure` is why there is nothing, empty where there
    is something.
    """

    origins: tuple[Origin, ...]
    documents: list[Document]
    reports: list[RecognisedReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    failure: str = ""

    @property
    def path(self) -> str:
        """As messages name it."""
        return "、".join(one.path for one in self.origins)

    @property
    def missing(self) -> list[str]:
        """What could not be read of it, each once."""
        return list(dict.fromkeys(one for document in self.documents for one in document.missing))


def files_in(paths: Sequence[Path], content: Path) -> list[Path]:
    """The files that are meant: those named, and all below the folders named, in their order.

    Raises JixiaoError where there is no such file, or where it is the content itself.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise JixiaoError(f"没有文件或文件夹 {path}。请核对路径。")
        if path.resolve().is_relative_to(content.resolve()):
            raise JixiaoError(f"{path} 在内容文件夹里，不是要导入的原件。请写原件的位置。")
        found |= dict.fromkeys([path] if path.is_file() else _below(path))
    if not found:
        raise JixiaoError(f"{'、'.join(map(str, paths))} 里没有文件。请核对路径。")
    return list(found)


def without_copies(files: Sequence[Path]) -> tuple[list[Path], dict[Path, Path]]:
    """The files, each once; those that are the same to the byte as an earlier one, and that one."""
    by_size: dict[int, list[Path]] = defaultdict(list)
    kept: list[Path] = []
    twice: dict[Path, Path] = {}
    for file in files:
        alike = by_size[file.stat().st_size]
        first = next((one for one in alike if filecmp.cmp(one, file, shallow=False)), None)
        if first:
            twice[file] = first
        else:
            alike.append(file)
            kept.append(file)
    return kept, twice


def read_sources(
    files: Sequence[Path], reference: Reference, told: Told, progress: Progress
) -> list[Source]:
    """What each file holds; a table and its narrative in two files are one source."""
    from generator.documents.reading import read_files  # noqa: PLC0415  takes a while to load

    sources = []
    for file, documents in read_files(files):
        for one in documents:
            sources.append(_recognised((Origin(file, one.name),), [one], reference, told))
        progress("读取文件", len(files))
    with_parts = _with_later_parts(sources, reference, told)
    return _joined(with_parts, reference, told)


def _below(folder: Path) -> Iterator[Path]:
    for one in sorted(folder.rglob("*")):
        names = one.relative_to(folder).parts
        if one.is_file() and not any(map(is_clutter, names)):
            yield one


def _recognised(
    origins: tuple[Origin, ...], documents: list[Document], reference: Reference, told: Told
) -> Source:
    made = Source(origins, documents)
    lengths = [len(piece.text) for one in documents for piece in one.pieces()]
    if not lengths:
        made.failure = "；".join(made.missing) or "里面没有文字"
        return made
    if len(lengths) > MOST_PIECES or sum(lengths) > MOST_CHARACTERS:
        made.failure = _TOO_MUCH
        return made
    try:
        made.reports = recognise(documents, reference, department=told.department, year=told.year)
    except Exception as error:  # a fault of ours in one file must not cost the others
        made.failure = f"程序没有认成，出了错（{type(error).__name__}：{error}）。请报告这个错误"
        return made
    made.problems = conservation.source_problems(made.path, documents, made.reports)
    if not made.reports:
        made.failure = "没有认出报告"
    return made


def _with_later_parts(sources: Sequence[Source], reference: Reference, told: Told) -> list[Source]:
    """A file that names no project is a later part of the one before it, where the two fit."""
    made: list[Source] = []
    for one in sources:
        before = made[-1] if made else None
        if before and before.reports and _is_fragment(one) and _folder(before) == _folder(one):
            both = _both(before, one, reference, told)
            if len(both.reports) == len(before.reports):
                made[-1] = both
                continue
        made.append(one)
    return made


def _joined(sources: Sequence[Source], reference: Reference, told: Told) -> list[Source]:
    """Of files with one report each, those of one project and year that complete each other."""
    groups: dict[object, list[Source]] = defaultdict(list)
    for number, one in enumerate(sources):
        groups[_key(one) or number].append(one)
    made: list[Source] = []
    for group in groups.values():
        made += _completed(group, reference, told)
    return made


def _completed(group: list[Source], reference: Reference, told: Told) -> Iterable[Source]:
    if len(group) != 2 or _has_table(group[0]) == _has_table(group[1]):
        return group
    both = _both(group[0], group[1], reference, told)
    return [both] if len(both.reports) == 1 else group


def _both(one: Source, other: Source, reference: Reference, told: Told) -> Source:
    documents = [*one.documents, *other.documents]
    return _recognised((*one.origins, *other.origins), documents, reference, told)


def _key(source: Source) -> tuple[str, str, str] | None:
    """By what two files are of one report: project, year, the folder that they are in."""
    if len(source.reports) != 1:
        return None
    values = source.reports[0].values
    name, year = values.get(("项目名称",)), values.get(("年度",))
    if name is None or year is None or _has_table(source) == _has_narrative(source):
        return None
    return core_name(name.text), year.text, _folder(source)


def _folder(source: Source) -> str:
    return source.origins[0].path.rpartition("/")[0]


def _is_fragment(source: Source) -> bool:
    return len(source.reports) == 1 and ("项目名称",) not in source.reports[0].values


def _has_table(source: Source) -> bool:
    """Whether it states tables in cells; amounts in sentences are no table."""
    found = source.reports[0].values.items()
    return any(where[0] in _TABLES and one.how == IN_CELLS for where, one in found)


def _has_narrative(source: Source) -> bool:
    return any(where[0] == NARRATIVE for where in source.reports[0].values)
