"""Places: the toponyms of LGL (local news) and TR-News, with their spans given and end to end.

A place is right where it lies at most 161 km (a hundred miles) from the annotated coordinates: Acc@161km, as
papers on geoparsing count. Annotated names without coordinates (streets, small parks; 626 in LGL, 44 in
TR-News) have no right answer and are left out of accuracy. A name that no list has stays in and counts as
wrong unless it is worked out ('North London', 'Henry County').

Rules and weights were made with an eye on every other document, beginning with the first; the rest was only
scored. The baseline is the most populous place of the name, countries and demonyms first. A few offsets of
TR-News do not hold their name: such a row stands at the nearest place where the text has it, and is wrong
where it has it nowhere.

End to end, a found mention is a hit where it overlaps an annotated name, each once. The sets annotate
adjectives ('Iraqi'), streets and buildings too, which are not looked for: recall without adjectives stands
beside. What is found and placed is counted among names and mentions that have coordinates in the set or are
not in the set at all. Both readers find places by the same rules, so there is one row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from benchmarks.data import Case, lines
from benchmarks.rows import Row
from benchmarks.scorers import bootstrap, f1
from reportedly.language.distance import kilometres
from reportedly.language.gazetteer import cities, countries, fold, towns
from reportedly.language.place_candidates import NEAR_KM
from reportedly.language.place_names import demonym_area
from reportedly.language.places import find_places, locate
from reportedly.records import Place, Span

SETS = ("LGL", "TR-News")
HALVES = {"": slice(None), ", half never looked at": slice(1, None, 2)}
SYSTEM, BASELINE = "reportedly", "most populous place of the name"


@dataclass(frozen=True, slots=True)
class Toponym:
    """An annotated name. ``span`` is None where the text has it nowhere, ``place`` without coordinates."""

    name: str
    span: Span | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Document:
    """One annotated text."""

    text: str
    toponyms: tuple[Toponym, ...]


def rows() -> Iterator[Row]:
    """For each set and half: accuracy with the spans given, the baseline, and the end-to-end figures."""
    documents = load()
    for name, corpus in documents.items():
        given = [resolved(document) for document in corpus]
        largest = [most_populous(document) for document in corpus]
        found = [detected(document) for document in corpus]
        for half, part in HALVES.items():
            data = name + half
            yield accuracy_row(data, SYSTEM, given[part], listed(corpus[part]))
            yield accuracy_row(data, BASELINE, largest[part], "")
            yield from detection_rows(data, found[part])


def load() -> dict[str, list[Document]]:
    """The documents of each set, in the order of the file."""
    found: dict[str, list[Document]] = {name: [] for name in SETS}
    for case in lines("data/geoparsing.jsonl.gz"):
        if case["corpus"] in SETS:
            found[case["corpus"]].append(document_of(case))
    return found


def document_of(case: Case) -> Document:
    """A document of the set, its spans put right where the text has the name elsewhere."""
    text: str = case["text"]
    toponyms = []
    for row in case["toponyms"]:
        place = None
        if row["lat"] is not None:
            place = Place(name=row["name"], latitude=row["lat"], longitude=row["lon"])
        toponyms.append(Toponym(row["name"], span_of(text, row["name"], row["start"]), place))
    return Document(text, tuple(toponyms))


def span_of(text: str, name: str, start: int) -> Span | None:
    """Where ``name`` stands in ``text``, the nearest to ``start``."""
    starts = [at for at in range(len(text)) if text.startswith(name, at)] if name else []
    if not starts:
        return None
    nearest = min(starts, key=lambda at: (abs(at - start), at))
    return Span.of(text, nearest, nearest + len(name))


Answers = list[bool]
"""Of the annotated names of a document that have coordinates, which are right."""


def resolved(document: Document) -> Answers:
    """Whether each name is put in the right place when the spans are given."""
    spans = [toponym.span for toponym in document.toponyms if toponym.span]
    places = iter(locate(document.text, spans))
    pairs = [(toponym, next(places) if toponym.span else None) for toponym in document.toponyms]
    return [is_right(place, toponym.place) for toponym, place in pairs if toponym.place]


def most_populous(document: Document) -> Answers:
    """The baseline: the country of that name or demonym, else a part of one, else the largest town."""
    return [is_right(largest(t.name), t.place) for t in document.toponyms if t.place]


@cache
def largest(name: str) -> Place | None:
    """The most populous place of a name."""
    demonym = demonym_area(name)
    areas = (*countries().names.get(fold(name), ()), *((demonym,) if demonym else ()))
    if areas:
        area = min(areas, key=lambda area: area.part != "")
        return Place(name=area.name, latitude=area.latitude, longitude=area.longitude)
    found = cities(name) or towns(name, "US") or towns(name, "GB")
    return Place(name=name, latitude=found[0].latitude, longitude=found[0].longitude) if found else None


def is_right(place: Place | None, gold: Place | None) -> bool:
    """Whether a place lies within 161 km of the annotated one."""
    apart = kilometres(place, gold) if place and gold else None
    return apart is not None and apart <= NEAR_KM


def listed(documents: Sequence[Document]) -> str:
    """How many annotated names have no coordinates, and which share of the others no list has."""
    toponyms = [toponym for document in documents for toponym in document.toponyms]
    placed = [toponym.name for toponym in toponyms if toponym.place]
    unknown = sum(largest(name) is None for name in placed) / max(1, len(placed))
    return (
        f"{len(placed):,} names; {len(toponyms) - len(placed)} more have no coordinates and are left out; "
        f"{unknown:.0%} are as they stand on no list and count as wrong unless worked out"
    )


def accuracy(answers: Sequence[Answers]) -> float:
    """The share of right names over all documents."""
    return sum(map(sum, answers)) / max(1, sum(map(len, answers)))


def accuracy_row(data: str, system: str, answers: Sequence[Answers], note: str) -> Row:
    """Acc@161km with the spans given."""
    low, high = bootstrap(answers, accuracy)
    return Row(
        part="places",
        data=data,
        system=system,
        metric="Acc@161km, spans given",
        value=accuracy(answers),
        low=low,
        high=high,
        n=len(answers),
        unit="documents",
        note=note,
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one document: counts of mentions."""

    gold: int
    placed_gold: int
    found: int
    hits: int
    placed_hits: int
    right: int
    gold_names: int
    name_hits: int


