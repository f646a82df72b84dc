"""How the cost of a function grows with its input: a ratio of two times, far from either answer."""

import time
from collections.abc import Callable

LINEAR = 9.0
"""Four times the text costs 4 times as much where cost is linear and 16 times where it is quadratic."""


def growth(function: Callable[[str], object], piece: str, *, size: int = 40_000) -> float:
    """Time for four pieces of text over the time for one; the best of five each."""
    small = piece * (size // 2 // len(piece))
    return _best(function, small * 4) / max(_best(function, small), 1e-4)


def _best(function: Callable[[str], object], text: str) -> float:
    return min(_once(function, text) for _ in range(5))


def _once(function: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    function(text)
    return time.process_time() - start
