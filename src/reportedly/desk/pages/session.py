"""Coming in and going out: the one-time link, sign-in, one's own page, sign-out."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from reportedly.casebook import SignedIn
from reportedly.desk.office import office_of
from reportedly.desk.security.access import Anybody, Looking, cookie_name, forget, keep
from reportedly.errors import NotSignedIn, UsageError

router = APIRouter()

Then = Annotated[str, Query()]


@router.get("/")
def front(person: Looking) -> Response:
    """The way in: the list of incidents."""
    return RedirectResponse("/incidents", status_code=303)


@router.get("/invitations/{secret}")
def invited(request: Request, secret: str, person: Anybody) -> Response:
    """Greet somebody by name and ask for a password. Nothing is used up: a mail program may look, too."""
    office = office_of(request)
    try:
        invitation = office.casebook.invitation(secret)
    except NotSignedIn as error:
        return office.page("sign_in.html", None, status=410, name="", then="/", trouble=str(error))
    return office.page("invitation.html", None, invitation=invitation, secret=secret, trouble="")


@router.post("/invitations/{secret}")
def accept(request: Request, secret: str, person: Anybody, password: Annotated[str, Form()] = "") -> Response:
    """Become a person of the desk: the link is used up, and a session begins."""
    office = office_of(request)
    invitation = office.casebook.invitation(secret)
    try:
        made = office.casebook.accept_invitation(secret, password)
    except UsageError as error:
        return office.page(
            "invitation.html", None, status=400, invitation=invitation, secret=secret, trouble=str(error)
        )
    return begun(request, office.casebook.sign_in(made.name, password), "/")


@router.get("/sign-in")
def asked(request: Request, person: Anybody, then: Then = "/") -> Response:
    """Ask for name and password."""
    return office_of(request).page("sign_in.html", None, name="", then=then, trouble="")


@router.post("/sign-in")
def sign_in(
    request: Request,
    person: Anybody,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    then: Annotated[str, Form()] = "/",
) -> Response:
    """Begin a session, and go on to what was asked for."""
    office = office_of(request)
    try:
        session = office.casebook.sign_in(name, password)
    except NotSignedIn as error:
        return office.page("sign_in.html", None, status=401, name=name, then=then, trouble=str(error))
    return begun(request, session, then)


@router.post("/sign-out")
def sign_out(request: Request, person: Anybody) -> Response:
    """End the session."""
    office = office_of(request)
    office.casebook.sign_out(request.cookies.get(cookie_name(office.settings), ""))
    answer = RedirectResponse("/sign-in", status_code=303)
    forget(answer, office.settings)
    return answer


@router.get("/keys")
def keys(request: Request, person: Looking) -> Response:
    """What each key does."""
    return office_of(request).page("keys.html", person)


def begun(request: Request, session: SignedIn, then: str) -> Response:
    """Go on to a page of the desk, with a session that has begun."""
    settings = office_of(request).settings
    answer = RedirectResponse(path_within(then), status_code=303)
    seconds = int((session.expires_at - dt.datetime.now(dt.UTC)).total_seconds())
    keep(answer, settings, session.secret, max(0, seconds))
    return answer


def path_within(then: str) -> str:
    r"""A path of the desk; ``/`` for anything that could lead out of it.

    >>> path_within("/reports/rep_ab?x=1"), path_within("//evil.example"), path_within("/\\evil.example")
    ('/reports/rep_ab?x=1', '/', '/')
    """
    plain = then.startswith("/") and not then.startswith("//") and then.isprintable()
    return then if plain and "\\" not in then else "/"
