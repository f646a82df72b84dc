"""The filters of a list as an address or a form has them, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated

from fastapi import Form, Query

from reportedly.board import Filters
from reportedly.errors import UsageError

Text = Annotated[str, Query()]
Sent = Annotated[str, Form()]


def asked_filters(
    since: Text = "",
    until: Text = "",
    place: Text = "",
    country: Text = "",
    actor: Text = "",
    grade: Text = "",
    outlet: Text = "",
    unread: Text = "",
    differs: Text = "",
) -> Filters:
    """The filters of an address; an empty field asks for nothing.

    Raises:
        UsageError: a day is none.
    """
    return Filters(
        since=_day(since),
        until=_day(until),
        place=place.strip() or None,
        country=country.strip().upper() or None,
        actor=actor.strip() or None,
        grade=grade or None,
        outlet=outlet.strip() or None,
        unread=bool(unread),
        differs=bool(differs),
    )


def sent_filters(
    since: Sent = "",
    until: Sent = "",
    place: Sent = "",
    country: Sent = "",
    actor: Sent = "",
    grade: Sent = "",
    outlet: Sent = "",
    unread: Sent = "",
    differs: Sent = "",
) -> Filters:
    """The filters of a form; as :func:`asked_filters`."""
    return asked_filters(since, until, place, country, actor, grade, outlet, unread, differs)


def told_filters(wanted: Filters) -> Mapping[str, str]:
    """Filters as the fields of an address or a form; what asks for nothing is left out."""
    given = {
        "since": wanted.since.isoformat() if wanted.since else "",
        "until": wanted.until.isoformat() if wanted.until else "",
        "place": wanted.place or "",
        "country": wanted.country or "",
        "actor": wanted.actor or "",
        "grade": wanted.grade or "",
        "outlet": wanted.outlet or "",
        "unread": "1" if wanted.unread else "",
        "differs": "1" if wanted.differs else "",
    }
    return {name: value for name, value in given.items() if value}


def _day(given: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(given.strip()) if given.strip() else None
    except ValueError:
        raise UsageError(f"{given!r} is no day such as 2024-03-22") from None
