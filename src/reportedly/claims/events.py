"""The incident of one report: a view of the claims that are about one attack."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.annotations import Attack
from reportedly.language.gist import day_of, line_of, place_of
from reportedly.records import Claim, Incident


def incident_of(incident_id: str, attack: Attack, claims: Sequence[Claim]) -> Incident:
    """Date, place and summary as the first claim of each kind gives them; all claims stay."""
    place = place_of(claims)
    return Incident(
        id=incident_id,
        type=attack.type,
        attempt=attack.attempt,
        background=attack.background,
        claims=tuple(claim.id for claim in claims),
        summary=line_of(attack.type, claims, place=place, attempt=attack.attempt),
        date=day_of(claims),
        place=place,
    )
