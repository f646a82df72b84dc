"""What to ask for next, and what became of the last time: kept with the reports, so that no restart loses it.

Every function takes a transaction of :meth:`reportedly.store.Store.writing` or ``looking``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, func, insert, select, update

from reportedly.store.storable import check_storable, moment, stamp
from reportedly.store.watch_schema import watched_feeds, watched_pages, watched_sites

LONGEST_HOLD = dt.timedelta(days=2)
"""A site is left alone no longer; what is further off was written by a clock that ran ahead."""
_TIMES = frozenset({"first_at", "due_at", "asked_at", "succeeded_at", "failing_since", "found_at", "read_at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """How it stands with one feed; the columns of ``watched_feeds``."""

    key: str
    address: str
    first_at: dt.datetime
    parent: str | None = None
    stamp: str = ""
    due_at: dt.datetime | None = None
    asked_at: dt.datetime | None = None
    succeeded_at: dt.datetime | None = None
    failing_since: dt.datetime | None = None
    failures: int = 0
    failure: str | None = None
    version_of: str | None = None
    etag: str | None = None
    modified: str | None = None
    moved: str | None = None
    passed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """How it stands with one page; the columns of ``watched_pages``."""

    key: str
    address: str
    feed: str
    site: str
    found_at: dt.datetime
    sources: tuple[str, ...] = ()
    stamp: str = ""
    due_at: dt.datetime | None = None
    asked_at: dt.datetime | None = None
    read_at: dt.datetime | None = None
    failing_since: dt.datetime | None = None
    failures: int = 0
    failure: str | None = None
    version_of: str | None = None
    etag: str | None = None
    modified: str | None = None
    place: str | None = None
    text: str | None = None
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A site that is left alone, and how often in a row it has failed."""

    until: dt.datetime
    failures: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The pages of one feed that are not read yet."""

    pages: int = 0
    failing: int = 0
    """Of these, what was asked for in vain."""


def key_of(what: str) -> str:
    """The key of an address or of what several addresses have in common."""
    return sha256(what.encode("utf-8", "replace")).hexdigest()


def feeds(connection: Connection) -> dict[str, FeedState]:
    """All feeds that were ever watched, by key."""
    rows = connection.execute(select(watched_feeds)).mappings()
    return {row["key"]: FeedState(**_read(row)) for row in rows}


def put_feed(connection: Connection, state: FeedState) -> None:
    """Keep how it stands with a feed.

    Raises:
        RecordError: a text of it is one that databases cannot hold.
    """
    _put(connection, watched_feeds, state)


def drop_feeds(connection: Connection, keys: Collection[str]) -> None:
    """Forget feeds: sitemaps that their index no longer lists."""
    for key in keys:
        connection.execute(delete(watched_feeds).where(watched_feeds.c.key == key))


def page(connection: Connection, key: str) -> PageState | None:
    """One page, if it is known."""
    row = connection.execute(select(watched_pages).where(watched_pages.c.key == key)).mappings().one_or_none()
    return PageState(**_read(row)) if row else None


def put_page(connection: Connection, state: PageState) -> None:
    """Keep how it stands with a page.

    Raises:
        RecordError: a text of it is one that databases cannot hold.
    """
    _put(connection, watched_pages, state)


def due_page(connection: Connection, now: dt.datetime, busy: Collection[str]) -> PageState | None:
    """The page that has been due for longest, of a site that is neither held nor ``busy``."""
    pages, sites = watched_pages.c, watched_sites.c
    until = sites.until.between(stamp(now), stamp(now + LONGEST_HOLD))
    held = select(sites.key).where(sites.site == pages.site, until).exists()
    query = select(watched_pages).where(pages.due_at <= stamp(now), ~held)
    if busy:
        query = query.where(pages.site.not_in(sorted(busy)))
    row = connection.execute(query.order_by(pages.due_at, pages.key).limit(1)).mappings().one_or_none()
    return PageState(**_read(row)) if row else None


def set_back(connection: Connection, now: dt.datetime) -> None:
    """Have pages due that a clock dated which ran ahead and was set back; it would silence them otherwise."""
    pages = watched_pages.c
    ahead = pages.due_at > stamp(now), func.coalesce(pages.asked_at, pages.found_at) > stamp(now)
    connection.execute(update(watched_pages).where(*ahead).values(due_at=stamp(now)))


def waiting(connection: Connection) -> dict[str, Waiting]:
    """By the key of their feed, the pages that are to be read and were not yet."""
    pages = watched_pages.c
    query = (
        select(pages.feed, func.count(), func.count(pages.failing_since))
        .where(pages.due_at.is_not(None), pages.read_at.is_(None))
        .group_by(pages.feed)
    )
    return {feed: Waiting(count, failing) for feed, count, failing in connection.execute(query)}


def saying(connection: Connection, place: str, text: str) -> Iterator[str]:
    """The reports that were last read from a page, by whatever address, where they have this text."""
    pages = watched_pages.c
    query = select(pages.report).where(pages.place == place, pages.text == text, pages.report.is_not(None))
    yield from connection.scalars(query)


def held(connection: Connection) -> dict[str, Held]:
    """The sites that failed the last time, and until when each is left alone."""
    rows = connection.execute(select(watched_sites)).mappings()
    return {row["site"]: Held(moment(row["until"]), row["failures"]) for row in rows}


def hold(connection: Connection, site: str, how: Held) -> None:
    """Leave a site alone for a while."""
    let_go(connection, site)
    row = {"site": site, "key": key_of(site), "until": stamp(how.until), "failures": how.failures}
    connection.execute(insert(watched_sites), [row])


def let_go(connection: Connection, site: str) -> None:
    """Ask a site again."""
    connection.execute(delete(watched_sites).where(watched_sites.c.key == key_of(site)))


def _put(connection: Connection, table: Table, state: FeedState | PageState) -> None:
    row = {each.name: _written(getattr(state, each.name)) for each in fields(state)}
    check_storable(row, state.address[:200])
    changed = connection.execute(update(table).where(table.c.key == state.key).values(row))
    if not changed.rowcount:
        connection.execute(insert(table), [row])


def _written(value: object) -> object:
    if isinstance(value, dt.datetime):
        return stamp(value)
    return list(value) if isinstance(value, tuple) else value


def _read(row: RowMapping) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: moment(value) if name in _TIMES and value else value for name, value in row.items()
    }
    return found | {"sources": tuple(row["sources"])} if "sources" in row else found
