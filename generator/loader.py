"""A content folder to a catalogue, or to everything that is wrong with it, in one reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from generator import between, gate, review
from generator.catalogue import Catalogue, HandwrittenPage, in_order
from generator.examine import NEVER, Examined, Frame
from generator.examined_store import Store
from generator.fields import SLUG
from generator.handwritten import read_page
from generator.model import Department, Outline, Site
from generator.problems import ContentError, Problem, has_errors, quote, sorted_out
from generator.record import Record
from generator.register import by_every_name, doubles
from generator.report_checks import Place, Surroundings, is_clutter
from generator.review import Strictness
from generator.source import Source, read
from generator.validation import validate
from generator.workers import Hire, nobody

IMAGE_TYPES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})
FOLDERS = ("outlines", "reports", "pages")
TOP_LEVEL = ("site.yml", "departments.yml", *FOLDERS)

RecordType = TypeVar("RecordType", bound=Record)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The outcome of reading a content folder.

    `catalogue` is None where there are errors: nothing downstream ever sees half of the content;
    and where only problems were asked for.
    `drafts` counts the reports that are not public on that day, `due` is when the next will be.
    """

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]
    reports: int
    drafts: int
    due: date
    names: Mapping[str, str]  # of departments, by their slug


class Reading(NamedTuple):
    """How content is read: on which day, with what earlier readings kept, by whom."""

    today: date
    store: Store | None = None
    workers: Hire = nobody


def load(content: Path, reading: Reading) -> Loaded:
    """Read `content`; a report is public from its publication date on.

    What did not change since an earlier reading comes from the store. Raises nothing for bad
    content; an unreadable disk is an OSError.
    """
    return Opened(content, reading).load()


