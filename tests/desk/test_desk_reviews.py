"""What a coder does with a report's claims by forms alone, without a script, and what is refused."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from desk.desks import NAMES, SECOND_CODER, Desk
from reportedly.board import Board
from reportedly.casework.audit import Deed
from reportedly.casework.people import Role
from reportedly.records import Claim, ClaimRole, Reading, Stance
from reportedly.second_reading import SecondReading

CODER, ADJUDICATOR = NAMES[Role.CODER], NAMES[Role.ADJUDICATOR]


def a_report(desk: Desk) -> Reading:
    """The report with most claims about who did it."""
    ids = [row.id for row in desk.casebook.ledger.view().reports]
    readings = [desk.casebook.proposal(each) for each in ids]
    return max(readings, key=lambda reading: (sum(map(_doing, reading.claims)), reading.report.id))


def _doing(claim: Claim) -> bool:
    return claim.role is ClaimRole.PERPETRATOR and claim.stance is Stance.ALLEGES


def left_by(desk: Desk, name: str, report: str) -> dict[str, str | None]:
    """What somebody's own reviews say of each claim."""
    person = next(each.id for each in desk.casebook.people() if each.name == name)
    found = desk.casebook.reading(report, by=person)
    return {claim.id: claim.reviewed for claim in (*found.reading.claims, *found.rejected)}


