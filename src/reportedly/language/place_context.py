"""Where the names of one text are, each in the light of the others.

Every name has candidates: countries, parts and regions of the own table, towns, US counties. A candidate is worth the
logarithm of its population, and more where the text names its country or its part, where other names of the text
may be in the same part, and where their best candidates are near. The weights were set by hand on every other document
of two measuring sets (``benchmarks/places.py``); halving or doubling any one of them moves the result by less than a point.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportedly.language.distance import kilometres
from reportedly.language.gazetteer import LATIN, Area, City, cities, counties, countries, fold, towns
from reportedly.language.place_names import area_votes, demonym_area
from reportedly.records import Place, Span

Votes = Counter[str]
"""How often the text speaks of countries ('US') and of parts of them ('US.LA')."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean; ``part`` is its country and first-order part ('US.LA'), empty for countries.

    ``size`` is comparable between towns (1 + log10 of the population) and areas.
    """

    place: Place
    part: str
    size: float


NEAR_KM = 161.0
"""A hundred miles, by which the field counts a place as found."""
_HOME = ("US", "GB")
"""Whose small towns are thought of where an English text names no country."""
_COUNTRY, _PART, _REGION, _COUNTY = 9.0, 7.8, 6.5, 5.0
"""Sizes of areas: a country outweighs any namesake, a part all but cities of seven million, a region is as a big city."""
_OTHER_NAME = 3.0
"""Off for a small town known by another name ('Berea' for Aleppo), where names are not transliterated."""
_SHARE, _SPOKEN_OF, _IN_PART, _TOGETHER, _NEAR = 2.0, 1.0, 2.0, 8.0, 3.0
_MILLION = 7.0
_ROUNDS = 2


def locate(
    text: str, spans: Sequence[Span], *, context: Collection[str] = ()
) -> tuple[Place | None, ...]:
    """Where the names at ``spans`` of one text are, in their order; None where no list has the name.

    ``context`` is further countries (codes, names) or parts that the text is about, say those of its outlet. A name
    followed by its state or country ('Paris, Texas') is sought there, wherever it stands. A county comes with
    precision ``admin1``, and with the middle of the towns of its state that the text names, else of the state.

    >>> text = "Paris, Texas, lies north of Dallas."
    >>> [place.latitude for place in locate(text, [Span.of(text, 0, 5), Span.of(text, 28, 34)])]
    [33.66094, 32.78306]
    """
    names = [span.text for span in spans]
    votes = area_votes(text) + codes(context)
    within = _qualifiers(text, spans)
    options = {
        name: candidates(name, votes, within.get(fold(name), ())) for name in dict.fromkeys(names)
    }
    chosen = choose(options, votes)
    return tuple(None if name not in chosen else chosen[name].place for name in names)


def codes(context: Collection[str]) -> Votes:
    """Votes for what countries (codes, names, demonyms) and parts ('Louisiana') are given."""
    votes: Votes = Counter()
    for item in context:
        if len(item) == 2 and item.isupper():
            votes[item] += 1
            continue
        demonym = demonym_area(item)
        for area in (*countries().names.get(fold(item), ()), *((demonym,) if demonym else ())):
            votes[area.country] += 1
            if area.part:
                votes[f"{area.country}.{area.part}"] += 1
    del votes[""]
    return votes


_QUALIFIER = re.compile(r"(?:,\s*|\s*\(\s*|\s+in\s+(?:the\s+)?)((?:[A-Z][\w.]*\s?){1,3})")


def _qualifiers(text: str, spans: Sequence[Span]) -> dict[str, tuple[Area, ...]]:
    """The areas that names are said to be in, by folded name; the first counts for the whole text."""
    found: dict[str, tuple[Area, ...]] = {}
    for span in spans:
        match = _QUALIFIER.match(text, span.end, span.end + 50)
        if match is not None and (areas := _longest_area(match[1].split())):
            found.setdefault(fold(span.text), areas)
    return found


def _longest_area(words: Sequence[str]) -> tuple[Area, ...]:
    for length in range(len(words), 0, -1):
        name = fold(" ".join(words[:length]))
        if areas := countries().names.get(name) or countries().names.get(name.rstrip(".")):
            return areas
    return ()


def candidates(name: str, votes: Mapping[str, int], within: Sequence[Area] = ()) -> tuple[Candidate, ...]:
    """What a name may mean, in ``within`` if anything of that name is there."""
    where = [code for code in votes if "." not in code] or list(_HOME)
    where += [area.country for area in within if area.country and area.country not in where]
    found = tuple(of_county(county_name(name), state) for state in states_of(name)) or _named(name, where)
    inside = tuple(c for c in found if any(_is_inside(c, area) for area in within))
    return inside or found


def _named(name: str, where: Sequence[str]) -> tuple[Candidate, ...]:
    for form in spellings(name):
        demonym = demonym_area(form)
        areas = (*countries().names.get(fold(form), ()), *((demonym,) if demonym else ()))
        found = {(area.country, area.part, area.name): of_area(area) for area in areas}
        settled: dict[int, Candidate] = {}
        if len(form) > 2 and form.strip("."):
            listed = (*cities(form), *(town for code in where for town in towns(form, code)))
            settled = {city.geoname: of_city(city, form) for city in listed}
        if found or settled:
            return (*found.values(), *settled.values())
    return ()


_SHORT = (("st", "saint"), ("ste", "sainte"), ("ft", "fort"), ("mt", "mount"))


def spellings(name: str) -> list[str]:
    """The forms under which a name is looked up: as it stands, bare, and with 'St.' and the like spelt out or cut.

    >>> spellings("St. Albans")
    ['St. Albans', 'Saint Albans', 'St Albans']
    """
    bare = " ".join(name.split()).strip(" ,;:\"'’")
    forms = [bare, bare.rstrip("."), bare.removeprefix("the ").removeprefix("The ")]
    first, _, rest = bare.partition(" ")
    for short, full in _SHORT if rest else ():
        if fold(first).rstrip(".") in (short, full):
            forms += [f"{form.title()} {rest}" for form in (full, f"{short}.", short)]
    return list(dict.fromkeys(forms))


_COUNTY_NAME = re.compile(r"(\S.*?)\s+(?:co(?:unty|\.)|parish)", re.IGNORECASE)


def states_of(name: str) -> tuple[str, ...]:
    """The US states that have a county or parish of that name."""
    return counties().get(fold(county_name(name)), ())


def county_name(name: str) -> str:
    """A county's name with its kind spelt out; any other name as it stands.

    >>> county_name("PLYMOUTH CO."), county_name("Plymouth")
    ('PLYMOUTH County', 'Plymouth')
    """
    match = _COUNTY_NAME.fullmatch(name.strip())
    if match is None:
        return name
    parish = f"{match[1]} Parish"
    return parish if fold(parish) in counties() else f"{match[1]} County"


def of_county(name: str, state: str) -> Candidate:
    """A county of a US state, as yet in the state's middle."""
    area = _parts()["US", state]
    return Candidate(replace(of_area(area).place, name=name), f"US.{state}", _COUNTY)


