"""The words of a ledger in PostgreSQL: tables of what :mod:`reportedly.store.words` finds in its texts.

Each row has the words twice: as a ``tsvector`` with an index, which tells fast which rows have a word, and as
text in their order, by which phrases are checked and the hits are counted. No configuration of the server
and no extension has a part in it, so that a question finds what it finds in a file, in the same order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, text

from reportedly.listing import FoundKind
from reportedly.store.words import ClaimWords, Piece, Question, Word, words_of

NUMBER = "claim_search.number"
"""The number of a claim's row."""
PASSAGE = "substr(reports.text, searched.start_at + 1, claim_search.length)"
"""The passage that carries it."""
MOST_BYTES = 1_000_000
"""Of the different words of a text that the index takes: a ``tsvector`` holds 1 MiB. Rows of texts that have
more are looked through at every question; they would be found too late, and are still found."""
LONGEST = 500
"""Characters of a word in the index, whose words have 2,046 bytes at most; longer ones are told apart by
the text."""

_TABLE = {FoundKind.REPORT: "report_search", FoundKind.CLAIM: "claim_search"}
_WEIGHTS = {FoundKind.REPORT: (4.0, 1.0), FoundKind.CLAIM: (3.0, 2.0, 1.0)}
"""What a hit counts in each field of a row, in the order of its lines; as in a file."""

_COLUMNS = (
    'number integer PRIMARY KEY, folded text COLLATE "C" NOT NULL, size integer NOT NULL, words tsvector'
)
_MAKE = (
    "CREATE TABLE report_search (COLUMNS)",
    "CREATE TABLE claim_search (COLUMNS, length integer NOT NULL)",
    "CREATE INDEX ix_report_search_words ON report_search USING gin (words)",
    "CREATE INDEX ix_claim_search_words ON claim_search USING gin (words)",
    "CREATE INDEX ix_report_search_long ON report_search (number) WHERE words IS NULL",
    "CREATE INDEX ix_claim_search_long ON claim_search (number) WHERE words IS NULL",
)
_FORGET = "DELETE FROM TABLE WHERE number IN (SELECT number FROM searched WHERE report = :report AND claim "
_TAKE_AWAY = ("DROP TABLE IF EXISTS claim_search", "DROP TABLE IF EXISTS report_search")


def make(connection: Connection) -> None:
    """Make the index, empty."""
    for statement in _MAKE:
        connection.exec_driver_sql(statement.replace("COLUMNS", _COLUMNS))


def take_away(connection: Connection) -> None:
    """Take the index away, where there is one."""
    for statement in _TAKE_AWAY:
        connection.exec_driver_sql(statement)


def put(connection: Connection, report: str) -> None:
    """Put in the words of a report, which ``searched`` has a number of."""
    read = (
        "SELECT searched.number, reports.title, reports.text FROM searched "
        "JOIN reports ON reports.id = searched.report WHERE reports.id = :report AND searched.claim IS NULL"
    )
    _insert(
        connection,
        "INSERT INTO report_search (number, folded, size, words) "
        "VALUES (:number, :folded, :size, array_to_tsvector(CAST(:words AS text[])))",
        (
            {"number": row.number, **_row([row.title or "", row.text])}
            for row in connection.execute(text(read), {"report": report})
        ),
    )


def forget(connection: Connection, report: str) -> None:
    """Take the words of a report out."""
    connection.execute(text(_FORGET.replace("TABLE", "report_search") + "IS NULL)"), {"report": report})


def put_claims(connection: Connection, told: Mapping[int, ClaimWords]) -> None:
    """Put in the words of claims, by the numbers that ``searched`` has of them."""
    _insert(
        connection,
        "INSERT INTO claim_search (number, folded, size, words, length) "
        "VALUES (:number, :folded, :size, array_to_tsvector(CAST(:words AS text[])), :length)",
        (
            {"number": number, "length": len(each.passage), **_row(each.fields)}
            for number, each in told.items()
        ),
    )


def forget_claims(connection: Connection, report: str) -> None:
    """Take out the words of a report's claims."""
    connection.execute(text(_FORGET.replace("TABLE", "claim_search") + "IS NOT NULL)"), {"report": report})


def _insert(connection: Connection, statement: str, rows: Iterable[dict[str, Any]]) -> None:
    if listed := list(rows):
        connection.execute(text(statement), listed)


def _row(fields: Sequence[str]) -> dict[str, Any]:
    """What the index keeps of the fields of a row: a line each."""
    told = [words_of(field) for field in fields]
    different = {word.folded[:LONGEST] for word in chain(*told)}
    fits = sum(len(word.encode()) for word in different) <= MOST_BYTES
    return {
        "folded": "\n".join(map(_in_order, told)),
        "size": sum(map(len, told)),
        "words": sorted(different) if fits else None,
    }


