"""How often a claim is right, and whether the reader knows: stated confidence against the coded claims.

Of the rules a figure by stance and role (``annotate/rules/confidence.py``), of the encoder the calibration of
its claims of doers on reports that it was not trained on.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.adapters import stated_confidence
from benchmarks.claims import corpus_texts, gold_case, ledger
from benchmarks.data import Case, load
from benchmarks.rows import Row
from benchmarks.scorers import idle
from corpus.load import load as load_corpus
from corpus.load import to_gold

Claim = dict[str, Any]


def rows() -> Iterator[Row]:
    """The encoder's calibration, then the precision of the rules."""
    yield from calibration()
    yield from of_rules()


def calibration() -> Iterator[Row]:
    """Expected calibration error in ten bins (Guo et al. 2017), and the share of each bin that is right.

    The confidence was fitted on the dev part of the corpus and the labels held out, so that the test part and
    gold dev tell whether it holds.
    """
    reports = load_corpus("test")
    sets = {
        "corpus test": (to_gold(reports), corpus_texts(reports)),
        "gold dev": (load("gold/dev.json"), load("gold/dev_texts.json")),
    }
    for data, (gold, texts) in sets.items():
        by_id = {text["id"]: text for text in texts}
        seen: list[tuple[float, bool]] = []
        with tempfile.TemporaryDirectory() as temporary:
            for case in gold:
                found = ledger(by_id[case["id"]], Path(temporary), "reportedly encoder")
                stated = [
                    c["confidence"] for c in found["claims"] if c["role"] in ("perpetrator", "supporter")
                ]
                right = [hit for _, hit in doers(case["claims"], found)]
                seen += zip(stated, right, strict=True)
        error, bins = calibration_error(seen)
        yield _calibrated(data, "expected calibration error", error, len(seen))
        for low, (stated_mean, right_share, count) in bins.items():
            name = f"right where the confidence is {low:.1f} to {low + 0.1:.1f}"
            yield _calibrated(data, name, right_share, count, note=f"stated: {stated_mean:.2f}")


def _calibrated(data: str, metric: str, value: float, n: int, *, note: str = "") -> Row:
    return Row(
        part="confidence",
        data=data,
        system="reportedly encoder",
        metric=metric,
        value=value,
        n=n,
        unit="claims",
        note=note,
    )


def calibration_error(
    seen: Sequence[tuple[float, bool]],
) -> tuple[float, dict[float, tuple[float, float, int]]]:
    """Expected calibration error over ten bins; per bin mean confidence, share that is right, and count.

    >>> calibration_error([(0.95, True), (0.95, False), (0.55, True)])[0]
    0.45
    """
    bins: dict[float, list[tuple[float, bool]]] = {}
    for confidence, hit in seen:
        bins.setdefault(min(9, int(confidence * 10)) / 10, []).append((confidence, hit))
    told = {
        low: (sum(c for c, _ in found) / len(found), sum(h for _, h in found) / len(found), len(found))
        for low, found in sorted(bins.items())
    }
    error = sum(count * abs(stated - right) for stated, right, count in told.values()) / max(1, len(seen))
    return round(error, 6), told


def of_rules() -> Iterator[Row]:
    """Precision of each stance and of each detail on the train labels, with what the rules state of it."""
    texts = {text["id"]: text for text in load("gold/train_texts.json.gz")}
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        for label in load("gold/train.json.gz"):
            found = ledger(texts[label["id"]], Path(temporary), "reportedly rules")
            for name, is_right in (*doers(gold_case(label)["claims"], found), *told(label, found)):
                seen[name] += 1
                right[name] += is_right
    stated = stated_confidence()
    for name in sorted(seen):
        yield Row(
            part="confidence",
            data="train labels",
            system="reportedly rules",
            metric=f"precision {name}",
            value=right[name] / seen[name],
            n=seen[name],
            unit="claims",
            note=f"stated: {stated[name]:.2f}",
        )


def doers(gold: Sequence[Claim], found: Case) -> Iterator[tuple[str, bool]]:
    """Each claim of a doer: its stance, and whether the scorer matches it at the level ``full``."""
    scoring = idle("score_claims")
    predicted = scoring.predicted_claims(found)
    matched = set(scoring.match("full", gold, predicted).values())
    for i, claim in enumerate(predicted):
        yield claim["stance"], i in matched


def told(label: Case, found: Case) -> Iterator[tuple[str, bool]]:
    """Each detail that the labels tell of: its role, and whether any incident of the report has its value."""
    for claim in found["claims"]:
        role, value = claim["role"], claim["value"]
        if role in SAME and value is not None and claim["stance"] == "alleges":
            yield role, any(SAME[role](incident, value) for incident in label["incidents"])


def _same_words(field: str) -> Callable[[Claim, Claim], bool]:
    def same(incident: Claim, value: Claim) -> bool:
        labelled, told = _words(incident[field]), _words(value["text"])
        return bool(labelled & told)

    return same


def _same_number(field: str) -> Callable[[Claim, Claim], bool]:
    def same(incident: Claim, value: Claim) -> bool:
        labelled, told = incident[field], value.get("number")
        return bool(labelled and told and labelled[0] == told["min"])

    return same


def _same_day(incident: Claim, value: Claim) -> bool:
    day, told = incident["date"], value.get("date")
    return bool(day and told and told["earliest"] <= day <= told["latest"])


def _words(text: str | None) -> set[str]:
    return {w for w in re.findall(r"[\w'-]+", (text or "").lower()) if w not in _EMPTY}


_EMPTY = frozenset("the a an of in at on and to near his her its their".split())

SAME = {
    "killed": _same_number("killed"),
    "wounded": _same_number("wounded"),
    "place": _same_words("place"),
    "target": _same_words("target"),
    "weapon": _same_words("weapon"),
    "time": _same_day,
}
