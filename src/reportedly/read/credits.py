"""Credits: where a page says that its reporting comes from, each with its words in the report's text.

Datelines, bylines, credit lines and end marks stand in lines of their own or at the edge of a
paragraph, and are read by position; relays of the running text are found in ``relays.py``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportedly.language.datelines import dateline_of
from reportedly.language.media import find_media, media_name
from reportedly.read.dates import parse_published
from reportedly.read.relays import find_relays
from reportedly.records import Credit, CreditRelation, Report, Span

# A dateline stands within the first paragraphs of the body, an end mark within the last.
_FIRST, _LAST = 3, 3
_LINE_CHARS = 240

_PLACE = r"[A-Z][^()\n]{1,70}?"
_DASH = r"\s{0,2}(?:-{1,3}|–|—|:|\.(?=\s))"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})?\s{{0,2}}[(\[]\s?(?P<names>[A-Z][^()\[\]\n]{{1,60}}?)\s?[)\]](?P<dash>{_DASH})?"
)
_COMMA_DATELINE = re.compile(
    r"[A-Z][\w .'’-]{2,40}, (?:[\w .]{2,20}, )?(?P<names>[A-Z][\w .'’/-]{1,40}?)(?:\s-{1,2}|-{1,2}\s|\s?[–—])"
)
_AUTHOR = re.compile(r"(?:[Bb]y|BY|(?:[Ss]tory|[Ww]ritten|[Rr]eport) by)\s(?=[A-Z])")
_BYLINE = re.compile(rf"{_AUTHOR.pattern}|(?:[Ff]rom|FROM|[Ww]ith)\s(?=[A-Z])")
_BYLINE_WORDS = 14
_SIGN_OFF = re.compile(
    r"[(\[]?\s?(?:(?:additional |with )?report(?:ing|s|ed)?(?: and writing)? (?:by|from)|writing by"
    r"|edit(?:ing|ed) by"
    r"|with (?:additional |further )?(?:inputs?|reporting|files|material|contributions?|agencies)\b)",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"\b(?:contributed|contributing) to (?:this|the) (?:report|story|article)\b", re.IGNORECASE
)
_SOURCE_LINE = re.compile(
    r"[(\[]?\s?(?:(?:news )?sources?\s?[:–-]|via\s?:?\s|(?:courtesy(?: of)?|credits?)\s?:\s?|"
    r"(?:this (?:article|story|report|piece|news)\s)?(?:was |is |has been |were )?(?:originally |first )"
    r"(?:published|appeared|posted|reported|produced) (?:by|in|on|at)\s|"
    r"this (?:article|story|report|piece) (?:was|is) (?:published|produced|provided|republished|reprinted)"
    r" (?:by|in|from|courtesy of)\s|"
    r"(?:based on|compiled from|adapted from|from) (?:reporting|reports?|material|news reports)"
    r"(?: by| from| of)\s|"
    r"with (?:additional )?(?:inputs?|files|material|contributions?|reporting) (?:from|by)\s)\s?",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:the\s)?(?P<name>[^\s,;/&|()\[\]][^,;/&|()\[\]\n]{0,60}?)\s*"
    r"(?=$|[,;/&|()\[\]\n]|\sand\s|\son\s\w{3,9}\s\d|\.\s|\.$)"
)
_NAME_JOIN = re.compile(r"\s*+(?:[,;/&|]|and\b)*\s*+(?:and\s)?")
_END_BRACKET = re.compile(
    r"(?:^|(?<=[.!?\"”’'»])\s?)[(\[]\s?(?P<names>[A-Za-z][^()\[\]\n]{1,60})\s?[)\]]\s?\.?$"
)
_END_DASH = re.compile(
    r"(?:^|(?<=[.!?\"”’'»])\s?)(?:-{1,3}|–|—)\s?(?P<names>[A-Za-z][^()\[\]\n–—]{1,60})\.?$"
)
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?:\s\d|$)")
_DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s\w{3,9}\.?,?\s\d{2,4}\b"
    r"|\b\w{3,9}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}\b"
)
_ORDER = tuple(CreditRelation)


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph and where it stands in the text of the report."""

    start: int
    words: str

    def span(self, start: int, end: int) -> Span:
        return Span(self.start + start, self.start + end, self.words[start:end])


def find_credits(text: str, *, body: int, based_on: Iterable[str] = ()) -> tuple[Credit, ...]:
    """All credits of a report in the order of the text; metadata, which has no place there, comes last.

    ``body`` is where the title ends. A medium is given once for each relation, at its first mention.
    """
    lines = _lines(text, body)
    found = [
        *(credit for line in lines[:_FIRST] for credit in _dateline(line)),
        *(credit for line in lines[-_LAST:] for credit in _end_mark(line)),
        *(credit for line in lines if len(line.words) <= _LINE_CHARS for credit in _credit_line(line)),
        *(credit for line in lines[:_FIRST] for credit in _name_alone(line, CreditRelation.BYLINE)),
        *(credit for line in lines[_FIRST:][-_LAST:] for credit in _name_alone(line, CreditRelation.AGENCY)),
    ]
    claimed = [credit.span for credit in found if credit.span]
    relays = (r for r in find_relays(text) if not any(r.span and r.span.overlaps(span) for span in claimed))
    ordered = sorted([*found, *relays], key=_position)
    metadata = (Credit(name=name, relation=CreditRelation.BASED_ON) for name in based_on)
    return _once([*ordered, *metadata])


