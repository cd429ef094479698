"""Commands in processes that have the program loaded: of a thousand starts each saves the loading.

A process loads the program once and forks for each command, which gets its arguments, environment,
folder and output as if a shell had started it, and ends as any process does.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
MESSAGE = 1 << 20  # bytes: arguments and environment of a command
# What Python looks at when it starts, and never again.
AT_START = ("PYTHON", "LANG", "LC_", "LD_")


def is_possible(environment: Mapping[str, str]) -> bool:
    """Whether a command can be run so: nothing in its environment is for Python's own start."""
    return not any(name.startswith(AT_START) for name in environment)


def run(
    arguments: Sequence[str], cwd: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run `jixiao` and wait for its end; nothing is there to be read from."""
    told = json.dumps([arguments, str(cwd), dict(environment)]).encode()
    nothing, end, ended = os.open(os.devnull, os.O_RDONLY), *os.pipe()
    files = [os.memfd_create("stdout"), os.memfd_create("stderr")]
    socket.send_fds(_keeper()[1], [told], [nothing, *files, ended])
    os.close(nothing)
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
    os.environ.update(environment)
    time.tzset()
    sys.argv = ["jixiao", *arguments]


if __name__ == "__main__":
    from generator.check import rules
    from generator.cli import main

    rules.registered_rules()
    with socket.socket(fileno=int(sys.argv[1])) as its_end:
        become_a_command(its_end)
    main.main()
