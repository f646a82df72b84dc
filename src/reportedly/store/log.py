"""The audit log in its table: each entry sealed and added within the transaction of what it tells of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import Connection, RowMapping, insert, select, update

from reportedly._version import __version__
from reportedly.casework.audit import START, Entry, Head, Versions, seal
from reportedly.codec import JsonObject, json_line
from reportedly.store.schema import audit, audit_head, meta, reports
from reportedly.store.storable import check_storable, moment, stamp


def append(
    connection: Connection,
    action: str,
    *,
    at: dt.datetime,
    by: str,
    subject: str | None = None,
    detail: JsonObject | None = None,
    why: str = "",
    report: str | None = None,
    judged: bool = False,
) -> Entry:
    """Add an entry to the log; the caller's transaction holds the lock, so that no other comes between.

    Args:
        connection: a transaction that writes.
        action: what was done, in a word.
        at: when.
        by: who: a person's id, or a name of the command line.
        subject: the record that it was done to.
        detail: what exactly; never a secret.
        why: the reason that was given.
        report: whose reading was looked at, for the versions; without one, what wrote last.
        judged: whether somebody judged what they were shown; the rules that graded it are then told too.

    Raises:
        RecordError: a text of it is one that databases cannot hold; nothing is written.
    """
    last = head(connection) or Head(0, START)
    number, previous = last.number + 1, last.hash
    check_storable([by, subject, detail, why], f"entry {number} of the audit log")
    line = json_line(detail or {})
    made_by = _versions(connection, report, graded=judged)
    sealed = seal(
        number=number,
        at=at,
        by=by,
        action=action,
        subject=subject,
        detail=line,
        why=why,
        made_by=made_by,
        previous=previous,
    )
    entry = Entry(
        number=number,
        at=at.astimezone(dt.UTC),
        by=by,
        action=action,
        subject=subject,
        detail=line,
        why=why,
        made_by=made_by,
        previous=previous,
        hash=sealed,
    )
    connection.execute(insert(audit), [_row(entry)])
    moved = {"number": number, "hash": sealed}
    if number == 1:
        connection.execute(insert(audit_head), [{"id": 1} | moved])
    else:
        connection.execute(update(audit_head).values(moved))
    return entry


def head(connection: Connection) -> Head | None:
    """Where the log ends; None where nothing was ever logged."""
    row = connection.execute(select(audit_head.c.number, audit_head.c.hash)).one_or_none()
    return Head(row.number, row.hash) if row else None


def entries(
    connection: Connection,
    *,
    subject: str | None = None,
    by: str | None = None,
    action: str | None = None,
    after: int = 0,
    most: int | None = None,
) -> Iterator[Entry]:
    """Entries, oldest first."""
    query = select(audit).where(audit.c.number > after).order_by(audit.c.number).limit(most)
    if subject is not None:
        query = query.where(audit.c.subject == subject)
    if by is not None:
        query = query.where(audit.c.by == by)
    if action is not None:
        query = query.where(audit.c.action == action)
    for row in connection.execute(query).mappings():
        yield entry_of(row)


def entry_of(row: RowMapping) -> Entry:
    """An entry from its row.

    Raises:
        LedgerFormatError: its time is none.
    """
    return Entry(
        number=row["number"],
        at=moment(row["at"]),
        by=row["by"],
        action=row["action"],
        subject=row["subject"],
        detail=row["detail"],
        why=row["why"],
        made_by=Versions(
            program=row["program"], extractor=row["extractor"], model=row["model"], rules=row["rules"]
        ),
        previous=row["previous"],
        hash=row["hash"],
    )


def _versions(connection: Connection, report: str | None, *, graded: bool) -> Versions:
    rules = _rules() if graded else None
    chosen = (reports.c.program, reports.c.read_by, reports.c.model)
    row = connection.execute(select(*chosen).where(reports.c.id == report)).one_or_none() if report else None
    if row is not None:
        return Versions(
            program=row.program or "reportedly", extractor=row.read_by, model=row.model, rules=rules
        )
    noted = {each.key: each.value for each in connection.execute(select(meta))}
    return Versions(
        program=noted.get("program") or f"reportedly {__version__}",
        extractor=noted.get("extractor") or "none",
        model=noted.get("model"),
        rules=rules,
    )


def _rules() -> str:
    # Loaded where it is asked for: reading reports into a ledger grades nothing.
    from reportedly.assess import rules_digest, rules_in_use

    return rules_digest(rules_in_use())


def _row(entry: Entry) -> dict[str, str | int | None]:
    return {
        "number": entry.number,
        "at": stamp(entry.at),
        "by": entry.by,
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
        "why": entry.why,
        "program": entry.made_by.program,
        "extractor": entry.made_by.extractor,
        "model": entry.made_by.model,
        "rules": entry.made_by.rules,
        "previous": entry.previous,
        "hash": entry.hash,
    }
