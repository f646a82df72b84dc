"""Reviews are written and taken back: never changed or deleted, each with its entry in the log.

What they make of a report's claims is found by search from then on.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import Connection, insert, update

from reportedly.casework.audit import Deed
from reportedly.casework.review_json import payload_to_json, review_to_json
from reportedly.casework.reviews import Review, records_of
from reportedly.errors import UsageError
from reportedly.store import in_step, log
from reportedly.store.reviews import one
from reportedly.store.schema import reviewed, reviews
from reportedly.store.storable import check_storable, stamp


def add(connection: Connection, review: Review) -> None:
    """Write a review, whose number is :func:`reportedly.store.reviews.next_number`, and log it.

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
    in_step.keep(connection, review.report)


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
    in_step.keep(connection, there.report)
    return replace(there, undone_at=at, undone_by=by)
