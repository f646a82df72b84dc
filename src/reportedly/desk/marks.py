"""A report's text with everything that claims stand on marked in it, as a stream that nests properly.

Spans of different claims lie in each other and across each other. HTML can only nest, so a mark that
crosses another is closed and opened again where they cross; the pieces say which begins and which ends it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from reportedly.records import Claim, Credit, Span
from reportedly.terminal.safe import is_hidden


class Part(StrEnum):
    """What a mark is of its claims; where two begin and end alike, the earlier stands outside."""

    CONTENT = "content"
    SOURCE = "source"
    CUE = "cue"
    VALUE = "value"
    CREDIT = "credit"
    """A relay or author that the page names; belongs to no claim."""
    FURNITURE = "furniture"
    """Words that somebody marked as no part of the article."""


_RANK = {part: nth for nth, part in enumerate(Part)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """``start:end`` of the text, in code points, is a part of these claims."""

    start: int
    end: int
    part: Part
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A mark begins here, or goes on after it was closed for another one."""

    mark: Mark
    begins: bool
    ends: bool
    """Whether this piece reaches the end of the mark."""


@dataclass(frozen=True, slots=True)
class Close:
    """The mark that was opened last ends."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text that can be shown as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """One code point that nobody could see, or that would turn the reading order: shown by its number."""

    char: str

    @property
    def name(self) -> str:
        """As Unicode charts call it: 'U+202E'."""
        return f"U+{ord(self.char):04X}"


Token = Open | Close | Words | Hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph; ``start`` is where it begins in the report's text, in code points."""

    start: int
    end: int
    headline: bool
    tokens: tuple[Token, ...]


def paragraphs(text: str, headline_end: int, marks: Sequence[Mark]) -> Iterator[Paragraph]:
    r"""The paragraphs of a text with their marks, in order; blank ones are left out.

    >>> [p.start for p in paragraphs("Title\n\nBody.", 5, ())]
    [0, 7]
    """
    start = 0
    for piece in text.split("\n\n"):
        end = start + len(piece)
        if piece.strip():
            tokens = tuple(tokens_of(text, start, end, marks))
            yield Paragraph(start=start, end=end, headline=end <= headline_end, tokens=tokens)
        start = end + 2


def marks_of(claims: Iterable[Claim], credits: Iterable[Credit] = ()) -> tuple[Mark, ...]:
    """One mark for each part at each place, whatever the number of claims that share it."""
    found: dict[tuple[int, int, Part], list[str]] = defaultdict(list)
    for claim in claims:
        for part, span in parts_of(claim):
            found[span.start, span.end, part].append(claim.id)
    for credit in credits:
        if credit.span:
            found.setdefault((credit.span.start, credit.span.end, Part.CREDIT), [])
    made = (
        Mark(start=start, end=end, part=part, claims=tuple(dict.fromkeys(ids)))
        for (start, end, part), ids in found.items()
    )
    return tuple(sorted(made, key=_order))


def furniture_marks(spans: Iterable[Span]) -> tuple[Mark, ...]:
    """Marks for what is no part of the article."""
    return tuple(Mark(start=span.start, end=span.end, part=Part.FURNITURE, claims=()) for span in spans)


def parts_of(claim: Claim) -> Iterator[tuple[Part, Span]]:
    """Each span of a claim's evidence with what it is."""
    for part in (Part.SOURCE, Part.CUE, Part.CONTENT, Part.VALUE):
        for span in getattr(claim.evidence, part.value):
            yield part, span


def tokens_of(text: str, start: int, end: int, marks: Iterable[Mark]) -> Iterator[Token]:
    """``text[start:end]`` as a stream in which every :class:`Open` has its :class:`Close`.

    Within each stretch of text the marks over it stand in a fixed order, those that begin first
    outside; from stretch to stretch as many stay open as the two have in common from the outside in.
    """
    inside = sorted((each for each in marks if each.start < end and start < each.end), key=_order)
    edges = {start, end, *(min(max(edge, start), end) for each in inside for edge in (each.start, each.end))}
    opened: list[Mark] = []
    for left, right in pairwise(sorted(edges)):
        over = [each for each in inside if each.start <= left and right <= each.end]
        kept = _common(opened, over)
        yield from (Close() for _ in opened[kept:])
        for nth, mark in enumerate(over[kept:], start=kept):
            yield Open(mark, begins=left <= max(mark.start, start), ends=_ends(mark, over[:nth], end))
        opened = over
        yield from _shown(text[left:right])
    yield from (Close() for _ in opened)


def _ends(mark: Mark, outside: Sequence[Mark], end: int) -> bool:
    """Whether a mark that is opened now ends before anything around it does."""
    return mark.end <= min((each.end for each in outside), default=end)


def _order(mark: Mark) -> tuple[int, int, int, tuple[str, ...]]:
    return mark.start, -mark.end, _RANK[mark.part], mark.claims


def _common(one: Sequence[Mark], other: Sequence[Mark]) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _shown(text: str) -> Iterator[Token]:
    for hidden, run in groupby(text, lambda char: is_hidden(char) and char not in "\n\t"):
        if hidden:
            yield from map(Hidden, run)
        else:
            yield Words("".join(run))
