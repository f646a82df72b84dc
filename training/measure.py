"""How well the network reads, by the project's own scorers' rules."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.scorers import idle
from reportedly.annotate.encoder.annotator import EncoderAnnotator
from reportedly.annotate.encoder.reading import Network as ReadingNetwork
from reportedly.annotate.encoder.wordpiece import WordPiece
from reportedly.annotate.heads.pairs import Heads
from reportedly.annotate.heads.settings import Settings
from reportedly.annotations import Annotator
from reportedly.codec import ledger_to_json
from reportedly.pipeline import assemble, made_by
from reportedly.reading import reading_of
from reportedly.records import Report, Skipped
from training.documents import Document
from training.network import Reader

AT_LEAST = 0.4

Claims = list[dict[str, object]]
"""Claims of one report as the scorer has them."""


def annotator(
    network: Reader, vocabulary: WordPiece, settings: Settings | None = None, *, hinted: bool = False
) -> EncoderAnnotator:
    """The package's reader on this network."""
    return EncoderAnnotator(reading_network(network, vocabulary, settings), model=None, hinted=hinted)


def reading_network(
    network: Reader, vocabulary: WordPiece, settings: Settings | None = None
) -> ReadingNetwork:
    """The network as the package runs it, by torch."""

    @torch.no_grad()
    def run(ids: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        given = torch.from_numpy(ids).unsqueeze(0).to(network.tagger.weight.device)
        states = network.encode(given, torch.ones_like(given))
        return states[0].cpu().numpy(), network.tags(states)[0].cpu().numpy()

    return ReadingNetwork(
        vocabulary=vocabulary,
        run=run,
        heads=Heads(network.heads()),
        settings=settings or Settings(at_least=AT_LEAST),
    )


def predicted(reader: Annotator, document: Document) -> Claims:
    """What the whole program claims of a document, as the scorer has it."""
    found: Claims = idle("score_claims").predicted_claims(ledger_of(reader, document))
    return found


def ledger_of(reader: Annotator, document: Document) -> dict[str, Any]:
    """What the whole program makes of a document, as its JSON has it."""
    digest = sha256(document.text.encode()).hexdigest()
    report = Report(
        id=f"rep_{digest[:12]}",
        origin=document.id,
        sha256=digest,
        text=document.text,
        title=document.title,
    )
    reading = reading_of(report, reader)
    if isinstance(reading, Skipped):
        raise TypeError(f"{document.id}: {reading.detail}")
    view = assemble(made_by(reader), [reading])
    return dict(ledger_to_json(view))


def scores(
    pairs: Sequence[tuple[Claims, Claims]],
) -> dict[str, float]:
    """F1 at the scorer's three levels over (gold, predicted) claims of each report."""
    module = idle("score_claims")
    result: dict[str, float] = {}
    for level in ("who", "stance", "full"):
        right = claimed = gold = 0
        for wanted, found in pairs:
            needed = [claim for claim in wanted if not claim.get("optional")]
            spare = [claim for claim in wanted if claim.get("optional")]
            matched = module.match(level, needed, found)
            rest = [claim for i, claim in enumerate(found) if i not in matched.values()]
            right += len(matched)
            claimed += len(found) - len(module.match(level, spare, rest))
            gold += len(needed)
        result[level] = 2 * right / (claimed + gold) if claimed + gold else 0.0
        result[f"{level} P"], result[f"{level} R"] = right / max(1, claimed), right / max(1, gold)
    return result
