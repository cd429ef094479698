"""Whatever changes, in whatever order: the site is the one that a build from nothing makes.

Changes of the content, of what is kept and of the site itself are drawn at random, a few before each
build. `make bench-changes` draws hundreds of them.
"""

import os
import random
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import emptied, run, tree
from tests.support import releases

pytestmark = pytest.mark.slow("builds twice after each change")

BUILDS = int(os.environ.get("JIXIAO_CHANGES", "3"))
SEED = int(os.environ.get("JIXIAO_SEED", "20261127"))
REPORTS = 25
WORDS = ("预算", "绩效", "农村", "道路", "改造", "满意", "公开", "提升", "资金", "行动")


class County:
    """A folder with content, cache and site, and what may happen to them."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.content = releases.content(folder, REPORTS)
        self.cache, self.site = folder / "cache", folder / "site"
        self._chance = chance
        self._kept: list[Path] = []

    def happen(self) -> str:
        """One thing, told by its name."""
        things = [name for name in vars(County) if name.startswith("change_")]
        thing = self._chance.choice(things)
        getattr(self, thing)()
        return thing

    def keep(self, folder: Path) -> None:
        """Put a copy of the content by, to which it may go back."""
        shutil.copytree(self.content, folder)
        self._kept.append(folder)

    def go_to(self, folder: Path) -> None:
        """Have the content of that folder in the place of what there is."""
        shutil.rmtree(self.content)
        shutil.copytree(folder, self.content)

    def change_text(self) -> None:
        file, lines, passage = self._passage()
        lines[passage] += f"{self._word()}。"
        file.write_text("\n".join(lines), "utf-8")

    def change_passages(self) -> None:
        """The same passage in two reports."""
        _, lines, passage = self._passage()
        file, others, other = self._passage()
        others[other] = lines[passage]
        file.write_text("\n".join(others), "utf-8")

    def change_figure(self) -> None:
        self._replace(r"^(  支出): .*", rf"\1: {self._chance.randint(1, 99)}.5")

    def change_grade(self) -> None:
        self._replace(r"^(  等级): .*", rf"\1: {self._chance.choice('优良中差')}")

    def change_status(self) -> None:
        self._replace("^状态: .*", f"状态: {self._chance.choice(['草稿', '公开'])}")

    def change_name(self) -> None:
        self._replace("^(项目名称: .*)", rf"\1{self._word()}")

    def change_to_withdrawn(self) -> None:
        note = f"状态: 撤回\n撤回: {{日期: '2024-01-02', 理由: {self._word()}}}"
        self._replace("^状态: 公开$", note)

    def change_by_removal(self) -> None:
        self._report().unlink()

    def change_by_another_year(self) -> None:
        file = self._report()
        year = self._chance.choice(["2019", "2021", "2023"])
        target = self.content / "reports" / year / file.parent.name / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = re.sub("^年度: .*", f"年度: {year}", file.read_text("utf-8"), flags=re.MULTILINE)
        target.write_text(text, "utf-8")

    def change_department(self) -> None:
        self._replace("^(  简称: .*)", rf"\1{self._word()}", self.content / "departments.yml")

    def change_department_name(self) -> None:
        """A reform: the old name becomes a former one, with its date or without."""
        file = self.content / "departments.yml"
        text = file.read_text("utf-8")
        name = self._chance.choice(re.findall("^- 名称: (.*)", text, re.MULTILINE))
        date = self._chance.choice(["", ", 停用日期: 2022", ", 停用日期: 2023-06-01"])
        head, rest = text.split(f"- 名称: {name}\n")
        rest = re.sub(
            r"  曾用名:(?: \[\])?\n", f"  曾用名:\n  - {{名称: {name}{date}}}\n", rest, count=1
        )
        file.write_text(f"{head}- 名称: {name}{self._word()}\n{rest}", "utf-8")

    def change_to_slug(self) -> None:
        file = self._report()
        self._replace("^部门: .*", f"部门: {file.parent.name}", file)

    def change_site(self) -> None:
        self._replace("^(名称: .*)", rf"\1{self._word()}", self.content / "site.yml")

    def change_bounds(self) -> None:
        bound = f"  良: '{self._chance.randint(70, 88)}'"
        self._replace("^  良: .*", bound, self.content / "site.yml")

    def change_page(self) -> None:
        releases.append(self._one_of(self.content, "pages/*.md"), f"\n{self._word()}。\n")

    def change_outline(self) -> None:
        self._replace("^(名称: .*)", rf"\1{self._word()}", self._one_of(self.content, "outlines/*"))

    def change_times(self) -> None:
        for file in self.content.rglob("*.yml"):
            os.utime(file, (self._chance.randint(10**9, 2 * 10**9),) * 2)

    def change_cache(self) -> None:
        """Files go, are cut short by a power failure, are edited."""
        for _ in range(20):
            file = self._one_of(self.cache, "**/*.*")
            match self._chance.choice(["gone", "empty", "longer"]):
                case "gone":
                    file.unlink()
                case "empty":
                    emptied(file)
                case _:
                    file.write_bytes(file.read_bytes() + b"x")

    def change_built(self) -> None:
        """Somebody edits the site, in its place: what is kept shares the file."""
        for pattern in ("reports/**/*.html", "search/data/*/*.json"):
            with self._one_of(self.site, pattern).open("ab") as file:
                file.write(b"x")

    def change_back(self) -> None:
        if self._kept:
            self.go_to(self._chance.choice(self._kept))

    def _report(self) -> Path:
        return self._one_of(self.content, "reports/*/*/*.yml")

    def _one_of(self, folder: Path, pattern: str) -> Path:
        return self._chance.choice(sorted(one for one in folder.glob(pattern) if one.is_file()))

    def _passage(self) -> tuple[Path, list[str], int]:
        """A report, its lines, and which of them is a passage of its text."""
        while True:
            file = self._report()
            lines = file.read_text("utf-8").split("\n")
            if passages := [n for n, line in enumerate(lines) if line.startswith("      ")]:
                return file, lines, self._chance.choice(passages)

    def _replace(self, pattern: str, by: str, file: Path | None = None) -> None:
        file = file or self._report()
        text = re.sub(pattern, by, file.read_text("utf-8"), count=1, flags=re.MULTILINE)
        file.write_text(text, "utf-8")

    def _word(self) -> str:
        return "".join(self._chance.choices(WORDS, k=3))


def state(site: Path) -> tuple[dict[str, bytes], set[Path]]:
    """Its files and its folders."""
    return tree(site), {one.relative_to(site) for one in site.rglob("*") if one.is_dir()}


def test_whatever_changes_the_site_is_that_of_a_build_from_nothing(tmp_path: Path) -> None:
    county = County(tmp_path, random.Random(SEED))
    clean = tmp_path / "clean"

    def build(site: Path, *options: str) -> int:
        command = ("jixiao", "build", "--content", county.content, "--site", site)
        done = run(*command, *options, JIXIAO_CACHE=str(county.cache))
        assert "Traceback" not in done.stderr
        return done.returncode

    assert build(county.site) == 0
    for number in range(BUILDS):
        county.keep(tmp_path / f"kept-{number}")
        before = state(county.site)
        happened = [county.happen() for _ in range(3)]
        if build(county.site):  # the content has errors now
            if not {"change_built", "change_cache"} & {*happened}:  # they share files
                assert state(county.site) == before, happened
            county.go_to(tmp_path / f"kept-{number}")
            assert build(county.site) == 0, happened
        assert build(clean, "--no-cache") == 0
        assert state(county.site) == state(clean), f"{SEED}: {number}: {happened}"
