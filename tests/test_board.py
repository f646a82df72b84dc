"""The board tells what comparing the ledger gives, page by page, and says when it no longer does."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from deciding import SAME, anchor, decision
from faults.plain import MADE_BY, plain_reading, reviewed
from reportedly.board import Board, Differs, Filters, Page, RefreshStep
from reportedly.casebook import Casebook
from reportedly.casework.people import keeper
from reportedly.casework.reviews import Accept, ClaimDraft, Correct, Note, Reject
from reportedly.errors import NotFound, TableError, UsageError
from reportedly.ledger import Ledger
from reportedly.lineage import roots_of
from reportedly.listing import BoardIncident, BoardReport, as_compared
from reportedly.parts import part_of
from reportedly.pictures.case import case_of
from reportedly.pictures.lineage_tree import lineage_tree_of
from reportedly.pictures.matrix import matrix_of
from reportedly.pictures.timeline import timeline_of
from reportedly.pictures.tolls import tolls_of
from reportedly.records import Certainty, ClaimRole, Decision, LedgerView, Place, Reading
from reportedly.summary import board_of
from reportedly.terminal.accounts import accounts
from strategies import readings
from test_order import NAMES, decided, read
from told import AVERIL, FAR, day, told

# A failing example of several readings takes minutes to make smaller: it is told as it was found.
few = settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@contextmanager
def ledger_of(some: Iterable[Reading], decisions: Iterable[Decision] = ()) -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder, "work.sqlite")) as ledger:
        for reading in some:
            ledger.put(reading, made_by=MADE_BY)
        for each in decisions:
            ledger.store.decide(each)
        yield ledger


@pytest.fixture
def basra() -> Iterator[Ledger]:
    """Eight stories, seven of one attack: copies, rewrites, a correction, a rival account."""
    with ledger_of(read().values()) as ledger:
        ledger.refresh()
        yield ledger


Row = TypeVar("Row", BoardIncident, BoardReport)


def all_rows(ask: Callable[..., Page[Row]], *, limit: int, wanted: Filters = Filters()) -> list[Row]:  # noqa: B008
    found: list[Row] = []
    page = ask(wanted=wanted, limit=limit)
    while True:
        found += page.rows
        if page.next is None:
            return found
        assert len(page.rows) == limit
        page = ask(wanted=wanted, limit=limit, after=page.next)


def uncounted(rows: Sequence[Row]) -> list[Row]:
    return [replace(row, reviewed=0, unread=0) for row in rows]


# --- it is what the view is -------------------------------------------------------------------------------


def check_board(ledger: Ledger, *, limit: int) -> None:
    board, view = Board(ledger), ledger.view(anew=True)
    assert ledger.view() == view
    made = board_of(view)
    assert uncounted(all_rows(board.incidents, limit=limit)) == list(made.incidents)
    assert uncounted(all_rows(board.reports, limit=limit)) == list(made.reports)
    for incident in view.incidents:
        assert (
            board.view(incident.id)
            == ledger.view(incident=incident.id)
            == part_of(view, incident=incident.id)
        )
        check_case(view, board.case(incident.id), incident.id)
    state = board.state()
    counted = (len(view.incidents), len(view.reports), len(view.claims))
    assert (state.incidents, state.reports, state.claims) == counted
    assert state.current


def check_case(view: LedgerView, part: LedgerView, incident: str) -> None:
    """Everything that an incident's page shows is the same from its part as from the whole."""
    whole, alone = case_of(view, incident), case_of(part, incident)
    roots, here = roots_of(view.reports, view.lineage), roots_of(part.reports, part.lineage)
    assert {claim.id: here[claim.report].id for claim in alone.claims} == {
        claim.id: roots[claim.report].id for claim in whole.claims
    }
    for of in (matrix_of, timeline_of, lineage_tree_of, tolls_of, accounts):
        assert of(alone) == of(whole)


