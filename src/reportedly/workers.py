"""Several processes that read, for archives: a report a process at a time, results in the order of inputs.

Each process loads the reader by itself (about a second), so that this pays from some dozens of reports on.
A process that dies (out of memory) costs the report that killed it and no other.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from reportedly.annotations import Annotator
from reportedly.pipeline import annotator_named
from reportedly.reading import reading_of
from reportedly.records import Reading, Reason, Report, Skipped, Stage

T = TypeVar("T")
AHEAD = 4
"""Reports that are handed out for each process before their results are waited for."""


def read_by_processes(items: Iterable[Report | T], reader: str, jobs: int) -> Iterator[Reading | Skipped | T]:
    """Read each report by one of ``jobs`` processes; what is no report passes through, all in order.

    Args:
        items: reports, and rows that are passed on.
        reader: name of an annotator.
        jobs: how many processes.

    Raises:
        UsageError: no reader has that name.
    """
    annotator_named(reader)
    pool = _Pool(_begin, reader, jobs)
    waiting: deque[_Given | T] = deque()
    try:
        for item in items:
            waiting.append(_Given(item, pool.submit(item)) if isinstance(item, Report) else item)
            while len(waiting) > AHEAD * jobs:
                yield _done(waiting.popleft(), pool)
        while waiting:
            yield _done(waiting.popleft(), pool)
    finally:
        pool.close()


@dataclass(frozen=True, slots=True)
class _Given:
    """A report that a process has in hand."""

    report: Report
    future: Future[Reading | Skipped]


def _done(item: _Given | T, pool: _Pool) -> Reading | Skipped | T:
    return pool.result(item) if isinstance(item, _Given) else item


class _Pool:
    """Processes that are started anew where one of them died."""

    def __init__(self, begin: Callable[[str], None], reader: str, jobs: int) -> None:
        self._begin, self._reader, self._jobs = begin, reader, jobs
        self._processes = self._started(jobs)

    def _started(self, jobs: int) -> ProcessPoolExecutor:
        # Spawned, not forked: the reader's threads do not survive a fork. One thread a process for what numpy
        # multiplies, or the processes take each other's cores.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(jobs, context, initializer=self._begin, initargs=(self._reader,))

    def submit(self, report: Report) -> Future[Reading | Skipped]:
        try:
            return self._processes.submit(_read, report)
        except BrokenProcessPool:
            self._anew(self._jobs)
            return self._processes.submit(_read, report)

    def result(self, given: _Given) -> Reading | Skipped:
        """What became of a report. All that were in hand when a process died are read once more, alone."""
        try:
            return given.future.result()
        except BrokenProcessPool:
            return self._alone(given.report)

    def _alone(self, report: Report) -> Reading | Skipped:
        single = self._started(1)
        try:
            return single.submit(_read, report).result()
        except BrokenProcessPool:
            detail = "the process that read it died (out of memory?)"
            return Skipped(origin=report.origin, stage=Stage.ANNOTATE, reason=Reason.FAILED, detail=detail)
        finally:
            single.shutdown(wait=False, cancel_futures=True)

    def _anew(self, jobs: int) -> None:
        self.close()
        self._processes = self._started(jobs)

    def close(self) -> None:
        self._processes.shutdown(wait=False, cancel_futures=True)


def _begin(reader: str) -> None:
    """Make a process ready: it leaves Ctrl-C to its parent, and goes when its parent is gone."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_go_with_parent, daemon=True).start()
    global _annotator
    _annotator = annotator_named(reader)


_annotator: Annotator | None = None


def _go_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(report: Report) -> Reading | Skipped:
    if _annotator is None:
        raise RuntimeError("a process of the pool was asked before it was made ready")
    return reading_of(report, _annotator)
