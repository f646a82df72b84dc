"""What the network is punished for."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from reportedly.annotate.heads.layers import ATTACKS, LAYERS, MENTION, STANCES
from reportedly.annotate.heads.pairs import REPORT
from reportedly.annotate.heads.spans import best_spans
from reportedly.records import IncidentType
from training.documents import Range
from training.network import Encoded, Reader
from training.windows import IGNORED, Window

FALSE_MENTIONS = 6
"""So many wrongly found actors, and speakers, of a window are candidates that make no claim."""
_ACTOR, _SPEAKER = LAYERS.index("actor"), LAYERS.index("speaker")


def losses(network: Reader, batch: Sequence[Window]) -> dict[str, Tensor]:
    """Each task's loss over a batch, summed over its windows and divided by their number."""
    ids, mask, tags = padded(batch)
    states = network.encode(ids, mask)
    logits = network.tags(states)
    found: dict[str, list[Tensor]] = {"tags": [_tags(logits, tags)]}
    for i, window in enumerate(batch):
        length = len(window.ids)
        encoded = network.summed(states[i, :length])
        if window.claims is not None:
            guessed = logits[i, :length].detach().cpu().numpy()
            _claims(network, encoded, window, guessed, found)
        if window.links:
            _links(network, encoded, window, found)
        if window.attacks:
            _attacks(network, encoded, window, found)
        if window.groups:
            _same(network, encoded, window, found)
        if window.judged:
            _judged(network, encoded, window, found)
    return {name: torch.stack(parts).sum() / len(batch) for name, parts in found.items()}


def padded(batch: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor]:
    """Piece numbers, mask [windows, pieces] and tags [windows, pieces, layers]."""
    longest = max(len(window.ids) for window in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest, dtype=torch.long)
    tags = torch.full((len(batch), longest, len(LAYERS)), IGNORED, dtype=torch.long)
    for i, window in enumerate(batch):
        length = len(window.ids)
        ids[i, :length] = torch.from_numpy(window.ids)
        mask[i, :length] = 1
        tags[i, :length] = torch.from_numpy(window.tags)
    return ids, mask, tags


def _tags(logits: Tensor, tags: Tensor) -> Tensor:
    """Per window: over its layers the sum of the mean over pieces; rare layers weigh as common ones do."""
    losses = functional.cross_entropy(
        logits.flatten(0, 2),
        tags.flatten(),
        weight=logits.new_tensor([1.0, MARKED, MARKED]),
        ignore_index=IGNORED,
        reduction="none",
    ).view(tags.shape)
    known = (tags != IGNORED).sum(1).clamp(min=1)
    return (losses.sum(1) / known).sum() * TAGS


MARKED = 2.0
"""Weight of a piece inside of a span: what is missed cannot be found later, what is too much is dropped."""
TAGS = 10.0
"""Weight of the tagger: its loss is a mean over pieces, nearly all of them outside of every span."""


def _claims(network: Reader, encoded: Encoded, window: Window, guessed, found) -> None:  # type: ignore[no-untyped-def]
    claims = window.claims or ()
    actors = _with_false(
        [*window.spans.get("actor", ()), *window.spans.get("unnamed", ())], guessed[:, _ACTOR]
    )
    speakers = [REPORT, *_with_false(list(window.spans.get("speaker", ())), guessed[:, _SPEAKER])]
    if actors:
        scores = network.score("claim", encoded, actors, speakers)
        right = torch.zeros(len(actors), len(speakers), dtype=torch.long)
        for i, actor in enumerate(actors):
            for j, speaker in enumerate(speakers):
                if (actor, speaker) in window.unsure:
                    right[i, j] = IGNORED
        certainties, supporters = [], []
        for claim in claims:
            i, j = actors.index(claim.actor), speakers.index(claim.speaker)
            right[i, j] = 1 + claim.stance
            supporters.append((i, j, claim.supporter))
            if claim.certainty != IGNORED:
                certainties.append((i, j, claim.certainty))
        stances = scores[..., : 1 + len(STANCES)]
        each = functional.cross_entropy(
            stances.flatten(0, 1), right.flatten(), ignore_index=IGNORED, reduction="none"
        )
        found.setdefault("claims", []).append(each.sum() / len(actors) ** 0.5)
        if certainties:
            sure = torch.stack([scores[i, j, 1 + len(STANCES) : -1] for i, j, _ in certainties])
            found.setdefault("certainty", []).append(
                functional.cross_entropy(sure, torch.tensor([c for _, _, c in certainties]))
            )
        if supporters:
            support = torch.stack([scores[i, j, -1] for i, j, _ in supporters])
            found.setdefault("supporter", []).append(
                functional.binary_cross_entropy_with_logits(
                    support, torch.tensor([float(c) for _, _, c in supporters])
                )
            )
    _together(network, encoded, window, found)
    triggers = sorted(set(window.spans.get("trigger", ())))
    told = [(claim.actor, triggers.index(claim.trigger)) for claim in claims if claim.trigger in triggers]
    if told and len(triggers) > 1:
        scores = network.score("trigger", encoded, [actor for actor, _ in told], triggers).squeeze(2)
        found.setdefault("trigger", []).append(
            functional.cross_entropy(scores, torch.tensor([trigger for _, trigger in told]))
        )
    relays = sorted(set(window.spans.get("relay", ())))
    chain = sorted({*window.spans.get("speaker", ()), *relays})
    if relays and chain:
        scores = network.score("relay", encoded, chain, relays).squeeze(2)
        right_ = torch.tensor([[float((a, b) in window.relays) for b in relays] for a in chain])
        found.setdefault("relay", []).append(
            functional.binary_cross_entropy_with_logits(scores, right_, reduction="sum") / len(chain)
        )


