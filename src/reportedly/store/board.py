"""The board in its tables: replaced as a whole, and read page by page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from reportedly.casework.reviews import Kind
from reportedly.codec import (
    assessment_from_json,
    assessment_to_json,
    derivation_from_json,
    derivation_to_json,
    incident_from_json,
    incident_to_json,
)
from reportedly.codec.listing import incident_row_from_json, report_row_from_json, row_to_json
from reportedly.ids import sha256_hex
from reportedly.listing import (
    HALF,
    BoardActor,
    BoardBasis,
    BoardIncident,
    BoardReport,
    BoardRows,
    BoardState,
    Choice,
    Compared,
    Filters,
    Page,
    Stamp,
)
from reportedly.records import Incident
from reportedly.store.board_schema import (
    BOARD,
    board,
    board_actors,
    board_incidents,
    board_lineage,
    board_members,
    board_reports,
    board_told,
)
from reportedly.store.rows import Row
from reportedly.store.schema import claims, decisions, reports, reviewed, reviews
from reportedly.store.views import full_id

Condition = ColumnElement[bool]


def stamp(connection: Connection, rules: str) -> Stamp:
    """All that the board depends on, as digests: readings, decisions, reviews, and what compares them."""
    decided = select(decisions.c.id).where(decisions.c.undone_at.is_(None)).order_by(decisions.c.number)
    said: dict[str, list[str]] = defaultdict(list)
    holding = select(reviews.c.report, reviews.c.id).where(reviews.c.undone_at.is_(None))
    for row in connection.execute(holding.order_by(reviews.c.number)):
        said[row.report].append(row.id)
    marks = {
        row.id: row.digest[:HALF]
        + (sha256_hex(" ".join(said[row.id]).encode())[:HALF] if said[row.id] else "")
        for row in connection.execute(select(reports.c.id, reports.c.digest))
    }
    digest = sha256_hex(" ".join(connection.scalars(decided)).encode())
    return Stamp(rules=rules, decided=digest, marks=marks)


def known(connection: Connection) -> BoardBasis | None:
    """What the board that is there was made of; None without one, or of one by an older program."""
    row = connection.execute(select(board.c.kept)).first()
    if row is None or row.kept is None:
        return None
    chosen = (board_reports.c.id, board_reports.c.mark, board_reports.c.looks)
    found = connection.execute(select(*chosen)).all()
    return BoardBasis(
        stamp=Stamp(
            rules=row.kept["rules"],
            decided=row.kept["decided"],
            marks={each.id: each.mark or "" for each in found},
        ),
        looks={each.id: each.looks for each in found if each.looks},
        withdrawn=row.kept["withdrawn"],
    )


def state(connection: Connection, rules: str) -> BoardState:
    """How the board stands."""
    row = connection.execute(select(board)).mappings().first()
    if row is None:
        return BoardState(made_at=None, current=False, incidents=0, reports=0, claims=0)
    return BoardState(
        made_at=dt.datetime.fromisoformat(row["made_at"]),
        current=row["stamp"] == stamp(connection, rules).whole,
        incidents=row["incidents"],
        reports=row["reports"],
        claims=row["claims"],
    )


def replace(connection: Connection, new: BoardRows, made_of: Stamp, *, at: dt.datetime) -> None:
    """Put a board in the place of the one that is there, within the caller's transaction."""
    for table in BOARD:
        connection.execute(delete(table))
    graded: dict[str, list[object]] = defaultdict(list)
    for each in new.compared.assessments:
        graded[each.incident].append(assessment_to_json(each))
    listed = {row.id: row for row in new.incidents}
    numbered = enumerate(new.compared.incidents)
    _insert(
        connection, board_incidents, (_incident_row(n, i, listed[i.id], graded[i.id]) for n, i in numbered)
    )
    of = new.compared.members.items()
    _insert(connection, board_members, ({"member": member, "incident": whole} for member, whole in of))
    _insert(connection, board_actors, _actor_rows(new.actors))
    marked = (_report_row(each, new) | {"mark": made_of.marks.get(each.id)} for each in new.reports)
    _insert(connection, board_reports, marked)
    told = ({"incident": incident, "report": row.id} for row in new.reports for incident in row.incidents)
    _insert(connection, board_told, told)
    lineage = (derivation_to_json(row) | {"ordinal": nth} for nth, row in enumerate(new.compared.lineage))
    _insert(connection, board_lineage, lineage)
    whole = {
        "number": 1,
        "stamp": made_of.whole,
        "made_at": at.isoformat(),
        "incidents": len(new.incidents),
        "reports": len(new.reports),
        "claims": sum(row.claims for row in new.reports),
        "kept": {
            "rules": made_of.rules,
            "decided": made_of.decided,
            "withdrawn": dict(new.withdrawn),
        },
    }
    _insert(connection, board, [whole])


