"""Which claims a statement repeats: that of a correction, of what had been said wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from reportedly.assess.actors import plain
from reportedly.language.rarity import WORD
from reportedly.records import DOER_ROLES, Claim, ClaimRole, Source, SourceKind, Stance

_SPEAKS = frozenset(
    """
    said says saying told accused blamed admitted claimed denied confirmed announced alleged named identified
    according held suspected charged rejected stated reported
    """.split()
)
_DENIES = frozenset(
    "denied denies deny denying rejected rejects not no nothing never neither dismissed".split()
)
_DEAD = frozenset("killed kill killing dead died die deaths death fatalities lives".split())
_HURT = frozenset("wounded injured hurt injuries wounds".split())
_EMPTY = frozenset("the a an of in on at and or for to by with from its their his her group people".split())
_CLASSES: tuple[frozenset[ClaimRole], ...] = (
    DOER_ROLES,
    frozenset({ClaimRole.KILLED, ClaimRole.WOUNDED}),
    frozenset({ClaimRole.WEAPON, ClaimRole.WEAPON_ORIGIN}),
    frozenset({ClaimRole.MOTIVE}),
    frozenset({ClaimRole.VICTIM}),
    frozenset({ClaimRole.TARGET}),
    frozenset({ClaimRole.PLACE}),
    frozenset({ClaimRole.TIME}),
    frozenset({ClaimRole.ATTACK_TYPE}),
)
"""What a statement is about, most telling first: 'that X killed twelve in Y' is about X; Y may be right."""


def taken_by(statement: str, claims: Sequence[Claim], sources: Mapping[str, Source]) -> list[Claim]:
    """The claims that a statement repeats, in their order.

    Their value stands in it, and so does their speaker, where it says who spoke. A statement that names no
    speaker repeats what the report said in its own voice; where it said nothing so, what others said in it.

    Args:
        statement: what is said to have been wrong, in the words of a correction.
        claims: of the report that is corrected.
        sources: by id; they may be more.
    """
    words = _words(statement)
    for roles in _CLASSES:
        told = [each for each in claims if each.role in roles and _repeats(each, words)]
        if not told:
            continue
        if words & _SPEAKS:
            return [each for each in told if _speaks(sources[each.source], words)]
        own = [each for each in told if sources[each.source].kind is SourceKind.REPORT]
        return own or told
    return []


def _repeats(claim: Claim, words: frozenset[str]) -> bool:
    if claim.value is None or claim.stance in (Stance.UNCONFIRMED, Stance.NO_CLAIM):
        return False
    if (claim.stance is Stance.DENIES) != bool(words & _DENIES):
        return False
    if claim.role is ClaimRole.KILLED and words & _HURT and not words & _DEAD:
        return False
    if claim.role is ClaimRole.WOUNDED and words & _DEAD and not words & _HURT:
        return False
    given = [claim.value.text, claim.value.name or "", *_number(claim)]
    return any((needed := _words(plain(each)) - _EMPTY) and needed <= words for each in given)


def _number(claim: Claim) -> Iterable[str]:
    number = claim.value.number if claim.value else None
    return [str(number.min)] if number and number.min == number.max else []


def _speaks(source: Source, words: frozenset[str]) -> bool:
    if source.kind is SourceKind.REPORT:
        return False
    return bool((_words(plain(source.label)) - _EMPTY) & words)


def _words(text: str) -> frozenset[str]:
    found = (match.group().casefold() for match in WORD.finditer(text))
    return frozenset(re.sub(r"['’]s$", "", each) for each in found)
