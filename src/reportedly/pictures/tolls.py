"""How many were killed and wounded, according to whom, and when that was first said."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from reportedly.pictures.case import Case
from reportedly.records import Certainty, Claim, ClaimRole, NumberRange, Stance
from reportedly.terminal.values import value_words

TOLLS = (ClaimRole.KILLED, ClaimRole.WOUNDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of one speaker: how many, said first on ``day`` (None: no report of it has a date)."""

    role: ClaimRole
    number: NumberRange | None
    """None where the words give no number ('dozens')."""
    words: str
    denied: bool
    sure: bool
    speaker: str
    """As a sentence has it: 'the mayor', 'Wire One in its own words'."""
    own_words: bool
    origins: tuple[str, ...]
    day: dt.date | None
    taken_back: bool
    reports: int
    claims: tuple[str, ...]


def tolls_of(case: Case) -> tuple[Figure, ...]:
    """Every figure once a speaker, killed before wounded, by day and then from low to high; undated last."""
    grouped: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in case.claims:
        if claim.role in TOLLS and claim.value:
            value = claim.value.number or claim.value.text.casefold()
            grouped[claim.role, value, claim.stance, case.speaker(claim)].append(claim)
    return tuple(sorted((_figure(case, claims) for claims in grouped.values()), key=_rank))


def span_words(figures: Iterable[Figure]) -> str:
    """The lowest and highest number that is said and neither denied nor taken back, '' where none is.

    Hedged figures count as well: the range is that of what is said, not of what is sure.
    """
    standing = (figure for figure in figures if not (figure.denied or figure.taken_back))
    numbers = [figure.number for figure in standing if figure.number]
    if not numbers:
        return ""
    low = min(number.min for number in numbers)
    high = max(number.max if number.max is not None else number.min for number in numbers)
    more = "" if all(number.max is not None for number in numbers) else " or more"
    return f"{low} to {high}{more}" if low != high else f"{low}{more}"


def given_by(figure: Figure) -> str:
    """Who gives the figure, and over which origin: 'the mayor, Wire One'."""
    if figure.own_words:
        return figure.speaker
    more = len(figure.origins) - 1
    return f"{figure.speaker}, {figure.origins[0]}{f' and {more} more' if more else ''}"


def _figure(case: Case, claims: Sequence[Claim]) -> Figure:
    first = min(claims, key=lambda claim: (*case.printed(claim), claim.id))
    value = first.value
    taken_back = all(claim.id in case.taken_back for claim in claims)
    return Figure(
        role=first.role,
        number=value.number if value else None,
        words=f"{value_words(first)}, taken back" if taken_back else value_words(first),
        denied=first.stance is Stance.DENIES,
        sure=first.certainty in (Certainty.CERTAIN, None),
        speaker=case.teller(first),
        own_words=case.own_words(first),
        origins=case.origins(claims),
        day=case.day(first),
        taken_back=taken_back,
        reports=len({claim.report for claim in claims}),
        claims=tuple(sorted(claim.id for claim in claims)),
    )


def _rank(figure: Figure) -> tuple[object, ...]:
    low = figure.number.min if figure.number else -1
    high = figure.number.max if figure.number else None
    # None is an open end, above every number.
    height = (low, high is None, high or 0)
    return TOLLS.index(figure.role), figure.day or dt.date.max, *height, figure.speaker, figure.claims
