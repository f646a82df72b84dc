"""What an archive has for long tells one attack from the next less than what it has once."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from reportedly.incidents import merge_incidents
from reportedly.incidents.archive import Archive
from reportedly.incidents.compare import Fit, dates_fit, nearness, sites_fit
from reportedly.incidents.likeness import likeness, log_odds
from reportedly.incidents.traits import Traits, traits_of
from reportedly.records import ClaimRole, Place
from told import AVERIL, FAR, NEAR, day, told

FIRST = dt.date(2024, 3, 6)


def printed(name: str, days: int, **values: Any) -> Any:
    """A report that appeared so many days after the first."""
    reading = told(name, **values)
    return replace(reading, report=replace(reading.report, published=FIRST + dt.timedelta(days)))


def pair(*readings: Any) -> tuple[Traits, Traits]:
    """The traits of reports a and b among all."""
    of = {each.incident.id: each for each in traits_of(readings)}
    one, other = (of[reading.incidents[0].id] for reading in readings[:2])
    return one, other


def war(fortnights: int) -> list[Any]:
    """A report on the same army in each fortnight from the first day on."""
    return [printed(f"w{n}", 14 * n, actor="Open Nets", target="a ferry") for n in range(fortnights)]


def test_what_stands_in_two_fortnights_counts_whole() -> None:
    seen = [(FIRST + dt.timedelta(14 * n), ["army"]) for n in range(8)]
    assert Archive.of(seen[:2]).worth_of(["army"]) == 1.0
    assert Archive.of(seen).worth_of(["army"]) == 0.5
    assert Archive.of(seen).worth_of(["army", "a name that is nowhere else"]) == 1.0
    assert Archive.of(seen).worth_of([]) == 0.0


def test_a_thousand_copies_on_one_day_are_one_day() -> None:
    assert Archive.of([(FIRST, ["army"])] * 1000).days == (FIRST.toordinal(),)


def test_reports_without_a_day_tell_nothing_of_the_archive() -> None:
    assert Archive.of([(None, ["army"])] * 9) == Archive()


def test_what_is_usual_is_told_by_weight() -> None:
    archive = Archive(worth={"strike": 0.25})
    assert archive.usual({"strike": 0.3, "kestrel": 0.1}) == pytest.approx(0.5625)
    assert archive.usual({}) == 0.0


def test_days_with_news_between_two_are_counted() -> None:
    archive = Archive(days=tuple(FIRST.toordinal() + n for n in (0, 1, 4, 9)))
    assert archive.news_between(FIRST + dt.timedelta(9), FIRST) == 2
    assert archive.news_between(FIRST, FIRST) == 0


def test_an_actor_of_many_fortnights_joins_less() -> None:
    alike = [printed(name, 0, actor="Open Nets", place=AVERIL) for name in "ab"]
    assert log_odds(*pair(*alike)) > log_odds(*pair(*alike, *war(12)))


@pytest.mark.parametrize(("days", "near"), [(0, 3.0), (1, 2.0), (3, 1.0), (7, 0.0), (8, 0.0), (40, 0.0)])
def test_news_of_one_day_is_nearer_than_news_of_one_week(days: int, near: float) -> None:
    a, b = pair(printed("a", 0, target="the ferry"), printed("b", days, target="the ferry"))
    assert (nearness(a, b), nearness(b, a)) == (near, near)


def test_a_later_report_that_names_the_day_is_near_the_news_of_that_day() -> None:
    """FIRST is 6 March; the second report appeared on the 10th."""
    first = printed("a", 0, target="the ferry")
    assert nearness(*pair(first, printed("b", 4, target="the ferry"))) < 1
    assert nearness(*pair(first, printed("b", 4, target="the ferry", date=day(6)))) == 3.0


def test_undated_attacks_of_one_war_are_the_less_one_the_more_news_lies_between() -> None:
    said = {"actor": "Open Nets", "target": "a ferry"}
    pairs = [pair(printed("a", 0, **said), printed("b", 14 * n + 1, **said), *war(30)) for n in (2, 8, 25)]
    late = [likeness(*each).late for each in pairs]
    assert 1 < late[0] < late[1] < late[2]


def test_a_rare_attack_may_be_remembered_after_long() -> None:
    """Nothing that the two have in common is usual in the archive."""
    rare = {"target": "the ferry Kestrel"}
    others = [printed(f"w{n}", 14 * n, actor="Open Nets", target="a mill") for n in range(30)]
    a, b = pair(printed("a", 0, **rare), printed("b", 400, **rare), *others)
    assert likeness(a, b).late == pytest.approx(1.0)


def test_a_common_day_is_never_late() -> None:
    a, b = pair(printed("a", 0, date=day(5)), printed("b", 400, date=day(5)), *war(20))
    assert likeness(a, b).late == 0.0


def test_what_is_told_in_passing_may_have_been_at_any_time() -> None:
    said = {"actor": "Open Nets", "target": "a ferry"}
    a, b = pair(printed("a", 0, **said), printed("b", 400, background=True, **said), *war(30))
    assert likeness(a, b).late == 1.0


INLAND = Place(name="Inland", country="NO", latitude=59.7, longitude=10.0, precision="city", geoname=4)


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        ((AVERIL,), (NEAR,), Fit.NEAR),
        ((AVERIL,), (FAR,), Fit.CONFLICT),
        ((AVERIL,), (INLAND,), Fit.UNKNOWN),
        ((AVERIL,), (FAR, NEAR), Fit.UNKNOWN),
        ((AVERIL, FAR), (FAR,), Fit.UNKNOWN),
        ((AVERIL,), (replace(FAR, country="SE"), NEAR), Fit.CONFLICT),
    ],
)
def test_places_are_in_conflict_only_where_none_are_near(
    one: tuple[Place, ...], other: tuple[Place, ...], fit: Fit
) -> None:
    """INLAND lies 78 km from AVERIL, as a town from the city by which news knows it."""
    a, b = pair(told("a", place=one[0]), told("b", place=other[0]))
    a, b = replace(a, sites=one), replace(b, sites=other)
    assert (sites_fit(a, b), sites_fit(b, a)) == (fit, fit)


def test_the_places_of_all_claims_are_sites() -> None:
    reading = told("a", place=AVERIL, target="the ferry")
    resolved = tuple(
        replace(claim, value=replace(claim.value, place=AVERIL), text=reading.report.text)
        if claim.role is ClaimRole.PLACE and claim.value
        else claim
        for claim in reading.claims
    )
    (traits,) = traits_of([replace(reading, claims=resolved)])
    assert traits.sites == (AVERIL,)


def test_attacks_of_one_war_months_apart_stay_apart() -> None:
    said = {"actor": "Open Nets", "target": "a ferry", "place": AVERIL}
    apart = [printed("a", 0, **said), printed("b", 150, **said)]
    merged = merge_incidents([*apart, *(printed(f"w{n}", 7 * n, **said) for n in range(30))])
    assert merged.of[apart[0].incidents[0].id] != merged.of[apart[1].incidents[0].id]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the Sons of Harith faction", "The Sons of Harith", True),
        ("the gang calling itself the Harbour Guard", "the Harbour Guard", True),
        ("a military group", "the military group", True),
        ("the Harbour Guard", "the Harbour Board", False),
        ("Front", "the Front of the North", False),
    ],
)
def test_an_actor_is_known_by_the_names_in_its_words(one: str, other: str, same: bool) -> None:
    a, b = pair(printed("a", 0, actor=one), printed("b", 0, actor=other))
    assert a.actors.isdisjoint(b.actors) is not same


def test_a_month_named_in_news_of_these_days_is_no_bar() -> None:
    """FIRST is 6 March; what was in January may be what the report tells beside."""
    january = day(1, 31, month=1)
    yesterday = printed("a", 0, target="the ferry", date=day(5))
    assert dates_fit(*pair(yesterday, printed("b", 1, target="the ferry", date=january))) is Fit.UNKNOWN
    assert dates_fit(*pair(yesterday, printed("b", 30, target="the ferry", date=january))) is Fit.CONFLICT
    assert (
        dates_fit(*pair(yesterday, printed("b", 1, target="the ferry", date=day(9, month=1)))) is Fit.CONFLICT
    )


@pytest.mark.parametrize(
    ("said", "fit"), [("the road to Tell Zeit", Fit.UNKNOWN), ("the road home", Fit.CONFLICT)]
)
def test_of_unlisted_places_one_that_the_other_report_names_is_no_other_place(said: str, fit: Fit) -> None:
    a = printed("a", 0, target="the ferry", place=Place(name="Tell Zeit"))
    b = printed("b", 0, target="the ferry", place=Place(name="Umm Karsa"), said=said)
    assert sites_fit(*pair(a, b)) is fit


def test_words_without_a_name_are_no_other_place() -> None:
    a = printed("a", 0, target="the ferry", place=Place(name="the yard of the mill"))
    b = printed("b", 0, target="the ferry", place=Place(name="Umm Karsa"))
    assert sites_fit(*pair(a, b)) is Fit.UNKNOWN
