"""`jixiao serve`: shows the site of the content, follows edits until it is interrupted."""

from __future__ import annotations

import threading
from pathlib import Path

import click

from generator.live import Live
from generator.preview import watch
from generator.preview.server import Changes, listen
from generator.preview.site import Site
from generator.problems import JixiaoError
from generator.reporters.summary import counted
from generator.reporters.text import as_lines
from generator.terminal import progress
from generator.workers import Hire


class Preview:
    """Content, its site, and who is told of changes."""

    def __init__(self, live: Live, config_file: Path, cache: Path, workers: Hire) -> None:
        self._live, self._changes = live, Changes()
        self._site = Site(live, config_file, cache, workers, self._changes.tell)
        self._theme = (config_file.parent / "overrides").absolute()

    def serve(self, host: str, port: int) -> None:
        """Answer browsers until interrupted, from the start: who is early sees that it is read.

        Raises JixiaoError where the address is taken.
        """
        with listen(host, port, self._site, lambda: self._live.problems, self._changes) as server:
            answering = threading.Thread(target=server.serve_forever, daemon=True)
            answering.start()
            try:
                self._read()
                click.echo(f"预览：http://{host}:{port}/（按 Ctrl+C 结束）", err=True)
                answering.join()
            finally:
                server.shutdown()

    def _read(self) -> None:
        with progress() as advance:
            self._live.read_all(lambda total: advance("读取报告", total))
        self._site.open()
        watch.follow((self._live.content, self._theme), self._changed)
        self._changes.tell()
        counts = counted(self._live.problems) or "没有发现问题"
        text = f"读了 {len(self._live)} 份报告：{counts}。逐条列出：jixiao check"
        click.echo(text, err=True)

    def _changed(self, files: set[Path]) -> None:
        """Read again what changed, and have browsers load their page again."""
        of_theme = {file for file in files if file.is_relative_to(self._theme)}
        before = _frame(self._live)
        try:
            read = self._live.read_again(files - of_theme)
        except (OSError, JixiaoError) as error:  # half-written, or gone again
            click.echo(f"没有读成，等下一次保存：{error}", err=True)
            return
        if of_theme or _frame(self._live) != before:
            self._site.renew()
        if read or of_theme:
            self._changes.tell()
            self._say(read)

    def _say(self, read: list[str]) -> None:
        """On the terminal, too: what is wrong with what was edited."""
        problems = self._live.problems_of(read[0]) if len(read) == 1 else self._live.elsewhere
        click.echo(as_lines(problems), nl=False, err=True)
        click.echo("已更新。", err=True)


def _frame(live: Live) -> object:
    """What every page shows of the content."""
    made = live.catalogue
    return made and (made.site, [(one.slug, one.title) for one in made.pages], bool(made.public))
