"""What was signed off: numbered versions of a report's reading or of an incident, none of them ever changed.

A version holds its content as one line of JSON, sealed by its digest: what was signed can be shown for good,
whatever becomes of the ledger.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reportedly.casework.effective import Reviewed
from reportedly.codec import (
    JsonObject,
    assessment_to_json,
    claim_to_json,
    derivation_to_json,
    incident_to_json,
    json_line,
    source_to_json,
)
from reportedly.errors import RecordError
from reportedly.ids import sha256_hex
from reportedly.records import LedgerView, Report

TABLES = ("reports", "sources", "incidents", "claims", "lineage", "assessments")
"""What a version has, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What somebody signed off at one time."""

    subject: str
    """The id of the report or the incident."""
    number: int
    """1 for the first of this subject, then up without a gap."""
    digest: str
    """SHA-256 of ``content``."""
    content: str
    """One line of JSON: sources, incidents, claims and what else it stood on."""
    by: str
    at: dt.datetime
    note: str = ""

    def __post_init__(self) -> None:
        if sha256_hex(self.content.encode()) != self.digest:
            raise RecordError(
                f"version {self.number} of {self.subject} is not what was signed: its digest is another; "
                "take it from a copy of the ledger"
            )

    @property
    def claims(self) -> int:
        """How many claims it has."""
        return len(json.loads(self.content)["claims"])


def content_of_report(reviewed: Reviewed) -> str:
    """What there is to sign of a report as people left it."""
    reading = reviewed.reading
    return _line(
        reports=[_told(reading.report)],
        sources=[source_to_json(each) for each in reading.sources],
        incidents=[incident_to_json(each) for each in reading.incidents],
        claims=[claim_to_json(each) for each in reading.claims],
    )


def content_of_incident(view: LedgerView) -> str:
    """What there is to sign of an incident: the part of a view that belongs to it."""
    return _line(
        reports=[_told(each) for each in view.reports],
        sources=[source_to_json(each) for each in view.sources],
        incidents=[incident_to_json(each) for each in view.incidents],
        claims=[claim_to_json(each) for each in view.claims],
        lineage=[derivation_to_json(each) for each in view.lineage],
        assessments=[assessment_to_json(each) for each in view.assessments],
    )


def _told(report: Report) -> JsonObject:
    """A report by its bytes and its text: the text itself stays in the ledger."""
    return {
        "id": report.id,
        "sha256": report.sha256,
        "text": sha256_hex(report.text.encode("utf-8", "surrogatepass")),
        "title": report.title,
        "outlet": report.outlet,
        "published": report.published.isoformat() if report.published else None,
    }


def _line(**tables: list[JsonObject]) -> str:
    """The same for the same records in whatever order they come."""
    ordered = {name: sorted(tables.get(name, []), key=json_line) for name in TABLES}
    return json_line(ordered)


class Kind(StrEnum):
    """What became of a record from one version to the next."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a record and what it was before and after, as JSON writes it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One record that is not as it was."""

    table: str
    record: str
    """Its id; of an assessment the incident and the actor."""
    kind: Kind
    fields: tuple[Field, ...] = ()
    """What of it changed; none where it came or went."""


def changes_between(old: Version, new: Version) -> tuple[Change, ...]:
    """What changed from one version to another, table by table, in the order of ids.

    Raises:
        RecordError: they are versions of two different subjects.
    """
    if old.subject != new.subject:
        raise RecordError(f"{old.subject} and {new.subject} are two subjects; compare versions of one")
    return tuple(changed_content(old.content, new.content))


def changed_content(old: str, new: str) -> Iterator[Change]:
    """The same for the contents alone, one of which need not be signed yet."""
    before, after = json.loads(old), json.loads(new)
    for table in TABLES:
        was, now = _by_id(table, before), _by_id(table, after)
        for record in sorted(was.keys() | now.keys()):
            if record not in was or record not in now:
                kind = Kind.ADDED if record in now else Kind.REMOVED
                yield Change(table=table, record=record, kind=kind)
            elif was[record] != now[record]:
                fields = tuple(_fields(was[record], now[record]))
                yield Change(table=table, record=record, kind=Kind.CHANGED, fields=fields)


def _by_id(table: str, content: Mapping[str, list[JsonObject]]) -> Mapping[str, JsonObject]:
    rows = content.get(table, [])
    if table == "assessments":
        return {f"{row['incident']} {row['actor']}": row for row in rows}
    return {row["id"]: row for row in rows}


def _fields(was: JsonObject, now: JsonObject) -> Iterator[Field]:
    for name in dict.fromkeys((*was, *now)):
        before, after = was.get(name), now.get(name)
        if before != after:
            yield Field(name=name, before=json_line(before), after=json_line(after))
