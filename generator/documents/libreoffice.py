"""LibreOffice, where it is installed: files of older office programs become .docx.

It runs in a group of processes that is killed on time, with a profile of its own that runs no
macro and follows no link. Whether it succeeded is told by the file, not by what it returns.
"""

import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.runtime import process_groups

VARIABLE = "JIXIAO_SOFFICE"
TIME_LIMIT = 60.0  # seconds for one file
MISSING = "没有装 LibreOffice"
SLOW = "LibreOffice 读了 {:.0f} 秒还没有读完，已经停下"
FAILED = "LibreOffice 打不开它"
TIRED = "前面几个文件都让 LibreOffice 停了下来，这一个没有再试；请单独导入它"
_MOST_AT_ONCE = 50  # its memory grows from file to file
_MOST_FRUITLESS = 5  # runs: a program that always hangs must not take an hour for a folder
_ENDED_WELL = (0, 1)  # 1 where it could not load one of the files; it goes on with the others
_STEP = 0.1  # seconds between two looks at what it has written

_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'  # noqa: E501
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),  # never
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Calc/Content/Update", "Link", "2"),
    # What asks the network all the same asks a port where nobody answers.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(_ITEM.format(*one) for one in _SETTINGS)
    + "</oor:items>\n"
)


class Source(NamedTuple):
    """A file to be converted: what it is by its content (doc, rtf, odt), and its bytes."""

    ending: str
    data: bytes


class Conversion(NamedTuple):
    """What became of a file: a .docx, or why there is none, as a Chinese phrase."""

    data: bytes = b""
    problem: str = ""


def find() -> str:
    """The path of the program; empty where it is not installed.

    The variable JIXIAO_SOFFICE goes before all: where it names no file, there is none.
    """
    if named := os.environ.get(VARIABLE):
        return named if Path(named).is_file() else ""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((os.fspath(one) for one in _usual_places() if one.is_file()), "")


def convert(
    sources: Sequence[Source], time_limit: float = TIME_LIMIT, total: float = math.inf
) -> list[Conversion]:
    """A conversion for each file, in their order; many take hardly longer than one.

    `time_limit` is in seconds, for each file: who takes longer is left out, the others are not.
    After `total` seconds no more of them are tried.
    """
    if not sources:
        return []
    if not (program := find()):
        return [Conversion(problem=MISSING)] * len(sources)
    with tempfile.TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True) as folder:
        return _Work(program, Path(folder), time_limit, total).convert(sources)


def _usual_places() -> Iterator[Path]:
    if sys.platform == "win32":
        for variable in ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)"):
            if folder := os.environ.get(variable):
                yield Path(folder, "LibreOffice", "program", "soffice.exe")
    elif sys.platform == "darwin":
        for folder in (Path("/"), Path.home()):
            yield folder / "Applications/LibreOffice.app/Contents/MacOS/soffice"
    else:
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


class _Work:
    """The files in a folder of their own, by numbers: a Chinese name is none of its business."""

    def __init__(self, program: str, folder: Path, time_limit: float, total: float) -> None:
        self._program, self._folder, self._time_limit = program, folder, time_limit
        self._until = time.monotonic() + total
        self._results = folder / "results"
        self._results.mkdir()
        profile = folder / "profile" / "user" / "registrymodifications.xcu"
        profile.parent.mkdir(parents=True)
        profile.write_text(_PROFILE, encoding="utf-8")

    def convert(self, sources: Sequence[Source]) -> list[Conversion]:
        """As `convert`; a file that stops the program is taken out, and it is started again."""
        for number, one in enumerate(sources):
            (self._folder / f"{number}.{one.ending}").write_bytes(one.data)
        problems: dict[int, str] = {}
        waiting, fruitless = list(range(len(sources))), 0
        while waiting:
            batch = waiting[:_MOST_AT_ONCE]
            stopped = self._run([f"{number}.{sources[number].ending}" for number in batch])
            failed = [number for number in batch if not self._has_result(number)]
            fruitless = fruitless + 1 if len(failed) == len(batch) else 0
            if stopped and failed:  # it takes them one after the other
                problems[failed[0]] = stopped
                waiting = [*failed[1:], *waiting[len(batch) :]]
            else:
                problems |= dict.fromkeys(failed, FAILED)
                waiting = waiting[len(batch) :]
            if fruitless >= _MOST_FRUITLESS or time.monotonic() > self._until:
                problems |= dict.fromkeys(waiting, TIRED)
                break
        return [
            Conversion(problem=problems[number])
            if number in problems
            else Conversion(self._result(number).read_bytes())
            for number in range(len(sources))
        ]

    def _result(self, number: int) -> Path:
        return self._results / f"{number}.docx"

    def _has_result(self, number: int) -> bool:
        """Whether it is there, and whole: who is killed may leave half of one."""
        return zipfile.is_zipfile(self._result(number))

    def _run(self, names: Sequence[str]) -> str:
        """Run the program once; why it had to be stopped, or stopped itself, else empty."""
        profile = (self._folder / "profile").as_uri()
        options = ("--headless", "--norestore", "--nologo", "--convert-to", "docx", "--outdir")
        command = [self._program, f"-env:UserInstallation={profile}", *options, "results", *names]
        try:
            with process_groups.running(command, self._folder, self._environment()) as process:
                return self._watch(process)
        except OSError:
            return FAILED

    def _watch(self, process: "subprocess.Popen[bytes]") -> str:
        """Wait for the end, as long as there is a new file within the time for one."""
        count, since = 0, time.monotonic()
        while True:
            try:
                return "" if process.wait(_STEP) in _ENDED_WELL else FAILED
            except subprocess.TimeoutExpired:
                found = len(os.listdir(self._results))  # noqa: PTH208
            if found > count:
                count, since = found, time.monotonic()
            elif time.monotonic() > min(since + self._time_limit, self._until):
                return SLOW.format(self._time_limit)

    def _environment(self) -> dict[str, str]:
        home = os.fspath(self._folder)
        return {**os.environ, "HOME": home, "TMPDIR": home, "SAL_USE_VCLPLUGIN": "svp"}
