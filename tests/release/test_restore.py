"""docs/restore.md, followed as it is written: its commands in order, on a real sshd and nginx.

What is done as root on machines of the office is in `test_administration.py`.
"""

import getpass
import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import BIN, ROOT, TODAY
from tests.support import papers, releases
from tests.support.nginx import serving_target
from tests.support.sshd import Server, sshd

pytestmark = pytest.mark.slow("follows the paper on restoring, deploys and all")

Once = Callable[[str, Callable[[Path], None]], Path]
PAGE = (ROOT / "docs/restore.md").read_text(encoding="utf-8")
TOMORROW = str(int(TODAY) + 86_400)


def blocks(section: str) -> list[str]:
    """The commands of a section, block by block."""
    text = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    found = re.findall(r"(?:^    .+\n)+", text, re.MULTILINE)
    assert found, section
    return [re.sub("^    ", "", block, flags=re.MULTILINE) for block in found]


def line(paper: str, start: str) -> str:
    """The one line of a paper's marked blocks that starts so."""
    found = {
        one
        for block in papers.blocks(ROOT / "docs" / paper)
        for one in block.script.splitlines()
        if one.startswith(start)
    }
    assert len(found) == 1, found
    return found.pop()


# The site's folder, as the daily backup packs it and as it is put back.
PACK = line("administration.md", "flock ").replace("$to", "/backup")
UNPACK = f"cd /backup/\n{line('restore.md', 'tar -C /srv')}\ncd -\n"


@dataclass
class Office:
    """A server that serves, the repository with a clone, a place for backups."""

    folder: Path
    ssh: Server

    @property
    def target(self) -> Path:
        return self.folder / "srv/jixiao"

    @property
    def clone(self) -> Path:
        return self.folder / "clone"

    def run(self, commands: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run commands of the page, at this office's places."""
        told = (
            commands.replace("jixiao@web.example:", f"{getpass.getuser()}@127.0.0.1:")
            .replace("/srv", f"{self.folder}/srv")
            .replace("/backup/", f"{self.folder}/backup/")
        )
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "JIXIAO_"))}
        return subprocess.run(
            ["sh", "-ec", told], cwd=self.clone, text=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=clean | {"PATH": f"{BIN}:{os.environ['PATH']}", "SOURCE_DATE_EPOCH": TODAY,
                         "JIXIAO_SSH": self.ssh.ssh()} | environment,
        )  # fmt: skip

    def done(self, commands: str, **environment: str) -> str:
        """Run commands that must all go well; what they said."""
        told = self.run(commands, **environment)
        assert told.returncode == 0, told.stdout
        return told.stdout

    def publish_correction(self, note: str) -> None:
        file = releases.standing(self.clone / "content")
        text = file.read_text(encoding="utf-8").partition("更正:")[0]
        file.write_text(f"{text}更正:\n  - {{日期: 2026-11-24, 说明: {note}}}\n", encoding="utf-8")
        self.done(
            "jixiao build\njixiao release --since /srv/jixiao\njixiao deploy /srv/jixiao\n"
            f"{blocks('公开记录记在哪里')[1]}",
            SOURCE_DATE_EPOCH=TOMORROW,
        )

    def is_well(self, *words: str) -> None:
        """What stands is served by nginx, and the next publication goes on from it."""
        with serving_target(self.target) as address:
            for path, word in zip(("", "about/record/"), ("绩效", words[0]), strict=True):
                with urllib.request.urlopen(f"{address}{path}") as answer:
                    assert word in answer.read().decode()
        said = self.done(
            "jixiao build\njixiao release --since /srv/jixiao", SOURCE_DATE_EPOCH=TOMORROW
        )
        assert "公开记录新增 0 条" in said


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with sshd(tmp_path_factory.mktemp("sshd")) as started:
        yield started


