"""Where reports differ on the day or the place of one incident: every account, and who gives it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from reportedly.language.distance import kilometres
from reportedly.pictures.case import Case, by_speaker
from reportedly.records import Claim, ClaimRole, Place, Stance
from reportedly.terminal import words
from reportedly.terminal.safe import visible
from reportedly.terminal.values import value_words

_FAR_KM = 50
"""Farther apart, two towns are not two names of one scene: the far ends of a large city are nearer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One day or place that somebody gives."""

    role: str
    value: str
    """As said, and what it resolves to: 'on Friday (22 Mar 2024)'."""
    speakers: tuple[str, ...]
    claim: str
    against: str
    """What it cannot be reconciled with: 'not 21 Mar 2024', '410 km from Kazan'; '' where it fits."""


def accounts(case: Case) -> tuple[Account, ...]:
    """The days and places that are told, those of a role only where there are several."""
    return tuple(each for role in (ClaimRole.TIME, ClaimRole.PLACE) for each in _of_role(case, role))


def _of_role(case: Case, role: ClaimRole) -> Iterator[Account]:
    grouped: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in case.claims:
        if claim.role is role and claim.value:
            grouped[_meant(claim), claim.stance is Stance.DENIES].append(claim)
    if len(grouped) < 2:
        return
    firsts = [claims[0] for claims in grouped.values()]
    told = [(_account(case, claims, firsts), len(claims)) for claims in grouped.values()]
    yield from (each for each, _ in sorted(told, key=lambda pair: (-pair[1], pair[0].value, pair[0].claim)))


def _meant(claim: Claim) -> Hashable:
    value = claim.value
    if value is None:
        return None
    return value.date or (value.place and value.place.name) or (value.name or value.text).casefold()


def _account(case: Case, claims: Sequence[Claim], others: Sequence[Claim]) -> Account:
    claim = claims[0]
    return Account(
        role=words.ROLES[claim.role],
        value=_said(claim),
        speakers=tuple(sorted(case.teller(each[0]) for each in by_speaker(case, claims).values())),
        claim=claim.id,
        against="; ".join(sorted(filter(None, (_against(claim, other) for other in others)))),
    )


def _said(claim: Claim) -> str:
    said = value_words(claim)
    value = claim.value
    if value and value.date:
        return f"{said} ({words.date_words(value.date)})"
    place = value.place.name if value and value.place else ""
    return f"{said} ({visible(place)})" if place and place.casefold() not in said.casefold() else said


def _against(claim: Claim, other: Claim) -> str:
    one, two = claim.value, other.value
    if one is None or two is None or Stance.DENIES in (claim.stance, other.stance):
        return ""
    if one.date and two.date:
        return "" if one.date.near(two.date) else f"not {words.date_words(two.date)}"
    return _apart(one.place, two.place)


def _apart(one: Place | None, two: Place | None) -> str:
    if one is None or two is None or {one.precision, two.precision} != {"city"}:
        return ""
    far = kilometres(one, two)
    return f"{far:.0f} km from {visible(two.name)}" if far is not None and far > _FAR_KM else ""
