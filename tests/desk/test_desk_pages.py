"""Pages: whatever a report says is shown as text, and everything that is linked is there."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import httpx
import pytest

from desk.desks import HOST, HOSTILE, NAMES, PASSWORD, Desk
from reportedly.casework.people import Role
from reportedly.desk.pages.session import path_within

READER, ADMIN = NAMES[Role.READER], NAMES[Role.ADMIN]


class Seen(HTMLParser):
    """The elements of a page, their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def hostile(desk: Desk) -> str:
    return next(r.id for r in desk.casebook.ledger.view().reports if "evil.example" in r.text)


def pages_of(desk: Desk) -> list[str]:
    view = desk.casebook.ledger.view()
    report = hostile(desk)
    claims = [claim for claim in view.claims if claim.report == report]
    incidents = dict.fromkeys(claim.incident for claim in claims)
    return [
        "/incidents",
        "/reports",
        f"/reports/{report}",
        f"/reports/{report}?add=1",
        *(f"/reports/{report}?correct={claim.id}" for claim in claims),
        *(f"/incidents/{each}" for each in incidents),
        *(f"/incidents/{each}/print" for each in incidents),
        *(f"/words?claim={claim.id}" for claim in claims),
        "/search?q=bombed",
        "/search?q=brigade&kind=claim",
        "/search?q=market&kind=claim",
        "/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/incidents?place=%22%3E%3Cscript%3E&actor='%22",
    ]


def test_the_hostile_report_gives_claims(shared_desk: Desk) -> None:
    assert len(pages_of(shared_desk)) > 12


def test_whatever_a_report_says_is_text(shared_desk: Desk) -> None:
    coder = shared_desk.ask(NAMES[Role.CODER])
    for path in pages_of(shared_desk):
        answer = coder.get(path)
        assert answer.status_code == 200, (path, answer.text)
        seen = Seen(answer.text)
        names = {tag for tag, _ in seen.tags}
        assert not names & {"img", "iframe", "object", "embed", "base", "style"}, path
        for tag, given in seen.tags:
            assert not [name for name in given if name.startswith("on") or name == "style"], (
                path,
                tag,
                given,
            )
            if tag == "script":
                assert re.fullmatch(r"/static/[0-9a-f]{12}/\w+\.js", given.get("src") or ""), path
            for name in ("href", "action", "src"):
                assert (given.get(name) or "/").startswith(("/", "#", "?")), (path, tag, given)
        assert "\u202e" not in answer.text, path


def test_the_text_of_the_report_is_all_there(shared_desk: Desk) -> None:
    seen = Seen(shared_desk.ask(READER).get(f"/reports/{hostile(shared_desk)}").text)
    shown = " ".join(seen.text.split())
    for piece in HOSTILE.replace("\u202e", "U+202E").replace("\u202c", "U+202C").split("\n\n"):
        assert " ".join(piece.split()) in shown


def test_no_page_says_anything_in_a_style_or_script_of_its_own(shared_desk: Desk) -> None:
    for path in ("/incidents", "/me", "/people", "/log", "/keys", "/adjudicate", "/sign-in"):
        page = shared_desk.ask(ADMIN).get(path).text
        assert "style=" not in page, path
        assert not re.search(r"<script(?![^>]* src=)", page), path
        assert "http" not in re.sub(r'xmlns="[^"]*"|http-equiv', "", page), path


def test_every_link_of_every_page_leads_somewhere(shared_desk: Desk) -> None:
    admin, waiting, seen = shared_desk.ask(ADMIN), ["/incidents"], set[str]()
    while waiting:
        path = waiting.pop().partition("#")[0]
        if path in seen or not path.startswith("/"):
            continue
        seen.add(path)
        if len([each for each in seen if each[:6] == path[:6]]) > 14:
            continue
        answer = admin.get(path)
        assert answer.status_code in (200, 303), (path, answer.status_code, answer.text[:300])
        if answer.headers.get("content-type", "").startswith("text/html"):
            waiting += [given["href"] or "" for tag, given in Seen(answer.text).tags if given.get("href")]
    assert any(path.startswith("/reports/rep_") for path in seen)
    assert any(path.startswith("/static/") for path in seen)