def _in_order(told: Iterable[Word]) -> str:
    """Words as text, a space on both sides of each: hits next to each other share no character."""
    return "".join(f" {word.folded} " for word in told)


def look(
    connection: Connection, question: Question, kind: FoundKind, *, limit: int, skip: int
) -> tuple[int, Sequence[int]]:
    """How many rows of the index have all of a question, and some of their numbers, the best first.

    The order is that of FTS5's ``bm25``: rare words count more, and so do hits in a short row.
    """
    pieces = question.pieces
    if not all(piece.words for piece in pieces):
        return 0, []
    table = _TABLE[kind]
    total = _count(connection, table, pieces)
    if skip >= total:
        return total, []
    rows, words = connection.execute(
        text("SELECT count(*), sum(size) FROM TABLE".replace("TABLE", table))
    ).one()
    rare = [_rarity(rows, _count(connection, table, [piece])) for piece in pieces]
    having, asked = _having(pieces)
    fields = range(1, len(_WEIGHTS[kind]) + 1)
    ranked = text(
        f"SELECT number FROM (SELECT number, size, {', '.join(f'{_field(n)} AS f{n}' for n in fields)} "  # noqa: S608
        f"FROM {table} WHERE {having} OFFSET 0) AS found "
        f"ORDER BY {_score(_WEIGHTS[kind], pieces)} DESC, number LIMIT :limit OFFSET :skip"
    )
    usual = float(words) / rows
    rarities = {f"rare{nth}": each for nth, each in enumerate(rare)}
    page = {"limit": limit, "skip": skip, "usual": usual}
    return total, connection.scalars(ranked, {**asked, **rarities, **page}).all()


def _count(connection: Connection, table: str, pieces: Sequence[Piece]) -> int:
    having, asked = _having(pieces)
    counted = "SELECT count(*) FROM TABLE WHERE ".replace("TABLE", table) + having
    return int(connection.scalar(text(counted), asked) or 0)


def _having(pieces: Sequence[Piece]) -> tuple[str, dict[str, Any]]:
    """The condition that a row has all pieces, and the values in it."""
    told = [f"strpos(folded, :piece{nth}) > 0" for nth in range(len(pieces))]
    unsure = [each for each, piece in zip(told, pieces, strict=True) if not _by_index(piece)]
    asked: dict[str, Any] = {f"piece{nth}": _needle(piece) for nth, piece in enumerate(pieces)}
    asked["query"] = " & ".join(map(_for_index, pieces))
    fast = " AND ".join(["words @@ CAST(:query AS tsquery)", *unsure])
    return f"({fast} OR words IS NULL AND {' AND '.join(told)})", asked


def _by_index(piece: Piece) -> bool:
    """Whether a row whose ``tsvector`` has the words of a piece has the piece."""
    return len(piece.words) == 1 and len(piece.words[0]) <= LONGEST


def _for_index(piece: Piece) -> str:
    # Letters and digits only: nothing in them has to be quoted.
    return " & ".join(f"'{word[:LONGEST]}'" for word in piece.words) + (":*" if piece.begins else "")


def _needle(piece: Piece) -> str:
    whole = "".join(f" {word} " for word in piece.words)
    return whole.removesuffix(" ") if piece.begins else whole


def _rarity(rows: int, having: int) -> float:
    """The inverse document frequency of FTS5: what most rows have counts next to nothing."""
    return max(math.log((rows - having + 0.5) / (having + 0.5)), 1e-6)


def _field(nth: int) -> str:
    return f"split_part(folded, chr(10), {nth})"


def _score(weights: Sequence[float], pieces: Sequence[Piece]) -> str:
    """Okapi BM25 with the constants of FTS5 (k1 = 1.2, b = 0.75), as an expression."""
    terms = []
    for nth, piece in enumerate(pieces):
        width = len(_needle(piece).encode())
        # A phrase that overlaps itself is counted once too few; that changes only the order.
        hits = " + ".join(
            f"{weight} * ((octet_length(f{at}) - octet_length(replace(f{at}, :piece{nth}, ''))) / {width})"
            for at, weight in enumerate(weights, 1)
        )
        terms.append(
            f"CAST(:rare{nth} AS float8) * ((({hits})::float8 * 2.2::float8) / (({hits})::float8 + "
            "1.2::float8 * (0.25::float8 + 0.75::float8 * size / CAST(:usual AS float8))))"
        )
    return " + ".join(terms)
