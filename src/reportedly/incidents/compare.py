"""How days, places, kinds and targets of two incidents stand to each other."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from enum import IntEnum
from itertools import product

from reportedly.incidents.traits import Traits, words_of
from reportedly.language.distance import kilometres
from reportedly.records import IncidentType, Place

DAYS = 1
"""Slack between two dates of one attack: midnight, time zones, 'overnight'."""
KILOMETRES = 50.0
_KNOWN_BY = 100.0
"""Kilometres: 'in Idlib' may be the city, its province, or a town an hour from it."""
_NEWS_DAYS = 7
_LATE_DAYS = 14
_HALF = 2.0
"""Days with news between two reports that count as one doubling."""
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

    Two names of which nothing is known and that share no word are two places; 'the yard of the mosque'
    is no name.
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
    told = a.country or b.country or _shares_word(a, b) or not (_is_name(a) and _is_name(b))
    return Fit.UNKNOWN if told else Fit.CONFLICT


def sites_fit(a: Traits, b: Traits) -> Fit:
    """How the places of two incidents stand to each other.

    Reports differ in which of an attack's places they give: the town, or the city that it lies near. Two
    places of one country are in conflict only where none told of the two attacks are near each other, and
    where they lie farther apart than a town from the city by which it is known. Of a place on no list nobody
    knows how far it is: it is another place only where the other report does not name it.
    """
    fit = places(a.place, b.place)
    if fit is not Fit.CONFLICT or _abroad(a.place, b.place):
        return fit
    if any(places(one, other) in (Fit.NEAR, Fit.SAME) for one, other in product(a.sites, b.sites)):
        return Fit.UNKNOWN
    if _unlisted_named(a, b) or _unlisted_named(b, a):
        return Fit.UNKNOWN
    apart = kilometres(a.place, b.place) if a.place and b.place else None
    return Fit.UNKNOWN if apart is not None and apart < _KNOWN_BY else Fit.CONFLICT


def _unlisted_named(a: Traits, b: Traits) -> bool:
    """Whether a's place is on no list, and what b's report tells of its attack has the name."""
    if a.place is None or a.place.latitude is not None or a.place.country:
        return False
    names = words_of(a.place.name)
    return bool(names) and not names.isdisjoint(b.telling)


def _abroad(a: Place | None, b: Place | None) -> bool:
    return bool(a and b and a.country and b.country and a.country != b.country)


def _fit_of_namesakes(precisions: set[str]) -> Fit:
    # One province sees several attacks a day, so to share it is no more than to be near.
    if "country" in precisions:
        return Fit.UNKNOWN
    return Fit.NEAR if "admin1" in precisions else Fit.SAME


def _is_name(place: Place) -> bool:
    return place.name != place.name.lower()


def _shares_word(a: Place, b: Place) -> bool:
    return not words_of(a.name).isdisjoint(words_of(b.name))


def _coarse(place: Place) -> bool:
    # A province's coordinates are its middle: distance from them says nothing about a town within it.
    return place.precision in ("country", "admin1")


def dates_fit(a: Traits, b: Traits) -> Fit:
    """How the days of two incidents stand to each other; near are undated ones in the news of one week."""
    if a.incident.date and b.incident.date and not a.incident.date.near(b.incident.date, days=DAYS):
        # A vague date that is no bar is no nearness either.
        return Fit.UNKNOWN if _vague_beside_news(a, b) else Fit.CONFLICT
    if a.date and b.date:
        return Fit.SAME
    if _foretold(a, b) or _foretold(b, a):
        return Fit.CONFLICT
    return Fit.NEAR if _news_of_one_week(a, b) else Fit.UNKNOWN


def _vague_beside_news(a: Traits, b: Traits) -> bool:
    """Whether both are news of one week and one has but a month or a year: it may be of what is told beside.

    'The last blast of this kind was in June' does not date the attack of yesterday.
    """
    return not (a.date and b.date) and _news_of_one_week(a, b)


def _news_of_one_week(a: Traits, b: Traits) -> bool:
    apart = _days_apart(a, b)
    news = not a.incident.background and not b.incident.background
    return news and apart is not None and apart <= _NEWS_DAYS


def _foretold(a: Traits, b: Traits) -> bool:
    """Whether a's report appeared before b's attack."""
    if a.published is None or b.incident.date is None:
        return False
    return (b.incident.date.earliest - a.published).days > DAYS


def common_words(a: Traits, b: Traits) -> int:
    """How many telling words of one's target stand in the other's target or place."""
    return len(a.words & (b.words | b.spots) | b.words & a.spots)


def nearness(a: Traits, b: Traits) -> float:
    """How near news without a common day is: 3 for the same day, 2 for the next, 0 after a week."""
    apart = _days_apart(a, b)
    return 0.0 if apart is None or apart > _NEWS_DAYS else math.log2((1 + _NEWS_DAYS) / (1 + apart))


def lateness(a: Traits, b: Traits, day: Fit, shared: Mapping[str, float]) -> float:
    """How far apart the news of two attacks without a common day is; 0 where a common day is told.

    1 beyond a fortnight. To it comes one with each doubling of the days with news in between, as far as what
    the two have in common is what the archive always has: news tells of an attack of these days, and there
    were others meanwhile. What is told in passing may have been at any time.

    Args:
        a: one of them.
        b: the other.
        day: how their days stand to each other (:func:`dates_fit`).
        shared: the telling words of both, by what they give to the cosine.
    """
    nearest = _nearest_days(a, b)
    if day is Fit.SAME or nearest is None:
        return 0.0
    one, other = nearest
    apart = abs((one - other).days)
    late = float(apart > _LATE_DAYS)
    if apart < 2 or a.incident.background or b.incident.background:
        return late
    between = a.archive.news_between(one, other)
    return late + (math.log2(1 + between / _HALF) * a.archive.usual(shared) if between else 0.0)


def told_twice(a: Traits, b: Traits) -> bool:
    """Whether two incidents of one report are plainly one attack that its reader has told apart.

    Two of day, place, words of the target and toll agree, a day or a place among them, and nothing speaks
    against it: no other day, place or kind, no target or toll of its own for each, and neither a failed
    attempt beside an attack nor an old attack beside the news.
    """
    day, place = dates_fit(a, b), places(a.place, b.place)
    if Fit.CONFLICT in (day, place) or not types_fit(a.incident.type, b.incident.type):
        return False
    words, tolls = common_words(a, b), a.tolls & b.tolls
    if (a.targets and b.targets and not words) or (a.tolls and b.tolls and not tolls):
        return False
    if a.incident.attempt != b.incident.attempt or _old_beside_news(a, b, day):
        return False
    when, where = day is Fit.SAME or _is_news(a) or _is_news(b), place is Fit.SAME
    return (when or where) and sum(
        (day is Fit.SAME or (when and bool(tolls)), where, words > 0, bool(tolls))
    ) > 1


def _is_news(each: Traits) -> bool:
    """Whether it has a day, and that lies within a week of the report's."""
    if each.date is None or each.published is None:
        return False
    return abs((each.published - each.date.latest).days) <= _NEWS_DAYS


def _old_beside_news(a: Traits, b: Traits, day: Fit) -> bool:
    """Whether one is told in passing, and no day shows that it is none the less of these days."""
    if a.incident.background == b.incident.background or day is Fit.SAME:
        return False
    return not _is_news(a if a.incident.background else b)


def _days_apart(a: Traits, b: Traits) -> int | None:
    nearest = _nearest_days(a, b)
    return None if nearest is None else abs((nearest[0] - nearest[1]).days)


def _nearest_days(a: Traits, b: Traits) -> tuple[dt.date, dt.date] | None:
    """Of the days of each the two that lie nearest; None where one has none.

    A report of the 25th that names the 21st is near one of the 21st that names no day.
    """
    if not (a.days and b.days):
        return None
    return min(product(a.days, b.days), key=lambda pair: abs((pair[0] - pair[1]).days))
