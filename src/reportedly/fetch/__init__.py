"""Fetching: from addresses of the web to bytes that the read stage reads as it reads files.

Everything between is hostile: the address may lead into the network that the program runs in, the name
may answer otherwise the second time, the answer may be endless, slow or packed a thousandfold. The flow
is :func:`fetch_pages`: address → target → what the site asks for → a machine that was looked at → one
bounded exchange → kept as it came → :class:`~reportedly.records.Fetched` or a
:class:`~reportedly.records.Skipped` row that says why not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from reportedly.fetch.addresses import Target, parse, redirected
from reportedly.fetch.captures import Archive, Capture, Kept
from reportedly.fetch.checking import Checked, against_log, check_captures
from reportedly.fetch.exchange import Exchange, Wanted, exchange
from reportedly.fetch.guard import Deadline, Guard
from reportedly.fetch.refusals import Refused, skipped, unreachable
from reportedly.fetch.robots import Robots
from reportedly.limits import DEFAULT_LIMITS, Limits
from reportedly.records import Fetched, Reason, Skipped

__all__ = ["Archive", "Checked", "Fetching", "Guard", "Kept", "against_log", "check_captures", "fetch_pages"]

READ = frozenset({200, 203})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})
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


def fetch_pages(addresses: Iterable[str], how: Fetching) -> Iterator[Fetched | Skipped]:
    """Fetch each address, in order; every one gives its bytes or a row that says why not.

    Raises:
        OSError: a capture cannot be written.
    """
    fetcher = _Fetcher(how)
    for address in addresses:
        yield fetcher.fetched(address)


class _Fetcher:
    """What is known of sites while a run lasts: what they ask for, and when they were last asked."""

    def __init__(self, how: Fetching) -> None:
        self._how = how
        self._robots = Robots(self._rules_of)
        self._last: dict[str, float] = {}
        self._asked: dict[str, str] = {}

    def fetched(self, address: str) -> Fetched | Skipped:
        """What one address gives. The capture is kept first."""
        exchanges: list[Exchange] = []
        document: bytes | None = None
        try:
            target = parse(address, ports=self._how.guard.ports)
            if target.url in self._asked:
                return skipped(address, Reason.DUPLICATE, f"asked for already as {self._asked[target.url]}")
            self._asked[target.url] = address
            self._follow(target, exchanges)
            document = self._document(exchanges[-1])
        except Refused as error:
            self._keep(address, exchanges, None, error.detail)
            return error.row(address)
        self._keep(address, exchanges, document, "read")
        last = exchanges[-1]
        return Fetched(
            asked=address,
            address=last.target.url,
            data=document,
            media_type=last.media_type,
            charset=last.charset,
            fetched_at=last.began,
        )

    def _follow(self, target: Target, exchanges: list[Exchange]) -> None:
        """Ask, and ask on where the answer leads on; ``exchanges`` gets each step before it is judged."""
        deadline, seen = self._deadline(), {target.url}
        while True:
            if self._how.robots:
                self._robots.of(target).check(target)
            self._wait(target)
            exchanges.append(self._ask(target, deadline, _is_document))
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

    def _document(self, answer: Exchange) -> bytes:
        if answer.status in GONE:
            raise Refused(f"the server answered {answer.status}", Reason.NOT_FOUND)
        if answer.status not in READ:
            again = answer.header("retry-after")
            later = f"; it says to try again after {again[:40]}" if again else ""
            raise unreachable(f"the server answered {answer.status}{later}")
        if not _is_document(answer.status, answer.media_type):
            known = ", ".join(sorted(MEDIA))
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

    def _ask(self, target: Target, deadline: Deadline, wanted: Wanted) -> Exchange:
        connected = self._how.guard.connect(target, deadline)
        return exchange(connected, target, deadline, self._how.limits, wanted=wanted)

    def _wait(self, target: Target) -> None:
        """Leave a site alone for a while between two pages."""
        now = self._how.clock()
        if (last := self._last.get(target.site)) is not None:
            delay = self._robots.of(target).delay if self._how.robots else 0.0
            pause = last + max(delay, self._how.limits.fetch_pause_seconds) - now
            if pause > 0:
                self._how.sleep(pause)
        self._last[target.site] = self._how.clock()

    def _deadline(self) -> Deadline:
        return Deadline(self._how.limits.fetch_seconds, self._how.limits.fetch_step_seconds)


def _is_document(_status: int, media_type: str | None) -> bool:
    return media_type is None or media_type in MEDIA


def _anything(_status: int, _media_type: str | None) -> bool:
    return True


def _sent(location: str) -> str:
    """An address out of a header line: UTF-8 where it is that, as servers mean it and browsers read it."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return location
