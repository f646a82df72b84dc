"""How the blame moved: day by day, what was first said, by whom, of which actor."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reportedly.pictures.case import Case, by_speaker, day_of, moment
from reportedly.pictures.matrix import STANCES
from reportedly.pictures.tolls import Figure, tolls_of
from reportedly.records import Certainty, Claim, ClaimRole, DateRange, Report, Stance
from reportedly.terminal import words


class Shift(StrEnum):
    """How an entry changes what was said until then; the value is what the page prints."""

    NAMED = "first named"
    ADMITTED = "first claim of responsibility"
    DENIED = "first denial"
    TURNED = "said otherwise before"
    HARDENED = "surer than before"
    SOFTENED = "less sure than before"
    WITHDRAWN = "no longer in this page's later version"


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
    reports: int
    """So many print it, on any day."""
    shifts: tuple[Shift, ...] = ()


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
    """An entry on its way: the claim it shows, the report that dates it, what it changes."""

    claim: Claim
    report: Report
    shifts: tuple[Shift, ...] = ()


_SAYS_SO = frozenset({Stance.ALLEGES, Stance.ADMITS})
_SUREST = (Certainty.CERTAIN, None, Certainty.PROBABLE, Certainty.POSSIBLE)
_FIRSTS = {
    Stance.ALLEGES: (Shift.NAMED,),
    Stance.ADMITS: (Shift.NAMED, Shift.ADMITTED),
    Stance.DENIES: (Shift.DENIED,),
}


def timeline_of(case: Case) -> Timeline:
    """The path of the blame. A stance that a speaker repeats is an entry once, on its first day.

    'First' is said only of what a date shows to be first: of undated reports it never is.
    """
    said = sorted(_all_said(case), key=_order)
    entries = _by_day(case, _with_firsts(case, said))
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
        days[day_of(each.report)].append(_entry(case, each, len(printed[_key(case, each.claim)])))
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
        reports=reports,
        shifts=said.shifts,
    )


def _order(said: _Said) -> tuple[object, ...]:
    claim, withdrawn = said.claim, Shift.WITHDRAWN in said.shifts
    name = claim.value.name or claim.value.text if claim.value else ""
    how = STANCES.index(claim.stance), name, _SUREST.index(claim.certainty), claim.in_headline, claim.id
    return *moment(said.report), withdrawn, *how


def _all_said(case: Case) -> Iterator[_Said]:
    for claims in by_speaker(case, case.doing).values():
        paths: dict[str, list[_Said]] = defaultdict(list)
        for said in sorted((_Said(claim, case.report(claim)) for claim in claims), key=_order):
            paths[case.actor_of[said.claim.id]].append(said)
        for path in paths.values():
            yield from _turns(path)
    yield from _withdrawn(case)


def _turns(path: Sequence[_Said]) -> Iterator[_Said]:
    """One speaker on one actor: each stance once, and again on a later day when it is more or less sure."""
    last: dict[Hashable, _Said] = {}
    for said in path:
        key = said.claim.stance, said.claim.role
        before = last.get(key)
        if before is None:
            turned = any(_against(said.claim, each.claim) and _later(said, each) for each in last.values())
            last[key] = replace(said, shifts=(Shift.TURNED,) if turned else ())
        elif _later(said, before) and said.claim.certainty is not before.claim.certainty:
            last[key] = replace(said, shifts=(_surer(said.claim, before.claim),))
        else:
            continue
        yield last[key]


def _surer(claim: Claim, before: Claim) -> Shift:
    harder = _SUREST.index(claim.certainty) < _SUREST.index(before.certainty)
    return Shift.HARDENED if harder else Shift.SOFTENED


def _against(claim: Claim, other: Claim) -> bool:
    """Whether one of the two denies what the other says."""
    stances = {claim.stance, other.stance}
    return Stance.DENIES in stances and bool(stances & _SAYS_SO)


def _later(said: _Said, other: _Said) -> bool:
    one, two = day_of(said.report), day_of(other.report)
    return one is not None and two is not None and one > two


def _withdrawn(case: Case) -> Iterator[_Said]:
    """Stances that a page took back: they are in one version of an address and not in the next."""
    told: dict[str, dict[Hashable, Claim]] = defaultdict(dict)
    for claim in case.doing:
        told[claim.report].setdefault(_key(case, claim), claim)
    for older, newer in _versions(case):
        for key, claim in told[older.id].items():
            if key not in told[newer.id]:
                yield _Said(claim, newer, (Shift.WITHDRAWN,))


def _key(case: Case, claim: Claim) -> Hashable:
    return case.actor_of[claim.id], claim.stance, claim.role, case.speaker(claim)


def _versions(case: Case) -> Iterator[tuple[Report, Report]]:
    """Neighbouring versions of one address, where their dates say which came later."""
    addresses: dict[str, list[Report]] = defaultdict(list)
    for report in case.index.view.reports:
        if report.url and day_of(report):
            addresses[report.url].append(report)
    for versions in addresses.values():
        pairs = itertools.pairwise(sorted(versions, key=lambda report: (*moment(report), report.id)))
        yield from (pair for pair in pairs if moment(pair[0]) < moment(pair[1]))


def _with_firsts(case: Case, said: Iterable[_Said]) -> Iterator[_Said]:
    seen: set[tuple[str, Shift]] = set()
    for each in said:
        actor = case.actor_of[each.claim.id]
        told = _FIRSTS.get(each.claim.stance, ()) if actor and day_of(each.report) else ()
        first = [] if Shift.WITHDRAWN in each.shifts else [s for s in told if (actor, s) not in seen]
        seen |= {(actor, shift) for shift in first}
        yield replace(each, shifts=(*first, *each.shifts))
