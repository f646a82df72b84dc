"""Every route names what it needs, and gives it to nobody else: a table over all routes and all roles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from desk.desks import NAMES, Desk, desk_on
from reportedly.casework.people import RIGHTS, Action, Role
from reportedly.desk import api, pages
from reportedly.desk.security.access import Needs, Open

ROUTES = [
    route
    for router in (*pages.ROUTERS, *api.ROUTERS)
    for route in router.routes
    if isinstance(route, APIRoute)
]

ACTIONS = {
    "GET /": Action.LOOK,
    "GET /keys": Action.LOOK,
    "GET /me": Action.LOOK,
    "POST /me/password": Action.LOOK,
    "POST /me/tokens": Action.MAKE_TOKEN,
    "POST /me/tokens/{token}/withdraw": Action.MAKE_TOKEN,
    "GET /incidents": Action.LOOK,
    "GET /incidents/{given}": Action.LOOK,
    "GET /incidents/{given}/print": Action.LOOK,
    "GET /incidents/{given}/sheet.svg": Action.LOOK,
    "GET /incidents/{given}/pictures/{kind}.svg": Action.LOOK,
    "GET /words": Action.LOOK,
    "GET /claims/{given}": Action.LOOK,
    "GET /reports": Action.LOOK,
    "GET /search": Action.LOOK,
    "GET /reports/next": Action.LOOK,
    "GET /reports/{given}": Action.LOOK,
    "POST /reports/{given}/accept": Action.REVIEW,
    "POST /reports/{given}/reject": Action.REVIEW,
    "POST /reports/{given}/correct": Action.REVIEW,
    "POST /reports/{given}/add": Action.REVIEW,
    "POST /reports/{given}/split": Action.REVIEW,
    "POST /reports/{given}/join": Action.REVIEW,
    "POST /reports/{given}/furniture": Action.REVIEW,
    "POST /reports/{given}/note": Action.REVIEW,
    "POST /reviews/{review}/undo": Action.REVIEW,
    "POST /reports/{given}/assign": Action.ASSIGN,
    "POST /reports/assign": Action.ASSIGN,
    "POST /assignments/{assignment}/finish": Action.REVIEW,
    "POST /assignments/{assignment}/withdraw": Action.ASSIGN,
    "GET /incidents/{given}/decide": Action.DECIDE,
    "POST /incidents/{given}/join": Action.DECIDE,
    "POST /incidents/{given}/part": Action.DECIDE,
    "POST /decisions/{decision}/undo": Action.DECIDE,
    "POST /incidents/{given}/sign-off": Action.SIGN_OFF,
    "GET /adjudicate": Action.ADJUDICATE,
    "GET /adjudicate/{report}": Action.ADJUDICATE,
    "POST /adjudicate/{report}": Action.ADJUDICATE,
    "GET /log": Action.SEE_LOG,
    "GET /people": Action.MANAGE_PEOPLE,
    "POST /people/invite": Action.MANAGE_PEOPLE,
    "POST /people/{whom}/role": Action.MANAGE_PEOPLE,
    "POST /people/{whom}/link": Action.MANAGE_PEOPLE,
    "POST /people/{whom}/out": Action.MANAGE_PEOPLE,
    "POST /people/{whom}/in": Action.MANAGE_PEOPLE,
    "GET /api/v1/reports": Action.LOOK,
    "GET /api/v1/reports/{id}": Action.LOOK,
    "GET /api/v1/incidents": Action.LOOK,
    "GET /api/v1/incidents/{id}": Action.LOOK,
    "GET /api/v1/claims": Action.LOOK,
    "GET /api/v1/claims/{id}": Action.LOOK,
    "GET /api/v1/ledger": Action.EXPORT,
    "GET /api/v1/reports/{id}/reading": Action.LOOK,
    "POST /api/v1/reports/{id}/reviews": Action.REVIEW,
    "POST /api/v1/reviews/{id}/undo": Action.REVIEW,
    "GET /api/v1/decisions": Action.LOOK,
    "POST /api/v1/decisions": Action.DECIDE,
    "POST /api/v1/decisions/{id}/undo": Action.DECIDE,
}
"""What each route needs; whoever adds a route says here what it may be asked for."""

OPEN = {
    "GET /static/{stamp}/{name}",
    "GET /invitations/{secret}",
    "POST /invitations/{secret}",
    "GET /sign-in",
    "POST /sign-in",
    "POST /sign-out",
    "GET /api/v1/openapi.json",
}
"""What anybody may ask."""


def name_of(route: APIRoute) -> str:
    (method,) = sorted(route.methods or ())
    return f"{method} {route.path}"


def _all(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for each in dependant.dependencies:
        yield from _all(each)


def needs(route: APIRoute) -> list[object]:
    return [each.call for each in _all(route.dependant) if isinstance(each.call, Needs | Open)]


def test_no_route_is_missing_from_the_table() -> None:
    names = [name_of(route) for route in ROUTES]
    assert sorted(names) == sorted([*ACTIONS, *OPEN])
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("route", ROUTES, ids=name_of)
def test_a_route_needs_what_the_table_says(route: APIRoute) -> None:
    (found,) = needs(route)
    if isinstance(found, Needs):
        assert found.action is ACTIONS[name_of(route)]
    else:
        assert name_of(route) in OPEN


@pytest.fixture(scope="module")
def shared_desk(made: tuple[Path, Mapping[str, str]]) -> Iterator[Desk]:
    """On a file only: who may do what is told before a database is asked anything but who somebody is."""
    with desk_on(*made) as opened:
        yield opened


@pytest.mark.parametrize("role", [None, *Role], ids=str)
@pytest.mark.parametrize("name", ACTIONS)
def test_a_route_lets_in_those_who_may_and_nobody_else(
    shared_desk: Desk, name: str, role: Role | None
) -> None:
    method, path = name.split(" ")
    asked = shared_desk.ask(NAMES[role] if role else None)
    answer = asked.request(method, re.sub(r"\{\w+\}", "nothing", path))
    if role is None:
        page = method == "GET" and not path.startswith("/api/")
        assert answer.status_code == (303 if page else 401)
        assert not page or answer.headers["location"].startswith("/sign-in?then=")
    elif role.rank < RIGHTS[ACTIONS[name]].rank:
        assert answer.status_code == 403, answer.text
    else:
        assert answer.status_code not in (401, 403), answer.text
        assert answer.status_code < 500, answer.text


@pytest.mark.parametrize("name", sorted(OPEN))
def test_what_is_open_asks_for_nobody(shared_desk: Desk, name: str) -> None:
    method, path = name.split(" ")
    answer = shared_desk.ask(None).request(method, re.sub(r"\{\w+\}", "nothing", path))
    assert answer.status_code < 500
    assert answer.status_code != 403
