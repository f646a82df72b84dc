"""Who copied whom: the program's verdict on pairs coded by reading, beside MinHash and TF-IDF."""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.adapters import Compared, compared
from benchmarks.data import Case, lines
from benchmarks.peers import min_hashes
from benchmarks.rows import Row
from benchmarks.scorers import bootstrap, f1

LABELS = Path(__file__).parent / "labels" / "lineage.csv"
OURS = "reportedly"
COPY, REWRITE, NONE = "copy", "rewrite", "none"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts of the sets and what a reader said of them; ``half`` is what the pair is used for."""

    one: str
    other: str
    label: str
    unsure: bool
    half: str
    second: str
    """What a second reader said, where there was one."""

    @property
    def relation(self) -> str:
        """The label as far as texts can tell it: copy, rewrite or none."""
        return self.label if self.label in (COPY, REWRITE) else NONE


def rows() -> Iterator[Row]:
    """Each system on the half that was not looked at, then on the one that it was fitted to."""
    pairs = labelled()
    texts = archive()
    held = {name: texts[name] for pair in pairs for name in (pair.one, pair.other)}
    ours = compared(texts)
    systems: dict[str, Callable[[Pair], str]] = {OURS: lambda pair: relation(ours, pair)}
    fit = [pair for pair in pairs if pair.half == "fit"]
    for name, alike in peers(held).items():
        systems[name] = bounded(alike, fit)
    for half, note in (("test", "neither weights nor limits were fitted to it"), ("fit", "fitted to it")):
        some = [pair for pair in pairs if pair.half == half]
        for name, told in systems.items():
            yield from measure(name, half, [(pair, told(pair)) for pair in some], note)
    twice = [pair for pair in pairs if pair.second]
    agreed = sum(pair.label == pair.second for pair in twice) / len(twice)
    yield _row("two readers", "fit", "agreement, four labels", agreed, len(twice))
    yield _row("two readers", "fit", "Cohen's kappa", kappa(twice), len(twice))


def labelled() -> list[Pair]:
    """The coded pairs."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return [
            Pair(row["one"], row["other"], row["label"], row["unsure"] == "yes", row["half"], row["second"])
            for row in csv.DictReader(file)
        ]


def archive() -> dict[str, Case]:
    """All texts of the two sets by the names that the labels use: what stands in page after page is known."""
    found: dict[str, Case] = {}
    for case in lines("data/fakes.jsonl.gz"):
        name = f"fakes:{case['id']}"
        found[name] = {
            "id": name,
            "title": case["title"],
            "text": case["text"],
            "outlet": case["source"],
            "published": case["date"],
        }
    for case in lines("data/fnc1_bodies.jsonl.gz"):
        name = f"fnc1:{case['id']}"
        found[name] = {"id": name, "text": case["text"]}
    return found


def relation(ours: Compared, pair: Pair) -> str:
    """The program's verdict; a page given twice is one page."""
    one, other = ours.reports[pair.one], ours.reports[pair.other]
    return COPY if one == other else ours.verdict(one, other) or NONE


def peers(texts: dict[str, Case]) -> dict[str, Callable[[Pair], float]]:
    """Likeness of a pair by MinHash of five-word runs, and by the cosine of tf-idf vectors."""
    vectors = tf_idf({name: words(case["text"]) for name, case in texts.items()})
    found: dict[str, Callable[[Pair], float]] = {
        "TF-IDF cosine": lambda pair: sum(
            value * vectors[pair.other].get(word, 0.0) for word, value in vectors[pair.one].items()
        )
    }
    try:
        hashes = min_hashes({name: runs(case["text"]) for name, case in texts.items()})
    except ImportError:
        return found
    found["MinHash (rensa, 256)"] = lambda pair: hashes[pair.one].jaccard(hashes[pair.other])
    return found


def words(text: str) -> list[str]:
    """Small words."""
    return [word for word in (raw.strip(".,:;!?\"'()“”‘’").casefold() for raw in text.split()) if word]


def runs(text: str) -> list[str]:
    """Runs of five words."""
    every = words(text)
    return [" ".join(every[i : i + 5]) for i in range(max(1, len(every) - 4))]


