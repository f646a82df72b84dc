"""Deciding through a ledger: who names what, what becomes of it, and what is said where it cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deciding import SAME, UNSURE, local
from reportedly import Ledger
from reportedly.errors import NotFound, UsageError
from reportedly.incidents.decisions import anchor_of
from reportedly.parts import Wanted, incident_of, incidents_in, part_of
from reportedly.pipeline import assemble
from reportedly.records import Incident, IncidentType, Judgement, LedgerView, MadeBy
from told import AVERIL, FAR, day, told

MADE_BY = MadeBy(program="reportedly 0.1.0", extractor="rules.v1")
FERRY = told("a", date=day(5), place=AVERIL, target="the ferry Kestrel", actor="Open Nets", published=6)
ALSO = told("b", date=day(5), place=AVERIL, target="the ferry Kestrel", published=7)
BAKERY = told("c", date=day(20), place=FAR, target="a bakery", actor="Red Hand", published=21)
TWICE = told("d", target="a bridge", published=25, incidents=2)
READINGS = (FERRY, ALSO, BAKERY, TWICE)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "attacks.sqlite") as opened:
        for reading in READINGS:
            opened.put(reading, made_by=MADE_BY)
        yield opened


def groups(view: LedgerView) -> list[list[str]]:
    """Which reports' incidents are one attack, by the names of the reports."""
    names = {each.id: reading.report.origin for reading in READINGS for each in reading.incidents}
    return sorted(sorted(names[own] for own in each.members or (each.id,)) for each in view.incidents)


APART = [["a", "b"], ["c"], ["d"], ["d"]]


# --- what becomes of it -----------------------------------------------------------------------------------


def test_merge_joins_now_and_after_the_ledger_was_closed(ledger: Ledger, tmp_path: Path) -> None:
    assert groups(ledger.view()) == APART
    before = dt.datetime.now(dt.UTC)
    made = ledger.merge([local("b"), local("c")], by=" Desk ", note="same men")
    assert (made.judgement, made.by, made.note, made.undone_at) == (SAME, "Desk", "same men", None)
    assert before <= made.made_at <= dt.datetime.now(dt.UTC)
    # The whole incident is meant, not the one report's part that was named.
    assert {each.incident for each in made.these} == {local("a"), local("b")}
    assert made.those == (anchor_of(BAKERY.incidents[0], BAKERY),)
    joined = [["a", "b", "c"], ["d"], ["d"]]
    assert groups(ledger.view()) == joined
    with Ledger(tmp_path / "attacks.sqlite") as again:
        assert groups(again.view()) == joined
        assert again.decisions() == again.view().decisions == (made,)


def test_merge_takes_more_than_two(ledger: Ledger) -> None:
    ledger.merge([local("a"), local("c"), local("d", 1)], by="Desk")
    assert groups(ledger.view()) == [["a", "b", "c", "d"], ["d"]]
    ledger.merge([local("d"), local("d", 1)], by="Desk")
    assert groups(ledger.view()) == [["a", "b", "c", "d", "d"]]


@pytest.mark.parametrize("part", [ALSO.report.id, ALSO.report.id[:10], local("b"), local("b")[:10]])
def test_split_takes_reports_or_their_incidents_out(ledger: Ledger, part: str) -> None:
    made = ledger.split(local("a"), [part], by="Desk")
    assert made.judgement is Judgement.NOT_SAME
    assert [each.incident for each in made.these] == [local("b")]
    assert groups(ledger.view()) == [["a"], ["b"], ["c"], ["d"], ["d"]]


def test_what_was_split_can_be_merged_and_split_again(ledger: Ledger) -> None:
    for _ in range(2):
        ledger.split(local("a"), [local("b")], by="Desk")
        assert ["a"] in groups(ledger.view())
        ledger.merge([local("a"), local("b")], by="Desk")
        assert groups(ledger.view()) == APART
    assert len(ledger.decisions()) == 4


def test_unsure_gives_a_pair_back_to_the_rules(ledger: Ledger) -> None:
    ledger.split(local("a"), [local("b")], by="Desk")
    made = ledger.leave_open([local("a"), local("b")], by="Desk")
    assert made.judgement is UNSURE
    assert groups(ledger.view()) == APART


def test_undo_takes_back_the_latest_or_the_one_that_is_named(ledger: Ledger) -> None:
    first = ledger.merge([local("a"), local("c")], by="Desk")
    second = ledger.merge([local("c"), local("d")], by="Desk")
    taken_back = ledger.undo(first.id[:12], by="Night desk")
    assert (taken_back.id, taken_back.undone_by) == (first.id, "Night desk")
    assert taken_back.undone_at
    assert ledger.undo(by="Night desk").id == second.id
    assert groups(ledger.view()) == APART
    assert [each.undone_at is None for each in ledger.decisions()] == [False, False]
    with pytest.raises(NotFound, match="there is no decision to take back"):
        ledger.undo(by="Desk")


