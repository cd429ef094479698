"""The staff's manual and the papers that it leads to, read at the desk without internet."""

from collections.abc import Sequence

import markdown
from markdown.extensions.toc import TocExtension, slugify_unicode
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.desk.desk import ROOT, Desk
from generator.runtime.program import shipped

# Papers that come with the program; each lies beside the others, so links between them lead there.
_PAPERS = (
    "administration.md", "forms.md", "git.md", "import.md", "manual.md", "problems.md",
    "restore.md", "security.md",
)  # fmt: skip


class ManualPage:
    """The papers of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Sequence[Route]:
        """Where they are found."""
        return [Route(f"{ROOT}manual/{{name:path}}", self.show)]

    def show(self, request: Request) -> Response:
        """One paper; of those that only the program's own repository has, that it is not here."""
        name = request.path_params["name"]
        file = shipped(f"docs/{name}")
        if name not in _PAPERS or not file.is_file():
            told = "这一页没有随程序装在本机。"
            return self._desk.page("message.html.j2", 404, title="没有这一页", text=told)
        body, title = _read(file.read_text(encoding="utf-8"))
        return self._desk.page(
            "manual.html.j2",
            here=f"manual/{name}",
            paper_title=title,
            body=Markup(body),  # noqa: S704
        )


def _read(text: str) -> tuple[str, str]:
    """A paper of the program's own as HTML, and its title."""
    toc = TocExtension(slugify=slugify_unicode)
    body = markdown.markdown(text, extensions=["tables", "sane_lists", toc])
    # What is wider than the page is moved by keys.
    body = body.replace("<pre>", '<pre tabindex="0">')
    title = text.partition("\n")[0].removeprefix("# ").strip()
    return body, title
