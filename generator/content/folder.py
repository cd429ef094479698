"""A content folder, file by file: each is read once, and every problem noted."""

import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from generator.check import gate
from generator.check.report_checks import ReportPath, is_clutter
from generator.check.rule_settings import RuleSettings, check_settings
from generator.content import format_version, forms, import_settings, owed, register
from generator.content.handwritten import read_page, with_site_links
from generator.model.catalogue import HandwrittenPage
from generator.model.department import Department
from generator.model.fields import SLUG_PATTERN
from generator.model.file_names import name_complaint, path_complaint
from generator.model.form import Form
from generator.model.import_settings import ImportSettings
from generator.model.problems import Level, Problem, quote
from generator.model.record import Record
from generator.model.site import Site
from generator.model.twins import twin_message, twins
from generator.runtime.folders import names_in
from generator.source.headings import plain_headings
from generator.source.tree import Source, read
from generator.source.validation import validate

IMAGE_TYPES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})
FOLDERS = ("forms", "outlines", "reports", "pages", "consents")
TOP_LEVEL = ("site.yml", "departments.yml", "import.yml", *FOLDERS)

RecordType = TypeVar("RecordType", bound=Record)


@dataclass(slots=True)
class Folder:
    """A content folder; what its methods find wrong is added to `problems`."""

    content: Path
    rule_settings: RuleSettings = field(default_factory=lambda: RuleSettings(None))
    problems: list[Problem] = field(default_factory=list)
    report_count: int = 0
    settings: list[Source] = field(default_factory=list)  # site, register, forms, as read
    site_file: tuple[Source, Site] | None = None  # `site.yml` where it has a record

    def source(self, file: Path) -> Source | None:
        """The file's tree; None, and a problem noted, where it cannot be read."""
        if not self.is_readable(file):
            return None
        source, problems = read(file.read_bytes(), file.as_posix())
        self.problems += problems
        self.settings += [source] if source else []
        return source

    def is_readable(self, file: Path) -> bool:
        """Whether it is a plain file; a problem is noted where it is not."""
        if is_plain_file(file):
            return True
        if file.is_symlink():
            self.complain(file, "symbolic-link", "此处是链接。请放文件本身。")
        elif not file.exists():
            self.complain(file, "missing-file", f"缺少文件 {file.name}。请按格式说明补上。")
        else:
            self.complain(file, "stray-file", "此处应为文件，现在不是。请改名、移走或删去。")
        return False

    def check_folders(self) -> None:
        """Note links and files in the place of folders.

        Nothing is read through a link, and a file in a folder's place would hide everything.
        """
        for name in FOLDERS:
            folder = self.content / name
            if folder.is_symlink():
                self.complain(folder, "symbolic-link", "此处是链接。请放文件夹本身。")
            elif folder.exists() and not folder.is_dir():
                self.complain(
                    folder, "stray-file", "此处应为文件夹，现在不是。请改名、移走或删去。"
                )

    def complain(self, path: Path, rule: str, message: str) -> None:
        """Note a problem of a file as a whole."""
        self.problems.append(Problem(path.as_posix(), 1, 1, rule, message))

    def validated(
        self, source: Source, kind: type[RecordType], *root: str | int
    ) -> RecordType | None:
        """The record in a tree; None, and problems noted, where there is none."""
        record, problems = validate(source, kind, root)
        self.problems += problems
        return record

    def site(self) -> Site | None:
        """`site.yml`; from then on, rules are applied as it says."""
        source = self.source(self.content / "site.yml")
        if source and (wrong := format_version.problem(source)):
            self.problems.append(wrong)
            return None
        site = self.validated(source, Site) if source else None
        if source and site:
            self.site_file = source, site
            self.problems += check_settings(source, site)
            self.problems += _without_address(source, site)
        self.rule_settings = RuleSettings(site)
        return site

    def departments(self, today: date) -> tuple[Department, ...]:
        """The register of departments."""
        source = self.source(self.content / "departments.yml")
        if source is None:
            return ()
        if not isinstance(source.value, list):
            message = "部门登记表应为若干项，每项以 - 开头。请按格式说明改写。"
            self.problems.append(source.problem((), "wrong-type", message))
            return ()
        found = [self.validated(source, Department, i) for i in range(len(source.value))]
        self.problems += register.check(source, found, today)
        return tuple(department for department in found if department)

    def check_owed(self, departments: Iterable[Department]) -> None:
        """Note what is wrong with 应公开; without a site or a register there is nothing to say."""
        register = tuple(departments)
        if self.site_file and register:
            self.problems += owed.check(*self.site_file, register)

    def forms(self) -> dict[str, Form]:
        """Forms and outlines by their ids."""
        found: dict[str, Form] = {}
        sources: dict[str, Source] = {}
        for name in ("outlines", "forms"):
            folder = self.content / name
            files = [folder / one for one in _names(folder) if one.endswith(".yml")]
            for file in files:
                if file.stem in found:
                    message = f"outlines/ 和 forms/ 里都有 {file.name}。请留下一个，或改名。"
                    self.complain(file, "name-collision", message)
                elif (source := self.source(file)) and (form := self._form(source)):
                    found[file.stem], sources[file.stem] = form, source
                if not SLUG_PATTERN.fullmatch(file.stem):
                    self.complain(file, "file-name", forms.id_complaint(file.stem))
            self.refuse_strays(folder, [file.name for file in files])
        self.problems += forms.twins(found, sources)
        return found

    def _form(self, source: Source) -> Form | None:
        plain, problems = plain_headings(source)
        self.problems += problems
        form = self.validated(plain, Form)
        if form:
            self.problems += forms.check(plain, form)
        return form

    def import_settings(
        self, departments: Iterable[Department], known_forms: Mapping[str, Form]
    ) -> ImportSettings:
        """`import.yml`, which need not be there."""
        file = self.content / "import.yml"
        if not os.path.lexists(file) or not (source := self.source(file)) or source.value is None:
            return ImportSettings()
        found = self.validated(source, ImportSettings)
        if found is None:
            return ImportSettings()
        names = register.by_every_name(departments)
        self.problems += import_settings.check(source, found, names, known_forms)
        return found

    def reports(self) -> Iterator[tuple[Path, ReportPath]]:
        """Every file that is to be read as a report, with what its path says."""
        root = self.content / "reports"
        for year in self._folders(root, re.compile("[0-9]{4}"), "四位数字的年度（如 2021）"):
            shape = "部门的标识（如 gonganju）"
            for folder in self._folders(year, SLUG_PATTERN, shape):
                names = [name for name in _names(folder) if not is_clutter(name)]
                slugs = {name[:-4] for name in names if name.endswith(".yml")}
                self.refuse_strays(folder, [f"{slug}.yml" for slug in slugs] + sorted(slugs))
                for slug in sorted(slugs):
                    file = folder / f"{slug}.yml"
                    self.report_count += 1
                    if self.is_readable(file):
                        yield file, ReportPath(year.name, folder.name, slug, folder / slug)

    def _folders(self, root: Path, pattern: re.Pattern[str], shape: str) -> list[Path]:
        """Subfolders of `root` whose names match `pattern`; all else is complained of."""
        if not root.is_dir():
            return []
        named = (root / name for name in _names(root) if pattern.fullmatch(name))
        good = [child for child in named if child.is_dir() and not child.is_symlink()]
        hint = f"此处只放文件夹，名称应为{shape}"
        self.refuse_strays(root, [child.name for child in good], hint)
        return good

    def pages(self) -> tuple[tuple[HandwrittenPage, ...], tuple[Path, ...]]:
        """The handwritten pages, and their pictures."""
        folder = self.content / "pages"
        every = [folder / name for name in _names(folder)]
        files = [file for file in every if file.suffix == ".md"]
        images = [file for file in every if file.suffix.lower() in IMAGE_TYPES]
        plain = [image for image in images if is_plain_file(image)]
        self.refuse_strays(folder, [file.name for file in (*files, *plain)])
        slugs = {file.stem for file in files}
        if "about" not in slugs:
            self.complain(folder / "about.md", "missing-file", "缺少文件 about.md。请写一页说明。")
        images_here = {image.name for image in plain}
        pages = []
        for file in filter(self.is_readable, files):
            path = file.as_posix()
            page, problems = read_page(file.read_bytes(), path, slugs, images_here)
            self.problems += problems
            if page:
                self.problems += gate.check_text(page.text, path, 0, self.rule_settings)
                pages.append(with_site_links(page))
        return tuple(pages), tuple(plain)

    def refuse_strays(self, folder: Path, expected: Iterable[str], hint: str = "") -> None:
        """Complain of names that pass for one another, of all that is not `expected`, of odd names.

        Nothing would read what is not expected; not every system takes an odd name.
        """
        known, below = set(expected), folder.relative_to(self.content).as_posix()
        names = [name for name in _names(folder) if not is_clutter(name)]
        for name, first in twins(names):
            self.complain(folder / name, "name-collision", twin_message(name, first))
        for name in names:
            child = folder / name
            if name not in known:
                reason = hint or (
                    "扩展名应为 .yml"
                    if child.suffix in (".yaml", ".YML")
                    else f"可用的是 {'、'.join(TOP_LEVEL)}"
                    if folder == self.content
                    else "它不属于任何报告"
                )
                message = f"{quote(name)}放在这里不会被读取：{reason}。请改名、移走或删去。"
                self.complain(child, "stray-file", message)
            elif complaint := name_complaint(name):
                self.complain(child, "file-name", f"{quote(name)}{complaint}")
            elif complaint := path_complaint(f"{below}/{name}"):
                self.complain(child, "file-name", complaint)


