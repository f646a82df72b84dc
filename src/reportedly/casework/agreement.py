"""How far two readers of the same reports agree, layer by layer, and on what they do not.

The measure is Krippendorff's alpha for nominal data: K. Krippendorff, 'Computing Krippendorff's
Alpha-Reliability' (Annenberg School for Communication, 2011), and A. F. Hayes and K. Krippendorff, 'Answering
the Call for a Standard Reliability Measure for Coding Data', Communication Methods and Measures 1 (2007).
1 is full agreement, 0 what chance gives, below 0 is agreement worse than chance.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportedly.casework.effective import Reviewed
from reportedly.records import Claim, Reading, Source, SourceKind, Span

Pair = tuple[Claim | None, Claim | None]


class Layer(StrEnum):
    """What of a claim is compared."""

    CLAIM = "claim"
    """Whether there is such a claim at all."""
    SPEAKER = "speaker"
    ACTOR = "actor"
    """Whom or what the claim names, as it is resolved."""
    STANCE = "stance"
    CERTAINTY = "certainty"
    ROLE = "role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One claim as two readers left it: in both readings, or in one only."""

    report: str
    one: Claim | None
    other: Claim | None
    values: Mapping[Layer, tuple[str | None, str | None]]
    """Of each layer what the two say; None where a reader has no such claim, and only ``claim`` counts."""

    @property
    def differs(self) -> tuple[Layer, ...]:
        """The layers on which the two do not agree."""
        layers = (
            each for each, (one, other) in self.values.items() if None not in (one, other) and one != other
        )
        return tuple(layers)

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of its claims; two where the readers added it each in their own words."""
        return tuple(dict.fromkeys(each.id for each in (self.one, self.other) if each))


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerAgreement:
    """How far two readers agree on one layer."""

    layer: Layer
    alpha: float | None
    """Krippendorff's alpha; None where it is not defined: fewer than two units, or one value for all."""
    units: int
    """Claims that both have, and of ``claim`` all that either has."""
    agreed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice:
    """A report as two readers left it, each by themselves."""

    proposal: Reading
    one: Reviewed
    other: Reviewed


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two readers agree on some reports."""

    layers: tuple[LayerAgreement, ...]
    units: tuple[Unit, ...]
    """Those that count: of reports that both are done with, and of which at least one said something."""
    untouched: int = 0
    """Claims of the same reports of which neither said anything. That they stand as the program proposed them
    is no agreement of two people, and they do not count."""
    by_one: int = 0
    """Of those that count: claims of which one said something, and the other, who is done with the report,
    left what was proposed."""
    waiting: int = 0
    """Claims of reports that one of the two at least is not done with; they do not count."""

    @property
    def differing(self) -> tuple[Unit, ...]:
        """The claims that somebody has to decide on, in the order of the reports' words."""
        return tuple(each for each in self.units if each.differs)


def agreement(reports: Iterable[Twice], *, waiting: int = 0) -> Agreement:
    """Compare what two readers left of the same reports, as far as either said something of it.

    Args:
        reports: those that both are done with.
        waiting: claims of those that they are not, to be told beside it.
    """
    counted: list[Unit] = []
    untouched = by_one = 0
    for report in reports:
        first, second = (_touched(report.proposal, left) for left in (report.one, report.other))
        for unit in units_of(report.one.reading, report.other.reading):
            said = [not own.isdisjoint(unit.claims) for own in (first, second)]
            counted += [unit] if any(said) else []
            untouched += not any(said)
            by_one += any(said) and not all(said)
        both_out = {claim.id for claim in report.one.rejected} & {claim.id for claim in report.other.rejected}
        counted += [_left_out(report.proposal, claim) for claim in sorted(both_out)]
    units = tuple(counted)
    return Agreement(
        layers=tuple(_on(layer, units) for layer in Layer),
        units=units,
        untouched=untouched,
        by_one=by_one,
        waiting=waiting,
    )


def _touched(proposal: Reading, left: Reviewed) -> frozenset[str]:
    """The claims of which a reader said something."""
    before = {claim.id: claim.reviewed for claim in proposal.claims}
    said = {claim.id for claim in left.reading.claims if claim.reviewed != before.get(claim.id)}
    return frozenset(said | {claim.id for claim in left.rejected})


def _left_out(proposal: Reading, claim: str) -> Unit:
    """A claim that neither would have: they agree that it is not there, and there is no more to compare."""
    values: dict[Layer, tuple[str | None, str | None]] = dict.fromkeys(Layer, (None, None))
    values[Layer.CLAIM] = ("not there", "not there")
    return Unit(report=proposal.report.id, one=None, other=None, values=values)


