"""How a reading gets into the tables: all of it, in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update

from reportedly.casework.audit import PROGRAM, Deed
from reportedly.casework.reviews import spans_of
from reportedly.codec import (
    JsonObject,
    claim_to_json,
    incident_to_json,
    json_line,
    reading_to_json,
    skipped_to_json,
    source_to_json,
)
from reportedly.errors import EvidenceError, RecordError
from reportedly.ids import sha256_hex
from reportedly.records import MadeBy, Reading, Report, Skipped
from reportedly.store import in_step, log, reviews, rows, schema, search, views
from reportedly.store.rows import Row
from reportedly.store.storable import check_storable


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
    for skipped in reading.skipped:
        put_skipped(connection, skipped, report=report.id)
    put_made_by(connection, made_by)
    # A review can keep a speaker or an attack alone, without a claim that was read.
    pinned = connection.scalar(reviews.pinned(report.id).limit(1)) is not None
    stored = views.reading_of(connection, report.id) if kept or pinned else reading
    in_step.put(connection, stored)
    log.append(
        connection,
        Deed.READ,
        at=dt.datetime.now(dt.UTC),
        by=PROGRAM,
        subject=report.id,
        detail=log_of(stored),
        report=report.id,
    )


def log_of(reading: Reading) -> JsonObject:
    """What the log keeps of a reading: digests of the report's text and of what is proposed for it."""
    told = [source_to_json(each) for each in reading.sources]
    told += [incident_to_json(each) for each in reading.incidents]
    told += [claim_to_json(each) for each in reading.claims]
    lines = sorted(json_line(each) for each in told)
    return {
        "sha256": reading.report.sha256,
        "text": sha256_hex(reading.report.text.encode()),
        "proposals": sha256_hex("\n".join(lines).encode()),
        "claims": len(reading.claims),
    }


def _clear(connection: Connection, report: Report) -> set[str]:
    """Delete what an earlier reading gave, and say which claims remain: those that somebody has reviewed.

    Raises:
        RecordError: the report's text has changed under what somebody reviewed.
    """
    claims, sources, incidents = schema.claims, schema.sources, schema.incidents
    pinned = reviews.pinned(report.id)
    kept = _reviewed(connection, report)
    mine = claims.c.report == report.id
    connection.execute(delete(claims).where(mine, claims.c.reviewed.is_(None), claims.c.id.not_in(pinned)))
    for table, column in ((sources, claims.c.source), (incidents, claims.c.incident)):
        in_use = select(column).where(mine)
        own = (table.c.report == report.id, table.c.id.not_in(in_use), table.c.id.not_in(pinned))
        connection.execute(delete(table).where(*own))
    for table in (schema.credits, schema.skipped):
        connection.execute(delete(table).where(table.c.report == report.id))
    return kept


def _reviewed(connection: Connection, report: Report) -> set[str]:
    claims, sources = schema.claims, schema.sources
    pinned = reviews.pinned(report.id)
    mine = claims.c.report == report.id
    chosen = mine & (claims.c.reviewed.is_not(None) | claims.c.id.in_(pinned))
    speaking = sources.c.id.in_(select(claims.c.source).where(chosen)) | sources.c.id.in_(pinned)
    texts = {report.id: report.text}
    try:
        for review in reviews.read(connection, report=report.id, undone=False):
            for span in spans_of(review):
                span.verify(report.text)
        list(views.sources_of(connection, (sources.c.report == report.id) & speaking, texts))
        return {claim.id for claim in views.claims_of(connection, chosen, texts)}
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
