"""What comes out of the tables: records, each verified against its report again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, false, func, select, true

from reportedly.casework.reviews import Add, Review
from reportedly.errors import EvidenceError, NotFound, RecordError
from reportedly.records import (
    Claim,
    Decision,
    Incident,
    LedgerView,
    MadeBy,
    Reading,
    Report,
    Skipped,
    Source,
)
from reportedly.store import decide, reviews, rows
from reportedly.store.schema import (
    COUNTED,
    claims,
    credits,
    evidence,
    incidents,
    meta,
    reports,
    skipped,
    source_mentions,
    sources,
)

SHORTEST_PREFIX = 8
"""Characters of an id, its type included, that are taken for the whole."""

Condition = ColumnElement[bool]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which rows of each table a view has."""

    reports: Condition
    sources: Condition
    incidents: Condition
    claims: Condition
    skipped: Condition


def whole() -> Scope:
    """Everything."""
    everything = true()
    return Scope(
        reports=everything, sources=everything, incidents=everything, claims=everything, skipped=everything
    )


def of_report(report: str) -> Scope:
    """One report and all that it gave."""
    return Scope(
        reports=reports.c.id == report,
        sources=sources.c.report == report,
        incidents=incidents.c.report == report,
        claims=claims.c.report == report,
        skipped=skipped.c.report == report,
    )


def of_reports(wanted: Sequence[str]) -> Scope:
    """Some reports and all that they gave; what was left out of them is not asked for."""
    return Scope(
        reports=reports.c.id.in_(wanted),
        sources=sources.c.report.in_(wanted),
        incidents=incidents.c.report.in_(wanted),
        claims=claims.c.report.in_(wanted),
        skipped=false(),
    )


def of_incident(incident: str) -> Scope:
    """One incident, its claims, and who said them where."""
    return _of_claims(claims.c.incident == incident, incidents.c.id == incident)


def of_claim(claim: str) -> Scope:
    """One claim, its incident, and who said it where."""
    chosen = claims.c.id == claim
    return _of_claims(chosen, incidents.c.id.in_(select(claims.c.incident).where(chosen)))


def _of_claims(chosen: Condition, of: Condition) -> Scope:
    return Scope(
        reports=reports.c.id.in_(select(incidents.c.report).where(of)),
        sources=sources.c.id.in_(select(claims.c.source).where(chosen)),
        incidents=of,
        claims=chosen,
        skipped=false(),
    )


def full_id(connection: Connection, table: Table, given: str) -> str:
    """The one id that is ``given`` or begins with it.

    Raises:
        NotFound: there is none, or more than one.
    """
    if connection.scalar(select(table.c.id).where(table.c.id == given)):
        return given
    what = table.name.removeprefix("board_").removesuffix("s")
    if len(given) < SHORTEST_PREFIX:
        raise NotFound(f"no {what} {given!r}; give its id, or at least {SHORTEST_PREFIX} characters of it")
    # '{' follows 'z': a range uses the index, where LIKE would read the whole table.
    within = (table.c.id >= given) & (table.c.id < given + "{")
    found = connection.scalars(select(table.c.id).where(within).order_by(table.c.id).limit(3)).all()
    if not found:
        raise NotFound(f"no {what} has an id that is or begins with {given!r}")
    if len(found) > 1:
        raise NotFound(f"more than one {what} begins with {given!r} ({', '.join(found)}); give more of it")
    return str(found[0])


def view_of(connection: Connection, scope: Scope) -> LedgerView:
    """Read a view; the caller's transaction makes it one moment's.

    Raises:
        EvidenceError: a quote is not in its report any more: somebody changed the tables by hand.
    """
    return replace(_recorded(connection, scope), decisions=tuple(decide.read(connection)))


