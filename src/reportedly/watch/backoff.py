"""How long to leave alone what failed: twice as long each time, up to a bound; never less than was asked."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

LONGEST = dt.timedelta(hours=6)
"""Between two tries of one feed, page or site, but for what ``Retry-After`` asks for."""
GIVE_UP = dt.timedelta(days=3)
"""After so long in vain a page gets its row and is not asked for again; a feed always is."""
GONE_AFTER = 3
"""Answers 'not found' in a row after which a page is taken to be gone."""
PAGE, SITE = dt.timedelta(minutes=1), dt.timedelta(seconds=30)
"""The first wait of a page, and of a site that could not be reached or asked for a pause."""

Jitter = Callable[[], float]
"""Between 0 and 1; spreads what would come at once."""


def jitter() -> float:
    """Any share, each as likely."""
    return random.random()  # noqa: S311  (no secret: it only spreads requests)


def delay(first: dt.timedelta, failures: int, share: float, *, asked: float | None = None) -> dt.timedelta:
    """How long to wait after so many failures in a row.

    >>> [delay(PAGE, n, 0.0).total_seconds() for n in (1, 2, 3, 60)]
    [60.0, 120.0, 240.0, 21600.0]
    >>> delay(PAGE, 1, 1.0, asked=600.0).total_seconds()
    720.0

    Args:
        first: after the first failure.
        failures: 1 or more.
        share: of a fifth by which it is made longer, 0 to 1.
        asked: seconds that the server asks for, which are waited at the least.
    """
    doubled: dt.timedelta = min(first * (1 << min(failures - 1, 20)), max(LONGEST, first))
    return max(doubled, dt.timedelta(seconds=asked or 0.0)) * (1.0 + 0.2 * share)
