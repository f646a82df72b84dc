"""The tables of two readers and of what was signed off.

No foreign keys: what was assigned and signed outlives another reading, and people of the command line have
no row.
Times are ISO 8601 in UTC, as in the other tables of the desk.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint

from reportedly.store.schema import metadata

assignments = Table(
    "assignments",
    metadata,
    # Counts up: they are listed as they were made.
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("report", String(40), nullable=False),
    # The two people, by id or by the name of the command line.
    Column("one", Text, nullable=False),
    Column("other", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("one_done", Text),
    Column("other_done", Text),
    Column("withdrawn_at", Text),
    Column("withdrawn_by", Text),
    Index(None, "report"),
    Index(None, "one"),
    Index(None, "other"),
)

signoffs = Table(
    "signoffs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("subject", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    # SHA-256 of the content, which is the JSON line that was signed, to the character.
    Column("digest", String(64), nullable=False),
    Column("content", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("note", Text, nullable=False),
    UniqueConstraint("subject", "version", name="uq_signoffs_subject"),
)
