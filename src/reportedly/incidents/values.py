"""The values of a merged incident, chosen from its members by stated rules; its claims keep all others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportedly.incidents.traits import Traits
from reportedly.language.summaries import summarise
from reportedly.records import ClaimRole, DateRange, Incident, IncidentType, Place

_PRECISION = {"city": 3, "admin1": 2, "country": 1, "unknown": 0}


def merged(members: Sequence[Traits], name: str) -> Incident:
    """One incident with the id ``name`` out of its members.

    - type: the one whose members have most claims, unknown last; then the first in the guide's list;
    - attempt: as those members have it that carry most claims;
    - date: the narrowest range, then the one with most claims, then the earliest;
    - place: the most precise one, then the one with most claims, then by name;
    - background: only where every report tells it in passing;
    - summary: made anew from these and the target (else the victim) that most claims name.
    """
    if len(members) == 1:
        return members[0].incident
    kind = _type(members)
    attempt = _attempt(members)
    place = _place(members)
    return Incident(
        id=name,
        type=kind,
        claims=tuple(sorted({claim for each in members for claim in each.incident.claims})),
        summary=summarise(
            kind, target=_target(members), place=place.name if place else None, attempt=attempt
        ),
        attempt=attempt,
        background=all(each.incident.background for each in members),
        date=_date(members),
        place=place,
        members=tuple(sorted(each.incident.id for each in members)),
    )


def _type(members: Sequence[Traits]) -> IncidentType:
    weight: Counter[IncidentType] = Counter()
    for each in members:
        if each.incident.type is not IncidentType.UNKNOWN:
            weight[each.incident.type] += len(each.claims) + 1
    order = list(IncidentType)
    return min(weight, key=lambda kind: (-weight[kind], order.index(kind)), default=IncidentType.UNKNOWN)


def _attempt(members: Sequence[Traits]) -> bool:
    return sum((len(m.claims) + 1) * (1 if m.incident.attempt else -1) for m in members) > 0


def _date(members: Sequence[Traits]) -> DateRange | None:
    weight: Counter[DateRange] = Counter()
    for each in members:
        if each.incident.date:
            weight[each.incident.date] += len(each.claims) + 1
    return min(
        weight,
        key=lambda date: (date.latest - date.earliest, -weight[date], date.earliest),
        default=None,
    )


def _place(members: Sequence[Traits]) -> Place | None:
    weight: Counter[Place] = Counter()
    for each in members:
        if each.incident.place:
            weight[each.incident.place] += len(each.claims) + 1
    return min(
        weight,
        key=lambda place: (-_PRECISION.get(place.precision, 0), -weight[place], place.name, repr(place)),
        default=None,
    )


def _target(members: Sequence[Traits]) -> str | None:
    for role in (ClaimRole.TARGET, ClaimRole.VICTIM):
        named = Counter(
            claim.value.name or claim.value.text
            for each in members
            for claim in each.claims
            if claim.role is role and claim.value
        )
        if named:
            return min(named, key=lambda name: (-named[name], len(name), name))
    return None
