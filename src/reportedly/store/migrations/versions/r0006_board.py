"""The board, and the index of words: what comparing gave is kept, and reports and claims are found by words.

The index is filled from what the ledger holds; the board is empty until it is refreshed.
"""

import sqlalchemy as sa
from alembic import op

# The index holds nothing of its own: a later step that wants it otherwise takes it away and fills it anew.
from reportedly.store import search

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the indices, and fill the index of words."""
    _add_board()
    _add_rows()
    op.create_table(
        "searched",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("report", sa.String(40), nullable=False),
        sa.Column("claim", sa.String(40)),
        sa.Column("start_at", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_searched"),
    )
    op.create_index("ix_searched_report_claim", "searched", ["report", "claim"])
    op.create_index("ix_reports_id_digest", "reports", ["id", "digest"])
    search.make(op.get_bind())
    search.fill(op.get_bind())


def _add_board() -> None:
    op.create_table(
        "board",
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("stamp", sa.String(64), nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("incidents", sa.Integer, nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("claims", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_board"),
    )
    op.create_table(
        "board_incidents",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("date_earliest", sa.Date),
        sa.Column("date_latest", sa.Date),
        sa.Column("place", sa.Text),
        sa.Column("country", sa.Text),
        sa.Column("differs", sa.Boolean, nullable=False),
        sa.Column("row", sa.JSON, nullable=False),
        sa.Column("incident", sa.JSON, nullable=False),
        sa.Column("assessments", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_board_incidents"),
    )
    op.create_index("ix_board_incidents_key", "board_incidents", ["key"])
    op.create_table(
        "board_members",
        sa.Column("member", sa.String(40), nullable=False),
        sa.Column("incident", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("member", name="pk_board_members"),
    )
    op.create_index("ix_board_members_incident", "board_members", ["incident"])


def _add_rows() -> None:
    op.create_table(
        "board_actors",
        sa.Column("incident", sa.String(40), nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("grade", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("incident", "rank", name="pk_board_actors"),
    )
    op.create_table(
        "board_reports",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("published", sa.Date),
        sa.Column("outlet", sa.Text),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("page", sa.Text),
        sa.Column("row", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_board_reports"),
    )
    for column in ("key", "origin", "page"):
        op.create_index(f"ix_board_reports_{column}", "board_reports", [column])
    op.create_table(
        "board_told",
        sa.Column("incident", sa.String(40), nullable=False),
        sa.Column("report", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("incident", "report", name="pk_board_told"),
    )
    op.create_index("ix_board_told_report", "board_told", ["report"])
    op.create_table(
        "board_lineage",
        sa.Column("ordinal", sa.Integer, autoincrement=False),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("report", sa.String(40), nullable=False),
        sa.Column("derives_from", sa.String(40), nullable=False),
        sa.Column("relation", sa.Text, nullable=False),
        sa.Column("shared", sa.Float, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name="pk_board_lineage"),
    )
    op.create_index("ix_board_lineage_report", "board_lineage", ["report"])


def downgrade() -> None:
    """Take all of it away."""
    search.take_away(op.get_bind())
    op.drop_index("ix_reports_id_digest", "reports")
    tables = ("searched", "board", "board_incidents", "board_members", "board_actors")
    for table in (*tables, "board_reports", "board_told", "board_lineage"):
        op.drop_table(table)