def detected(document: Document) -> Found:
    """Find and resolve the places of a text, and hold them against the annotated ones."""
    free = list(find_places(document.text))
    found = len(free)
    hits = placed = right = names = name_hits = 0
    gold = [toponym for toponym in document.toponyms if toponym.span]
    for toponym in gold:
        is_name = demonym_area(toponym.name) is None
        names += is_name
        hit = next((m for m in free if overlap(m.span, toponym.span)), None)
        if hit is None:
            continue
        free.remove(hit)
        hits += 1
        name_hits += is_name
        placed += toponym.place is not None
        right += is_right(hit.place, toponym.place)
    return Found(
        len(gold), sum(t.place is not None for t in gold), found, hits, placed, right, names, name_hits
    )


def overlap(one: Span, other: Span | None) -> bool:
    """Whether two spans share a character."""
    return other is not None and one.start < other.end and other.start < one.end


def total(items: Sequence[Found], name: str) -> int:
    """The sum of one count."""
    return sum(getattr(item, name) for item in items)


def detection(items: Sequence[Found]) -> float:
    """F1 of found mentions."""
    return f1(total(items, "hits"), total(items, "found"), total(items, "gold"))


def placing(items: Sequence[Found]) -> float:
    """Of the found mentions that have coordinates in the set, the share put in the right place."""
    return total(items, "right") / max(1, total(items, "placed_hits"))


def end_to_end(items: Sequence[Found]) -> float:
    """F1 of mentions found and put in the right place; what has no right place counts on neither side."""
    unplaced = total(items, "hits") - total(items, "placed_hits")
    missing = total(items, "gold") - total(items, "placed_gold")
    return f1(total(items, "right"), total(items, "found") - unplaced, total(items, "gold") - missing)


def detection_rows(data: str, items: Sequence[Found]) -> Iterator[Row]:
    """Detection, placing of what is detected, and both together."""
    hits, found, gold = (total(items, name) for name in ("hits", "found", "gold"))
    recall = total(items, "name_hits") / max(1, total(items, "gold_names"))
    note = (
        f"P {hits / max(1, found):.3f} R {hits / max(1, gold):.3f}; without adjectives R {recall:.3f}; "
        f"{gold:,} names"
    )
    figures: tuple[tuple[str, Callable[[Sequence[Found]], float], str], ...] = (
        ("F1 places found", detection, note),
        ("Acc@161km of what is found", placing, ""),
        ("F1 found and within 161 km", end_to_end, ""),
    )
    for metric, score, remark in figures:
        low, high = bootstrap(items, score)
        yield Row(
            part="places",
            data=data,
            system=SYSTEM,
            metric=metric,
            value=score(items),
            low=low,
            high=high,
            n=len(items),
            unit="documents",
            note=remark,
        )
