"""Feeds that are watched, the pages that they list, and sites that are left alone for a while."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _shared() -> list[sa.Column[Any]]:
    return [
        sa.Column("failing_since", sa.Text),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failure", sa.Text),
        sa.Column("version_of", sa.Text),
        sa.Column("etag", sa.Text),
        sa.Column("modified", sa.Text),
    ]


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "watched_feeds",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("parent", sa.String(64)),
        sa.Column("stamp", sa.String(16), nullable=False),
        sa.Column("first_at", sa.Text, nullable=False),
        sa.Column("due_at", sa.Text),
        sa.Column("asked_at", sa.Text),
        sa.Column("succeeded_at", sa.Text),
        *_shared(),
        sa.Column("moved", sa.Text),
        sa.Column("passed", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_watched_feeds"),
    )
    op.create_table(
        "watched_pages",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("feed", sa.String(64), nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("stamp", sa.String(16), nullable=False),
        sa.Column("found_at", sa.Text, nullable=False),
        sa.Column("due_at", sa.Text),
        sa.Column("asked_at", sa.Text),
        sa.Column("read_at", sa.Text),
        *_shared(),
        sa.Column("place", sa.String(64)),
        sa.Column("text", sa.String(64)),
        sa.Column("report", sa.String(40)),
        sa.PrimaryKeyConstraint("key", name="pk_watched_pages"),
    )
    for column in ("due_at", "place"):
        op.create_index(f"ix_watched_pages_{column}", "watched_pages", [column])
    op.create_table(
        "watched_sites",
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("until", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_watched_sites"),
    )


def downgrade() -> None:
    """Take them away."""
    for table in ("watched_sites", "watched_pages", "watched_feeds"):
        op.drop_table(table)
