"""How far two readers agree: `python -m corpus.agreement` prints the tables that STATISTICS.md holds.

A part of the reports was coded twice, the second time by somebody who had only the text. Both codings stand
in ``twice/first`` and ``twice/second`` as they were made, but for texts that were changed in both
alike out of care for real people; what was judged right afterwards stands in ``reports``.

Two measures, by layer. **Spans**: F1 of one coding against the other (it has no direction), exact and by
overlap, one to one; and Krippendorff's alpha over the words of the texts, each word inside or outside of the
layer's spans. **Values** (stance, certainty, kind of source …): alpha, nominal, over the pairs of things that
both readers have, paired by overlapping spans. Alpha is that of the `krippendorff` library.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import krippendorff
import numpy as np

from corpus.form import CorpusClaim, CorpusIncident, CorpusReport, Mark, Speaker
from corpus.load import load
from corpus.pairing import paired

HERE = Path(__file__).parent / "twice"
FIRST, SECOND = HERE / "first", HERE / "second"

Pair = tuple[CorpusReport, CorpusReport]

SPAN_LAYERS = {
    "speaker": "s",
    "cue": "c",
    "content": "k",
    "actor": "a",
    "trigger": "t",
    "relay": "r",
    "target": "x",
    "victim": "v",
    "weapon": "w",
    "weapon origin": "o",
    "place": "p",
    "time": "d",
    "toll": "q",
    "motive": "m",
    "anonymity": "n",
}
"""Layers by the letter of the marks."""


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """One layer of spans; ``first`` and ``second`` count the spans of each reader."""

    layer: str
    first: int
    second: int
    exact: float
    overlap: float
    alpha: float


@dataclass(frozen=True, slots=True)
class ValueAgreement:
    """One layer of values over ``pairs`` things that both readers have."""

    layer: str
    pairs: int
    same: float
    alpha: float


@dataclass(frozen=True, slots=True)
class ClaimAgreement:
    """F1 of the doer claims at one level."""

    level: str
    first: int
    second: int
    both: int

    @property
    def f1(self) -> float:
        """Twice what both have over what either has."""
        return f1(self.both, self.first, self.second)


def pairs(first: Path = FIRST, second: Path = SECOND) -> tuple[Pair, ...]:
    """Both codings of every report that has two.

    Raises:
        ValueError: the readers read different texts, or a report lacks its other coding.
    """
    ones, others = ({report.id: report for report in load(folder=folder)} for folder in (first, second))
    if lonely := sorted(ones.keys() ^ others.keys()):
        raise ValueError(f"coded once only: {', '.join(lonely)}; put both codings into {first.parent.name}/")
    for known, one in ones.items():
        if one.text != others[known].text:
            raise ValueError(f"{known}: the second reader's text is another; take the marks out and compare")
    return tuple((one, others[known]) for known, one in ones.items())


def f1(both: int, first: int, second: int) -> float:
    """F1, 1 where neither reader has anything."""
    return 2 * both / (first + second) if first + second else 1.0


def alpha(one: Sequence[object], other: Sequence[object]) -> float:
    """Krippendorff's alpha for nominal values; not a number where there is nothing to differ about."""
    domain = sorted({str(value) for value in (*one, *other)})
    if len(domain) < 2:
        return float("nan")
    number = {value: i for i, value in enumerate(domain)}
    ratings = np.array([[number[str(value)] for value in side] for side in (one, other)], dtype=float)
    return float(krippendorff.alpha(reliability_data=ratings, level_of_measurement="nominal"))


# Spans --------------------------------------------------------------------------------------------


def span_agreement(pairs: Sequence[Pair], layer: str) -> SpanAgreement:
    """The figures of one layer of spans."""
    kind = SPAN_LAYERS[layer]
    sides = [(_marked(one, kind), _marked(other, kind)) for one, other in pairs]
    inside = [
        (_inside(one.text, a), _inside(other.text, b))
        for (one, other), (a, b) in zip(pairs, sides, strict=True)
    ]
    first, second = sum(len(a) for a, _ in sides), sum(len(b) for _, b in sides)
    return SpanAgreement(
        layer,
        first,
        second,
        f1(sum(len(paired(a, b, _same)) for a, b in sides), first, second),
        f1(sum(len(paired(a, b, _overlap)) for a, b in sides), first, second),
        alpha([flag for a, _ in inside for flag in a], [flag for _, b in inside for flag in b]),
    )


def _marked(report: CorpusReport, kind: str) -> list[Mark]:
    """The marks of a kind in their order; of two that mark the same words, one."""
    unique = {(mark.start, mark.end): mark for mark in report.marks if mark.kind == kind}
    return [unique[place] for place in sorted(unique)]


def _inside(text: str, marks: Iterable[Mark]) -> list[bool]:
    places = [(mark.start, mark.end) for mark in marks]
    return [
        any(start < word.end() and word.start() < end for start, end in places)
        for word in re.finditer(r"\w[\w'’-]*", text)
    ]


def _same(one: Mark, other: Mark) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


# Claims -------------------------------------------------------------------------------------------

LEVELS = ("who", "stance", "full", "certainty")


def claim_agreement(pairs: Sequence[Pair], level: str) -> ClaimAgreement:
    """Doer claims at a level: who, with its stance, with its speaker (full), with its certainty too."""
    depth = LEVELS.index(level)
    both = 0
    for one, other in pairs:

        def fits(
            a: CorpusClaim, b: CorpusClaim, one: CorpusReport = one, other: CorpusReport = other
        ) -> bool:
            return (
                _same_thing(one, a.value, other, b.value)
                and (depth < 1 or a.stance is b.stance)
                and (depth < 2 or _same_thing(one, a.speaker, other, b.speaker))
                and (depth < 3 or a.certainty is b.certainty)
            )

        both += len(paired(one.doer_claims, other.doer_claims, fits))
    first, second = (sum(len(pair[i].doer_claims) for pair in pairs) for i in (0, 1))
    return ClaimAgreement(level, first, second, both)


