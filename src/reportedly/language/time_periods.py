# ruff: noqa: E501 -- a pattern reads best as one line an alternative
"""Rules for weeks, months, quarters and years, for spans between two times, and for 'now' and 'soon'."""

from __future__ import annotations

import datetime as dt
import re

from reportedly.language import timex
from reportedly.language.patterns import DIGITS, NUMBER_WORDS, YEAR, compiled
from reportedly.language.time_rules import Clock, Reading, Rule
from reportedly.language.time_units import ABOUT, COUNT, UNIT, count_of, duration, unit_of
from reportedly.records import DateRange

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_ORDINAL = rf"(?P<nth>{'|'.join(_ORDINALS)})"
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_SHIFT = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "preceding": -1,
    "this": 0,
    "current": 0,
    "next": 1,
    "coming": 1,
}
_EDGE = r"(?:(?:(?:the\s+)?(?:end|beginning|start|middle|rest)\s+of|earlier|later|early|late|mid)[\s-]+)?"


def _relative_unit(match: re.Match[str], clock: Clock) -> Reading | None:
    """'last week', 'this month', 'next year', 'earlier this month'."""
    which, unit = match["which"].lower(), unit_of(match)
    if unit[0] == "T":
        return Reading(duration(1.0, unit)) if which in ("past", "last") else None
    if unit == "N":
        return None
    if match["unit"].lower() != match[0][-len(match["unit"]) :].lower() and match[0].lower().endswith("s"):
        return Reading(duration(None, unit))
    if unit == "X" or (which == "past" and unit != "Y"):
        return _recent(1.0, unit, clock, value=duration(1.0, unit))
    value = clock.at(_SHIFT[which], unit)
    return Reading(value, _edged(value, match[0].lower(), clock))


def _edged(value: str | None, words: str, clock: Clock) -> DateRange | None:
    """'earlier this month' ends with the publication, 'later this week' begins with it."""
    days, published = timex.range_of(value or ""), clock.published
    if days is None or published is None or not days.earliest <= published <= days.latest:
        return None
    if words.startswith("earlier"):
        return DateRange(days.earliest, published)
    return DateRange(published, days.latest) if words.startswith("later") else None


