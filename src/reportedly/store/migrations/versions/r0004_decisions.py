"""What analysts decide on incidents: which are one attack and which are not.

Kept for good: one that is taken back gets the time and the name, and its row stays.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two tables."""
    op.create_table(
        "decisions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(40), nullable=False, unique=True),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("judgement", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("undone_at", sa.Text),
        sa.Column("undone_by", sa.Text),
        sa.PrimaryKeyConstraint("number", name="pk_decisions"),
        sa.CheckConstraint("judgement IN ('same', 'not_same', 'unsure')", name="judgement"),
    )
    op.create_table(
        "decided",
        sa.Column("decision", sa.String(40), nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("incident", sa.String(40), nullable=False),
        sa.Column("report", sa.String(40), nullable=False),
        sa.Column("spans", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("decision", "side", "ordinal", name="pk_decided"),
        sa.ForeignKeyConstraint(
            ["decision"], ["decisions.id"], name="fk_decided_decision", ondelete="CASCADE"
        ),
        sa.CheckConstraint("side IN ('these', 'those')", name="side"),
    )


def downgrade() -> None:
    """Take both away."""
    op.drop_table("decided")
    op.drop_table("decisions")
