"""Claims of one window from the network's numbers: who says what of whom, then what carries it.

Spans that other code holds for an actor and a speaker (the rules' claims) can be handed in as hints. The
network judges the pair like any other; a hint that agrees raises the odds of its stance, and a pair that no
hint speaks for has to be surer. By how much is fitted on reports held out of training (``Settings``). A hint
that an actor did it is heard only where the network has found an actor too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

import numpy as np

from reportedly.annotate.heads.layers import CERTAINTIES, KINDS, ROLES, STANCES
from reportedly.annotate.heads.pairs import REPORT, Floats, Heads, Range, Window
from reportedly.annotate.heads.settings import Settings
from reportedly.records import Certainty, SourceKind, SourceRole, Stance

MOST = 64
"""Spans of a kind in a window; a text that has more is no report, and pairs grow with the square."""

_NEEDS_ACTOR = [
    1 + i for i, stance in enumerate(STANCES) if stance not in (Stance.NO_CLAIM, Stance.UNCONFIRMED)
]
"""Outputs that no claim without an actor can have."""

_PROPOSED = frozenset({Stance.DENIES, Stance.UNCONFIRMED, Stance.NO_CLAIM})
"""Stances of which a hint is heard though the network has found no actor there.

Such claims are said in few set forms, which the rules know. Of the other stances an actor that the network
has not found is wrong too often: on the reports held out they cost .02 to .03 of full F1.
"""


@dataclass(frozen=True, slots=True)
class Hint:
    """What other code found: an actor, its speaker (or REPORT), the stance. ``number`` is its own."""

    actor: Range
    speaker: Range
    stance: Stance
    unnamed: bool
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSpeaker:
    """What the network makes of a speaker."""

    kind: SourceKind
    role: SourceRole


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClaim:
    """One claim; ranges are of the text where they come from a text."""

    actor: Range
    unnamed: bool
    """``actor`` is the content of a claim that names nobody."""
    speaker: Range | None
    """None: the report's own voice."""
    stance: Stance
    certainty: Certainty | None
    supporter: bool
    cue: Range | None
    content: Range | None
    relays: tuple[Range, ...]
    trigger: Range | None
    confidence: float
    hint: int | None = None
    """Number of the hint that is about this actor and speaker."""
    beside: tuple[Range, ...] = ()
    """The actors that this one is said by the same speaker to have done it with."""
    profile: FoundSpeaker | None = None


@dataclass(slots=True)
class _Candidates:
    """Spans to judge, and which of them each hint is about."""

    spans: list[Range]
    hinted: dict[int, Range] = field(default_factory=dict)

    def add(self, span: Range, number: int) -> None:
        """The candidate that touches the hint's span, or the span itself as a new one."""
        same = [one for one in self.spans if one[0] < span[1] and span[0] < one[1] and one != REPORT]
        if span == REPORT:
            self.hinted[number] = REPORT
            return
        best = max(same, key=lambda one: _overlap(one, span), default=None)
        if best is None:
            self.spans.append(span)
        self.hinted[number] = best or span


