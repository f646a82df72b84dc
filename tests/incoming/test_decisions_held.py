"""Decisions on incidents of two desks: which contradict."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from reportedly.ids import content_id
from reportedly.incidents.decisions import anchors_of
from reportedly.incoming.decisions import decisions_held
from reportedly.incoming.take import author
from reportedly.records import Decision, Judgement
from told import told

SAME, APART, OPEN = Judgement.SAME, Judgement.NOT_SAME, Judgement.UNSURE
READINGS = [told(name, target="the depot") for name in "abcd"]
ANCHORS = {reading.report.origin: next(iter(anchors_of(reading))) for reading in READINGS}
THEM = author("Nineveh")


def decided(judgement: Judgement, one: str, other: str, *, nth: int = 0) -> Decision:
    """A decision between the incidents of reports named by letters."""
    these, those = (tuple(ANCHORS[each] for each in side) for side in (one, other))
    return Decision(
        id=content_id("dec", judgement, one, other, nth),
        made_at=dt.datetime(2024, 3, 9, tzinfo=dt.UTC),
        by="Ana",
        judgement=judgement,
        these=these,
        those=those,
    )


def taken_back(decision: Decision) -> Decision:
    return replace(decision, undone_at=decision.made_at, undone_by="Ben")


def held(theirs: list[Decision], ours: list[Decision]) -> list[tuple[str | None, str]]:
    found = decisions_held(theirs, ours, READINGS, THEM)
    return [(each.here.id if each.here else None, each.there.id) for each in found]


@pytest.mark.parametrize("judgement", list(Judgement))
@pytest.mark.parametrize("other", list(Judgement))
def test_two_judgements_of_a_pair_contradict_where_they_are_two(
    judgement: Judgement, other: Judgement
) -> None:
    ours, theirs = decided(judgement, "a", "b"), decided(other, "b", "a", nth=1)
    assert held([theirs], [ours]) == ([] if judgement is other else [(ours.id, theirs.id)])


def test_of_either_desk_the_latest_counts() -> None:
    first, later = decided(SAME, "a", "b"), decided(APART, "a", "b", nth=1)
    theirs = decided(APART, "a", "b", nth=2)
    assert held([theirs], [first, later]) == []
    assert held([first, later], [theirs]) == []
    assert held([theirs], [later, first]) == [(first.id, theirs.id)]


def test_what_was_taken_back_contradicts_nothing() -> None:
    ours, theirs = decided(SAME, "a", "b"), decided(APART, "a", "b")
    assert held([theirs], [taken_back(ours)]) == []
    assert held([taken_back(theirs)], [ours]) == []


def test_several_decisions_here_can_make_the_opposite() -> None:
    chain = [decided(SAME, "a", "b"), decided(SAME, "b", "c")]
    theirs = decided(APART, "a", "c")
    assert held([theirs], chain) == [(None, theirs.id)]
    parted = [decided(SAME, "a", "b"), decided(APART, "b", "c")]
    joined = decided(SAME, "a", "c")
    assert held([joined], parted) == [(None, joined.id)]
    assert held([decided(SAME, "a", "d")], parted) == []


def test_a_decision_that_both_have_contradicts_itself_only_where_it_is_another() -> None:
    ours = decided(SAME, "a", "b")
    assert held([ours], [replace(ours, by=f"{THEM} (Ana)")]) == []
    back = taken_back(ours)
    assert held([back], [ours]) == [(ours.id, ours.id)]
    assert held([back], [replace(ours, by=f"{THEM} (Ana)")]) == []
    assert held([ours], [back]) == [(ours.id, ours.id)]
    assert held([replace(ours, judgement=APART)], [ours]) == [(ours.id, ours.id)]


def test_a_decision_on_reports_that_are_not_here_contradicts_nothing() -> None:
    gone = told("elsewhere", target="the depot")
    (anchor,) = anchors_of(gone)
    theirs = replace(decided(APART, "a", "b"), those=(anchor,))
    assert held([theirs], [decided(SAME, "a", "b")]) == []
