"""What programs may say under /api/v1: with a token's rights, of what they read, and once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx
import jsonschema
import pytest

from desk.desks import NAMES, SECOND_CODER, Browser, Desk
from reportedly.casework.audit import Deed
from reportedly.casework.people import Person, Role
from reportedly.codec import loads
from reportedly.desk.api.description import described
from reportedly.second_reading import SecondReading

CODER, ADJUDICATOR, ADMIN = NAMES[Role.CODER], NAMES[Role.ADJUDICATOR], NAMES[Role.ADMIN]


def person(desk: Desk, name: str) -> Person:
    return next(each for each in desk.casebook.people() if each.name == name)


class Program:
    """Asks the interface with a token and nothing that a browser sends."""

    def __init__(self, desk: Desk, name: str, scope: Role = Role.CODER) -> None:
        self._browser = Browser(desk.app, None)
        self._token = desk.casebook.make_token(person(desk, name), "a test", scope=scope).secret

    def ask(self, method: str, path: str, body: object = None, *, key: str | None = None) -> httpx.Response:
        headers = {"authorization": f"Bearer {self._token}", "origin": "", "sec-fetch-site": "none"}
        if key is not None:
            headers["idempotency-key"] = key
        how = {} if body is None else {"json": body}
        return self._browser.request(method, f"/api/v1{path}", headers=headers, **how)

    def reading(self, report: str) -> Any:
        answer = self.ask("GET", f"/reports/{report}/reading")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def review(self, read: Mapping[str, Any], kind: str, *subjects: str, **said: Any) -> httpx.Response:
        report, key = read["reports"][0]["id"], said.pop("key", None)
        versions = {each: read["versions"][each] for each in subjects or (report,)}
        body = {"kind": kind, "subjects": list(subjects), "versions": versions, **said}
        return self.ask("POST", f"/reports/{report}/reviews", body, key=key)


@pytest.fixture
def program(desk: Desk) -> Program:
    return Program(desk, CODER)


@pytest.fixture
def report(desk: Desk) -> str:
    return _report_of(desk)


def _report_of(desk: Desk) -> str:
    readings = [desk.casebook.proposal(each.id) for each in desk.casebook.ledger.view().reports]
    return max(readings, key=lambda each: (len(each.claims), each.report.id)).report.id


def matches(name: str, told: object) -> None:
    jsonschema.validate(
        told, {"$ref": f"#/components/schemas/{name}", "components": described()["components"]}
    )


def doer(read: Mapping[str, Any]) -> Any:
    return next(each for each in read["claims"] if each["role"] == "perpetrator" and each["value"])


def test_a_reading_is_a_ledger_with_versions_and_reviews(desk: Desk, program: Program, report: str) -> None:
    read = program.reading(report)
    matches("Reading", read)
    assert {each["id"] for each in read["claims"]} == {each.id for each in loads(json.dumps(read)).claims}
    assert read["versions"].keys() == {
        report,
        *(each["id"] for each in read["claims"]),
        *(each["id"] for each in read["sources"]),
    }


def test_a_review_is_the_same_as_on_the_page(desk: Desk, program: Program, report: str) -> None:
    read = program.reading(report)
    claim = read["claims"][0]["id"]
    answer = program.review(read, "accept", claim)
    assert answer.status_code == 201, answer.text
    done = answer.json()
    matches("ReviewDone", done)
    assert done["versions"][claim] != read["versions"][claim]
    desk.ask(CODER).post(f"/reports/{report}/accept", data={"claim": read["claims"][1]["id"]})
    *_, ours, pages = desk.casebook.audit()
    assert (ours.action, ours.by, ours.subject) == (Deed.REVIEW, person(desk, CODER).id, done["id"])
    assert json.loads(ours.detail).keys() == json.loads(pages.detail).keys()
    assert ours.made_by == pages.made_by
    assert desk.casebook.verify().broken is None


def test_a_claim_goes_back_as_it_came_with_a_field_changed(program: Program, report: str) -> None:
    read = program.reading(report)
    claim = doer(read)
    answer = program.review(read, "correct", claim["id"], claim=claim | {"certainty": "possible"})
    assert answer.status_code == 201, answer.text
    now = next(each for each in program.reading(report)["claims"] if each["id"] == claim["id"])
    assert (now["certainty"], now["reviewed"]) == ("possible", "corrected")
    assert now["evidence"] == claim["evidence"]


def test_a_claim_is_added_by_its_words_alone(program: Program, report: str) -> None:
    read = program.reading(report)
    text = read["reports"][0]["text"]
    word = next(each for each in text.split()[5:] if each.isalpha() and len(each) > 5)
    start = text.index(word)
    span = [start, start + len(word), word]
    claim = doer(read)
    draft = {
        "role": "motive",
        "stance": "alleges",
        "certainty": "certain",
        "source": {"label": span[:2]},
        "incident": {"summary": "Another attack"},
        "evidence": {"value": [span], "content": claim["evidence"]["content"]},
    }
    matches("ClaimDraft", draft)
    done = program.review(read, "add", claim=draft)
    assert done.status_code == 201, done.text
    now = program.reading(report)
    added = next(each for each in now["claims"] if each["id"] == done.json()["claim"])
    assert (added["value"]["text"], added["reviewed"]) == (word, "added")
    assert {each["label"] for each in now["sources"] if each["id"] == added["source"]} == {word}
    assert {each["summary"] for each in now["incidents"] if each["id"] == added["incident"]} == {
        "Another attack"
    }


@pytest.mark.parametrize(
    ("changed", "status", "told"),
    [
        ({"evidence": {"value": [[0, 6, "not it"]]}}, 422, "not 'not it'"),
        ({"evidence": {"value": [[0, 10_000_000]]}}, 422, "E1"),
        ({"stance": "shouts"}, 422, "none of alleges"),
        ({"source": "src_made_up"}, 422, "src_made_up"),
        ({"role": "killed", "stance": "admits"}, 422, "cannot have the stance"),
    ],
)
def test_what_the_text_does_not_bear_is_refused(
    desk: Desk, program: Program, report: str, changed: Mapping[str, Any], status: int, told: str
) -> None:
    read = program.reading(report)
    claim = doer(read)
    answer = program.review(read, "correct", claim["id"], claim=claim | changed)
    assert answer.status_code == status
    assert told in answer.json()["error"]
    assert desk.casebook.reviews() == ()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (None, 422),
        ([], 422),
        ({"kind": "bless"}, 422),
        ({"kind": "accept", "subjects": ["clm_x"]}, 422),
        ({"kind": "accept", "subjects": 3, "versions": {}}, 422),
        ({"kind": "accept", "subjects": [], "versions": {}}, 422),
        ({"kind": "note", "text": "x", "versions": {}}, 400),
        ({"kind": "accept", "subjects": ["clm_x"], "versions": {"clm_x": "1"}}, 404),
    ],
)
def test_a_request_that_says_nothing_sensible_is_told_why(
    desk: Desk, program: Program, report: str, body: object, status: int
) -> None:
    answer = program.ask("POST", f"/reports/{report}/reviews", body)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]
    assert desk.casebook.reviews() == ()


def test_who_comes_second_is_told_both(desk: Desk, program: Program, report: str) -> None:
    first = program.reading(report)
    claim = first["claims"][0]["id"]
    other = Program(desk, ADMIN)
    assert other.review(other.reading(report), "reject", claim, reason="a caption").status_code == 201
    answer = program.review(first, "accept", claim)
    assert answer.status_code == 409
    told = answer.json()
    matches("Conflict", told)
    assert told["yours"]["kind"] == "accept"
    assert [each["id"] for each in told["theirs"]["rejected"]] == [claim]
    assert [(each["kind"], each["reason"]) for each in told["theirs"]["reviews"]] == [("reject", "a caption")]
    assert len(desk.casebook.reviews()) == 1
    again = first | {"versions": told["theirs"]["versions"]}
    assert program.review(again, "accept", claim).status_code == 201


def test_another_claim_of_the_report_is_no_conflict(program: Program, report: str) -> None:
    read = program.reading(report)
    one, other = (each["id"] for each in read["claims"][:2])
    assert program.review(read, "accept", one).status_code == 201
    assert program.review(read, "accept", other).status_code == 201


def test_a_key_writes_once(desk: Desk, program: Program, report: str) -> None:
    read = program.reading(report)
    claim = doer(read)
    for kind, said in (("correct", {"claim": claim | {"certainty": "possible"}}), ("note", {"text": "n"})):
        subjects = (claim["id"],) if kind == "correct" else ()
        one, two = (program.review(read, kind, *subjects, key=kind, **said) for _ in range(2))
        assert (one.status_code, two.status_code) == (201, 201)
        assert one.json()["id"] == two.json()["id"]
    assert len(desk.casebook.reviews()) == 2
    other = program.review(program.reading(report), "note", key="note", text="something else")
    assert other.status_code == 400
    assert "this key was used" in other.json()["error"]
    assert program.review(read, "note", key="x" * 201, text="n").status_code == 400


def test_the_same_key_of_another_person_is_another_key(desk: Desk, program: Program, report: str) -> None:
    other = Program(desk, SECOND_CODER)
    read = program.reading(report)
    ids = {each.review(read, "note", key="k", text="n").json()["id"] for each in (program, other)}
    assert len(ids) == 2


def test_a_review_is_taken_back_once(desk: Desk, program: Program, report: str) -> None:
    read = program.reading(report)
    done = program.review(read, "accept", read["claims"][0]["id"]).json()["id"]
    for _ in range(2):
        answer = program.ask("POST", f"/reviews/{done}/undo", {"reason": "too fast"})
        assert answer.status_code == 200
        assert answer.json()["undone_by"] == person(desk, CODER).id
    undone = [each for each in desk.casebook.audit() if each.action == Deed.UNDO_REVIEW]
    assert [each.why for each in undone] == ["too fast"]
    assert program.reading(report)["versions"] == read["versions"]
    admin = Program(desk, ADMIN, Role.ADMIN)
    assert admin.ask("POST", f"/reviews/{done}/undo").status_code == 409


def test_somebody_elses_review_takes_an_adjudicator(desk: Desk, program: Program, report: str) -> None:
    read = program.reading(report)
    done = program.review(read, "accept", read["claims"][0]["id"]).json()["id"]
    assert Program(desk, SECOND_CODER).ask("POST", f"/reviews/{done}/undo").status_code == 403
    adjudicator = Program(desk, ADJUDICATOR, Role.ADJUDICATOR)
    assert adjudicator.ask("POST", f"/reviews/{done}/undo").status_code == 200


def test_a_token_can_no_more_than_its_scope(desk: Desk, report: str) -> None:
    narrow = Program(desk, ADMIN, Role.READER)
    read = narrow.reading(report)
    assert narrow.review(read, "accept", read["claims"][0]["id"]).status_code == 403
    assert narrow.ask("POST", "/decisions", {"judgement": "same", "incidents": []}).status_code == 403
    assert desk.casebook.reviews() == ()


def test_who_reads_blind_is_neither_shown_nor_stopped_by_the_other(
    desk: Desk, program: Program, report: str
) -> None:
    two = (person(desk, CODER), person(desk, SECOND_CODER))
    SecondReading(desk.casebook).assign(person(desk, ADJUDICATOR), report, two)
    read = program.reading(report)
    claim = read["claims"][0]["id"]
    other = Program(desk, SECOND_CODER)
    assert other.review(other.reading(report), "reject", claim, reason="no").status_code == 201
    assert program.reading(report) == read
    assert program.review(read, "accept", claim).status_code == 201


def _incidents(desk: Desk, program: Program) -> dict[str, str]:
    desk.casebook.ledger.refresh()
    rows = program.ask("GET", "/incidents?limit=2").json()["items"]
    read: dict[str, str] = {}
    for each in rows:
        told = program.ask("GET", f"/incidents/{each['id']}").json()
        matches("IncidentRead", told)
        read |= told["versions"]
    return read


def test_incidents_are_decided_on(desk: Desk, program: Program) -> None:
    read = _incidents(desk, program)
    body = {"judgement": "same", "incidents": list(read), "versions": read, "note": "one wave"}
    answers = [program.ask("POST", "/decisions", body, key="k") for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201], answers[0].text
    made = answers[0].json()
    matches("Decision", made)
    assert answers[1].json() == made
    assert [each.id for each in desk.casebook.ledger.decisions()] == [made["id"]]
    assert desk.casebook.audit()[-1].by == person(desk, CODER).id
    assert [each["id"] for each in program.ask("GET", "/decisions").json()["items"]] == [made["id"]]
    whole = next(each for each in desk.casebook.ledger.view().incidents if set(read) <= set(each.members))
    assert len(whole.members) > 1
    for _ in range(2):
        undone = program.ask("POST", f"/decisions/{made['id']}/undo")
        assert (undone.status_code, undone.json()["undone_by"]) == (200, CODER)
    assert [each.action for each in desk.casebook.audit()].count(Deed.UNDO_DECISION) == 1
    assert program.ask("POST", "/decisions", body | {"judgement": "unsure"}, key="k").status_code == 400


def test_who_decides_second_is_told_both(desk: Desk, program: Program) -> None:
    read = _incidents(desk, program)
    body = {"judgement": "unsure", "incidents": list(read), "versions": read}
    assert program.ask("POST", "/decisions", body).status_code == 201
    answer = program.ask("POST", "/decisions", body | {"judgement": "same"})
    assert answer.status_code == 409, answer.text
    told = answer.json()
    matches("Conflict", told)
    assert [each["judgement"] for each in told["theirs"]["decisions"]] == ["unsure"]
    assert {each["id"] for each in told["theirs"]["incidents"]} == set(read)
    again = body | {"judgement": "same", "versions": told["theirs"]["versions"]}
    assert program.ask("POST", "/decisions", again).status_code == 201


def test_a_part_of_an_incident_is_told_apart(desk: Desk, program: Program) -> None:
    _incidents(desk, program)
    whole = max(desk.casebook.ledger.view().incidents, key=lambda each: len(each.members))
    told = program.ask("GET", f"/incidents/{whole.id}").json()
    out = told["reports"][-1]["id"]
    body = {
        "judgement": "not_same",
        "incidents": [whole.id],
        "parts": [out],
        "versions": told["versions"],
    }
    assert program.ask("POST", "/decisions", body).status_code == 201
    claims = desk.casebook.ledger.view(incident=whole.id).claims
    assert out not in {each.report for each in claims} or len({each.report for each in claims}) == 1
    assert program.ask("POST", "/decisions", body | {"parts": []}).status_code == 422
    assert program.ask("POST", "/decisions/dec_made_up/undo").status_code == 404
