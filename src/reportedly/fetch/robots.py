"""What sites ask programs not to fetch (RFC 9309), read by protego, once a site and run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from reportedly.fetch.addresses import Target
from reportedly.fetch.refusals import Refused, unreachable
from reportedly.records import Reason

PRODUCT = "reportedly"
"""The name that a site's ``robots.txt`` can speak to."""
ROBOTS_BYTES = 512_000
"""Of a ``robots.txt`` that is read; RFC 9309 asks for 500 KiB. What comes after is passed over."""
LONGEST_DELAY = 30.0
"""Seconds between two pages of one site that are waited at most, whatever it asks for."""

GOOD_FOR = 24 * 3600.0
"""Seconds after which a ``robots.txt`` is asked for anew, as RFC 9309 has it."""
NONE_GOOD_FOR = 600.0
"""The same where it could not be had."""
MOST_SITES = 10_000
"""Whose rules are kept at a time."""

GetRobots = Callable[[Target], tuple[int, bytes]]
"""Status and body of a site's ``robots.txt``, redirects followed; raises ``Refused`` where none came."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site asks for."""

    parsed: Protego | None
    none: Refused | None = None
    """Where its rules could not be had, and so nothing of it is fetched: what to raise."""

    def check(self, target: Target) -> None:
        """Say nothing where the page may be fetched.

        Raises:
            Refused: the site asks not to, or its rules could not be had.
        """
        if self.none is not None:
            raise Refused(self.none.detail, self.none.reason)
        if self.parsed is not None and not self.parsed.can_fetch(target.url, PRODUCT):
            raise Refused("the site's robots.txt asks programs not to fetch it; --ignore-robots does")

    @property
    def delay(self) -> float:
        """Seconds that the site asks programs to wait between two pages."""
        asked = self.parsed.crawl_delay(PRODUCT) if self.parsed is not None else None
        return min(max(asked or 0.0, 0.0), LONGEST_DELAY)


class Robots:
    """The rules of the sites that were asked, for as long as they are good for."""

    def __init__(self, get: GetRobots, clock: Callable[[], float] = time.monotonic) -> None:
        self._get, self._clock = get, clock
        self._of: dict[str, tuple[Rules, float]] = {}

    def of(self, target: Target) -> Rules:
        """The rules of a target's site, fetched the first time and when they have grown old."""
        known = self.known(target)
        if known is None:
            if len(self._of) >= MOST_SITES:
                self._of.pop(next(iter(self._of)))
            known = self._fetched(target.at("/robots.txt"))
            self._of[target.site] = known, self._clock()
        return known

    def known(self, target: Target) -> Rules | None:
        """The rules of a target's site where they need not be asked for."""
        rules, since = self._of.get(target.site, (None, 0.0))
        if rules is None:
            return None
        good_for = GOOD_FOR if rules.none is None else NONE_GOOD_FOR
        if self._clock() - since < good_for:
            return rules
        del self._of[target.site]
        return None

    def _fetched(self, target: Target) -> Rules:
        try:
            status, body = self._get(target)
        except Refused as error:
            if error.reason is Reason.REFUSED:
                return Rules(None, Refused(f"{error.detail} (asked for its robots.txt)"))
            return Rules(None, unreachable(f"its robots.txt could not be had: {error.detail}"))
        if 200 <= status < 300:
            return Rules(Protego.parse(body[:ROBOTS_BYTES].decode("utf-8-sig", "replace")))
        # A site that has none forbids nothing; one that cannot say at the moment may forbid everything.
        if 400 <= status < 500 and status != 429:
            return Rules(None)
        return Rules(None, unreachable(f"its robots.txt could not be had: the server answered {status}"))
