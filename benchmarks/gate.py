"""The gate: how many reports with claims it lets through, how much mixed news, how fast; spaCy beside it."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from benchmarks.adapters import READERS, gate_of_texts, input_file, read_ledger
from benchmarks.claims import held_out
from benchmarks.data import Case, lines, load
from benchmarks.peers import small_english
from benchmarks.rows import Row, Skip
from benchmarks.scorers import bootstrap
from benchmarks.speed import REPORTS, WORDS
from corpus.load import load as load_corpus

SYSTEM = "reportedly gate"
RUNS = 15
PEER_RUNS = 5
ROAD_RUNS = 3
ROAD = 300
"""Mixed news that is read with and without the gate."""
BULK = "data/bulk_news.jsonl.gz"


def rows() -> Iterator[Row]:
    """Recall, share that passes, then speed; the peer last, so that its libraries weigh on nobody."""
    passes = gate_of_texts()
    for name, texts, note in with_claims():
        yield share(name, [passes(text) for text in texts], metric="recall", note=note)
    for name, texts, note in without_claims():
        yield share(name, [passes(text) for text in texts], metric="share that passes", note=note)
    texts = of_usual_length()
    data = f"{len(texts)} news reports of {WORDS.start}–{WORDS.stop - 1} words"
    yield rate(data, SYSTEM, len(texts), timed(lambda: [passes(text) for text in texts], RUNS))
    yield from roads()
    try:
        nlp = small_english(exclude=["tagger", "attribute_ruler", "lemmatizer", "senter"])
    except ImportError:
        raise Skip("spaCy and its small model are not installed (make bench installs them)") from None
    seconds = timed(lambda: list(nlp.pipe(texts, batch_size=32)), PEER_RUNS)
    yield rate(data, "spaCy small, parser and ner", len(texts), seconds)


def untouched(name: str) -> bool:
    """Whether mixed news of that id is of the half that nothing is trained or set on."""
    return sha256(name.encode()).digest()[0] % 2 == 0


def with_claims() -> Iterator[tuple[str, list[str], str]]:
    """Sets of texts that tell of an attack and who is said to have done it."""
    gold = {case["id"] for case in load("gold/dev.json") if case["claims"]}
    yield "gold dev", [whole(case) for case in load("gold/dev_texts.json") if case["id"] in gold], ""
    muc = [case for case in lines("data/muc4.jsonl.gz") if case["split"] == "tst3" and case["templates"]]
    yield "MUC-4 TST3, relevant", [case["text"] for case in muc], "reports for which the keys have a template"
    for split in ("test", "dev"):
        reports = [report.text for report in load_corpus(split) if report.doer_claims]
        yield f"corpus {split}, with claims", reports, "our own corpus"
    labels = {case["id"] for case in load("gold/train.json.gz") if case["claims"] and held_out(case["id"])}
    texts = [whole(case) for case in load("gold/train_texts.json.gz") if case["id"] in labels]
    yield "train labels held out, with claims", texts, "a tenth that no model is trained on"


def without_claims() -> Iterator[tuple[str, list[str], str]]:
    """Mixed news, all of it and by where it is from; and reports of our own that tell of no attack."""
    news = [case for case in lines(BULK) if untouched(case["id"])]
    note = "the half that nothing is trained on; some of it tells of attacks"
    yield "mixed news", [whole(case) for case in news], note
    for name in sorted({case["set"] for case in news}):
        yield f"mixed news, {name}", [whole(case) for case in news if case["set"] == name], ""
    reports = [
        report.text for split in ("test", "dev") for report in load_corpus(split) if not report.doer_claims
    ]
    yield "corpus test and dev, without claims", reports, "written to mislead: drills, films, votes, threats"


def of_usual_length() -> list[str]:
    """The texts of the part ``speed``: about 430 word pieces each."""
    texts = [case["text"] for case in load("gold/train_texts.json.gz")]
    return [text for text in texts if len(text.split()) in WORDS][:REPORTS]


def whole(case: Case) -> str:
    """Title and text, as a report has them."""
    return "\n\n".join(filter(None, (case.get("title"), case["text"])))


def share(data: str, passed: Sequence[bool], *, metric: str, note: str) -> Row:
    """The share that passes, with its 95 % bootstrap interval over reports."""
    low, high = bootstrap([float(each) for each in passed], statistics.fmean)
    return Row(
        part="gate",
        data=data,
        system=SYSTEM,
        metric=metric,
        value=statistics.fmean(passed),
        low=low,
        high=high,
        n=len(passed),
        unit="reports",
        note=note,
    )


def roads() -> Iterator[Row]:
    """From files to claims, with the gate and without, on mixed news."""
    with tempfile.TemporaryDirectory() as temporary:
        cases = [case for case in lines(BULK) if untouched(case["id"])]
        chosen = [cases[i * len(cases) // ROAD] for i in range(ROAD)]
        paths = [
            input_file({**case, "id": f"{n}-{case['id']}", "published": case.get("date")}, Path(temporary))
            for n, case in enumerate(chosen)
        ]
        for system, reader in READERS.items():
            read_ledger(paths[:8], reader)  # imports and tables are paid for once
            for gate, words in ((False, ""), (True, " behind the gate")):
                seconds = timed(partial(read_ledger, paths, reader, gate=gate), ROAD_RUNS)
                yield rate(
                    f"{ROAD} of mixed news", f"{system}{words}", ROAD, seconds, note="the whole read road"
                )


def timed(work: Callable[[], object], runs: int) -> list[float]:
    """Seconds of processor time of this process, run by run: those of one core, whatever else runs beside."""
    work()
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return seconds


def rate(data: str, system: str, reports: int, seconds: Sequence[float], *, note: str = "") -> Row:
    """Median reports a second of processor time, with its quartiles."""
    low, middle, high = statistics.quantiles([reports / s for s in seconds], n=4, method="inclusive")
    return Row(
        part="gate",
        data=data,
        system=system,
        metric="reports a second of a core",
        value=middle,
        low=low,
        high=high,
        n=len(seconds),
        unit="runs",
        note="; ".join(filter(None, (note, "processor time"))),
    )
