"""What each set and each head brings: `python -m training.ablate --weights FOLDER --out FOLDER`.

Short runs of a cut network, one without each of them, side by side: too short for whole claims, so that they
are told apart by their losses on what is held out. Each run has a folder of its own; one
that is there is not run again, so that the same command goes on where it was stopped. ``table.md`` has what
is done so far.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from training import train

LAYERS = ("0", "2", "5")
"""Of six, so that a row takes half the time."""
SETS = tuple(each.name for each in train.SETS)


def without(*left_out: str) -> list[str]:
    """The option that leaves sets out."""
    return ["--sets", ",".join(each for each in SETS if each not in left_out)]


ROWS: dict[str, list[str]] = {
    "everything": [],
    "without `more/` of the corpus": without("corpus more"),
    "without the labelled real reports": without("labelled", "labelled more"),
    "without PolNeAR": without("polnear"),
    "without MUC-4": without("muc4"),
    "without attacks, relays, mentions, together": ["--without", "trigger,attack,relay,same,together"],
    "everything, another seed": ["--seed", "7"],
    "without names and factuality": without("names", "factuality"),
    "without profiles of speakers": ["--without", "kind,role,party,number"],
    "four layers": ["--layers", "0", "2", "4", "5"],
    "all six layers": ["--layers", "0", "1", "2", "3", "4", "5"],
}
COLUMNS = (
    *("corpus dev loss tags", "corpus dev loss claims", "labelled dev loss tags", "labelled dev loss claims"),
    *("polnear dev loss tags", "polnear dev loss source", "polnear dev loss content", "muc4 tst3 loss tags"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is left of the rows, in their order."""
    parser = argparse.ArgumentParser(prog="python -m training.ablate", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--part", default="0.25", help="so much of an epoch a row takes")
    told = parser.parse_args(arguments)
    told.out.mkdir(parents=True, exist_ok=True)
    for number, options in enumerate(ROWS.values()):
        folder = told.out / f"{number:02}"
        if not scores_of(folder):
            common = ["--weights", str(told.weights), "--out", str(folder), "--epochs", "1", "--decay", "0.6"]
            common += ["--part", told.part, "--losses-only"]
            cut = [] if "--layers" in options else ["--layers", *LAYERS]
            train.main([*common, *cut, *options])
            (folder / "checkpoint.pt").unlink()
        (told.out / "table.md").write_text(table(told.out), "utf-8")
    return 0


def scores_of(folder: Path) -> dict[str, Any]:
    """The last line of a run's log that has scores; nothing where it has not ended."""
    try:
        lines = (folder / "log.jsonl").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    ended = [row for row in map(json.loads, lines) if "measure_seconds" in row]
    return ended[-1] if ended else {}


def table(out: Path) -> str:
    """The rows that are done, as Markdown."""
    told = [("run", *COLUMNS), ("---", *("---:" for _ in COLUMNS))]
    for number, name in enumerate(ROWS):
        if row := scores_of(out / f"{number:02}"):
            told.append((name, *(f"{row[each]:.3f}" for each in COLUMNS)))
    return "".join(f"| {' | '.join(row)} |\n" for row in told)


if __name__ == "__main__":
    raise SystemExit(main())
