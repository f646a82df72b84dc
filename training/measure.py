"""How well the network reads, by the project's own scorers' rules."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.scorers import idle
from reportedly.annotate.encoder.reading import read_text
from reportedly.annotate.encoder.wordpiece import WordPiece
from reportedly.annotate.heads.claims import FoundClaim
from reportedly.annotate.heads.pairs import Heads
from training.documents import Document
from training.network import Reader

AT_LEAST = 0.4


@torch.no_grad()
def read(network: Reader, vocabulary: WordPiece, document: Document) -> list[FoundClaim]:
    """The claims of a document, ranges in its text."""

    def run(ids: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        given = torch.from_numpy(ids).unsqueeze(0)
        states = network.encode(given, torch.ones_like(given))
        return states[0].numpy(), network.tags(states)[0].numpy()

    return read_text(document.text, vocabulary, run, Heads(network.heads()), at_least=AT_LEAST)


def predicted(document: Document, found: Sequence[FoundClaim]) -> list[dict[str, object]]:
    """Claims as the scorer compares them; what says the same of one actor by one speaker is one."""
    seen: dict[tuple[str, str, str], dict[str, object]] = {}
    for each in found:
        actor = None if each.unnamed else document.text[slice(*each.actor)]
        label = document.text[slice(*each.speaker)] if each.speaker else "REPORT"
        key = ((actor or "").lower(), each.stance, label.lower())
        kind = "report" if each.speaker is None else "organisation"
        seen.setdefault(
            key,
            {
                "role": "perpetrator",
                "actors": [actor],
                "stance": each.stance,
                "certainty": None,
                "source": {"label": label, "kind": kind},
            },
        )
    return list(seen.values())


def scores(
    pairs: Sequence[tuple[list[dict[str, object]], list[dict[str, object]]]],
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
