"""Words given as somebody's own: pairs of quotation marks, also where one of the pair is missing.

A quote never leaves its paragraph. One that English convention re-opens in the next paragraph
(no closing mark, and the next paragraph begins with an opening one) is given in one piece a
paragraph, the earlier ones marked ``continues``. A mark without its partner costs one sentence at
most: whole articles arrive as a single paragraph, and must not be swallowed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.language.patterns import word_set
from reportedly.language.sentences import paragraphs, split_sentences
from reportedly.records import Span

_DOUBLE = re.compile(r"``|''|[\"“”«»＂]")
_SINGLE_OPEN = re.compile(r"(?:(?<=[\s(\[—–:])|^)['‘](?=\w)", re.MULTILINE)
_SINGLE_CLOSE = re.compile(r"(?<=\S)['’](?!\w)")
_OPENING = ("``", "“", "«")
_CLOSING = ("”", "»")
_CLIPPED = word_set(
    """
    s re ve ll d m t em til tis twas cause round bout n nt
    """
)
"""What stands behind an apostrophe that opens nothing: 'em, 'til, and the split forms 's 're 've."""


@dataclass(frozen=True, slots=True)
class DirectQuote:
    """Quoted words. ``span`` has the marks, ``inner`` has not.

    ``closed`` is False where the closing mark is missing; ``continues`` where the next paragraph
    re-opens the quote.
    """

    span: Span
    inner: Span
    closed: bool = True
    continues: bool = False


def direct_quotes(text: str) -> tuple[DirectQuote, ...]:
    """The quotes of ``text``, outermost only, in order and apart.

    Straight, curly, ``…'' and «…» marks; single marks only where both ends are plain.

    >>> [q.inner.text for q in direct_quotes('"We left," she said. "All of us.')]
    ['We left,', 'All of us.']
    """
    parts = paragraphs(text)
    ends = [sentence.end for sentence in split_sentences(text)] if _DOUBLE.search(text) else []
    found: list[DirectQuote] = []
    for part, following in zip(parts, [*parts[1:], None], strict=False):
        reopened = following is not None and _opens_paragraph(following)
        doubles = list(_doubles(text, part, ends, reopened=reopened))
        found.extend(sorted([*doubles, *_singles(text, part, doubles)], key=lambda quote: quote.span.start))
    return tuple(found)


def _opens_paragraph(part: Span) -> bool:
    mark = _DOUBLE.match(part.text)
    return mark is not None and mark[0] not in _CLOSING and len(part.text) > mark.end()


def _doubles(text: str, part: Span, ends: Sequence[int], *, reopened: bool) -> Iterator[DirectQuote]:
    opened: re.Match[str] | None = None
    for mark in _DOUBLE.finditer(text, part.start, part.end):
        if opened is None:
            opened = mark if _may_open(text, mark, part) else None
        elif _must_open(text, mark, part):
            yield from _unclosed(text, opened, _stop(opened, mark.start(), ends))
            opened = mark
        else:
            yield from _closed(text, opened, mark)
            opened = None
    if opened is not None and reopened:
        yield from _unclosed(text, opened, part.end, continues=True)
    elif opened is not None:
        yield from _unclosed(text, opened, _stop(opened, part.end, ends))


def _stop(opened: re.Match[str], limit: int, ends: Sequence[int]) -> int:
    """Where a quote without a closing mark ends: with the sentence it opens in."""
    at = bisect_right(ends, opened.end())
    return min(ends[at], limit) if at < len(ends) else limit


def _may_open(text: str, mark: re.Match[str], part: Span) -> bool:
    if mark[0] in _OPENING:
        return True
    if mark[0] in _CLOSING:
        return False
    after_word = mark.start() > part.start and not _opens_after(text[mark.start() - 1])
    before_gap = mark.end() >= part.end or not text[mark.end()].isalnum()
    return not (after_word and before_gap)


def _must_open(text: str, mark: re.Match[str], part: Span) -> bool:
    """Whether a mark met inside a quote can only be the next quote's first."""
    if mark[0] in _OPENING:
        return True
    if mark[0] in _CLOSING or mark.start() == part.start or mark.end() >= part.end:
        return False
    return text[mark.start() - 1].isspace() and text[mark.end()].isalnum()


def _opens_after(char: str) -> bool:
    return char.isspace() or char in "([{-–—/:'‘"


def _closed(text: str, opened: re.Match[str], mark: re.Match[str]) -> Iterator[DirectQuote]:
    inner = _trimmed(text, opened.end(), mark.start())
    if inner:
        yield DirectQuote(Span.of(text, opened.start(), mark.end()), inner)


def _unclosed(
    text: str, opened: re.Match[str], end: int, *, continues: bool = False
) -> Iterator[DirectQuote]:
    inner = _trimmed(text, opened.end(), end)
    if inner:
        span = Span.of(text, opened.start(), inner.end)
        yield DirectQuote(span, inner, closed=False, continues=continues)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span.of(text, start, end) if start < end else None


def _singles(text: str, part: Span, doubles: Sequence[DirectQuote]) -> Iterator[DirectQuote]:
    closers = [mark.start() for mark in _SINGLE_CLOSE.finditer(text, part.start, part.end)]
    openers = [m.start() for m in _SINGLE_OPEN.finditer(text, part.start, part.end) if _real(text, m.end())]
    covered = part.start
    for opener, limit in zip(openers, [*openers[1:], part.end], strict=False):
        if opener < covered or _inside(opener, doubles):
            continue
        closer = _closer(text, closers[bisect_right(closers, opener) : bisect_right(closers, limit)])
        inner = None if closer is None else _trimmed(text, opener + 1, closer)
        if closer is not None and inner is not None and not _crosses(opener, closer + 1, doubles):
            covered = closer + 1
            yield DirectQuote(Span.of(text, opener, covered), inner)


def _real(text: str, at: int) -> bool:
    end = at
    while end < min(len(text), at + 8) and text[end].isalnum():
        end += 1
    word = text[at:end].lower()
    return word not in _CLIPPED and not word[:1].isdigit()


def _closer(text: str, candidates: Sequence[int]) -> int | None:
    """The first mark that cannot be a plural's apostrophe, else the first one."""
    plain = (at for at in candidates if not _plural(text, at))
    return next(plain, candidates[0] if candidates else None)


def _plural(text: str, at: int) -> bool:
    return text[at - 1] in "sS" and text[at + 1 : at + 2].isspace() and text[at + 2 : at + 3].isalpha()


def _inside(at: int, quotes: Sequence[DirectQuote]) -> bool:
    found = bisect_right(quotes, at, key=lambda quote: quote.span.start)
    return found > 0 and at < quotes[found - 1].span.end


def _crosses(start: int, end: int, quotes: Sequence[DirectQuote]) -> bool:
    found = bisect_right(quotes, start, key=lambda quote: quote.span.start)
    return found < len(quotes) and quotes[found].span.start < end
