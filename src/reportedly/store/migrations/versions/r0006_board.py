"""The board, the index of words, two readers and what is signed off.

What comparing gave is kept, and reports and claims are found by words.

The index is filled once the ledger is up to date; the board is empty until it is refreshed.
"""

import sqlalchemy as sa
from alembic import op

# The index holds nothing of its own: a later step that wants it otherwise takes it away and fills it anew.
from reportedly.store import search

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# PostgreSQL would sort by its own collation, and a list goes by the order of code points.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ID = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")
STAMP = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


TRIGGERS = (
    "CREATE TRIGGER signoffs_unchanged BEFORE UPDATE ON signoffs"
    " BEGIN SELECT RAISE(ABORT, 'what was signed is never changed'); END",
    "CREATE TRIGGER signoffs_kept BEFORE DELETE ON signoffs"
    " BEGIN SELECT RAISE(ABORT, 'what was signed is never deleted'); END",
)


def upgrade() -> None:
    """Add the tables and the indices."""
    _add_board()
    _add_rows()
    op.create_table(
        "searched",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("report", ID, nullable=False),
        sa.Column("claim", ID),
        sa.Column("start_at", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_searched"),
    )
    op.create_index("ix_searched_report_claim", "searched", ["report", "claim"])
    _add_desk()
    op.create_index("ix_reports_id_digest", "reports", ["id", "digest"])
    search.make(op.get_bind())


def _add_board() -> None:
    op.create_table(
        "board",
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("stamp", STAMP, nullable=False),
        sa.Column("made_at", TEXT, nullable=False),
        sa.Column("incidents", sa.Integer, nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("claims", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_board"),
    )
    op.create_table(
        "board_incidents",
        sa.Column("id", ID, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("date_earliest", sa.Date),
        sa.Column("date_latest", sa.Date),
        sa.Column("place", TEXT),
        sa.Column("country", TEXT),
        sa.Column("differs", sa.Boolean, nullable=False),
        sa.Column("row", sa.JSON, nullable=False),
        sa.Column("incident", sa.JSON, nullable=False),
        sa.Column("assessments", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_board_incidents"),
    )
    op.create_index("ix_board_incidents_key", "board_incidents", ["key"])
    op.create_table(
        "board_members",
        sa.Column("member", ID, nullable=False),
        sa.Column("incident", ID, nullable=False),
        sa.PrimaryKeyConstraint("member", name="pk_board_members"),
    )
    op.create_index("ix_board_members_incident", "board_members", ["incident"])


def _add_rows() -> None:
    op.create_table(
        "board_actors",
        sa.Column("incident", ID, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("grade", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("incident", "rank", name="pk_board_actors"),
    )
    op.create_table(
        "board_reports",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("published", sa.Date),
        sa.Column("outlet", TEXT),
        sa.Column("outlet_name", TEXT),
        sa.Column("origin", ID, nullable=False),
        sa.Column("page", TEXT),
        sa.Column("row", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_board_reports"),
    )
    for column in ("key", "origin", "page"):
        op.create_index(f"ix_board_reports_{column}", "board_reports", [column])
    op.create_table(
        "board_told",
        sa.Column("incident", ID, nullable=False),
        sa.Column("report", ID, nullable=False),
        sa.PrimaryKeyConstraint("incident", "report", name="pk_board_told"),
    )
    op.create_index("ix_board_told_report", "board_told", ["report"])
    op.create_table(
        "board_lineage",
        sa.Column("ordinal", sa.Integer, autoincrement=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("report", ID, nullable=False),
        sa.Column("derives_from", ID, nullable=False),
        sa.Column("relation", TEXT, nullable=False),
        sa.Column("shared", sa.Float, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name="pk_board_lineage"),
    )
    op.create_index("ix_board_lineage_report", "board_lineage", ["report"])


def _add_desk() -> None:
    op.create_table(
        "assignments",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", ID, nullable=False, unique=True),
        sa.Column("report", ID, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("one", "other", "by", "at")),
        *(sa.Column(name, TEXT) for name in ("one_done", "other_done", "withdrawn_at", "withdrawn_by")),
        sa.PrimaryKeyConstraint("number", name="pk_assignments"),
    )
    for column in ("report", "one", "other"):
        op.create_index(f"ix_assignments_{column}", "assignments", [column])
    op.create_table(
        "signoffs",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("subject", ID, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("digest", STAMP, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("content", "by", "at", "note")),
        sa.PrimaryKeyConstraint("number", name="pk_signoffs"),
        sa.UniqueConstraint("subject", "version", name="uq_signoffs_subject"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in TRIGGERS:
            op.execute(statement)


def downgrade() -> None:
    """Take all of it away."""
    search.take_away(op.get_bind())
    op.drop_index("ix_reports_id_digest", "reports")
    tables = ("searched", "board", "board_incidents", "board_members", "board_actors")
    for table in (*tables, "assignments", "signoffs", "board_reports", "board_told", "board_lineage"):
        op.drop_table(table)
