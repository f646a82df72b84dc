"""Two readers, sign-off, and which reports tell of one attack: what a team decides beyond single claims."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from reportedly.board import Filters
from reportedly.casework.people import Action, Person
from reportedly.desk.asked_filters import sent_filters
from reportedly.desk.office import Office, office_of
from reportedly.desk.security.access import Assigning, Deciding, Reviewing, SigningOff
from reportedly.errors import NotFound, UsageError
from reportedly.listing import MOST_ROWS
from reportedly.parts import part_of
from reportedly.records import Decision
from reportedly.second_reading import Assignment, Change, Version
from reportedly.terminal.safe import visible
from reportedly.terminal.words import incident_words, plural

router = APIRouter()

Text = Annotated[str, Form()]
NEAR = 60
"""Attacks that are offered to be joined with; any other goes by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A report that two people read, as a page lists it."""

    id: str
    report: str
    title: str
    people: tuple[str, ...]
    progress: str
    mine: bool
    """It waits for whoever looks at the page."""
    blind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The state of an incident's sign-off."""

    versions: tuple[Version, ...]
    changes: tuple[Change, ...]
    kept: bool
    """What has changed since is kept from whoever looks: they read a report blind."""
    names: Mapping[str, str]

    @property
    def told(self) -> str:
        """In a sentence; '' where nobody has signed."""
        if not self.versions:
            return ""
        last = self.versions[-1]
        by, day = self.names.get(last.by, last.by), f"{last.at:%Y-%m-%d}"
        changed = plural(len(self.changes), "record") if self.changes else ""
        since = f"{changed} changed since" if changed else "it still holds"
        if self.kept:
            since = "what has changed since is told when the reports that you read blind are done"
        return f"Version {last.number}, signed off by {by} on {day}; {since}."


def signed(office: Office, person: Person, incident: str) -> Signed:
    """What was signed of an incident, and what has changed since, unless that could tell what is kept."""
    versions, kept = office.second.versions(incident), bool(office.second.blind_on(person))
    return Signed(
        versions=versions,
        changes=office.second.since(incident) if versions and not kept else (),
        kept=kept,
        names=names_of(office),
    )


def blind_told(office: Office, person: Person, reports: Collection[str] | None = None) -> str:
    """What a page says to somebody who reads any report, or one of these, blind; '' to all others.

    It says the same whether the other reader has begun or not.
    """
    blind = office.second.blind_on(person)
    count = len(blind if reports is None else blind.intersection(reports))
    if not count:
        return ""
    return (
        f"You are one of two readers of {plural(count, 'report')} here: what others say of "
        f"{'it' if count == 1 else 'them'} is left out until both of you are done."
    )


def names_of(office: Office) -> Mapping[str, str]:
    """The people's names by id."""
    return {each.id: each.name for each in office.casebook.people()}


def tasks(office: Office, person: Person, assignments: Sequence[Assignment]) -> tuple[Task, ...]:
    """Assignments as pages list them, the latest first; those that were withdrawn are left out."""
    names = names_of(office)
    shown = [each for each in reversed(assignments) if each.withdrawn_at is None]
    return tuple(
        Task(
            id=each.id,
            report=each.report,
            title=_title(office, each.report),
            people=tuple(names.get(coder, coder) for coder in each.coders),
            progress=each.progress,
            mine=each.waits_for(person.id),
            blind=each.blind,
        )
        for each in shown
    )


def _title(office: Office, report: str) -> str:
    found = office.casebook.proposal(report).report
    return visible(found.title or found.origin)


def coders_of(office: Office) -> tuple[Person, ...]:
    """Those who can be given a report to read."""
    return tuple(each for each in office.casebook.people() if each.may(Action.REVIEW))