class Opened:
    """A content folder whose files are known by their digests, not yet read; read once.

    Problems are told of the files whose paths are `wanted`.
    """

    def __init__(
        self,
        content: Path,
        reading: Reading,
        wanted: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._reader = _Reader(content, reading, wanted)
        self._survey = self._reader.survey()

    @property
    def reports(self) -> int:
        """How many reports there are to read."""
        return len(self._survey.tasks)

    def fingerprint(self) -> str:
        """Tells all that the folder holds."""
        content = self._reader.content
        return gate.fingerprint(content, self._survey.keys, self._reader.problems)

    def check(self, advance: Callable[[], None] = lambda: None) -> Loaded:
        """Its problems, without a catalogue; `advance` is called once a report."""
        reader = self._reader
        frame, examined, *_ = reader.read_all(self._survey, advance, entries=False)
        reader.problems = [one for one in reader.problems if reader.wanted(one.path)]
        return reader.loaded(frame, None, examined)

    def load(self, advance: Callable[[], None] = lambda: None) -> Loaded:
        """Its problems and the catalogue; `advance` is called once a report."""
        reader, today = self._reader, self._reader.reading.today
        frame, examined, pages, page_files = reader.read_all(self._survey, advance, entries=True)
        catalogue = None
        if frame.site is not None and not has_errors(reader.problems):
            public = [one.entry for one in examined if one.entry and one.entry.is_public(today)]
            ordered = in_order(public, frame.departments)
            catalogue = Catalogue(frame.site, frame.departments, ordered, pages, page_files)
        return reader.loaded(frame, catalogue, examined)


def load_register(content: Path) -> tuple[Mapping[str, Department], Mapping[str, Outline]]:
    """Departments by every name and outlines by id; a ContentError where they cannot be read."""
    reader = _Reader(content, Reading(date.min))
    departments, outlines = reader.departments(), reader.outlines()
    if has_errors(reader.problems):
        raise ContentError(reader.problems)
    return by_every_name(departments), outlines


@dataclass(slots=True)
class _Reader:
    content: Path
    reading: Reading
    wanted: Callable[[str], bool] = lambda _: True
    strictness: Strictness = field(default_factory=lambda: Strictness(None))
    problems: list[Problem] = field(default_factory=list)
    report_count: int = 0

    def source(self, file: Path) -> Source | None:
        """The file's tree; None with a problem noted where it cannot be had."""
        if not self.readable(file):
            return None
        source, problems = read(file.read_bytes(), str(file))
        self.problems += problems
        return source

    def readable(self, file: Path) -> bool:
        """Whether there is a plain file; a problem is noted where there is not."""
        if file.is_symlink():
            self.complain(file, "symbolic-link", "此处是链接。请放文件本身。")
        elif not file.exists():
            self.complain(file, "missing-file", f"缺少文件 {file.name}。请按格式说明补上。")
        elif not file.is_file():
            self.complain(file, "stray-file", "此处应为文件，现在不是。请改名、移走或删去。")
        return file.is_file() and not file.is_symlink()

    def require_folders(self) -> None:
        """Nothing is read through a link, and a file in a folder's place would hide everything."""
        for name in FOLDERS:
            folder = self.content / name
            if folder.is_symlink():
                self.complain(folder, "symbolic-link", "此处是链接。请放文件夹本身。")
            elif folder.exists() and not folder.is_dir():
                self.complain(
                    folder, "stray-file", "此处应为文件夹，现在不是。请改名、移走或删去。"
                )

    def complain(self, path: Path, rule: str, message: str) -> None:
        self.problems.append(Problem(str(path), 1, 1, rule, message))

    def record(self, file: Path, kind: type[RecordType]) -> RecordType | None:
        source = self.source(file)
        return self.validated(source, kind) if source else None

    def validated(
        self, source: Source, kind: type[RecordType], *root: str | int
    ) -> RecordType | None:
        record, problems = validate(source, kind, root)
        self.problems += problems
        return record

    def site(self) -> Site | None:
        source = self.source(self.content / "site.yml")
        site = self.validated(source, Site) if source else None
        if source and site:
            self.problems += review.check_settings(source, site)
        return site

    def survey(self) -> gate.Survey:
        """Which reports there are, each known by all that it rests on."""
        self.require_folders()
        return gate.survey(self.content, list(self.reports()))

    def read_all(
        self, survey: gate.Survey, advance: Callable[[], None], *, entries: bool
    ) -> tuple[Frame, list[Examined], tuple[HandwrittenPage, ...], tuple[Path, ...]]:
        """Everything that the folder holds, judged."""
        site = self.site()
        self.strictness = Strictness(site)
        departments = self.departments()
        around = Surroundings(by_every_name(departments), self.outlines())
        frame = Frame(around, departments, site, self.strictness)
        today, store, workers = self.reading
        wish = gate.Wish(self.content, survey, today, store, entries, self.wanted, workers)
        examined = gate.examine_all(wish, frame, advance)
        self.judge(examined, store)
        pages, page_files = self.pages()
        self.refuse_strays(self.content, TOP_LEVEL)
        return frame, examined, pages, page_files

    def loaded(
        self, frame: Frame, catalogue: Catalogue | None, examined: Sequence[Examined]
    ) -> Loaded:
        """What came of it; a report counts as hidden until its day."""
        later = [one.since for one in examined if one.since and one.since > self.reading.today]
        return Loaded(
            catalogue,
            sorted_out(self.problems),
            self.report_count,
            len(later),
            min(later, default=NEVER),
            {one.slug: one.short for one in frame.departments},
        )

    def between(self, examined: Sequence[Examined], store: Store | None) -> Iterable[Problem]:
        """What rules on the whole catalogue find, at least in the reports that are wanted."""
        if store:
            content = str(self.content)
            return between.problems(examined, self.strictness, store, content, self.again)
        every = [one.facts for one in examined if one.facts]
        chosen = [one for one in every if self.wanted(one.path)]
        return review.of_catalogue(every, chosen, self.strictness, self.again)

    def judge(self, examined: Sequence[Examined], store: Store | None) -> None:
        """Problems of all reports: their own, those between them, and what people let pass."""
        found = {one.path: list(one.problems) for one in examined}
        for problem in self.between(examined, store):
            found[problem.path].append(problem)
        for one in examined:
            if not self.wanted(one.path):
                continue
            own = found[one.path]
            judged = one.facts is not None
            self.problems += review.acknowledged(one.path, own, one.acknowledged, judged=judged)

    def again(self, path: str) -> Source:
        """The tree of a file that was read before."""
        source, _ = read(Path(path).read_bytes(), path)
        assert source  # noqa: S101  it was whole then
        return source

    def departments(self) -> tuple[Department, ...]:
        source = self.source(self.content / "departments.yml")
        if source is None:
            return ()
        if not isinstance(source.value, list):
            message = "部门登记表应为若干项，每项以 - 开头。请按格式说明改写。"
            self.problems.append(source.problem((), "wrong-type", message))
            return ()
        found = [self.validated(source, Department, i) for i in range(len(source.value))]
        self.problems += doubles(source, found)
        return tuple(department for department in found if department)

    def outlines(self) -> dict[str, Outline]:
        folder = self.content / "outlines"
        files = sorted(folder.glob("*.yml"))
        outlines = {file.stem: self.record(file, Outline) for file in files}
        self.refuse_strays(folder, [file.name for file in files])
        return {name: outline for name, outline in outlines.items() if outline}

    def reports(self) -> Iterator[tuple[Path, Place]]:
        """Every file that is to be read as a report."""
        root = self.content / "reports"
        for year in self.folders(root, re.compile(r"\d{4}"), "四位数字的年度（如 2021）"):
            shape = "部门的标识（如 gonganju）"
            for folder in self.folders(year, SLUG, shape):
                files = sorted(folder.glob("*.yml"))
                slugs = {file.stem for file in files if not is_clutter(file.name)}
                self.refuse_strays(folder, [f"{slug}.yml" for slug in slugs] + sorted(slugs))
                for slug in sorted(slugs):
                    file = folder / f"{slug}.yml"
                    self.report_count += 1
                    if self.readable(file):
                        yield file, Place(year.name, folder.name, slug, folder / slug)

    def folders(self, root: Path, pattern: re.Pattern[str], shape: str) -> list[Path]:
        """Subfolders of `root` that are named as they should be; all else is complained of."""
        if not root.is_dir():
            return []
        good = sorted(
            child
            for child in root.iterdir()
            if pattern.fullmatch(child.name) and child.is_dir() and not child.is_symlink()
        )
        hint = f"此处只放文件夹，名称应为{shape}"
        self.refuse_strays(root, [child.name for child in good], hint)
        return good

    def pages(self) -> tuple[tuple[HandwrittenPage, ...], tuple[Path, ...]]:
        folder = self.content / "pages"
        files = sorted(folder.glob("*.md"))
        images = sorted(f for f in folder.glob("*") if f.suffix.lower() in IMAGE_TYPES)
        plain = [image for image in images if image.is_file() and not image.is_symlink()]
        self.refuse_strays(folder, [file.name for file in (*files, *plain)])
        slugs = {file.stem for file in files}
        if "about" not in slugs:
            self.complain(folder / "about.md", "missing-file", "缺少文件 about.md。请写一页说明。")
        images_here = {image.name for image in plain}
        pages = [self.page(file, slugs, images_here) for file in files]
        return tuple(page for page in pages if page), tuple(plain)

    def page(self, file: Path, slugs: set[str], images: set[str]) -> HandwrittenPage | None:
        if not self.readable(file):
            return None
        page, problems = read_page(file.read_bytes(), str(file), slugs, images)
        self.problems += problems
        if page:
            self.problems += review.of_text(page.text, str(file), 0, self.strictness)
        return page

    def refuse_strays(self, folder: Path, expected: Iterable[str], hint: str = "") -> None:
        """Complain of everything in `folder` that nothing would ever read."""
        known = set(expected)
        for child in sorted(folder.iterdir()) if folder.is_dir() else []:
            if child.name not in known and not is_clutter(child.name):
                reason = hint or (
                    "扩展名应为 .yml"
                    if child.suffix in (".yaml", ".YML")
                    else f"可用的是 {'、'.join(TOP_LEVEL)}"
                    if folder == self.content
                    else "它不属于任何报告"
                )
                message = f"{quote(child.name)}放在这里不会被读取：{reason}。请改名、移走或删去。"
                self.complain(child, "stray-file", message)
