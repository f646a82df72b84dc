"""What of an incident can be compared with one in another report."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from itertools import chain

from reportedly.ids import sha256_hex
from reportedly.incidents.archive import Archive
from reportedly.language.rarity import weighed
from reportedly.language.rarity import words_of as all_words_of
from reportedly.records import DOER_ROLES, Claim, ClaimRole, DateRange, Incident, Place, Reading

_WORD = re.compile(r"[^\W_]{3,}")
# Words that fit any attack tell nothing of which one it was.
_COMMON = frozenset(files(__package__).joinpath("common_words.txt").read_text("utf-8").split())
_TARGETS = frozenset({ClaimRole.TARGET, ClaimRole.VICTIM, ClaimRole.ATTACK_TYPE})
_NAME = re.compile(r"[A-Z][\w-]*+(?: (?:(?:of|the|for|and|al|ul|de|del|la) ){0,2}[A-Z][\w-]*+)+")
"""Names of two words and more: one capital may only begin a sentence."""
_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_QUOTED_WORDS = 8
_FEW = 2
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+|\n+")
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
    telling: Mapping[str, float]
    """The rare words of the sentences that tell of it, as a vector of length one."""
    tolls: frozenset[tuple[ClaimRole, int]]
    """How many were killed and wounded, of tolls above two."""
    sites: tuple[Place, ...] = ()
    """All places told of it whose coordinates are known."""
    archive: Archive = field(default_factory=Archive)
    """What all reports at hand tell of the worth of signs; the same for all."""

    @property
    def date(self) -> DateRange | None:
        """When it was, if that is known to a few days."""
        date = self.incident.date
        return date if date and (date.latest - date.earliest).days < PRECISE_DAYS else None

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The days on which it may have been news: of publication, and of the attack where that is known."""
        date = self.date
        return (*([self.published] if self.published else []), *([date.latest] if date else []))

    @property
    def place(self) -> Place | None:
        """Where it was."""
        return self.incident.place


def traits_of(readings: Sequence[Reading]) -> list[Traits]:
    """The traits of every incident, in the order of the incidents' ids."""
    found = {each.incident.id: each for reading in readings for each in _of_reading(reading)}
    archive = Archive.of((each.published, _signs(each)) for each in found.values())
    return [replace(found[incident], archive=archive) for incident in sorted(found)]


def looks_of(reading: Reading) -> str:
    """A digest of all that traits are made of: while it is the same, no other attacks become one.

    Who says it, how and how surely, goes into no trait; neither does what people said of a claim.
    """
    claims = sorted(
        (
            claim.id,
            claim.incident,
            claim.role,
            repr(claim.value),
            sorted((span.start, span.end) for span in claim.evidence),
        )
        for claim in reading.claims
    )
    incidents = sorted(repr(replace(each, claims=(), members=())) for each in reading.incidents)
    parts = (reading.report.id, reading.report.published, incidents, claims)
    return sha256_hex(repr(parts).encode("utf-8", "surrogatepass"))


def _signs(each: Traits) -> Iterator[Hashable]:
    return chain(each.telling, each.actors, each.tolls)


def main_of(traits: Sequence[Traits]) -> Traits | None:
    """Of one report's incidents the one that it is about; None where there is none."""
    wanted = main_incident([each.incident for each in traits])
    return next((each for each in traits if each.incident.id == wanted), None)


def main_incident(incidents: Sequence[Incident]) -> str | None:
    """The id of the incident with most claims that is not told in passing; where all are, of all."""
    news = [each for each in incidents if not each.background] or incidents
    found = max(news, key=lambda each: (len(each.claims), each.id), default=None)
    return found.id if found else None


def _of_reading(reading: Reading) -> Iterator[Traits]:
    claims = {claim.id: claim for claim in reading.claims}
    of = {i.id: tuple(claims[c] for c in i.claims if c in claims) for i in reading.incidents}
    telling = _telling(reading, of)
    for incident in reading.incidents:
        own = of[incident.id]
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
            telling=telling[incident.id],
            tolls=frozenset(
                (c.role, c.value.number.min)
                for c in own
                if c.value and c.value.number and c.value.number.min > _FEW
            ),
            sites=_sites(own),
        )


def _sites(claims: Iterable[Claim]) -> tuple[Place, ...]:
    places = (c.value.place for c in claims if c.role is ClaimRole.PLACE and c.value and c.value.place)
    return tuple(dict.fromkeys(place for place in places if place.latitude is not None))


def _telling(reading: Reading, claims: Mapping[str, Sequence[Claim]]) -> dict[str, Mapping[str, float]]:
    """Of each incident its words: of the main one all but the other's sentences, of others theirs."""
    text = reading.report.text
    ends = [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text)]
    told = {
        incident: {bisect_right(ends, span.start) for claim in own for span in claim.evidence}
        for incident, own in claims.items()
    }
    main = main_incident(reading.incidents)
    others = set().union(*(numbers for incident, numbers in told.items() if incident != main), set())
    if main is not None:
        told[main] = {n for n in range(1, len(ends)) if n not in others} | told[main]
    return {
        incident: weighed(word for n in sorted(numbers) for word in all_words_of(text[ends[n - 1] : ends[n]]))
        for incident, numbers in told.items()
    }


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
    """What an actor is known by: its id, else the names in its words, else the words.

    'The Sons of Harith faction' of one report is 'the Sons of Harith' of another.
    """
    if claim.value is None:
        return
    if claim.value.id:
        yield claim.value.id.casefold()
        return
    words = _ARTICLE.sub("", claim.value.name or claim.value.text)
    names = [name.casefold() for name in _NAME.findall(words)] if words != words.upper() else []
    yield from names or [words.casefold()]


def _quotes(claims: Iterable[Claim]) -> Iterator[str]:
    for claim in claims:
        for span in claim.evidence.content:
            words = span.text.casefold().split()
            if len(words) >= _QUOTED_WORDS:
                yield " ".join(words)
