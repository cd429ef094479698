"""Commands in processes that have the program loaded: of a thousand starts each saves the loading.

A process loads the program once and forks for each command, which gets its arguments, environment,
folder and output as if a shell had started it. It ends as any process does, but for what takes
Python most of the time then: module after module is cleared.
"""

import atexit
import gc
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[2]
MESSAGE = 1 << 20  # bytes: arguments and environment of a command
LOADED_WHEN_NEEDED = (
    "generator.content.loader",
    "generator.content.examination_store",
    "generator.release.checkpoint",
    "generator.site.build",
)
# What Python looks at when it starts, and never again.
AT_START = ("PYTHON", "LANG", "LC_", "LD_")


def is_possible(environment: Mapping[str, str]) -> bool:
    """Whether a command can be run so: nothing in its environment is for Python's own start."""
    return not any(name.startswith(AT_START) for name in environment)


def run(
    arguments: Sequence[str], cwd: Path, environment: Mapping[str, str], given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run `jixiao` and wait for its end; `given` is what it can read."""
    told = json.dumps([arguments, str(cwd), dict(environment)]).encode()
    (end, ended), source = os.pipe(), os.memfd_create("stdin")
    os.write(source, given.encode())
    os.lseek(source, 0, os.SEEK_SET)
    files = [os.memfd_create("stdout"), os.memfd_create("stderr")]
    socket.send_fds(_keeper()[1], [told], [source, *files, ended])
    os.close(source)
    os.close(ended)
    with os.fdopen(end, "rb") as answer:
        code = int(answer.read())
    return subprocess.CompletedProcess(["jixiao", *arguments], code, *map(_text, files))


def _text(file: int) -> str:
    with os.fdopen(file, encoding="utf-8", errors="surrogateescape") as opened:
        opened.seek(0)
        return opened.read()


@cache
def _keeper() -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its:
        command = [sys.executable, "-P", __file__, str(its.fileno())]
        process = subprocess.Popen(command, cwd=ROOT, pass_fds=[its.fileno()])
    return process, ours


def stop() -> None:
    """Let the process go that has the program loaded, if there is one."""
    if _keeper.cache_info().currsize:
        process, control = _keeper()
        control.close()
        process.wait()
        _keeper.cache_clear()


def become_a_command(control: socket.socket) -> None:
    """Return in a new process for each command that is asked for, and in no other."""
    while True:
        told, files, _, _ = socket.recv_fds(control, MESSAGE, 4)
        if not told:
            sys.exit()
        if os.fork() == 0:
            command = os.fork()
            if command == 0:
                return _take_over(json.loads(told), files, control)
            _, status = os.waitpid(command, 0)
            os.write(files[3], str(os.waitstatus_to_exitcode(status)).encode())
            os._exit(0)
        for file in files:
            os.close(file)
        while _is_over():
            pass


def _is_over() -> bool:
    """Whether one more of those that waited for a command has ended."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return False


def _take_over(
    told: tuple[list[str], str, dict[str, str]], files: Sequence[int], control: socket.socket
) -> None:
    arguments, cwd, environment = told
    control.close()
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
    for file in files:
        os.close(file)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update({**SET_BY_LOADING, **environment})
    time.tzset()
    sys.argv = ["jixiao", *arguments]


if __name__ == "__main__":
    before = set(os.environ)
    from generator.check import rules
    from generator.cli import main
    from generator.runtime import program
    from generator.search import folding

    rules.registered_rules()
    for module in LOADED_WHEN_NEEDED:
        import_module(module)
    program.fingerprint()  # of what is loaded here, and stays so
    folding.simplified()
    SET_BY_LOADING = {name: os.environ[name] for name in os.environ.keys() - before}
    gc.collect()
    gc.freeze()  # no collection of a command touches, and so copies, what is loaded
    with socket.socket(fileno=int(sys.argv[1])) as its_end:
        become_a_command(its_end)
    try:
        main.main()
    except SystemExit as end:
        if isinstance(end.code, str):
            raise
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code or 0)
