"""Where the names of one text are, each in the light of the others.

Every name has candidates: countries, parts and regions of the own table, towns, US counties. A candidate is
worth the logarithm of its population, and more where the text names its country or its part, where other
names of the text may be in the same part, and where their best candidates are near. The weights were set by
hand on every other document of two measuring sets (``benchmarks/places.py``); to halve or double one of them
moves the result there by about a point.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportedly.language.gazetteer import Area, countries, fold
from reportedly.language.place_candidates import COUNTRY, Candidate, candidates, is_near, states_of
from reportedly.language.place_names import area_votes, demonym_area
from reportedly.records import Place, Span

Votes = Counter[str]
"""How often the text speaks of countries ('US') and of parts of them ('US.LA')."""


Options = Mapping[str, Sequence[Candidate]]
"""The candidates of each name of a text."""
HOME = ("US", "GB")
"""Whose small towns are thought of where an English text names no country."""
_SHARE, _SPOKEN_OF, _IN_PART, _TOGETHER, _NEAR = 2.0, 1.0, 2.0, 8.0, 3.0
_ROUNDS = 2


def locate(
    text: str, spans: Sequence[Span], *, context: Collection[str] = (), home: Sequence[str] = HOME
) -> tuple[Place | None, ...]:
    """Where the names at ``spans`` of one text are, in their order; None where no list has the name.

    ``context`` is further countries (codes, names) or parts that the text is about, say those of its outlet;
    ``home`` is whose small towns are thought of where nothing tells of a country. A name before its state or
    country ('Paris, Texas') is sought there, wherever it stands. A county comes with precision ``admin1``,
    and with the middle of the towns of its state that the text names, else of the state.

    >>> text = "Paris, Texas, lies north of Dallas."
    >>> [place.latitude for place in locate(text, [Span.of(text, 0, 5), Span.of(text, 28, 34)])]
    [33.66094, 32.78306]
    """
    return located(text, spans, area_votes(text) + codes(context), home)


def located(text: str, spans: Sequence[Span], votes: Votes, home: Sequence[str]) -> tuple[Place | None, ...]:
    """:func:`locate` where it is known what the text and its context speak of."""
    names = [span.text for span in spans]
    within = _qualifiers(text, spans)
    where = spoken_of(votes) or tuple(home)
    options = {name: candidates(name, where, within.get(fold(name), ())) for name in dict.fromkeys(names)}
    chosen = choose(options, votes)
    return tuple(None if name not in chosen else chosen[name].place for name in names)


def spoken_of(votes: Votes) -> tuple[str, ...]:
    """The countries that have votes, the most first."""
    return tuple(
        code for code, _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])) if "." not in code
    )


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


def choose(options: Options, votes: Votes) -> dict[str, Candidate]:
    """The candidate of each name that fits the text best; names without candidates are left out."""
    worth = _Worth.of(options, votes)
    chosen = _best(options, worth, {})
    for _ in range(_ROUNDS):
        chosen = _best(options, worth, chosen)
    return dict(_with_counties(chosen, options, votes))


def _best(options: Options, worth: _Worth, chosen: Mapping[str, Candidate]) -> dict[str, Candidate]:
    """The best of each name, given what was chosen for the others."""
    return {
        name: max(
            some,
            key=lambda one: worth.of_one(one, _own(some)) + _NEAR * _nearness(name, one, chosen, options),
        )
        for name, some in options.items()
        if some
    }


@dataclass(frozen=True, slots=True)
class _Worth:
    """What a candidate is worth by its size, and by the countries and parts that the text is about."""

    spoken: Votes
    countries: int
    about: Mapping[str, float]
    parts: float

    @classmethod
    def of(cls, options: Options, votes: Votes) -> _Worth:
        spoken = votes + Counter("US" for name in options if states_of(name))
        about = _about(options, votes)
        named = sum(count for code, count in spoken.items() if "." not in code)
        return cls(spoken, named or 1, about, sum(about.values()) or 1.0)

    def of_one(self, candidate: Candidate, own: float) -> float:
        """``own`` is what the name itself adds to each of its parts: it is no evidence for one of them."""
        count = self.spoken[candidate.place.country or ""]
        value = candidate.size + _SHARE * count / self.countries + _SPOKEN_OF * (count > 0)
        if not candidate.part:
            return value
        together = (self.about[candidate.part] - own) / max(1.0, self.parts - 1)
        return value + _IN_PART * (self.spoken[candidate.part] > 0) + _TOGETHER * together


_AT_MOST = 3


def _about(options: Options, votes: Votes) -> Mapping[str, float]:
    """How much speaks for each part: a name counts once, divided among all parts that have it."""
    about: defaultdict[str, float] = defaultdict(float)
    for some in options.values():
        for part in {candidate.part for candidate in some} - {""}:
            about[part] += _own(some)
    for code, count in votes.items():
        if "." in code:
            about[code] += min(count, _AT_MOST)
    return about


def _own(some: Sequence[Candidate]) -> float:
    return 1 / max(1, len({candidate.part for candidate in some} - {""}))


def _nearness(
    name: str,
    candidate: Candidate,
    chosen: Mapping[str, Candidate],
    options: Options,
) -> float:
    """The share of the other places that are near or in the same part; one with few namesakes counts more."""
    if candidate.size == COUNTRY:
        return 0.0
    near = total = 0.0
    for other_name, other in chosen.items():
        if other.size != COUNTRY and fold(other_name) != fold(name):
            weight = 1 / math.sqrt(len(options[other_name]))
            same_part = candidate.part != "" and candidate.part == other.part
            total += weight
            near += weight * (same_part or is_near(candidate.place, other.place))
    return near / total if total else 0.0


def _with_counties(
    chosen: Mapping[str, Candidate], options: Options, votes: Votes
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
