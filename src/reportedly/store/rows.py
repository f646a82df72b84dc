"""Records to rows of the tables and back. Every record that comes back has verified its quotes again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import RowMapping

from reportedly.records import (
    Certainty,
    Claim,
    ClaimRole,
    Credit,
    CreditRelation,
    DateRange,
    Evidence,
    Incident,
    IncidentType,
    NumberRange,
    Party,
    Place,
    Reason,
    Report,
    Skipped,
    Source,
    SourceKind,
    SourceRole,
    Span,
    Stage,
    Stance,
    Value,
)
from reportedly.store.schema import PARTS

Row = dict[str, Any]
"""The values of one row by the names of its columns."""


def _quote(span: Span | None) -> Row:
    if span is None:
        return {"start_at": None, "end_at": None, "quote": None}
    return {"start_at": span.start, "end_at": span.end, "quote": span.text}


def _number(number: NumberRange | None) -> Row:
    return {"number_min": number.min if number else None, "number_max": number.max if number else None}


def _date(date: DateRange | None) -> Row:
    return {"date_earliest": date.earliest if date else None, "date_latest": date.latest if date else None}


def _place(place: Place | None) -> Row:
    names = ("name", "country", "latitude", "longitude", "precision", "geoname")
    return {f"place_{name}": getattr(place, name) if place else None for name in names}


def report_row(report: Report) -> Row:
    """The report's own columns; who read it is added by the writer."""
    return {
        "id": report.id,
        "origin": report.origin,
        "sha256": report.sha256,
        "title": report.title,
        "outlet": report.outlet,
        "byline": report.byline,
        "url": report.url,
        "published": report.published,
        "published_at": report.published_at.isoformat() if report.published_at else None,
        "language": report.language,
        "text": report.text,
        "based_on": list(report.based_on),
        "extractor": report.extractor,
        "modified_at": report.modified_at.isoformat() if report.modified_at else None,
        "fetched_at": report.fetched_at.isoformat() if report.fetched_at else None,
    }


def credit_rows(report: Report) -> list[Row]:
    """One row a credit, in the report's order."""
    return [
        {"report": report.id, "ordinal": at, "name": credit.name, "relation": credit.relation.value}
        | _quote(credit.span)
        for at, credit in enumerate(report.credits)
    ]


def source_row(source: Source, ordinal: int) -> Row:
    """One source, without its mentions."""
    return {
        "id": source.id,
        "report": source.report,
        "ordinal": ordinal,
        "label": source.label,
        "kind": source.kind.value,
        "role": source.role.value,
        "affiliation": source.affiliation,
        "anonymity": source.anonymity,
        "party": source.party.value,
    } | _number(source.number)


def mention_rows(source: Source) -> list[Row]:
    """One row a mention."""
    return [{"source": source.id, "ordinal": at} | _quote(span) for at, span in enumerate(source.mentions)]


def incident_row(incident: Incident, report: str, ordinal: int) -> Row:
    """One incident; its claims point to it."""
    row = {
        "id": incident.id,
        "report": report,
        "ordinal": ordinal,
        "type": incident.type.value,
        "attempt": incident.attempt,
        "background": incident.background,
        "summary": incident.summary,
    }
    return row | _date(incident.date) | _place(incident.place)


def claim_row(claim: Claim, ordinal: int, incident_ordinal: int) -> Row:
    """One claim, without its evidence."""
    value = claim.value
    row = {
        "id": claim.id,
        "report": claim.report,
        "ordinal": ordinal,
        "incident": claim.incident,
        "incident_ordinal": incident_ordinal,
        "source": claim.source,
        "role": claim.role.value,
        "stance": claim.stance.value,
        "certainty": claim.certainty.value if claim.certainty else None,
        "value_text": value.text if value else None,
        "value_name": value.name if value else None,
        "value_id": value.id if value else None,
        "via": list(claim.via),
        "together": claim.together,
        "in_headline": claim.in_headline,
        "confidence": claim.confidence,
        "reviewed": claim.reviewed,
        "readers": list(claim.readers) or None,
    }
    resolved = _number(value.number if value else None) | _date(value.date if value else None)
    return row | resolved | _place(value.place if value else None)


def evidence_rows(claim: Claim) -> list[Row]:
    """One row a span of the claim's evidence."""
    return [
        {"claim": claim.id, "part": part, "ordinal": at} | _quote(span)
        for part in PARTS
        for at, span in enumerate(getattr(claim.evidence, part))
    ]


