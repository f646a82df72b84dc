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
    DDL,
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
    event,
)

from reportedly.casework.people import Role
from reportedly.casework.reviews import Kind
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

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
)
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
    Column("fetched_at", Text),
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
    # Which readers made it, where several read the report: a list; null where one did.
    Column("readers", JSON(none_as_null=True)),
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
    # Counts up: of two decisions on the same incidents the later one wins, whatever a clock said. Those of
    # another desk count down from 0, so that ours win.
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

# Times are ISO 8601 in UTC, with microseconds, so that as text they sort as they follow each other.
people = Table(
    "people",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    # The name as others could mistake it: folded, in Unicode's compatibility form.
    Column("key", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("deactivated_at", Text),
    one_of("role", Role),
)

passwords = Table(
    "passwords",
    metadata,
    Column("person", String(40), ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    # Hexadecimal; scrypt of RFC 7914.
    Column("salt", String(64), nullable=False),
    Column("cost_n", Integer, nullable=False),
    Column("cost_r", Integer, nullable=False),
    Column("cost_p", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("set_at", Text, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    _id(),
    # SHA-256 of the link's secret, which is kept nowhere.
    Column("secret", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("used_at", Text),
    one_of("role", Role),
    Index(None, "key"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("secret", String(64), primary_key=True),
    _points_to("person", "people"),
    Column("made_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Index(None, "person"),
)

tokens = Table(
    "tokens",
    metadata,
    _id(),
    Column("secret", String(64), nullable=False, unique=True),
    _points_to("person", "people"),
    Column("name", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("last_used", Text),
    Column("withdrawn_at", Text),
    one_of("scope", Role),
    Index(None, "person"),
)

reviews = Table(
    "reviews",
    metadata,
    # Counts up: of one person's reviews of one claim the later one holds, whatever a clock said.
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("at", Text, nullable=False),
    # No foreign keys: a person of the command line has no row, and a review outlives the reading.
    Column("by", Text, nullable=False),
    Column("report", String(40), nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("subjects", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("basis", String(64), nullable=False),
    Column("settles", JSON, nullable=False),
    Column("undone_at", Text),
    Column("undone_by", Text),
    one_of("kind", Kind),
    Index(None, "report"),
    Index(None, "by"),
)

# The claims, sources and incidents that a review is about, so that another reading leaves them in place.
reviewed = Table(
    "reviewed",
    metadata,
    Column("review", String(40), ForeignKey("reviews.id", ondelete="CASCADE"), nullable=False),
    Column("record", String(40), nullable=False),
    PrimaryKeyConstraint("review", "record"),
    Index(None, "record"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text),
    # The JSON line that was sealed, to the character.
    Column("detail", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("model", Text),
    Column("rules", Text),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Index(None, "subject"),
    Index(None, "by"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    CheckConstraint("id = 1", name="one"),
)

TRIGGERS = {
    "audit_follows": (
        "BEFORE INSERT ON audit WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit)",
        "an entry of the audit log takes the next number",
    ),
    "audit_unchanged": ("BEFORE UPDATE ON audit", "the audit log is only added to"),
    "audit_kept": ("BEFORE DELETE ON audit", "the audit log is only added to"),
    "audit_head_grows": (
        "BEFORE UPDATE ON audit_head WHEN NEW.number <> OLD.number + 1",
        "the head of the audit log moves on by one entry",
    ),
    "audit_head_kept": ("BEFORE DELETE ON audit_head", "the audit log is only added to"),
    "reviews_unchanged": (
        "BEFORE UPDATE OF number, id, at, by, report, kind, payload, subjects, reason, basis, settles"
        " ON reviews",
        "a review is taken back, never changed",
    ),
    "reviews_undone_once": (
        "BEFORE UPDATE ON reviews WHEN OLD.undone_at IS NOT NULL",
        "a review is taken back once",
    ),
    "reviews_kept": ("BEFORE DELETE ON reviews", "a review is taken back, never deleted"),
    "signoffs_unchanged": ("BEFORE UPDATE ON signoffs", "what was signed is never changed"),
    "signoffs_kept": ("BEFORE DELETE ON signoffs", "what was signed is never deleted"),
}
"""SQLite's triggers that keep what is only added to: when each fires, and what it says."""


def trigger(name: str) -> str:
    """The statement that makes a trigger."""
    when, says = TRIGGERS[name]
    return f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{says}'); END"


for _name in TRIGGERS:
    _made = DDL(trigger(_name))  # type: ignore[no-untyped-call]
    event.listen(metadata, "after_create", _made.execute_if(dialect="sqlite"))

COUNTED = {table.name: table for table in (reports, sources, incidents, claims, evidence, skipped)}
"""The tables whose rows :meth:`reportedly.store.Store.counts` counts."""
