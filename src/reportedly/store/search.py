"""The words of reports and claims, found; kept in step by whoever writes a reading.

A claim has its value, its speaker and the passage of the report that carries it, so that what is found has
offsets. Which rows have the words is told by an index of the database's own, in one file a kind:
:mod:`reportedly.store.fts5`, :mod:`reportedly.store.tsvector`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Connection, Date, RowMapping, bindparam, text
from sqlalchemy.sql.selectable import TextualSelect

from reportedly.listing import Found, FoundKind, SearchPage, Snippet
from reportedly.store import fts5, tsvector
from reportedly.store.words import Question, window

# The passage goes from the first to the last character that carries a claim: of whom, and what is said.
_TOLD = (
    "SELECT claims.id AS claim, claims.report AS report, min(evidence.start_at) AS start_at, "
    "substr(reports.text, min(evidence.start_at) + 1, max(evidence.end_at) - min(evidence.start_at)) "
    "AS passage, trim(coalesce(claims.value_name, '') || ' ' || coalesce(claims.value_text, '')) AS value, "
    "trim(sources.label || ' ' || coalesce(sources.affiliation, '')) AS speaker "
    "FROM claims JOIN reports ON reports.id = claims.report JOIN sources ON sources.id = claims.source "
    "JOIN evidence ON evidence.claim = claims.id AND evidence.part IN ('content', 'value') "
    "WHERE claims.report = :report GROUP BY claims.id, reports.id, sources.id"
)
_NUMBER_CLAIMS = (
    "INSERT INTO searched (report, claim, start_at) SELECT report, claim, start_at FROM (TOLD) AS told "
    "ORDER BY report, claim"
)


class WordIndex(Protocol):
    """What is asked of a database's own index of words; ``searched`` has a row for each of its rows."""

    NUMBER: str
    """The number of a claim's row, as SQL."""
    PASSAGE: str
    """The passage that carries it, as SQL."""

    def make(self, connection: Connection) -> None:
        """Make it, empty."""
        ...

    def take_away(self, connection: Connection) -> None:
        """Take it away."""
        ...

    def forget(self, connection: Connection, report: str) -> None:
        """Take a report and its claims out."""
        ...

    def put(self, connection: Connection, report: str, told: str) -> None:
        """Put a report and its claims in; ``told`` is the query of what these say."""
        ...

    def look(
        self, connection: Connection, question: Question, kind: FoundKind, *, limit: int, skip: int
    ) -> tuple[int, Sequence[int]]:
        """How many rows have all of a question, and some of their numbers, the best first.

        Of two that are as good the older one comes first.
        """
        ...


_INDICES: dict[str, WordIndex] = {"sqlite": fts5, "postgresql": tsvector}


def _index(connection: Connection) -> WordIndex:
    return _INDICES[connection.dialect.name]


def make(connection: Connection) -> None:
    """Make the index, empty; the table ``searched`` is there."""
    _index(connection).make(connection)


def take_away(connection: Connection) -> None:
    """Take the index away; ``searched`` stays."""
    _index(connection).take_away(connection)


def fill(connection: Connection) -> None:
    """Put in all that the ledger holds; the index is empty."""
    for report in connection.scalars(text("SELECT id FROM reports ORDER BY id")).all():
        put(connection, report)


def forget(connection: Connection, report: str) -> None:
    """Take a report and its claims out, before its row is changed: its words may be read from that row."""
    of = {"report": report}
    if connection.scalar(text("SELECT 1 FROM searched WHERE report = :report LIMIT 1"), of) is None:
        return
    _index(connection).forget(connection, report)
    connection.execute(text("DELETE FROM searched WHERE report = :report"), of)


def put(connection: Connection, report: str) -> None:
    """Put a report and its claims in, as they stand in the tables now."""
    of = {"report": report}
    connection.execute(text("INSERT INTO searched (report, start_at) VALUES (:report, 0)"), of)
    connection.execute(text(_NUMBER_CLAIMS.replace("TOLD", _TOLD)), of)
    _index(connection).put(connection, report, _TOLD)


def look_for(
    connection: Connection, question: Question, kind: FoundKind, *, limit: int, skip: int
) -> SearchPage:
    """The reports or claims that have all of the words, the best first.

    Args:
        connection: of the ledger.
        question: what is looked for; without words nothing is found.
        kind: reports or claims.
        limit: rows of the page.
        skip: rows before it.
    """
    if not question.words:
        return SearchPage(rows=(), next=None, total=0)
    index = _index(connection)
    total, numbers = index.look(connection, question, kind, limit=limit, skip=skip)
    rows = connection.execute(_rows(index, kind), {"numbers": numbers}).mappings()
    told = {row["number"]: row for row in rows}
    more = skip + len(numbers)
    return SearchPage(
        rows=tuple(_found(kind, question, told[number]) for number in numbers),
        next=str(more) if numbers and more < total else None,
        total=total,
        words=question.words,
    )


_REPORTS = (
    "SELECT searched.number, searched.start_at, reports.id AS report, reports.title, reports.outlet, "
    "reports.published, reports.text, NULL AS claim, NULL AS value, NULL AS speaker "
    "FROM searched JOIN reports ON reports.id = searched.report WHERE searched.number IN :numbers"
)
_CLAIMS = (
    "SELECT searched.number, searched.start_at, reports.id AS report, reports.title, reports.outlet, "
    "reports.published, PASSAGE AS passage, claims.id AS claim, sources.label AS speaker, "
    "coalesce(claims.value_name, claims.value_text) AS value "
    "FROM searched JOIN reports ON reports.id = searched.report "
    "JOIN claims ON claims.id = searched.claim JOIN sources ON sources.id = claims.source "
    "JOIN claim_search ON NUMBER = searched.number WHERE searched.number IN :numbers"
)
_SHOWN = {FoundKind.REPORT: ("text", "title"), FoundKind.CLAIM: ("passage",)}
"""The fields that a snippet may be of, the best first."""


def _rows(index: WordIndex, kind: FoundKind) -> TextualSelect:
    claims = _CLAIMS.replace("PASSAGE", index.PASSAGE).replace("NUMBER", index.NUMBER)
    statement = text(_REPORTS if kind is FoundKind.REPORT else claims)
    # A file has a date as text.
    return statement.bindparams(bindparam("numbers", expanding=True)).columns(published=Date)


def _found(kind: FoundKind, question: Question, row: RowMapping) -> Found:
    return Found(
        kind=kind,
        report=row["report"],
        claim=row["claim"],
        title=row["title"],
        outlet=row["outlet"],
        published=row["published"],
        value=row["value"],
        speaker=row["speaker"],
        snippet=_snippet(kind, question, row),
    )


def _snippet(kind: FoundKind, question: Question, row: RowMapping) -> Snippet:
    shown = _SHOWN[kind]
    found = {field: question.marks_in(row[field] or "") for field in shown}
    # The words may stand in the title alone; or in a claim's value or speaker, and its passage is shown.
    field = next((each for each in shown if found[each]), shown[0])
    offset = None if field == "title" else row["start_at"]
    return window(row[field], found[field], offset)