def _recent(count: float | None, unit: str, clock: Clock, *, value: str | None) -> Reading:
    """A stretch of time up to the publication: 'the past two days', 'in the last 24 hours'."""
    published = clock.published
    if published is None or count is None or count > 5_000:
        return Reading(value)
    days = {"TH": -(-int(count) // 24), "TM": 1, "TS": 1}.get(unit)
    back = (
        timex.shifted(published, -days, "D")
        if days
        else timex.shifted(published, -max(1, int(count)), _plain(unit))
    )
    return Reading(value, None if back is None else DateRange(back, published))


def _plain(unit: str) -> str:
    return {"N": "D"}.get(unit, unit)


def _weekend(match: re.Match[str], clock: Clock) -> Reading | None:
    """The weekend last begun, unless 'next' or a verb looks forward."""
    published = clock.published
    if published is None:
        return Reading(None)
    which = (match["which"] or "").lower()
    since = (published.isoweekday() - 6) % 7
    ahead = which in ("next", "coming") or (which != "last" and since > 1 and bool(clock.future(match)))
    back = -since if not ahead else 7 - since
    if which == "last" and since <= 1:
        back -= 7
    saturday = timex.shifted(published, back, "D")
    return None if saturday is None else Reading(timex.week(saturday) + "-WE")


def _bare_unit(match: re.Match[str], clock: Clock) -> Reading | None:
    """'the week', 'the year': the one the report is written in."""
    unit = unit_of(match)
    return Reading(clock.at(0, unit)) if unit in "WMY" else None


def _season(match: re.Match[str], clock: Clock) -> Reading | None:
    season = _SEASONS[match["season"].lower()]
    if match["year"]:
        return Reading(f"{match['year']}-{season}")
    if clock.published is None:
        return Reading(f"XXXX-{season}")
    which = (match["which"] or "").lower()
    year = clock.published.year + (
        0 if which != "last" else -(clock.published.month <= {"SP": 5, "SU": 8}.get(season, 12))
    )
    return Reading(f"{year + (which == 'next'):04}-{season}")


def _ago(match: re.Match[str], clock: Clock) -> Reading | None:
    """'two days ago', 'a year earlier': a day, week, month or year at the grain of its unit."""
    count, unit, way = count_of(match), unit_of(match), match["way"].lower()
    if count is None:
        return Reading("PAST_REF" if way in ("ago", "earlier") else "FUTURE_REF")
    if unit[0] == "T":
        return _hours_ago(count, unit, way, clock)
    if way == "earlier" and unit in "DN":
        return _counted_from(-count, clock)
    if count == 1 and unit == "Y" and way in ("ago", "earlier"):
        return _year_before(clock)
    sign = 1 if way.startswith(("from", "hence")) else -1
    return Reading(
        clock.at(sign * int(count), {"X": "Y", "C": "Y", "N": "D"}.get(unit, unit)) if count < 5_000 else None
    )


def _hours_ago(count: float, unit: str, way: str, clock: Clock) -> Reading:
    if way != "ago" or clock.published is None:
        return Reading(duration(count, unit))
    return _recent(count, unit, clock, value=clock.published.isoformat())


def _counted_from(days: float, clock: Clock) -> Reading:
    """'a day earlier': from the last day that was read."""
    day = None if clock.day is None else timex.shifted(clock.day, int(days), "D")
    return Reading(None if day is None else day.isoformat())


def _year_before(clock: Clock) -> Reading:
    """In a results story the same quarter a year before; else the year before."""
    if clock.quarter is not None:
        return Reading(f"{int(clock.quarter[:4]) - 1:04}{clock.quarter[4:]}")
    return Reading(clock.at(-1, "Y"))


def _year_earlier(match: re.Match[str], clock: Clock) -> Reading | None:
    return _year_before(clock)


def _duration(match: re.Match[str], clock: Clock) -> Reading | None:
    """'three days', 'a five-hour flight', 'the past two months'; ages are no times."""
    unit, which = unit_of(match), (match["which"] or "").lower()
    bare = match["count"].lower() in ("a", "an")
    if _is_age(clock.text, match.end()) or (bare and unit in ("TS", "TM", "Q", "N")):
        return None
    if _FRACTION.match(match["count"] + match[0][-9:]) or _YEAR_COUNT.match(match["count"]):
        return None
    if bare and _is_rate(clock.text, match.start()):
        return Reading(duration(1.0, unit))
    count = count_of(match)
    value = duration(count, unit)
    if which in ("past", "last"):
        return _recent(count, unit, clock, value=value)
    return Reading(value, _later(count, unit, match.end(), clock))


def _later(count: float | None, unit: str, end: int, clock: Clock) -> DateRange | None:
    """The day meant by 'two days later', counted from the last day that was read."""
    if count is None or unit != "D" or clock.day is None or not _LATER.match(clock.text, end):
        return None
    day = timex.shifted(clock.day, int(count), "D") if count < 5_000 else None
    return None if day is None else DateRange(day, day)


_LATER = compiled(r"\s+later\b")


def _is_age(text: str, end: int) -> bool:
    after = text[end : end + 8].lower().lstrip(" -")
    return after.startswith(("old", "of age"))


_FRACTION = compiled(r"three-quarters$")
_YEAR_COUNT = re.compile(r"(?:19|20)\d\d$")
_RATE = compiled(r"[\d%]\s*(?:million|billion|cents?|percent|times)?\s*$")


def _is_rate(text: str, start: int) -> bool:
    """'$5 million a year'."""
    return _RATE.search(text[max(0, start - 16) : start]) is not None


def _some_units(match: re.Match[str], clock: Clock) -> Reading | None:
    """'for weeks', 'in recent months', 'decades of'."""
    return Reading(duration(None, unit_of(match)))


def _quarter(match: re.Match[str], clock: Clock) -> Reading | None:
    number = _ORDINALS[match["nth"].lower()]
    year = match["year"] or match["year2"]
    if year is None:
        if clock.published is None:
            return Reading(f"XXXX-Q{number}")
        shift = _SHIFT.get((match["which"] or match["which2"] or "").lower())
        year = (
            clock.published.year + shift
            if shift is not None
            else _quarter_year(number, match, clock.published, clock)
        )
    clock.quarter = f"{int(year):04}-Q{number}"
    return Reading(clock.quarter)


def _quarter_year(number: int, match: re.Match[str], published: dt.date, clock: Clock) -> int:
    current = (published.month + 2) // 3
    if number <= current or clock.future(match) or (number == current + 1 and published.month % 3 == 0):
        return published.year
    return published.year - 1


def _half(match: re.Match[str], clock: Clock) -> Reading | None:
    year = match["year"] or (clock.published and f"{clock.published.year:04}")
    return Reading(f"{year}-H{1 if match['half'].lower() == 'first' else 2}") if year else None


def _named_quarter(match: re.Match[str], clock: Clock) -> Reading | None:
    """'the quarter', 'the latest period', 'the year-earlier quarter': as the last one read."""
    which = match["which"].lower()
    if "ear" in which:
        return _year_before(clock)
    if match["noun"].lower() == "period" and clock.quarter is None:
        return None
    if "current" in which:
        return Reading(clock.at(0, "Q"))
    ended = clock.at(-1, "Q")
    ahead = ended is not None and clock.quarter is not None and clock.quarter > ended and "latest" in which
    return Reading(ended if ahead or clock.quarter is None else clock.quarter)


def _year(match: re.Match[str], clock: Clock) -> Reading | None:
    """A bare year, unless it counts something or is part of a longer number."""
    if match["lead"] or not _counts_things(clock.text, match.start(), match.end()):
        return Reading(match["year"])
    return None


_PLURAL_AFTER = compiled(
    r"\s+(?:\w+\s+)?(?:people|civilians|troops|soldiers|men|women|fighters|members|shares|\w+ers\b|tons|miles|km)"
)
_YEAR_BEFORE = compiled(
    r"\b(?:in|of|since|from|until|till|by|during|before|after|to|between|and|through|around)\s+$"
)


def _counts_things(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 12) : start], text[end : end + 30]
    if (
        (before[-1:] in tuple("$£€#.,-/:") and before[-2:] != ", ")
        or after[:1] in tuple("%/:")
        or after[:2] == ",0"
    ):
        return True
    if re.match(r"[.,]\d|-\d", after):
        return True
    return _PLURAL_AFTER.match(after) is not None and _YEAR_BEFORE.search(before) is None


def _decade(match: re.Match[str], clock: Clock) -> Reading | None:
    digits = match["decade"]
    return Reading(digits[:3] if len(digits) == 4 else f"19{digits[0]}")


def _century(match: re.Match[str], clock: Clock) -> Reading | None:
    number = int(match["nth"]) - 1
    return Reading(f"{number:02}") if 0 < number < 30 else None


def _present(match: re.Match[str], clock: Clock) -> Reading | None:
    return Reading("PRESENT_REF")


def _past(match: re.Match[str], clock: Clock) -> Reading | None:
    return Reading("PAST_REF")


def _to_come(match: re.Match[str], clock: Clock) -> Reading | None:
    return Reading("FUTURE_REF")


_ADVERBS = {
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "monthly": "P1M",
    "annually": "P1Y",
    "yearly": "P1Y",
}


def _set_adverb(match: re.Match[str], clock: Clock) -> Reading | None:
    return Reading(_ADVERBS[match[0].lower()])


def _every(match: re.Match[str], clock: Clock) -> Reading | None:
    count = count_of(match) if match["count"] else 1.0
    return Reading(duration(count, unit_of(match)))


_WHICH = r"(?P<which>last|past|previous|preceding|this|current|next|coming)"

PERIOD_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (compiled(rf"\b{_EDGE}(?:the\s+)?(?:{_WHICH}\s+)weekend\b"), _weekend),
    (compiled(r"\b(?:the\s+)(?P<which>)weekend\b"), _weekend),
    (
        compiled(rf"\b{_EDGE}(?:the\s+)?{_WHICH}\s+(?:fiscal\s+|calendar\s+)?{UNIT}(?:\s+or\s+so\b)?"),
        _relative_unit,
    ),
    (
        compiled(rf"\b(?:the\s+)?(?:{_WHICH}\s+)(?P<season>spring|summer|autumn|fall|winter)\b(?P<year>)?"),
        _season,
    ),
    (
        compiled(
            rf"\b(?P<which>)(?:the\s+)?(?P<season>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<year>{YEAR})"
        ),
        _season,
    ),
    (
        compiled(
            rf"\b{_EDGE}(?:the\s+)(?:full\s+|entire\s+|whole\s+|fiscal\s+)?(?P<unit>week|month|year)\b(?!-)"
        ),
        _bare_unit,
    ),
    (
        compiled(rf"\b{ABOUT}{COUNT}[\s-]+{UNIT}(?:\s+or\s+so)?\s+(?P<way>ago|earlier|from\s+now|hence)\b"),
        _ago,
    ),
    (compiled(r"\b(?:the\s+)?year-(?:ago|earlier)\b(?:\s+(?:quarter|period)\b)?"), _year_earlier),
    (
        compiled(
            rf"\b{ABOUT}(?:each\s+of\s+)?(?:the\s+)?(?:(?P<which>last|past|next|first|final|previous|coming|following)\s+)?{COUNT}"
            rf"(?:\s+(?:to|or)\s+(?:{DIGITS}|{NUMBER_WORDS}))?[\s-]+(?:trading\s+|consecutive\s+|straight\s+)?{UNIT}(?:\s+or\s+so\b)?(?!-(?:ago|earlier))"
        ),
        _duration,
    ),
    (
        compiled(
            r"\b(?:(?<=for )|(?<=in )|(?<=over )|(?<=within )|(?<=after )|(?<=of )|(?=recent )|(?=the coming ))(?:recent\s+|the\s+coming\s+)?"
            r"(?P<unit>hour|day|week|month|year|decade)s\b"
        ),
        _some_units,
    ),
    (
        compiled(
            rf"\b(?:(?:(?P<which>last|this|next)\s+year's|the(?:\s+(?P<year>{YEAR}))?)\s+)?(?:fiscal[\s-]+)?{_ORDINAL}[\s-]quarters?\b"
            rf"(?:\s+of\s+(?:(?P<year2>{YEAR})|(?P<which2>last|this|next)\s+year\b))?"
        ),
        _quarter,
    ),
    (
        compiled(
            r"\b(?:the\s+)(?P<which>(?:latest|current|year-earlier|year-ago)\s+|)(?P<noun>quarter|period)\b(?!\s+(?:of|from|to))"
        ),
        _named_quarter,
    ),
    (
        compiled(
            rf"(?<![\w.$-])(?P<lead>{_EDGE}|the\s+year\s+|fiscal\s+|calendar\s+|mid-)(?P<year>{YEAR})(?![-\d])"
        ),
        _year,
    ),
    (
        compiled(
            r"\b(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?P<decade>(?:1[5-9]|20)\d0|(?<=the )\d0|(?<=')\d0)'?s\b"
        ),
        _decade,
    ),
    (
        compiled(
            rf"\b(?:the\s+)?(?P<half>first|second|last)\s+half(?:\s+of\s+(?P<year>{YEAR}))?(?!\s+of\s+the)"
        ),
        _half,
    ),
    (
        compiled(r"\b(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?P<nth>\d\d?)(?:st|nd|rd|th)[\s-]century\b"),
        _century,
    ),
    (
        compiled(
            r"\b(?:(?:right|until|by|for)\s+)?(?<!just )now\b|\bcurrent(?:ly)?\b|\bthese\s+days\b|\bat\s+present\b|\bpresently\b|\bnowadays\b"
        ),
        _present,
    ),
    (
        compiled(
            r"\b(?:more\s+|most\s+)?recent(?:ly)?\b(?!\s+(?:days|weeks|months|years|decades|hours))|(?<=in )the\s+past\b(?=\s*[,.;)]|\s+(?:it|he|she|they|the|and|but|to|for|by|as)\b)|\bformerly\b"
        ),
        _past,
    ),
    (compiled(r"\b(?:the\s+)?(?:near\s+|foreseeable\s+)?future\b|\bas\s+soon\s+as\s+possible\b"), _to_come),
    (compiled(r"\b(?:daily|nightly|weekly|monthly|annually|yearly)\b"), _set_adverb),
    (compiled(rf"\b(?:every|each)\s+(?:{COUNT}\s+)?{UNIT}"), _every),
)
