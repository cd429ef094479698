"""Where the merge request of a pushed branch is opened."""

import pytest

from generator.desk.forges import merge_request_link, project_of, push_options

GITLAB = (
    "/-/merge_requests/new?merge_request%5Bsource_branch%5D=desk-1"
    "&merge_request%5Btarget_branch%5D=main"
)


@pytest.mark.parametrize(
    ("remote", "link"),
    [
        ("git@gitlab.example:shi/xian/jixiao.git", f"https://gitlab.example/shi/xian/jixiao{GITLAB}"),
        ("ssh://git@gitlab.example:2222/shi/jixiao.git", f"https://gitlab.example/shi/jixiao{GITLAB}"),
        ("https://gitlab.example:8443/shi/jixiao", f"https://gitlab.example:8443/shi/jixiao{GITLAB}"),
        ("https://jia:secret@gitea.example/shi/jixiao.git",
         "https://gitea.example/shi/jixiao/compare/main...desk-1"),
        ("http://forgejo.example:3000/shi/jixiao.git",
         "http://forgejo.example:3000/shi/jixiao/compare/main...desk-1"),
        ("git@github.com:shi/jixiao.git",
         "https://github.com/shi/jixiao/compare/main...desk-1?expand=1"),
        ("https://gitee.com/shi/jixiao.git",
         "https://gitee.com/shi/jixiao/pull/new/shi:desk-1...shi:main"),
        ("git@git.example:shi/jixiao.git", "https://git.example/shi/jixiao/pulls/new"),
        ("jixiao@git.example:repo.git", "https://git.example/shi/jixiao/pulls/new"),
        ("/srv/jixiao/repo.git", "https://git.example/shi/jixiao/pulls/new"),
        ("file:///srv/jixiao/repo.git", "https://git.example/shi/jixiao/pulls/new"),
        (r"C:\jixiao\repo.git", "https://git.example/shi/jixiao/pulls/new"),
    ],
)  # fmt: skip
def test_the_link_is_that_of_the_forge_else_the_printed_one(remote: str, link: str) -> None:
    said = "remote: Create it: https://git.example/shi/jixiao/pulls/new."
    assert merge_request_link(project_of(remote), "", "desk-1", "main", said) == link


def test_a_link_that_the_forge_prints_to_itself_knows_best() -> None:
    said = "View merge request for desk-1: https://gitlab.example/a/b/-/merge_requests/7"
    project = project_of("git@gitlab.example:a/b.git")
    link = merge_request_link(project, "", "desk-1", "main", said)
    assert link == "https://gitlab.example/a/b/-/merge_requests/7"


def test_the_address_of_the_settings_goes_first_and_names_are_escaped() -> None:
    template = "https://git.example/x/{主分支}?from={分支}"
    link = merge_request_link(None, template, "desk/甲", "main", "")
    assert link == "https://git.example/x/main?from=desk%2F%E7%94%B2"


def test_only_gitlab_is_told_to_open_the_request() -> None:
    assert push_options(project_of("git@gitlab.example:a/b.git"), "main", "改名称") == [
        "-o", "merge_request.create", "-o", "merge_request.target=main",
        "-o", "merge_request.title=改名称",
    ]  # fmt: skip
    assert push_options(project_of("git@github.com:a/b.git"), "main", "改名称") == []
