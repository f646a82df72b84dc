"""Assignments and versions in their tables: added and marked, never overwritten; each with its log entry.

An assignment decides also what is found by search: see :mod:`reportedly.store.in_step`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import Connection, RowMapping, func, insert, or_, select, update

from reportedly.casework.assignment import Assignment
from reportedly.casework.audit import Deed
from reportedly.casework.signoff import Version
from reportedly.errors import NotFound, UsageError
from reportedly.store import in_step, log
from reportedly.store.desk_schema import assignments, signoffs
from reportedly.store.storable import check_storable, moment, stamp


def next_number(connection: Connection) -> int:
    """The number of the assignment that comes next; the caller's transaction keeps others from taking it."""
    return (connection.scalar(select(func.max(assignments.c.number))) or 0) + 1


def assign(connection: Connection, made: Assignment) -> None:
    """Write an assignment, and log it.

    Raises:
        UsageError: the same two have this report already, and at least one of them has still to read it.
        RecordError: a name is one that databases cannot hold.
    """
    check_storable([made.by, *made.coders], made.id)
    there = (each for each in read(connection, report=made.report) if each.blind)
    if any(set(each.coders) == set(made.coders) for each in there):
        raise UsageError(
            f"these two are reading {made.report} already; withdraw that first, or choose others"
        )
    connection.execute(
        insert(assignments).values(
            id=made.id,
            report=made.report,
            one=made.coders[0],
            other=made.coders[1],
            by=made.by,
            at=stamp(made.at),
        )
    )
    log.append(
        connection,
        Deed.ASSIGN,
        at=made.at,
        by=made.by,
        subject=made.id,
        detail={"report": made.report, "coders": list(made.coders)},
        report=made.report,
    )
    in_step.keep(connection, made.report)


def finish(connection: Connection, assignment: str, *, person: str, at: dt.datetime) -> Assignment:
    """Note that one of the two is done, and log it.

    Raises:
        NotFound: there is none of that id.
        UsageError: it was withdrawn, is not this person's, or was finished by them already.
    """
    found = one(connection, assignment)
    if not found.waits_for(person):
        raise UsageError(f"{assignment} does not wait for {person}")
    column = "one_done" if found.coders[0] == person else "other_done"
    connection.execute(update(assignments).where(assignments.c.id == assignment).values({column: stamp(at)}))
    log.append(connection, Deed.FINISH, at=at, by=person, subject=assignment, report=found.report)
    in_step.keep(connection, found.report)
    return one(connection, assignment)


def withdraw(connection: Connection, assignment: str, *, by: str, at: dt.datetime, why: str) -> Assignment:
    """Take an assignment back, and log it; its row stays.

    Raises:
        NotFound: there is none of that id.
        UsageError: both are done with it, or it was withdrawn already.
        RecordError: a name or reason is one that databases cannot hold.
    """
    check_storable([by, why], assignment)
    found = one(connection, assignment)
    if not found.blind:
        raise UsageError(f"{assignment} is {found.progress} already")
    connection.execute(
        update(assignments)
        .where(assignments.c.id == assignment)
        .values(withdrawn_at=stamp(at), withdrawn_by=by)
    )
    log.append(
        connection, Deed.WITHDRAW_ASSIGNMENT, at=at, by=by, subject=assignment, why=why, report=found.report
    )
    in_step.keep(connection, found.report)
    return one(connection, assignment)


def one(connection: Connection, assignment: str) -> Assignment:
    """An assignment by its id.

    Raises:
        NotFound: there is none.
    """
    query = select(assignments).where(assignments.c.id == assignment)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound(f"there is no assignment {assignment!r}")
    return _assignment(row)


def read(
    connection: Connection, *, report: str | None = None, person: str | None = None
) -> Iterator[Assignment]:
    """Assignments, oldest first: of one report, of one person."""
    query = select(assignments).order_by(assignments.c.number)
    if report is not None:
        query = query.where(assignments.c.report == report)
    if person is not None:
        query = query.where(or_(assignments.c.one == person, assignments.c.other == person))
    yield from map(_assignment, connection.execute(query).mappings())


def read_by(connection: Connection, coders: tuple[str, str]) -> frozenset[str]:
    """The reports that these two are reading, and are not both done with."""
    own = (each for each in read(connection, person=coders[0]) if set(each.coders) == set(coders))
    return frozenset(each.report for each in own if each.blind)


def _assignment(row: RowMapping) -> Assignment:
    ends = {row["one"]: row["one_done"], row["other"]: row["other_done"]}
    return Assignment(
        id=row["id"],
        report=row["report"],
        coders=(row["one"], row["other"]),
        by=row["by"],
        at=moment(row["at"]),
        done={person: moment(at) for person, at in ends.items() if at},
        withdrawn_at=moment(row["withdrawn_at"]) if row["withdrawn_at"] else None,
        withdrawn_by=row["withdrawn_by"],
    )


def sign(connection: Connection, version: Version) -> None:
    """Write a version, whose number is :func:`next_version`, and log it.

    Raises:
        RecordError: a text of it is one that databases cannot hold.
    """
    check_storable([version.by, version.note], version.subject)
    connection.execute(
        insert(signoffs).values(
            subject=version.subject,
            version=version.number,
            digest=version.digest,
            content=version.content,
            by=version.by,
            at=stamp(version.at),
            note=version.note,
        )
    )
    log.append(
        connection,
        Deed.SIGN_OFF,
        at=version.at,
        by=version.by,
        subject=version.subject,
        detail={"version": version.number, "digest": version.digest},
        why=version.note,
    )


def next_version(connection: Connection, subject: str) -> int:
    """The number of the version that comes next; the caller's transaction keeps others from taking it."""
    last = select(func.max(signoffs.c.version)).where(signoffs.c.subject == subject)
    return (connection.scalar(last) or 0) + 1


def versions(connection: Connection, subject: str) -> Iterator[Version]:
    """All versions of a report or an incident, oldest first.

    Raises:
        RecordError: one is not what was signed.
    """
    query = select(signoffs).where(signoffs.c.subject == subject).order_by(signoffs.c.version)
    for row in connection.execute(query).mappings():
        yield Version(
            subject=row["subject"],
            number=row["version"],
            digest=row["digest"],
            content=row["content"],
            by=row["by"],
            at=moment(row["at"]),
            note=row["note"],
        )
