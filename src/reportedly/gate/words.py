"""A text as the gate sees it: runs of Latin letters, small, each as a number, alone and with the next one.

Case, digits, punctuation and the letters of other scripts make no difference, so that a text in capitals, a
lower-cased one and one that has lost its commas give the same. Numbers are sums that no word can be made of
again: the weights hold no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

BUCKETS = 1 << 17
"""How many weights there are; words and pairs that fall into one share it."""

_SMALL = bytes(each if chr(each).isalpha() else 32 for each in bytes(range(128)).lower()) + b" " * 128


def words_of(text: str) -> list[bytes]:
    """The words of a text.

    >>> words_of("The mayor’s CAR, 2 dead")
    [b'the', b'mayor', b's', b'car', b'dead']
    """
    return text.encode("ascii", "replace").translate(_SMALL).split()


def numbers(words: Sequence[bytes]) -> tuple[list[int], list[int]]:
    """The bucket of each word, and of each but the last with the word behind it.

    >>> alone, pairs = numbers([b"car", b"bomb"])
    >>> len(alone), pairs == numbers([b"carbomb"])[0]
    (2, True)
    """
    sums = list(map(crc32, words))
    return [each % BUCKETS for each in sums], [each % BUCKETS for each in map(crc32, words[1:], sums)]
