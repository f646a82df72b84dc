"""PLOVER: no doer is ever written, each claim keeps its speaker and its words."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from export.golden_formats import examples, written
from incident_views import page, says, toll, view_of
from reportedly.records import DOER_ROLES, ClaimRole, DateRange, LedgerView, Place, Stance, Value
from strategies import views

unhurried = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
FIELDS = frozenset(
    "id has_event date time enddate endtime actor recipient event event_loc event_text quad_code event_scale "
    "mode context link text text_info size cite_info coder coded_date coded_time comment".split()
)
"""Of the manual; ``size`` stands beside ``text_info`` there."""
SECTORS = frozenset(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL "
    "SOC".split()
)


def records(view: LedgerView) -> list[Any]:
    return [json.loads(line) for line in written("plover", view).decode().split("\n")[:-1]]


def attacks(view: LedgerView) -> list[Any]:
    return [each for each in records(view) if each["event"] == ["ASSAULT"]]


@unhurried
@given(views())
def test_the_doer_of_an_attack_is_never_written(view: LedgerView) -> None:
    told = attacks(view)
    assert [each["id"] for each in told] == [incident.id for incident in view.incidents]
    assert all(each["actor"] == [{"code": "---", "sector": "UAF"}] for each in told)


@unhurried
@given(views())
def test_every_claim_about_the_doer_is_a_record_of_who_says_it(view: LedgerView) -> None:
    told = {each["id"]: each for each in records(view)}
    texts = {report.id: report.text for report in view.reports}
    incidents = {incident.id for incident in view.incidents}
    for claim in view.claims:
        if claim.role in DOER_ROLES and claim.incident in incidents:
            record = told[claim.id]
            assert record["link"] == claim.incident
            assert record["x_claim_kind"] == claim.stance
            start, end = record["text_info"]["start"], record["text_info"]["end"]
            assert all(start <= span.start and span.end <= end for span in claim.evidence)
            assert end <= len(texts[claim.report])
            assert record["has_event"] == (claim.stance in ("alleges", "denies", "admits"))


def test_fields_and_sectors_are_the_manuals_or_say_that_they_are_not() -> None:
    for record in records(examples()):
        assert {name for name in record if not name.startswith("x_")} <= FIELDS
        for entity in (*record["actor"], *record["recipient"]):
            assert entity["sector"] in SECTORS
            assert entity["code"] == "---" or (len(entity["code"]) == 3 and entity["code"].isalpha())


@pytest.mark.parametrize(
    ("stance", "event", "modes", "quad"),
    [
        (Stance.ALLEGES, ["ACCUSE"], ["allege"], 3),
        (Stance.DENIES, ["REJECT"], [], 3),
        (Stance.ADMITS, ["AGREE"], [], 1),
        (Stance.UNCONFIRMED, [], [], None),
        (Stance.NO_CLAIM, [], [], None),
    ],
)
def test_the_event_goes_by_the_stance(stance: Stance, event: list[str], modes: list[str], quad: int) -> None:
    record = records(view_of(page("Wire One", says("Red Hand", stance=stance))))[1]
    assert (record["event"], record["mode"], record["quad_code"]) == (event, modes, quad)
    assert record["actor"][0]["entity_text"] == "Police"
    assert record["recipient"][0]["entity_text"] == "Red Hand"


def test_a_toll_is_a_size_only_where_all_give_one_and_the_same() -> None:
    agreed = view_of(
        page("A", toll(ClaimRole.KILLED, 4, 4)), page("B", toll(ClaimRole.KILLED, 4, 4, "The mayor"))
    )
    differing = view_of(page("A", toll(ClaimRole.KILLED, 4, 4)), page("B", toll(ClaimRole.KILLED, 5, 5)))
    at_least = view_of(page("A", toll(ClaimRole.KILLED, 4, None), toll(ClaimRole.WOUNDED, 2, 2)))
    assert [each["size"] for each in attacks(agreed)] == [{"dead": 4}]
    assert [each["size"] for each in attacks(differing)] == [{}]
    assert [each["size"] for each in attacks(at_least)] == [{"injured": 2}]
    assert [each["max"] for each in attacks(at_least)[0]["x_dead"]] == [None]


def test_days_and_place_of_an_attack() -> None:
    days = DateRange(examples().incidents[1].date.earliest, examples().incidents[1].date.latest)  # type: ignore[union-attr]
    view = view_of(page("Wire One", says("Red Hand")), date=days)
    place = Place(name="Port Selda", country="NO", latitude=1.5, longitude=2.5, precision="city", geoname=7)
    told = attacks(replace(view, incidents=(replace(view.incidents[0], place=place),)))[0]
    assert told["date"] == "2024-03-22"
    assert "enddate" not in told
    assert told["event_loc"] == {
        "resolved_place": "Port Selda", "geonameid": 7, "lat": 1.5, "lon": 2.5, "country_code": "NOR",
        "resolution": 4,
    }  # fmt: skip
    assert attacks(view_of(page("Wire One", says("Red Hand"))))[0]["date"] is None


def test_countries_and_sectors_come_from_the_actor_list_only() -> None:
    view = view_of(page("Wire One", says("Ukraine"), says("gunmen"), says("Red Hand")))
    known = replace(
        view.claims[0],
        value=Value(text="Ukraine", name="Ukraine", id="country:UA"),
        text=view.reports[0].text,
    )
    told = [each["recipient"][0] for each in records(replace(view, claims=(known, *view.claims[1:])))[1:]]
    assert [(each["code"], each["sector"]) for each in told] == [
        ("UKR", "GOV"),
        ("---", "UNK"),
        ("---", "UNK"),
    ]


def test_what_was_taken_back_says_so() -> None:
    view = view_of(page("Wire One", says("Red Hand")))
    back = replace(view.assessments[0], withdrawn=(view.claims[0].id,))
    assert records(view)[1]["x_taken_back"] is False
    assert records(replace(view, assessments=(back,)))[1]["x_taken_back"] is True
