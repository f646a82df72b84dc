"""Reports: the list, and one with its claims marked in the text."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from reportedly.desk.office import office_of
from reportedly.desk.report_view import report_view
from reportedly.desk.security.access import Looking

router = APIRouter()

AT = "/reports"


@router.get(AT)
def reports(request: Request, person: Looking) -> Response:
    """The reports that the ledger has."""
    office = office_of(request)
    volume = office.volume()
    return office.page("reports.html", person, at=AT, volume=volume, reports=volume.view.reports[:50])


@router.get("/reports/{given}")
def report(request: Request, given: str, person: Looking) -> Response:
    """One report, its text and its claims, as this person left it."""
    office = office_of(request)
    volume = office.volume()
    found = volume.report(given).id
    reviewed = office.casebook.reading(found, by=person.id)
    view = report_view(reviewed, volume.view.made_by, volume.view.lineage)
    return office.page("report.html", person, at=AT, view=view, short=volume.short)
