"""The shipped pipelines, scripts and units: each by its own linter, and what they promise."""

import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import BIN, ROOT
from tests.support import nginx

pytestmark = pytest.mark.slow("starts the linters of five pipelines, one of them in Java")

DEPLOY = ROOT / "deploy"
PIPELINES = DEPLOY / "pipelines"
ACTIONS = ["github.yml", "forgejo.yml"]
STAFF = ROOT / ".github/workflows/staff.yml"  # not shipped: this project's own
SCRIPTS = [
    DEPLOY / "publish",
    *sorted((DEPLOY / "hooks").iterdir()),
    ROOT / "tools/debian-packages",
    ROOT / "tools/virtual-environment",
    ROOT / ".ci/run",
]
SECRETS = {"JIXIAO_DEPLOY_KEY", "JIXIAO_KNOWN_HOSTS", "JIXIAO_SIGNING_KEY"}


def lint(*command: str | Path, text: str | None = None) -> tuple[bool, str]:
    """Whether a linter is content, and what it said."""
    done = subprocess.run(
        [str(part) for part in command],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"},
    )
    return done.returncode == 0, done.stdout + done.stderr


def schema(name: str, file: Path) -> tuple[bool, str]:
    return lint("check-jsonschema", "--builtin-schema", f"vendor.{name}", file)


def actionlint(file: Path, tmp_path: Path) -> tuple[bool, str]:
    """With shellcheck for the `run:` steps; `docker` is a label of Forgejo's runners."""
    labels = tmp_path / "actionlint.yaml"
    labels.write_text("self-hosted-runner: {labels: [docker]}\n", encoding="utf-8")
    return lint("actionlint", "-no-color", "-config-file", labels, file)


def zizmor(file: Path) -> tuple[bool, str]:
    return lint("zizmor", "--offline", "--persona=pedantic", "--no-progress", file)


def changed(name: str, old: str, new: str, tmp_path: Path) -> Path:
    """A copy of a pipeline with a slip in it."""
    text = (PIPELINES / name).read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / name
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


def pipeline(name: str) -> Any:
    """As data. YAML 1.1 takes the key `on` for a truth value; it comes back as `on`."""
    data = yaml.safe_load((PIPELINES / name).read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in data.items()}


def test_gitlab_takes_its_pipeline(tmp_path: Path) -> None:
    good, said = schema("gitlab-ci", PIPELINES / "gitlab-ci.yml")
    assert good, said
    for old, new in (("access: developer", "access: devs"), ("script:", "scripts:")):
        assert not schema("gitlab-ci", changed("gitlab-ci.yml", old, new, tmp_path))[0]


@pytest.mark.parametrize("name", [*ACTIONS, STAFF])
def test_actions_take_their_workflow(name: str | Path, tmp_path: Path) -> None:
    for good, said in (
        schema("github-workflows", PIPELINES / name),
        actionlint(PIPELINES / name, tmp_path),
        zizmor(PIPELINES / name),
    ):
        assert good, said


@pytest.mark.parametrize("name", ACTIONS)
def test_a_slip_in_a_workflow_is_noticed(name: str, tmp_path: Path) -> None:
    file = changed(name, "runs-on:", "run-on:", tmp_path)
    assert not schema("github-workflows", file)[0]
    file = changed(name, "github.event_name ==", "github.event_nam ==", tmp_path)
    assert "event_nam" in actionlint(file, tmp_path)[1]
    file = changed(name, 'if [ "$ACTION" = 退回 ]', "if [ $ACTION = 退回 ]", tmp_path)
    assert "SC2086" in actionlint(file, tmp_path)[1]
    file = changed(name, "  pull_request:", "  pull_request_target:", tmp_path)
    assert "dangerous-triggers" in zizmor(file)[1]
    file = changed(name, '"$ACTION"', "${{ inputs.release }}", tmp_path)
    assert "template-injection" in zizmor(file)[1]


@pytest.mark.parametrize("name", [*ACTIONS, STAFF])
def test_actions_are_pinned_to_a_commit_and_tell_the_version(name: str | Path) -> None:
    text = (PIPELINES / name).read_text(encoding="utf-8")
    uses = re.findall(r"^ +uses: (.*)$", text, re.MULTILINE)
    assert len(uses) >= 5
    for use in uses:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+\S*", use), use


