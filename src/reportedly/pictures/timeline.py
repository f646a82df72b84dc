"""How the blame moved: day by day, what was first said, by whom, of which actor."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reportedly.changes import BlameStep, StepKind
from reportedly.pictures.case import Case
from reportedly.pictures.matrix import STANCES
from reportedly.pictures.tolls import Figure, tolls_of
from reportedly.records import Certainty, Claim, ClaimRole, DateRange, Stance
from reportedly.terminal import words
from reportedly.terminal.safe import visible


class Shift(StrEnum):
    """How an entry changes what was said until then; the value is what the page prints."""

    ALLEGED = "first alleged"
    ADMITTED = "first claim of responsibility"
    DENIED = "first denial"
    TURNED = "said otherwise before"
    HARDENED = "surer than before"
    SOFTENED = "less sure than before"
    WITHDRAWN = "taken back"


_SHIFTS = {
    StepKind.FIRST_ALLEGED: Shift.ALLEGED,
    StepKind.CLAIMED: Shift.ADMITTED,
    StepKind.FIRST_DENIED: Shift.DENIED,
    StepKind.TURNED: Shift.TURNED,
    StepKind.HARDENED: Shift.HARDENED,
    StepKind.SOFTENED: Shift.SOFTENED,
    StepKind.TAKEN_BACK: Shift.WITHDRAWN,
}
_FIRSTS = frozenset({Shift.ALLEGED, Shift.ADMITTED, Shift.DENIED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One speaker's stance towards one actor, on the day it was first printed."""

    actor: str
    stance: Stance
    certainty: Certainty | None
    words: str
    named: bool
    """False where the words name no actor."""
    speaker: str
    """As a sentence has it: 'the mayor', 'Wire One in its own words'."""
    origin: str
    claim: str
    own_words: bool
    supporter: bool
    headline: bool
    taken_back: bool
    """It has been taken back since, on this day or later."""
    reports: int
    """So many print it, on any day."""
    shifts: tuple[Shift, ...] = ()
    why: str = ""
    """How it was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What was first said on a day, and the tolls first given on it; ``day`` None: in undated reports."""

    day: dt.date | None
    entries: tuple[Entry, ...]
    tolls: tuple[Figure, ...]
    more: int = 0
    """Entries of the day that were left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The days in order, what undated reports say apart; no order is guessed for these."""

    happened: DateRange | None
    days: tuple[Day, ...]
    undated: Day | None


@dataclass(frozen=True, slots=True)
class _Said:
    """An entry on its way: the claim it shows, its place in time, and what it changes."""

    claim: Claim
    at: tuple[dt.date, float]
    shifts: tuple[Shift, ...] = ()
    why: str = ""


_SUREST = (Certainty.CERTAIN, None, Certainty.PROBABLE, Certainty.POSSIBLE)


def timeline_of(case: Case) -> Timeline:
    """The path of the blame. A stance that a speaker repeats is an entry once, on its first day.

    What changes the picture is :func:`reportedly.changes.blame_path`'s to say, so that the timeline and the
    command tell the same.
    """
    entries = _by_day(case, sorted(_all_said(case), key=_order))
    tolls: dict[dt.date | None, list[Figure]] = defaultdict(list)
    for figure in tolls_of(case):
        tolls[figure.day].append(figure)
    days = {
        day: Day(day=day, entries=tuple(entries.get(day, ())), tolls=tuple(tolls.get(day, ())))
        for day in {*entries, *tolls}
    }
    return Timeline(
        happened=case.incident.date,
        days=tuple(days[day] for day in sorted(day for day in days if day)),
        undated=days.get(None),
    )


def limited(timeline: Timeline, entries: int) -> Timeline:
    """At most so many entries: those that change what was said, then the others in order."""
    everything = [entry for day in all_days(timeline) for entry in day.entries]
    order = sorted(range(len(everything)), key=lambda at: (not everything[at].shifts, at))
    keep = set(order[:entries])
    position = itertools.count()
    days = [
        _thinned(day, [each for each in day.entries if next(position) in keep]) for day in all_days(timeline)
    ]
    return replace(
        timeline,
        days=tuple(day for day in days if day.day),
        undated=next((day for day in days if not day.day), None),
    )


def _thinned(day: Day, kept: Sequence[Entry]) -> Day:
    return replace(day, entries=tuple(kept), more=len(day.entries) - len(kept))


def all_days(timeline: Timeline) -> tuple[Day, ...]:
    """The days in order, then what is undated."""
    return (*timeline.days, *([timeline.undated] if timeline.undated else []))


