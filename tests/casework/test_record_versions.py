"""Versions: what somebody read of a record, and whether it still holds for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.reviewing import ANA, BEN, DENIAL, DOER, NOON, PLACE, POLICE, READING, SPOKESMAN, draft, review
from casework.reviewing import span as words
from reportedly.casework.effective import effective
from reportedly.casework.reviews import Accept, Correct, Furniture, Payload, Reject, Review
from reportedly.casework.versions import LENGTH, check_versions, version_of_incident, versions_of
from reportedly.errors import Outdated, UsageError
from reportedly.ids import content_id
from reportedly.records import Anchor, Certainty, Decision, Incident, IncidentType, Judgement

REPORT = READING.report.id


def versions(*reviews: Review) -> dict[str, str]:
    return dict(versions_of(READING, effective(READING, reviews)))


def changed(*reviews: Review) -> set[str]:
    """The records whose version is another after these reviews."""
    before, now = versions(), versions(*reviews)
    return {each for each in before.keys() | now.keys() if before.get(each) != now.get(each)}


def test_every_claim_speaker_and_the_report_has_a_version_of_its_own() -> None:
    found = versions()
    speakers = {each.id for each in READING.sources}
    assert set(found) == {REPORT, *(each.id for each in READING.claims), *speakers}
    assert len(set(found.values())) == len(found)
    assert all(len(each) == LENGTH and int(each, 16) >= 0 for each in found.values())
    assert found == versions()


@pytest.mark.parametrize(
    "payload", [Accept(), Reject(), Correct(claim=replace(draft(0), certainty=Certainty.POSSIBLE))]
)
def test_a_review_changes_the_version_of_its_claim_and_of_no_other(payload: Payload) -> None:
    assert changed(review(1, ANA, payload, DOER)) == {DOER}


def test_a_rejected_claim_has_another_version_than_an_accepted_one() -> None:
    accepted, rejected = (versions(review(1, ANA, each, DOER))[DOER] for each in (Accept(), Reject()))
    assert accepted != rejected


def test_a_claim_on_which_people_differ_tells_who_said_what() -> None:
    one, other = review(1, ANA, Accept(), DOER), review(2, BEN, Reject(), DOER)
    assert versions(one, other)[DOER] not in {versions()[DOER], versions(one)[DOER], versions(other)[DOER]}


def test_a_review_that_is_taken_back_leaves_no_trace() -> None:
    said = review(1, ANA, Reject(), DOER)
    undone = replace(said, undone_by=ANA, undone_at=NOON)
    assert changed(said) == {DOER}
    assert changed(undone) == set()


def test_what_somebody_may_not_see_leaves_no_trace() -> None:
    own, others = review(1, ANA, Accept(), PLACE), review(2, BEN, Reject(), DOER)
    assert versions(own)[DOER] == versions()[DOER] != versions(own, others)[DOER]


def test_furniture_changes_the_report_and_the_claims_that_stand_on_it() -> None:
    claim = READING.claims[0]
    marked = Furniture(spans=(words(claim.evidence.value[0].text),))
    found = changed(review(1, ANA, marked))
    assert {REPORT, DOER} <= found


def test_a_decision_on_what_has_changed_since_is_refused() -> None:
    read, now = versions(), versions(review(1, BEN, Reject(), DOER))
    check_versions(now, read, [DENIAL, POLICE, SPOKESMAN, REPORT])
    with pytest.raises(Outdated, match=DOER):
        check_versions(now, read, [DENIAL, DOER])
    with pytest.raises(UsageError, match=f"version of {DENIAL}"):
        check_versions(now, {DOER: read[DOER]}, [DENIAL])
    with pytest.raises(Outdated, match="clm_gone"):
        check_versions(now, {"clm_gone": "0" * LENGTH}, ["clm_gone"])


def incident(number: int, *members: str) -> Incident:
    id = content_id("inc", number)
    return Incident(id=id, type=IncidentType.BOMBING, claims=(DOER,), summary="A bombing", members=members)


def decision(one: Incident, other: Incident, *, undone: bool = False) -> Decision:
    these, those = ((Anchor(incident=each.id, report=REPORT, spans=()),) for each in (one, other))
    return Decision(
        id=content_id("dec", one.id, other.id),
        judgement=Judgement.SAME,
        these=these,
        those=those,
        made_at=NOON,
        by="Ana",
        undone_at=NOON if undone else None,
    )


def test_an_incident_is_versioned_by_its_members_and_the_decisions_on_them() -> None:
    first, second, third = incident(1), incident(2), incident(3)
    alone = version_of_incident(first, [])
    assert len(alone) == LENGTH
    assert version_of_incident(first, [decision(first, second)]) != alone
    assert version_of_incident(first, [decision(second, third)]) == alone
    assert version_of_incident(first, [decision(first, second, undone=True)]) == alone
    joined = replace(first, members=(first.id, second.id))
    assert version_of_incident(joined, []) != alone
    assert version_of_incident(joined, []) == version_of_incident(
        replace(first, members=(second.id, first.id)), []
    )
