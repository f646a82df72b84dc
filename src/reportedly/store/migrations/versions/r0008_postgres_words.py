"""The index of words in PostgreSQL, which ledgers there did not have.

Their triggers and the order of their text are brought to those of a new ledger after every migration, by
:meth:`reportedly.store.postgres.PostgresDatabase.complete`. A ledger that is a file stays as it is.
"""

import sqlalchemy as sa
from alembic import op

from reportedly.store import search

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def _here() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    """Make the index, where an earlier step has not; it is filled once the ledger is up to date."""
    connection = op.get_bind()
    if _here() and not sa.inspect(connection).has_table("report_search"):
        connection.execute(sa.text("DELETE FROM searched"))
        search.make(connection)


def downgrade() -> None:
    """Take it away."""
    if _here():
        search.take_away(op.get_bind())
