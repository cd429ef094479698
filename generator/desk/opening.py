"""The site of the content, from the first moment on: what is read so far is told until it is there.

What makes pages takes as long to load as all else of the desk; it is loaded meanwhile.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import Response

from generator.content.editing import EditedContent
from generator.desk import notes
from generator.desk.answers import html
from generator.runtime.executors import ExecutorFor

if TYPE_CHECKING:
    from generator.desk.site import Site


class OpeningSite:
    """The site, or how far it is."""

    def __init__(
        self, edited: EditedContent, config_file: Path, cache: Path, executor_for: ExecutorFor
    ) -> None:
        self._edited, self._config_file = edited, config_file
        self._cache, self._executor_for = cache, executor_for
        self._site: Site | None = None

    def open(self) -> None:
        """Answer with pages from now on: all content was read."""
        from generator.desk.site import Site  # noqa: PLC0415

        site = Site(self._edited, self._config_file, self._cache, self._executor_for)
        site.prepare()
        self._site = site

    def reset_renderer(self) -> None:
        """Forget the page renderer: the configuration, the theme or the sections changed."""
        if self._site:
            self._site.reset_renderer()

    def answer(self, address: str, state: str) -> Response:
        """The answer for an address relative to the site's root.

        `state` is the number of the content's state, which the page follows.
        """
        if self._site:
            return self._site.answer(address, state)
        done, total = self._edited.progress
        text = f"正在准备：读了 {done} 份报告，共 {total} 份。准备好了自动打开。"
        return html(notes.page("请稍候", text, (), state, refresh=True), 503)
