"""The words of reports and claims, found by SQLite's FTS5; kept in step by whoever writes a reading.

A report's words are read from its own row (an index without a copy of the text); a claim has its value,
its speaker and the passage of the report that carries it, so that what is found has offsets.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, TextClause, bindparam, text

from reportedly.errors import UsageError
from reportedly.listing import Found, FoundKind, SearchPage, Snippet

MOST_WORDS = 32
"""Of one question: FTS5 takes an expression of a depth of 256 at most, and nobody asks for more."""
_BEFORE, _AROUND = 60, 240
"""Code points of a text before the first word that was found, and those of a snippet in all."""
_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_MARKS = tuple(map(chr, [*range(0xFDD0, 0xFDF0), *(plane << 16 | 0xFFFE for plane in range(17))]))
"""The code points that are no characters: two that a text has not are put around what was found in it."""

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

# The passage goes from the first to the last character that carries a claim: of whom, and what is said.
_TOLD = (
    "SELECT claims.id AS claim, claims.report AS report, min(evidence.start_at) AS start_at, "
    "substr(reports.text, min(evidence.start_at) + 1, max(evidence.end_at) - min(evidence.start_at)) "
    "AS passage, trim(coalesce(claims.value_name, '') || ' ' || coalesce(claims.value_text, '')) AS value, "
    "trim(sources.label || ' ' || coalesce(sources.affiliation, '')) AS speaker "
    "FROM claims JOIN reports ON reports.id = claims.report JOIN sources ON sources.id = claims.source "
    "JOIN evidence ON evidence.claim = claims.id AND evidence.part IN ('content', 'value') "
    "WHERE claims.report = :report GROUP BY claims.id"
)
_NUMBER_CLAIMS = (
    "INSERT INTO searched (report, claim, start_at) SELECT report, claim, start_at FROM (TOLD) "
    "ORDER BY report, claim"
)
_PUT_CLAIMS = (
    "INSERT INTO claim_search (rowid, value, speaker, passage) "
    "SELECT searched.number, told.value, told.speaker, told.passage FROM (TOLD) AS told "
    "JOIN searched ON searched.report = told.report AND searched.claim = told.claim"
)


def kept(connection: Connection) -> bool:
    """Whether the database has an index of words: FTS5 is SQLite's."""
    return connection.dialect.name == "sqlite"


def make(connection: Connection) -> None:
    """Make the index, empty; the table ``searched`` is there."""
    for statement in _MAKE if kept(connection) else ():
        connection.exec_driver_sql(statement)


def take_away(connection: Connection) -> None:
    """Take the index away; ``searched`` stays."""
    for statement in _TAKE_AWAY if kept(connection) else ():
        connection.exec_driver_sql(statement)


def fill(connection: Connection) -> None:
    """Put in all that the ledger holds; the index is empty."""
    connection.exec_driver_sql(
        "INSERT INTO searched (report, start_at) SELECT id, 0 FROM reports ORDER BY id"
    )
    connection.exec_driver_sql("INSERT INTO report_search (report_search) VALUES ('rebuild')")
    _put_claims(connection, None)


def forget(connection: Connection, report: str) -> None:
    """Take a report and its claims out, before its row is changed: its words are read from that row."""
    if not kept(connection):
        return
    of = {"report": report}
    if connection.scalar(text("SELECT 1 FROM searched WHERE report = :report LIMIT 1"), of) is None:
        return
    connection.execute(
        text(
            "DELETE FROM claim_search WHERE rowid IN "
            "(SELECT number FROM searched WHERE report = :report AND claim IS NOT NULL)"
        ),
        of,
    )
    connection.execute(
        text(
            "INSERT INTO report_search (report_search, rowid, title, text) "
            "SELECT 'delete', number, title, text FROM report_words "
            "WHERE number IN (SELECT number FROM searched WHERE report = :report AND claim IS NULL)"
        ),
        of,
    )
    connection.execute(text("DELETE FROM searched WHERE report = :report"), of)


def put(connection: Connection, report: str) -> None:
    """Put a report and its claims in, as they stand in the tables now."""
    if not kept(connection):
        return
    of = {"report": report}
    connection.execute(text("INSERT INTO searched (report, start_at) VALUES (:report, 0)"), of)
    connection.execute(
        text(
            "INSERT INTO report_search (rowid, title, text) SELECT number, title, text FROM report_words "
            "WHERE number IN (SELECT number FROM searched WHERE report = :report AND claim IS NULL)"
        ),
        of,
    )
    _put_claims(connection, report)


