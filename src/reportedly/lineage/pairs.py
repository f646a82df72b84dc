"""Two reports that depend on each other: what shows it, and which was taken from which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from reportedly.ids import content_id
from reportedly.lineage.cards import Card
from reportedly.lineage.direction import directed
from reportedly.lineage.fingerprints import Fingerprint
from reportedly.lineage.runs import Keys, common
from reportedly.lineage.verdict import verdict
from reportedly.records import Derivation, DerivationRelation

_COMMON_RUNS = 2
_COMMON_FACTS = 6
_COMMON_FACTS_SHARE = 0.5


class Marked(Protocol):
    """What of a report tells whether a pair is looked at."""

    @property
    def amount(self) -> int:
        """How many different runs it has."""

    @property
    def facts(self) -> Keys:
        """Its names and numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A report and the one that it was most likely taken from, if it was taken from either."""

    derived: Card
    original: Card
    relation: DerivationRelation
    shared: float
    chance: float
    """How likely it is that one depends on the other, 0 to 1."""
    why: str

    @property
    def closeness(self) -> tuple[object, ...]:
        """Sorts the closest pair first: copies, then rewrites, each by how sure they are."""
        rewrite = self.relation is DerivationRelation.REWRITE
        return rewrite, -(self.chance if rewrite else self.shared), self.original.age, self.derived.age

    @property
    def derivation(self) -> Derivation:
        """As a row of the ledger."""
        return derivation(self.derived.id, self.original.id, self.relation, self.shared, self.why)


def is_candidate(common_runs: int, one: Marked, other: Marked) -> bool:
    """Whether a pair with so many common sampled runs is looked at: two runs, or one and common names.

    Of the dependent pairs that were coded one in thirty-four is not, of the unrelated five in six.
    """
    if common_runs >= min(_COMMON_RUNS, one.amount, other.amount):
        return True
    facts = common(one.facts, other.facts) if common_runs else 0
    return facts >= max(_COMMON_FACTS, _COMMON_FACTS_SHARE * min(len(one.facts), len(other.facts)))


def related(one: tuple[Card, Fingerprint], other: tuple[Card, Fingerprint]) -> Pair | None:
    """The pair, or None where neither text shows that it depends on the other."""
    found = verdict(one[1], other[1])
    if found is None:
        return None
    derived, original, reason = directed(one[0], other[0])
    return Pair(derived, original, found.relation, found.shared, found.chance, f"{found.why}; {reason}")


def derivation(report: str, origin: str, relation: DerivationRelation, shared: float, why: str) -> Derivation:
    """A row of the lineage with its id."""
    return Derivation(
        id=content_id("lin", report, origin, relation),
        report=report,
        derives_from=origin,
        relation=relation,
        shared=round(shared, 3),
        why=why,
    )
