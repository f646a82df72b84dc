"""What of each report was compared, so that a review is not followed by comparing all anew.

A board that is there has none of it, and is made anew once.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STAMP = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    """Add the columns."""
    op.add_column("board", sa.Column("kept", sa.JSON))
    op.add_column("board_reports", sa.Column("mark", STAMP))
    op.add_column("board_reports", sa.Column("looks", STAMP))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("board_reports", "looks")
    op.drop_column("board_reports", "mark")
    op.drop_column("board", "kept")
