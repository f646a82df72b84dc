"""Who asks, and what a page needs: every route names its action, or says that it is open to anybody."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from reportedly.casework.people import Action, Person
from reportedly.desk.office import office_of
from reportedly.desk.settings import Settings
from reportedly.errors import NotSignedIn


class Needs:
    """A dependency: the person who asks, where the table of rights lets them; else ``Forbidden``."""

    def __init__(self, action: Action) -> None:
        self.action = action

    def __call__(self, request: Request) -> Person:
        """The person.

        Raises:
            NotSignedIn: nobody knows who asks.
            Forbidden: the person may not.
        """
        person = asking(request)
        person.need(self.action)
        return person


class Open:
    """Marks a route that anybody may ask."""

    def __call__(self, request: Request) -> Person | None:
        """The person who asks, None where nobody is signed in."""
        try:
            return asking(request)
        except NotSignedIn:
            return None


OPEN = Open()

Anybody = Annotated[Person | None, Depends(OPEN)]
Looking = Annotated[Person, Depends(Needs(Action.LOOK))]
Exporting = Annotated[Person, Depends(Needs(Action.EXPORT))]
Reviewing = Annotated[Person, Depends(Needs(Action.REVIEW))]
Deciding = Annotated[Person, Depends(Needs(Action.DECIDE))]
Adjudicating = Annotated[Person, Depends(Needs(Action.ADJUDICATE))]
Assigning = Annotated[Person, Depends(Needs(Action.ASSIGN))]
SigningOff = Annotated[Person, Depends(Needs(Action.SIGN_OFF))]
SeeingLog = Annotated[Person, Depends(Needs(Action.SEE_LOG))]
Managing = Annotated[Person, Depends(Needs(Action.MANAGE_PEOPLE))]
MakingTokens = Annotated[Person, Depends(Needs(Action.MAKE_TOKEN))]


def asking(request: Request) -> Person:
    """The person whose session cookie or token a request shows.

    Raises:
        NotSignedIn: it shows none that holds.
    """
    casebook = office_of(request).casebook
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if kind.casefold() == "bearer":
        return casebook.person_of_token(secret.strip())
    session = request.cookies.get(cookie_name(office_of(request).settings))
    if not session:
        raise NotSignedIn("nobody is signed in; sign in first")
    return casebook.person_of(session)


def cookie_name(settings: Settings) -> str:
    """By HTTPS a name that browsers take from this host and by HTTPS only."""
    return "__Host-reportedly" if settings.https else "reportedly"


def keep(response: Response, settings: Settings, secret: str, seconds: int) -> None:
    """Give the browser its session: no script sees it, no other site's request carries it."""
    response.set_cookie(
        cookie_name(settings),
        secret,
        max_age=seconds,
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="strict",
    )


def forget(response: Response, settings: Settings) -> None:
    """Take the session from the browser."""
    response.delete_cookie(
        cookie_name(settings), path="/", secure=settings.https, httponly=True, samesite="strict"
    )