def test_a_decision_made_on_one_reading_holds_for_the_next(ledger: Ledger) -> None:
    ledger.merge([local("a"), local("c")], by="Desk")
    text = BAKERY.report.text
    renamed = replace(
        BAKERY,
        claims=tuple(replace(each, incident="inc_renamed", text=text) for each in BAKERY.claims),
        incidents=(replace(BAKERY.incidents[0], id="inc_renamed"),),
    )
    ledger.put(renamed, made_by=replace(MADE_BY, extractor="rules.v2"))
    view = ledger.view()
    assert local("c") not in {own for each in view.incidents for own in each.members or (each.id,)}
    assert incident_of(view, "inc_renamed") == incident_of(view, local("a"))


def test_a_report_that_comes_later_joins_what_was_joined(ledger: Ledger) -> None:
    ledger.merge([local("a"), local("c")], by="Desk")
    ledger.put(told("e", date=day(20), place=FAR, target="a bakery", published=22), made_by=MADE_BY)
    view = ledger.view()
    assert incident_of(view, local("e")) == incident_of(view, local("a"))


# --- what is refused --------------------------------------------------------------------------------------


def merge(*named: str) -> tuple[str, Any]:
    return f"merge {named}", lambda ledger: ledger.merge(named, by="Desk")


def split(*named: str) -> tuple[str, Any]:
    return f"split {named}", lambda ledger: ledger.split(named[0], named[1:], by="Desk")


def unsure(*named: str) -> tuple[str, Any]:
    return f"unsure {named}", lambda ledger: ledger.leave_open(named, by="Desk")


