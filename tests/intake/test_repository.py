"""A county's own repository: begun, built, changed in its look, brought to a later version."""

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import app
from generator.content import format_version
from tests.conftest import BIN, ROOT, TODAY, run, tree
from tests.support import made_up

pytestmark = pytest.mark.slow("makes a repository of git for each test, and builds its site")

COUNTY = ("--county", "示例县", "--organiser", "示例县人民政府", "--address", "")
WHOLE = (*COUNTY, "--department", "示例县公安局", "--forge", "none")
PIPELINES = {
    "gitlab": ("gitlab-ci.yml", ".gitlab-ci.yml"),
    "gitea": ("forgejo.yml", ".gitea/workflows/jixiao.yml"),
    "forgejo": ("forgejo.yml", ".forgejo/workflows/jixiao.yml"),
    "github": ("github.yml", ".github/workflows/jixiao.yml"),
    "jenkins": ("Jenkinsfile", "Jenkinsfile"),
}
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def begun(folder: Path, *options: str) -> Path:
    made = folder / "示例县 绩效"
    done = run("jixiao", "init", made, *(options or WHOLE), cwd=folder)
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return begun(tmp_path)


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", folder, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def page(county: Path, address: str = "") -> str:
    """A page of the site, built anew."""
    done = run("jixiao", "build", cwd=county)
    assert done.returncode == 0, done.stderr
    return (county / "site" / address / "index.html").read_text("utf-8")


# ---------------------------------------------------------------- begun


def test_it_is_checked_built_and_committed_as_it_stands(county: Path) -> None:
    done = run("jixiao", "check", cwd=county)
    assert done.returncode == 0
    assert set(re.findall(r"\(([a-z-]+)\)$", done.stdout, re.MULTILINE)) == {"site-address"}
    assert "主办单位：示例县人民政府" in page(county)
    assert (county / "site/assets").is_dir()
    assert git(county, "status", "--short") == ""
    assert git(county, "log", "--format=%s", "main") == "jixiao init：开始\n"
    for script in git(county, "ls-files", "deploy/hooks", "deploy/publish", "tools").split():
        assert os.access(county / script, os.X_OK), script
    assert os.access(county / ".git/hooks/pre-commit", os.X_OK)


def test_nothing_in_it_is_left_to_fill_in_or_leads_nowhere(county: Path) -> None:
    text = {path: data.decode() for path, data in tree(county).items()
            if ".git/" not in path and not path.endswith(".png")}  # fmt: skip
    assert [path for path in text if "{{" in text[path].replace("${{", "")] == []
    for path in (one for one in text if one.endswith(".md")):
        if path.startswith("content/"):  # these links are addresses of the site
            continue
        for link in LINK.findall(re.sub(r"(?s)```.*?```", "", text[path])):
            assert (county / path).parent.joinpath(link).exists(), (path, link)
    for file in (county / "content").rglob("*.yml"):
        (schema,) = re.findall(r"\$schema=(\S+)", file.read_text("utf-8"))
        assert (file.parent / schema).is_file()


