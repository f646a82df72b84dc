"""What another reader holds for the details of attacks, so that the rules need not guess them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """Ranges of the text by what they tell (``time``, ``place``, ``toll``, …), each kind in order."""

    ranges: Mapping[str, Sequence[Range]]

    def within(self, kind: str, start: int, end: int) -> Sequence[Range]:
        """Those of a kind that begin in ``start:end``."""
        known = self.ranges.get(kind, ())
        return known[bisect_left(known, (start, 0)) : bisect_left(known, (end, 0))]

    def touches(self, kind: str, start: int, end: int) -> bool:
        """Whether one of a kind has a character of ``start:end``."""
        known = self.ranges.get(kind, ())
        before = bisect_left(known, (end, 0))
        return before > 0 and known[before - 1][1] > start
