"""What stands once people have reviewed a reading: nobody is overwritten, nothing is made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from casework.reviewing import (
    ANA,
    BEN,
    DENIAL,
    DOER,
    NOBODY,
    NOON,
    PLACE,
    POLICE,
    READING,
    SPOKESMAN,
    TOLL,
    added,
    draft,
    rev,
    review,
    span,
    speaker,
)
from faults.plain import plain_reading
from reportedly.casework.effective import Reviewed, basis_of, effective
from reportedly.casework.reviews import (
    Accept,
    Add,
    Correct,
    Furniture,
    IncidentDraft,
    JoinSources,
    Note,
    Reject,
    Review,
    SplitSource,
)
from reportedly.errors import EvidenceError, RecordError
from reportedly.records import (
    Certainty,
    Claim,
    ClaimRole,
    DateRange,
    Evidence,
    IncidentType,
    Place,
    Span,
    Stance,
    Value,
)


def claim(found: Reviewed, id: str) -> Claim:
    return next(each for each in (*found.reading.claims, *found.rejected) if each.id == id)


def standing(found: Reviewed) -> set[str]:
    return {each.id for each in found.reading.claims}


# --- one person -------------------------------------------------------------------------------------------


def test_without_reviews_the_reading_stands_as_it_is() -> None:
    assert effective(READING, []) == Reviewed(reading=READING)


def test_an_accepted_claim_says_so_and_is_otherwise_the_same() -> None:
    found = effective(READING, [review(1, ANA, Accept(), DOER, TOLL)])
    assert [each.reviewed for each in found.reading.claims] == ["accepted", None, "accepted", None, None]
    text = READING.report.text
    assert tuple(replace(each, reviewed=None, text=text) for each in found.reading.claims) == READING.claims
    assert (found.rejected, found.conflicts, found.outdated) == ((), (), ())


def test_a_corrected_claim_keeps_its_id_and_is_as_sure_as_a_person() -> None:
    meant = replace(draft(0), certainty=Certainty.POSSIBLE, via=())
    found = effective(READING, [review(1, ANA, Correct(claim=meant), DOER)])
    changed = claim(found, DOER)
    assert (changed.certainty, changed.via, changed.reviewed) == (Certainty.POSSIBLE, (), "corrected")
    assert changed.confidence == 1.0
    assert [each.id for each in found.reading.claims] == [each.id for each in READING.claims]


def test_a_correction_that_changes_nothing_is_an_acceptance() -> None:
    found = effective(READING, [review(1, ANA, Correct(claim=draft(0)), DOER)])
    assert claim(found, DOER).reviewed == "accepted"
    assert claim(found, DOER).confidence == READING.claims[0].confidence


def test_a_rejected_claim_is_on_record_and_counts_no_more() -> None:
    found = effective(READING, [review(1, ANA, Reject(), DENIAL)])
    assert standing(found) == {DOER, PLACE, TOLL, NOBODY}
    (out,) = found.rejected
    assert (out.id, out.reviewed) == (DENIAL, "rejected")
    assert found.reading.incidents[0].claims == (DOER, PLACE, TOLL, NOBODY)
    # Its speaker stays, so that it can be looked at.
    assert {each.id for each in found.reading.sources} == {POLICE, SPOKESMAN}


def test_an_incident_without_claims_is_gone() -> None:
    everything = [each.id for each in READING.claims]
    found = effective(READING, [review(1, ANA, Reject(), *everything)])
    assert (found.reading.claims, found.reading.incidents) == ((), ())
    assert len(found.rejected) == 5


def test_an_added_claim_is_found_at_its_words() -> None:
    new = added()
    found = effective(READING, [review(1, ANA, Add(claim=new))])
    (made,) = [each for each in found.reading.claims if each.reviewed == "added"]
    assert made.id == new.id_in(READING.report)
    assert made.value == Value(text="four people")
    assert made.evidence.value[0].text == "four people"
    assert found.reading.incidents[0].claims[-1] == made.id
    assert found.reading.claims[-1] == made


def test_a_claim_can_be_added_on_a_speaker_and_an_attack_that_no_reader_found() -> None:
    attack = IncidentDraft(
        summary="Raid on the port",
        type=IncidentType.ARMED_ASSAULT,
        date=DateRange(dt.date(2024, 2, 1), dt.date(2024, 2, 1)),
    )
    new = added("Port Ansel", source=speaker("No group"), incident=attack)
    found = effective(READING, [review(1, ANA, Add(claim=new))])
    (incident,) = [each for each in found.reading.incidents if each.summary == "Raid on the port"]
    assert incident.claims == (new.id_in(READING.report),)
    assert incident.date == attack.date
    assert found.reading.sources[-1].label == "No group"
    assert found.reading.claims[-1].source == found.reading.sources[-1].id


def test_what_a_reader_finds_later_and_a_person_added_is_one_claim() -> None:
    new = added()
    first = effective(READING, [review(1, ANA, Add(claim=new))])
    read_now = replace(
        READING,
        claims=(*READING.claims, replace(first.reading.claims[-1], reviewed=None, text=READING.report.text)),
        incidents=(replace(READING.incidents[0], claims=first.reading.incidents[0].claims),),
    )
    found = effective(read_now, [review(1, ANA, Add(claim=new))])
    assert len(found.reading.claims) == 6
    assert found.reading.claims[-1].reviewed == "accepted"


def test_the_latest_review_of_one_person_holds_and_the_one_before_when_it_is_taken_back() -> None:
    said = [review(1, ANA, Accept(), DOER), review(2, ANA, Reject(), DOER)]
    assert DOER not in standing(effective(READING, said))
    back = [said[0], replace(said[1], undone_at=NOON, undone_by=ANA)]
    assert claim(effective(READING, back), DOER).reviewed == "accepted"


def test_the_number_decides_what_is_latest_whatever_the_clock_said() -> None:
    earlier = replace(review(2, ANA, Reject(), DOER), at=NOON - dt.timedelta(days=9))
    assert DOER not in standing(effective(READING, [earlier, review(1, ANA, Accept(), DOER)]))


def test_a_note_changes_nothing() -> None:
    said = [review(1, ANA, Note(text="Ask the desk in Ansel"), DOER), review(2, BEN, Note(text="Done"))]
    assert effective(READING, said) == Reviewed(reading=READING)


def test_reviews_of_other_reports_are_passed_over() -> None:
    other = plain_reading(2)
    foreign = review(1, ANA, Accept(), other.claims[0].id, reading=other)
    assert effective(READING, [foreign]) == Reviewed(reading=READING)


# --- evidence ---------------------------------------------------------------------------------------------


def moved(by: int) -> Review:
    """A correction whose quote stands ``by`` characters further on than it says."""
    words = span("Port Ansel")
    shifted = Span(words.start + by, words.end + by, words.text)
    meant = replace(draft(1), evidence=Evidence(value=(shifted,)))
    return review(1, ANA, Correct(claim=meant), PLACE)


@pytest.mark.parametrize("by", [-1, 1, 30, 10_000])
def test_a_correction_with_wrong_offsets_is_refused(by: int) -> None:
    with pytest.raises(EvidenceError, match="the text has"):
        effective(READING, [moved(by)])


def test_the_same_correction_with_right_offsets_is_taken() -> None:
    assert claim(effective(READING, [moved(0)]), PLACE).reviewed == "corrected"


def test_a_value_that_its_words_do_not_have_is_refused() -> None:
    meant = replace(draft(1), value=Value(text="Ansel Port"))
    with pytest.raises(EvidenceError, match="is not what its spans quote"):
        effective(READING, [review(1, ANA, Correct(claim=meant), PLACE)])


def test_a_speaker_whose_words_are_elsewhere_is_refused() -> None:
    wrong = replace(speaker("Police"), label=Span(0, 6, "Police"))
    with pytest.raises(EvidenceError):
        effective(READING, [review(1, ANA, SplitSource(speaker=wrong, claims=(TOLL,)), POLICE)])


def test_furniture_that_is_not_in_the_text_is_refused() -> None:
    with pytest.raises(EvidenceError):
        effective(READING, [review(1, ANA, Furniture(spans=(Span(0, 4, "Menu"),)))])


def test_what_the_coding_guide_forbids_is_refused() -> None:
    meant = replace(draft(1), stance=Stance.ADMITS)
    with pytest.raises(RecordError, match="place claim cannot have the stance admits"):
        effective(READING, [review(1, ANA, Correct(claim=meant), PLACE)])


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"source": "src_gone"}, "has no source src_gone"),
        ({"incident": "inc_x"}, "tells of no incident inc_x"),
    ],
)
def test_a_claim_of_nobody_or_of_nothing_is_refused(changed: dict[str, str], complaint: str) -> None:
    with pytest.raises(RecordError, match=complaint):
        effective(READING, [review(1, ANA, Add(claim=added(**changed)))])


# --- two people -------------------------------------------------------------------------------------------


def test_two_who_differ_are_both_kept_and_the_proposal_stands_meanwhile() -> None:
    said = [review(1, ANA, Accept(), DOER), review(2, BEN, Reject(), DOER)]
    found = effective(READING, said)
    (conflict,) = found.conflicts
    assert (conflict.subject, conflict.reviews) == (DOER, tuple(said))
    assert claim(found, DOER).reviewed == "disputed"
    assert replace(claim(found, DOER), reviewed=None, text=READING.report.text) == READING.claims[0]
    assert found.rejected == ()


def test_neither_wins_whoever_comes_last() -> None:
    one, other = review(1, ANA, Accept(), DOER), review(2, BEN, Reject(), DOER)
    back = replace(one, number=2), replace(other, number=1)
    assert effective(READING, [one, other]).reading == effective(READING, back).reading


def test_two_who_agree_are_no_conflict() -> None:
    meant = replace(draft(2), certainty=Certainty.PROBABLE)
    said = [review(1, ANA, Correct(claim=meant), TOLL), review(2, BEN, Correct(claim=meant), TOLL)]
    found = effective(READING, said)
    assert found.conflicts == ()
    assert claim(found, TOLL).certainty is Certainty.PROBABLE
    both_out = [review(1, ANA, Reject(), TOLL), review(2, BEN, Reject(), TOLL)]
    assert TOLL not in standing(effective(READING, both_out))


def test_two_corrections_that_differ_in_one_word_are_a_conflict() -> None:
    one = Correct(claim=replace(draft(2), certainty=Certainty.PROBABLE))
    other = Correct(claim=replace(draft(2), certainty=Certainty.POSSIBLE))
    found = effective(READING, [review(1, ANA, one, TOLL), review(2, BEN, other, TOLL)])
    assert [each.subject for each in found.conflicts] == [TOLL]
    assert claim(found, TOLL).certainty is Certainty.CERTAIN


def test_each_persons_own_reading_has_only_their_reviews() -> None:
    said = [review(1, ANA, Accept(), DOER), review(2, BEN, Reject(), DOER)]
    assert claim(effective(READING, said, by=ANA), DOER).reviewed == "accepted"
    assert DOER not in standing(effective(READING, said, by=BEN))
    assert effective(READING, said, by="per_nobody") == Reviewed(reading=READING)


def test_who_adds_a_claim_has_accepted_it() -> None:
    new = Add(claim=added())
    name = added().id_in(READING.report)
    twice = effective(READING, [review(1, ANA, new), review(2, BEN, new)])
    assert (claim(twice, name).reviewed, twice.conflicts) == ("added", ())
    rejected = effective(READING, [review(1, ANA, new), review(2, BEN, Reject(), name)])
    assert claim(rejected, name).reviewed == "disputed"
    assert [each.subject for each in rejected.conflicts] == [name]
    own = effective(READING, [review(1, ANA, new), review(2, ANA, Reject(), name)])
    assert [each.id for each in own.rejected] == [name]


def test_a_review_that_settles_ends_a_conflict_until_it_is_taken_back() -> None:
    said = [review(1, ANA, Accept(), DOER), review(2, BEN, Reject(), DOER)]
    settled = review(3, "per_adj", Reject(), DOER, settles=(rev(1), rev(2)))
    found = effective(READING, [*said, settled])
    assert found.conflicts == ()
    assert [each.id for each in found.rejected] == [DOER]
    back = replace(settled, undone_at=NOON, undone_by="per_adj")
    assert [each.subject for each in effective(READING, [*said, back]).conflicts] == [DOER]


def test_who_disagrees_after_it_was_settled_opens_it_again() -> None:
    said = [review(1, ANA, Accept(), DOER), review(2, BEN, Reject(), DOER)]
    said += [review(3, "per_adj", Reject(), DOER, settles=(rev(1), rev(2))), review(4, ANA, Accept(), DOER)]
    (conflict,) = effective(READING, said).conflicts
    assert [each.number for each in conflict.reviews] == [3, 4]


# --- speakers ---------------------------------------------------------------------------------------------


def test_a_split_gives_some_claims_to_another_speaker() -> None:
    split = SplitSource(speaker=speaker("No group"), claims=(NOBODY,))
    found = effective(READING, [review(1, ANA, split, SPOKESMAN)])
    other = claim(found, NOBODY)
    assert other.source not in (POLICE, SPOKESMAN)
    assert other.reviewed == "corrected"
    assert other.confidence == READING.claims[4].confidence
    assert claim(found, DENIAL).source == SPOKESMAN
    assert [each.label for each in found.reading.sources] == ["Police", "A spokesman", "No group"]


def test_joined_speakers_are_one_with_all_mentions() -> None:
    found = effective(READING, [review(1, ANA, JoinSources(), SPOKESMAN, POLICE)])
    (one,) = found.reading.sources
    assert (one.id, one.label) == (SPOKESMAN, "A spokesman")
    assert {each.text for each in one.mentions} == {"Police", "A spokesman"}
    assert {each.source for each in found.reading.claims} == {SPOKESMAN}
    assert all(each.reviewed is None for each in found.reading.claims)


def test_a_split_and_a_correction_of_what_is_said_go_together() -> None:
    split = review(1, ANA, SplitSource(speaker=speaker("No group"), claims=(DENIAL,)), SPOKESMAN)
    corrected = review(2, BEN, Correct(claim=replace(draft(3), certainty=Certainty.PROBABLE)), DENIAL)
    changed = claim(effective(READING, [split, corrected]), DENIAL)
    assert changed.certainty is Certainty.PROBABLE
    assert changed.source == speaker("No group").id_in(READING.report)


def test_two_who_split_one_speaker_differently_are_a_conflict() -> None:
    splits = [
        review(1, ANA, SplitSource(speaker=speaker("No group"), claims=(DENIAL,)), SPOKESMAN),
        review(2, BEN, SplitSource(speaker=speaker("Port Ansel"), claims=(DENIAL, NOBODY)), SPOKESMAN),
    ]
    found = effective(READING, splits)
    assert [(each.subject, each.reviews) for each in found.conflicts] == [(SPOKESMAN, tuple(splits))]
    assert claim(found, DENIAL).source == SPOKESMAN
    assert claim(found, NOBODY).source == speaker("Port Ansel").id_in(READING.report)


def test_joins_of_several_people_make_one_speaker() -> None:
    third = review(1, ANA, Add(claim=added(source=speaker("No group"))))
    name = speaker("No group").id_in(READING.report)
    joins = [review(2, ANA, JoinSources(), POLICE, SPOKESMAN), review(3, BEN, JoinSources(), SPOKESMAN, name)]
    found = effective(READING, [third, *joins])
    assert [each.id for each in found.reading.sources] == [POLICE]


# --- furniture --------------------------------------------------------------------------------------------


def test_claims_that_stand_on_furniture_fall_unless_somebody_accepted_them() -> None:
    marked = Furniture(spans=(span("No group has claimed responsibility."), span("A spokesman denied it.")))
    found = effective(READING, [review(1, ANA, marked)])
    assert [(each.id, each.reviewed) for each in found.rejected] == [(NOBODY, "furniture")]
    assert [each.text for each in found.furniture] == [
        "A spokesman denied it.",
        "No group has claimed responsibility.",
    ]
    kept = effective(READING, [review(1, ANA, marked), review(2, BEN, Accept(), NOBODY)])
    assert kept.rejected == ()


def test_a_claim_that_reaches_out_of_the_furniture_stays() -> None:
    part = Furniture(spans=(span("No group has"),))
    assert effective(READING, [review(1, ANA, part)]).rejected == ()


# --- incidents --------------------------------------------------------------------------------------------


def test_place_and_line_of_an_incident_follow_the_claims() -> None:
    depot = Place(name="Depot 1", country="XX", precision="city")
    words = span("depot 1")
    meant = replace(
        draft(1),
        value=Value(text="depot 1", place=depot),
        evidence=Evidence(value=(words,), content=(words,)),
    )
    (incident,) = effective(READING, [review(1, ANA, Correct(claim=meant), PLACE)]).reading.incidents
    assert incident.place == depot
    assert incident.summary == "Bombing, Depot 1"
    (untouched,) = effective(READING, [review(1, ANA, Accept(), PLACE)]).reading.incidents
    assert untouched == READING.incidents[0]


def test_a_place_that_a_person_gave_comes_before_one_that_was_proposed() -> None:
    port = replace(
        READING.claims[1],
        value=Value(text="Port Ansel", place=Place(name="Port Ansel", precision="city")),
        text=READING.report.text,
    )
    reading = replace(READING, claims=(READING.claims[0], port, *READING.claims[2:]))
    wide = Place(name="Ansel", precision="country")
    words = span("Port Ansel")
    new = added("Port Ansel", role=ClaimRole.PLACE, value=Value(text="Port Ansel", place=wide))
    assert new.evidence.value == (words,)
    (incident,) = effective(reading, [review(1, ANA, Add(claim=new))]).reading.incidents
    assert incident.place == wide


def test_a_rejected_place_takes_the_incidents_place_away() -> None:
    (incident,) = effective(READING, [review(1, ANA, Reject(), PLACE)]).reading.incidents
    assert incident.place is None


# --- the proposal that was looked at ----------------------------------------------------------------------


def test_a_review_of_another_proposal_is_named_as_outdated() -> None:
    said = review(1, ANA, Accept(), DOER)
    text = READING.report.text
    read_anew = replace(READING.claims[0], certainty=Certainty.POSSIBLE, text=text)
    reading = replace(READING, claims=(read_anew, *READING.claims[1:]))
    assert effective(READING, [said]).outdated == ()
    assert effective(reading, [said]).outdated == (said.id,)
    assert effective(replace(READING, claims=READING.claims[1:]), [said]).outdated == (said.id,)


def test_a_basis_is_of_all_that_a_page_shows_of_a_claim() -> None:
    text = READING.report.text
    police, other = READING.sources
    renamed = replace(READING, sources=(replace(police, label="Officers", text=text), other))
    assert basis_of(READING, [DOER]) != basis_of(renamed, [DOER])
    assert basis_of(READING, [DENIAL]) == basis_of(renamed, [DENIAL])
    assert basis_of(READING, [POLICE]) != basis_of(renamed, [POLICE])
    assert basis_of(READING, []) == basis_of(renamed, [])
