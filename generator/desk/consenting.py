"""四眼 at the desk: what waits for a second person, and the commit by which that one consents."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from generator.content import consents
from generator.content.consents import FOLDER, Facts
from generator.desk.git import GitError
from generator.desk.handed_in import PREFIX
from generator.desk.handing_in import HandingIn
from generator.desk.plan import Plan, Planner
from generator.model.choices import HandInWay
from generator.model.consent import Consent
from generator.runtime import clock
from generator.source import tree
from generator.source.edits import Put, edited
from generator.source.tree import Value
from generator.source.validation import validate

_AT_ONCE = 500  # files whose text git is asked for
_MOST = 2000  # files of one consent: a content file has at most a megabyte


class Asked(NamedTuple):
    """A branch with what lacks a consent: its commit, the files, who wrote them, what they said.

    `base` is the commit with which it is compared; None where all of each file is to be seen.
    """

    branch: str
    tip: str
    base: str | None
    files: Sequence[str]
    authors: Sequence[str]
    message: str
    is_own: bool  # whether who sits here wrote some of it


class Consenting:
    """Consents of one clone."""

    def __init__(self, handing_in: HandingIn) -> None:
        self._in, self._git, self._handed = handing_in, handing_in.git, handing_in.handed
        self._facts: dict[tuple[str, str], Facts] = {}  # by object, and how the name ends
        self._read: dict[str, Consent | None] = {}

    def is_asked_for(self) -> bool:
        """Whether the settings of the main branch say so."""
        site = self._in.settings()
        return site is not None and site.needs_consent

    def asked(self) -> list[Asked]:
        """What waits, as the server was when it was last asked. Raises GitError."""
        of_main = self._of_main(self._handed.upstream) if self.is_asked_for() else None
        return [*self.of_branches(), *([of_main] if of_main else [])]

    def of_branches(self) -> list[Asked]:
        """What waits to be merged and lacks a consent. Raises GitError."""
        upstream, found = self._handed.upstream, []
        if not self.is_asked_for():
            return []
        for branch, tip in self._handed.desk_branches():
            base = self._handed.common(tip, upstream)
            if base and base != tip and (one := self._of_branch(branch, tip, base)):
                found.append(one)
        return found

    def consent(self, branch: str, tip: str) -> None:
        """Consent to what was shown of a branch, as it was. Raises GitError."""
        self._handed.refresh()
        one = next((one for one in self.asked() if one.branch == branch), None)
        if one is None or one.tip != tip:
            raise GitError("没有同意：您看的时候又有了改动，或者已经合并、已经有人同意。请重新看。")
        if one.is_own:
            raise GitError("没有同意：里面有您自己写的，要由另一个人同意。")
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

    def _of_branch(self, branch: str, tip: str, base: str) -> Asked | None:
        before, after = self._handed.blobs(base), self._handed.blobs(tip)
        changed = {consents.report_of(one) for one in {**before, **after}
                   if before.get(one) != after.get(one)}  # fmt: skip
        names = [one for one in after if consents.report_of(one) in changed]
        files = consents.lacking(names, self.facts_at(tip, names), self._consents(tip))
        return self._asked(branch, tip, base, files) if files else None

    def _of_main(self, upstream: str) -> Asked | None:
        """What came to the main branch without a consent, as before the settings asked for it."""
        names = [one for one in self._handed.blobs(upstream) if not one.startswith(f"{FOLDER}/")]
        files = consents.lacking(names, self.facts_at(upstream, names), self._consents(upstream))
        last, name = self._last_authors(upstream), self._in.name()
        others = [one for one in files if last.get(one) != name]
        return self._asked(self._handed.main, upstream, None, others) if others else None

    def _asked(self, branch: str, tip: str, base: str | None, files: Sequence[str]) -> Asked:
        if base is None:
            last = self._last_authors(tip)
            authors = sorted({last[one] for one in files if one in last})
            return Asked(branch, tip, base, files, authors, "", is_own=False)
        said = self._git.run(
            "log", "--format=%an%x00%ae%x00%B%x01", f"{base}..{tip}", "--", ".",
            f":(exclude){FOLDER}", GIT_LITERAL_PATHSPECS="0",
        )  # fmt: skip
        commits = [one.strip("\n").split("\0") for one in said.split("\x01") if one.strip()]
        authors = sorted({one[0] for one in commits})
        mails = {one[1] for one in commits} - {"desk@localhost"}
        is_own = self._in.name() in authors or self._in.mail() in mails
        message = "\n\n".join(one[2].strip() for one in reversed(commits))
        return Asked(branch, tip, base, files, authors, message, is_own)

    def _last_authors(self, commit: str) -> Mapping[str, str]:
        """Who changed each file of the content last."""
        said = self._git.of_commits(
            "log", "--no-renames", "--relative", "--name-only", "-z", "--format=%x01%an", commit,
            "--", ".",
        )  # fmt: skip
        found: dict[str, str] = {}
        for one in said.split("\x01")[1:]:
            author, *names = one.split("\0")
            for name in names:
                found.setdefault(name.strip("\n"), author)
        return found

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
        if site and site.hand_in_way is HandInWay.DIRECT:
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
