"""A whole view summed up as a board: rows of lists, one an incident and one a report.

The same view gives the same rows, in whatever order its records come. Actors are ranked, counted
and graded as on the incident's own page.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from reportedly._version import __version__
from reportedly.assess import NOBODY, RoleValues, rules_digest, rules_in_use, values_of
from reportedly.changes import undisturbed, withdrawn
from reportedly.changes.addresses import page_key
from reportedly.errors import TableError
from reportedly.ids import sha256_hex
from reportedly.language.actors import ENVIRONMENT as ACTORS
from reportedly.lineage import roots_of
from reportedly.lineage.agencies import ENVIRONMENT as AGENCIES
from reportedly.listing import BoardActor, BoardIncident, BoardReport, BoardRows, Compared, Differs
from reportedly.pictures.case import in_order
from reportedly.records import (
    DOER_ROLES,
    AirwarsGrade,
    Assessment,
    Claim,
    ClaimRole,
    Incident,
    LedgerView,
    NumberRange,
    Report,
)
from reportedly.terminal.counting import ranked_actors, spoken
from reportedly.terminal.index import Index

SHOWN_ACTORS = 3
NOTHING: Mapping[str, str] = MappingProxyType({})
_SHAPE = 2
"""Counts up where other rows are made of the same view, so that older boards are made anew."""
_OPEN_TO = {
    ClaimRole.TIME: Differs.DAY,
    ClaimRole.PLACE: Differs.PLACE,
    ClaimRole.KILLED: Differs.KILLED,
    ClaimRole.WOUNDED: Differs.WOUNDED,
}


def board_of(
    view: LedgerView, looks: Mapping[str, str] = NOTHING, *, back: Mapping[str, str] | None = None
) -> BoardRows:
    """The board of a view. ``reviewed`` and ``unread`` are 0: they are counted when it is read.

    Args:
        view: the whole, or a part of it that has all that belongs to the incidents whose rows are wanted.
        looks: of each report what decides which attacks are one, as a digest.
        back: the claims that were taken back, where that is known.
    """
    summed = in_order(view)
    roots = roots_of(summed.reports, summed.lineage)
    index = Index(summed, roots)
    alone = undisturbed(summed, roots) if looks else frozenset()
    back = withdrawn(summed, roots) if back is None else back
    actors = {each.id: tuple(_actors(index, each)) for each in summed.incidents}
    incidents = [_incident(index, each, actors[each.id], back) for each in summed.incidents]
    ordered = sorted(incidents, key=lambda row: row.key, reverse=True)
    reports = (_report(index, each, told) for each, told in _telling(summed, ordered))
    keys = ((report.id, page_key(report)) for report in summed.reports)
    return BoardRows(
        compared=_compared(view),
        incidents=tuple(ordered),
        reports=tuple(sorted(reports, key=lambda row: row.key, reverse=True)),
        actors=actors,
        pages={report: key for report, key in keys if key},
        looks={report: told for report, told in looks.items() if report in alone},
        withdrawn=back,
    )


def _compared(view: LedgerView) -> Compared:
    members = {member: each.id for each in view.incidents for member in (each.members or (each.id,))}
    return Compared(
        incidents=view.incidents, members=members, lineage=view.lineage, assessments=view.assessments
    )


def rules_mark() -> str:
    """A digest of what compares and grades: the program, the rules, and a team's own tables.

    Raises:
        TableError: a table that the environment names cannot be read.
    """
    parts = [__version__.encode(), str(_SHAPE).encode(), rules_digest(rules_in_use()).encode()]
    for variable in (ACTORS, AGENCIES):
        for name in filter(None, os.environ.get(variable, "").split(os.pathsep)):
            try:
                parts.append(Path(name).read_bytes())
            except OSError as error:
                raise TableError(f"{name}: cannot be read ({error.strerror}); see {variable}") from None
    return sha256_hex(b"\0".join(sha256_hex(part).encode() for part in parts))


def row_key(day: dt.date | None, record: str) -> str:
    """Where a row stands: keys sort as text, the later day higher, no day lowest.

    >>> row_key(None, "inc_b") < row_key(dt.date(2024, 3, 1), "inc_a") < row_key(dt.date(2024, 3, 2), "inc_a")
    True
    """
    return f"{day.isoformat() if day else ''}/{record}"


def _actors(index: Index, incident: Incident) -> Iterator[BoardActor]:
    doing = [claim for claim in index.claims.get(incident.id, ()) if claim.role in DOER_ROLES]
    for each in ranked_actors(index, incident, doing):
        graded = each.assessed
        yield BoardActor(
            name=each.name,
            grade=graded.grade if graded else "",
            roots=each.roots,
            speakers=each.speakers,
        )


def _incident(
    index: Index, incident: Incident, actors: Sequence[BoardActor], back: Mapping[str, str]
) -> BoardIncident:
    claims = index.claims.get(incident.id, [])
    reports = {claim.report for claim in claims}
    sources = [index.sources[each] for each in dict.fromkeys(claim.source for claim in claims)]
    values = {each.role: each for each in values_of(incident, claims, sources, index.roots, withdrawn=back)}
    named = [each for each in actors if each.name != NOBODY] or list(actors)
    return BoardIncident(
        id=incident.id,
        key=row_key(incident.date.earliest if incident.date else None, incident.id),
        type=incident.type,
        attempt=incident.attempt,
        background=incident.background,
        summary=incident.summary,
        date=incident.date,
        place=incident.place.name if incident.place else None,
        country=incident.place.country if incident.place else None,
        actors=tuple(named[:SHOWN_ACTORS]),
        more_actors=len(named[SHOWN_ACTORS:]),
        roots=len({index.root(report) for report in reports}),
        speakers=sum(spoken(index, claims).values()),
        reports=len(reports),
        claims=len(claims),
        killed=_number(values, ClaimRole.KILLED),
        wounded=_number(values, ClaimRole.WOUNDED),
        differs=tuple(_differs(index.assessments.get(incident.id, ()), values)),
    )


def _number(values: Mapping[ClaimRole, RoleValues], role: ClaimRole) -> NumberRange | None:
    return values[role].number if role in values else None


def _differs(graded: Sequence[Assessment], values: Mapping[ClaimRole, RoleValues]) -> Iterator[Differs]:
    if any(map(_disputed, graded)):
        yield Differs.DOER
    for role, what in _OPEN_TO.items():
        if role in values and values[role].differ:
            yield what


def _disputed(row: Assessment) -> bool:
    both = row.counts is not None and row.counts.roots_saying > 0 and row.counts.roots_denying > 0
    return both or row.airwars_grade_suggested is AirwarsGrade.CONTESTED


def _telling(view: LedgerView, ordered: Sequence[BoardIncident]) -> Iterator[tuple[Report, list[Claim]]]:
    """Each report with its claims, in the order in which their incidents are listed."""
    place = {row.id: at for at, row in enumerate(ordered)}
    of: dict[str, list[Claim]] = defaultdict(list)
    for claim in view.claims:
        of[claim.report].append(claim)
    for report in view.reports:
        yield report, sorted(of[report.id], key=lambda claim: place[claim.incident])


def _report(index: Index, report: Report, claims: Sequence[Claim]) -> BoardReport:
    return BoardReport(
        id=report.id,
        key=row_key(report.published, report.id),
        title=report.title,
        outlet=report.outlet,
        published=report.published,
        incidents=tuple(dict.fromkeys(claim.incident for claim in claims)),
        claims=len(claims),
        origin=index.root(report.id),
        origin_name=index.root_name(report.id),
    )