def claims(
    heads: Heads,
    window: Window,
    spans: Mapping[str, Sequence[Range]],
    settings: Settings,
    hints: Sequence[Hint] | None = None,
) -> Iterator[FoundClaim]:
    """The claims of one window.

    Args:
        heads: the small heads.
        window: the window's states.
        spans: the spans of each layer.
        settings: how probable a claim must be, and how scores become probabilities.
        hints: what other code found in this window; None where nobody was asked.
    """
    actors, nobody = _Candidates(list(spans["actor"][:MOST])), _Candidates(list(spans["unnamed"][:MOST]))
    speakers = _Candidates([REPORT, *spans["speaker"][:MOST]])
    told = [each for each in hints or () if _is_heard(each, spans)]
    for hint in told:
        (nobody if hint.unnamed else actors).add(hint.actor, hint.number)
        speakers.add(hint.speaker, hint.number)
    ones = [*actors.spans, *nobody.spans]
    if not ones:
        return
    scores = heads.score("claim", window, ones, speakers.spans)
    stances = scores[..., : 1 + len(STANCES)]
    alone = softmax(stances)
    hint_of: dict[tuple[int, int], Hint] = {}
    for hint in told:
        which = nobody if hint.unnamed else actors
        i = which.spans.index(which.hinted[hint.number]) + (len(actors.spans) if hint.unnamed else 0)
        hint_of.setdefault((i, speakers.spans.index(speakers.hinted[hint.number])), hint)
    stances[..., 0] += settings.unhinted if hints is not None else 0.0
    for (i, j), hint in hint_of.items():
        stances[i, j, 0] -= settings.unhinted
        stances[i, j, 1 + STANCES.index(hint.stance)] += settings.hinted
    stances[len(actors.spans) :, :, _NEEDS_ACTOR] = -np.inf
    chances = softmax(stances)
    chosen = stances[..., 1:].copy()
    for (i, j), hint in hint_of.items():
        chosen[i, j, STANCES.index(hint.stance)] += settings.kept
    pointed = _pointed(heads, window, ones, spans["trigger"][:MOST])
    chain_of = cache(partial(_chain, heads, window, spans["relay"][:MOST]))
    profile_of = cache(partial(_profile, heads, window))
    stance_of = {
        (i, j): STANCES[int(chosen[i, j].argmax())] for i, j in _apart(chances, ones, settings.at_least)
    }
    made = [span for span in ones if any(_overlap(span, origin) > 0 for origin in spans["origin"])]
    kept = _one_speaker(stance_of, 1.0 - chances[..., 0], speakers.spans)
    kept = {(i, j): stance for (i, j), stance in kept.items() if ones[i] not in made}
    beside = _beside(heads, window, actors.spans, kept)
    for (i, j), stance in kept.items():
        actor, speaker = ones[i], speakers.spans[j]
        about = hint_of.get((i, j))
        unsure = stance in (Stance.UNCONFIRMED, Stance.NO_CLAIM)
        sure = int(scores[i, j, 1 + len(STANCES) : -1].argmax())
        yield FoundClaim(
            actor=actor,
            unnamed=i >= len(actors.spans),
            speaker=None if speaker == REPORT else speaker,
            stance=stance,
            certainty=None if unsure else CERTAINTIES[sure],
            supporter=bool(scores[i, j, -1] > 0),
            cue=None if speaker == REPORT else _nearest(spans["cue"], speaker, actor),
            content=_around(spans["content"], actor),
            relays=chain_of(speaker) if speaker != REPORT else (),
            trigger=pointed[i],
            confidence=settings.confidence(
                float(alone[i, j, 1 + STANCES.index(stance)]),
                agreed=about is not None and about.stance is stance,
            ),
            hint=about.number if about else None,
            beside=tuple(ones[k] for k in beside.get((i, j), ())),
            profile=None if speaker == REPORT else profile_of(speaker),
        )


def _is_heard(hint: Hint, spans: Mapping[str, Sequence[Range]]) -> bool:
    found = spans["unnamed" if hint.unnamed else "actor"]
    return hint.stance in _PROPOSED or any(_overlap(hint.actor, span) > 0 for span in found)


def _apart(chances: Floats, actors: Sequence[Range], at_least: float) -> list[tuple[int, int]]:
    """The pairs that are probable enough; of actors that overlap, for each speaker the most probable."""
    claimed = 1.0 - chances[..., 0]
    kept: list[tuple[int, int]] = []
    for i, j in sorted(zip(*np.nonzero(claimed >= at_least), strict=True), key=lambda ij: -claimed[ij]):
        if not any(j == other and _overlap(actors[i], actors[k]) > 0 for k, other in kept):
            kept.append((int(i), int(j)))
    return sorted(kept)