@few
@given(
    st.lists(readings(nul=False), max_size=4, unique_by=lambda reading: reading.report.id), st.integers(1, 5)
)
def test_the_board_after_a_refresh_is_what_the_view_gives(some: list[Reading], limit: int) -> None:
    with ledger_of(some) as ledger:
        ledger.refresh()
        check_board(ledger, limit=limit)


@settings(max_examples=10, deadline=None)
@given(st.sets(st.sampled_from(NAMES), min_size=1), st.booleans())
def test_so_it_is_of_stories_that_depend_on_each_other(names: set[str], with_decisions: bool) -> None:
    some = [read()[name] for name in sorted(names)]
    with ledger_of(some, decided() if with_decisions else ()) as ledger:
        ledger.refresh()
        check_board(ledger, limit=2)


def test_all_parts_together_are_the_view(basra: Ledger) -> None:
    view, stored = basra.view(anew=True), basra.store.stored()
    compared = basra.store.board.compared()
    whole = as_compared(stored.readings, compared, made_by=view.made_by, skipped=view.skipped)
    assert whole == view


# --- when it is current -----------------------------------------------------------------------------------


def changed_by_a_reading(ledger: Ledger) -> None:
    ledger.put(plain_reading(7), made_by=MADE_BY)


def changed_by_a_decision(ledger: Ledger) -> None:
    found = ledger.view().incidents
    ledger.merge([each.id for each in found], by="desk 2")


def changed_by_undoing(ledger: Ledger) -> None:
    ledger.undo(by="desk 2")


@pytest.mark.parametrize("change", [changed_by_a_reading, changed_by_a_decision, changed_by_undoing])
def test_a_change_makes_it_outdated_and_readable_still(
    basra: Ledger, change: Callable[[Ledger], None]
) -> None:
    wire, rival = (read()[name] for name in ("wire", "elsewhere"))
    basra.store.decide(decision(SAME, [anchor(wire)], [anchor(rival)], number=9))
    basra.refresh()
    board = Board(basra)
    before = all_rows(board.incidents, limit=50)
    if change is changed_by_a_decision:
        basra.undo(by="desk 2")
        basra.refresh()
        before = all_rows(board.incidents, limit=50)
    change(basra)
    assert not board.state().current
    assert uncounted(all_rows(board.incidents, limit=50)) == uncounted(before)
    assert basra.refresh().current
    assert uncounted(all_rows(board.incidents, limit=50)) != uncounted(before)
    check_board(basra, limit=3)


