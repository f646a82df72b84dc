"""What all reports at hand tell of how much it means that two of them have something in common.

An archive of one war has the same army, the same 'air strikes' and ten killed in fortnight after fortnight,
and news on every day between two reports. An archive of one attack, or of many places and years, has neither:
everything counts whole.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

_FORTNIGHT = 14
_USUAL = 2
"""Fortnights over which the news of one attack is spread; what stands in no more counts whole."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The days on which there was news, and the signs that stand in more fortnights than one attack fills."""

    worth: Mapping[Hashable, float] = field(default_factory=dict)
    """Of words, actors and tolls: 1 / √2 for one of four fortnights, 1 / 5 for one of fifty."""
    days: tuple[int, ...] = ()
    """Ordinals, in order, each once: a thousand copies make one day."""

    @classmethod
    def of(cls, dated: Iterable[tuple[dt.date | None, Iterable[Hashable]]]) -> Archive:
        """Made from the day and the signs of each report's attacks; those without a day tell nothing."""
        fortnights: dict[Hashable, set[int]] = defaultdict(set)
        days = set[int]()
        for published, signs in dated:
            if published is not None:
                days.add(published.toordinal())
                for sign in signs:
                    fortnights[sign].add(published.toordinal() // _FORTNIGHT)
        usual = {sign: len(seen) for sign, seen in fortnights.items() if len(seen) > _USUAL}
        return cls({sign: (_USUAL / number) ** 0.5 for sign, number in usual.items()}, tuple(sorted(days)))

    def worth_of(self, signs: Iterable[Hashable]) -> float:
        """The worth of the most telling of the signs; 0 where there is none."""
        return max((self.worth.get(sign, 1.0) for sign in signs), default=0.0)

    def usual(self, shared: Mapping[str, float]) -> float:
        """What part of the words that two attacks share, by weight, the archive has for long: 0 to 1."""
        # Exact sums, so that the order of the words leaves no trace.
        total = math.fsum(shared.values())
        rare = math.fsum([weight * self.worth.get(word, 1.0) for word, weight in shared.items()])
        return 1 - rare / total if total else 0.0

    def news_between(self, one: dt.date, other: dt.date) -> int:
        """On how many days between two there was news."""
        first, last = sorted((one.toordinal(), other.toordinal()))
        return max(0, bisect_left(self.days, last) - bisect_right(self.days, first))
