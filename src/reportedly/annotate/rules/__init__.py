"""``rules.v1``: reading attribution by rules alone, with no model file.

It is the fallback where no model is wanted, and the floor that every model must beat.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.annotate.rules.grouping import group, of_real_attacks
from reportedly.annotate.rules.marks import Findings, Reader, find_all
from reportedly.annotations import Annotation, Attribution
from reportedly.language.quotes import direct_quotes
from reportedly.records import Report, Span


class RulesAnnotator:
    """Reads each report by itself; the same report gives the same annotation."""

    name = "rules.v1"
    model: str | None = None

    def annotate(self, reports: Sequence[Report]) -> tuple[Annotation, ...]:
        """One annotation a report, in order."""
        return tuple(annotate(report) for report in reports)

    def attributions(self, report: Report) -> tuple[Attribution, ...]:
        """All that anybody is said to have said in a report."""
        return tuple(_attributions(report.text, find_all(report)))


def annotate(report: Report) -> Annotation:
    """Sentences, cues, attacks, claims, attacks told apart: the whole of it, in that order."""
    findings = find_all(report)
    reader = Reader(report, direct_quotes(report.text))
    marks = of_real_attacks(findings, reader.marks(findings))
    attacks, claims = group(report, findings, marks, reader)
    return Annotation(attacks=attacks, speakers=reader.speakers.done(), marks=claims)


def _attributions(text: str, findings: Sequence[Findings]) -> list[Attribution]:
    return [
        Attribution(
            cue=found.sentence.cut(*said.cue, text),
            source=_cut(found, said.source, text),
            content=_cut(found, said.content, text),
        )
        for found in findings
        for said in found.said
        if said.content or said.source
    ]


def _cut(found: Findings, tokens: tuple[int, int] | None, text: str) -> Span | None:
    return found.sentence.cut(*tokens, text) if tokens else None
