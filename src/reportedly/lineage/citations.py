"""What reports say of their own origin: the outlet's report where one fits, else a root of its own."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from reportedly.lineage.cards import Card, Origin
from reportedly.lineage.groups import Groups
from reportedly.lineage.outlets import root_id
from reportedly.lineage.pairs import Pair, derivation
from reportedly.lineage.runs import common
from reportedly.records import Derivation, DerivationRelation

_CITED_FACTS = 4
_CITED_SHARE = 0.25
_CITED_DAYS = 3


def citations(
    cards: Sequence[Card], pairs: Sequence[Pair], shared: Callable[[Card, Card], float]
) -> Iterator[Derivation]:
    """What each report gives as its origin, where nothing that it was copied from says so already.

    Args:
        cards: all reports, the oldest first.
        pairs: the copies and rewrites, of every report its closest relative first.
        shared: share of the runs that two reports have in common.
    """
    stories = _Stories(cards, pairs)
    absent: dict[str, list[tuple[Card, Origin]]] = defaultdict(list)
    for each in cards:
        for origin in each.origins:
            if stories.passes_on(each, origin):
                continue
            cited, why = stories.cited(each, origin)
            if cited:
                yield _citation(each, cited.id, _why(origin, why), shared(each, cited))
            else:
                absent[origin.key].append((each, origin))
    for citing in absent.values():
        first = _first_telling([each for each, _ in citing])
        for each, origin in citing:
            root = root_id(origin.key, first[each.id].published)
            yield _citation(each, root, _why(origin, "no such report is at hand"))


def _citation(each: Card, cited: str, why: str, shared: float = 0.0) -> Derivation:
    return derivation(each.id, cited, DerivationRelation.CITES, shared, why)


def _why(origin: Origin, more: str) -> str:
    return f"gives {origin.name} as its origin ({origin.relation}); {more}"


def _first_telling(citing: Sequence[Card]) -> dict[str, Card]:
    """Of reports that name one outlet's story which is not at hand, the oldest that names the same story.

    Those of one day are taken for one story, and those of three days where they share the facts: a story that
    pages pass on for days is one origin. What is joined too much is counted too low, never too high.
    """
    groups = Groups()
    for i, one in enumerate(citing):
        for other in reversed(citing[:i]):
            # They stand oldest first, so that what is farther back is too old as well.
            if not _within(one, other, _CITED_DAYS):
                break
            joined = groups.of(one.id) == groups.of(other.id)
            if not joined and (one.published == other.published or _fits(one, other) is not None):
                groups.join(one.id, other.id)
    first: dict[str, Card] = {}
    for each in citing:
        first.setdefault(groups.of(each.id), each)
    return {each.id: first[groups.of(each.id)] for each in citing}


class _Stories:
    """The reports by story (copies and rewrites joined) and by the outlets whose text they print."""

    def __init__(self, cards: Sequence[Card], pairs: Sequence[Pair]) -> None:
        self._groups = Groups()
        self._parents: dict[str, Card] = {}
        for pair in pairs:
            self._groups.join(pair.derived.id, pair.original.id)
            self._parents.setdefault(pair.derived.id, pair.original)
        # By day, so that of a million reports those of a week are looked at.
        self._carriers: dict[str, dict[dt.date | None, list[Card]]] = defaultdict(lambda: defaultdict(list))
        for each in cards:
            for key in each.carried:
                self._carriers[key][each.published].append(each)

    def passes_on(self, each: Card, origin: Origin) -> bool:
        """Whether what it was copied from already bears the credit, or is the outlet's own page."""
        parent = self._parents.get(each.id)
        if parent is None:
            return False
        return origin.key in parent.carried or origin.key in {credited.key for credited in parent.origins}

    def cited(self, each: Card, origin: Origin) -> tuple[Card | None, str]:
        """The outlet's report that fits best, and why; None where none does.

        Of several stories it is the one with the most facts in common: a root of its own beside them would
        count the agency once more than it told the story.
        """
        own = self._groups.of(each.id)
        fits: dict[str, tuple[int, Card]] = {}
        for other in self._carrying(origin.key, each.published):
            story = self._groups.of(other.id)
            facts = None if story == own else _fits(each, other)
            # Carriers stand oldest first, and the oldest of a story stands for it.
            if facts is not None and (story not in fits or facts > fits[story][0]):
                fits[story] = facts, fits.get(story, (0, other))[1]
        if not fits:
            return None, ""
        _, found = max(fits.values(), key=lambda fit: fit[0])
        if len(fits) == 1:
            return found, f"the only report of {origin.name} that fits in time and facts"
        return (
            found,
            f"of {len(fits)} stories of {origin.name} that fit in time the one with the most facts in common",
        )

    def _carrying(self, key: str, day: dt.date | None) -> Iterator[Card]:
        by_day = self._carriers.get(key, {})
        for each in sorted(by_day, key=_known_first) if day is None else _around(day):
            yield from by_day.get(each, ())


def _known_first(day: dt.date | None) -> tuple[bool, dt.date]:
    return day is None, day or dt.date.max


def _around(day: dt.date) -> Iterator[dt.date | None]:
    for ordinal in range(day.toordinal() - _CITED_DAYS, day.toordinal() + _CITED_DAYS + 1):
        # The first and the last days of the calendar have no neighbours.
        if dt.date.min.toordinal() <= ordinal <= dt.date.max.toordinal():
            yield dt.date.fromordinal(ordinal)
    yield None


def _within(a: Card, b: Card, days: int) -> bool:
    """Whether so few days lie between them; an unknown day may be any."""
    if a.published is None or b.published is None:
        return True
    return abs((a.published - b.published).days) <= days


def _fits(citing: Card, cited: Card) -> int | None:
    """How many names and numbers both have, where these and the days let one tell the other's story."""
    both = common(citing.facts, cited.facts)
    enough = both >= _CITED_FACTS and both >= _CITED_SHARE * min(len(citing.facts), len(cited.facts))
    return both if enough and _within(citing, cited, _CITED_DAYS) else None
