"""Which reports share runs of words, over archives of a million.

Sampled runs lie in sorted arrays, four bytes a run and four a report; a few arrays of doubling length, so
that adding stays cheap and asking is a binary search in each. A million reports of 350 words take 0.7 GB.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reportedly.lineage.runs import Keys, Numbers, keys_of

FRESH = 1 << 16
"""Runs that are kept in a dictionary before they become an array."""
OLDEST = 16
"""Of a run that many reports hold the first so many are named: enough to reach the story, and a thousand
copies make a thousand times the work of one, not a million times."""
STANDING_FORTNIGHTS = 3
UNDATED = -1
_HALF = np.uint64(32)
_LOWER = np.uint64(0xFFFFFFFF)

Days = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Held:
    """Runs [n] in order, and the reports [n] that hold them; of one run the reports in their order too."""

    keys: Keys
    reports: Keys

    @classmethod
    def ordered(cls, parts: Sequence[Held]) -> Held:
        """All of them as one; sorted in place, as a million reports leave no room for an order beside it."""
        both = np.concatenate([_joined(part.keys, part.reports) for part in parts])
        both.sort()
        return cls((both >> _HALF).astype(np.uint32), both.astype(np.uint32))

    def only(self, wanted: NDArray[np.bool_ | np.intp]) -> Held:
        """Those places of both arrays, all in that order."""
        return Held(self.keys[wanted], self.reports[wanted])

    def standing(self, fortnights: Days) -> Keys:
        """Runs whose holders appeared in three fortnights and more, in order.

        Such a run is background ('a war that began in 2011') or furniture: in FA-KES text of this kind alone
        made unrelated pages of one outlet share .58 of their runs.

        Args:
            fortnights: of each report, :data:`UNDATED` where its day is unknown.
        """
        when = fortnights[self.reports]
        dated = when != UNDATED
        seen = np.unique(_joined(self.keys[dated], when[dated]))
        runs, count = np.unique((seen >> _HALF).astype(np.uint32), return_counts=True)
        found: Keys = runs[count >= STANDING_FORTNIGHTS]
        return found

    def proposed(self, ranks: Keys, bundles: Keys) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """Pairs of reports with common runs: of each rank the lower ranks, each with the number of runs.

        Those with the most runs come first. Of a run that many reports hold some count with each of the
        others, and the others not among themselves: the first :data:`OLDEST` of them, and the first of as
        many bundles. Without the latter so many near copies would keep two other reports from being compared.

        Args:
            ranks: of each report; what is proposed depends on them and not on the order of adding.
            bundles: of each rank, which near copies it is among.
        """
        ordered = np.sort(_joined(self.keys, ranks[self.reports]))
        rank = ordered & _LOWER
        first = np.flatnonzero(np.diff(ordered >> _HALF, prepend=np.uint64(1 << 32)))
        group = np.repeat(np.arange(len(first)), np.diff(first, append=len(ordered)))
        hubs = _hubs(group, first, bundles[rank])
        pairs = [np.zeros(0, dtype=np.uint64)]
        for nth in range(2 * OLDEST):
            # Of each run the place of its nth hub; where it has none the end, which nobody comes after.
            hub = np.full(len(first), len(ordered), dtype=np.intp)
            places = hubs[hubs[:, 1] == nth, 0]
            hub[group[places]] = places
            newer = np.flatnonzero(np.arange(len(ordered)) > hub[group])
            pairs.append((rank[newer] << _HALF) | rank[hub[group[newer]]])
        found, counts = np.unique(np.concatenate(pairs), return_counts=True)
        ends = np.flatnonzero(np.diff(found >> _HALF, append=np.uint64(1 << 32))) + 1
        begin = 0
        for end in ends.tolist():
            olders = (found[begin:end] & _LOWER).tolist()
            runs = counts[begin:end].tolist()
            yield int(found[begin] >> _HALF), sorted(zip(olders, runs, strict=True), key=_most_runs)
            begin = end


def _hubs(group: NDArray[np.intp], first: NDArray[np.intp], bundles: Keys) -> NDArray[np.intp]:
    """Places of the hubs, and which of its run each is [n, 2].

    Args:
        group: of each place, the number of its run.
        first: of each run, its first place.
        bundles: of each place.
    """
    _, opens = np.unique(_joined(group.astype(np.uint32), bundles), return_index=True)
    opening = np.zeros(len(group), dtype=np.intp)
    opening[opens] = 1
    before = np.cumsum(opening) - opening
    early = np.arange(len(group)) - first[group] < OLDEST
    chosen = early | ((opening > 0) & (before - before[first[group]] < OLDEST))
    places = np.flatnonzero(chosen)
    count: NDArray[np.intp] = np.cumsum(chosen) - chosen
    return np.column_stack([places, (count - count[first[group]])[places]])


def _most_runs(pair: tuple[int, int]) -> tuple[int, int]:
    return -pair[1], pair[0]


@dataclass(slots=True)
class RunIndex:
    """Reports are numbered by the caller, from 0 to 2**32 - 1, in the order in which they are added."""

    _levels: list[Held] = field(default_factory=list)
    _fresh: dict[int, list[int]] = field(default_factory=dict)
    _waiting: list[tuple[int, Keys]] = field(default_factory=list)
    _count: int = 0
    """Runs that wait."""

    def add(self, report: int, sample: Numbers) -> None:
        """Note the sampled runs of a report."""
        keys = keys_of(sample)
        for key in keys.tolist():
            self._fresh.setdefault(key, []).append(report)
        self._waiting.append((report, keys))
        self._count += len(keys)
        if self._count >= FRESH:
            self._settle()

    def holders(self, sample: Numbers) -> dict[int, list[int]]:
        """The reports that hold each of these runs, by its key; of many those that were added first."""
        keys = keys_of(sample)
        found: dict[int, list[int]] = {}
        for level in self._levels:
            starts = np.searchsorted(level.keys, keys, "left")
            ends = np.searchsorted(level.keys, keys, "right")
            for i in np.flatnonzero(ends > starts).tolist():
                held = found.setdefault(int(keys[i]), [])
                held += level.reports[starts[i] : min(ends[i], starts[i] + OLDEST - len(held))].tolist()
        for key in keys.tolist():
            if fresh := self._fresh.get(key):
                held = found.setdefault(key, [])
                held += fresh[: OLDEST - len(held)]
        return found

    def sharing(self, sample: Numbers) -> Counter[int]:
        """How many of these runs each report holds; of a run that many hold the oldest are counted."""
        return Counter(report for held in self.holders(sample).values() for report in held)

    def shared(self) -> Held:
        """The runs that two reports and more hold, with all their holders."""
        if self._waiting:
            self._settle()
        if not self._levels:
            return Held(np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint32))
        self._levels = [Held.ordered(self._levels)]
        (whole,) = self._levels
        if not len(whole.keys):
            return whole
        again = whole.keys[1:] == whole.keys[:-1]
        return whole.only(np.append(again, False) | np.insert(again, 0, False))

    def sizes(self, count: int) -> NDArray[np.intp]:
        """How many runs are held of each of so many reports."""
        levels = [np.bincount(level.reports, minlength=count) for level in self._levels]
        fresh = np.zeros(count, dtype=np.intp)
        for report, keys in self._waiting:
            fresh[report] = len(keys)
        return sum(levels, fresh)

    def _settle(self) -> None:
        """Make the dictionary an array, and join arrays until each is at least twice the next."""
        keys = np.concatenate([keys for _, keys in self._waiting])
        reports = np.array([report for report, _ in self._waiting], dtype=np.uint32)
        held = Held(keys, np.repeat(reports, [len(keys) for _, keys in self._waiting]))
        self._levels.append(Held.ordered([held]))
        while len(self._levels) > 1 and len(self._levels[-2].keys) < 2 * len(self._levels[-1].keys):
            self._levels[-2:] = [Held.ordered(self._levels[-2:])]
        self._fresh, self._waiting, self._count = {}, [], 0

    @property
    def size(self) -> int:
        """Bytes of the arrays."""
        return sum(level.keys.nbytes + level.reports.nbytes for level in self._levels)


def _joined(upper: Keys, lower: Keys | Days) -> Numbers:
    return (upper.astype(np.uint64) << _HALF) | lower.astype(np.uint64)
