"""What became of another desk's ledger, as a page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rich.console import Console

from faults.plain import MADE_BY, plain_reading
from reportedly.incoming import (
    ClaimConflict,
    DecisionConflict,
    Imported,
    ReadingConflict,
    TextConflict,
    Told,
)
from reportedly.records import Anchor, Decision, Judgement, MadeBy, Reason, Skipped, Stage
from reportedly.terminal.imported_page import imported_page

NASTY = "\x1b[2J\u202e"
READING = plain_reading(1)
DOER = Told.of(READING.claims[0], "Police")
TOLL = Told.of(READING.claims[2], "Police")


def shown(imported: Imported, width: int = 120) -> str:
    console = Console(width=width, color_system=None, markup=False)
    with console.capture() as captured:
        for part in imported_page(imported):
            console.print(part)
    return captured.get()


def came(**fields: Any) -> Imported:
    given: dict[str, Any] = {"origin": "there.json", "desk": "Nineveh", "made_by": MADE_BY}
    return Imported(**(given | fields))


def read_otherwise(**fields: Any) -> ReadingConflict:
    given: dict[str, Any] = {
        "report": READING.report.id,
        "title": "Blast at depot 1",
        "here": MADE_BY,
        "there": MadeBy(program="reportedly 0.2.0", extractor="encoder.v1", model="sha256:0f0f0f0f0f"),
        "same": 3,
        "only_here": (DOER,),
        "only_there": (),
        "differing": (),
    }
    return ReadingConflict(**(given | fields))


def decision(by: str) -> Decision:
    one, other = (Anchor(incident=f"inc_{each}", report="rep_a", spans=()) for each in "ab")
    return Decision(
        id=f"dec_{by}",
        made_at=dt.datetime(2024, 3, 9, tzinfo=dt.UTC),
        by=by,
        judgement=Judgement.SAME,
        these=(one,),
        those=(other,),
    )


def test_what_was_taken_is_told_first() -> None:
    page = shown(came(new=(READING.report,), same=("rep_a", "rep_b"), other_reader=("rep_a",)))
    assert page.splitlines()[0] == "there.json, from Nineveh"
    assert "1 report taken, 2 here already with the same claims" in page
    assert "1 of these read there by another reader (rules.v1), which found the same" in page


def test_nothing_new_is_told_as_such() -> None:
    assert "nothing in it that this ledger lacks" in shown(came(same=("rep_a",)))


def test_a_reading_shows_what_either_side_has() -> None:
    page = shown(came(conflicts=(read_otherwise(only_there=(TOLL,), differing=((DOER, TOLL),)),)))
    lines = [line.strip() for line in page.splitlines()]
    assert "1 conflict; what was here stays, and what is there is kept in the log" in lines
    assert "here rules.v1, there encoder.v1 sha256:0f0f0…; 3 claims the same" in lines
    doer = "perpetrator: the River Brigade (alleges, certain), Police: ‘the River Brigade’"
    assert f"only here  {doer}" in lines
    assert "only there  killed: four (alleges, certain), Police: ‘four’" in lines
    assert lines.index(f"here  {doer}") + 1 == lines.index(
        "there  killed: four (alleges, certain), Police: ‘four’"
    )


def test_the_other_conflicts_show_both_sides() -> None:
    claim = ClaimConflict(
        report=READING.report.id,
        claim=DOER.claim,
        here="accepted",
        there="rejected",
        says_here=DOER,
        says_there=DOER,
    )
    incidents = DecisionConflict(here=decision("Ana"), there=decision("Ben"))
    several = DecisionConflict(here=None, there=decision("Cy"))
    text = TextConflict(report=READING.report.id, title="Blast", claims=2)
    page = shown(came(conflicts=(claim, incidents, several, text)))
    assert f"decided otherwise  {DOER.claim[:12]} of {READING.report.id[:12]}" in page
    assert "here accepted  perpetrator" in page
    assert "there rejected  perpetrator" in page
    assert "here   inc_a and inc_b are one attack (Ana, 2024-03-09)" in page
    assert "here   several decisions together make the opposite" in page
    assert "2 claims of theirs cannot be laid on the text that is here" in page


def test_a_long_list_is_cut_and_says_so() -> None:
    row = Skipped(origin="f", stage=Stage.CLAIMS, reason=Reason.MALFORMED, detail="claims[3]: no")
    page = shown(came(skipped=(row,) * 23, conflicts=(read_otherwise(),) * 21))
    assert "23 left out:" in page
    assert page.count("claims (malformed): claims[3]: no") == 20
    assert "and 3 more; --format json lists all" in page
    assert "and 1 more; --format json lists all" in page


def test_a_file_that_is_none_says_why_alone() -> None:
    row = Skipped(origin="f", stage=Stage.READ, reason=Reason.NOT_TEXT, detail="byte 0")
    lines = [line.rstrip() for line in shown(came(made_by=None, skipped=(row,))).splitlines()]
    assert lines[1:] == ["1 left out:", "  read (not_text): byte 0"]


def test_a_file_cannot_act_on_the_terminal() -> None:
    told = Told(claim=NASTY, words=NASTY, quote=NASTY, spans=())
    conflict = read_otherwise(title=NASTY, only_here=(told,), report=f"rep_{NASTY}")
    row = Skipped(origin=NASTY, stage=Stage.READ, reason=Reason.FAILED, detail=NASTY)
    page = shown(came(origin=NASTY, conflicts=(conflict,), skipped=(row,)))
    assert not set("\x1b\u202e") & set(page)


def test_a_narrow_terminal_is_enough() -> None:
    assert max(map(len, shown(came(conflicts=(read_otherwise(),)), width=50).splitlines())) <= 50