_SIDE_BY_SIDE = 4
"""Pieces between two speakers of one phrase: 'the police and, later, the army said'."""


def _one_speaker(
    claims: Mapping[tuple[int, int], Stance], claimed: Floats, speakers: Sequence[Range]
) -> dict[tuple[int, int], Stance]:
    """The claims of each actor and stance by its most probable speaker, and by those who speak beside him.

    One mention is said once. Of two speakers who stand apart, one was only quoted near it: of the claims of
    the less probable one 8 in 26 were right on the reports held out.
    """

    def apart(one: Range, other: Range) -> bool:
        return REPORT in (one, other) or _gap(one, other) > _SIDE_BY_SIDE

    best: dict[tuple[int, Stance], int] = {}
    for i, j in sorted(claims, key=lambda ij: -claimed[ij]):
        best.setdefault((i, claims[i, j]), j)
    return {
        (i, j): stance
        for (i, j), stance in claims.items()
        if j == best[i, stance] or not apart(speakers[j], speakers[best[i, stance]])
    }


def softmax(scores: Floats) -> Floats:
    """Probabilities over the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return result


def _beside(
    heads: Heads, window: Window, actors: Sequence[Range], kept: Mapping[tuple[int, int], Stance]
) -> dict[tuple[int, int], list[int]]:
    """Of each claim the other actors of whom its speaker says the same, and that they did it together."""
    named = sorted({i for i, _ in kept if i < len(actors)}, key=lambda i: actors[i])
    if len(named) < 2:
        return {}
    spans = [actors[i] for i in named]
    joined = heads.score("together", window, spans, spans)[..., 0] > 0
    # The scorer has learnt pairs whose first is the later one.
    pairs = {(named[a], named[b]) for a in range(len(named)) for b in range(a) if joined[a, b]}
    pairs |= {(b, a) for a, b in pairs}
    return {
        (i, j): [k for k in named if (i, k) in pairs and kept.get((k, j)) is stance]
        for (i, j), stance in kept.items()
    }


def _profile(heads: Heads, window: Window, speaker: Range) -> FoundSpeaker:
    kind, role = (heads.judge(task, window, [speaker])[0] for task in ("kind", "role"))
    return FoundSpeaker(kind=KINDS[int(kind.argmax())], role=ROLES[int(role.argmax())])


def _pointed(
    heads: Heads, window: Window, actors: Sequence[Range], triggers: Sequence[Range]
) -> list[Range | None]:
    """The attack that each actor is tied to."""
    if not triggers:
        return [None] * len(actors)
    best = heads.score("trigger", window, actors, triggers)[..., 0].argmax(axis=1)
    return [triggers[k] for k in best]


def _chain(heads: Heads, window: Window, relays: Sequence[Range], speaker: Range) -> tuple[Range, ...]:
    """The relays from the speaker outward; none twice."""
    found: list[Range] = []
    left, here = list(relays), speaker
    while left:
        scores = heads.score("relay", window, [here], left)[0, :, 0]
        if scores.max() <= 0:
            break
        here = left.pop(int(scores.argmax()))
        found.append(here)
    return tuple(found)


def _nearest(cues: Sequence[Range], speaker: Range, actor: Range) -> Range | None:
    """The cue that stands nearest to the speaker, of two as near the one nearer to the actor."""
    return min(cues, key=lambda cue: (_gap(cue, speaker), _gap(cue, actor)), default=None)


def _around(contents: Sequence[Range], actor: Range) -> Range | None:
    """The shortest content that the actor stands in."""
    holding = [span for span in contents if span[0] <= actor[0] and actor[1] <= span[1]]
    return min(holding, key=lambda span: span[1] - span[0], default=None)


def _gap(one: Range, other: Range) -> int:
    return max(0, max(one[0], other[0]) - min(one[1], other[1]))


def _overlap(one: Range, other: Range) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])
