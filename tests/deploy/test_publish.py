"""`deploy/publish` and the git hooks, run as a CI server and as a person who pushes run them."""

import compileall
import fcntl
import http.server
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode

import pytest

from tests.conftest import ROOT, TODAY, tree
from tests.support.project import copy_project
from tests.support.sshd import sshd

pytestmark = pytest.mark.slow("pushes to a repository whose hook builds and deploys")

DAY = 86_400
KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----\n"
HOST = "web.example ssh-ed25519 AAAA\n"
Once = Callable[[str, Callable[[Path], None]], Path]

# ---------------------------------------------------------------- the script, step by step

MAKEFILE = "site $(VENV)/site-ready:\n\t@./record make $@\n"
# Notes how it was called and what it can see of keys; stops where it is told to.
RECORD = """#!/bin/sh
echo "$*" >>calls
env | grep -E '^(JIXIAO|GIT)_' >>environment
set -- $* $JIXIAO_SSH
while [ $# -gt 0 ]; do
  case $1 in
    -i | --key) cp "$2" "seen-${2##*/}" && stat -c '%a %n' "$2" >>modes && dirname "$2" >>secrets ;;
    UserKnownHostsFile=*) cp "${1#*=}" seen-known_hosts ;;
  esac
  shift
done
echo "说了什么"
[ "$(tail -n 1 calls | cut -d ' ' -f 1-2)" != "$WAIT" ] || read -r _ <gate
[ "$(tail -n 1 calls | cut -d ' ' -f 1-2)" != "$STOP" ]
"""


@dataclass
class Project:
    """A project whose make and jixiao note what they were asked to do."""

    folder: Path

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        clean = {
            k: v for k, v in os.environ.items() if not k.startswith(("JIXIAO_", "MAKE", "MFLAGS"))
        }
        temporary = self.folder / "tmp"
        temporary.mkdir(exist_ok=True)
        return subprocess.Popen(
            [self.folder / "deploy/publish", *arguments],
            env=clean | {"WAIT": "", "STOP": "", "TMPDIR": str(temporary)} | environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            stdin=subprocess.DEVNULL, cwd="/", start_new_session=True,
        )  # fmt: skip

    def publish(self, *arguments: str, **environment: str) -> tuple[int, str]:
        started = self.start(*arguments, **environment)
        said, _ = started.communicate()
        return started.returncode, said

    def read(self, name: str) -> str:
        file = self.folder / name
        return file.read_bytes().decode() if file.exists() else ""

    def calls(self) -> list[str]:
        return self.read("calls").splitlines()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "project"
    (folder / "deploy").mkdir(parents=True)
    shutil.copy(ROOT / "deploy/publish", folder / "deploy/publish")
    (folder / "Makefile").write_text(MAKEFILE, encoding="utf-8")
    jixiao = folder / ".venv/bin/jixiao"
    jixiao.parent.mkdir(parents=True)
    jixiao.write_text('#!/bin/sh\nexec ./record jixiao "$@"\n', encoding="utf-8")
    (folder / "record").write_text(RECORD, encoding="utf-8")
    for program in (jixiao, folder / "record"):
        program.chmod(0o755)
    return Project(folder)


READY = "make .venv/site-ready"


def test_publishing_checks_builds_releases_and_deploys(project: Project) -> None:
    code, said = project.publish(JIXIAO_TARGET="/srv/jixiao")
    assert code == 0, said
    assert project.calls() == [
        READY,
        "make site",
        "jixiao release --since /srv/jixiao",
        "jixiao deploy /srv/jixiao",
    ]
    assert [line for line in said.splitlines() if line.startswith("——")] == [
        "—— 准备程序",
        "—— 检查并生成网站",
        "—— 核对公开记录的留底",
        "—— 登记这一次的网站",
        "—— 公开",
    ]


@pytest.mark.parametrize(
    ("stop", "name"),
    [
        (READY, "准备程序"),
        ("make site", "检查并生成网站"),
        ("jixiao release", "登记这一次的网站"),
        ("jixiao deploy", "公开"),
    ],
)
def test_publishing_ends_at_the_first_step_that_fails(
    project: Project, stop: str, name: str
) -> None:
    code, said = project.publish(JIXIAO_TARGET="/srv/jixiao", STOP=stop)
    assert code == 1
    assert project.calls()[-1].startswith(stop)
    assert f"停在这一步：{name}。原因见上。" in said
    assert ("没有公开，网站仍是上一次的样子。" in said) == (stop != "jixiao deploy")


