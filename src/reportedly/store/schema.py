"""The tables of a stored ledger.

Whatever is asked for has a column; every quote is a row with its offsets, so that plain
SQL can audit the evidence. Offsets are code points of ``reports.text``, end exclusive:
``substr(text, start_at + 1, end_at - start_at) = quote`` holds for every row.

Lineage and assessments are views that are computed anew; what they gave last is kept on the board
(:mod:`reportedly.store.board_schema`).
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from reportedly.records import (
    Certainty,
    ClaimRole,
    CreditRelation,
    IncidentType,
    Judgement,
    Party,
    Reason,
    SourceKind,
    SourceRole,
    Stage,
    Stance,
)

REVISIONS = ("0001", "0002", "0003", "0004", "0006")
"""Every revision of the schema, oldest first; the files in migrations/versions in one line."""
HEAD = REVISIONS[-1]

PARTS = ("source", "cue", "content", "value")
"""What a row of evidence stands for."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def one_of(column: str, words: type[StrEnum] | tuple[str, ...]) -> CheckConstraint:
    """A check that a column holds a word of a closed vocabulary, or null where it may be null."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _id() -> Column[str]:
    return Column("id", String(40), primary_key=True)


def _points_to(name: str, target: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, String(40), ForeignKey(f"{target}.id", ondelete="CASCADE"), nullable=nullable)


def _quote(*, nullable: bool = False) -> list[Column[int] | Column[str]]:
    return [
        Column("start_at", Integer, nullable=nullable),
        Column("end_at", Integer, nullable=nullable),
        Column("quote", Text, nullable=nullable),
    ]


def _span_check() -> CheckConstraint:
    return CheckConstraint("start_at >= 0 AND end_at > start_at", name="span")


def _dates() -> list[Column[object]]:
    return [Column("date_earliest", Date), Column("date_latest", Date)]


def _place() -> list[Column[object]]:
    return [
        Column("place_name", Text),
        Column("place_country", Text),
        Column("place_latitude", Float),
        Column("place_longitude", Float),
        Column("place_precision", Text),
        Column("place_geoname", BigInteger),
    ]


# Alembic's own table, made here so that a new ledger needs no import of Alembic (0.1 s).
alembic_version = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text),
)

reports = Table(
    "reports",
    metadata,
    _id(),
    Column("origin", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("title", Text),
    Column("outlet", Text, index=True),
    Column("byline", Text),
    Column("url", Text),
    Column("published", Date, index=True),
    # ISO 8601 as written: a timestamp type would lose the offset that the page gave.
    Column("published_at", Text),
    Column("language", Text),
    Column("text", Text, nullable=False),
    Column("based_on", JSON, nullable=False),
    Column("extractor", Text),
    Column("read_by", Text, nullable=False),
    Column("model", Text),
    # SHA-256 of the reading, so that a second put of the same one writes nothing.
    Column("digest", String(64), nullable=False),
    Column("program", Text),
    Column("modified_at", Text),
    # Both in an index: whether anything has changed is told without reading the texts.
    Index(None, "id", "digest"),
)

credits = Table(
    "credits",
    metadata,
    _points_to("report", "reports"),
    Column("ordinal", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("relation", Text, nullable=False),
    *_quote(nullable=True),
    PrimaryKeyConstraint("report", "ordinal"),
    one_of("relation", CreditRelation),
    _span_check(),
)

sources = Table(
    "sources",
    metadata,
    _id(),
    _points_to("report", "reports"),
    Column("ordinal", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number_min", BigInteger, nullable=False),
    Column("number_max", BigInteger),
    Column("role", Text, nullable=False),
    Column("affiliation", Text),
    Column("anonymity", Text),
    Column("party", Text, nullable=False),
    one_of("kind", SourceKind),
    one_of("role", SourceRole),
    one_of("party", Party),
    Index(None, "report"),
    Index(None, "kind", "role"),
)

source_mentions = Table(
    "source_mentions",
    metadata,
    _points_to("source", "sources"),
    Column("ordinal", Integer, nullable=False),
    *_quote(),
    PrimaryKeyConstraint("source", "ordinal"),
    _span_check(),
)

incidents = Table(
    "incidents",
    metadata,
    _id(),
    _points_to("report", "reports"),
    Column("ordinal", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("attempt", Boolean, nullable=False),
    Column("background", Boolean, nullable=False),
    Column("summary", Text, nullable=False),
    *_dates(),
    *_place(),
    one_of("type", IncidentType),
    Index(None, "report"),
    Index(None, "date_earliest"),
)

claims = Table(
    "claims",
    metadata,
    _id(),
    _points_to("report", "reports"),
    Column("ordinal", Integer, nullable=False),
    _points_to("incident", "incidents"),
    Column("incident_ordinal", Integer, nullable=False),
    _points_to("source", "sources"),
    Column("role", Text, nullable=False),
    Column("stance", Text, nullable=False),
    Column("certainty", Text),
    Column("value_text", Text),
    Column("value_name", Text),
    Column("value_id", Text),
    Column("number_min", BigInteger),
    Column("number_max", BigInteger),
    *_dates(),
    *_place(),
    Column("via", JSON, nullable=False),
    Column("together", Text),
    Column("in_headline", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reviewed", Text),
    one_of("role", ClaimRole),
    one_of("stance", Stance),
    one_of("certainty", Certainty),
    CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    Index(None, "report"),
    Index(None, "incident"),
    Index(None, "source"),
    Index(None, "role", "value_name"),
)

evidence = Table(
    "evidence",
    metadata,
    _points_to("claim", "claims"),
    Column("part", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    *_quote(),
    PrimaryKeyConstraint("claim", "part", "ordinal"),
    one_of("part", PARTS),
    _span_check(),
)

skipped = Table(
    "skipped",
    metadata,
    # SHA-256 of the row: origins and details are too long to be a key.
    Column("key", String(64), primary_key=True),
    _points_to("report", "reports", nullable=True),
    Column("origin", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
    one_of("stage", Stage),
    one_of("reason", Reason),
    Index(None, "report"),
    Index(None, "origin"),
)

decisions = Table(
    "decisions",
    metadata,
    # Counts up: of two decisions on the same incidents the later one wins, whatever a clock said.
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    # ISO 8601 as written, in UTC.
    Column("made_at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("judgement", Text, nullable=False),
    Column("note", Text),
    Column("undone_at", Text),
    Column("undone_by", Text),
    one_of("judgement", Judgement),
)

SIDES = ("these", "those")

decided = Table(
    "decided",
    metadata,
    Column("decision", String(40), ForeignKey("decisions.id", ondelete="CASCADE"), nullable=False),
    Column("side", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    # No foreign keys: a decision outlives the reading that it was made on, and the report.
    Column("incident", String(40), nullable=False),
    Column("report", String(40), nullable=False),
    # The words that the incident's claims stood on: [[start, end], …] in code points of the report's text.
    Column("spans", JSON, nullable=False),
    PrimaryKeyConstraint("decision", "side", "ordinal"),
    one_of("side", SIDES),
)

COUNTED = {table.name: table for table in (reports, sources, incidents, claims, evidence, skipped)}
"""The tables whose rows :meth:`reportedly.store.Store.counts` counts."""
