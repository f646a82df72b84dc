"""Pieces of regular expressions that several modules of this package share.

Every pattern of the package is built so that its cost grows with the length of the text: no repetition
within a repetition over the same characters, and no two unbounded wildcards in a row. The tests double
inputs that are made to be awkward, and look at the growth.
"""

from __future__ import annotations

import re

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
"""By the first three letters, in lower case."""
WEEKDAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
"""By the first three letters, in lower case; numbered as ISO 8601 does."""

_WORD = "|".join([*ONES, *TENS, *SCALES])
_AND = r"(?:(?<=hundred)|(?<=thousand)|(?<=million))\s+and\s+"
NUMBER_WORDS = rf"(?:{_WORD})\b(?:(?:{_AND}|\s+|-)(?:{_WORD})\b){{0,7}}"
"""'nine', 'twenty-four', 'one hundred and six'. Eight words at most: a page of numbers must not cost more."""
DIGITS = r"\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?: 000)+(?!\d)|\d+"
"""'1,200', '1 000' (a page that lost its commas), '22'."""

MONTH = (
    r"(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
WEEKDAY_SHORT = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?"
YEAR = r"(?:1[5-9]|20)\d\d\b"
DAY_OF_MONTH = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile without regard to case: wires in capitals are read like any other text."""
    return re.compile(pattern, re.IGNORECASE)


def word_set(words: str) -> frozenset[str]:
    """The words of a text, for lists too long to read one a line."""
    return frozenset(words.split())
