"""A report placed among 10,000 to 1,000,000 earlier ones: time and memory, beside MinHash LSH.

The texts are drawn word by word from the frequencies of our own corpus. What lies in the archive already
is drawn as numbers of runs, which cost no text to be read: only the last reports are read, added and timed.
Every size and system runs in a process of its own, so that memory is that of one archive.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib.resources import files

import numpy as np

from benchmarks.data import ROOT
from benchmarks.rows import Row

SIZES = (10_000, 100_000, 1_000_000)
WORDS = 350
TIMED = 500
"""The last reports: of five one is a copy of an earlier of them, one a trimmed copy."""
A_DAY = 270
SEED = 29
PERMUTATIONS, BANDS, THRESHOLD = 128, 32, 0.5
SYSTEMS = ("reportedly", "MinHash LSH (rensa, 128)")


def rows() -> Iterator[Row]:
    """Each size, each system, in a process of its own."""
    for size in SIZES:
        for system in SYSTEMS:
            command = [sys.executable, "-m", "benchmarks.scale", system, str(size)]
            done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
            if done.returncode:
                print(f"scale: {system}, {size:,} reports: {done.stderr[-500:]}", file=sys.stderr)
                continue
            told = json.loads(done.stdout)
            for metric, (low, middle, high, slow) in told["times"].items():
                yield _row(size, system, metric, middle, low, high)
                yield _row(size, system, f"{metric}, one in a hundred takes longer", slow)
            yield _row(size, system, "peak bytes a report", told["bytes"])
            yield _row(size, system, "share of copies found", told["found"])


def _row(
    size: int, system: str, metric: str, value: float, low: float | None = None, high: float | None = None
) -> Row:
    return Row(
        part="scale",
        data=f"archive of {size:,} reports of {WORDS} words",
        system=system,
        metric=metric,
        value=value,
        low=low,
        high=high,
        n=TIMED,
        unit="reports",
    )


@cache
def _words() -> tuple[list[str], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    table = files("reportedly.language").joinpath("word_frequencies.tsv").read_text("utf-8").splitlines()[1:]
    pairs = [line.split("\t") for line in table]
    counts = np.cumsum([float(count) for _, count in pairs])
    return [word for word, _ in pairs], counts / counts[-1]


def text(number: int) -> str:
    """The text of a report, the same in every process."""
    if number >= 5 and number % 5 in (0, 1):
        original = text(_original(number))
        return original if number % 5 == 0 else original[: int(0.6 * len(original))].rpartition(". ")[0] + "."
    words, shares = _words()
    drawn = np.searchsorted(shares, np.random.default_rng([SEED, number]).random(WORDS))
    every = [words[i] for i in drawn]
    return " ".join(" ".join(every[i : i + 14]).capitalize() + "." for i in range(0, WORDS, 14))


def _original(number: int) -> int:
    """What a copy is a copy of: of the last hundred, one that is none itself."""
    back = int(np.random.default_rng([SEED, number, 1]).integers(1, min(100, number)))
    return max(2, number - back - (number - back) % 5 + 2)


def _runs_drawn(number: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    drawn = np.random.default_rng([SEED, number, 2]).integers(0, 2**64, count, dtype=np.uint64)
    return np.unique(drawn)


def ours(size: int) -> dict[str, object]:
    """An archive filled, and the last reports placed and added one by one."""
    from reportedly.ids import content_id, sha256_hex
    from reportedly.lineage.archive import Archive
    from reportedly.lineage.cards import Card, card_of
    from reportedly.lineage.fingerprints import fingerprint
    from reportedly.records import Report

    first_day = dt.date(2010, 1, 1)

    def report(number: int) -> Report:
        body = text(number)
        sha = sha256_hex(f"{number} {body}".encode())
        return Report(
            id=content_id("rep", number),
            origin=f"{number}.txt",
            sha256=sha,
            text=body,
            outlet=f"Outlet {number % 997}",
            published=first_day + dt.timedelta(days=number // A_DAY),
        )

    fetch = {content_id("rep", number): number for number in range(size - TIMED, size)}
    archive = Archive(lambda each: report(fetch[each]))
    model = card_of(fingerprint(report(2)))
    before = _resident()
    for number in range(size - TIMED):
        card = Card(
            id=content_id("rep", number),
            outlet=f"Outlet {number % 997}",
            published=first_day + dt.timedelta(days=number // A_DAY),
            at=None,
            length=model.length,
            words=model.words,
            amount=model.amount,
            facts=_runs_drawn(number, 30).astype(np.uint32),
            carried=model.carried,
            origins=(),
        )
        archive.keep(card, _runs_drawn(number, (WORDS - 4) // 4))
    last = [report(number) for number in range(size - TIMED, size)]
    times: dict[str, list[float]] = {"ms to place": [], "ms to keep": []}
    found = 0
    for number, each in enumerate(last, start=size - TIMED):
        placement = None

        def place(each: Report = each) -> None:
            nonlocal placement
            placement = archive.place(each)

        times["ms to place"].append(_ms(place))
        times["ms to keep"].append(_ms(partial(archive.note, [each])))
        found += bool(placement and placement.related) and _is_copy(number, size)
    wanted = sum(_is_copy(number, size) for number in range(size - TIMED, size))
    return _told(times, before, size, found / wanted)


def _is_copy(number: int, size: int) -> bool:
    return number % 5 in (0, 1) and _original(number) >= size - TIMED


def peer(size: int) -> dict[str, object]:
    """The same with MinHash sketches in bands."""
    from rensa import RMinHash, RMinHashLSH

    def sketch(runs: list[str]) -> object:
        made = RMinHash(num_perm=PERMUTATIONS, seed=1)
        made.update(runs)
        return made

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    before = _resident()
    for number in range(size - TIMED):
        index.insert(number, sketch([f"{number} {i}" for i in range(WORDS - 4)]))
    times: dict[str, list[float]] = {"ms to place": [], "ms to keep": []}
    found = 0
    for number in range(size - TIMED, size):
        words = text(number).casefold().split()
        near: list[int] = []

        def place(words: list[str] = words, near: list[int] = near) -> None:
            runs = [" ".join(words[i : i + 5]) for i in range(len(words) - 4)]
            near.extend(index.query(sketch(runs)))

        def keep(words: list[str] = words, number: int = number) -> None:
            index.insert(number, sketch([" ".join(words[i : i + 5]) for i in range(len(words) - 4)]))

        times["ms to place"].append(_ms(place))
        times["ms to keep"].append(_ms(keep))
        found += bool(near) and _is_copy(number, size)
    wanted = sum(_is_copy(number, size) for number in range(size - TIMED, size))
    return _told(times, before, size, found / wanted)


def _ms(work: Callable[[], object]) -> float:
    """Milliseconds of processor time: what others run on the machine does not count."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1e3


def _spread(times: list[float]) -> list[float]:
    """The quartiles, and what one in a hundred is above."""
    hundredths = statistics.quantiles(times, n=100, method="inclusive")
    return [hundredths[24], hundredths[49], hundredths[74], hundredths[98]]


def _resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _told(times: dict[str, list[float]], before: int, size: int, found: float) -> dict[str, object]:
    return {
        "times": {name: _spread(some) for name, some in times.items()},
        "bytes": (_resident() - before) / size,
        "found": found,
    }


if __name__ == "__main__":
    print(json.dumps((ours if sys.argv[1] == SYSTEMS[0] else peer)(int(sys.argv[2]))))
