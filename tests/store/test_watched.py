"""What to ask for next, as both kinds of database keep it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from reportedly.errors import RecordError
from reportedly.store import Store, watched
from reportedly.store.watched import FeedState, Held, PageState, Waiting, key_of

NOW = dt.datetime(2024, 5, 6, 12, 0, tzinfo=dt.UTC)
FEED = FeedState(key=key_of("f"), address="https://news.example/rss", first_at=NOW, due_at=NOW)


def page(name: str, *, minutes: int = 0, site: str = "https://news.example") -> PageState:
    return PageState(
        key=key_of(name),
        address=f"{site}/{name}",
        feed=FEED.key,
        site=site,
        found_at=NOW,
        sources=("Northern Ledger", "Reuters"),
        due_at=NOW + dt.timedelta(minutes=minutes),
    )


def test_states_come_back_as_they_were_put(store: Store) -> None:
    feeds = [
        FEED,
        replace(
            FEED,
            key=key_of("g"),
            parent=FEED.key,
            failures=3,
            failure="it’s gone",
            failing_since=NOW,
            etag='"é"',
        ),
    ]
    first = page("a")
    with store.writing() as connection:
        for each in feeds:
            watched.put_feed(connection, each)
        watched.put_page(connection, first)
    later = replace(first, read_at=NOW, due_at=None, place=key_of("p"), text=key_of("t"), report="rep_x")
    with store.writing() as connection:
        watched.put_page(connection, later)
        watched.put_feed(connection, replace(FEED, passed=2))
    with store.looking() as connection:
        assert watched.feeds(connection) == {FEED.key: replace(FEED, passed=2), feeds[1].key: feeds[1]}
        assert watched.page(connection, first.key) == later
        assert watched.page(connection, key_of("b")) is None
        assert list(watched.saying(connection, key_of("p"), key_of("t"))) == ["rep_x"]
        assert list(watched.saying(connection, key_of("p"), key_of("u"))) == []
    with store.writing() as connection:
        watched.drop_feeds(connection, [FEED.key])
    with store.looking() as connection:
        assert list(watched.feeds(connection)) == [feeds[1].key]


def test_the_page_that_is_due_is_the_oldest_of_a_site_that_may_be_asked(store: Store) -> None:
    there = "https://paper.example"
    pages = [page("late", minutes=5), page("b", minutes=-1), page("a", minutes=-2, site=there)]
    with store.writing() as connection:
        for each in pages:
            watched.put_page(connection, each)
        watched.hold(connection, there, Held(NOW + dt.timedelta(hours=1), 1))
        watched.hold(connection, there, Held(NOW + dt.timedelta(minutes=1), 2))
    with store.looking() as connection:
        assert watched.held(connection) == {there: Held(NOW + dt.timedelta(minutes=1), 2)}
        assert watched.due_page(connection, NOW, ()) == pages[1]
        assert watched.due_page(connection, NOW, {"https://news.example"}) is None
        assert watched.due_page(connection, NOW + dt.timedelta(minutes=2), ()) == pages[2]
        assert watched.waiting(connection) == {FEED.key: Waiting(3, 0)}
    with store.writing() as connection:
        watched.let_go(connection, there)
    with store.looking() as connection:
        assert watched.due_page(connection, NOW, ()) == pages[2]


def test_what_a_clock_dated_that_ran_ahead_is_due(store: Store) -> None:
    before = NOW - dt.timedelta(days=400)
    with store.writing() as connection:
        watched.put_page(connection, page("a", minutes=60))
        watched.put_page(connection, replace(page("b", minutes=60), asked_at=before, found_at=before))
        watched.set_back(connection, before)
    with store.looking() as connection:
        found = watched.due_page(connection, before, ())
    assert found is not None
    assert (found.key, found.due_at) == (key_of("a"), before)


def test_what_no_database_can_hold_is_refused(store: Store) -> None:
    for text in ("a\0b", "\ud800"):
        with pytest.raises(RecordError, match="cannot be stored"), store.writing() as connection:
            watched.put_page(connection, replace(page("a"), etag=text))
