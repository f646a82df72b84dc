"""A ledger file that somebody else made, report by report: what holds is taken, what does not is told.

Unlike :func:`reportedly.codec.loads`, which refuses a file with one fault in it, every record is looked at by
itself. A claim whose words do not stand in its report's text is a ``Skipped`` row.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from reportedly.codec import (
    JsonObject,
    claim_from_json,
    claim_to_json,
    incident_from_json,
    incident_to_json,
    made_by_from_json,
    made_by_to_json,
    report_from_json,
    report_to_json,
    source_from_json,
    source_to_json,
    tables_of,
)
from reportedly.codec.from_json import decision_from_json
from reportedly.codec.node import Node
from reportedly.codec.to_json import decision_to_json
from reportedly.errors import LedgerFormatError, RecordError
from reportedly.ids import content_id, sha256_hex
from reportedly.limits import DEFAULT_LIMITS, Limits
from reportedly.records import (
    Claim,
    Decision,
    Incident,
    IncidentType,
    MadeBy,
    Reading,
    Reason,
    Report,
    Skipped,
    Source,
    Stage,
)
from reportedly.store.storable import check_storable

T = TypeVar("T")

_ID = re.compile(r"(?a:[a-z]{2,4}_[\w.:-]{1,35})")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WHOLE = 2**63 - 1
"""The greatest whole number that a database holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingReport:
    """One report of the file, as people there left it. Claims say in ``reviewed`` what was made of them."""

    reading: Reading
    """What counts there."""
    rejected: tuple[Claim, ...] = ()
    """What people there took out; of incidents that the reading may lack."""

    def whole(self) -> Reading:
        """All of it as a proposal: nothing reviewed, what was rejected put back."""
        text = self.reading.report.text
        claims = (*self.reading.claims, *self.rejected)
        said: defaultdict[str, list[str]] = defaultdict(list)
        for claim in claims:
            said[claim.incident].append(claim.id)
        told = {each.id: each for each in self.reading.incidents}
        for claim in self.rejected:
            told.setdefault(claim.incident, _incident_of(claim))
        return replace(
            self.reading,
            claims=tuple(replace(claim, reviewed=None, text=text) for claim in claims),
            incidents=tuple(replace(told[each], claims=tuple(ids), members=()) for each, ids in said.items()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A ledger file as far as it holds."""

    origin: str
    """The file, as it was named."""
    sha256: str
    """Of its bytes."""
    made_by: MadeBy
    """What wrote there last; a file does not say of each report who read it."""
    reports: tuple[IncomingReport, ...] = ()
    decisions: tuple[Decision, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def read_file(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Incoming | Skipped:
    """Read a ledger file; one that is none, or cannot be read, is a row that says why."""

    def left_out(reason: Reason, detail: str) -> Skipped:
        return Skipped(origin=str(path), stage=Stage.READ, reason=reason, detail=detail)

    try:
        if path.stat().st_size > limits.ledger_bytes:
            most = limits.ledger_bytes // 1_000_000
            return left_out(Reason.TOO_LARGE, f"more than {most} MB; export fewer reports at a time")
        raw = path.read_bytes()
    except FileNotFoundError:
        return left_out(Reason.NOT_FOUND, "there is no such file")
    except OSError as error:
        return left_out(Reason.NOT_READABLE, error.strerror or str(error))
    except ValueError as error:
        return left_out(Reason.NOT_FOUND, str(error))
    try:
        root = tables_of(raw.decode("utf-8"))
        made_by = made_by_from_json(root.field("made_by").value)
        _check(made_by_to_json(made_by), "made_by")
        return _Tables(str(path), root, limits).incoming(made_by, sha256_hex(raw))
    except UnicodeDecodeError as error:
        return left_out(Reason.NOT_TEXT, f"a ledger file is UTF-8, and byte {error.start} is not")
    except LedgerFormatError as error:
        return left_out(Reason.MALFORMED, str(error.args[0]))


@dataclass(slots=True)
class _Tables:
    """The tables of a file, read in the order in which they lean on each other."""

    origin: str
    root: Node
    limits: Limits
    skipped: list[Skipped] = field(default_factory=list)
    reports: dict[str, Report] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    rejected: dict[str, Claim] = field(default_factory=dict)
    part_of: dict[str, Incident] = field(default_factory=dict)
    """Of a claim the incident that its own report tells, where that was joined with others."""
    lone_part: dict[tuple[str, str], Incident] = field(default_factory=dict)
    """Of a report and an attack the one part that the report has in it."""
    told_by: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The reports that say something of each incident."""
    orphans: Counter[str] = field(default_factory=Counter)
    """So many sources and claims of each report that is not taken."""

    def incoming(self, made_by: MadeBy, sha256: str) -> Incoming:
        """Read them all.

        Raises:
            LedgerFormatError: a table is no list.
        """
        self._take("reports", self._report, self.reports, Stage.READ)
        self._take("sources", self._source, self.sources, Stage.CLAIMS)
        self._take("incidents", self._incident, self.incidents, Stage.CLAIMS)
        parts: dict[str, Incident] = {}
        self._take("parts", self._incident, parts, Stage.CLAIMS)
        self._take("claims", self._claim, self.claims, Stage.CLAIMS)
        self._take("rejected", self._rejected, self.rejected, Stage.CLAIMS)
        self._place_parts(parts.values())
        for report, lost in sorted(self.orphans.items()):
            detail = f"{report} is not taken, and {lost} sources and claims that are said of it neither"
            self._skip(Stage.CLAIMS, Reason.MALFORMED, detail)
        decisions: dict[str, Decision] = {}
        self._take("decisions", self._decision, decisions, Stage.STORE)
        return Incoming(
            origin=self.origin,
            sha256=sha256,
            made_by=made_by,
            reports=tuple(self._gathered()),
            decisions=tuple(decisions.values()),
            skipped=tuple(self.skipped),
        )

    def _take(
        self, name: str, read: Callable[[Node], tuple[str, T] | None], into: dict[str, T], stage: Stage
    ) -> None:
        """Read a table row by row; what does not hold or comes a second time is told."""
        table = self.root.field(name)
        for node in () if table.value is None else table.items():
            try:
                found = read(node)
            except LedgerFormatError as error:
                self._skip(stage, Reason.MALFORMED, str(error.args[0]))
                continue
            except RecordError as error:
                self._skip(stage, Reason.MALFORMED, f"{node.path}: {error.args[0]}")
                continue
            if found is None:
                continue
            key, record = found
            if key in into or (into is self.rejected and key in self.claims):
                self._skip(stage, Reason.DUPLICATE, f"{node.path}: {key} stands in the file before")
            else:
                into[key] = record

    def _skip(self, stage: Stage, reason: Reason, detail: str) -> None:
        self.skipped.append(Skipped(origin=self.origin, stage=stage, reason=reason, detail=detail))

    def _report(self, node: Node) -> tuple[str, Report]:
        report = report_from_json(node.value, path=node.path)
        _check_id(node.field("id"), report.id, "rep_")
        if not _SHA256.fullmatch(report.sha256):
            node.field("sha256").fail("a SHA-256 has 64 hexadecimal digits in lower case")
        if len(report.text) > self.limits.text_chars:
            node.field("text").fail(
                f"{len(report.text)} characters, and a report has {self.limits.text_chars} at most"
            )
        _check(report_to_json(report), node.path)
        return report.id, report

    def _source(self, node: Node) -> tuple[str, Source] | None:
        if (report := self._of(node)) is None:
            return None
        source = source_from_json(node.value, text=report.text, path=node.path)
        _check_id(node.field("id"), source.id, "src_")
        _check(source_to_json(source), node.path)
        return source.id, source

    def _incident(self, node: Node) -> tuple[str, Incident]:
        incident = incident_from_json(node.value, path=node.path)
        _check_id(node.field("id"), incident.id, "inc_")
        _check(incident_to_json(incident), node.path)
        return incident.id, incident

    def _claim(self, node: Node) -> tuple[str, Claim] | None:
        claim = self._said(node)
        if claim is not None and claim[1].incident not in self.incidents:
            node.field("incident").fail(f"nothing that holds in this file has the id {claim[1].incident!r}")
        return claim

    def _rejected(self, node: Node) -> tuple[str, Claim] | None:
        return self._said(node)

    def _said(self, node: Node) -> tuple[str, Claim] | None:
        if (report := self._of(node)) is None:
            return None
        claim = claim_from_json(node.value, text=report.text, path=node.path)
        _check_id(node.field("id"), claim.id, "clm_")
        _check_id(node.field("incident"), claim.incident, "inc_")
        source = self.sources.get(claim.source)
        if source is None or source.report != report.id:
            node.field("source").fail(f"nothing that holds of its report has the id {claim.source!r}")
        _check(claim_to_json(claim), node.path)
        return claim.id, claim

    def _decision(self, node: Node) -> tuple[str, Decision]:
        decision = decision_from_json(node.value, path=node.path)
        _check_id(node.field("id"), decision.id, "dec_")
        for anchor in (*decision.these, *decision.those):
            _check_id(node, anchor.incident, "inc_")
            _check_id(node, anchor.report, "rep_")
        _check(decision_to_json(decision), node.path)
        return decision.id, decision

    def _of(self, node: Node) -> Report | None:
        """The report of a source or claim; None, and counted, where that is not taken."""
        name = node.field("report").text()
        if name not in self.reports:
            self.orphans[name] += 1
        return self.reports.get(name)

    def _gathered(self) -> Iterator[IncomingReport]:
        sources = _by_report(self.sources.values())
        claims, rejected = _by_report(self.claims.values()), _by_report(self.rejected.values())
        for report in self.reports.values():
            kept = [self._own(claim, report) for claim in claims[report.id]]
            out = tuple(self._own(claim, report) for claim in rejected[report.id])
            yield IncomingReport(
                reading=Reading(
                    report=report,
                    sources=tuple(sources[report.id]),
                    claims=tuple(kept),
                    incidents=tuple(self._told(report, kept)),
                ),
                rejected=out,
            )

    def _own(self, claim: Claim, report: Report) -> Claim:
        """The claim, pointing to the incident that its own report tells."""
        return replace(claim, incident=self._home(claim, report)[0], text=report.text)

    def _home(self, claim: Claim, report: Report) -> tuple[str, Incident | None]:
        """The report's own incident: a part, one that stands alone, or a copy of what it was joined into."""
        part = self.part_of.get(claim.id) or self.lone_part.get((report.id, claim.incident))
        if part is not None:
            return part.id, part
        whole = self.incidents.get(claim.incident)
        if whole is None or (not whole.members and self.told_by[whole.id] == {report.id}):
            return claim.incident, whole
        return content_id("inc", report.id, claim.incident), whole

    def _place_parts(self, parts: Iterable[Incident]) -> None:
        """Find of each claim the part that it belongs to, and of each report its only part in an incident."""
        claims = self.claims | self.rejected
        for claim in claims.values():
            self.told_by[claim.incident].add(claim.report)
        joined = {member: each.id for each in self.incidents.values() for member in each.members}
        several: defaultdict[tuple[str, str], list[Incident]] = defaultdict(list)
        for part in parts:
            own = [claims[each] for each in part.claims if each in claims]
            # A part is one report's: what says otherwise says nothing.
            if len({claim.report for claim in own}) == 1:
                self.part_of |= {claim.id: part for claim in own}
                several[own[0].report, joined.get(part.id, part.id)].append(part)
        self.lone_part = {key: found[0] for key, found in several.items() if len(found) == 1}

    def _told(self, report: Report, kept: Iterable[Claim]) -> Iterator[Incident]:
        said: defaultdict[str, list[str]] = defaultdict(list)
        template: dict[str, Incident] = {}
        for claim in kept:
            said[claim.incident].append(claim.id)
            _, found = self._home(self.claims[claim.id], report)
            template[claim.incident] = found or _incident_of(claim)
        for incident, ids in said.items():
            yield replace(template[incident], id=incident, claims=tuple(ids), members=())


def _incident_of(claim: Claim) -> Incident:
    """A row for a claim whose incident is gone: people there rejected all that was said of it."""
    summary = claim.value.text if claim.value else "an attack of which all was rejected"
    return Incident(id=claim.incident, type=IncidentType.UNKNOWN, claims=(claim.id,), summary=summary)


R = TypeVar("R", Source, Claim)


def _by_report(records: Iterable[R]) -> Mapping[str, list[R]]:
    found: defaultdict[str, list[R]] = defaultdict(list)
    for each in records:
        found[each.report].append(each)
    return found


def _check_id(node: Node, given: str, prefix: str) -> None:
    if not given.startswith(prefix) or not _ID.fullmatch(given):
        node.fail(f"{given[:60]!r} is no id; it begins with {prefix} and has letters, digits and . : - _")


def _check(data: JsonObject, name: str) -> None:
    """Refuse what no database can hold.

    Raises:
        LedgerFormatError: a text with a NUL, or a number over 2^63.
    """
    try:
        check_storable(data, name)
    except RecordError as error:
        raise LedgerFormatError(str(error.args[0])) from None
    open_: list[object] = [data]
    while open_:
        value = open_.pop()
        if isinstance(value, dict):
            open_.extend(value.values())
        elif isinstance(value, list):
            open_.extend(value)
        elif isinstance(value, int) and abs(value) > _WHOLE:
            raise LedgerFormatError(f"{name}: a number over 2^63 cannot be stored")
