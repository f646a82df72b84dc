"""One thing after the other: a feed that is due, a page that is due, and what each gave is written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache

from sqlalchemy import Connection

from reportedly.annotations import Annotator
from reportedly.changes.addresses import address_key, page_key
from reportedly.fetch import Asking, Fetcher, Fetching, Got, Validators
from reportedly.fetch.addresses import parse
from reportedly.fetch.refusals import Refused
from reportedly.ids import sha256_hex
from reportedly.ledger import Known, Ledger
from reportedly.read import read_fetched
from reportedly.read.credits import with_sources
from reportedly.read.feeds import Feed, FeedEntry, FeedKind
from reportedly.read.parsing import feed_of
from reportedly.records import Fetched, Reading, Reason, Report, Skipped, Stage
from reportedly.store import watched
from reportedly.store.watched import FeedState, Held, PageState, key_of
from reportedly.watch.backoff import GIVE_UP, GONE_AFTER, PAGE, SITE, Jitter, delay, jitter
from reportedly.watch.feeds_file import Habits, WatchedFeed

ASKED_TO_PAUSE = frozenset({429, 503})
PASSING = frozenset({Reason.UNREACHABLE, Reason.MALFORMED, Reason.NOT_FOUND})
"""Reasons of fetching that may be gone the next time."""
SOONEST_AGAIN = dt.timedelta(minutes=10)
"""After a page was asked for, whatever a feed says of it: some feeds date all they list at every look."""
MOST_TOLD_APART = 100_000
"""Entries of one feed that keep its order."""
READING, MOST_ENDED = "it was being read when the program ended", 5
"""What a page is marked with while it is read, and how often in a row that may be found."""
_ANY_PORT = frozenset(range(1, 65_536))
LONGEST_NAP = 0.5
"""Seconds of sleep at a time, so that an interrupt is heeded."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(slots=True)
class Tally:
    """What was done; every page that was asked for is in one of the last six."""

    feeds: int = 0
    failed: int = 0
    """Feeds that were asked in vain."""
    found: int = 0
    """Pages that were listed for the first time."""
    asked: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    """Pages as they were, or there already by another way."""
    left_out: int = 0
    later: int = 0
    """Pages that gave nothing and are asked for again."""

    def check(self) -> None:
        """See that nothing was lost from count.

        Raises:
            RuntimeError: a page that was asked for is in none of the counts, or in two.
        """
        told = self.new + self.changed + self.same + self.left_out + self.later
        if told != self.asked:
            raise RuntimeError(f"{self.asked} pages were asked for and {told} are accounted for")

    def since(self, before: Tally) -> Tally:
        """What was done since another count."""
        return Tally(*(getattr(self, each.name) - getattr(before, each.name) for each in fields(self)))


