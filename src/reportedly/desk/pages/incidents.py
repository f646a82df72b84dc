"""Incidents: the list, one in full, its words, its pictures, and the sheet to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from reportedly.casework.people import Action
from reportedly.desk.incident_view import PAPER, alone_in, group_starts, incident_view
from reportedly.desk.marks import Paragraph, marks_of, paragraphs
from reportedly.desk.office import office_of
from reportedly.desk.pages.teamwork import blind_told, signed
from reportedly.desk.report_view import ClaimCard, claim_card, report_facts
from reportedly.desk.security.access import Looking
from reportedly.desk.volume import Volume
from reportedly.pictures import picture, sheet
from reportedly.records import Claim

router = APIRouter()

AT = "/incidents"
MOST_OPENED = 60
"""Claims that are opened at once; more make no page to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One claim with the paragraphs that hold its words."""

    card: ClaimCard
    paragraphs: tuple[Paragraph, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Something to do next."""

    name: str
    href: str
    key: str = ""


@router.get("/incidents/{given}")
def incident(request: Request, given: str, person: Looking) -> Response:
    """One attack in full."""
    office = office_of(request)
    shelf = office.shelf_of(person)
    view = incident_view(shelf.incident(given), given)
    own = view.case.incident.id
    actions = [
        Link(name="Print on two pages", href=f"/incidents/{own}/print", key="p"),
        Link(name="Drawing (SVG)", href=f"/incidents/{own}/sheet.svg"),
    ]
    if person.may(Action.DECIDE):
        actions.append(Link(name="Which reports tell of it", href=f"/incidents/{own}/decide"))
    return office.page(
        "incident.html",
        person,
        at=AT,
        view=view,
        starts=group_starts(view.matrix.groups),
        alone=alone_in(view.matrix.groups),
        actions=actions,
        signed=signed(office, person, own),
        may_sign=person.may(Action.SIGN_OFF),
        blind=blind_told(office, person, {claim.report for claim in view.case.claims}),
        unread=shelf.board.incident(own).unread,
    )


@router.get("/incidents/{given}/print")
def printed(request: Request, given: str, person: Looking) -> Response:
    """One attack on two sheets of paper."""
    office = office_of(request)
    view = incident_view(office.shelf_of(person).incident(given), given, PAPER)
    return office.page(
        "print.html",
        person,
        at=AT,
        view=view,
        starts=group_starts(view.matrix.groups),
        alone=alone_in(view.matrix.groups),
        made_by=office.made_by,
        blind=blind_told(office, person, {claim.report for claim in view.case.claims}),
    )


@router.get("/incidents/{given}/sheet.svg")
def drawn(request: Request, given: str, person: Looking) -> Response:
    """All pictures of an attack as one SVG file."""
    volume = office_of(request).shelf_of(person).incident(given)
    return Response(sheet(volume.view, volume.case(given).incident.id), media_type="image/svg+xml")


@router.get("/incidents/{given}/pictures/{kind}.svg")
def drawn_one(request: Request, given: str, kind: str, person: Looking) -> Response:
    """One picture of an attack as an SVG file."""
    volume = office_of(request).shelf_of(person).incident(given)
    return Response(picture(volume.view, volume.case(given).incident.id, kind), media_type="image/svg+xml")


@router.get("/words")
def opened(
    request: Request,
    person: Looking,
    claim: Annotated[list[str], Query()],
    incident: str | None = None,
) -> Response:
    """Claims opened to the words they stand on."""
    office = office_of(request)
    wanted = list(dict.fromkeys(claim))[:MOST_OPENED]
    shelf = office.shelf_of(person)
    volume = shelf.incident(incident) if incident else shelf.claims(wanted)
    claims = volume.claims_named(wanted)
    return office.page(
        "words.html",
        person,
        at=AT,
        opened=[_opened(volume, each) for each in claims],
        more=len(dict.fromkeys(claim)) - len(claims),
        incident=volume.case(incident).incident if incident else None,
    )


@router.get("/claims/{given}")
def claim_opened(request: Request, given: str, person: Looking) -> Response:
    """One claim opened to its words."""
    office = office_of(request)
    volume = office.shelf_of(person).claim(given)
    found = volume.claim(given)
    return office.page(
        "words.html",
        person,
        at=AT,
        opened=[_opened(volume, found)],
        more=0,
        incident=volume.incidents[found.incident],
    )


def _opened(volume: Volume, claim: Claim) -> Opened:
    report = volume.index.reports[claim.report]
    spans = list(claim.evidence)
    told = paragraphs(report.text, report.headline_end, marks_of([claim]))
    return Opened(
        card=claim_card(volume, claim),
        paragraphs=tuple(each for each in told if any(each.start <= span.start < each.end for span in spans)),
        facts=tuple(report_facts(report)),
    )
