"""Who says what of whom: every claim once, speakers under their origins, the surest mark."""

from __future__ import annotations

import pytest

from incident_views import ATTACK, large_view, page, row, says, view_of
from reportedly.errors import NotFound
from reportedly.pictures.case import OWN_WORDS, case_of
from reportedly.pictures.matrix import SEVERAL, Mark, Matrix, limited, matrix_of
from reportedly.records import (
    Certainty,
    ClaimRole,
    LedgerView,
    Party,
    SourceKind,
    Stance,
)


def matrix(view: LedgerView) -> Matrix:
    return matrix_of(case_of(view, ATTACK))


def marks(found: Matrix) -> list[Mark]:
    return [mark for each in found.rows for cell in each.cells for mark in cell]


def cell(found: Matrix, actor: str, speaker: str) -> list[str]:
    at = [each.name for each in found.speakers].index(speaker)
    return [mark.words for each in found.rows if each.actor == actor for mark in each.cells[at]]


def groups(found: Matrix) -> dict[str, list[str]]:
    names, at = [each.name for each in found.speakers], 0
    told = {}
    for group in found.groups:
        told[group.name] = names[at : at + group.columns]
        at += group.columns
    assert at == len(names)
    return told


def test_an_incident_that_is_not_there_is_named() -> None:
    with pytest.raises(NotFound, match="inc_nothere"):
        case_of(view_of(page("Wire One")), "inc_nothere")


def test_speakers_stand_under_the_origin_they_are_heard_over() -> None:
    wire, copy = (
        page("Wire One", says("Red Hand", "Police")),
        page("Daily", says("Red Hand", "Police"), says("Veld", "A clerk")),
    )
    other = page("Tribune", says("Veld", "The mayor", kind=SourceKind.PERSON), says("Veld", None))
    found = matrix(view_of(wire, copy, other, lineage=[row(copy, wire)]))
    assert groups(found) == {"Tribune": ["the mayor", OWN_WORDS], "Wire One": ["a clerk", "Police"]}


def test_a_named_speaker_of_two_origins_is_one_column() -> None:
    mayor = says("Red Hand", "Mayor Aldo Finch", kind=SourceKind.PERSON)
    found = matrix(view_of(page("Wire One", mayor), page("Tribune", mayor)))
    assert groups(found) == {SEVERAL: ["Mayor Aldo Finch"]}
    assert found.speakers[0].origins == ("Tribune", "Wire One")


def test_an_unnamed_speaker_is_never_one_over_two_origins() -> None:
    source = says("Red Hand", "A source", kind=SourceKind.ANONYMOUS)
    found = matrix(view_of(page("Wire One", source), page("Tribune", source)))
    assert groups(found) == {"Tribune": ["1 source, unnamed"], "Wire One": ["1 source, unnamed"]}


def test_two_stories_of_one_agency_are_told_apart_by_their_days() -> None:
    first, second = page("Wire One", says("Veld"), day=4), page("Wire One", says("Veld", None), day=6)
    found = groups(matrix(view_of(first, second)))
    assert set(found) == {"Wire One, 4 Jun 2030", "Wire One, 6 Jun 2030"}


def test_two_stories_of_one_agency_and_day_are_numbered() -> None:
    first, second = page("Wire One", says("Veld")), page("Wire One", says("Red Hand", "The mayor"))
    assert set(groups(matrix(view_of(first, second)))) == {"Wire One, story 1", "Wire One, story 2"}


def test_the_surest_certainty_of_a_speaker_is_shown() -> None:
    told = [says("Veld", certainty=each) for each in (Certainty.POSSIBLE, Certainty.PROBABLE)]
    assert cell(matrix(view_of(page("Wire One", *told))), "Veld", "Police") == ["probably"]


def test_one_speaker_may_take_two_stances_and_speak_of_backers() -> None:
    told = [
        says("Veld", stance=Stance.DENIES),
        says("Veld", stance=Stance.ALLEGES),
        says("Veld", role=ClaimRole.SUPPORTER),
    ]
    found = matrix(view_of(page("Wire One", *told)))
    assert cell(found, "Veld", "Police") == ["alleged", "alleged (as backer)", "denies"]


def test_a_mark_is_a_headlines_only_where_no_body_says_so() -> None:
    head, body = says("Veld", None, headline=True), says("Red Hand", None)
    found = matrix(view_of(page("Wire One", head, body, says("Red Hand", None, headline=True))))
    assert {mark.headline for each in found.rows for mark in each.cells[0] if each.actor == "Veld"} == {True}
    assert {mark.headline for each in found.rows for mark in each.cells[0] if each.actor == "Red Hand"} == {
        False
    }


def test_a_stance_is_taken_back_only_by_every_report_that_had_it() -> None:
    first = page(
        "Wire One", says("Veld"), says("Red Hand"), says("Dawn Front"), url="https://wire.example/news/1"
    )
    second = page("Wire One", says("Dawn Front"), day=5, url="https://wire.example/news/1")
    found = matrix(view_of(first, second, page("Tribune", says("Red Hand"), day=6)))
    assert {each.actor: [mark.words for mark in each.cells[0]] for each in found.rows} == {
        "Dawn Front": ["alleged"],
        "Red Hand": ["alleged"],
        "Veld": ["alleged, taken back"],
    }
    assert {each.actor for each in found.rows for mark in each.cells[0] if mark.taken_back} == {"Veld"}


def test_a_party_to_the_conflict_is_marked() -> None:
    found = matrix(view_of(page("Wire One", says("Veld", "Veld", stance=Stance.DENIES, party=Party.ACCUSED))))
    assert found.speakers[0].name == "Veld (accused side)"


def test_a_source_that_calls_itself_own_words_is_not_taken_for_the_reports() -> None:
    found = matrix(view_of(page("Wire One", says("Veld", OWN_WORDS))))
    assert [each.own_words for each in found.speakers] == [False]


def test_named_actors_come_before_descriptions_and_nobody_last() -> None:
    told = [
        says(None, None, stance=Stance.NO_CLAIM, certainty=None),
        says("gunmen"),
        says("gunmen", "The mayor"),
        says("Veld"),
    ]
    found = matrix(view_of(page("Wire One", *told)))
    assert [each.actor for each in found.rows] == ["Veld", "gunmen", "nobody"]
    assert [each.named for each in found.rows] == [True, True, False]


def test_an_actor_that_is_called_nobody_is_still_an_actor() -> None:
    found = matrix(view_of(page("Wire One", says("nobody"))))
    assert [(each.actor, each.named) for each in found.rows] == [("nobody", True)]


def test_rows_carry_the_grade_of_the_assessment() -> None:
    found = matrix(view_of(page("Wire One", says("Veld"))))
    assert [each.grade for each in found.rows] == ["alleged by one origin"]
    assert [each.grade for each in matrix(view_of(page("Wire One", says("Veld")), graded=False)).rows] == [""]


def test_a_cut_matrix_keeps_a_sign_for_every_actor_and_says_what_is_left_out() -> None:
    whole = matrix(large_view(actors=50, speakers=80, pages=120))
    cut = limited(whole, rows=30, columns=40)
    assert (len(cut.rows), len(cut.speakers)) == (30, 40)
    assert cut.more_actors == len(whole.rows) - 30
    assert cut.more_speakers == len(whole.speakers) - 40
    assert all(any(each.cells) for each in cut.rows)
    assert sum(group.columns for group in cut.groups) == 40


def test_a_matrix_that_fits_is_not_cut() -> None:
    whole = matrix(view_of(page("Wire One", says("Veld"))))
    assert limited(whole, rows=30, columns=40) == whole
