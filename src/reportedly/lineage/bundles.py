"""Near copies, told from the index alone: they have one voice in what the archive says of a text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportedly.lineage.groups import Groups
from reportedly.lineage.index import UNDATED, Days, Held
from reportedly.lineage.runs import Keys

NEAR_COPY = 0.75
"""Share of the sampled runs of the shorter that near copies have in common: more than furniture makes."""


def bundles(shared: Held, ranks: Keys, sizes: NDArray[np.intp]) -> Keys:
    """Of each rank the lowest rank that a chain of near copies leads to.

    Args:
        shared: the runs that two reports and more hold.
        ranks: of each report.
        sizes: how many runs are held of each report.
    """
    of_rank = np.empty(len(ranks), dtype=np.intp)
    of_rank[ranks] = sizes
    found = Groups[int]()
    for newer, olders in shared.proposed(ranks, np.arange(len(ranks), dtype=np.uint32)):
        for older, runs in olders:
            if runs < NEAR_COPY * min(of_rank[newer], of_rank[older]):
                continue
            found.join(newer, older)
    return np.array([found.of(rank) for rank in range(len(ranks))], dtype=np.uint32)


def one_day_each(fortnights: Days, bundle: Keys) -> Days:
    """The fortnights of reports, those unknown whose near copies bear another.

    A text that is passed on under other dates is no background for that: with three false dates anybody
    could make it so, and its copies independent. What is not taken for background can only join.

    Args:
        fortnights: of each report.
        bundle: of each report.
    """
    count = len(fortnights)
    dated = fortnights != UNDATED
    first = np.full(count, np.iinfo(np.int32).max, dtype=np.int32)
    last = np.full(count, UNDATED, dtype=np.int32)
    np.minimum.at(first, bundle[dated], fortnights[dated])
    np.maximum.at(last, bundle[dated], fortnights[dated])
    kept: Days = np.where(first[bundle] == last[bundle], fortnights, np.int32(UNDATED))
    return kept
