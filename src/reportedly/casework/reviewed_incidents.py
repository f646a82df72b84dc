"""What becomes of a report's incidents when people change, add and reject claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reportedly.casework.reviews import ClaimDraft, IncidentDraft
from reportedly.language.gist import day_of, line_of, place_of
from reportedly.records import Claim, ClaimRole, Incident, Reading

_GIST = frozenset({ClaimRole.TIME, ClaimRole.PLACE, ClaimRole.TARGET, ClaimRole.VICTIM})
"""Of these roles' claims the day, place and line of an incident are made."""


def reviewed_incidents(
    reading: Reading, standing: Sequence[Claim], drafts: Iterable[ClaimDraft]
) -> tuple[Incident, ...]:
    """The incidents with the claims that stand: the reading's first, then those that people described.

    One that has lost all its claims is gone. Day, place and line are made anew where the claims that they
    come from have changed; those that a person accepted, corrected or added come before proposals.
    """
    own: dict[str, list[Claim]] = {}
    for claim in standing:
        own.setdefault(claim.incident, []).append(claim)
    before = {claim.id: claim for claim in reading.claims}
    found = [_reviewed(each, own.pop(each.id, []), before) for each in reading.incidents]
    for draft in drafts:
        if isinstance(draft.incident, IncidentDraft):
            new = draft.incident.as_incident(reading.report)
            if claims := own.pop(new.id, []):
                found.append(replace(new, claims=tuple(claim.id for claim in claims)))
    return tuple(each for each in found if each is not None)


def _reviewed(incident: Incident, claims: Sequence[Claim], before: Mapping[str, Claim]) -> Incident | None:
    if incident.claims and not claims:
        return None
    ids = {claim.id for claim in claims}
    kept = [each for each in incident.claims if each in ids]
    added = [claim.id for claim in claims if claim.id not in set(incident.claims)]
    changed = replace(incident, claims=(*kept, *added))
    if _gist([before[each] for each in incident.claims if each in before]) == _gist(claims):
        return changed
    # sorted() keeps the order of those that are alike.
    ordered = sorted(claims, key=lambda claim: claim.reviewed is None)
    place = place_of([claim for claim in ordered if claim.reviewed]) or place_of(ordered)
    return replace(
        changed,
        date=day_of(ordered),
        place=place,
        summary=line_of(incident.type, ordered, place=place, attempt=incident.attempt),
    )


def _gist(claims: Sequence[Claim]) -> list[tuple[object, ...]]:
    return sorted(((c.id, c.role, c.value, c.stance) for c in claims if c.role in _GIST), key=repr)