def _recorded(connection: Connection, scope: Scope) -> LedgerView:
    """A view without what was decided on incidents."""
    found = tuple(_reports(connection, scope.reports))
    texts = {report.id: report.text for report in found}
    return LedgerView(
        made_by=made_by_of(connection),
        reports=found,
        sources=tuple(sources_of(connection, scope.sources, texts)),
        incidents=tuple(_incidents(connection, scope.incidents)),
        claims=tuple(claims_of(connection, scope.claims, texts)),
        skipped=tuple(_skipped(connection, scope.skipped)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """All that a ledger holds, report by report, with what people said of it."""

    made_by: MadeBy
    readings: tuple[Reading, ...]
    """What the reader proposes; incidents that only a review knows come last, without claims."""
    skipped: tuple[Skipped, ...]
    """All rows, those of readings too."""
    decisions: tuple[Decision, ...]
    reviews: Mapping[str, tuple[Review, ...]]
    """Of each report those that hold, oldest first."""


def stored(connection: Connection, wanted: Sequence[str] | None = None) -> Stored:
    """Read all, or some reports only; the caller's transaction makes it one moment's.

    Raises:
        EvidenceError: a quote is not in its report any more: somebody changed the tables by hand.
    """
    scope = whole() if wanted is None else of_reports(wanted)
    view = view_of(connection, scope)
    said: defaultdict[str, list[Review]] = defaultdict(list)
    for review in reviews.read(connection, undone=False, reports=wanted):
        said[review.report].append(review)
    return Stored(
        made_by=view.made_by,
        readings=tuple(_readings(connection, scope, view)),
        skipped=view.skipped,
        decisions=view.decisions,
        reviews={report: tuple(rows) for report, rows in said.items()},
    )


def reading_of(connection: Connection, report: str) -> Reading:
    """What the reader proposes for one report, without the rows of what it left out.

    Raises:
        EvidenceError: as :func:`stored`.
        NotFound: there is no such report.
    """
    for reading in readings(connection, [report]):
        return reading
    raise NotFound(f"no report {report!r}")


def readings(connection: Connection, wanted: Sequence[str]) -> Iterator[Reading]:
    """What the reader proposes for some reports, by whole ids, without the rows of what it left out.

    Raises:
        EvidenceError: as :func:`stored`.
    """
    scope = of_reports(wanted)
    yield from _readings(connection, scope, _recorded(connection, scope))


def _readings(connection: Connection, scope: Scope, view: LedgerView) -> Iterator[Reading]:
    query = select(incidents.c.id, incidents.c.report).where(scope.incidents)
    home = {row.id: row.report for row in connection.execute(query)}
    own: defaultdict[str, list[Source]] = defaultdict(list)
    said: defaultdict[str, list[Claim]] = defaultdict(list)
    told: defaultdict[str, list[Incident]] = defaultdict(list)
    for source in view.sources:
        own[source.report].append(source)
    for claim in view.claims:
        said[claim.report].append(claim)
    for incident in view.incidents:
        told[home[incident.id]].append(incident)
    for report in view.reports:
        # As the claims come to them.
        come = dict.fromkeys(claim.incident for claim in said[report.id])
        there = {incident.id: incident for incident in told[report.id]}
        yield Reading(
            report=report,
            sources=tuple(own[report.id]),
            claims=tuple(said[report.id]),
            incidents=tuple(there[each] for each in come | dict.fromkeys(there)),
        )


def home_of(connection: Connection, claim: str) -> tuple[str, str]:
    """The whole id of a claim that was read, or added by a person, and that of its report.

    Raises:
        NotFound: there is none, or more than one.
    """
    try:
        found = full_id(connection, claims, claim)
    except NotFound:
        for report, added in _added(connection):
            if added == claim or (len(claim) >= SHORTEST_PREFIX and added.startswith(claim)):
                return added, report
        raise
    return found, connection.scalars(select(claims.c.report).where(claims.c.id == found)).one()


def _added(connection: Connection) -> Iterator[tuple[str, str]]:
    """The reports, and the claims that people added to them."""
    texts: dict[str, Report] = {}
    for review in reviews.read(connection, undone=False):
        if isinstance(review.payload, Add):
            if review.report not in texts:
                texts[review.report] = reading_of(connection, review.report).report
            yield review.report, review.payload.claim.id_in(texts[review.report])


def made_by_of(connection: Connection) -> MadeBy:
    """What wrote last; nothing has read anything into a new ledger."""
    noted = {row.key: row.value for row in connection.execute(select(meta))}
    program, extractor = noted.get("program", "reportedly"), noted.get("extractor", "none")
    return MadeBy(program=program, extractor=extractor, model=noted.get("model"))


def counts_of(connection: Connection) -> dict[str, int]:
    """Rows of each table that is counted."""
    counted = [select(func.count()).select_from(table).scalar_subquery() for table in COUNTED.values()]
    return dict(zip(COUNTED, connection.execute(select(*counted)).one(), strict=True))


def _grouped(connection: Connection, query: Select[Any], key: str) -> Mapping[str, list[RowMapping]]:
    groups: defaultdict[str, list[RowMapping]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        groups[row[key]].append(row)
    return groups


def _parts(table: Table, owner: str, owners: Select[Any]) -> Select[Any]:
    return select(table).where(table.c[owner].in_(owners)).order_by(table.c.ordinal)


def _reports(connection: Connection, chosen: Condition) -> Iterator[Report]:
    of = _grouped(connection, _parts(credits, "report", select(reports.c.id).where(chosen)), "report")
    # By date, then id: the same order whoever wrote first. Undated reports come last.
    query = select(reports).where(chosen).order_by(reports.c.published.is_(None), "published", "id")
    for row in connection.execute(query).mappings():
        yield rows.report_of(row, of.get(row["id"], ()))


def sources_of(connection: Connection, chosen: Condition, texts: Mapping[str, str]) -> Iterator[Source]:
    """The chosen sources, verified as claims are.

    Raises:
        EvidenceError: a mention is not in its text; names the source.
    """
    of = _grouped(connection, _parts(source_mentions, "source", select(sources.c.id).where(chosen)), "source")
    for row in _in_reading_order(connection, sources, chosen):
        yield _named(row, rows.source_of, of, texts)


def _incidents(connection: Connection, chosen: Condition) -> Iterator[Incident]:
    pairs = select(claims.c.incident, claims.c.id).where(
        claims.c.incident.in_(select(incidents.c.id).where(chosen))
    )
    of = _grouped(connection, pairs.order_by("incident_ordinal", "id"), "incident")
    for row in _in_reading_order(connection, incidents, chosen):
        yield rows.incident_of(row, (claim["id"] for claim in of.get(row["id"], ())))


def claims_of(connection: Connection, chosen: Condition, texts: Mapping[str, str]) -> Iterator[Claim]:
    """The chosen claims, verified against ``texts``, which has each report's text under its id.

    Raises:
        EvidenceError: a quote is not in its text; names the claim.
    """
    of = _grouped(connection, _parts(evidence, "claim", select(claims.c.id).where(chosen)), "claim")
    for row in _in_reading_order(connection, claims, chosen):
        yield _named(row, rows.claim_of, of, texts)


def _named(
    row: RowMapping,
    build: Callable[[RowMapping, Sequence[RowMapping], str], T],
    parts: Mapping[str, Sequence[RowMapping]],
    texts: Mapping[str, str],
) -> T:
    try:
        return build(row, parts.get(row["id"], ()), texts[row["report"]])
    except (EvidenceError, RecordError) as error:
        raise EvidenceError(f"{row['id']}: {error.args[0]}") from None


def _in_reading_order(connection: Connection, table: Table, chosen: Condition) -> Iterable[RowMapping]:
    query = select(table).where(chosen).order_by(table.c.report, table.c.ordinal, table.c.id)
    return connection.execute(query).mappings()


def _skipped(connection: Connection, chosen: Condition) -> Iterator[Skipped]:
    # Distinct by content: the same row can come with a reading and without one.
    columns = (skipped.c.origin, skipped.c.stage, skipped.c.reason, skipped.c.detail)
    for row in connection.execute(select(*columns).where(chosen).distinct().order_by(*columns)).mappings():
        yield rows.skipped_of(row)
