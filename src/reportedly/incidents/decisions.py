"""What analysts decided, made into groups that stay together and pairs that stay apart.

The latest decision wins: an earlier one holds as far as no later one speaks against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from reportedly.records import Anchor, Decision, Incident, Judgement, Reading

_LEAST_OVERLAP = 0.3
"""Share of an incident's words that those of a new reading must have to be taken for the same incident."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Decisions as the grouping needs them, by the ids of single reports' incidents."""

    together: tuple[frozenset[str], ...] = ()
    apart: Mapping[str, frozenset[str]] | None = None
    """Of an incident those that it is not; each pair stands in both directions."""

    def parts(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """Whether somebody decided that any of one side is not any of the other."""
        if not self.apart:
            return False
        others = set(other)
        return any(not others.isdisjoint(self.apart.get(each, ())) for each in one)


def settled(decisions: Sequence[Decision], readings: Sequence[Reading]) -> Settled:
    """Settle decisions, given oldest first, on the incidents of the readings.

    Those taken back count for nothing, and so does what they say of reports that are not here. An incident
    whose id is gone after a new reading is found by the words it stood on.
    """
    present = Present(readings)
    groups: list[set[str]] = []
    apart: dict[str, set[str]] = defaultdict(set)
    left_open: dict[str, set[str]] = defaultdict(set)
    for decision in reversed([each for each in decisions if each.undone_at is None]):
        these, those = (present.ids(side) for side in (decision.these, decision.those))
        if decision.judgement is Judgement.SAME:
            _join(groups, sorted({*these, *those}), (apart, left_open))
        else:
            pairs = apart if decision.judgement is Judgement.NOT_SAME else left_open
            for one, other in product(these, those):
                if not _joined(groups, one, other) and other not in left_open[one]:
                    pairs[one].add(other)
                    pairs[other].add(one)
    return Settled(
        tuple(frozenset(group) for group in groups if len(group) > 1),
        {each: frozenset(others) for each, others in apart.items() if others},
    )


def _join(groups: list[set[str]], ids: Sequence[str], barred: Sequence[Mapping[str, set[str]]]) -> None:
    """Join what no later decision bars; what it bars goes into a group of its own."""
    whole: list[set[str]] = []
    for each in ids:
        own = next((group for group in groups if each in group), None)
        if own is None:
            own = {each}
            groups.append(own)
        if any(own is group for group in whole):
            continue
        host = next((g for g in whole if not any(_barred(g, own, pairs) for pairs in barred)), None)
        if host is None:
            whole.append(own)
        else:
            host |= own
            groups[:] = [group for group in groups if group is not own]


def _barred(one: Iterable[str], other: set[str], pairs: Mapping[str, set[str]]) -> bool:
    return any(not other.isdisjoint(pairs.get(each, ())) for each in one)


def _joined(groups: Iterable[set[str]], one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in groups)


class Present:
    """The incidents that the readings have now."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = {reading.report.id: reading for reading in readings}
        self._known = {incident.id for reading in readings for incident in reading.incidents}

    def ids(self, anchors: Iterable[Anchor]) -> list[str]:
        """Those that are there, in the order of ids; a gone one by the words that it stood on."""
        return sorted({found for each in anchors if (found := self._found(each))})

    def _found(self, anchor: Anchor) -> str | None:
        if anchor.incident in self._known:
            return anchor.incident
        reading = self._readings.get(anchor.report)
        if reading is None:
            return None
        wanted = _places(anchor.spans)
        scored = [(_overlap(wanted, each), each.incident) for each in anchors_of(reading)]
        best = max(scored, key=lambda pair: (pair[0], pair[1]), default=(0.0, ""))
        return best[1] if best[0] >= _LEAST_OVERLAP else None


def anchors_of(reading: Reading) -> Iterator[Anchor]:
    """An anchor for every incident of a reading."""
    for incident in reading.incidents:
        yield anchor_of(incident, reading)


def anchor_of(incident: Incident, reading: Reading) -> Anchor:
    """The words that an incident of this reading stands on; overlapping spans are made one."""
    own = set(incident.claims)
    spans = sorted(
        (span.start, span.end) for claim in reading.claims if claim.id in own for span in claim.evidence
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return Anchor(incident=incident.id, report=reading.report.id, spans=tuple(merged))


def _places(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def _overlap(wanted: set[int], found: Anchor) -> float:
    """Jaccard's coefficient of the characters."""
    places = _places(found.spans)
    return len(wanted & places) / (len(wanted | places) or 1)
