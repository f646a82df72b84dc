"""One incident with all that a row of it needs: its claims, who says them, and over which origins."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportedly.assess import assess, default_rules
from reportedly.assess.speakers import speaker_key
from reportedly.changes import withdrawn
from reportedly.lineage import Root, roots_of
from reportedly.records import (
    Assessment,
    Claim,
    ClaimRole,
    Incident,
    LedgerView,
    Report,
    Source,
    SourceKind,
    Span,
    Stance,
)

_SENTENCE_END = re.compile(r"[.!?][”\"’']?\s")
UNNAMED = "an outlet not named"
_POSSESSIVE = ("its ", "his ", "her ", "their ", "our ", "my ")
_ARTICLES = ("The ", "A ", "An ")
# Plain nouns that have a capital only because a sentence began with them; 'Iraqi' keeps its own.
_PLAIN = frozenset(
    "activists authorities doctors firefighters hospital investigators lawyers local medics officers"
    " officials police prosecutors relatives reports rescuers residents security several some sources"
    " survivors troops two three four five six villagers witnesses".split()
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """One incident and what is said of it. Claims that were taken back are left out.

    Two cases are equal only where they are one: what is worked out of a case is kept for it.
    """

    incident: Incident
    claims: tuple[Claim, ...]
    """By id, so that no order of reading changes a row."""
    sources: Mapping[str, Source]
    reports: Mapping[str, Report]
    roots: Mapping[str, Root]
    """The origin of each report, by the report's id."""
    doers: tuple[Claim, ...]
    """Claims of who did it, those taken back included: what the assessment counts."""
    assessed: tuple[Assessment, ...]
    """By the program's own rules, whatever table a team has, and of doers alone, not of backers."""

    def told(self, role: ClaimRole, *stances: Stance) -> list[Claim]:
        """Claims of one role and one of the stances; alleged ones where none is given."""
        wanted = stances or (Stance.ALLEGES,)
        return [claim for claim in self.claims if claim.role is role and claim.stance in wanted]

    def root(self, claim: Claim) -> Root:
        """The origin of the report that carries the claim."""
        known = self.roots.get(claim.report) or Root(claim.report, UNNAMED)
        own = self.reports.get(known.id)
        # The root of a page without an outlet is called after its headline, which is no source.
        return known if own is None or own.outlet else Root(known.id, UNNAMED)

    def root_ids(self, claims: Iterable[Claim]) -> set[str]:
        """The origins over which claims are told."""
        return {self.root(claim).id for claim in claims}

    def published(self, claim: Claim) -> dt.date:
        """The day of the claim's report; the first day that there is where it has none."""
        return self.reports[claim.report].published or dt.date.min

    def outlet(self, report: Report) -> str:
        """Who published a report, or the agency whose story it is."""
        known = self.roots.get(report.id)
        return report.outlet or (known.name if known and known.id not in self.reports else UNNAMED)

    def speaker(self, claim: Claim) -> str:
        """Who says it, as it stands within a sentence; for the report's own voice, its origin."""
        source = self.sources[claim.source]
        if source.kind is SourceKind.REPORT:
            return self.root(claim).name
        name, comma, apposed = " ".join(source.label.split()).partition(", ")
        label = f"{_within(name, source.kind)} ({apposed})" if comma else _within(name, source.kind)
        if name.lower().startswith(_POSSESSIVE) and source.affiliation:
            return f"{label} ({source.affiliation})"
        return label

    def sentence(self, claim: Claim) -> str:
        """The sentence of the report in which it is said, on one line."""
        evidence = claim.evidence
        return self._around(claim, (*evidence.cue, *evidence.source) or (*evidence.content, *evidence.value))

    def sentence_of_value(self, claim: Claim) -> str:
        """The sentence of the report in which the value stands, on one line."""
        evidence = claim.evidence
        return self._around(claim, evidence.value or evidence.content or tuple(evidence))

    def _around(self, claim: Claim, spans: Sequence[Span]) -> str:
        text = self.reports[claim.report].text
        first, last = min(span.start for span in spans), max(span.end for span in spans)
        starts = [match.end() for match in _SENTENCE_END.finditer(text, 0, first)]
        end = _SENTENCE_END.search(text, last)
        ends = [at for at in (end.start() + 1 if end else -1, text.find("\n", last)) if at >= 0]
        begin = max([*starts, text.rfind("\n", 0, first) + 1])
        return " ".join(text[begin : min(ends, default=len(text))].split())

    def speakers(self, claims: Sequence[Claim]) -> list[str]:
        """Who says it, each once under the shortest of its labels; reports' own voices last."""
        labels: dict[Hashable, str] = {}
        for claim in sorted(claims, key=lambda claim: (self.own_voice(claim), claim.id)):
            label, key = self.speaker(claim), self._key(claim)
            labels[key] = min(labels.get(key, label), label, key=lambda each: (len(each), each))
        voices = {self._key(claim) for claim in claims if self.own_voice(claim)}
        order = sorted(labels, key=lambda key: (key in voices, labels[key].casefold()))
        return list(dict.fromkeys(labels[key] for key in order))

    def _key(self, claim: Claim) -> Hashable:
        source, root = self.sources[claim.source], self.root(claim).id
        return (SourceKind.REPORT, root) if source.kind is SourceKind.REPORT else speaker_key(source, root)

    def own_voice(self, claim: Claim) -> bool:
        """Whether the report itself says it."""
        return self.sources[claim.source].kind is SourceKind.REPORT

    def by_support(self, claims: Iterable[Claim]) -> Iterator[tuple[str, list[Claim]]]:
        """Origins with their claims, those with most first, then by name."""
        grouped: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            grouped[self.root(claim).id].append(claim)
        names = {root: self.root(group[0]).name for root, group in grouped.items()}
        yield from sorted(grouped.items(), key=lambda item: (-len(item[1]), names[item[0]], item[0]))


