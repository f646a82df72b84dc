"""What the benchmark of a large folder makes of the moments of a run."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from benchmarks import bulk, data
from benchmarks.bulk import Moment, chosen, read_so_far, reports_in, resident_mb, while_reading
from benchmarks.rows import Skip

RUN = [
    Moment(0.5, 90, 0),
    Moment(1.0, 200, 3),
    Moment(1.5, 210, 11),
    Moment(2.0, 220, 20),
    Moment(2.5, 900, 20),
    Moment(3.0, 900, 20),
]


def test_reading_ends_where_the_last_report_is_stored() -> None:
    assert while_reading(RUN)[-1] == RUN[3]


def test_memory_is_looked_at_where_a_share_of_the_reports_is_read() -> None:
    reading = while_reading(RUN)
    assert [read_so_far(reading, share) for share in (0.1, 0.25, 0.5, 1)] == [RUN[1], RUN[2], RUN[2], RUN[3]]


@pytest.mark.parametrize(("wanted", "taken"), [(None, 7), ("3", 3), ("900", 7)])
def test_so_many_are_taken_from_all_parts_of_the_sets(wanted: str | None, taken: int) -> None:
    cases = [{"id": number} for number in range(7)]
    found = chosen(cases, wanted)
    assert (len(found), found[0]) == (taken, cases[0])
    assert found == sorted(found, key=lambda case: int(case["id"]))


def test_a_ledger_is_counted_once_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    assert reports_in(path) == 0
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE other (id)")
    assert reports_in(path) == 0
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE reports (id)")
        connection.execute("INSERT INTO reports VALUES (1), (2)")
    assert reports_in(path) == 2


def test_a_process_that_is_gone_has_no_memory() -> None:
    assert resident_mb(2**22 + 1) == 0


def test_absent_sets_are_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(data, "SHARED", tmp_path)
    with pytest.raises(Skip, match="fakes"):
        next(bulk.rows())
