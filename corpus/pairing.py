"""Pairing two lists one to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")


def paired(ones: Sequence[T], others: Sequence[U], fits: Callable[[T, U], bool]) -> list[tuple[T, U]]:
    """As many pairs as can be made one to one (augmenting paths; the lists are short)."""
    partner: dict[int, int] = {}

    def seek(i: int, tried: set[int]) -> bool:
        for j, other in enumerate(others):
            if j not in tried and fits(ones[i], other):
                tried.add(j)
                if j not in partner or seek(partner[j], tried):
                    partner[j] = i
                    return True
        return False

    for i in range(len(ones)):
        seek(i, set())
    return [(ones[i], others[j]) for j, i in sorted(partner.items())]
