"""Where two changed the same: what each made of it, shown to choose from, and what was chosen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from generator.desk import change_words
from generator.desk.git import Git
from generator.desk.open_changes import value_of
from generator.desk.plan import Overtaken
from generator.desk.posted import path_name, path_named
from generator.desk.three_way import Decision
from generator.model.field_changes import label_of
from generator.source.merging import Decided
from generator.source.tree import FieldPath


class Choice(NamedTuple):
    """A value to choose: names of its inputs, the three as they are shown.

    `can_type`: whether something else may be typed; it begins with `own`.
    """

    side: str
    typed: str
    label: str
    before: str
    mine: str
    theirs: str
    own: str
    can_type: bool


class Clashing(NamedTuple):
    """A file that another changed too, who and when; `seen` holds the version that is shown."""

    name: str
    who: str
    when: str
    seen: tuple[str, str]
    choices: Sequence[Choice]


def shown(overtaken: Sequence[Overtaken], git: Git) -> list[Clashing]:
    """What a page shows of it."""
    return [Clashing(one.name, one.who, one.when, (path_name(("seen", one.name)),
                     one.blobs.theirs or ""), _choices(one, git))
            for one in overtaken]  # fmt: skip


def decisions(form: Iterable[tuple[str, Any]]) -> dict[str, Decision]:
    """What was chosen, by file."""
    named = ((path_named(name) or (), str(text)) for name, text in form)
    words = {where: text for where, text in named if len(where) > 1}
    seen = {where[1]: text for where, text in words.items() if where[0] == "seen"}
    values: dict[str, dict[FieldPath, Decided]] = defaultdict(dict)
    for path, text in words.items():
        if path[0] == "side" and text in ("mine", "theirs", "own"):
            typed = words.get(("typed", *path[1:]), "").replace("\r\n", "\n")
            values[str(path[1])][path[2:]] = Decided(text, typed)  # type: ignore[arg-type]
    found = {}
    for name, chosen in values.items():
        whole = chosen.pop((), None)
        side = whole.side if whole and whole.side != "own" else None
        found[name] = Decision(seen.get(name) or None, side, chosen)
    return found


def _choices(one: Overtaken, git: Git) -> list[Choice]:
    if not one.clashes:
        before, mine, theirs = (_size(git, blob) for blob in one.blobs)
        return [Choice(*_names(one.name), "整个文件", before, mine, theirs, "", can_type=False)]
    found, value = [], value_of(git.bytes_at(one.blobs.mine or ""))
    for clash in one.clashes:
        before, mine, theirs = map(change_words.shown, (clash.before, clash.mine, clash.theirs))
        is_text = not any(isinstance(one, dict | list) for one in clash[1:])
        own = clash.mine if isinstance(clash.mine, str) else ""
        names, label = _names(one.name, *clash.where), label_of(clash.where, value)
        found.append(Choice(*names, label, before, mine, theirs, own, can_type=is_text))
    return found


def _names(*where: str | int) -> tuple[str, str]:
    """Of the inputs of a choice: the side, and what is typed."""
    return path_name(("side", *where)), path_name(("typed", *where))


def _size(git: Git, blob: str | None) -> str:
    if blob is None:
        return "（没有这个文件）"
    return f"{git.run('cat-file', '-s', blob).strip()} 字节，校验 {blob[:8]}"
