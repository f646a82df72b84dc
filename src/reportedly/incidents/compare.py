"""How days, places, kinds and targets of two incidents stand to each other."""

from __future__ import annotations

from enum import IntEnum

from reportedly.incidents.traits import Traits, words_of
from reportedly.language.distance import kilometres
from reportedly.records import IncidentType, Place

DAYS = 1
"""Slack between two dates of one attack: midnight, time zones, 'overnight'."""
KILOMETRES = 50.0
_NEWS_DAYS = 7
_UNKNOWN = IncidentType.UNKNOWN

COMPATIBLE = {
    IncidentType.ASSASSINATION: {
        IncidentType.ARMED_ASSAULT,
        IncidentType.BOMBING,
        IncidentType.AIR_OR_DRONE_STRIKE,
        IncidentType.UNARMED_ASSAULT,
    },
    IncidentType.ARMED_ASSAULT: {
        IncidentType.ASSASSINATION,
        IncidentType.BOMBING,
        IncidentType.HOSTAGE_TAKING,
        IncidentType.SHELLING,
    },
    IncidentType.BOMBING: {
        IncidentType.ASSASSINATION,
        IncidentType.ARMED_ASSAULT,
        IncidentType.AIR_OR_DRONE_STRIKE,
        IncidentType.INFRASTRUCTURE,
        IncidentType.SHELLING,
    },
    IncidentType.AIR_OR_DRONE_STRIKE: {
        IncidentType.ASSASSINATION,
        IncidentType.BOMBING,
        IncidentType.INFRASTRUCTURE,
        IncidentType.SHELLING,
    },
    IncidentType.HOSTAGE_TAKING: {IncidentType.ARMED_ASSAULT, IncidentType.HIJACKING},
    IncidentType.HIJACKING: {IncidentType.HOSTAGE_TAKING},
    IncidentType.INFRASTRUCTURE: {
        IncidentType.BOMBING,
        IncidentType.AIR_OR_DRONE_STRIKE,
        IncidentType.SHELLING,
    },
    IncidentType.UNARMED_ASSAULT: {IncidentType.ASSASSINATION},
    IncidentType.SHELLING: {
        IncidentType.ARMED_ASSAULT,
        IncidentType.BOMBING,
        IncidentType.AIR_OR_DRONE_STRIKE,
        IncidentType.INFRASTRUCTURE,
    },
}
"""Types that two reports may give one attack; symmetric. Unknown goes with all."""


class Fit(IntEnum):
    """How two values of one kind stand to each other."""

    CONFLICT = 0
    UNKNOWN = 1
    NEAR = 2
    SAME = 3


def types_fit(a: IncidentType, b: IncidentType) -> bool:
    """Whether two reports may give one attack these types.

    >>> types_fit(IncidentType.BOMBING, IncidentType.HIJACKING)
    False
    """
    return a is b or _UNKNOWN in (a, b) or b in COMPATIBLE[a]


def places(a: Place | None, b: Place | None) -> Fit:
    """How two places stand to each other; near is under 50 km, unknown one within the other's country.

    Two names of which nothing is known and that share no word are two places.
    """
    if a is None or b is None:
        return Fit.UNKNOWN
    if a.country and b.country and a.country != b.country:
        return Fit.CONFLICT
    if (a.geoname is not None and a.geoname == b.geoname) or a.name.casefold() == b.name.casefold():
        return _fit_of_namesakes({a.precision, b.precision})
    if _coarse(a) or _coarse(b):
        return Fit.UNKNOWN
    distance = kilometres(a, b)
    if distance is not None:
        return Fit.NEAR if distance < KILOMETRES else Fit.CONFLICT
    return Fit.UNKNOWN if a.country or b.country or _shares_word(a, b) else Fit.CONFLICT


def _fit_of_namesakes(precisions: set[str]) -> Fit:
    # One province sees several attacks a day, so to share it is no more than to be near.
    if "country" in precisions:
        return Fit.UNKNOWN
    return Fit.NEAR if "admin1" in precisions else Fit.SAME


def _shares_word(a: Place, b: Place) -> bool:
    return not words_of(a.name).isdisjoint(words_of(b.name))


def _coarse(place: Place) -> bool:
    # A province's coordinates are its middle: distance from them says nothing about a town within it.
    return place.precision in ("country", "admin1")


def dates_fit(a: Traits, b: Traits) -> Fit:
    """How the days of two incidents stand to each other; near are undated ones in the news of one week."""
    if a.incident.date and b.incident.date and not a.incident.date.near(b.incident.date, days=DAYS):
        return Fit.CONFLICT
    if a.date and b.date:
        return Fit.SAME
    if _foretold(a, b) or _foretold(b, a):
        return Fit.CONFLICT
    news = not a.incident.background and not b.incident.background
    return Fit.NEAR if news and days_apart(a, b, beyond=_NEWS_DAYS) is False else Fit.UNKNOWN


def _foretold(a: Traits, b: Traits) -> bool:
    """Whether a's report appeared before b's attack."""
    if a.published is None or b.incident.date is None:
        return False
    return (b.incident.date.earliest - a.published).days > DAYS


def common_words(a: Traits, b: Traits) -> int:
    """How many telling words of one's target stand in the other's target or place."""
    return len(a.words & (b.words | b.spots) | b.words & a.spots)


def days_apart(a: Traits, b: Traits, *, beyond: int) -> bool | None:
    """Whether more days than that lie between the reports; None where one has no date."""
    if a.published is None or b.published is None:
        return None
    return abs((a.published - b.published).days) > beyond