def test_a_new_report_takes_its_schema_and_any_form(county: Path) -> None:
    forms = [file.stem for file in (county / "content/forms").iterdir()]
    assert len(forms) >= 20
    for form in forms:
        done = run(
            "jixiao", "new", "--department", "公安局", "--year", "2024", "--name", f"项目{form}",
            "--slug", form, "--form", form, cwd=county,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        report = county / f"content/reports/2024/gonganju/{form}.yml"
        (schema,) = re.findall(r"\$schema=(\S+)", report.read_text("utf-8"))
        assert (report.parent / schema).resolve() == county / "docs/schema/report.schema.json"
    done = run("jixiao", "check", cwd=county)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("forge", PIPELINES)
def test_each_forge_finds_the_pipeline_that_this_repository_has(forge: str, tmp_path: Path) -> None:
    county = begun(tmp_path, *COUNTY, "--department", "示例县公安局", "--forge", forge)
    name, place = PIPELINES[forge]
    places = {one for _, one in PIPELINES.values()}
    assert {one for one in places if (county / one).exists()} == {place}
    ours = (ROOT / "deploy/pipelines" / name).read_text("utf-8")
    text = (county / place).read_text("utf-8")
    assert text == ours.replace(f"deploy/pipelines/{name}", place)
    for called in re.findall(r"(?:deploy|tools)/[\w-]+", text):
        assert os.access(county / called, os.X_OK), called
    assert place in (county / "README.md").read_text("utf-8")


def test_it_asks_in_chinese_until_the_answer_can_be_used(tmp_path: Path) -> None:
    answers = "示例\n示例县\n\nwww.example\nhttps://www.example/jx\n水利局\n9\nGitHub\n"
    done = subprocess.run(
        [str(BIN / "jixiao"), "init", "新"], cwd=tmp_path, input=answers, text=True,
        capture_output=True, check=False, env={**os.environ, "SOURCE_DATE_EPOCH": TODAY},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for told in ("应为全称", "以 http:// 或 https:// 开头", "代码平台应为"):
        assert told in done.stderr
    site = (tmp_path / "新/content/site.yml").read_text("utf-8")
    assert "主办单位: 示例县人民政府\n地址: https://www.example/jx/\n" in site
    register = (tmp_path / "新/content/departments.yml").read_text("utf-8")
    assert "- 名称: 示例县水利局\n  标识: shuiliju\n  简称: 县水利局\n" in register
    assert (tmp_path / "新/.github/workflows/jixiao.yml").is_file()


# ---------------------------------------------------------------- refused, and nothing is there


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("--county", "示例"), "应为全称"),
        (("--county", "示例县。"), "不带标点"),
        (("--organiser", " "), "名称不能为空"),
        (("--address", "www.example"), "以 http:// 或 https:// 开头"),
        (("--forge", "svn"), "gitlab、gitea、forgejo、github、jenkins、none"),
        (("--wheel", "程序.whl"), "不是本程序的安装包"),
    ],
)
def test_a_wrong_option_makes_nothing(change: tuple[str, str], told: str, tmp_path: Path) -> None:
    done = run("jixiao", "init", "新", *WHOLE, *change, cwd=tmp_path)
    assert done.returncode == 1
    assert told in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_who_cannot_answer_is_told_the_options(tmp_path: Path) -> None:
    done = run("jixiao", "init", "新", *COUNTY, cwd=tmp_path)
    assert done.returncode == 2
    assert "--county --organiser --address --department --forge" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "有/里面").mkdir(parents=True)
    (tmp_path / "文件").write_text("我的", "utf-8")
    before = tree(tmp_path)
    for taken in ("有", "文件"):
        done = run("jixiao", "init", taken, *WHOLE, cwd=tmp_path)
        assert done.returncode == 1
        assert "已经有了" in done.stderr
    (tmp_path / "空").mkdir()
    done = run("jixiao", "init", ".", *WHOLE, cwd=tmp_path / "空")
    assert "退到上一层" in done.stderr
    assert tree(tmp_path) == before
    assert (
        run("jixiao", "init", "空", *WHOLE, cwd=tmp_path).returncode == 0
    )  # empty: it may be used


