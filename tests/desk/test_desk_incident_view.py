"""What the page of an incident sums up, what it asks, and the sketch of where it was."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from incident_views import ATTACK, large_view, page, says, shuffled, toll, view_of
from reportedly.desk.incident_view import (
    PAPER,
    IncidentView,
    alone_in,
    cell_words,
    group_starts,
    incident_view,
)
from reportedly.desk.questions import QUESTIONS
from reportedly.desk.sketch import DOTS, TOWNS, Sketch, sketch_of
from reportedly.desk.volume import Volume
from reportedly.pictures.case import case_of, in_order
from reportedly.records import Certainty, ClaimRole, LedgerView, Party, Place, SourceKind, Stance

BAGHDAD = Place(name="Baghdad", country="IQ", latitude=33.34, longitude=44.4, precision="city", geoname=98182)
BASRA = Place(name="Basra", country="IQ", latitude=30.5, longitude=47.8, precision="city")
IRAQ = Place(name="Iraq", country="IQ", latitude=33.0, longitude=44.0, precision="country")


def seen(view: LedgerView) -> IncidentView:
    return incident_view(Volume(in_order(view)), ATTACK)


def asked(view: LedgerView) -> list[str]:
    return [each.text for each in seen(view).questions]


def test_an_actor_is_summed_up_by_stance_and_speakers() -> None:
    view = view_of(
        page("One", says("Veld", "Police"), says("Veld", "The mayor", certainty=Certainty.POSSIBLE)),
        page("Two", says("Veld", "Veld", stance=Stance.DENIES)),
        page("Three", says("Veld", "Police")),
    )
    (look,) = seen(view).looks
    assert [(each.stance, each.speakers) for each in look.tallies] == [("alleges", 2), ("denies", 1)]
    assert look.tallies[0].certainty is Certainty.CERTAIN
    assert look.origins == 2
    assert len(look.tallies[0].claims) == 3


def test_nothing_of_the_page_depends_on_the_order_of_the_ledger() -> None:
    view = large_view(actors=6, speakers=9, pages=14)
    first = seen(view)
    for seed in range(3):
        other = seen(shuffled(view, seed))
        assert (other.looks, other.matrix, other.questions) == (first.looks, first.matrix, first.questions)


def test_paper_has_room_for_so_much() -> None:
    volume = Volume(in_order(large_view(actors=40, speakers=60, pages=90)))
    view = incident_view(volume, ATTACK, PAPER)
    assert len(view.matrix.rows) == PAPER.actors
    assert len(view.matrix.speakers) <= PAPER.speakers
    assert len(view.branches) <= PAPER.reports
    assert len(view.cards) == PAPER.graded
    assert view.matrix.more_actors > 0
    assert view.more_cards > 0


def test_an_actor_that_one_origin_names_is_asked_about() -> None:
    (text,) = asked(view_of(page("One", says("Veld", "Police"))))
    assert text.startswith("Does anybody else name Veld? It is named by one origin only (One)")
    assert "no report gives its answer" in text


def test_an_answer_is_no_open_question() -> None:
    view = view_of(
        page("One", says("Veld", "Police")),
        page("Two", says("Veld", "The mayor")),
        page("Three", says("Veld", "Veld", stance=Stance.DENIES)),
    )
    assert asked(view) == []


def test_unnamed_and_partial_speakers_are_told() -> None:
    unnamed = says("Veld", "a guard", kind=SourceKind.ANONYMOUS)
    assert "by unnamed people only" in asked(view_of(page("One", unnamed)))[0]
    foe = says("Veld", "Harbour Guard", party=Party.VICTIM)
    assert "by parties to the conflict only" in asked(view_of(page("One", foe), page("Two", foe)))[0]


def test_figures_far_apart_are_asked_about() -> None:
    near = [toll(ClaimRole.KILLED, 10, 10), toll(ClaimRole.KILLED, 12, 12, "Police")]
    far = [toll(ClaimRole.KILLED, 10, 10), toll(ClaimRole.KILLED, 31, None, "Police")]
    assert not any("killed" in each for each in asked(view_of(page("One", *near))))
    assert "How many were killed? The figures run from 10 to 31 or more." in asked(view_of(page("One", *far)))


def test_where_nobody_is_named_that_is_the_question() -> None:
    assert asked(view_of(page("One", toll(ClaimRole.KILLED, 3, 3))))[0].startswith("Who did it?")


def test_reports_without_a_date_are_told() -> None:
    assert any("1 report has no date" in each for each in asked(view_of(page("One", says("Veld"), day=None))))


def test_there_are_never_too_many_questions() -> None:
    assert 0 < len(asked(large_view(actors=40, speakers=60, pages=60))) <= QUESTIONS


def test_every_question_names_claims_of_the_incident() -> None:
    view = large_view(actors=9, speakers=9, pages=20)
    ids = {claim.id for claim in view.claims}
    assert all(ids >= set(each.claims) for each in seen(view).questions)


def test_bars_are_shares_of_the_highest_figure() -> None:
    tolls = [toll(ClaimRole.KILLED, 10, 20), toll(ClaimRole.KILLED, 40, None, "Police")]
    (told,) = seen(view_of(page("One", *tolls))).tolls
    assert [(bar.low, bar.high, bar.open) for bar in told.bars] == [(250, 500, False), (1000, 1000, True)]


def test_columns_know_where_groups_begin() -> None:
    view = view_of(page("One", says("Veld", "A"), says("Veld", "B")), page("Two", says("Veld", "C")))
    matrix = seen(view).matrix
    assert group_starts(matrix.groups) == {0, 2}
    assert alone_in(matrix.groups) == {2}
    assert cell_words(matrix, matrix.rows[0], 2) == "C: alleged: Veld"


def sketched(*places: Place) -> Sketch | None:
    told = [says(each.name, "Police", role=ClaimRole.PLACE, place=each) for each in places]
    view = view_of(page("One", says("Veld"), *told))
    unplaced = tuple(replace(each, place=None) for each in view.incidents)
    return sketch_of(case_of(replace(view, incidents=unplaced), ATTACK))


def test_a_sketch_shows_the_place_and_the_towns_around() -> None:
    sketch = sketched(BAGHDAD)
    assert sketch
    assert [scene.place.name for scene in sketch.scenes] == ["Baghdad"]
    assert sketch.svg.count('class="place"') == 1
    towns = re.findall(r'fill="#8c8c8c"', sketch.svg)
    assert 3 < len(towns) <= TOWNS
    assert ">20 km<" in sketch.svg or ">10 km<" in sketch.svg


def test_a_sketch_tells_one_country_from_the_next() -> None:
    geneva = Place(name="Geneva", country="CH", latitude=46.2, longitude=6.15, precision="city")
    sketch = sketched(geneva)
    assert sketch
    lands = re.findall(r'class="land"[^>]*>([^<]+)<', sketch.svg)
    assert lands[0] == "SWITZERLAND"
    assert "FRANCE" in lands
    assert sketch.svg.count('class="dot abroad"') > 10
    assert sketch.svg.count('class="dot"') > 10
    assert sketch.svg.count("<circle") <= DOTS + TOWNS + 2
    assert "Switzerland" in re.findall("<title>([^<]+)", sketch.svg)[0]


def test_a_ring_shows_how_far_a_name_reaches_where_it_is_more_than_its_disc() -> None:
    near, far = sketched(BAGHDAD), sketched(BAGHDAD, BASRA)
    assert near
    assert far
    assert near.svg.count('class="ring"') == 1
    assert far.svg.count('class="ring"') == 0


def test_a_sketch_holds_all_places_in_their_directions() -> None:
    sketch = sketched(BAGHDAD, BASRA)
    assert sketch
    spots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="9"', sketch.svg)
    (x1, y1), (x2, y2) = [(float(x), float(y)) for x, y in spots]
    assert (x2 > x1, y2 > y1) == (True, True), "Basra lies south-east of Baghdad"
    assert all(0 < x < 560 and 0 < y < 340 for x, y in [(x1, y1), (x2, y2)])


def test_a_country_is_named_beside_and_not_drawn_as_a_point() -> None:
    sketch = sketched(BAGHDAD, IRAQ)
    assert sketch
    assert [scene.place.name for scene in sketch.wide] == ["Iraq"]


def test_without_a_position_there_is_no_sketch() -> None:
    assert sketched(Place(name="Port Selda")) is None


@pytest.mark.parametrize("latitude", [-89.9, -33.0, 0.0, 71.0, 89.9])
@pytest.mark.parametrize("longitude", [-180.0, 0.0, 179.99])
def test_a_sketch_can_be_drawn_anywhere(latitude: float, longitude: float) -> None:
    sketch = sketched(Place(name="X", latitude=latitude, longitude=longitude, precision="city"))
    assert sketch
    assert "nan" not in sketch.svg
    assert sketch.svg.count("<line") <= 9 + 9 + 3


def test_names_in_a_sketch_are_text() -> None:
    sketch = sketched(replace(BAGHDAD, name='</text><script>"\u202e'))
    assert sketch
    assert "<script" not in sketch.svg
    assert "\u202e" not in sketch.svg
