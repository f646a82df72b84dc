"""What else is said of an attack: the words for target, place, time, toll …, and what they resolve to.

Over our own corpus. A claim's value counts as found where its words share a character with words that the
corpus marks for the same role in the same report; which attack it is told of is not asked. The day is that of
the first attack that the corpus lists, beside the incident with most claims that is not background.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from benchmarks.adapters import READERS
from benchmarks.rows import Row
from benchmarks.scorers import bootstrap, f1
from corpus.form import CorpusReport
from corpus.load import load
from reportedly.ids import content_id, sha256_hex
from reportedly.incidents.traits import main_incident
from reportedly.pipeline import annotator_named
from reportedly.reading import reading_of
from reportedly.records import ClaimRole, Incident, Reading, Report

ROLES = (
    ClaimRole.TARGET,
    ClaimRole.VICTIM,
    ClaimRole.WEAPON,
    ClaimRole.WEAPON_ORIGIN,
    ClaimRole.PLACE,
    ClaimRole.TIME,
    ClaimRole.KILLED,
    ClaimRole.WOUNDED,
)
"""Of motives and attack types the corpus's dev and test parts mark too few to tell."""

Ranges = set[tuple[int, int]]


class Counts(NamedTuple):
    """One report: how many marked values were found, marked, and how many found ones are right, found."""

    hit: int
    gold: int
    right: int
    found: int


def rows() -> Iterator[Row]:
    """Both parts of the corpus that no weight was learnt from, by every reader."""
    for system in READERS:
        annotator = annotator_named(system.removeprefix("reportedly "))
        for split in ("test", "dev"):
            reports = [report for report in load(split) if report.incidents]
            made = [reading_of(as_report(report), annotator) for report in reports]
            pairs = [(g, m) for g, m in zip(reports, made, strict=True) if isinstance(m, Reading)]
            yield from of_values(f"corpus {split}", system, pairs)
            yield from of_incidents(f"corpus {split}", system, pairs)


def as_report(report: CorpusReport) -> Report:
    """The page as the program reads it, furniture left out."""
    return Report(
        id=content_id("rep", report.id),
        origin=report.id,
        sha256=sha256_hex(report.text.encode()),
        text=report.text,
        title=report.headline,
        outlet=report.outlet,
        published=report.published,
    )


def of_values(data: str, system: str, pairs: Sequence[tuple[CorpusReport, Reading]]) -> Iterator[Row]:
    """F1 of each role, and of all together."""
    each_role = {role: [count(gold, made, role) for gold, made in pairs] for role in ROLES}
    together = [
        Counts(*map(sum, zip(*of_one, strict=True))) for of_one in zip(*each_role.values(), strict=True)
    ]
    for name, counts in [("all roles", together), *((str(role), each_role[role]) for role in ROLES)]:
        hit, gold, right, found = (sum(column) for column in zip(*counts, strict=True))
        low, high = bootstrap(counts, score)
        yield Row(
            part="details",
            data=data,
            system=system,
            metric=f"F1 {name}",
            value=score(counts),
            low=low,
            high=high,
            n=gold,
            unit="values",
            note=f"P {right / (found or 1):.2f} R {hit / (gold or 1):.2f}",
        )


def count(gold: CorpusReport, made: Reading, role: ClaimRole) -> Counts:
    """Marked and found values of one role in one report."""
    marked: Ranges = {
        (gold.by_label[claim.value].start, gold.by_label[claim.value].end)
        for claim in gold.claims
        if claim.role is role and claim.value
    }
    found: Ranges = {
        (span.start, span.end) for c in made.claims if c.role is role for span in c.evidence.value
    }
    return Counts(touching(marked, found), len(marked), touching(found, marked), len(found))


def touching(ones: Iterable[tuple[int, int]], others: Ranges) -> int:
    """How many of the ones share a character with one of the others."""
    return sum(any(a < d and c < b for c, d in others) for a, b in ones)


def score(counts: Sequence[Counts]) -> float:
    """Harmonic mean of precision and recall over the sums."""
    hit, gold, right, found = (sum(column) for column in zip(*counts, strict=True))
    precision, recall = float(right / (found or 1)), float(hit / (gold or 1))
    return 2 * precision * recall / ((precision + recall) or 1)


def of_incidents(data: str, system: str, pairs: Sequence[tuple[CorpusReport, Reading]]) -> Iterator[Row]:
    """Day and kind of the attack that the report is about."""
    dated = [(gold.incidents[0].date, main_of(made)) for gold, made in pairs if gold.incidents[0].date]
    given = [(day, main) for day, main in dated if main and main.date]
    right = sum(main.date.near(day) for day, main in given if day and main and main.date)
    yield Row(
        part="details",
        data=data,
        system=system,
        metric="F1 day of the attack",
        value=f1(right, len(given), len(dated)),
        n=len(dated),
        unit="reports",
        note=f"P {right / (len(given) or 1):.2f} R {right / (len(dated) or 1):.2f}",
    )
    kinds = [(gold.incidents[0].type, main) for gold, made in pairs if (main := main_of(made))]
    yield Row(
        part="details",
        data=data,
        system=system,
        metric="kind of attack right",
        value=sum(main.type is kind for kind, main in kinds) / (len(kinds) or 1),
        n=len(kinds),
        unit="reports",
    )


def main_of(made: Reading) -> Incident | None:
    """The incident that a report is about, as the program takes it."""
    wanted = main_incident(made.incidents)
    return next((each for each in made.incidents if each.id == wanted), None)
