"""Our program on a file system as that of macOS: blind to case and Unicode form, listing NFD.

Run as a program with a command's arguments, it runs `jixiao`.
"""

import builtins
import io
import os
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_LISTDIR, _SCANDIR, _LSTAT = os.listdir, os.scandir, os.lstat


def _same(one: str) -> str:
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", one).casefold())


def _found(path: Any) -> Any:
    """The path as it is on the disk, by whatever name it is asked for."""
    if not isinstance(path, str | os.PathLike):
        return path
    text = os.fspath(path)
    try:
        _LSTAT(text)
    except OSError:
        folder, name = os.path.split(text)
        if isinstance(text, str) and name and folder != text:
            folder = _found(folder)
            try:
                names = _LISTDIR(folder or ".")
            except OSError:
                return text
            there = next((one for one in names if _same(one) == _same(name)), name)
            return os.fspath(Path(folder) / there)
    return text


class _Entry:
    """An entry of a folder by its decomposed name."""

    def __init__(self, entry: os.DirEntry[str]) -> None:
        self._entry, self.name = entry, unicodedata.normalize("NFD", entry.name)
        self.path = entry.path.removesuffix(entry.name) + self.name

    def __getattr__(self, name: str) -> Any:
        return getattr(self._entry, name)


class _Entries:
    """The entries of a folder."""

    def __init__(self, path: Any = ".") -> None:
        with _SCANDIR(path) as entries:
            self._entries = map(_Entry, list(entries))

    def __iter__(self) -> Iterator[_Entry]:
        return self._entries

    def __next__(self) -> _Entry:
        return next(self._entries)

    def __enter__(self) -> "_Entries":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def close(self) -> None:
        pass


def _finding(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda path, *rest, **named: function(_found(path), *rest, **named)


def blind() -> None:
    """From now on the file system is so."""
    for name in ("stat", "lstat", "open"):
        setattr(os, name, _finding(getattr(os, name)))
    io.open = builtins.open = _finding(open)
    os.listdir = lambda path=".": [  # type: ignore[assignment]
        unicodedata.normalize("NFD", one) for one in _LISTDIR(path)
    ]
    os.scandir = _Entries  # type: ignore[assignment]


if __name__ == "__main__":
    from generator.cli.main import main

    blind()
    main()
