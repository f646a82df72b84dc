"""Who is said to have done it, by whom: claims of our ledgers against the coded ones."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from benchmarks.adapters import ASKING, READERS, input_file, read_ledger
from benchmarks.data import Case, load, shared
from benchmarks.rows import Row
from benchmarks.scorers import bootstrap, f1, idle, scorer
from corpus.form import CorpusReport
from corpus.load import load as load_corpus
from corpus.load import to_gold

LEVELS = ("who", "stance", "full")


class Counts(NamedTuple):
    """One report at one level."""

    right: int
    predicted: int
    gold: int


def rows() -> Iterator[Row]:
    """All claim sets, smallest first; the encoder before the rules, which are its floor."""
    for system in READERS:
        yield from of_system(system)


def of_system(system: str) -> Iterator[Row]:
    """All claim sets by one reader."""
    yield from measure("seed (1 report)", load("seeds/gold.json"), seed_texts(), system)
    yield from measure("gold dev", load("gold/dev.json"), load("gold/dev_texts.json"), system)
    for split in ("test", "dev"):
        reports = load_corpus(split)
        note = "our own corpus; nobody looked at it to build a reader" if split == "test" else ""
        yield from measure(f"corpus {split}", to_gold(reports), corpus_texts(reports), system, note=note)
    labels = [gold_case(case) for case in load("gold/train.json.gz") if held_out(case["id"])]
    note = "a tenth that no model is trained on; the rules were developed looking at a part of it"
    yield from measure("train labels held out", labels, load("gold/train_texts.json.gz"), system, note=note)


def held_out(name: str) -> bool:
    """Whether training leaves the labelled report out (as ``training/documents.py`` does)."""
    return sha256(name.encode()).digest()[0] % 10 == 0


def seed_texts() -> list[Case]:
    """The example report: title on the first line of its text file."""
    texts = []
    for case in load("seeds/gold.json"):
        body = shared(f"seeds/{case['id']}.txt").read_text("utf-8").removeprefix(case["title"]).lstrip()
        texts.append({**case, "text": body})
    return texts


def corpus_texts(reports: Sequence[CorpusReport]) -> list[Case]:
    """The corpus's reports as a user would hand them over."""
    return [
        {
            "id": report.id,
            "title": report.headline,
            "text": report.text.removeprefix(report.headline or "").lstrip(),
            "outlet": report.outlet,
            "published": report.published.isoformat(),
        }
        for report in reports
    ]


def gold_case(label: Case) -> Case:
    """A training label in the form that the scorer reads; both names of an actor or source count."""
    return {"id": label["id"], "claims": [gold_claim(claim) for claim in label["claims"]]}


def gold_claim(claim: Case) -> Case:
    """One claim of :func:`gold_case`.

    >>> gold_claim({"actor": "it", "actor_name": "the army", "stance": "admits", "certainty": "certain",
    ...             "source": "REPORT", "source_name": None})["actor"]
    ['it', 'the army']
    """
    actor = [name for name in (claim["actor"], claim["actor_name"]) if name]
    source = [name for name in (claim["source"], claim["source_name"]) if name]
    return {**claim, "actor": actor or None, "source": source or ["REPORT"]}


def measure(
    name: str, gold: Sequence[Case], texts: Sequence[Case], system: str, *, note: str = ""
) -> Iterator[Row]:
    """F1 with its interval at each level, checked against the scorer's own run."""
    by_id = {text["id"]: text for text in texts}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        ledgers = [ledger(by_id[case["id"]], folder, system) for case in gold]
        official = official_figures(gold, ledgers, folder)
    module = idle("score_claims")
    for level in LEVELS:
        counts = [count(module, level, case, found) for case, found in zip(gold, ledgers, strict=True)]
        value = micro(counts)
        if abs(value - official[level]["f1"]) > 0.001:
            raise AssertionError(f"{name} {level}: {value:.3f}, but the scorer says {official[level]['f1']}")
        low, high = bootstrap(counts, micro) if len(counts) > 1 else (None, None)
        precision, recall = official[level]["precision"], official[level]["recall"]
        yield Row(
            part="claims",
            data=name,
            system=system,
            metric=f"F1 {level}",
            value=value,
            low=low,
            high=high,
            n=len(counts),
            unit="reports" if len(counts) > 1 else "report",
            note=f"P {precision:.2f} R {recall:.2f}" + (f"; {note}" if note and level == "who" else ""),
        )
    traps = sum(len(case.get("not_claims", ())) for case in gold)
    claimed = sum(c.predicted for c in counts)
    shares = {
        "certainty of full matches": official["certainty"],
        "forbidden among the claims": official["forbidden"] / claimed if traps and claimed else None,
    }
    for metric, share in shares.items():
        if share is not None:
            yield Row(
                part="claims",
                data=name,
                system=system,
                metric=metric,
                value=share,
                n=len(gold),
                unit="reports" if len(gold) > 1 else "report",
                note=f"{official['forbidden']} of {claimed}, {traps} traps" if "forbidden" in metric else "",
            )


def ledger(text: Case, folder: Path, system: str) -> dict[str, Any]:
    """Read one report by itself, as the scorer's guide asks."""
    return read_ledger([input_file(text, folder)], (READERS | ASKING)[system])


def official_figures(gold: Sequence[Case], ledgers: Sequence[dict[str, Any]], folder: Path) -> dict[str, Any]:
    """What the scorer says of all cases together: its last line is JSON."""
    out = folder / "ledgers"
    out.mkdir()
    for case, found in zip(gold, ledgers, strict=True):
        (out / f"{case['id']}.json").write_text(json.dumps(found), "utf-8")
    cases = folder / "cases.json"
    cases.write_text(json.dumps(gold), "utf-8")
    _, printed = scorer("score_claims", [str(cases), str(out)])
    figures: dict[str, Any] = json.loads(printed.strip().splitlines()[-1])
    return figures


def count(scoring: ModuleType, level: str, case: Case, found: dict[str, Any]) -> Counts:
    """The scorer's own counting for one case: optional gold claims are neither missed nor wrong."""
    predicted = scoring.predicted_claims(found)
    gold = [claim for claim in case["claims"] if not claim.get("optional")]
    spare = [claim for claim in case["claims"] if claim.get("optional")]
    matched = scoring.match(level, gold, predicted)
    rest = [claim for i, claim in enumerate(predicted) if i not in matched.values()]
    return Counts(len(matched), len(predicted) - len(scoring.match(level, spare, rest)), len(gold))


def micro(counts: Sequence[Counts]) -> float:
    """F1 over the sums."""
    return f1(*(sum(column) for column in zip(*counts, strict=True)))
