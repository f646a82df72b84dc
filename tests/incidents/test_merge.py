import tomllib
from dataclasses import asdict, replace
from importlib.resources import files
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.incidents import merge_incidents
from reportedly.incidents.cluster import candidates, grouped
from reportedly.incidents.compare import COMPATIBLE, Fit, places, types_fit
from reportedly.incidents.decisions import Settled
from reportedly.incidents.likeness import MOST, WEIGHTS, likeness, log_odds
from reportedly.incidents.traits import traits_of
from reportedly.language.distance import kilometres
from reportedly.records import Evidence, IncidentType, Place, Span
from told import AVERIL, FAR, NEAR, day, told

T = IncidentType


def groups(*readings: Any) -> Any:
    of = merge_incidents(readings).of
    names = {incident.id: reading.report.origin for reading in readings for incident in reading.incidents}
    found: dict[Any, Any] = {}
    for local, merged in of.items():
        found.setdefault(merged, []).append(names[local])
    return sorted(sorted(group) for group in found.values())


FERRY = told("a", date=day(5), place=AVERIL, target="the ferry Kestrel", actor="Open Nets")


@pytest.mark.parametrize(
    "other",
    [
        told("b", date=day(5), place=AVERIL, target="a car ferry"),
        told("b", date=day(6), place=NEAR, target="ferries"),
        told("b", date=day(5), place=AVERIL),
        told("b", date=day(5), target="the Kestrel ferry"),
        told("b", date=day(5), target="a ferry", actor="Open Nets"),
        told(
            "b",
            date=day(5),
            place=Place(name="Norland", country="NO", precision="country"),
            target="a Kestrel ferry",
        ),
        told("b", type=T.ARMED_ASSAULT, date=day(5), place=AVERIL, target="ferry"),
        told("b", type=T.UNKNOWN, date=day(5), place=AVERIL, target="ferry"),
        told("b", date=day(5), place=AVERIL, target="ferry", background=True),
        told("b", place=AVERIL, target="ferry", actor="Open Nets"),
        told("b", date=day(1, 31), place=AVERIL, target="ferry", actor="Open Nets"),
        told("b", target="the ferry Kestrel", actor="Open Nets"),
        told("b", place=AVERIL, target="the ferry Kestrel"),
        told("b", place=AVERIL, target="ferry", actor="Open Nets", published=None),
        # A named target outweighs a town, a kind or a country that one report has wrongly.
        told("b", date=day(5), place=FAR, target="the ferry Kestrel", actor="Open Nets"),
        told("b", type=T.HIJACKING, date=day(5), place=AVERIL, target="the ferry Kestrel"),
        told("b", date=day(5), place=replace(AVERIL, country="CA"), target="the ferry Kestrel"),
        told("b", place=AVERIL, target="the ferry Kestrel", published=None),
    ],
)
def test_two_reports_of_one_attack_become_one(other: Any) -> None:
    assert groups(FERRY, other) == [["a", "b"]]


@pytest.mark.parametrize(
    "other",
    [
        told("b", date=day(7), place=AVERIL, target="the ferry Kestrel", actor="Open Nets"),
        told("b", date=day(5), place=FAR, target="a ferry"),
        told("b", type=T.HIJACKING, date=day(5), target="a ferry"),
        told("b", date=day(5), place=AVERIL, target="a bakery"),
        told("b", date=day(5)),
        told("b", date=day(5), target="a ferry"),
        told("b", date=day(5), place=NEAR),
        told("b", target="the ferry"),
        told("b", place=AVERIL, target="the ferry Kestrel", actor="Open Nets", published=3),
    ],
)
def test_two_attacks_stay_two(other: Any) -> None:
    assert groups(FERRY, other) == [["a"], ["b"]]


def test_a_copied_passage_joins_where_the_date_is_missing() -> None:
    said = "two men in a rubber boat threw burning bottles at it"
    dated = told("a", date=day(5), target="the ferry", said=said)
    assert groups(dated, told("b", target="the ferry", said=said)) == [["a", "b"]]


def test_one_reports_target_may_be_anothers_place() -> None:
    hall = Place(name="Kestrel Hall")
    assert groups(told("a", date=day(5), target="Kestrel Hall"), told("b", date=day(5), place=hall)) == [
        ["a", "b"]
    ]


def test_an_old_attack_told_again_without_a_date_is_not_a_new_one() -> None:
    old = told("a", date=day(5), place=AVERIL, target="ferry", actor="Open Nets")
    later = told("b", place=AVERIL, target="ferry", published=28)
    assert groups(old, later) == [["a"], ["b"]]


