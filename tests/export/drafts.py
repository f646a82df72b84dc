"""Views of attacks that never happened, and what an export for a team writes of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from typing import Any

from incident_views import ATTACK, Page, Told, page, says, view_of
from reportedly.counterparts import TeamRow
from reportedly.export import EXPORTERS
from reportedly.records import (
    Certainty,
    ClaimRole,
    DateRange,
    IncidentType,
    LedgerView,
    NumberRange,
    Place,
    SourceKind,
    Stance,
)

SELDA = Place(
    name="Port Selda", country="IQ", latitude=33.3406, longitude=44.4009, precision="city", geoname=1
)
NEAR_SELDA = Place(name="Ansel", country="IQ", latitude=33.40, longitude=44.50, precision="city", geoname=2)
FAR_OFF = Place(name="Kirkeby", country="IQ", latitude=36.3, longitude=43.1, precision="city", geoname=3)
PROVINCE = Place(name="Selda", country="IQ", latitude=33.0, longitude=44.0, precision="admin1", geoname=4)
DAY = DateRange(dt.date(2030, 6, 3), dt.date(2030, 6, 3))
EVENTS = {"acled": "events.csv", "gtd": "events.csv", "ucdp": "events.csv", "airwars": "incidents.csv"}
ADMITS, DENIES, NO_CLAIM = Stance.ADMITS, Stance.DENIES, Stance.NO_CLAIM


def files(format: str, view: LedgerView) -> dict[str, str]:
    """The files of a format by name, as text, without the mark in front of tables."""
    written = {}
    for file in EXPORTERS[format]().files(view):
        sink = io.BytesIO()
        file.write(sink)
        written[file.name] = sink.getvalue().decode("utf-8-sig")
    return written


def table(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file by column."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def row(format: str, view: LedgerView) -> dict[str, str]:
    """The one row of the events of a view of one attack."""
    (only,) = table(files(format, view)[EVENTS[format]])
    return only


def cells(format: str, view: LedgerView) -> dict[str, dict[str, str]]:
    """The cells of the events of one attack, by column."""
    told = table(files(format, view)["cells.csv"])
    return {each["column"]: each for each in told if each["file"] == EVENTS[format]}


def attack(
    *pages: Page,
    type: IncidentType = IncidentType.BOMBING,
    date: DateRange | None = DAY,
    place: Place | None = SELDA,
    attempt: bool = False,
    background: bool = False,
) -> LedgerView:
    """A view of one attack that these pages tell of."""
    view = view_of(*pages)
    incident = replace(
        view.incidents[0], type=type, date=date, place=place, attempt=attempt, background=background
    )
    return replace(view, incidents=(incident,))


def at(place: Place, by: str | None = None, words: str | None = None) -> Told:
    """A sentence that gives the place, perhaps in other words than its name."""
    return says(words or place.name, by, role=ClaimRole.PLACE, place=place)


def on(day: int, last: int | None = None, by: str | None = None) -> Told:
    """A sentence that gives the day of June 2030."""
    days = DateRange(dt.date(2030, 6, day), dt.date(2030, 6, last or day))
    return says(f"{day} June", by, role=ClaimRole.TIME, date=days)


def hit(words: str, by: str | None = None) -> Told:
    """A sentence that gives the target."""
    return says(words, by, role=ClaimRole.TARGET)


def with_weapon(words: str, by: str | None = None) -> Told:
    """A sentence that gives the weapon."""
    return says(words, by, role=ClaimRole.WEAPON)


def killed(low: int, high: int | None = -1, by: str | None = None, words: str | None = None) -> Told:
    """A sentence that gives a number of killed: exactly ``low`` unless ``high`` is given."""
    number = NumberRange(low, low if high == -1 else high)
    return says(words or str(low), by, role=ClaimRole.KILLED, number=number)


def nobody_claimed(by: str | None = None) -> Told:
    """'No group has claimed it.'"""
    return says(None, by, stance=NO_CLAIM, certainty=None)


def day(first: int, last: int | None = None) -> DateRange:
    """Days of June 2030."""
    return DateRange(dt.date(2030, 6, first), dt.date(2030, 6, last or first))


def team_row(**how: Any) -> TeamRow:
    """A row that fits the attack of these tests, but for what is given."""
    whole: dict[str, Any] = {
        "line": 2,
        "id": "X1",
        "days": day(3),
        "place": Place(name="Port Selda", latitude=33.34, longitude=44.40),
        "country": "Iraq",
        "actors": (),
        "killed": None,
        "sources": (),
    }
    return TeamRow(**(whole | how))


def reported(*sentences: Told) -> LedgerView:
    """One report of the attack that a row of a team is held against."""
    return attack(page("Reuters", at(SELDA), on(3), *sentences))


__all__ = [
    "ADMITS",
    "ATTACK",
    "DENIES",
    "FAR_OFF",
    "NEAR_SELDA",
    "NO_CLAIM",
    "PROVINCE",
    "SELDA",
    "Certainty",
    "SourceKind",
    "at",
    "attack",
    "cells",
    "day",
    "files",
    "hit",
    "killed",
    "nobody_claimed",
    "on",
    "page",
    "reported",
    "row",
    "says",
    "table",
    "team_row",
    "with_weapon",
]
