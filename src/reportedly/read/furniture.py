"""Furniture: lines that a page's layout puts among the paragraphs and that no reporter wrote.

Two ways lead to removal. A line that *is* furniture wherever it stands ('Advertisement', 'Sign up to
our newsletter') goes. A heading of other stories ('Related news') goes with the headline-like lines
below it, and stops at the first real paragraph: what is written in sentences is never cut off.
The patterns stand in ``furniture.txt`` beside this module.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from reportedly.read.dates import parse_published

# A line of prose can begin like furniture, so what is longer than any such line stays.
_LONGEST = 160
_LONGEST_PROMPT = 400
_ENDING = r"\s*[.!:…»>→–-]*"

_SENTENCE_END = re.compile(r"""[.!?]["'”’)\]]*$""")
_TOLD = re.compile(r"\b(?:he|she|they|officials?|police|spokes\w+) (?:said|told|added)\b")
_CREDIT = re.compile(r"(?:sources?\s?:|\(?(?:additional )?reporting by|via\s?:|by\s)", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))", re.IGNORECASE)
_DATE_WITHIN, _DATE_LINE = 3, 60
_DATE_ONLY = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?[ -][a-z]{3,9}\.?,?[ -]\d{4}|[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|"
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})"
    r"(?:[ ,|·•–-]{1,3}(?:at )?(?:\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?(?: [a-z]{2,5})?"
    r"|\d+ min(?:ute)?s? read))?\.?",
    re.IGNORECASE,
)
# A headline runs to about 20 words; a paragraph of reporting ends as a sentence does.
_HEADLINE_WORDS = 22


def without_furniture(paragraphs: Iterable[str], *, outlet: str | None = None) -> list[str]:
    """The paragraphs that a reporter wrote, in order; credit lines ('Source: …') stay.

    >>> without_furniture(["Police blamed nobody.", "Also read: Rain again", "Related news", "Rain in May"])
    ['Police blamed nobody.']
    """
    lines = [line for line in paragraphs if line.strip()]
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if is_heading(lines[at]):
            at = _after_list(lines, at + 1)
            continue
        if not is_furniture(lines[at], outlet=outlet):
            kept.append(lines[at])
        at += 1
    return kept


def without_date_line(paragraphs: Sequence[str]) -> tuple[list[str], dt.date | None]:
    """The paragraphs without a line near the top that is nothing but a date, and that date."""
    for at, line in enumerate(paragraphs[:_DATE_WITHIN]):
        if len(line) <= _DATE_LINE and _DATE_ONLY.fullmatch(line) and (day := parse_published(line)[0]):
            return [*paragraphs[:at], *paragraphs[at + 1 :]], day
    return list(paragraphs), None


def is_copyright(line: str) -> bool:
    """Whether a line says who owns the text."""
    return len(line) <= _LONGEST_PROMPT and _COPYRIGHT.match(line) is not None


def is_heading(line: str) -> bool:
    """Whether a line is the heading of a list of other stories."""
    return len(line) <= _LONGEST and _patterns()["heading"].fullmatch(line) is not None


def is_furniture(line: str, *, outlet: str | None = None) -> bool:
    """Whether a line is furniture wherever it stands."""
    if len(line) > _LONGEST_PROMPT:
        return False
    if outlet is not None and line.casefold() == outlet.casefold():
        return True
    if _patterns()["line"].fullmatch(line):
        return True
    return _patterns()["prompt"].fullmatch(line) is not None and not _TOLD.search(line)


def _after_list(lines: Sequence[str], at: int) -> int:
    """The index of the first line after a heading that is no item of its list."""
    while at < len(lines) and _is_item(lines[at]):
        at += 1
    return at


def _is_item(line: str) -> bool:
    """Whether a line below such a heading reads like a headline: short, no sentence, no credit."""
    return len(line.split()) <= _HEADLINE_WORDS and not _SENTENCE_END.search(line) and not _CREDIT.match(line)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    kinds: dict[str, list[str]] = {}
    kind = ""
    for line in files("reportedly.read").joinpath("furniture.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("# "):
            kinds.setdefault(kind, []).append(line)
    return {
        kind: re.compile(rf"(?:{'|'.join(lines)}){_ENDING}", re.IGNORECASE) for kind, lines in kinds.items()
    }