def with_sources(report: Report, names: Iterable[str]) -> Report:
    """The report with the outlets that a feed says it is taken from, which are in no words of its text."""
    own = media_name(report.outlet or "") or report.outlet
    named = [media_name(name) or name for name in names]
    more = [Credit(name=name, relation=CreditRelation.BASED_ON) for name in named if name != own]
    return replace(report, credits=_once([*report.credits, *more]))


def dateline_day(paragraphs: Sequence[str]) -> dt.date | None:
    """The day in a dateline that tells its year ('SAN SALVADOR, 3 JAN 90 (AFP) --')."""
    for words in paragraphs[:_FIRST]:
        found = _DATELINE.match(words)
        place = found["place"] if found and found["dash"] else None
        if day := _DATE.search(place or dateline_of(words)):
            return parse_published(day[0])[0]
    return None


def author_line(paragraphs: Sequence[str]) -> str | None:
    """Who a line near the top says wrote the report ('By A. Writer with AFP')."""
    for words in paragraphs[:_FIRST]:
        if (found := _AUTHOR.match(words)) and _is_short(words):
            return words[found.end() :].strip()
    return None


def media_of(line: str) -> list[str]:
    """The media that a line of metadata names, or is the name of."""
    whole = media_name(line)
    return [whole] if whole else [name for _, name in find_media(line)]


def _lines(text: str, body: int) -> list[_Line]:
    lines: list[_Line] = []
    start = body
    for words in text[body:].split("\n\n"):
        lines.append(_Line(start, words))
        start += len(words) + 2
    return [line for line in lines if line.words]


def _dateline(line: _Line) -> Iterator[Credit]:
    head = line.words[:160]
    found = _DATELINE.match(head)
    if found is not None and _is_dateline(found):
        yield from _named(
            line, *found.span("names"), relation=CreditRelation.DATELINE, known=not found["dash"]
        )
    elif (comma := _COMMA_DATELINE.match(head)) is not None:
        yield from _named(line, *comma.span("names"), relation=CreditRelation.DATELINE, known=True)


def _is_dateline(found: re.Match[str]) -> bool:
    place = (found["place"] or "").split(",")[0].strip()
    named = any(media_name(name) for name in re.split(r"[,;/]| and ", found["names"]))
    if not place:
        return named and found["dash"] is not None
    # 'Baghdad (AFP) –' is one for the agency's sake, 'HANNIBAL (WGEM) -' for its form.
    return (named and (found["dash"] is not None or place.isupper()) and len(place.split()) <= 5) or (
        place.isupper() and found["dash"] is not None
    )


def _end_mark(line: _Line) -> Iterator[Credit]:
    tail = max(0, len(line.words) - 80)
    for pattern in (_END_BRACKET, _END_DASH):
        if found := pattern.search(line.words, tail):
            yield from _named(line, *found.span("names"), relation=CreditRelation.AGENCY, known=True)


def _credit_line(line: _Line) -> Iterator[Credit]:
    if found := _SOURCE_LINE.match(line.words):
        known = (
            not found[0].strip("([ ").lower().startswith(("source", "news source", "origin", "this", "first"))
        )
        yield from _named(
            line, found.end(), len(line.words), relation=CreditRelation.SOURCE_LINE, known=known
        )
    elif (
        (_BYLINE.match(line.words) and _is_short(line.words))
        or _SIGN_OFF.match(line.words)
        or _CONTRIBUTED.search(line.words)
    ):
        for span, name in find_media(line.words):
            yield Credit(name=name, relation=CreditRelation.BYLINE, span=line.span(span.start, span.end))


def _name_alone(line: _Line, relation: CreditRelation) -> Iterator[Credit]:
    """A line that is nothing but the name of a medium: a byline at the top, an agency's mark at the end."""
    if len(line.words) <= 60 and line.words[0].isalnum() and (name := media_name(line.words)):
        yield Credit(name=name, relation=relation, span=line.span(0, len(line.words)))


def _is_short(words: str) -> bool:
    """Whether a line is too short, or too unfinished, to be a sentence that begins like a byline."""
    return len(words.split()) <= _BYLINE_WORDS and not words.endswith((".", ",", ";", ":", "?"))


def _named(line: _Line, start: int, end: int, *, relation: CreditRelation, known: bool) -> Iterator[Credit]:
    """The names of a list such as 'AFP, Reuters and agencies'; ``known`` keeps media only."""
    at = start
    while at < end:
        join = _NAME_JOIN.match(line.words, at, end)
        at = join.end() if join else at
        found = _NAME.match(line.words, at, end)
        if found is None:
            return
        words = found["name"].rstrip(" .")
        name = media_name(words)
        if words and (name or (not known and _is_name(words))) and not _MONTH.match(words):
            first = found.start("name")
            yield Credit(name=name or words, relation=relation, span=line.span(first, first + len(words)))
        at = found.end()


def _is_name(words: str) -> bool:
    return (
        len(words.split()) <= 7 and ":" not in words.removeprefix("http://").removeprefix("https://")
    ) and (words[0].isupper() or words.startswith(("http", "www.", "al-", "al ")))


def _position(credit: Credit) -> tuple[int, int]:
    return (credit.span.start if credit.span else -1, _ORDER.index(credit.relation))


def _once(found: Iterable[Credit]) -> tuple[Credit, ...]:
    seen: dict[tuple[str, CreditRelation], Credit] = {}
    for credit in found:
        seen.setdefault((credit.name, credit.relation), credit)
    return tuple(seen.values())