def fields_of(page: httpx.Response, action: str) -> dict[str, str]:
    """The fields of the form that goes to an address, as they are when the page is opened."""
    form = re.search(rf'<form[^>]* action="{re.escape(action)}".*?</form>', page.text, re.S)
    assert form, f"no form goes to {action}"
    given = {m[1]: m[2] for m in re.finditer(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', form[0])}
    given |= {
        m[1]: m[2] for m in re.finditer(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)</textarea>', form[0])
    }
    for select in re.finditer(r'<select[^>]* name="(\w+)".*?</select>', form[0], re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', select[0])
        given[select[1]] = chosen[1] if chosen else ""
    return {name: value.replace("&#39;", "'").replace("&#34;", '"') for name, value in given.items()}


def done(answer: httpx.Response) -> str:
    """The review that an answer leads back from."""
    assert answer.status_code == 303, answer.text
    return parse_qs(urlsplit(answer.headers["location"]).query)["done"][0]


def test_accept_leads_on_to_the_next_claim_and_can_be_taken_back(desk: Desk) -> None:
    reading, coder = a_report(desk), desk.ask(CODER)
    report, claim = reading.report.id, reading.claims[0].id
    answer = coder.post(f"/reports/{report}/accept", data={"claim": claim})
    assert left_by(desk, CODER, report)[claim] == "accepted"
    following = urlsplit(answer.headers["location"]).fragment
    assert following.startswith("clm_")
    assert following != claim
    page = coder.get(answer.headers["location"])
    assert "You accepted" in page.text
    coder.post(f"/reviews/{done(answer)}/undo")
    assert left_by(desk, CODER, report)[claim] is None


def test_all_that_is_left_is_accepted_at_once(desk: Desk) -> None:
    reading, coder = a_report(desk), desk.ask(CODER)
    report = reading.report.id
    coder.post(f"/reports/{report}/accept", data={"claim": [claim.id for claim in reading.claims]})
    assert set(left_by(desk, CODER, report).values()) == {"accepted"}
    assert "All" in coder.get(f"/reports/{report}").text


def test_after_one_report_comes_the_next_that_waits(desk: Desk) -> None:
    reading, coder = a_report(desk), desk.ask(CODER)
    report = reading.report.id
    assert "/reports/next" not in coder.get(f"/reports/{report}").text
    coder.post(f"/reports/{report}/accept", data={"claim": [claim.id for claim in reading.claims]})
    assert f"/reports/next?after={report}" in coder.get(f"/reports/{report}").text
    unread = coder.get(f"/reports/next?after={report}").headers["location"]
    assert unread.startswith("/reports/rep_")
    assert unread != f"/reports/{report}"
    others = [each.id for each in desk.casebook.ledger.view().reports if f"/reports/{each.id}" != unread]
    given = next(each for each in others if each != report)
    assigned(desk, given)
    assert coder.get(f"/reports/next?after={report}").headers["location"] == f"/reports/{given}"


def test_a_rejection_needs_a_reason(desk: Desk) -> None:
    reading, coder = a_report(desk), desk.ask(CODER)
    report, claim = reading.report.id, reading.claims[0].id
    assert coder.post(f"/reports/{report}/reject", data={"claim": claim}).status_code == 422
    coder.post(f"/reports/{report}/reject", data={"claim": claim, "reason": "there was no attack"})
    assert left_by(desk, CODER, report)[claim] == "rejected"
    assert "1 claim left out" in coder.get(f"/reports/{report}").text


def test_a_form_that_is_sent_as_it_was_opened_changes_nothing(desk: Desk) -> None:
    reading, coder = a_report(desk), desk.ask(CODER)
    report = reading.report.id
    for claim in reading.claims:
        page = coder.get(f"/reports/{report}?correct={claim.id}")
        answer = coder.post(f"/reports/{report}/correct", data=fields_of(page, f"/reports/{report}/correct"))
        assert answer.status_code == 303, answer.text
        assert left_by(desk, CODER, report)[claim.id] == "accepted", claim


def test_a_claim_is_corrected(desk: Desk) -> None:
    reading, coder = a_report(desk), desk.ask(CODER)
    report, claim = reading.report.id, next(filter(_doing, reading.claims))
    fields = fields_of(coder.get(f"/reports/{report}?correct={claim.id}"), f"/reports/{report}/correct")
    coder.post(f"/reports/{report}/correct", data={**fields, "stance": "denies", "certainty": "possible"})
    found = desk.casebook.reading(report).reading
    corrected = next(each for each in found.claims if each.id == claim.id)
    assert (corrected.stance, corrected.certainty, corrected.reviewed) == ("denies", "possible", "corrected")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"value": "words that are not there"}, "the report has no words"),
        ({"value": "", "value_at": ""}, "needs a value"),
        ({"role": "killed", "stance": "admits"}, "cannot have the stance"),
        ({"source": "src_made_up"}, "that speaker is not of this report"),
        ({"incident": "new", "summary": " "}, "say in a line what it is"),
        ({"stance": "shouts"}, "none of the choices"),
    ],
)
def test_a_correction_that_the_text_does_not_bear_is_told_and_keeps_what_was_typed(
    desk: Desk, changed: dict[str, str], told: str
) -> None:
    reading, coder = a_report(desk), desk.ask(CODER)
    report, claim = reading.report.id, next(filter(_doing, reading.claims))
    fields = fields_of(coder.get(f"/reports/{report}?correct={claim.id}"), f"/reports/{report}/correct")
    answer = coder.post(f"/reports/{report}/correct", data={**fields, **changed, "reason": "I am sure"})
    assert answer.status_code == 422
    assert told.casefold() in answer.text.casefold()
    assert 'value="I am sure"' in answer.text
    assert left_by(desk, CODER, report)[claim.id] is None


def test_a_claim_is_added_by_its_words(desk: Desk) -> None:
    reading, coder = a_report(desk), desk.ask(CODER)
    report, text = reading.report.id, reading.report.text
    word = next(each for each in text.split()[3:] if each.isalpha() and len(each) > 4)
    fields = fields_of(coder.get(f"/reports/{report}?add=1"), f"/reports/{report}/add")
    answer = coder.post(f"/reports/{report}/add", data={**fields, "role": "motive", "value": word})
    review = done(answer)
    added = urlsplit(answer.headers["location"]).fragment
    assert left_by(desk, CODER, report)[added] == "added"
    assert added in coder.get(f"/reports/{report}").text
    coder.post(f"/reviews/{review}/undo")
    assert added not in left_by(desk, CODER, report)


def test_a_speaker_that_no_reader_found_is_named_by_words(desk: Desk) -> None:
    reading, coder = a_report(desk), desk.ask(CODER)
    report, claim = reading.report.id, next(filter(_doing, reading.claims))
    word = next(each for each in reading.report.text.split() if each.istitle() and len(each) > 5)
    fields = fields_of(coder.get(f"/reports/{report}?correct={claim.id}"), f"/reports/{report}/correct")
    new = {**fields, "source": "new", "source_words": word, "source_words_at": ""}
    assert coder.post(f"/reports/{report}/correct", data=new).status_code == 303
    found = desk.casebook.reading(report).reading
    corrected = next(each for each in found.claims if each.id == claim.id)
    assert next(each.label for each in found.sources if each.id == corrected.source) == word