def test_other_rules_make_it_outdated(basra: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Board(basra).state().current
    rules = tmp_path / "rules.toml"
    rules.write_text('[[grade]]\nname = "all"\nwhen = []\ngives = "told"\nsays = "somebody says so"\n')
    monkeypatch.setenv("REPORTEDLY_RULES", str(rules))
    assert not Board(basra).state().current
    assert basra.refresh().current
    assert {row.value for row in Board(basra).choices()["grade"]} == {"told"}


def test_another_table_of_actors_makes_it_outdated(
    basra: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "agencies.toml"
    table.write_text("")
    monkeypatch.setenv("REPORTEDLY_AGENCIES", str(table))
    assert not Board(basra).state().current
    monkeypatch.setenv("REPORTEDLY_AGENCIES", str(tmp_path / "none.toml"))
    with pytest.raises(TableError, match=r"none.toml: cannot be read .*REPORTEDLY_AGENCIES"):
        Board(basra).state()


def test_a_board_that_was_never_made_is_empty(tmp_path: Path) -> None:
    with Ledger(tmp_path / "new.sqlite") as ledger:
        board = Board(ledger)
        assert board.state().made_at is None
        assert not board.state().current
        assert board.incidents() == Page(rows=(), next=None)
        assert board.reports() == Page(rows=(), next=None)
        assert ledger.refresh().current


def test_a_refresh_tells_its_steps_and_does_nothing_where_nothing_changed(basra: Ledger) -> None:
    steps: list[RefreshStep] = []
    made_at = Board(basra).state().made_at
    assert basra.refresh(progress=steps.append).made_at == made_at
    assert steps == []
    assert basra.refresh(progress=steps.append, always=True).made_at != made_at
    assert steps == list(RefreshStep)


def test_who_looks_while_it_is_refreshed_sees_the_board_before(basra: Ledger) -> None:
    board = Board(basra)
    before = all_rows(board.incidents, limit=50)
    seen = []

    def look(step: RefreshStep) -> None:
        seen.append(uncounted(all_rows(board.incidents, limit=50)) == uncounted(before))

    basra.put(plain_reading(7), made_by=MADE_BY)
    basra.refresh(progress=look)
    assert seen == [True] * len(RefreshStep)
    assert len(all_rows(board.incidents, limit=50)) == len(before) + 1


def test_what_comes_in_during_a_refresh_makes_it_outdated(basra: Ledger) -> None:
    def come_in(step: RefreshStep) -> None:
        if step is RefreshStep.SUMMING_UP:
            basra.put(plain_reading(7), made_by=MADE_BY)

    assert not basra.refresh(progress=come_in, always=True).current
    assert len(Board(basra).reports().rows) == len(NAMES)


# --- rows -------------------------------------------------------------------------------------------------


def test_a_row_of_an_incident(basra: Ledger) -> None:
    main = next(row for row in Board(basra).incidents().rows if row.reports > 1)
    view = basra.view(incident=main.id, anew=True)
    assert main.claims == len(view.claims) == main.unread
    assert main.reports == len(view.reports) == 7
    assert main.roots < main.reports
    assert main.speakers > 0
    assert Differs.DOER in main.differs
    assert Differs.KILLED in main.differs
    assert main.killed is not None
    grades = {row.actor: row.grade for row in view.assessments}
    assert all(grades[actor.name] == actor.grade for actor in main.actors)
    assert len(main.actors) + main.more_actors == len(grades)


def test_a_row_of_a_report(basra: Ledger) -> None:
    of = {reading.report.id: name for name, reading in read().items()}
    rows = {of[row.id]: row for row in Board(basra).reports().rows}
    assert rows["copy"].dependent
    assert rows["copy"].origin == rows["wire"].origin
    assert not rows["elsewhere"].dependent
    assert rows["elsewhere"].outlet == "Sahel Mail"
    assert rows["elsewhere"].incidents != rows["wire"].incidents
    assert rows["elsewhere"].claims == rows["elsewhere"].unread > 0


def test_latest_come_first_and_what_has_no_day_last() -> None:
    days = [day(5), None, day(3, 9), day(20)]
    some = [told(f"r{n}", date=each, actor="X", published=None) for n, each in enumerate(days)]
    with ledger_of(some) as ledger:
        ledger.refresh()
        rows = Board(ledger).incidents().rows
    assert [row.date for row in rows] == [day(20), day(5), day(3, 9), None]


def test_what_somebody_looked_at_counts_at_once(tmp_path: Path) -> None:
    with ledger_of([plain_reading(1), plain_reading(2)]) as ledger:
        ledger.refresh()
        board = Board(ledger)
        assert [(row.reviewed, row.unread) for row in board.reports().rows] == [(0, 5), (0, 5)]
        ledger.put(reviewed(plain_reading(1), 0, 1, 2, 3, 4), made_by=MADE_BY)
        ledger.put(reviewed(plain_reading(2), 3), made_by=MADE_BY)
        counted = {row.id: (row.reviewed, row.unread) for row in board.reports().rows}
        one, two = (plain_reading(n).report.id for n in (1, 2))
        assert counted == {one: (5, 0), two: (1, 4)}
        unread = Filters(unread=True)
        assert [row.id for row in board.reports(wanted=unread).rows] == [two]
        assert [row.unread for row in board.incidents(wanted=unread).rows] == [4]


# --- filters and pages ------------------------------------------------------------------------------------

NOWHERE = Place(name="100% Bay_", country=None)
SOME = [
    told("a", date=day(1), place=AVERIL, actor="River Brigade", said="boom", published=2),
    told("b", date=day(5), place=FAR, actor="Hill Front", said="bang", published=6),
    told("c", date=None, place=NOWHERE, actor="ÇİL Group", said="crash", published=None),
    told("d", date=day(9, 12), place=None, actor="Hill Front", said="crack", published=13),
]


def outlets(some: Iterable[Reading], *names: str | None) -> list[Reading]:
    return [
        replace(each, report=replace(each.report, outlet=name))
        for each, name in zip(some, names, strict=True)
    ]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filters(), "abcd"),
        (Filters(since=dt.date(2024, 3, 5)), "bcd"),
        (Filters(until=dt.date(2024, 3, 5)), "abc"),
        (Filters(since=dt.date(2024, 3, 11), until=dt.date(2024, 3, 11)), "cd"),
        (Filters(place="averil"), "a"),
        (Filters(place="KIRK"), "b"),
        (Filters(place="0% b"), "c"),
        (Filters(place="%"), "c"),
        (Filters(place="_"), "c"),
        (Filters(country="no"), "ab"),
        (Filters(actor="hill  front"), "bd"),
        (Filters(actor="çi̇l"), "c"),
        (Filters(actor="Front", place="kirke"), "b"),
        (Filters(outlet="courier"), "ad"),
        (Filters(outlet="COURIER", actor="front"), "d"),
        (Filters(grade="alleged by one origin"), "abcd"),
        (Filters(grade="alleged"), ""),
        (Filters(actor="brigade", grade="contested"), ""),
        (Filters(differs=True), ""),
        (Filters(unread=True), "abcd"),
        (Filters(actor="' OR 1=1 --"), ""),
    ],
)
def test_lists_have_what_is_wanted(wanted: Filters, expected: str) -> None:
    some = outlets(SOME, "Ansel Courier", "Hill Post", None, "Courier")
    with ledger_of(some) as ledger:
        ledger.refresh()
        board = Board(ledger)
        of = {each.report.id: each.report.origin for each in some}
        owner = {each.incidents[0].id: each.report.origin for each in some}
        assert sorted(owner[row.id] for row in board.incidents(wanted=wanted).rows) == list(expected)
        if wanted.since is None and wanted.until is None:
            assert sorted(of[row.id] for row in board.reports(wanted=wanted).rows) == list(expected)


