"""Whose dead UCDP's four columns count: what tolls tell of the dead, and what they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportedly
from export.drafts import ADMITS, DENIES, attack, cells, killed, page, says
from incident_views import Page, Told
from reportedly.export.teams.cells import Rule
from reportedly.export.teams.deaths import CIVILIANS, COLUMNS, SIDE_A, SIDE_B, UNKNOWN
from reportedly.records import ClaimRole, LedgerView, NumberRange

FRONT = "Harbour Front"


def numbers(view: LedgerView) -> tuple[str, ...]:
    """What the four columns have, in their order."""
    told = cells("ucdp", view)
    return tuple(told[column]["value"] for column in COLUMNS)


def test_a_toll_that_tells_nothing_of_the_dead_is_unknown_as_a_whole() -> None:
    view = attack(page("Reuters", killed(12, words="12 people")))
    told = cells("ucdp", view)
    assert numbers(view) == ("", "", "", "12")
    assert told[UNKNOWN]["rule"] == Rule.DEAD_UNKNOWN.value
    assert told[UNKNOWN]["claims"] == told["best"]["claims"] != ""
    for column in (SIDE_A, SIDE_B, CIVILIANS):
        assert (told[column]["flag"], told[column]["rule"]) == ("undecided", Rule.DEAD_OPEN.value)


def test_dead_who_are_told_to_be_civilians_are_civilians() -> None:
    view = attack(page("Reuters", killed(12, words="12 villagers")))
    assert numbers(view) == ("0", "0", "12", "0")
    told = cells("ucdp", view)
    assert told[CIVILIANS]["rule"] == Rule.DEAD_TOLD.value
    assert told[CIVILIANS]["why"] == "12 villagers (Reuters)"
    assert told[UNKNOWN]["rule"] == Rule.DEAD_REST.value


def test_what_is_left_of_the_best_estimate_is_unknown() -> None:
    view = attack(
        page("Reuters", killed(9, words="nine civilians"), day=4),
        page("Mill Post", killed(12, words="12 people"), day=5),
    )
    assert cells("ucdp", view)["best"]["value"] == "12"
    assert numbers(view) == ("", "", "9", "3")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (killed(12, words="12 civilians"), killed(12, words="12 fighters")),
        (killed(12, words="12 civilians"), killed(9, words="nine soldiers")),
    ],
)
def test_tolls_that_tell_of_different_dead_leave_all_four_open(one: Told, other: Told) -> None:
    view = attack(page("Reuters", one), page("Mill Post", other))
    assert numbers(view) == ("", "", "", "")
    for column in COLUMNS:
        made = cells("ucdp", view)[column]
        assert (made["flag"], made["rule"]) == ("undecided", Rule.DEAD_DIFFER.value)
        assert "12 civilians (Reuters)" in made["why"]
        assert "(Mill Post)" in made["why"]
        assert len(made["claims"].split(";")) == 2


def test_two_figures_of_civilians_that_are_not_the_best_are_not_chosen_between() -> None:
    view = attack(
        page("Reuters", killed(9, words="nine civilians"), day=4),
        page("Mill Post", killed(7, words="seven civilians"), day=4),
        page("Daily Meridian", killed(12, words="12 people"), day=5),
    )
    assert numbers(view) == ("", "", "", "")
    assert cells("ucdp", view)[CIVILIANS]["why"] == "nine civilians (Reuters); seven civilians (Mill Post)"


def test_a_denial_that_civilians_were_killed_leaves_it_open() -> None:
    denial = says(
        "12 civilians", "The army", role=ClaimRole.KILLED, number=NumberRange(12, 12), stance=DENIES
    )
    view = attack(page("Reuters", killed(12, words="12 civilians"), denial))
    assert numbers(view) == ("", "", "", "")
    assert "denied: 12 civilians" in cells("ucdp", view)[CIVILIANS]["why"]


def test_fighters_of_the_side_that_did_it_are_its_dead_and_others_are_not_guessed() -> None:
    told = says(FRONT, FRONT, stance=ADMITS)
    own = attack(page("Reuters", told, killed(5, words="five Harbour Front fighters")))
    assert cells("ucdp", own)["side_a"]["value"] == FRONT
    assert numbers(own) == ("5", "0", "0", "0")
    others = attack(page("Reuters", told, killed(5, words="five soldiers")))
    assert numbers(others) == ("", "", "", "5")
    assert cells("ucdp", others)[UNKNOWN]["why"] == "five soldiers (Reuters)"


def test_no_toll_and_no_figure_give_no_numbers() -> None:
    assert not set(COLUMNS) & set(cells("ucdp", attack(page("Reuters", says(FRONT)))))
    vague = attack(page("Reuters", says("dozens of civilians", role=ClaimRole.KILLED)))
    assert numbers(vague) == ("", "", "", "")
    assert cells("ucdp", vague)[CIVILIANS]["rule"] == Rule.VAGUE.value
    assert numbers(attack(page("Reuters", killed(0)))) == ("0", "0", "0", "0")


@pytest.mark.parametrize(
    "pages",
    [
        [page("Reuters", killed(12, None, words="at least 12 civilians"))],
        [page("Reuters", killed(3)), page("Mill Post", killed(9, words="nine pupils"), day=5)],
        [page("Reuters", killed(2, words="two pupils")), page("Mill Post", killed(9), day=5)],
        [page("Reuters", killed(4, words="four children and soldiers"))],
    ],
)
def test_the_four_add_up_to_the_best_estimate(pages: list[Page]) -> None:
    view = attack(*pages)
    assert sum(int(number or 0) for number in numbers(view)) == int(cells("ucdp", view)["best"]["value"])


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A bomb tore through a market in Nasiriyah, killing 12 civilians, police said.", "12"),
        (
            "A bomb tore through a market in Nasiriyah, killing 12 civilians and wounding 30, police said.",
            "12",
        ),
        ("A bomb tore through a market in Nasiriyah, killing 12 civilians and soldiers, police said.", ""),
        ("A bomb tore through a market in Nasiriyah, killing 12 people, police said.", ""),
    ],
)
def test_a_report_tells_it_by_the_noun_behind_the_number(
    tmp_path: Path, sentence: str, expected: str
) -> None:
    (tmp_path / "report.txt").write_text(f"Blast in Iraq\n\n{sentence}", "utf-8")
    view = reportedly.read([tmp_path / "report.txt"], reader="rules")
    assert numbers(view) == (("0", "0", "12", "0") if expected else ("", "", "", "12"))
