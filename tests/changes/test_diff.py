"""`jixiao diff` tells what the public will see otherwise, and says what keeps it from comparing."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup

from tests.conftest import run
from tests.support.made_up import content as made_up
from tests.support.made_up import report

PERSON = ("-c", "user.name=示例甲", "-c", "user.email=jia@localhost")
MONEY = {"单位": "万元", "全年预算": 50, "支出": 40}
ROWS = [
    {"三级": "购置数量", "目标值": "5", "完成值": "5", "分值": 50, "得分": 50},
    {"三级": "验收合格率", "目标值": "100%", "完成值": "90%", "分值": 50, "得分": 45},
]
TEXT = "项目于三月启动，年底前完成验收，共安装设备12套。资金由县财政安排。群众满意。"


def git(folder: Path, *arguments: str | Path) -> str:
    return subprocess.run(
        ["git", "-C", folder, *PERSON, *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


def edit(content: Path, slug: str, **keys: object) -> None:
    """Change keys of a report; None takes one away."""
    file = content / f"reports/2021/gonganju/{slug}.yml"
    values = yaml.safe_load(file.read_text("utf-8")) | keys
    values = {key: value for key, value in values.items() if value is not None}
    file.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), "utf-8")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of a repository whose content was changed and not committed."""
    content = made_up(tmp_path_factory.mktemp("diff"))
    more = {"资金": MONEY, "指标": ROWS, "数据说明": [TEXT]}
    for slug in ("gaidong", "chehui", "caogao", "shanqu"):
        report(content, slug, 2021, more={**more, "项目名称": f"项目{slug}"})
    report(content, "xinde-caogao", 2021, more={"状态": "草稿", "公开日期": None})
    report(content, "shijin", 2021, more={"附件": [{"名称": "表", "文件": "a.txt"}]})
    attached = content / "reports/2021/gonganju/shijin/a.txt"
    attached.parent.mkdir()
    attached.write_text("一", "utf-8")
    git(content, "init", "-q", "-b", "main")
    git(content, "add", ".")
    git(content, "commit", "-q", "-m", "begin")
    git(content, "checkout", "-q", "-b", "fenzhi")
    rows = [
        {**ROWS[1], "完成值": "95%", "得分": 47.5},
        {"三级": "使用年限", "目标值": "8", "完成值": "8", "分值": 50, "得分": 50},
    ]
    changed = TEXT.replace("12套", "15套").replace("群众满意。", "")
    edit(content, "gaidong", 资金={**MONEY, "支出": 45}, 指标=rows, 数据说明=[changed])
    edit(content, "chehui", 状态="撤回", 撤回={"日期": "2026-11-01", "理由": "数字*有误*"})
    edit(content, "caogao", 状态="草稿")
    git(content, "rm", "-q", "reports/2021/gonganju/shanqu.yml")
    git(content, "commit", "-q", "-m", "delete")
    edit(content, "xinde-caogao", 资金=MONEY)
    report(content, "xinde", 2022, more={"资金": MONEY})
    report(content, "daoqi", 2022, more={"项目名称": "到期项目", "公开日期": "2026-12-24"})
    attached.write_text("二二", "utf-8")
    site = content / "site.yml"
    site.write_text(re.sub("名称: .*", "名称: 新的名称", site.read_text("utf-8"), count=1), "utf-8")
    return content


Diff = Callable[..., str]


