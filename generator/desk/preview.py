"""`jixiao serve`: shows the site of the content, follows edits until it is interrupted."""

import logging
import os
import queue
import threading
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import click
from watchdog import events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from generator.check.reporters.summary import level_counts
from generator.check.reporters.text import as_lines
from generator.console.terminal import jixiao, progress_bar
from generator.content.editing import EditedContent
from generator.desk.opening import OpeningSite
from generator.desk.server import Changes, More, Server
from generator.model.problems import JixiaoError, Level
from generator.runtime.executors import ExecutorFor

_MOST = 20  # errors that are told one by one
_PAUSE = 0.03  # seconds without news after which a change is over: an editor writes in steps
_CALM = 0.2  # after which there is time to compare all reports; until then pages come first
# Not that a file was read: we read ten thousands of them, and each would be an event.
_CHANGES: list[type[FileSystemEvent]] = [
    events.FileCreatedEvent, events.FileModifiedEvent, events.FileClosedEvent,
    events.FileMovedEvent, events.FileDeletedEvent,
    events.DirCreatedEvent, events.DirMovedEvent, events.DirDeletedEvent,
]  # fmt: skip


class Preview:
    """Content, its site, and who is told of changes."""

    def __init__(
        self, edited: EditedContent, config_file: Path, cache: Path, executor_for: ExecutorFor
    ) -> None:
        self._edited, self._changes = edited, Changes()
        self._site = OpeningSite(edited, config_file, cache, executor_for)
        self._theme = (config_file.parent / "overrides").absolute()
        self._speaking, self._is_over = threading.Lock(), False
        self._untold: set[str] = set()  # paths that were read again, of which the terminal says
        self._is_untold = False

    def serve(
        self, host: str, port: int, more: Callable[[str, Changes], More] | None = None
    ) -> None:
        """Answer browsers until interrupted, from the start: who is early sees what is read yet.

        `more` makes what is served beside the site. Raises JixiaoError where the address cannot be
        used.
        """
        server = Server(host, port, self._site, self._changes, more)
        answering = threading.Thread(target=server.serve_forever, daemon=True)
        answering.start()  # and ends with the process: no browser is left waiting for it
        try:
            if server.is_open_to_others:
                self._say("注意：能连到这台机器的人都看得到草稿。")
            what = "工作台" if server.opening_address != server.address else "预览"
            self._say(f"{what}：{server.opening_address}（按 Ctrl+C 结束）")
            self._read()
            while answering.is_alive():
                # Ctrl+C wakes any thread while another starts a process: look for it now and then.
                answering.join(0.5)
        finally:
            with self._speaking:
                self._is_over = True

    def _say(self, message: str) -> None:
        """For the terminal; nothing once the preview is over: an edit may still be being read."""
        with self._speaking:
            if not self._is_over:
                click.echo(message, err=True)

    def _read(self) -> None:
        watch = Watch((self._edited.content, self._theme))  # what is saved meanwhile is read again
        with progress_bar() as advance:
            self._edited.read_all(lambda total: advance("读取报告", total))
        self._site.open()
        self._changes.notify()
        counts = level_counts(self._edited.problems) or "没有发现问题"
        check = jixiao("check", self._edited.content)
        self._say(f"读了 {len(self._edited)} 份报告：{counts}。逐条列出：{check}")
        watch.follow(self._changed, self._compared)

    def _changed(self, files: set[Path]) -> None:
        if not self._edited.content.is_dir():
            self._say(
                f"内容文件夹 {self._edited.content} 不见了。放回来以后，请按 Ctrl+C 结束，"
                "再运行 jixiao serve。"
            )
            return
        self._tolerant(lambda: self._update(files))

    def _compared(self) -> None:
        """After edits: what rules find between reports, and what became of it all."""
        self._tolerant(self._compare)

    def _tolerant(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            # A file that is gone again, or our own fault: what follows is read all the same.
            reason = error if isinstance(error, OSError | JixiaoError) else repr(error)
            self._say(f"文件在变动，没有读成；下一次变动时全部再读：{reason}")

    def _update(self, files: set[Path]) -> None:
        """Read again what changed, and have browsers load their page again."""
        of_theme = {file for file in files if file.is_relative_to(self._theme)}
        before = _shared_content(self._edited)
        read = self._edited.read_changed(files - of_theme)
        if of_theme or _shared_content(self._edited) != before:
            self._site.reset_renderer()
        if of_theme or read is not None:
            self._changes.notify()
            self._untold.update(read or ())
            self._is_untold = True

    def _compare(self) -> None:
        if self._edited.check_across_reports():
            self._changes.notify()
        if self._is_untold:
            self._say(self._update_message(sorted(self._untold)))
            self._untold.clear()
            self._is_untold = False

    def _update_message(self, read: Sequence[str]) -> str:
        """For the terminal: the errors of what was read, and how many problems it has."""
        found, errors = self._edited.problems, self._edited.errors
        if len(read) == 1:
            found = self._edited.problems_of(read[0])
            errors = tuple(one for one in found if one.level is Level.ERROR)
        left = f"还有 {len(errors) - _MOST} 个错误。\n" if len(errors) > _MOST else ""
        return f"{as_lines(errors[:_MOST])}{left}已更新：{level_counts(found) or '没有发现问题'}。"


def _shared_content(edited: EditedContent) -> object:
    """What every page shows of the content: where it changed, the theme is made anew."""
    made = edited.catalogue
    return made and (made.site, [(one.slug, one.title) for one in made.pages], list(made.by_year))


class Watch(FileSystemEventHandler):
    """Watches folders for changed files from now on; `follow` hands them over.

    Changes close together are reported together.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        # Its own messages are nothing that staff could act on.
        logging.getLogger("watchdog").setLevel(logging.CRITICAL)
        warnings.filterwarnings("ignore", module="watchdog")
        self._changed_paths: queue.SimpleQueue[Path] = queue.SimpleQueue()
        there = [os.fspath(folder.absolute()) for folder in folders if folder.is_dir()]
        try:
            self._observe(Observer(), there)
        except OSError:  # as many files are followed on this machine as the system allows
            self._observe(PollingObserver(), there)

    def _observe(self, observer: BaseObserver, folders: list[str]) -> None:
        observer.daemon = True
        for folder in folders:
            observer.schedule(self, folder, recursive=True, event_filter=_CHANGES)
        observer.start()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Collect what changed; a folder that holds something else is an event as well."""
        for path in filter(None, (event.src_path, event.dest_path)):
            self._changed_paths.put(Path(str(path)))

    def follow(self, changed: Callable[[set[Path]], None], calm: Callable[[], None]) -> None:
        """From now on `changed` is called with the files that changed, in a thread of its own.

        And `calm` after that, when nothing more changes.
        """
        threading.Thread(target=self._report, args=(changed, calm), daemon=True).start()

    def _report(self, changed: Callable[[set[Path]], None], calm: Callable[[], None]) -> None:
        patience = None
        while True:
            try:
                files = {self._changed_paths.get(timeout=patience)}
            except queue.Empty:
                patience = None
                calm()
                continue
            with suppress(queue.Empty):
                while True:
                    files.add(self._changed_paths.get(timeout=_PAUSE))
            changed(files)
            patience = _CALM
