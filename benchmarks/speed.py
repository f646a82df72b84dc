"""How fast and how large: the whole read road, a cold start, and a peer on the same reports."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.adapters import input_file, read_ledger, reportedly_command
from benchmarks.data import Case, load
from benchmarks.peers import spacy_seconds
from benchmarks.rows import Row, Skip

REPORTS = 100
WORDS = range(280, 361)
"""About 430 word pieces a report, the length at which the encoder peers were measured."""
RUNS = 5
COLD_RUNS = 7


def rows() -> Iterator[Row]:
    """Reports a second, memory, cold start; the peer last, so that its libraries weigh on nobody."""
    cases = [case for case in load("gold/train_texts.json.gz") if len(case["text"].split()) in WORDS][
        :REPORTS
    ]
    data = f"{len(cases)} news reports of {WORDS.start}–{WORDS.stop - 1} words"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        paths = [input_file(case, folder) for case in cases]
        yield from road(data, paths)
        yield memory(data, folder)
        yield cold(cases[0], folder)
    texts = [case["text"] for case in cases]
    try:
        seconds = spacy_seconds(texts, runs=RUNS)
    except ImportError:
        raise Skip("spaCy and its small model are not installed (make bench installs them)") from None
    yield rate(
        data, "spaCy small, parser and ner", len(texts), seconds, note="one process; no reading, no claims"
    )


def road(data: str, paths: Sequence[Path]) -> Iterator[Row]:
    """From files to claims, incidents and assessments, in one process."""
    read_ledger(paths[:8])  # imports and tables are paid for once, and measured by the cold start
    seconds = [timed(lambda: read_ledger(paths)) for _ in range(RUNS)]
    yield rate(
        data, "reportedly rules", len(paths), seconds, note="one process; the whole read road, no ledger file"
    )


def timed(work: Callable[[], object]) -> float:
    """Wall-clock seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def rate(data: str, system: str, reports: int, seconds: Sequence[float], *, note: str) -> Row:
    """Median reports a second with its quartiles."""
    low, middle, high = statistics.quantiles([reports / s for s in seconds], n=4, method="inclusive")
    return Row(
        part="speed",
        data=data,
        system=system,
        metric="reports a second",
        value=middle,
        low=low,
        high=high,
        n=len(seconds),
        unit="runs",
        note=note,
    )


def memory(data: str, folder: Path) -> Row:
    """Peak resident memory of a process that reads all the reports and prints their page."""
    with tempfile.TemporaryFile() as sink:
        child = subprocess.Popen(
            [*reportedly_command(), "read", str(folder), "--quiet"], stdout=sink, stderr=sink
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(
            status
        )  # it is waited for: keep Popen from doing it again
    if child.returncode != 0:
        raise Skip(f"reportedly read ended with {child.returncode} on the speed set")
    megabytes = usage.ru_maxrss / 1024
    return Row(
        part="memory",
        data=data,
        system="reportedly rules",
        metric="peak MB",
        value=megabytes,
        n=1,
        unit="run",
    )


def cold(case: Case, folder: Path) -> Row:
    """Seconds from starting the program to its page on one report."""
    page = folder / "one.txt"
    page.write_text(f"{case.get('title') or ''}\n\n{case['text']}", "utf-8")
    command = [*reportedly_command(), "read", str(page)]
    seconds = [
        timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(COLD_RUNS)
    ]
    low, middle, high = statistics.quantiles(seconds, n=4, method="inclusive")
    return Row(
        part="speed",
        data="one report, cold start",
        system="reportedly rules",
        metric="seconds",
        value=middle,
        low=low,
        high=high,
        n=len(seconds),
        unit="runs",
    )
