"""The passages that two texts share, word for word, with their places in both."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from reportedly.language.rarity import WORD
from reportedly.lineage.runs import RUN
from reportedly.records import Span

_MOST_PLACES = 50
"""Of a run that a text repeats ('no no no no no') further places are left out: the work stays linear."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The same words in two texts; ``words`` counts them."""

    one: Span
    other: Span
    words: int


def shared_passages(one: str, other: str, *, least: int = RUN) -> tuple[Passage, ...]:
    """Passages of at least so many words that stand in both texts, in the order of the first.

    The longest are taken first, and of the first text no word twice; of two as long the earlier one counts.
    The second text may have its passages in another order, or one passage of it be repeated in the first.

    Args:
        one: a text; spans of the result are offsets into it (code points, end exclusive).
        other: the text that it is compared with.
        least: words of the shortest passage, at least :data:`~reportedly.lineage.runs.RUN`.

    >>> found = shared_passages("He said: the mill was burnt down.", "“The mill was burnt down!”")
    >>> [passage.other.text for passage in found]
    ['The mill was burnt down']
    """
    if least < RUN:
        raise ValueError(f"least is {least}; passages of fewer than {RUN} words are chance")
    ours, theirs = list(WORD.finditer(one)), list(WORD.finditer(other))
    mine = [match.group().casefold() for match in ours]
    yours = [match.group().casefold() for match in theirs]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in range(len(yours) - RUN + 1):
        held = places[tuple(yours[j : j + RUN])]
        if len(held) < _MOST_PLACES:
            held.append(j)
    found: list[tuple[int, int, int]] = []
    reached: dict[int, int] = {}
    """Of each diagonal (place in the second text less that in the first) how far its last passage goes."""
    for i in range(len(mine) - RUN + 1):
        for j in places.get(tuple(mine[i : i + RUN]), ()):
            if reached.get(j - i, 0) > i:
                continue
            length = RUN
            while (
                i + length < len(mine) and j + length < len(yours) and mine[i + length] == yours[j + length]
            ):
                length += 1
            reached[j - i] = i + length
            if length >= least:
                found.append((length, i, j))
    taken = bytearray(len(mine))
    chosen: list[Passage] = []
    for length, i, j in sorted(found, key=lambda each: (-each[0], each[1], each[2])):
        if not any(taken[i : i + length]):
            taken[i : i + length] = b"\1" * length
            chosen.append(
                Passage(
                    Span.of(one, ours[i].start(), ours[i + length - 1].end()),
                    Span.of(other, theirs[j].start(), theirs[j + length - 1].end()),
                    length,
                )
            )
    return tuple(sorted(chosen, key=lambda passage: passage.one.start))
