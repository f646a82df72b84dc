"""Train the network: `python -m training.train --out FOLDER`; run again to go on from the last checkpoint.

Every epoch reads the corpus and the labelled reports once, and a share of the larger sets. The log
(``log.jsonl``) has a line every fifty steps and one with the scores of the dev parts after each epoch.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import fmean

import torch

from reportedly.annotate.encoder.reading import SIZE
from reportedly.annotate.encoder.wordpiece import WordPiece
from training import sets
from training.documents import Document, every_tenth
from training.loss import losses
from training.measure import Claims, annotator, predicted, scores
from training.network import Reader
from training.swap import Names
from training.windows import Window, windows

TOKENS = 2048
"""Pieces in a batch, padding included; more is no faster on two cores."""
WEIGHTS = {
    "claims": 1.0,
    "certainty": 0.3,
    "supporter": 0.2,
    "trigger": 0.3,
    "relay": 0.3,
    "attack": 0.2,
    "same": 0.3,
    "together": 0.2,
    "kind": 0.2,
    "role": 0.2,
    "party": 0.2,
    "number": 0.2,
    "confidence": 0.5,
    "factuality": 20.0,
}
SWAPPED = 0.6
"""So often a report of claims is read with other names."""


@dataclass(frozen=True, slots=True)
class Share:
    """A set and how much of it an epoch reads; ``size`` of its windows in pieces, the special ones too."""

    name: str
    documents: Callable[[], Iterator[Document]]
    share: float
    size: int = SIZE + 2

    def windows(self, documents: Iterable[Document], vocabulary: WordPiece) -> list[Window]:
        """Windows that overlap by a quarter."""
        inner = self.size - 2
        return [w for d in documents for w in windows(d, vocabulary, size=inner, stride=inner * 3 // 4)]


# What lies within a sentence is read in short windows: a quarter faster, and nothing is lost.
SETS = (
    Share("corpus", lambda: sets.corpus("train"), 1.0),
    Share("corpus more", sets.corpus_more, 1.0),
    Share("labelled", lambda: every_tenth(sets.labelled(), held_out=False), 1.0),
    Share("labelled more", sets.labelled_more, 1.0),
    Share("polnear", lambda: sets.polnear("train"), 0.3, 256),
    Share("muc4", lambda: sets.muc4("dev1300", "tst1", "tst2"), 0.4, 256),
    Share("names", sets.names, 0.05, 256),
    Share("factuality", lambda: sets.factuality("train"), 1.0, 256),
)
HELD = (
    Share("corpus dev", lambda: sets.corpus("dev"), 1.0),
    Share("labelled dev", lambda: every_tenth(sets.labelled(), held_out=True), 1.0),
    Share("polnear dev", lambda: islice(sets.polnear("dev"), 40), 1.0, 256),
    Share("muc4 tst3", lambda: islice(sets.muc4("tst3"), 60), 1.0, 256),
)
"""What the losses are measured on after every epoch."""
CLAIMED = ("corpus", "corpus more", "labelled", "labelled more")
"""The sets whose names are swapped."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, or go on."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True, help="folder of the encoder to start from")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument(
        "--decay",
        type=float,
        default=1.5,
        help="epochs at the end over which the rate falls; what stands before them is kept as stable.pt",
    )
    parser.add_argument("--seed", type=int, default=20241128)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--layers", type=int, nargs="*", help="keep these layers of the encoder only")
    parser.add_argument("--sets", default=",".join(each.name for each in SETS))
    parser.add_argument("--without", default="", help=f"tasks left out: {', '.join(WEIGHTS)}")
    parser.add_argument("--steps", type=int, help="stop after so many steps (to try things out)")
    parser.add_argument(
        "--part",
        type=float,
        default=1.0,
        help="so much of each set is an epoch (to compare runs)",
    )
    parser.add_argument("--losses-only", action="store_true", help="measure no claims, which early runs lack")
    told = parser.parse_args(arguments)
    told.without = set(filter(None, told.without.split(",")))
    told.sets = told.sets.split(",")
    for name, asked, known in (
        ("--without", told.without, WEIGHTS),
        ("--sets", told.sets, {each.name for each in SETS}),
    ):
        if unknown := set(asked) - set(known):
            parser.error(f"{name}: unknown {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count() or 1)))
    Run(told).train()
    return 0


class Run:
    """One training run and its folder."""

    def __init__(self, told: argparse.Namespace) -> None:
        """Load the data, and the last checkpoint where there is one."""
        self.told = told
        self.folder: Path = told.out
        self.folder.mkdir(parents=True, exist_ok=True)
        random.seed(told.seed)
        torch.manual_seed(told.seed)
        self.vocabulary = WordPiece((told.weights / "vocab.txt").read_text("utf-8").split("\n")[:-1])
        self.shares = [each for each in SETS if each.name in told.sets]
        self.documents = {each.name: list(each.documents()) for each in self.shares}
        self.windows = {
            each.name: each.windows(self.documents[each.name], self.vocabulary) for each in self.shares
        }
        self.names = Names(d for name in CLAIMED for d in self.documents.get(name, ()))
        self.cases = {} if told.losses_only else dev_cases()
        self.held = {each.name: each.windows(each.documents(), self.vocabulary) for each in HELD}
        # Tensors that the losses make lie where the network does.
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.set_default_device(self.device)
        self.network = Reader.pretrained(told.weights, layers=told.layers).to(self.device)
        inner = [p for n, p in self.network.named_parameters() if n.startswith("encoder.")]
        inner = [p for p in inner if p.requires_grad]
        outer = [p for n, p in self.network.named_parameters() if not n.startswith("encoder.")]
        self.optimiser = torch.optim.AdamW(
            [{"params": inner, "lr": told.rate}, {"params": outer, "lr": told.head_rate}],
            weight_decay=0.01,
            fused=True,
        )
        self.steps = sum(1 for _ in self._epoch(0))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimiser, self._rate)
        self.epoch = 0
        self._resume()

    def _rate(self, step: int) -> float:
        """Rising over a quarter of an epoch, level, falling at the end.

        A level rate lets a run be made longer afterwards (Hägele et al. 2024, arXiv:2405.18392).
        """
        warm, total, falling = self.steps // 4, self.told.epochs * self.steps, self.told.decay * self.steps
        return min(1.0, (step + 1) / warm, max(0.0, (total - step) / max(1, falling)))

    def _epoch(self, number: int) -> Iterator[list[Window]]:
        """The batches of an epoch: windows of like length together, batches in random order."""
        draw = random.Random(f"{self.told.seed} {number}")  # noqa: S311  (no secret)
        chosen: list[Window] = []
        for each in self.shares:
            found = self.windows[each.name]
            if number and each.name in CLAIMED:
                others = (
                    self.names.swapped(d, draw) if draw.random() < SWAPPED else d
                    for d in self.documents[each.name]
                )
                found = each.windows(others, self.vocabulary)
            share = each.share * self.told.part
            chosen += found if share == 1.0 else draw.sample(found, int(len(found) * share))
        draw.shuffle(chosen)
        chosen.sort(key=lambda w: len(w.ids) // 32)
        batches: list[list[Window]] = []
        batch: list[Window] = []
        for window in chosen:
            if batch and (len(batch) + 1) * max(len(w.ids) for w in [*batch, window]) > TOKENS:
                batches.append(batch)
                batch = []
            batch.append(window)
        batches.append(batch)
        draw.shuffle(batches)
        yield from batches

    def train(self) -> None:
        """Every epoch that is left."""
        while self.epoch < self.told.epochs:
            self._train_epoch()
            self.epoch += 1
            self._save()
            if self.epoch == math.floor(self.told.epochs - self.told.decay):
                shutil.copy(self.folder / "checkpoint.pt", self.folder / "stable.pt")
            self._log(epoch=self.epoch, **self.measure())

    def _train_epoch(self) -> None:
        self.network.train()
        told: dict[str, list[float]] = defaultdict(list)
        start, pieces = time.perf_counter(), 0
        for step, batch in enumerate(self._epoch(self.epoch)):
            if self.told.steps is not None and step >= self.told.steps:
                break
            parts = losses(self.network, batch)
            kept = [(name, part) for name, part in parts.items() if name not in self.told.without]
            loss = torch.stack([WEIGHTS.get(name, 1.0) * part for name, part in kept]).sum()
            self.optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self.optimiser.step()
            self.schedule.step()
            pieces += sum(len(window.ids) for window in batch)
            for name, part in parts.items():
                told[name].append(float(part.detach()))
            if step % 50 == 49:
                means = {name: round(sum(values) / len(values), 4) for name, values in told.items()}
                speed = round(pieces / (time.perf_counter() - start))
                self._log(epoch=self.epoch, step=step + 1, pieces_per_second=speed, **means)
                told.clear()

    def measure(self) -> dict[str, float]:
        """F1 on the dev part of the corpus, on labelled reports held out, and on ``gold/dev``; losses."""
        self.network.eval()
        start = time.perf_counter()
        result: dict[str, float] = {}
        reader = annotator(self.network, self.vocabulary)
        for name, cases in self.cases.items():
            pairs = [(gold, predicted(reader, document)) for document, gold in cases]
            result |= {f"{name} {level}": round(value, 4) for level, value in scores(pairs).items()}
        return {**result, **self._held_losses(), "measure_seconds": round(time.perf_counter() - start)}

    @torch.no_grad()
    def _held_losses(self) -> dict[str, float]:
        """Each task's mean loss over windows that nothing is learnt from: tells runs apart before F1 does."""
        result: dict[str, float] = {}
        for name, found in self.held.items():
            told: dict[str, list[float]] = defaultdict(list)
            for window in found:
                for task, part in losses(self.network, [window]).items():
                    told[task].append(float(part))
            result |= {f"{name} loss {task}": round(fmean(parts), 4) for task, parts in told.items()}
        return result

    def _save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
            "epoch": self.epoch,
            "torch_random": torch.get_rng_state(),
        }
        part = self.folder / "checkpoint.part"
        torch.save(state, part)
        part.replace(self.folder / "checkpoint.pt")

    def _resume(self) -> None:
        path = self.folder / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, map_location=self.device, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.schedule.load_state_dict(state["schedule"])
            torch.set_rng_state(state["torch_random"].cpu())
            self.epoch = state["epoch"]
            # Data may have been added since: the rate goes by epochs, whatever their steps.
            self.schedule.last_epoch = self.epoch * self.steps

    def _log(self, **fields: float) -> None:
        line = json.dumps({"time": time.strftime("%H:%M:%S"), **fields})
        print(line, flush=True)  # noqa: T201
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")


Case = tuple[Document, Claims]


def dev_cases() -> dict[str, list[Case]]:
    """Documents with their gold claims as the scorer reads them."""
    from benchmarks.claims import gold_case
    from benchmarks.data import load
    from corpus.load import gold_case as corpus_case
    from corpus.load import load as load_corpus

    labels = {row["id"]: gold_case(row)["claims"] for row in load("gold/train.json.gz")}
    own = [(sets.of_report(report), corpus_case(report)["claims"]) for report in load_corpus("dev")]
    texts = {text["id"]: text for text in load("gold/dev_texts.json")}
    gold: list[Case] = []
    for case in load("gold/dev.json"):
        text = texts[case["id"]]
        whole = f"{text['title']}\n\n{text['text']}" if text.get("title") else text["text"]
        gold.append(
            (
                Document(
                    id=case["id"], set="gold dev", text=whole, title=text.get("title") or None, spans={}
                ),
                case["claims"],
            )
        )
    held = [(each, labels[each.id]) for each in every_tenth(sets.labelled(), held_out=True)]
    return {"corpus": own, "labelled": held, "gold dev": gold}


if __name__ == "__main__":
    raise SystemExit(main())
