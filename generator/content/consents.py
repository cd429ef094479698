"""四眼: which files become public, and to which of them a second person consented.

A consent is a file of the content, `consents/*.yml`: so it is wherever the content is, whoever
merged, squashed or exported it, and says by digests to which bytes it was given.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.check.report_checks import is_clutter
from generator.content import report_paths
from generator.content.folder import Folder, is_plain_file
from generator.model.choices import Status
from generator.model.consent import Consent
from generator.model.problems import Problem
from generator.runtime.folders import names_in
from generator.source import tree

FOLDER = "consents"
_ALWAYS = re.compile(r"(?:site|departments)\.yml|(?:forms|outlines)/[^/]+\.yml|pages/.+")
_DRAFT = re.compile(rf"(?m)^状态:[ ]*['\"]?{Status.DRAFT}".encode())
_TEXTS = (".yml", ".md")


class Facts(NamedTuple):
    """What matters of a file: the digest of its bytes, whether it is the file of a draft."""

    digest: str
    is_draft: bool


def facts(name: str, data: bytes) -> Facts:
    """Of a file; line breaks of texts count as git keeps them, whatever the system's are."""
    kept = data.replace(b"\r\n", b"\n") if name.endswith(_TEXTS) else data
    return Facts(hashlib.sha256(kept).hexdigest(), _is_draft(name, data))


def report_of(name: str) -> str:
    """The file of the report that a file lies beside; the name itself where it is none's."""
    return report_paths.report_of(name) or name


def becoming_public(names: Iterable[str], facts_of: Callable[[str], Facts]) -> list[str]:
    """The files among these that readers see, or that decide what they see; no draft's."""
    every = sorted(names)
    known, found = set(every), []
    for name in every:
        if is_clutter(name.rpartition("/")[2]):
            continue
        report = report_paths.report_of(name)
        if not (report or _ALWAYS.fullmatch(name)):
            continue
        file = report or name
        if file in known and not facts_of(file).is_draft:
            found.append(name)
    return found


def lacking(
    names: Iterable[str], facts_of: Callable[[str], Facts], consents: Iterable[Consent]
) -> list[str]:
    """The files that become public, and to whose bytes nobody consented who did not write them."""
    given = {(file.name, file.digest) for one in consents if one.by not in one.authors
             for file in one.files}  # fmt: skip
    return [name for name in becoming_public(names, facts_of)
            if (name, facts_of(name).digest) not in given]  # fmt: skip


def read(folder: Folder) -> Sequence[Consent]:
    """The consents; what is wrong with their files is noted."""
    place = folder.content / FOLDER
    files = [place / one for one in _names(place) if one.endswith(".yml")]
    folder.refuse_strays(place, [one.name for one in files])
    sources = [source for one in files if (source := folder.source(one))]
    return [one for source in sources if (one := folder.validated(source, Consent))]


def problems(content: Path) -> list[Problem]:
    """Files that lack a consent, where the settings ask for it; consents that cannot be read.

    Where there are consents and the settings ask for none, that itself needs one.
    """
    site, folder = Folder(content).site(), Folder(content)
    every = read(folder)
    is_asked = site is None or site.needs_consent
    if not is_asked and not every:
        return []
    known: dict[str, Facts] = {}

    def facts_of(name: str) -> Facts:
        if name not in known:
            known[name] = facts(name, (content / name).read_bytes())
        return known[name]

    paths = (one for one in content.rglob("*") if is_plain_file(one))
    names = [one.relative_to(content).as_posix() for one in paths]
    found = lacking(names, facts_of, every)
    refused = [_problem(content / one) for one in found if is_asked or one == "site.yml"]
    return [*folder.problems, *refused]


def _problem(file: Path) -> Problem:
    message = (
        "还没有另一个人同意它现在的样子（site.yml 写着“四眼: 是”），不能公开。"
        "请写它的人以外的人，在工作台“待同意”里看过并同意；同意以后又改过的，要再同意一次。"
        if file.name != "site.yml"
        else "网站的设置改了，还没有另一个人同意，不能公开。请另一个人在工作台“待同意”里同意。"
    )
    return Problem(file.as_posix(), 1, 1, "no-consent", message)


def _is_draft(name: str, data: bytes) -> bool:
    """Whether a report's file says so: what cannot be read is none."""
    if not name.endswith(".yml") or not _DRAFT.search(data):
        return False
    source, _ = tree.read(data, name)
    value = source.value if source else None
    return isinstance(value, dict) and str(value.get("状态")).strip() == Status.DRAFT


def _names(folder: Path) -> list[str]:
    return sorted(names_in(folder)) if folder.is_dir() and not folder.is_symlink() else []
