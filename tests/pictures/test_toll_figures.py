"""How many, according to whom."""

from __future__ import annotations

import datetime as dt

import pytest

from incident_views import ATTACK, Told, page, says, toll, view_of
from reportedly.pictures.case import case_of
from reportedly.pictures.tolls import Figure, given_by, span_words, tolls_of
from reportedly.records import ClaimRole, LedgerView, Stance

KILLED, WOUNDED = ClaimRole.KILLED, ClaimRole.WOUNDED


def figures(view: LedgerView) -> tuple[Figure, ...]:
    return tolls_of(case_of(view, ATTACK))


def test_figures_stand_by_kind_then_day_then_height_the_undated_last() -> None:
    view = view_of(
        page("Wire One", toll(WOUNDED, 3, 3), toll(KILLED, 12, 12), toll(KILLED, 9, None), day=5),
        page("Daily", toll(KILLED, 2, 4), day=4),
        page("Undated", toll(KILLED, 1, 1), day=None),
    )
    assert [(each.role, each.words, each.day and each.day.day) for each in figures(view)] == [
        (KILLED, "2 to 4", 4),
        (KILLED, "at least 9", 5),
        (KILLED, "12", 5),
        (KILLED, "1", None),
        (WOUNDED, "3", 5),
    ]


def test_one_figure_of_one_speaker_is_one_on_its_first_day() -> None:
    mayor = toll(KILLED, 9, 9, "The mayor")
    (figure,) = figures(view_of(page("Wire One", mayor, day=6), page("Tribune", mayor, day=5)))
    assert (figure.day, figure.reports, figure.origins) == (dt.date(2030, 6, 5), 2, ("Tribune", "Wire One"))
    assert given_by(figure) == "the mayor, Tribune and 1 more"


def test_a_report_speaks_in_its_own_words() -> None:
    (figure,) = figures(view_of(page("Wire One", toll(KILLED, 9, 9, None))))
    assert given_by(figure) == "Wire One in its own words"


@pytest.mark.parametrize(
    ("told", "ranged"),
    [
        ([toll(KILLED, 9, 9)], "9"),
        ([toll(KILLED, 9, None)], "9 or more"),
        ([toll(KILLED, 9, 12), toll(KILLED, 3, 3)], "3 to 12"),
        ([toll(KILLED, 9, None), toll(KILLED, 12, 12)], "9 to 12 or more"),
        ([toll(KILLED, 9, 9), toll(KILLED, 900, 900, stance=Stance.DENIES)], "9"),
        ([says("dozens", role=KILLED)], ""),
    ],
)
def test_the_span_is_that_of_what_is_said(told: list[Told], ranged: str) -> None:
    assert span_words(figures(view_of(page("Wire One", *told)))) == ranged


def test_a_figure_that_was_taken_back_is_not_in_the_span() -> None:
    first = page(
        "Wire One", toll(KILLED, 90, 90), toll(KILLED, 9, 9, "The mayor"), url="https://wire.example/news/1"
    )
    second = page("Wire One", toll(KILLED, 9, 9, "The mayor"), day=5, url="https://wire.example/news/1")
    found = figures(view_of(first, second))
    assert [(each.words, each.taken_back) for each in found] == [("9", False), ("90, taken back", True)]
    assert span_words(found) == "9"
