"""Our program in a Python that has nothing that Windows lacks, at a console of code page 936.

What Windows lacks is read from typeshed, the stubs of the standard library that come with mypy: all
names that are there on Linux and not on Windows. Only modules of `generator` see the library so: what
the library itself and others do on Windows is theirs.

Run as a program with a command's arguments, it runs `jixiao`.
"""

import ast
import builtins
import io
import pathlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

OURS = "generator"
_IMPORT, _WRITE_TEXT = builtins.__import__, pathlib.Path.write_text
# What else a program can tell the system by.
_OTHERWISE: Mapping[str, Mapping[str, object]] = {
    "os": {"name": "nt", "linesep": "\r\n", "devnull": "/dev/null"},
    "sys": {"platform": "win32"},
}


@cache
def missing() -> Mapping[str, frozenset[str]]:
    """Module to the names that Windows lacks; "*" for a module that it lacks whole."""
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
        return _OTHERWISE.get(self.__name__, {}).get(name) or getattr(vars(self)["_real"], name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(vars(self)["_real"], name, value)


def take_away() -> None:
    """From now on modules of ours are imported as on Windows, and text is written as there."""
    lacking, views = missing(), dict[str, _View]()

    def restricted(
        name: str, of: Mapping[str, Any] | None = None, *rest: Any, **named: Any
    ) -> ModuleType:
        module = _IMPORT(name, of, *rest, **named)
        is_ours = str((of or {}).get("__name__", "")).partition(".")[0] == OURS
        known = module.__name__
        if not is_ours or not (known in lacking or known in _OTHERWISE):
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

    builtins.__import__ = restricted  # type: ignore[assignment]
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
