"""Who reads a report blind learns from no route what the other reader did: a table over all routes."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from desk.conftest import Made
from desk.desks import NAMES, SECOND_CODER, Desk, desk_on
from desk.test_desk_reviews import a_report
from desk.test_desk_rights import ROUTES, name_of
from reportedly.board import Board, Filters
from reportedly.casework.people import Person, Role
from reportedly.casework.reviews import Accept, Add, ClaimDraft, Correct, IncidentDraft, Note, Reject
from reportedly.desk import shelf
from reportedly.desk.apart import Lists
from reportedly.ledger import Ledger
from reportedly.pictures.case import in_order
from reportedly.records import Certainty, Claim, ClaimRole, LedgerView, Reading, Stance
from reportedly.second_reading import SecondReading

CODER, ADJUDICATOR = NAMES[Role.CODER], NAMES[Role.ADJUDICATOR]
MARK = "Quillfeather"
"""Only the other reader writes it: as a note, a reason, a corrected value, and what an added claim is of."""
OWN = "as the coder sees it"
GETS = [name_of(route) for route in ROUTES if name_of(route).startswith("GET ")]
TELLING = {
    "GET /incidents",
    "GET /incidents/{given}",
    "GET /incidents/{given}/print",
    "GET /incidents/{given}/sheet.svg",
    "GET /incidents/{given}/pictures/{kind}.svg",
    "GET /incidents/{given}/decide",
    "GET /words",
    "GET /claims/{given}",
    "GET /reports/{given}",
    "GET /adjudicate/{report}",
    "GET /log",
    "GET /api/v1/reports/{id}",
    "GET /api/v1/reports/{id}/reading",
    "GET /api/v1/incidents",
    "GET /api/v1/incidents/{id}",
    "GET /api/v1/claims",
    "GET /api/v1/claims/{id}",
    "GET /api/v1/ledger",
}
"""The routes on which an adjudicator reads what the other one wrote."""


@dataclass(frozen=True)
class Case:
    """A report with two readers, before and after one of them has written everywhere."""

    desk: Desk
    reading: Reading
    paths: Mapping[str, tuple[str, ...]]
    before: Mapping[str, str]
    """What the other one is told at each path, before."""


def person(desk: Desk, name: str) -> Person:
    return next(each for each in desk.casebook.people() if each.name == name)


def named(reading: Reading) -> list[Claim]:
    return [each for each in reading.claims if each.role is ClaimRole.PERPETRATOR and each.value]


def paths_of(desk: Desk, reading: Reading) -> dict[str, tuple[str, ...]]:
    """Of each route the addresses at which what is said of a report could show."""
    report, new = reading.report.id, draft(reading)
    view = desk.casebook.ledger.view()
    own = {claim.id for claim in reading.claims}
    incidents = [each.id for each in view.incidents if own.intersection(each.claims)]
    incidents.append(new.incident_in(reading.report))
    claims = [*(claim.id for claim in reading.claims), new.id_in(reading.report)]
    asked = [
        f"actor={MARK}",
        "unread=1",
        "differs=1",
        f"actor={MARK}&unread=1",
        "since=2024-01-01",
        "outlet=a",
    ]
    kinds = ("matrix", "timeline", "lineage", "tolls")
    found = {}
    for name in GETS:
        path = name.removeprefix("GET ")
        fills: list[dict[str, str]] = [{}]
        if "/claims/{" in path:
            fills = [{"given": each, "id": each} for each in claims]
        elif "/reports/{" in path or "/adjudicate/{" in path:
            fills = [{"given": report, "id": report, "report": report}]
        elif "/incidents/{" in path:
            fills = [{"given": each, "id": each, "kind": kind} for each in incidents for kind in kinds]
        elif "{" in path:
            fills = [{"secret": "none", "stamp": "none", "name": "desk.css"}]
        filled = tuple(dict.fromkeys(path.format_map(each) for each in fills))
        if path in ("/incidents", "/reports"):
            filled += tuple(f"{path}?{each}" for each in asked)
        if path == "/search":
            filled = tuple(f"{path}?q={MARK}&kind={kind}" for kind in ("report", "claim"))
        if path == "/words":
            filled = tuple(f"{path}?claim={each}" for each in claims)
            filled += tuple(f"{path}?claim={each}&incident={one}" for each in claims for one in incidents)
        if path in ("/api/v1/claims", "/api/v1/incidents"):
            filled = (f"{path}?limit=200", f"{path}?limit=200&actor={MARK}")
        found[name] = filled
    return found


def draft(reading: Reading) -> ClaimDraft:
    """The claim that the other reader adds: of an attack that no reader found."""
    base = ClaimDraft.of(named(reading)[0])
    attack = IncidentDraft(summary=f"{MARK} raid")
    return replace(base, stance=Stance.DENIES, certainty=None, incident=attack)


def write_everywhere(desk: Desk, who: str, reading: Reading) -> None:
    """Note, correct, reject, add."""
    by, report, casebook = person(desk, who), reading.report.id, desk.casebook
    first, second = named(reading)[:2]
    assert first.value is not None
    casebook.review(by, report, Note(text=f"note by {MARK}"), reason=MARK)
    corrected = replace(ClaimDraft.of(first), value=replace(first.value, name=MARK))
    casebook.review(by, report, Correct(claim=corrected), subjects=[first.id], reason=MARK)
    casebook.review(by, report, Reject(), subjects=[second.id], reason=MARK)
    casebook.review(by, report, Add(claim=draft(reading)), reason=MARK)


def told(desk: Desk, who: str, path: str) -> str:
    return desk.ask(who).get(path).text


@pytest.fixture(scope="module")
def case(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """The coder has still to read; the second coder has written."""
    path = tmp_path_factory.mktemp("blind") / "desk.sqlite"
    for each in made[0].parent.glob("read.sqlite*"):
        shutil.copy(each, path.with_name(each.name.replace("read.sqlite", "desk.sqlite")))
    with desk_on(path, made[1]) as desk:
        reading = a_report(desk)
        two = person(desk, CODER), person(desk, SECOND_CODER)
        SecondReading(desk.casebook).assign(person(desk, ADJUDICATOR), reading.report.id, two)
        _, second, third = named(reading)[:3]
        casebook = desk.casebook
        casebook.review(two[0], reading.report.id, Accept(), subjects=[second.id])
        casebook.review(two[0], reading.report.id, Reject(), subjects=[third.id], reason=OWN)
        paths = paths_of(desk, reading)
        before = {each: told(desk, CODER, each) for own in paths.values() for each in own}
        write_everywhere(desk, SECOND_CODER, reading)
        yield Case(desk, reading, paths, before)


@pytest.mark.parametrize("name", GETS)
def test_a_blind_reader_is_told_the_same_as_if_the_other_had_said_nothing(case: Case, name: str) -> None:
    for path in case.paths[name]:
        now = told(case.desk, CODER, path)
        assert now == case.before[path], path
        if MARK not in path:
            assert MARK not in now, path


@pytest.mark.parametrize("name", GETS)
def test_an_adjudicator_is_told(case: Case, name: str) -> None:
    plain = [path for path in case.paths[name] if MARK not in path]
    assert any(MARK in told(case.desk, ADJUDICATOR, path) for path in plain) == (name in TELLING)


def test_a_blind_reader_finds_their_own_reviews_in_what_programs_get(case: Case) -> None:
    first, second, third = named(case.reading)[:3]
    whole = case.desk.ask(CODER).get("/api/v1/ledger").json()
    found = {each["id"]: each["reviewed"] for each in (*whole["claims"], *whole["rejected"])}
    assert (found[first.id], found[second.id], found[third.id]) == (None, "accepted", "rejected")
    seen = case.desk.ask(ADJUDICATOR).get("/api/v1/ledger").json()
    found = {each["id"]: each["reviewed"] for each in (*seen["claims"], *seen["rejected"])}
    assert (found[first.id], found[second.id], found[third.id]) == ("corrected", "disputed", "rejected")


def test_pages_say_what_is_left_out(case: Case) -> None:
    sentence = "You are one of two readers of 1 report here"
    for name in ("GET /incidents", "GET /reports", "GET /incidents/{given}", "GET /incidents/{given}/print"):
        path = case.paths[name][0]
        assert sentence in told(case.desk, CODER, path)
        assert sentence not in told(case.desk, ADJUDICATOR, path)


@pytest.fixture
def desk(ledger_file: Path, made: Made) -> Iterator[Desk]:
    with desk_on(ledger_file, made[1]) as opened:
        yield opened


def test_an_adjudicator_who_is_one_of_the_two_is_as_blind(desk: Desk) -> None:
    reading = a_report(desk)
    report, ada, cora = reading.report.id, person(desk, ADJUDICATOR), person(desk, SECOND_CODER)
    work = SecondReading(desk.casebook)
    given = work.assign(ada, report, (ada, cora))
    desk.casebook.review(ada, report, Accept(), subjects=[named(reading)[0].id])
    write_everywhere(desk, SECOND_CODER, reading)
    for own in paths_of(desk, reading).values():
        for path in own:
            assert MARK in path or MARK not in told(desk, ADJUDICATOR, path), path
    page = desk.ask(ADJUDICATOR)
    assert f"/adjudicate/{report}" not in page.get("/adjudicate").text
    answer = page.get(f"/adjudicate/{report}")
    assert answer.status_code == 403
    assert "opens when both are done" in answer.text
    assert page.post(f"/adjudicate/{report}", data={"subject": "x", "review": "y"}).status_code == 403
    for each in (ada, cora):
        work.finish(each, given.id)
    assert f"/adjudicate/{report}" in page.get("/adjudicate").text
    assert MARK in page.get(f"/adjudicate/{report}").text
    assert MARK in page.get("/log").text


def test_all_opens_when_both_are_done_or_the_assignment_is_withdrawn(desk: Desk) -> None:
    reading = a_report(desk)
    report, work = reading.report.id, SecondReading(desk.casebook)
    ada, carl, cora = (person(desk, each) for each in (ADJUDICATOR, CODER, SECOND_CODER))
    given = work.assign(ada, report, (carl, cora))
    write_everywhere(desk, SECOND_CODER, reading)
    work.finish(carl, given.id)
    assert MARK not in told(desk, CODER, "/api/v1/claims?limit=200")
    work.finish(cora, given.id)
    assert MARK in told(desk, CODER, "/api/v1/claims?limit=200")
    again = work.assign(ada, report, (carl, cora))
    assert MARK not in told(desk, CODER, "/api/v1/claims?limit=200")
    work.withdraw(ada, again.id)
    assert MARK in told(desk, CODER, "/api/v1/claims?limit=200")


def test_what_has_changed_since_a_signature_is_kept_too(desk: Desk) -> None:
    reading = a_report(desk)
    report, work = reading.report.id, SecondReading(desk.casebook)
    ada, carl, cora = (person(desk, each) for each in (ADJUDICATOR, CODER, SECOND_CODER))
    incident = desk.casebook.ledger.view(claim=named(reading)[0].id).incidents[0].id
    work.sign_off(ada, incident)
    work.assign(ada, report, (carl, cora))
    write_everywhere(desk, SECOND_CODER, reading)
    page = told(desk, CODER, f"/incidents/{incident}")
    assert "what has changed since is told when" in page
    assert "changed since<" not in page
    assert "changed since<" in told(desk, ADJUDICATOR, f"/incidents/{incident}")


def test_lists_of_a_blind_reader_are_those_of_the_board_where_nothing_is_kept(desk: Desk) -> None:
    """The two answer the same questions, of a ledger in which nobody has said anything, in the same way."""
    ledger = desk.casebook.ledger
    board = Board(ledger)
    board.refresh()
    lists = Lists(ledger.view_apart("nobody", frozenset()), board)
    rows = board.incidents().rows
    asked = [
        Filters(),
        Filters(place="mosc"),
        Filters(country=" ru "),
        Filters(actor="islamic"),
        Filters(actor="ISLAMIC", grade=rows[0].actors[0].grade),
        Filters(grade=rows[0].actors[0].grade),
        Filters(outlet="dispatch"),
        Filters(differs=True),
        Filters(unread=True),
        Filters(since=dt.date(2024, 3, 23)),
        Filters(until=dt.date(2024, 3, 23)),
        Filters(place="nowhere"),
    ]
    for wanted in asked:
        assert lists.incidents(wanted=wanted) == board.incidents(wanted=wanted), wanted
        assert lists.reports(wanted=wanted) == board.reports(wanted=wanted), wanted
    first = board.reports(limit=3)
    assert lists.reports(limit=3) == first
    assert lists.reports(limit=3, after=first.next) == board.reports(limit=3, after=first.next)
    assert lists.choices() == board.choices()
    for row in rows:
        assert lists.incident(row.id) == board.incident(row.id)


@pytest.mark.parametrize("last", ["settles nothing", "moves an attack"])
def test_a_view_apart_is_the_same_from_the_board_and_compared_anew(desk: Desk, last: str) -> None:
    """Where the board knows what was said, what it kept is used as far as that gives the same."""
    reading, ledger, casebook = a_report(desk), desk.casebook.ledger, desk.casebook
    report, carl, cora = reading.report.id, person(desk, CODER), person(desk, SECOND_CODER)
    first, second = named(reading)[:2]
    untouched = in_order(ledger.view())
    ledger.refresh()
    unsure = replace(ClaimDraft.of(first), certainty=Certainty.POSSIBLE)
    casebook.review(cora, report, Correct(claim=unsure), subjects=[first.id], reason=MARK)
    if last == "moves an attack":
        write_everywhere(desk, SECOND_CODER, reading)
    anew = in_order(ledger.view_apart(carl.id, {report}))
    ledger.refresh()
    kept = in_order(ledger.view_apart(carl.id, {report}))
    assert kept == anew
    assert replace(kept, history=()) == replace(untouched, history=())
    casebook.review(carl, report, Accept(), subjects=[second.id])
    anew = in_order(ledger.view_apart(carl.id, {report}))
    ledger.refresh()
    assert in_order(ledger.view_apart(carl.id, {report})) == anew
    assert anew != kept


def test_a_first_view_that_takes_too_long_is_asked_for_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, go_on = a_report(desk), threading.Event()
    work, two = SecondReading(desk.casebook), (person(desk, CODER), person(desk, SECOND_CODER))
    work.assign(person(desk, ADJUDICATOR), reading.report.id, two)
    write_everywhere(desk, SECOND_CODER, reading)
    made = Ledger.view_apart

    def slow(self: Ledger, who: str, reports: Collection[str]) -> LedgerView:
        go_on.wait()
        return made(self, who, reports)

    monkeypatch.setattr(Ledger, "view_apart", slow)
    monkeypatch.setattr(shelf, "MORE_PATIENCE", 0.0)
    answer = desk.ask(CODER).get("/api/v1/ledger")
    assert answer.status_code == 503
    assert "ask again" in answer.json()["error"]
    assert desk.ask(CODER).get(f"/reports/{reading.report.id}").status_code == 200
    go_on.set()
    monkeypatch.undo()
    assert MARK not in told(desk, CODER, "/api/v1/ledger")
