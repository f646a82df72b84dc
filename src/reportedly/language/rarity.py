"""How much a word tells: rare ones are shared by reports of one matter, common ones by all."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
"""Case and what stands between words make no difference."""
TABLE = "word_frequencies.tsv"
"""Made by ``training/words.py`` from our own corpus."""
_OWNER = re.compile(r"['’]s$")
_UNKNOWN = 3.0
"""Reports that a word outside the table is taken to stand in: the table begins at five."""
_TELLING = 1.0
"""Words of less weight ('the', 'said') stand in more than a third of all reports and are left out."""


def words_of(text: str) -> list[str]:
    """The words of a text, small, without the owner's ``'s``.

    >>> words_of("The mill's owner")
    ['the', 'mill', 'owner']
    """
    return [_OWNER.sub("", word) for word in WORD.findall(text.casefold())]


@cache
def _table() -> tuple[int, dict[str, int]]:
    first, *lines = files("reportedly.language").joinpath(TABLE).read_text("utf-8").splitlines()
    counts = (line.split("\t") for line in lines)
    return int(first), {word: int(count) for word, count in counts}


def rarity(word: str) -> float:
    """Inverse document frequency in natural logarithms (Spärck Jones 1972): 0 for a word of every report."""
    total, counts = _table()
    return math.log((total + 1) / (counts.get(word, _UNKNOWN) + 0.5))


def weighed(words: Iterable[str]) -> dict[str, float]:
    """The telling words of a sentence as a vector of length one: tf-idf, tf by its logarithm."""
    raw = {
        word: (1 + math.log(count)) * weight
        for word, count in Counter(words).items()
        if (weight := rarity(word)) > _TELLING
    }
    length = math.sqrt(sum(value * value for value in raw.values()))
    return {word: value / length for word, value in raw.items()} if length else {}
