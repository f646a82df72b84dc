"""Joining incidents of different reports into attacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import floor

from reportedly.incidents.compare import DAYS, can_be_one, likeness
from reportedly.incidents.traits import Traits, traits_of
from reportedly.incidents.values import merged
from reportedly.records import Incident, Place, Reading


@dataclass(frozen=True, slots=True)
class MergedIncidents:
    """The attacks, and which attack each report's incident became."""

    incidents: tuple[Incident, ...]
    of: Mapping[str, str]
    """From a report's incident id to the merged one's."""


def merge_incidents(readings: Sequence[Reading]) -> MergedIncidents:
    """Join the incidents of different reports that are one attack.

    Likely pairs are joined closest first, and two groups only where *no* pair across them conflicts (complete
    link): a vague report cannot chain two attacks together, and a report's own incidents, told
    apart by it, never become one. Pairs are taken in an order made from the incidents' ids, so the order of
    the readings leaves no trace. A merged incident has the smallest id of its members: an incident that
    stands alone keeps its own, and a new report changes the id only where it brings a smaller one.
    """
    traits = traits_of(readings)
    groups = _grouped(traits)
    incidents = tuple(merged(groups[head]) for head in sorted(groups))
    return MergedIncidents(
        incidents, {each.incident.id: head for head in sorted(groups) for each in groups[head]}
    )


def _grouped(traits: Sequence[Traits]) -> dict[str, list[Traits]]:
    groups = {each.incident.id: [each] for each in traits}
    head = {each.incident.id: each.incident.id for each in traits}
    for _, a, b in sorted(_pairs(traits), key=lambda pair: (-pair[0], pair[1:])):
        first, second = sorted((head[a], head[b]))
        if first != second and _all_can_be_one(groups[first], groups[second]):
            groups[first] += groups.pop(second)
            head.update((each.incident.id, first) for each in groups[first])
    return groups


def _all_can_be_one(a: Iterable[Traits], b: Iterable[Traits]) -> bool:
    return all(can_be_one(x, y) for x, y in product(a, b))


def _pairs(traits: Sequence[Traits]) -> Iterator[tuple[int, str, str]]:
    for a, b in _candidates(traits):
        if can_be_one(a, b) and (found := likeness(a, b)):
            yield found, a.incident.id, b.incident.id


def _candidates(traits: Sequence[Traits]) -> Iterator[tuple[Traits, Traits]]:
    shelves: dict[Hashable, list[int]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for index, each in enumerate(traits):
        for key in set(_keys(each)):
            seen.update((other, index) for other in shelves[key])
            shelves[key].append(index)
    return ((traits[a], traits[b]) for a, b in sorted(seen))


def _keys(each: Traits) -> Iterator[Hashable]:
    """Keys of which two incidents share at least one wherever :func:`likeness` can find them alike."""
    words = each.words | each.spots
    yield from each.quotes
    yield from product(each.actors, words)
    if each.place:
        yield from product(_place_keys(each.place), words)
    if each.date:
        # One step more than the range, so that ranges a day apart still meet.
        days = range(each.date.earliest.toordinal(), each.date.latest.toordinal() + 1 + DAYS)
        yield from product(days, [*words, *_place_keys(each.place)])


def _place_keys(place: Place | None) -> Iterator[Hashable]:
    if place is None:
        return
    yield "name", place.name.casefold()
    if place.geoname is not None:
        yield "geoname", place.geoname
    if place.latitude is not None:
        # Bands of half a degree (55 km), each with the next: places under 50 km apart share one.
        band = floor(place.latitude * 2)
        yield from (("band", band), ("band", band + 1))