@pytest.mark.parametrize("name", ACTIONS)
def test_only_publishing_on_main_sees_secrets(name: str) -> None:
    workflow = pipeline(name)
    assert set(workflow["on"]) == {"pull_request", "push", "schedule", "workflow_dispatch"}
    assert "github.ref == 'refs/heads/main'" in workflow["jobs"]["publish"]["if"]
    assert "github.event_name != 'pull_request'" in workflow["jobs"]["publish"]["if"]
    last = workflow["jobs"]["publish"]["steps"].pop()
    assert {key for key, value in last["env"].items() if "secrets." in value} == SECRETS
    assert "secrets" not in str(workflow)


@pytest.mark.parametrize("name", ACTIONS)
def test_actions_publish_after_midnight_in_china_one_at_a_time(name: str) -> None:
    workflow = pipeline(name)
    (schedule,) = workflow["on"]["schedule"]
    minute, hour, *days = schedule["cron"].split()
    assert days == ["*", "*", "*"]
    assert ((int(hour) + 8) % 24, int(minute)) == (0, 5)
    assert workflow["jobs"]["publish"]["concurrency"]["cancel-in-progress"] is False


def test_gitlab_publishes_from_main_one_at_a_time() -> None:
    jobs = pipeline("gitlab-ci.yml")
    conditions = {
        name: {rule["if"] for rule in job["rules"]}
        for name, job in jobs.items()
        if isinstance(job, dict) and "script" in job
    }
    main = {"$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}
    request = {'$CI_PIPELINE_SOURCE == "merge_request_event"'}
    ways_back = ("退回", "退回（不带撤回的报告）")
    checks = dict.fromkeys(("检查和预览", "将要公开什么"), request)
    assert conditions == {**checks, "公开": main} | dict.fromkeys(ways_back, main)
    for name in ways_back:
        assert jobs["公开"]["resource_group"] == jobs[name]["resource_group"]
        assert jobs[name]["rules"][0]["when"] == "manual"
    assert {jobs[name]["artifacts"]["access"] for name in checks} == {"developer"}


@pytest.mark.parametrize("name", ["gitlab-ci.yml", "github.yml", "forgejo.yml", "Jenkinsfile"])
def test_a_merge_request_shows_what_would_become_public(name: str) -> None:
    """With the history that is compared with, and with content that has errors, too."""
    text = (PIPELINES / name).read_text(encoding="utf-8")
    (call,) = re.findall("deploy/publish diff .*", text)
    assert "build/diff/diff.html" in text.partition(call)[2]
    assert "|| true" in call or "allow_failure: true" in text or "continue-on-error: true" in text
    assert 'GIT_DEPTH: "0"' in text or "fetch-depth: 0" in text or "浅克隆" in text
    # What GitLab takes for the name of what it shows beside a merge request.
    assert all(map(str.isascii, re.findall("expose_as: ([^ ]+)", text)))


@pytest.mark.parametrize("name", ["gitlab-ci.yml", "github.yml", "forgejo.yml", "Jenkinsfile"])
def test_what_is_kept_is_what_the_build_wrote(name: str) -> None:
    """The cache and what can be downloaded: never content, which holds drafts."""
    text = (PIPELINES / name).read_text(encoding="utf-8")
    kept = re.findall(r"(?:path|paths|codequality|artifacts|testResults): ['\[]?([\w./*-]+)", text)
    assert len(kept) >= 2
    assert {path.partition("/")[0] for path in kept} <= {"build", "site"}
    assert not re.search(r"set -x|printenv|xtrace|echo .*(KEY|HOSTS)", text)


@pytest.mark.parametrize("name", ["gitlab-ci.yml", "github.yml", "forgejo.yml", "Jenkinsfile"])
def test_only_a_person_who_chose_it_goes_back_without_withdrawn_reports(name: str) -> None:
    text = (PIPELINES / name).read_text(encoding="utf-8")
    (used,) = re.findall(r".*--without-withdrawn.*\n", text)
    before = text.partition(used)[0].splitlines()[-3:]
    assert any("退回（不带撤回的报告）" in line for line in before)
    code = [line for line in text.splitlines() if not line.strip().startswith(("#", "//"))]
    choices = [line for line in code if "退回（不带撤回的报告）" in line]
    assert len(choices) >= 1 + (name != "gitlab-ci.yml")


SLIPS = [
    ("  agent { label 'debian' }", "", "pipeline has no agent"),
    ("steps {", "step {", "unexpected here: step"),
    ("changeRequest()", "changeReqest()", "unexpected here: changeReqest"),
    ("disableConcurrentBuilds", "disableConcurrentBuild", "unexpected here"),
    ("allowEmptyResults", "allowEmpty", "junit has no allowEmpty"),
    ("keyFileVariable", "keyVariable", "sshUserPrivateKey has no keyVariable"),
    ("stage('预览')", "stage('检查')", "two stages have one name"),
    ("JIXIAO_CACHE =", "JIXIAO_CACHE", "expected NAME = value"),
    ("sh 'deploy/publish build'", "if (true) { }", "unexpected here: IfStatement"),
    ("pipeline {", "pipeline {{", "startup failed"),
]


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of the pipeline of Jenkins (`""`) and of each slip in it: Java starts once for all of them."""
    files = {"": PIPELINES / "Jenkinsfile"}
    for old, new, _ in SLIPS:
        files[old] = changed("Jenkinsfile", old, new, tmp_path_factory.mktemp("slip"))
    _, said = lint("groovy", ROOT / "tests/deploy/jenkinsfile.groovy", *files.values())
    told = re.split(
        rf"^(?=(?:{'|'.join(map(re.escape, map(str, files.values())))}):)", said, flags=re.M
    )
    return {
        old: "".join(one for one in told if one.startswith(f"{file}:"))
        for old, file in files.items()
    }


def test_jenkins_takes_its_pipeline(complaints: dict[str, str]) -> None:
    assert complaints[""] == ""


@pytest.mark.parametrize(("old", "complaint"), [(old, complaint) for old, _, complaint in SLIPS])
def test_a_slip_in_the_jenkinsfile_is_noticed(
    old: str, complaint: str, complaints: dict[str, str]
) -> None:
    assert complaint in complaints[old]


def test_jenkins_publishes_from_main_after_midnight_one_at_a_time() -> None:
    text = (PIPELINES / "Jenkinsfile").read_text(encoding="utf-8")
    assert r"BRANCH_NAME == 'main' ? 'TZ=Asia/Shanghai\n5 0 * * *' : ''" in text
    assert "disableConcurrentBuilds()" in text
    stage = text.partition("stage('公开或退回')")[2]
    assert "when { branch 'main' }" in stage
    assert {name for name in SECRETS if name in stage} == SECRETS
    assert not any(f"'{name}'" in text.partition("stage('公开或退回')")[0] for name in SECRETS)


def shell_pieces() -> Iterator[tuple[str, str]]:
    for name, job in pipeline("gitlab-ci.yml").items():
        if isinstance(job, dict):
            yield name, "\n".join([*job.get("before_script", []), *job.get("script", [])])
    text = (PIPELINES / "Jenkinsfile").read_text(encoding="utf-8")
    for piece in re.findall(r"sh '''(.*?)'''|sh '([^']*)'", text, re.DOTALL):
        yield "Jenkinsfile", "".join(piece)


def test_shell_scripts_are_sound() -> None:
    good, said = lint("shellcheck", *SCRIPTS)
    assert good, said
    for script in SCRIPTS:
        assert os.access(script, os.X_OK), script
        assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
        assert "\nset -eu\n" in script.read_text(encoding="utf-8")


def test_shell_inside_pipelines_is_sound() -> None:
    for name, piece in shell_pieces():
        good, said = lint("shellcheck", "--shell=sh", "-", text=piece)
        assert good, f"{name}: {said}"
    assert not lint("shellcheck", "--shell=sh", "-", text="deploy/publish $RELEASE")[0]


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units, with the hook where it lies here: systemd looks whether a program is there."""
    for file in (DEPLOY / "systemd").iterdir():
        text = file.read_text(encoding="utf-8")
        text = text.replace("/var/lib/jixiao/repo.git/hooks", str(DEPLOY / "hooks"))
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    return tmp_path


def test_systemd_takes_its_units(units: Path) -> None:
    verify = "systemd-analyze", "verify", "--man=no"
    names = "jixiao-publish.service", "jixiao-publish.timer"
    good, said = lint(*verify, *(units / name for name in names))
    assert good, said
    assert said == ""
    service = units / "jixiao-publish.service"
    service.write_text(service.read_text(encoding="utf-8").replace("ProtectSystem", "ProtectSys"))
    assert "ProtectSys" in lint(*verify, service)[1]


def test_the_service_is_locked_in(units: Path) -> None:
    """Systemd's own measure of exposure, in tenths: 10 is no protection, under 2 is called OK."""
    good, said = lint(
        "systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20",
        units / "jixiao-publish.service",
    )  # fmt: skip
    assert good, said


def test_the_service_leaves_drafts_to_their_account(units: Path) -> None:
    """Without a mode, systemd makes the folder with the repository readable for everybody."""
    text = (units / "jixiao-publish.service").read_text(encoding="utf-8")
    assert re.findall(r"^StateDirectoryMode=(.*)$", text, re.MULTILINE) == ["0700"]


def test_where_there_is_no_dpkg_packages_are_left_to_people(tmp_path: Path) -> None:
    """What `make` asks for on systems that have other packages: it says so and goes on."""
    done = subprocess.run(
        ["/bin/sh", ROOT / "tools/debian-packages", "fonts-noto-cjk"],
        env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "这里不是 Debian" in done.stderr
    assert "fonts-noto-cjk" in done.stderr


def test_the_timer_goes_off_after_midnight_in_china() -> None:
    text = (DEPLOY / "systemd/jixiao-publish.timer").read_text(encoding="utf-8")
    (when,) = re.findall(r"^OnCalendar=(.*)$", text, re.MULTILINE)
    good, said = lint("systemd-analyze", "calendar", "--base-time=2026-11-23 15:00:00 UTC", when)
    assert good, said
    assert "2026-11-23 16:05:00 UTC" in said


def test_the_containerfile_is_sound(tmp_path: Path) -> None:
    file = DEPLOY / "container/Containerfile"
    good, said = lint("hadolint", file)
    assert good, said
    worse = tmp_path / "Containerfile"
    worse.write_text(re.sub(r"^FROM nginx:\S+", "FROM nginx", file.read_text(), flags=re.MULTILINE))
    assert "DL3006" in lint("hadolint", worse)[1]


def test_the_container_serves_what_current_points_to(
    real_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its server block in a real nginx, with paths and port of this test."""
    shutil.copytree(real_site, tmp_path / "releases/0001")
    (tmp_path / "current").symlink_to("releases/0001")
    block = (DEPLOY / "container/server.conf").read_text(encoding="utf-8")
    for old, new in (
        ("{", "{{"),
        ("}", "}}"),
        ("listen 8080", "listen 127.0.0.1:{port}"),
        ("set $jixiao /srv/jixiao;", "set $jixiao {base};"),
        ("/etc/nginx/jixiao/site.conf", "{shipped}/site.conf"),
    ):
        assert old in block
        block = block.replace(old, new)
    server = re.compile(r"  server \{\{.*?\n  \}\}\n", re.DOTALL)
    whole, number = server.subn(lambda _: block, nginx.CONFIGURATION)
    assert number == 1
    monkeypatch.setattr(nginx, "CONFIGURATION", whole)
    with nginx.serving_target(tmp_path) as address, urllib.request.urlopen(address) as answer:
        assert answer.read() == (real_site / "index.html").read_bytes()
        assert "Content-Security-Policy" in answer.headers


def test_the_container_copies_what_is_there() -> None:
    text = (DEPLOY / "container/Containerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (\S+) /etc/nginx/", text, re.MULTILINE)
    assert len(copied) == 3
    assert all((DEPLOY / file).is_file() for file in copied)


def make(*arguments: str) -> str:
    environment = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("PIP_", "JIXIAO_", "MAKE", "MFLAGS"))
    }
    done = subprocess.run(
        ["make", "--silent", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_a_folder_of_wheels_is_the_only_source(tmp_path: Path) -> None:
    show = "--eval=show: ; @echo $${PIP_NO_INDEX-no} $${PIP_FIND_LINKS-no}", "show"
    assert make(*show) == "no no\n"
    assert make(*show, "JIXIAO_WHEELS=") == "no no\n"
    assert make(*show, f"JIXIAO_WHEELS={tmp_path}") == f"1 {tmp_path}\n"
    assert make(*show, "JIXIAO_WHEELS=build/wheels") == f"1 {ROOT}/build/wheels\n"


def test_wheels_are_fetched_with_their_hashes() -> None:
    commands = make("--dry-run", "--always-make", "wheels")
    downloads = re.findall(r"pip download .*", commands)
    locks = ["constraints.txt", "tests/properdocs.txt"]
    assert [one.rpartition("--requirement ")[2] for one in downloads] == locks
    assert all("--require-hashes" in one and "--no-build-isolation" in one for one in downloads)
    (own,) = re.findall(r"pip wheel .*", commands)
    assert "--no-build-isolation" in own
    assert "--no-deps" in own
