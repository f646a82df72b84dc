"""Where sentences end in English news text, however damaged.

News pages lose commas, spaces and line breaks on their way to a reader, so the rules ask what stands
on both sides of a full stop (an abbreviation? an initial? a usual first word?) and never what a
well-edited text would have. One left-to-right pass; linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reportedly.language.patterns import word_set
from reportedly.limits import DEFAULT_LIMITS
from reportedly.records import Span

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r[^\S\r\n]*\r|\u2029")
_END = re.compile(r"[.!?…]+")
_NEWLINE = re.compile(r"\n")
_BULLET = re.compile(r"[-*•·–—][^\S\n]|\d{1,2}[.)][^\S\n]")
_CLOSERS = "\"'”’)]}»"
_OPENERS = "\"'“‘([{«-–—•`"

_NEVER_LAST = word_set(
    """
    mr mrs ms mx dr prof gen lt col maj capt cmdr cdr adm brig sgt cpl pvt pfc sen rep reps sens gov
    pres rev fr hon msgr supt insp det ofc atty dist amb sec asst assn st ste ft mt pt vs e.g i.e cf
    viz al-hajj messrs mmes sr. esq lt.-gen lt.col maj.-gen brig.-gen det ald rt spc ssgt comdr
    vice-adm
    """
)
"""Abbreviations that stand before a name or a phrase and never end a sentence."""

_BEFORE_NUMBER = word_set(
    """
    no nos jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat
    fig figs p pp vol ch art par para sect approx ca rs rte hwy
    """
)
"""Abbreviations that go on where a number follows."""

_MAYBE_LAST = word_set(
    """
    inc corp ltd co cos bros jr sr plc llc etc ave blvd rd dept univ intl int'l govt gov't est ret
    ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev
    okla ore pa tenn tex va vt wash wis wyo ph.d m.d b.a m.a
    """
)
"""Abbreviations that may end a sentence: they do before a usual first word only."""

_FIRST_WORDS = word_set(
    """
    the he she it they we i you this that these those there here but and so yet however meanwhile
    when while after before although though if as at in on by for from with since during some many
    most several both all no not one two three his her its their our my your a an another other also
    earlier later according what who how why where once until despite because local officials police
    witnesses residents authorities rescuers asked speaking
    """
)
"""Words that begin sentences and seldom follow an abbreviation within one."""

_AFTER_CLOCK = word_set(
    """
    est edt cst cdt mst mdt pst pdt gmt utc bst cet local monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november
    december
    """
)
"""Capitalised words that go on after 'a.m.' or 'p.m.'."""

_WRAP_SLACK = 15
"""A line break is taken for an author's own where the next word and this many characters more
would have fitted on the line; typewriter-era wires wrap up to 12 short of their longest line."""


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of ``text``: trimmed, in order, apart, together covering every visible character.

    A blank line always ends one; one longer than ``limits.sentence_chars`` is cut at white space.

    >>> [s.text for s in split_sentences('Gen. J. K. Odd left on Jan. 3. "He is gone." Nobody spoke.')]
    ['Gen. J. K. Odd left on Jan. 3.', '"He is gone."', 'Nobody spoke.']
    """
    spans: list[Span] = []
    for start, end in _paragraphs(text):
        left = start
        for right in [*_boundaries(text, start, end), end]:
            spans.extend(_bounded(text, left, right))
            left = right
    return tuple(spans)


def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of ``text``, trimmed: what stands between blank lines."""
    trimmed = (_trim(text, start, end) for start, end in _paragraphs(text))
    return tuple(Span.of(text, start, end) for start, end in trimmed if start < end)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    left = 0
    for match in _BLANK_LINE.finditer(text):
        yield left, match.start()
        left = match.end()
    yield left, len(text)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """Trim, and cut what is too long at the last white space that fits (or anywhere where there is none)."""
    most = DEFAULT_LIMITS.sentence_chars
    start, end = _trim(text, start, end)
    while end - start > most:
        cut = next((i for i in range(start + most, start, -1) if text[i].isspace()), start + most)
        yield Span.of(text, *_trim(text, start, cut))
        start, end = _trim(text, cut, end)
    if start < end:
        yield Span.of(text, start, end)


def _boundaries(text: str, start: int, end: int) -> list[int]:
    found = {*_stops(text, start, end), *_line_breaks(text, start, end)}
    return sorted(found)


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """Offsets just behind a sentence's last mark, its closing quotes and brackets included."""
    begun, counted, quotes = start, start, 0
    for match in _END.finditer(text, start, end):
        quotes += text.count('"', counted, match.start())
        counted = match.start()
        after = _closed(text, match.end(), end, within_quote=quotes % 2 == 1)
        if _ends(text, begun, match, after, end):
            begun = after
            yield after


