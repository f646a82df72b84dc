"""Version 1: records as the ledger file has them, page by page, to whoever is signed in or shows a token.

A page goes on behind the id that the last one ended with: what comes in meanwhile neither repeats nor hides
a row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response, StreamingResponse

from reportedly._version import __version__
from reportedly.codec import (
    JsonObject,
    claim_to_json,
    dump_parts,
    incident_to_json,
    json_line,
    report_to_json,
)
from reportedly.codec.ledger import ledger_to_json
from reportedly.desk.api.schemas import answers, components
from reportedly.desk.office import office_of
from reportedly.desk.security.access import Anybody, Exporting, Looking
from reportedly.parts import Wanted, incidents_in, part_of
from reportedly.records import Claim, ClaimRole, Incident, Report, Stance

PREFIX = "/api/v1"
MOST = 200
"""Rows of a page."""

router = APIRouter(prefix=PREFIX, tags=["v1"])

_Row = TypeVar("_Row", Report, Incident, Claim)
After = Annotated[str, Query(description="The `next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Rows of a page.")]


@router.get("/reports", responses=answers("ReportPage"))
def reports(request: Request, person: Looking, after: After = "", limit: Limit = 50) -> Response:
    """The reports, by id, with their whole texts."""
    rows = office_of(request).shelf.whole().view.reports
    return _page(rows, report_to_json, after, limit)


@router.get("/reports/{id}", responses=answers("Ledger"))
def report(request: Request, person: Looking, id: str) -> Response:
    """One report with its claims, speakers, incidents and lineage; a short id will do."""
    return _json(ledger_to_json(part_of(office_of(request).shelf.whole().view, report=id)))


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
    view = incidents_in(office_of(request).shelf.whole().view, Wanted(place=place, actor=actor))
    return _page(sorted(view.incidents, key=lambda each: each.id), incident_to_json, after, limit)


@router.get("/incidents/{id}", responses=answers("Ledger"))
def incident(request: Request, person: Looking, id: str) -> Response:
    """One attack with its reports, claims, speakers, lineage and grades; a short id will do."""
    return _json(ledger_to_json(part_of(office_of(request).shelf.whole().view, incident=id)))


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
        for claim in office_of(request).shelf.whole().view.claims
        if report in (None, claim.report)
        and incident in (None, claim.incident)
        and role in (None, claim.role)
        and stance in (None, claim.stance)
    ]
    return _page(found, claim_to_json, after, limit)


@router.get("/claims/{id}", responses=answers("Ledger"))
def claim(request: Request, person: Looking, id: str) -> Response:
    """One claim with its report and speaker; a short id will do."""
    return _json(ledger_to_json(part_of(office_of(request).shelf.whole().view, claim=id)))


@router.get("/ledger", responses=answers("Ledger"))
def ledger(request: Request, person: Exporting) -> Response:
    """The whole ledger file."""
    view = office_of(request).shelf.whole().view
    return StreamingResponse(dump_parts(view), media_type="application/json")


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request, person: Anybody) -> Response:
    """This interface as OpenAPI 3.1."""
    return _json(described())


def described() -> JsonObject:
    """The interface in OpenAPI's words."""
    made = get_openapi(
        title="reportedly desk",
        version=__version__,
        summary="Who is said to have done it, according to whom, how surely.",
        routes=router.routes,
    )
    made.setdefault("components", {})["schemas"] = components()
    made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}]
    for path in made["paths"].values():
        for operation in path.values():
            # Our own answer takes the place of FastAPI's.
            operation["responses"].pop("422", None)
    return made


def _page(rows: Sequence[_Row], write: Callable[[_Row], JsonObject], after: str, limit: int) -> Response:
    """Rows behind ``after``; they stand in the order of their ids."""
    start = bisect_right([row.id for row in rows], after) if after else 0
    shown = rows[start : start + limit]
    more = start + limit < len(rows)
    return _json({"items": [write(row) for row in shown], "next": shown[-1].id if more else None})


def _json(value: object) -> Response:
    return Response(f"{json_line(value)}\n", media_type="application/json")
