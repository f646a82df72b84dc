"""What the claims of one report make of an incident: its day, its place and the line that names it."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.language.summaries import summarise
from reportedly.records import Claim, ClaimRole, DateRange, IncidentType, Place

_PRECISION = {"city": 0, "admin1": 1, "country": 2}


def day_of(claims: Sequence[Claim]) -> DateRange | None:
    """The first day that is told."""
    return next((c.value.date for c in claims if c.role is ClaimRole.TIME and c.value and c.value.date), None)


def place_of(claims: Sequence[Claim]) -> Place | None:
    """The most precise place; of equals the first."""
    places = [c.value.place for c in claims if c.role is ClaimRole.PLACE and c.value and c.value.place]
    return min(places, key=lambda place: _PRECISION.get(place.precision, 3), default=None)


def line_of(kind: IncidentType, claims: Sequence[Claim], *, place: Place | None, attempt: bool) -> str:
    """What was done, to whom, where, by the claims' own words for the target, else the victim."""
    target = _named_person(claims) or _first(claims, ClaimRole.TARGET) or _first(claims, ClaimRole.VICTIM)
    return summarise(
        kind,
        target=target.value.text if target and target.value else None,
        place=place.name if place else None,
        attempt=attempt,
    )


def _first(claims: Sequence[Claim], role: ClaimRole) -> Claim | None:
    return next((claim for claim in claims if claim.role is role), None)


def _named_person(claims: Sequence[Claim]) -> Claim | None:
    """A target or victim named in full, which tells more than 'the official'."""
    hit = (c for c in claims if c.role in (ClaimRole.TARGET, ClaimRole.VICTIM) and c.value)
    return next((c for c in hit if c.value and sum(w[:1].isupper() for w in c.value.text.split()) >= 3), None)