def test_reports_go_by_the_day_of_publication() -> None:
    with ledger_of(SOME) as ledger:
        ledger.refresh()
        wanted = Filters(since=dt.date(2024, 3, 6), until=dt.date(2024, 3, 12))
        found = {row.published for row in Board(ledger).reports(wanted=wanted).rows}
    assert found == {dt.date(2024, 3, 6), None}


def test_disputed_incidents_can_be_asked_for(basra: Ledger) -> None:
    rows = Board(basra).incidents(wanted=Filters(differs=True)).rows
    assert [row.reports for row in rows] == [7]


def test_a_row_that_comes_in_between_two_pages_moves_none_to_another(basra: Ledger) -> None:
    board = Board(basra)
    before = all_rows(board.reports, limit=50)
    first = board.reports(limit=3)
    basra.put(replace_day(plain_reading(1), dt.date(2030, 1, 1)), made_by=MADE_BY)
    basra.refresh()
    rest = board.reports(limit=50, after=first.next)
    assert uncounted([*first.rows, *rest.rows]) == uncounted(before)


def replace_day(reading: Reading, published: dt.date) -> Reading:
    return replace(reading, report=replace(reading.report, published=published))


@pytest.mark.parametrize("limit", [0, -1, 501])
def test_a_page_has_a_number_of_rows(basra: Ledger, limit: int) -> None:
    with pytest.raises(UsageError, match="a page has 1 to 500 rows"):
        Board(basra).incidents(limit=limit)


def test_an_incident_is_found_by_a_short_id_and_by_a_report_s_own(basra: Ledger) -> None:
    board = Board(basra)
    main = next(each for each in basra.view().incidents if each.members)
    assert board.incident(main.id[:10]).id == main.id
    assert {board.incident(member).id for member in main.members} == {main.id}
    with pytest.raises(NotFound, match="no incident has an id that is or begins with 'inc_nothing'"):
        board.view("inc_nothing")


