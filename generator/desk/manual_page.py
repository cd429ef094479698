"""The staff's manual, the papers that it leads to and its pictures: read at the desk, offline."""

from collections.abc import Sequence
from typing import Any

import markdown
from markdown.extensions.toc import TocExtension, slugify_unicode
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.check import rule_pages
from generator.desk.desk import ROOT, Desk
from generator.runtime.program import shipped

# Papers that come with the program; each lies beside the others, so links between them lead there.
_PAPERS = (
    "administration.md", "forms.md", "git.md", "import.md", "manual.md", "problems.md",
    "restore.md", "security.md",
)  # fmt: skip
_RULES = "rules/"  # below it, the pages that the rules themselves write


class ManualPage:
    """The papers of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Sequence[Route]:
        """Where they are found."""
        return [Route(f"{ROOT}manual/{{name:path}}", self.show)]

    def show(self, request: Request) -> Response:
        """A paper or a picture; of what only the program's repository has, that it is not here."""
        name = request.path_params["name"]
        if _is_picture(name):
            return Response(shipped(f"docs/{name}").read_bytes(), media_type="image/png")
        text = _text(name)
        if text is None:
            told = "这一页没有随程序装在本机。"
            return self._desk.page("message.html.j2", 404, title="没有这一页", text=told)
        return self._desk.page("manual.html.j2", here=f"manual/{name}", **_read(text))


def _is_picture(name: str) -> bool:
    """Whether the manual shows it, and it is there."""
    shown = f"](images/{name.removeprefix('images/')})" in (_text("manual.md") or "")
    return name.startswith("images/") and shown and shipped(f"docs/{name}").is_file()


def _text(name: str) -> str | None:
    """A paper as it is written."""
    if name.startswith(_RULES):
        return rule_pages.pages().get(name.removeprefix(_RULES))
    file = shipped(f"docs/{name}")
    return file.read_text(encoding="utf-8") if name in _PAPERS and file.is_file() else None


def _read(text: str) -> dict[str, Any]:
    """A paper of the program's own as HTML, its table of contents, its title."""
    toc = TocExtension(slugify=slugify_unicode, toc_depth="2-3")
    reader = markdown.Markdown(extensions=["tables", "fenced_code", "sane_lists", toc])
    body = reader.convert(text)
    # What is wider than the page is moved by keys.
    body = body.replace("<pre>", '<pre tabindex="0">')
    title = text.partition("\n")[0].removeprefix("# ").strip()
    contents = reader.toc if "<li>" in reader.toc else ""
    return {"paper_title": title, "body": Markup(body), "contents": Markup(contents)}  # noqa: S704
