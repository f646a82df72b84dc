"""One row an actor: who says what of it, over how many independent origins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType

from reportedly.assess.actors import actor_name, alike, by_actor, is_description, shown_name
from reportedly.assess.headlines import headline_flatter
from reportedly.assess.interests import (
    answers_for_itself,
    belong_together,
    listed_id,
    out_of_its_years,
    own_side,
    relations_of,
)
from reportedly.assess.origins import Origin
from reportedly.assess.rules import Rules, first, rules_in_use
from reportedly.assess.speakers import Side, side, speaker_key
from reportedly.assess.standing import NOBODY, Rival, Standing
from reportedly.assess.wording import reasons_for
from reportedly.records import (
    DOER_ROLES,
    AirwarsGrade,
    Assessment,
    Certainty,
    Claim,
    ClaimRole,
    Counts,
    Incident,
    Report,
    Source,
    SourceKind,
    Stance,
)

_SAYS_SO = frozenset({Stance.ALLEGES, Stance.ADMITS})
_DENIES = frozenset({Stance.DENIES})
_SUREST = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)
_NONE_TAKEN_BACK: Mapping[str, str] = MappingProxyType({})


class _Case:
    """The doer claims of one incident, by actor, with what is needed to count them."""

    def __init__(
        self,
        incident: Incident,
        claims: Iterable[Claim],
        sources: Iterable[Source],
        reports: Iterable[Report],
        roots: Mapping[str, Origin],
        withdrawn: Mapping[str, str],
    ) -> None:
        self.incident = incident
        self.withdrawn = withdrawn
        self.every = [claim for claim in claims if claim.role in DOER_ROLES]
        self.claims = [claim for claim in self.every if claim.id not in withdrawn]
        wanted = {claim.source for claim in self.every}
        told = {claim.report for claim in self.every}
        self.sources = {source.id: source for source in sources if source.id in wanted}
        self.roots = {report: roots[report].id for report in told if report in roots}
        self.published = {
            report.id: report.published for report in reports if report.id in told and report.published
        }
        self.rows = by_actor(self.every)
        """All claims by actor, those that were taken back included."""
        self.actors = {
            key: [claim for claim in group if claim.id not in withdrawn] for key, group in self.rows.items()
        }
        """Those that count."""
        self.ids = {key: listed_id(group) if key else None for key, group in self.rows.items()}
        self.own = {key: own_side(group if key else ()) for key, group in self.rows.items()}
        # Every actor is held against every other one: what each comparison needs is made once.
        self.placed = {key: _placed(group) if key else [] for key, group in self.actors.items()}
        self.names = {key: shown_name(group) for key, group in self.placed.items() if group}
        self.described = {key: is_description(group) for key, group in self.placed.items()}
        self.speakers = {
            key: frozenset(map(self.speaks, group)) for key, group in self.placed.items() if group
        }
        self.groups = {
            key: frozenset(claim.together for claim in group if claim.together)
            for key, group in self.placed.items()
        }

    def side(self, key: str, stances: Iterable[Stance]) -> Side:
        wanted = frozenset(stances)
        claims = (claim for claim in self.actors[key] if claim.stance in wanted)
        return side(claims, self.sources, self.roots, self.own[key])

    def speaks(self, claim: Claim) -> Hashable:
        source, root = self.sources[claim.source], self.roots.get(claim.report, claim.report)
        return (SourceKind.REPORT, root) if source.kind is SourceKind.REPORT else speaker_key(source, root)

    def days(self, claims: Iterable[Claim]) -> list[dt.date]:
        return sorted(self.published[claim.report] for claim in claims if claim.report in self.published)


def assess(
    incident: Incident,
    claims: Sequence[Claim],
    sources: Sequence[Source],
    reports: Sequence[Report],
    roots: Mapping[str, Origin],
    *,
    rules: Rules | None = None,
    withdrawn: Mapping[str, str] = _NONE_TAKEN_BACK,
) -> tuple[Assessment, ...]:
    """Grade what is said of each actor of an incident; those that most origins name first, nobody last.

    ``speakers`` and ``roots`` count who alleges or admits it; where nobody does, who speaks of it at all.
    Reports that share a root count once, and so does an unnamed speaker that they share. Neither the order of
    the claims nor a further copy of a report changes a row.

    Args:
        incident: whose claims are graded.
        claims: its claims; others are left aside.
        sources: who says them.
        reports: where they stand.
        roots: the origin of each report by its id; one that is missing is its own.
        rules: a team's tables; those of the package where left out.
        withdrawn: claims that were taken back, by id, with who did so and when: 'corrected by Reuters on
            9 Nov'. They count no longer; their actor keeps its row, with these words as a reason.
    """
    own = set(incident.claims)
    case = _Case(incident, (claim for claim in claims if claim.id in own), sources, reports, roots, withdrawn)
    rows = [_row(case, key, rules or rules_in_use()) for key in case.rows]
    return tuple(sorted(rows, key=lambda row: (row.actor == NOBODY, -row.roots, -row.speakers, row.actor)))


def _row(case: _Case, key: str, rules: Rules) -> Assessment:
    standing, claims = _standing(case, key), case.actors[key]
    counted = standing.said or case.side(key, Stance)
    rule, verdict = first(rules.grade, standing)
    airwars, airwars_why = first(rules.airwars, standing)
    admiralty, admiralty_why = first(rules.admiralty, standing)
    days = case.days(claims or case.rows[key])
    return Assessment(
        incident=case.incident.id,
        actor=standing.actor,
        grade=rule.grade,
        roots=len(counted.roots),
        speakers=counted.number,
        reasons=reasons_for(standing),
        actor_id=case.ids[key],
        relations=standing.relations,
        verdict=verdict,
        counts=_counts(standing),
        airwars_grade_suggested=AirwarsGrade(airwars.grade) if airwars.grade else None,
        airwars_why=airwars_why,
        admiralty_credibility_suggested=int(admiralty.grade),
        admiralty_why=admiralty_why,
        surest_saying=standing.surest,
        surest_denying=standing.surest_denial,
        first_said=days[0] if days else None,
        last_said=days[-1] if days else None,
        party_only=standing.party_only,
        against_interest=standing.against_interest,
        withdrawn=tuple(sorted(claim.id for claim in case.rows[key] if claim.id in case.withdrawn)),
    )


def _counts(standing: Standing) -> Counts:
    speakers = standing.said.speakers
    return Counts(
        roots_saying=standing.said.independent,
        roots_denying=standing.denied.independent,
        named=sum(each.number for each in speakers if each.named),
        unnamed=sum(each.number for each in speakers if not each.named),
        party=sum(each.number for each in speakers if each.partisan),
    )


def _standing(case: _Case, key: str) -> Standing:
    every, claims, actor = case.rows[key], case.actors[key], case.ids[key]
    return Standing(
        actor=shown_name(claims or every) if key else NOBODY,
        alleged=case.side(key, [Stance.ALLEGES]),
        admitted=case.side(key, [Stance.ADMITS]),
        said=case.side(key, _SAYS_SO),
        denied=case.side(key, _DENIES),
        unconfirmed=case.side(key, [Stance.UNCONFIRMED]),
        unclaimed=case.side(key, [Stance.NO_CLAIM]),
        rivals=_rivals(case, key) if key else (),
        claimed_by=() if key else _claimants(case),
        described=bool(key) and is_description(every),
        answers_for_itself=answers_for_itself(actor),
        surest=_surest(claims, _SAYS_SO),
        surest_denial=_surest(claims, _DENIES),
        flatter=headline_flatter(_of_like_actors(case, claims)),
        days=tuple(day.isoformat() for day in case.days(claims)),
        taken_back=tuple(sorted({case.withdrawn[c.id] for c in every if c.id in case.withdrawn})),
        nothing_left=not claims,
        relations=relations_of(actor),
        out_of_its_years=out_of_its_years(actor, case.incident),
    )


def _surest(claims: Iterable[Claim], stances: frozenset[Stance]) -> Certainty | None:
    found = {claim.certainty for claim in claims if claim.stance in stances}
    return next((each for each in _SUREST if each in found), None)


def _of_like_actors(case: _Case, claims: Sequence[Claim]) -> list[Claim]:
    if not claims:
        return []
    name = shown_name(claims)
    own = {claim.id for claim in claims}
    return [claim for claim in case.claims if claim.id in own or alike(actor_name(claim), name)]


def _claimants(case: _Case) -> tuple[str, ...]:
    admitted = (c for c in case.actors.values() if any(each.stance is Stance.ADMITS for each in c))
    return tuple(sorted(map(shown_name, admitted)))


def _rivals(case: _Case, key: str) -> tuple[Rival, ...]:
    """Named actors that speakers put in this one's place, those that most origins name first.

    No rivals are: a description ('gunmen'), a part or the whole of the actor by name or by the actor list,
    one said to have acted together with it, and one that some speaker names beside it.
    """
    if not case.placed[key] or case.described[key]:
        return ()
    found = [_rival(case, key, other) for other in case.placed if other != key and _apart(case, key, other)]
    return tuple(sorted(found, key=lambda rival: (-rival.roots, rival.name)))


def _apart(case: _Case, key: str, other: str) -> bool:
    if not case.placed[other] or case.described[other]:
        return False
    if case.groups[key] & case.groups[other] or case.speakers[key] & case.speakers[other]:
        return False
    if belong_together(case.ids[key], case.ids[other]):
        return False
    return not alike(case.names[key], case.names[other])


def _rival(case: _Case, key: str, other: str) -> Rival:
    theirs = case.placed[other]
    accused = any(case.own[other](case.sources[claim.source]) for claim in case.placed[key])
    each_other = accused and any(case.own[key](case.sources[claim.source]) for claim in theirs)
    return Rival(
        name=case.names[other],
        roots=len({case.roots.get(claim.report, claim.report) for claim in theirs}),
        claims=any(claim.stance is Stance.ADMITS for claim in theirs),
        each_other=each_other,
    )


def _placed(claims: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in claims if claim.role is ClaimRole.PERPETRATOR and claim.stance in _SAYS_SO]
