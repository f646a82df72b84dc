"""Long ids shortened for reading; :func:`reportedly.ledger.full_id` finds them again."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

# 32^5 ids: in a ledger of 10,000 claims, 3 in 10,000 of the short ids are those of two.
_SHORTEST = 5


class ShortIds:
    """Gives every id of a set its shortest form that is still its own, as git does.

    >>> ShortIds(["clm_abcdefgh", "clm_abcdxyz"])("clm_abcdefgh")
    'clm_abcde'
    """

    def __init__(self, ids: Iterable[str]) -> None:
        ordered = sorted(set(ids))
        shared = [_shared(a, b) for a, b in itertools.pairwise(ordered)]
        needed = zip(ordered, [0, *shared], [*shared, 0], strict=False)
        self._short = {full: full[: max(before, after, _lead(full)) + 1] for full, before, after in needed}

    def __call__(self, full: str) -> str:
        """The short form; an id that is not of the set stays whole."""
        return self._short.get(full, full)


def _lead(full: str) -> int:
    return full.find("_") + _SHORTEST


def _shared(left: str, right: str) -> int:
    pairs = zip(left, right, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))
