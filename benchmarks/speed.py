"""How fast and how large: the whole read road, a cold start, and a peer on the same reports."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.adapters import READERS, input_file, read_ledger, reportedly_command
from benchmarks.data import Case, load
from benchmarks.peers import spacy_seconds
from benchmarks.rows import Row, Skip

REPORTS = 100
WORDS = range(280, 361)
"""About 430 word pieces a report, the length at which the encoder peers were measured."""
RUNS = 5
JOBS = 2
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
        for system in READERS:
            yield road(data, paths, system)
            yield by_processes(data, folder, len(paths), system)
            yield memory(data, folder, system)
            yield cold(cases[0], folder, system)
    texts = [case["text"] for case in cases]
    try:
        seconds = spacy_seconds(texts, runs=RUNS)
    except ImportError:
        raise Skip("spaCy and its small model are not installed (make bench installs them)") from None
    yield rate(
        data, "spaCy small, parser and ner", len(texts), seconds, note="one process; no reading, no claims"
    )


def road(data: str, paths: Sequence[Path], system: str) -> Row:
    """From files to claims, incidents and assessments, in one process."""
    reader = READERS[system]
    read_ledger(paths[:8], reader)  # imports and tables are paid for once, and measured by the cold start
    seconds = [timed(lambda: read_ledger(paths, reader)) for _ in range(RUNS)]
    return rate(data, system, len(paths), seconds, note="one process; the whole read road, no ledger file")


def by_processes(data: str, folder: Path, reports: int, system: str) -> Row:
    """The program as a user starts it on a folder, its start and that of its workers in the time."""
    read = [*reportedly_command(), "read", str(folder), "--reader", READERS[system], "--jobs", str(JOBS)]
    command = [*read, "--quiet", "--format", "json"]
    seconds = [
        timed(lambda: subprocess.run(free(command), check=True, stdout=subprocess.DEVNULL))
        for _ in range(RUNS)
    ]
    return rate(data, system, reports, seconds, note=f"--jobs {JOBS}; the whole program, its start too")


def free(command: Sequence[str]) -> list[str]:
    """The command on all cores, as a user starts it.

    A library that binds threads (``OMP_PROC_BIND``) leaves this process on one core, and its children with
    it: two workers then took twice the time that they take from a shell.
    """
    bound = shutil.which("taskset")
    return [bound, "-c", f"0-{(os.cpu_count() or 1) - 1}", *command] if bound else [*command]


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


# A child's peak counts the pages of whoever started it (Linux takes over the peak at exec), so that a small
# process in between starts the one that is measured.
BETWEEN = """import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(done.returncode)"""


def memory(data: str, folder: Path, system: str) -> Row:
    """Peak resident memory of a process that reads all the reports and prints their page."""
    read = [*reportedly_command(), "read", str(folder), "--reader", READERS[system], "--quiet"]
    command = [sys.executable, "-c", BETWEEN, *read]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Row(
        part="memory",
        data=data,
        system=system,
        metric="peak MB",
        value=int(done.stdout) / 1024,
        n=1,
        unit="run",
    )


def cold(case: Case, folder: Path, system: str) -> Row:
    """Seconds from starting the program to its page on one report.

    With bytecode, as an installed package has it: one run that is not measured makes what is missing.
    """
    page = folder / "one.txt"
    page.write_text(f"{case.get('title') or ''}\n\n{case['text']}", "utf-8")
    command = [*reportedly_command(), "read", str(page), "--reader", READERS[system]]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def run() -> object:
        return subprocess.run(free(command), check=True, capture_output=True, env=environment)

    run()
    seconds = [timed(run) for _ in range(COLD_RUNS)]
    low, middle, high = statistics.quantiles(seconds, n=4, method="inclusive")
    return Row(
        part="speed",
        data="one report, cold start",
        system=system,
        metric="seconds",
        value=middle,
        low=low,
        high=high,
        n=len(seconds),
        unit="runs",
    )
