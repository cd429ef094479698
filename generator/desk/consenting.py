"""四眼 at the desk: what waits for a second person, and the commit by which that one consents."""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from generator.content import consents
from generator.content.consents import FOLDER, Facts
from generator.desk.git import GitError, plain_lines
from generator.desk.handed_in import PREFIX
from generator.desk.handing_in import NO_MAIL, HandingIn
from generator.desk.plan import Plan, Planner
from generator.model.choices import HandInWay
from generator.model.consent import Consent
from generator.runtime import clock
from generator.source import tree
from generator.source.edits import Put, edited
from generator.source.tree import Value
from generator.source.validation import validate

_AT_ONCE = 500  # files whose text git is asked for
_COMMIT, _END = secrets.token_hex(), secrets.token_hex()  # in a log: no message can have them
_MOST = 2000  # files of one consent: a content file has at most a megabyte


class Asked(NamedTuple):
    """A branch with what lacks a consent: its commit, the files, who wrote them, what they said.

    `base` is the commit with which it is compared; None where all of each file is to be seen. Files
    of who sits here are left out, unless there are no others (`is_own`).
    """

    branch: str
    tip: str
    base: str | None
    files: Sequence[str]
    authors: Sequence[str]
    message: str
    is_own: bool


class Consenting:
    """Consents of one clone."""

    def __init__(self, handing_in: HandingIn) -> None:
        self._in, self._git, self._handed = handing_in, handing_in.git, handing_in.handed
        self._facts: dict[tuple[str, str], Facts] = {}  # by object, and how the name ends
        self._read: dict[str, Consent | None] = {}

    def is_asked_for(self, commit: str = "") -> bool:
        """Whether the settings of a commit say so, else those of the main branch."""
        site = self._in.settings(commit)
        return site is not None and site.needs_consent

    def asked(self) -> list[Asked]:
        """What waits, as the server was when it was last asked. Raises GitError."""
        main, upstream = self._handed.main, self._handed.upstream
        of_main = self._of_branch(main, upstream, None) if self.is_asked_for() else []
        return [*self.of_branches(), *of_main]

    def of_branches(self) -> list[Asked]:
        """What waits to be merged and lacks a consent. Raises GitError."""
        upstream, is_asked, found = self._handed.upstream, self.is_asked_for(), []
        for branch, tip in self._handed.desk_branches():
            base = self._handed.common(tip, upstream)
            if base is None or base == tip:
                continue
            # Where a branch is the first to ask for consents, all that there is needs one.
            if is_asked or self.is_asked_for(tip):
                found += self._of_branch(branch, tip, base if is_asked else None)
        return found

    def consent(self, branch: str, tip: str, shown: Collection[str]) -> None:
        """Consent to the files that were shown of a branch, as they were. Raises GitError.

        Where all that there is needs one for the first time, to all of it, shown by names.
        """
        self._handed.refresh()
        one = next((one for one in self.asked() if one.branch == branch), None)
        if one is None or one.tip != tip:
            raise GitError("没有同意：您看的时候又有了改动，或者已经合并、已经有人同意。请重新看。")
        if one.is_own:
            raise GitError("没有同意：这些是您自己写的，要由另一个人同意。")
        if one.base:
            one = one._replace(files=[name for name in one.files if name in shown])
        made = self._files(one)
        planner = Planner(self._git, self._handed, {})
        commit = self._commit(planner, Plan(branch, [tip], made, None), _message(one))
        self._push(planner, one, commit)

    def facts_at(self, commit: str, names: Sequence[str]) -> Callable[[str], Facts]:
        """What matters of files of a commit; they are read at once."""
        blobs = self._handed.blobs(commit)
        ids = {name: (blobs[name], name.rpartition(".")[2]) for name in names}
        new = {key: name for name, key in ids.items() if key not in self._facts}
        texts = [key for key in new if key[1] in ("yml", "md")]
        for at in range(0, len(texts), _AT_ONCE):
            some = texts[at : at + _AT_ONCE]
            read = self._git.objects([blob for blob, _ in some])
            self._facts |= {key: consents.facts(new[key], read[key[0]]) for key in some}
        for key in new.keys() - set(texts):
            self._facts[key] = consents.facts(new[key], self._git.bytes_at(key[0]) or b"")
        return lambda name: self._facts[ids[name]]

    def _of_branch(self, branch: str, tip: str, base: str | None) -> list[Asked]:
        """What lacks a consent in a branch; without a base in all that it has."""
        after = self._handed.blobs(tip)
        before = self._handed.blobs(base) if base else {}
        changed = {consents.report_of(one) for one in {**before, **after}
                   if before.get(one) != after.get(one)}  # fmt: skip
        names = [one for one in after if consents.report_of(one) in changed]
        files = consents.lacking(names, self.facts_at(tip, names), self._consents(tip))
        if not files:
            return []
        authors, message = self._authors(tip, base, files)
        own = {self._in.name(), self._in.mail()} - {NO_MAIL}
        others = [one for one in files if not own & authors.get(one, frozenset())]
        people = {who for one in others or files for who in authors.get(one, ()) if "@" not in who}
        return [Asked(branch, tip, base, others or files, sorted(people), message, not others)]

    def _authors(
        self, tip: str, base: str | None, files: Sequence[str]
    ) -> tuple[Mapping[str, frozenset[str]], str]:
        """Names and addresses of who changed each file since a commit; of others who did last.

        And what they said of the changes since then.
        """
        found: dict[str, frozenset[str]] = {}
        messages = []
        for people, said, names in self._log(f"{base}..{tip}") if base else ():
            for name in names:
                found[name] = found.get(name, frozenset()) | people
            if any(not one.startswith(f"{FOLDER}/") for one in names):
                messages.append(said)
        others = set(files) - found.keys()
        for people, _, names in self._log(base or tip) if others else ():
            found |= dict.fromkeys(others.intersection(names), people)
            others.difference_update(names)
        return found, "\n\n".join(reversed(messages))

    def _log(self, revisions: str) -> Iterable[tuple[frozenset[str], str, Sequence[str]]]:
        """Commits, the newest first: names and address of the author, the message, the files."""
        said = self._git.of_commits(
            "log", "--no-renames", "--relative", "--name-only", "-z",
            f"--format={_COMMIT}%an{_END}%ae{_END}%B{_END}", revisions, "--", ".",
        )  # fmt: skip
        for one in said.split(_COMMIT)[1:]:
            name, mail, message, files = one.split(_END, 3)
            names = [file.strip("\n") for file in files.split("\0") if file.strip("\n")]
            yield frozenset((name, mail)), "\n".join(plain_lines(message)), names

    def _consents(self, commit: str) -> list[Consent]:
        places = [(name, blob) for name, blob in self._handed.blobs(commit).items()
                  if name.startswith(f"{FOLDER}/") and name.endswith(".yml")]  # fmt: skip
        for name, blob in places:
            if blob not in self._read:
                source, _ = tree.read(self._git.bytes_at(blob) or b"", name)
                self._read[blob] = validate(source, Consent)[0] if source else None
        return [one for _, blob in places if (one := self._read[blob])]

    def _files(self, one: Asked) -> Mapping[str, str]:
        """The files of the consent with their objects."""
        found, facts_of = {}, self.facts_at(one.tip, one.files)
        for at in range(0, len(one.files), _MOST):
            rows: list[Value] = [
                {"文件": name, "校验值": facts_of(name).digest}
                for name in one.files[at : at + _MOST]
            ]
            value: dict[str, Value] = {
                "同意人": self._in.name(), "邮箱": self._in.mail(),
                "提交人": list(one.authors), "日期": clock.today().isoformat(), "文件": rows,
            }  # fmt: skip
            text = edited(
                "# 由工作台写，不用手改\n同意人:\n",
                [Put((key,), part) for key, part in value.items()],
            )
            mark = hashlib.sha256(text.encode()).hexdigest()[:16]
            found[f"{FOLDER}/{mark}.yml"] = self._git.given(
                text.encode(), "hash-object", "-w", "--stdin"
            )
        return found

    def _push(self, planner: Planner, one: Asked, commit: str) -> None:
        """To the branch it is about; where handing in goes to the main branch directly, there."""
        site, main, upstream = self._in.settings(), self._handed.main, self._handed.upstream
        targets = [one.branch]
        is_direct = site is not None and site.hand_in_way is HandInWay.DIRECT
        is_whole = one.branch == main or not self._of_branch(one.branch, commit, one.base)
        if is_direct and is_whole:
            if not self._handed.is_within(upstream, commit):
                plan = Plan(main, [upstream, commit], {}, None)
                commit = self._commit(planner, plan, _message(one))
            targets = [main]
        elif one.branch == main:
            targets = [f"{PREFIX}consent-{commit[:8]}"]
        for target in targets:
            self._git.said("push", self._handed.remote, f"{commit}:refs/heads/{target}")
        self._handed.refresh()

    def _commit(self, planner: Planner, plan: Plan, message: str) -> str:
        return self._in.commit(planner.tree(plan), plan.parents, message)


def _message(one: Asked) -> str:
    by_report: dict[str, list[str]] = defaultdict(list)
    for name in one.files:
        by_report[consents.report_of(name)].append(name)
    first = "、".join(list(by_report)[:3])
    more = f"等 {len(by_report)} 项" if len(by_report) > 3 else ""
    return f"同意：{first}{more}\n\nConsent-To: {one.tip}\n"