@dataclass(kw_only=True)
class Watch:
    """A watch over feeds, on one ledger. One a ledger: two would ask twice."""

    ledger: Ledger
    feeds: Sequence[WatchedFeed]
    how: Fetching
    annotator: Annotator
    gate: bool = False
    now: Callable[[], dt.datetime] = _now
    share: Jitter = jitter
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self._fetcher = Fetcher(replace(self.how, kept=self.ledger.note_capture))
        self._habits = {each.key: each.habits for each in self.feeds}
        with self.ledger.store.looking() as connection:
            known = watched.feeds(connection)
            self._held = watched.held(connection)
        now = self.now()
        self._states = {
            each.key: known.get(each.key)
            or FeedState(key=each.key, address=each.address, first_at=now, due_at=now)
            for each in self.feeds
        }
        self._states |= {key: each for key, each in known.items() if each.parent in self._habits}
        self._set_back()

    def step(self) -> bool:
        """Ask the feed and the page that have been due for longest; False where nothing can be asked now.

        Raises:
            LedgerError: the ledger cannot be read or written.
            OSError: a capture cannot be written.
        """
        feed = self._due_feed()
        if feed is not None:
            self._ask_feed(feed)
        page = self._due_page()
        if page is not None:
            self._ask_page(page)
        return feed is not None or page is not None

    def once(self, stop: Callable[[], None] = lambda: None) -> None:
        """Ask all that is due now, and then all that these feeds list; what failed waits for another time.

        Args:
            stop: asked between two things; it may raise.

        Raises:
            LedgerError: the ledger cannot be read or written.
            OSError: a capture cannot be written.
        """
        while True:
            stop()
            if self.step():
                continue
            wait = self._until_ready()
            if wait is None:
                break
            self.how.sleep(min(wait, LONGEST_NAP))
        self.tally.check()

    def forever(self, stop: Callable[[], None], minute: Callable[[], None]) -> None:
        """Go on until ``stop`` raises.

        Args:
            stop: asked between two things.
            minute: called once a minute, between two things.

        Raises:
            LedgerError: the ledger cannot be read or written.
            OSError: a capture cannot be written.
        """
        told = self.how.clock()
        while True:
            stop()
            if self.how.clock() - told >= 60.0:
                told = self.how.clock()
                self.tally.check()
                self._set_back()
                minute()
            if not self.step():
                wait = self._until_ready()
                self.how.sleep(LONGEST_NAP if wait is None else min(wait, LONGEST_NAP))

    def failing(self) -> list[FeedState]:
        """The feeds that failed the last time, those that have for longest first."""
        found = [each for each in self._states.values() if each.failing_since]
        return sorted(found, key=lambda each: each.failing_since or self.now())

    # Feeds

    def _due_feed(self) -> FeedState | None:
        now = self.now()
        due = [each for each in self._states.values() if self._is_due(each, now)]
        for each in sorted(due, key=lambda each: each.due_at or now):
            if not self._fetcher.ready_in(each.address) > 0:
                return each
        return None

    def _is_due(self, state: FeedState, now: dt.datetime) -> bool:
        if state.due_at is None or self._is_held(_site(state.address), now):
            return False
        # A clock that ran ahead and was set back would otherwise silence what it dated.
        ahead = state.asked_at is not None and state.asked_at > now
        return state.due_at <= now or ahead

    def _habits_of(self, state: FeedState) -> Habits:
        return self._habits.get(state.parent or state.key, Habits())

    def _ask_feed(self, state: FeedState) -> None:
        version = Validators(state.version_of, state.etag, state.modified) if state.version_of else None
        got = self._fetcher.ask(Asking(address=state.address, since=version, feed=True))
        self.tally.feeds += 1
        state = replace(state, asked_at=self.now(), moved=got.moved)
        read = feed_of(got.what, self.how.limits) if isinstance(got.what, Fetched) else got.what
        if isinstance(read, Feed) and read.kind is FeedKind.INDEX and state.parent is not None:
            detail = "an index of sitemaps within an index"
            read = Skipped(origin=state.address, stage=Stage.READ, reason=Reason.TOO_COMPLEX, detail=detail)
        if isinstance(read, Skipped):
            self._feed_failed(state, got, read)
            return
        for row in read.rows if read else ():
            self.ledger.store.skip(row)
        self._feed_read(state, got, read)

    def _feed_failed(self, state: FeedState, got: Got, row: Skipped) -> None:
        self.tally.failed += 1
        why = _why(row)
        if why != state.failure:
            # The same in every quarter of an hour is one row.
            self.ledger.store.skip(row)
        failures = state.failures + 1
        now = self.now()
        wait = delay(self._habits_of(state).every, failures, self.share(), asked=got.retry_after)
        failed = replace(
            state,
            failures=failures,
            failure=why,
            failing_since=state.failing_since or now,
            due_at=now + wait,
        )
        self._hold(_site(state.address), got, row)
        with self.ledger.store.writing() as connection:
            watched.put_feed(connection, failed)
        self._states[state.key] = failed

    def _feed_read(self, state: FeedState, got: Got, feed: Feed | None) -> None:
        """Write down what a feed lists, and when it is asked again, in one transaction."""
        now = self.now()
        every = self._habits_of(state).every
        # A sitemap of an index is asked again when the index says so.
        due = now + every * (1.0 + 0.1 * self.share()) if state.parent is None else None
        done = replace(state, succeeded_at=now, failures=0, failure=None, failing_since=None, due_at=due)
        # An index is asked for whole: it may be as it was while sitemaps that it gives no dates have changed.
        whole = feed is not None and not feed.rows and feed.kind is not FeedKind.INDEX
        if whole and got.version is not None:
            done = replace(
                done,
                version_of=got.version.address,
                etag=got.version.etag,
                modified=got.version.modified,
            )
        self._let_go(_site(state.address))
        listed: dict[str, FeedState] = {}
        dropped: list[str] = []
        with self.ledger.store.writing() as connection:
            if feed is not None and feed.kind is FeedKind.INDEX:
                listed, dropped = self._sitemaps(done, feed.entries)
                for each in listed.values():
                    watched.put_feed(connection, each)
                watched.drop_feeds(connection, dropped)
            elif feed is not None:
                done = self._pages(connection, done, feed.entries)
            watched.put_feed(connection, done)
        self._states |= {**listed, done.key: done}
        for key in dropped:
            self._states.pop(key, None)

    def _sitemaps(
        self, index: FeedState, entries: Iterable[FeedEntry]
    ) -> tuple[dict[str, FeedState], list[str]]:
        """The sitemaps that an index lists, due where it says that they changed, or not when; those gone."""
        now, listed = self.now(), {}
        for entry in entries:
            key = key_of(entry.address)
            if key in self._habits:
                continue
            state = self._states.get(key) or FeedState(
                key=key, address=entry.address, parent=index.key, first_at=now
            )
            asked = entry.stamp != state.stamp or entry.moment is None
            due = now if asked and not state.failing_since else state.due_at
            listed[key] = replace(state, stamp=entry.stamp, due_at=due)
        gone = [key for key, each in self._states.items() if each.parent == index.key and key not in listed]
        return listed, gone

    def _pages(self, connection: Connection, state: FeedState, entries: Iterable[FeedEntry]) -> FeedState:
        now, passed = self.now(), 0
        oldest = now - self._habits_of(state).newest
        for place, entry in enumerate(entries):
            key = key_of(address_key(entry.address) or entry.address)
            known = watched.page(connection, key)
            if known is None and entry.moment is not None and entry.moment < oldest:
                passed += 1
            elif known is None:
                self.tally.found += 1
                watched.put_page(connection, _found(key, entry, state, now, place))
            elif (again := _listed_again(known, entry, state, now)) != known:
                watched.put_page(connection, again)
        return replace(state, passed=max(state.passed, passed))

    # Pages

    def _due_page(self) -> PageState | None:
        now = self.now()
        busy: set[str] = set()
        while True:
            with self.ledger.store.looking() as connection:
                found = watched.due_page(connection, now, busy)
            if found is None or not self._fetcher.ready_in(found.address) > 0:
                return found
            busy.add(found.site)

    def _ask_page(self, page: PageState) -> None:
        if page.failure == READING and page.failures >= MOST_ENDED:
            self._give_up(page)
            return
        version = Validators(page.version_of, page.etag, page.modified) if page.version_of else None
        got = self._fetcher.ask(Asking(address=page.address, since=version))
        self.tally.asked += 1
        page = replace(page, asked_at=self.now())
        if isinstance(got.what, Skipped):
            self._hold(page.site, got, got.what)
            self._page_failed(page, got, got.what)
            return
        self._let_go(page.site)
        if got.what is None:
            self.tally.same += 1
            self._visited(page, got)
            return
        # A page that ends the program, whatever it does to a parser, must not end it for ever.
        marked = replace(page, failures=page.failures + 1 if page.failure == READING else 1, failure=READING)
        self._write(marked)
        found = list(read_fetched([got.what], limits=self.how.limits))
        reports = [each for each in found if isinstance(each, Report)]
        for row in found:
            if isinstance(row, Skipped):
                self.ledger.store.skip(row)
        if not reports:
            self.tally.left_out += 1
            self._visited(page, got, failure=_why(found[0]) if isinstance(found[0], Skipped) else None)
            return
        self._take(marked, got, reports, tries=0 if page.failure == READING else page.failures)

    def _take(self, page: PageState, got: Got, reports: list[Report], *, tries: int) -> None:
        """Store what a page says, unless it says what it said: servers send the same text in other bytes."""
        place = key_of(page_key(reports[0]) or page.address)
        text = sha256_hex("\0".join(each.text for each in reports).encode("utf-8", "replace"))
        with self.ledger.store.looking() as connection:
            there = list(watched.saying(connection, place, text))
        if any(self.ledger.store.has_report(each) for each in there):
            self.tally.same += 1
            self._visited(replace(page, place=place, text=text, report=page.report or there[0]), got)
            return
        before = page.report is not None and page.read_at is not None
        page = replace(page, place=place, text=text, report=reports[0].id)
        self._write(page)
        credited = [with_sources(each, page.sources) for each in reports]
        outcomes = list(self.ledger.taking_in(credited, annotator=self.annotator, gate=self.gate))
        if any(isinstance(each, Reading) for each in outcomes):
            self.tally.changed += before
            self.tally.new += not before
        elif any(isinstance(each, Known) for each in outcomes):
            self.tally.same += 1
        elif (row := _unread(outcomes)) and self.now() - (page.failing_since or self.now()) < GIVE_UP:
            # A reader that asks a server may not have reached it.
            self.tally.later += 1
            now, why = self.now(), _why(row)
            due = now + delay(PAGE, tries + 1, self.share())
            since = page.failing_since or now
            self._write(replace(page, failures=tries + 1, failing_since=since, failure=why, due_at=due))
            return
        else:
            self.tally.left_out += 1
        failed = next((each for each in outcomes if isinstance(each, Skipped)), None)
        self._visited(page, got, failure=_why(failed) if failed else None)

    def _give_up(self, page: PageState) -> None:
        """Leave a page out that was being read each time that the program ended."""
        self.tally.asked += 1
        self.tally.left_out += 1
        detail = f"the program ended {page.failures} times while it was read"
        row = Skipped(origin=page.address, stage=Stage.READ, reason=Reason.FAILED, detail=detail)
        self.ledger.store.skip(row)
        self._write(replace(page, failure=_why(row), due_at=None))

    def _visited(self, page: PageState, got: Got, *, failure: str | None = None) -> None:
        """Something came of a page; it is due again when its feed's habits say so."""
        now = self.now()
        first = page.read_at or now
        revisit = self._habits_of_page(page).revisit
        due = next((first + each for each in revisit if first + each > now), None)
        page = replace(page, read_at=first, due_at=due, failures=0, failing_since=None, failure=failure)
        if got.what is not None and got.version is not None:
            page = replace(
                page,
                version_of=got.version.address,
                etag=got.version.etag,
                modified=got.version.modified,
            )
        self._write(page)

    def _page_failed(self, page: PageState, got: Got, row: Skipped) -> None:
        now, failures = self.now(), page.failures + 1
        since = page.failing_since or now
        lasting = row.reason not in PASSING or now - since >= GIVE_UP
        gone = row.reason is Reason.NOT_FOUND and failures >= GONE_AFTER
        due = None
        if lasting or gone:
            self.tally.left_out += 1
            self.ledger.store.skip(row)
        else:
            self.tally.later += 1
            due = now + delay(PAGE, failures, self.share(), asked=got.retry_after)
        self._write(replace(page, failures=failures, failing_since=since, failure=_why(row), due_at=due))

    def _set_back(self) -> None:
        with self.ledger.store.writing() as connection:
            watched.set_back(connection, self.now())

    def _habits_of_page(self, page: PageState) -> Habits:
        state = self._states.get(page.feed)
        return self._habits_of(state) if state else Habits()

    def _write(self, page: PageState) -> None:
        with self.ledger.store.writing() as connection:
            watched.put_page(connection, page)

    # Sites

    def _until_ready(self) -> float | None:
        """Seconds until a site that was asked a moment ago may be asked for what is due; None: nothing is."""
        now = self.now()
        waits = [
            self._fetcher.ready_in(each.address) for each in self._states.values() if self._is_due(each, now)
        ]
        with self.ledger.store.looking() as connection:
            page = watched.due_page(connection, now, ())
        if page is not None:
            waits.append(self._fetcher.ready_in(page.address))
        return max(min(waits), 0.01) if waits else None

    def _is_held(self, site: str, now: dt.datetime) -> bool:
        found = self._held.get(site)
        return found is not None and now < found.until < now + watched.LONGEST_HOLD

    def _hold(self, site: str, got: Got, row: Skipped) -> None:
        """Leave a site alone that asks for it or cannot be reached."""
        silent = got.status is None and row.reason is Reason.UNREACHABLE
        if not silent and got.status not in ASKED_TO_PAUSE:
            return
        failures = self._held[site].failures + 1 if site in self._held else 1
        wait = delay(SITE, failures, self.share(), asked=got.retry_after)
        self._held[site] = Held(self.now() + wait, failures)
        with self.ledger.store.writing() as connection:
            watched.hold(connection, site, self._held[site])

    def _let_go(self, site: str) -> None:
        if self._held.pop(site, None) is not None:
            with self.ledger.store.writing() as connection:
                watched.let_go(connection, site)


