"""The tables of the board: what comparing a whole ledger gave, kept so that a look at it compares nothing.

All rows are replaced together. None points to a table of the ledger by a foreign key: between a new reading
and the next refresh the board still tells what it told, of records that may be gone.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from reportedly.store.schema import metadata

board = Table(
    "board",
    metadata,
    # One row: the board that there is.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stamp", String(64), nullable=False),
    # ISO 8601, in UTC.
    Column("made_at", Text, nullable=False),
    Column("incidents", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    # What the stamp is made of beside the reports, and the claims that were taken back. Null: not known.
    Column("kept", JSON),
)

board_incidents = Table(
    "board_incidents",
    metadata,
    Column("id", String(40), primary_key=True),
    # Where it stands in a whole view.
    Column("ordinal", Integer, nullable=False),
    # Where it stands in the list, as text that sorts.
    Column("key", Text, nullable=False),
    Column("date_earliest", Date),
    Column("date_latest", Date),
    # Case folded, to be looked for in.
    Column("place", Text),
    Column("country", Text),
    Column("differs", Boolean, nullable=False),
    # The row of the list; the incident as a view has it; its assessments.
    Column("row", JSON, nullable=False),
    Column("incident", JSON, nullable=False),
    Column("assessments", JSON, nullable=False),
    Index(None, "key"),
)

board_members = Table(
    "board_members",
    metadata,
    # A report's own incident, and what it is part of.
    Column("member", String(40), primary_key=True),
    Column("incident", String(40), nullable=False),
    Index(None, "incident"),
)

board_actors = Table(
    "board_actors",
    metadata,
    Column("incident", String(40), nullable=False),
    Column("rank", Integer, nullable=False),
    # Case folded, to be looked for in.
    Column("name", Text, nullable=False),
    Column("grade", Text, nullable=False),
    PrimaryKeyConstraint("incident", "rank"),
)

board_reports = Table(
    "board_reports",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("key", Text, nullable=False),
    Column("published", Date),
    # Case folded, to be looked for in.
    Column("outlet", Text),
    Column("outlet_name", Text),
    Column("origin", String(40), nullable=False),
    # What its address has in common with other versions of its page.
    Column("page", Text),
    Column("row", JSON, nullable=False),
    # The reading and the reviews that were compared; what of them decides which attacks are one, null where
    # that is not all that a review can change.
    Column("mark", String(64)),
    Column("looks", String(64)),
    Index(None, "key"),
    Index(None, "origin"),
    Index(None, "page"),
)

board_told = Table(
    "board_told",
    metadata,
    Column("incident", String(40), nullable=False),
    Column("report", String(40), nullable=False),
    PrimaryKeyConstraint("incident", "report"),
    Index(None, "report"),
)

board_lineage = Table(
    "board_lineage",
    metadata,
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("id", String(40), nullable=False),
    Column("report", String(40), nullable=False),
    Column("derives_from", String(40), nullable=False),
    Column("relation", Text, nullable=False),
    Column("shared", Float, nullable=False),
    Column("why", Text, nullable=False),
    Index(None, "report"),
)

BOARD = (board, board_incidents, board_members, board_actors, board_reports, board_told, board_lineage)
"""All of them."""

searched = Table(
    "searched",
    metadata,
    # The row of the search index that a report or a claim has.
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("report", String(40), nullable=False),
    # Null for the report itself.
    Column("claim", String(40)),
    # Where the words of a claim begin in the report's text; 0 for a report.
    Column("start_at", Integer, nullable=False),
    # What is shown of a claim, as people left it: a claim that somebody added has no other row.
    Column("value", Text),
    Column("speaker", Text),
    Index(None, "report", "claim"),
)