def _on(layer: Layer, units: Iterable[Unit]) -> LayerAgreement:
    pairs = [each.values[layer] for each in units if None not in each.values[layer]]
    agreed = sum(one == other for one, other in pairs)
    return LayerAgreement(layer=layer, alpha=alpha(pairs), units=len(pairs), agreed=agreed)


def alpha(units: Iterable[Sequence[Hashable | None]]) -> float | None:
    """Krippendorff's alpha of nominal values, for any number of readers and with values missing.

    With ``o(c, k)`` the coincidences of two values, each unit's pairs weighted by one less than its number of
    values, and ``n(c)`` their sums, alpha is ``1 - (n - 1) * Σ o(c, k) / Σ n(c) * n(k)`` over ``c != k``.

    Args:
        units: of each unit what every reader says, None for one who says nothing.

    Returns:
        None where it is not defined: no unit has two values, or all values are the same.

    >>> alpha([("a", "a"), ("b", "b"), ("a", "b"), ("a", None)])
    0.444...
    """
    observed, sums = 0.0, Counter[Hashable]()
    for unit in units:
        counts = Counter(value for value in unit if value is not None)
        many = counts.total()
        if many < 2:
            continue
        sums.update(counts)
        # All ordered pairs of two different values of the unit.
        observed += (many**2 - sum(count**2 for count in counts.values())) / (many - 1)
    total = sums.total()
    expected = total**2 - sum(count**2 for count in sums.values())
    return None if not expected else 1 - (total - 1) * observed / expected


def units_of(one: Reading, other: Reading) -> Iterator[Unit]:
    """The claims of one report as two readers left them, matched, in the order of its words.

    A claim that came from one proposal has one id in both. Those that readers added are matched by role
    and overlapping words, first come first served.
    """
    speakers = _speakers((*one.sources, *other.sources))
    for a, b in sorted(_matched(one.claims, other.claims), key=_place):
        yield Unit(report=one.report.id, one=a, other=b, values=dict(_values(a, b, speakers)))


def _matched(one: Sequence[Claim], other: Sequence[Claim]) -> Iterator[Pair]:
    there = {claim.id: claim for claim in other}
    alone = []
    for claim in one:
        if claim.id in there:
            yield claim, there.pop(claim.id)
        else:
            alone.append(claim)
    for claim in alone:
        near = next((each for each in there.values() if _same_words(claim, each)), None)
        yield claim, there.pop(near.id) if near else None
    for claim in there.values():
        yield None, claim


def _same_words(one: Claim, other: Claim) -> bool:
    if one.role is not other.role or (one.value is None) is not (other.value is None):
        return False
    return any(a.overlaps(b) for a in _carrying(one) for b in _carrying(other))


def _carrying(claim: Claim) -> tuple[Span, ...]:
    return claim.evidence.value or claim.evidence.content


def _place(pair: Pair) -> tuple[int, str]:
    claim = pair[0] or pair[1]
    if claim is None:
        raise ValueError("a pair of claims has one at least")
    return min(span.start for span in _carrying(claim)), claim.id


def _values(
    one: Claim | None, other: Claim | None, speakers: Mapping[str, str]
) -> Iterator[tuple[Layer, tuple[str | None, str | None]]]:
    yield Layer.CLAIM, ("there" if one else "not there", "there" if other else "not there")
    for layer in list(Layer)[1:]:
        yield layer, (_value(layer, one, speakers), _value(layer, other, speakers))


def _value(layer: Layer, claim: Claim | None, speakers: Mapping[str, str]) -> str | None:
    if claim is None:
        return None
    match layer:
        case Layer.SPEAKER:
            return speakers[claim.source]
        case Layer.ACTOR:
            return _named(claim)
        case Layer.STANCE:
            return claim.stance.value
        case Layer.CERTAINTY:
            # 'not said' is a value of its own: a reader chose it.
            return claim.certainty.value if claim.certainty else "none"
        case _:
            return claim.role.value


def _named(claim: Claim) -> str:
    value = claim.value
    if value is None:
        return "nobody"
    resolved = value.id or value.number or value.date or (value.place and value.place.name)
    plain = " ".join((value.name or value.text).split()).casefold().removeprefix("the ")
    return str(resolved) if resolved else plain


def _speakers(sources: Iterable[Source]) -> Mapping[str, str]:
    """One name for all sources that stand for one speaker: the same words of the report describe them."""
    owners: dict[str, str] = {}
    kept: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        if source.id in owners:
            continue
        same = next(
            (name for name, several in kept.items() if any(_one_speaker(source, s) for s in several)), ""
        )
        owners[source.id] = same or source.id
        kept[same or source.id].append(source)
    return owners


def _one_speaker(one: Source, other: Source) -> bool:
    if SourceKind.REPORT in (one.kind, other.kind):
        return one.kind is other.kind
    return any(a.overlaps(b) for a in one.mentions for b in other.mentions)
