"""Reviews as they stand in their table; :mod:`reportedly.store.saying` writes them and takes them back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select, true

from reportedly.casework.review_json import payload_from_json
from reportedly.casework.reviews import Kind, Review
from reportedly.errors import NotFound
from reportedly.store.schema import reviewed, reviews
from reportedly.store.storable import moment


def next_number(connection: Connection) -> int:
    """The number of the review that comes next; the caller's transaction keeps others from taking it."""
    return (connection.scalar(select(func.max(reviews.c.number))) or 0) + 1


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
