"""One line that names an attack."""

from __future__ import annotations

import re

from reportedly.records import IncidentType, Place

_NOUNS = {
    IncidentType.ASSASSINATION: ("Assassination", "of"),
    IncidentType.ARMED_ASSAULT: ("Armed attack", "on"),
    IncidentType.BOMBING: ("Bombing", "of"),
    IncidentType.AIR_OR_DRONE_STRIKE: ("Air or drone strike", "on"),
    IncidentType.HOSTAGE_TAKING: ("Abduction", "of"),
    IncidentType.HIJACKING: ("Hijacking", "of"),
    IncidentType.INFRASTRUCTURE: ("Sabotage", "of"),
    IncidentType.UNARMED_ASSAULT: ("Assault", "on"),
    IncidentType.SHELLING: ("Shelling", "of"),
    IncidentType.UNKNOWN: ("Attack", "on"),
}
_POINTING = re.compile(r"^(?:this|that|these|those|his|her|its|their)\s+", re.IGNORECASE)


def summarise(type: IncidentType, target: str | None, place: Place | None, *, attempt: bool = False) -> str:
    """Name an attack after its type, its target and, where the target is no named person, its place.

    >>> summarise(IncidentType.ASSASSINATION, "Mustafa al-Kadhimi", Place(name="Baghdad"), attempt=True)
    'Attempted assassination of Mustafa al-Kadhimi'
    >>> summarise(IncidentType.BOMBING, "a bakery", Place(name="Hasaka"))
    'Bombing of a bakery in Hasaka'
    >>> summarise(IncidentType.SHELLING, None, Place(name="Daraya"))
    'Shelling in Daraya'
    """
    noun, preposition = _NOUNS[type]
    if attempt:
        noun = f"Attempted {noun[0].lower()}{noun[1:]}"
    words = " ".join(_POINTING.sub("the ", target).split()) if target else ""
    line = f"{noun} {preposition} {words}" if words else noun
    if place is None or (words and type is IncidentType.ASSASSINATION) or _names(words, place.name):
        return line
    return f"{line} in {place.name}"


def _names(words: str, place: str) -> bool:
    return re.search(rf"\b{re.escape(place)}\b", words, re.IGNORECASE) is not None
