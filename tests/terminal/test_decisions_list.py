"""The list of decisions: what it says, at every width, and with names that attack a terminal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from nasty import NASTY
from rich.console import Console

from deciding import NOT_SAME, SAME, UNSURE, decision, undone
from reportedly.records import Anchor, Decision
from reportedly.terminal.decisions_list import decisions_list, sentence, what
from reportedly.terminal.output import tidy
from reportedly.terminal.safe import is_hidden, visible


def side(*names: str) -> list[Anchor]:
    return [Anchor(incident=f"inc_{name}", report="rep_a", spans=((0, 4),)) for name in names]


JOINED = decision(SAME, side("aaaabbbbcccc", "d"), side("xxxxyyyyzzzz"))


def printed(*decisions: Decision, width: int = 100, coloured: bool = False) -> str:
    console = Console(
        width=width,
        color_system="standard" if coloured else None,
        force_terminal=coloured,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    with console.capture() as captured:
        for part in decisions_list(decisions, width=width):
            console.print(part)
    return captured.get() if coloured else tidy(captured.get())


def test_a_decision_is_a_sentence() -> None:
    assert what(JOINED) == "inc_aaaabbbb (with 1 more) and inc_xxxxyyyy are one attack"
    parted, left = (replace(JOINED, judgement=each) for each in (NOT_SAME, UNSURE))
    assert what(parted) == "inc_aaaabbbb (with 1 more) and inc_xxxxyyyy are different attacks"
    assert what(left) == "whether inc_aaaabbbb (with 1 more) and inc_xxxxyyyy are one attack is left open"
    assert sentence(JOINED) == f"{what(JOINED)}; take it back with: reportedly undo {JOINED.id[:12]}"
    assert sentence(undone(JOINED)) == f"taken back by Desk: {what(JOINED)}"


def test_nothing_decided_is_said() -> None:
    assert printed() == "Nothing has been decided on the incidents of this ledger.\n"


def test_the_list_has_who_when_why_and_what_was_taken_back() -> None:
    parted = replace(undone(JOINED), id="dec_parted234567", judgement=NOT_SAME, undone_by="Night desk")
    left = "taken back 2024-03-10 by Night desk"
    lines = printed(replace(JOINED, note="same men"), parted, width=160).splitlines()
    assert lines[0].split() == ["id", "made", "by", "decision"]
    ids = "inc_aaaabbbb (with 1 more) and inc_xxxxyyyy"
    assert lines[1:] == [
        f"{JOINED.id[:12]}  2024-03-09 12:00  Desk  {ids} are one attack (same men)",
        f"dec_parted23  2024-03-09 12:00  Desk  {ids} are different attacks {left}",
    ]


def test_the_list_is_in_the_order_that_it_was_given() -> None:
    later = replace(JOINED, by="Later")
    earlier = replace(JOINED, by="Earlier", made_at=JOINED.made_at - dt.timedelta(days=9))
    page = printed(later, earlier)
    assert page.index("Later") < page.index("Earlier")


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
@pytest.mark.parametrize("coloured", [True, False], ids=["coloured", "plain"])
def test_a_name_or_note_cannot_act_on_the_terminal(nasty: str, coloured: bool) -> None:
    hostile = [
        replace(JOINED, by=nasty),
        replace(JOINED, note=nasty),
        replace(undone(JOINED), undone_by=nasty),
    ]
    page = printed(*hostile, width=100, coloured=coloured)
    plain = printed(*(replace(each, by="x", note="x", undone_by="x") for each in hostile), coloured=coloured)
    # Rich's own colours are sequences too: of those there is what a harmless list of the same shape has.
    assert {char for char in page if is_hidden(char)} <= {char for char in plain if is_hidden(char)}
    assert not any(is_hidden(char) for char in visible(sentence(hostile[-1])))


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_the_list_is_never_wider_than_the_terminal(width: int) -> None:
    long = replace(undone(JOINED), by="Desk " * 20, note="because " * 30, undone_by="w" * 90)
    page = printed(long, JOINED, width=width)
    assert max(map(len, page.splitlines())) <= width
    assert "".join(page.split()).count("because") >= 1


def test_what_stands_in_a_name_is_no_markup() -> None:
    assert "[bold]Desk[/bold]" in printed(replace(JOINED, by="[bold]Desk[/bold]"), width=200)
    assert "[red]" in printed(replace(JOINED, note="[red]:bomb:"), width=200)