@pytest.mark.parametrize(
    ("asked", "error", "told_why"),
    [
        (merge(local("a")), UsageError, "name two incidents or more"),
        (merge(), UsageError, "name two incidents or more"),
        (merge(local("a"), local("b")), UsageError, f"{local('a')}, {local('b')} are one incident already"),
        (merge(local("c"), local("c")), UsageError, "are one incident already"),
        (merge(local("a"), "inc_nothere"), NotFound, "no record 'inc_nothere'"),
        (merge(local("a"), "inc_"), UsageError, "'inc_' could be .* give more of the id"),
        (merge(local("a"), FERRY.report.id), NotFound, f"no record '{FERRY.report.id}'"),
        (split(local("a")), UsageError, "name what of .* is another attack"),
        (split(local("c"), BAKERY.report.id), UsageError, "that is all of"),
        (split(local("a"), local("a"), ALSO.report.id), UsageError, "that is all of"),
        (split(local("a"), BAKERY.report.id), NotFound, f"no record '{BAKERY.report.id}'"),
        (split(local("a"), local("c")), NotFound, f"no record '{local('c')}'"),
        (split("inc_nothere", local("b")), NotFound, "no record 'inc_nothere'"),
        (unsure(local("a")), UsageError, "name two incidents"),
        (
            unsure(local("a"), local("b")),
            UsageError,
            "are one incident already .*; `reportedly split` parts it",
        ),
        (unsure(local("a"), local("c"), local("d")), UsageError, "what is unsure is said of a pair"),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else "",
)
def test_what_leaves_nothing_to_decide_is_refused(
    ledger: Ledger, asked: tuple[str, Any], error: type[Exception], told_why: str
) -> None:
    with pytest.raises(error, match=told_why):
        asked[1](ledger)
    assert ledger.decisions() == ()


@pytest.mark.parametrize("name", ["", " \t"])
def test_nobody_decides_nothing(ledger: Ledger, name: str) -> None:
    with pytest.raises(UsageError, match="who decides"):
        ledger.merge([local("a"), local("c")], by=name)
    made = ledger.merge([local("a"), local("c")], by="Desk")
    with pytest.raises(UsageError, match="who decides"):
        ledger.undo(by=name)
    assert ledger.decisions() == (made,)


# --- old ids, parts ---------------------------------------------------------------------------------------


def test_an_id_that_an_incident_had_before_still_finds_it(ledger: Ledger) -> None:
    # What stood alone, what had joined by the rules, and the id that the pair was called by.
    old = [local("a"), local("b"), local("c")]
    called = incident_of(ledger.view(), local("b")).id
    ledger.merge([local("b"), local("c")], by="Desk")
    view = ledger.view()
    (now,) = {incident_of(view, each).id for each in (*old, called)}
    for each in old:
        for given in (each, each[:9]):
            part = ledger.view(incident=given)
            assert [one.id for one in part.incidents] == [now]
            assert part == part_of(view, incident=given)
            assert {claim.report for claim in part.claims} == {
                reading.report.id for reading in (FERRY, ALSO, BAKERY)
            }


def incident(name: str, *members: str) -> Incident:
    return Incident(id=name, type=IncidentType.BOMBING, claims=(), summary="", members=members)


def view_with(*incidents: Incident) -> LedgerView:
    return LedgerView(made_by=MADE_BY, incidents=incidents)


def test_a_short_id_finds_one_incident_by_any_of_its_members() -> None:
    view = view_with(incident("inc_ab", "inc_ab", "inc_cd", "inc_ce"), incident("inc_x"))
    for given in ("inc_ab", "inc_a", "inc_cd", "inc_c"):
        assert incident_of(view, given).id == "inc_ab"
    assert incident_of(view, "inc_x").id == "inc_x"


def test_a_short_id_that_fits_members_of_several_is_refused() -> None:
    view = view_with(incident("inc_a", "inc_a", "inc_cd"), incident("inc_b", "inc_b", "inc_ce"))
    with pytest.raises(UsageError, match="'inc_c' could be inc_cd, inc_ce; give more of the id"):
        incident_of(view, "inc_c")
    with pytest.raises(UsageError, match="could be inc_a, inc_b"):
        incident_of(view, "inc_")
    with pytest.raises(NotFound, match="no record 'inc_z'"):
        incident_of(view, "inc_z")


def test_the_id_of_an_incident_goes_before_that_of_anothers_member() -> None:
    """Pages shorten the ids of incidents until these differ; a member of another may begin alike."""
    view = view_with(incident("inc_abcd"), incident("inc_b", "inc_abcx", "inc_b"))
    assert incident_of(view, "inc_abc").id == "inc_abcd"
    assert incident_of(view, "inc_abcx").id == "inc_b"


def test_a_part_has_the_decisions_on_it_and_no_others(ledger: Ledger) -> None:
    on_pair = ledger.merge([local("a"), local("c")], by="Desk")
    on_bridge = ledger.leave_open([local("d"), local("d", 1)], by="Desk")
    parted = ledger.split(local("a"), [local("b")], by="Desk")
    assert ledger.view(incident=local("a")).decisions == (on_pair, parted)
    # All that were one when they were merged, wherever they are now.
    assert ledger.view(incident=local("b")).decisions == (on_pair, parted)
    assert ledger.view(incident=local("d", 1)).decisions == (on_bridge,)
    assert ledger.view(report=BAKERY.report.id).decisions == (on_pair, parted)
    assert ledger.view().decisions == (on_pair, on_bridge, parted)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), "abcd"),
        (Wanted(since=day(5).latest), "abcd"),
        (Wanted(since=day(6).earliest), "cd"),
        (Wanted(until=day(19).latest), "abd"),
        (Wanted(until=day(20).latest), "abcd"),
        (Wanted(until=day(4).latest), "d"),
        (Wanted(since=day(6).earliest, until=day(19).latest), "d"),
        (Wanted(place="averil"), "ab"),
        (Wanted(place="KIRKE"), "c"),
        (Wanted(place="Oslo"), ""),
        (Wanted(actor="nets"), "ab"),
        (Wanted(actor="RED"), "c"),
        (Wanted(actor="Kestrel"), ""),
        (Wanted(actor="hand", place="Port"), ""),
        (Wanted(actor="hand", place="Kirkeby", since=day(20).earliest), "c"),
    ],
    ids=str,
)
def test_incidents_are_wanted_by_day_place_and_actor(wanted: Wanted, expected: Sequence[str]) -> None:
    view = assemble(MADE_BY, READINGS)
    found = incidents_in(view, wanted)
    names = {reading.report.id: reading.report.origin for reading in READINGS}
    assert sorted(names[each.id] for each in found.reports) == sorted(expected)
    assert {each.id for each in found.incidents} == {each.incident for each in found.claims}
    assert {each.report for each in found.sources} == {each.id for each in found.reports}
    assert {each.incident for each in found.assessments} <= {each.id for each in found.incidents}
    for each in found.incidents:
        assert each in view.incidents, "a list has whole incidents"


def test_a_day_within_a_wide_range_is_wanted() -> None:
    month = told("m", date=day(1, 31), target="a mill")
    view = assemble(MADE_BY, [month])
    for wanted in (
        Wanted(since=day(31).latest),
        Wanted(until=day(1).earliest),
        Wanted(since=day(10).earliest, until=day(12).latest),
    ):
        assert len(incidents_in(view, wanted).incidents) == 1
    assert not incidents_in(view, Wanted(since=day(1, month=4).earliest)).incidents
