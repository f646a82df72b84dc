"""How it stands with each feed, and what was done in the last minute: for people, and for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reportedly.codec import JsonObject
from reportedly.ledger import Ledger
from reportedly.store import watched
from reportedly.store.watched import FeedState, Waiting
from reportedly.terminal.words import plural
from reportedly.watch.feeds_file import WatchedFeed
from reportedly.watch.rounds import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """How it stands with one feed of the file, the sitemaps that it lists included."""

    address: str
    stale: bool
    """Without a good answer for longer than the file allows; never asked counts from when it was named."""
    succeeded_at: dt.datetime | None
    failing_since: dt.datetime | None
    failures: int
    """In a row."""
    failure: str | None
    """Why it failed the last time; None where it did not."""
    next_at: dt.datetime | None
    moved: str | None
    """Where it has moved to for good."""
    passed: int
    """Entries that were too old when they were first seen."""
    sitemaps: int
    sitemaps_failing: int
    waiting: int
    """Pages that are not read yet."""
    waiting_failing: int
    """Of these, pages that were asked for in vain."""


def health_of(
    ledger: Ledger, feeds: Sequence[WatchedFeed], *, now: dt.datetime | None = None
) -> list[FeedHealth]:
    """How it stands with the feeds of a file; a feed that was never asked is stale.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    moment = now or dt.datetime.now(dt.UTC)
    with ledger.store.looking() as connection:
        states = watched.feeds(connection)
        waiting = watched.waiting(connection)
    return [_health(each, states, waiting, moment) for each in feeds]


def _health(
    feed: WatchedFeed, states: dict[str, FeedState], waiting: dict[str, Waiting], now: dt.datetime
) -> FeedHealth:
    state = states.get(feed.key) or FeedState(key=feed.key, address=feed.address, first_at=now)
    below = [each for each in states.values() if each.parent == feed.key]
    pages = [waiting[key] for key in (feed.key, *(each.key for each in below)) if key in waiting]
    failing = [each for each in below if each.failing_since]
    told = state.failure
    if told is None and failing:
        told = f"{failing[0].address}: {failing[0].failure}"
    lasts = [each for each in (state.succeeded_at, *(each.succeeded_at for each in below)) if each]
    good = state.succeeded_at
    return FeedHealth(
        address=feed.address,
        stale=good is None or now - good > feed.habits.stale_after or _all_fail(below, failing),
        succeeded_at=max(lasts, default=None),
        failing_since=state.failing_since or (failing[0].failing_since if failing else None),
        failures=state.failures,
        failure=told,
        next_at=state.due_at,
        moved=state.moved,
        passed=state.passed + sum(each.passed for each in below),
        sitemaps=len(below),
        sitemaps_failing=len(failing),
        waiting=sum(each.pages for each in pages),
        waiting_failing=sum(each.failing for each in pages),
    )


def _all_fail(below: Sequence[FeedState], failing: Sequence[FeedState]) -> bool:
    """An index that answers while none of its sitemaps does is no feed that works."""
    return bool(below) and len(failing) == len(below)


def health_words(found: Sequence[FeedHealth]) -> str:
    """A line for each feed, those that are stale last, and a line that counts them."""
    lines = [_line(each) for each in sorted(found, key=lambda each: each.stale)]
    stale = sum(each.stale for each in found)
    waiting = sum(each.waiting for each in found)
    return "\n".join([*lines, f"{plural(len(found), 'feed')}, {stale or 'none'} stale; {waiting} waiting"])


def _line(each: FeedHealth) -> str:
    parts = [f"last success {_at(each.succeeded_at)}" if each.succeeded_at else "no success yet"]
    if each.failure:
        times = f", {each.failures} times" if each.failures > 1 else ""
        parts.append(f"fails since {_at(each.failing_since)}{times}: {each.failure}")
    if each.sitemaps:
        failing = f", {each.sitemaps_failing} of them failing" if each.sitemaps_failing else ""
        parts.append(f"{plural(each.sitemaps, 'sitemap')}{failing}")
    if each.moved:
        parts.append(f"moved to {each.moved}: name that one")
    vain = f", {each.waiting_failing} of them asked for in vain" if each.waiting_failing else ""
    parts.append(f"{each.waiting} waiting{vain}")
    if each.passed:
        parts.append(f"{each.passed} too old")
    return f"{'STALE' if each.stale else 'well'} {each.address}: {'; '.join(parts)}"


def _at(moment: dt.datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"


def health_to_json(found: Sequence[FeedHealth]) -> JsonObject:
    """The same for programs."""

    def at(moment: dt.datetime | None) -> str | None:
        return moment.isoformat(timespec="seconds") if moment else None

    feeds: list[JsonObject] = [
        {
            "url": each.address,
            "stale": each.stale,
            "succeeded_at": at(each.succeeded_at),
            "failing_since": at(each.failing_since),
            "failures": each.failures,
            "failure": each.failure,
            "next_at": at(each.next_at),
            "moved": each.moved,
            "passed": each.passed,
            "sitemaps": each.sitemaps,
            "sitemaps_failing": each.sitemaps_failing,
            "waiting": each.waiting,
            "waiting_failing": each.waiting_failing,
        }
        for each in found
    ]
    return {"format": "reportedly-watch", "version": 1, "feeds": feeds}


class MinuteLine:
    """The line of a minute: what was done since the one before."""

    def __init__(self, watch: Watch, local: Callable[[], dt.datetime] = dt.datetime.now) -> None:
        self._watch, self._local = watch, local
        self._before = replace(watch.tally)

    def words(self) -> str:
        """The next line."""
        watch = self._watch
        done = watch.tally.since(self._before)
        self._before = replace(watch.tally)
        with watch.ledger.store.looking() as connection:
            waiting = sum(each.pages for each in watched.waiting(connection).values())
        failing = watch.failing()
        parts = [
            f"{done.feeds} of {plural(len(watch.feeds), 'feed')} asked",
            f"{done.found} found, {done.new} new, {done.changed} changed, {done.same} as before, "
            f"{done.left_out} left out, {done.later} later",
            f"{waiting} waiting",
        ]
        if failing:
            first = failing[0]
            parts.append(
                f"{len(failing)} failing, {first.address} since {_at(first.failing_since)} ({first.failure})"
            )
        return f"{self._local():%H:%M} {'; '.join(parts)}"
