"""Search finds claims as people left them, from the moment of a review on, in both kinds of database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.desk import HOLDER, opened
from casework.reviewing import (
    DENIAL,
    DOER,
    NOON,
    POLICE,
    READING,
    SPOKESMAN,
    TOLL,
    added,
    draft,
    span,
    speaker,
)
from casework.test_effective_properties import reviews_of
from faults.plain import MADE_BY, plain_reading
from incoming.desks import sent, taken
from reportedly.casebook import Casebook
from reportedly.casework.effective import effective
from reportedly.casework.people import keeper
from reportedly.casework.reviews import (
    Accept,
    Add,
    Correct,
    Furniture,
    JoinSources,
    Note,
    Reject,
    SplitSource,
)
from reportedly.errors import RecordError
from reportedly.listing import Found, FoundKind
from reportedly.records import MadeBy, Reading, SourceKind, Value
from reportedly.second_reading import SecondReading
from reportedly.store import Store, in_step, saying
from store.conftest import Location, change, taken_back
from strategies import readings

REPORT = READING.report.id
ANA, BEN, EVA = keeper("Ana"), keeper("Ben"), keeper("Eva")
FRONT = Value(text="the River Brigade", name="Ansel Front")
NEWER = MadeBy(program="reportedly 0.2.0", extractor="rules.v2")
_WORDS = {
    "sqlite": "SELECT searched.*, c.value AS a, c.speaker AS b, c.passage AS c FROM searched "
    "JOIN claim_search AS c ON c.rowid = searched.number",
    "postgresql": "SELECT searched.*, c.folded AS a, c.size AS b, c.length AS c FROM searched "
    "JOIN claim_search AS c ON c.number = searched.number",
}


@dataclass
class Desk:
    """A casebook with two reports, and what is found in it."""

    casebook: Casebook

    def hits(self, asked: str) -> list[Found]:
        """The claims of the first report, in their order."""
        page = self.casebook.ledger.store.board.search(asked, FoundKind.CLAIM, after=None, limit=50)
        assert page.total == len(page.rows)
        return [hit for hit in page.rows if hit.report == REPORT]

    def claims(self, asked: str) -> list[str | None]:
        """Their ids."""
        return [hit.claim for hit in self.hits(asked)]

    def corrected(self, by: Any = HOLDER) -> str:
        """Somebody says who it was."""
        claim = replace(draft(0), value=FRONT)
        return self.casebook.review(by, REPORT, Correct(claim=claim), subjects=[DOER]).id


@pytest.fixture
def desk(location: Location) -> Iterator[Desk]:
    with opened(location) as casebook:
        yield Desk(casebook)


def indexed(store: Store) -> list[tuple[Any, ...]]:
    """All that the index has of claims, without the numbers of its rows."""
    with store.looking() as connection:
        rows = connection.exec_driver_sql(_WORDS[connection.dialect.name]).mappings()
        names = ("report", "claim", "start_at", "value", "speaker", "a", "b", "c")
        return sorted((tuple(row[name] for name in names) for row in rows), key=repr)


def filled_anew(store: Store) -> list[tuple[Any, ...]]:
    """What it would have if it were made from what the ledger holds."""
    with store.writing() as connection:
        in_step.fill(connection)
    return indexed(store)


# --- what is found ----------------------------------------------------------------------------------------


def test_a_corrected_value_is_found_and_shown(desk: Desk) -> None:
    assert desk.claims("ansel front") == []
    review = desk.corrected()
    (hit,) = desk.hits("ansel front")
    assert (hit.claim, hit.value, hit.speaker) == (DOER, "Ansel Front", "Police")
    desk.casebook.undo_review(HOLDER, review)
    assert desk.claims("ansel front") == []
    assert {hit.value for hit in desk.hits("river")} == {"River Brigade"}


def test_a_claim_that_a_person_added_is_found_where_it_stands(desk: Desk) -> None:
    claim = added("people")
    review = desk.casebook.review(HOLDER, REPORT, Add(claim=claim)).id
    (hit,) = desk.hits("people")
    assert (hit.claim, hit.value, hit.speaker) == (claim.id_in(READING.report), "people", "Police")
    start, text = hit.snippet.start, hit.snippet.text
    assert start is not None
    assert READING.report.text[start : start + len(text)] == text == "people"
    desk.casebook.undo_review(HOLDER, review)
    assert desk.claims("people") == []


def test_a_rejected_claim_is_found_no_more(desk: Desk) -> None:
    assert desk.claims("four") == [TOLL]
    review = desk.casebook.review(HOLDER, REPORT, Reject(), subjects=[TOLL], reason="of another day").id
    assert desk.claims("four") == []
    desk.casebook.undo_review(HOLDER, review)
    assert desk.claims("four") == [TOLL]


def test_a_claim_on_furniture_is_found_no_more(desk: Desk) -> None:
    desk.casebook.review(HOLDER, REPORT, Furniture(spans=(span("killed four people"),)))
    assert desk.claims("four") == []


def test_where_two_differ_the_proposal_is_found(desk: Desk) -> None:
    desk.corrected(ANA)
    desk.casebook.review(BEN, REPORT, Accept(), subjects=[DOER])
    assert desk.claims("ansel front") == []
    assert DOER in desk.claims("brigade")


def test_joined_speakers_are_found_as_the_one_that_stands(desk: Desk) -> None:
    assert DENIAL in desk.claims("spokesman")
    desk.casebook.review(HOLDER, REPORT, JoinSources(), subjects=[POLICE, SPOKESMAN])
    assert desk.claims("spokesman") == []
    assert {hit.speaker for hit in desk.hits("police")} == {"Police"}
    assert len(desk.hits("police")) == len(READING.claims)


def test_a_speaker_who_was_split_off_is_found(desk: Desk) -> None:
    whom = speaker("four people", SourceKind.ANONYMOUS)
    desk.casebook.review(HOLDER, REPORT, SplitSource(speaker=whom, claims=(DOER,)), subjects=[POLICE])
    (hit,) = desk.hits("people brigade")
    assert (hit.claim, hit.speaker) == (DOER, "four people")


def test_a_note_changes_neither_what_is_found_nor_its_order(desk: Desk) -> None:
    before = {asked: desk.hits(asked) for asked in ("brigade", "ansel", "police")}
    everything = desk.casebook.ledger.store.board.search("said*", FoundKind.CLAIM, after=None, limit=50)
    desk.casebook.review(HOLDER, REPORT, Note(text="look again"))
    desk.casebook.review(HOLDER, REPORT, Accept(), subjects=[DOER])
    assert {asked: desk.hits(asked) for asked in before} == before
    again = desk.casebook.ledger.store.board.search("said*", FoundKind.CLAIM, after=None, limit=50)
    assert again == everything


# --- in step ----------------------------------------------------------------------------------------------


def test_a_review_that_is_not_kept_is_not_found(desk: Desk) -> None:
    store = desk.casebook.ledger.store
    desk.corrected()
    (review,) = desk.casebook.reviews()
    desk.casebook.undo_review(HOLDER, review.id)

    def broken_off() -> None:
        with store.writing() as connection:
            saying.add(connection, replace(review, id="rev_other", number=review.number + 1, undone_at=None))
            raise RecordError("not to be")

    with pytest.raises(RecordError, match="not to be"):
        broken_off()
    assert desk.claims("ansel front") == []


def test_another_reading_leaves_what_people_said_to_be_found(desk: Desk) -> None:
    desk.corrected()
    claim = added("people")
    desk.casebook.review(HOLDER, REPORT, Add(claim=claim))
    desk.casebook.review(HOLDER, REPORT, Reject(), subjects=[TOLL], reason="of another day")
    fewer = replace(plain_reading(1), claims=(), incidents=(), sources=())
    desk.casebook.ledger.put(fewer, made_by=NEWER)
    assert desk.claims("ansel front") == [DOER]
    assert desk.claims("people") == [claim.id_in(READING.report)]
    assert desk.claims("four") == []
    assert desk.claims("spokesman") == []
    assert desk.casebook.verify().broken is None


def test_a_claim_added_to_a_report_is_found_after_another_reading_of_it_alone(desk: Desk) -> None:
    """Nothing that was read is kept then but the speaker and the attack that the claim needs."""
    claim = added("people")
    desk.casebook.review(HOLDER, REPORT, Add(claim=claim))
    desk.casebook.ledger.put(replace(plain_reading(1), claims=(), incidents=(), sources=()), made_by=NEWER)
    assert desk.claims("police") == [claim.id_in(READING.report)]
    assert desk.casebook.verify().broken is None


def test_what_another_desk_said_is_found(desk: Desk, tmp_path: Path) -> None:
    with opened(tmp_path / "there.ledger") as there:
        Desk(there).corrected()
        there.review(HOLDER, REPORT, Reject(), subjects=[TOLL], reason="of another day")
        there.review(HOLDER, REPORT, Add(claim=added("people")))
        file = sent(there, tmp_path / "there.json")
    done = taken(desk.casebook, file)
    assert len(done.reviews) == 3
    assert desk.claims("ansel front") == [DOER]
    assert desk.claims("four") == []
    assert len(desk.claims("people")) == 1


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(readings(nul=False), st.data())
def test_whatever_is_said_and_taken_back_the_index_has_what_stands(
    fresh: Callable[[], Location], reading: Reading, data: st.DataObject
) -> None:
    said = data.draw(reviews_of(reading))
    with Store.open(fresh()) as store:
        store.put(reading, MADE_BY)
        for review in said:
            with store.writing() as connection:
                saying.add(connection, review)
        for review in said:
            if review.undone_at:
                with store.writing() as connection:
                    saying.undo(connection, review.id, at=NOON, by="per_ana")
        stands = effective(store.stored().readings[0], said).reading
        kept = indexed(store)
        assert [row[1] for row in kept] == sorted(claim.id for claim in stands.claims)
        labels = {source.id: source.label for source in stands.sources}
        told = {row[1]: row[4] for row in kept}
        assert told == {claim.id: labels[claim.source] for claim in stands.claims}
        assert filled_anew(store) == kept


# --- two readers ------------------------------------------------------------------------------------------


def test_a_blind_reader_finds_nothing_that_another_wrote_before_both_are_done(desk: Desk) -> None:
    work = SecondReading(desk.casebook)
    desk.casebook.review(EVA, REPORT, Reject(), subjects=[TOLL], reason="of another day")
    assert desk.claims("four") == []
    assignment = work.assign(EVA, REPORT, (ANA, BEN)).id
    assert desk.claims("four") == [TOLL]
    desk.corrected(ANA)
    desk.casebook.review(ANA, REPORT, Add(claim=added("people")))
    work.finish(ANA, assignment)
    assert desk.claims("ansel front") == desk.claims("people") == []
    assert filled_anew(desk.casebook.ledger.store) == indexed(desk.casebook.ledger.store)
    assert desk.claims("ansel front") == desk.claims("people") == []
    work.finish(BEN, assignment)
    assert desk.claims("ansel front") == [DOER]
    assert len(desk.claims("people")) == 1
    assert desk.claims("four") == []


def test_what_was_said_is_found_once_nobody_reads_blind_any_more(desk: Desk) -> None:
    work = SecondReading(desk.casebook)
    first = work.assign(EVA, REPORT, (ANA, BEN)).id
    second = work.assign(EVA, REPORT, (ANA, EVA)).id
    desk.corrected(ANA)
    work.withdraw(EVA, first)
    assert desk.claims("ansel front") == []
    work.withdraw(EVA, second)
    assert desk.claims("ansel front") == [DOER]


# --- older ledgers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("revision", ["0005", "0006", "0009"])
def test_what_people_said_before_is_found_once_an_older_ledger_is_opened(
    bare: Location, revision: str
) -> None:
    with opened(bare) as casebook:
        Desk(casebook).corrected()
        casebook.review(HOLDER, REPORT, Add(claim=added("people")))
        casebook.review(HOLDER, REPORT, Reject(), subjects=[TOLL], reason="of another day")
        before = indexed(casebook.ledger.store)
    taken_back(bare, revision)
    with opened(bare) as casebook:
        assert indexed(casebook.ledger.store) == before
        found = Desk(casebook)
        assert found.claims("ansel front") == [DOER]
        assert (found.claims("four"), len(found.claims("people"))) == ([], 1)


def test_an_older_ledger_that_was_changed_by_hand_is_opened_all_the_same(bare: Location) -> None:
    opened(bare).close()
    taken_back(bare, "0009")
    change(bare, f"UPDATE evidence SET quote = 'x' WHERE claim = '{TOLL}'")  # noqa: S608
    with Store.open(bare) as store:
        claims = store.board.search("brigade", FoundKind.CLAIM, after=None, limit=50)
        assert {hit.report for hit in claims.rows} == {plain_reading(2).report.id}
        assert store.board.search("brigade", FoundKind.REPORT, after=None, limit=50).total == 2
