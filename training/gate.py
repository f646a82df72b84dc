"""Learn the gate's weights: `python -m training.gate` writes ``gate/gate.bin`` and ``gate.json``.

A logistic regression over words and pairs of words, of the passage of a text that speaks most for an attack:
each step looks the passage up by the weights as they stand, so that of a long report only what tells of
the attack is learnt, and of a text without any what looks most like one (multiple-instance learning).

The limit is set where .995 of the reports with claims pass in every kind of them, each judged by weights that
were learnt without it. Of mixed news in which the rules find somebody who is said to have done something
nobody knows whether it is true, so that it is left out.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.claims import held_out
from benchmarks.data import Case, lines, load
from benchmarks.gate import BULK, untouched, whole
from corpus.form import MORE
from corpus.load import load as load_corpus
from reportedly.gate.weights import BYTES, FORMAT, MEANING
from reportedly.gate.words import BUCKETS, numbers, words_of
from reportedly.ids import content_id, sha256_hex
from reportedly.pipeline import annotator_named
from reportedly.reading import reading_of
from reportedly.records import DOER_ROLES, Reading, Report

NAME = "gate.v1"
WINDOW = 64
"""Words of a passage. Of 32, 64, 128 and whole texts the one that lets most reports with claims through."""
LEAST_TEXTS, LEAST_KINDS = 10, 3
"""A word counts that so many texts of so many kinds have: names of one war or one year are left out."""
ROUNDS = 8
RATE, SHRINK = 0.1, 1e-3
RECALL = 0.995
FOLDS = 4
MUC_SPLITS = ("dev1300", "tst1", "tst2")
NO_CLAIM, NO_TEMPLATE, UNLABELLED = 0.3, 0.05, 0.5
"""What a text counts that has no claim though it is written like one that has; that MUC-4's keys pass over
(often for an attack that is old, or on soldiers); that tells of attacks as its whole set does, unlabelled."""
OUT = Path(__file__).resolve().parent.parent / "src/reportedly/gate"

Vector = NDArray[np.float64]
Words = NDArray[np.int64]
"""[words, 2]: the bucket of each word, and of it with the next one (``NONE`` for the last)."""
NONE = BUCKETS


@dataclass(frozen=True, slots=True)
class Example:
    """A text to learn from; texts of one ``group`` are never on both sides of a fold."""

    kind: str
    group: str
    words: Words
    attack: bool
    counts: float = 1.0


@dataclass(frozen=True, slots=True)
class Learnt:
    """A weight a bucket (that of ``NONE`` is 0), and the constant."""

    weights: Vector
    constant: float

    def best(self, words: Words) -> tuple[float, Words]:
        """The log odds of the passage that speaks most for an attack, and the passage."""
        sums = np.concatenate([[0.0], np.cumsum(self.weights[words].sum(axis=1))])
        if len(words) <= WINDOW:
            return self.constant + float(sums[-1]), words
        told = sums[WINDOW:] - sums[:-WINDOW]
        start = int(told.argmax())
        return self.constant + float(told[start]), words[start : start + WINDOW]


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, set the limit, write."""
    parser = argparse.ArgumentParser(prog="python -m training.gate", description=__doc__)
    parser.add_argument("--doubtful", type=Path, help="where ids of doubtful mixed news are kept (minutes)")
    told = parser.parse_args(arguments)
    examples = [each for each in gathered(told.doubtful) if len(each.words)]
    limit, passing = set_limit(examples)
    learnt = fitted(examples)
    write(learnt, limit)
    print(f"limit {limit:.2f}; {passing:.3f} of the mixed news learnt from would pass")  # noqa: T201
    return 0


# What is learnt from ------------------------------------------------------------------------------


def gathered(kept: Path | None) -> Iterator[Example]:
    """All texts of the train parts."""
    yield from of_corpus()
    yield from of_labels()
    yield from of_muc()
    yield from of_fakes()
    yield from of_news(kept)


def of_corpus() -> Iterator[Example]:
    """Our own reports: the train part and those written for training."""
    for report in (*load_corpus("train"), *load_corpus(folder=MORE)):
        told = bool(report.doer_claims)
        yield Example("corpus", report.event, seen(report.text), told, 1.0 if told else NO_CLAIM)


def of_labels() -> Iterator[Example]:
    """Labelled real reports, without the tenth that is held out and the mixed news that is measured."""
    texts = {case["id"]: whole(case) for case in load("gold/train_texts.json.gz")}
    for case in load("gold/train.json.gz"):
        name, told = case["id"], bool(case["claims"])
        if not held_out(name) and not (name.startswith("bulk:") and untouched(name.removeprefix("bulk:"))):
            kind = f"labels {name.split(':')[0]}"
            yield Example(kind, name, seen(texts[name]), told, 1.0 if told else UNLABELLED)


def of_muc() -> Iterator[Example]:
    """MUC-4: with templates or without."""
    known = labelled("muc4")
    for case in lines("data/muc4.jsonl.gz"):
        if case["split"] in MUC_SPLITS and case["docid"] not in known:
            told = bool(case["templates"])
            words = seen(case["text"])
            yield Example("muc4", case["docid"], words, told, 1.0 if told else NO_TEMPLATE)


