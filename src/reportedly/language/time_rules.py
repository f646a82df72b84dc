# ruff: noqa: E501 -- a pattern reads best as one line an alternative
"""The rules of :mod:`reportedly.language.times`: what a time expression looks like, and what day it means.

A rule is a pattern and a function from its match to a reading. Where rules overlap the leftmost wins, then
the longest, then the earlier one in :data:`RULES`. Values follow TIMEX3; see :mod:`reportedly.language.timex`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from reportedly.language import timex
from reportedly.language.patterns import (
    DAY_OF_MONTH,
    MONTH,
    MONTHS,
    WEEKDAY,
    WEEKDAY_SHORT,
    WEEKDAYS,
    YEAR,
    compiled,
)
from reportedly.records import DateRange


@dataclass(frozen=True, slots=True)
class Reading:
    """A value, and the days it covers where they are not simply those of the value."""

    value: str | None
    range: DateRange | None = None


@dataclass(slots=True)
class Clock:
    """What a rule may look at beside its match: the text, its date, and what was read before."""

    text: str
    published: dt.date | None
    day: dt.date | None = None
    """The last single day read; 'that day' and 'a day later' count from it."""
    quarter: str | None = None
    """The last quarter read; 'a year earlier' in a results story is the same quarter's."""

    def future(self, match: re.Match[str]) -> bool | None:
        """Whether the words around look forward; None where they do not tell."""
        return looks_forward(self.text, match.start(), match.end())

    @property
    def today(self) -> dt.date:
        """The day of publication, for rules that have made sure that there is one."""
        if self.published is None:
            raise LookupError("the report has no date; ask for Clock.published")
        return self.published

    def shifted(self, count: int, unit: str) -> dt.date | None:
        """The day of publication moved by so many units; None without one."""
        return None if self.published is None else timex.shifted(self.published, count, unit)

    def at(self, count: int, unit: str) -> str | None:
        """The value of the unit so many units from publication."""
        day = self.shifted(count, unit)
        return None if day is None else timex.at_grain(day, unit)


Rule = Callable[[re.Match[str], Clock], Reading | None]

_CUE = compiled(
    r"\b(?:(?P<next>will|would|wo|won't|shall|to\s+be|going\s+to|scheduled|expected|due|set\s+to|plans\s+to|planned\s+for"
    r"|slated|until|upcoming|deadline|payable|expires?|by(?=\s*$))"
    r"|(?P<past>said|says|told|was|were|had|has|have|did|\w+ed|made|took|left|hit|shot|began|came|went|met|fell|rose|struck"
    r"|saw|sent|spoke|gave|held|found|lost|won|got|became|set|since|ago|after|last))\b"
)
_BREAK = re.compile(r"[.!?;]\s|\n\s*\n")
_LOOK = 90
"""How far to either side of a time the words that tell its direction are looked for, in characters."""


def looks_forward(text: str, start: int, end: int) -> bool | None:
    """The direction of the nearest verb cue before a time, else of the first one behind it."""
    before = looked_forward(text, start)
    if before is not None:
        return before
    right = text[end : end + _LOOK]
    stop = _BREAK.search(right)
    cue = _CUE.search(right[: stop.start()] if stop else right)
    return None if cue is None else cue["next"] is not None


def looked_forward(text: str, start: int) -> bool | None:
    """The direction of the nearest verb cue before a time in its sentence; None where there is none."""
    left = text[max(0, start - _LOOK) : start]
    left = left[max((m.end() for m in _BREAK.finditer(left)), default=0) :]
    cues = list(_CUE.finditer(left))
    return cues[-1]["next"] is not None if cues else None


def year_of(text: str) -> int:
    """A year in two or four digits; two digits up to 40 are of this century."""
    number = int(text.strip("'’ "))
    return number if number > 99 else number + (2000 if number <= 40 else 1900)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _iso(match: re.Match[str], clock: Clock) -> Reading | None:
    day = _date(int(match["y"]), int(match["m"]), int(match["d"]))
    return None if day is None else Reading(day.isoformat())


