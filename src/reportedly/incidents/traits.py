"""What of an incident can be compared with one in another report."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from reportedly.records import DOER_ROLES, Claim, ClaimRole, DateRange, Incident, Place, Reading

_WORD = re.compile(r"[^\W_]{3,}")
# Words that fit any attack tell nothing of which one it was.
_COMMON = frozenset(files(__package__).joinpath("common_words.txt").read_text("utf-8").split())
_TARGETS = frozenset({ClaimRole.TARGET, ClaimRole.VICTIM, ClaimRole.ATTACK_TYPE})
_QUOTED_WORDS = 8
PRECISE_DAYS = 3
"""A date range up to this long tells one attack from the next; 'in August' does not."""


@dataclass(frozen=True, slots=True)
class Traits:
    """One report's incident, with what its claims say of it."""

    incident: Incident
    report: str
    published: dt.date | None
    claims: tuple[Claim, ...]
    words: frozenset[str]
    """Of its targets, victims and attack type; the common ones and its town's name left out."""
    targets: frozenset[str]
    """Those of its targets alone."""
    spots: frozenset[str]
    """Those of its places: one report's target ('the bakery') is another's place."""
    actors: frozenset[str]
    quotes: frozenset[str]
    """Long content spans, word for word: equal ones show a copied passage."""

    @property
    def date(self) -> DateRange | None:
        """When it was, if that is known to a few days."""
        date = self.incident.date
        return date if date and (date.latest - date.earliest).days < PRECISE_DAYS else None

    @property
    def place(self) -> Place | None:
        """Where it was."""
        return self.incident.place


def traits_of(readings: Sequence[Reading]) -> list[Traits]:
    """The traits of every incident, in the order of the incidents' ids."""
    found = {each.incident.id: each for reading in readings for each in _of_reading(reading)}
    return [found[incident] for incident in sorted(found)]


def _of_reading(reading: Reading) -> Iterator[Traits]:
    claims = {claim.id: claim for claim in reading.claims}
    for incident in reading.incidents:
        own = tuple(claims[i] for i in incident.claims if i in claims)
        town = words_of(incident.place.name) if incident.place and incident.place.country else frozenset()
        yield Traits(
            incident=incident,
            report=reading.report.id,
            published=reading.report.published,
            claims=own,
            words=_words(own, _TARGETS) - town,
            targets=_words(own, frozenset({ClaimRole.TARGET})) - town,
            spots=_words(own, frozenset({ClaimRole.PLACE})) - town,
            actors=frozenset(v for c in own if c.role in DOER_ROLES for v in _actor(c)),
            quotes=frozenset(_quotes(own)),
        )


def words_of(text: str) -> frozenset[str]:
    """The telling words of a text, plural endings left out."""
    found = _WORD.findall(text.casefold())
    return frozenset(_singular(word) for word in found if word not in _COMMON)


def _words(claims: Iterable[Claim], roles: Collection[ClaimRole]) -> frozenset[str]:
    values = (claim.value for claim in claims if claim.role in roles and claim.value)
    return frozenset(word for v in values for word in words_of(f"{v.text} {v.name or ''}"))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _actor(claim: Claim) -> Iterator[str]:
    if claim.value:
        yield (claim.value.id or claim.value.name or claim.value.text).casefold()


def _quotes(claims: Iterable[Claim]) -> Iterator[str]:
    for claim in claims:
        for span in claim.evidence.content:
            words = span.text.casefold().split()
            if len(words) >= _QUOTED_WORDS:
                yield " ".join(words)
