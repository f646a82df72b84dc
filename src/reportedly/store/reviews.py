"""Reviews in their table: added, taken back, and never changed or deleted; each with its entry in the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    func,
    insert,
    select,
    true,
    update,
)

from reportedly.casework.audit import Deed
from reportedly.casework.review_json import payload_from_json, payload_to_json, review_to_json
from reportedly.casework.reviews import Kind, Review, records_of
from reportedly.errors import NotFound, UsageError
from reportedly.store import log
from reportedly.store.schema import reviewed, reviews
from reportedly.store.storable import check_storable, moment, stamp


def next_number(connection: Connection) -> int:
    """The number of the review that comes next; the caller's transaction keeps others from taking it."""
    return (connection.scalar(select(func.max(reviews.c.number))) or 0) + 1


def add(connection: Connection, review: Review) -> None:
    """Write a review, whose number is :func:`next_number`, and log it.

    Raises:
        RecordError: a text of it is one that databases cannot hold.
    """
    told = review_to_json(review)
    check_storable(told, review.id)
    connection.execute(
        insert(reviews).values(
            number=review.number,
            id=review.id,
            at=stamp(review.at),
            by=review.by,
            report=review.report,
            kind=review.kind.value,
            payload=payload_to_json(review.payload),
            subjects=list(review.subjects),
            reason=review.reason,
            basis=review.basis,
            settles=list(review.settles),
        )
    )
    if pinned := records_of(review):
        rows = [{"review": review.id, "record": each} for each in sorted(pinned)]
        connection.execute(insert(reviewed), rows)
    log.append(
        connection,
        Deed.REVIEW,
        at=review.at,
        by=review.by,
        subject=review.id,
        detail=told,
        why=review.reason,
        report=review.report,
        judged=True,
    )


def undo(connection: Connection, review: str, *, at: dt.datetime, by: str, why: str = "") -> Review:
    """Take back a review that holds, and log it; its row stays.

    Raises:
        NotFound: there is none of that id.
        UsageError: it was taken back already.
        RecordError: a text is one that databases cannot hold.
    """
    check_storable([by, why], review)
    there = one(connection, review)
    if there.undone_at:
        raise UsageError(f"{review} was taken back already, at {there.undone_at:%Y-%m-%d %H:%M} UTC")
    connection.execute(
        update(reviews).where(reviews.c.id == review).values(undone_at=stamp(at), undone_by=by)
    )
    log.append(
        connection, Deed.UNDO_REVIEW, at=at, by=by, subject=review, why=why, report=there.report, judged=True
    )
    return replace(there, undone_at=at, undone_by=by)


def one(connection: Connection, review: str) -> Review:
    """A review by its id.

    Raises:
        NotFound: there is none.
    """
    there = found(connection, review)
    if there is None:
        raise NotFound(f"there is no review {review!r}")
    return there


def found(connection: Connection, review: str) -> Review | None:
    """A review by its id; None where there is none."""
    row = connection.execute(select(reviews).where(reviews.c.id == review)).mappings().one_or_none()
    return _review(row) if row else None


def read(
    connection: Connection,
    *,
    report: str | None = None,
    reports: Sequence[str] | None = None,
    by: str | None = None,
    undone: bool = True,
) -> Iterator[Review]:
    """Reviews, oldest first; of one report, or of some."""
    wanted: ColumnElement[bool] = true()
    if reports is not None:
        wanted &= reviews.c.report.in_(reports)
    if report is not None:
        wanted &= reviews.c.report == report
    if by is not None:
        wanted &= reviews.c.by == by
    if not undone:
        wanted &= reviews.c.undone_at.is_(None)
    for row in connection.execute(select(reviews).where(wanted).order_by(reviews.c.number)).mappings():
        yield _review(row)


def pinned(report: str) -> Select[tuple[str]]:
    """The claims, sources and incidents that reviews of a report are about, as far as these hold."""
    holding = select(reviews.c.id).where(reviews.c.report == report, reviews.c.undone_at.is_(None))
    return select(reviewed.c.record).where(reviewed.c.review.in_(holding))


def _review(row: RowMapping) -> Review:
    return Review(
        id=row["id"],
        number=row["number"],
        at=moment(row["at"]),
        by=row["by"],
        report=row["report"],
        payload=payload_from_json(Kind(row["kind"]), row["payload"], path=f"review {row['id']}"),
        subjects=tuple(row["subjects"]),
        reason=row["reason"],
        basis=row["basis"],
        settles=tuple(row["settles"]),
        undone_at=moment(row["undone_at"]) if row["undone_at"] else None,
        undone_by=row["undone_by"],
    )
