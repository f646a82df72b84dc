"""The board and what is signed, in both kinds of database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from faults.plain import MADE_BY, plain_reading
from reportedly.board import Board, Filters, FoundKind
from reportedly.casebook import Casebook
from reportedly.casework.people import keeper
from reportedly.casework.reviews import Accept
from reportedly.errors import LedgerError
from reportedly.ledger import Ledger
from reportedly.parts import part_of
from reportedly.records import Reading
from reportedly.second_reading import Progress, SecondReading
from reportedly.summary import board_of
from told import AVERIL, FAR, day, told

Location = str | Path


def some() -> list[Reading]:
    named = [
        told("a", date=day(1), place=AVERIL, actor="River Brigade", said="boom"),
        told("b", date=day(5), place=FAR, actor="Hill Front", said="bang", published=None),
        told("c", date=None, place=None, actor="ÉCOLE 100%", said="crash"),
    ]
    outlets = ("Zebra Post", "ärger", None)
    return [
        replace(each, report=replace(each.report, outlet=outlet))
        for each, outlet in zip(named, outlets, strict=True)
    ]


def test_a_board_is_kept_and_read_page_by_page(location: Location) -> None:
    with Ledger(location) as ledger:
        for reading in [*some(), plain_reading(1), plain_reading(2)]:
            ledger.put(reading, made_by=MADE_BY)
        assert ledger.refresh().current
        board, view = Board(ledger), ledger.view()
        made = board_of(view)
        first = board.incidents(limit=2)
        rest = board.incidents(limit=500, after=first.next)
        assert [row.id for row in (*first.rows, *rest.rows)] == [row.id for row in made.incidents]
        assert [row.id for row in board.reports().rows] == [row.id for row in made.reports]
        for incident in view.incidents:
            assert board.view(incident.id) == part_of(view, incident=incident.id)
            assert set(board.view(incident.id).claims) <= set(board.case(incident.id).claims)


@pytest.mark.parametrize(
    ("wanted", "summaries"),
    [
        (Filters(place="averil"), "a"),
        (Filters(actor="école 1"), "c"),
        (Filters(actor="0%"), "c"),
        (Filters(actor="%"), "c"),
        (Filters(outlet="ÄRGER"), "b"),
        (Filters(country="NO", since=dt.date(2024, 3, 2)), "b"),
        (Filters(grade="alleged by one origin"), "abc"),
        (Filters(unread=True), "abc"),
        (Filters(differs=True), ""),
    ],
)
def test_lists_have_what_is_wanted_in_both(location: Location, wanted: Filters, summaries: str) -> None:
    with Ledger(location) as ledger:
        for reading in some():
            ledger.put(reading, made_by=MADE_BY)
        ledger.refresh()
        rows = Board(ledger).incidents(wanted=wanted).rows
        assert sorted(row.summary.split()[1] for row in rows) == list(summaries)
        assert {each.value for each in Board(ledger).choices()["outlet"]} == {"Zebra Post", "ärger"}


def test_reviews_are_counted_and_versions_signed(location: Location) -> None:
    with Casebook(location, create=True) as casebook:
        reading = plain_reading(1)
        casebook.ledger.put(reading, made_by=MADE_BY)
        casebook.ledger.refresh()
        casebook.review(keeper("Ana"), reading.report.id, Accept(), subjects=[reading.claims[0].id])
        (row,) = Board(casebook.ledger).reports().rows
        assert (row.reviewed, row.unread) == (1, len(reading.claims) - 1)
        work, chief = SecondReading(casebook), keeper("Eva")
        given = work.assign(chief, reading.report.id, (keeper("Ana"), keeper("Ben")))
        work.finish(keeper("Ana"), given.id)
        assert work.finish(keeper("Ben"), given.id).progress is Progress.DONE
        signed = work.sign_off(chief, reading.report.id)
        assert work.versions(reading.report.id) == (signed,)
        never = pytest.raises(LedgerError, match="what was signed is never deleted")
        with never, casebook.ledger.store.writing() as connection:
            connection.exec_driver_sql("DELETE FROM signoffs")


def test_words_are_searched(location: Location) -> None:
    with Ledger(location) as ledger:
        ledger.put(plain_reading(1), made_by=MADE_BY)
        assert Board(ledger).search("blast", kind=FoundKind.REPORT).total == 1