def test_choices_are_the_commonest_first() -> None:
    with ledger_of(outlets(SOME, "Courier", "Hill Post", None, "Courier")) as ledger:
        ledger.refresh()
        found = Board(ledger).choices()
        assert [(each.value, each.rows) for each in found["outlet"]] == [("Courier", 2), ("Hill Post", 1)]
        assert [(each.value, each.rows) for each in found["country"]] == [("NO", 2)]
        assert [each.rows for each in found["grade"]] == [4]
        assert len(Board(ledger).choices(most=1)["outlet"]) == 1


def test_an_outdated_board_opens_what_is_still_there() -> None:
    with ledger_of([plain_reading(1), plain_reading(2)]) as ledger:
        ledger.refresh()
        board = Board(ledger)
        first = board.incidents().rows[0]
        for number in (1, 2):
            ledger.put(plain_reading(number, extractor="rules.v2"), made_by=MADE_BY)
        fewer = replace(plain_reading(1), claims=(), incidents=(), sources=())
        ledger.put(fewer, made_by=MADE_BY)
        view = board.view(first.id)
        known = {claim.id for claim in ledger.view().claims}
        assert {claim.id for claim in view.claims} <= known
        assert len(view.incidents) == 1


# --- reviews ----------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook(tmp_path / "desk.sqlite", create=True) as casebook:
        for name in ("wire", "elsewhere"):
            casebook.ledger.put(read()[name], made_by=MADE_BY)
        casebook.ledger.refresh()
        yield casebook


def test_a_review_makes_it_outdated_and_counts_at_once(desk: Casebook) -> None:
    board, reading = Board(desk.ledger), read()["elsewhere"]
    claims = [claim.id for claim in reading.claims]
    made = desk.review(keeper("Ana"), reading.report.id, Accept(), subjects=claims[:2])

    def counted() -> tuple[int, int]:
        row = next(row for row in board.reports().rows if row.id == reading.report.id)
        return row.reviewed, row.unread

    assert not board.state().current
    assert counted() == (2, len(claims) - 2)
    desk.review(keeper("Ana"), reading.report.id, Note(text="why two?"), subjects=claims[2:3])
    assert counted() == (2, len(claims) - 2)
    desk.undo_review(keeper("Ana"), made.id)
    assert counted() == (0, len(claims))


def test_what_people_rejected_and_corrected_is_on_the_board_after_a_refresh(desk: Casebook) -> None:
    board, reading = Board(desk.ledger), read()["elsewhere"]
    doer = next(claim for claim in reading.claims if claim.role is ClaimRole.PERPETRATOR)
    other = next(claim for claim in reading.claims if claim.role is not ClaimRole.PERPETRATOR)
    desk.review(keeper("Ana"), reading.report.id, Reject(), subjects=[doer.id], reason="not said")
    changed = replace(ClaimDraft.of(other), certainty=Certainty.POSSIBLE)
    desk.review(keeper("Ana"), reading.report.id, Correct(claim=changed), subjects=[other.id])
    before = board.incidents().rows
    assert desk.ledger.refresh().current
    check_board(desk.ledger, limit=5)
    assert board.incidents().rows != before
    view = board.view(board.reports(wanted=Filters(outlet="sahel")).rows[0].incidents[0])
    assert doer.id in {claim.id for claim in view.rejected}
    assert {claim.certainty for claim in view.claims if claim.id == other.id} == {Certainty.POSSIBLE}


def test_a_current_board_is_shown_without_comparing(basra: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    main = next(each for each in basra.view().incidents if each.members)
    expected = basra.view(incident=main.id, anew=True)

    def never(*given: object, **named: object) -> None:
        raise AssertionError("the ledger was compared")

    monkeypatch.setattr("reportedly.ledger.assemble", never)
    for asked in (main.id, main.id[:9], main.members[-1]):
        assert basra.view(incident=asked) == expected
    assert part_of(basra.view(), incident=main.id) == expected
    basra.put(plain_reading(7), made_by=MADE_BY)
    with pytest.raises(AssertionError, match="was compared"):
        basra.view(incident=main.id)
