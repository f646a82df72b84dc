"""What another site can make a browser send: every route that changes something, with every way of asking."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterator
from itertools import product

import httpx
import pytest

from attacks.conftest import People
from attacks.hostile import hostile_mark, hostile_reading
from desk.desks import HOST, NAMES, PASSWORD, Desk, desk_on
from desk.test_desk_rights import ROUTES, name_of
from reportedly.casework.people import Role
from tiers import publish

pytestmark = pytest.mark.reliability

HERE = f"http://{HOST}"
HEADERS: dict[str, dict[str, str]] = {
    "a form of another site": {"origin": "http://evil.example", "sec-fetch-site": "cross-site"},
    "a form of a sister site": {"origin": "http://x.127.0.0.1", "sec-fetch-site": "same-site"},
    "another site, and no origin": {"sec-fetch-site": "cross-site"},
    "another site that claims our origin": {"origin": HERE, "sec-fetch-site": "cross-site"},
    "our site by another's origin": {"origin": "http://evil.example", "sec-fetch-site": "same-origin"},
    "a frame without an origin": {"origin": "null", "sec-fetch-site": "cross-site"},
    "a page of no origin": {"origin": "null"},
    "typed, and no origin": {"sec-fetch-site": "none"},
    "an old browser of another site": {"origin": "http://evil.example"},
    "an old browser that says nothing": {},
    "another port of this machine": {"origin": "http://127.0.0.1:80", "sec-fetch-site": "same-site"},
    "the same by https": {"origin": f"https://{HOST}"},
    "a name that begins like ours": {"origin": f"{HERE}.evil.example"},
    "a name with ours as its user": {"origin": f"http://{HOST}@evil.example"},
    "two origins": {"origin": f"{HERE} http://evil.example"},
    "in capitals": {"origin": "HTTP://EVIL.EXAMPLE", "sec-fetch-site": "CROSS-SITE"},
    "told by the referer alone": {"referer": f"{HERE}/incidents"},
    "by a script": {"origin": "http://evil.example", "x-requested-with": "XMLHttpRequest"},
    "with another method told": {"origin": "http://evil.example", "x-http-method-override": "GET"},
    "for another host": {
        "host": "evil.example",
        "origin": "http://evil.example",
        "sec-fetch-site": "same-origin",
    },
    "a name that leads here": {"host": "rebind.example:8731", "origin": "http://rebind.example:8731"},
    "for a host by a proxy": {"origin": "http://evil.example", "x-forwarded-host": "evil.example"},
}
COOKIES = ("of an admin", "of nobody", "made up")
TOKENS = ("none", "made up", "empty", "basic")
CHANGING = [route for route in ROUTES if route.methods and not route.methods <= {"GET", "HEAD"}]
READING = [route for route in ROUTES if route.methods and route.methods <= {"GET", "HEAD"}]
METHODS = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def desk(people: People, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("csrf") / "desk.sqlite"
    shutil.copy(people[0], path)
    with desk_on(path, people[1]) as opened:
        opened.casebook.ledger.put(hostile_reading("the market"), made_by=hostile_mark("program"))
        yield opened


def asked(desk: Desk, method: str, path: str, headers: str, cookie: str, token: str) -> int:
    """The status of an answer; ``headers`` are all that a browser says of where it comes from."""
    sent = {"origin": "", "sec-fetch-site": "", **HEADERS[headers]}
    sent = {name: value for name, value in sent.items() if value}
    sent |= {
        "cookie": {
            "of an admin": f"reportedly={desk.sessions[NAMES[Role.ADMIN]]}",
            "made up": "reportedly=x",
        }.get(cookie, "")
    }
    sent |= {
        "authorization": {"made up": "Bearer made-up", "empty": "Bearer ", "basic": "Basic eDp5"}.get(
            token, ""
        )
    }
    browser = desk.ask(None)
    return bare(browser, method, path, {name: value for name, value in sent.items() if value})


def bare(browser: object, method: str, path: str, headers: dict[str, str]) -> int:
    """Ask with these headers and no other."""

    async def answered() -> int:
        transport = httpx.ASGITransport(browser._app)  # type: ignore[attr-defined]
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            form = "application/x-www-form-urlencoded"
            sent = {"host": HOST, "content-type": form, **headers}
            answer = await client.request(method, path, headers=sent, content=b"name=Eve&role=admin")
            return answer.status_code

    return asyncio.run(answered())


def path_of(route: object, given: str) -> str:
    return re.sub(r"\{\w+\}", given, route.path)  # type: ignore[attr-defined]


def test_there_are_enough_of_them() -> None:
    assert len(CHANGING) >= 25
    assert len(HEADERS) * len(COOKIES) * len(TOKENS) >= 120


@pytest.mark.parametrize("headers", HEADERS)
def test_no_other_site_changes_anything(desk: Desk, headers: str) -> None:
    """At one route every cookie and token, at every other route what a browser sends by itself."""
    before = state(desk)
    tried = 0
    for method, cookie, token in product(METHODS, COOKIES, TOKENS):
        status = asked(desk, method, "/people/invite", headers, cookie, token)
        # A token that does not hold is let past the gate and lets nobody in: no cookie counts beside it.
        assert status in ((401, 405, 421) if token in ("made up", "empty") else (403, 421)), (
            method,
            cookie,
            token,
        )
        tried += 1
    for route in CHANGING:
        assert asked(desk, "POST", path_of(route, "x"), headers, "of an admin", "none") in (403, 421), (
            route.path
        )
        tried += 1
    assert state(desk) == before
    publish(
        f"requests of another site that changed something: {headers}",
        tried=tried,
        failed=0,
        note=f"method, cookie and token, and {len(CHANGING)} routes",
    )


def state(desk: Desk) -> object:
    book = desk.casebook
    return book.people(), book.head(), book.ledger.view().decisions


def test_the_same_from_the_desk_itself_is_let_in(desk: Desk) -> None:
    """Else the test above would hold of a desk that refuses everything."""
    browser = desk.ask(NAMES[Role.ADMIN])
    for route in CHANGING:
        if name_of(route) not in ("POST /sign-out", "POST /sign-in"):
            assert browser.post(path_of(route, "x"), data={}).status_code != 403, route.path


def test_no_page_that_is_only_looked_at_changes_anything(desk: Desk) -> None:
    report, incident = (
        desk.casebook.ledger.view().reports[0].id,
        desk.casebook.ledger.view().incidents[0].id,
    )
    browser, before = desk.ask(NAMES[Role.ADMIN]), state(desk)
    for route in READING:
        given = report if "report" in route.path or "adjudicate" in route.path else incident
        for method in ("GET", "HEAD", "OPTIONS"):
            answer = browser.request(method, path_of(route, given))
            assert answer.status_code < 500, (method, route.path)
            assert "access-control-allow-origin" not in answer.headers
    assert state(desk) == before
    publish("pages that change something by being looked at", tried=3 * len(READING), failed=0)


def test_the_cookie_goes_with_no_request_of_another_site(desk: Desk) -> None:
    given = {"name": NAMES[Role.READER], "password": PASSWORD}
    cookie = desk.ask(None).post("/sign-in", data=given).headers["set-cookie"].casefold()
    assert "samesite=strict" in cookie
    assert "httponly" in cookie
