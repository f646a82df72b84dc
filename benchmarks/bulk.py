"""A folder of ten thousand reports read into a ledger and compared, through the command line.

``REPORTEDLY_BULK=1000`` takes so many, spread over the sets. Both phases run as programs of their own.
The moments at which the ledger grows tell when reading ends; what is resident tells whether it stays flat.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from benchmarks.adapters import READERS, input_file, reportedly_command
from benchmarks.data import Case, lines
from benchmarks.rows import Row
from benchmarks.speed import free

WANTED = "REPORTEDLY_BULK"
STORIES = 200
"""Bodies of FNC-1 that are added: many tell one story."""
EVERY_S = 0.5
SHARES = {"a tenth": 0.1, "a quarter": 0.25, "half": 0.5}
"""Of the reports; memory is looked at where so many are read, and at the end: it should be flat."""


def rows() -> Iterator[Row]:
    """Each reader in turn, on the same folder."""
    cases = chosen(all_cases(), os.environ.get(WANTED))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "reports")
        folder.mkdir()
        for number, case in enumerate(cases):
            # The number keeps texts apart that one set gives one id.
            input_file({**case, "id": f"{number:05}-{case['id']}", "published": case.get("date")}, folder)
        for system, reader in READERS.items():
            yield from measured(system, reader, folder, Path(temporary, f"{reader}.sqlite"), len(cases))


def all_cases() -> list[Case]:
    """Reports of attacks in Syria, stories told by many, and mixed news, in this order.

    Raises:
        Skip: the sets do not lie beside the repository.
    """
    stories = islice(lines("data/fnc1_bodies.jsonl.gz"), STORIES)
    return list(chain(lines("data/fakes.jsonl.gz"), stories, lines("data/bulk_news.jsonl.gz")))


def chosen(cases: Sequence[Case], wanted: str | None) -> list[Case]:
    """So many of the cases, at equal distances; all where no number, or more than there are, is asked for.

    >>> chosen([{"id": n} for n in range(10)], "3")
    [{'id': 0}, {'id': 3}, {'id': 6}]
    """
    count = min(int(wanted or len(cases)), len(cases))
    return [cases[i * len(cases) // count] for i in range(count)]


def measured(system: str, reader: str, folder: Path, ledger: Path, reports: int) -> Iterator[Row]:
    """What reading the folder costs, and what it costs afterwards to list the attacks."""
    read = ["read", str(folder), "--ledger", str(ledger), "--reader", reader, "--jobs", "1", "--quiet"]
    whole = watched(read, ledger)
    reading = while_reading(whole)
    listing = watched(["incidents", "--ledger", str(ledger)], ledger)
    stored = reading[-1].stored
    figures = (
        (
            "reports a second",
            reports / reading[-1].seconds,
            "--jobs 1; until the last is stored, the start too",
        ),
        *(
            (f"MB, {words} of the reports read", read_so_far(reading, share).resident, "reading")
            for words, share in SHARES.items()
        ),
        ("MB, all reports read", reading[-1].resident, "reading"),
        ("peak MB", max(each.resident for each in reading), "reading"),
        ("seconds to list the attacks", listing[-1].seconds, f"{stored:,} reports compared; the start too"),
        ("peak MB", max(each.resident for each in listing), "comparing"),
    )
    for metric, value, note in figures:
        yield Row(
            part="bulk",
            data=f"{reports:,} news reports in a folder",
            system=system,
            metric=metric,
            value=value,
            n=1,
            unit="run",
            note=note,
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """How a run stands: seconds since its start, MB that are resident, reports in the ledger."""

    seconds: float
    resident: float
    stored: int


def watched(arguments: Sequence[str], ledger: Path) -> list[Moment]:
    """The moments of a run of the program; the last is its end.

    Raises:
        RuntimeError: the program failed.
    """
    begun = time.perf_counter()
    moments: list[Moment] = []
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            free([*reportedly_command(), *arguments]), stdout=subprocess.DEVNULL, stderr=errors
        ) as child,
    ):
        while child.poll() is None:
            moments.append(Moment(time.perf_counter() - begun, resident_mb(child.pid), reports_in(ledger)))
            time.sleep(EVERY_S)
        end = time.perf_counter() - begun
        errors.seek(0)
        if child.returncode not in FINISHED:
            raise RuntimeError(
                f"reportedly {arguments[0]}: {errors.read().decode('utf-8', 'replace')[-500:]}"
            )
    return [*moments, Moment(end, moments[-1].resident, reports_in(ledger))]


FINISHED = (0, 3)
"""All of it, or all but inputs that are left out with a row each."""


def while_reading(moments: Sequence[Moment]) -> Sequence[Moment]:
    """The moments up to the one at which the last report is in the ledger."""
    end = next(n for n, each in enumerate(moments, start=1) if each.stored == moments[-1].stored)
    return moments[:end]


def read_so_far(moments: Sequence[Moment], share: float) -> Moment:
    """The first moment at which such a share of the reports is in the ledger."""
    return next(each for each in moments if each.stored >= share * moments[-1].stored)


def resident_mb(process: int) -> float:
    """Resident memory of a process; 0 where it has just ended, or where the system does not tell."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    kilobytes = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    return int(kilobytes[0]) / 1024 if kilobytes else 0.0


def reports_in(ledger: Path) -> int:
    """How many reports the ledger has; 0 while there is none yet."""
    try:
        connection = sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True)
    except sqlite3.OperationalError:
        return 0
    try:
        (count,) = connection.execute("SELECT count(*) FROM reports").fetchone()
        return int(count)
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()