def test_other_actions(project: Project) -> None:
    target = {"JIXIAO_TARGET": "a@web:/srv/jixiao", "JIXIAO_URL": "http://web.example/"}
    target["JIXIAO_KEEP"] = "1"
    for arguments, last in (
        (("check",), "jixiao check --format text"),
        (("check", "github"), "jixiao check --format github"),
        (("build",), "make site"),
        (("diff",), "jixiao diff --format markdown --out build/diff/diff.md"),
        (("diff", "main"), "jixiao diff main --format markdown --out build/diff/diff.md"),
        (("rollback",), "jixiao rollback a@web:/srv/jixiao --url http://web.example/"),
        (("rollback", ""), "jixiao rollback a@web:/srv/jixiao --url http://web.example/"),
        (("rollback", "7"), "jixiao rollback a@web:/srv/jixiao --to 7 --url http://web.example/"),
        (
            ("rollback", "--without-withdrawn"),
            "jixiao rollback a@web:/srv/jixiao --url http://web.example/ --without-withdrawn",
        ),
        (
            ("rollback", "7", "--without-withdrawn"),
            "jixiao rollback a@web:/srv/jixiao --to 7 --url http://web.example/ --without-withdrawn",
        ),
        ((), "jixiao deploy a@web:/srv/jixiao --url http://web.example/ --keep 1"),
    ):
        code, said = project.publish(*arguments, **target)
        assert (code, project.calls()[-1]) == (0, last), said


def test_a_check_goes_to_the_screen_and_to_a_file(project: Project) -> None:
    code, said = project.publish("check", "junit", "build/a/b.xml")
    assert code == 0
    assert project.calls() == [READY, "jixiao check --format junit", "jixiao check"]
    assert project.read("build/a/b.xml") == "说了什么\n"
    assert said.count("说了什么") == 2  # of make and of the second check
    assert project.publish("check", "junit", "b.xml", STOP="jixiao check")[0] == 1
    (project.folder / ".venv/bin/jixiao").write_text("#!/bin/sh\necho 没有这种形式 >&2\nexit 2\n")
    code, said = project.publish("check", "xml", "c.xml")
    assert code == 2
    assert "没有这种形式" in said


def test_what_would_become_public_is_told_where_the_forge_shows_it(project: Project) -> None:
    """In GitHub's summary, and below the merge request where a token is given."""
    made = project.folder / "build/diff/diff.md"
    made.parent.mkdir(parents=True)
    made.write_text("“新公开”：1 份\n", "utf-8")
    (project.folder / ".venv/bin/python").symlink_to(sys.executable)
    got: list[tuple[str | None, str]] = []

    class Forge(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            got.append((self.headers["Authorization"], data["body"]))
            self.send_response(201)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Forge) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        summary = project.folder / "summary"
        code, said = project.publish(
            "diff", GITHUB_STEP_SUMMARY=str(summary), JIXIAO_COMMENT_TOKEN="jiguan",
            JIXIAO_COMMENT_URL=f"http://127.0.0.1:{server.server_address[1]}/notes",
        )  # fmt: skip
        server.shutdown()
    assert code == 0, said
    assert got == [("Bearer jiguan", made.read_text("utf-8"))]
    assert summary.read_text("utf-8") == made.read_text("utf-8")
    assert "jiguan" not in project.read("environment") + said


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("fabu",), ("build", "x"), ("publish", "x"), ("rollback", "1", "2"), ("rollback", "--force"),
     ("rollback", "--without-withdrawn", "1", "2"),
     ("check", "a", "b", "c"), ("",)],
)  # fmt: skip
def test_wrong_use_is_explained(project: Project, arguments: tuple[str, ...]) -> None:
    code, said = project.publish(*arguments, JIXIAO_TARGET="/srv/jixiao")
    assert code == 2
    assert said.startswith("用法：\n  deploy/publish ")
    assert project.calls() == []


@pytest.mark.parametrize("arguments", [(), ("rollback",)])
def test_without_a_target_nothing_starts(project: Project, arguments: tuple[str, ...]) -> None:
    code, said = project.publish(*arguments)
    assert code == 2
    assert "没有设 JIXIAO_TARGET" in said
    assert project.calls() == []


