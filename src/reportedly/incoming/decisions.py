"""Decisions on incidents, here and at another desk: which of them contradict. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from reportedly.incidents.decisions import Present, Settled, settled
from reportedly.incoming.found import DecisionConflict
from reportedly.records import Decision, Judgement, Reading

Pair = tuple[str, str]
"""Two incidents of single reports, the lesser id first."""


def decisions_held(
    theirs: Sequence[Decision], ours: Sequence[Decision], readings: Sequence[Reading], author: str
) -> Iterator[DecisionConflict]:
    """What both desks have decided, and not alike; in the order of theirs.

    Of each desk the latest decision on a pair of incidents counts. A decision that both have contradicts
    itself where one has taken it back, or where the two are not the same.

    Args:
        theirs: of the file, oldest first.
        ours: all that are stored here, oldest first, those taken back too.
        readings: all that are here, as people left them.
        author: in whose name decisions of the other desk are stored here.
    """
    known = {each.id: each for each in ours}
    named = {each.id for each in theirs}
    own = [each for each in ours if each.undone_at is None and each.id not in named]
    there = [each for each in theirs if each.undone_at is None]
    present = Present(readings)
    latest_here, latest_there = (_latest(each, present) for each in (own, there))
    together = settled(own, readings)
    for each in theirs:
        held = known.get(each.id)
        if held is not None and not _alike(held, each) and not taken_back_there(held, author):
            yield DecisionConflict(here=held, there=each)
            continue
        if each.undone_at is not None or (held is not None and held.undone_at is not None):
            continue
        pairs = [pair for pair in _pairs(each, present) if latest_there[pair] is each]
        against = [latest_here[pair] for pair in pairs if pair in latest_here]
        against = [found for found in against if found.judgement is not each.judgement]
        for found in {found.id: found for found in against}.values():
            yield DecisionConflict(here=found, there=each)
        if not against and any(_made_otherwise(each.judgement, pair, together) for pair in pairs):
            yield DecisionConflict(here=None, there=each)


def taken_back_there(held: Decision | None, author: str) -> bool:
    """Whether a decision that is here, and holds, is of that desk: it may take it back."""
    if held is None or held.undone_at is not None:
        return False
    return held.by == author or held.by.startswith(f"{author} (")


def _alike(one: Decision, other: Decision) -> bool:
    same = (one.judgement, one.these, one.those) == (other.judgement, other.these, other.those)
    return same and (one.undone_at is None) == (other.undone_at is None)


def _latest(decisions: Sequence[Decision], present: Present) -> Mapping[Pair, Decision]:
    return {pair: each for each in decisions for pair in _pairs(each, present)}


def _pairs(decision: Decision, present: Present) -> Iterator[Pair]:
    these, those = (present.ids(side) for side in (decision.these, decision.those))
    if decision.judgement is Judgement.SAME:
        yield from combinations(sorted({*these, *those}), 2)
        return
    for one, other in product(these, those):
        if one != other:
            yield (one, other) if one < other else (other, one)


def _made_otherwise(judgement: Judgement, pair: Pair, ours: Settled) -> bool:
    """Whether several decisions here, taken together, make what this one contradicts."""
    one, other = (
        next((group for group in ours.together if each in group), frozenset({each})) for each in pair
    )
    return ours.parts(one, other) if judgement is Judgement.SAME else one == other