def skipped_row(skipped: Skipped, key: str, report: str | None) -> Row:
    """One row of what was left out."""
    return {
        "key": key,
        "report": report,
        "origin": skipped.origin,
        "stage": skipped.stage.value,
        "reason": skipped.reason.value,
        "detail": skipped.detail,
    }


def _span_of(row: RowMapping) -> Span:
    return Span(row["start_at"], row["end_at"], row["quote"])


def _number_of(row: RowMapping) -> NumberRange | None:
    return None if row["number_min"] is None else NumberRange(row["number_min"], row["number_max"])


def _date_of(row: RowMapping) -> DateRange | None:
    return None if row["date_earliest"] is None else DateRange(row["date_earliest"], row["date_latest"])


def _place_of(row: RowMapping) -> Place | None:
    if row["place_name"] is None:
        return None
    return Place(
        name=row["place_name"],
        country=row["place_country"],
        latitude=row["place_latitude"],
        longitude=row["place_longitude"],
        precision=row["place_precision"],
        geoname=row["place_geoname"],
    )


def report_of(row: RowMapping, credit_rows: Iterable[RowMapping]) -> Report:
    """A report with its credits."""
    return Report(
        id=row["id"],
        origin=row["origin"],
        sha256=row["sha256"],
        text=row["text"],
        title=row["title"],
        outlet=row["outlet"],
        byline=row["byline"],
        url=row["url"],
        published=row["published"],
        published_at=_instant_of(row["published_at"]),
        language=row["language"],
        credits=tuple(_credit_of(credit) for credit in credit_rows),
        based_on=tuple(row["based_on"]),
        extractor=row["extractor"],
        modified_at=_instant_of(row["modified_at"]),
        fetched_at=_instant_of(row["fetched_at"]),
    )


def _instant_of(written: str | None) -> dt.datetime | None:
    return None if written is None else dt.datetime.fromisoformat(written)


def _credit_of(row: RowMapping) -> Credit:
    return Credit(
        name=row["name"],
        relation=CreditRelation(row["relation"]),
        span=None if row["start_at"] is None else _span_of(row),
    )


def source_of(row: RowMapping, mentions: Iterable[RowMapping], text: str) -> Source:
    """A source with its mentions, verified against its report's text."""
    return Source(
        id=row["id"],
        report=row["report"],
        label=row["label"],
        kind=SourceKind(row["kind"]),
        number=NumberRange(row["number_min"], row["number_max"]),
        role=SourceRole(row["role"]),
        affiliation=row["affiliation"],
        anonymity=row["anonymity"],
        party=Party(row["party"]),
        mentions=tuple(map(_span_of, mentions)),
        text=text,
    )


def incident_of(row: RowMapping, claims: Iterable[str]) -> Incident:
    """An incident with the ids of its claims."""
    return Incident(
        id=row["id"],
        type=IncidentType(row["type"]),
        claims=tuple(claims),
        summary=row["summary"],
        attempt=row["attempt"],
        background=row["background"],
        date=_date_of(row),
        place=_place_of(row),
    )


def _value_of(row: RowMapping) -> Value | None:
    if row["value_text"] is None:
        return None
    return Value(
        text=row["value_text"],
        name=row["value_name"],
        id=row["value_id"],
        number=_number_of(row),
        date=_date_of(row),
        place=_place_of(row),
    )


def _evidence_of(rows: Sequence[RowMapping]) -> Evidence:
    parts = {part: tuple(_span_of(row) for row in rows if row["part"] == part) for part in PARTS}
    return Evidence(**parts)


def claim_of(row: RowMapping, evidence: Sequence[RowMapping], text: str) -> Claim:
    """A claim with its evidence, verified against its report's text."""
    return Claim(
        id=row["id"],
        report=row["report"],
        incident=row["incident"],
        role=ClaimRole(row["role"]),
        value=_value_of(row),
        stance=Stance(row["stance"]),
        certainty=None if row["certainty"] is None else Certainty(row["certainty"]),
        source=row["source"],
        evidence=_evidence_of(evidence),
        via=tuple(row["via"]),
        together=row["together"],
        in_headline=row["in_headline"],
        confidence=row["confidence"],
        reviewed=row["reviewed"],
        readers=tuple(row["readers"] or ()),
        text=text,
    )


def skipped_of(row: RowMapping) -> Skipped:
    """A row of what was left out."""
    return Skipped(
        origin=row["origin"],
        stage=Stage(row["stage"]),
        reason=Reason(row["reason"]),
        detail=row["detail"],
    )
