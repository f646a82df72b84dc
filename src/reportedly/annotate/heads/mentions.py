"""Who 'he', 'the group', 'the ministry' is: each mention points to an earlier one of the same, or to none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportedly.annotate.heads.pairs import Heads, Range, Window

MOST_MENTIONS = 96


def antecedents(heads: Heads, window: Window, mentions: Sequence[Range]) -> dict[Range, Range]:
    """Of each mention the earlier one that it most likely means; a mention with none is absent."""
    order = sorted(set(mentions))[:MOST_MENTIONS]
    if len(order) < 2:
        return {}
    scores = heads.score("same", window, order, order)[..., 0]
    found: dict[Range, Range] = {}
    for i in range(1, len(order)):
        best = int(np.argmax(scores[i, :i]))
        if scores[i, best] > 0:
            found[order[i]] = order[best]
    return found