def _put_claims(connection: Connection, report: str | None) -> None:
    # Two statements and not one for both cases: with an OR in it SQLite would look at every claim there is.
    told = _TOLD if report is not None else _TOLD.replace("WHERE claims.report = :report ", "")
    for statement in (_NUMBER_CLAIMS, _PUT_CLAIMS):
        connection.execute(text(statement.replace("TOLD", told)), {"report": report} if report else {})


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: all of its words and phrases, each quoted for FTS5."""

    words: tuple[str, ...]
    """As they were understood: a phrase in its quotes, a beginning with its asterisk."""

    @classmethod
    def of(cls, asked: str) -> Question:
        """Understand what somebody typed: words, "phrases", beginnings*; everything else is punctuation.

        Raises:
            UsageError: there are more than :data:`MOST_WORDS`.
        """
        clean = asked.encode("utf-8", "replace").decode().replace("\0", " ")
        pieces = (_understood(phrase, word) for phrase, word in _PIECE.findall(clean))
        words = tuple(dict.fromkeys(each for each in pieces if each))
        if len(words) > MOST_WORDS:
            raise UsageError(f"a question has at most {MOST_WORDS} words, not {len(words)}; leave some out")
        return cls(words)

    @property
    def match(self) -> str:
        """The same for FTS5: every piece is a string of it, so that no word is taken for an operator."""
        return " AND ".join(
            f'"{each.strip("*").strip(chr(34))}"{" *" if each.endswith("*") else ""}' for each in self.words
        )


def _understood(phrase: str, word: str) -> str:
    inner = " ".join(phrase.split())
    if any(map(str.isalnum, inner)):
        return f'"{inner}"' if " " in inner else inner
    bare = word.replace('"', "")
    stem = bare.strip("*")
    if not any(map(str.isalnum, stem)):
        return ""
    return f"{stem}*" if bare.endswith("*") else stem


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

    Raises:
        UsageError: the database has no index of words.
    """
    if not kept(connection):
        raise UsageError("words can be searched in a ledger that is a file; this one is in PostgreSQL")
    if not question.words:
        return SearchPage(rows=(), next=None, total=0)
    table = _TABLES[kind]
    asked = {"match": question.match, "limit": limit, "skip": skip}
    total = int(connection.scalar(table.counted, asked) or 0)
    numbers = connection.scalars(table.ranked, asked).all()
    found = tuple(_found(connection, table, kind, question, numbers))
    more = skip + len(numbers)
    return SearchPage(
        rows=found, next=str(more) if numbers and more < total else None, total=total, words=question.words
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """One index of words: how it is counted, ranked, and marked, and what else a row of the list has."""

    shown: tuple[str, ...]
    """The columns that a snippet may be of, the best first."""
    counted: TextClause
    ranked: TextClause
    """Best first; the older first where two are as good."""
    rows: TextClause
    marked: TextClause


def _numbered(statement: str) -> TextClause:
    return text(statement).bindparams(bindparam("numbers", expanding=True))


_TABLES = {
    FoundKind.REPORT: _Table(
        shown=("text", "title"),
        counted=text("SELECT count(*) FROM report_search WHERE report_search MATCH :match"),
        ranked=text(
            "SELECT rowid FROM report_search WHERE report_search MATCH :match "
            "ORDER BY bm25(report_search, 4.0, 1.0), rowid LIMIT :limit OFFSET :skip"
        ),
        rows=_numbered(
            "SELECT searched.number, searched.start_at, reports.id AS report, reports.title, reports.outlet, "
            "reports.published, reports.text, NULL AS claim, NULL AS value, NULL AS speaker "
            "FROM searched JOIN reports ON reports.id = searched.report WHERE searched.number IN :numbers"
        ),
        marked=text(
            "SELECT highlight(report_search, 0, :opening, :closing) AS title, "
            "highlight(report_search, 1, :opening, :closing) AS text "
            "FROM report_search WHERE report_search MATCH :match AND rowid = :number"
        ),
    ),
    FoundKind.CLAIM: _Table(
        shown=("passage",),
        counted=text("SELECT count(*) FROM claim_search WHERE claim_search MATCH :match"),
        ranked=text(
            "SELECT rowid FROM claim_search WHERE claim_search MATCH :match "
            "ORDER BY bm25(claim_search, 3.0, 2.0, 1.0), rowid LIMIT :limit OFFSET :skip"
        ),
        rows=_numbered(
            "SELECT searched.number, searched.start_at, reports.id AS report, reports.title, reports.outlet, "
            "reports.published, claim_search.passage, claims.id AS claim, sources.label AS speaker, "
            "coalesce(claims.value_name, claims.value_text) AS value "
            "FROM searched JOIN reports ON reports.id = searched.report "
            "JOIN claims ON claims.id = searched.claim JOIN sources ON sources.id = claims.source "
            "JOIN claim_search ON claim_search.rowid = searched.number WHERE searched.number IN :numbers"
        ),
        marked=text(
            "SELECT highlight(claim_search, 2, :opening, :closing) AS passage "
            "FROM claim_search WHERE claim_search MATCH :match AND rowid = :number"
        ),
    ),
}


def _found(
    connection: Connection, table: _Table, kind: FoundKind, question: Question, numbers: Sequence[int]
) -> Iterator[Found]:
    told = {row["number"]: row for row in connection.execute(table.rows, {"numbers": numbers}).mappings()}
    for number in numbers:
        row = told[number]
        yield Found(
            kind=kind,
            report=row["report"],
            claim=row["claim"],
            title=row["title"],
            outlet=row["outlet"],
            published=dt.date.fromisoformat(row["published"]) if row["published"] else None,
            value=row["value"],
            speaker=row["speaker"],
            snippet=_snippet(connection, table, question, row),
        )


def _snippet(connection: Connection, table: _Table, question: Question, row: RowMapping) -> Snippet:
    opening, closing = _free_marks(row[column] for column in table.shown if row[column])
    asked = {"match": question.match, "number": row["number"], "opening": opening, "closing": closing}
    found: dict[str, list[tuple[int, int]]] = {}
    if opening:
        marked = connection.execute(table.marked, asked).mappings().one()
        found = {column: _marks_in(marked[column] or "", opening, closing) for column in table.shown}
    # The words may stand in the title alone; or in a claim's value or speaker, and its passage is shown.
    column = next((each for each in table.shown if found.get(each)), table.shown[0])
    offset = None if column == "title" else row["start_at"]
    return _window(row[column], found.get(column, []), offset)


def _free_marks(texts: Iterable[str]) -> tuple[str, str]:
    """Two code points that none of the texts has; empty ones where there are not so many."""
    there = set().union(*map(set, texts))
    free = [mark for mark in _MARKS if mark not in there][:2]
    return (free[0], free[1]) if len(free) == 2 else ("", "")


def _marks_in(marked: str, opening: str, closing: str) -> list[tuple[int, int]]:
    """Where what stands between the marks begins and ends in the text without them."""
    found, at, start = [], 0, 0
    for piece in re.split(f"([{opening}{closing}])", marked):
        if piece == opening:
            start = at
        elif piece == closing:
            found.append((start, at))
        else:
            at += len(piece)
    return found


def _window(whole: str, marks: Sequence[tuple[int, int]], offset: int | None) -> Snippet:
    """The part of a text in which most of the marks stand; ``offset`` is where the text itself begins."""
    start = _best(marks)
    begin = max(0, start - _BEFORE)
    if begin:
        # Not within a word, where one ends nearby.
        begin = max(whole.find(" ", begin, start) + 1, begin)
    end = _end(whole, begin, [stop for first, stop in marks if begin <= first < begin + _AROUND])
    inside = tuple((first - begin, stop - begin) for first, stop in marks if first >= begin and stop <= end)
    return Snippet(text=whole[begin:end], start=None if offset is None else offset + begin, marks=inside)


def _end(whole: str, begin: int, stops: Sequence[int]) -> int:
    """Where a snippet ends: behind its last mark, between two words where there is such a place."""
    end = min(len(whole), begin + _AROUND)
    least = max(stops, default=begin + 1)
    return end if end == len(whole) else max(least, whole.rfind(" ", least, end))


def _best(marks: Sequence[tuple[int, int]]) -> int:
    """The mark behind which most others stand within a snippet, the first of several; 0 without any."""
    room = _AROUND - _BEFORE
    counted = [(-sum(first <= stop <= first + room for _, stop in marks), first) for first, _ in marks]
    return min(counted)[1] if counted else 0
