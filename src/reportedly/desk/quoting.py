"""From the words that somebody typed or selected to the spans of a report that they stand at.

A form gives words, and where a script filled it in also where they stand. Nothing is taken on trust:
offsets count only where the text has these very words there; else the words are looked for in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportedly.errors import UsageError
from reportedly.records import Span

GAP = " … "
"""Between the pieces of a part that is broken."""
_PAIR = re.compile(r"(\d{1,9})-(\d{1,9})")


def spans_of(text: str, words: str, at: str = "", *, near: int = 0) -> tuple[Span, ...]:
    """The spans of words, of which several pieces are parted by '…', in the order of the text.

    Args:
        text: the report's.
        words: what was typed or selected; white space counts as the text has it or as a single space.
        at: where they are thought to stand, ``12-30`` or ``12-30,40-52`` in code points.
        near: of several places, the nearest to this offset is meant.

    >>> spans_of("The mayor said the army did it.", "the army … The mayor")
    (Span(start=0, end=9, text='The mayor'), Span(start=15, end=23, text='the army'))

    Raises:
        UsageError: the text does not have these words.
    """
    pieces = [piece.strip() for piece in words.split("…") if piece.strip()]
    given = tuple(_given(text, at))
    if given and [_plain(span.text) for span in given] == [_plain(piece) for piece in pieces]:
        return tuple(sorted(given))
    return tuple(sorted({_found(text, piece, near) for piece in pieces}))


def as_words(spans: tuple[Span, ...]) -> str:
    """Spans as a form shows them: their words, with '…' between."""
    return GAP.join(_plain(span.text) for span in spans)


def as_offsets(spans: tuple[Span, ...]) -> str:
    """Spans as a form hides them: ``12-30,40-52``."""
    return ",".join(f"{span.start}-{span.end}" for span in spans)


def _given(text: str, at: str) -> Iterator[Span]:
    for each in filter(None, at.split(",")):
        pair = _PAIR.fullmatch(each.strip())
        if pair and int(pair[1]) < int(pair[2]) <= len(text):
            yield Span.of(text, int(pair[1]), int(pair[2]))


def _found(text: str, piece: str, near: int) -> Span:
    pattern = r"\s+".join(map(re.escape, piece.split()))
    places = [match.span() for match in re.finditer(pattern, text)]
    if not places:
        raise UsageError(f"the report has no words {piece[:60]!r}; copy them as its text has them")
    start, end = min(places, key=lambda place: (abs(place[0] - near), place))
    return Span.of(text, start, end)


def _plain(words: str) -> str:
    return " ".join(words.split())
