"""Documents as the network reads them: windows of pieces with what was labelled in each.

A window has at most 512 pieces with its two special ones; neighbours share 126, so that what lies within
that many pieces is seen whole in one of them. Piece offsets count from the window's begin sign, which is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportedly.annotate.encoder.reading import SIZE, STRIDE, window_starts
from reportedly.annotate.encoder.wordpiece import Pieces, WordPiece
from reportedly.annotate.heads.layers import LAYERS, MENTION, STANCES
from reportedly.annotate.heads.pairs import REPORT
from reportedly.records import Stance
from training.documents import Attribution, Document, Range

OUTSIDE, BEGIN, INSIDE = 0, 1, 2
IGNORED = -100


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim of a window; spans count pieces. ``trigger`` is None where it is not in the window."""

    actor: Range
    speaker: Range
    stance: int
    certainty: int
    """Its place among the certainties, IGNORED where there is none."""
    supporter: int
    trigger: Range | None
    incident: int
    together: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Up to 512 pieces and their labels."""

    document: str
    set: str
    ids: NDArray[np.int64]
    tags: NDArray[np.int64]
    """[pieces, layers]: OUTSIDE, BEGIN, INSIDE, or IGNORED where the layer was not labelled."""
    spans: dict[str, tuple[Range, ...]]
    claims: tuple[Claim, ...] | None
    links: tuple[tuple[Range, Range | None, Range | None], ...] | None
    """Cue, its source, its content."""
    relays: tuple[tuple[Range, Range], ...]
    attacks: tuple[tuple[Range, str, bool, bool | None], ...]
    groups: tuple[int, ...]
    """Of each span of ``spans["mention"]`` the number of the thing that it names."""
    judged: tuple[tuple[Range, str, float], ...]
    """Span, task, value."""
    unsure: frozenset[tuple[Range, Range]]
    """Actor and speaker that say again what is labelled elsewhere: neither right nor wrong."""


def windows(
    document: Document, vocabulary: WordPiece, *, size: int = SIZE, stride: int = STRIDE
) -> Iterator[Window]:
    """The windows of one document, of ``size`` pieces without the two special ones."""
    pieces = vocabulary.pieces(document.text)
    for begin in window_starts(len(pieces), size=size, stride=stride):
        yield _window(document, pieces, begin, min(begin + size, len(pieces)), vocabulary)


def _window(document: Document, pieces: Pieces, begin: int, end: int, vocabulary: WordPiece) -> Window:
    def place(span: Range | None) -> Range | None:
        """The span in pieces of the window; None where it does not lie in it whole."""
        found = _covered(pieces, span) if span else None
        if found is None or found[0] < begin or found[1] > end:
            return None
        return found[0] - begin + 1, found[1] - begin + 1

    ids = [vocabulary.begin, *pieces.ids[begin:end], vocabulary.end]
    spans = {
        layer: tuple(found for span in ranges if (found := place(span)))
        for layer, ranges in document.spans.items()
    }
    claims = None
    if document.blames is not None:
        claims = tuple(
            Claim(
                actor=actor,
                speaker=speaker,
                stance=STANCES.index(Stance(blame.stance)),
                certainty=CERTAINTY.get(blame.certainty, IGNORED),
                supporter=int(blame.supporter),
                trigger=place(blame.trigger),
                incident=blame.incident,
                together=blame.together,
            )
            for blame in document.blames
            if (actor := place(blame.actor))
            and (speaker := place(blame.speaker) if blame.speaker else REPORT)
        )
    return Window(
        document=document.id,
        set=document.set,
        ids=np.array(ids, dtype=np.int64),
        tags=_tags(document, pieces, begin, end),
        spans=spans,
        claims=claims,
        links=_links(document.attributions, place) if document.attributions is not None else None,
        relays=tuple((a, b) for x, y in document.relays if (a := place(x)) and (b := place(y))),
        attacks=tuple(
            (found, each.type, each.attempt, each.background)
            for each in document.attacks
            if (found := place(each.trigger))
        ),
        groups=_groups(document, place),
        judged=tuple(
            (found, each.task, each.value) for each in document.judged if (found := place(each.span))
        ),
        unsure=frozenset(_unsure(document, place)),
    )


CERTAINTY: dict[str | None, int] = {"certain": 0, "probable": 1, "possible": 2}


Place = Callable[[Range | None], Range | None]
"""A span of the text as a span of the window's pieces."""


def _links(
    found: Iterable[Attribution], place: Place
) -> tuple[tuple[Range, Range | None, Range | None], ...]:
    return tuple((cue, place(each.source), place(each.content)) for each in found if (cue := place(each.cue)))


def _groups(document: Document, place: Place) -> tuple[int, ...]:
    """Numbers of the things of the mentions; what is named once stands alone."""
    number = {span: i for i, group in enumerate(document.same) for span in group}
    mentions = [span for span in document.spans.get(MENTION, ()) if place(span)]
    return tuple(number.get(span, -1 - i) for i, span in enumerate(mentions))


def _unsure(document: Document, place: Place) -> Iterator[tuple[Range, Range]]:
    alike: dict[Range, frozenset[Range]] = {}
    for group in document.same:
        for span in group:
            alike[span] = alike.get(span, frozenset()) | group
    for blame in document.blames or ():
        for actor in alike.get(blame.actor, frozenset()) | {blame.actor}:
            others = alike.get(blame.speaker, frozenset()) | {blame.speaker} if blame.speaker else {None}
            for speaker in others:
                found = place(actor), place(speaker) if speaker else REPORT
                if found[0] and found[1]:
                    yield found[0], found[1]


def _covered(pieces: Pieces, span: Range) -> Range | None:
    """The pieces that a span of the text touches."""
    first, end = pieces.covered(span)
    return (first, end) if first < end else None


def _tags(document: Document, pieces: Pieces, begin: int, end: int) -> NDArray[np.int64]:
    tags = np.full((end - begin + 2, len(LAYERS)), IGNORED, dtype=np.int64)
    for column, layer in enumerate(LAYERS):
        if layer not in document.spans:
            continue
        tags[1:-1, column] = OUTSIDE
        # Longest first: where spans of one layer overlap, the shorter stands on top.
        for span in sorted(document.spans[layer], key=lambda s: s[0] - s[1]):
            found = _covered(pieces, span)
            if found is None or found[1] <= begin or found[0] >= end:
                continue
            first, last = max(found[0], begin) - begin + 1, min(found[1], end) - begin + 1
            whole = begin <= found[0] and found[1] <= end
            tags[first:last, column] = INSIDE if whole else IGNORED
            if whole:
                tags[first, column] = BEGIN
    return tags
