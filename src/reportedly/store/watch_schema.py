"""The tables of what is watched: feeds, the pages that they list, and sites that are left alone for a while.

What a report says stands in the other tables; here stands only what to ask for next. No foreign keys: a
feed that is no longer named leaves its pages, and a page outlives another reading of its report.
Times are ISO 8601 in UTC. A key is the SHA-256 of what it is the key of, which may be longer than an index
can hold.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text

from reportedly.store.schema import metadata


def _version() -> list[Column[str]]:
    """What the server calls the version that was had last, and the address that it is of."""
    return [Column("version_of", Text), Column("etag", Text), Column("modified", Text)]


def _troubles() -> list[Column[str] | Column[int]]:
    """Since when it has failed, how often in a row, and why the last time."""
    return [
        Column("failing_since", Text),
        Column("failures", Integer, nullable=False),
        Column("failure", Text),
    ]


watched_feeds = Table(
    "watched_feeds",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("address", Text, nullable=False),
    # The index that lists it, where it is a sitemap that nobody named.
    Column("parent", String(64)),
    # Changes where the index says that the sitemap did.
    Column("stamp", String(16), nullable=False),
    Column("first_at", Text, nullable=False),
    # Null: asked when its index says so.
    Column("due_at", Text),
    Column("asked_at", Text),
    Column("succeeded_at", Text),
    *_troubles(),
    *_version(),
    Column("moved", Text),
    # Entries that were too old to be fetched when they were first seen.
    Column("passed", Integer, nullable=False),
)

watched_pages = Table(
    "watched_pages",
    metadata,
    # Of what the addresses of one page have in common.
    Column("key", String(64), primary_key=True),
    Column("address", Text, nullable=False),
    # The feed that listed it first, whose stamps count.
    Column("feed", String(64), nullable=False),
    Column("site", Text, nullable=False),
    Column("sources", JSON, nullable=False),
    Column("stamp", String(16), nullable=False),
    Column("found_at", Text, nullable=False),
    # Null: nothing is to be asked.
    Column("due_at", Text),
    Column("asked_at", Text),
    # When something came of it first.
    Column("read_at", Text),
    *_troubles(),
    *_version(),
    # What it says: the key of the page's own address, the SHA-256 of its text, and the report, written
    # before the report is.
    Column("place", String(64)),
    Column("text", String(64)),
    Column("report", String(40)),
    Index(None, "due_at"),
    Index(None, "place"),
)

watched_sites = Table(
    "watched_sites",
    metadata,
    Column("site", Text, nullable=False),
    Column("key", String(64), primary_key=True),
    Column("until", Text, nullable=False),
    Column("failures", Integer, nullable=False),
)
