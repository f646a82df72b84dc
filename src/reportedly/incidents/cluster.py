"""Joining incidents of different reports into attacks."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, product
from math import floor, inf

from reportedly.incidents.compare import DAYS, told_twice
from reportedly.incidents.decisions import Settled, settled
from reportedly.incidents.likeness import MOST, log_odds
from reportedly.incidents.traits import Traits, traits_of
from reportedly.incidents.values import merged
from reportedly.records import Decision, Incident, Place, Reading

LEAST = 0.0
"""Log odds from which two groups are joined: even odds, with which ECB+ train comes out best."""
_HOPELESS = 2 * LEAST - MOST
"""Of a pair this low no other can bring a link to :data:`LEAST`: no mean is above the most of one pair."""
_TELLING_WORDS = 12
_COMMON_WORDS = 2
_NEXT = 50
"""Of the incidents that share a key each is paired with so many that follow: a thousand copies make a
thousand times the work of one, and are still all joined, one to the next."""
_SAMPLE = 40
"""Members of a group that stand for it where links are worked out anew."""


@dataclass(frozen=True, slots=True)
class MergedIncidents:
    """The attacks, and which attack each report's incident became."""

    incidents: tuple[Incident, ...]
    of: Mapping[str, str]
    """From a report's incident id to the merged one's."""


def merge_incidents(readings: Sequence[Reading], decisions: Sequence[Decision] = ()) -> MergedIncidents:
    """Join the incidents of different reports that are one attack.

    What an analyst decided holds. The rest is joined likeliest first, two groups where the mean of the log
    odds across them and the least of these together speak for it: a vague report cannot chain two attacks.
    A report's own incidents, told apart by it, become one by themselves only where they plainly are
    (``told_twice``). The order of the readings leaves no trace. A merged incident has the id of the member
    whose report appeared first: one that stands alone keeps its own, and a new report changes an id only
    where it is older than all.
    """
    traits = traits_of(readings)
    groups = grouped(traits, settled(decisions, readings))
    members = {min(group, key=_age).incident.id: group for group in groups}
    incidents = tuple(merged(members[head], head) for head in sorted(members))
    return MergedIncidents(
        incidents, {each.incident.id: head for head in sorted(members) for each in members[head]}
    )


def merged_again(readings: Sequence[Reading], of: Mapping[str, str], wanted: Sequence[str]) -> list[Incident]:
    """Some attacks with their values worked out anew, of the reports' incidents that they are made of.

    Args:
        readings: all reports that tell of them.
        of: from a report's incident id to the attack's, as :func:`merge_incidents` gave it.
        wanted: the ids of the attacks.
    """
    members: dict[str, list[Traits]] = {each: [] for each in wanted}
    for each in traits_of(readings):
        if (head := of.get(each.incident.id)) in members:
            members[head].append(each)
    return [merged(members[head], head) for head in wanted]


def _age(each: Traits) -> tuple[dt.date, str, str]:
    return each.published or dt.date.max, each.report, each.incident.id


def grouped(traits: Sequence[Traits], decided: Settled | None = None) -> list[list[Traits]]:
    """Groups of incidents that are one attack, each and all in the order of ids."""
    return _Grouping(traits, decided or Settled()).groups()


@dataclass(slots=True)
class _Link:
    """The log odds of all pairs across two groups: their sum, number and least."""

    total: float
    pairs: int
    least: float

    @property
    def strength(self) -> float:
        return (self.total / self.pairs + self.least) / 2

    def with_those_of(self, other: _Link) -> _Link:
        return _Link(self.total + other.total, self.pairs + other.pairs, min(self.least, other.least))


