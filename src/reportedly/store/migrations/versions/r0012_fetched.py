"""When each page was fetched, and rows for addresses that gave none.

Reports that are there already were read from files and have no such time.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_REASONS = (
    "'not_found', 'not_readable', 'not_text', 'not_supported', 'empty', 'no_article', 'too_large', "
    "'too_complex', 'malformed', 'duplicate'"
)
WORDS = {
    "stage": (
        "'read', 'gate', 'annotate', 'claims', 'store'",
        "'fetch', 'read', 'gate', 'annotate', 'claims', 'store'",
    ),
    "reason": (
        f"{_REASONS}, 'no_attack', 'other_language', 'failed'",
        f"{_REASONS}, 'refused', 'unreachable', 'no_attack', 'other_language', 'failed'",
    ),
}


def upgrade() -> None:
    """Add the column and the words."""
    op.add_column("reports", sa.Column("fetched_at", sa.Text))
    _let(new=True)


def downgrade() -> None:
    """Take them away, and the rows that have them."""
    new = "stage = 'fetch' OR reason IN ('refused', 'unreachable')"
    op.execute(f"DELETE FROM skipped WHERE {new}")  # noqa: S608  (a text of ours)
    _let(new=False)
    op.drop_column("reports", "fetched_at")


def _let(*, new: bool) -> None:
    # SQLite cannot change a check: there the table is made anew, with its indices and what it points to.
    with op.batch_alter_table("skipped") as table:
        for column, words in WORDS.items():
            name = op.f(f"ck_skipped_{column}")
            table.drop_constraint(name, type_="check")
            table.create_check_constraint(name, f"{column} IN ({words[new]})")
