"""Publication dates as pages, feeds and tables write them."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime

_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_YEAR = r"(?P<year>\d{4}|\d{2})(?!\d)"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WORDED = (
    re.compile(rf"{_DAY}[\s.-]{{1,3}}(?:of\s)?{_MONTH}[\s,.-]{{1,3}}{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s{{1,3}}{_DAY},?\s{{1,3}}{_YEAR}", re.IGNORECASE),
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{2,6}Z?)?")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_LONGEST = 100
# Two digits: 69 and later are of the twentieth century, as POSIX has it.
_PIVOT = 69


def parse_published(value: str | None) -> tuple[dt.date | None, dt.datetime | None]:
    """Read a publication date; the second value is set where it tells the time with its zone.

    Of day and month in figures the month comes first with slashes and last with dots or
    dashes, unless a number over 12 settles it. What cannot be read gives no date.

    >>> parse_published("2021-11-08T06:30:00+03:00")[0]
    datetime.date(2021, 11, 8)
    >>> parse_published("19-JUN-1987 07:07:28.57")[0]
    datetime.date(1987, 6, 19)
    """
    text = (value or "").strip()[:_LONGEST]
    moment = _moment(text)
    if moment is not None:
        return moment.date(), moment if moment.tzinfo is not None else None
    return _worded(text) or _figures(text), None


def parse_modified(value: str | None) -> dt.datetime | None:
    """Read when a page was last changed; of a day without a time its midnight, without a zone.

    >>> parse_modified("9 November 2021")
    datetime.datetime(2021, 11, 9, 0, 0)
    """
    text = (value or "").strip()[:_LONGEST]
    if moment := _moment(text):
        return moment
    day = parse_published(text)[0]
    return dt.datetime.combine(day, dt.time()) if day else None


def _moment(text: str) -> dt.datetime | None:
    try:
        if re.match(r"\d{4}-\d\d-\d\d[T ]", text):
            return dt.datetime.fromisoformat(text)
        if re.match(r"[A-Za-z]{3},? \d", text):
            return parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        pass
    return None


def _worded(text: str) -> dt.date | None:
    for pattern in _WORDED:
        if found := pattern.search(text):
            return _date(_full_year(found["year"]), _MONTHS[found["month"].lower()], int(found["day"]))
    return None


def _figures(text: str) -> dt.date | None:
    if found := _YEAR_FIRST.search(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _COMPACT.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.search(text):
        first, second = int(found[1]), int(found[3])
        month_first = second > 12 or (found[2] == "/" and first <= 12)
        month, day = (first, second) if month_first else (second, first)
        return _date(_full_year(found[4]), month, day)
    return None


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 1900 + year if year >= _PIVOT else 2000 + year


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
