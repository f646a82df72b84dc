"""What of a report's text is compared: its runs of five words, its names and its numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reportedly.language.rarity import WORD
from reportedly.lineage.bundles import bundles, one_day_each
from reportedly.lineage.index import UNDATED, RunIndex
from reportedly.lineage.runs import Keys, Numbers, keys_of, run_numbers, sampled, word_number
from reportedly.records import Report

# Bounded and within one paragraph, so that a stray quote mark cannot swallow the text.
QUOTE = re.compile(r"[“\"„«][^“”\"„«»\n]{1,600}[”\"»“]")
_NAME = re.compile(r"(?:(?<=[^\W_]\s)|(?<=[^\W_][,;:]\s))[A-Z][^\W\d_]{2,}|\d[\d.,]*")


MOSTLY = 0.95
"""Share of standing runs above which a page is compared whole."""


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """The comparable parts of one report."""

    report: Report
    words: int
    order: Numbers
    """The number of each run as the text has them; standing text too."""
    runs: Numbers
    """Their numbers [n], each once and in order, as those of the next: arrays take a tenth of a set."""
    prose: Numbers
    """Runs outside direct quotes: independent reporters share what a minister said, not how it is told."""
    sample: Numbers
    """Those of the runs that an index holds."""
    facts: Keys
    """Names (capitals within a sentence) and numbers."""

    @property
    def amount(self) -> int:
        """How many different runs."""
        return len(self.runs)

    def mostly(self, standing: Keys) -> bool:
        """Whether nearly all of it is standing text: then that text is what it tells, and no background.

        Otherwise three copies with false dates would make any story background, and its copies independent.
        """
        keys = keys_of(self.sample)
        return bool(np.count_nonzero(np.isin(keys, standing)) > MOSTLY * len(keys))

    def without(self, standing: Keys) -> Fingerprint:
        """The same with standing text left out.

        Of a run that is no sample the one that stands nearest to it tells, so that what is standing is known
        from the samples alone.
        """
        places = np.flatnonzero(np.isin(self.order, self.sample))
        gone = np.isin((self.order[places] >> np.uint64(32)).astype(np.uint32), standing)
        if not gone.any():
            return self
        left_out = np.unique(self.order[gone[_nearest(places, len(self.order))]])
        runs, prose, sample = (
            np.setdiff1d(part, left_out, assume_unique=True) for part in (self.runs, self.prose, self.sample)
        )
        return replace(self, runs=runs, prose=prose, sample=sample)


def fingerprint(report: Report) -> Fingerprint:
    """What is compared of a report, nothing left out."""
    body = report.text[report.headline_end :]
    words = WORD.findall(body.casefold())
    prose = [WORD.findall(part) for part in QUOTE.split(body.casefold())]
    facts = {fact.casefold().rstrip(".,") for fact in _NAME.findall(body)}
    order = run_numbers(words)
    runs = np.unique(order)
    return Fingerprint(
        report=report,
        words=len(words),
        order=order,
        runs=runs,
        prose=_all_runs(prose),
        sample=sampled(runs),
        facts=keys_of(np.fromiter(map(word_number, facts), dtype=np.uint64, count=len(facts))),
    )


def fingerprints(reports: Sequence[Report]) -> list[Fingerprint]:
    """Fingerprint every report, leaving out the text that stands in page after page of them."""
    whole = [fingerprint(report) for report in reports]
    index = RunIndex()
    for number, each in enumerate(whole):
        index.add(number, each.sample)
    days = np.array([fortnight(report.published) for report in reports], dtype=np.int32)
    shared = index.shared()
    ranks = np.arange(len(whole), dtype=np.uint32)
    near = bundles(shared, ranks, index.sizes(len(whole)))
    standing = shared.standing(one_day_each(days, near))
    return [each if each.mostly(standing) else each.without(standing) for each in whole]


def fortnight(day: dt.date | None) -> int:
    """Which fortnight a day is in, counted from the year 1; :data:`UNDATED` for an unknown day."""
    return day.toordinal() // 14 if day else UNDATED


def _nearest(places: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """Of each of so many positions which of the places (in order) is the nearest."""
    at = np.arange(count)
    after = np.minimum(np.searchsorted(places, at), len(places) - 1)
    before = np.maximum(after - 1, 0)
    nearer = np.where(at - places[before] <= np.abs(places[after] - at), before, after)
    found: NDArray[np.intp] = nearer
    return found


def _all_runs(parts: Iterable[Sequence[str]]) -> Numbers:
    return np.unique(np.concatenate([run_numbers(()), *map(run_numbers, parts)]))
