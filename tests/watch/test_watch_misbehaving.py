"""A day of watching sites that misbehave in every way: nothing lost, nothing doubled, nothing that grows.

The clock is the test's own: a step takes as long as makes a day of the pages of the largest tier, and sleep
takes none. Only what a server really makes wait for takes its time, at most a second.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import pytest

from fetch.sites import Site, fetching
from reportedly.ledger import Ledger
from reportedly.pipeline import annotator_named
from reportedly.store import watched
from reportedly.watch import Habits, MinuteLine, Tally, Watch, WatchedFeed, health_of
from tiers import publish, tries
from watch.misbehaving import (
    FEEDS,
    MOST_BYTES,
    STEP_SECONDS,
    WHOLE_SECONDS,
    WORSE,
    address_of,
    kind_of,
)
from watch.watching import Clock

pytestmark = pytest.mark.reliability

STEP = dt.timedelta(days=1) / 50_000
NAP, LONG_NAP = dt.timedelta(minutes=2), dt.timedelta(hours=1)
"""What a sleep of the watch takes of the test's clock, and once all is read but what never answers."""
WARM = 0.2
"""The share of pages after which nothing may grow: by then all is loaded."""
GROWN_MB = 12.0
"""At most, over the rest: at the largest tier 300 bytes a page. A kept page would be some 20 KB."""
COUNTED = re.compile(
    r"(\d+) of 10 feeds asked; (\d+) found, (\d+) new, (\d+) changed, (\d+) as before, "
    r"(\d+) left out, (\d+) later; (\d+) waiting(?:; (\d+) failing)?"
)


@dataclass
class Served:
    """The process that misbehaves."""

    port: int
    process: subprocess.Popen[str]

    def told(self) -> dict[str, dict[str, int]]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        told: dict[str, dict[str, int]] = json.loads(self.process.stdout.readline())
        return told