def of_fakes() -> Iterator[Example]:
    """FA-KES: all are on attacks; without the labelled ones, and without those that are measured."""
    measured = {case["id"].removeprefix("fakes-") for case in load("gold/dev.json")}
    known = labelled("fakes") | measured
    for case in lines("data/fakes.jsonl.gz"):
        if case["id"] not in known:
            yield Example("fakes", case["id"], seen(whole(case)), True, UNLABELLED)


def of_news(kept: Path | None) -> Iterator[Example]:
    """The half of the mixed news that is not measured, without what tells of attacks or may do so."""
    known = labelled("bulk")
    news = [case for case in lines(BULK) if not untouched(case["id"]) and case["id"] not in known]
    left_out = doubtful([case for case in news if whole(case).strip()], kept)
    for case in news:
        if case["id"] not in left_out:
            yield Example("news", case["id"], seen(whole(case)), False)


def labelled(source: str) -> set[str]:
    """Ids within a set of those of its texts that are labelled, held out or not."""
    names = (case["id"].split(":", 1) for case in load("gold/train.json.gz"))
    return {name for of, name in names if of == source}


def doubtful(news: Sequence[Case], kept: Path | None) -> set[str]:
    """Ids of the texts in which the rules find a doer; those that a file keeps are not looked for again."""
    if kept is not None and kept.exists():
        return set(kept.read_text("utf-8").split())
    annotator = annotator_named("rules")
    found = []
    for case in news:
        text = whole(case)
        digest = sha256_hex(text.encode())
        report = Report(
            id=content_id("rep", digest), origin=case["id"], sha256=digest, text=text, title=case["title"]
        )
        reading = reading_of(report, annotator)
        if isinstance(reading, Reading) and any(claim.role in DOER_ROLES for claim in reading.claims):
            found.append(case["id"])
    if kept is not None:
        kept.write_text("\n".join(found), "utf-8")
    return set(found)


def seen(text: str) -> Words:
    """A text as the gate sees it."""
    alone, pairs = numbers(words_of(text))
    return np.array([alone, [*pairs, NONE][: len(alone)]], dtype=np.int64).T.reshape(-1, 2)


# How it is learnt ---------------------------------------------------------------------------------


def fitted(examples: Sequence[Example]) -> Learnt:
    """Learn by AdaGrad (Duchi and others 2011); the first round goes by how texts begin."""
    counted = told_by_several(examples)
    weights, squares = np.zeros(BUCKETS + 1), np.full(BUCKETS + 1, 0.1)
    constant, square = -1.0, 0.1
    order = list(range(len(examples)))
    draw = random.Random(1)  # noqa: S311  (no secret)
    for turn in range(ROUNDS):
        draw.shuffle(order)
        for example in (examples[i] for i in order):
            passage = Learnt(weights, constant).best(example.words)[1] if turn else example.words[:WINDOW]
            told = np.unique(passage)
            told = told[counted[told]]
            odds = min(max(constant + float(weights[told].sum()), -30.0), 30.0)
            wrong = example.counts * (1 / (1 + math.exp(-odds)) - example.attack)
            slope = wrong + SHRINK * weights[told]
            squares[told] += slope * slope
            weights[told] -= RATE * slope / np.sqrt(squares[told])
            square += wrong * wrong
            constant -= RATE * wrong / math.sqrt(square)
    return Learnt(weights, constant)


def told_by_several(examples: Sequence[Example]) -> NDArray[np.bool_]:
    """Which buckets count: those of words that enough texts of enough kinds have."""
    texts: Counter[int] = Counter()
    kinds: dict[int, set[str]] = defaultdict(set)
    for example in examples:
        for each in np.unique(example.words).tolist():
            texts[each] += 1
            kinds[each].add(example.kind)
    counted = np.zeros(BUCKETS + 1, dtype=np.bool_)
    for each, count in texts.items():
        counted[each] = each != NONE and count >= LEAST_TEXTS and len(kinds[each]) >= LEAST_KINDS
    return counted


def set_limit(examples: Sequence[Example]) -> tuple[float, float]:
    """The log odds from which on a text passes, and the share of the mixed news that then does."""
    odds: dict[str, list[float]] = defaultdict(list)
    for fold in range(FOLDS):
        learnt = fitted([each for each in examples if fold_of(each) != fold])
        for each in examples:
            if fold_of(each) == fold and (each.attack or each.kind == "news"):
                odds[each.kind.split()[0]].append(learnt.best(each.words)[0])
    news = np.array(odds.pop("news"))
    limit = min(float(np.quantile(told, 1 - RECALL, method="lower")) for told in odds.values())
    return limit, float((news >= limit).mean())


def fold_of(example: Example) -> int:
    """Which fold judges an example."""
    return sha256(f"fold:{example.group}".encode()).digest()[0] % FOLDS


def write(learnt: Learnt, limit: float) -> None:
    """The weights as signed bytes, and what they mean."""
    unit = float(np.abs(learnt.weights).max()) / 127
    values = np.rint(learnt.weights[:BUCKETS] / unit).astype(np.int8).tobytes()
    told = {
        "format": FORMAT,
        "name": NAME,
        "sha256": sha256_hex(values),
        "window": WINDOW,
        "unit": round(unit, 6),
        "least": math.ceil((limit - learnt.constant) / unit),
    }
    (OUT / BYTES).write_bytes(values)
    (OUT / MEANING).write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
