"""The lists: attacks, reports, and what a search finds. Filters stand in the address, to be kept or sent."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from reportedly.board import Filters, FoundKind
from reportedly.casework.people import Action
from reportedly.desk.asked_filters import asked_filters, told_filters
from reportedly.desk.office import office_of
from reportedly.desk.pages.teamwork import blind_told, coders_of, tasks
from reportedly.desk.security.access import Looking

router = APIRouter()

ROWS = 40
Text = Annotated[str, Query()]


Asked = Annotated[Filters, Depends(asked_filters)]


@router.get("/incidents")
def incidents(request: Request, person: Looking, wanted: Asked, after: Text = "") -> Response:
    """The attacks that the ledger tells of, the latest first."""
    office = office_of(request)
    shelf = office.shelf_of(person)
    state = shelf.state()
    page = shelf.board.incidents(wanted=wanted, after=after or None, limit=ROWS)
    return office.page(
        "incidents.html",
        person,
        at="/incidents",
        page=page,
        wanted=wanted,
        choices=shelf.board.choices(),
        state=state,
        blind=blind_told(office, person),
        address=_next("/incidents", wanted, page.next),
        begun=bool(after),
    )


@router.get("/reports")
def reports(request: Request, person: Looking, wanted: Asked, after: Text = "") -> Response:
    """The reports, the latest first."""
    office = office_of(request)
    shelf = office.shelf_of(person)
    state = shelf.state()
    page = shelf.board.reports(wanted=wanted, after=after or None, limit=ROWS)
    own = office.second.assignments(person=person.id)
    return office.page(
        "reports.html",
        person,
        at="/reports",
        mine=[each for each in tasks(office, person, own) if each.mine],
        coders=coders_of(office) if person.may(Action.ASSIGN) else (),
        sent=told_filters(wanted),
        page=page,
        wanted=wanted,
        choices=shelf.board.choices(),
        state=state,
        blind=blind_told(office, person),
        address=_next("/reports", wanted, page.next),
        begun=bool(after),
    )


@router.get("/reports/next")
def following(request: Request, person: Looking, after: Text = "") -> Response:
    """On to a report to read: one that was given to this person, or else the latest with unread claims.

    Where nothing is left to read, to the list.
    """
    office = office_of(request)
    given = [each.report for each in office.second.assignments(person=person.id) if each.waits_for(person.id)]
    waiting = [each for each in given if each != after]
    if not waiting:
        unread = office.shelf_of(person).board.reports(wanted=Filters(unread=True), limit=2).rows
        waiting = [row.id for row in unread if row.id != after]
    return RedirectResponse(f"/reports/{waiting[0]}" if waiting else "/reports", status_code=303)


@router.get("/search")
def search(
    request: Request,
    person: Looking,
    q: Text = "",
    kind: Annotated[FoundKind, Query()] = FoundKind.REPORT,
    after: Text = "",
) -> Response:
    """Reports or claims that have all the words."""
    office = office_of(request)
    found = (
        office.shelf_of(person).board.search(q, kind=kind, after=after or None, limit=ROWS)
        if q.strip()
        else None
    )
    following = found.next if found else None
    return office.page(
        "search.html",
        person,
        asked=q,
        kind=kind,
        kinds=tuple(FoundKind),
        found=found,
        address=f"/search?{urlencode({'q': q, 'kind': kind.value, 'after': following})}" if following else "",
    )


def _next(path: str, wanted: Filters, after: str | None) -> str:
    """The address of the next page; '' where this is the last."""
    if after is None:
        return ""
    return f"{path}?{urlencode({**told_filters(wanted), 'after': after})}"
