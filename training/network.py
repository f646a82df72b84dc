"""The network: one encoder, a tagger of nested layers, and scorers of pairs of spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from reportedly.annotate.heads.layers import ATTACKS, CERTAINTIES, JUDGED, LAYERS, STANCES
from reportedly.annotate.heads.pairs import bucket
from training.documents import Range

WIDTH = 192
"""Of the representation of a span and of the hidden layer of a pair scorer."""
BUCKETS = 24
PAIRS = {
    "claim": 1 + len(STANCES) + len(CERTAINTIES) + 1,
    "trigger": 1,
    "relay": 1,
    "source": 1,
    "content": 1,
    "same": 1,
    "together": 2,
}
"""Outputs of each scorer; ``claim``: no claim or a stance, then certainty, then supporter; ``together``: of
two actors, whether they did it together, and whether it is one attack."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Hidden states [pieces, hidden] of one window, and their running sum for means over ranges."""

    states: Tensor
    sums: Tensor


class Reader(nn.Module):
    """See the module."""

    def __init__(self, encoder: BertModel) -> None:
        """Put heads on an encoder."""
        super().__init__()
        hidden = encoder.config.hidden_size
        self.encoder = encoder
        self.tagger = nn.Linear(hidden, 3 * len(LAYERS))
        self.span = nn.Linear(3 * hidden, WIDTH)
        self.between = nn.Linear(hidden, WIDTH)
        self.distance = nn.Embedding(BUCKETS, 32)
        self.pairs = nn.ModuleDict(
            {
                name: nn.Sequential(
                    nn.Linear(4 * WIDTH + 32, WIDTH), nn.GELU(), nn.Dropout(0.1), nn.Linear(WIDTH, outputs)
                )
                for name, outputs in PAIRS.items()
            }
        )
        self.attack = nn.Linear(WIDTH, len(ATTACKS) + 2)
        self.judged = nn.ModuleDict({name: nn.Linear(WIDTH, outputs) for name, outputs in JUDGED.items()})

    @classmethod
    def pretrained(cls, folder: Path, *, layers: Sequence[int] | None = None) -> Reader:
        """Start from weights in a folder; ``layers`` keeps some of them only (a cut)."""
        config = BertConfig.from_pretrained(folder)
        # Attention dropout costs a third of a step on CPUs; hidden dropout is nearly free.
        config.attention_probs_dropout_prob = 0.0
        encoder = BertModel.from_pretrained(folder, config=config, add_pooling_layer=False)
        # Few words of a report are in the training data; what the others mean must not drift from them.
        encoder.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
        if layers is not None:
            encoder.encoder.layer = nn.ModuleList(encoder.encoder.layer[i] for i in layers)
            encoder.config.num_hidden_layers = len(layers)
        return cls(encoder)

    def encode(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Hidden states [windows, pieces, hidden]."""
        states: Tensor = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return states

    def tags(self, states: Tensor) -> Tensor:
        """Logits [windows, pieces, layers, 3]: outside, begin, inside."""
        return self.tagger(states).unflatten(-1, (len(LAYERS), 3))

    def heads(self) -> dict[str, NDArray[np.float32]]:
        """The weights of the small heads, as the package's numpy heads read them."""
        state = self.state_dict()
        small = {name: value for name, value in state.items() if not name.startswith(("encoder.", "tagger."))}
        return {name: value.detach().cpu().numpy() for name, value in small.items()}

    @staticmethod
    def summed(states: Tensor) -> Encoded:
        """One window made ready for means over ranges."""
        return Encoded(states, torch.cat([states.new_zeros(1, states.shape[1]), states.cumsum(0)]))

    def spans(self, window: Encoded, spans: Sequence[Range]) -> Tensor:
        """Representations [spans, WIDTH] of spans of pieces: first, last and mean state."""
        first = torch.tensor([a for a, _ in spans])
        end = torch.tensor([b for _, b in spans])
        mean = (window.sums[end] - window.sums[first]) / (end - first).unsqueeze(1)
        joined = torch.cat([window.states[first], window.states[end - 1], mean], dim=1)
        return nn.functional.gelu(self.span(joined))

    def score(self, name: str, window: Encoded, ones: Sequence[Range], others: Sequence[Range]) -> Tensor:
        """Scores [ones, others, outputs] of every pair of spans."""
        a, b = self.spans(window, ones), self.spans(window, others)
        low = torch.tensor([[min(x[0], y[0]) for y in others] for x in ones])
        high = torch.tensor([[max(x[1], y[1]) for y in others] for x in ones])
        between = (window.sums[high] - window.sums[low]) / (high - low).unsqueeze(2)
        distances = torch.tensor([[bucket(x, y) for y in others] for x in ones])
        shape = (len(ones), len(others), WIDTH)
        one, other = a.unsqueeze(1).expand(shape), b.unsqueeze(0).expand(shape)
        features = torch.cat(
            [one, other, one * other, nn.functional.gelu(self.between(between)), self.distance(distances)],
            dim=2,
        )
        scores: Tensor = self.pairs[name](features)
        return scores
