"""Killed, crowded and full: what was acknowledged is there, and nothing is there by halves.

Power loss cannot be produced here; against it stands ``synchronous=FULL`` (asserted in
``store/test_open.py``) and SQLite's own testing.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from faults.plain import MADE_BY, plain_reading
from reportedly import codec
from reportedly.errors import LedgerError
from reportedly.store import Store

TESTS = Path(__file__).parent.parent
KILLS = 20
EXTRACTORS = ("rules.v1", "rules.v2")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "work.ledger"


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, TESTS / "faults" / script, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> list[str]:
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out.splitlines()


def stored_numbers(lines: list[str]) -> list[int]:
    # A line that the kill cut short has no acknowledged number in full.
    return [int(line.split()[1]) for line in lines if line.startswith("stored ") and line.endswith("\n")]


def check_file(path: Path) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def killed_while_storing(path: Path, extractor: str, least: int, after: float) -> list[int]:
    """The numbers that a writer acknowledged before it was killed: so many, and what came in seconds more."""
    with start("writer.py", path, extractor, 0, 100_000) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        lines = [process.stdout.readline() for _ in range(least)]
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    return stored_numbers(lines)


def stored_whole(path: Path) -> dict[int, str]:
    """The numbers of the stored reports and who read each, after a look that each is all there."""
    with Store.open(path) as store:
        view = store.view()
    readers = {incident.claims: incident.summary.split()[2] for incident in view.incidents}
    found = {}
    for report in view.reports:
        number = int(report.origin.removeprefix("pages/").removesuffix(".txt"))
        reading = plain_reading(number)
        found[number] = readers.pop(reading.incidents[0].claims)
        assert report == reading.report
        assert set(reading.claims) <= set(view.claims)
        assert set(reading.sources) <= set(view.sources)
    assert not readers
    assert (len(view.sources), len(view.claims)) == (2 * len(found), 5 * len(found))
    return found


def test_twenty_kills_lose_nothing_that_was_acknowledged_and_leave_nothing_half_written(path: Path) -> None:
    chance = random.Random(20)  # noqa: S311
    before: dict[int, str] = {}
    acknowledged = 0
    for kill in range(KILLS):
        # The extractors take turns, so that most kills hit a report that is being replaced.
        extractor = EXTRACTORS[kill % 2]
        # Counted and not timed, so that a slow machine gets as far; the time after that falls within a write.
        said = killed_while_storing(path, extractor, chance.randint(1, 40), chance.uniform(0.0, 0.1))
        check_file(path)
        found = stored_whole(path)
        expected = before | dict.fromkeys(said, extractor)
        # The one in hand when the kill came may be stored and not yet acknowledged.
        in_hand = {len(said): extractor}
        assert found in (expected, expected | in_hand)
        before, acknowledged = found, acknowledged + len(said)
    assert acknowledged > 10 * KILLS


def test_dying_before_any_statement_leaves_the_earlier_reading(path: Path) -> None:
    lines = finish(start("steps.py", path))
    states = [line.split(" ", 1)[1] for line in lines]
    # BEGIN, look, BEGIN IMMEDIATE, look, clear, write, commit: some two dozen steps.
    assert len(states) > 15
    assert set(states) == {"whole Blast, as rules.v1 reads it"}
    check_file(path)


def test_two_writers_give_what_one_gives(tmp_path: Path) -> None:
    both, alone = tmp_path / "both", tmp_path / "alone"
    one = start("writer.py", both, "rules.v1", 0, 120)
    other = start("writer.py", both, "rules.v1", 60, 180)
    assert len(finish(one)) == len(finish(other)) == 121
    finish(start("writer.py", alone, "rules.v1", 0, 180))
    with Store.open(both) as crowded, Store.open(alone) as quiet:
        assert codec.dumps(crowded.view()) == codec.dumps(quiet.view())
        assert crowded.counts()["reports"] == 180
    check_file(both)


def test_a_file_that_may_not_grow_is_an_error_in_words_and_earlier_reports_stay(path: Path) -> None:
    lines = finish(start("writer.py", path, "until-full", 1_500_000))
    stored = [int(line.split()[1]) for line in lines if line.startswith("stored")]
    (full,) = [line for line in lines if line.startswith("full")]
    assert "what is stored so far is safe" in full
    assert f"readable {len(stored) - 1}" in lines
    assert stored == list(range(len(stored)))
    assert len(stored) > 5
    check_file(path)
    with Store.open(path) as store:
        assert len(store.view().claims) == 5 * len(stored)


def test_a_full_disk_is_an_error_in_words_and_earlier_reports_stay(path: Path) -> None:
    with Store.open(path) as store:
        store.put(plain_reading(0), MADE_BY)
        before = store.view()
        with store._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(LedgerError, match="the disk is full; free some space and run this again"):
            put_many(store, 200)
        assert set(before.claims) <= set(store.view().claims)
        assert len(store.view().claims) == 5 * len(store.view().reports)
        with store._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert store.put(plain_reading(200), MADE_BY)
    check_file(path)


def put_many(store: Store, end: int) -> None:
    for number in range(end):
        store.put(plain_reading(number), MADE_BY)
