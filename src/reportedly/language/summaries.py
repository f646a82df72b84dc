"""A line that names an incident, in plain English."""

from __future__ import annotations

from reportedly.records import IncidentType

_NOUNS = {
    IncidentType.ASSASSINATION: "assassination",
    IncidentType.ARMED_ASSAULT: "armed assault",
    IncidentType.BOMBING: "bombing",
    IncidentType.AIR_OR_DRONE_STRIKE: "air or drone strike",
    IncidentType.HOSTAGE_TAKING: "hostage-taking",
    IncidentType.HIJACKING: "hijacking",
    IncidentType.INFRASTRUCTURE: "attack on infrastructure",
    IncidentType.UNARMED_ASSAULT: "unarmed assault",
    IncidentType.SHELLING: "shelling",
    IncidentType.UNKNOWN: "attack",
}
_OF = frozenset(
    {IncidentType.ASSASSINATION, IncidentType.BOMBING, IncidentType.HIJACKING, IncidentType.SHELLING}
)


def summarise(kind: IncidentType, *, target: str | None, place: str | None, attempt: bool) -> str:
    """What was done, to whom, where.

    >>> summarise(IncidentType.BOMBING, target="a bakery", place="Hasaka", attempt=False)
    'Bombing of a bakery, Hasaka'
    >>> summarise(IncidentType.ASSASSINATION, target=None, place=None, attempt=True)
    'Attempted assassination'
    """
    noun = _NOUNS[kind]
    words = f"attempted {noun}" if attempt else noun
    if target:
        words += f" {'of' if kind in _OF else 'on'} {target}"
    if place and place.casefold() not in words.casefold():
        words += f", {place}"
    return words[0].upper() + words[1:]