def _parts() -> dict[tuple[str, str], Area]:
    return {(area.country, area.part): area for areas in countries().names.values() for area in areas}


def of_area(area: Area) -> Candidate:
    """A country, part, region or sea; those of no one country have precision ``unknown``."""
    place = Place(
        name=area.name,
        country=area.country or None,
        latitude=area.latitude,
        longitude=area.longitude,
        precision="country" if not area.part else "admin1" if area.country else "unknown",
    )
    size = _COUNTRY if not area.part else _REGION if area.is_region else _PART
    return Candidate(place, f"{area.country}.{area.part}" if area.country and area.part else "", size)


def of_city(city: City, name: str) -> Candidate:
    """A town that was asked for by ``name``."""
    place = Place(
        name=city.name,
        country=city.country,
        latitude=city.latitude,
        longitude=city.longitude,
        precision="city",
        geoname=city.geoname,
    )
    size = 1 + math.log10(max(1, city.population))
    if city.country in LATIN and size < _MILLION and fold(city.name) != fold(name):
        size -= _OTHER_NAME
    return Candidate(place, f"{city.country}.{city.admin1}", size)


def _is_inside(candidate: Candidate, area: Area) -> bool:
    """Whether a town or county is in an area; in a region if it is near the region's middle."""
    if candidate.place.country != area.country or candidate.size == _COUNTRY:
        return False
    if area.is_region:
        return candidate.place.precision == "city" and _is_near(candidate.place, of_area(area).place)
    return not area.part or candidate.part == f"{area.country}.{area.part}"