def mend(connection: Connection, new: BoardRows, before: Stamp, made_of: Stamp, *, at: dt.datetime) -> bool:
    """Put some rows in the place of those that are there, within the caller's transaction.

    Args:
        connection: that writes.
        new: the incidents and reports that are others now; none comes or goes.
        before: what the board was made of when the rows were worked out; where it is another by now, nothing
            is written.
        made_of: what the board is made of with them.
        at: when.

    Returns:
        Whether it was written.
    """
    if connection.scalar(select(board.c.stamp)) != before.whole:
        return False
    graded: dict[str, list[object]] = defaultdict(list)
    for each in new.compared.assessments:
        graded[each.incident].append(assessment_to_json(each))
    listed = {row.id: row for row in new.incidents}
    for incident in new.compared.incidents:
        row = _incident_row(0, incident, listed[incident.id], graded[incident.id])
        own = board_incidents.c.id == row.pop("id")
        row.pop("ordinal")
        connection.execute(update(board_incidents).where(own).values(row))
    connection.execute(delete(board_actors).where(board_actors.c.incident.in_(list(new.actors))))
    _insert(connection, board_actors, _actor_rows(new.actors))
    told = [each.id for each in new.reports]
    rows = connection.scalars(select(board_reports.c.row).where(board_reports.c.id.in_(told))).all()
    more = sum(each.claims for each in new.reports) - sum(each["claims"] for each in rows)
    for listed_report in new.reports:
        own = board_reports.c.id == listed_report.id
        connection.execute(update(board_reports).where(own).values(row=row_to_json(listed_report)))
    for report, mark in made_of.marks.items():
        if before.marks[report] != mark:
            own = board_reports.c.id == report
            connection.execute(update(board_reports).where(own).values(mark=mark))
    whole = {"stamp": made_of.whole, "made_at": at.isoformat(), "claims": board.c.claims + more}
    connection.execute(update(board).values(whole))
    return True


def _insert(connection: Connection, table: Table, new: Iterable[Row]) -> None:
    if listed := list(new):
        connection.execute(insert(table), listed)


def _incident_row(nth: int, incident: Incident, row: BoardIncident, graded: list[object]) -> Row:
    return {
        "id": incident.id,
        "ordinal": nth,
        "key": row.key,
        "date_earliest": row.date.earliest if row.date else None,
        "date_latest": row.date.latest if row.date else None,
        "place": row.place.casefold() if row.place else None,
        "country": row.country,
        "differs": bool(row.differs),
        "row": row_to_json(row),
        "incident": incident_to_json(incident),
        "assessments": graded,
    }


def _actor_rows(actors: Mapping[str, Sequence[BoardActor]]) -> Iterator[Row]:
    for incident, named in actors.items():
        for rank, each in enumerate(named):
            yield {"incident": incident, "rank": rank, "name": each.name.casefold(), "grade": each.grade}


def _report_row(row: BoardReport, new: BoardRows) -> Row:
    return {
        "id": row.id,
        "key": row.key,
        "published": row.published,
        "outlet": row.outlet.casefold() if row.outlet else None,
        "outlet_name": row.outlet,
        "origin": row.origin,
        "page": new.pages.get(row.id),
        "row": row_to_json(row),
        "looks": new.looks.get(row.id),
    }


def incidents_page(
    connection: Connection, wanted: Filters, *, after: str | None, limit: int
) -> Page[BoardIncident]:
    """The next rows of the list of incidents: latest first, those without a day last."""
    query = _behind(select(board_incidents.c.id, board_incidents.c.row), board_incidents.c.key, after, limit)
    found = connection.execute(query.where(*_of_incidents(wanted))).all()
    counted = _counted(connection, _INCIDENT_CLAIMS, [row.id for row in found[:limit]])
    rows = [
        incident_row_from_json(row.row, reviewed=counted[row.id].reviewed, unread=counted[row.id].unread)
        for row in found[:limit]
    ]
    return Page(rows=tuple(rows), next=rows[-1].key if len(found) > limit else None)


