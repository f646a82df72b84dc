"""What is said of an incident beside its doer: every value, who says it, and how far apart they lie.

Nothing is resolved away: a count, a day or a place that one report alone gives keeps its row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

from reportedly.assess.actors import plain
from reportedly.assess.origins import Origin
from reportedly.assess.speakers import speaker_key
from reportedly.records import (
    DOER_ROLES,
    Certainty,
    Claim,
    ClaimRole,
    DateRange,
    Incident,
    NumberRange,
    Place,
    Source,
    SourceKind,
    Stance,
    Value,
)

_SUREST = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)
_EXACT = frozenset({"city", "admin1"})
_NONE_TAKEN_BACK: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidBy:
    """One speaker, or the voice of the reports of one root, that gives a value."""

    label: str
    kind: SourceKind
    number: int
    """How many people speak, at least; 0 for a report's own voice."""
    roots: tuple[str, ...]
    """Ids of the origins that carry it."""
    certainty: Certainty | None
    """How sure it is said to be; the surest of its claims."""
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """One value of one role under one stance, and all who give it."""

    value: str
    """The value in words: 'at least 3' for a count, days for a time, otherwise as most reports have it."""
    wordings: tuple[str, ...]
    """How the reports write it, each once, by letter."""
    stance: Stance
    number: NumberRange | None
    date: DateRange | None
    place: Place | None
    said_by: tuple[SaidBy, ...]
    roots: tuple[str, ...]
    """Ids of the origins that carry it: copies are counted once."""
    claims: tuple[str, ...]
    taken_back: tuple[str, ...]
    """Who took it back and when, where every claim of it was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleValues:
    """All values of one role. The ranges go over what is alleged and stands; denials keep their rows."""

    role: ClaimRole
    rows: tuple[ValueRow, ...]
    """Counts and days from low to high, other values by origins; values taken back last."""
    number: NumberRange | None
    """From the lowest count to the highest; open above where one is, or None where there is none."""
    date: DateRange | None
    """From the first day to the last."""
    differ: bool | None
    """Whether two of the values cannot both hold; None where words do not tell: weapons, motives."""


def values_of(
    incident: Incident,
    claims: Sequence[Claim],
    sources: Sequence[Source],
    roots: Mapping[str, Origin],
    *,
    withdrawn: Mapping[str, str] = _NONE_TAKEN_BACK,
) -> tuple[RoleValues, ...]:
    """What is said of an incident beside its doer, role by role in the order of the coding guide.

    Args:
        incident: whose claims are gathered.
        claims: its claims; others are left aside.
        sources: who says them.
        roots: the origin of each report by its id; one that is missing is its own.
        withdrawn: claims that were taken back, by id, with who did so and when.
    """
    own = set(incident.claims)
    told = sorted(
        (c for c in claims if c.id in own and c.role not in DOER_ROLES and c.value), key=lambda c: c.id
    )
    book = _Book({source.id: source for source in sources}, roots, withdrawn)
    by_role: dict[ClaimRole, list[Claim]] = defaultdict(list)
    for claim in told:
        by_role[claim.role].append(claim)
    return tuple(_role(book, role, by_role[role]) for role in ClaimRole if role in by_role)


@dataclass(frozen=True, slots=True)
class _Book:
    sources: Mapping[str, Source]
    roots: Mapping[str, Origin]
    withdrawn: Mapping[str, str]

    def root(self, claim: Claim) -> str:
        known = self.roots.get(claim.report)
        return known.id if known else claim.report

    def speaker(self, claim: Claim) -> Hashable:
        source = self.sources[claim.source]
        if source.kind is SourceKind.REPORT:
            return source.kind, self.root(claim)
        return speaker_key(source, self.root(claim))


def _role(book: _Book, role: ClaimRole, claims: Sequence[Claim]) -> RoleValues:
    grouped: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        grouped[_key(claim), claim.stance].append(claim)
    rows = sorted((_row(book, group) for group in grouped.values()), key=_order)
    stand = [row for row in rows if row.stance is Stance.ALLEGES and not row.taken_back]
    return RoleValues(
        role=role,
        rows=tuple(rows),
        number=_number_over([row.number for row in stand if row.number]),
        date=_date_over([row.date for row in stand if row.date]),
        differ=_differ(role, stand),
    )


def _key(claim: Claim) -> Hashable:
    value = claim.value or Value(text="")
    if value.number and claim.role in (ClaimRole.KILLED, ClaimRole.WOUNDED):
        return value.number
    if value.date and claim.role is ClaimRole.TIME:
        return value.date
    if value.place and claim.role is ClaimRole.PLACE:
        return value.place.geoname or (plain(value.place.name), value.place.country)
    return value.id or plain(value.name or value.text)


def _row(book: _Book, claims: Sequence[Claim]) -> ValueRow:
    values = [claim.value for claim in claims if claim.value]
    by_speaker: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_speaker[book.speaker(claim)].append(claim)
    counts = claims[0].role in (ClaimRole.KILLED, ClaimRole.WOUNDED)
    number = values[0].number if counts else None
    date = values[0].date if claims[0].role is ClaimRole.TIME else None
    place = values[0].place if claims[0].role is ClaimRole.PLACE else None
    back = all(claim.id in book.withdrawn for claim in claims)
    return ValueRow(
        value=_words(values, number, date, place),
        wordings=tuple(sorted({value.text for value in values})),
        stance=claims[0].stance,
        number=number,
        date=date,
        place=place,
        said_by=tuple(sorted((_said_by(book, own) for own in by_speaker.values()), key=_loudest)),
        roots=tuple(sorted({book.root(claim) for claim in claims})),
        claims=tuple(claim.id for claim in claims),
        taken_back=tuple(sorted({book.withdrawn[claim.id] for claim in claims})) if back else (),
    )


def _said_by(book: _Book, claims: Sequence[Claim]) -> SaidBy:
    sources = [book.sources[claim.source] for claim in claims]
    sure = {claim.certainty for claim in claims}
    return SaidBy(
        label=min((source.label for source in sources), key=lambda label: (-len(label), label)),
        kind=sources[0].kind,
        number=max(source.number.min for source in sources),
        roots=tuple(sorted({book.root(claim) for claim in claims})),
        certainty=next((each for each in _SUREST if each in sure), None),
        claims=tuple(claim.id for claim in claims),
    )


def _loudest(said: SaidBy) -> tuple[bool, int, str, tuple[str, ...]]:
    return said.kind is SourceKind.REPORT, -len(said.roots), said.label, said.claims


def _order(row: ValueRow) -> tuple[bool, tuple[int, int], int, str, str]:
    if row.number:
        least = (row.number.min, row.number.max if row.number.max is not None else 1 << 62)
    else:
        least = (row.date.earliest.toordinal(), row.date.latest.toordinal()) if row.date else (0, 0)
    return bool(row.taken_back), least, -len(row.roots), row.value, row.stance


def _words(
    values: Sequence[Value], number: NumberRange | None, date: DateRange | None, place: Place | None
) -> str:
    if number:
        return _count_words(number)
    if date:
        first, last = date.earliest.isoformat(), date.latest.isoformat()
        return first if first == last else f"{first} to {last}"
    if place:
        return place.name
    names = [value.name or value.text for value in values]
    return min(names, key=lambda name: (-names.count(name), len(name), name))


def _count_words(number: NumberRange) -> str:
    if number.max is None:
        return f"at least {number.min}"
    if number.min == number.max:
        return str(number.min)
    return f"up to {number.max}" if number.min == 0 else f"{number.min} to {number.max}"


def _number_over(numbers: Sequence[NumberRange]) -> NumberRange | None:
    if not numbers:
        return None
    tops = [number.max for number in numbers if number.max is not None]
    return NumberRange(min(n.min for n in numbers), max(tops) if len(tops) == len(numbers) else None)


def _date_over(dates: Sequence[DateRange]) -> DateRange | None:
    if not dates:
        return None
    return DateRange(min(d.earliest for d in dates), max(d.latest for d in dates))


def _differ(role: ClaimRole, rows: Sequence[ValueRow]) -> bool | None:
    pairs = list(combinations(rows, 2))
    if not pairs:
        return False
    if role in (ClaimRole.KILLED, ClaimRole.WOUNDED):
        return _known(_counts_differ(a.number, b.number) for a, b in pairs)
    if role is ClaimRole.TIME:
        return _known(None if not (a.date and b.date) else not a.date.near(b.date) for a, b in pairs)
    if role is ClaimRole.PLACE:
        return _known(_places_differ(a.place, b.place) for a, b in pairs)
    return None


def _known(found: Iterable[bool | None]) -> bool | None:
    """True where one pair differs, None where one cannot be told, else False."""
    told = list(found)
    return True if any(told) else None if None in told else False


def _counts_differ(one: NumberRange | None, other: NumberRange | None) -> bool | None:
    if one is None or other is None:
        return None
    below = one.max is not None and one.max < other.min
    return below or (other.max is not None and other.max < one.min)


def _places_differ(one: Place | None, other: Place | None) -> bool | None:
    if one is None or other is None:
        return None
    if one.country and other.country and one.country != other.country:
        return True
    if one.precision == other.precision:
        return True if one.precision in _EXACT else None
    # A town and a province may hold both: which lies in which is not told.
    return False if "country" in (one.precision, other.precision) else None