def _numeric(match: re.Match[str], clock: Clock) -> Reading | None:
    """Day or month first: the reading nearest to the publication, else as the separator suggests."""
    first, second, year = int(match["a"]), int(match["b"]), year_of(match["y"])
    american, european = _date(year, first, second), _date(year, second, first)
    options = [day for day in ((american, european) if match["sep"] == "/" else (european, american)) if day]
    if not options:
        return None
    published = clock.published
    if published is not None:
        options.sort(
            key=lambda day: (
                (abs((published - day).days) > 31, day > published) if published else (False, False)
            )
        )
    return Reading(options[0].isoformat())


def _month_number(name: str) -> int:
    return MONTHS[name[:3].lower()]


def _month_day(match: re.Match[str], clock: Clock) -> Reading | None:
    month, days = _month_number(match["month"]), [int(d) for d in re.findall(r"\d+", match["days"])]
    part = f"T{_PARTS[match['part'].lower()]}" if match["part"] else ""
    year = match["year"] or match.groupdict().get("year2")
    if year is not None:
        return _span_of_days(year_of(year), month, days, part)
    if match["which"] and clock.published is not None:
        return _span_of_days(clock.published.year + _STEPS[match["which"].lower()], month, days, part)
    return _without_year(month, days, match, clock, part)


_STEPS = {"last": -1, "this": 0, "next": 1}


def _span_of_days(year: int, month: int, days: list[int], part: str = "") -> Reading | None:
    first, last = _date(year, month, days[0]), _date(year, month, days[-1])
    if first is None or last is None or last < first:
        return None
    return Reading(first.isoformat() + part, DateRange(first, last))


def _without_year(
    month: int, days: list[int], match: re.Match[str], clock: Clock, part: str
) -> Reading | None:
    """A day of the nearest year, of three in which the weekday beside it falls on it; of none where in none."""
    undated = Reading(f"XXXX-{month:02}-{days[0]:02}") if days[0] <= 31 else None
    if clock.published is None:
        return undated
    if match["wd"]:
        year = _year_of_weekday(clock.published, month, days[0], WEEKDAYS[match["wd"][:3].lower()])
        return undated if year is None else _span_of_days(year, month, days, part)
    year = _nearest_year(clock, match, lambda year: _date(year, month, days[0]))
    if year is None:
        return None
    return _span_of_days(year, month, days, part)


def _year_of_weekday(published: dt.date, month: int, day: int, weekday: int) -> int | None:
    """The year next to the publication in which a day falls on a weekday; None where it does in none."""
    years = range(max(1, published.year - 1), min(9_999, published.year + 1) + 1)
    dates = [date for year in years if (date := _date(year, month, day)) and date.isoweekday() == weekday]
    return min(dates, key=lambda date: abs(date - published)).year if dates else None


_CARRIES_NO_YEAR = 60
"""Days within which the nearest date is meant whatever the verbs say: the other would carry its year."""


def _nearest_year(clock: Clock, match: re.Match[str], at: Callable[[int], dt.date | None]) -> int | None:
    """The year that puts a day nearest to publication; farther off, the one before unless words look forward."""
    published = clock.today
    away = {}
    for year in range(max(1, published.year - 4), min(9_999, published.year + 4) + 1):
        day = at(year)
        if day is not None:
            away[year] = (day - published).days
    nearest = min(away, key=lambda year: abs(away[year]), default=None)
    if nearest is None or -_CARRIES_NO_YEAR <= away[nearest] <= 1:
        return nearest
    if 0 < away[nearest] <= _CARRIES_NO_YEAR and not _happened(clock.text, match.start()):
        return nearest
    forward = clock.future(match) is True
    sided = [year for year in away if (away[year] >= 0) is forward]
    return min(sided, key=lambda year: abs(away[year]), default=nearest)


_HAPPENED = compiled(
    r"\b(?:\w+ed|was|were|died|shot|hit|struck|began|took\s+place)\s+(?:\w+\s+){0,4}(?:on|in|since|of)\s+$"
)


def _happened(text: str, start: int) -> bool:
    """Whether a verb of the past governs the time itself ('was killed on …')."""
    return (
        looked_forward(text, start) is False
        and _HAPPENED.search(text[max(0, start - 60) : start]) is not None
    )