@contextmanager
def served(pages: int) -> Iterator[Served]:
    program = Path(__file__).parent / "misbehaving.py"
    with subprocess.Popen(
        [sys.executable, program, str(pages)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield Served(int(process.stdout.readline()), process)
        finally:
            process.kill()


@dataclass
class Jumping(Clock):
    """A clock on which a nap is over at once."""

    nap: dt.timedelta = NAP

    def sleep(self, seconds: float) -> None:
        self.at += max(self.nap, dt.timedelta(seconds=seconds))


@dataclass
class Grown:
    """What the process holds, time and again."""

    pages: list[int] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)

    def look(self, pages: int) -> None:
        held = int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
        self.pages.append(pages)
        self.memory.append(held / 1e6)
        self.descriptors.append(len(os.listdir("/proc/self/fd")))
        self.threads.append(threading.active_count())
        # Seen with -s only: at the largest tier this takes most of an hour.
        now, memory, descriptors = dt.datetime.now(dt.UTC), self.memory[-1], self.descriptors[-1]
        sys.stderr.write(f"{now:%H:%M:%S} {pages} pages, {memory:.1f} MB, {descriptors} descriptors\n")


@contextmanager
def watch_of(path: Path, port: int, clock: Clock) -> Iterator[Watch]:
    how = fetching(Site(port=port))
    bounds = replace(
        how.limits,
        fetch_pause_seconds=1.0,
        fetch_step_seconds=STEP_SECONDS,
        fetch_seconds=WHOLE_SECONDS,
        fetch_wire_bytes=MOST_BYTES,
    )
    how = replace(how, limits=bounds, clock=clock.seconds, sleep=clock.sleep)
    # What the first feed lists is asked for once more an hour later.
    again = Habits(revisit=(dt.timedelta(hours=1),))
    feeds = [
        WatchedFeed(
            address=f"http://feed{each}.example:{port}/feed/{each}",
            habits=Habits(revisit=()) if each else again,
        )
        for each in range(FEEDS)
    ]
    with Ledger(path) as ledger:
        yield Watch(
            ledger=ledger,
            feeds=feeds,
            how=how,
            annotator=annotator_named("rules"),
            now=clock.now,
            share=lambda: 0.5,
        )


class Done(Exception):
    """All pages were listed, and nothing more is to be asked for."""


@dataclass
class Day:
    """A watch that goes on until all is read, with what it tells."""

    watch: Watch
    clock: Jumping
    pages: int
    grown: Grown = field(default_factory=Grown)
    told: Tally = field(default_factory=Tally)
    wrong: list[str] = field(default_factory=list)
    """Lines of a minute that told something else than is there."""
    lines: int = 0

    def run(self) -> None:
        self.line = MinuteLine(self.watch, local=self.clock.now)
        with pytest.raises(Done):
            self.watch.forever(self.stop, self.minute)

    def stop(self) -> None:
        self.clock.at += STEP
        done = self.watch.tally.new
        if done >= len(self.grown.pages) * max(self.pages // 50, 20):
            self.grown.look(done)

    def minute(self) -> None:
        words = self.line.words()
        self.lines += 1
        found = COUNTED.search(words)
        if found is None:
            self.wrong.append(words)
            return
        feeds, listed, new, changed, same, left_out, later, waiting, failing = (
            int(each or 0) for each in found.groups()
        )
        self.told = Tally(
            self.told.feeds + feeds,
            self.watch.tally.failed,
            self.told.found + listed,
            self.told.asked + new + changed + same + left_out + later,
            self.told.new + new,
            self.told.changed + changed,
            self.told.same + same,
            self.told.left_out + left_out,
            self.told.later + later,
        )
        with self.watch.ledger.store.looking() as connection:
            there = sum(each.pages for each in watched.waiting(connection).values())
        health = health_of(self.watch.ledger, self.watch.feeds, now=self.clock.at)
        bad = sum(each.failing_since is not None for each in health)
        if (waiting, failing) != (there, bad) or sum(each.waiting for each in health) != there:
            self.wrong.append(words)
        if self.told.found == self.pages:
            if not waiting:
                raise Done
            if waiting == sum(each.waiting_failing for each in health):
                self.clock.nap = LONG_NAP


def test_a_day_of_sites_that_misbehave(tmp_path: Path) -> None:
    if not Path("/proc/self/statm").exists():
        pytest.skip("needs /proc, which tells what a process holds, and it is not here")
    pages = tries(commit=300, nightly=1_000, release=50_000)
    path, clock = tmp_path / "case.db", Jumping()
    with served(pages) as running, watch_of(path, running.port, clock) as watch:
        day = Day(watch, clock, pages)
        day.run()
        asked = running.told()
        tally = watch.tally
        with watch.ledger.store.looking() as connection:
            view = Counter(connection.exec_driver_sql("SELECT url FROM reports").scalars())
            rows = Counter(connection.exec_driver_sql("SELECT origin FROM skipped").scalars())
    good = {address_of(each, running.port) for each in range(pages) if kind_of(each) not in WORSE}
    bad = {address_of(each, running.port) for each in range(pages) if kind_of(each) in WORSE}
    told = Counter({each: count for each, count in rows.items() if "/paper" in each})
    lost = (good - view.keys()) | (bad - told.keys())
    doubled = {each for each, count in (view + told).items() if count > 1}
    others = (view.keys() - good) | (told.keys() - bad)
    again = f"{tally.later} asked for again, {tally.failed} feeds in vain"
    publish(
        "reports of a day of watching sites that misbehave: lost or doubled",
        tried=pages,
        failed=len(lost | doubled | others),
        worst=f"{len(lost)} lost, {len(doubled)} doubled, {again}",
        note="slow, silent, dripping, cut off, of wrong length, endless, 503 in turns, circles, garbage",
    )
    begin = next(at for at, each in enumerate(day.grown.pages) if each >= pages * WARM)
    memory = max(day.grown.memory[begin:]) - day.grown.memory[begin]
    more = [max(each[begin:]) - each[begin] for each in (day.grown.descriptors, day.grown.threads)]
    kept = memory <= GROWN_MB and more == [0, 0]
    publish(
        "what the watch holds more of at the end of such a day",
        tried=pages,
        failed=int(not kept),
        worst=f"RSS +{memory:.1f} MB over the last {day.grown.pages[-1] - day.grown.pages[begin]:,}",
        note=f"of {day.grown.memory[begin]:.0f} MB; descriptors +{more[0]}, threads +{more[1]}",
    )
    publish(
        "lines of a minute and --health that tell something else than is there",
        tried=day.lines,
        failed=len(day.wrong),
    )
    assert (lost, doubled, others) == (set(), set(), set())
    assert kept, (memory, more)
    assert day.wrong == []
    assert {each.name: getattr(day.told, each.name) for each in fields(Tally)} == {
        each.name: getattr(tally, each.name) for each in fields(Tally)
    }
    assert (tally.new, tally.found) == (len(good), pages)
    assert tally.feeds == sum(count for path, count in asked["asked"].items() if path.startswith("/feed/"))
    assert tally.failed >= sum(asked["feeds_bad"].values()) > 0
