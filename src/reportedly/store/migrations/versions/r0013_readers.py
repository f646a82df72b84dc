"""Which readers made a claim, and four reasons why a claim of a language model was refused."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_BEFORE = (
    "'not_found', 'not_readable', 'not_text', 'not_supported', 'empty', 'no_article', 'too_large', "
    "'too_complex', 'malformed', 'duplicate', 'refused', 'unreachable', 'no_attack', 'other_language'"
)
_REFUSALS = "'not_quoted', 'ambiguous', 'not_together', 'unlawful'"
READERS = sa.Column("readers", sa.JSON(none_as_null=True))


def upgrade() -> None:
    """Add the column, and let the words be."""
    op.add_column("claims", READERS)
    _let(f"{_BEFORE}, {_REFUSALS}, 'failed'")


def downgrade() -> None:
    """Take both away; what was refused is in no row any more, and a claim's readers in none."""
    op.execute(f"DELETE FROM skipped WHERE reason IN ({_REFUSALS})")  # noqa: S608  (words of ours)
    _let(f"{_BEFORE}, 'failed'")
    op.drop_column("claims", "readers")


def _let(words: str) -> None:
    # SQLite cannot change a check: there the table is made anew, with its indices and what it points to.
    with op.batch_alter_table("skipped") as table:
        name = op.f("ck_skipped_reason")
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"reason IN ({words})")
