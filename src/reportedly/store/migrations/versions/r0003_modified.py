"""When each page says it was last changed, so that versions of one page can be put in order.

Reports that are there already have none; a page that is read again as another version has.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("reports", sa.Column("modified_at", sa.Text))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("reports", "modified_at")