def secrets(folder: Path, *, as_files: bool) -> dict[str, str]:
    """Keys as CI servers hand them over: pasted with CRLF and without a last line end, or files."""
    texts = {
        "JIXIAO_DEPLOY_KEY": KEY.replace("\n", "\r\n").strip(),
        "JIXIAO_KNOWN_HOSTS": HOST.strip(),
        "JIXIAO_SIGNING_KEY": KEY.replace("c2VjcmV0", "c2lnbg").strip(),
    }
    if as_files:
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
            (folder / name).chmod(0o644)
        texts = {name: str(folder / name) for name in texts}
    return texts


@pytest.mark.parametrize("as_files", [False, True])
def test_keys_are_files_for_a_moment_that_none_else_can_read(
    project: Project, tmp_path: Path, as_files: bool
) -> None:
    code, said = project.publish(JIXIAO_TARGET="a@web:/srv", **secrets(tmp_path, as_files=as_files))
    assert code == 0, said
    assert project.read("seen-deploy_key") == KEY
    assert project.read("seen-signing_key") == KEY.replace("c2VjcmV0", "c2lnbg")
    assert project.read("seen-known_hosts") == HOST
    modes = project.read("modes").splitlines()
    assert {mode.split()[0] for mode in modes} == {"600"}
    assert {mode.rpartition("/")[2] for mode in modes} == {"deploy_key", "signing_key"}
    assert list((project.folder / "tmp").iterdir()) == []
    for secret in ("c2VjcmV0", "c2lnbg", "AAAA"):
        assert secret not in said
        assert secret not in project.read("environment")
        assert secret not in project.read("calls")
    ssh = project.read("environment").partition("JIXIAO_SSH=ssh -i ")[2].splitlines()[0]
    assert "StrictHostKeyChecking=yes" in ssh
    assert "BatchMode=yes" in ssh


def test_what_builds_the_site_is_handed_no_key(project: Project, tmp_path: Path) -> None:
    code, _ = project.publish(
        JIXIAO_TARGET="a@web:/srv", STOP="make site", **secrets(tmp_path, as_files=True)
    )
    assert code == 1
    assert project.read("environment").count("JIXIAO_TARGET=") == 2
    for name in ("KEY", "HOSTS", "SSH"):
        assert f"_{name}=" not in project.read("environment")


