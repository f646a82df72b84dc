"""The page of one incident and the list of incidents: what they say, at every width."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from nasty import NASTY
from rich.console import Console, RenderableType
from sample_views import BOMBING, full_view

from incident_views import ATTACK, large_view, page, row, says, shuffled, toll, view_of
from reportedly.errors import NotFound
from reportedly.records import ClaimRole, DateRange, LedgerView, Place, Stance
from reportedly.terminal.incident_page import incident_page
from reportedly.terminal.incidents_list import incidents_list
from reportedly.terminal.output import tidy
from reportedly.terminal.safe import is_hidden


def shown(parts: Iterator[RenderableType], width: int, *, coloured: bool = False) -> str:
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
        for part in parts:
            console.print(part)
    return captured.get() if coloured else tidy(captured.get())


def printed(view: LedgerView, incident: str = ATTACK, *, width: int = 100, coloured: bool = False) -> str:
    return shown(incident_page(view, incident, width=width), width, coloured=coloured)


def section(text: str, title: str) -> list[str]:
    """The lines of one section, without their indent."""
    _, _, rest = text.partition(f"\n{title}\n")
    return [line.removeprefix("  ") for line in rest.split("\n\n")[0].splitlines()]


def told_view() -> LedgerView:
    wire = page(
        "Wire One",
        says("Red Hand", "Coast guards"),
        says("Veld", "Veld", stance=Stance.DENIES),
        says(None, None, stance=Stance.NO_CLAIM),
        toll(ClaimRole.KILLED, 9, None, None),
        day=5,
    )
    daily = page(
        "Daily",
        says("Red Hand", "Red Hand", stance=Stance.ADMITS),
        toll(ClaimRole.KILLED, 12, 14, "The mayor"),
        day=6,
    )
    return view_of(wire, daily, lineage=[row(daily, wire)])


def test_the_matrix_is_a_table_of_letters_with_numbered_speakers() -> None:
    lines = section(printed(told_view()), "Who says what of whom")
    assert lines[:4] == [
        "          1 2 3 4",
        "Red Hand  A C",
        "Veld          D",
        "nobody          N",
    ]
    assert lines[4] == "C claims it · A alleged · D denies · N has not claimed it"
    assert lines[5:8] == ["Wire One", "    1  Coast guards", "    2  Red Hand"]


def test_speakers_of_another_origin_stand_behind_a_rule() -> None:
    view = view_of(page("Wire One", says("Veld"), says("Veld", "A clerk")), page("Daily", says("Veld", None)))
    assert section(printed(view), "Who says what of whom")[:2] == ["      1 2 │ 3", "Veld  A A │ A"]


def test_where_the_table_does_not_fit_there_is_a_list() -> None:
    view = view_of(*(page(f"Outlet {at}", says("Veld", f"Ministry {at}")) for at in range(20)))
    wide = section(printed(view, width=120), "Who says what of whom")
    narrow = section(printed(view, width=60), "Who says what of whom")
    assert wide[1].startswith("Veld  A │ A │ A")
    assert narrow[:2] == ["Outlet 0", f"  {'Ministry 0':<27}  alleged: Veld"]
    assert len(narrow) == 40


def test_the_list_says_what_each_speaker_says_of_whom() -> None:
    told = [
        says("Veld"),
        says("Red Hand"),
        says("Veld", stance=Stance.DENIES),
        says(None, stance=Stance.NO_CLAIM),
        says(None, stance=Stance.UNCONFIRMED),
    ]
    lines = section(printed(view_of(page("W" * 40, *told)), width=40), "Who says what of whom")
    assert not lines[0].startswith("1")
    view = view_of(page("Wire One", *told), *(page(f"O{at}", says("Veld", f"M{at}")) for at in range(12)))
    lines = section(printed(view, width=60), "Who says what of whom")
    start = next(at for at, line in enumerate(lines) if line.startswith("  Police"))
    assert [line[31:] for line in lines[start : start + 4]] == [
        "alleged: Veld, Red Hand",
        "denies: Veld",
        "could not confirm who did",
        "it",
    ]


def test_the_timeline_names_what_changes_the_picture() -> None:
    lines = section(printed(told_view()), "When it was first said")
    assert [line.rsplit("  clm_", 1)[0].rstrip() for line in lines] == [
        "5 Jun 2030",
        "  Red Hand  alleged by Coast guards · Wire One (first alleged)",
        "  Veld      denied by Veld · Wire One (first denial)",
        "  nobody    has claimed responsibility, according to Wire One in its own words",
        "  killed    at least 9 · Wire One in its own words",
        "6 Jun 2030",
        "  Red Hand  claimed by Red Hand · Wire One (first claim of responsibility)",
        "  killed    12 to 14 · the mayor, Wire One",
    ]


def test_what_was_taken_back_is_marked() -> None:
    first = page("Wire One", says("Veld"), says("Red Hand"), url="https://wire.example/news/1")
    second = page("Wire One", says("Red Hand"), day=5, url="https://wire.example/news/1")
    text = printed(view_of(first, second))
    assert section(text, "Who says what of whom")[1:4] == [
        "Red Hand  A",
        "Veld      Ax",
        "A alleged · x taken back since",
    ]
    assert "(taken back: no longer in the" in re.sub(r"\s+", " ", text)


def test_the_tree_says_how_each_report_depends_on_the_one_above() -> None:
    assert section(printed(told_view()), "Where the reports come from") == [
        "Wire One  5 Jun 2030",
        "└── Daily  copy, 90% shared · 6 Jun 2030",
    ]


def test_a_long_chain_of_copies_stays_on_the_page() -> None:
    pages = [page(f"Outlet {at}", says("Veld")) for at in range(40)]
    rows = [row(later, earlier) for earlier, later in itertools.pairwise(pages)]
    text = printed(view_of(*pages, lineage=rows), width=80)
    assert all(f"Outlet {at} " in text for at in range(40))


def test_tolls_say_their_span_and_who_gives_which() -> None:
    lines = section(printed(told_view()), "Killed and wounded")
    assert lines[0] == "killed  said to be 9 to 14 or more"
    assert lines[1].startswith("  5 Jun 2030   at least 9              Wire One in its own words")
    assert lines[2].startswith("  6 Jun 2030   12 to 14                the mayor, Wire One")


def test_days_and_places_that_differ_say_what_they_differ_from() -> None:
    first, later = (DateRange(day, day) for day in (dt.date(2030, 6, 5), dt.date(2030, 6, 9)))
    selda = Place(name="Port Selda", latitude=10.0, longitude=10.0, precision="city")
    kell = Place(name="Kell", latitude=12.0, longitude=10.0, precision="city")
    told = [
        says("Tuesday", role=ClaimRole.TIME, date=first),
        says("Saturday", "The mayor", role=ClaimRole.TIME, date=later),
        says("Port Selda", role=ClaimRole.PLACE, place=selda),
        says("Kell", "The mayor", role=ClaimRole.PLACE, place=kell),
    ]
    lines = section(printed(view_of(page("Wire One", *told))), "Where accounts differ")
    assert [re.sub(r"\s+", " ", line.rsplit("  clm_", 1)[0]).strip() for line in lines] == [
        "time",
        "Saturday (9 Jun 2030) (not 5 Jun 2030) the mayor",
        "Tuesday (5 Jun 2030) (not 9 Jun 2030) Police",
        "place",
        "Kell (222 km from Port Selda) the mayor",
        "Port Selda (222 km from Kell) Police",
    ]


def test_one_day_and_one_place_are_no_difference() -> None:
    view = view_of(page("Wire One", says("Port Selda", role=ClaimRole.PLACE), says("Veld")))
    assert "Where accounts differ" not in printed(view)
    assert "place" in printed(view)


def test_reasons_stand_under_each_actor() -> None:
    assert "alleged by Coast guards over 1 root" in re.sub(r"\s+", " ", printed(told_view()))


def test_a_part_with_nothing_to_show_is_left_out() -> None:
    text = printed(view_of(page("Wire One", says("Veld"))))
    assert "Killed and wounded" not in text
    assert "Where accounts differ" not in text


def test_an_incident_that_is_not_there_is_an_error() -> None:
    with pytest.raises(NotFound, match="inc_nothere"):
        printed(told_view(), "inc_nothere")


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_no_line_is_wider_than_asked(width: int) -> None:
    for view, incident in ((full_view(), BOMBING), (large_view(actors=9, speakers=40, pages=60), ATTACK)):
        assert max(map(len, printed(view, incident, width=width).splitlines())) <= width
        assert max(map(len, shown(incidents_list(view, width=width), width).splitlines())) <= width


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_records_changes_nothing(seed: int) -> None:
    view = large_view(actors=5, speakers=9, pages=20)
    assert printed(shuffled(view, seed)) == printed(view)
    assert shown(incidents_list(shuffled(view, seed), width=100), 100) == shown(
        incidents_list(view, width=100), 100
    )


@pytest.mark.parametrize("nasty", NASTY)
def test_nothing_a_page_says_reaches_the_terminal(nasty: str) -> None:
    wire = page(nasty, says(nasty, nasty), toll(ClaimRole.KILLED, 3, 3, nasty), title=f"{nasty}.", day=5)
    daily = page("Daily", says(nasty, None), says("x", nasty, role=ClaimRole.PLACE), title="b", day=6)
    view = view_of(wire, daily, lineage=[row(daily, wire, why=nasty)])
    view = replace(view, incidents=(replace(view.incidents[0], summary=nasty, place=Place(name=nasty)),))
    for text in (printed(view), shown(incidents_list(view, width=100), 100)):
        assert [char for char in text if char != "\n" and is_hidden(char)] == []


def test_colours_add_nothing_but_escape_sequences() -> None:
    coloured = printed(told_view(), coloured=True)
    assert tidy(re.sub(r"\x1b\[[\d;]*m", "", coloured)) == printed(told_view())
    assert coloured != printed(told_view())


def test_markup_in_a_name_is_a_name() -> None:
    assert "[bold]Veld[/bold]" in printed(view_of(page("Wire One", says("[bold]Veld[/bold]"))))


def test_the_list_has_a_row_an_incident_in_order_of_time() -> None:
    view = full_view()
    lines = shown(incidents_list(view, width=140), 140).splitlines()
    assert re.sub(r"\s{2,}", "|", lines[0]) == "id|day|attack|reports|origins|who is said to have done it"
    cells = [re.sub(r"\s{2,}", "|", line) for line in lines[1:]]
    assert re.fullmatch(
        r"inc_\w{5}\|4 Jun 2030\|Bombing of the harbour office, Port Selda\|2\|1\|Dawn Front", cells[0]
    )
    assert cells[1] == "|Red Hand: single_root"
    hijacking = next(line for line in cells if "Hijacking" in line)
    assert re.fullmatch(r"inc_\w{5}\|no date\|Hijacking of a ferry.*\|0\|0\|no words say who", hijacking)
    assert cells[-1] == "2 attacks, 1 of them told in passing."


def test_the_list_names_three_and_counts_the_rest() -> None:
    view = view_of(page("Wire One", *(says(f"Faction {at}") for at in range(5))))
    text = shown(incidents_list(view, width=100), 100)
    assert text.count("Faction") == 3
    assert "and 2 more" in text


def test_the_list_of_nothing_says_so() -> None:
    view = replace(view_of(page("Wire One")), incidents=())
    assert shown(incidents_list(view, width=100), 100) == "No attack is told in 1 report.\n"
