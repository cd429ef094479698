"""`jixiao serve` as staff start it, asked over HTTP."""

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path
from typing import NamedTuple

from tests.conftest import BIN, ROOT, TODAY

JIXIAO = (str(BIN / "jixiao"),)
ON_WINDOWS = (sys.executable, "-m", "tests.support.windows")
REPORT = "reports/2021/gonganju/shili/"
EVENTS = "_jixiao/events"


class Answer(NamedTuple):
    status: int
    text: str
    kind: str
    address: str  # where it was found in the end


def answered(found: HTTPResponse | urllib.error.HTTPError) -> Answer:
    text = found.read().decode(errors="replace")
    return Answer(found.status or 0, text, found.headers["Content-Type"], found.url)


class Preview(NamedTuple):
    """One that runs: where, on what content, what keeps what it made, its process."""

    address: str
    content: Path
    cache: Path
    process: subprocess.Popen[str]
    opening_address: str = ""  # with the secret of the desk, where there is one

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        request = urllib.request.Request(self.address + path, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return answered(answer)
        except urllib.error.HTTPError as error:
            with error:
                return answered(error)

    def text(self, path: str = REPORT) -> str:
        return self.ask(path).text

    def bar(self, path: str = REPORT) -> str:
        """What is said on top of a page, without its tags."""
        found = re.search(r'<(aside|main) class="jp .*?</\1>', self.text(path), re.DOTALL)
        assert found, path
        return re.sub("<[^>]+>", "", found[0])

    def until(self, is_so: Callable[[], bool]) -> None:
        """Look again after each change, until it is so.

        The preview tells how it is at once and now and then, too, so nothing is missed.
        """
        with urllib.request.urlopen(self.address + EVENTS) as events:
            while not is_so():
                assert events.readline(), "the preview has ended"


@contextmanager
def serving(
    content: Path, *options: str, command: Sequence[str] = JIXIAO, address: str = "127.0.0.1:0",
    whole: bool = True,
) -> Iterator[Preview]:  # fmt: skip
    """A preview at a free port; with the desk, unless `options` say `--read-only`.

    It has read everything, or with `whole` false just told its address.
    """
    cache = content.parent / "cache"
    process = subprocess.Popen(
        [*command, "serve", "--content", str(content), "--address", address, *options],
        cwd=ROOT, encoding="cp936" if command == ON_WINDOWS else "utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "SOURCE_DATE_EPOCH": TODAY, "JIXIAO_CACHE": str(cache)},
        start_new_session=True,  # a group of its own, as on a terminal
    )  # fmt: skip
    assert process.stdout
    said = ""
    found = None
    with process:
        try:
            for line in process.stdout:
                said += line
                found = found or re.match("(?:预览|工作台)：(http://[^/]*/)(.*)（", line)
                if found and (line.startswith("读了 ") or not whole):
                    yield Preview(found[1], content, cache, process, found[1] + found[2])
                    break
        finally:
            process.send_signal(signal.SIGINT)
            said += process.stdout.read()
    assert "Traceback" not in said
    assert not re.search(r"^[A-Za-z ]+\.$", said, re.MULTILINE), said  # staff read Chinese
    assert said.endswith("已中断。\n"), said
    assert process.returncode == 2
