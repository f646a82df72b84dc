"""Times in English news text, resolved against the day of publication.

Own rules: a bare weekday is the nearest past one (the day of publication counts) unless the words around
look forward; a day without a year takes the year nearest to the publication on the side that the words
look to. Measured by ``benchmarks/dates.py`` with TempEval-3's scores.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from reportedly.language import timex
from reportedly.language.time_periods import PERIOD_RULES
from reportedly.language.time_rules import DATE_RULES, Clock, Reading, Rule
from reportedly.records import DateRange, Span

RULES = (*DATE_RULES, *PERIOD_RULES)
"""In order of precedence among matches of the same place and length."""


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time as the text has it. ``value`` is TIMEX3's; ``range`` the days it covers, if it covers any.

    ``precise`` where it is one single day or less.
    """

    span: Span
    value: str | None
    range: DateRange | None = None
    precise: bool = False


# A reader asks of one sentence several times over: which attack it tells of, and when.
@lru_cache(maxsize=512)
def find_times(text: str, published: dt.date | None = None) -> tuple[TimeMention, ...]:
    """The times of ``text``, in order and apart; relative ones have no range without ``published``.

    >>> [m.value for m in find_times("Late on Saturday, two days ago.", dt.date(2021, 11, 8))]
    ['2021-11-06', '2021-11-06']
    """
    clock = Clock(text, published)
    found: list[TimeMention] = []
    end = 0
    for match, rule in _candidates(text):
        if match.start() < end:
            continue
        reading = rule(match, clock)
        if reading is not None:
            mention = _mention(text, match, reading)
            _remember(clock, mention)
            found.append(mention)
            end = mention.span.end
    return tuple(found)


def _candidates(text: str) -> list[tuple[re.Match[str], Rule]]:
    """All matches of all rules: leftmost first, then longest, then as listed."""
    matches = [(match, rule) for pattern, rule in RULES for match in pattern.finditer(text)]
    return sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end()))


def _mention(text: str, match: re.Match[str], reading: Reading) -> TimeMention:
    start, end = match.start(), match.end()
    if match.groupdict().get("plural") and "WXX" not in (reading.value or ""):
        end = match.end("wd")
    while text[end - 1].isspace():
        end -= 1
    days = reading.range or timex.range_of(reading.value or "")
    precise = days is not None and days.earliest == days.latest
    return TimeMention(Span.of(text, start, end), reading.value, days, precise)


def _remember(clock: Clock, mention: TimeMention) -> None:
    if mention.precise and mention.range is not None:
        clock.day = mention.range.earliest
