"""How often a claim of the rules is right, by stance and role (``annotate/rules/confidence.py``)."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.adapters import stated_confidence
from benchmarks.claims import gold_case, ledger
from benchmarks.data import Case, load
from benchmarks.rows import Row
from benchmarks.scorers import idle

Claim = dict[str, Any]


def rows() -> Iterator[Row]:
    """Precision of each stance and of each detail on the train labels, with what the rules state of it."""
    texts = {text["id"]: text for text in load("gold/train_texts.json.gz")}
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        for label in load("gold/train.json.gz"):
            found = ledger(texts[label["id"]], Path(temporary))
            for name, is_right in (*doers(label, found), *told(label, found)):
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


def doers(label: Case, found: Case) -> Iterator[tuple[str, bool]]:
    """Each claim of a doer: its stance, and whether the scorer matches it at the level ``full``."""
    scoring = idle("score_claims")
    predicted = scoring.predicted_claims(found)
    matched = set(scoring.match("full", gold_case(label)["claims"], predicted).values())
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
