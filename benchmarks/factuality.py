"""How far events are presented as facts: UW event factuality (Lee et al. 2015), Pearson's r."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.adapters import event_ratings
from benchmarks.data import Case, lines
from benchmarks.rows import Row
from benchmarks.scorers import bootstrap

BATCH = 30
"""Sentences read together, as in training: single sentences would leave most of a window empty."""

Pairs = list[tuple[float, float]]
"""Gold and found ratings of the events of some sentences, -3 to 3."""


def rows() -> Iterator[Row]:
    """The shipped model on dev and test; calling everything a fact has no r, and its error stands beside."""
    for split in ("dev", "test"):
        sentences = [row for row in lines("data/factuality_uw.jsonl.gz") if row["split"] == split]
        batches = [sentences[i : i + BATCH] for i in range(0, len(sentences), BATCH)]
        placed = [place(batch) for batch in batches]
        found = event_ratings([text for text, _, _ in placed], [events for _, events, _ in placed])
        pairs = [
            list(zip(gold, rated, strict=True)) for (_, _, gold), rated in zip(placed, found, strict=True)
        ]
        low, high = bootstrap(pairs, pearson)
        count = sum(map(len, pairs))
        yield _row(split, "reportedly encoder", "Pearson r", pearson(pairs), count, low, high)
        yield _row(split, "reportedly encoder", "mean absolute error", error(pairs), count)
        certain = [[(gold, 3.0) for gold, _ in batch] for batch in pairs]
        yield _row(split, "everything a fact", "mean absolute error", error(certain), count)


def place(batch: Sequence[Case]) -> tuple[str, list[tuple[int, int]], list[float]]:
    """Sentences as one text, the places of their events, and the gold ratings."""
    events: list[tuple[int, int]] = []
    gold: list[float] = []
    at = 0
    for row in batch:
        starts: list[int] = []
        tokens = row["text"].split(" ")
        for token in tokens:
            starts.append(at)
            at += len(token) + 1
        for target in row["targets"]:
            first, end = target["span1"]
            events.append((starts[first], starts[end - 1] + len(tokens[end - 1])))
            gold.append(float(target["label"]))
    return "\n".join(row["text"] for row in batch), events, gold


def pearson(pairs: Sequence[Pairs]) -> float:
    """Pearson's correlation over all events."""
    gold, found = zip(*(pair for batch in pairs for pair in batch), strict=True)
    return float(np.corrcoef(gold, found)[0, 1])


def error(pairs: Sequence[Pairs]) -> float:
    """Mean absolute difference of the ratings.

    >>> error([[(3.0, 2.0)], [(-1.0, 1.0)]])
    1.5
    """
    return float(np.mean([abs(gold - found) for batch in pairs for gold, found in batch]))


def _row(
    split: str,
    system: str,
    metric: str,
    value: float,
    n: int,
    low: float | None = None,
    high: float | None = None,
) -> Row:
    return Row(
        part="factuality",
        data=f"UW factuality {split}",
        system=system,
        metric=metric,
        value=value,
        low=low,
        high=high,
        n=n,
        unit="events",
    )
