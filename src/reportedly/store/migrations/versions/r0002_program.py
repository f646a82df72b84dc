"""Which program read each report, and an index to find the claims about an actor.

Before, only the ledger as a whole named its program, so that a ledger written by two
versions could not say which reports to read again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; older reports get the program that last wrote the ledger."""
    op.add_column("reports", sa.Column("program", sa.Text))
    op.execute("UPDATE reports SET program = (SELECT value FROM meta WHERE key = 'program')")
    op.create_index("ix_claims_role_value_name", "claims", ["role", "value_name"])


def downgrade() -> None:
    """Take both away."""
    op.drop_index("ix_claims_role_value_name", "claims")
    op.drop_column("reports", "program")
