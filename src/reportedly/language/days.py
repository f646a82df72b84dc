"""A day in words."""

from __future__ import annotations

import datetime as dt

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(day: dt.date) -> str:
    """A day, the month in English whatever the locale.

    >>> day_words(dt.date(2021, 11, 9))
    '9 Nov 2021'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day_words(day: dt.date) -> str:
    """A day without its year.

    >>> short_day_words(dt.date(2021, 11, 9))
    '9 Nov'
    """
    return f"{day.day} {_MONTHS[day.month - 1]}"
