"""Our program in a Python that has nothing that Windows lacks, at a console of code page 936.

A path as text has backslashes there: to a person it is `as_posix()`, to the system `os.fspath()`.

What Windows lacks is read from typeshed, the stubs of the standard library that come with mypy: all
names that are there on Linux and not on Windows. Only modules of `generator` see the library so: what
the library itself and others do on Windows is theirs.

Run as a program with a command's arguments, it runs `jixiao`.
"""

import ast
import builtins
import errno
import io
import json
import os
import pathlib
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

OURS = "generator"
MISSING = "MISSING_ON_WINDOWS"
_IMPORT, _WRITE_TEXT = builtins.__import__, pathlib.Path.write_text
_PATH_TEXT = pathlib.PosixPath.__str__
# What else a program can tell the system by.
_OTHERWISE: Mapping[str, Mapping[str, object]] = {
    # POSIX starts no process with flags: none is what they come to here.
    "subprocess": {"CREATE_NO_WINDOW": 0, "CREATE_NEW_PROCESS_GROUP": 0},
    "os": {"name": "nt", "linesep": "\r\n", "sep": "\\", "altsep": "/", "devnull": "/dev/null"},
    "sys": {"platform": "win32"},
}


@cache
def missing() -> Mapping[str, frozenset[str]]:
    """Module to the names that Windows lacks; "*" for a module that it lacks whole.

    Who starts many processes has them told by the environment: to read it takes a second.
    """
    if told := os.environ.get(MISSING):
        return {module: frozenset(names) for module, names in json.loads(told).items()}
    import mypy

    stubs = Path(mypy.__file__).parent / "typeshed/stdlib"
    found = {}
    for file in stubs.rglob("*.pyi"):
        module = ".".join(file.relative_to(stubs).with_suffix("").parts).removesuffix(".__init__")
        body = ast.parse(file.read_text(encoding="utf-8")).body
        here, there = set(_names(body, "linux")), set(_names(body, "win32"))
        if here - there:
            found[module] = frozenset(here - there if there else {"*"})
    return found


def as_text() -> str:
    """The same for the environment."""
    return json.dumps({module: sorted(names) for module, names in missing().items()})


def _names(body: Iterable[ast.stmt], platform: str) -> Iterator[str]:
    """What a stub defines on a platform."""
    for one in body:
        match one:
            case ast.If(test, then, otherwise):
                yield from _names(then if _holds(test, platform) else otherwise, platform)
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                yield name
            case ast.AnnAssign(ast.Name(name)):
                yield name
            case ast.Assign(targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case ast.ImportFrom(names=names):
                yield from (alias.name for alias in names if alias.name == alias.asname)


def _holds(test: ast.expr, platform: str) -> bool:
    """Whether a condition on platform and version holds here."""
    match test:
        case ast.BoolOp(ast.And(), values):
            return all(_holds(one, platform) for one in values)
        case ast.BoolOp(ast.Or(), values):
            return any(_holds(one, platform) for one in values)
        case ast.UnaryOp(ast.Not(), operand):
            return not _holds(operand, platform)
    told = {"sys": _Told(platform)}
    return bool(eval(compile(ast.Expression(test), "stub", "eval"), told))


class _Told:
    version_info = sys.version_info

    def __init__(self, platform: str) -> None:
        self.platform = platform


class _View(ModuleType):
    """A module without some of its names."""

    def __init__(self, real: ModuleType, lacking: frozenset[str]) -> None:
        super().__init__(real.__name__)
        vars(self).update(_real=real, _lacking=lacking)

    def __getattr__(self, name: str) -> object:
        if name in vars(self)["_lacking"]:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r} on Windows")
        otherwise = _OTHERWISE.get(self.__name__, {})
        return otherwise[name] if name in otherwise else getattr(vars(self)["_real"], name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(vars(self)["_real"], name, value)


def _is_ours(of: Mapping[str, Any]) -> bool:
    return str(of.get("__name__", "")).partition(".")[0] == OURS


def _open_files() -> Iterator[Path]:
    for number in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            yield number.readlink()


def _unless_open(function: Callable[..., None]) -> Callable[..., None]:
    """Windows removes and renames no file that is open, and no folder with one in it."""

    def refusing(*paths: Any, dir_fd: int | None = None, **named: int | None) -> None:
        folder = Path.cwd() if dir_fd is None else Path(f"/proc/self/fd/{dir_fd}").readlink()
        concerned = {folder / os.fsdecode(path) for path in paths}
        for opened in _open_files():
            if concerned & {opened, *opened.parents}:
                raise PermissionError(errno.EACCES, "used by a process", os.fspath(opened))
        function(*paths, **named, **({} if dir_fd is None else {"dir_fd": dir_fd}))

    return refusing


def take_away() -> None:
    """From now on modules of ours are imported as on Windows, and text is written as there."""
    lacking, views = missing(), dict[str, _View]()

    def restricted(
        name: str, of: Mapping[str, Any] | None = None, *rest: Any, **named: Any
    ) -> ModuleType:
        module = _IMPORT(name, of, *rest, **named)
        known = module.__name__
        if not _is_ours(of or {}) or not (known in lacking or known in _OTHERWISE):
            return module
        gone = lacking.get(known, frozenset())
        if "*" in gone:
            raise ModuleNotFoundError(f"No module named {known!r} on Windows", name=known)
        return views.setdefault(known, _View(module, gone))

    def write_text(
        self: Path, data: str, encoding: str | None = None, errors: str | None = None,
        newline: str | None = None,
    ) -> int:  # fmt: skip
        assert encoding, f"{self} is written in whatever encoding the machine has"
        return _WRITE_TEXT(self, data, encoding, errors, "\r\n" if newline is None else newline)

    def path_text(self: Path) -> str:
        text = _PATH_TEXT(self)
        return text.replace("/", "\\") if _is_ours(sys._getframe(1).f_globals) else text

    def no_link(*_: object, **__: object) -> None:
        raise OSError(errno.EINVAL, "a required privilege is not held by the client")

    # Text is read and written in an encoding that is named: there the usual one is GBK.
    warnings.filterwarnings("error", category=EncodingWarning, module=OURS)
    for name in ("unlink", "remove", "rename", "replace"):
        setattr(os, name, _unless_open(getattr(os, name)))
    builtins.__import__ = restricted  # type: ignore[assignment]
    pathlib.Path.symlink_to = no_link  # type: ignore[method-assign]
    pathlib.PosixPath.__str__ = path_text  # type: ignore[assignment,method-assign]
    pathlib.Path.write_text = write_text  # type: ignore[method-assign]


def main(arguments: Sequence[str]) -> None:
    """Run the command."""
    for name in ("stdout", "stderr"):
        stream = io.TextIOWrapper(getattr(sys, name).buffer, encoding="cp936", errors="strict")
        setattr(sys, name, stream)
    sys.argv = ["jixiao", *arguments]
    take_away()
    from generator.cli.main import main as run

    run()


if __name__ == "__main__":
    main(sys.argv[1:])
if __name__ == "__mp_main__":  # a process that the program started
    take_away()