def two_told(first: Any, second: Any) -> Any:
    """The incidents of two readings as those of one report."""
    text = f"{first.report.text}\n\n{second.report.text}"
    shift = len(first.report.text) + 2
    moved = tuple(
        replace(
            claim,
            report=first.report.id,
            source=first.sources[0].id,
            evidence=Evidence(value=tuple(_moved(s, shift) for s in claim.evidence.value)),
            text=text,
        )
        for claim in second.claims
    )
    return replace(
        first,
        report=replace(first.report, text=text),
        claims=(*first.claims, *moved),
        incidents=(*first.incidents, *second.incidents),
    )


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by, span.text)


PLACED = told("a", date=day(5), place=AVERIL, target="the ferry Kestrel")


@pytest.mark.parametrize(
    ("other", "one"),
    [
        (told("b", date=day(5), place=AVERIL, target="the Kestrel"), True),
        (told("b", date=day(5), place=AVERIL), True),
        (told("b", place=AVERIL, target="a ferry"), True),
        (told("b", date=day(5), place=AVERIL, background=True), True),
        (told("b", place=AVERIL, target="a ferry", background=True), False),
        (told("b", date=day(6), place=FAR, target="the ferry Kestrel"), False),
        (told("b", date=day(5), place=AVERIL, target="a bakery"), False),
        (told("b", date=day(5), place=AVERIL, type=T.HIJACKING), False),
        (told("b", date=day(5), place=AVERIL, attempt=True), False),
        (told("b", date=day(8), place=AVERIL, target="the ferry Kestrel"), False),
        (told("b", date=day(5)), False),
    ],
)
def test_what_one_report_tells_apart_is_one_only_where_it_plainly_is(other: Any, one: bool) -> None:
    merged = merge_incidents([two_told(PLACED, other)])
    assert len(merged.incidents) == (1 if one else 2)


def test_what_is_told_twice_may_be_split() -> None:
    """A desk's decision on two incidents of one report holds against what the program would join."""
    twice = two_told(PLACED, told("b", date=day(5), place=AVERIL))
    ids = [incident.id for incident in twice.incidents]
    apart = Settled((), {ids[0]: frozenset(ids[1:]), ids[1]: frozenset(ids[:1])})
    assert len(grouped(traits_of([twice]), apart)) == 2
    assert len(grouped(traits_of([twice]))) == 1


def test_a_vague_report_does_not_chain_two_attacks() -> None:
    north = told("n", date=day(8), place=AVERIL, target="the ferry Kestrel", published=9)
    vague = told("v", target="the ferry Kestrel", place=AVERIL, published=9)
    assert groups(FERRY, vague) == [["a", "v"]]
    assert groups(vague, north) == [["n", "v"]]
    found = groups(FERRY, vague, north)
    assert len(found) == 2
    assert ["a", "n"] not in found


def test_a_merged_incident_keeps_all_claims_and_takes_the_best_values() -> None:
    vague = told(
        "b",
        type=T.UNKNOWN,
        date=day(5, 6),
        place=Place(name="Norland", country="NO", precision="country"),
        target="ferry Kestrel",
    )
    (incident,) = merge_incidents([FERRY, vague]).incidents
    assert set(incident.claims) == {c.id for r in (FERRY, vague) for c in r.claims}
    assert (incident.type, incident.date, incident.place) == (T.BOMBING, day(5), AVERIL)
    assert incident.summary.startswith("Bombing of ferry Kestrel")
    assert "Port Averil" in incident.summary
    assert incident.members == tuple(sorted(r.incidents[0].id for r in (FERRY, vague)))


def test_a_merged_incident_is_called_after_the_report_that_came_first() -> None:
    """So that a report that comes later does not change the id that a desk has noted."""
    for first, later in (("a", "b"), ("b", "a")):
        made = [
            told(name, date=day(5), place=AVERIL, target="the ferry", published=on)
            for name, on in ((first, 6), (later, 8))
        ]
        (incident,) = merge_incidents(made).incidents
        assert incident.id == made[0].incidents[0].id


def test_an_incident_is_background_only_where_all_tell_it_in_passing() -> None:
    passing = [told(n, date=day(5), place=AVERIL, target="ferry", background=True) for n in "bc"]
    assert merge_incidents(passing).incidents[0].background
    assert not merge_incidents([FERRY, *passing]).incidents[0].background


def test_an_incident_told_once_stays_as_it_is() -> None:
    assert merge_incidents([FERRY]).incidents == FERRY.incidents


