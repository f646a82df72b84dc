"""Reports and annotations made by hand, for the stage that turns them into claims."""

from __future__ import annotations

import datetime as dt

from reportedly.annotations import Annotation, Attack, ClaimMark, Filler, Speaker
from reportedly.claims.sources import profile
from reportedly.ids import content_id, sha256_hex
from reportedly.records import (
    Certainty,
    ClaimRole,
    Credit,
    CreditRelation,
    IncidentType,
    Report,
    Source,
    Span,
    Stance,
)


def report_of(
    text: str, *, title: str | None = None, outlet: str | None = None, credits: tuple[Credit, ...] = ()
) -> Report:
    whole = f"{title}\n\n{text}" if title else text
    digest = sha256_hex(whole.encode("utf-8", "surrogatepass"))
    return Report(
        id=content_id("rep", digest), origin="a test", sha256=digest, text=whole, title=title, outlet=outlet,
        published=dt.date(2020, 5, 13), credits=credits,
    )  # fmt: skip


def span(report: Report, words: str, *, nth: int = 0) -> Span:
    """The words where they stand for the nth time."""
    at = -1
    for _ in range(nth + 1):
        at = report.text.index(words, at + 1)
    return Span.of(report.text, at, at + len(words))


def credit(report: Report, name: str, relation: CreditRelation) -> Credit:
    return Credit(name=name, relation=relation, span=span(report, name))


def source_of(description: str, *, after: str = " said nine people died.") -> Source:
    """The source of a report in which the described speaker says something."""
    report = report_of(description + after)
    label = span(report, description)
    return profile(report, Speaker(label=label, mentions=(label,)))


def mark(report: Report, actor: str | None, **other: object) -> ClaimMark:
    """A mark that says of the first attack that the actor did it; ``other`` are fields of the mark."""
    fields: dict[str, object] = {
        "attack": 0, "role": ClaimRole.PERPETRATOR, "stance": Stance.ALLEGES, "certainty": Certainty.CERTAIN,
        "filler": Filler(span=span(report, actor)) if actor else None, **other,
    }  # fmt: skip
    return ClaimMark(**fields)  # type: ignore[arg-type]


def annotation(
    report: Report, *marks: ClaimMark, trigger: str = "attack", speakers: tuple[str, ...] = ()
) -> Annotation:
    """One attack with the marks, told by the speakers."""
    labels = [span(report, words) for words in speakers]
    return Annotation(
        attacks=(Attack(trigger=span(report, trigger), type=IncidentType.ARMED_ASSAULT),),
        speakers=tuple(Speaker(label=label, mentions=(label,)) for label in labels),
        marks=marks,
    )