@pytest.fixture(scope="module")
def diff(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Diff:
    """What the command prints in one of its forms."""
    cache = tmp_path_factory.mktemp("cache")

    def printed(*words: str) -> str:
        done = run("jixiao", "diff", "--content", repository, *words, JIXIAO_CACHE=str(cache))
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return printed


@pytest.fixture(scope="module")
def data(diff: Diff) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(diff("--format", "json"))
    return found


def by_slug(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {Path(one["file"]).stem: one for one in data["reports"]}


def test_each_report_is_listed_by_what_becomes_of_it(data: dict[str, Any]) -> None:
    kinds = {slug: one["kind"] for slug, one in by_slug(data).items()}
    assert kinds == {
        "gaidong": "公开的内容有改动", "shijin": "公开的内容有改动", "chehui": "撤回",
        "caogao": "不再公开", "shanqu": "不再公开", "xinde-caogao": "草稿（不公开）",
        "xinde": "新公开", "daoqi": "到了日期才公开",
    }  # fmt: skip
    assert by_slug(data)["daoqi"]["day"] == "2026-12-24"
    assert by_slug(data)["xinde"]["figures"]["支出"] == "40 万元"


def test_figures_move_from_what_to_what_cell_by_cell(data: dict[str, Any]) -> None:
    found = by_slug(data)["gaidong"]["differences"]
    moved = {one["label"]: (one["before"], one["now"]) for one in found["values"]}
    assert moved["资金·支出"] == ("40 万元", "45 万元")
    assert moved["执行率（按数据计算）"] == ("80%", "90%")
    assert moved["指标“验收合格率”·完成值"] == ("90%", "95%")
    assert moved["指标得分合计（按数据计算）"] == ("95", "97.5")
    rows = {(one["label"], one["is_new"]): one["cells"] for one in found["rows"]}
    assert rows["指标“使用年限”", True]["目标值"] == "8"
    assert ("指标“购置数量”", False) in rows
    attached = by_slug(data)["shijin"]["differences"]["values"]
    assert {one["label"] for one in attached} == {"附件“表”·字节", "附件“表”·SHA-256"}


def test_sums_and_settings_that_move_are_listed(data: dict[str, Any]) -> None:
    sums = {(one["address"], one["row"], one["label"]): one for one in data["sums"]}
    county = sums["years/", "2021 年度", "支出"]
    assert (county["before"], county["now"]) == ("160 万元", "45 万元")
    assert sums["years/2022/", "示例县公安局", "项目报告"]["now"] == "1 份"
    (site,) = data["settings"]
    assert [one["now"] for one in site["differences"]["values"]] == ["新的名称"]


def test_people_read_the_same_in_every_form(diff: Diff) -> None:
    text, markdown = diff(), diff("--format", "markdown")
    assert "资金·支出：40 万元 → 45 万元" in text
    assert "共安装设备1{+5+}[-2-]套" in text or "共安装设备1[-2-]{+5+}套" in text
    assert "[-群众满意。-]" in text
    assert "~~40 万元~~ → **45 万元**" in markdown
    assert "数字*有误*" in text
    assert "数字&#42;有误&#42;" in markdown
    page = BeautifulSoup(diff("--format", "html"), "html.parser")
    assert not page.select("script, link[href^=http], img")
    draft = page.select_one("#r-2021-gonganju-xinde-caogao")
    assert draft
    assert draft.select_one(".tag").get_text() == "草稿"  # type: ignore[union-attr]
    assert "2" in [one.get_text() for one in page.select("#r-2021-gonganju-gaidong del")]
    assert "数字*有误*" in page.get_text()


def test_markdown_stays_below_what_forges_take(tmp_path: Path) -> None:
    content = made_up(tmp_path)
    git(content, "init", "-q", "-b", "main")
    git(content, "add", ".")
    git(content, "commit", "-q", "-m", "begin")
    for number in range(300):
        report(content, f"xiangmu-{number}", 2021, more={"项目名称": f"示例项目第{number}批" * 9})
    done = run(
        "jixiao", "diff", "--content", content, "--format", "markdown", JIXIAO_CACHE=str(tmp_path)
    )
    assert len(done.stdout.encode()) < 65_536
    assert re.search("还有 [0-9]+ 行没有列在这里", done.stdout)


def test_what_is_committed_on_a_branch_is_compared_with_where_it_began(diff: Diff) -> None:
    committed = json.loads(diff("main", "--head", "fenzhi", "--format", "json"))
    assert set(by_slug(committed)) == {"shanqu"}
    assert "没有改动" in diff("HEAD", "--head", "HEAD")


@pytest.mark.parametrize(
    ("prepare", "words", "told"),
    [
        ("", ("nichtda",), "没有“nichtda”这个提交或分支"),
        ("", ("--format", "xml"), "--format 应为"),
        ("", ("--out", "/"), "--out 应为文件"),
        ("", (str(Path(__file__)),), "是文件。不用写文件"),
        ("git branch -m fenzhi && git branch -D main", (), "不知道主分支是哪一个"),
        ("rm -rf .git", (), "不在 git 仓库里"),
        ("rm -rf .git && git init -q", (), "还没有提交过"),
        ("printf '%s' '- {' > departments.yml", (), "departments.yml"),
    ],
)
def test_what_keeps_it_from_comparing_is_told(
    repository: Path, tmp_path: Path, prepare: str, words: tuple[str, ...], told: str
) -> None:
    content = tmp_path / "content"
    subprocess.run(["cp", "-r", repository, content], check=True)
    subprocess.run(prepare, shell=True, cwd=content, check=True, capture_output=True)
    done = run(
        "jixiao", "diff", "--content", content, *words,
        GIT_CEILING_DIRECTORIES=str(tmp_path), JIXIAO_CACHE=str(tmp_path / "cache"),
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert told in done.stderr
    assert done.returncode in (1, 2)


def test_a_shallow_clone_says_how_to_get_the_rest(repository: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), content)
    done = run("jixiao", "diff", "--content", content, "main", JIXIAO_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 1
    assert "git fetch --unshallow" in done.stderr


def test_a_commit_writes_nothing_outside_of_its_folder(repository: Path, tmp_path: Path) -> None:
    """Whoever pushes a branch may make any tree."""
    blob = git(repository, "rev-parse", "HEAD:site.yml")
    tree = f"100644 blob {blob}\tweg.yml\n"
    for name in ("..", "..", "..", "reports"):
        made = subprocess.run(
            ["git", "-C", repository, "mktree"], input=tree, check=True, capture_output=True, text=True
        )  # fmt: skip
        tree = f"040000 tree {made.stdout.strip()}\t{name}\n"
    top = git(repository, "ls-tree", "HEAD").replace(
        git(repository, "ls-tree", "HEAD", "reports"), tree.strip()
    )
    made = subprocess.run(
        ["git", "-C", repository, "mktree"], input=f"{top}\n", check=True, capture_output=True, text=True
    )  # fmt: skip
    commit = git(repository, "commit-tree", made.stdout.strip(), "-p", "HEAD", "-m", "x")
    room = tmp_path / "room"
    room.mkdir()
    done = run(
        "jixiao", "diff", "--content", repository, "HEAD", "--head", commit,
        TMPDIR=str(room), JIXIAO_CACHE=str(tmp_path / "cache"),
    )  # fmt: skip
    assert "不再公开" in done.stdout, done.stderr
    assert not list(tmp_path.rglob("weg.yml"))


def test_exit_codes_are_those_of_git(repository: Path, tmp_path: Path) -> None:
    cache = os.fspath(tmp_path)
    command = ("jixiao", "diff", "--exit-code", "--content", repository)
    assert run(*command, JIXIAO_CACHE=cache).returncode == 1
    assert run(*command, "HEAD", "--head", "HEAD", JIXIAO_CACHE=cache).returncode == 0
