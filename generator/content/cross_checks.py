"""What rules find between reports, cached from run to run: checked is only what a change concerns.

Only what was found in public reports is cached, and only where no others have a part in it: a cache
goes from job to job. A report that is not public yet counts as new each time.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from generator.check import gate
from generator.check.rule import CatalogueChange
from generator.check.rule_settings import RuleSettings
from generator.content.examination import ExaminedReport
from generator.content.examination_store import CrossChecked, Store
from generator.model.problems import Problem
from generator.source.headings import read_report
from generator.source.tree import Source


def problems(
    examined: Sequence[ExaminedReport],
    rule_settings: RuleSettings,
    store: Store,
    content: str,
) -> Iterator[Problem]:
    """The problems between all reports; they are stored for the next time."""
    with_facts = [one for one in examined if one.facts]
    facts = [one.facts for one in with_facts if one.facts]
    former = store.read_cross_checks(content)
    concerned = _concerned(with_facts, former, rule_settings, store, content)
    chosen = [one for one in facts if one.path in concerned]
    found: dict[str, list[Problem]] = {one.path: [] for one in facts}
    for problem in gate.check_catalogue(facts, chosen, rule_settings, reread):
        found[problem.path].append(problem)
    for path, cached in former.problems.items():
        if path in found and path not in concerned:
            found[path] = list(cached)
    if concerned or len(former.keys) != len(with_facts):
        store.write_cross_checks(_cacheable(with_facts, found, rule_settings), content)
    yield from chain.from_iterable(found.values())


def reread(path: str) -> Source:
    """The tree of a file that was read before."""
    source, _ = read_report(Path(path).read_bytes(), path)
    assert source  # noqa: S101  it was well-formed then
    return source


def _concerned(
    reports: Sequence[ExaminedReport],
    former: CrossChecked,
    rule_settings: RuleSettings,
    store: Store,
    content: str,
) -> set[str]:
    """Paths of the reports to check: new, not cached, or concerned by a change elsewhere."""
    come = [one.facts for one in reports if one.facts and former.keys.get(one.path) != one.key]
    all_paths = {one.path for one in reports}
    if len(come) * 2 > len(reports):
        return all_paths
    now = {one.path: one.key for one in reports}
    gone_keys = [key for path, key in former.keys.items() if now.get(path) != key]
    stored = store.read(dict.fromkeys(gone_keys, False), content, listings=False)
    if len(stored) < len(gone_keys):
        return all_paths
    stayed = [one.facts for one in reports if one.facts and former.keys.get(one.path) == one.key]
    gone = [one.facts for one in stored.values() if one.facts]
    concerned = all_paths - former.problems.keys() | {one.path for one in come}
    if gone or come:
        change = CatalogueChange(stayed, gone, come)
        concerned |= gate.affected_paths(change, rule_settings)
    return concerned


def _cacheable(
    reports: Sequence[ExaminedReport],
    found: Mapping[str, Sequence[Problem]],
    rule_settings: RuleSettings,
) -> CrossChecked:
    """What may be cached: of public reports, where no others have a part in it."""
    hidden = [one.facts for one in reports if one.facts and not one.is_cached]
    shown = [one.facts for one in reports if one.facts and one.is_cached]
    change = CatalogueChange(shown, (), hidden)
    affected = gate.affected_paths(change, rule_settings) if hidden else set()
    keys = {one.path: one.key for one in reports if one.is_cached}
    return CrossChecked(keys, {path: tuple(found[path]) for path in keys if path not in affected})
