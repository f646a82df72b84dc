"""Which rows are which attacks, and what of them agrees."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from export.drafts import (
    ADMITS,
    DENIES,
    FAR_OFF,
    SELDA,
    at,
    attack,
    day,
    killed,
    nobody_claimed,
    on,
    page,
    reported,
    says,
    team_row,
)
from incident_views import ATTACK
from reportedly.counterparts import TeamRow, Unread, Verdict, match, to_json
from reportedly.records import Certainty, LedgerView, NumberRange, Place

FRONT = "Harbour Front"
AGREES, DIFFERS = Verdict.AGREES, Verdict.DIFFERS


def verdicts(view: LedgerView, row: TeamRow) -> dict[str, Verdict]:
    (pairing,) = match(view, [row]).pairings
    return {each.what: each.verdict for each in pairing.compared}


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"days": day(4)},
        {"days": day(1, 30)},
        {"place": None},
        {"place": Place(name="PORT SELDA"), "country": ""},
        {"place": Place(name="Elsewhere", latitude=33.5, longitude=44.6)},
    ],
)
def test_a_row_of_about_the_day_and_place_is_the_attack(how: dict[str, Any]) -> None:
    (pairing,) = match(reported(), [team_row(**how)]).pairings
    assert pairing.incident == ATTACK


@pytest.mark.parametrize(
    "how",
    [
        {"days": day(6)},
        {"days": None},
        {"place": Place(name="Kirkeby", latitude=36.3, longitude=43.1)},
        {"place": None, "country": "Iran"},
        {"place": None, "country": ""},
    ],
)
def test_a_row_of_another_day_or_place_is_not(how: dict[str, Any]) -> None:
    row = team_row(**how)
    found = match(reported(), [row])
    assert (found.pairings, found.rows) == ((), (row,))
    assert [incident for incident, _ in found.incidents] == [ATTACK]


@pytest.mark.parametrize(
    ("sentences", "actors", "verdict"),
    [
        ([says(FRONT)], (FRONT,), Verdict.AGREES),
        ([says("Islamic State")], ("Islamic State (Iraq)",), Verdict.AGREES),
        ([says("Iran")], ("Military Forces of Iran",), Verdict.AGREES),
        ([says(FRONT)], ("Red Hand",), Verdict.DIFFERS),
        ([says(FRONT), says(FRONT, FRONT, stance=DENIES)], (FRONT,), Verdict.CONTESTED),
        ([says(FRONT, FRONT, stance=ADMITS), says("Hamas", "The mayor")], ("Hamas",), Verdict.CONTESTED),
        ([says(FRONT, certainty=Certainty.POSSIBLE)], (FRONT,), Verdict.OPEN),
        ([nobody_claimed()], (FRONT,), Verdict.ONLY_THERE),
        ([says(FRONT)], (), Verdict.ONLY_HERE),
    ],
)
def test_a_doer_is_held_against_what_is_said(
    sentences: list[Any], actors: tuple[str, ...], verdict: Verdict
) -> None:
    assert verdicts(reported(*sentences), team_row(actors=actors))["doer"] is verdict


def test_where_neither_names_anybody_nothing_is_compared() -> None:
    assert set(verdicts(reported(), team_row())) == {"day", "place", "sources"}


@pytest.mark.parametrize(
    ("number", "verdict"),
    [(NumberRange(3, 3), AGREES), (NumberRange(1, 9), AGREES), (NumberRange(4, 4), DIFFERS)],
)
def test_a_toll_agrees_where_a_report_gives_it(number: NumberRange, verdict: Verdict) -> None:
    assert verdicts(reported(killed(3)), team_row(killed=number))["killed"] is verdict


def test_places_and_days_differ_where_they_are_only_near() -> None:
    near = team_row(days=day(4), place=Place(name="Elsewhere", latitude=33.6, longitude=44.7))
    found = verdicts(reported(), near)
    assert (found["day"], found["place"]) == (DIFFERS, DIFFERS)


def test_sources_differ_where_an_origin_is_not_named() -> None:
    view = attack(page("Reuters", at(SELDA), on(3)), page("Mill Post", at(SELDA)))
    assert verdicts(view, team_row(sources=("Reuters", "Mill Post", "TASS")))["sources"] is AGREES
    assert verdicts(view, team_row(sources=("Reuters",)))["sources"] is DIFFERS


def test_of_two_attacks_the_one_with_the_actor_is_taken_and_ties_are_reported() -> None:
    one = reported(says(FRONT))
    other = attack(page("Mill Post", at(SELDA), on(3), says("Hamas")))
    second = replace(other.incidents[0], id="inc_second")
    moved = tuple(replace(each, incident="inc_second", text=other.reports[0].text) for each in other.claims)
    both = replace(
        one,
        reports=one.reports + other.reports,
        sources=one.sources + other.sources,
        claims=one.claims + moved,
        incidents=(*one.incidents, second),
        assessments=(),
    )
    (pairing,) = match(both, [team_row(actors=("Hamas",))]).pairings
    assert (pairing.incident, pairing.others) == ("inc_second", ())
    (open_,) = match(both, [team_row()]).pairings
    assert {open_.incident, *open_.others} == {ATTACK, "inc_second"}


def test_two_rows_may_be_about_one_attack_in_the_order_of_their_lines() -> None:
    rows = [team_row(line=9, id="b"), team_row(line=2, id="a")]
    found = match(reported(), rows)
    assert [each.row.id for each in found.pairings] == ["a", "b"]
    assert found.incidents == ()


def test_an_attack_told_in_passing_is_not_missed() -> None:
    view = attack(page("Reuters", at(SELDA), on(3)), background=True)
    assert match(view, []).incidents == ()


def test_where_places_contradict_each_other_the_incidents_own_is_asked() -> None:
    view = attack(page("Reuters", at(SELDA), on(3)), page("Mill Post", at(FAR_OFF)))
    assert len(match(view, [team_row()]).pairings) == 1


def test_what_programs_get_names_the_claims() -> None:
    view = reported(says(FRONT))
    unread = [Unread(line=5, reason="no day")]
    found = json.loads(json.dumps(to_json(match(view, [team_row(actors=(FRONT,))], unread))))
    assert (found["format"], found["version"]) == ("reportedly-matching", 1)
    doer = next(each for each in found["pairings"][0]["compared"] if each["what"] == "doer")
    assert doer["verdict"] == "agrees"
    assert set(doer["claims"]) <= {claim.id for claim in view.claims}
    assert doer["claims"]
    assert found["unread"] == [{"line": 5, "reason": "no day"}]