def _same(network: Reader, encoded: Encoded, window: Window, found: dict[str, list[Tensor]]) -> None:
    """Each mention points to an earlier one of the same thing, or to none (score 0); which is left open."""
    order = sorted(range(len(window.groups)), key=lambda i: window.spans[MENTION][i])[:MOST_MENTIONS]
    mentions = [window.spans[MENTION][i] for i in order]
    groups = torch.tensor([window.groups[i] for i in order])
    if len(mentions) < 2:
        return
    scores = network.score("same", encoded, mentions, mentions).squeeze(2)
    earlier = torch.ones_like(scores, dtype=torch.bool).tril(-1)
    right = earlier & (groups.unsqueeze(0) == groups.unsqueeze(1))
    none = scores.new_zeros(len(mentions), 1)
    every = torch.cat([none, scores.masked_fill(~earlier, float("-inf"))], dim=1)
    first = ~right.any(1, keepdim=True)
    good = torch.cat([none.masked_fill(~first, float("-inf")), scores.masked_fill(~right, float("-inf"))], 1)
    loss = every.logsumexp(1) - good.logsumexp(1)
    found.setdefault("same", []).append(loss.sum() / len(mentions) ** 0.5)


MOST_MENTIONS = 48


def _judged(network: Reader, encoded: Encoded, window: Window, found: dict[str, list[Tensor]]) -> None:
    """What single spans are; each task a mean over its spans of the window."""
    represented = network.spans(encoded, [span for span, _, _ in window.judged])
    for task, head in network.judged.items():
        at = [i for i, (_, name, _) in enumerate(window.judged) if name == task]
        if not at:
            continue
        values = [window.judged[i][2] for i in at]
        scores = head(represented[at])
        if scores.shape[1] == 1:
            loss = functional.smooth_l1_loss(scores.squeeze(1), torch.tensor(values), beta=0.3)
        else:
            loss = functional.cross_entropy(scores, torch.tensor([int(v) for v in values]))
        found.setdefault(task, []).append(loss)


def _together(network: Reader, encoded: Encoded, window: Window, found: dict[str, list[Tensor]]) -> None:
    """Of each two actors of claims: did they do it together, and is it one attack."""
    claims = [claim for claim in window.claims or () if claim.actor != claim.speaker]
    actors = sorted({claim.actor for claim in claims})[:MOST_ACTORS]
    if len(actors) < 2:
        return
    incidents = [{c.incident for c in claims if c.actor == actor} for actor in actors]
    joined = [
        {(c.incident, c.speaker, c.together) for c in claims if c.actor == actor and c.together}
        for actor in actors
    ]
    pairs = [(i, j) for i in range(len(actors)) for j in range(i)]
    scores = network.score("together", encoded, actors, actors)
    scores = torch.stack([scores[i, j] for i, j in pairs])
    right = torch.tensor(
        [[float(bool(joined[i] & joined[j])), float(bool(incidents[i] & incidents[j]))] for i, j in pairs]
    )
    if window.set != "corpus":
        scores, right = scores[:, 1:], right[:, 1:]
    found.setdefault("together", []).append(
        functional.binary_cross_entropy_with_logits(scores, right, reduction="sum") / len(actors)
    )


MOST_ACTORS = 24


def _with_false(known: list[Range], logits) -> list[Range]:  # type: ignore[no-untyped-def]
    """The labelled spans and some that the tagger finds besides."""
    unique = list(dict.fromkeys(known))
    false = [span for span in best_spans(logits, eager=1.0) if span not in unique and span[0] > 0]
    return unique + false[:FALSE_MENTIONS]


def _links(network: Reader, encoded: Encoded, window: Window, found: dict[str, list[Tensor]]) -> None:
    """Each cue points to its source and its content, or to none (score 0)."""
    links = window.links or ()
    cues = [cue for cue, _, _ in links]
    for name, place in (("source", 1), ("content", 2)):
        candidates = sorted({each[place] for each in links if each[place]})  # type: ignore[type-var]
        if not candidates:
            continue
        scores = network.score(name, encoded, cues, candidates).squeeze(2)  # type: ignore[arg-type]
        scores = torch.cat([scores.new_zeros(len(cues), 1), scores], dim=1)
        right = torch.tensor([1 + candidates.index(each[place]) if each[place] else 0 for each in links])
        found.setdefault(name, []).append(functional.cross_entropy(scores, right))


def _attacks(network: Reader, encoded: Encoded, window: Window, found: dict[str, list[Tensor]]) -> None:
    spans = [span for span, _, _, _ in window.attacks]
    scores = network.attack(network.spans(encoded, spans))
    types = torch.tensor([ATTACKS.index(IncidentType(kind)) for _, kind, _, _ in window.attacks])
    attempts = torch.tensor([float(attempt) for _, _, attempt, _ in window.attacks])
    loss = functional.cross_entropy(scores[:, :-2], types)
    loss = loss + functional.binary_cross_entropy_with_logits(scores[:, -2], attempts)
    known = [(i, float(past)) for i, (_, _, _, past) in enumerate(window.attacks) if past is not None]
    if known:
        loss = loss + functional.binary_cross_entropy_with_logits(
            scores[[i for i, _ in known], -1], torch.tensor([past for _, past in known])
        )
    found.setdefault("attack", []).append(loss)
