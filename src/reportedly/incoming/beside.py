"""Readings of other desks that are not this ledger's own: kept in the audit log, counted nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from reportedly.casework.audit import Deed
from reportedly.codec import (
    JsonObject,
    claim_from_json,
    incident_from_json,
    json_line,
    made_by_from_json,
    made_by_to_json,
    reading_to_json,
    report_from_json,
    source_from_json,
)
from reportedly.records import MadeBy, Reading, Report
from reportedly.store import log


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherReading:
    """What another desk has of a report that is here, where it is not the same."""

    desk: str
    made_by: MadeBy
    reading: Reading
    """With the text that it was made on, which may be another than the one here."""


def detail_of(reading: Reading, here: Report, *, desk: str, made_by: MadeBy) -> JsonObject:
    """A reading as the log keeps it: with its text only where that is not the one that is here."""
    data = reading_to_json(reading)
    return {
        "desk": desk,
        "made_by": made_by_to_json(made_by),
        "report": None if reading.report.text == here.text else data["report"],
        "sources": data["sources"],
        "incidents": data["incidents"],
        "claims": data["claims"],
    }


def is_known(connection: Connection, report: str, detail: JsonObject) -> bool:
    """Whether the log has the same already."""
    line = json_line(detail)
    entries = log.entries(connection, subject=report)
    return any(entry.action == Deed.SET_BESIDE and entry.detail == line for entry in entries)


def others_of(connection: Connection, here: Report) -> Iterator[OtherReading]:
    """The readings that other desks have of a report, in the order in which they came; all verified again.

    Raises:
        LedgerFormatError: the log was changed by hand.
    """
    for entry in log.entries(connection, subject=here.id):
        if entry.action == Deed.SET_BESIDE:
            yield _reading(json.loads(entry.detail), here)


def _reading(data: JsonObject, here: Report) -> OtherReading:
    report = report_from_json(data["report"]) if data["report"] else here
    return OtherReading(
        desk=data["desk"],
        made_by=made_by_from_json(data["made_by"]),
        reading=Reading(
            report=report,
            sources=tuple(source_from_json(each, text=report.text) for each in data["sources"]),
            claims=tuple(claim_from_json(each, text=report.text) for each in data["claims"]),
            incidents=tuple(incident_from_json(each) for each in data["incidents"]),
        ),
    )
