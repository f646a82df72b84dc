"""Runs of words as numbers that are the same in every process, and a sample of them.

A sample keeps the runs whose number is divisible by :data:`SCALE` (FracMinHash, Irber et al. 2022): the same
runs in every text, so that the share of common runs in the samples estimates the share in the texts, whatever
their lengths. MinHash estimates the likeness of whole texts, which a trimmed or a merged copy has little of.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
Keys = NDArray[np.uint32]
"""The upper halves of numbers; of the lower half the sampling has used two bits."""
Any32or64 = TypeVar("Any32or64", np.uint32, np.uint64)

RUN = 5
"""Words in a run: enough that a chance match is rare, few enough to survive light editing."""
SCALE = 4
"""One run in four is sampled. Of a copy of 60 words that has .7 of its runs in common none is sampled once in
75,000 times."""
WHOLE = 64
"""Below so many runs a text keeps all of them, so that two bulletins of one sentence can be compared."""
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F)
"""One factor a place in the run, so that the order of words counts."""


@lru_cache(maxsize=1 << 15)
def word_number(word: str) -> int:
    """A word as 64 bits."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def run_numbers(words: Sequence[str]) -> Numbers:
    """The number of each run of :data:`RUN` words, in order; a shorter text is one run.

    >>> len(run_numbers("a b c d e f".split())), len(run_numbers(["a"])), len(run_numbers([]))
    (2, 1, 0)
    """
    count = max(1, len(words) - RUN + 1) if words else 0
    of_words = np.zeros(count + RUN - 1 if words else 0, dtype=np.uint64)
    of_words[: len(words)] = np.fromiter(map(word_number, words), dtype=np.uint64, count=len(words))
    made = np.zeros(count, dtype=np.uint64)
    for place, factor in enumerate(_ODD):
        made += of_words[place : place + count] * np.uint64(factor)
    return _mixed(made)


def _mixed(numbers: Numbers) -> Numbers:
    """Spread over all 64 bits (the last step of SplitMix64, Steele et al. 2014)."""
    made = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    made = (made ^ (made >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    result: Numbers = made ^ (made >> np.uint64(31))
    return result


def common(one: NDArray[Any32or64], other: NDArray[Any32or64]) -> int:
    """How many numbers stand in both, each of which has them once and in order."""
    short, long = sorted((one, other), key=len)
    if not len(long):
        return 0
    places = np.minimum(np.searchsorted(long, short), len(long) - 1)
    return int(np.count_nonzero(long[places] == short))


def sampled(numbers: Numbers) -> Numbers:
    """Of the runs of a text, each once and in order, those that are kept; of a short text all are."""
    return numbers if len(numbers) < WHOLE else numbers[numbers % np.uint64(SCALE) == 0]


def keys_of(numbers: Numbers) -> Keys:
    """The upper half of each number, each once and in order."""
    return np.unique((numbers >> np.uint64(32)).astype(np.uint32))