def settings_problems(file: Path, content: Path, today: date) -> list[Problem]:
    """What is wrong with `site.yml`, the register, `import.yml`, a form or an outline."""
    folder = Folder(content)
    folder.site()
    departments, known_forms = folder.departments(today), folder.forms()
    folder.check_owed(departments)
    folder.import_settings(departments, known_forms)
    return [one for one in folder.problems if one.path == file.as_posix()]


def _without_address(source: Source, site: Site) -> Iterator[Problem]:
    """A notice where the address is still to be filled in: citations lack their host."""
    if site.base_url is None and ("地址",) in source.key_positions:
        message = (
            "“地址”还空着：报告的引用里没有网站的主机名，没有网站地图（sitemap.xml），"
            "PDF 里的网址不能点开。有了正式网址就写上，如 https://www.example.gov.cn/；还没有的不用管。"
        )
        yield source.key_problem(("地址",), "site-address", message)._replace(level=Level.NOTICE)


def _names(folder: Path) -> list[str]:
    """Names in a folder; none where there is no such folder."""
    return names_in(folder) if folder.is_dir() else []


def is_plain_file(file: Path) -> bool:
    """Whether it is a file and no link, in one system call: there are ten thousands of them."""
    try:
        return stat.S_ISREG(os.lstat(file).st_mode)
    except (OSError, ValueError):
        return False
