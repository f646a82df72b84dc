"""Each record as a JSON object. Spans become ``[start, end]``, enums their values, absent values null."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from reportedly.records import (
    Anchor,
    Assessment,
    Claim,
    Counts,
    Credit,
    DateRange,
    Decision,
    Derivation,
    Evidence,
    Incident,
    MadeBy,
    NumberRange,
    Place,
    Reading,
    Report,
    Skipped,
    Source,
    Span,
    Value,
)

JsonObject = dict[str, Any]
"""One record of the ledger file."""

T = TypeVar("T")


def _maybe(write: Callable[[T], object], value: T | None) -> object:
    return None if value is None else write(value)


def span_to_json(span: Span) -> list[int]:
    """``[start, end]``; the words are the report's."""
    return [span.start, span.end]


def number_to_json(number: NumberRange) -> JsonObject:
    """A count; ``max`` null where it is open."""
    return {"min": number.min, "max": number.max}


def date_to_json(date: DateRange) -> JsonObject:
    """A first and a last day."""
    return {"earliest": date.earliest.isoformat(), "latest": date.latest.isoformat()}


def place_to_json(place: Place) -> JsonObject:
    """A place and where it is."""
    return {
        "name": place.name,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision": place.precision,
        "geoname": place.geoname,
    }


def _credit_to_json(credit: Credit) -> JsonObject:
    return {
        "name": credit.name,
        "relation": credit.relation.value,
        "span": _maybe(span_to_json, credit.span),
    }


def report_to_json(report: Report) -> JsonObject:
    """One report with its whole text; ``fetched_at`` stands only in what was fetched."""
    fetched = {"fetched_at": report.fetched_at.isoformat()} if report.fetched_at else {}
    return {
        "id": report.id,
        "origin": report.origin,
        "sha256": report.sha256,
        "title": report.title,
        "outlet": report.outlet,
        "byline": report.byline,
        "url": report.url,
        "published": report.published.isoformat() if report.published else None,
        "published_at": report.published_at.isoformat() if report.published_at else None,
        "language": report.language,
        "text": report.text,
        "credits": [_credit_to_json(credit) for credit in report.credits],
        "based_on": list(report.based_on),
        "extractor": report.extractor,
        "modified_at": report.modified_at.isoformat() if report.modified_at else None,
        **fetched,
    }


def source_to_json(source: Source) -> JsonObject:
    """One source; its mentions as offsets."""
    return {
        "id": source.id,
        "report": source.report,
        "label": source.label,
        "kind": source.kind.value,
        "number": number_to_json(source.number),
        "role": source.role.value,
        "affiliation": source.affiliation,
        "anonymity": source.anonymity,
        "party": source.party.value,
        "mentions": [span_to_json(span) for span in source.mentions],
    }


def value_to_json(value: Value) -> JsonObject:
    """The filler and what it resolves to."""
    return {
        "text": value.text,
        "name": value.name,
        "id": value.id,
        "number": _maybe(number_to_json, value.number),
        "date": _maybe(date_to_json, value.date),
        "place": _maybe(place_to_json, value.place),
    }


def evidence_to_json(evidence: Evidence) -> JsonObject:
    """The four parts, each a list of offsets."""
    return {
        "source": [span_to_json(span) for span in evidence.source],
        "cue": [span_to_json(span) for span in evidence.cue],
        "content": [span_to_json(span) for span in evidence.content],
        "value": [span_to_json(span) for span in evidence.value],
    }


def claim_to_json(claim: Claim) -> JsonObject:
    """One claim; its evidence as offsets.

    ``readers`` is there only where several readers read the report: digests of before lack it.
    """
    told: JsonObject = {
        "id": claim.id,
        "report": claim.report,
        "incident": claim.incident,
        "role": claim.role.value,
        "value": _maybe(value_to_json, claim.value),
        "stance": claim.stance.value,
        "certainty": claim.certainty.value if claim.certainty else None,
        "together": claim.together,
        "source": claim.source,
        "via": list(claim.via),
        "evidence": evidence_to_json(claim.evidence),
        "in_headline": claim.in_headline,
        "confidence": claim.confidence,
        "reviewed": claim.reviewed,
    }
    return told | {"readers": list(claim.readers)} if claim.readers else told


