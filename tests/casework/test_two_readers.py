"""Two people read a report blind, what they differ on is settled, and what is signed stays as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from sqlalchemy.exc import IntegrityError

from casework.desk import Clock, Location, by_hand, joined, opened
from casework.reviewing import DENIAL, DOER, PLACE, READING, TOLL, draft
from faults.plain import MADE_BY, plain_reading
from reportedly.casebook import Casebook
from reportedly.casework.people import Person, Role
from reportedly.casework.reviews import Accept, Correct, Reject
from reportedly.casework.signoff import Kind, changes_between
from reportedly.errors import Forbidden, NotFound, RecordError, UsageError
from reportedly.records import Certainty, Stance
from reportedly.second_reading import Layer, Progress, SecondReading
from store.conftest import change

REPORT = READING.report.id


@dataclass
class Desk:
    """A casebook with two coders, an adjudicator and a reader."""

    casebook: Casebook
    work: SecondReading
    ana: Person
    ben: Person
    eva: Person
    rob: Person
    place: Location
    clock: Clock

    def assigned(self) -> str:
        return self.work.assign(self.eva, REPORT, (self.ana, self.ben)).id

    def both_done(self, assignment: str) -> None:
        for each in (self.ana, self.ben):
            self.work.finish(each, assignment)

    def correct(self, by: Person, at: int, subject: str, **changed: object) -> str:
        claim = replace(draft(at), **changed)  # type: ignore[arg-type]
        return self.casebook.review(by, REPORT, Correct(claim=claim), subjects=[subject]).id


@pytest.fixture
def desk(place: Location) -> Iterator[Desk]:
    clock = Clock()
    with opened(place, clock) as casebook:
        names = {"Ana": Role.CODER, "Ben": Role.CODER, "Eva": Role.ADJUDICATOR, "Rob": Role.READER}
        ana, ben, eva, rob = (joined(casebook, name, role) for name, role in names.items())
        yield Desk(casebook, SecondReading(casebook), ana, ben, eva, rob, place, clock)


# --- assignments ------------------------------------------------------------------------------------------


def test_an_assignment_goes_from_open_to_done(desk: Desk) -> None:
    made = desk.work.assign(desk.eva, REPORT[:9], (desk.ana, desk.ben))
    assert (made.report, made.coders) == (REPORT, (desk.ana.id, desk.ben.id))
    assert made.progress is Progress.OPEN
    desk.clock.on(hours=2)
    assert desk.work.finish(desk.ben, made.id).progress is Progress.HALF
    (found,) = desk.work.assignments(person=desk.ana.id)
    assert found.waits_for(desk.ana.id)
    assert not found.waits_for(desk.ben.id)
    assert desk.work.finish(desk.ana, made.id).progress is Progress.DONE
    (found,) = desk.work.assignments(report=REPORT)
    assert found.done == {desk.ana.id: desk.clock.now, desk.ben.id: desk.clock.now}
    assert desk.work.assignments(person=desk.eva.id) == ()


def test_who_may_assign_whom(desk: Desk) -> None:
    with pytest.raises(Forbidden, match="assign needs an adjudicator"):
        desk.work.assign(desk.ana, REPORT, (desk.ana, desk.ben))
    with pytest.raises(Forbidden, match="Rob is a reader here, and review needs a coder"):
        desk.work.assign(desk.eva, REPORT, (desk.ana, desk.rob))
    with pytest.raises(RecordError, match="two different people"):
        desk.work.assign(desk.eva, REPORT, (desk.ana, desk.ana))
    with pytest.raises(NotFound):
        desk.work.assign(desk.eva, "rep_nothing", (desk.ana, desk.ben))
    desk.assigned()
    with pytest.raises(UsageError, match=r"reading .* already"):
        desk.work.assign(desk.eva, REPORT, (desk.ben, desk.ana))
    assert len(desk.work.assignments()) == 1


def test_only_who_is_waited_for_can_finish(desk: Desk) -> None:
    made = desk.assigned()
    with pytest.raises(UsageError, match="does not wait for"):
        desk.work.finish(desk.eva, made)
    desk.work.finish(desk.ana, made)
    with pytest.raises(UsageError, match="does not wait for"):
        desk.work.finish(desk.ana, made)
    with pytest.raises(NotFound, match="no assignment 'asg_none'"):
        desk.work.finish(desk.ana, "asg_none")


def test_a_withdrawn_assignment_stays_on_record_and_blinds_nobody(desk: Desk) -> None:
    made = desk.assigned()
    desk.casebook.review(desk.ana, REPORT, Accept(), subjects=[DOER])
    assert desk.work.reviews(desk.ben, REPORT) == ()
    with pytest.raises(Forbidden):
        desk.work.withdraw(desk.ana, made)
    found = desk.work.withdraw(desk.eva, made, why="Ben is ill")
    assert (found.progress, found.withdrawn_by) == (Progress.WITHDRAWN, desk.eva.id)
    assert len(desk.work.reviews(desk.ben, REPORT)) == 1
    with pytest.raises(UsageError, match="is withdrawn already"):
        desk.work.withdraw(desk.eva, made)
    with pytest.raises(UsageError):
        desk.work.finish(desk.ana, made)
    assert desk.assigned() != made


def test_neither_sees_the_other_s_reviews_until_both_are_done(desk: Desk) -> None:
    made = desk.assigned()
    mine = desk.casebook.review(desk.ana, REPORT, Reject(), subjects=[DOER], reason="not said").id
    theirs = desk.casebook.review(desk.ben, REPORT, Accept(), subjects=[DOER]).id
    desk.work.finish(desk.ana, made)
    for person, seen in (
        (desk.ana, [mine]),
        (desk.ben, [theirs]),
        (desk.rob, []),
        (desk.eva, [mine, theirs]),
    ):
        assert [each.id for each in desk.work.reviews(person, REPORT)] == seen
    of_ben = desk.work.reading(desk.ben, REPORT)
    assert DOER in {claim.id for claim in of_ben.reading.claims}
    assert of_ben.conflicts == ()
    assert DOER not in {claim.id for claim in desk.work.reading(desk.ana, REPORT).reading.claims}
    assert not desk.work.may_see(desk.ana, REPORT, desk.ben.id)
    desk.work.finish(desk.ben, made)
    for person in (desk.ana, desk.ben, desk.rob, desk.eva):
        assert [each.id for each in desk.work.reviews(person, REPORT)] == [mine, theirs]
    assert [each.subject for each in desk.work.reading(desk.ana, REPORT).conflicts] == [DOER]


def test_an_adjudicator_who_reads_it_as_one_of_the_two_is_blind_too(desk: Desk) -> None:
    admin = joined(desk.casebook, "Ada", Role.ADMIN)
    desk.work.assign(admin, REPORT, (desk.ana, desk.eva))
    desk.casebook.review(desk.ana, REPORT, Accept(), subjects=[DOER])
    assert desk.work.reviews(desk.eva, REPORT) == ()
    assert len(desk.work.reviews(admin, REPORT)) == 1


def test_a_report_that_is_assigned_to_nobody_is_seen_by_all(desk: Desk) -> None:
    desk.casebook.review(desk.ana, REPORT, Accept(), subjects=[DOER])
    assert len(desk.work.reviews(desk.rob, REPORT)) == 1


def test_many_reports_are_given_at_once_or_none(desk: Desk) -> None:
    two = (desk.ana, desk.ben)
    with pytest.raises(NotFound, match="rep_gone"):
        desk.work.assign_many(desk.eva, [REPORT, "rep_gone"], two)
    assert desk.work.assignments() == ()
    (made,) = desk.work.assign_many(desk.eva, [REPORT, REPORT], two)
    assert (made.report, made.coders, made.by) == (REPORT, (desk.ana.id, desk.ben.id), desk.eva.id)
    assert desk.work.assign_many(desk.eva, [REPORT], (desk.ben, desk.ana)) == ()
    with pytest.raises(Forbidden):
        desk.work.assign_many(desk.ana, [REPORT], two)
    assert [each.subject for each in desk.casebook.audit() if each.action == "assign"] == [made.id]


# --- agreement and settling -------------------------------------------------------------------------------


def test_how_far_two_agree_is_told_when_both_are_done(desk: Desk) -> None:
    made = desk.assigned()
    desk.correct(desk.ana, 0, DOER, stance=Stance.DENIES)
    desk.correct(desk.ben, 1, PLACE, certainty=Certainty.POSSIBLE)
    desk.work.finish(desk.ana, made)
    with pytest.raises(UsageError, match="both done"):
        desk.work.agreement(desk.eva)
    desk.work.finish(desk.ben, made)
    found = desk.work.agreement(desk.eva)
    assert {unit.claims[0]: unit.differs for unit in found.differing} == {
        DOER: (Layer.STANCE,),
        PLACE: (Layer.CERTAINTY,),
    }
    assert desk.work.agreement(desk.ana) == found
    assert desk.work.agreement(desk.eva, coders=(desk.ben.id, desk.ana.id)) == found
    with pytest.raises(Forbidden, match="only where they are one of the two"):
        desk.work.agreement(desk.rob)
    with pytest.raises(UsageError):
        desk.work.agreement(desk.eva, coders=(desk.ben.id, desk.eva.id))


def test_what_differs_is_settled_by_an_adjudicator_and_the_figures_stay(desk: Desk) -> None:
    made = desk.assigned()
    first = desk.correct(desk.ana, 0, DOER, stance=Stance.DENIES)
    second = desk.casebook.review(desk.ben, REPORT, Accept(), subjects=[DOER]).id
    rejected = desk.casebook.review(desk.ben, REPORT, Reject(), subjects=[TOLL], reason="no").id
    desk.both_done(made)
    before = desk.work.agreement(desk.eva)
    open_ = {
        each.unit.claims[0]: [review.id for review in each.reviews]
        for each in desk.work.differing(desk.eva, REPORT)
    }
    assert open_ == {DOER: [first, second], TOLL: [rejected]}
    with pytest.raises(Forbidden):
        desk.casebook.review(desk.ana, REPORT, Accept(), subjects=[DOER], settles=open_[DOER])
    desk.casebook.review(desk.eva, REPORT, Accept(), subjects=[DOER], settles=open_[DOER])
    assert [each.unit.claims for each in desk.work.differing(desk.eva, REPORT)] == [(TOLL,)]
    desk.casebook.review(desk.eva, REPORT, Accept(), subjects=[TOLL], settles=open_[TOLL])
    assert desk.work.differing(desk.eva, REPORT) == ()
    assert desk.work.agreement(desk.eva) == before
    settled = {claim.id: claim for claim in desk.casebook.reading(REPORT).reading.claims}
    assert settled[DOER].stance is Stance.ALLEGES
    assert settled[TOLL].reviewed == "accepted"


def test_what_one_of_the_two_says_or_takes_back_later_changes_no_figure(desk: Desk) -> None:
    made = desk.assigned()
    first = desk.casebook.review(desk.ana, REPORT, Reject(), subjects=[DOER], reason="no").id
    desk.clock.on(minutes=1)
    desk.both_done(made)
    before = desk.work.agreement(desk.eva)
    desk.clock.on(minutes=1)
    desk.casebook.undo_review(desk.ana, first)
    desk.casebook.review(desk.ben, REPORT, Reject(), subjects=[TOLL], reason="no")
    assert desk.work.agreement(desk.eva) == before
    assert [each.unit.claims for each in desk.work.differing(desk.eva, REPORT)] == [(DOER,)]


# --- sign-off ---------------------------------------------------------------------------------------------


def test_a_report_that_is_signed_is_a_version_that_stays(desk: Desk) -> None:
    signed = desk.work.sign_off(desk.eva, REPORT, note="checked twice")
    assert (signed.number, signed.by, signed.at, signed.note) == (
        1,
        desk.eva.id,
        desk.clock.now,
        "checked twice",
    )
    assert signed.claims == len(READING.claims)
    assert desk.work.since(REPORT) == ()
    with pytest.raises(UsageError, match=r"version 1 of .* says the same"):
        desk.work.sign_off(desk.eva, REPORT)
    desk.correct(desk.ana, 0, DOER, stance=Stance.DENIES)
    desk.casebook.review(desk.ana, REPORT, Reject(), subjects=[TOLL], reason="no")
    changed = {(each.kind, each.record): each for each in desk.work.since(REPORT) if each.table == "claims"}
    assert changed.keys() == {(Kind.CHANGED, DOER), (Kind.REMOVED, TOLL)}
    fields = {each.name: (each.before, each.after) for each in changed[Kind.CHANGED, DOER].fields}
    assert fields["stance"] == ('"alleges"', '"denies"')
    second = desk.work.sign_off(desk.eva, REPORT)
    assert second.number == 2
    assert desk.work.versions(REPORT) == (signed, second)
    assert {
        (each.kind, each.record) for each in changes_between(signed, second) if each.table == "claims"
    } == set(changed)
    assert {each.kind for each in changes_between(second, signed) if each.record == TOLL} == {Kind.ADDED}


def test_an_incident_is_signed_with_all_it_stands_on(desk: Desk) -> None:
    (incident,) = desk.casebook.ledger.view().incidents
    signed = desk.work.sign_off(desk.eva, incident.id[:10])
    content = json.loads(signed.content)
    assert signed.subject == incident.id
    assert {each["id"] for each in content["claims"]} == set(incident.claims)
    assert len(content["reports"]) == 2
    assert content["assessments"]
    # The text itself stays in the ledger; its digest is signed.
    assert {len(each["text"]) for each in content["reports"]} == {64}
    desk.casebook.ledger.put(plain_reading(3), made_by=MADE_BY)
    assert {each.table for each in desk.work.since(incident.id)} >= {"reports", "claims", "incidents"}


def test_signing_is_not_for_everybody_and_not_for_what_is_open(desk: Desk) -> None:
    with pytest.raises(Forbidden, match="sign off needs an adjudicator"):
        desk.work.sign_off(desk.ana, REPORT)
    made = desk.assigned()
    with pytest.raises(UsageError, match=f"{made} is not done"):
        desk.work.sign_off(desk.eva, REPORT)
    desk.correct(desk.ana, 0, DOER, stance=Stance.DENIES)
    desk.casebook.review(desk.ben, REPORT, Accept(), subjects=[DOER])
    desk.both_done(made)
    (incident,) = desk.casebook.ledger.view().incidents
    for subject in (REPORT, incident.id):
        with pytest.raises(UsageError, match="people differ on 1 of its claims"):
            desk.work.sign_off(desk.eva, subject)
    with pytest.raises(NotFound):
        desk.work.sign_off(desk.eva, "rep_nothing")
    with pytest.raises(NotFound, match="was never signed off"):
        desk.work.since(REPORT)


def test_a_rejection_that_the_other_did_not_make_is_settled_before_it_is_signed(desk: Desk) -> None:
    made = desk.assigned()
    desk.casebook.review(desk.ben, REPORT, Reject(), subjects=[DENIAL], reason="no")
    desk.both_done(made)
    with pytest.raises(UsageError, match="people differ on 1 of its claims"):
        desk.work.sign_off(desk.eva, REPORT)
    (left,) = desk.work.differing(desk.eva, REPORT)
    settles = [each.id for each in left.reviews]
    desk.casebook.review(desk.eva, REPORT, Reject(), subjects=[DENIAL], reason="no", settles=settles)
    assert desk.work.sign_off(desk.eva, REPORT).number == 1


def test_what_was_signed_cannot_be_changed_in_its_table(desk: Desk) -> None:
    desk.work.sign_off(desk.eva, REPORT)
    for statement in ("UPDATE signoffs SET note = 'x'", "DELETE FROM signoffs"):
        with pytest.raises(IntegrityError, match="what was signed is never"):
            change(desk.place, statement)
    with by_hand(desk.place) as run:
        run("UPDATE signoffs SET content = replace(content, 'alleges', 'denies')")
    with pytest.raises(RecordError, match="is not what was signed"):
        desk.work.versions(REPORT)


def test_versions_of_two_subjects_are_not_compared(desk: Desk) -> None:
    one = desk.work.sign_off(desk.eva, REPORT)
    other = desk.work.sign_off(desk.eva, plain_reading(2).report.id)
    with pytest.raises(RecordError, match="two subjects"):
        changes_between(one, other)


def test_all_of_it_is_in_the_log_and_the_log_is_whole(desk: Desk) -> None:
    made = desk.assigned()
    desk.both_done(made)
    desk.work.sign_off(desk.eva, REPORT)
    desk.work.withdraw(desk.eva, desk.assigned(), why="once is enough")
    actions = [entry.action for entry in desk.casebook.audit(by=desk.eva.id)]
    assert actions[-4:] == ["assign", "sign_off", "assign", "withdraw_assignment"]
    assert [entry.action for entry in desk.casebook.audit(by=desk.ben.id)][-1] == "finish"
    verdict = desk.casebook.verify()
    assert verdict.broken is None
