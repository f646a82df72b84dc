"""Fetching: from addresses of the web to bytes that the read stage reads as it reads files.

Everything between is hostile: the address may lead into the network that the program runs in, the name
may answer otherwise the second time, the answer may be endless, slow or packed a thousandfold. The flow
is :func:`fetch_pages`: address → target → what the site asks for → a machine that was looked at → one
bounded exchange → kept as it came → :class:`~reportedly.records.Fetched` or a
:class:`~reportedly.records.Skipped` row that says why not.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from reportedly.fetch.addresses import Target, parse, redirected
from reportedly.fetch.captures import Archive, Capture, Kept
from reportedly.fetch.checking import Checked, against_log, check_captures
from reportedly.fetch.exchange import PAGES, Exchange, Wanted, exchange
from reportedly.fetch.guard import Deadline, Guard
from reportedly.fetch.refusals import Refused, skipped, unreachable
from reportedly.fetch.robots import MOST_SITES, Robots, Rules
from reportedly.limits import DEFAULT_LIMITS, Limits
from reportedly.records import Fetched, Reason, Skipped

__all__ = [
    "Archive",
    "Asking",
    "Checked",
    "Fetcher",
    "Fetching",
    "Got",
    "Guard",
    "Kept",
    "Validators",
    "against_log",
    "check_captures",
    "fetch_pages",
]

READ = frozenset({200, 203})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOVED = frozenset({301, 308})
GONE = frozenset({404, 410})
NOT_MODIFIED = 304
LONGEST_VERSION = 1_000
"""Characters of the name of a version that a server is told again."""
LONGEST_WAIT = 86_400
"""Seconds of a ``Retry-After`` that are believed."""
FEEDS = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
"""The kinds of documents that feeds are asked for as."""
MEDIA = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "application/json", "application/x-ndjson"}
)
"""The kinds of documents whose bytes are taken; a server that names none is believed to send one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How pages are fetched."""

    limits: Limits = DEFAULT_LIMITS
    guard: Guard = field(default_factory=Guard)
    robots: bool = True
    """Whether a site's ``robots.txt`` is heeded."""
    archive: Archive | None = None
    """Where captures are kept; nothing is without one."""
    kept: Callable[[Kept], None] | None = None
    """Told of each capture, before what it holds is read."""
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Validators:
    """What an address gave the last time, as its server names that version."""

    address: str
    """The one that gave it; no other is told of the rest."""
    etag: str | None = None
    modified: str | None = None

    def headers(self, target: Target) -> list[tuple[str, str]]:
        """The lines that ask for another version than this one."""
        if target.url != self.address:
            return []
        lines = [("If-None-Match", self.etag), ("If-Modified-Since", self.modified)]
        return [(name, value.strip()) for name, value in lines if value and len(value) <= LONGEST_VERSION]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What to ask for."""

    address: str
    since: Validators | None = None
    """The version that is here."""
    feed: bool = False
    """A feed, and no page: of more kinds of documents, and never kept as a capture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """What asking gave."""

    what: Fetched | Skipped | None
    """None where the version that is here is the latest."""
    status: int | None = None
    """The last answer's; None where there was none."""
    version: Validators | None = None
    retry_after: float | None = None
    """Seconds for which the server asks to be left alone."""
    moved: str | None = None
    """Where the address has moved to for good."""


def fetch_pages(addresses: Iterable[str], how: Fetching) -> Iterator[Fetched | Skipped]:
    """Fetch each address, in order; every one gives its bytes or a row that says why not.

    Raises:
        OSError: a capture cannot be written.
    """
    fetcher = Fetcher(how)
    asked: dict[str, str] = {}
    for address in addresses:
        yield _once(address, asked, how) or _given(fetcher.ask(Asking(address=address)))


def _once(address: str, asked: dict[str, str], how: Fetching) -> Skipped | None:
    """A row for an address that was asked for already."""
    try:
        url = parse(address, ports=how.guard.ports).url
    except Refused as error:
        return error.row(address)
    if url in asked:
        return skipped(address, Reason.DUPLICATE, f"asked for already as {asked[url]}")
    asked[url] = address
    return None