def test_one_comes_in_by_a_link_that_works_once(desk: Desk) -> None:
    admin = next(each for each in desk.casebook.people() if each.name == ADMIN)
    path = desk.casebook.invite(admin, "Nell", Role.CODER).path
    nobody = desk.ask(None)
    assert "Welcome, Nell" in nobody.get(path).text
    assert nobody.post(path, data={"password": "short"}).status_code == 400
    answer = nobody.post(path, data={"password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].casefold()
    for told in ("httponly", "samesite=strict", "path=/", "max-age="):
        assert told in cookie
    assert "secure" not in cookie
    assert nobody.get(path).status_code == 410
    assert nobody.post(path, data={"password": PASSWORD}).status_code == 401


def test_sign_in_goes_on_to_what_was_asked_for_and_tells_nothing(desk: Desk) -> None:
    nobody = desk.ask(None)
    given = {"name": READER, "password": PASSWORD, "then": "/reports?unread=1"}
    assert nobody.post("/sign-in", data=given).headers["location"] == "/reports?unread=1"
    wrong = nobody.post("/sign-in", data={**given, "password": "wrong"})
    unknown = nobody.post("/sign-in", data={**given, "name": "Nobody"})
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.text.replace(READER, "") == unknown.text.replace("Nobody", "")


@pytest.mark.parametrize(
    "then", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\nb"]
)
def test_sign_in_leads_nowhere_else(then: str) -> None:
    assert path_within(then) == "/"


def test_one_goes_out(desk: Desk) -> None:
    reader = desk.ask(READER)
    assert reader.get("/incidents").status_code == 200
    assert reader.post("/sign-out").status_code == 303
    assert reader.get("/incidents").status_code == 303


def test_people_are_let_in_and_out(desk: Desk) -> None:
    admin = desk.ask(ADMIN)
    answer = admin.post("/people/invite", data={"name": "New <b>", "role": "coder"})
    assert re.search(rf"http://{HOST}/invitations/[\w-]{{20,}}", answer.text)
    reader = next(each for each in desk.casebook.people() if each.name == READER)
    admin.post(f"/people/{reader.id}/role", data={"role": "coder"})
    assert desk.casebook.person(reader.id).role is Role.CODER
    admin.post(f"/people/{reader.id}/out")
    assert desk.ask(READER).get("/incidents").status_code == 303
    admin.post(f"/people/{reader.id}/in")
    assert desk.casebook.person(reader.id).active
    own = next(each for each in desk.casebook.people() if each.name == ADMIN)
    assert admin.post(f"/people/{own.id}/out").status_code == 400


def test_a_token_is_shown_once_and_ends(desk: Desk) -> None:
    reader = desk.ask(READER)
    answer = reader.post("/me/tokens", data={"name": "notebook", "scope": "reader"})
    secret = re.search(r'<code class="breaks">([^<]+)</code>', answer.text)
    assert secret
    program = {"authorization": f"Bearer {secret[1]}", "origin": "", "sec-fetch-site": ""}
    assert desk.ask(None).get("/api/v1/claims", headers=program).status_code == 200
    assert secret[1] not in reader.get("/me").text
    token = re.search(r"/me/tokens/(\w+)/withdraw", reader.get("/me").text)
    assert token
    reader.post(f"/me/tokens/{token[1]}/withdraw")
    assert desk.ask(None).get("/api/v1/claims", headers=program).status_code == 401


def test_a_password_is_changed_and_the_session_goes_on(desk: Desk) -> None:
    reader = desk.ask(READER)
    assert reader.post("/me/password", data={"old": "wrong", "new": "another pass phrase"}).status_code == 400
    answer = reader.post("/me/password", data={"old": PASSWORD, "new": "another pass phrase"})
    assert answer.status_code == 303
    assert "reportedly=" in answer.headers["set-cookie"]
    assert reader.get("/me").status_code == 303


def test_errors_are_pages_with_a_way_on(shared_desk: Desk) -> None:
    reader = shared_desk.ask(READER)
    for path in ("/incidents/inc_none", "/reports/rep_none", "/nowhere", "/words?claim=clm_none"):
        answer = reader.get(path)
        assert answer.status_code == 404, path
        assert "There is no such page" in answer.text
        assert 'href="/"' in answer.text
    assert reader.get("/incidents?since=yesterday").status_code == 400
    assert reader.get("/api/v1/reports/rep_none").json()["error"].startswith("E5")


def test_a_lost_link_is_made_anew(desk: Desk) -> None:
    admin = desk.ask(ADMIN)
    first = _link(admin.post("/people/invite", data={"name": "Nia", "role": "coder"}))
    page = admin.get("/people").text
    assert "Nia" in page
    assert "link until" in page
    second = _link(admin.post("/people/invite", data={"name": "Nia", "role": "coder"}))
    gone = desk.ask(None).get(first)
    assert gone.status_code == 410
    assert desk.ask(None).post(second, data={"password": PASSWORD}).status_code == 303
    assert "link until" not in admin.get("/people").text


def test_whoever_lost_the_password_is_given_a_link(desk: Desk) -> None:
    admin, reader = desk.ask(ADMIN), next(each for each in desk.casebook.people() if each.name == READER)
    answer = admin.post(f"/people/{reader.id}/link")
    assert f"The link for {READER}, once" in answer.text
    entry = desk.casebook.audit()[-1]
    assert (entry.action, json.loads(entry.detail)["person"]) == ("invite", reader.id)
    assert "link until" in admin.get("/people").text
    assert (
        desk.ask(None).post(_link(answer), data={"password": "another long pass phrase"}).status_code == 303
    )
    assert desk.casebook.sign_in(READER, "another long pass phrase").person.id == reader.id
    desk.casebook.deactivate(next(each for each in desk.casebook.people() if each.name == ADMIN), reader.id)
    assert admin.post(f"/people/{reader.id}/link").status_code == 400
    assert admin.post("/people/per_nobody/link").status_code == 404


def _link(answer: httpx.Response) -> str:
    found = re.search(r"http://[^<]+(/invitations/[\w-]+)<", answer.text)
    assert found, answer.text
    return found[1]