def reports_page(
    connection: Connection, wanted: Filters, *, after: str | None, limit: int
) -> Page[BoardReport]:
    """The next rows of the list of reports: latest first, undated last."""
    query = _behind(select(board_reports.c.id, board_reports.c.row), board_reports.c.key, after, limit)
    found = connection.execute(query.where(*_of_reports(wanted))).all()
    counted = _counted(connection, _REPORT_CLAIMS, [row.id for row in found[:limit]])
    rows = [
        report_row_from_json(row.row, reviewed=counted[row.id].reviewed, unread=counted[row.id].unread)
        for row in found[:limit]
    ]
    return Page(rows=tuple(rows), next=rows[-1].key if len(found) > limit else None)


def row_of_incident(connection: Connection, given: str) -> BoardIncident:
    """The row of one incident, by its id, a short form of it, or the id of a report's own.

    Raises:
        NotFound: there is none, or more than one.
    """
    member = select(board_members.c.incident).where(board_members.c.member == given)
    found = connection.scalar(member) or full_id(connection, board_incidents, given)
    row = connection.execute(
        select(board_incidents.c.id, board_incidents.c.row).where(board_incidents.c.id == found)
    ).one()
    counted = _counted(connection, _INCIDENT_CLAIMS, [row.id])[row.id]
    return incident_row_from_json(row.row, reviewed=counted.reviewed, unread=counted.unread)


def _behind(query: Select[Any], key: ColumnElement[str], after: str | None, limit: int) -> Select[Any]:
    """One row more than is wanted: whether there is another page is then known."""
    return (query if after is None else query.where(key < after)).order_by(key.desc()).limit(limit + 1)


def _of_incidents(wanted: Filters) -> Iterator[Condition]:
    table = board_incidents
    if wanted.since is not None:
        yield or_(table.c.date_latest.is_(None), table.c.date_latest >= wanted.since)
    if wanted.until is not None:
        yield or_(table.c.date_earliest.is_(None), table.c.date_earliest <= wanted.until)
    yield from _of_attack(wanted)
    if wanted.outlet is not None:
        yield exists().where(
            board_told.c.incident == table.c.id,
            board_reports.c.id == board_told.c.report,
            _has(board_reports.c.outlet, wanted.outlet),
        )
    if wanted.unread:
        yield exists().where(
            board_members.c.incident == table.c.id,
            claims.c.incident == board_members.c.member,
            _unread(),
        )


def _of_attack(wanted: Filters) -> Iterator[Condition]:
    """What is asked of an incident itself, whether incidents or reports are listed."""
    table = board_incidents
    if wanted.place is not None:
        yield _has(table.c.place, wanted.place)
    if wanted.country is not None:
        yield table.c.country == wanted.country.strip().upper()
    if wanted.differs:
        yield table.c.differs
    actor = [_has(board_actors.c.name, wanted.actor)] if wanted.actor is not None else []
    actor += [board_actors.c.grade == wanted.grade] if wanted.grade is not None else []
    if actor:
        yield exists().where(board_actors.c.incident == table.c.id, *actor)


def _of_reports(wanted: Filters) -> Iterator[Condition]:
    table = board_reports
    if wanted.since is not None:
        yield or_(table.c.published.is_(None), table.c.published >= wanted.since)
    if wanted.until is not None:
        yield or_(table.c.published.is_(None), table.c.published <= wanted.until)
    if wanted.outlet is not None:
        yield _has(table.c.outlet, wanted.outlet)
    if attack := list(_of_attack(wanted)):
        yield exists().where(
            board_told.c.report == table.c.id, board_incidents.c.id == board_told.c.incident, *attack
        )
    if wanted.unread:
        yield exists().where(claims.c.report == table.c.id, _unread())


def _has(column: ColumnElement[str | None], part: str) -> Condition:
    """Whether a folded column has the words: as text, so that no sign in them is one of a pattern."""
    return column.contains(" ".join(part.split()).casefold(), autoescape=True)


def _looked_at() -> Condition:
    """Whether a review of a claim holds, or it came as reviewed from another ledger."""
    said = exists().where(
        reviewed.c.record == claims.c.id,
        reviews.c.id == reviewed.c.review,
        reviews.c.undone_at.is_(None),
        reviews.c.kind.in_([Kind.ACCEPT.value, Kind.CORRECT.value, Kind.REJECT.value]),
    )
    return or_(claims.c.reviewed.is_not(None), said)


