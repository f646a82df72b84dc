"""TIMEX3 values (ISO-TimeML, as TempEval-3 scores them) and the days that they cover.

``2016-10-10``, ``2016-10-10TNI``, ``2016-10``, ``2016-W41``, ``2016-W41-WE``, ``2016-Q4``, ``2016-H2``,
``2016-SU``, ``2016``, ``201`` (a decade), ``20`` (a century).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from reportedly.records import DateRange

_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?$")
_MONTH = re.compile(r"(\d{4})-(\d\d)$")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])$")
_HALF = re.compile(r"(\d{4})-H([12])$")
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)$")
_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def range_of(value: str) -> DateRange | None:
    """The days that a value covers; None for durations, sets and vague references.

    >>> range_of("2016-W41-WE")
    DateRange(earliest=datetime.date(2016, 10, 15), latest=datetime.date(2016, 10, 16))
    """
    try:
        return _range_of(value.split("T")[0])
    except (ValueError, OverflowError):
        return None


def _range_of(value: str) -> DateRange | None:
    if match := _WEEK.match(value):
        first = dt.date.fromisocalendar(int(match[1]), int(match[2]), 6 if match[3] else 1)
        return DateRange(first, dt.date.fromisocalendar(int(match[1]), int(match[2]), 7))
    if match := _MONTH.match(value):
        return months(int(match[1]), int(match[2]), 1)
    if match := _QUARTER.match(value):
        return months(int(match[1]), 3 * int(match[2]) - 2, 3)
    if match := _HALF.match(value):
        return months(int(match[1]), 6 * int(match[2]) - 5, 6)
    if match := _SEASON.match(value):
        return months(int(match[1]), _SEASON_MONTH[match[2]], 3)
    if not value.isdigit():
        day = dt.date.fromisoformat(value) if len(value) == 10 else None
        return None if day is None else DateRange(day, day)
    return _years(value)


def _years(value: str) -> DateRange | None:
    if not 2 <= len(value) <= 4:
        return None
    width: int = 10 ** (4 - len(value))
    first = int(value) * width
    return DateRange(dt.date(first, 1, 1), dt.date(first + width - 1, 12, 31))


def months(year: int, month: int, count: int) -> DateRange:
    """The days of ``count`` months from the first of ``month`` on."""
    first = dt.date(year, month, 1)
    last = add_months(first, count - 1)
    return DateRange(first, last.replace(day=calendar.monthrange(last.year, last.month)[1]))


def add_months(day: dt.date, count: int) -> dt.date:
    """The same day ``count`` months on (or back), or the month's last where it is shorter."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def week(day: dt.date) -> str:
    """The value of the ISO week that a day is in."""
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


def month(day: dt.date) -> str:
    """The value of the month that a day is in."""
    return f"{day.year:04}-{day.month:02}"


def quarter(day: dt.date) -> str:
    """The value of the quarter that a day is in."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def at_grain(day: dt.date, unit: str) -> str:
    """The value of the unit (D W M Q Y, X decade, C century) that a day is in."""
    if unit in "XC":
        return f"{day.year:04}"[: 3 if unit == "X" else 2]
    return {"D": day.isoformat(), "W": week(day), "M": month(day), "Q": quarter(day)}.get(
        unit, f"{day.year:04}"
    )


def shifted(day: dt.date, count: int, unit: str) -> dt.date | None:
    """A day moved by ``count`` units; None where the calendar does not reach.

    >>> shifted(dt.date(2020, 2, 29), -1, "Y")
    datetime.date(2019, 2, 28)
    """
    try:
        if unit in ("D", "W"):
            return day + dt.timedelta(days=count * (7 if unit == "W" else 1))
        return add_months(day, count * {"M": 1, "Q": 3, "Y": 12, "X": 120, "C": 1200}[unit])
    except (ValueError, OverflowError):
        return None
