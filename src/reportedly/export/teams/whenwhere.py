"""The day and the place of an attack, with how exactly they are known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportedly.export.teams.cases import Case
from reportedly.export.teams.cells import Cell, Rule, cell
from reportedly.language.distance import kilometres
from reportedly.records import Claim, ClaimRole, DateRange, Place

NEAR_KM = 25.0
"""Two towns this near do not contradict each other: UCDP's own limit for 'near a known point'."""
_NEAR = re.compile(
    r"\b(?:near|nearby|outside|outskirts|edge|suburbs?|around|vicinity|close to"
    r"|(?:north|south|east|west)\w* of)\b",
    re.I,
)
_BEFORE = 24
"""Characters in front of a place that may say that it is near it only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The days that it can have been; None where the claims do not say, or not the same."""

    days: DateRange | None
    rule: Rule
    claims: tuple[Claim, ...]
    why: str = ""

    def cell(self, value: str | int | None, rule: Rule | None = None) -> Cell:
        """A cell that rests on this."""
        return cell(
            value if self.days else None, rule or self.rule if self.days else self.rule, self.claims, self.why
        )

    @property
    def span(self) -> int:
        """How many days it can have been; 0 where that is not known."""
        return (self.days.latest - self.days.earliest).days + 1 if self.days else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The place; None where the claims name none, or places that contradict each other."""

    place: Place | None
    near: bool
    """Whether it is told to be near the place only."""
    rule: Rule
    claims: tuple[Claim, ...]
    why: str = ""
    country: str | None = None
    """ISO 3166-1 alpha-2; known where the place is not, if all places are in one country."""

    def cell(self, value: str | int | float | None, rule: Rule | None = None) -> Cell:
        """A cell that rests on this; the name of a place alone gives no point and no code of precision."""
        if self.place is None:
            return cell(None, self.rule, self.claims, self.why)
        if value is None:
            return cell(None, Rule.NO_POINT, self.claims, self.why or self.place.name)
        return cell(value, rule or self.rule, self.claims, self.why)

    @property
    def name(self) -> str | None:
        """The name of a town, province or building; None for a country, and for words that are no name."""
        if self.place is None or self.place.precision == "country":
            return None
        known = self.place.precision != "unknown" or self.place.name[:1].isupper()
        return self.place.name if known else None

    @property
    def exact(self) -> bool:
        """Whether it is a town with its coordinates."""
        return self.place is not None and self.place.precision == "city" and self.place.latitude is not None


def when(case: Case) -> When:
    """The days that most origins give. Days that overlap agree, and the narrower are taken."""
    known = case.incident.date
    told = [claim for claim in case.told(ClaimRole.TIME) if _days(claim)]
    if known is None:
        return When(
            days=None,
            rule=Rule.DAYS_DIFFER if told else Rule.NONE_STATED,
            claims=tuple(told),
            why=_told(told),
        )
    agreeing = [claim for claim in told if (days := _days(claim)) and days.near(known)]
    others = [claim for claim in told if claim not in agreeing]
    if len(case.root_ids(others)) >= max(1, len(case.root_ids(agreeing))):
        return When(days=None, rule=Rule.DAYS_DIFFER, claims=tuple(told), why=_told(told))
    return When(days=known, rule=Rule.DAYS, claims=tuple(told), why=_told(told) if others else "")


def where(case: Case) -> Where:
    """The town that most origins give; of towns at most 25 km apart, the one that is not told as 'near'."""
    told = [claim for claim in case.told(ClaimRole.PLACE) if claim.value and claim.value.place]
    country = _country(case, told)
    towns = [claim for claim in told if _place(claim).precision == "city"]
    if not towns:
        return _wider(case, told, country)
    best, rivals = _nearest_to_each_other(case, towns)
    if rivals:
        return Where(
            place=None,
            near=False,
            rule=Rule.PLACES_DIFFER,
            claims=tuple(towns),
            why=_told(towns),
            country=country,
        )
    exact: dict[str, list[Claim]] = defaultdict(list)
    for claim in best:
        if not is_near(case, claim):
            exact[_key(_place(claim))].append(claim)
    near = not exact
    for claim in best if near else ():
        exact[_key(_place(claim))].append(claim)
    chosen = min(exact.values(), key=lambda group: _rank(case, group))
    place = _place(chosen[0])
    why = _told(towns) if len({_key(_place(claim)) for claim in towns}) > 1 else ""
    return Where(
        place=place,
        near=near,
        rule=Rule.PLACE,
        claims=tuple(best),
        why=why,
        country=place.country or country,
    )


def site(case: Case) -> tuple[str, list[Claim]] | None:
    """The named building or square that most origins give, with the claims that name it."""
    named: dict[str, list[Claim]] = defaultdict(list)
    for claim in case.told(ClaimRole.PLACE):
        place = claim.value.place if claim.value else None
        if place and place.precision == "unknown" and place.name[:1].isupper() and not place.name.isupper():
            named[place.name].append(claim)
    known = where(case).place
    if known:
        named.pop(known.name, None)
    if not named:
        return None
    name = min(named, key=lambda each: (-len(case.root_ids(named[each])), -len(named[each]), each))
    return name, named[name]


def is_near(case: Case, claim: Claim) -> bool:
    """Whether the words say that it was near the place: 'outside Moscow'."""
    text = case.reports[claim.report].text
    words = claim.value.text if claim.value else ""
    before = [text[max(0, span.start - _BEFORE) : span.start] for span in claim.evidence.value]
    return bool(_NEAR.search(words)) or any(_NEAR.search(each.rsplit(".", 1)[-1]) for each in before)


def _days(claim: Claim) -> DateRange | None:
    return claim.value.date if claim.value else None


def _place(claim: Claim) -> Place:
    place = claim.value.place if claim.value else None
    return place or Place(name="")


def _key(place: Place) -> str:
    return str(place.geoname) if place.geoname else f"{place.name.casefold()}|{place.country}"


def _rank(case: Case, group: Sequence[Claim]) -> tuple[object, ...]:
    place, known = _place(group[0]), case.incident.place
    is_known = known is not None and _key(known) == _key(place)
    return -len(case.root_ids(group)), not is_known, -len(group), place.name, _key(place)


def _nearest_to_each_other(case: Case, towns: Sequence[Claim]) -> tuple[list[Claim], bool]:
    """Claims of towns that agree and have most origins; whether others have as many."""
    groups: list[list[Claim]] = []
    for claim in towns:
        joined = [group for group in groups if any(_agree(_place(claim), _place(each)) for each in group)]
        for group in joined:
            groups.remove(group)
        groups.append([each for group in joined for each in group] + [claim])
    roots = [len(case.root_ids(group)) for group in groups]
    most = max(roots)
    best = [group for group, count in zip(groups, roots, strict=True) if count == most]
    return best[0], len(best) > 1


def _agree(one: Place, other: Place) -> bool:
    if _key(one) == _key(other):
        return True
    apart = kilometres(one, other)
    return apart is not None and apart <= NEAR_KM


def _wider(case: Case, told: Sequence[Claim], country: str | None) -> Where:
    """The province or country, where no town is told."""
    known = case.incident.place
    precise = [claim for claim in told if _place(claim).precision == "admin1"]
    if len({_key(_place(claim)) for claim in precise}) > 1:
        return Where(
            place=None,
            near=False,
            rule=Rule.PLACES_DIFFER,
            claims=tuple(precise),
            why=_told(precise),
            country=country,
        )
    if precise:
        known = _place(precise[0])
    behind = [claim for claim in told if known and _key(_place(claim)) == _key(known)]
    rule = Rule.PLACE if known else Rule.NONE_STATED
    return Where(
        place=known, near=False, rule=rule, claims=tuple(behind), country=(known and known.country) or country
    )


def _country(case: Case, told: Sequence[Claim]) -> str | None:
    found = {place.country for claim in told if (place := _place(claim)).country}
    if len(found) == 1:
        return found.pop()
    return case.incident.place.country if case.incident.place and not found else None


def _told(claims: Sequence[Claim]) -> str:
    """The values as the reports have them, each once."""
    words: Mapping[str, None] = dict.fromkeys(
        f"{claim.value.text} ({_meant(claim)})" if _meant(claim) else claim.value.text
        for claim in claims
        if claim.value
    )
    return "; ".join(sorted(words))


def _meant(claim: Claim) -> str:
    days = _days(claim)
    if days:
        return days_words(days)
    place = _place(claim)
    return place.name if claim.value and place.name and place.name not in claim.value.text else ""


def days_words(days: DateRange) -> str:
    """Days, ISO 8601.

    >>> import datetime as dt
    >>> days_words(DateRange(dt.date(2024, 3, 1), dt.date(2024, 3, 2)))
    '2024-03-01 to 2024-03-02'
    """
    first, last = days.earliest.isoformat(), days.latest.isoformat()
    return first if first == last else f"{first} to {last}"
