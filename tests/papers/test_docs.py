"""What exists is documented, and what is documented exists."""

import ast
import re
from itertools import chain
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from generator.check.rules import registered_rules
from generator.cli.main import app
from generator.model import report
from tests.conftest import ROOT

MANUAL = (ROOT / "docs/manual.md").read_text(encoding="utf-8")
PROBLEMS = (ROOT / "docs/problems.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
PAPERS = {
    name: (ROOT / "docs" / name).read_text(encoding="utf-8")
    for name in ("administration.md", "git.md", "manual.md", "restore.md")
}
RULE = re.compile(r"[a-z]+(-[a-z]+)*")
COMPLAINTS = {
    "Problem",
    "problem",
    "key_problem",
    "complain",
    "_complain",
    "_at",
    "value_error",
    "_add_problem",
    "append",  # of the arguments of one
}


def rules_in_code() -> set[str]:
    """Ids of structural rules: the lower-case words among the arguments of what makes a problem.

    Rules on content have a file each, and `test_rule_pages.py`.
    """
    found = set()
    for file in (ROOT / "generator").rglob("*.py"):
        if file.parent.name == "rules":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                pairs = [a.elts if isinstance(a, ast.Tuple) else [a] for a in node.args]
                constants = [a.value for a in chain(*pairs) if isinstance(a, ast.Constant)]
                if name in COMPLAINTS:
                    found |= {str(c) for c in constants if RULE.fullmatch(str(c))}
    returned = re.findall(
        r'return "([a-z-]+)", f"', (ROOT / "generator/check/report_checks.py").read_text()
    )
    return found | set(returned) | {"value"}


def test_every_rule_is_documented_and_every_documented_rule_exists() -> None:
    assert set(re.findall(r"^### (\S+)$", PROBLEMS, re.MULTILINE)) == rules_in_code()


def test_every_rule_in_a_golden_case_is_documented() -> None:
    for file in (ROOT / "tests/check/cases").glob("*/problems.txt"):
        for rule in re.findall(r"\(([a-z-]+)\)$", file.read_text(encoding="utf-8"), re.MULTILINE):
            assert rule in registered_rules() or f"### {rule}\n" in PROBLEMS, rule


def test_no_rule_on_content_has_the_name_of_a_structural_one() -> None:
    assert set(registered_rules()) & rules_in_code() == set()


@pytest.mark.parametrize("name", app.commands)
def test_every_command_is_documented(name: str) -> None:
    assert f"`jixiao {name}`" in MANUAL
    command = app.commands[name]
    assert command.help
    assert all(param.help for param in command.params if isinstance(param, click.Option))


def test_documented_commands_exist() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for text in (README, CHINESE, contributing, *PAPERS.values()):
        for name in re.findall(r"(?<![\w/@-])jixiao ([a-z]+)", text):
            assert name in app.commands, name


@pytest.mark.parametrize("name", PAPERS)
def test_options_and_files_that_a_paper_names_exist(name: str) -> None:
    """`jixiao` with its options, `make` with its targets, files of the project, git settings."""
    text = PAPERS[name]
    for command, rest in re.findall(r"(?<![\w/@-])jixiao ([a-z]+)((?: [^`\n|'\"]*)?)", text):
        known = {option for param in app.commands[command].params for option in param.opts}
        for option in re.findall(r" (--[a-z-]+)", rest):
            assert option in known | {"--help"}, f"jixiao {command} {option}"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`(?:[A-Z_]+=\S+ )?make (?:[A-Z]+=\S+ )?([a-z]+)", text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"make {target}"
    rooms = "deploy|docs|generator|overrides|tools|content"
    for file in re.findall(rf"(?<![\w.-])(?:/opt/jixiao/|(?<!/))((?:{rooms})/[\w./-]+)", text):
        assert file.startswith("content/reports/") or (ROOT / file).exists(), file
    hooks = "".join(f.read_text("utf-8") for f in (ROOT / "deploy/hooks").iterdir())
    for setting in re.findall(r"(?<![\w/@.-])jixiao\.([a-z]\w*)", text):
        assert setting in ("conf", "example") or re.search(
            rf"(jixiao\.|setting ){setting}\b", hooks
        ), setting


def test_jixiao_is_called_by_one_name() -> None:
    """Papers, hooks and messages call the command as a person types it after `make command`."""
    files = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "deploy").rglob("*")]
    files += (ROOT / "generator").rglob("*.py")
    ours = {"deploy/hooks/pre-commit"}  # it looks for the program there first
    for file in files:
        if file.is_file() and str(file.relative_to(ROOT)) not in ours:
            text = file.read_text(encoding="utf-8")
            found = re.findall(r".*(?<!work/)(?<!\$)\.venv/bin/jixiao.*", text)
            assert not found, f"{file.name}: {found}"


def test_headings_that_papers_link_to_exist() -> None:
    """As GitHub and GitLab name them: small letters, no punctuation, hyphens for spaces."""
    for name, text in PAPERS.items():
        for file, anchor in re.findall(r"\]\(([\w.]*)#([^)]+)\)", text):
            target = (ROOT / "docs" / (file or name)).read_text(encoding="utf-8")
            headings = re.findall(r"^#+ (.+)$", target, re.MULTILINE)
            slugs = {re.sub(r"[^\w\- ]", "", one).lower().replace(" ", "-") for one in headings}
            assert anchor in slugs, f"{name}: {file}#{anchor}"


def test_every_field_is_documented() -> None:
    for kind in vars(report).values():
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for field in kind.model_fields.values():
                assert str(field.alias) in MANUAL, f"{kind.__name__}: {field.alias}"


def test_every_make_target_is_in_the_readme() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE):
        assert f"make {target}" in README, target


def test_the_readmes_stay_short_and_show_the_same() -> None:
    for text in (README, CHINESE):
        assert len(text.splitlines()) <= 120
    pictures, commands = r"\(docs/images/(\S+)\)", r"^    ((?:make|jixiao|git) .*?)(?:  +#|$)"
    assert re.findall(pictures, README) == re.findall(pictures, CHINESE) != []
    assert set(re.findall(commands, CHINESE, re.MULTILINE)) <= set(
        re.findall(commands, README, re.MULTILINE)
    )


def test_files_that_contributing_names_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:generator|overrides|tests|docs|deploy)/[\w./-]+)`", text)
    assert len(named) > 20
    for file in named:
        assert (ROOT / file).exists(), file
    every = {file.name for file in ROOT.glob("generator/**/*")}
    every |= {file.name for file in ROOT.glob("overrides/**/*")} | {"test_narrative.py"}
    every |= {file.name for file in ROOT.glob("*.py")}
    for file in re.findall(r"`([\w-]+\.(?:py|typ|css|js|j2))`", text):
        assert file in every, file


def test_modules_that_the_architecture_names_exist() -> None:
    every = {str(file.relative_to(ROOT / "generator")) for file in ROOT.glob("generator/**/*.py")}
    names = {file.rpartition("/")[2] for file in every}
    papers = [ROOT / "docs/architecture.md", *(ROOT / "docs/decisions").glob("*.md")]
    for paper in papers:
        text = paper.read_text(encoding="utf-8")
        for file in re.findall(r"`([\w/]+\.py)`", text):
            ours = file in every or (ROOT / file).exists() or ("/" not in file and file in names)
            assert ours or file.startswith("test_"), f"{paper.name}: {file}"


def test_what_the_threat_model_names_exists() -> None:
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+\.py)(?:::(test_\w+))?`", text)
    assert len(named) > 15
    for file, function in named:
        (found,) = (ROOT / "tests").rglob(file)
        assert f"def {function}" in found.read_text(encoding="utf-8"), function


def test_links_in_documents_lead_somewhere() -> None:
    for file in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8")):
            if not target.startswith("http") and target != "https://网址":
                assert (file.parent / target).exists(), f"{file.name}: {target}"


def test_public_code_is_documented() -> None:
    for file in (ROOT / "generator").rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), file
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{file.name}: {node.name}"


def test_locks_record_versions_and_hashes_but_no_address() -> None:
    for name in ("requirements.txt", "constraints.txt", "tests/properdocs.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"://|--index|--extra-index|--find-links|--trusted-host", text)
        for requirement in re.findall(r"^[a-z][^\n]*$", text, re.MULTILINE):
            assert "==" in requirement


def test_pinned_versions_agree() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z0-9._-]+==\S+)", text, re.MULTILINE))

    site = pins("requirements.txt")
    assert site <= pins("constraints.txt")
    # One engine in the place of the other, and nothing else: else the sites may differ by that.
    assert {pin.split("==")[0] for pin in pins("tests/properdocs.txt") ^ site} == {
        "mkdocs",
        "properdocs",
    }


def test_no_path_of_a_machine_is_recorded() -> None:
    kinds = (".py", ".md", ".yml", ".toml", ".txt", ".json", ".j2", ".css")
    top = [one for one in ROOT.iterdir() if one.name not in {".venv", "build", "site", ".git"}]
    every = [file for one in top for file in (one.rglob("*") if one.is_dir() else [one])]
    ours = [file for file in every if file.suffix in kinds and file.is_file()]
    assert len(ours) > 100
    for file in ours:
        if file != Path(__file__):
            assert "/root/" not in file.read_text(encoding="utf-8", errors="replace"), file
