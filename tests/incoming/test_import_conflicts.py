"""Two desks on the same reports: what is taken, what contradicts, and that nothing is replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from casework.reviewing import DENIAL, DOER, READING, TOLL, added, draft, speaker
from faults.plain import MADE_BY, plain_reading
from incoming.desks import ANA, BEN, changed, desk, dump, less, sent, taken
from reportedly.casebook import Casebook
from reportedly.casework.audit import Deed
from reportedly.casework.reviews import Accept, Add, Correct, Furniture, Reject
from reportedly.errors import RecordError
from reportedly.ids import content_id, sha256_hex
from reportedly.incoming import ClaimConflict, DecisionConflict, ReadingConflict, TextConflict, author
from reportedly.records import Certainty, Judgement, MadeBy, Reason, Span, Stage, Stance

REPORT = READING.report.id
DOUBTED = replace(draft(0), certainty=Certainty.POSSIBLE)
LATER = MadeBy(program="reportedly 0.2.0", extractor="rules.v2")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Casebook]:
    with desk(tmp_path / "here.sqlite", 1) as opened:
        yield opened


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Casebook]:
    with desk(tmp_path / "there.sqlite", 1, 2) as opened:
        yield opened


def reviewed(casebook: Casebook) -> dict[str, str | None]:
    """What people made of each claim of the first report that stands or is out."""
    found = casebook.reading(REPORT)
    return {claim.id: claim.reviewed for claim in (*found.reading.claims, *found.rejected)}


def test_what_is_lacking_is_taken_as_it_was_read(here: Casebook, there: Casebook, tmp_path: Path) -> None:
    done = taken(here, sent(there, tmp_path / "f.json"))
    new = plain_reading(2)
    assert [report.id for report in done.new] == [new.report.id]
    assert (done.same, done.conflicts, done.skipped) == ((REPORT,), (), ())
    assert here.proposal(new.report.id) == replace(new, incidents=here.proposal(new.report.id).incidents)
    assert here.ledger.store.has_report(new.report.id, MADE_BY)


def test_the_reader_of_a_ledger_stays_whose_it_was(here: Casebook, tmp_path: Path) -> None:
    with Casebook(tmp_path / "other.sqlite", create=True) as other:
        other.ledger.put(plain_reading(3), made_by=LATER)
        taken(here, sent(other, tmp_path / "f.json"))
    assert here.ledger.view().made_by == MADE_BY
    assert here.ledger.store.has_report(plain_reading(3).report.id, LATER)


def test_reviews_there_are_stored_as_the_desks_own(here: Casebook, there: Casebook, tmp_path: Path) -> None:
    there.review(BEN, REPORT, Accept(), subjects=(DENIAL,))
    there.review(BEN, REPORT, Correct(claim=DOUBTED), subjects=(DOER,))
    there.review(BEN, REPORT, Reject(), subjects=(TOLL,), reason="another attack's")
    there.review(BEN, REPORT, Add(claim=added()))
    there.review(BEN, plain_reading(2).report.id, Accept(), subjects=(plain_reading(2).claims[0].id,))
    done = taken(here, sent(there, tmp_path / "f.json"))
    assert done.conflicts == ()
    assert {review.by for review in done.reviews} == {author("Nineveh")}
    assert sorted(review.kind.value for review in done.reviews) == ["accept"] * 2 + [
        "add",
        "correct",
        "reject",
    ]
    assert reviewed(here) == reviewed(there)
    assert here.reading(REPORT).reading.claims == there.reading(REPORT).reading.claims
    logged = [(entry.action, entry.by) for entry in here.audit()]
    assert logged.count((Deed.REVIEW, author("Nineveh"))) == 5
    assert logged[-1] == (Deed.IMPORT, "Ana")
    assert here.verify().broken is None


def test_what_people_here_decided_is_not_overruled(here: Casebook, there: Casebook, tmp_path: Path) -> None:
    here.review(ANA, REPORT, Reject(), subjects=(TOLL,), reason="of last week")
    here.review(ANA, REPORT, Correct(claim=DOUBTED), subjects=(DOER,))
    there.review(BEN, REPORT, Accept(), subjects=(TOLL,))
    there.review(BEN, REPORT, Correct(claim=replace(DOUBTED, stance=Stance.DENIES)), subjects=(DOER,))
    file = sent(there, tmp_path / "f.json")
    done = taken(here, file)
    told = {each.claim: each for each in done.conflicts if isinstance(each, ClaimConflict)}
    assert {claim: (each.here, each.there) for claim, each in told.items()} == {
        TOLL: ("rejected", "accepted"),
        DOER: ("corrected", "corrected"),
    }
    assert "possible" in told[DOER].says_here.words
    assert "denies" in told[DOER].says_there.words
    assert [told[DOER].says_there.spans] == [tuple((s.start, s.end) for s in DOUBTED.evidence.content)]
    # Neither wins: the proposals stand, marked, until somebody here settles it.
    assert reviewed(here)[TOLL] == reviewed(here)[DOER] == "disputed"
    again = taken(here, file)
    assert (again.reviews, len(again.conflicts)) == ((), 2)


def test_what_somebody_settled_stays_settled(here: Casebook, there: Casebook, tmp_path: Path) -> None:
    here.review(ANA, REPORT, Accept(), subjects=(TOLL,))
    there.review(BEN, REPORT, Reject(), subjects=(TOLL,), reason="no")
    file = sent(there, tmp_path / "f.json")
    done = taken(here, file)
    mine, theirs = here.reviews(report=REPORT)
    here.review(ANA, REPORT, Accept(), subjects=(TOLL,), settles=(mine.id, theirs.id))
    assert reviewed(here)[TOLL] == "accepted"
    again = taken(here, file)
    assert reviewed(here)[TOLL] == "accepted"
    assert (again.reviews, again.conflicts) == ((), done.conflicts)


def test_a_review_that_was_taken_back_does_not_come_again(
    here: Casebook, there: Casebook, tmp_path: Path
) -> None:
    there.review(BEN, REPORT, Reject(), subjects=(TOLL,), reason="no")
    file = sent(there, tmp_path / "f.json")
    (review,) = taken(here, file).reviews
    here.undo_review(ANA, review.id)
    assert taken(here, file).reviews == ()
    assert reviewed(here)[TOLL] is None


def test_words_marked_as_furniture_there_are_rejected_here(
    here: Casebook, there: Casebook, tmp_path: Path
) -> None:
    there.review(BEN, REPORT, Furniture(spans=(READING.claims[3].evidence.content[0],)))
    out = [claim.id for claim in there.reading(REPORT).rejected]
    done = taken(here, sent(there, tmp_path / "f.json"))
    assert [review.subjects for review in done.reviews] == [(each,) for each in out]
    assert {review.reason for review in done.reviews} == {"furniture there"}
    assert [claim.id for claim in here.reading(REPORT).rejected] == out


def test_a_speaker_that_only_people_there_know_comes_along(
    here: Casebook, there: Casebook, tmp_path: Path
) -> None:
    there.review(BEN, REPORT, Add(claim=added(source=speaker("Ansel", reading=READING))))
    taken(here, sent(there, tmp_path / "f.json"))
    labels = {source.label for source in here.reading(REPORT).reading.sources}
    assert "Ansel" in labels


def test_another_claim_set_is_told_and_kept_beside(here: Casebook, tmp_path: Path) -> None:
    with Casebook(tmp_path / "less.sqlite", create=True) as there:
        there.ledger.put(less(1, 2), made_by=LATER)
        file = sent(there, tmp_path / "f.json")
    before = here.ledger.view()
    done = taken(here, file)
    (told,) = done.conflicts
    assert isinstance(told, ReadingConflict)
    assert (told.here, told.there, told.same) == (MADE_BY, LATER, 4)
    assert [each.claim for each in told.only_here] == [TOLL]
    assert (told.only_there, told.differing, done.changed) == ((), (), False)
    assert here.ledger.view() == before
    (beside,) = here.ledger.other_readings(REPORT)
    assert (beside.desk, beside.made_by) == ("Nineveh", LATER)
    assert beside.reading.claims == less(1, 2).claims
    assert here.verify().broken is None
    taken(here, file)
    assert len(here.ledger.other_readings(REPORT)) == 1


def test_a_claim_that_a_reader_there_reads_otherwise(here: Casebook, there: Casebook, tmp_path: Path) -> None:
    def doubt(data: Any) -> None:
        row = next(each for each in data["claims"] if each["id"] == DOER)
        row["certainty"] = "possible"
        row["confidence"] = 0.1

    done = taken(here, changed(sent(there, tmp_path / "f.json"), doubt))
    (told,) = done.conflicts
    assert isinstance(told, ReadingConflict)
    assert [(one.claim, other.claim) for one, other in told.differing] == [(DOER, DOER)]
    assert reviewed(here)[DOER] is None


def test_the_same_claims_by_another_reader_are_no_conflict(here: Casebook, tmp_path: Path) -> None:
    with Casebook(tmp_path / "other.sqlite", create=True) as there:
        there.ledger.put(plain_reading(1), made_by=LATER)
        done = taken(here, sent(there, tmp_path / "f.json"))
    assert (done.same, done.other_reader, done.conflicts) == ((REPORT,), (REPORT,), ())


def test_the_same_bytes_under_another_id_are_the_same_report(here: Casebook, tmp_path: Path) -> None:
    there = sent(here, tmp_path / "f.json")
    there.write_text(there.read_text("utf-8").replace(REPORT, "rep_theirs"), "utf-8")
    done = taken(here, there)
    assert (done.new, done.same, done.conflicts) == ((), (REPORT,), ())


def test_another_text_of_the_same_page_is_told_and_takes_nothing(
    here: Casebook, there: Casebook, tmp_path: Path
) -> None:
    def longer(data: Any) -> None:
        row = next(each for each in data["reports"] if each["id"] == REPORT)
        row["text"] += "\n\nAlso read: rain"

    there.review(BEN, REPORT, Accept(), subjects=(DOER,))
    done = taken(here, changed(sent(there, tmp_path / "f.json"), longer))
    (told,) = done.conflicts
    assert told == TextConflict(report=REPORT, title="Blast at depot 1", claims=5)
    assert reviewed(here)[DOER] is None
    (beside,) = here.ledger.other_readings(REPORT)
    assert beside.reading.report.text.endswith("rain")


def test_decisions_there_hold_where_nobody_here_decided(
    here: Casebook, there: Casebook, tmp_path: Path
) -> None:
    (incident,) = there.ledger.view().incidents
    there.split(BEN, incident.id, [plain_reading(2).report.id], note="two depots")
    done = taken(here, sent(there, tmp_path / "f.json"))
    (made,) = done.decisions
    assert (made.by, made.judgement) == ("another desk: Nineveh (Ben)", Judgement.NOT_SAME)
    assert len(here.ledger.view().incidents) == 2
    assert here.verify().broken is None


def test_a_decision_here_goes_before_one_there(here: Casebook, there: Casebook, tmp_path: Path) -> None:
    here.ledger.put(plain_reading(2), made_by=MADE_BY)
    for each, by in ((here, ANA), (there, BEN)):
        (incident,) = each.ledger.view().incidents
        each.split(by, incident.id, [REPORT])
    parted = [each.id for each in here.ledger.view().incidents]
    joined = there.merge(BEN, [each.id for each in there.ledger.view().incidents])
    file = sent(there, tmp_path / "f.json")
    done = taken(here, file)
    (told,) = done.conflicts
    assert isinstance(told, DecisionConflict)
    assert told.here is not None
    assert (told.here.by, told.there.id) == ("Ana", joined.id)
    assert [each.id for each in here.ledger.view().incidents] == parted
    assert len(here.ledger.decisions()) == 3
    # The next decision that is made here is the latest.
    here.merge(ANA, parted)
    assert len(here.ledger.view().incidents) == 1
    assert taken(here, file).decisions == ()
    assert here.verify().broken is None


def test_a_desk_takes_its_own_decision_back(here: Casebook, there: Casebook, tmp_path: Path) -> None:
    (incident,) = there.ledger.view().incidents
    made = there.split(BEN, incident.id, [REPORT])
    taken(here, sent(there, tmp_path / "f.json"))
    there.undo_decision(BEN, made.id)
    done = taken(here, sent(there, tmp_path / "f.json"))
    assert (done.taken_back, done.conflicts) == ((made.id,), ())
    assert len(here.ledger.view().incidents) == 1
    assert here.verify().broken is None


def test_a_decision_of_ours_that_was_taken_back_there_stands_here(
    here: Casebook, there: Casebook, tmp_path: Path
) -> None:
    here.ledger.put(plain_reading(2), made_by=MADE_BY)
    made = here.split(ANA, here.ledger.view().incidents[0].id, [REPORT])
    taken(there, sent(here, tmp_path / "ours.json"), desk="Mosul")
    there.undo_decision(BEN, made.id)
    done = taken(here, sent(there, tmp_path / "f.json"))
    (told,) = done.conflicts
    assert isinstance(told, DecisionConflict)
    assert told.there.undone_by == "Ben"
    assert here.ledger.decisions()[0].undone_at is None


def test_importing_again_changes_not_a_byte(here: Casebook, there: Casebook, tmp_path: Path) -> None:
    here.review(ANA, REPORT, Accept(), subjects=(TOLL,))
    there.review(BEN, REPORT, Reject(), subjects=(TOLL,), reason="no")
    there.split(BEN, there.ledger.view().incidents[0].id, [REPORT])

    def spoil(data: Any) -> None:
        data["claims"][-1]["evidence"]["content"] = [[0, 9999]]

    file = changed(sent(there, tmp_path / "f.json"), spoil)
    first = taken(here, file)
    assert first.changed
    assert first.skipped
    before = dump(tmp_path / "here.sqlite")
    again = taken(here, file)
    assert dump(tmp_path / "here.sqlite") == before
    assert not again.changed
    assert again.conflicts == first.conflicts


def test_what_was_left_out_stays_on_record(here: Casebook, there: Casebook, tmp_path: Path) -> None:
    def spoil(data: Any) -> None:
        row = next(each for each in data["claims"] if each["report"] != REPORT)
        row["evidence"]["content"] = [[0, 9999]]

    file = changed(sent(there, tmp_path / "f.json"), spoil)
    (row,) = taken(here, file).skipped
    assert (row.origin, row.stage, row.reason) == (str(file), Stage.CLAIMS, Reason.MALFORMED)
    assert row in here.ledger.view().skipped
    assert len(here.proposal(plain_reading(2).report.id).claims) == 4


def test_ids_that_another_report_has_here_are_told(here: Casebook, there: Casebook, tmp_path: Path) -> None:
    def stolen(data: Any) -> None:
        text = "Police said nothing. " + data["reports"][0]["text"]
        for name in ("claims", "incidents", "sources", "parts"):
            data[name] = [each for each in data[name] if name == "sources" and each["report"] == REPORT]
        data["reports"] = [data["reports"][0] | {"id": "rep_x", "text": text, "sha256": sha256_hex(b"x")}]
        data["sources"] = [data["sources"][0] | {"report": "rep_x", "mentions": [[0, 6]]}]

    done = taken(here, changed(sent(there, tmp_path / "f.json"), stolen))
    (row,) = done.skipped
    assert (row.stage, row.reason) == (Stage.STORE, Reason.FAILED)
    assert "record of the same id" in row.detail
    assert done.new == ()
    assert not here.ledger.store.has_report("rep_x")


def test_a_desk_needs_a_name_that_can_be_read(here: Casebook, tmp_path: Path) -> None:
    file = sent(here, tmp_path / "f.json")
    for name in ("", " ", "a\u202eb", "x" * 81):
        with pytest.raises(RecordError):
            taken(here, file, desk=name)
    assert here.ledger.import_file(file, by="Ana").desk == "f"


def test_nobody_here_can_be_taken_for_the_other_desk(here: Casebook, there: Casebook, tmp_path: Path) -> None:
    here.review(ANA, REPORT, Accept(), subjects=(TOLL,))
    there.review(BEN, REPORT, Reject(), subjects=(TOLL,), reason="no")
    taken(here, sent(there, tmp_path / "f.json"), desk="Ana")
    # Of one person the latest counts; these are two.
    assert reviewed(here)[TOLL] == "disputed"


def test_a_note_of_another_program_is_kept_as_a_note(here: Casebook, there: Casebook, tmp_path: Path) -> None:
    def noted(data: Any) -> None:
        next(each for each in data["claims"] if each["id"] == DOER)["reviewed"] = "looks wrong to me"

    done = taken(here, changed(sent(there, tmp_path / "f.json"), noted))
    assert [review.kind.value for review in done.reviews] == ["note"]
    assert reviewed(here)[DOER] is None


def test_the_reports_own_voice_needs_one_here(here: Casebook, there: Casebook, tmp_path: Path) -> None:
    def own(data: Any) -> None:
        voice = content_id("src", REPORT, "report")
        mine = next(each for each in data["sources"] if each["report"] == REPORT)
        data["sources"].append(
            mine | {"id": voice, "kind": "report", "label": "Ansel Courier", "mentions": []}
        )
        claim = next(each for each in data["claims"] if each["id"] == DOER)
        start = READING.report.text.index("Port Ansel")
        data["claims"].append(
            claim
            | {"id": "clm_new", "source": voice, "reviewed": "added", "value": {"text": "Port Ansel"}}
            | {"evidence": {"value": [[start, start + len("Port Ansel")]]}}
        )

    done = taken(here, changed(sent(there, tmp_path / "f.json"), own))
    assert done.reviews == ()
    (row,) = done.skipped
    assert "report's own voice" in row.detail


def test_spans_of_what_is_told_are_of_the_text(here: Casebook, tmp_path: Path) -> None:
    with Casebook(tmp_path / "less.sqlite", create=True) as there:
        there.ledger.put(less(1, 0), made_by=LATER)
        done = taken(here, sent(there, tmp_path / "f.json"))
    (told,) = done.conflicts
    assert isinstance(told, ReadingConflict)
    for each in told.only_here:
        assert each.quote == " … ".join(Span.of(READING.report.text, *span).text for span in each.spans)
