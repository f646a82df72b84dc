"""One text through the encoder: windows of pieces in, claims with offsets of the text out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reportedly.annotate.encoder.wordpiece import Pieces, WordPiece
from reportedly.annotate.heads.claims import FoundClaim, claims
from reportedly.annotate.heads.pairs import Heads

Range = tuple[int, int]
Floats = NDArray[np.float32]
Run = Callable[[NDArray[np.int64]], tuple[Floats, Floats]]
"""Piece numbers of one window to hidden states [pieces, hidden] and tag logits [pieces, layers, 3]."""

SIZE, STRIDE = 510, 384
"""Pieces of a window without its two special ones, and how far the next begins after it."""


def window_starts(pieces: int) -> Iterator[int]:
    """Where the windows over so many pieces begin.

    >>> list(window_starts(510)), list(window_starts(511))
    ([0], [0, 384])
    """
    start = 0
    while True:
        yield start
        if start + SIZE >= pieces:
            return
        start += STRIDE


def read_text(
    text: str, vocabulary: WordPiece, run: Run, heads: Heads, *, at_least: float
) -> list[FoundClaim]:
    """The claims of a text; of those that two windows find, the surer, all in the order of their actors."""
    pieces = vocabulary.pieces(text)
    best: dict[tuple[Range, Range | None, str], FoundClaim] = {}
    for start in window_starts(len(pieces)):
        ids = [vocabulary.begin, *pieces.ids[start : start + SIZE], vocabulary.end]
        states, tags = run(np.array(ids, dtype=np.int64))
        for found in claims(heads, states, tags, at_least=at_least):
            placed = _placed(found, pieces, start - 1)
            key = (placed.actor, placed.speaker, placed.stance)
            if key not in best or best[key].probability < placed.probability:
                best[key] = placed
    return sorted(best.values(), key=lambda each: each.actor)


def _placed(found: FoundClaim, pieces: Pieces, offset: int) -> FoundClaim:
    """The claim with ranges of the text; ``offset`` turns a window's pieces into the text's."""

    def place(span: Range) -> Range:
        return pieces.starts[span[0] + offset], pieces.ends[span[1] - 1 + offset]

    def maybe(span: Range | None) -> Range | None:
        return place(span) if span else None

    return replace(
        found,
        actor=place(found.actor),
        speaker=maybe(found.speaker),
        cue=maybe(found.cue),
        content=maybe(found.content),
        relays=tuple(place(relay) for relay in found.relays),
        trigger=maybe(found.trigger),
    )
