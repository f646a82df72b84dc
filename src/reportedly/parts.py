"""Parts of a view: what belongs to one record, named by its id or the beginning of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reportedly.errors import NotFound, UsageError
from reportedly.records import Claim, Decision, Incident, LedgerView, Skipped


def part_of(
    view: LedgerView, *, report: str | None = None, incident: str | None = None, claim: str | None = None
) -> LedgerView:
    """The records that belong to one report, incident or claim; the whole view where none is named.

    Assessments stay those of the whole ledger: what an incident rests on does not change with the view.

    Raises:
        NotFound: no record has that id.
        UsageError: the id is a short form of several, or more than one record is asked for.
    """
    if sum(each is not None for each in (report, incident, claim)) > 1:
        raise UsageError("ask for one report, one incident or one claim, not for several")
    if report is not None:
        wanted = full_id(report, (each.id for each in view.reports))
        kept = [each for each in view.claims if each.report == wanted]
        rejected = [each for each in view.rejected if each.report == wanted]
        return _around(view, kept, {wanted}, rejected=rejected)
    if incident is not None:
        wanted = incident_of(view, incident).id
        kept = [each for each in view.claims if each.incident == wanted]
        return _around(view, kept, {each.report for each in kept}, incidents={wanted})
    if claim is not None:
        wanted = full_id(claim, (each.id for each in (*view.claims, *view.rejected)))
        kept = [each for each in view.claims if each.id == wanted]
        rejected = [each for each in view.rejected if each.id == wanted]
        return _around(view, kept, {each.report for each in (*kept, *rejected)}, rejected=rejected)
    return view


def incident_of(view: LedgerView, given: str) -> Incident:
    """The incident of that id, or the one that an incident of that id was joined into.

    Raises:
        NotFound: there is none.
        UsageError: the short form fits several.
    """
    owner = {member: each for each in view.incidents for member in each.members}
    owner |= {each.id: each for each in view.incidents}
    if given in owner:
        return owner[given]
    near = [each for each in owner if each.startswith(given)]
    if len({owner[each].id for each in near}) == 1:
        return owner[near[0]]
    # Pages shorten the ids of incidents so far that they differ from each other, not from those of members.
    return owner[full_id(given, [each for each in near if owner[each].id == each] or near)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which incidents a list shall have; None asks for nothing. Parts of names will do, in any case."""

    since: dt.date | None = None
    until: dt.date | None = None
    place: str | None = None
    actor: str | None = None

    def takes(self, incident: Incident, actors: Iterable[str]) -> bool:
        """Whether an incident, of which these actors are spoken, is wanted; one without a day always is."""
        day, place = incident.date, incident.place
        return (
            (self.since is None or day is None or day.latest >= self.since)
            and (self.until is None or day is None or day.earliest <= self.until)
            and (self.place is None or (place is not None and self.place.casefold() in place.name.casefold()))
            and (self.actor is None or any(self.actor.casefold() in each.casefold() for each in actors))
        )


def incidents_in(view: LedgerView, wanted: Wanted) -> LedgerView:
    """The incidents that are wanted, with their claims, sources and reports."""
    if wanted == Wanted():
        return view
    actors: dict[str, list[str]] = defaultdict(list)
    for row in view.assessments:
        actors[row.incident].append(row.actor)
    kept = {each.id for each in view.incidents if wanted.takes(each, actors[each.id])}
    claims = [claim for claim in view.claims if claim.incident in kept]
    return _around(view, claims, {claim.report for claim in claims}, incidents=kept)


def told_with(view: LedgerView, reports: Iterable[str], skipped: Iterable[Skipped] = ()) -> LedgerView:
    """The reports, and all that the view has of the incidents that they tell of."""
    named = set(reports)
    told = {claim.incident for claim in view.claims if claim.report in named}
    kept = [claim for claim in view.claims if claim.incident in told]
    part = _around(view, kept, named | {claim.report for claim in kept})
    return replace(part, skipped=tuple(skipped))


def _around(
    view: LedgerView,
    claims: list[Claim],
    reports: set[str],
    *,
    incidents: set[str] | None = None,
    rejected: list[Claim] | None = None,
) -> LedgerView:
    """What belongs to claims, and what people rejected of their incidents unless it is given."""
    kept = {claim.id for claim in claims}
    told = {claim.incident for claim in claims} | (incidents or set())
    if rejected is None:
        rejected = [each for each in view.rejected if each.incident in told]
    reports = reports | {each.report for each in rejected}
    sources = {claim.source for claim in (*claims, *rejected)}
    return LedgerView(
        made_by=view.made_by,
        reports=tuple(each for each in view.reports if each.id in reports),
        sources=tuple(each for each in view.sources if each.id in sources),
        incidents=tuple(_with_claims(each, kept) for each in view.incidents if each.id in told),
        claims=tuple(claims),
        lineage=tuple(each for each in view.lineage if each.report in reports),
        assessments=tuple(each for each in view.assessments if each.incident in told),
        decisions=tuple(_decided_on(view, told)),
        rejected=tuple(rejected),
        parts=tuple(_with_claims(each, kept) for each in view.parts if kept.intersection(each.claims)),
    )


def _decided_on(view: LedgerView, incidents: set[str]) -> Iterator[Decision]:
    """The decisions on any report's part in these incidents."""
    ids = {each for one in view.incidents if one.id in incidents for each in (one.id, *one.members)}
    for decision in view.decisions:
        if any(anchor.incident in ids for anchor in (*decision.these, *decision.those)):
            yield decision


def _with_claims(incident: Incident, kept: set[str]) -> Incident:
    return replace(incident, claims=tuple(each for each in incident.claims if each in kept))


def full_id(short: str, ids: Iterable[str]) -> str:
    """The one id that begins with ``short``.

    >>> full_id("clm_ab", ["clm_abcd", "clm_xyzw"])
    'clm_abcd'

    Raises:
        NotFound: none does.
        UsageError: several do.
    """
    found = sorted({each for each in ids if each.startswith(short)})
    if short in found or len(found) == 1:
        return short if short in found else found[0]
    if not found:
        raise NotFound(f"the ledger has no record {short!r}; `reportedly show` prints what it has")
    raise UsageError(f"{short!r} could be {', '.join(found[:4])}; give more of the id")
