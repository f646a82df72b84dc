"""The network's numbers become spans, links and claims; nothing impossible comes out."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reportedly.annotate.encoder.beside import Beside
from reportedly.annotate.encoder.reading import AHEAD, Encoded, Network, Run, window_starts
from reportedly.annotate.encoder.wordpiece import WordPiece
from reportedly.annotate.heads.attributions import FoundAttribution, attributions
from reportedly.annotate.heads.claims import MOST, FoundClaim, Hint, claims
from reportedly.annotate.heads.layers import CERTAINTIES, JUDGED, LAYER, LAYERS, STANCES
from reportedly.annotate.heads.mentions import antecedents
from reportedly.annotate.heads.pairs import REPORT, Floats, Heads, Range, Window, bucket
from reportedly.annotate.heads.settings import Settings
from reportedly.annotate.heads.spans import best_spans, spans_of_layers
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


@given(LOGITS)
def test_no_span_begins_or_ends_within_a_word(logits: Floats) -> None:
    """Five pieces are three words; against trying all taggings of the words."""
    words = [0, 2, 3]
    ends = [*words[1:], len(logits)]

    def worth(tags: tuple[int, ...]) -> float:
        pieces = zip(tags, words, ends, strict=True)
        return sum(float(logits[a, t] + logits[a + 1 : b, 2 * (t > 0)].sum()) for t, a, b in pieces)

    every = [tags for tags in itertools.product(range(3), repeat=3) if lawful(tags)]
    most = max(worth(tags) for tags in every)
    near = [[(words[a], ends[b - 1]) for a, b in ranges(t)] for t in every if worth(t) > most - 1e-4]
    (found,) = spans_of_layers(logits[:, None], eager=[0.0], words=words)
    assert found in near


def test_spans_that_touch_are_one_where_the_layer_says_so() -> None:
    begun = np.log(np.array([[0.1, 0.8, 0.1], [0.1, 0.8, 0.1], [0.8, 0.1, 0.1], [0.1, 0.8, 0.1]]))
    tags = np.stack([begun, begun], axis=1).astype(np.float32)
    found = spans_of_layers(tags, eager=[0.0, 0.0], joined=[True, False])
    assert found == [[(0, 2), (3, 4)], [(0, 1), (1, 2), (3, 4)]]


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


class Told(Heads):
    """Scores as a test wants them: of claims by actor and speaker, of relays by the span before."""

    def __init__(
        self,
        said: dict[tuple[Range, Range], list[float]],
        chain: dict[Range, Range],
        *,
        joined: set[tuple[Range, Range]] | None = None,
    ) -> None:
        self._said, self._chain_to, self._joined = said, chain, joined or set()

    def score(self, name: str, window: Window, ones: list[Range], others: list[Range]) -> Floats:  # type: ignore[override]
        nothing = [9.0, 0, 0, 0, 0, 0, 0, 0, 0, -9.0]
        if name == "claim":
            return np.array(
                [[self._said.get((a, b), nothing) for b in others] for a in ones], dtype=np.float32
            )
        if name in ("relay", "same", "source", "content"):
            told = [[[5.0 if self._chain_to.get(a) == b else -5.0] for b in others] for a in ones]
            return np.array(told, dtype=np.float32)
        if name == "together":
            joined = [[[5.0 if (a, b) in self._joined else -5.0, 0.0] for b in others] for a in ones]
            return np.array(joined, dtype=np.float32)
        return np.array([[[float(b[0])] for b in others] for a in ones], dtype=np.float32)

    def judge(self, task: str, window: Window, spans: list[Range]) -> Floats:  # type: ignore[override]
        return np.eye(JUDGED[task], dtype=np.float32)[[a % JUDGED[task] for a, _ in spans]]


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


HALF = Settings(at_least=0.5)


def spans_in(tags: Floats) -> dict[str, list[Range]]:
    found = spans_of_layers(tags, eager=[0.0] * len(LAYERS))
    return dict(zip(LAYERS, found, strict=True))


def window_of(length: int) -> Window:
    return Window.of(np.zeros((length, 4), dtype=np.float32))


def found(
    heads: Heads, tags: Floats, settings: Settings = HALF, hints: list[Hint] | None = None
) -> list[FoundClaim]:
    return list(claims(heads, window_of(len(tags)), spans_in(tags), settings, hints))


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
    assert claim.confidence > 0.9


def test_actors_of_one_speaker_and_stance_can_have_done_it_together() -> None:
    one, other, third = (2, 3), (5, 6), (8, 9)
    tags = tagged(12, actor=[one, other, third], speaker=[(10, 11)])
    alleged = {(actor, (10, 11)): said(Stance.ALLEGES) for actor in (one, other)}
    told = alleged | {(third, (10, 11)): said(Stance.DENIES), (one, REPORT): said(Stance.DENIES)}
    heads = Told(told, {}, joined={(other, one), (third, one)})
    beside = {(claim.actor, claim.speaker): claim.beside for claim in found(heads, tags)}
    assert beside == {
        (one, (10, 11)): (other,),
        (other, (10, 11)): (one,),
        (third, (10, 11)): (),
        (one, None): (),
    }, "who is denied to have done it did not do it with who is said to have"


@pytest.mark.parametrize(
    ("speakers", "kept"),
    [
        ([(2, 3), (10, 11)], [(10, 11)]),
        ([(8, 9), (10, 11)], [(8, 9), (10, 11)]),
        ([REPORT, (10, 11)], [(10, 11)]),
    ],
)
def test_of_speakers_who_stand_apart_the_most_probable_says_it(
    speakers: list[Range], kept: list[Range]
) -> None:
    """Two side by side may both say it; what another stance says of the actor is another claim."""
    actor = (20, 21)
    tags = tagged(24, actor=[actor], speaker=[(2, 3), (8, 9), (10, 11)])
    unsure = [0.9 * each for each in said(Stance.ALLEGES)]
    told = {(actor, each): unsure for each in speakers} | {(actor, (10, 11)): said(Stance.ALLEGES)}
    assert [claim.speaker for claim in found(Told(told, {}), tags)] == kept
    denied = told | {(actor, (2, 3)): said(Stance.DENIES)}
    assert (2, 3) in [claim.speaker for claim in found(Told(denied, {}), tags)]


def test_where_a_weapon_is_from_did_nothing() -> None:
    actor, other = (8, 10), (14, 15)
    told = {(each, REPORT): said(Stance.ALLEGES) for each in (actor, other)}
    tags = tagged(20, actor=[actor, other], origin=[(7, 10)])
    assert [claim.actor for claim in found(Told(told, {}), tags)] == [other]


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


def test_the_number_of_spans_is_bounded() -> None:
    many = tagged(3 * MOST, actor=[(i, i + 1) for i in range(1, 3 * MOST - 1)])
    told = {((i, i + 1), REPORT): said(Stance.ALLEGES) for i in range(3 * MOST)}
    assert len(found(Told(told, {}), many)) == MOST


def test_of_actors_that_overlap_the_surer_is_claimed() -> None:
    tags = tagged(12, actor=[(3, 6)])
    sure = said(Stance.ALLEGES)
    told = {((3, 6), REPORT): [0.0, 2.0, 0, 0, 0, 0, *sure[6:]], ((2, 4), REPORT): sure}
    hint = Hint((2, 4), REPORT, Stance.ALLEGES, unnamed=False, number=0)
    (claim,) = found(Told(told, {}), tags, hints=[hint])
    assert (claim.actor, claim.hint) == ((3, 6), 0), "a hint is about the span that it touches"


LEANING = [0.5, 0.0, 0, 0, 0, 0, *said(Stance.ALLEGES)[6:]]
"""Scores of a pair that the network holds for no claim, but hardly."""


@pytest.mark.parametrize(
    ("settings", "hinted", "expected"),
    [
        (HALF, True, Stance.ALLEGES),
        (Settings(at_least=0.8, hinted=3.0), True, Stance.DENIES),
        (Settings(at_least=0.8, hinted=3.0), False, None),
        (Settings(at_least=0.5, unhinted=3.0), False, None),
        (Settings(at_least=0.5, kept=2.0), True, Stance.DENIES),
    ],
)
def test_hints_raise_the_odds_of_their_stance(
    settings: Settings, hinted: bool, expected: Stance | None
) -> None:
    tags = tagged(12, actor=[(8, 9)], speaker=[(1, 3)])
    hints = [Hint((8, 9), (1, 2), Stance.DENIES, unnamed=False, number=4)] if hinted else []
    told = Told({((8, 9), (1, 3)): LEANING}, {})
    claims_found = found(told, tags, settings, hints)
    assert [claim.stance for claim in claims_found] == ([expected] if expected else [])
    assert all(claim.hint == 4 for claim in claims_found)


def test_a_hint_can_bring_spans_that_the_tagger_missed() -> None:
    hint = Hint((8, 9), (1, 3), Stance.DENIES, unnamed=False, number=0)
    told = Told({((8, 9), (1, 3)): said(Stance.ADMITS)}, {})
    (claim,) = found(told, tagged(12), hints=[hint])
    assert (claim.actor, claim.speaker, claim.stance) == ((8, 9), (1, 3), Stance.ADMITS)
    assert not found(told, tagged(12), hints=[])


@pytest.mark.parametrize("stance", [Stance.ALLEGES, Stance.ADMITS])
def test_a_hint_that_an_actor_did_it_needs_an_actor_that_the_tagger_found(stance: Stance) -> None:
    hint = Hint((8, 9), (1, 3), stance, unnamed=False, number=0)
    told = Told({((7, 9), (1, 3)): said(stance), ((8, 9), (1, 3)): said(stance)}, {})
    assert not found(told, tagged(12), hints=[hint])
    (claim,) = found(told, tagged(12, actor=[(7, 9)]), hints=[hint])
    assert (claim.actor, claim.speaker, claim.hint) == ((7, 9), (1, 3), 0)


def test_confidence_is_fitted_log_odds() -> None:
    """At an even chance the offset alone tells; nothing leaves 0 to 1."""
    fitted = Settings(at_least=0.5, slope=0.5, offset=-1.0, agreed=1.0)
    assert fitted.confidence(0.5, agreed=True) == pytest.approx(0.5)
    assert fitted.confidence(0.5) == pytest.approx(1 / (1 + math.e))
    assert HALF.confidence(0.73) == pytest.approx(0.73)
    assert 0 < fitted.confidence(0.0) < fitted.confidence(1.0) < 1


def test_who_is_not_named_cannot_be_said_to_have_done_it() -> None:
    tags = tagged(12, unnamed=[(2, 8)])
    both = [0.0, 9.0, 0, 0, 0, 7.0, *said(Stance.ALLEGES)[6:]]
    (claim,) = found(Told({((2, 8), REPORT): both}, {}), tags)
    assert claim.stance is Stance.NO_CLAIM


def test_a_cue_points_to_its_source_and_content_or_to_none() -> None:
    spans: dict[str, list[Range]] = {
        "att source": [(1, 2), (5, 6)],
        "att cue": [(2, 3), (6, 7), (9, 10)],
        "att content": [(3, 5)],
    }
    heads = Told({}, {(2, 3): (1, 2), (6, 7): (5, 6)})
    assert attributions(heads, window_of(12), spans) == [
        FoundAttribution((1, 2), (2, 3), None),
        FoundAttribution((5, 6), (6, 7), None),
    ]


def test_a_mention_points_to_the_earlier_one_only() -> None:
    heads = Told({}, {(7, 8): (1, 3), (1, 3): (7, 8)})
    assert antecedents(heads, window_of(12), [(7, 8), (1, 3), (4, 5)], [(7, 8)]) == {(7, 8): (1, 3)}
    assert antecedents(heads, window_of(12), [(7, 8)], [(7, 8)]) == {}


def test_only_the_chains_that_are_asked_for_are_followed() -> None:
    heads = Told({}, {(7, 8): (4, 5), (4, 5): (1, 3), (9, 10): (1, 3)})
    every = [(7, 8), (1, 3), (4, 5), (9, 10)]
    assert antecedents(heads, window_of(12), every, [(7, 8)]) == {(7, 8): (4, 5), (4, 5): (1, 3)}
    assert antecedents(heads, window_of(12), every, [(9, 10), (2, 3)]) == {(9, 10): (1, 3)}
    assert antecedents(heads, window_of(12), every, []) == {}


def network(run: Run, heads: Heads) -> Network:
    return Network(vocabulary=VOCABULARY, run=run, heads=heads, settings=HALF)


VOCABULARY = WordPiece(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "they", "x"])


def test_windows_cover_every_piece_and_offsets_are_of_the_text() -> None:
    text = "x " * 600 + "They x"

    def run(ids: np.ndarray) -> tuple[Floats, Floats]:
        place = [i for i, number in enumerate(ids) if number == 4]
        return np.zeros((len(ids), 4), np.float32), tagged(len(ids), actor=[(i, i + 1) for i in place])

    starts = list(window_starts(602))
    told = {((601 - start, 602 - start), REPORT): said(Stance.ALLEGES) for start in starts}
    (claim,) = network(run, Told(told, {})).read(text).claims
    assert text[slice(*claim.actor)] == "They"
    assert list(window_starts(0)) == [0]
    assert network(run, Told({}, {})).read("").claims == ()


def test_the_first_windows_are_run_beside_other_work_and_nothing_changes() -> None:
    """Windows finish out of turn there, and are given in turn; those far ahead are not begun."""
    text = " ".join("they" if i % 7 else "x" for i in range(2000))
    asked: list[int] = []

    def run(ids: np.ndarray) -> tuple[Floats, Floats]:
        asked.append(len(ids))
        time.sleep(0.02 if len(asked) % 2 else 0.0)
        told = float(ids @ np.arange(len(ids)))
        return np.full((len(ids), 4), told, np.float32), tagged(len(ids))

    def states(windows: Iterator[Encoded]) -> list[tuple[object, float]]:
        return [(view, float(window.states[0, 0])) for view, window, _ in windows]

    here = states(network(run, Told({}, {})).begin(text))
    asked.clear()
    beside = Beside()
    replace(network(run, Told({}, {})), beside=beside).begin(text)
    beside._thread.shutdown(wait=True)
    assert len(asked) == AHEAD < len(here)
    assert states(replace(network(run, Told({}, {})), beside=Beside()).begin(text)) == here
    assert len({told for _, told in here}) == len(here)


def test_with_nobody_beside_a_window_is_run_when_its_turn_comes() -> None:
    asked: list[int] = []

    def run(ids: np.ndarray) -> tuple[Floats, Floats]:
        asked.append(len(ids))
        return np.zeros((len(ids), 4), np.float32), tagged(len(ids))

    begun = network(run, Told({}, {})).begin("x " * 2000)
    assert asked == []
    next(begun)
    assert len(asked) == 1


def test_spans_on_the_special_pieces_are_dropped() -> None:
    def run(ids: np.ndarray) -> tuple[Floats, Floats]:
        ends = [(0, 1), (len(ids) - 1, len(ids))]
        return np.zeros((len(ids), 4), np.float32), tagged(len(ids), actor=ends)

    told = {(span, REPORT): said(Stance.ALLEGES) for span in ((0, 1), (3, 4))}
    assert network(run, Told(told, {})).read("x x").claims == ()


def test_hints_are_placed_in_the_window_that_they_lie_in() -> None:
    """A hint's spans are of the text; one that no window holds whole is left out."""
    text = "x " * 600 + "They x"

    def run(ids: np.ndarray) -> tuple[Floats, Floats]:
        return np.zeros((len(ids), 4), np.float32), tagged(len(ids))

    last = list(window_starts(602))[-1]
    told = Told({((601 - last, 602 - last), REPORT): said(Stance.ADMITS)}, {})
    near = Hint((1200, 1204), REPORT, Stance.DENIES, unnamed=False, number=0)
    far = Hint((0, 1204), REPORT, Stance.ADMITS, unnamed=False, number=1)
    (claim,) = network(run, told).read(text, [near, far]).claims
    assert (text[slice(*claim.actor)], claim.hint) == ("They", 0)