def test_a_failure_half_way_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "空间").mkdir()
    done = subprocess.run(
        f"ulimit -f 40; {BIN}/jixiao init 空间/新 {shlex.join(WHOLE)}", shell=True, cwd=tmp_path, text=True, capture_output=True, check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "文件超过了允许的大小" in done.stderr
    assert list((tmp_path / "空间").iterdir()) == []


def test_without_git_all_is_there_and_it_says_so(tmp_path: Path) -> None:
    done = run("jixiao", "init", "新", *WHOLE, cwd=tmp_path, PATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "没有 git" in done.stdout
    assert not (tmp_path / "新/.git").exists()
    assert run("jixiao", "check", cwd=tmp_path / "新").returncode == 0


def test_on_windows_it_is_the_same(county: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.windows", "init", tmp_path / "那里", *WHOLE],
        cwd=ROOT, capture_output=True, check=False, env={"SOURCE_DATE_EPOCH": TODAY},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode("cp936")
    there = tmp_path / "那里"
    assert git(there, "ls-files", "--stage") == git(county, "ls-files", "--stage")
    assert git(there, "status", "--short") == ""


# ---------------------------------------------------------------- its own look


def test_one_template_and_one_colour_are_its_own(county: Path) -> None:
    before = page(county)
    (county / "overrides/partials").mkdir()
    (county / "overrides/partials/footer.html").write_text("<footer>本县的页脚</footer>", "utf-8")
    own = county / "overrides/assets/style/own.css"
    own.write_text("[data-md-color-scheme] { --jx-accent: #8c1d18; }\n", "utf-8")
    after = page(county)
    assert "本县的页脚" in after
    assert "主办单位：" not in after
    header = re.compile(r"<header.*?</header>", re.DOTALL)
    assert header.findall(after) == header.findall(before) != []
    assert "本县的页脚" in (county / "site/404.html").read_text("utf-8")
    (style,) = (county / "site/assets").glob("style-*/jixiao.css")
    assert style.read_text("utf-8").rstrip().endswith("--jx-accent: #8c1d18; }")
    assert style.parent.name in after


def test_without_a_configuration_it_looks_as_the_program_does(county: Path) -> None:
    style = re.compile(r"assets/style-[0-9a-f]+")  # without own.css it is another
    before = page(county)
    (county / "mkdocs.yml").unlink()
    shutil.rmtree(county / "overrides")
    after = page(county)
    assert style.sub("", after) == style.sub("", before)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("theme:\n  name: material\n  custom_dir: 样子\n", "没有这个文件夹"),
        ("markdown_extensions: [footnotes]\n", "markdown_extensions 由程序定"),
        ("theme: [\n", "不能用，请改正"),
        ("- 一\n", "应为“键: 值”的行"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_told(text: str, told: str, county: Path) -> None:
    (county / "mkdocs.yml").write_text(text, "utf-8")
    done = run("jixiao", "build", cwd=county)
    assert done.returncode == 1
    assert told in done.stderr
    assert "mkdocs.yml" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (county / "site").exists()


def test_a_configuration_of_one_line_is_enough(county: Path) -> None:
    (county / "mkdocs.yml").write_text("plugins:\n  - search\n", "utf-8")
    assert "主办单位：示例县人民政府" in page(county)


# ---------------------------------------------------------------- a later version


def as_an_older_version_wrote(county: Path, path: str) -> None:
    """A file of the program as it would be had an older version made the repository."""
    file, sums = county / path, county / "deploy/files.sha256"
    old = file.read_bytes()
    file.write_bytes(old + b"\n# as it was before\n")
    before, after = (hashlib.sha256(data).hexdigest() for data in (old, file.read_bytes()))
    sums.write_text(sums.read_text("utf-8").replace(before, after), "utf-8")


def test_nothing_to_upgrade_is_said_and_nothing_changes(county: Path) -> None:
    before = tree(county)
    done = run("jixiao", "upgrade", cwd=county)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "没有要改的：内容是第 1 版的格式。\n"
    assert tree(county) == before


def test_the_programs_files_follow_it_and_the_countys_stay(county: Path) -> None:
    new = tree(county)
    as_an_older_version_wrote(county, "deploy/publish")
    as_an_older_version_wrote(county, "deploy/hooks/pre-commit")
    as_an_older_version_wrote(county, "docs/git.md")
    (county / "docs/git.md").write_text("本单位的办法\n", "utf-8")
    (county / "docs/security.md").unlink()
    (county / "content/pages/about.md").write_text("# 关于\n\n本单位的话\n", "utf-8")
    done = run("jixiao", "upgrade", cwd=county)
    assert done.returncode == 0, done.stderr
    after = tree(county)
    assert after["deploy/publish"] == new["deploy/publish"]
    assert os.access(county / "deploy/publish", os.X_OK)
    assert "  deploy/publish\n" in done.stdout
    assert "cp deploy/hooks/pre-commit .git/hooks/" in done.stdout
    assert after["docs/git.md"].decode() == "本单位的办法\n"
    assert "没有换 docs/git.md" in done.stdout
    assert after["build/upgrade/docs/git.md"] == new["docs/git.md"]
    assert "docs/security.md" not in after
    assert after["content/pages/about.md"].decode() == "# 关于\n\n本单位的话\n"
    again = run("jixiao", "upgrade", cwd=county)
    assert "没有换 docs/git.md" in again.stdout
    assert "deploy/publish" not in again.stdout


def test_a_file_that_the_county_changed_is_told_only_where_there_is_a_newer_one(
    county: Path,
) -> None:
    (county / "docs/git.md").write_text("本单位的办法\n", "utf-8")
    done = run("jixiao", "upgrade", cwd=county)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "没有要改的：内容是第 1 版的格式。\n"
    assert not (county / "build/upgrade").exists()


def test_without_the_list_it_is_said_that_no_file_was_renewed(county: Path) -> None:
    (county / "deploy/files.sha256").unlink()
    before = tree(county)
    done = run("jixiao", "upgrade", cwd=county)
    assert done.returncode == 0, done.stderr
    assert "没有 deploy/files.sha256" in done.stdout
    assert "git checkout -- deploy/files.sha256" in done.stdout
    assert tree(county) == before


def test_requirements_in_another_encoding_are_told(county: Path, tmp_path: Path) -> None:
    wheel = tmp_path / "jixiao-1.2.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("generator/shipped/requirements.txt", "")
    (county / "requirements.txt").write_bytes("# 说明\n".encode("gbk"))
    before = tree(county)
    for option in ((), ("--wheel", wheel)):
        done = run("jixiao", "upgrade", *option, cwd=county)
        assert done.returncode == 1
        assert "requirements.txt 不是 UTF-8，什么也没有改" in done.stderr
    assert tree(county) == before


@pytest.mark.parametrize("broken", [b"\xff", b"not a list\n"])
def test_a_list_that_cannot_be_read_leaves_the_content_too(county: Path, broken: bytes) -> None:
    site = county / "content/site.yml"
    site.write_text(re.sub("格式版本: 1\n", "", site.read_text("utf-8")), "utf-8")
    (county / "deploy/files.sha256").write_bytes(broken)
    before = tree(county)
    done = run("jixiao", "upgrade", cwd=county)
    assert done.returncode == 1
    assert "deploy/files.sha256 读不了，或者坏了，什么也没有改" in done.stderr
    assert tree(county) == before


def test_a_new_package_is_one_line_and_one_file(county: Path, tmp_path: Path) -> None:
    lines = (county / "requirements.txt").read_text("utf-8").splitlines()
    for version in ("1.2.0", "1.10.0"):
        wheel = tmp_path / f"jixiao-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("generator/shipped/requirements.txt", "")
        done = run("jixiao", "upgrade", "--wheel", wheel, cwd=county)
        assert done.returncode == 0, done.stderr
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        now = (county / "requirements.txt").read_text("utf-8").splitlines()
        assert now[:-1] == lines[:-1]
        assert now[-1] == f"jixiao=={version} --hash=sha256:{digest}"
        assert [one.name for one in (county / "wheels").iterdir()] == [wheel.name]
    done = run("jixiao", "upgrade", cwd=county)
    assert done.returncode == 1
    assert "写的是 jixiao 1.10.0，现在运行的是" in done.stderr
    done = run("jixiao", "upgrade", "--wheel", wheel, cwd=tmp_path)
    assert done.returncode == 1
    assert "jixiao init 做的文件夹" in done.stderr


# ---------------------------------------------------------------- the version of the format


def test_content_without_a_version_is_of_the_first_and_gets_it(tmp_path: Path) -> None:
    content = made_up.content(tmp_path)
    site = content / "site.yml"
    text = "# 说明\r\n\r\n" + site.read_text("utf-8").replace("\n", "\r\n")
    site.write_bytes(text.encode())
    assert run("jixiao", "check", cwd=tmp_path).returncode == 0
    done = run("jixiao", "upgrade", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "content/site.yml" in done.stdout
    assert site.read_bytes().decode() == text.replace("\r\n\r\n", "\r\n\r\n格式版本: 1\r\n", 1)
    assert "没有要改的" in run("jixiao", "upgrade", cwd=tmp_path).stdout
    assert run("jixiao", "check", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("stated", "told"),
    [("9", "内容的格式是第 9 版"), ("一", "应为 1 以上的整数"), ("0", "应为 1 以上的整数"),
     ("[1]", "应为 1 以上的整数，写成了一组内容。")],
)  # fmt: skip
def test_content_of_a_newer_format_is_told_and_left_alone(
    stated: str, told: str, tmp_path: Path
) -> None:
    content = made_up.content(tmp_path, 格式版本=stated)
    made_up.report(content, "shili", 2024, more={"新的键": "甲"})
    before = tree(content)
    done = run("jixiao", "check", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.count(": 错误: ") == 1
    assert told in done.stdout
    assert "format-version" in done.stdout
    for command in ("upgrade", "build"):
        done = run("jixiao", command, cwd=tmp_path)
        assert done.returncode == 1
        assert told in done.stderr
    assert tree(content) == before


@pytest.mark.parametrize(
    ("line", "after"),
    [('"格式版本": 1', '"格式版本": 2'), ("'格式版本' : \"1\"", "'格式版本' : 2"),
     ("格式版本: 1  # 勿改", "格式版本: 2  # 勿改"), ("格式版本:", "格式版本: 2")],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_version_is_written_as_its_line_stands(
    line: str, after: str, end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = made_up.content(tmp_path) / "site.yml"
    text = f"{site.read_text('utf-8')}{line}\n".replace("\n", end)
    site.write_bytes(text.encode())
    monkeypatch.setattr(format_version, "MIGRATIONS", [lambda path, text: text])
    done = CliRunner().invoke(app, ["upgrade", "--content", str(site.parent)])
    assert done.exit_code == 0, done.output
    assert site.read_bytes().decode() == text.replace(line + end, after + end)
    assert (
        "没有要改的" in CliRunner().invoke(app, ["upgrade", "--content", str(site.parent)]).stdout
    )


def test_a_version_on_a_line_of_its_own_is_told_and_left_alone(tmp_path: Path) -> None:
    site = made_up.content(tmp_path, 格式版本="1") / "site.yml"
    text = re.sub("格式版本: *1", "格式版本:\n  1", site.read_text(encoding="utf-8"))
    assert "格式版本:\n  1" in text
    site.write_text(text, encoding="utf-8")
    done = run("jixiao", "upgrade", cwd=tmp_path)
    assert done.returncode == 1
    assert "什么也没有改" in done.stderr
    assert site.read_text(encoding="utf-8") == text


def test_content_of_an_older_format_is_told_and_rewritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No version after the first is there yet: this one renames a key of reports."""
    content = made_up.content(tmp_path, 格式版本="1")
    made_up.report(content, "shili", 2024, more={"旧键": "甲"})
    monkeypatch.setattr(
        format_version, "MIGRATIONS",
        [lambda path, text: text.replace("旧键", "实施单位") if "reports/" in path else text],
    )  # fmt: skip
    option = ["--content", str(content)]
    checked = CliRunner().invoke(app, ["check", *option])
    assert checked.exit_code == 1
    assert "请运行 jixiao upgrade" in checked.stdout
    before = tree(content)
    done = CliRunner().invoke(app, ["upgrade", *option])
    assert done.exit_code == 0, done.output
    after = tree(content)
    changed = {path for path in after if after[path] != before[path]}
    assert changed == {"site.yml", "reports/2024/gonganju/shili.yml"}
    assert "实施单位: 甲" in after["reports/2024/gonganju/shili.yml"].decode()
    assert "格式版本: 2" in after["site.yml"].decode()
    assert CliRunner().invoke(app, ["check", *option]).exit_code == 0
    assert "没有要改的" in CliRunner().invoke(app, ["upgrade", *option]).stdout