@dataclass(slots=True)
class _Grouping:
    """Agglomeration with links that are the mean of average and complete link (Lance and Williams 1967).

    What an analyst joined may be unlike. It is tied: its parts, as the rules would make them, keep links of
    their own, so that a later report joins the whole by the part that it is like.
    """

    traits: Sequence[Traits]
    decided: Settled
    _of: dict[str, Traits] = field(init=False)
    _members: dict[str, list[str]] = field(init=False)
    _reports: dict[str, set[str]] = field(init=False)
    _links: dict[str, dict[str, _Link | None]] = field(init=False)
    """None where two groups can never become one: whatever joins them later, it stays so."""
    _tied: dict[str, set[str]] = field(init=False)
    """Of each part all that are one attack with it, itself among them; these share one set."""

    def __post_init__(self) -> None:
        self._of = {each.incident.id: each for each in self.traits}
        self._members = {each: [each] for each in sorted(self._of)}
        self._reports = {each: {self._of[each].report} for each in self._of}
        self._links = {each: {} for each in self._of}
        self._tied = {each: {each} for each in self._of}

    def groups(self) -> list[list[Traits]]:
        head = {each: each for each in self._of}
        for together in self.decided.together:
            head |= self._tie([self._of[each] for each in sorted(together)])
        self._tell_once(head)
        for a, b in candidates(self.traits):
            one, other = sorted((head[a.incident.id], head[b.incident.id]))
            if other not in self._tied[one] and other not in self._links[one]:
                self._set(one, other, self._link(one, other))
        self._agglomerate()
        found = {min(ids): ids for ids in (sorted(self._all_in(part)) for part in self._members)}
        return [[self._of[each] for each in found[first]] for first in sorted(found)]

    def _tie(self, together: Sequence[Traits]) -> dict[str, str]:
        """Make the parts of what an analyst joined, and tie them; gives the part of each incident."""
        parts = [[each.incident.id for each in part] for part in grouped(together)]
        for first, *others in parts:
            for other in others:
                self._absorb(first, other)
        tied = {first for first, *_ in parts}
        self._tied.update(dict.fromkeys(tied, tied))
        return {each: part[0] for part in parts for each in part}

    def _tell_once(self, head: dict[str, str]) -> None:
        """Make one part of what one report plainly tells twice; ``head`` is the part of each incident."""
        of_report: dict[str, list[Traits]] = defaultdict(list)
        for each in self.traits:
            of_report[each.report].append(each)
        for own in of_report.values():
            for a, b in combinations(own, 2):
                one, other = sorted((head[a.incident.id], head[b.incident.id]))
                if other not in self._tied[one] and self._are_told_twice(one, other):
                    self._absorb(one, other)
                    head.update({each: one for each, part in head.items() if part == other})

    def _are_told_twice(self, one: str, other: str) -> bool:
        """Whether two parts of one report alone are; nobody decided that they are two."""
        if self._reports[one] != self._reports[other] or len(self._reports[one]) > 1:
            return False
        if self.decided.parts(self._all_in(one), self._all_in(other)):
            return False
        pairs = product(self._members[one], self._members[other])
        return all(told_twice(self._of[a], self._of[b]) for a, b in pairs)

    def _all_in(self, part: str) -> Iterator[str]:
        """The members of the whole attack that a part is tied to."""
        return chain.from_iterable(self._members[each] for each in self._tied[part])

    def _agglomerate(self) -> None:
        waiting = [
            (-link.strength, one, other)
            for one, links in self._links.items()
            for other, link in links.items()
            if link and one < other
        ]
        heapq.heapify(waiting)
        while waiting and -waiting[0][0] >= LEAST:
            strength, one, other = heapq.heappop(waiting)
            link = self._links.get(one, {}).get(other)
            if link is None or -link.strength != strength:
                continue
            # Links know what joins them, and not what has joined another part that they are tied to.
            tied = len(self._tied[one]) > 1 or len(self._tied[other]) > 1
            if tied and not self._may_join(one, other):
                self._set(one, other, None)
                continue
            for third, joint in self._join(one, other):
                first, second = sorted((one, third))
                heapq.heappush(waiting, (-joint.strength, first, second))

    def _may_join(self, one: str, other: str) -> bool:
        if other in self._tied[one]:
            return False
        ones, others = self._tied[one], self._tied[other]
        if len(ones) == len(others) == 1:
            if not self._reports[one].isdisjoint(self._reports[other]):
                return False
        elif not all(self._reports[a].isdisjoint(self._reports[b]) for a, b in product(ones, others)):
            return False
        if not self.decided.apart:
            return True
        return not self.decided.parts(self._all_in(one), self._all_in(other))

    def _join(self, one: str, other: str) -> list[tuple[str, _Link]]:
        """Make two groups one; gives the groups that it may still be joined with."""
        near = sorted((self._links[one].keys() | self._links[other].keys()) - {one, other})
        new = {third: self._joint(one, other, third) for third in near}
        for third in near:
            self._links[third].pop(other, None)
        self._absorb(one, other)
        for third, link in new.items():
            self._set(one, third, link)
        return [(third, link) for third, link in new.items() if link]

    def _joint(self, one: str, other: str, third: str) -> _Link | None:
        known = self._links[third]
        if any(each in known and known[each] is None for each in (one, other)):
            return None
        first = known.get(one) or self._link(one, third)
        second = first and (known.get(other) or self._link(other, third))
        return first.with_those_of(second) if first and second else None

    def _absorb(self, one: str, other: str) -> None:
        self._members[one] += self._members.pop(other)
        self._reports[one] |= self._reports.pop(other)
        self._links.pop(other)
        self._links[one].pop(other, None)
        tied = (self._tied[one] | self._tied.pop(other)) - {other}
        self._tied.update(dict.fromkeys(tied, tied))

    def _link(self, one: str, other: str) -> _Link | None:
        """A link from the pairs themselves; of large groups from a sample, random as ids are hashes."""
        if not self._may_join(one, other):
            return None
        total, pairs, least = 0.0, 0, inf
        ones, others = (self._sample(each) for each in (one, other))
        for a, b in product(ones, others):
            odds = log_odds(self._of[a], self._of[b])
            total, pairs, least = total + odds, pairs + 1, min(least, odds)
            if least <= _HOPELESS:
                return None
        return _Link(total, pairs, least)

    def _sample(self, part: str) -> list[str]:
        members = self._members[part]
        return members if len(members) == 1 else sorted(members)[:_SAMPLE]

    def _set(self, one: str, other: str, link: _Link | None) -> None:
        self._links[one][other] = self._links[other][one] = link