def _closed(text: str, at: int, end: int, *, within_quote: bool) -> int:
    """Move over closing marks; a straight quote closes only where one is open."""
    quote_open = within_quote
    while at < end and text[at] in _CLOSERS:
        if text[at] == '"':
            if not quote_open:
                break
            quote_open = False
        elif text[at] == "'" and at + 1 < end and text[at + 1].isalnum():
            break
        at += 1
    # A lone mark between blanks ('today. " He said') belongs to what it closes.
    if quote_open and text[at : at + 2] == ' "' and (at + 2 >= end or text[at + 2].isspace()):
        at += 2
    return at


def _ends(text: str, begun: int, mark: re.Match[str], after: int, end: int) -> bool:
    if after >= end:
        return True
    spaced = text[after].isspace()
    following = _next_word(text, after, end)
    if not following:
        return spaced
    upper = not following[0].islower()
    if mark[0] != ".":
        return spaced and _strong_mark_ends(mark[0], upper=upper)
    before = _word_before(text, begun, mark.start())
    if not spaced:
        return _glued(before, following) and not _is_address(text, begun, mark.start())
    if not upper:
        closed = after > mark.end()
        return not closed and len(before) > 2 and before.isalpha() and not _abbreviates(before)
    return _full_stop_ends(text, begun, mark.start(), before, following)


def _strong_mark_ends(mark: str, *, upper: bool) -> bool:
    """'?', '!' and an ellipsis go on before a small letter ('"Why?" he asked')."""
    return upper or mark == ".."


def _full_stop_ends(text: str, begun: int, stop: int, before: str, following: str) -> bool:
    low, next_low = before.lower(), following.lower()
    if _is_initial(before):
        return next_low in _FIRST_WORDS
    if low in _NEVER_LAST:
        return False
    if low in _BEFORE_NUMBER:
        return not following[0].isdigit()
    if before.isdigit() and not text[begun : stop - len(before)].strip():
        return False
    if low in ("a.m", "p.m"):
        return next_low not in _AFTER_CLOCK
    if low in _MAYBE_LAST or "." in before:
        return next_low in _FIRST_WORDS
    return True


def _abbreviates(word: str) -> bool:
    low = word.lower()
    return low in _NEVER_LAST or low in _BEFORE_NUMBER or low in _MAYBE_LAST or "." in word


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalpha() and word.isupper()


def _glued(before: str, following: str) -> bool:
    """Whether a stop without a space behind it ends a sentence: 'said.The' does, 'al-Ahed.com' does not."""
    if len(before) < 2 or not following[0].isupper() or _abbreviates(before):
        return False
    if following.isupper() and len(following) > 1:
        return before.isupper() and following.lower() in _FIRST_WORDS
    return following[1:].islower() or len(following) == 1


def _is_address(text: str, begun: int, stop: int) -> bool:
    """Whether the run of characters before a stop is part of a web or mail address."""
    run = text[max(begun, stop - 200) : stop].rsplit(maxsplit=1)[-1:]
    return any("/" in part or "@" in part or part.lower().startswith("www") for part in run)


def _word_before(text: str, begun: int, stop: int) -> str:
    """The word that a stop is attached to, with inner dots: 'U.S', 'Lt', 'said', '2014'."""
    floor = max(begun, stop - 40)
    at = stop
    while at > floor and (text[at - 1].isalnum() or text[at - 1] in ".'’"):
        at -= 1
    return text[at:stop].strip(".'’")


def _next_word(text: str, at: int, end: int) -> str:
    """The next word, opening marks passed over; empty where only marks or nothing follow."""
    while at < end and (text[at].isspace() or text[at] in _OPENERS):
        at += 1
    right = at
    ceiling = min(end, at + 40)
    while right < ceiling and (text[right].isalnum() or text[right] in "'’"):
        right += 1
    return text[at:right]


def _line_breaks(text: str, start: int, end: int) -> Iterator[int]:
    """Line breaks that a wrapped text would not have: short lines, and lines that begin a list item."""
    breaks = [match.start() for match in _NEWLINE.finditer(text, start, end)]
    edges = [start - 1, *breaks, end]
    widest = max((b - a - 1 for a, b in pairwise(edges)), default=0)
    for left, at in zip(edges, breaks, strict=False):
        if _BULLET.match(text, at + 1, end):
            yield at
            continue
        word = _next_word(text, at + 1, end)
        room = widest - (at - left - 1) - len(word) - 1
        if room >= _WRAP_SLACK and word and not word[0].islower():
            yield at
