"""The index of words has what people made of the claims, and with each what is shown of it.

It is filled anew when all steps are done, by :mod:`reportedly.store.migrate`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
COLUMNS = ("value", "speaker")
ADDED = "SELECT number FROM searched WHERE claim IS NOT NULL AND claim NOT IN (SELECT id FROM claims)"


def upgrade() -> None:
    """Add the columns."""
    for each in COLUMNS:
        op.add_column("searched", sa.Column(each, TEXT))


def downgrade() -> None:
    """Take them away; claims that people added are in no other table, and an earlier program shows none."""
    number = "number" if op.get_bind().dialect.name == "postgresql" else "rowid"
    op.execute(f"DELETE FROM claim_search WHERE {number} IN ({ADDED})")  # noqa: S608  (words of ours)
    op.execute(f"DELETE FROM searched WHERE number IN ({ADDED})")  # noqa: S608  (words of ours)
    for each in COLUMNS:
        op.drop_column("searched", each)
