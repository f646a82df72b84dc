"""The gate: what no request gets past, and what stands on every answer."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from desk.desks import HOST, Desk
from reportedly.desk.security.gate import BODY_BYTES, HEADERS, POLICY, allowed, comes_from_here, host_name


@pytest.mark.parametrize(
    "path", ["/sign-in", "/incidents", "/nowhere", "/api/v1/claims", "/static/x/desk.css"]
)
@pytest.mark.parametrize("name", [None, "Carl"])
def test_every_answer_has_the_policy(shared_desk: Desk, path: str, name: str | None) -> None:
    answer = shared_desk.ask(name).get(path)
    for header, value in HEADERS.items():
        assert answer.headers[header] == value, (path, header)
    assert answer.headers["cache-control"] == "no-store" or path.startswith("/static/")


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert {value for name, value in rules.items() if name != "img-src"} == {"'none'", "'self'"}
    assert "unsafe" not in POLICY


@pytest.mark.parametrize(
    ("headers", "let_in"),
    [
        ({"sec-fetch-site": "same-origin", "origin": f"http://{HOST}"}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"origin": f"http://{HOST}"}, True),
        ({}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site", "origin": f"http://{HOST}"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://evil.example"}, False),
        ({"sec-fetch-site": "same-origin", "origin": "http://evil.example"}, False),
        ({"origin": f"https://{HOST}"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://127.0.0.1:1"}, False),
        ({"authorization": "Bearer x", "origin": "http://evil.example"}, True),
        ({"authorization": "Basic x", "origin": "http://evil.example"}, False),
    ],
)
def test_only_our_own_pages_change_something(headers: dict[str, str], let_in: bool) -> None:
    assert comes_from_here(Headers({"host": HOST, **headers}), https=False) is let_in


def test_a_form_of_another_site_changes_nothing(shared_desk: Desk) -> None:
    before = shared_desk.casebook.people()
    answer = shared_desk.ask("Alma").post(
        "/people/invite",
        data={"name": "Eve", "role": "admin"},
        headers={"origin": "http://evil.example", "sec-fetch-site": "cross-site"},
    )
    assert (answer.status_code, shared_desk.casebook.people()) == (403, before)


def test_a_cookie_is_not_taken_beside_a_wrong_token(shared_desk: Desk) -> None:
    # Else a page elsewhere could send a made-up token and be let past the gate with the cookie.
    answer = shared_desk.ask("Alma").post(
        "/people/invite",
        data={"name": "Eve", "role": "admin"},
        headers={"origin": "http://evil.example", "authorization": "Bearer made-up"},
    )
    assert answer.status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8731", "", "localhost.evil:8731"])
def test_other_names_are_not_answered_to(shared_desk: Desk, host: str) -> None:
    assert shared_desk.ask("Carl").get("/incidents", headers={"host": host}).status_code == 421


def test_a_body_larger_than_a_form_is_refused(shared_desk: Desk) -> None:
    answer = shared_desk.ask(None).post("/sign-in", data={"name": "x" * (BODY_BYTES + 1)})
    assert answer.status_code == 413


def test_names_without_ports() -> None:
    assert [host_name(each) for each in ("a.example:80", "[::1]:80", "[::1]", "A")] == [
        "a.example",
        "[::1]",
        "[::1]",
        "a",
    ]


def test_the_address_that_is_listened_at_is_answered_to() -> None:
    assert allowed(("localhost",), "10.0.0.7") == ("10.0.0.7", "localhost")
    assert allowed(("localhost",), "::1") == ("[::1]", "localhost")
    assert allowed(("localhost",), "0.0.0.0") == ("localhost",)  # noqa: S104
