"""What is kept in memory of each report: all that is asked of it but its text and its runs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from reportedly.lineage.direction import Age, age_of
from reportedly.lineage.fingerprints import Fingerprint
from reportedly.lineage.outlets import carried_outlets, origin_credits, outlet_key, outlet_name
from reportedly.lineage.runs import Keys


@dataclass(frozen=True, slots=True)
class Origin:
    """An outlet that a page gives as its origin."""

    key: str
    name: str
    relation: str
    """In words: 'source line', 'reported by'."""


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """One report without its text, half a kilobyte."""

    id: str
    outlet: str | None
    published: dt.date | None
    at: dt.datetime | None
    length: int
    """Code points of the text."""
    words: int
    amount: int
    """How many different runs."""
    facts: Keys
    carried: tuple[str, ...]
    """Keys of the outlets whose text it prints, its own included."""
    origins: tuple[Origin, ...]

    @property
    def age(self) -> Age:
        """Its place in time; see :func:`~reportedly.lineage.direction.age`."""
        return age_of(self.published, self.at, self.length, self.id)

    def names(self, outlet: str | None) -> bool:
        """Whether it gives that outlet as its origin."""
        return bool(outlet) and outlet_key(outlet or "") in {origin.key for origin in self.origins}


def card_of(each: Fingerprint) -> Card:
    """The card of a report."""
    report = each.report
    return Card(
        id=report.id,
        outlet=report.outlet,
        published=report.published,
        at=report.published_at,
        length=len(report.text),
        words=each.words,
        amount=each.amount,
        facts=each.facts,
        carried=_one(tuple(sorted(carried_outlets(report)))),
        origins=tuple(
            _origin(outlet_key(credit.name), outlet_name(credit.name), credit.relation.replace("_", " "))
            for credit in origin_credits(report)
        ),
    )


# The same few outlets and credits stand on a million cards: each is kept once.
@lru_cache(maxsize=1 << 14)
def _one(keys: tuple[str, ...]) -> tuple[str, ...]:
    return keys


@lru_cache(maxsize=1 << 14)
def _origin(key: str, name: str, relation: str) -> Origin:
    return Origin(key, name, relation)