def tf_idf(texts: dict[str, list[str]]) -> dict[str, dict[str, float]]:
    """Vectors of length one; the weights are counted over these texts."""
    frequency = Counter(word for each in texts.values() for word in set(each))
    found: dict[str, dict[str, float]] = {}
    for name, each in texts.items():
        raw = {
            word: (1 + math.log(count)) * math.log(len(texts) / frequency[word])
            for word, count in Counter(each).items()
        }
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        found[name] = {word: value / length for word, value in raw.items()}
    return found


def bounded(alike: Callable[[Pair], float], pairs: Sequence[Pair]) -> Callable[[Pair], str]:
    """The peer with the two limits that give the best sum of both F1 on these pairs."""
    scores = [alike(pair) for pair in pairs]
    limits = np.quantile(scores, np.linspace(0, 1, 60))

    def told(score: float, low: float, high: float) -> str:
        return COPY if score >= high else REWRITE if score >= low else NONE

    def worth(low: float, high: float) -> float:
        seen = [(pair, told(score, low, high)) for pair, score in zip(pairs, scores, strict=True)]
        return sum(counted(each, seen) for each in (COPY, REWRITE))

    low, high = max(
        ((float(a), float(b)) for i, a in enumerate(limits) for b in limits[i:]), key=lambda ab: worth(*ab)
    )
    return lambda pair: told(alike(pair), low, high)


Seen = Sequence[tuple[Pair, str]]


def counted(name: str, seen: Seen) -> float:
    """F1 of a relation."""
    right = sum(pair.relation == name == told for pair, told in seen)
    return f1(right, sum(told == name for _, told in seen), sum(pair.relation == name for pair, _ in seen))


def measure(system: str, half: str, seen: Seen, note: str) -> Iterator[Row]:
    """F1 of both relations, how surely 'none' is said, and the clusters that copies and rewrites make."""
    for name in (COPY, REWRITE):
        right = sum(pair.relation == name == told for pair, told in seen)
        given = sum(told == name for _, told in seen)
        wanted = sum(pair.relation == name for pair, _ in seen)
        low, high = bootstrap(list(seen), partial(counted, name))
        told = f"P {right / max(1, given):.2f} R {right / max(1, wanted):.2f}"
        yield _row(
            system, half, f"F1 {name}", f1(right, given, wanted), len(seen), f"{told}; {note}", low, high
        )
    apart = [pair.relation == NONE for pair, told in seen if told == NONE]
    yield _row(system, half, "precision of 'independent'", sum(apart) / max(1, len(apart)), len(apart))
    yield _row(system, half, "adjusted Rand index of stories", rand_index(seen), len(seen))


def rand_index(seen: Seen) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985) of the stories that the coded pairs join the texts to."""
    texts = sorted({name for pair, _ in seen for name in (pair.one, pair.other)})
    ours = clusters(texts, [pair for pair, told in seen if told != NONE])
    gold = clusters(texts, [pair for pair, _ in seen if pair.relation != NONE])

    def pairs_in(sizes: Counter[object]) -> float:
        return sum(math.comb(size, 2) for size in sizes.values())

    both = pairs_in(Counter((ours[name], gold[name]) for name in texts))
    a, b = pairs_in(Counter(ours.values())), pairs_in(Counter(gold.values()))
    expected = a * b / max(1, math.comb(len(texts), 2))
    return (both - expected) / (((a + b) / 2 - expected) or 1.0)


def clusters(texts: Sequence[str], joined: Sequence[Pair]) -> dict[str, object]:
    """Which story each text belongs to."""
    story = {name: {name} for name in texts}
    for pair in joined:
        whole = story[pair.one] | story[pair.other]
        for name in whole:
            story[name] = whole
    return {name: min(held) for name, held in story.items()}


def kappa(pairs: Sequence[Pair]) -> float:
    """Agreement of two readers beyond chance (Cohen 1960)."""
    shares: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for pair in pairs:
        shares[pair.label][0] += 1 / len(pairs)
        shares[pair.second][1] += 1 / len(pairs)
    chance = sum(a * b for a, b in shares.values())
    return (sum(pair.label == pair.second for pair in pairs) / len(pairs) - chance) / (1 - chance)


def _row(
    system: str,
    half: str,
    metric: str,
    value: float,
    n: int,
    note: str = "",
    low: float | None = None,
    high: float | None = None,
) -> Row:
    return Row(
        part="lineage",
        data=f"540 coded pairs, {half} half",
        system=system,
        metric=metric,
        value=value,
        low=low,
        high=high,
        n=n,
        unit="pairs",
        note=note,
    )
