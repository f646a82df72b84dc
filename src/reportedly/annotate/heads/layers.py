"""What the network tells apart; the order is that of its outputs, so a change needs a new model."""

from __future__ import annotations

from reportedly.records import Certainty, IncidentType, Stance

ATTRIBUTION = ("att source", "att cue", "att content")
"""Every attribution of a text: PolNeAR's three roles."""
CLAIM = ("actor", "speaker", "cue", "content", "unnamed", "relay")
"""What carries a claim of who did it; ``unnamed`` is the content of a claim that names nobody."""
DETAIL = ("trigger", "target", "victim", "weapon", "origin", "place", "time", "toll", "motive")
MUC = ("muc individual", "muc organization", "muc target", "muc victim", "muc weapon")
"""The five roles of MUC-4 as GRIT counts them (Du et al. 2021)."""
NAMES = ("person", "organisation", "location")
LAYERS = (*ATTRIBUTION, *CLAIM, *DETAIL, *MUC, *NAMES)
LAYER = {name: number for number, name in enumerate(LAYERS)}

STANCES = (Stance.ALLEGES, Stance.ADMITS, Stance.DENIES, Stance.UNCONFIRMED, Stance.NO_CLAIM)
CERTAINTIES = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)
ATTACKS = (
    IncidentType.ASSASSINATION,
    IncidentType.ARMED_ASSAULT,
    IncidentType.BOMBING,
    IncidentType.AIR_OR_DRONE_STRIKE,
    IncidentType.HOSTAGE_TAKING,
    IncidentType.HIJACKING,
    IncidentType.INFRASTRUCTURE,
    IncidentType.UNARMED_ASSAULT,
    IncidentType.SHELLING,
    IncidentType.UNKNOWN,
)
