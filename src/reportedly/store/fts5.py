"""The words of a ledger that is a file, in SQLite's FTS5.

A report's words are read from its own row: an index without a copy of the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

from reportedly.listing import FoundKind
from reportedly.store.words import ClaimWords, Question

NUMBER = "claim_search.rowid"
"""The number of a claim's row."""
PASSAGE = "claim_search.passage"
"""The passage that carries it."""

_MAKE = (
    "CREATE VIEW report_words AS SELECT searched.number AS number, reports.title AS title, "
    "reports.text AS text FROM searched JOIN reports ON reports.id = searched.report "
    "WHERE searched.claim IS NULL",
    "CREATE VIRTUAL TABLE report_search USING fts5(title, text, content='report_words', "
    "content_rowid='number', tokenize='unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE claim_search USING fts5(value, speaker, passage, "
    "tokenize='unicode61 remove_diacritics 2')",
)
_TAKE_AWAY = ("DROP TABLE claim_search", "DROP TABLE report_search", "DROP VIEW report_words")

_RANKED = {
    FoundKind.REPORT: text(
        "SELECT rowid FROM report_search WHERE report_search MATCH :match "
        "ORDER BY bm25(report_search, 4.0, 1.0), rowid LIMIT :limit OFFSET :skip"
    ),
    FoundKind.CLAIM: text(
        "SELECT rowid FROM claim_search WHERE claim_search MATCH :match "
        "ORDER BY bm25(claim_search, 3.0, 2.0, 1.0), rowid LIMIT :limit OFFSET :skip"
    ),
}
_COUNTED = {
    FoundKind.REPORT: text("SELECT count(*) FROM report_search WHERE report_search MATCH :match"),
    FoundKind.CLAIM: text("SELECT count(*) FROM claim_search WHERE claim_search MATCH :match"),
}


def make(connection: Connection) -> None:
    """Make the index, empty."""
    for statement in _MAKE:
        connection.exec_driver_sql(statement)


def take_away(connection: Connection) -> None:
    """Take the index away."""
    for statement in _TAKE_AWAY:
        connection.exec_driver_sql(statement)


def put(connection: Connection, report: str) -> None:
    """Put in the words of a report, which ``searched`` has a number of."""
    connection.execute(
        text(
            "INSERT INTO report_search (rowid, title, text) SELECT number, title, text FROM report_words "
            "WHERE number IN (SELECT number FROM searched WHERE report = :report AND claim IS NULL)"
        ),
        {"report": report},
    )


def forget(connection: Connection, report: str) -> None:
    """Take the words of a report out, before its row is changed: they are read from that row."""
    connection.execute(
        text(
            "INSERT INTO report_search (report_search, rowid, title, text) "
            "SELECT 'delete', number, title, text FROM report_words "
            "WHERE number IN (SELECT number FROM searched WHERE report = :report AND claim IS NULL)"
        ),
        {"report": report},
    )


def put_claims(connection: Connection, told: Mapping[int, ClaimWords]) -> None:
    """Put in the words of claims, by the numbers that ``searched`` has of them."""
    connection.execute(
        text(
            "INSERT INTO claim_search (rowid, value, speaker, passage) "
            "VALUES (:number, :value, :speaker, :passage)"
        ),
        [
            {"number": number, **dict(zip(("value", "speaker", "passage"), each.fields, strict=True))}
            for number, each in told.items()
        ],
    )


def forget_claims(connection: Connection, report: str) -> None:
    """Take out the words of a report's claims."""
    connection.execute(
        text(
            "DELETE FROM claim_search WHERE rowid IN "
            "(SELECT number FROM searched WHERE report = :report AND claim IS NOT NULL)"
        ),
        {"report": report},
    )


def look(
    connection: Connection, question: Question, kind: FoundKind, *, limit: int, skip: int
) -> tuple[int, Sequence[int]]:
    """How many rows of the index have all of a question, and some of their numbers, the best first."""
    asked = {"match": question.match, "limit": limit, "skip": skip}
    total = int(connection.scalar(_COUNTED[kind], asked) or 0)
    return total, connection.scalars(_RANKED[kind], asked).all()