def _given(got: Got) -> Fetched | Skipped:
    if got.what is None:
        raise RuntimeError("a page that nobody knows yet cannot be unchanged")
    return got.what


class Fetcher:
    """What is known of sites while a run lasts: what they ask for, and when they were last asked."""

    def __init__(self, how: Fetching) -> None:
        self._how = how
        self._robots = Robots(self._rules_of, how.clock)
        self._last: dict[str, float] = {}

    def ask(self, asking: Asking) -> Got:
        """What one address gives; where that is a page, its capture is kept first.

        Raises:
            OSError: the capture cannot be written.
        """
        address = asking.address
        exchanges: list[Exchange] = []
        document: bytes | None = None
        try:
            self._follow(parse(address, ports=self._how.guard.ports), exchanges, asking)
            last = exchanges[-1]
            if last.status == NOT_MODIFIED and asking.since and asking.since.headers(last.target):
                return _got(exchanges, None)
            document = self._document(last, feed=asking.feed)
        except Refused as error:
            if not asking.feed:
                self._keep(address, exchanges, None, error.detail)
            return _got(exchanges, error.row(address))
        if not asking.feed:
            self._keep(address, exchanges, document, "read")
        page = Fetched(
            asked=address,
            address=last.target.url,
            data=document,
            media_type=last.media_type,
            charset=last.charset,
            fetched_at=last.began,
        )
        return _got(exchanges, page)

    def ready_in(self, address: str) -> float:
        """Seconds for which the site of an address is still to be left alone; 0 of what is no address."""
        try:
            target = parse(address, ports=self._how.guard.ports)
        except Refused:
            return 0.0
        rules = self._robots.known(target) if self._how.robots else None
        return max(0.0, self._pause(target, rules))

    def _follow(self, target: Target, exchanges: list[Exchange], asking: Asking) -> None:
        """Ask, and ask on where the answer leads on; ``exchanges`` gets each step before it is judged."""
        deadline, seen = self._deadline(), {target.url}
        while True:
            if self._how.robots:
                self._robots.of(target).check(target)
            self._wait(target)
            exchanges.append(self._ask_for(target, deadline, asking))
            last = exchanges[-1]
            if last.fault is not None:
                raise last.fault
            location = last.header("location")
            if last.status not in REDIRECTS or location is None:
                return
            target = self._next(target, location, seen)

    def _next(self, target: Target, location: str, seen: set[str]) -> Target:
        if len(seen) > self._how.limits.fetch_redirects:
            raise Refused(f"more than {self._how.limits.fetch_redirects} redirects")
        found = redirected(target, _sent(location), ports=self._how.guard.ports)
        if found.url in seen:
            raise Refused("redirects in a circle")
        seen.add(found.url)
        return found

    def _ask_for(self, target: Target, deadline: Deadline, asking: Asking) -> Exchange:
        since = asking.since.headers(target) if asking.since else []
        if asking.feed:
            return self._ask(target, deadline, _is_feed, accept=FEEDS, more=since)
        return self._ask(target, deadline, _is_document, more=since)

    def _document(self, answer: Exchange, *, feed: bool) -> bytes:
        if answer.status in GONE:
            raise Refused(f"the server answered {answer.status}", Reason.NOT_FOUND)
        if answer.status not in READ:
            again = answer.header("retry-after")
            later = f"; it says to try again after {again[:40]}" if again else ""
            raise unreachable(f"the server answered {answer.status}{later}")
        if not (_is_feed if feed else _is_document)(answer.status, answer.media_type):
            known = "RSS, Atom, JSON Feed and sitemaps" if feed else ", ".join(sorted(MEDIA))
            raise Refused(f"{(answer.media_type or '')[:60]}; read are {known}", Reason.NOT_SUPPORTED)
        return answer.body(self._how.limits.fetch_bytes)

    def _keep(self, asked: str, exchanges: list[Exchange], document: bytes | None, outcome: str) -> None:
        if self._how.archive is None or not exchanges:
            return
        capture = Capture(asked=asked, exchanges=exchanges, document=document, outcome=outcome)
        kept = self._how.archive.keep(capture)
        if self._how.kept is not None:
            self._how.kept(kept)

    def _rules_of(self, target: Target) -> tuple[int, bytes]:
        """A site's ``robots.txt``, wherever it redirects to."""
        deadline, seen = self._deadline(), {target.url}
        while True:
            answer = self._ask(target, deadline, _anything)
            if answer.fault is not None:
                raise answer.fault
            location, status = answer.header("location"), answer.status or 0
            if status not in REDIRECTS or location is None:
                return status, answer.body(self._how.limits.fetch_bytes)
            target = self._next(target, location, seen)

    def _ask(
        self,
        target: Target,
        deadline: Deadline,
        wanted: Wanted,
        *,
        accept: str = PAGES,
        more: Sequence[tuple[str, str]] = (),
    ) -> Exchange:
        connected = self._how.guard.connect(target, deadline)
        return exchange(
            connected, target, deadline, self._how.limits, wanted=wanted, accept=accept, more=more
        )

    def _wait(self, target: Target) -> None:
        """Leave a site alone for a while between two pages."""
        rules = self._robots.of(target) if self._how.robots else None
        pause = self._pause(target, rules)
        if pause > 0:
            self._how.sleep(pause)
        if len(self._last) >= MOST_SITES:
            self._last.pop(next(iter(self._last)))
        self._last[target.site] = self._how.clock()

    def _pause(self, target: Target, rules: Rules | None) -> float:
        if (last := self._last.get(target.site)) is None:
            return 0.0
        delay = rules.delay if rules is not None else 0.0
        return last + max(delay, self._how.limits.fetch_pause_seconds) - self._how.clock()

    def _deadline(self) -> Deadline:
        return Deadline(self._how.limits.fetch_seconds, self._how.limits.fetch_step_seconds)