def _same_thing(one: CorpusReport, a: str | None, other: CorpusReport, b: str | None) -> bool:
    """Whether two labels name one thing: any of their mentions overlap, or both are empty."""
    if a is None or b is None:
        return a is b
    return any(_overlap(m, n) for m in one.mentions(a) for n in other.mentions(b))


def value_agreement(pairs: Sequence[Pair]) -> list[ValueAgreement]:
    """Every layer of values."""
    claims = [found for pair in pairs for found in _paired_claims(pair)]
    speakers = [found for pair in pairs for found in _paired_speakers(pair)]
    incidents = [found for pair in pairs for found in _paired_incidents(pair)]
    stances = [found for pair in pairs for found in _same_who_by_whom(pair)]
    return [
        _values("relevant or not", [(a.relevant, b.relevant) for a, b in pairs]),
        _values("stance", [(a.stance, b.stance) for a, b in stances]),
        _values("certainty", [(a.certainty, b.certainty) for a, b in claims]),
        _values("perpetrator or supporter", [(a.role, b.role) for a, b in stances]),
        _values("relays in `via`", [(len(a.via), len(b.via)) for a, b in claims]),
        _values("source kind", [(a.kind, b.kind) for a, b in speakers]),
        _values("source role", [(a.role, b.role) for a, b in speakers]),
        _values("source number", [(str(a.number), str(b.number)) for a, b in speakers]),
        _values("source party", [(a.party, b.party) for a, b in speakers]),
        _values("type of attack", [(a.type, b.type) for a, b in incidents]),
        _values("attempt", [(a.attempt, b.attempt) for a, b in incidents]),
        _values("background", [(a.background, b.background) for a, b in incidents]),
    ]


def _values(layer: str, found: Sequence[tuple[object, object]]) -> ValueAgreement:
    same = sum(str(a) == str(b) for a, b in found) / len(found) if found else float("nan")
    return ValueAgreement(layer, len(found), same, alpha([a for a, _ in found], [b for _, b in found]))


def _paired_claims(pair: Pair) -> list[tuple[CorpusClaim, CorpusClaim]]:
    """Doer claims of both readers with one actor, stance and speaker."""
    one, other = pair
    return paired(
        one.doer_claims,
        other.doer_claims,
        lambda a, b: (
            a.stance is b.stance
            and _same_thing(one, a.value, other, b.value)
            and _same_thing(one, a.speaker, other, b.speaker)
        ),
    )


def _same_who_by_whom(pair: Pair) -> list[tuple[CorpusClaim, CorpusClaim]]:
    """Doer claims of one actor by one speaker, the same stance first."""
    one, other = pair
    same = _paired_claims(pair)
    taken = {id(a) for a, _ in same} | {id(b) for _, b in same}
    return same + paired(
        [claim for claim in one.doer_claims if id(claim) not in taken],
        [claim for claim in other.doer_claims if id(claim) not in taken],
        lambda a, b: (
            _same_thing(one, a.value, other, b.value) and _same_thing(one, a.speaker, other, b.speaker)
        ),
    )


def _paired_speakers(pair: Pair) -> list[tuple[Speaker, Speaker]]:
    one, other = pair
    return paired(one.speakers, other.speakers, lambda a, b: _same_thing(one, a.label, other, b.label))


def _paired_incidents(pair: Pair) -> list[tuple[CorpusIncident, CorpusIncident]]:
    one, other = pair
    return paired(one.incidents, other.incidents, lambda a, b: _same_thing(one, a.trigger, other, b.trigger))


# The tables ---------------------------------------------------------------------------------------


def page(pairs: Sequence[Pair]) -> str:
    """The tables as STATISTICS.md has them."""
    told = f"{len(pairs)} reports were coded twice, the second time by a reader who had only the text."
    spans = "".join(
        f"| {s.layer} | {s.first:,} | {s.second:,} | {s.exact:.2f} | {s.overlap:.2f} | {_number(s.alpha)} |\n"
        for s in (span_agreement(pairs, layer) for layer in SPAN_LAYERS)
    )
    claims = "".join(
        f"| {NAMES[c.level]} | {c.first:,} | {c.second:,} | {c.f1:.2f} |\n"
        for c in (claim_agreement(pairs, level) for level in LEVELS)
    )
    values = "".join(
        f"| {v.layer} | {v.pairs:,} | {_number(v.same)} | {_number(v.alpha)} |\n"
        for v in value_agreement(pairs)
    )
    return (
        f"## Agreement of two readers\n\n{told}\n\n"
        "| claims of the doer | first reader | second reader | F1 |\n| --- | ---: | ---: | ---: |\n"
        f"{claims}\n"
        "| spans | first reader | second reader | F1 exact | F1 overlap | alpha (words) |\n"
        f"| --- | ---: | ---: | ---: | ---: | ---: |\n{spans}\n"
        "| values of what both have | pairs | same | alpha |\n| --- | ---: | ---: | ---: |\n"
        f"{values}".rstrip("\n")
    )


NAMES = {
    "who": "who: the actor",
    "stance": "stance: and the stance",
    "full": "full: and the speaker",
    "certainty": "and the certainty",
}


def _number(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.2f}"


def main() -> int:
    """Print the tables."""
    print(page(pairs()))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
