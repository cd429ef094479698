"""One file as it was, as it is here and as it is on the server, brought together."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from generator.desk.git import Git, GitError
from generator.source.merging import Clash, Decided, merged
from generator.source.tree import FieldPath

Side = Literal["mine", "theirs"]


class Blobs(NamedTuple):
    """The file's ids as objects of git: before, here and on the server; None where it is not."""

    before: str | None
    mine: str | None
    theirs: str | None


class Decision(NamedTuple):
    """What a person chose where both changed: a side for the whole file, or values by field.

    It holds for the version on the server that the person was shown.
    """

    theirs: str | None
    side: Side | None
    values: Mapping[FieldPath, Decided]


class ClashError(Exception):
    """Both changed the file; `clashes` are the values, none where it is about the whole file."""

    def __init__(self, blobs: Blobs, clashes: tuple[Clash, ...]) -> None:
        super().__init__()
        self.blobs, self.clashes = blobs, clashes


def together(git: Git, name: str, blobs: Blobs, decision: Decision | None) -> str | None:
    """The object that holds what both meant. Raises ClashError, GitError."""
    before, mine, theirs = blobs
    if theirs in (mine, before):
        return mine
    if before == mine:
        return theirs
    if decision and decision.theirs != theirs:
        decision = None
    if decision and decision.side:
        return mine if decision.side == "mine" else theirs
    if not (before and mine and theirs and name.endswith(".yml")):
        raise ClashError(blobs, ())
    was, have, see = _text(git, before), _text(git, mine), _text(git, theirs)
    lines = [_by_lines(git, (was, have, see), *option) for option in ((), ("--ours",))]
    decided = decision.values if decision else {}
    found = merged(was, have, see, decided, [one for one in lines if one])
    if found.text is None:
        raise ClashError(blobs, tuple(found.clashes))
    return git.given(found.text.encode(), "hash-object", "-w", "--stdin")


def _text(git: Git, blob: str) -> str:
    return (git.bytes_at(blob) or b"").decode("utf-8", "replace")


def _by_lines(git: Git, texts: tuple[str, str, str], *options: str) -> str | None:
    """As git merges lines; None where two met in one, or the text cannot be merged so."""
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / one for one in ("before", "mine", "theirs")]
        for name, text in zip(names, texts, strict=True):
            name.write_text(text, "utf-8", newline="")
        before, mine, theirs = (one.as_posix() for one in names)
        try:
            return git.run("merge-file", "-p", *options, mine, before, theirs)
        except GitError:
            return None
