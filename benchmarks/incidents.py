"""Which documents tell of one event: BCubed (Bagga and Baldwin 1998) of our groups and of a peer's.

ECB+ documents are handed over as one incident each with all their words: few are of attacks, so that what our
reader would find in them says nothing. The corpus's reports go the whole way; a report's main incident stands
for it, among all that the reports of its part tell of. The peer is average-link clustering of TF-IDF cosines,
its threshold the best on ECB+ train.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence

from benchmarks.data import lines
from benchmarks.details import as_report
from benchmarks.rows import Row
from corpus.load import load
from reportedly.ids import content_id, sha256_hex
from reportedly.incidents.cluster import grouped
from reportedly.incidents.traits import Traits, main_of, traits_of
from reportedly.language.rarity import weighed, words_of
from reportedly.pipeline import annotator_named
from reportedly.reading import reading_of
from reportedly.records import Incident, IncidentType, Reading, Report

PEER = "TF-IDF, average link"
Labels = Sequence[Hashable]


def rows() -> Iterator[Row]:
    """ECB+ train and dev, then the corpus's dev and test parts."""
    threshold = 0.0
    for split in ("train", "dev"):
        documents = [row for row in lines("data/ecbplus.jsonl.gz") if row["split"] == split]
        gold = [row["incident"] for row in documents]
        texts = [row["text"] for row in documents]
        ours = group_numbers([as_traits(row["id"], row["text"]) for row in documents])
        note = "weights and threshold were fitted to it" if split == "train" else ""
        yield from scored(f"ECB+ {split}", "reportedly", gold, [ours[row["id"]] for row in documents], note)
        if split == "train":
            threshold = best_threshold(texts, gold)
        yield from scored(f"ECB+ {split}", PEER, gold, average_link(texts)(threshold), note)
    annotator = annotator_named("encoder")
    for split in ("dev", "test"):
        reports = [(report, as_report(report)) for report in load(split) if report.incidents]
        made = [(g, reading_of(report, annotator)) for g, report in reports]
        read = [(g, reading) for g, reading in made if isinstance(reading, Reading)]
        numbers = group_numbers(traits_of([reading for _, reading in read]))
        mains = [(g, main) for g, reading in read if (main := main_of(traits_of([reading])))]
        gold = [g.event for g, _ in mains]
        note = f"of {len(read)} reports; {len(set(gold))} events"
        found = [numbers[main.incident.id] for _, main in mains]
        yield from scored(f"corpus {split}", "reportedly", gold, found, note)
        yield from scored(
            f"corpus {split}", PEER, gold, average_link([g.text for g, _ in mains])(threshold), note
        )


def as_traits(name: str, text: str) -> Traits:
    """A document as one incident of which nothing but its words is known."""
    return Traits(
        incident=Incident(id=name, type=IncidentType.UNKNOWN, claims=(), summary=""),
        report=name,
        published=None,
        claims=(),
        words=frozenset(),
        targets=frozenset(),
        spots=frozenset(),
        actors=frozenset(),
        quotes=frozenset(),
        telling=weighed(words_of(text)),
        tolls=frozenset(),
    )


def fakes_reports() -> Iterator[Report]:
    """The reports of FA-KES with the day that the set gives them."""
    for row in lines("data/fakes.jsonl.gz"):
        month, day, year = (int(part) for part in row["date"].split("/"))
        text = f"{row['title']}\n\n{row['text']}"
        yield Report(
            id=content_id("rep", row["id"]),
            origin=str(row["id"]),
            sha256=sha256_hex(text.encode()),
            text=text,
            title=row["title"],
            outlet=row.get("source"),
            published=dt.date(year, month, day),
        )


def group_numbers(traits: Sequence[Traits]) -> dict[str, int]:
    """Of each incident the number of its group."""
    return {each.incident.id: n for n, group in enumerate(grouped(traits)) for each in group}


def average_link(texts: Sequence[str]) -> Callable[[float], list[int]]:
    """A clustering of the texts for each threshold of cosine."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    far = 1 - (vectors @ vectors.T).toarray()

    def at(threshold: float) -> list[int]:
        clustering = AgglomerativeClustering(
            n_clusters=None, distance_threshold=1 - threshold, metric="precomputed", linkage="average"
        )
        return [int(label) for label in clustering.fit_predict(far)]

    return at


def best_threshold(texts: Sequence[str], gold: Labels) -> float:
    """The cosine in steps of .02 with the best F1."""
    clustering = average_link(texts)
    return max((step / 100 for step in range(4, 60, 2)), key=lambda t: bcubed(gold, clustering(t))[2])


def scored(data: str, system: str, gold: Labels, found: Labels, note: str) -> Iterator[Row]:
    """Precision, recall and their mean as one row."""
    precision, recall, mean = bcubed(gold, found)
    yield Row(
        part="incidents",
        data=data,
        system=system,
        metric="BCubed F1",
        value=mean,
        n=len(gold),
        unit="reports",
        note=f"P {precision:.2f} R {recall:.2f}" + (f"; {note}" if note else ""),
    )


def bcubed(gold: Labels, found: Labels) -> tuple[float, float, float]:
    """Mean precision and recall over the items, and their harmonic mean.

    >>> bcubed([1, 1, 2], [1, 1, 1])[1]
    1.0
    """
    of_gold, of_found = defaultdict[Hashable, set[int]](set), defaultdict[Hashable, set[int]](set)
    for item, (g, f) in enumerate(zip(gold, found, strict=True)):
        of_gold[g].add(item)
        of_found[f].add(item)
    both = [(of_gold[g], of_found[f]) for g, f in zip(gold, found, strict=True)]
    precision = sum(len(g & f) / len(f) for g, f in both) / (len(both) or 1)
    recall = sum(len(g & f) / len(g) for g, f in both) / (len(both) or 1)
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)