def test_a_stopped_job_leaves_no_key(project: Project, tmp_path: Path) -> None:
    gate = project.folder / "gate"
    os.mkfifo(gate)
    keys = secrets(tmp_path, as_files=False)
    started = project.start(JIXIAO_TARGET="a@web:/srv", WAIT="jixiao deploy", **keys)
    with gate.open("w"):  # opens when the other end does: the keys are there now
        (kept,) = set(project.read("secrets").split())
        assert (Path(kept) / "deploy_key").exists()
        os.killpg(started.pid, signal.SIGTERM)
        started.communicate()
    assert started.returncode != 0
    assert list((project.folder / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"JIXIAO_KNOWN_HOSTS": ""}, "有 JIXIAO_DEPLOY_KEY 就要有 JIXIAO_KNOWN_HOSTS"),
        ({"JIXIAO_DEPLOY_KEY": "/meiyou/key"}, "JIXIAO_DEPLOY_KEY 指的文件不存在"),
        ({"JIXIAO_SIGNING_KEY": "/meiyou/key"}, "JIXIAO_SIGNING_KEY 指的文件不存在"),
    ],
)
def test_a_missing_key_stops_before_anything_is_published(
    project: Project, tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    keys = secrets(tmp_path, as_files=False) | changes
    code, said = project.publish(JIXIAO_TARGET="a@web:/srv", **keys)
    assert code == 2
    assert message in said
    assert project.calls()[-1] == "make site"
    assert list((project.folder / "tmp").iterdir()) == []


# ---------------------------------------------------------------- hooks of a bare repository

REPORT = "content/reports/2021/gonganju/shili.yml"


def report_text(title: str, **changes: str) -> str:
    values = {"项目名称": "示例项目", "部门": "示例县公安局", "年度": "2021", "评价类型": "单位自评",
              "状态": "公开", "公开日期": "2022-06-01"} | changes | {"标题": title}  # fmt: skip
    return "".join(f"{key}: {value}\n" for key, value in values.items())


@dataclass
class Server:
    """A bare repository with hooks, the clone of a person who pushes, and where the site goes."""

    folder: Path
    environment: dict[str, str]

    @property
    def clone(self) -> Path:
        return self.folder / "clone"

    @property
    def repository(self) -> Path:
        return self.folder / "repo.git"

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def git(self, *arguments: str | Path, cwd: Path | None = None) -> str:
        done = subprocess.run(
            ["git", *map(str, arguments)], cwd=cwd or self.clone,
            env=self.environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip()

    def report(self, name: str, **changes: str) -> None:
        """Commit the one report, under a title."""
        file = self.clone / REPORT
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(report_text(name, **changes), encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", name)

    def add(self, path: str, old: str, new: str | None = None) -> None:
        """Commit a change of a file: more text, or other text in the place of some."""
        file = self.clone / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        assert new is None or old in text
        file.write_text(text + old if new is None else text.replace(old, new), encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "change")

    def start_push(self, branch: str = "main") -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["git", "push", "--quiet", "origin", f"HEAD:refs/heads/{branch}"],
            cwd=self.clone, env=self.environment, text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip

    def push(self, branch: str = "main") -> tuple[int, str]:
        pushing = self.start_push(branch)
        _, said = pushing.communicate()
        return pushing.returncode, said

    def hook(self, name: str, *arguments: str, **environment: str) -> tuple[int, str]:
        done = subprocess.run(
            [self.repository / "hooks" / name, *arguments], cwd=self.repository,
            env=self.environment | environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def first(self, answer: str = "first") -> tuple[int, str]:
        """The first publication, which a person begins at a terminal."""
        ours, theirs = pty.openpty()
        with os.fdopen(ours, "wb") as keyboard:
            keyboard.write(f"{answer}\n".encode())
            keyboard.flush()
            done = subprocess.run(
                [self.repository / "hooks/post-receive", "--first"], cwd=self.repository,
                env=self.environment, stdin=theirs, text=True, check=False,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
            os.close(theirs)
        return done.returncode, done.stdout

    def begin(self, name: str) -> None:
        """Push, a report where one is named, and publish for the first time."""
        if name:
            self.report(name)
        assert self.push()[0] == 0
        code, said = self.first()
        assert (code, self.published() is not None) == (0, True), said

    def install(self, name: str, *, ready: bool = True) -> None:
        """Put a hook in its place, its virtual environment made, `ready` for it or not yet."""
        shutil.copy(ROOT / "deploy/hooks" / name, self.repository / "hooks" / name)
        venv, tree = {"post-receive": ("venv", "tree"), "pre-receive": ("check-venv", "check")}[
            name
        ]
        environment_of(self.work / venv)
        if ready:
            made_ready(self.work / venv, self.clone, self.work / tree)

    def published(self) -> str | None:
        """The page of the report as it is public now."""
        page = self.folder / "srv/current/reports/2021/gonganju/shili/index.html"
        return page.read_text(encoding="utf-8") if page.exists() else None

    def at_origin(self) -> str:
        return self.git("rev-parse", "main", cwd=self.repository)


def environment_of(folder: Path) -> None:
    """A virtual environment that finds the packages of this one, so that nothing is fetched."""
    venv.create(folder, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "here.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = folder / "bin/pip"
    pip.write_text('#!/bin/sh\nexec "${0%pip}python" -m pip "$@"\n', encoding="utf-8")
    pip.chmod(0o755)


@pytest.fixture(scope="module")
def compiled(once: Once) -> Path:
    """The project with what Python compiles of it, to be known by the text it was compiled from.

    A hook takes all files out anew for each push, so by their time it would be compiled each time.
    """

    def fill(folder: Path) -> None:
        copy_project(folder, "content", "docs", "tests")
        by_text = PycInvalidationMode.CHECKED_HASH
        assert compileall.compile_dir(folder / "generator", quiet=1, invalidation_mode=by_text)

    return once("compiled", fill)


def new_server(folder: Path, compiled: Path) -> Server:
    settings = folder / "gitconfig"
    settings.write_text(
        "[user]\nname = 某人\nemail = a@jixiao.example\n[init]\ndefaultBranch = main\n"
    )
    inherited = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("GIT_", "JIXIAO_", "MAKE", "MFLAGS", "PIP_"))
    }
    found = Server(
        folder,
        inherited | {"GIT_CONFIG_GLOBAL": str(settings), "GIT_CONFIG_NOSYSTEM": "1",
                     "SOURCE_DATE_EPOCH": TODAY, "PIP_NO_INDEX": "1",
                     "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )  # fmt: skip
    found.git("init", "--quiet", "--bare", found.repository, cwd=folder)
    shutil.copytree(compiled, found.clone)
    shutil.copytree(ROOT / "tests/check/cases/_base/content", found.clone / "content")
    (found.clone / "content/pages/jiushuo.md").write_text("# 旧说明\n\n一句话。\n", "utf-8")
    found.git("init", "--quiet")
    found.git("add", "--force", "generator")
    found.git("remote", "add", "origin", found.repository)
    (folder / "srv").mkdir()
    found.git("config", "jixiao.target", folder / "srv", cwd=found.repository)
    return found


def made_ready(folder: Path, clone: Path, tree: Path) -> None:
    """What `make` then does in it, done beforehand: pip takes seconds for it, in each test."""
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "tree.pth").write_text(f"{tree}\n", encoding="utf-8")
    program = folder / "bin/jixiao"
    program.write_text(
        f"#!{folder}/bin/python\nfrom generator.cli.main import main\n\nmain()\n", "utf-8"
    )
    program.chmod(0o755)
    made_of = b"".join(
        (clone / name).read_bytes() for name in ("requirements.txt", "pyproject.toml")
    )
    (folder / "made-of").write_bytes(made_of)
    (folder / "site-ready").touch()


@pytest.fixture
def server(tmp_path: Path, compiled: Path) -> Server:
    return new_server(tmp_path, compiled)


@pytest.fixture(scope="module")
def first_published(
    tmp_path_factory: pytest.TempPathFactory, compiled: Path
) -> Iterator[tuple[Server, Path]]:
    """A server on which 甲项目 was published, and a copy of all that it holds."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "machine").mkdir()
    server = new_server(folder / "machine", compiled)
    server.install("post-receive")
    server.begin("甲项目")
    subprocess.run(["cp", "--archive", server.folder, folder / "copy"], check=True)
    yield server, folder / "copy"
    shutil.rmtree(folder)


@pytest.fixture
def published(first_published: tuple[Server, Path]) -> Server:
    """The same server for each test, as it was after the first publication."""
    server, copy = first_published
    shutil.rmtree(server.folder)
    subprocess.run(["cp", "--archive", copy, server.folder], check=True)
    return Server(server.folder, dict(server.environment))


def test_a_push_is_published_and_a_bad_one_is_not(server: Server) -> None:
    server.install("post-receive", ready=False)
    for left in ("tree.new", "tree.old"):  # by a run that was killed
        (server.work / left / "half").mkdir(parents=True)
    server.begin("甲项目")
    assert "甲项目" in (server.published() or "")
    expected = {"cache", "changed", "last-site", "lock", "publish.log", "tree", "venv"}
    assert {path.name for path in server.work.iterdir()} == expected

    server.report("乙项目", 年度="二〇二一", 多余="1")
    code, said = server.push()
    assert code == 0
    assert server.at_origin() == server.git("rev-parse", "HEAD")
    told = said.splitlines()
    assert told[0].startswith("remote: 推送已收下，但没有公开")  # the verdict comes first
    assert told[1].startswith("remote: 不能公开：2 个错误。")
    for line, column in ((3, 5), (7, 1)):
        assert f"remote: {REPORT}:{line}:{column}: 错误: " in said
    assert "甲项目" in (server.published() or "")
    assert "Traceback" not in said

    server.report("丙项目")
    said = server.push()[1]
    assert said.startswith("remote: 已公开（")
    assert "丙项目" in (server.published() or "")


def test_a_bad_push_is_refused_where_the_office_wants_that(server: Server) -> None:
    server.install("pre-receive", ready=False)
    server.report("甲项目")
    assert server.push()[0] == 0
    good = server.at_origin()
    server.report("乙项目", 多余="1")
    code, said = server.push()
    assert code == 1
    told = said.splitlines()
    assert told[0].startswith("remote: 没有收下这次推送。")
    assert told[1].startswith("remote: 不能公开：1 个错误。")
    assert told[2].startswith(f"remote: {REPORT}:7:1: 错误: ")
    assert server.at_origin() == good
    assert {path.name for path in server.work.iterdir()} == {"check.lock", "check-venv"}
    assert server.push("cao-gao")[0] == 0  # another branch may hold what is not ready
    server.git("reset", "--quiet", "--hard", "HEAD~1")
    server.add("content/site.yml", "四眼: 是\n")
    assert "还没有另一个人同意" in server.push()[1]


def test_the_first_publication_is_begun_by_a_person(server: Server) -> None:
    server.install("post-receive")
    code, said = server.hook("post-receive", "--rollback")
    assert (code, "这里还没有公开过" in said) == (1, True)
    server.report("甲项目")
    code, said = server.push()
    assert code == 0
    assert "remote: 推送已收下，但没有公开" in said
    assert "从未公开过、这是第一次的，由人运行" in said
    assert "请管理员在服务器的终端里运行 hooks/post-receive --first" in said
    for code, said in (
        server.hook("post-receive", "--now"),
        server.hook("post-receive", "--first"),  # nobody is there
    ):
        assert code == 1
        assert "终端" in said or "由人运行" in said
    server.environment["CI"] = "true"
    assert "流水线不做" in server.first()[1]
    del server.environment["CI"]
    assert "什么都没有改动" in server.first("好")[1]
    assert server.published() is None
    assert list((server.folder / "srv").iterdir()) == []

    code, said = server.first()
    assert code == 0, said
    assert "甲项目" in (server.published() or "")
    kept = json.loads(server.git("show", "jixiao-record:checkpoint.json", cwd=server.repository))
    assert (kept["条数"], kept["公开到"]) == (1, str(server.folder / "srv"))
    code, said = server.first()
    assert code == 1
    assert "不是第一次" in said


def lost(server: Server) -> None:
    shutil.rmtree(server.folder / "srv")
    (server.folder / "srv").mkdir()


def older(server: Server) -> None:
    """An old backup: whole, and without what was published since."""
    shutil.rmtree(server.folder / "srv")
    (server.folder / "backup").rename(server.folder / "srv")


@pytest.mark.parametrize(("mishap", "found"), [(lost, "现有：没有"), (older, "现有：1 条")])
def test_a_server_that_lost_its_record_is_noticed(
    published: Server, mishap: Callable[[Server], None], found: str
) -> None:
    server = published
    shutil.copytree(server.folder / "srv", server.folder / "backup", symlinks=True)
    server.report("乙项目")
    assert "remote: 已公开（" in server.push()[1]
    kept = server.git("rev-parse", "jixiao-record", cwd=server.repository)
    mishap(server)
    before = tree(server.folder / "srv")
    server.report("丙项目")
    for said in (server.push()[1], server.hook("post-receive", "--now")[1], server.first()[1]):
        assert "应有：2 条" in said or "已经公开过" in said, said
        assert "docs/restore.md" in said or "已经公开过" in said
    assert found in server.hook("post-receive", "--now")[1]
    assert tree(server.folder / "srv") == before
    assert server.git("rev-parse", "jixiao-record", cwd=server.repository) == kept
    server.install("pre-receive")
    server.report("丁项目")
    code, said = server.push()
    assert code == 1
    assert "没有收下这次推送" in said
    assert found in said


def test_what_passes_the_push_can_be_published(server: Server) -> None:
    """What a release would refuse is refused at the push; what is taken gets public."""
    server.install("post-receive")
    server.install("pre-receive")
    money = "资金: {单位: 万元, 到位: 50, 支出: 40}\n"
    server.report("甲项目")
    server.add(REPORT, money)
    server.begin("")
    good = server.at_origin()

    def refused(*words: str) -> None:
        code, said = server.push()
        assert code == 1, said
        assert said.startswith("remote: 没有收下这次推送。"), said
        for word in words:
            assert word in said, said
        assert server.at_origin() == good
        server.git("reset", "--quiet", "--hard", "origin/main")

    server.git("fetch", "--quiet", "origin")
    server.add(REPORT, money, "资金: {单位: 万元, 到位: 50, 支出: 45}\n")
    refused("8:26: 错误: “资金·支出”原为 40，现为 45", "说明: 资金·支出由 40 更正为 45}")
    server.git("mv", REPORT, REPORT.replace("shili", "lingyige"))
    server.git("commit", "--quiet", "--message", "move")
    refused("(address-gone)", "同样的报告现在在", "不能公开：1 个错误。")
    server.add(REPORT, "公开日期: 2022-06-01", "公开日期: 2022-06-02")
    refused("6:7: 错误: 公开日期原为 2022-06-01", "remote: 公开日期: 2022-06-01 ")
    server.add(REPORT, "状态: 公开", "状态: 草稿")
    refused("5:5: 错误: 已经公开的报告", "remote: 状态: 公开 ")
    server.git("rm", "--quiet", "content/pages/jiushuo.md")
    server.git("commit", "--quiet", "--message", "page")
    refused("公开过的网址 about/jiushuo/ 不见了", "停用网址:")

    server.add(REPORT, money, "资金: {单位: 万元, 到位: 50, 支出: 45}\n")
    server.add(REPORT, "更正: [{日期: 2026-11-23, 说明: 资金·支出由 40 更正为 45}]\n")
    code, said = server.push()
    assert code == 0
    assert "remote: 已公开（" in said
    assert "更正：" in said


def test_the_checkpoint_is_not_for_those_who_push(published: Server) -> None:
    server = published
    server.install("pre-receive")
    kept = server.git("rev-parse", "jixiao-record", cwd=server.repository)
    for refspec in (":refs/heads/jixiao-record", "+main:refs/heads/jixiao-record"):
        done = subprocess.run(
            ["git", "push", "origin", refspec], cwd=server.clone, env=server.environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 1
        assert "不能删去或改写" in done.stderr
    assert server.git("rev-parse", "jixiao-record", cwd=server.repository) == kept


def test_a_push_tells_what_is_new_with_it_in_few_lines(server: Server) -> None:
    server.install("post-receive")
    server.install("pre-receive")
    for number in range(5):
        file = REPORT.replace("shili", f"yi{number}")
        server.add(
            file, report_text(f"旧项目{number}") + "资金: {单位: 万元, 到位: 40, 支出: 50}\n"
        )
    server.report("甲项目")
    server.add(REPORT, "资金: {单位: 万元, 到位: 40, 支出: 51}\n")
    server.begin("")
    server.add(REPORT, "标题: 甲项目", "标题: 乙项目")
    code, said = server.push()
    assert code == 0
    told = [line.rstrip() for line in said.splitlines()]
    assert told[0].startswith("remote: 收下了这次推送。可以公开。这次改动的文件里有 ")
    assert sum("旧项目" in line or "yi" in line for line in told) == 0
    assert "全部列出：jixiao check --since" in said
    assert len(told) <= 15, said


def test_pushes_at_once_are_queued_and_the_last_one_stays(published: Server) -> None:
    server = published
    with (server.work / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        pushing = []
        for name in ("乙项目", "丙项目"):
            server.report(name)  # the text changed: told, and not stopped
            pushing.append(server.start_push())
            assert pushing[-1].stderr
            assert "排队等候" in pushing[-1].stderr.readline()
        assert [push.poll() for push in pushing] == [None, None]
        assert "甲项目" in (server.published() or "")
    first, second = (push.communicate()[1] for push in pushing)
    assert "remote: main 已有更新的推送，由它一并公开。" in first
    assert "remote: 已公开（" in second
    assert "丙项目" in (server.published() or "")


def test_a_report_appears_on_its_day_without_a_push(server: Server) -> None:
    server.install("post-receive")
    server.report("甲项目", 公开日期="2026-11-24")
    server.push()
    code, said = server.first()
    assert code == 0, said
    assert server.published() is None
    code, said = server.hook("post-receive", "--now", SOURCE_DATE_EPOCH=str(int(TODAY) + DAY))
    assert code == 0, said
    assert "甲项目" in (server.published() or "")


def test_a_push_reaches_a_host_by_ssh_signed_and_comes_back(server: Server, tmp_path: Path) -> None:
    server.install("post-receive")
    (tmp_path / "sshd").mkdir()
    with sshd(tmp_path / "sshd") as host:
        server.environment["JIXIAO_SSH"] = f"ssh -F none -p {host.port} -o HostKeyAlias=jixiao"
        settings: dict[str, str | Path] = {
            "target": f"{host.host}:{tmp_path / 'srv'}",
            "deployKey": host.folder / "client",
            "knownHosts": host.folder / "known",
            "signingKey": host.folder / "stranger",
        }
        for name, value in settings.items():
            server.git("config", f"jixiao.{name}", value, cwd=server.repository)
        server.begin("甲项目")
        server.report("乙项目")
        assert "remote: 已公开（" in server.push()[1]
        assert "乙项目" in (server.published() or "")
        assert list((tmp_path / "srv/current").rglob("*.sig"))

        keys = {"JIXIAO_TARGET": str(settings["target"]), "JIXIAO_VENV": str(server.work / "venv"),
                "JIXIAO_DEPLOY_KEY": str(settings["deployKey"]),
                "JIXIAO_KNOWN_HOSTS": str(settings["knownHosts"])}  # fmt: skip
        subprocess.run(
            [server.work / "tree/deploy/publish", "rollback"],
            env=server.environment | keys, check=True,
        )  # fmt: skip
        assert "甲项目" in (server.published() or "")

        (host.folder / "known").write_text(f"jixiao {(host.folder / 'client.pub').read_text()}")
        server.report("丙项目")
        said = server.push()[1]
        assert "remote: 推送已收下，但没有公开" in said
        assert "甲项目" in (server.published() or "")


def test_the_hook_goes_back_and_never_with_what_was_withdrawn(published: Server) -> None:
    server = published
    server.report("乙项目", 说明页="1")
    server.push()
    server.report("甲项目", 状态="撤回", 撤回="{日期: 2026-11-23, 理由: 内容有误}")
    assert "remote: 已公开" in server.push()[1]
    code, said = server.hook("post-receive", "--rollback")
    assert code == 1
    assert "示例县公安局 2021年度 甲项目（reports/2021/gonganju/shili/" in said
    assert "没有退回。" in said
    assert "本报告已撤回" in (server.published() or "")
    code, said = server.hook("post-receive", "--rollback", "--without-withdrawn", "1")
    assert code == 0, said
    assert "已退回。下一次公开（推送，或每天零点五分）又是 main 的样子" in said
    assert server.published() is None
    code, said = server.hook("post-receive", "--now")
    assert code == 0, said
    assert "本报告已撤回" in (server.published() or "")
    for wrong in (["--rollback", "1", "2"], ["--rollback", "--force"], ["--rollbak"]):
        code, said = server.hook("post-receive", *wrong)
        assert code != 0
        assert "用法" in said


def test_a_fault_of_the_server_is_not_told_as_the_clerks(published: Server) -> None:
    server = published
    server.install("pre-receive")
    (server.folder / "srv").rename(server.folder / "elsewhere")
    server.report("乙项目")
    code, said = server.push()
    assert code == 1
    assert said.startswith("remote: 没有收下这次推送：检查没有做成，不像是报告的错。"), said
    assert str(server.folder / "srv") in said
    (server.folder / "elsewhere").rename(server.folder / "srv")
    assert server.push()[0] == 0
    server.git("rm", "-r", "--quiet", "deploy")
    server.git("commit", "--quiet", "--message", "only content")
    code, said = server.push()
    assert code == 1
    assert "缺少 deploy/publish" in said
    assert "No such file" not in said


def test_the_hook_goes_back_to_a_number_from_anywhere(published: Server) -> None:
    server = published
    for name in ("乙项目", "丙项目"):
        server.report(name)
        assert "remote: 已公开" in server.push()[1]
    done = subprocess.run(
        [server.repository / "hooks/post-receive", "--rollback", "1"], cwd="/",
        env=server.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "甲项目" in (server.published() or "")


def test_the_hook_keeps_as_many_releases_as_is_set(published: Server) -> None:
    server = published
    server.git("config", "jixiao.keep", "1", cwd=server.repository)
    server.report("乙项目")
    assert "remote: 已公开" in server.push()[1]
    assert len(list((server.folder / "srv/releases").iterdir())) == 1
    server.git("config", "jixiao.keep", "all", cwd=server.repository)
    server.report("丙项目")
    said = server.push()[1]
    assert "应为 1 以上的整数" in said
    assert "推送已收下，但没有公开" in said


def test_the_hook_is_run_by_the_user_whose_repository_it_is(server: Server) -> None:
    shutil.copy(ROOT / "deploy/hooks/post-receive", server.repository / "hooks")
    fake = server.folder / "bin/id"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\necho somebody\n", encoding="utf-8")
    fake.chmod(0o755)
    path = f"{fake.parent}:{server.environment['PATH']}"
    code, said = server.hook("post-receive", "--rollback", PATH=path)
    assert code == 2
    assert "sudo -u " in said
    assert not server.work.exists()


def test_a_push_of_another_branch_publishes_nothing(server: Server) -> None:
    shutil.copy(ROOT / "deploy/hooks/post-receive", server.repository / "hooks")
    server.report("甲项目")
    code, said = server.push("cao-gao")
    assert (code, said) == (0, "")
    assert not server.work.exists()
    code, said = server.hook("post-receive", "--now")
    assert code == 1
    assert "仓库里没有分支 main" in said
    code, said = server.hook("post-receive", "--then")
    assert code == 2
    assert "用法" in said
