"""Who copied, rewrote or cited whom.

An index of sampled runs gives the candidate pairs, so that no two reports without common runs are ever
compared; :mod:`~reportedly.lineage.verdict` says of each whether it is a copy, a rewrite or neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.ids import content_id
from reportedly.lineage.direction import age, directed
from reportedly.lineage.fingerprints import Fingerprint, fingerprints
from reportedly.lineage.groups import Groups
from reportedly.lineage.index import RunIndex
from reportedly.lineage.likeness import containment
from reportedly.lineage.outlets import carried_outlets, origin_credits, outlet_key, outlet_name, virtual_root
from reportedly.lineage.runs import sampled
from reportedly.lineage.verdict import verdict
from reportedly.records import Credit, Derivation, DerivationRelation, Report

_CITED_FACTS = 4
_CITED_SHARE = 0.25
_CITED_DAYS = 3
_COMMON_RUNS = 2
_COMMON_FACTS = 6
_COMMON_FACTS_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class _Pair:
    derived: Fingerprint
    original: Fingerprint
    relation: DerivationRelation
    shared: float
    why: str


def derivations(reports: Sequence[Report]) -> tuple[Derivation, ...]:
    """Every dependence between the reports that can be shown, at most one text relation between any two.

    Copies and rewrites form a forest: each says from which report it was most likely taken, and
    two reports of one story are always joined by a path.
    """
    unique = sorted({report.id: report for report in reports}.values(), key=age)
    prints = fingerprints(unique)
    pairs = list(_forest(_related(prints)))
    found = [
        _derivation(p.derived.report.id, p.original.report.id, p.relation, p.shared, p.why) for p in pairs
    ]
    return tuple(
        sorted([*found, *_citations(prints, pairs)], key=lambda d: (d.report, d.relation, d.derives_from))
    )


def is_candidate(common_runs: int, one: Fingerprint, other: Fingerprint) -> bool:
    """Whether a pair with so many common sampled runs is looked at: two runs, or one and common names.

    Of the dependent pairs that were coded one in thirty-four is not, of the unrelated five in six.
    """
    if common_runs >= min(_COMMON_RUNS, len(one.runs), len(other.runs)):
        return True
    facts = len(one.facts & other.facts) if common_runs else 0
    return facts >= max(_COMMON_FACTS, _COMMON_FACTS_SHARE * min(len(one.facts), len(other.facts)))


def _derivation(
    report: str, origin: str, relation: DerivationRelation, shared: float, why: str
) -> Derivation:
    return Derivation(
        id=content_id("lin", report, origin, relation),
        report=report,
        derives_from=origin,
        relation=relation,
        shared=round(shared, 3),
        why=why,
    )


def _related(prints: Sequence[Fingerprint]) -> Iterator[_Pair]:
    for older, newer in _candidates(prints):
        found = verdict(prints[older], prints[newer])
        if found:
            derived, original, reason = directed(prints[newer], prints[older])
            yield _Pair(derived, original, found.relation, found.shared, f"{found.why}; {reason}")


def _candidates(prints: Sequence[Fingerprint]) -> Iterator[tuple[int, int]]:
    index = RunIndex()
    for newer, each in enumerate(prints):
        sample = sampled(each.runs)
        for older, count in index.sharing(sample).items():
            if is_candidate(count, each, prints[older]):
                yield older, newer
        index.add(newer, sample)


def _within(a: Report, b: Report, days: int, *, unknown: bool) -> bool:
    if a.published is None or b.published is None:
        return unknown
    return abs((a.published - b.published).days) <= days


def _forest(pairs: Iterator[_Pair]) -> Iterator[_Pair]:
    # The greatest spanning forest, copies before rewrites: every report keeps its closest relative, and
    # two reports are joined here exactly when a chain of pairs joins them.
    groups = Groups()
    for pair in sorted(pairs, key=_closeness):
        if groups.join(pair.derived.report.id, pair.original.report.id):
            yield pair


def _closeness(pair: _Pair) -> tuple[object, ...]:
    rewrite = pair.relation is DerivationRelation.REWRITE
    return rewrite, -pair.shared, age(pair.original.report), age(pair.derived.report)


def _citations(prints: Sequence[Fingerprint], pairs: Sequence[_Pair]) -> Iterator[Derivation]:
    stories = _Stories(prints, pairs)
    absent: dict[str, list[tuple[Fingerprint, Credit]]] = defaultdict(list)
    for each in prints:
        for credit in origin_credits(each.report):
            if stories.passes_on(each, credit):
                continue
            cited = stories.cited(each, credit)
            if cited:
                yield _citation(each, credit, cited)
            else:
                absent[outlet_key(credit.name)].append((each, credit))
    for citing in absent.values():
        first = _first_telling([each for each, _ in citing])
        for each, credit in citing:
            yield _citation_of_absent(each, credit, first[each.report.id])


def _first_telling(citing: Sequence[Fingerprint]) -> dict[str, Report]:
    """Of reports that name one outlet's story which is not at hand, the oldest that names the same story.

    Those of one day are taken for one story, and those of three days where they share the facts: a story that
    pages pass on for days is one origin. What is joined too much is counted too low, never too high.
    """
    groups = Groups()
    for i, one in enumerate(citing):
        for other in reversed(citing[:i]):
            # They stand oldest first, so that what is farther back is too old as well.
            if not _within(one.report, other.report, _CITED_DAYS, unknown=True):
                break
            joined = groups.of(one.report.id) == groups.of(other.report.id)
            if not joined and (one.report.published == other.report.published or _fits(one, other)):
                groups.join(one.report.id, other.report.id)
    first: dict[str, Report] = {}
    for each in citing:
        first.setdefault(groups.of(each.report.id), each.report)
    return {each.report.id: first[groups.of(each.report.id)] for each in citing}


def _citation_of_absent(each: Fingerprint, credit: Credit, first: Report) -> Derivation:
    name, relation = outlet_name(credit.name), credit.relation.replace("_", " ")
    why = f"gives {name} as its origin ({relation}); no such report is at hand"
    root = virtual_root(credit.name, first)
    return _derivation(each.report.id, root, DerivationRelation.CITES, 0.0, why)


def _citation(each: Fingerprint, credit: Credit, cited: Fingerprint) -> Derivation:
    name, relation = outlet_name(credit.name), credit.relation.replace("_", " ")
    shared = containment(each.runs, cited.runs)
    why = f"gives {name} as its origin ({relation}); the only report of {name} that fits in time and facts"
    return _derivation(each.report.id, cited.report.id, DerivationRelation.CITES, shared, why)


class _Stories:
    """The reports by story (copies and rewrites joined) and by the outlets whose text they print."""

    def __init__(self, prints: Sequence[Fingerprint], pairs: Sequence[_Pair]) -> None:
        self._groups = Groups()
        self._parents: dict[str, Fingerprint] = {}
        for pair in pairs:
            self._groups.join(pair.derived.report.id, pair.original.report.id)
            self._parents.setdefault(pair.derived.report.id, pair.original)
        self._carriers: dict[str, list[Fingerprint]] = defaultdict(list)
        for each in prints:
            for key in carried_outlets(each.report):
                self._carriers[key].append(each)

    def passes_on(self, each: Fingerprint, credit: Credit) -> bool:
        """Whether what it was copied from already bears the credit, or is the outlet's own page."""
        parent = self._parents.get(each.report.id)
        if parent is None:
            return False
        credited = {outlet_key(c.name) for c in origin_credits(parent.report)}
        return outlet_key(credit.name) in credited | carried_outlets(parent.report)

    def cited(self, each: Fingerprint, credit: Credit) -> Fingerprint | None:
        """The oldest report of the one story of that outlet that fits; None where none or several do."""
        own = self._groups.of(each.report.id)
        fits: dict[str, Fingerprint] = {}
        for other in self._carriers[outlet_key(credit.name)]:
            story = self._groups.of(other.report.id)
            if story != own and _fits(each, other):
                # Carriers stand oldest first.
                fits.setdefault(story, other)
        return next(iter(fits.values())) if len(fits) == 1 else None


def _fits(citing: Fingerprint, cited: Fingerprint) -> bool:
    if not _within(citing.report, cited.report, _CITED_DAYS, unknown=False):
        return False
    common = len(citing.facts & cited.facts)
    return common >= _CITED_FACTS and common >= _CITED_SHARE * min(len(citing.facts), len(cited.facts))
