"""PolNeAR dev: source, cue and content spans, of our rules and of a peer on the same articles."""

from __future__ import annotations

import dataclasses
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from benchmarks.adapters import READERS, Spans, attributions
from benchmarks.data import Case, lines
from benchmarks.peers import textacy_quotations
from benchmarks.rows import Row, Skip
from benchmarks.scorers import bootstrap, f1, idle, scorer

ROLES = ("source", "cue", "content")
Found = list[dict[str, Spans]]
PEER = "textacy direct_quotations, spaCy small"


def rows() -> Iterator[Row]:
    """Our readers first, the peer beside them, then all on the articles that the peer gets through."""
    gold = [doc for doc in lines("data/polnear.jsonl.gz") if doc["split"] == "dev" and doc["primary"]]
    texts = [doc["text"] for doc in gold]
    ours = {system: attributions(texts, reader) for system, reader in READERS.items()}
    for system, found in ours.items():
        yield from measure(system, gold, found)
    try:
        theirs = textacy_quotations(texts)
    except ImportError:
        raise Skip("textacy and spaCy are not installed (make bench installs them)") from None
    read = [i for i, found in enumerate(theirs) if found is not None]
    failed = len(theirs) - len(read)
    note = f"raised an error on {failed} articles (odd number of quotation marks): counted as nothing found"
    yield from measure(PEER, gold, [found or [] for found in theirs], note=note)
    every: dict[str, Sequence[Found | None]] = {**ours, PEER: theirs}
    for system, given in every.items():
        some = list(measure(system, [gold[i] for i in read], [given[i] or [] for i in read]))
        yield dataclasses.replace(some[-1], data="PolNeAR dev, where textacy raises no error")


def measure(system: str, gold: Sequence[Case], found: Sequence[Found], *, note: str = "") -> Iterator[Row]:
    """Exact and overlap F1 of each role and of linked triples, as the scorer counts them."""
    printed = official(gold, found)
    module = idle("polnear_score", "dev")
    triples = [triple(module, doc, spans) for doc, spans in zip(gold, found, strict=True)]
    figures = [(f"F1 {role}, exact", printed[role, "exact"]) for role in ROLES]
    figures += [(f"F1 {role}, overlap", printed[role, "overlap"]) for role in ROLES]
    figures.append(("F1 linked triples", summed(triples)))
    for metric, value in figures:
        low, high = bootstrap(triples, summed) if metric.endswith("triples") else (None, None)
        yield Row(
            part="attribution",
            data="PolNeAR dev",
            system=system,
            metric=metric,
            value=value,
            low=low,
            high=high,
            n=len(gold),
            unit="articles",
            note=note if metric == figures[0][0] else "",
        )


def official(gold: Sequence[Case], found: Sequence[Found]) -> dict[tuple[str, str], float]:
    """F1 by role and manner of matching, read from what the scorer prints."""
    with tempfile.TemporaryDirectory() as folder:
        gold_file, found_file = Path(folder) / "gold.jsonl", Path(folder) / "found.jsonl"
        gold_file.write_text("\n".join(map(json.dumps, gold)), "utf-8")
        rows = (
            {"docid": doc["docid"], "attributions": spans} for doc, spans in zip(gold, found, strict=True)
        )
        found_file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
        _, printed = scorer("polnear_score", [str(gold_file), str(found_file), "dev"])
    figures = {}
    for role in ROLES:
        line = re.search(rf"^{role} +exact P R F(.*) jaccard P R F(.*) \(gold", printed, re.M)
        if line is None:
            raise AssertionError(f"the scorer printed no line for {role}:\n{printed}")
        figures[role, "exact"], figures[role, "overlap"] = (
            float(part.split()[-1]) / 100 for part in line.groups()
        )
    return figures


class Triples(NamedTuple):
    """Linked triples of one article."""

    right: int
    predicted: int
    gold: int


def triple(scoring: ModuleType, doc: Case, found: Found) -> Triples:
    """Triples whose three parts overlap (Jaccard at least .5) those of one gold attribution."""

    def fits(role: str, ours: dict[str, Spans], theirs: dict[str, Spans]) -> bool:
        a, b = scoring.hull(ours[role], doc["text"]), scoring.hull(theirs[role], doc["text"])
        return (a is None and b is None) or bool(a and b and scoring.jac(a, b) >= 0.5)

    free = list(doc["attributions"])
    right = 0
    for ours in found:
        hit = next((gold for gold in free if all(fits(role, ours, gold) for role in ROLES)), None)
        if hit is not None:
            free.remove(hit)
            right += 1
    return Triples(right, len(found), len(doc["attributions"]))


def summed(triples: Sequence[Triples]) -> float:
    """F1 over the sums."""
    return f1(*(sum(column) for column in zip(*triples, strict=True)))