def _is_document(_status: int, media_type: str | None) -> bool:
    return media_type is None or media_type in MEDIA


def _is_feed(_status: int, media_type: str | None) -> bool:
    # Servers send feeds as anything; what it is shows in the bytes.
    return (media_type or "").partition("/")[0] not in ("image", "audio", "video", "font")


def _anything(_status: int, _media_type: str | None) -> bool:
    return True


def _sent(location: str) -> str:
    """An address out of a header line: UTF-8 where it is that, as servers mean it and browsers read it."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return location


def _got(exchanges: Sequence[Exchange], what: Fetched | Skipped | None) -> Got:
    if not exchanges:
        return Got(what=what)
    last = exchanges[-1]
    return Got(
        what=what,
        status=last.status,
        version=Validators(last.target.url, last.header("etag"), last.header("last-modified")),
        retry_after=_seconds(last.header("retry-after"), last.began),
        moved=last.target.url if _for_good(exchanges) else None,
    )


def _for_good(exchanges: Sequence[Exchange]) -> bool:
    """Whether every step on the way says that the next one is the address from now on."""
    return len(exchanges) > 1 and all(each.status in MOVED for each in exchanges[:-1])


def _seconds(given: str | None, now: dt.datetime) -> float | None:
    """What ``Retry-After`` asks for: a number of seconds, or a moment.

    >>> _seconds("120", dt.datetime.now(dt.UTC)), _seconds("soon", dt.datetime.now(dt.UTC))
    (120.0, None)
    """
    if given is None:
        return None
    told = given.strip()
    if told.isascii() and told.isdigit():
        return float(min(int(told[:9]), LONGEST_WAIT))
    try:
        moment = parsedate_to_datetime(told)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return min(max((zoned - now).total_seconds(), 0.0), float(LONGEST_WAIT))
    except (ValueError, TypeError, OverflowError):
        return None
