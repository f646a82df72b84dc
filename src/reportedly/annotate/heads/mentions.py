"""Who 'he', 'the group', 'the ministry' is: each mention points to an earlier one of the same, or to none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from reportedly.annotate.heads.pairs import Heads, Range, Window

MOST_MENTIONS = 96


def antecedents(
    heads: Heads, window: Window, mentions: Sequence[Range], asked: Iterable[Range]
) -> dict[Range, Range]:
    """The chains that lead from the spans asked for back through the mentions.

    Of each mention the earlier one that it most likely means; a mention with none is absent.

    Args:
        heads: the small heads.
        window: the window's states.
        mentions: what can be meant; the first of them where there are very many.
        asked: whose chains are wanted. Of a page few mentions are, and the pairs of all are many.
    """
    order = sorted({*mentions})[:MOST_MENTIONS]
    place = {mention: i for i, mention in enumerate(order)}
    found: dict[Range, Range] = {}
    left = {mention for mention in asked if place.get(mention)}
    while left:
        ones = sorted(left)
        scores = heads.score("same", window, ones, order[: place[ones[-1]]])[..., 0]
        for one, row in zip(ones, scores, strict=True):
            best = int(np.argmax(row[: place[one]]))
            if row[best] > 0:
                found[one] = order[best]
        left = {found[one] for one in ones if one in found and place[found[one]]} - found.keys() - left
    return found