def _unread() -> Condition:
    return ~_looked_at()


@dataclass(frozen=True, slots=True)
class _Counted:
    reviewed: int = 0
    unread: int = 0


_REPORT_CLAIMS = select(claims.c.report.label("owner"), claims.c.id, _looked_at().label("looked_at"))
_INCIDENT_CLAIMS = select(
    board_members.c.incident.label("owner"), claims.c.id, _looked_at().label("looked_at")
).where(claims.c.incident == board_members.c.member)


def _counted(connection: Connection, query: Select[Any], owners: Sequence[str]) -> Mapping[str, _Counted]:
    """Of each owner's claims how many somebody has looked at, now."""
    owner = query.selected_columns.owner
    of = query.where(owner.in_(owners)).subquery()
    looked = func.sum(of.c.looked_at.cast(Integer))
    rows = connection.execute(select(of.c.owner, func.count(), looked).group_by(of.c.owner)).all()
    found = {each: _Counted(int(done), int(many - done)) for each, many, done in rows}
    return {each: found.get(each, _Counted()) for each in owners}


def choices(connection: Connection, *, most: int) -> Mapping[str, tuple[Choice, ...]]:
    """The commonest grades, countries and outlets: ``most`` of each, the commonest first."""
    graded = func.count(board_actors.c.incident.distinct())
    asked = {
        "grade": (board_actors.c.grade, graded),
        "country": (board_incidents.c.country, func.count()),
        "outlet": (board_reports.c.outlet_name, func.count()),
    }
    return {
        name: tuple(
            Choice(value=value, rows=rows)
            for value, rows in connection.execute(
                select(column, count)
                .where(column.is_not(None), column != "")
                .group_by(column)
                .order_by(count.desc(), column)
                .limit(most)
            )
        )
        for name, (column, count) in asked.items()
    }


def compared(
    connection: Connection, incidents: Iterable[str] | None = None, reports: Iterable[str] = ()
) -> Compared:
    """What comparing gave: all of it, or of these incidents and the reports that tell of them.

    With ``reports`` also how these depend on others, whatever they tell of.
    """
    of_incidents, of_members, of_reports = (
        select(board_incidents),
        select(board_members),
        select(board_lineage),
    )
    if incidents is not None:
        wanted = list(incidents)
        of_incidents = of_incidents.where(board_incidents.c.id.in_(wanted))
        of_members = of_members.where(board_members.c.incident.in_(wanted))
        of_reports = of_reports.where(
            or_(
                board_lineage.c.report.in_(
                    select(board_told.c.report).where(board_told.c.incident.in_(wanted))
                ),
                board_lineage.c.report.in_(list(reports)),
            )
        )
    rows = connection.execute(of_incidents.order_by(board_incidents.c.ordinal)).mappings().all()
    lineage = connection.execute(of_reports.order_by(board_lineage.c.ordinal)).mappings()
    return Compared(
        incidents=tuple(incident_from_json(row["incident"]) for row in rows),
        members={row.member: row.incident for row in connection.execute(of_members)},
        lineage=tuple(derivation_from_json(dict(row)) for row in lineage),
        assessments=tuple(assessment_from_json(each) for row in rows for each in row["assessments"]),
    )


def reports_around(connection: Connection, incident: str) -> tuple[str, ...]:
    """The reports that tell of an incident, and those that share an origin or a page with one."""
    told = select(board_told.c.report).where(board_told.c.incident == incident)
    of_told = board_reports.c.id.in_(told)
    same = or_(
        of_told,
        board_reports.c.origin.in_(select(board_reports.c.origin).where(of_told)),
        board_reports.c.page.in_(
            select(board_reports.c.page).where(of_told, board_reports.c.page.is_not(None))
        ),
    )
    return tuple(connection.scalars(select(board_reports.c.id).where(same)))


def incidents_told_by(connection: Connection, among: Sequence[str]) -> tuple[str, ...]:
    """The incidents that any of the reports tells of."""
    told = select(board_told.c.incident).where(board_told.c.report.in_(among)).distinct()
    return tuple(connection.scalars(told))


def reports_telling_of(connection: Connection, incident: str) -> tuple[str, ...]:
    """The reports that tell of an incident."""
    return tuple(connection.scalars(select(board_told.c.report).where(board_told.c.incident == incident)))