def _month_year(match: re.Match[str], clock: Clock) -> Reading | None:
    return _parted(year_of(match["year"]), _month_number(match["month"]), match["part"])


def _parted(year: int, month: int, part: str | None) -> Reading:
    """A month, and of 'early', 'mid' and 'late' its first, middle or last twelve days or so."""
    whole = timex.months(year, month, 1)
    first, last = whole.earliest, whole.latest
    word = (part or "").lower().strip(" -")
    if word == "early":
        last = first.replace(day=12)
    elif word == "late":
        first = first.replace(day=18)
    elif word in ("mid", "middle"):
        first, last = first.replace(day=9), first.replace(day=22)
    return Reading(f"{year:04}-{month:02}", DateRange(first, last))


_MONTH_NEEDS = compiled(
    r"\b(?:in|since|until|till|from|of|last|next|this|early|late|mid|by|during|through|to|between|before|after|and|for)[\s-]+$"
)


def _bare_month(match: re.Match[str], clock: Clock) -> Reading | None:
    name = match["month"]
    lead = (match["lead"] or "").lower().strip(" -")
    if not name[0].isupper() or not _is_month(
        name, lead, clock.text[max(0, match.start() - 12) : match.start()]
    ):
        return None
    month = _month_number(name)
    if clock.published is None:
        return Reading(f"XXXX-{month:02}")
    year = _month_in_year(month, lead, match, clock)
    return None if year is None else _parted(year, month, lead.split()[-1] if lead else None)


def _is_month(name: str, lead: str, before: str) -> bool:
    """'may', 'march' and abbreviations are months only where a preposition or a determiner says so."""
    word = name.lower()
    if lead or (len(word.strip(".")) > 4 and word != "march") or word in ("june", "july"):
        return True
    return (word in ("may", "march") or word.endswith(".")) and _MONTH_NEEDS.search(before) is not None


def _month_in_year(month: int, lead: str, match: re.Match[str], clock: Clock) -> int | None:
    published = clock.today
    if lead.startswith(("last", "past", "previous")):
        return published.year - (month >= published.month)
    if lead.startswith(("next", "coming")):
        return published.year + (month <= published.month)
    if lead.startswith("this"):
        return published.year
    if month == published.month:
        return published.year
    return _nearest_year(clock, match, lambda year: _date(year, month, 15))


def _month_of_that_year(match: re.Match[str], clock: Clock) -> Reading | None:
    """'June last year', 'January this year'."""
    if clock.published is None:
        return Reading(f"XXXX-{_month_number(match['month']):02}")
    year = clock.published.year + _STEPS[match["which"].lower()]
    return _parted(year, _month_number(match["month"]), None)


# ---------------------------------------------------------------- weekdays and parts of days

_PARTS = {
    "morning": "MO", "dawn": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "noon": "12:00", "midday": "12:00",
    "midnight": "24:00", "lunchtime": "12:00", "nightfall": "NI", "dusk": "EV", "sunset": "EV",
}  # fmt: skip
_PART = rf"(?P<part>{'|'.join(_PARTS)})"


def _weekday(match: re.Match[str], clock: Clock) -> Reading | None:
    number = WEEKDAYS[match["wd"][:3].lower()]
    if match["plural"] and _repeats(match, clock):
        return Reading(f"XXXX-WXX-{number}")
    part = match.groupdict().get("part") or match.groupdict().get("part2")
    suffix = f"T{_PARTS[part.lower()]}" if part else ""
    if clock.published is None:
        return Reading(f"XXXX-WXX-{number}{suffix}")
    day = _weekday_date(number, (match["lead"] or "").lower(), match, clock)
    if match["week"]:
        # 'Thursday last week': weeks begin on Monday.
        weeks = _STEPS[match["week"].lower()]
        day = clock.shifted(number - clock.published.isoweekday() + 7 * weeks, "D")
    return None if day is None else Reading(day.isoformat() + suffix)


