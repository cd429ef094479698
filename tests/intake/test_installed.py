"""The program from its wheel alone: an environment of its own, an empty folder, no checkout."""

import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import BIN, TODAY, tree
from tests.support.nginx import free_port
from tests.support.posted_form import PostedForm
from tests.support.project import copy_project
from tests.support.sshd import sshd

pytestmark = [
    pytest.mark.slow("builds two wheels and installs them"),
    pytest.mark.timeout(900),
]
REPORT = "reports/2024/gonganju/shipin-yunwei"


class Office:
    """Who has nothing but a wheel. Other packages are at hand, as if pip had fetched them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._at_hand = folder / "at-hand"
        self._at_hand.mkdir()
        for one in Path(sysconfig.get_path("purelib")).iterdir():
            if not one.name.lower().startswith(("jixiao", "__editable__", "_virtualenv")):
                (self._at_hand / one.name).symlink_to(one)
        self.environment(folder / "env")

    def environment(self, place: Path) -> None:
        """An empty virtual environment; its pip finds what is at hand installed already."""
        self.run(sys.executable, "-m", "venv", "--without-pip", place)
        (library,) = (place / "lib").glob("python*/site-packages")
        (library / "at-hand.pth").write_text(f"{self._at_hand}\n", "utf-8")
        pip = place / "bin/pip"
        pip.write_text(f'#!/bin/sh\nexec "{place}/bin/python" -m pip "$@"\n', "utf-8")
        pip.chmod(0o755)

    def wheel(self, version: str) -> Path:
        """The wheel of the project, as a later version where another is said."""
        project = self.folder / f"project-{version}"
        copy_project(project, "tests")
        first = project / "generator/__init__.py"
        first.write_text(
            re.sub('__version__ = "[^"]+"', f'__version__ = "{version}"', first.read_text())
        )
        manual = project / "docs/git.md"
        manual.write_text(f"{manual.read_text('utf-8')}\n第 {version} 版的办法。\n", "utf-8")
        self.run(
            BIN / "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--use-pep517",
            "--wheel-dir", self.folder / "wheels", project,
        )  # fmt: skip
        return self.folder / f"wheels/jixiao-{version}-py3-none-any.whl"

    def run(self, *command: str | Path, cwd: Path | None = None, **environment: str) -> str:
        """What a command says that must succeed; nothing of this checkout is in its way."""
        done = subprocess.run(
            [os.fspath(part) for part in command], cwd=cwd or self.folder, text=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=self.variables() | environment,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        return done.stdout

    def variables(self) -> dict[str, str]:
        others = {
            k: v for k, v in os.environ.items() if not k.startswith(("JIXIAO", "PYTHON", "MAKE"))
        }
        return others | {
            "SOURCE_DATE_EPOCH": TODAY, "PIP_NO_INDEX": "1", "PIP_NO_CACHE_DIR": "1",
            "PYTHONWARNINGS": "ignore", "HOME": str(self.folder),
        }  # fmt: skip

    @contextmanager
    def served(self, county: Path) -> Iterator[str]:
        """The address that opens the desk, which has read everything."""
        address = f"127.0.0.1:{free_port()}"
        with subprocess.Popen(
            [self.folder / "env/bin/jixiao", "serve", "--address", address],
            cwd=county, env=self.variables(), stderr=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            assert process.stderr
            said = ""
            while "读了 1 份报告" not in said:
                line = process.stderr.readline()
                assert line, said
                said += line
            found = re.search("工作台：(.*)（", said)
            assert found, said
            yield found[1]
            process.terminate()


def test_from_an_empty_folder_to_a_later_version(tmp_path: Path) -> None:
    office = Office(tmp_path)
    wheel = office.wheel("1.0.0")
    office.run("env/bin/pip", "install", "--quiet", "--no-deps", wheel)
    jixiao, county = tmp_path / "env/bin/jixiao", tmp_path / "示例县绩效"
    begins(office, jixiao, county)
    publishes(office, jixiao, county)
    uses_the_rest(office, jixiao, county)
    pushes(office, county)
    follows(office, county)


def begins(office: Office, jixiao: Path, county: Path) -> None:
    """Init, new, check, build, serve."""
    office.run(
        jixiao, "init", county.name, "--county", "示例县", "--organiser", "示例县人民政府",
        "--address", "", "--department", "示例县公安局", "--forge", "gitlab",
    )  # fmt: skip
    assert (county / "wheels/jixiao-1.0.0-py3-none-any.whl").is_file()
    assert (county / "docs/images/desk-start.png").is_file()
    office.run(
        jixiao, "new", "--department", "公安局", "--year", "2024", "--name", "视频会议运行维护经费",
        "--slug", "shipin-yunwei", "--form", "xiangmu-ziping", cwd=county,
    )  # fmt: skip
    report = county / f"content/{REPORT}.yml"
    text = report.read_text("utf-8").replace("状态: 草稿", "状态: 公开")
    report.write_text(re.sub("(?m)^公开日期:", "公开日期: 2026-06-01", text), "utf-8")
    assert "检查了 1 份报告" in office.run(jixiao, "check", cwd=county)
    office.run(jixiao, "build", cwd=county)
    page = (county / f"site/{REPORT}/index.html").read_text("utf-8")
    assert "视频会议运行维护经费" in page
    assert "jx-footer" in page
    assert list((county / "site/assets").glob("search-*/search-page.js"))
    with office.served(county) as address:
        desk = PostedForm(address)
        assert "视频会议运行维护经费" in desk.page(f"{REPORT}/").soup.get_text()
        form = desk.get(f"edit/{REPORT}.yml").values()
        assert form['["项目名称"]'] == "视频会议运行维护经费"
        assert desk.get("static/desk.css").status == desk.get("manual/manual.md").status == 200


def publishes(office: Office, jixiao: Path, county: Path) -> None:
    """Release, deploy, verify; nothing is written where the program is installed."""
    target = office.folder / "srv"
    assert "公开：示例县公安局" in office.run(jixiao, "release", "--first", cwd=county)
    assert "发布了 0001" in office.run(jixiao, "deploy", target, cwd=county)
    assert "全部一致" in office.run(jixiao, "verify", target, cwd=county)
    assert (target / f"current/{REPORT}/index.html").is_file()
    keys = office.folder / "sshd"
    keys.mkdir()
    with sshd(keys) as server:
        far = office.folder / "far"
        remote = f"{server.host}:{far}"
        connection = {"JIXIAO_SSH": server.ssh()}
        assert "发布了 0001" in office.run(jixiao, "deploy", remote, cwd=county, **connection)
    assert tree(far / "current/") == tree(target / "current/")
    (package,) = (office.folder / "env/lib").glob("python*/site-packages/generator")
    written = [one for one in package.rglob("*") if one.is_file() and one.suffix != ".pyc"]
    record = (package.parent / "jixiao-1.0.0.dist-info/RECORD").read_text("utf-8")
    assert [
        one for one in written if f"\n{one.relative_to(package.parent)}," not in f"\n{record}"
    ] == []


def uses_the_rest(office: Office, jixiao: Path, county: Path) -> None:
    """Demo, generate, schema, rules, and a build where there is no configuration at all."""
    office.run(jixiao, "demo", "--reports", "3", "--out", "build/demo/content", cwd=county)
    built = office.folder / "other"
    (built / "content").parent.mkdir()
    (county / "build/demo/content").rename(built / "content")
    office.run(jixiao, "build", cwd=built)
    assert (built / "build/cache/pages").is_dir()
    office.run(jixiao, "generate", "build/markdown", cwd=county)
    assert (county / "build/markdown/index.md").is_file()
    assert "实施单位" in office.run(jixiao, "schema", cwd=county)
    assert "spent-over-received" in office.run(jixiao, "rules", cwd=county)


def pushes(office: Office, county: Path) -> None:
    """The hooks of its own server check and build with the program that the push is pinned to."""
    bare = office.folder / "repo.git"
    office.run("git", "init", "--quiet", "--bare", "--initial-branch=main", bare)
    for hook in ("pre-receive", "post-receive"):
        (bare / "hooks" / hook).symlink_to(county / "deploy/hooks" / hook)
    office.run("git", "-C", bare, "config", "jixiao.target", office.folder / "elsewhere")
    (office.folder / "work").mkdir()
    for name in ("venv", "check-venv"):
        office.environment(office.folder / "work" / name)
    said = office.run("git", "push", bare, "main", cwd=county)
    assert "收下了这次推送" in said
    assert "还没有第一次公开过的" in said


def follows(office: Office, county: Path) -> None:
    """A new version: the package, one line, `make site`, `jixiao upgrade`."""
    before = (county / "requirements.txt").read_text("utf-8").splitlines()
    office.run(
        office.folder / "env/bin/jixiao", "upgrade", "--wheel", office.wheel("1.1.0"), cwd=county
    )
    after = (county / "requirements.txt").read_text("utf-8").splitlines()
    assert after[:-1] == before[:-1]
    assert after[-1].startswith("jixiao==1.1.0 --hash=sha256:")
    office.environment(county / ".venv")
    office.run("make", "--silent", "site", cwd=county)
    jixiao = county / ".venv/bin/jixiao"
    assert office.run(jixiao, "--version") == "jixiao 1.1.0\n"
    said = office.run(jixiao, "upgrade", cwd=county)
    assert "  docs/git.md\n" in said
    assert "第 1.1.0 版的办法" in (county / "docs/git.md").read_text("utf-8")
    assert "没有要改的" in office.run(jixiao, "upgrade", cwd=county)
    assert "检查了 1 份报告" in office.run("deploy/publish", "check", cwd=county)
    broken = (county / "requirements.txt").read_text("utf-8")
    (county / "requirements.txt").write_text(broken[:-9] + "00000000\n", "utf-8")
    done = subprocess.run(
        ["make", "--silent", "site"], cwd=county, text=True, check=False, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, env=office.variables(),
    )  # fmt: skip
    assert done.returncode != 0
    assert "要与 wheels/ 里的安装包相同" in done.stdout
