"""Fit how a model's scores are read: `python -m training.calibrate --weights FOLDER CHECKPOINT OUT.json`.

The reports were held out of training: a tenth of the labelled ones, and the dev part of the corpus. First
how much the rules' hints weigh and how probable a claim must be (full F1, the mean of both parts), then how
the probability of a claim becomes that of its being right (logistic, Platt 1999).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.scorers import idle
from reportedly.annotate.encoder.annotator import EncoderAnnotator
from reportedly.annotate.encoder.reading import Floats, Network, Run
from reportedly.annotate.encoder.wordpiece import WordPiece
from reportedly.annotate.heads.settings import Settings
from training.fitting import START, climbed, fitted
from training.measure import ledger_of, reading_network, scores
from training.network import Reader
from training.train import Case, dev_cases

HELD_OUT = ("corpus", "labelled")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print, and write the settings."""
    parser = argparse.ArgumentParser(prog="python -m training.calibrate", description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path, required=True, help="folder of the encoder it started from")
    parser.add_argument("--layers", type=int, nargs="*", help="as it was trained")
    told = parser.parse_args(arguments)
    network = Reader.pretrained(told.weights, layers=told.layers)
    network.load_state_dict(torch.load(told.checkpoint, map_location="cpu", weights_only=True)["network"])
    vocabulary = WordPiece((told.weights / "vocab.txt").read_text("utf-8").split("\n")[:-1])
    read = reading_network(network.eval(), vocabulary)
    read = replace(read, run=remembered(read.run))
    cases = {name: found for name, found in dev_cases().items() if name in HELD_OUT}
    settings = searched(read, cases)
    every = [case for found in cases.values() for case in found]
    settings = fitted(settings, list(judged(read, settings, every)))
    told.out.write_text(json.dumps(asdict(settings), indent=1) + "\n", "utf-8")
    return 0


def reader_with(network: Network, settings: Settings) -> EncoderAnnotator:
    """The program's reader with other settings."""
    return EncoderAnnotator(replace(network, settings=settings), model=None)


def remembered(run: Run) -> Run:
    """Each window goes through the encoder once; some hundred reports take a few hundred megabytes."""
    known: dict[bytes, tuple[Floats, Floats]] = {}

    def again(ids: NDArray[np.int64]) -> tuple[Floats, Floats]:
        key = ids.tobytes()
        if key not in known:
            known[key] = run(ids)
        return known[key]

    return again


def searched(network: Network, cases: dict[str, list[Case]], start: Settings = START) -> Settings:
    """The best value of one setting after another, twice round."""

    def worth(settings: Settings) -> float:
        reader = reader_with(network, settings)
        parts = [
            scores([(gold, claims(ledger_of(reader, document))) for document, gold in found])["full"]
            for found in cases.values()
        ]
        print(json.dumps({**asdict(settings), "full": [round(p, 4) for p in parts]}), flush=True)  # noqa: T201
        return sum(parts) / len(parts)

    return climbed(start, worth)


def claims(ledger: dict[str, object]) -> list[dict[str, object]]:
    """The claims of a ledger as the scorer has them."""
    found: list[dict[str, object]] = idle("score_claims").predicted_claims(ledger)
    return found


def judged(network: Network, settings: Settings, cases: Iterable[Case]) -> Iterator[tuple[float, bool, bool]]:
    """Of each claim of a doer how sure the network is, whether a hint agrees, whether it is right.

    A ledger has one confidence a claim: read with a slope of one it is the network's probability, and where
    a hint is worth much besides, it is higher exactly where one agrees.
    """
    scoring = idle("score_claims")
    plain = reader_with(network, replace(settings, slope=1.0, offset=0.0, agreed=0.0))
    raised = reader_with(network, replace(settings, slope=1.0, offset=0.0, agreed=2.0))
    for document, gold in cases:
        ledger = ledger_of(plain, document)
        right = set(scoring.match("full", gold, claims(ledger)).values())
        both = zip(_stated(ledger), _stated(ledger_of(raised, document)), strict=True)
        for i, (probability, higher) in enumerate(both):
            yield probability, higher > probability, i in right


def _stated(ledger: dict[str, Any]) -> list[float]:
    return [float(c["confidence"]) for c in ledger["claims"] if c["role"] in ("perpetrator", "supporter")]


if __name__ == "__main__":
    raise SystemExit(main())