@lru_cache(maxsize=10_000)
def _site(address: str) -> str:
    try:
        # Whatever its port is: what may be asked is looked at in asking.
        return parse(address, ports=_ANY_PORT).site
    except Refused:
        return ""


def _found(key: str, entry: FeedEntry, feed: FeedState, now: dt.datetime, place: int) -> PageState:
    return PageState(
        key=key,
        address=entry.address,
        feed=feed.key,
        site=_site(entry.address),
        found_at=now,
        sources=(entry.source,) if entry.source else (),
        stamp=entry.stamp,
        # Those of one feed in its order, the latest of which most feeds have first.
        due_at=now - dt.timedelta(microseconds=MOST_TOLD_APART - min(place, MOST_TOLD_APART)),
    )


def _listed_again(page: PageState, entry: FeedEntry, feed: FeedState, now: dt.datetime) -> PageState:
    """A page that is known, listed once more: by another feed, or as changed."""
    if entry.source and entry.source not in page.sources and page.read_at is None:
        page = replace(page, sources=(*page.sources, entry.source))
    # Two feeds date and name a page differently, so only the one that listed it first can say it changed.
    if page.feed != feed.key or page.stamp == entry.stamp:
        return page
    soonest = max(now, (page.asked_at or now) + SOONEST_AGAIN)
    if page.failing_since and page.due_at:
        soonest = page.due_at
    return replace(page, stamp=entry.stamp, due_at=min(soonest, page.due_at or soonest))


def _unread(outcomes: Iterable[Reading | Known | Skipped]) -> Skipped | None:
    """The row that says that the reader failed on a report."""
    rows = (each for each in outcomes if isinstance(each, Skipped))
    return next((each for each in rows if each.stage is Stage.ANNOTATE), None)


def _why(row: Skipped) -> str:
    told = f"{row.reason}: {row.detail}" if row.detail else str(row.reason)
    # What databases cannot hold must not end the watch.
    return told.encode("utf-8", "replace").decode().replace("\0", "")
