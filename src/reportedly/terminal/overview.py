"""The whole page: incidents in order, copies, reports that carry no claim, and what was left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from reportedly.assess import NOBODY, headline_flatter
from reportedly.records import (
    DOER_ROLES,
    REFUSALS,
    ClaimRole,
    DerivationRelation,
    Incident,
    Reason,
    Skipped,
    Stage,
)
from reportedly.terminal import words
from reportedly.terminal.asked import REFUSED_WORDS, counted_reasons
from reportedly.terminal.counting import actor_cards, count_words
from reportedly.terminal.index import Index
from reportedly.terminal.model import Brief, IncidentCard, Page, ValueRow
from reportedly.terminal.safe import visible
from reportedly.terminal.values import value_rows

# A page is read by a person: what a big folder gives beyond these is counted, and shown when asked for by id.
_INCIDENTS = 5
_LINES = 8

_REASONS = {
    Reason.NOT_FOUND: "not found",
    Reason.NOT_READABLE: "not readable",
    Reason.NOT_TEXT: "not text",
    Reason.NOT_SUPPORTED: "of a kind that is not read",
    Reason.EMPTY: "empty",
    Reason.NO_ARTICLE: "without an article",
    Reason.TOO_LARGE: "too large",
    Reason.TOO_COMPLEX: "too complex",
    Reason.MALFORMED: "malformed",
    Reason.DUPLICATE: "the same bytes as another",
    Reason.REFUSED: "refused",
    Reason.UNREACHABLE: "unreachable",
    Reason.NO_ATTACK: "with no attack, by the gate",
    Reason.OTHER_LANGUAGE: "in no English, by the gate",
    **REFUSED_WORDS,
    Reason.FAILED: "failed",
}
_RELATIONS = {
    DerivationRelation.COPY: ("is a copy of", "are copies of"),
    DerivationRelation.REWRITE: ("rewrites", "rewrite"),
    DerivationRelation.CITES: ("cites", "cite"),
}


def page_of(index: Index) -> Page:
    """Everything the terminal shows of a view."""
    view = index.view
    ranked = sorted(view.incidents, key=lambda incident: (incident.background, -len(incident.claims)))
    main = ([incident for incident in ranked if not incident.background] or ranked)[:_INCIDENTS]
    others = ranked[len(main) :]
    return Page(
        incidents=tuple(incident_card(index, incident) for incident in main),
        others=tuple(_brief(index, incident) for incident in others[:_LINES]),
        more=len(others[_LINES:]),
        quiet=_capped(_quiet(index), "report"),
        lineage=_capped(_lineage(index), "line"),
        skipped=_skipped(view.skipped),
        reports=len(view.reports),
    )


def incident_card(index: Index, incident: Incident) -> IncidentCard:
    """Everything the page shows of one incident."""
    claims = index.claims.get(incident.id, [])
    doing = [claim for claim in claims if claim.role in DOER_ROLES]
    title = words.incident_words(incident)
    values = value_rows(index, claims)
    return IncidentCard(
        id=incident.id,
        title=title,
        facts=_facts(incident, title, values),
        actors=actor_cards(index, incident, doing),
        values=values,
        count=count_words(index, doing),
        flatter=headline_flatter(doing),
    )


def _facts(incident: Incident, title: str, values: Sequence[ValueRow]) -> tuple[str, ...]:
    weapons = sorted((row.value for row in values if row.role == words.ROLES[ClaimRole.WEAPON]), key=len)
    facts = [visible(incident.place.name)] if incident.place else []
    facts += [words.date_words(incident.date)] if incident.date else []
    facts += weapons[-1:]
    return tuple(fact for fact in facts if fact.casefold() not in title.casefold())


def _brief(index: Index, incident: Incident) -> Brief:
    parts = [words.shortened(words.incident_words(incident), 70)]
    parts += [words.date_words(incident.date)] if incident.date else []
    doing = [claim for claim in index.claims.get(incident.id, []) if claim.role in DOER_ROLES]
    said = [card.name for card in actor_cards(index, incident, doing) if card.name != NOBODY]
    parts += [f"said of {words.listed(said[:3])}"] if said else []
    parts += ["told in passing"] if incident.background else []
    return Brief(id=incident.id, text=" · ".join(parts))


def _quiet(index: Index) -> list[str]:
    speaking = {claim.report for claim in index.view.claims}
    unread = {row.origin for row in index.view.skipped if row.stage is Stage.GATE}
    silent = [
        report for report in index.view.reports if report.id not in speaking and report.origin not in unread
    ]
    return [words.shortened(visible(report.title or report.origin), 90) for report in silent]


def _lineage(index: Index) -> list[str]:
    grouped: dict[tuple[DerivationRelation, str], set[str]] = defaultdict(set)
    for row in index.view.lineage:
        # A wire story that names its own agency does not depend on anything.
        known = row.report in index.reports
        if known and _name(index, row.derives_from) != index.report_name(row.report):
            grouped[row.relation, row.derives_from].add(row.report)
    order = list(_RELATIONS)
    ranked = sorted(grouped.items(), key=lambda item: (order.index(item[0][0]), -len(item[1]), item[0][1]))
    return [
        _derived(index, relation, _name(index, origin), sorted(reports))
        for (relation, origin), reports in ranked
    ]


def _name(index: Index, origin: str) -> str:
    if origin in index.reports:
        return index.report_name(origin)
    return index.cited.get(origin, f"a report that is not shown ({origin})")


def _derived(index: Index, relation: DerivationRelation, origin: str, reports: Sequence[str]) -> str:
    if len(index.reports) == 1:
        return f"This report {_RELATIONS[relation][0]} {origin}"
    verb = _RELATIONS[relation][len(reports) > 1]
    who = words.listed([index.report_name(report) for report in reports[:4]])
    rest = f" and {len(reports) - 4} more" if len(reports) > 4 else ""
    return f"{len(reports)} of {words.plural(len(index.reports), 'report')} {verb} {origin}: {who}{rest}"


def _skipped(rows: Sequence[Skipped]) -> tuple[str, ...]:
    inputs = [row for row in rows if row.reason not in REFUSALS]
    claims = [row for row in rows if row.reason in REFUSALS]
    refused = (f"{words.plural(len(claims), 'claim')} refused: {counted_reasons(claims)}.",) if claims else ()
    if not inputs:
        return refused
    counts = Counter(row.reason for row in inputs)
    reasons = ", ".join(f"{count} {_REASONS[reason]}" for reason, count in counts.most_common())
    # What went wrong first: an archive has thousands of rows of the gate.
    named = [skipped_line(row) for row in sorted(inputs, key=lambda row: row.stage is Stage.GATE)]
    return (f"{words.plural(len(inputs), 'input')} left out: {reasons}.", *_capped(named, "input"), *refused)


def skipped_line(row: Skipped) -> str:
    """One input that was left out: which, where on the road, and why."""
    detail = f": {words.shortened(visible(row.detail), 100)}" if row.detail else ""
    return f"{visible(row.origin)} ({row.stage}, {_REASONS[row.reason]}{detail})"


def _capped(lines: Sequence[str], what: str) -> tuple[str, ...]:
    more = len(lines) - _LINES
    return (*lines[:_LINES], f"and {words.plural(more, f'more {what}')}") if more > 0 else tuple(lines)
