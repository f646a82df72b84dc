"""What holds of every report, reading and ledger, whatever the input was."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.codec import json_line, report_from_json, report_to_json
from reportedly.ids import content_id, sha256_hex
from reportedly.limits import DEFAULT_LIMITS
from reportedly.read.characters import clean, one_line
from reportedly.records import (
    DOER_ROLES,
    CreditRelation,
    Reading,
    Report,
    Skipped,
    Stage,
    Stance,
)

SAID = frozenset({Stance.ALLEGES, Stance.DENIES, Stance.ADMITS})
"""The stances that have a certainty; of the others nobody says how sure they are."""


def check_report(report: Report, data: bytes | None = None) -> None:
    """A report that was read, of these bytes where they are known."""
    assert report.id == content_id("rep", report.sha256)
    assert data is None or report.sha256 == sha256_hex(data)
    assert report.text.strip()
    assert len(report.text) <= DEFAULT_LIMITS.text_chars
    check_text(report.text)
    assert all(part.strip() for part in report.text.split("\n\n")), "an empty paragraph"
    assert report.text.startswith(report.title or "")
    fields = (report.title, report.outlet, report.byline, report.url, report.language, *report.based_on)
    for value in fields:
        if value is not None:
            check_text(value)
            assert value == value.strip() != "", f"not one trimmed line: {value!r}"
            assert "\n" not in value
    for credit in report.credits:
        assert one_line(credit.name) == credit.name, credit
        assert (credit.span is None) <= (credit.relation is CreditRelation.BASED_ON)
        if credit.span is not None:
            credit.span.verify(report.text)
    if report.published_at is not None and report.published_at.tzinfo is not None:
        assert report.published is not None
    assert report_from_json(report_to_json(report)) == report
    json_line(report_to_json(report)).encode()


def check_text(text: str) -> None:
    """A text that JSON, a database and a terminal can hold."""
    text.encode("utf-8")
    assert clean(text) == text, f"unfit characters: {sorted(set(text) - set(clean(text)))!r}"


def check_row(row: Skipped, origin: str) -> None:
    """A row of the reader: its input named, its words fit to be stored and shown."""
    assert row.stage is Stage.READ
    assert row.origin.startswith(origin)
    assert len(row.detail) <= 1_000
    row.detail.encode("utf-8")


def check_reading(reading: Reading) -> None:
    """The claims of one report, and what they point to."""
    report = reading.report
    claims = {claim.id for claim in reading.claims}
    sources = {source.id for source in reading.sources}
    assert len(claims) == len(reading.claims), "two claims of one id"
    assert len(sources) == len(reading.sources), "two sources of one id"
    listed = [claim for incident in reading.incidents for claim in incident.claims]
    assert sorted(listed) == sorted(claims), "an incident lists other claims than there are"
    incidents = {incident.id for incident in reading.incidents}
    for claim in reading.claims:
        assert claim.report == report.id
        assert claim.source in sources, "a claim without its source"
        assert claim.incident in incidents, "a claim without its incident"
        assert 0.0 <= claim.confidence <= 1.0
        assert (claim.certainty is not None) == (claim.stance in SAID)
        assert claim.role in DOER_ROLES or claim.stance not in (Stance.ADMITS, Stance.NO_CLAIM)
        assert claim.value is not None or claim.stance in (Stance.NO_CLAIM, Stance.UNCONFIRMED)
        assert claim.evidence.content or claim.evidence.value
        for span in claim.evidence:
            assert 0 <= span.start < span.end <= len(report.text)
            assert report.text[span.start : span.end] == span.text
    for source in reading.sources:
        assert source.report == report.id
        assert source.label.strip()
        for span in source.mentions:
            span.verify(report.text)


def check_all(found: Iterable[Report | Skipped], data: bytes, origin: str) -> None:
    """All that one input gave."""
    for each in found:
        if isinstance(each, Report):
            check_report(each)
        else:
            check_row(each, origin)
