"""How well times are found and resolved: TempEval-3's span and value scores on TimeBank and AQUAINT.

The rules were written with an eye on half of the documents (by a hash of their ids: ``look``); the other half
(``held``) was only ever scored. TempEval-3's platinum set is not used.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportedly.language.times import TimeMention, find_times

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "timex.jsonl.gz"


@dataclass(frozen=True, slots=True)
class GoldTime:
    """A time expression as annotated."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class DatedText:
    """One annotated document."""

    id: str
    text: str
    published: dt.date
    gold: tuple[GoldTime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateScore:
    """F1 of spans (exact, overlapping) and of values on overlapping spans; counts beside them."""

    documents: int
    gold: int
    found: int
    strict_f1: float
    relaxed_f1: float
    value_f1: float


def load(path: Path, *, half: str | None = None) -> list[DatedText]:
    """The documents of a ``timex.jsonl.gz``; ``half`` is ``look``, ``held`` or None for all."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [_document(row) for row in rows if half is None or half == half_of(row["id"])]


def half_of(document: str) -> str:
    """Which half a document belongs to, by its id alone."""
    return "look" if hashlib.sha256(document.encode()).digest()[0] % 2 == 0 else "held"


def _document(row: dict[str, Any]) -> DatedText:
    gold = tuple(GoldTime(t["start"], t["end"], t["value"]) for t in row["timex"])
    return DatedText(row["id"], row["text"], dt.date.fromisoformat(row["dct"][:10]), gold)


def evaluate(path: Path = DATA, *, half: str | None = None) -> DateScore:
    """Score :func:`find_times` on the documents of ``path``."""
    documents = load(path, half=half)
    return score([(d.gold, find_times(d.text, d.published)) for d in documents])


def score(pairs: Sequence[tuple[Sequence[GoldTime], Sequence[TimeMention]]]) -> DateScore:
    """Score found times against annotated ones, document by document."""
    gold = sum(len(g) for g, _ in pairs)
    found = sum(len(f) for _, f in pairs)
    matches = [match for g, f in pairs for match in matched(g, f)]
    strict = sum((g.start, g.end) == (m.span.start, m.span.end) for g, m in matches)
    values = sum(g.value == m.value for g, m in matches)
    return DateScore(
        documents=len(pairs),
        gold=gold,
        found=found,
        strict_f1=_f1(strict, gold, found),
        relaxed_f1=_f1(len(matches), gold, found),
        value_f1=_f1(values, gold, found),
    )


def matched(gold: Iterable[GoldTime], found: Sequence[TimeMention]) -> list[tuple[GoldTime, TimeMention]]:
    """Pair each annotated time with the first free found one that overlaps it."""
    free = list(found)
    pairs = []
    for g in gold:
        hit = next((m for m in free if m.span.start < g.end and g.start < m.span.end), None)
        if hit is not None:
            free.remove(hit)
            pairs.append((g, hit))
    return pairs


def _f1(right: int, gold: int, found: int) -> float:
    return round(2 * right / (gold + found), 4) if gold + found else 0.0


def main() -> None:
    """Print the scores of both halves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, nargs="?", default=DATA)
    options = parser.parse_args()
    if not options.path.exists():
        print(f"{options.path} is absent: the dates benchmark needs it, and is skipped")
        return
    for half in ("look", "held"):
        print(half, evaluate(options.path, half=half))


if __name__ == "__main__":
    main()
