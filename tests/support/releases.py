"""Small sites in several versions, to release and deploy in tests."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from generator.site.build_info import write_sums
from tests.conftest import ROOT, run

REPORTS = 12  # of a site where nobody asks for more
Once = Callable[[str, Callable[[Path], None]], Path]
FIGURE = re.compile(r"^  支出: (\S+)$", re.MULTILINE)


def content(folder: Path, reports: int = REPORTS) -> Path:
    """Made-up content of so many reports, without PDF; its folder."""
    made = folder / "content"
    done = run("jixiao", "demo", "--reports", str(reports), "--out", made)
    assert done.returncode == 0, done.stderr
    append(made / "site.yml", "生成PDF: 否\n")
    return made


def append(file: Path, text: str) -> None:
    """More text at the end of a file."""
    file.write_text(file.read_text(encoding="utf-8").rstrip() + "\n" + text, encoding="utf-8")


def change(file: Path, old: str, new: str) -> None:
    """Replace text that must be there once in a file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {file}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def change_built(file: Path, old: str, new: str) -> None:
    """Replace text in a file of a built site, as if another build had made it so."""
    change(file, old, new)
    as_built(next(one for one in file.parents if (one / "release").is_dir()))


def as_built(site: Path) -> None:
    """Have the list of what the build made name what is there now."""
    for name in ("SHA256SUMS", "SHA256SUMS.sig", "manifest.json", "publications.jsonl"):
        for suffix in ("", ".gz"):
            (site / f"release/{name}{suffix}").unlink(missing_ok=True)
    write_sums(site, {})


def standing(made: Path) -> Path:
    """The file of a published report that states what was spent."""
    files = sorted((made / "reports").rglob("*.yml"))
    return next(f for f in files if "状态: 公开" in f.read_text("utf-8")
                and FIGURE.search(f.read_text("utf-8")))  # fmt: skip


def address(made: Path, file: Path) -> str:
    """The permalink of a report's file."""
    return f"{file.relative_to(made).with_suffix('')}/"


def build(made: Path, **environment: str) -> Path:
    """Build the content beside it; the site's folder."""
    site = made.parent / "site"
    done = run("jixiao", "build", "--content", made, "--site", site, cwd=ROOT, **environment)
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr
    return site


def release(
    site: Path, *options: str | Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`jixiao release` of a site."""
    made = site.parent / "content"
    return run(
        "jixiao", "release", "--site", site, "--content", made, *options, cwd=ROOT, **environment
    )


def deploy(
    site: Path, target: str | Path, *options: str | Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`jixiao deploy` of a site."""
    return run("jixiao", "deploy", target, "--site", site, *options, cwd=ROOT, **environment)


def publish(site: Path, target: str | Path, *options: str | Path, **environment: str) -> str:
    """Release and deploy, which must go well; what deploy printed."""
    begun = Path(str(target).rpartition(":")[2], "current").exists()
    since = ("--since", target) if begun else ("--first",)
    done = release(site, *since, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    done = deploy(site, target, *options, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def copy(folder: Path, to: Path) -> Path:
    """A folder of its own with everything of another."""
    shutil.copytree(folder, to)
    return to


def copy_links(folder: Path, to: Path) -> Path:
    """The same, links as they are, as in what was deployed."""
    shutil.copytree(folder, to, symlinks=True)
    return to


def two_sites(once: Once) -> tuple[Path, Path]:
    """Folders `content` and `site` twice: the second says more in one report and on one page."""

    def first(folder: Path) -> None:
        build(content(folder))

    def second(folder: Path) -> None:
        made = copy(one / "content", folder / "content")
        file = standing(made)
        append(made / "pages/about.md", "\n\n又写了一句。\n")
        append(file, "数据说明:\n  - 后来补写的话\n")
        build(made)

    one = once("release-one", first)
    return one, once("release-two", second)
