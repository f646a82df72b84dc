"""One row an actor: who says what of it, over how many independent origins."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Protocol

from reportedly.assess.actors import actor_name, alike, by_actor, is_description, shown_name
from reportedly.assess.headlines import headline_flatter
from reportedly.assess.rules import NOBODY, Standing, grade_of, reasons_for
from reportedly.assess.speakers import Side, side, speaker_key
from reportedly.records import (
    DOER_ROLES,
    Assessment,
    Certainty,
    Claim,
    ClaimRole,
    Incident,
    Report,
    Source,
    SourceKind,
    Stance,
)

_SAYS_SO = frozenset({Stance.ALLEGES, Stance.ADMITS})
_SUREST = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)


class Origin(Protocol):
    """Where a report's story began; ``reportedly.lineage.Root`` is one."""

    @property
    def id(self) -> str:
        """Two reports with one id count once."""
        ...


class _Case:
    """The doer claims of one incident, by actor, with what is needed to count them."""

    def __init__(
        self,
        claims: Iterable[Claim],
        sources: Iterable[Source],
        reports: Iterable[Report],
        roots: Mapping[str, Origin],
    ) -> None:
        self.claims = [claim for claim in claims if claim.role in DOER_ROLES]
        wanted = {claim.source for claim in self.claims}
        told = {claim.report for claim in self.claims}
        self.sources = {source.id: source for source in sources if source.id in wanted}
        self.roots = {report: roots[report].id for report in told if report in roots}
        self.published = {
            report.id: report.published.isoformat()
            for report in reports
            if report.id in told and report.published
        }
        self.actors = by_actor(self.claims)

    def side(self, claims: Iterable[Claim], stance: Stance) -> Side:
        return side((claim for claim in claims if claim.stance is stance), self.sources, self.roots)

    def speaks(self, claim: Claim) -> Hashable:
        source, root = self.sources[claim.source], self.roots.get(claim.report, claim.report)
        return (SourceKind.REPORT, root) if source.kind is SourceKind.REPORT else speaker_key(source, root)


def assess(
    incident: Incident,
    claims: Sequence[Claim],
    sources: Sequence[Source],
    reports: Sequence[Report],
    roots: Mapping[str, Origin],
) -> tuple[Assessment, ...]:
    """Grade what is said of each actor of an incident; those that most origins name first, nobody last.

    ``speakers`` and ``roots`` count who alleges or admits it; where nobody does, who speaks of it at all.
    Reports that share a root count once, and so does an unnamed speaker that they share. Neither the order of
    the claims nor a further copy of a report changes a row.
    """
    own = set(incident.claims)
    case = _Case((claim for claim in claims if claim.id in own), sources, reports, roots)
    rows = [_row(incident, case, key) for key in case.actors]
    return tuple(sorted(rows, key=lambda row: (row.actor == NOBODY, -row.roots, -row.speakers, row.actor)))


def _row(incident: Incident, case: _Case, key: str) -> Assessment:
    claims = case.actors[key]
    standing = _standing(case, key)
    saying = [claim for claim in claims if claim.stance in _SAYS_SO] or claims
    counted = side(saying, case.sources, case.roots)
    return Assessment(
        incident=incident.id,
        actor=standing.actor,
        grade=grade_of(standing),
        roots=len(counted.roots),
        speakers=counted.number,
        reasons=reasons_for(standing),
    )


def _standing(case: _Case, key: str) -> Standing:
    claims = case.actors[key]
    days = sorted(case.published[claim.report] for claim in claims if claim.report in case.published)
    sure = {claim.certainty for claim in claims if claim.stance in _SAYS_SO}
    return Standing(
        actor=shown_name(claims) if key else NOBODY,
        alleged=case.side(claims, Stance.ALLEGES),
        admitted=case.side(claims, Stance.ADMITS),
        denied=case.side(claims, Stance.DENIES),
        unconfirmed=case.side(claims, Stance.UNCONFIRMED),
        unclaimed=case.side(claims, Stance.NO_CLAIM),
        rivals=_rivals(case, key) if key else (),
        claimed_by=() if key else _claimants(case),
        surest=next((each for each in _SUREST if each in sure), None),
        flatter=headline_flatter(_of_like_actors(case, claims)),
        days=tuple(days),
    )


def _of_like_actors(case: _Case, claims: Sequence[Claim]) -> list[Claim]:
    name = shown_name(claims)
    return [claim for claim in case.claims if claim in claims or alike(actor_name(claim), name)]


def _claimants(case: _Case) -> tuple[str, ...]:
    return tuple(
        sorted(shown_name(c) for c in case.actors.values() if any(x.stance is Stance.ADMITS for x in c))
    )


def _rivals(case: _Case, key: str) -> tuple[str, ...]:
    """Named actors that speakers put in this one's place, those that most origins name first.

    No rivals are: a description ('gunmen'), a part or the whole of the actor, one said to have acted
    together with it, and one that some speaker names beside it.
    """
    claims = _placed(case.actors[key])
    if not claims or is_description(claims):
        return ()
    speakers = {case.speaks(claim) for claim in claims}
    groups = {claim.together for claim in claims if claim.together}
    found = {}
    for theirs in (_placed(case.actors[other]) for other in case.actors if other not in (key, "")):
        beside = any(c.together in groups or case.speaks(c) in speakers for c in theirs)
        if theirs and not beside and not is_description(theirs):
            found[shown_name(theirs)] = len(side(theirs, case.sources, case.roots).roots)
    named = sorted(found, key=lambda name: (-found[name], name))
    return tuple(name for name in named if not alike(name, shown_name(claims)))


def _placed(claims: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in claims if claim.role is ClaimRole.PERPETRATOR and claim.stance in _SAYS_SO]
