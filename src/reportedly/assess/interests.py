"""Whose side a speaker is on, and how actors of the list belong together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from reportedly.assess.actors import alike, is_description, shown_name
from reportedly.language.actors import actor_list, find_actors
from reportedly.language.words import tokenise
from reportedly.records import Claim, Incident, Source, SourceKind, SourceRole

_SPEAKS_FOR = frozenset(
    {
        SourceRole.OFFICIAL,
        SourceRole.SECURITY,
        SourceRole.MILITARY,
        SourceRole.POLICE,
        SourceRole.DIPLOMAT,
        SourceRole.ARMED_GROUP,
    }
)
_APART = frozenset(
    {SourceRole.MEDIA, SourceRole.MONITOR, SourceRole.ACTIVIST, SourceRole.ANALYST, SourceRole.AID}
)
# 'A former Iranian official', 'the Syrian opposition': the name is there, the side is not.
_NOT_ITS_OWN = re.compile(
    r"\b(?:former|ex|opposition|rebels?|anti|exiled?|dissidents?|defectors?|separatists?|backed|linked)\b",
    re.IGNORECASE,
)
_COSTS = frozenset({"state", "force", "ministry", "agency", "coalition"})


def listed_id(claims: Sequence[Claim]) -> str | None:
    """The actor list's id of an actor, from its claims; a description has none."""
    known = actor_list().actors
    given = next((c.value.id for c in claims if c.value and c.value.id and c.value.id in known), None)
    if given or is_description(claims):
        return given
    found = actor_list().named(shown_name(claims))
    return found.id if found else None


def family(actor: str | None) -> frozenset[str]:
    """An actor with all that it is part of, by id."""
    return frozenset() if actor is None else frozenset({actor, *(up.id for up in actor_list().above(actor))})


def belong_together(one: str | None, other: str | None) -> bool:
    """Whether one of two actors is part of the other: a wing and its organisation, a force and its state."""
    return one is not None and other is not None and (one in family(other) or other in family(one))


def answers_for_itself(actor: str | None) -> bool:
    """Whether the list has it as a state, or as a force, ministry, agency or coalition of states."""
    return actor is not None and actor_list().actors[actor].kind in _COSTS


def relations_of(actor: str | None) -> tuple[str, ...]:
    """What the list says of an actor: the nearest that it is part of, and those that it is linked to."""
    if actor is None:
        return ()
    actors, above = actor_list().actors, actor_list().above(actor)
    linked = (f"linked to {actors[each].name}" for each in actors[actor].linked_to)
    return (*(f"part of {up.name}" for up in above[:1]), *linked)


def out_of_its_years(actor: str | None, incident: Incident) -> str | None:
    """The years in which the list has an actor active, in words, where the incident lies outside them."""
    if actor is None or incident.date is None:
        return None
    found = actor_list().actors[actor]
    if found.since and incident.date.latest.year < found.since:
        return f"from {found.since}"
    if found.until and incident.date.earliest.year > found.until:
        return f"until {found.until}"
    return None


def own_side(claims: Sequence[Claim]) -> Callable[[Source], bool]:
    """What tells whether a source speaks for the actor of the claims, for its state or for a part of it.

    A description ('gunmen') has no side, nor has nobody.
    """
    if not claims:
        return lambda _: False
    actor = listed_id(claims)
    if actor is not None:
        family_of = family(actor)
        return lambda source: _speaks_for_a_side(source) and bool(_named_in(source) & family_of)
    if is_description(claims):
        return lambda _: False
    name = shown_name(claims)
    return lambda source: _speaks_for_a_side(source) and alike(name, source.affiliation or source.label)


def _speaks_for_a_side(source: Source) -> bool:
    if source.kind is SourceKind.REPORT or source.role in _APART or _NOT_ITS_OWN.search(source.label):
        return False
    return source.role in _SPEAKS_FOR or source.kind is SourceKind.ORGANISATION


def _named_in(source: Source) -> frozenset[str]:
    return _first_named(source.label) or _first_named(source.affiliation or "")


@lru_cache(maxsize=1 << 12)
def _first_named(words: str) -> frozenset[str]:
    """Of 'the Iranian ambassador to Iraq' Iran: with all that it is part of."""
    hit = next(find_actors([token.text for token in tokenise(words)]), None)
    return family(hit.actor.id) if hit else frozenset()
