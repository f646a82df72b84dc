"""The dateline in front of a report's first words: where and when it was written, by which agency."""

from __future__ import annotations

import re

from reportedly.records import Span

_PLACE = r"[A-Z][A-Z.'’-]+(?:[ ,/]+(?:[A-Z][A-Za-z.'’-]+)){0,5}"
_DAY = (
    r"(?:[A-Z][a-z]{2,8}day,? )?(?:[A-Z][A-Za-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?"
    r"|\d{1,2}(?:st|nd|rd|th)? [A-Z][A-Za-z]{2,8}\.?)(?:,? \d{2,4})?"
)
_AGENCY = r"(?:\([^()\n]{2,40}\)|/[^/\n]{2,40}/)"
_DATELINE = re.compile(
    rf"(?:{_PLACE}(?:\s*{_AGENCY})?(?:,? {_DAY})?|{_DAY})\s*"
    rf"(?:{_AGENCY}\s*(?:[-–—]+|:)?|(?:\s[-–—]+|--))\s+(?=[\w\"“'‘\[])"
)


def dateline_of(paragraph: str) -> str:
    """The dateline that a paragraph begins with, the blanks behind it included; empty where it has none.

    >>> dateline_of("KABUL, May 3 (AFP) - Police blamed nobody.")
    'KABUL, May 3 (AFP) - '
    """
    match = _DATELINE.match(paragraph)
    return match[0] if match else ""


def without_dateline(text: str, sentence: Span) -> Span:
    """The sentence without the dateline that it begins with, if it begins a paragraph with one.

    >>> text = "KABUL, May 3 (AFP) - Police blamed nobody."
    >>> without_dateline(text, Span.of(text, 0, len(text))).text
    'Police blamed nobody.'
    """
    begins = sentence.start == 0 or text[max(0, sentence.start - 2) : sentence.start].endswith("\n")
    match = _DATELINE.match(text, sentence.start, sentence.end) if begins else None
    if match is None or match.end() >= sentence.end:
        return sentence
    return Span.of(text, match.end(), sentence.end)