def incident_to_json(incident: Incident) -> JsonObject:
    """One incident, pointing to its claims."""
    return {
        "id": incident.id,
        "type": incident.type.value,
        "attempt": incident.attempt,
        "background": incident.background,
        "summary": incident.summary,
        "date": _maybe(date_to_json, incident.date),
        "place": _maybe(place_to_json, incident.place),
        "claims": list(incident.claims),
        "members": list(incident.members),
    }


def derivation_to_json(derivation: Derivation) -> JsonObject:
    """One row of the lineage."""
    return {
        "id": derivation.id,
        "report": derivation.report,
        "derives_from": derivation.derives_from,
        "relation": derivation.relation.value,
        "shared": derivation.shared,
        "why": derivation.why,
    }


def _anchor_to_json(anchor: Anchor) -> JsonObject:
    return {
        "incident": anchor.incident,
        "report": anchor.report,
        "spans": [list(span) for span in anchor.spans],
    }


def decision_to_json(decision: Decision) -> JsonObject:
    """One decision of an analyst."""
    return {
        "id": decision.id,
        "made_at": decision.made_at.isoformat(),
        "by": decision.by,
        "judgement": decision.judgement.value,
        "these": [_anchor_to_json(anchor) for anchor in decision.these],
        "those": [_anchor_to_json(anchor) for anchor in decision.those],
        "note": decision.note,
        "undone_at": decision.undone_at.isoformat() if decision.undone_at else None,
        "undone_by": decision.undone_by,
    }


def assessment_to_json(assessment: Assessment) -> JsonObject:
    """One grade with its reasons."""
    return {
        "incident": assessment.incident,
        "actor": assessment.actor,
        "grade": assessment.grade,
        "roots": assessment.roots,
        "speakers": assessment.speakers,
        "reasons": list(assessment.reasons),
        "actor_id": assessment.actor_id,
        "relations": list(assessment.relations),
        "verdict": assessment.verdict,
        "counts": _maybe(_counts_to_json, assessment.counts),
        "airwars_grade_suggested": _maybe(_word, assessment.airwars_grade_suggested),
        "airwars_why": assessment.airwars_why,
        "admiralty_credibility_suggested": assessment.admiralty_credibility_suggested,
        "admiralty_why": assessment.admiralty_why,
        "surest_saying": _maybe(_word, assessment.surest_saying),
        "surest_denying": _maybe(_word, assessment.surest_denying),
        "first_said": _maybe(dt.date.isoformat, assessment.first_said),
        "last_said": _maybe(dt.date.isoformat, assessment.last_said),
        "party_only": assessment.party_only,
        "against_interest": assessment.against_interest,
        "withdrawn": list(assessment.withdrawn),
    }


def _counts_to_json(counts: Counts) -> JsonObject:
    return {
        "roots_saying": counts.roots_saying,
        "roots_denying": counts.roots_denying,
        "named": counts.named,
        "unnamed": counts.unnamed,
        "party": counts.party,
    }


def _word(member: StrEnum) -> str:
    return member.value


def skipped_to_json(skipped: Skipped) -> JsonObject:
    """One input that was left out, and why."""
    return {
        "origin": skipped.origin,
        "stage": skipped.stage.value,
        "reason": skipped.reason.value,
        "detail": skipped.detail,
    }


def made_by_to_json(made_by: MadeBy) -> JsonObject:
    """The program and the parts that made a ledger."""
    return {"program": made_by.program, "extractor": made_by.extractor, "model": made_by.model}


def reading_to_json(reading: Reading) -> JsonObject:
    """All that one report gave."""
    return {
        "report": report_to_json(reading.report),
        "sources": [source_to_json(source) for source in reading.sources],
        "incidents": [incident_to_json(incident) for incident in reading.incidents],
        "claims": [claim_to_json(claim) for claim in reading.claims],
        "skipped": [skipped_to_json(skipped) for skipped in reading.skipped],
    }
