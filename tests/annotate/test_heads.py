"""The network's numbers become spans, links and claims; nothing impossible comes out."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reportedly.annotate.encoder.reading import read_text, window_starts
from reportedly.annotate.encoder.wordpiece import WordPiece
from reportedly.annotate.heads.claims import MOST, FoundClaim, claims
from reportedly.annotate.heads.layers import CERTAINTIES, LAYER, LAYERS, STANCES
from reportedly.annotate.heads.pairs import REPORT, Floats, Heads, Range, Window, bucket
from reportedly.annotate.heads.spans import best_spans
from reportedly.records import Certainty, Stance

LOGITS = arrays(np.float32, (5, 3), elements=st.floats(-4, 4, width=32))


def lawful(tags: tuple[int, ...]) -> bool:
    return all(tag != 2 or (i > 0 and tags[i - 1] != 0) for i, tag in enumerate(tags))


def ranges(tags: tuple[int, ...]) -> list[Range]:
    starts = [i for i, tag in enumerate(tags) if tag == 1]
    return [(i, next((k for k in range(i + 1, len(tags)) if tags[k] != 2), len(tags))) for i in starts]


@given(LOGITS)
def test_the_best_lawful_tagging_is_found(logits: Floats) -> None:
    """Against trying all 243 taggings."""

    def worth(tags: tuple[int, ...]) -> float:
        return float(sum(logits[i, tag] for i, tag in enumerate(tags)))

    every = [tags for tags in itertools.product(range(3), repeat=5) if lawful(tags)]
    most = max(worth(tags) for tags in every)
    found = best_spans(logits)
    near = [ranges(tags) for tags in every if worth(tags) > most - 1e-4]
    assert found in near


def test_an_eager_tagger_finds_more() -> None:
    logits = np.log(np.array([[0.6, 0.4, 1e-9]] * 3, dtype=np.float32))
    assert best_spans(logits) == []
    assert best_spans(logits, eager=1.0) == [(0, 1), (1, 2), (2, 3)]
    assert best_spans(logits[:0]) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((5, 6), REPORT, 0),
        ((5, 9), (6, 7), 1),
        ((5, 6), (6, 7), 2),
        ((6, 7), (5, 6), 13),
        ((1, 2), (500, 501), 10),
        ((1, 2), (5000, 5001), 12),
        ((5000, 5001), (1, 2), 23),
    ],
)
def test_distances_fall_into_24_buckets(one: Range, other: Range, expected: int) -> None:
    assert bucket(one, other) == expected


def weights(hidden: int = 4, width: int = 3) -> dict[str, Floats]:
    draw = np.random.default_rng(7)

    def some(*shape: int) -> Floats:
        return draw.normal(size=shape).astype(np.float32)

    made = {
        "span.weight": some(width, 3 * hidden),
        "span.bias": some(width),
        "between.weight": some(width, hidden),
        "between.bias": some(width),
        "distance.weight": some(24, 2),
        "attack.weight": some(12, width),
        "attack.bias": some(12),
    }
    outputs = {"claim": 1 + len(STANCES) + len(CERTAINTIES) + 1, "trigger": 1, "relay": 1}
    for name, count in outputs.items():
        made |= {f"pairs.{name}.0.weight": some(width, 4 * width + 2), f"pairs.{name}.0.bias": some(width)}
        made |= {f"pairs.{name}.3.weight": some(count, width), f"pairs.{name}.3.bias": some(count)}
    return made


def gelu(x: float) -> float:
    return 0.5 * x * (1 + math.erf(x / math.sqrt(2)))


def test_a_pair_is_scored_as_the_formula_says() -> None:
    """Spelled out for one pair, number by number."""
    w, states = weights(), np.random.default_rng(3).normal(size=(6, 4)).astype(np.float32)

    def layer(name: str, x: list[float]) -> list[float]:
        rows = zip(w[f"{name}.weight"], w[f"{name}.bias"], strict=True)
        return [float(row @ np.array(x)) + float(bias) for row, bias in rows]

    def span(a: int, b: int) -> list[float]:
        x = [*states[a], *states[b - 1], *states[a:b].mean(axis=0)]
        return [gelu(value) for value in layer("span", x)]

    one, other = span(1, 3), span(4, 6)
    between = [gelu(value) for value in layer("between", list(states[1:6].mean(axis=0)))]
    product = [a * b for a, b in zip(one, other, strict=True)]
    x = [*one, *other, *product, *between, *w["distance.weight"][bucket((1, 3), (4, 6))]]
    expected = layer("pairs.relay.3", [gelu(value) for value in layer("pairs.relay.0", x)])
    found = Heads(w).score("relay", Window.of(states), [(1, 3)], [(4, 6)])
    assert found.shape == (1, 1, 1)
    assert found[0, 0].tolist() == pytest.approx(expected, abs=1e-5)
    assert Heads(w).attack(Window.of(states), [(1, 3), (4, 6)]).shape == (2, 12)


class Told(Heads):
    """Scores as a test wants them: of claims by actor and speaker, of relays by the span before."""

    def __init__(self, said: dict[tuple[Range, Range], list[float]], chain: dict[Range, Range]) -> None:
        self._said, self._chain_to = said, chain

    def score(self, name: str, window: Window, ones: list[Range], others: list[Range]) -> Floats:  # type: ignore[override]
        nothing = [9.0, 0, 0, 0, 0, 0, 0, 0, 0, -9.0]
        if name == "claim":
            return np.array(
                [[self._said.get((a, b), nothing) for b in others] for a in ones], dtype=np.float32
            )
        if name == "relay":
            told = [[[5.0 if self._chain_to.get(a) == b else -5.0] for b in others] for a in ones]
            return np.array(told, dtype=np.float32)
        return np.array([[[float(b[0])] for b in others] for a in ones], dtype=np.float32)


def tagged(length: int, **layers: list[Range]) -> Floats:
    tags = np.zeros((length, len(LAYERS), 3), dtype=np.float32)
    tags[..., 0] = 9
    for layer, spans in layers.items():
        for start, end in spans:
            tags[start:end, LAYER[layer], 2] = 20
            tags[start, LAYER[layer], 1] = 30
    return tags


def said(stance: Stance, certainty: Certainty = Certainty.CERTAIN, *, supporter: bool = False) -> list[float]:
    stances = [9.0 if each is stance else 0.0 for each in STANCES]
    sure = [5.0 if each is certainty else 0.0 for each in CERTAINTIES]
    return [0.0, *stances, *sure, 5.0 if supporter else -5.0]


def found(heads: Heads, tags: Floats) -> list[FoundClaim]:
    return list(claims(heads, np.zeros((len(tags), 4), dtype=np.float32), tags, at_least=0.5))


def test_claims_are_put_together_from_their_parts() -> None:
    tags = tagged(
        20,
        actor=[(8, 9)],
        speaker=[(1, 3)],
        cue=[(3, 4), (15, 16)],
        content=[(7, 12)],
        relay=[(4, 5), (5, 6)],
    )
    heads = Told(
        {((8, 9), (1, 3)): said(Stance.DENIES, Certainty.POSSIBLE)}, {(1, 3): (5, 6), (5, 6): (4, 5)}
    )
    (claim,) = found(heads, tags)
    assert (claim.actor, claim.speaker, claim.stance) == ((8, 9), (1, 3), Stance.DENIES)
    assert (claim.cue, claim.content, claim.relays) == ((3, 4), (7, 12), ((5, 6), (4, 5)))
    assert claim.certainty is Certainty.POSSIBLE
    assert not claim.supporter
    assert claim.probability > 0.9


def test_the_report_speaks_where_no_speaker_does() -> None:
    tags = tagged(12, actor=[(8, 9)], cue=[(3, 4)], trigger=[(2, 3), (9, 10)])
    heads = Told({((8, 9), REPORT): said(Stance.ALLEGES, supporter=True)}, {})
    (claim,) = found(heads, tags)
    assert (claim.speaker, claim.cue, claim.relays, claim.supporter) == (None, None, (), True)
    assert claim.trigger == (9, 10)


def test_a_claim_of_nobody_carries_no_certainty() -> None:
    tags = tagged(12, unnamed=[(2, 8)])
    (claim,) = found(Told({((2, 8), REPORT): said(Stance.NO_CLAIM)}, {}), tags)
    assert claim.unnamed
    assert claim.certainty is None


def test_spans_on_the_special_pieces_are_dropped_and_their_number_is_bounded() -> None:
    tags = tagged(12, actor=[(0, 1), (11, 12)])
    assert not found(Told({}, {}), tags)
    many = tagged(3 * MOST, actor=[(i, i + 1) for i in range(1, 3 * MOST - 1)])
    told = {((i, i + 1), REPORT): said(Stance.ALLEGES) for i in range(3 * MOST)}
    assert len(found(Told(told, {}), many)) == MOST


def test_windows_cover_every_piece_and_offsets_are_of_the_text() -> None:
    vocabulary = WordPiece(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "they", "x"])
    text = "x " * 600 + "They x"

    def run(ids: np.ndarray) -> tuple[Floats, Floats]:
        place = [i for i, number in enumerate(ids) if number == 4]
        return np.zeros((len(ids), 4), np.float32), tagged(len(ids), actor=[(i, i + 1) for i in place])

    starts = list(window_starts(602))
    told = {((601 - start, 602 - start), REPORT): said(Stance.ALLEGES) for start in starts}
    (claim,) = read_text(text, vocabulary, run, Told(told, {}), at_least=0.5)
    assert text[slice(*claim.actor)] == "They"
    assert list(window_starts(0)) == [0]
    assert read_text("", vocabulary, run, Told({}, {}), at_least=0.5) == []
