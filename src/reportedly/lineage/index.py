"""Which reports share runs of words, over archives of a million.

Sampled runs lie in sorted arrays, four bytes a run and four a report; a few arrays of doubling length, so
that adding stays cheap and asking is a binary search in each. A million reports of 350 words take 0.7 GB.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reportedly.lineage.runs import Numbers

FRESH = 1 << 16
"""Runs that are kept in a dictionary before they become an array."""
OLDEST = 8
"""Of a run that many reports hold the first so many are named: enough to reach the story, and a thousand
copies make a thousand times the work of one, not a million times."""

_Keys = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Runs [n] in order, and the reports [n] that hold them; of one run the reports in order."""

    keys: _Keys
    reports: NDArray[np.uint32]

    def merged(self, newer: _Sorted) -> _Sorted:
        keys = np.concatenate([self.keys, newer.keys])
        order = np.argsort(keys, kind="stable")
        return _Sorted(keys[order], np.concatenate([self.reports, newer.reports])[order])


@dataclass(slots=True)
class RunIndex:
    """Reports are numbered by the caller, from 0 to 2**32 - 1, in the order in which they are added."""

    _levels: list[_Sorted] = field(default_factory=list)
    _fresh: dict[int, list[int]] = field(default_factory=dict)
    _waiting: int = 0

    def add(self, report: int, sample: Numbers) -> None:
        """Note the sampled runs of a report."""
        for key in _keys(sample).tolist():
            self._fresh.setdefault(key, []).append(report)
        self._waiting += len(sample)
        if self._waiting >= FRESH:
            self._settle()

    def sharing(self, sample: Numbers) -> Counter[int]:
        """How many of these runs each report holds; of a run that many hold the oldest are counted."""
        keys = _keys(sample)
        left = dict.fromkeys(keys.tolist(), OLDEST)
        found: Counter[int] = Counter()
        for level in self._levels:
            starts = np.searchsorted(level.keys, keys, "left")
            ends = np.searchsorted(level.keys, keys, "right")
            for i in np.flatnonzero(ends > starts).tolist():
                key = int(keys[i])
                held = level.reports[starts[i] : min(ends[i], starts[i] + left[key])].tolist()
                left[key] -= len(held)
                found.update(held)
        for key, room in left.items():
            found.update(self._fresh.get(key, ())[:room])
        return found

    def _settle(self) -> None:
        """Make the dictionary an array, and join arrays until each is at least twice the next."""
        pairs = [(key, report) for key in sorted(self._fresh) for report in self._fresh[key]]
        keys, reports = np.array(pairs, dtype=np.uint32).T
        self._levels.append(_Sorted(np.ascontiguousarray(keys), np.ascontiguousarray(reports)))
        while len(self._levels) > 1 and len(self._levels[-2].keys) < 2 * len(self._levels[-1].keys):
            newer = self._levels.pop()
            self._levels[-1] = self._levels[-1].merged(newer)
        self._fresh, self._waiting = {}, 0

    @property
    def size(self) -> int:
        """Bytes of the arrays."""
        return sum(level.keys.nbytes + level.reports.nbytes for level in self._levels)


def _keys(sample: Numbers) -> _Keys:
    """The upper half of each number; of the lower half the sampling has used two bits."""
    return np.unique((sample >> np.uint64(32)).astype(np.uint32))