def _within(label: str, kind: SourceKind) -> str:
    """A speaker's name within a sentence: 'the ministry' for 'The ministry' and for 'its ministry'."""
    if label.startswith(_ARTICLES):
        return label[0].lower() + label[1:]
    first, _, rest = label.partition(" ")
    if first.lower() in _PLAIN:
        return label[0].lower() + label[1:]
    if f"{first.lower()} " not in _POSSESSIVE or not rest:
        return label
    return rest if kind is SourceKind.PERSON else f"the {rest}"


def cases_of(view: LedgerView, incidents: Iterable[Incident] | None = None) -> Iterator[Case]:
    """The incidents of a view, or those of them that are given, in their order."""
    roots = roots_of(view.reports, view.lineage)
    sources = {source.id: source for source in view.sources}
    reports = {report.id: report for report in view.reports}
    told: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(view.claims, key=lambda claim: claim.id):
        told[claim.incident].append(claim)
    back = _taken_back(view, roots)
    for incident in view.incidents if incidents is None else incidents:
        yield _case(incident, told[incident.id], back, sources, reports, roots)


def _taken_back(view: LedgerView, roots: Mapping[str, Root]) -> set[str]:
    """Claims that were taken back: of doers as they were graded, of all else by the reports at hand."""
    return {each for row in view.assessments for each in row.withdrawn} | set(withdrawn(view, roots))


def with_a_row(view: LedgerView) -> tuple[Incident, ...]:
    """The incidents that have a row: told by a claim that was not taken back, and not in passing only."""
    back = _taken_back(view, roots_of(view.reports, view.lineage))
    standing = {claim.incident for claim in view.claims if claim.id not in back}
    told = {claim.incident for claim in view.claims}
    return tuple(
        each
        for each in view.incidents
        if not each.background and (each.id in standing or each.id not in told)
    )


def _case(
    incident: Incident,
    said: Sequence[Claim],
    back: set[str],
    sources: Mapping[str, Source],
    reports: Mapping[str, Report],
    roots: Mapping[str, Root],
) -> Case:
    doers = tuple(claim for claim in said if claim.role is ClaimRole.PERPETRATOR)
    return Case(
        incident=incident,
        claims=tuple(claim for claim in said if claim.id not in back),
        sources=sources,
        reports=reports,
        roots=roots,
        doers=doers,
        assessed=assess(
            incident,
            doers,
            [sources[each] for each in dict.fromkeys(claim.source for claim in doers)],
            [reports[each] for each in dict.fromkeys(claim.report for claim in doers)],
            roots,
            rules=default_rules(),
            withdrawn={claim.id: "taken back" for claim in doers if claim.id in back},
        ),
    )
