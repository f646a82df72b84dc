"""A team's table beside the ledger, as a page."""

from __future__ import annotations

from rich.console import Console

from export.drafts import reported, says, team_row
from reportedly.counterparts import Matching, Unread, match
from reportedly.records import Place
from reportedly.terminal.counterparts_page import matching_page

FRONT = "Harbour Front"


def shown(matching: Matching, width: int = 100) -> str:
    console = Console(width=width, color_system=None, markup=False)
    with console.capture() as captured:
        for part in matching_page(matching, width=width):
            console.print(part)
    return captured.get()


def test_a_pair_shows_both_sides_and_how_they_stand() -> None:
    page = shown(match(reported(says(FRONT)), [team_row(actors=("Red Hand",))]), width=160)
    assert "line 2 (X1, Port Selda, Iraq) is inc_" in page
    line = next(each for each in page.splitlines() if each.startswith("doer"))
    assert line.split("  ", 1)[1].strip().startswith("differs")
    assert "Red Hand" in line
    assert f"{FRONT}: alleged by one origin" in line
    assert "1 of 1 row is about 1 attack of the ledger." in page


def test_what_is_left_over_is_listed() -> None:
    elsewhere = Place(name="Kirkeby", latitude=60.0, longitude=10.0)
    rows = [team_row(line=n, id=f"X{n}", place=elsewhere, country="Norway") for n in range(2, 27)]
    page = shown(match(reported(), rows, [Unread(line=99, reason="no day")]))
    assert "0 of 25 rows are about 0 attacks of the ledger." in page
    assert "25 in the table only:" in page
    assert "and 5 more; --format json lists all" in page
    assert "1 in the reports only:" in page
    assert "line 99: no day" in page


def test_a_table_cannot_act_on_the_terminal() -> None:
    nasty = "\x1b[2J\u202e"
    row = team_row(id=nasty, actors=(nasty,), country="Iraq", sources=(nasty,))
    assert not set("\x1b\u202e") & set(
        shown(match(reported(says(FRONT)), [row], [Unread(line=3, reason=nasty)]))
    )


def test_a_narrow_terminal_is_enough() -> None:
    page = shown(match(reported(says(FRONT)), [team_row(actors=("Red Hand",))]), width=60)
    assert max(map(len, page.splitlines())) <= 60
