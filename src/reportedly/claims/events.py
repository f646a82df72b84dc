"""The incident of one report: a view of the claims that are about one attack."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.annotations import Attack
from reportedly.language.summaries import summarise
from reportedly.records import Claim, ClaimRole, DateRange, Incident, Place, Report


def incident_of(incident_id: str, attack: Attack, claims: Sequence[Claim], report: Report) -> Incident:
    """Date, place and summary as the first claim of each kind gives them; all claims stay."""
    target = _named_person(claims) or _first(claims, ClaimRole.TARGET) or _first(claims, ClaimRole.VICTIM)
    place = _place(claims)
    return Incident(
        id=incident_id,
        type=attack.type,
        attempt=attack.attempt,
        background=attack.background,
        claims=tuple(claim.id for claim in claims),
        summary=summarise(
            attack.type,
            target=target.value.text if target and target.value else None,
            place=place.name if place else None,
            attempt=attack.attempt,
        ),
        date=_date(claims),
        place=place,
    )


def _first(claims: Sequence[Claim], role: ClaimRole) -> Claim | None:
    return next((claim for claim in claims if claim.role is role), None)


def _named_person(claims: Sequence[Claim]) -> Claim | None:
    """A target or victim named in full, which tells more than 'the official'."""
    hit = (c for c in claims if c.role in (ClaimRole.TARGET, ClaimRole.VICTIM) and c.value)
    return next((c for c in hit if c.value and sum(w[:1].isupper() for w in c.value.text.split()) >= 3), None)


def _date(claims: Sequence[Claim]) -> DateRange | None:
    return next((c.value.date for c in claims if c.role is ClaimRole.TIME and c.value and c.value.date), None)


def _place(claims: Sequence[Claim]) -> Place | None:
    """The most precise place; of equals the first."""
    places = [c.value.place for c in claims if c.role is ClaimRole.PLACE and c.value and c.value.place]
    order = {"city": 0, "admin1": 1, "country": 2}
    return min(places, key=lambda p: order.get(p.precision, 3), default=None)
