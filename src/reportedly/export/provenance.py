"""Provenance as PROV (W3C) has it: which claim was quoted from which report, which report came from which.

A report is an entity attributed to its outlet; a claim is quoted from its report and attributed to who says
it; an attack is derived from its claims, a grade from its attack. Reading, gathering and grading are
activities of the program, a decision is one of the person who made it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import quote as percent

from reportedly.codec import JsonObject
from reportedly.export.wording import index_of, quote, sentence, taken_back
from reportedly.ids import content_id
from reportedly.lineage.outlets import outlet_key
from reportedly.records import (
    Anchor,
    Claim,
    Decision,
    DerivationRelation,
    Incident,
    LedgerView,
    Report,
    Source,
    SourceKind,
)
from reportedly.terminal.safe import visible
from reportedly.terminal.words import incident_words

PREFIX = "r"
NAMESPACE = "urn:reportedly:"
AGENTS = {SourceKind.PERSON: "prov:Person", SourceKind.ORGANISATION: "prov:Organization"}
DERIVED = {
    DerivationRelation.COPY: None,
    DerivationRelation.REWRITE: None,
    DerivationRelation.CITES: "prov:PrimarySource",
}
"""The kinds of derivation that PROV has; copies and rewrites are plain ones, told apart by ``r:relation``."""


def provenance(view: LedgerView) -> Mapping[str, Mapping[str, JsonObject]]:
    """What PROV says of a view: records by kind (``entity``, ``wasDerivedFrom``, …), in each by name.

    Names and attributes are those of PROV-JSON; relations are named by blank nodes.
    """
    return _Document(view).kinds()


def name_of(record: str) -> str:
    """A record as PROV names it.

    >>> name_of("clm_ab12"), name_of("a b")
    ('r:clm_ab12', 'r:a%20b')
    """
    return f"{PREFIX}:{percent(record, safe='')}"


class _Document:
    def __init__(self, view: LedgerView) -> None:
        self._view, self._index, self._back = view, index_of(view), taken_back(view)
        self._kinds: dict[str, dict[str, JsonObject]] = defaultdict(dict)

    def kinds(self) -> Mapping[str, Mapping[str, JsonObject]]:
        self._program()
        for report in self._view.reports:
            self._report(report)
        for source in self._view.sources:
            self._source(source)
        for incident in self._view.incidents:
            self._incident(incident)
        for claim in self._view.claims:
            self._claim(claim)
        self._lineage()
        self._grades()
        for decision in self._view.decisions:
            self._decision(decision)
        return self._kinds

    def _program(self) -> None:
        made = self._view.made_by
        model = {"r:model": made.model} if made.model else {}
        self._put("agent", "r:program", {**_typed("prov:SoftwareAgent"), "prov:label": made.program,
                                         "r:extractor": made.extractor, **model})  # fmt: skip
        for activity, told in (("gathering", "reports of one attack are joined"), ("grading", "by rules")):
            self._put("activity", f"r:{activity}", {"prov:label": told})
            self._relate("wasAssociatedWith", {"prov:activity": f"r:{activity}", "prov:agent": "r:program"})

    def _report(self, report: Report) -> None:
        name, outlet = self._index.report_name(report.id), self._outlet(report)
        told = {
            **_typed("r:Report"),
            "prov:label": visible(report.title or report.origin),
            "r:sha256": report.sha256,
            "r:address": report.url,
            "r:published": report.published.isoformat() if report.published else None,
        }
        self._put("entity", name_of(report.id), told)
        self._put("agent", outlet, {**_typed("prov:Organization"), "prov:label": name})
        self._relate("wasAttributedTo", {"prov:entity": name_of(report.id), "prov:agent": outlet})
        reading = f"r:reading_{name_of(report.id)[2:]}"
        self._put("activity", reading, {"prov:label": f"reading of {name}"})
        self._relate("used", {"prov:activity": reading, "prov:entity": name_of(report.id)})
        self._relate("wasAssociatedWith", {"prov:activity": reading, "prov:agent": "r:program"})

    def _outlet(self, report: Report) -> str:
        name = self._index.report_name(report.id)
        return f"r:outlet_{content_id('src', outlet_key(name) or name)[4:]}"

    def _source(self, source: Source) -> None:
        """One agent a source: whether two reports quote one person is for people to tell."""
        if source.kind is not SourceKind.REPORT:
            known = AGENTS.get(source.kind)
            told = {
                **(_typed(known) if known else {}),
                "prov:label": visible(source.label),
                "r:kind": source.kind.value,
                "r:anonymity": source.anonymity,
            }
            self._put("agent", name_of(source.id), told)

    def _claim(self, claim: Claim) -> None:
        report, source = self._index.reports[claim.report], self._index.sources[claim.source]
        mine = name_of(claim.id)
        told = {
            **_typed("r:Claim"),
            "prov:label": sentence(self._index, claim),
            "prov:value": quote(claim),
            "r:stance": claim.stance.value,
            "r:certainty": claim.certainty.value if claim.certainty else None,
            "r:via": " > ".join(claim.via) or None,
            "r:reviewed": claim.reviewed,
            "r:takenBack": "yes" if claim.id in self._back else None,
        }
        self._put("entity", mine, told)
        speaker = self._outlet(report) if source.kind is SourceKind.REPORT else name_of(source.id)
        self._relate("wasAttributedTo", {"prov:entity": mine, "prov:agent": speaker})
        self._derive(mine, name_of(claim.report), "prov:Quotation")
        reading = f"r:reading_{name_of(claim.report)[2:]}"
        self._relate("wasGeneratedBy", {"prov:entity": mine, "prov:activity": reading})
        self._derive(name_of(claim.incident), mine, None)

    def _incident(self, incident: Incident) -> None:
        mine = name_of(incident.id)
        self._put("entity", mine, {**_typed("r:Incident"), "prov:label": incident_words(incident)})
        self._relate("wasGeneratedBy", {"prov:entity": mine, "prov:activity": "r:gathering"})

    def _lineage(self) -> None:
        for row in self._view.lineage:
            if row.derives_from not in self._index.reports:
                cited = self._index.cited.get(row.derives_from, row.derives_from)
                label = f"a story of {cited} that was not read"
                self._put("entity", name_of(row.derives_from), {**_typed("r:Report"), "prov:label": label})
            told = {"r:relation": row.relation.value, "r:why": row.why}
            self._derive(name_of(row.report), name_of(row.derives_from), DERIVED[row.relation], told)

    def _grades(self) -> None:
        for row in self._view.assessments:
            mine = f"r:grade_{content_id('src', row.incident, row.actor)[4:]}"
            told = {
                **_typed("r:Grade"),
                "prov:label": f"{visible(row.actor)}: {visible(row.grade)}",
                "prov:value": row.verdict or None,
            }
            self._put("entity", mine, told)
            self._relate("wasGeneratedBy", {"prov:entity": mine, "prov:activity": "r:grading"})
            self._derive(mine, name_of(row.incident), None)

    def _decision(self, decision: Decision) -> None:
        mine, person = name_of(decision.id), f"r:person_{content_id('src', decision.by)[4:]}"
        told = {
            "prov:startTime": decision.made_at.isoformat(),
            "prov:endTime": decision.made_at.isoformat(),
            **_typed("r:Decision"),
            "prov:label": decision.judgement.value,
            "r:note": decision.note,
            "r:undone": decision.undone_at.isoformat() if decision.undone_at else None,
        }
        self._put("activity", mine, told)
        self._put("agent", person, {**_typed("prov:Person"), "prov:label": visible(decision.by)})
        self._relate("wasAssociatedWith", {"prov:activity": mine, "prov:agent": person})
        for incident in self._decided((*decision.these, *decision.those)):
            self._relate("wasInfluencedBy", {"prov:influencee": name_of(incident), "prov:influencer": mine})

    def _decided(self, anchors: Iterable[Anchor]) -> list[str]:
        """The attacks of this view that a decision was about."""
        named = {anchor.incident for anchor in anchors}
        return [each.id for each in self._view.incidents if named.intersection((each.id, *each.members))]

    def _derive(self, mine: str, of: str, kind: str | None, told: Mapping[str, str] | None = None) -> None:
        pair = {"prov:generatedEntity": mine, "prov:usedEntity": of}
        self._relate("wasDerivedFrom", {**pair, **(_typed(kind) if kind else {}), **(told or {})})

    def _put(self, kind: str, name: str, told: Mapping[str, object]) -> None:
        self._kinds[kind][name] = {key: value for key, value in told.items() if value is not None}

    def _relate(self, kind: str, told: JsonObject) -> None:
        self._kinds[kind][f"_:{kind}{len(self._kinds[kind]) + 1}"] = told


def _typed(kind: str) -> JsonObject:
    return {"prov:type": {"$": kind, "type": "prov:QUALIFIED_NAME"}}