def test_speakers_are_joined_and_told_apart(desk: Desk) -> None:
    coder = desk.ask(CODER)
    for report in (row.id for row in desk.casebook.ledger.view().reports):
        reading = desk.casebook.proposal(report)
        speaking = [
            s for s in reading.sources if s.mentions and any(c.source == s.id for c in reading.claims)
        ]
        if len(speaking) > 1:
            break
    one, other = speaking[:2]
    coder.post(f"/reports/{report}/join", data={"source": [one.id, other.id]})
    joined = desk.casebook.reading(report).reading
    assert {c.source for c in joined.claims if c.id in _of(reading, one.id, other.id)} == {one.id}
    own = next(claim for claim in reading.claims if claim.source == one.id)
    data = {"source": one.id, "claim": own.id, "words": other.label}
    assert coder.post(f"/reports/{report}/split", data=data).status_code == 303


def _of(reading: Reading, *sources: str) -> set[str]:
    return {claim.id for claim in reading.claims if claim.source in sources}


def test_furniture_takes_its_claims_along(desk: Desk) -> None:
    reading, coder = a_report(desk), desk.ask(CODER)
    report, claim = reading.report.id, next(filter(_doing, reading.claims))
    text, at = reading.report.text, claim.evidence.value[0].start
    start = text.rfind("\n\n", 0, at) + 2 if "\n\n" in text[:at] else 0
    end = text.find("\n\n", at) if "\n\n" in text[at:] else len(text)
    coder.post(f"/reports/{report}/furniture", data={"words": text[start:end], "words_at": f"{start}-{end}"})
    assert left_by(desk, CODER, report)[claim.id] == "furniture"
    assert "m-furniture" in coder.get(f"/reports/{report}").text


def test_a_note_is_kept(desk: Desk) -> None:
    report, coder = a_report(desk).report.id, desk.ask(CODER)
    coder.post(f"/reports/{report}/note", data={"text": "ask the <b>outlet</b>"})
    assert "noted: ask the &lt;b&gt;outlet&lt;/b&gt;" in coder.get(f"/reports/{report}").text


def test_what_was_looked_at_must_still_be_there(desk: Desk) -> None:
    reading, coder = a_report(desk), desk.ask(CODER)
    report, claim = reading.report.id, reading.claims[0].id
    answer = coder.post(f"/reports/{report}/accept", data={"claim": claim, "basis": "0" * 64})
    assert answer.status_code == 409
    assert left_by(desk, CODER, report)[claim] is None


def assigned(desk: Desk, report: str) -> None:
    """Give a report to the two coders."""
    ids = [each.id for each in desk.casebook.people() if each.name in (CODER, SECOND_CODER)]
    given = desk.ask(ADJUDICATOR).post(f"/reports/{report}/assign", data={"coder": ids})
    assert given.status_code == 303, given.text


def finish(desk: Desk, name: str, report: str) -> None:
    """Say that one is done, by the button of the report's page."""
    page = desk.ask(name).get(f"/reports/{report}").text
    action = re.search(r'action="(/assignments/\w+/finish)"', page)
    assert action, "the page asks nobody whether they are done"
    assert desk.ask(name).post(action[1]).status_code == 303


def test_two_readers_do_not_see_each_others_reviews_until_both_are_done(desk: Desk) -> None:
    reading = a_report(desk)
    report, claim = reading.report.id, reading.claims[0].id
    assigned(desk, report)
    assert reading.report.id in desk.ask(SECOND_CODER).get("/reports").text.split("Waiting for you")[1]
    desk.ask(CODER).post(f"/reports/{report}/reject", data={"claim": claim, "reason": "no such words"})
    assert "1 claim left out" in desk.ask(CODER).get(f"/reports/{report}").text
    assert "left out" not in desk.ask(SECOND_CODER).get(f"/reports/{report}").text
    finish(desk, CODER, report)
    assert "left out" not in desk.ask(SECOND_CODER).get(f"/reports/{report}").text
    finish(desk, SECOND_CODER, report)
    assert "left out" in desk.ask(SECOND_CODER).get(f"/reports/{report}").text
    assert "Krippendorff" in desk.ask(ADJUDICATOR).get("/adjudicate").text


