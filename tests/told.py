"""Readings for the incident tests: a text made of the values that its claims quote."""

from __future__ import annotations

import datetime as dt

from reportedly.ids import content_id, sha256_hex
from reportedly.records import (
    Certainty,
    Claim,
    ClaimRole,
    DateRange,
    Evidence,
    Incident,
    IncidentType,
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

AVERIL = Place(name="Port Averil", country="NO", latitude=59.0, longitude=10.0, precision="city", geoname=1)
NEAR = Place(name="Averil Docks", country="NO", latitude=59.1, longitude=10.2, precision="city", geoname=2)
FAR = Place(name="Kirkeby", country="NO", latitude=63.4, longitude=10.4, precision="city", geoname=3)


def day(first: int, last: int | None = None, *, month: int = 3) -> DateRange:
    return DateRange(dt.date(2024, month, first), dt.date(2024, month, last or first))


def told(
    name: str,
    *,
    type: IncidentType = IncidentType.BOMBING,
    date: DateRange | None = None,
    place: Place | None = None,
    target: str | None = None,
    actor: str | None = None,
    said: str | None = None,
    published: int | None = 6,
    attempt: bool = False,
    background: bool = False,
    incidents: int = 1,
) -> Reading:
    """One report named ``name`` with one incident (or the same incident told apart several times)."""
    parts = [name, *filter(None, (target, actor, said)), *([place.name] if place else [])]
    # Each report has words of its own, so that names and dates decide and not the whole text.
    text = " / ".join([*parts, *(f"{name}{chr(97 + n)}ways" for n in range(20))])
    report = Report(
        id=content_id("rep", name),
        origin=name,
        sha256=sha256_hex(text.encode()),
        text=text,
        published=dt.date(2024, 3, published) if published else None,
    )
    source = Source(
        id=content_id("src", name),
        report=report.id,
        label=name,
        kind=SourceKind.REPORT,
        number=NumberRange(0, 0),
        text=text,
    )
    values = [(ClaimRole.TARGET, target), (ClaimRole.PERPETRATOR, actor)]
    values.append((ClaimRole.PLACE, place.name if place else None))
    claims, found = [], []
    for n in range(incidents):
        own = content_id("inc", name, n)
        made = [_claim(text, report.id, own, source.id, role, value, said) for role, value in values if value]
        claims += made
        found.append(
            Incident(
                id=own,
                type=type,
                claims=tuple(claim.id for claim in made),
                summary=f"As {name} tells it",
                attempt=attempt,
                background=background,
                date=date,
                place=place,
            )
        )
    return Reading(report=report, sources=(source,), claims=tuple(claims), incidents=tuple(found))


def _claim(
    text: str, report: str, incident: str, source: str, role: ClaimRole, value: str, said: str | None
) -> Claim:
    content = (Span.of(text, text.index(said), text.index(said) + len(said)),) if said else ()
    at = text.index(value)
    return Claim(
        id=content_id("clm", incident, role, value),
        report=report,
        incident=incident,
        role=role,
        value=Value(text=value),
        stance=Stance.ALLEGES,
        certainty=Certainty.CERTAIN,
        source=source,
        evidence=Evidence(value=(Span.of(text, at, at + len(value)),), content=content),
        confidence=0.9,
        text=text,
    )