@router.post("/reports/{given}/assign")
def assign(
    request: Request, given: str, person: Assigning, coder: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Give a report to two people, who read it blind.

    Raises:
        UsageError: not two are named.
    """
    office = office_of(request)
    office.second.assign(person, given, _two(office, coder))
    return RedirectResponse(f"/reports/{given}", status_code=303)


@router.post("/reports/assign")
def assign_many(
    request: Request,
    person: Assigning,
    wanted: Annotated[Filters, Depends(sent_filters)],
    coder: Annotated[list[str] | None, Form()] = None,
    report: Annotated[list[str] | None, Form()] = None,
    which: Text = "ticked",
) -> Response:
    """Give the ticked reports of a list, or all that it has, to two people.

    Raises:
        UsageError: not two are named, or no report.
    """
    office = office_of(request)
    two = _two(office, coder)
    chosen = _all_of(office, person, wanted) if which == "all" else list(report or ())
    if not chosen:
        raise UsageError("no report is chosen: tick some, or take all of the list")
    given = office.second.assign_many(person, chosen, two)
    told = urlencode({"given": len(given), "known": len(chosen) - len(given)})
    return RedirectResponse(f"/adjudicate?{told}", status_code=303)


def _all_of(office: Office, person: Person, wanted: Filters) -> list[str]:
    """The reports of a list, from its first page to its last."""
    found: list[str] = []
    after: str | None = None
    while True:
        page = office.shelf_of(person).board.reports(wanted=wanted, after=after, limit=MOST_ROWS)
        found += [row.id for row in page.rows]
        after = page.next
        if after is None:
            return found


def _two(office: Office, coder: Sequence[str] | None) -> tuple[Person, Person]:
    named = [office.casebook.person(each) for each in dict.fromkeys(coder or ()) if each]
    if len(named) != 2:
        raise UsageError("two different people read a report; choose two")
    return named[0], named[1]


@router.post("/assignments/{assignment}/finish")
def finish(request: Request, assignment: str, person: Reviewing) -> Response:
    """Say that one is done with a report."""
    done = office_of(request).second.finish(person, assignment)
    return RedirectResponse(f"/reports/{done.report}", status_code=303)


@router.post("/assignments/{assignment}/withdraw")
def withdraw(request: Request, assignment: str, person: Assigning) -> Response:
    """Take an assignment back."""
    office_of(request).second.withdraw(person, assignment)
    return RedirectResponse("/adjudicate", status_code=303)


@router.post("/incidents/{given}/sign-off")
def sign_off(request: Request, given: str, person: SigningOff, note: Text = "") -> Response:
    """Release an incident's page as checked: what it says now becomes a version that stays."""
    made = office_of(request).second.sign_off(person, given, note=note)
    return RedirectResponse(f"/incidents/{made.subject}", status_code=303)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A report of an incident, which another decision may take out."""

    id: str
    name: str
    title: str


@router.get("/incidents/{given}/decide")
def decide(request: Request, given: str, person: Deciding) -> Response:
    """Which reports tell of this attack, and which other attack it is one with."""
    return _decide(request, person, given)


def _decide(request: Request, person: Person, given: str, trouble: str = "", status: int = 200) -> Response:
    office = office_of(request)
    volume = office.shelf_of(person).incident(given)
    case = volume.case(given)
    reports = dict.fromkeys(claim.report for claim in case.claims)
    others = office.shelf_of(person).board.incidents(wanted=Filters(), limit=NEAR).rows
    return office.page(
        "decide.html",
        person,
        at="/incidents",
        status=status,
        incident=case.incident,
        title=incident_words(case.incident),
        members=[
            Member(
                id=each,
                name=volume.index.report_name(each),
                title=visible(volume.index.reports[each].title or ""),
            )
            for each in reports
        ],
        others=[row for row in others if row.id != case.incident.id],
        decisions=_decisions(office, person, case.incident.id),
        trouble=trouble,
    )


def _decisions(office: Office, person: Person, incident: str) -> tuple[Decision, ...]:
    part = part_of(office.shelf_of(person).incident(incident).view, incident=incident)
    return tuple(reversed(part.decisions))


@router.post("/incidents/{given}/join")
def join(
    request: Request, given: str, person: Deciding, other: Text = "", typed: Text = "", note: Text = ""
) -> Response:
    """It is one attack with another."""
    office = office_of(request)
    try:
        office.casebook.merge(person, [given, typed.strip() or other], note=note.strip() or None)
    except (UsageError, NotFound) as error:
        return _decide(request, person, given, str(error), 400)
    return RedirectResponse(f"/incidents/{given}/decide", status_code=303)


@router.post("/incidents/{given}/part")
def part(
    request: Request,
    given: str,
    person: Deciding,
    report: Annotated[list[str] | None, Form()] = None,
    note: Text = "",
) -> Response:
    """These reports tell of another attack."""
    office = office_of(request)
    try:
        office.casebook.split(person, given, report or [], note=note.strip() or None)
    except (UsageError, NotFound) as error:
        return _decide(request, person, given, str(error), 400)
    return RedirectResponse("/incidents", status_code=303)


@router.post("/decisions/{decision}/undo")
def undo(request: Request, decision: str, person: Deciding) -> Response:
    """Take back a decision on incidents."""
    office_of(request).casebook.undo_decision(person, decision)
    return RedirectResponse("/incidents", status_code=303)
