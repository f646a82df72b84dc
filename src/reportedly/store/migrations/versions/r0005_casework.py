"""People and their secrets, reviews of what the reader proposes, and the audit log.

The log begins here: what an older ledger holds has no entry in it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROLES = "'reader', 'coder', 'adjudicator', 'admin'"
KINDS = "'accept', 'correct', 'reject', 'add', 'split_source', 'join_sources', 'furniture', 'note'"

INDICES = {
    "invitations": (["key"],),
    "sessions": (["person"],),
    "tokens": (["person"],),
    "reviews": (["report"], ["by"]),
    "reviewed": (["record"],),
    "audit": (["subject"], ["by"]),
}
TABLES = (
    "audit_head",
    "audit",
    "reviewed",
    "reviews",
    "tokens",
    "sessions",
    "invitations",
    "passwords",
    "people",
)
TRIGGERS = (
    "CREATE TRIGGER audit_follows BEFORE INSERT ON audit"
    " WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit)"
    " BEGIN SELECT RAISE(ABORT, 'an entry of the audit log takes the next number'); END",
    "CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END",
    "CREATE TRIGGER audit_kept BEFORE DELETE ON audit"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END",
    "CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head WHEN NEW.number <> OLD.number + 1"
    " BEGIN SELECT RAISE(ABORT, 'the head of the audit log moves on by one entry'); END",
    "CREATE TRIGGER audit_head_kept BEFORE DELETE ON audit_head"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END",
    "CREATE TRIGGER reviews_unchanged BEFORE UPDATE OF number, id, at, by, report, kind, payload, subjects,"
    " reason, basis, settles ON reviews"
    " BEGIN SELECT RAISE(ABORT, 'a review is taken back, never changed'); END",
    "CREATE TRIGGER reviews_undone_once BEFORE UPDATE ON reviews WHEN OLD.undone_at IS NOT NULL"
    " BEGIN SELECT RAISE(ABORT, 'a review is taken back once'); END",
    "CREATE TRIGGER reviews_kept BEFORE DELETE ON reviews"
    " BEGIN SELECT RAISE(ABORT, 'a review is taken back, never deleted'); END",
)


def _text(name: str, *, needed: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=not needed)


def _sized(name: str, size: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(size), nullable=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _person(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_person")
    return sa.ForeignKeyConstraint(["person"], ["people.id"], name=name, ondelete="CASCADE")


def _one_of(table: str, column: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({words})", name=op.f(f"ck_{table}_{column}"))


def _people() -> None:
    op.create_table(
        "people",
        _sized("id", 40),
        _text("name"),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        _text("role"),
        _text("made_at"),
        _text("deactivated_at", needed=False),
        _key("people", "id"),
        _one_of("people", "role", ROLES),
    )
    op.create_table(
        "passwords",
        _sized("person", 40),
        _sized("salt", 64),
        *map(_whole, ("cost_n", "cost_r", "cost_p")),
        _sized("hash", 64),
        _text("set_at"),
        _key("passwords", "person"),
        _person("passwords"),
    )
    op.create_table(
        "invitations",
        _sized("id", 40),
        sa.Column("secret", sa.String(64), nullable=False, unique=True),
        *map(_text, ("name", "key", "role", "by", "made_at", "expires_at")),
        _text("used_at", needed=False),
        _key("invitations", "id"),
        _one_of("invitations", "role", ROLES),
    )


def _leave() -> None:
    op.create_table(
        "sessions",
        _sized("secret", 64),
        _sized("person", 40),
        _text("made_at"),
        _text("expires_at"),
        _key("sessions", "secret"),
        _person("sessions"),
    )
    op.create_table(
        "tokens",
        _sized("id", 40),
        sa.Column("secret", sa.String(64), nullable=False, unique=True),
        _sized("person", 40),
        *map(_text, ("name", "scope", "made_at", "expires_at")),
        _text("last_used", needed=False),
        _text("withdrawn_at", needed=False),
        _key("tokens", "id"),
        _person("tokens"),
        _one_of("tokens", "scope", ROLES),
    )


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(40), nullable=False, unique=True),
        _text("at"),
        _text("by"),
        _sized("report", 40),
        _text("kind"),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("subjects", sa.JSON, nullable=False),
        _text("reason"),
        _sized("basis", 64),
        sa.Column("settles", sa.JSON, nullable=False),
        _text("undone_at", needed=False),
        _text("undone_by", needed=False),
        _key("reviews", "number"),
        _one_of("reviews", "kind", KINDS),
    )
    op.create_table(
        "reviewed",
        _sized("review", 40),
        _sized("record", 40),
        _key("reviewed", "review", "record"),
        sa.ForeignKeyConstraint(
            ["review"], ["reviews.id"], name=op.f("fk_reviewed_review"), ondelete="CASCADE"
        ),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        *map(_text, ("at", "by", "action")),
        _text("subject", needed=False),
        *map(_text, ("detail", "why", "program", "extractor")),
        _text("model", needed=False),
        _text("rules", needed=False),
        _sized("previous", 64),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
        _key("audit", "number"),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        _whole("number"),
        _sized("hash", 64),
        _key("audit_head", "id"),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one")),
    )


def upgrade() -> None:
    """Add the tables, and what keeps the log and the reviews from being changed."""
    for make in (_people, _leave, _reviews, _audit):
        make()
    for table, indices in INDICES.items():
        for columns in indices:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
    if op.get_bind().dialect.name == "sqlite":
        for statement in TRIGGERS:
            op.execute(statement)


def downgrade() -> None:
    """Take them away; the triggers go with their tables."""
    for table in TABLES:
        op.drop_table(table)