def _repeats(match: re.Match[str], clock: Clock) -> bool:
    """'on Tuesdays' repeats; 'Tuesdays massacre' has lost its apostrophe."""
    after = clock.text[match.end() : match.end() + 2]
    return not (after[:1] == " " and after[1:2].isalpha())


def _weekday_date(number: int, lead: str, match: re.Match[str], clock: Clock) -> dt.date | None:
    published = clock.today
    back = (published.isoweekday() - number) % 7
    if "last" in lead or "previous" in lead or "past" in lead:
        return timex.shifted(published, -(back or 7), "D")
    if "next" in lead or "coming" in lead or "following" in lead:
        return timex.shifted(published, 7 - back, "D")
    if back and not _owns(clock.text, match.end()) and clock.future(match):
        return timex.shifted(published, 7 - back, "D")
    return timex.shifted(published, -back, "D")


def _owns(text: str, end: int) -> bool:
    """'Wednesday's ruling' has been."""
    return text[end : end + 2] in ("'s", "’s")


def _every_weekday(match: re.Match[str], clock: Clock) -> Reading | None:
    return Reading(f"XXXX-WXX-{WEEKDAYS[match['wd'][:3].lower()]}")


_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def _relative_day(match: re.Match[str], clock: Clock) -> Reading | None:
    word = match["word"].lower()
    day = clock.shifted(_DAYS[word], "D")
    part = "night" if word == "tonight" else match["part"]
    return _on(day, f"T{_PARTS[part.lower()]}" if part else "")


def _on(day: dt.date | None, suffix: str = "", *, also: dt.date | None = None) -> Reading:
    if day is None:
        return Reading(f"XXXX-XX-XX{suffix}" if suffix else None)
    return Reading(day.isoformat() + suffix, DateRange(min(day, also), max(day, also)) if also else None)


def _this_part(match: re.Match[str], clock: Clock) -> Reading | None:
    return _on(
        clock.shifted(-1 if match["which"].lower() == "last" else 0, "D"), f"T{_PARTS[match['part'].lower()]}"
    )


def _overnight(match: re.Match[str], clock: Clock) -> Reading | None:
    return _on(clock.published, "TNI", also=clock.shifted(-1, "D"))


def _two_days_off(match: re.Match[str], clock: Clock) -> Reading | None:
    return _on(clock.shifted(-2 if "before" in match[0].lower() else 2, "D"))


def _in_the_day(match: re.Match[str], clock: Clock) -> Reading | None:
    return _on(clock.day or clock.published)


