"""Reports that the gate kept from the reader: a stage and two reasons of what is left out."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_REASONS = (
    "'not_found', 'not_readable', 'not_text', 'not_supported', 'empty', 'no_article', 'too_large', "
    "'too_complex', 'malformed', 'duplicate'"
)
WORDS = {
    "stage": ("'read', 'annotate', 'claims', 'store'", "'read', 'gate', 'annotate', 'claims', 'store'"),
    "reason": (f"{_REASONS}, 'failed'", f"{_REASONS}, 'no_attack', 'other_language', 'failed'"),
}


def upgrade() -> None:
    """Let the words be."""
    _let(new=True)


def downgrade() -> None:
    """Take the rows that have them away; their reports are as read by nobody, so that they are read anew."""
    unread = "SELECT report FROM skipped WHERE stage = 'gate'"
    op.execute(f"UPDATE reports SET read_by = 'gate' WHERE id IN ({unread})")  # noqa: S608  (a text of ours)
    op.execute("DELETE FROM skipped WHERE stage = 'gate' OR reason IN ('no_attack', 'other_language')")
    _let(new=False)


def _let(*, new: bool) -> None:
    # SQLite cannot change a check: there the table is made anew, with its indices and what it points to.
    with op.batch_alter_table("skipped") as table:
        for column, words in WORDS.items():
            name = op.f(f"ck_skipped_{column}")
            table.drop_constraint(name, type_="check")
            table.create_check_constraint(name, f"{column} IN ({words[new]})")
