"""Reviews in a ledger: verified, never overwritten, taken back, and told by every view."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from casework.desk import HOLDER, Clock, Location, joined, opened
from casework.reviewing import (
    DENIAL,
    DOER,
    NOBODY,
    PLACE,
    POLICE,
    READING,
    SPOKESMAN,
    TOLL,
    added,
    draft,
    span,
    speaker,
)
from faults.plain import MADE_BY, plain_reading
from reportedly import codec
from reportedly.casebook import Casebook
from reportedly.casework.audit import Deed
from reportedly.casework.people import Person, Role
from reportedly.casework.review_json import review_to_json
from reportedly.casework.reviews import (
    Accept,
    Add,
    ClaimDraft,
    Correct,
    Furniture,
    IncidentDraft,
    JoinSources,
    Note,
    Payload,
    Reject,
    SplitSource,
)
from reportedly.errors import (
    EvidenceError,
    Forbidden,
    NotFound,
    Outdated,
    RecordError,
    ReportedlyError,
    UsageError,
)
from reportedly.records import Certainty, ClaimRole, MadeBy, SourceKind, Span, Stance, Value

TESTS = Path(__file__).parent.parent
REPORT = READING.report.id
NEWER = MadeBy(program="reportedly 0.2.0", extractor="rules.v2", model="sha256:ab")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def casebook(place: Location, clock: Clock) -> Iterator[Casebook]:
    with opened(place, clock) as found:
        yield found


@pytest.fixture
def ana(casebook: Casebook) -> Person:
    return joined(casebook, "Ana", Role.CODER)


@pytest.fixture
def ben(casebook: Casebook) -> Person:
    return joined(casebook, "Ben", Role.CODER)


@pytest.fixture
def judge(casebook: Casebook) -> Person:
    return joined(casebook, "Judge", Role.ADJUDICATOR)


# --- one review -------------------------------------------------------------------------------------------


def test_a_review_comes_back_as_it_was_made(casebook: Casebook, ana: Person, clock: Clock) -> None:
    made = casebook.review(ana, REPORT, Correct(claim=draft(0)), subjects=[DOER], reason=" fine as it is ")
    assert casebook.reviews() == (made,)
    assert (made.number, made.by, made.at, made.reason) == (1, ana.id, clock.now, "fine as it is")
    assert made.basis == casebook.basis(REPORT, [DOER])


def test_a_review_is_logged_with_who_when_what_why_and_the_versions(casebook: Casebook, ana: Person) -> None:
    made = casebook.review(ana, REPORT, Reject(), subjects=[DENIAL], reason="he denied another attack")
    entry = casebook.audit()[-1]
    assert (entry.action, entry.by, entry.subject, entry.at) == (Deed.REVIEW, ana.id, made.id, made.at)
    assert entry.why == "he denied another attack"
    assert json.loads(entry.detail) == json.loads(json.dumps(review_to_json(made)))
    assert (entry.made_by.program, entry.made_by.extractor) == (MADE_BY.program, MADE_BY.extractor)
    assert str(entry.made_by.rules).startswith("sha256:")


def test_a_short_id_of_a_report_will_do(casebook: Casebook, ana: Person) -> None:
    assert casebook.review(ana, REPORT[:10], Accept(), subjects=[DOER]).report == REPORT
    assert casebook.reading(REPORT[:10]).reading.claims[0].reviewed == "accepted"
    assert len(casebook.reviews(report=REPORT[:10])) == 1


@pytest.mark.parametrize(
    ("payload", "subjects", "error"),
    [
        (Accept(), ["clm_none"], NotFound),
        (Accept(), [plain_reading(2).claims[0].id], NotFound),
        (JoinSources(), [POLICE, "src_none"], NotFound),
        (Add(claim=added(source="src_none")), [], RecordError),
        (Add(claim=added(value=Value(text="five people"))), [], EvidenceError),
        (Correct(claim=replace(draft(1), stance=Stance.ADMITS)), [PLACE], RecordError),
        (Furniture(spans=(Span(0, 4, "Menu"),)), [], EvidenceError),
        (Reject(), [DOER], RecordError),
        (Note(text="a\0b"), [], RecordError),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_no_trace(
    casebook: Casebook, ana: Person, payload: Payload, subjects: list[str], error: type[ReportedlyError]
) -> None:
    before = casebook.audit()
    with pytest.raises(error):
        casebook.review(ana, REPORT, payload, subjects=subjects)
    assert (casebook.reviews(), casebook.audit()) == ((), before)


def test_a_wrong_offset_is_refused_also_where_others_differ(
    casebook: Casebook, ana: Person, ben: Person
) -> None:
    casebook.review(ben, REPORT, Reject(), subjects=[PLACE], reason="no")
    words = span("Port Ansel")
    wrong = replace(draft(1).evidence, value=(Span(words.start + 1, words.end + 1, words.text),))
    with pytest.raises(EvidenceError, match="the text has 'ort Ansel "):
        casebook.review(ana, REPORT, Correct(claim=replace(draft(1), evidence=wrong)), subjects=[PLACE])
    assert len(casebook.reviews()) == 1


def test_who_looked_at_something_else_is_asked_to_look_again(casebook: Casebook, ana: Person) -> None:
    shown = casebook.basis(REPORT, [DOER])
    casebook.review(ana, REPORT, Accept(), subjects=[DOER], basis=shown)
    changed = plain_reading(1)
    police = replace(changed.sources[0], label="Officers", text=changed.report.text)
    casebook.ledger.put(replace(changed, sources=(police, changed.sources[1])), made_by=NEWER)
    with pytest.raises(Outdated, match="has changed since it was shown; look again"):
        casebook.review(ana, REPORT, Reject(), subjects=[DOER], reason="no", basis=shown)
    assert casebook.reading(REPORT).outdated == (casebook.reviews()[0].id,)


def test_only_coders_review(casebook: Casebook) -> None:
    reader = joined(casebook, "Reader", Role.READER)
    with pytest.raises(Forbidden, match="review needs a coder"):
        casebook.review(reader, REPORT, Accept(), subjects=[DOER])
    with pytest.raises(Forbidden):
        casebook.undo_review(reader, "rev_none")


# --- undo -------------------------------------------------------------------------------------------------


def test_undo_brings_back_what_was_said_before(casebook: Casebook, ana: Person, clock: Clock) -> None:
    casebook.review(ana, REPORT, Accept(), subjects=[DOER])
    out = casebook.review(ana, REPORT, Reject(), subjects=[DOER], reason="no")
    clock.on(minutes=5)
    undone = casebook.undo_review(ana, out.id, reason="misread")
    assert (undone.undone_at, undone.undone_by) == (clock.now, ana.id)
    assert casebook.reviews() == (casebook.reviews(undone=False)[0], undone)
    assert casebook.reading(REPORT).reading.claims[0].reviewed == "accepted"
    entry = casebook.audit()[-1]
    assert (entry.action, entry.subject, entry.why) == (Deed.UNDO_REVIEW, out.id, "misread")


def test_all_undone_leaves_what_was_read(casebook: Casebook, ana: Person) -> None:
    before = casebook.ledger.view()
    payloads: list[tuple[Payload, list[str]]] = [
        (Reject(), [DENIAL]),
        (Add(claim=added(source=speaker("No group"), incident=IncidentDraft(summary="Raid"))), []),
        (JoinSources(), [SPOKESMAN, POLICE]),
        (Furniture(spans=(span("No group has claimed responsibility"),)), []),
        (SplitSource(speaker=speaker("No group"), claims=(NOBODY,)), [SPOKESMAN]),
    ]
    made = [
        casebook.review(ana, REPORT, payload, subjects=subjects, reason="so it is")
        for payload, subjects in payloads
    ]
    assert casebook.ledger.view() != before
    for each in reversed(made):
        casebook.undo_review(ana, each.id)
    assert casebook.ledger.view() == before
    assert casebook.verify().broken is None


def test_what_cannot_be_undone(casebook: Casebook, ana: Person, ben: Person, judge: Person) -> None:
    made = casebook.review(ana, REPORT, Accept(), subjects=[DOER])
    with pytest.raises(Forbidden, match="undo others needs an adjudicator"):
        casebook.undo_review(ben, made.id)
    with pytest.raises(NotFound, match="no review 'rev_x'"):
        casebook.undo_review(ana, "rev_x")
    casebook.undo_review(judge, made.id)
    with pytest.raises(UsageError, match="was taken back already, at 2024-03-09 12:00 UTC"):
        casebook.undo_review(ana, made.id)


def test_the_same_said_again_after_undo_is_another_review(casebook: Casebook, ana: Person) -> None:
    first = casebook.review(ana, REPORT, Accept(), subjects=[DOER])
    casebook.undo_review(ana, first.id)
    again = casebook.review(ana, REPORT, Accept(), subjects=[DOER])
    assert again.id != first.id
    assert [each.holds for each in casebook.reviews()] == [False, True]


# --- two people -------------------------------------------------------------------------------------------


def test_two_who_differ_are_settled_by_an_adjudicator(
    casebook: Casebook, ana: Person, ben: Person, judge: Person
) -> None:
    one = casebook.review(ana, REPORT, Accept(), subjects=[DOER])
    other = casebook.review(ben, REPORT, Reject(), subjects=[DOER], reason="no")
    (conflict,) = casebook.reading(REPORT).conflicts
    assert conflict.reviews == (one, other)
    assert casebook.reading(REPORT, by=ben.id).conflicts == ()
    ids = [one.id, other.id]
    with pytest.raises(Forbidden, match="adjudicate needs an adjudicator"):
        casebook.review(ben, REPORT, Reject(), subjects=[DOER], reason="no", settles=ids)
    with pytest.raises(NotFound, match="no review 'rev_x' of this report"):
        casebook.review(judge, REPORT, Accept(), subjects=[DOER], settles=["rev_x"])
    settled = casebook.review(judge, REPORT, Accept(), subjects=[DOER], settles=ids)
    assert casebook.reading(REPORT).conflicts == ()
    assert casebook.ledger.view(claim=DOER).claims[0].reviewed == "accepted"
    assert casebook.reviews() == (one, other, settled)


REVIEWING = """
import sys
from casework.reviewing import DOER, READING
from reportedly.casebook import Casebook
from reportedly.casework.people import keeper
from reportedly.casework.reviews import Accept, Reject

