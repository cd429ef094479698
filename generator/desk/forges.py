"""The address at which a merge request of a pushed branch is opened, by the forge of the remote."""

import re
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

# scp's way (git@host:group/project.git), and addresses (ssh://git@host:2222/group/project.git).
_SCP = re.compile(r"(?:[^@/:\s]+@)?(?P<host>\[[0-9a-fA-F:]+\]|[^/:\s]{2,}):(?P<path>[^\\]+)")
_ADDRESS = re.compile(
    r"(?P<scheme>https?|ssh|git\+ssh)://(?:[^@/\s]*@)?(?P<host>\[[0-9a-fA-F:]+\]|[^/:\s]+)"
    r"(?P<port>:[0-9]+)?/(?P<path>.+)"
)
_LINK = re.compile(r"https?://[^\s<>\"'，。）]+")
GITLAB = "gitlab"
_KINDS = ((GITLAB, GITLAB), ("gitee", "gitee"), ("github", "github"),
          ("gitea", "gitea"), ("forgejo", "gitea"), ("codeberg", "gitea"))  # fmt: skip


class Project(NamedTuple):
    """A project on a forge: its page, and the kind of the forge; empty where it is not known."""

    page: str
    kind: str


def project_of(remote: str) -> Project | None:
    """The project of a remote's address; None where it is a folder or the like."""
    found = _ADDRESS.fullmatch(remote.strip()) or _SCP.fullmatch(remote.strip())
    path = found["path"].strip("/").removesuffix(".git") if found else ""
    if found is None or "/" not in path:
        return None
    parts, host = found.groupdict(), found["host"].lower()
    root = f"https://{host}"
    if parts.get("scheme") in ("http", "https"):
        # The port of ssh says nothing of the web server's: there the usual one is meant.
        root = f"{parts['scheme']}://{host}{parts['port'] or ''}"
    kind = next((kind for word, kind in _KINDS if word in host), "")
    return Project(f"{root}/{quote(path)}", kind)


def merge_request_link(
    project: Project | None, template: str, branch: str, main: str, said: str
) -> str:
    """Where to open the merge request; empty where nobody says.

    `template` is that of `site.yml`; `said` what the server printed at the push: a link to its own
    pages knows best, and any is better than none where the kind of the forge is not known.
    """
    source, target = quote(branch, safe=""), quote(main, safe="")
    if template:
        return template.replace("{分支}", source).replace("{主分支}", target)
    found = _LINK.search(said)
    printed = found[0].rstrip(".,;:)") if found else ""
    if project and urlsplit(printed).hostname == urlsplit(project.page).hostname:
        return printed
    if project and project.kind == GITLAB:
        asked = {"merge_request[source_branch]": branch, "merge_request[target_branch]": main}
        return f"{project.page}/-/merge_requests/new?{urlencode(asked)}"
    if project and project.kind == "gitee":
        owner = project.page.rsplit("/", 2)[1]
        return f"{project.page}/pull/new/{owner}:{source}...{owner}:{target}"
    if project and project.kind:
        more = "?expand=1" if project.kind == "github" else ""
        return f"{project.page}/compare/{target}...{source}{more}"
    return printed


def push_options(project: Project | None, main: str, title: str) -> list[str]:
    """Options of a push by which GitLab opens the merge request itself; others know none."""
    if project is None or project.kind != GITLAB:
        return []
    wanted = ("merge_request.create", f"merge_request.target={main}",
              f"merge_request.title={title}")  # fmt: skip
    return [word for one in wanted for word in ("-o", one)]
