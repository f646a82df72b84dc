"""Whether a ledger is as its log says: the chain first, then every table that the log tells of."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from reportedly.casework.audit import (
    Broken,
    Deed,
    Entry,
    Fault,
    Head,
    Verdict,
    first_broken,
    noted_broken,
)
from reportedly.casework.review_json import review_to_json
from reportedly.codec import JsonObject, json_line
from reportedly.codec.to_json import decision_to_json
from reportedly.errors import LedgerFormatError, ReportedlyError
from reportedly.ids import sha256_hex
from reportedly.store import decide, log, people, reviews, second_reading, views, write
from reportedly.store.desk_schema import signoffs
from reportedly.store.schema import audit, decisions, reports
from reportedly.store.storable import stamp


@dataclass(slots=True)
class _Told:
    """What the log tells of each record: the entry that counts, and what it has of it."""

    reports: dict[str, tuple[int, JsonObject]] = field(default_factory=dict)
    reviews: dict[str, tuple[int, JsonObject]] = field(default_factory=dict)
    decisions: dict[str, tuple[int, JsonObject]] = field(default_factory=dict)
    people: dict[str, tuple[int, JsonObject]] = field(default_factory=dict)
    assignments: dict[str, tuple[int, JsonObject]] = field(default_factory=dict)
    versions: dict[str, tuple[int, JsonObject]] = field(default_factory=dict)
    """Of what was signed off, by subject and number."""


def verify(connection: Connection, *, noted: Head | None = None) -> Verdict:
    """Check the log, then what it tells of; the caller's transaction makes it one moment's."""
    entries, broken = _entries(connection)
    head = log.head(connection)
    broken = first_broken(entries, None if broken else head) or broken
    if head is None and entries:
        broken = broken or Broken(number=1, fault=Fault.MISSING, what="the head of the log is gone")
    if broken is None and noted is not None:
        broken = noted_broken(entries, noted)
    unlogged = 0
    if broken is None:
        told = _told(entries)
        broken = min(_differing(connection, told, len(entries)), key=lambda each: each.number, default=None)
        unlogged = _unlogged(connection, told)
    ended = Head(entries[-1].number, entries[-1].hash) if entries else None
    return Verdict(entries=len(entries), head=ended, broken=broken, unlogged=unlogged)


def _entries(connection: Connection) -> tuple[list[Entry], Broken | None]:
    """The entries up to the first that cannot be read."""
    found: list[Entry] = []
    for row in connection.execute(select(audit).order_by(audit.c.number)).mappings():
        try:
            found.append(log.entry_of(row))
        except LedgerFormatError as error:
            return found, Broken(number=row["number"], fault=Fault.CHANGED, what=str(error.args[0]))
    return found, None


def _told(entries: Iterable[Entry]) -> _Told:
    told = _Told()
    for entry in entries:
        subject, detail = entry.subject or "", json.loads(entry.detail)
        match entry.action:
            case Deed.READ:
                told.reports[subject] = (entry.number, detail)
            case Deed.REVIEW:
                told.reviews[subject] = (entry.number, detail | _STANDS)
            case Deed.UNDO_REVIEW:
                _update(told.reviews, subject, entry, _undone(entry.at, entry.by))
            case Deed.DECIDE:
                told.decisions[subject] = (entry.number, detail | _STANDS)
            case Deed.UNDO_DECISION:
                _update(told.decisions, subject, entry, _undone(entry.at, detail.get("undone_by")))
            case Deed.ASSIGN:
                row = {"report": detail.get("report"), "coders": detail.get("coders"), "by": entry.by}
                told.assignments[subject] = (entry.number, row | _GIVEN)
            case Deed.FINISH:
                done = told.assignments.get(subject, (0, _GIVEN))[1]["done"]
                _update(told.assignments, subject, entry, {"done": done | {entry.by: stamp(entry.at)}})
            case Deed.WITHDRAW_ASSIGNMENT:
                _update(told.assignments, subject, entry, {"withdrawn_by": entry.by})
            case Deed.SIGN_OFF:
                digest = detail.get("digest")
                row = {"content": digest, "digest": digest, "by": entry.by, "note": entry.why}
                told.versions[_version(subject, detail.get("version"))] = (entry.number, row)
            case Deed.JOIN:
                row = {"name": detail.get("name"), "role": detail.get("role"), "active": True}
                told.people[subject] = (entry.number, row)
            case Deed.CHANGE_ROLE:
                _update(told.people, subject, entry, {"role": detail.get("to")})
            case Deed.DEACTIVATE:
                _update(told.people, subject, entry, {"active": False})
            case Deed.REACTIVATE:
                _update(told.people, subject, entry, {"active": True})
    return told


_STANDS: JsonObject = {"undone_at": None, "undone_by": None}


_GIVEN: JsonObject = {"done": {}, "withdrawn_by": None}


def _version(subject: str, number: object) -> str:
    return f"{subject} as version {number}"


def _undone(at: dt.datetime | None, by: str | None) -> JsonObject:
    return {"undone_at": stamp(at) if at else None, "undone_by": by}


def _update(rows: dict[str, tuple[int, JsonObject]], subject: str, entry: Entry, changed: JsonObject) -> None:
    # A decision of an older ledger that is taken back now has no entry of its making.
    if subject in rows:
        rows[subject] = (entry.number, rows[subject][1] | changed)


def _unlogged(connection: Connection, told: _Told) -> int:
    """Reports and decisions that the log has nothing of: those from before it was kept."""
    there = [*connection.scalars(select(reports.c.id)), *connection.scalars(select(decisions.c.id))]
    return sum(each not in told.reports and each not in told.decisions for each in there)


def _differing(connection: Connection, told: _Told, last: int) -> Iterator[Broken]:
    for what, read, rows in (
        ("person", _people, told.people),
        ("review", _reviews, told.reviews),
        ("decision", _decisions, told.decisions),
        ("assignment", _assignments, told.assignments),
        ("sign-off", _versions, told.versions),
    ):
        try:
            found = read(connection)
        # Whatever stands in a column that somebody wrote to: no JSON, no time, a record that cannot be.
        except (ReportedlyError, ValueError, TypeError, KeyError) as error:
            detail = error.args[0] if error.args else type(error).__name__
            yield Broken(number=last, fault=Fault.DIFFERS, what=f"a {what} cannot be read: {detail}")
            continue
        yield from _compared(what, found, rows)
        if what != "decision":
            yield from _unknown(what, found, rows, last)
    yield from _reports(connection, told)


def _people(connection: Connection) -> dict[str, JsonObject]:
    return {
        each.id: {"name": each.name, "role": each.role.value, "active": each.active}
        for each in people.everybody(connection)
    }


def _reviews(connection: Connection) -> dict[str, JsonObject]:
    rows = reviews.read(connection)
    return {each.id: review_to_json(each) | _undone(each.undone_at, each.undone_by) for each in rows}


def _decisions(connection: Connection) -> dict[str, JsonObject]:
    rows = decide.read(connection)
    return {each.id: decision_to_json(each) | _undone(each.undone_at, each.undone_by) for each in rows}


def _assignments(connection: Connection) -> dict[str, JsonObject]:
    return {
        each.id: {
            "report": each.report,
            "coders": list(each.coders),
            "by": each.by,
            "done": {person: stamp(at) for person, at in each.done.items()},
            "withdrawn_by": each.withdrawn_by,
        }
        for each in second_reading.read(connection)
    }


def _versions(connection: Connection) -> dict[str, JsonObject]:
    return {
        _version(row.subject, row.version): {
            "content": sha256_hex(row.content.encode("utf-8", "surrogatepass")),
            "digest": row.digest,
            "by": row.by,
            "note": row.note,
        }
        for row in connection.execute(select(signoffs))
    }


def _compared(
    what: str, found: dict[str, JsonObject], told: dict[str, tuple[int, JsonObject]]
) -> Iterator[Broken]:
    for name, (number, row) in told.items():
        if name not in found:
            yield Broken(
                number=number, fault=Fault.DIFFERS, what=f"it tells of the {what} {name}, which is gone"
            )
        elif json_line(found[name]) != json_line({key: row.get(key) for key in found[name]}):
            other = next(key for key in found[name] if found[name][key] != row.get(key))
            yield Broken(
                number=number,
                fault=Fault.DIFFERS,
                what=f"the {what} {name} is not as it tells: its {other.replace('_', ' ')} is another",
            )


def _unknown(
    what: str, found: Iterable[str], told: dict[str, tuple[int, JsonObject]], last: int
) -> Iterator[Broken]:
    for name in found:
        if name not in told:
            yield Broken(number=last + 1, fault=Fault.MISSING, what=f"the log knows of no {what} {name}")


def _reports(connection: Connection, told: _Told) -> Iterator[Broken]:
    texts = {row.id: row.text for row in connection.execute(select(reports.c.id, reports.c.text))}
    for report, (number, row) in told.reports.items():
        if report not in texts:
            what = f"it tells of the report {report}, which is gone"
        elif sha256_hex(texts[report].encode("utf-8", "surrogatepass")) != row.get("text"):
            what = f"the text of the report {report} is not the one that was read"
        elif not _as_read(connection, report, row):
            what = f"what is proposed for the report {report} is not what was read in it"
        else:
            continue
        yield Broken(number=number, fault=Fault.DIFFERS, what=what)


def _as_read(connection: Connection, report: str, row: JsonObject) -> bool:
    try:
        return write.log_of(views.reading_of(connection, report)).items() <= row.items()
    except (ReportedlyError, ValueError, TypeError, KeyError):
        return False