with Casebook(sys.argv[1]) as casebook:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(20):
        payload = Accept() if sys.argv[2] == "Day desk" else Reject()
        casebook.review(keeper(sys.argv[2]), READING.report.id, payload, subjects=[DOER], reason=str(number))
"""


def test_two_that_review_at_once_are_both_heard_and_the_chain_holds(place: Location) -> None:
    opened(place).close()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    names = ("Day desk", "Night desk")
    desks = [
        subprocess.Popen(
            [sys.executable, "-c", REVIEWING, str(place), name],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    for desk in desks:
        assert desk.stdout
        assert desk.stdout.readline() == "ready\n"
    for desk in desks:
        assert desk.stdin
        desk.stdin.write("go\n")
        desk.stdin.flush()
    for desk in desks:
        _, errors = desk.communicate(timeout=240)
        assert desk.returncode == 0, errors
    with Casebook(place) as casebook:
        made = casebook.reviews()
        assert [each.number for each in made] == list(range(1, 41))
        for name in names:
            own = [each for each in made if each.by == name]
            assert [each.reason for each in own] == [str(number) for number in range(20)]
        (conflict,) = casebook.reading(REPORT).conflicts
        assert {each.by for each in conflict.reviews} == set(names)
        verdict = casebook.verify()
        assert (verdict.broken, verdict.entries) == (None, 42)


# --- views ------------------------------------------------------------------------------------------------


def test_a_ledgers_view_has_what_people_decided(casebook: Casebook, ana: Person) -> None:
    meant = replace(draft(2), certainty=Certainty.PROBABLE)
    casebook.review(ana, REPORT, Accept(), subjects=[DOER])
    casebook.review(ana, REPORT, Correct(claim=meant), subjects=[TOLL])
    casebook.review(ana, REPORT, Reject(), subjects=[DENIAL], reason="of another attack")
    casebook.review(ana, REPORT, Add(claim=added()))
    view = casebook.ledger.view(report=REPORT)
    words = {claim.id: claim.reviewed for claim in view.claims}
    assert words == {
        DOER: "accepted",
        PLACE: None,
        TOLL: "corrected",
        NOBODY: None,
        added().id_in(READING.report): "added",
    }
    (out,) = view.rejected
    assert (out.id, out.reviewed) == (DENIAL, "rejected")
    assert casebook.ledger.view(claim=DENIAL).rejected == (out,)
    assert codec.loads(codec.dumps(view)) == view
    assert {claim.id for claim in casebook.proposal(REPORT).claims} == {DOER, PLACE, TOLL, DENIAL, NOBODY}


def test_rejected_claims_count_in_no_assessment(casebook: Casebook, ana: Person) -> None:
    def denied() -> set[str]:
        return {
            row.actor for row in casebook.ledger.view().assessments if row.counts and row.counts.roots_denying
        }

    assert denied() == {"River Brigade"}
    for number in (1, 2):
        reading = plain_reading(number)
        casebook.review(ana, reading.report.id, Reject(), subjects=[reading.claims[3].id], reason="no")
    assert denied() == set()


def test_an_export_has_the_word_of_the_review(casebook: Casebook, ana: Person) -> None:
    casebook.review(ana, REPORT, Accept(), subjects=[DOER])
    sink = io.StringIO()
    casebook.ledger.export("json", sink)
    rows = {row["id"]: row for row in json.loads(sink.getvalue())["claims"]}
    assert rows[DOER]["reviewed"] == "accepted"
    assert rows[DENIAL]["reviewed"] is None


# --- a new reading ----------------------------------------------------------------------------------------


def test_what_was_reviewed_survives_another_reader(casebook: Casebook, ana: Person) -> None:
    attack = READING.incidents[0].id
    casebook.review(ana, REPORT, Accept(), subjects=[DOER])
    casebook.review(ana, REPORT, Reject(), subjects=[TOLL], reason="no")
    new = added()
    casebook.review(ana, REPORT, Add(claim=new))
    empty = replace(plain_reading(1), claims=(), incidents=(), sources=())
    casebook.ledger.put(empty, made_by=NEWER)
    found = casebook.reading(REPORT)
    assert {claim.id: claim.reviewed for claim in found.reading.claims} == {
        DOER: "accepted",
        new.id_in(READING.report): "added",
    }
    assert [claim.id for claim in found.rejected] == [TOLL]
    assert [each.id for each in found.reading.incidents] == [attack]
    assert casebook.verify().broken is None


def test_an_added_claim_keeps_the_speaker_and_the_attack_that_it_was_added_on(
    casebook: Casebook, ana: Person
) -> None:
    new = added("Port Ansel", source=SPOKESMAN)
    made = casebook.review(ana, REPORT, Add(claim=new))
    empty = replace(plain_reading(1), claims=(), incidents=(), sources=())
    casebook.ledger.put(empty, made_by=NEWER)
    (claim,) = casebook.reading(REPORT).reading.claims
    assert (claim.source, claim.incident) == (SPOKESMAN, READING.incidents[0].id)
    view = casebook.ledger.view(report=REPORT)
    assert [each.id for each in view.claims] == [claim.id]
    # Without the claim nothing holds the two any more, and a reading that finds nothing leaves nothing.
    casebook.undo_review(ana, made.id)
    assert casebook.ledger.view(report=REPORT).incidents == ()
    casebook.ledger.put(replace(empty, skipped=()), made_by=replace(NEWER, extractor="rules.v3"))
    assert casebook.proposal(REPORT).sources == ()
    assert casebook.proposal(REPORT).incidents == ()


def test_a_page_that_is_cut_differently_does_not_move_the_words_of_a_review(
    casebook: Casebook, ana: Person
) -> None:
    casebook.review(ana, REPORT, Furniture(spans=(span("No group has claimed responsibility."),)))
    cut = plain_reading(1)
    shorter = replace(cut.report, text=cut.report.text.replace("A spokesman denied it. ", ""))
    moved = replace(cut, report=shorter, claims=(), incidents=(), sources=())
    before = casebook.ledger.view()
    with pytest.raises(RecordError, match="the page is now cut differently"):
        casebook.ledger.put(moved, made_by=NEWER)
    assert casebook.ledger.view() == before


def test_a_speaker_that_only_a_review_knew_stays_when_that_is_taken_back(
    casebook: Casebook, ana: Person, ben: Person
) -> None:
    split = casebook.review(
        ana, REPORT, SplitSource(speaker=speaker("No group"), claims=(NOBODY,)), subjects=[SPOKESMAN]
    )
    shown = next(each for each in casebook.reading(REPORT).reading.claims if each.id == NOBODY)
    own = replace(ClaimDraft.of(shown), certainty=Certainty.POSSIBLE)
    casebook.review(ben, REPORT, Correct(claim=own), subjects=[NOBODY])
    casebook.undo_review(ana, split.id)
    found = next(each for each in casebook.reading(REPORT).reading.claims if each.id == NOBODY)
    assert (found.source, found.certainty) == (shown.source, Certainty.POSSIBLE)


def test_a_speaker_of_a_disputed_split_can_be_chosen_and_outlives_it(
    casebook: Casebook, ana: Person, ben: Person
) -> None:
    splits = [
        casebook.review(
            person, REPORT, SplitSource(speaker=speaker(words), claims=(NOBODY,)), subjects=[SPOKESMAN]
        )
        for person, words in ((ana, "No group"), (ben, "day"))
    ]
    name = speaker("No group").id_in(READING.report)
    assert name not in {each.id for each in casebook.reading(REPORT).reading.sources}
    own = replace(draft(3), source=name)
    casebook.review(ana, REPORT, Correct(claim=own), subjects=[DENIAL])
    for each in splits:
        casebook.undo_review(HOLDER, each.id)
    found = next(each for each in casebook.ledger.view().claims if each.id == DENIAL)
    assert found.source == name


def test_an_attack_that_only_a_review_knew_stays_when_that_is_taken_back(
    casebook: Casebook, ana: Person
) -> None:
    raid = IncidentDraft(summary="Raid on the port")
    first = casebook.review(ana, REPORT, Add(claim=added(incident=raid)))
    casebook.review(ana, REPORT, Add(claim=added("Port Ansel", incident=raid.id_in(READING.report))))
    casebook.undo_review(ana, first.id)
    (told,) = [each for each in casebook.reading(REPORT).reading.incidents if each.summary == raid.summary]
    assert len(told.claims) == 1


# --- words that a person chose ----------------------------------------------------------------------------


def test_chosen_words_become_a_value(casebook: Casebook) -> None:
    words = span("River Brigade")
    found = casebook.value_at(REPORT, ClaimRole.PERPETRATOR, words.start, words.end)
    assert found == Value(text="River Brigade", name="River Brigade")
    with pytest.raises(EvidenceError):
        casebook.value_at(REPORT, ClaimRole.PERPETRATOR, 5, 10_000)
    four = span("four people")
    toll = casebook.value_at(REPORT, ClaimRole.KILLED, four.start, four.end)
    assert toll.number
    assert (toll.number.min, toll.number.max) == (4, 4)


def test_chosen_words_become_a_speaker(casebook: Casebook) -> None:
    words = span("A spokesman")
    found = casebook.source_at(REPORT, words.start, words.end)
    assert (found.label, found.kind) == (words, SourceKind.ANONYMOUS)


# --- incidents --------------------------------------------------------------------------------------------


def test_decisions_on_incidents_are_logged_with_who(casebook: Casebook, ana: Person) -> None:
    one = casebook.ledger.view().incidents[0]
    made = casebook.split(ana, one.id, [plain_reading(2).report.id], note="two depots")
    entry = casebook.audit()[-1]
    assert (entry.action, entry.by, entry.subject, entry.why) == (
        Deed.DECIDE,
        ana.id,
        made.id,
        "two depots",
    )
    assert made.by == "Ana"
    casebook.undo_decision(ana)
    assert (casebook.audit()[-1].action, casebook.audit()[-1].by) == (Deed.UNDO_DECISION, ana.id)
    casebook.ledger.split(one.id, [plain_reading(2).report.id], by="Night desk")
    assert casebook.audit()[-1].by == "Night desk"
    casebook.undo_decision(HOLDER)
    assert casebook.audit()[-1].by == "Holder"
    assert casebook.verify().broken is None


def test_a_reader_decides_nothing(casebook: Casebook) -> None:
    reader = joined(casebook, "Reader", Role.READER)
    incidents = [each.id for each in casebook.ledger.view().incidents]
    tries: list[Callable[[], object]] = [
        lambda: casebook.merge(reader, incidents),
        lambda: casebook.split(reader, incidents[0], []),
        lambda: casebook.leave_open(reader, incidents),
        lambda: casebook.undo_decision(reader),
    ]
    for decide in tries:
        with pytest.raises(Forbidden, match="decide needs a coder"):
            decide()