_BY = {
    Stance.ADMITS: "claimed by",
    Stance.DENIES: "denied by",
    Stance.UNCONFIRMED: "could not be confirmed by",
    Stance.NO_CLAIM: "not claimed, according to",
}
_ALLEGED = {Certainty.PROBABLE: "alleged as probable by", Certainty.POSSIBLE: "alleged as possible by"}


def subject(entry: Entry) -> str:
    """What the entry speaks of: the actor; where none is named, 'nobody' or 'who did it'."""
    return entry.actor if entry.named or entry.stance is Stance.NO_CLAIM else "who did it"


def said_by(entry: Entry) -> str:
    """The entry after its :func:`subject`: 'denied by Veld', 'alleged by Wire One in its own words'."""
    said = _BY.get(entry.stance) or _ALLEGED.get(entry.certainty or Certainty.CERTAIN, "alleged by")
    if not entry.named and entry.stance is Stance.NO_CLAIM:
        said = "has claimed responsibility, according to"
    backer = "as backer " if entry.supporter else ""
    where = " (headline)" if entry.headline else ""
    return f"{backer}{said} {entry.speaker}{where}"


def _by_day(case: Case, said: Iterable[_Said]) -> Mapping[dt.date | None, list[Entry]]:
    printed: dict[Hashable, set[str]] = defaultdict(set)
    for claim in case.doing:
        printed[_key(case, claim)].add(claim.report)
    days: dict[dt.date | None, list[Entry]] = defaultdict(list)
    for each in said:
        day = None if each.at[0] == dt.date.max else each.at[0]
        days[day].append(_entry(case, each, len(printed[_key(case, each.claim)])))
    return days


def _entry(case: Case, said: _Said, reports: int) -> Entry:
    claim = said.claim
    return Entry(
        actor=case.actor_name(case.actor_of[claim.id]),
        stance=claim.stance,
        certainty=claim.certainty,
        words=words.stance_words(claim),
        named=bool(case.actor_of[claim.id]),
        speaker=case.teller(claim),
        origin=case.origin(claim),
        claim=claim.id,
        own_words=case.own_words(claim),
        supporter=claim.role is ClaimRole.SUPPORTER,
        headline=claim.in_headline,
        taken_back=claim.id in case.taken_back,
        reports=reports,
        shifts=said.shifts,
        why=visible(said.why),
    )


def _order(said: _Said) -> tuple[object, ...]:
    claim = said.claim
    name = claim.value.name or claim.value.text if claim.value else ""
    how = STANCES.index(claim.stance), name, _SUREST.index(claim.certainty), claim.in_headline, claim.id
    return *said.at, Shift.WITHDRAWN in said.shifts, *how


def _all_said(case: Case) -> Iterator[_Said]:
    """Each stance of each speaker when it was first printed, and again when it changes."""
    first: dict[Hashable, _Said] = {}
    for said in sorted((_Said(claim, case.printed(claim)) for claim in case.doing), key=_order):
        first.setdefault(_key(case, said.claim), said)
    later: dict[Hashable, _Said] = {}
    for step in case.shared.paths.of(case.incident.id):
        _take(case, step, first, later)
    yield from first.values()
    yield from later.values()


def _take(case: Case, step: BlameStep, first: dict[Hashable, _Said], later: dict[Hashable, _Said]) -> None:
    """Note a step at the entry that makes it; a change without an entry of its own gets one on its day."""
    shift, claims = _SHIFTS[step.kind], [claim for claim in case.doing if claim.id in step.claims]
    if shift in _FIRSTS:
        if step.day and claims:
            key = min((_key(case, claim) for claim in claims), key=lambda each: _order(first[each]))
            first[key] = replace(first[key], shifts=(*first[key].shifts, shift))
        return
    # Of a change the earlier claim stands first.
    changed = claims if shift is Shift.WITHDRAWN else [c for c in claims if c.id == step.claims[-1]]
    for claim in changed:
        key, at = _key(case, claim), (step.day or dt.date.max, float("inf"))
        if shift is Shift.TURNED and first[key].at[0] == at[0]:
            first[key] = replace(first[key], shifts=(*first[key].shifts, shift))
        else:
            later.setdefault((key, at, shift), _Said(claim, at, (shift,), step.words))


def _key(case: Case, claim: Claim) -> Hashable:
    return case.actor_of[claim.id], claim.stance, claim.role, case.speaker(claim)
