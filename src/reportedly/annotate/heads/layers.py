"""What the network tells apart; the order is that of its outputs, so a change needs a new model."""

from __future__ import annotations

from reportedly.records import Certainty, IncidentType, Party, SourceKind, SourceRole, Stance

ATTRIBUTION = ("att source", "att cue", "att content")
"""Every attribution of a text: PolNeAR's three roles."""
CLAIM = ("actor", "speaker", "cue", "content", "unnamed", "relay")
"""What carries a claim of who did it; ``unnamed`` is the content of a claim that names nobody."""
CLAUSES = ("att content", "content")
"""Layers whose spans may touch: one quotation ends where the next begins. Phrases have something between."""
MENTION = "mention"
"""Every mention of an actor or a speaker, pronouns too, whether it carries a claim or not."""
DETAIL = ("trigger", "target", "victim", "weapon", "origin", "place", "time", "toll", "motive")
MUC = ("muc individual", "muc organization", "muc target", "muc victim", "muc weapon")
"""The five roles of MUC-4 as GRIT counts them (Du et al. 2021)."""
NAMES = ("person", "organisation", "location")
LAYERS = (*ATTRIBUTION, *CLAIM, *DETAIL, *MUC, *NAMES, MENTION)
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
KINDS = tuple(kind for kind in SourceKind if kind is not SourceKind.REPORT)
ROLES = tuple(SourceRole)
PARTIES = tuple(Party)
NUMBERS = ("one", "several")
CONFIDENCES = (
    "REPORTED AS FACT",
    "CLAIMED OR ADMITTED",
    "SUSPECTED OR ACCUSED BY AUTHORITIES",
    "SUSPECTED OR ACCUSED",
    "POSSIBLE",
)
"""MUC-4's perpetrator confidence, the surest first."""

JUDGED = {
    "kind": len(KINDS),
    "role": len(ROLES),
    "party": len(PARTIES),
    "number": len(NUMBERS),
    "confidence": len(CONFIDENCES),
    "factuality": 1,
}
"""What is told of one span, and how many outputs tell it: of speakers their kind, role, party, number, of a
MUC organisation how surely it did it, of an event how far it is presented as a fact (-1 to 1)."""
