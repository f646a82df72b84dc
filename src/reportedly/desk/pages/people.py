"""The people of the desk, one's own page with password and tokens, and the log of all that was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from reportedly.casework.audit import Entry
from reportedly.casework.people import Person, Role
from reportedly.desk.office import Office, office_of
from reportedly.desk.pages.session import begun
from reportedly.desk.security.access import Looking, MakingTokens, Managing, SeeingLog
from reportedly.errors import NotSignedIn, UsageError

router = APIRouter()

Text = Annotated[str, Form()]
ENTRIES = 100
"""Entries of the log on a page."""
KEPT = "kept until both readers are done"
"""Stands where the log would say why another reader said something."""


@router.get("/people")
def people(request: Request, person: Managing) -> Response:
    """Who is at the desk, and the form that lets somebody in."""
    return _people(office_of(request), person)


def _people(
    office: Office,
    person: Person,
    *,
    link: str = "",
    link_for: str = "",
    trouble: str = "",
    status: int = 200,
) -> Response:
    return office.page(
        "people.html",
        person,
        at="/people",
        status=status,
        people=office.casebook.people(),
        waiting={each.person or each.id: each for each in office.casebook.invitations(person)},
        now=office.casebook.now(),
        roles=tuple(Role),
        link=link,
        link_for=link_for,
        trouble=trouble,
    )


@router.post("/people/invite")
def invite(request: Request, person: Managing, name: Text, role: Annotated[Role, Form()]) -> Response:
    """Invite somebody; the page shows the one-time link, once."""
    office = office_of(request)
    try:
        invited = office.casebook.invite(person, name, role)
    except UsageError as error:
        return _people(office, person, trouble=str(error), status=400)
    return _people(
        office, person, link=f"{_address(request)}{invited.path}", link_for=invited.invitation.name
    )


@router.post("/people/{whom}/link")
def new_link(request: Request, person: Managing, whom: str) -> Response:
    """Make a link for somebody who is here and has lost the password; the page shows it, once."""
    office = office_of(request)
    try:
        made = office.casebook.new_link(person, whom)
    except UsageError as error:
        return _people(office, person, trouble=str(error), status=400)
    return _people(office, person, link=f"{_address(request)}{made.path}", link_for=made.invitation.name)


def _address(request: Request) -> str:
    scheme = "https" if office_of(request).settings.https else "http"
    return f"{scheme}://{request.headers['host']}"


@router.post("/people/{whom}/role")
def change_role(request: Request, person: Managing, whom: str, role: Annotated[Role, Form()]) -> Response:
    """Give somebody another role."""
    office_of(request).casebook.change_role(person, whom, role)
    return RedirectResponse("/people", status_code=303)


@router.post("/people/{whom}/out")
def let_out(request: Request, person: Managing, whom: str) -> Response:
    """Let somebody out; what they did stays."""
    office_of(request).casebook.deactivate(person, whom)
    return RedirectResponse("/people", status_code=303)


@router.post("/people/{whom}/in")
def let_in(request: Request, person: Managing, whom: str) -> Response:
    """Let somebody in again."""
    office_of(request).casebook.reactivate(person, whom)
    return RedirectResponse("/people", status_code=303)


@router.get("/me")
def me(request: Request, person: Looking) -> Response:
    """One's own page."""
    return _me(request, person)


def _me(request: Request, person: Person, *, secret: str = "", told: str = "", status: int = 200) -> Response:
    office = office_of(request)
    own = [each for each in office.casebook.tokens(person) if each.person == person.id]
    return office.page(
        "me.html",
        person,
        at="/me",
        status=status,
        tokens=own,
        scopes=[role for role in Role if role.rank <= person.role.rank],
        secret=secret,
        told=told,
        now=dt.datetime.now(dt.UTC),
    )


@router.post("/me/password")
def change_password(request: Request, person: Looking, old: Text = "", new: Text = "") -> Response:
    """Set another password; all sessions end, and this one begins anew."""
    office = office_of(request)
    try:
        office.casebook.change_password(person, old, new)
    except (NotSignedIn, UsageError) as error:
        return _me(request, person, told=str(error), status=400)
    return begun(request, office.casebook.sign_in(person.name, new), "/me")


@router.post("/me/tokens")
def make_token(
    request: Request, person: MakingTokens, name: Text = "", scope: Annotated[Role, Form()] = Role.READER
) -> Response:
    """Make a token for a program; the page shows its secret, once."""
    try:
        made = office_of(request).casebook.make_token(person, name, scope=scope)
    except UsageError as error:
        return _me(request, person, told=str(error), status=400)
    return _me(request, person, secret=made.secret)


@router.post("/me/tokens/{token}/withdraw")
def withdraw(request: Request, person: MakingTokens, token: str) -> Response:
    """End a token."""
    office_of(request).casebook.withdraw_token(person, token)
    return RedirectResponse("/me", status_code=303)


@router.get("/log")
def log(request: Request, person: SeeingLog, after: Annotated[int | None, Query(ge=0)] = None) -> Response:
    """What was done, by whom and why, oldest first, and whether the chain of its seals is whole."""
    office = office_of(request)
    verdict = office.casebook.verify()
    start = max(0, verdict.entries - ENTRIES) if after is None else after
    entries = _as_seen(office, person, office.casebook.audit(after=start, most=ENTRIES))
    return office.page(
        "log.html",
        person,
        at="/log",
        entries=entries,
        verdict=verdict,
        names={each.id: each.name for each in office.casebook.people()},
        before=max(0, start - ENTRIES) if start else None,
        more=entries[-1].number if entries and entries[-1].number < verdict.entries else None,
    )


def _as_seen(office: Office, person: Person, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Entries without why others said what they said of a report that whoever asks reads blind."""
    said = {
        review.id
        for report in office.second.kept_from(person)
        for review in office.casebook.reviews(report=report)
        if review.by != person.id
    }
    return tuple(replace(each, why=KEPT) if each.subject in said else each for each in entries)
