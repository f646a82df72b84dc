"""Trials by number in a process that can be killed: one that crashes or never ends costs itself alone.

A long run can go on where it stopped: ``REPORTEDLY_FUZZ_STATE`` names a folder in which each run writes
down how far it has come. What another commit of the program has tried is not counted.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import IO, Any

import tiers

TESTS = Path(__file__).resolve().parent.parent
A_CHILD = 2_000
"""Trials of one process; then another takes over, so that what leaks does not add up."""
A_START = 60.0
"""Seconds that a process may take to load the program on a machine with other work."""
KEPT = 20
"""Faults that are kept with their words; all are counted."""


@dataclass(slots=True)
class Outcome:
    """What came of the trials so far."""

    tried: int = 0
    failed: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)
    """How often each answer came."""
    seconds: float = 0.0
    """Of the slowest trial."""
    slowest: int | None = None

    def add(self, number: int, said: str, seconds: float, fault: str | None) -> None:
        """Count a trial."""
        self.tried += 1
        self.said[said] += 1
        if seconds > self.seconds:
            self.seconds, self.slowest = seconds, number
        if fault is not None:
            self.failed += 1
            if len(self.faults) < KEPT:
                self.faults.append((number, fault))

    def told(self) -> str:
        """The faults in words, for a failing test."""
        kept = "\n".join(f"number {number}:\n{fault}" for number, fault in self.faults)
        return f"{self.failed} of {self.tried} failed\n{kept}"


def run(trial: str, count: int, *arguments: str, seconds: float = 60.0) -> Outcome:
    """Try every number below ``count``.

    Args:
        trial: ``module:function``, called with the number and the arguments; it gives a word, or raises.
        count: how many.
        arguments: for the function.
        seconds: after so many without an end a trial is killed, and counts as failed.
    """
    kept = _state(trial)
    outcome = _resumed(kept)
    while outcome.tried < count:
        part = min(A_CHILD, count - outcome.tried)
        _one_child(trial, part, arguments, seconds, outcome)
        if kept:
            state = {each.name: getattr(outcome, each.name) for each in fields(outcome)} | {
                "commit": tiers._commit()
            }
            kept.with_suffix(".new").write_text(json.dumps(state, ensure_ascii=False), "utf-8")
            kept.with_suffix(".new").replace(kept)
    return outcome


def _state(trial: str) -> Path | None:
    folder = os.environ.get("REPORTEDLY_FUZZ_STATE")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder) / f"{trial.replace(':', '.')}.json"


def _resumed(kept: Path | None) -> Outcome:
    if kept is None or not kept.exists():
        return Outcome()
    state = json.loads(kept.read_text("utf-8"))
    if state.pop("commit") != tiers._commit():
        return Outcome()
    state["said"] = Counter(state["said"])
    state["faults"] = [(number, fault) for number, fault in state["faults"]]
    return Outcome(**state)


def _one_child(trial: str, count: int, arguments: Sequence[str], seconds: float, outcome: Outcome) -> None:
    """Add the trials of one process; where it dies or hangs, the one in hand has failed, and it is over."""
    first = outcome.tried
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "fuzz.child", trial, str(first), str(count), *arguments],
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *filter(None, sys.path)])},
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        assert child.stdout
        ended = ""
        try:
            for line in _lines(child.stdout, seconds):
                if "ready" not in line:
                    outcome.add(**line)
        except TimeoutError:
            # faulthandler writes where it is before it dies.
            child.send_signal(signal.SIGABRT)
            ended = f"no end within {seconds:.0f} s"
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        finally:
            child.stdout.close()
        if outcome.tried < first + count:
            errors.seek(0)
            words = errors.read().decode("utf-8", "replace")[-3_000:]
            ended = ended or f"the process ended with {child.returncode}"
            outcome.add(outcome.tried, "fault", seconds if "no end" in ended else 0.0, f"{ended}\n{words}")


def _lines(stream: IO[bytes], seconds: float) -> Iterator[dict[str, Any]]:
    """The lines of a child as they come.

    Raises:
        TimeoutError: none came for so many seconds.
    """
    waiting, patience = b"", A_START
    while True:
        if not select.select([stream], [], [], patience)[0]:
            raise TimeoutError
        patience = seconds
        part = os.read(stream.fileno(), 65_536)
        if not part:
            return
        *whole, waiting = (waiting + part).split(b"\n")
        yield from map(json.loads, whole)