def coders(desk: Desk) -> list[str]:
    return [each.id for each in desk.casebook.people() if each.name in (CODER, SECOND_CODER)]


def given_to_two(desk: Desk) -> set[str]:
    return {each.report for each in SecondReading(desk.casebook).assignments()}


def test_ticked_reports_are_given_to_two_readers_at_once(desk: Desk) -> None:
    ada = desk.ask(ADJUDICATOR)
    ticked = re.findall(r'name="report" value="(rep_\w+)" form="give"', ada.get("/reports").text)[:3]
    assigned(desk, ticked[0])
    data = {"coder": coders(desk), "report": ticked, "which": "ticked"}
    answer = ada.post("/reports/assign", data=data)
    assert answer.status_code == 303
    assert given_to_two(desk) == set(ticked)
    told = ada.get(answer.headers["location"]).text
    assert "2 reports given to two readers; 1 report they were reading already." in told
    entries = [each for each in desk.casebook.audit() if each.action == Deed.ASSIGN]
    assert len(entries) == 3
    assert desk.casebook.verify().broken is None


def test_a_filtered_list_is_given_to_two_readers_from_its_first_page_to_its_last(desk: Desk) -> None:
    desk.casebook.ledger.refresh()
    rows = Board(desk.casebook.ledger).reports().rows
    outlet = rows[0].outlet
    wanted = {row.id for row in rows if row.outlet == outlet}
    assert 0 < len(wanted) < len(rows)
    page = desk.ask(ADJUDICATOR).get("/reports", params={"outlet": outlet}).text
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.split('id="give"')[1])
    assert ("outlet", outlet) in [(name, value.replace("&#39;", "'")) for name, value in fields]
    data = {"coder": coders(desk), "which": "all", "outlet": outlet}
    assert desk.ask(ADJUDICATOR).post("/reports/assign", data=data).status_code == 303
    assert given_to_two(desk) == wanted


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"report": []}, 400),
        ({"coder": ["x"]}, 404),
        ({"coder": []}, 400),
        ({"report": ["rep_nothing"]}, 404),
    ],
)
def test_many_are_given_or_none(desk: Desk, changed: dict[str, list[str]], status: int) -> None:
    there = a_report(desk).report.id
    data = {"coder": coders(desk), "report": [there], "which": "ticked"} | changed
    if changed.get("report"):
        data["report"] = [there, *changed["report"]]
    assert desk.ask(ADJUDICATOR).post("/reports/assign", data=data).status_code == status
    assert given_to_two(desk) == set()


def test_the_page_tells_what_agreement_leaves_out(desk: Desk) -> None:
    reading = a_report(desk)
    report, claims = reading.report.id, [claim.id for claim in reading.claims]
    other = next(each for each in desk.casebook.ledger.view().reports if each.id != report)
    assigned(desk, report)
    assigned(desk, other.id)
    desk.ask(CODER).post(f"/reports/{report}/accept", data={"claim": claims[:2]})
    desk.ask(SECOND_CODER).post(f"/reports/{report}/accept", data={"claim": claims[:1]})
    finish(desk, CODER, report)
    finish(desk, SECOND_CODER, report)
    page = desk.ask(ADJUDICATOR).get("/adjudicate").text
    assert "2 claims count; of 1 of them one reader said something" in page
    assert f"{len(claims) - 2} claims left out: neither said anything of them" in page
    waiting = len(desk.casebook.proposal(other.id).claims)
    assert f"{waiting} claim{'s' if waiting > 1 else ''} left out: " in page.split("behind what was")[1]


def test_one_person_is_not_two_readers(desk: Desk) -> None:
    report = a_report(desk).report.id
    own = next(each.id for each in desk.casebook.people() if each.name == CODER)
    answer = desk.ask(ADJUDICATOR).post(f"/reports/{report}/assign", data={"coder": [own, own]})
    assert answer.status_code == 400


