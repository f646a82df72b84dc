"""Attacks that an earlier export had and this one has not: a copy elsewhere can delete them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from casework.desk import joined
from deciding import local
from export.drafts import attack, files, killed, page, says, table
from reportedly.casebook import Casebook
from reportedly.casework.people import Role
from reportedly.casework.reviews import Add, ClaimDraft, IncidentDraft, Reject
from reportedly.export.acled import DELETED
from reportedly.export.teams.cells import Rule
from reportedly.records import LedgerView, MadeBy, Reading
from reportedly.second_reading import SecondReading
from told import AVERIL, FAR, day, told

MADE_BY = MadeBy(program="reportedly 0.1.0", extractor="rules.v1")
FERRY = told("a", date=day(5), place=AVERIL, target="the ferry Kestrel", actor="Open Nets", published=6)
ALSO = told("b", date=day(5), place=AVERIL, target="the ferry Kestrel", published=7)
BAKERY = told("c", date=day(20), place=FAR, target="a bakery", actor="Red Hand", published=21)


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook(tmp_path / "case.sqlite", create=True) as made:
        yield made


def put(casebook: Casebook, *readings: Reading) -> None:
    for reading in readings:
        casebook.ledger.put(reading, made_by=MADE_BY)


def exported(view: LedgerView) -> tuple[set[str], dict[str, dict[str, str]]]:
    """The ids that have a row, and the deleted ones with theirs."""
    written = files("acled", view)
    deleted = {each["claims_id"]: each for each in table(written["deleted.csv"])}
    return {each["claims_id"] for each in table(written["events.csv"])}, deleted


def moment(row: dict[str, str]) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(row["deleted_timestamp"]), dt.UTC)


def test_an_attack_that_an_older_report_takes_over_is_deleted(casebook: Casebook) -> None:
    put(casebook, ALSO, BAKERY)
    before, deleted = exported(casebook.ledger.view())
    assert (before, deleted) == ({local("b"), local("c")}, {})
    begun = dt.datetime.now(dt.UTC).replace(microsecond=0)
    put(casebook, FERRY)
    after, deleted = exported(casebook.ledger.view())
    assert after == {local("a"), local("c")}
    assert set(deleted) == before - after == {local("b")}
    row = deleted[local("b")]
    assert (row["now"], row["rule"], row["flag"]) == (local("a"), Rule.JOINED.value, "")
    assert begun <= moment(row) <= dt.datetime.now(dt.UTC)
    assert row["event_id_cnty"] == ""


def test_an_attack_that_was_merged_away_is_deleted_when_it_was_decided(casebook: Casebook) -> None:
    put(casebook, FERRY, BAKERY)
    made = casebook.ledger.merge([local("a"), local("c")], by="Desk", note="same men")
    rows, deleted = exported(casebook.ledger.view())
    assert (rows, set(deleted)) == ({local("a")}, {local("c")})
    row = deleted[local("c")]
    assert (row["now"], row["why"]) == (local("a"), f"{made.id}: same men")
    assert moment(row) == made.made_at.replace(microsecond=0)


def test_an_attack_that_was_split_has_its_row_again(casebook: Casebook) -> None:
    put(casebook, FERRY, ALSO)
    assert set(exported(casebook.ledger.view())[1]) == {local("b")}
    casebook.ledger.split(local("a"), [local("b")], by="Desk")
    assert exported(casebook.ledger.view()) == ({local("a"), local("b")}, {})
    undone = casebook.ledger.undo(by="Desk")
    row = exported(casebook.ledger.view())[1][local("b")]
    assert undone.undone_at is not None
    assert moment(row) == undone.undone_at.replace(microsecond=0)


def test_an_attack_whose_claims_a_person_rejected_is_deleted(casebook: Casebook) -> None:
    put(casebook, FERRY, BAKERY)
    person = joined(casebook, "Ana", Role.CODER)
    claims = [claim.id for claim in BAKERY.claims]
    said = casebook.review(person, BAKERY.report.id, Reject(), subjects=claims, reason="a film")
    rows, deleted = exported(casebook.ledger.view())
    row = deleted[local("c")]
    assert (rows, row["rule"], row["now"]) == ({local("a")}, Rule.REJECTED.value, "")
    assert row["claims"] == ";".join(sorted(claims))
    assert moment(row) >= said.at.replace(microsecond=0)
    casebook.undo_review(person, said.id)
    assert exported(casebook.ledger.view()) == ({local("a"), local("c")}, {})


def test_an_attack_that_was_signed_off_and_is_read_otherwise_now_is_deleted(casebook: Casebook) -> None:
    put(casebook, FERRY, BAKERY)
    person = joined(casebook, "Eva", Role.ADJUDICATOR)
    SecondReading(casebook).sign_off(person, local("c"))
    elsewhere = "inc_read-otherwise"
    claims = tuple(replace(claim, incident=elsewhere, text=BAKERY.report.text) for claim in BAKERY.claims)
    incidents = tuple(replace(each, id=elsewhere) for each in BAKERY.incidents)
    put(casebook, replace(BAKERY, incidents=incidents, claims=claims))
    rows, deleted = exported(casebook.ledger.view())
    assert (rows, set(deleted)) == ({local("a"), elsewhere}, {local("c")})
    assert (deleted[local("c")]["rule"], deleted[local("c")]["flag"]) == (Rule.READ_ANEW.value, "")


def test_an_attack_that_a_person_described_and_took_back_is_deleted(casebook: Casebook) -> None:
    put(casebook, BAKERY)
    person = joined(casebook, "Ana", Role.CODER)
    attack_of_another_day = IncidentDraft(summary="Another attack")
    new = replace(ClaimDraft.of(BAKERY.claims[0]), incident=attack_of_another_day)
    said = casebook.review(person, BAKERY.report.id, Add(claim=new))
    described = attack_of_another_day.id_in(BAKERY.report)
    assert described in exported(casebook.ledger.view())[0]
    casebook.undo_review(person, said.id)
    rows, deleted = exported(casebook.ledger.view())
    assert (rows, set(deleted)) == ({local("c")}, {described})


def test_a_view_without_a_log_says_that_it_cannot_tell_when(casebook: Casebook) -> None:
    put(casebook, FERRY, ALSO)
    view = replace(casebook.ledger.view(), history=())
    row = exported(view)[1][local("b")]
    assert (row["deleted_timestamp"], row["flag"]) == ("", "undecided")
    assert "no log" in row["why"]


def test_the_log_is_no_part_of_what_the_ledger_says(casebook: Casebook) -> None:
    put(casebook, FERRY, ALSO)
    view = casebook.ledger.view()
    assert {each.subject for each in view.history} == {FERRY.report.id, ALSO.report.id}
    assert view == replace(view, history=())


# --- what was taken back ----------------------------------------------------------------------------------


def retracted() -> LedgerView:
    """A page that tells of an attack, and its later version, which says that the report is withdrawn."""
    first = page(
        "Mill Post", says("Harbour Front"), killed(4), day=4, url="https://mill-post.example/harbour"
    )
    note = page(
        "Mill Post",
        day=5,
        url="https://mill-post.example/harbour",
        title="RETRACTION: We have withdrawn this story: there was no attack on the harbour office",
    )
    return attack(first, note)


def test_an_attack_of_which_all_was_taken_back_has_no_row_and_is_deleted() -> None:
    view = retracted()
    rows, deleted = exported(view)
    assert rows == set()
    (row,) = deleted.values()
    assert row["rule"] == Rule.TAKEN_BACK.value
    assert row["claims"] == ";".join(sorted(claim.id for claim in view.claims))
    for format in ("gtd", "ucdp", "airwars"):
        (left,) = table(files(format, view)["cells.csv"])
        assert (left["flag"], left["rule"]) == ("left out", Rule.TAKEN_BACK.value)


def test_an_empty_ledger_has_deleted_nothing() -> None:
    empty = LedgerView(made_by=attack(page("Reuters")).made_by)
    header = ",".join(f'"{column}"' for column in DELETED)
    assert files("acled", empty)["deleted.csv"] == f"{header}\n"
