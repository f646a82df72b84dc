"""A language model of one's own beside the built-in reader: F1 of its claims, refused quotes, time, tokens.

Asked for by name (``make bench-llm BASE_URL=… MODEL=…``): it needs a server, and sends it the texts.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import claims
from benchmarks.adapters import ENCODER, Asked, ask_reports, input_file, llm_environment
from benchmarks.data import Case, load
from benchmarks.rows import Row, Skip
from corpus.load import load as load_corpus
from corpus.load import to_gold

PART = "llm"
ALONE, BESIDE = "language model", "encoder and language model"


def rows() -> Iterator[Row]:
    """Both sets: what the model cost, then its claims, those of the encoder, and those of both together."""
    url, model = llm_environment()
    if not url or not model:
        raise Skip("needs a server: make bench-llm BASE_URL=http://localhost:11434/v1 MODEL=NAME")
    corpus = load_corpus("dev")
    sets = (
        ("gold dev", load("gold/dev.json"), load("gold/dev_texts.json")),
        ("corpus dev", to_gold(corpus), claims.corpus_texts(corpus)),
    )
    with tempfile.TemporaryDirectory() as cache:
        # A folder of its own: the first pass asks for every report, so that the times are those of the model.
        os.environ["REPORTEDLY_LLM_CACHE"] = cache
        for name, gold, texts in sets:
            wanted = {case["id"] for case in gold}
            cost = _asked([text for text in texts if text["id"] in wanted])
            yield from costs(name, model, cost)
            for system in (ALONE, ENCODER, BESIDE):
                for row in claims.measure(name, gold, texts, system):
                    yield replace(row, part=PART, system=system.replace(ALONE, model))


def _asked(texts: Sequence[Case]) -> Asked:
    with tempfile.TemporaryDirectory() as folder:
        return ask_reports([input_file(text, Path(folder)) for text in texts])


def costs(data: str, model: str, cost: Asked) -> Iterator[Row]:
    """What was refused, and what a report took."""
    given = cost.kept + cost.refused

    def row(metric: str, value: float, note: str = "", n: int = cost.reports, unit: str = "reports") -> Row:
        return Row(
            part=PART, data=data, system=model, metric=metric, value=value, n=n, unit=unit, note=note
        )  # fmt: skip

    yield row(
        "reports without a usable answer", cost.failed / cost.reports, f"{cost.failed} of {cost.reports}"
    )
    if given:
        yield row(
            "claims and details refused", cost.refused / given, cost.reasons, given, "claims and details"
        )
    if cost.answered:
        yield row("seconds a report", cost.seconds / cost.answered, n=cost.answered)
        yield row("tokens sent a report", cost.prompt_tokens / cost.answered, n=cost.answered)
        yield row("tokens answered a report", cost.answer_tokens / cost.answered, n=cost.answered)
