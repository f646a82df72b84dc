"""``python -m benchmarks [PART…]`` measures; without parts all but the long ones, and writes the results."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import (
    board,
    bulk,
    claims,
    confidence,
    details,
    factuality,
    gate,
    incidents,
    lineage,
    llm,
    muc,
    outside,
    places,
    reliability,
    scale,
    spans,
    speed,
)
from benchmarks.data import ROOT
from benchmarks.rows import Row, Skip, markdown

PARTS: dict[str, Callable[[], Iterator[Row]]] = {
    "claims": claims.rows,
    "details": details.rows,
    "confidence": confidence.rows,
    "attribution": spans.rows,
    "roles": muc.rows,
    "factuality": factuality.rows,
    "lineage": lineage.rows,
    "incidents": incidents.rows,
    "page-text": outside.page_text,
    "dates": outside.dates,
    "places": places.rows,
    "gate": gate.rows,
    "speed": speed.rows,
    "scale": scale.rows,
    "bulk": bulk.rows,
    "board": board.rows,
    "llm": llm.rows,
}
ON_REQUEST = {"scale", "bulk", "board", "llm"}
"""Parts that take a quarter of an hour and more, or need a server: measured where asked for by name."""
RESULTS = Path(__file__).with_name("RESULTS.md")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and write it down where all parts were asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one or more of: {', '.join(PARTS)}")
    parser.add_argument(
        "--write", action="store_true", help="put the figures of these parts into the stored results"
    )
    told = parser.parse_args(arguments)
    every = [part for part in PARTS if part not in ON_REQUEST]
    chosen = told.parts or every
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"unknown part {', '.join(sorted(unknown))}; known: {', '.join(PARTS)}")
    rows, skipped = measure(chosen)
    print(markdown(rows))
    print("".join(f"\nskipped: {sentence}" for sentence in skipped))
    if chosen == every and rows:
        write(rows, skipped)
    elif told.write and rows:
        write(*beside_stored(rows, skipped), renewed=chosen)
    return 0


def beside_stored(rows: Sequence[Row], skipped: Sequence[str]) -> tuple[list[Row], list[str]]:
    """The stored results with new rows in the place of those of the same parts."""
    stored = json.loads(RESULTS.with_name("results.json").read_text("utf-8"))
    parts = {row.part for row in rows}
    older = [Row(**row) for row in stored["rows"] if row["part"] not in parts]
    return [*older, *rows], [*dict.fromkeys([*stored["skipped"], *skipped])]


def measure(chosen: Sequence[str]) -> tuple[list[Row], list[str]]:
    """Run the parts in turn; a part that cannot run leaves a sentence, and the figures it had so far."""
    rows: list[Row] = []
    skipped: list[str] = []
    for name in chosen:
        start = time.perf_counter()
        try:
            for row in PARTS[name]():
                rows.append(row)  # noqa: PERF402  (a part may stop half-way: what it gave so far is kept)
        except Skip as reason:
            skipped.append(f"{name}: {reason}")
        print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    return rows, skipped


def write(rows: Sequence[Row], skipped: Sequence[str], *, renewed: Sequence[str] = ()) -> None:
    """RESULTS.md for people, results.json for programs, reliability.svg for the eye."""
    where = circumstances()
    if renewed:
        stored = json.loads(RESULTS.with_name("results.json").read_text("utf-8"))
        where = {**where, "commit": f"{stored['commit']}; {', '.join(renewed)} at {where['commit']}"}
    head = "\n".join(f"- {name}: {value}" for name, value in where.items())
    notes = "".join(f"\n- Skipped: {sentence}" for sentence in skipped)
    picture = reliability.svg(rows)
    shown = ""
    if picture:
        RESULTS.with_name("reliability.svg").write_text(picture, "utf-8")
        shown = (
            "\n![Stated confidence of the encoder's claims beside the share that is right](reliability.svg)\n"
        )
    RESULTS.write_text(f"{INTRODUCTION}\n{head}{notes}\n{shown}\n{markdown(rows)}\n", "utf-8")
    document = {**where, "skipped": list(skipped), "rows": [dataclasses.asdict(row) for row in rows]}
    text = json.dumps(document, indent=1, ensure_ascii=False)
    RESULTS.with_name("results.json").write_text(text + "\n", "utf-8")


INTRODUCTION = """# Results

Written by `make bench`; not edited by hand. What the sets are, how each figure is counted and what it does
not show stands in [docs/benchmarks.md](../docs/benchmarks.md). Intervals of scores are 95 % bootstrap
intervals over reports (1,000 draws), those of times are quartiles.
"""


def circumstances() -> dict[str, str]:
    """What the figures hold for: day, commit, kind of machine, versions. No host name, no path."""
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "commit": commit(),
        "machine": f"{os.cpu_count()} cores, {processor()}, {platform.system()}",
        "python": platform.python_version(),
    }


def commit() -> str:
    """The commit measured, marked where the working tree differs from it."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty=, with changes", "--exclude=*", "--abbrev=12"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "none yet"


def processor() -> str:
    """The processor's model name as the system gives it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    sys.exit(main())
