"""Readings by number: the same ones for the same numbers, in whatever process.

Free of test libraries, so that a child process is quick to start.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from reportedly.ids import content_id, sha256_hex
from reportedly.records import (
    Certainty,
    Claim,
    ClaimRole,
    DateRange,
    Evidence,
    Incident,
    IncidentType,
    MadeBy,
    NumberRange,
    Place,
    Reading,
    Report,
    Source,
    SourceKind,
    Span,
    Stance,
    Value,
)

MADE_BY = MadeBy(program="reportedly 0.1.0", extractor="rules.v1")

_ROLES = (
    (ClaimRole.PERPETRATOR, "the River Brigade", Stance.ALLEGES),
    (ClaimRole.PLACE, "Port Ansel", Stance.ALLEGES),
    (ClaimRole.KILLED, "four", Stance.ALLEGES),
    (ClaimRole.PERPETRATOR, "the River Brigade", Stance.DENIES),
)


def plain_reading(number: int, *, extractor: str = "rules.v1") -> Reading:
    """Reading ``number`` of an endless row: 2 sources, 1 incident that names the extractor, 5 claims."""
    text = (
        f"Blast at depot {number}\n\nPolice said the River Brigade killed four people in Port Ansel on day "
        f"{number}. A spokesman denied it. No group has claimed responsibility."
    )
    sha256 = sha256_hex(text.encode())
    report = Report(
        id=content_id("rep", sha256),
        origin=f"pages/{number}.txt",
        sha256=sha256,
        text=text,
        title=text.partition("\n")[0],
        outlet="Ansel Courier",
        published=dt.date(2024, 3, 1) + dt.timedelta(days=number % 300),
    )
    told_by = tuple(_plain_source(report, label) for label in ("Police", "A spokesman"))
    incident = content_id("inc", report.id)
    said = tuple(_plain_claim(report, told_by, incident, at) for at in range(5))
    told = Incident(
        id=incident,
        type=IncidentType.BOMBING,
        claims=tuple(claim.id for claim in said),
        summary=f"Blast, as {extractor} reads it",
        date=DateRange(dt.date(2024, 3, 1), dt.date(2024, 3, 2)),
        place=Place(name="Port Ansel", country="XX", latitude=1.5, longitude=-2.25, precision="city"),
    )
    return Reading(report=report, sources=told_by, claims=said, incidents=(told,))


def _span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span.of(text, start, start + len(part))


def _plain_source(report: Report, label: str) -> Source:
    return Source(
        id=content_id("src", report.id, label),
        report=report.id,
        label=label,
        kind=SourceKind.ORGANISATION,
        number=NumberRange(1, None),
        mentions=(_span(report.text, label),),
        text=report.text,
    )


def _plain_claim(report: Report, told_by: tuple[Source, ...], incident: str, at: int) -> Claim:
    silent = at == len(_ROLES)
    role, value, stance = (ClaimRole.PERPETRATOR, "", Stance.NO_CLAIM) if silent else _ROLES[at]
    words = "No group has claimed responsibility" if silent else value
    return Claim(
        id=content_id("clm", report.id, at),
        report=report.id,
        incident=incident,
        role=role,
        value=None if silent else Value(text=value, name=value.removeprefix("the ")),
        stance=stance,
        certainty=None if silent else Certainty.CERTAIN,
        source=told_by[at // 3].id,
        evidence=Evidence(
            source=told_by[at // 3].mentions,
            content=(_span(report.text, words),),
            value=() if silent else (_span(report.text, words),),
        ),
        via=("Ansel Wire",),
        confidence=0.75,
        text=report.text,
    )


def reviewed(reading: Reading, *numbers: int) -> Reading:
    """The same reading after a person has accepted the claims of those numbers."""
    said = tuple(
        replace(claim, reviewed="accepted", text=reading.report.text) if at in numbers else claim
        for at, claim in enumerate(reading.claims)
    )
    return replace(reading, claims=said)
