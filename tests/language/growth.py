"""How the cost of a function grows when its input is doubled: no clock is trusted for more than that."""

import time
from collections.abc import Callable


def growth(function: Callable[[str], object], piece: str, *, size: int = 40_000) -> float:
    """Time for two pieces of text over the time for one; 2 is linear, 4 quadratic. The best of five each."""
    small = piece * (size // len(piece))
    return _best(function, small + small) / max(_best(function, small), 1e-4)


def _best(function: Callable[[str], object], text: str) -> float:
    return min(_once(function, text) for _ in range(5))


def _once(function: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    function(text)
    return time.process_time() - start
