"""How a reading gets into the tables: all of it, in the caller's transaction."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update

from reportedly.codec import json_line, reading_to_json, skipped_to_json
from reportedly.errors import EvidenceError, LedgerFormatError, RecordError
from reportedly.ids import sha256_hex
from reportedly.records import MadeBy, Reading, Report, Skipped
from reportedly.store import rows, schema, search
from reportedly.store.rows import Row
from reportedly.store.views import claims_of

# A NUL as JSON writes it; an even number of backslashes before it are backslashes of the text.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def check(reading: Reading) -> None:
    """Refuse a reading whose records do not belong together.

    Raises:
        RecordError: a record is of another report, points to nothing, or comes twice.
    """
    report = reading.report.id
    told_of = {source.report for source in reading.sources} | {claim.report for claim in reading.claims}
    told_of -= {report}
    if told_of:
        raise RecordError(f"{report}: a source or claim of it is of another report, {min(told_of)}")
    ids = [source.id for source in reading.sources] + [claim.id for claim in reading.claims]
    ids += [incident.id for incident in reading.incidents]
    if len(set(ids)) < len(ids):
        raise RecordError(f"{report}: {next(each for each in ids if ids.count(each) > 1)} comes twice")
    _check_references(reading)


def _check_references(reading: Reading) -> None:
    sources = {source.id for source in reading.sources}
    told = {(incident.id, claim) for incident in reading.incidents for claim in incident.claims}
    pairs = {(claim.incident, claim.id) for claim in reading.claims}
    for claim in reading.claims:
        if claim.source not in sources:
            raise RecordError(f"{reading.report.id}: {claim.id} has a source that the reading lacks")
    for incident, claim_id in sorted(told ^ pairs):
        raise RecordError(f"{reading.report.id}: {incident} and {claim_id} do not point to each other")


def digest(reading: Reading, made_by: MadeBy) -> str:
    """What tells one reading from another: all but the address, which the same bytes can have several of.

    Raises:
        RecordError: a text or number of it is one that databases cannot hold.
    """
    data = reading_to_json(reading)
    check_storable(data, reading.report.id)
    if data["report"]["modified_at"] is None:
        # Ledgers of the first two schemas have digests without it, and their readings have not changed.
        del data["report"]["modified_at"]
    for row in data["incidents"]:
        # Only incidents that several reports tell have members, and no reading has such.
        del row["members"]
    for row in (data["report"], *data["skipped"]):
        del row["origin"]
    line = json_line(data)
    return sha256_hex(f"{line}\n{made_by.extractor}\n{made_by.model}".encode())


def check_storable(data: object, name: str) -> None:
    """Refuse what of JSON no database can hold.

    Raises:
        RecordError: a text has a lone surrogate or a NUL; the message begins with ``name``.
    """
    try:
        line = json_line(data)
    except LedgerFormatError as error:
        raise RecordError(f"{name}: cannot be stored: {error.args[0]}") from None
    if "\\u0000" in line and _NUL.search(line):
        raise RecordError(f"{name}: cannot be stored: text with a NUL, which databases take for its end")


def put_reading(connection: Connection, reading: Reading, made_by: MadeBy, reading_digest: str) -> None:
    """Write a reading in place of an earlier one of the same report, reviewed claims excepted."""
    report = reading.report
    search.forget(connection, report.id)
    kept = _clear(connection, report)
    row = rows.report_row(report) | {
        "read_by": made_by.extractor,
        "model": made_by.model,
        "program": made_by.program,
        "digest": reading_digest,
    }
    _merge(connection, schema.reports, [row], mine=schema.reports.c.id == report.id)
    _insert(connection, schema.credits, rows.credit_rows(report))
    _put_sources(connection, reading)
    told = enumerate(reading.incidents)
    incident_rows = [rows.incident_row(incident, report.id, at) for at, incident in told]
    _merge(connection, schema.incidents, incident_rows, mine=schema.incidents.c.report == report.id)
    _put_claims(connection, reading, kept)
    search.put(connection, report.id)
    for skipped in reading.skipped:
        put_skipped(connection, skipped, report=report.id)
    put_made_by(connection, made_by)


def _clear(connection: Connection, report: Report) -> set[str]:
    """Delete what an earlier reading gave, and say which reviewed claims remain.

    Raises:
        RecordError: the report's text has changed under a reviewed claim.
    """
    claims, sources, incidents = schema.claims, schema.sources, schema.incidents
    kept = _reviewed(connection, report)
    connection.execute(delete(claims).where(claims.c.report == report.id, claims.c.reviewed.is_(None)))
    for table, column in ((sources, claims.c.source), (incidents, claims.c.incident)):
        in_use = select(column).where(claims.c.report == report.id)
        connection.execute(delete(table).where(table.c.report == report.id, table.c.id.not_in(in_use)))
    for table in (schema.credits, schema.skipped):
        connection.execute(delete(table).where(table.c.report == report.id))
    return kept


def _reviewed(connection: Connection, report: Report) -> set[str]:
    chosen = (schema.claims.c.report == report.id) & schema.claims.c.reviewed.is_not(None)
    try:
        return {claim.id for claim in claims_of(connection, chosen, {report.id: report.text})}
    except EvidenceError as error:
        raise RecordError(
            f"{report.id}: the page is now cut differently, and a reviewed claim of it would lose its words "
            f"({error.args[0]}); the earlier reading is kept"
        ) from None


def _put_sources(connection: Connection, reading: Reading) -> None:
    source_rows = [rows.source_row(source, at) for at, source in enumerate(reading.sources)]
    _merge(connection, schema.sources, source_rows, mine=schema.sources.c.report == reading.report.id)
    mentions = schema.source_mentions
    # Only a source that a reviewed claim keeps can have mentions by now.
    ids = [source.id for source in reading.sources]
    connection.execute(delete(mentions).where(mentions.c.source.in_(ids)))
    _insert(connection, mentions, [row for source in reading.sources for row in rows.mention_rows(source)])


def _put_claims(connection: Connection, reading: Reading, kept: set[str]) -> None:
    places = {claim: at for incident in reading.incidents for at, claim in enumerate(incident.claims)}
    fresh = [(at, claim) for at, claim in enumerate(reading.claims) if claim.id not in kept]
    _insert(connection, schema.claims, [rows.claim_row(claim, at, places[claim.id]) for at, claim in fresh])
    _insert(connection, schema.evidence, [row for _, claim in fresh for row in rows.evidence_rows(claim)])


def put_skipped(connection: Connection, skipped: Skipped, *, report: str | None = None) -> bool:
    """Write a row of what was left out; False where the same row is there."""
    data = [report, skipped_to_json(skipped)]
    check_storable(data, repr(skipped.origin))
    key = sha256_hex(json_line(data).encode())
    if connection.scalar(select(schema.skipped.c.key).where(schema.skipped.c.key == key)):
        return False
    _insert(connection, schema.skipped, [rows.skipped_row(skipped, key, report)])
    return True


def put_made_by(connection: Connection, made_by: MadeBy) -> None:
    """Note what wrote last."""
    meta = schema.meta
    noted = {row.key: row.value for row in connection.execute(select(meta))}
    now = {"program": made_by.program, "extractor": made_by.extractor, "model": made_by.model}
    if noted != now:
        connection.execute(delete(meta).where(meta.c.key.in_(now)))
        _insert(connection, meta, [{"key": key, "value": value} for key, value in now.items()])


def _insert(connection: Connection, table: Table, new: Sequence[Row]) -> None:
    if new:
        connection.execute(insert(table), new)


def _merge(connection: Connection, table: Table, new: Sequence[Row], *, mine: ColumnElement[bool]) -> None:
    """Insert rows, or update those of ``mine``: safe without ON CONFLICT, the transaction holds the lock."""
    there = set(connection.scalars(select(table.c.id).where(mine)))
    _insert(connection, table, [row for row in new if row["id"] not in there])
    for row in new:
        if row["id"] in there:
            connection.execute(update(table).where(table.c.id == row["id"]).values(row))