def candidates(traits: Sequence[Traits]) -> Iterator[tuple[Traits, Traits]]:
    """Pairs of incidents of different reports that are looked at: they share a key, or two rare words."""
    ordered = sorted(traits, key=lambda each: each.incident.id)
    found = _sharing([list(_keys(each)) for each in ordered], least=1)
    found |= _sharing([_rarest(each) for each in ordered], least=_COMMON_WORDS)
    for a, b in sorted(found):
        if ordered[a].report != ordered[b].report:
            yield ordered[a], ordered[b]


def _sharing(keys: Sequence[Iterable[Hashable]], *, least: int) -> set[tuple[int, int]]:
    shelves: dict[Hashable, list[int]] = defaultdict(list)
    for index, own in enumerate(keys):
        for key in set(own):
            shelves[key].append(index)
    shared = Counter(
        (shelf[i], later)
        for shelf in shelves.values()
        for i in range(len(shelf))
        for later in shelf[i + 1 : i + 1 + _NEXT]
    )
    return {pair for pair, times in shared.items() if times >= least}


def _rarest(each: Traits) -> list[str]:
    ranked = sorted(each.telling, key=lambda word: (-each.telling[word], word))
    return ranked[:_TELLING_WORDS]


def _keys(each: Traits) -> Iterator[Hashable]:
    """Keys of which two incidents share at least one wherever day, place and target make them alike."""
    words = each.words | each.spots
    yield from each.quotes
    yield from product(each.actors, words)
    yield from product(_place_keys(each.place), [*words, *each.actors])
    if each.published:
        week = each.published.toordinal() // 7
        yield from product((("week", week), ("week", week + 1)), _place_keys(each.place))
    for day in each.days:
        news = day.toordinal()
        yield from product((("news", news), ("news", news + 1)), [*words, *each.actors])
    if each.date:
        # One step more than the range, so that ranges a day apart still meet.
        days = range(each.date.earliest.toordinal(), each.date.latest.toordinal() + 1 + DAYS)
        yield from product(days, [*words, *each.actors, *_place_keys(each.place)])


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