def test_an_assignment_is_taken_back(desk: Desk) -> None:
    report = a_report(desk).report.id
    assigned(desk, report)
    action = re.search(r"/assignments/\w+/withdraw", desk.ask(ADJUDICATOR).get("/adjudicate").text)
    assert action
    desk.ask(ADJUDICATOR).post(action[0])
    assert "I am done" not in desk.ask(CODER).get(f"/reports/{report}").text


def test_where_two_differ_an_adjudicator_decides(desk: Desk) -> None:
    reading = a_report(desk)
    report, claim = reading.report.id, reading.claims[0].id
    desk.ask(CODER).post(f"/reports/{report}/accept", data={"claim": claim})
    desk.ask(SECOND_CODER).post(f"/reports/{report}/reject", data={"claim": claim, "reason": "no such words"})
    ada = desk.ask(ADJUDICATOR)
    assert f"/adjudicate/{report}" in ada.get("/adjudicate").text
    page = ada.get(f"/adjudicate/{report}")
    assert f"{CODER}: accept" in page.text
    assert f"{SECOND_CODER}: reject" in page.text
    rejected = desk.casebook.reading(report).conflicts[0].reviews[1]
    ada.post(f"/adjudicate/{report}", data={"subject": claim, "review": rejected.id})
    settled = desk.casebook.reading(report)
    assert (settled.conflicts, [each.id for each in settled.rejected]) == ((), [claim])
    assert (
        ada.post(f"/adjudicate/{report}", data={"subject": claim, "review": rejected.id}).status_code == 404
    )


def test_an_incident_is_signed_off_and_says_what_has_changed_since(desk: Desk) -> None:
    reading = a_report(desk)
    claim = next(filter(_doing, reading.claims))
    incident, ada = f"/incidents/{claim.incident}", desk.ask(ADJUDICATOR)
    answer = ada.post(f"{incident}/sign-off", data={"note": "checked <b>twice</b>"})
    assert answer.status_code == 303, answer.text
    page = ada.get(answer.headers["location"]).text
    assert f"Version 1, signed off by {ADJUDICATOR}" in page
    assert "it still holds" in page
    assert "checked &lt;b&gt;twice&lt;/b&gt;" in page
    assert ada.post(f"{incident}/sign-off").status_code == 400
    desk.ask(CODER).post(
        f"/reports/{reading.report.id}/reject", data={"claim": claim.id, "reason": "no such words"}
    )
    assert "changed since" in desk.ask(CODER).get(incident).text


def test_reports_are_taken_out_of_an_incident_and_joined_again(desk: Desk) -> None:
    coder = desk.ask(CODER)
    view = desk.casebook.ledger.view()
    incident = max(view.incidents, key=lambda each: len(each.claims))
    reports = sorted({claim.report for claim in view.claims if claim.incident == incident.id})
    page = coder.get(f"/incidents/{incident.id}/decide").text
    assert all(f'value="{report}"' in page for report in reports)
    coder.post(f"/incidents/{incident.id}/part", data={"report": reports[0], "note": "another town"})
    parted = desk.casebook.ledger.view()
    told = {claim.incident for claim in parted.claims if claim.report == reports[0]}
    rest = {claim.incident for claim in parted.claims if claim.report == reports[1]}
    assert not told & rest
    one, other = max(told), max(rest)
    assert coder.post(f"/incidents/{one}/join", data={"other": ""}).status_code == 400
    coder.post(f"/incidents/{one}/join", data={"other": other})
    assert len(desk.casebook.ledger.decisions()) == 2
    undo = re.search(r"/decisions/\w+/undo", coder.get(f"/incidents/{one}/decide").text)
    assert undo
    coder.post(undo[0])
    assert sum(each.undone_at is not None for each in desk.casebook.ledger.decisions()) == 1


def test_the_incident_page_shows_what_was_decided(desk: Desk) -> None:
    reading, coder = a_report(desk), desk.ask(CODER)
    report, claim = reading.report.id, next(filter(_doing, reading.claims))
    incident = f"/incidents/{claim.incident}"
    assert claim.id in coder.get(incident).text
    coder.post(f"/reports/{report}/reject", data={"claim": claim.id, "reason": "another actor is meant"})
    assert claim.id not in coder.get(incident).text