@pytest.fixture
def office(tmp_path: Path, once: Once, server: Server) -> Office:
    """An office that has published twice; its backup and its last site are of the first time."""

    def fill(folder: Path) -> None:
        releases.build(releases.content(folder))

    made = once("restorable", fill)
    found = Office(tmp_path, server)
    shutil.copytree(made / "content", found.clone / "content")
    shutil.copy(ROOT / "mkdocs.yml", found.clone)
    shutil.copytree(ROOT / "overrides", found.clone / "overrides")
    (tmp_path / "backup").mkdir()
    (tmp_path / "srv").mkdir()
    found.done(
        "git init -q -b main\ngit config user.name tester\ngit config user.email a@example.org\n"
        "git init -q --bare ../repo.git\ngit remote add origin ../repo.git\n"
        "echo site >.gitignore\necho build >>.gitignore\n"
        "git add -A\ngit commit -qm one\ngit push -q origin main\n"
        "jixiao build\njixiao release --first\njixiao deploy /srv/jixiao\n"
        "jixiao checkpoint /srv/jixiao\ngit push -q origin jixiao-record"
    )
    found.done(PACK)
    found.done(*blocks("平时备份"))
    return found


def test_the_checkpoint_is_shown(office: Office) -> None:
    said = office.done(blocks("公开记录记在哪里")[0])
    assert f'"公开到": "{office.target}"' in said
    assert '"条数": ' in said


def test_a_backup_is_restored(office: Office) -> None:
    shutil.rmtree(office.target)
    said = office.run("jixiao check --since /srv/jixiao").stdout
    assert "应有：" in said
    assert "现有：没有" in said
    said = office.done(f"{UNPACK}{blocks('从备份恢复')[0]}")
    assert "全部一致" in said
    assert "← 正在服务" in said
    office.is_well("公开")


def test_a_backup_that_is_old_is_told(office: Office) -> None:
    office.publish_correction("补正")
    shutil.rmtree(office.target)
    done = office.run(f"{UNPACK}{blocks('从备份恢复')[0]}")
    assert done.returncode == 1
    assert "公开记录不是上次公开的那一份" in done.stdout
    # so is the last site that was kept with it, and a place of the same age is refused
    shutil.rmtree(office.target)
    done = office.run("jixiao deploy /srv/jixiao --restore --site /backup/last-site")
    assert done.returncode == 1
    assert "公开记录不是上次公开的那一份" in done.stdout
    assert not office.target.exists()
    # the last site is newer
    shutil.rmtree(office.folder / "backup/last-site")
    shutil.copytree(office.clone / "site", office.folder / "backup/last-site")
    office.done(blocks("没有备份：从最后的网站恢复")[0], SOURCE_DATE_EPOCH=TOMORROW)
    office.is_well("更正")


def test_the_last_site_is_enough_over_ssh(office: Office) -> None:
    shutil.rmtree(office.target)
    shutil.copy(office.ssh.folder / "client.pub", office.ssh.folder / "authorized")
    here, there, repository = blocks("没有备份：从最后的网站恢复")
    assert here.replace("/srv/jixiao", "jixiao@web.example:/srv/jixiao").splitlines()[2:] == (
        there.splitlines()
    )
    said = office.done(there)
    done = office.run(there)
    assert done.returncode == 1
    assert "不用恢复" in done.stdout
    assert said.count("全部一致") == 1
    office.is_well("公开")
    shutil.rmtree(office.folder / "repo.git")
    office.done(f"git init -q --bare ../repo.git\n{repository}")
    assert "checkpoint.json" in office.done("git ls-tree --name-only origin/jixiao-record")


def test_where_nothing_is_found_a_person_begins_anew(office: Office) -> None:
    shutil.rmtree(office.target)
    done = office.run("jixiao build\njixiao release --first")
    assert done.returncode == 1
    assert "公开记录不能从头再来" in done.stdout
    by_push, in_the_bare_one = blocks("都找不回来")
    office.done(f"{by_push}git fetch --prune\ngit branch -D jixiao-record")
    office.done("jixiao release --first\njixiao deploy /srv/jixiao\njixiao checkpoint /srv/jixiao")
    office.done("git push -q origin jixiao-record")
    office.done(f"cd ../repo.git\n{in_the_bare_one}")
