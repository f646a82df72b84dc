"""Where each speaker stands towards the incident: with the accused, with the victims, or apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from reportedly.language.actors import actor_list, find_actors
from reportedly.language.words import tokenise
from reportedly.records import DOER_ROLES, Claim, ClaimRole, Party, Report, Source, SourceKind, SourceRole

_STATE = frozenset(
    {SourceRole.OFFICIAL, SourceRole.SECURITY, SourceRole.MILITARY, SourceRole.POLICE, SourceRole.DIPLOMAT}
)
_APART = frozenset(
    {
        SourceRole.MEDIA,
        SourceRole.MONITOR,
        SourceRole.ANALYST,
        SourceRole.AID,
        SourceRole.COURT,
        SourceRole.DIPLOMAT,
    }
)
_SUFFERED = frozenset({SourceRole.VICTIM, SourceRole.RELATIVE})
_HIT_ROLES = frozenset({ClaimRole.TARGET, ClaimRole.VICTIM, ClaimRole.PLACE})


def with_parties(report: Report, sources: Sequence[Source], claims: Sequence[Claim]) -> Iterator[Source]:
    """The sources with their ``party``, from the actors and places that the claims name."""
    accused = {
        i for c in claims if c.role in DOER_ROLES and c.value for i in actor_ids(c.value.text) | _known(c)
    }
    hit = {i for c in claims if c.role in _HIT_ROLES and c.value for i in actor_ids(c.value.text)}
    hit |= {f"country:{c.value.place.country}" for c in claims if c.value and c.value.place}
    for source in sources:
        yield replace(source, party=party_of(source, accused, hit), text=report.text)


def party_of(source: Source, accused: set[str], hit: set[str]) -> Party:
    """The party of one speaker; what the words do not tell is ``unknown``."""
    if source.kind is SourceKind.REPORT:
        return Party.THIRD
    own = actor_ids(source.label)
    speaks_for = (
        source.role in _STATE
        or source.role is SourceRole.ARMED_GROUP
        or source.kind is SourceKind.ORGANISATION
    )
    if own & accused and speaks_for:
        return Party.ACCUSED
    if source.role in _SUFFERED or (own & hit and source.role in _STATE):
        return Party.VICTIM
    if source.role in _APART or (own and source.role in _STATE):
        return Party.THIRD
    return Party.UNKNOWN


@lru_cache(maxsize=4096)
def actor_ids(text: str) -> frozenset[str]:
    """Ids of the actors that the words name, with what they are part of; a demonym's country is one."""
    named = {hit.actor.id for hit in find_actors([token.text for token in tokenise(text)])}
    return frozenset(named | {above.id for each in named for above in actor_list().above(each)})


def _known(claim: Claim) -> set[str]:
    return {claim.value.id} if claim.value and claim.value.id else set()