def test_no_readings_give_no_incidents() -> None:
    merged = merge_incidents([])
    assert (merged.incidents, dict(merged.of)) == ((), {})


readings = st.lists(
    st.builds(
        told,
        st.sampled_from("abcdefgh"),
        type=st.sampled_from([T.BOMBING, T.UNKNOWN, T.HIJACKING]),
        date=st.sampled_from([None, day(5), day(6), day(7), day(5, 6), day(1, 31)]),
        place=st.sampled_from([None, AVERIL, NEAR, FAR]),
        target=st.sampled_from([None, "the ferry", "a bakery"]),
        actor=st.sampled_from([None, "Open Nets"]),
        incidents=st.integers(1, 2),
    ),
    unique_by=lambda reading: reading.report.id,
    max_size=7,
)


@given(readings, st.randoms())
def test_the_order_of_the_readings_does_not_matter(given_readings: Any, random: Any) -> None:
    shuffled = list(given_readings)
    random.shuffle(shuffled)
    assert merge_incidents(shuffled) == merge_incidents(given_readings)


@given(readings)
def test_every_incident_and_claim_is_in_exactly_one_merged_incident(given_readings: Any) -> None:
    merged = merge_incidents(given_readings)
    local = [incident for reading in given_readings for incident in reading.incidents]
    assert merged.of.keys() == {incident.id for incident in local}
    assert sorted(c for i in merged.incidents for c in i.claims) == sorted(c for i in local for c in i.claims)
    assert {incident.id for incident in merged.incidents} == set(merged.of.values())


@given(readings)
def test_the_index_finds_every_pair_that_is_alike(given_readings: Any) -> None:
    traits = traits_of(given_readings)
    found = {(a.incident.id, b.incident.id) for a, b in candidates(traits)}
    for a, b in combinations(traits, 2):
        if a.report != b.report and log_odds(a, b) >= 0:
            assert (a.incident.id, b.incident.id) in found


@given(readings)
def test_odds_are_the_weights_times_the_measures(given_readings: Any) -> None:
    weights = tomllib.loads(files("reportedly.incidents").joinpath(WEIGHTS).read_text("utf-8"))["one_attack"]
    for a, b in combinations(traits_of(given_readings), 2):
        measured = asdict(likeness(a, b))
        odds = weights["constant"] + sum(weights[name] * value for name, value in measured.items())
        assert log_odds(a, b) == pytest.approx(max(-MOST, min(MOST, odds)))
        assert log_odds(a, b) == log_odds(b, a)


@given(readings)
def test_dates_within_a_merged_incident_never_conflict(given_readings: Any) -> None:
    merged = merge_incidents(given_readings)
    dates: dict[Any, Any] = {}
    for incident in (i for reading in given_readings for i in reading.incidents if i.date):
        dates.setdefault(merged.of[incident.id], []).append(incident.date)
    assert all(a.near(b, days=1) for group in dates.values() for a in group for b in group)


def test_the_table_of_types_is_symmetric() -> None:
    assert all(a in COMPATIBLE[b] for a, others in COMPATIBLE.items() for b in others)
    assert all(types_fit(a, T.UNKNOWN) and types_fit(a, a) for a in T)


def test_distance_is_the_great_circles() -> None:
    oslo = Place(name="Oslo", latitude=59.9139, longitude=10.7522)
    bergen = Place(name="Bergen", latitude=60.3913, longitude=5.3221)
    # 305 km by the haversine formula on a sphere of 6,371 km.
    assert kilometres(oslo, bergen) == pytest.approx(305, abs=2)


@pytest.mark.parametrize(
    ("a", "b", "fit"),
    [
        (AVERIL, NEAR, Fit.NEAR),
        (AVERIL, FAR, Fit.CONFLICT),
        (Place(name="Vest", precision="admin1"), Place(name="Vest", precision="admin1"), Fit.NEAR),
        (AVERIL, None, Fit.UNKNOWN),
        (AVERIL, Place(name="averil docks"), Fit.UNKNOWN),
        (Place(name="Kestrel Hall"), Place(name="the Kestrel"), Fit.UNKNOWN),
        (Place(name="Kestrel Hall"), Place(name="Lund"), Fit.CONFLICT),
        (Place(name="Norland", precision="country"), Place(name="Norland", precision="country"), Fit.UNKNOWN),
    ],
)
def test_places(a: Any, b: Any, fit: Any) -> None:
    assert places(a, b) is places(b, a) is fit
