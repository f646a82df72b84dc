"""The words of reports and claims, found; kept in step by :mod:`reportedly.store.in_step`.

A claim has its value, its speaker and the passage of the report that carries it, so that what is found has
offsets. Which rows have the words is told by an index of the database's own, in one file a kind:
:mod:`reportedly.store.fts5`, :mod:`reportedly.store.tsvector`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection, Date, RowMapping, bindparam, delete, insert, select, text
from sqlalchemy.sql.selectable import TextualSelect

from reportedly.listing import Found, FoundKind, SearchPage, Snippet
from reportedly.store import fts5, tsvector
from reportedly.store.board_schema import searched
from reportedly.store.words import ClaimWords, Question, window


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

    def put(self, connection: Connection, report: str) -> None:
        """Put a report in, without its claims."""
        ...

    def forget(self, connection: Connection, report: str) -> None:
        """Take a report out, without its claims."""
        ...

    def put_claims(self, connection: Connection, told: Mapping[int, ClaimWords]) -> None:
        """Put claims in, one at least, by the numbers of their rows."""
        ...

    def forget_claims(self, connection: Connection, report: str) -> None:
        """Take all claims of a report out."""
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


def put(connection: Connection, report: str) -> None:
    """Put a report in, as its row stands now; its claims come by :func:`put_claims`."""
    connection.execute(insert(searched), {"report": report, "start_at": 0})
    _index(connection).put(connection, report)


def forget(connection: Connection, report: str) -> None:
    """Take a report and its claims out, before its row is changed: its words may be read from that row."""
    mine = searched.c.report == report
    if connection.scalar(select(searched.c.number).where(mine).limit(1)) is None:
        return
    _index(connection).forget_claims(connection, report)
    _index(connection).forget(connection, report)
    connection.execute(delete(searched).where(mine))


def put_claims(connection: Connection, report: str, told: Iterable[ClaimWords]) -> None:
    """Put the claims of a report in, in the place of those that are there; each keeps its number."""
    mine = (searched.c.report == report) & searched.c.claim.is_not(None)
    query = select(searched.c.claim, searched.c.number).where(mine)
    before = {row.claim: row.number for row in connection.execute(query)}
    if before:
        _index(connection).forget_claims(connection, report)
        connection.execute(delete(searched).where(mine))
    words = {each.claim: each for each in told}
    rows = [
        {"report": report, "claim": each.claim, "start_at": each.start, "value": each.value}
        | {"speaker": each.speaker}
        for each in words.values()
    ]
    kept = [{**row, "number": before[row["claim"]]} for row in rows if row["claim"] in before]
    new = [row for row in rows if row["claim"] not in before]
    # Those that have a number come first, so that no new one takes it.
    for some in (kept, new):
        if some:
            connection.execute(insert(searched), some)
    if rows:
        numbers = connection.execute(query.order_by(searched.c.number))
        _index(connection).put_claims(connection, {row.number: words[row.claim] for row in numbers})


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
    "reports.published, PASSAGE AS passage, searched.claim, searched.value, searched.speaker "
    "FROM searched JOIN reports ON reports.id = searched.report "
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
