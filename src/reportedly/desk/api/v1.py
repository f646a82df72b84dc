"""Version 1: records as the ledger file has them, page by page, to whoever is signed in or shows a token.

A page goes on behind the id that the last one ended with: what comes in meanwhile neither repeats nor hides
a row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from reportedly.casework.versions import version_of_incident
from reportedly.codec import (
    JsonObject,
    claim_to_json,
    dump_parts,
    incident_to_json,
    json_line,
    report_to_json,
)
from reportedly.codec.ledger import ledger_to_json
from reportedly.desk.api.schemas import answers
from reportedly.desk.office import office_of
from reportedly.desk.security.access import Exporting, Looking
from reportedly.parts import Wanted, incidents_in, part_of
from reportedly.records import Claim, ClaimRole, Decision, Incident, Report, Stance

PREFIX = "/api/v1"
MOST = 200
"""Rows of a page."""

router = APIRouter(prefix=PREFIX, tags=["v1"])

_Row = TypeVar("_Row", Report, Incident, Claim, Decision)
After = Annotated[str, Query(description="The `next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Rows of a page.")]


@router.get("/reports", responses=answers("ReportPage"))
def reports(request: Request, person: Looking, after: After = "", limit: Limit = 50) -> Response:
    """The reports, by id, with their whole texts."""
    rows = office_of(request).shelf_of(person).whole().view.reports
    return page_of(rows, report_to_json, after, limit)


@router.get("/reports/{id}", responses=answers("Ledger"))
def report(request: Request, person: Looking, id: str) -> Response:
    """One report with its claims, speakers, incidents and lineage; a short id will do."""
    return json_answer(
        ledger_to_json(part_of(office_of(request).shelf_of(person).report(id).view, report=id))
    )


@router.get("/incidents", responses=answers("IncidentPage"))
def incidents(
    request: Request,
    person: Looking,
    after: After = "",
    limit: Limit = 50,
    place: Annotated[str | None, Query(description="Part of the place's name.")] = None,
    actor: Annotated[str | None, Query(description="Part of the name of somebody who is spoken of.")] = None,
) -> Response:
    """The attacks, by id."""
    view = incidents_in(office_of(request).shelf_of(person).whole().view, Wanted(place=place, actor=actor))
    return page_of(sorted(view.incidents, key=lambda each: each.id), incident_to_json, after, limit)


@router.get("/incidents/{id}", responses=answers("IncidentRead"))
def incident(request: Request, person: Looking, id: str) -> Response:
    """One attack with its reports, claims, speakers, lineage, grades and version; a short id will do."""
    office = office_of(request)
    part = part_of(office.shelf_of(person).incident(id).view, incident=id)
    (found,) = part.incidents
    versions = {found.id: version_of_incident(found, office.casebook.ledger.decisions())}
    return json_answer(ledger_to_json(part) | {"versions": versions})


@router.get("/claims", responses=answers("ClaimPage"))
def claims(
    request: Request,
    person: Looking,
    after: After = "",
    limit: Limit = 50,
    report: Annotated[str | None, Query(description="Of this report, by its whole id.")] = None,
    incident: Annotated[str | None, Query(description="Of this attack, by its whole id.")] = None,
    role: ClaimRole | None = None,
    stance: Stance | None = None,
) -> Response:
    """The claims, by id; their words as offsets of the reports' texts."""
    found = [
        claim
        for claim in office_of(request).shelf_of(person).whole().view.claims
        if report in (None, claim.report)
        and incident in (None, claim.incident)
        and role in (None, claim.role)
        and stance in (None, claim.stance)
    ]
    return page_of(found, claim_to_json, after, limit)


@router.get("/claims/{id}", responses=answers("Ledger"))
def claim(request: Request, person: Looking, id: str) -> Response:
    """One claim with its report and speaker; a short id will do."""
    return json_answer(ledger_to_json(part_of(office_of(request).shelf_of(person).claim(id).view, claim=id)))


@router.get("/ledger", responses=answers("Ledger"))
def ledger(request: Request, person: Exporting) -> Response:
    """The whole ledger file."""
    view = office_of(request).shelf_of(person).whole().view
    return StreamingResponse(dump_parts(view), media_type="application/json")


def page_of(rows: Sequence[_Row], write: Callable[[_Row], JsonObject], after: str, limit: int) -> Response:
    """Rows behind ``after``; they stand in the order of their ids."""
    start = bisect_right([row.id for row in rows], after) if after else 0
    shown = rows[start : start + limit]
    more = start + limit < len(rows)
    return json_answer({"items": [write(row) for row in shown], "next": shown[-1].id if more else None})


def json_answer(value: object, *, status: int = 200) -> Response:
    """An answer in one line of JSON."""
    return Response(f"{json_line(value)}\n", media_type="application/json", status_code=status)