def _that_day(match: re.Match[str], clock: Clock) -> Reading | None:
    which = match["which"].lower()
    day = clock.day or clock.published
    if day is None:
        return Reading(None)
    count = {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(which, 0)
    return _on(timex.shifted(day, count, "D"))


def _clock_time(match: re.Match[str], clock: Clock) -> Reading | None:
    hour, minute = int(match["h"]) % 12 + (12 if match["ap"].lower() == "p" else 0), int(match["mi"] or 0)
    if int(match["h"]) > 12 or minute > 59:
        return None
    day = clock.published
    if match["word"]:
        day = clock.shifted(_DAYS[match["word"].lower()], "D")
    elif match["wd"] and clock.published is not None:
        day = _weekday_date(WEEKDAYS[match["wd"][:3].lower()], "", match, clock)
    elif clock.day is not None:
        day = clock.day
    return _on(day, f"T{hour:02}:{minute:02}")


_ON_WEEKDAY = rf"(?:(?:{_PART}\s+(?:on\s+|of\s+))?(?P<wd>{WEEKDAY}|{WEEKDAY_SHORT})\s*,?\s+)?"
"""The weekday before a date, and the part of the day before that."""
_OF_THAT_YEAR = r"\s*,?\s+(?P<which>last|this|next)\s+year\b"
_NO_DATE = rf"(?!\s*,?\s+(?:{MONTH}\s*{DAY_OF_MONTH}\b|{DAY_OF_MONTH}\s*(?:of\s+)?{MONTH}\b))"


DATE_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (compiled(r"(?<![\d.,/-])(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?![\d/])"), _iso),
    (
        compiled(
            r"(?<![\d.,/$-])(?P<a>\d\d?)(?P<sep>[-/.])(?P<b>\d\d?)(?P=sep)(?P<y>(?:19|20)\d\d|\d\d(?![\d.,]))"
        ),
        _numeric,
    ),
    (
        compiled(
            rf"\b{_ON_WEEKDAY}(?P<month>{MONTH})\s*(?P<days>{DAY_OF_MONTH}"
            rf"(?:\s*(?:-|–|to|and|through)\s*(?:{DAY_OF_MONTH})(?!\s*(?:,|people|{MONTH})))?)"
            rf"(?!:\d)(?:(?:\s*,|\s+of)?\s+(?P<year>{YEAR})|{_OF_THAT_YEAR})?"
        ),
        _month_day,
    ),
    (
        compiled(
            rf"\b{_ON_WEEKDAY}(?P<days>{DAY_OF_MONTH}(?:\s*(?:-|–|to|and)\s*{DAY_OF_MONTH})?)"
            rf"\s*(?:of\s+)?-?(?P<month>{MONTH})(?:(?:\s*,|-|\s+of)?\s*(?P<year>{YEAR})|{_OF_THAT_YEAR}|\s+(?P<year2>'?\d\d)(?=\s*[(,\]—–-]|\s*$))?"
        ),
        _month_day,
    ),
    (
        compiled(
            rf"\b(?:(?P<part>early|late|mid|middle)[\s-]+)?(?P<month>{MONTH})(?:\s*,|\s+of)?\s+(?P<year>{YEAR})"
        ),
        _month_year,
    ),
    (compiled(rf"\b(?P<month>{MONTH})\s+(?:of\s+)?(?P<which>last|this|next)\s+year\b"), _month_of_that_year),
    (
        compiled(
            rf"\b(?P<lead>(?:(?:the\s+)?(?:last|next|this|past|previous|coming)\s+)?(?:(?:early|late|mid)[\s-]+)?)"
            rf"(?P<month>{MONTH})(?!\s+\d)"
        ),
        _bare_month,
    ),
    (compiled(rf"\b(?:every|each)\s+(?P<wd>{WEEKDAY})\b"), _every_weekday),
    (
        compiled(
            rf"\b(?:{_PART}\s+(?:on\s+|of\s+)?)?(?P<lead>(?:(?:the\s+)?(?:last|next|this|previous|past|coming|following)\s+)?"
            rf"(?:(?:early|late|mid)[\s-]+)?)(?P<wd>{WEEKDAY})(?P<plural>s?)\b{_NO_DATE}(?:\s+(?:at\s+)?(?P<part2>{'|'.join(_PARTS)})\b)?"
            rf"(?:\s+(?:of\s+)?(?P<week>last|this|next)\s+week\b)?"
        ),
        _weekday,
    ),
    (
        compiled(
            rf"\b(?:(?:early|late|later|earlier)\s+)?(?P<word>today|tonight|yesterday|tomorrow)\b(?:\s+{_PART}\b)?"
        ),
        _relative_day,
    ),
    (compiled(rf"\b(?:(?:early|late|later|earlier)\s+)?(?P<which>this|last)\s+{_PART}\b"), _this_part),
    (compiled(r"\bovernight\b"), _overnight),
    (compiled(r"\b(?:the\s+)?day\s+(?:before\s+yesterday|after\s+tomorrow)\b"), _two_days_off),
    (compiled(r"\b(?:earlier|later|late|early)\s+(?:in\s+the|that|the\s+same)\s+day\b"), _in_the_day),
    (compiled(r"\b(?:the\s+)?(?P<which>same|next|following|previous|preceding|that)\s+day\b"), _that_day),
    (
        compiled(
            rf"\b(?P<h>\d\d?)(?::(?P<mi>\d\d))?\s*(?P<ap>[ap])\.?m\b\.?(?:\s+(?:local\s+time|[A-Z]{{2,4}}T|GMT))?"
            rf"(?:\s+(?:on\s+)?(?:(?P<wd>{WEEKDAY})|(?P<word>today|yesterday|tomorrow))\b)?"
        ),
        _clock_time,
    ),
)