def _is_near(one: Place, other: Place) -> bool:
    apart = kilometres(one, other)
    return apart is not None and apart <= NEAR_KM


def choose(options: Mapping[str, Sequence[Candidate]], votes: Votes) -> dict[str, Candidate]:
    """The candidate of each name that fits the text best; names without candidates are left out."""
    worth = _worth(options, votes)
    chosen = _best(options, lambda _, candidate: worth(candidate))
    for _ in range(_ROUNDS):
        before = chosen
        chosen = _best(
            options, lambda name, candidate: worth(candidate) + _NEAR * _nearness(name, candidate, before, options)
        )
    return dict(_with_counties(chosen, options, votes))


def _best(
    options: Mapping[str, Sequence[Candidate]], worth: Callable[[str, Candidate], float]
) -> dict[str, Candidate]:
    return {
        name: max(some, key=lambda candidate: worth(name, candidate)) for name, some in options.items() if some
    }


def _worth(options: Mapping[str, Sequence[Candidate]], votes: Votes) -> Callable[[Candidate], float]:
    """What a candidate is worth by its size and by the countries and parts that the text is about."""
    about = _about(options, votes)
    spoken = votes + Counter("US" for name in options if states_of(name))
    of_countries = sum(count for code, count in spoken.items() if "." not in code) or 1
    of_parts = sum(about.values()) or 1

    def worth(candidate: Candidate) -> float:
        count = spoken[candidate.place.country or ""]
        value = candidate.size + _SHARE * count / of_countries + _SPOKEN_OF * (count > 0)
        if candidate.part:
            value += _IN_PART * (spoken[candidate.part] > 0) + _TOGETHER * about[candidate.part] / of_parts
        return value

    return worth


_AT_MOST = 3


def _about(options: Mapping[str, Sequence[Candidate]], votes: Votes) -> dict[str, float]:
    """How much speaks for each part: a name counts once, divided among all parts that have it."""
    about: dict[str, float] = Counter()
    for some in options.values():
        parts = {candidate.part for candidate in some} - {""}
        for part in parts:
            about[part] += 1 / len(parts)
    for code, count in votes.items():
        if "." in code:
            about[code] += min(count, _AT_MOST)
    return about


def _nearness(
    name: str,
    candidate: Candidate,
    chosen: Mapping[str, Candidate],
    options: Mapping[str, Sequence[Candidate]],
) -> float:
    """The share of the other places that are near or in the same part; the fewer namesakes, the more one counts."""
    if candidate.size == _COUNTRY:
        return 0.0
    near = total = 0.0
    for other_name, other in chosen.items():
        if other.size != _COUNTRY and fold(other_name) != fold(name):
            weight = 1 / math.sqrt(len(options[other_name]))
            same_part = candidate.part != "" and candidate.part == other.part
            total += weight
            near += weight * (same_part or _is_near(candidate.place, other.place))
    return near / total if total else 0.0


def _with_counties(
    chosen: Mapping[str, Candidate], options: Mapping[str, Sequence[Candidate]], votes: Votes
) -> Iterator[tuple[str, Candidate]]:
    """Counties among the towns of their state; left out where nothing tells which of several states it is."""
    for name, candidate in chosen.items():
        if not states_of(name):
            yield name, candidate
            continue
        beside = [other for key, other in chosen.items() if key != name and other.part == candidate.part]
        if len(options[name]) == 1 or beside or votes[candidate.part]:
            yield name, replace(candidate, place=_amid(candidate.place, beside))


def _amid(place: Place, others: Iterable[Candidate]) -> Place:
    """A place in the middle of towns, if there are any."""
    middles = [
        (other.place.latitude, other.place.longitude)
        for other in others
        if other.place.latitude is not None and other.place.longitude is not None and other.place.geoname
    ]
    if not middles:
        return place
    latitude, longitude = (round(sum(column) / len(middles), 4) for column in zip(*middles, strict=True))
    return replace(place, latitude=latitude, longitude=longitude)
