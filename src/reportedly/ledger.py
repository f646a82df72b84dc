"""The stored ledger as Python and the command line use it: add what is read, look at it, export it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from reportedly.annotations import DEFAULT_READER
from reportedly.errors import NotFound, RecordError, UsageError
from reportedly.limits import DEFAULT_LIMITS, Limits
from reportedly.pipeline import annotator_named, assemble, made_by
from reportedly.reading import one_by_one
from reportedly.records import (
    Claim,
    Incident,
    LedgerView,
    MadeBy,
    Reading,
    Reason,
    Report,
    Skipped,
    Source,
    Stage,
)

if TYPE_CHECKING:
    from reportedly.annotations import Annotator


@dataclass(frozen=True, slots=True)
class Known:
    """A report that the same reader has stored already."""

    report: str


ReadingBy = Callable[[Iterable[Report | Known | Skipped]], Iterator[Reading | Known | Skipped]]
"""What reads reports and passes on what is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of the inputs: each is stored, known already, or skipped."""

    stored: tuple[str, ...]
    known: tuple[str, ...]
    skipped: tuple[Skipped, ...]

    @classmethod
    def of(cls, outcomes: Iterable[Reading | Known | Skipped]) -> Self:
        """Gather outcomes.

        Raises:
            RuntimeError: one is none of the three, so that an input would be lost in silence.
        """
        seen = list(outcomes)
        added = cls(
            stored=tuple(each.report.id for each in seen if isinstance(each, Reading)),
            known=tuple(each.report for each in seen if isinstance(each, Known)),
            skipped=tuple(each for each in seen if isinstance(each, Skipped)),
        )
        if len(added.stored) + len(added.known) + len(added.skipped) != len(seen):
            raise RuntimeError(f"{len(seen)} inputs seen, but {added} is not all of them")
        return added


class Ledger:
    """A ledger file; made where there is none, unless ``create`` is off. Closed by ``with`` or by hand.

    >>> with Ledger("ledger.sqlite") as ledger:  # doctest: +SKIP
    ...     ledger.add(["pages/"])
    ...     view = ledger.view()

    Raises:
        LedgerError: the file cannot be opened or is no ledger.
        LedgerTooNew: a newer program wrote it.
    """

    def __init__(self, path: str | Path, *, create: bool = True) -> None:
        from reportedly.store import Store

        self._store = Store.open(path, create=create)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. A second call does nothing."""
        self._store.close()

    def add(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        reader: str = DEFAULT_READER,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Added:
        """Read files and folders into the ledger, and tell what became of each.

        Raises:
            UsageError: no reader has that name.
            LedgerError: the ledger cannot be written.
        """
        several = [paths] if isinstance(paths, str | Path) else paths
        return Added.of(self.adding(several, annotator=annotator_named(reader), limits=limits))

    def adding(
        self,
        paths: Iterable[str | Path],
        *,
        annotator: Annotator,
        limits: Limits = DEFAULT_LIMITS,
        by: ReadingBy | None = None,
    ) -> Iterator[Reading | Known | Skipped]:
        """As :meth:`add`, one input at a time: what has been given out has been stored.

        What the same reader has stored already is not read again, so that an interrupted run
        goes on where it stopped. ``by`` reads the reports otherwise than one by one in this process.
        """
        from reportedly.read import read_reports

        mark = made_by(annotator)

        def new() -> Iterator[Report | Known | Skipped]:
            for found in read_reports(paths, limits=limits):
                known = isinstance(found, Report) and self._store.has_report(found.id, mark)
                yield Known(found.id) if known and isinstance(found, Report) else found

        read: ReadingBy = by or partial(one_by_one, annotator=annotator)
        for outcome in read(new()):
            yield outcome if isinstance(outcome, Known) else self._keep(outcome, mark)

    def put(self, reading: Reading, *, made_by: MadeBy) -> None:
        """Store one reading that was made elsewhere; what the ledger has of its report is replaced."""
        self._store.put(reading, made_by)

    def view(
        self, *, report: str | None = None, incident: str | None = None, claim: str | None = None
    ) -> LedgerView:
        """The whole ledger compared anew, or the part of it around one record; a short id will do.

        Raises:
            NotFound: no record has that id.
            UsageError: the short id fits several records.
        """
        stored = self._store.view()
        whole = assemble(stored.made_by, list(_readings_in(stored)), stored.skipped)
        return part_of(whole, report=report, incident=incident, claim=claim)

    def export(self, format: str, sink: TextIO) -> None:
        """Write the whole ledger to ``sink`` as one of the formats of ``reportedly.export.EXPORTERS``.

        Raises:
            UsageError: there is no such format.
        """
        export(self.view(), format, sink)

    def _keep(self, outcome: Reading | Skipped, mark: MadeBy) -> Reading | Skipped:
        """Store what came out; a reading that no database can hold is stored as a row that says so."""
        if isinstance(outcome, Reading):
            try:
                self._store.put(outcome, mark)
            except RecordError as error:
                origin = outcome.report.origin
                outcome = Skipped(origin=origin, stage=Stage.STORE, reason=Reason.FAILED, detail=str(error))
        if isinstance(outcome, Skipped):
            self._store.skip(outcome)
        return outcome


def export(view: LedgerView, format: str, sink: TextIO) -> None:
    """Write a view to ``sink`` as one of the formats of ``reportedly.export.EXPORTERS``.

    Raises:
        UsageError: there is no such format.
    """
    from reportedly.export import EXPORTERS

    if format not in EXPORTERS:
        raise UsageError(f"no format is called {format!r}; there is {', '.join(sorted(EXPORTERS))}")
    EXPORTERS[format]().write(view, sink)


def part_of(
    view: LedgerView, *, report: str | None = None, incident: str | None = None, claim: str | None = None
) -> LedgerView:
    """The records that belong to one report, incident or claim; the whole view where none is named.

    Assessments stay those of the whole ledger: what an incident rests on does not change with the view.

    Raises:
        NotFound: no record has that id.
        UsageError: the id is a short form of several, or more than one record is asked for.
    """
    if sum(each is not None for each in (report, incident, claim)) > 1:
        raise UsageError("ask for one report, one incident or one claim, not for several")
    if report is not None:
        wanted = full_id(report, (each.id for each in view.reports))
        kept = [each for each in view.claims if each.report == wanted]
        return _around(view, kept, {wanted})
    if incident is not None:
        wanted = full_id(incident, (each.id for each in view.incidents))
        kept = [each for each in view.claims if each.incident == wanted]
        return _around(view, kept, {each.report for each in kept}, incidents={wanted})
    if claim is not None:
        wanted = full_id(claim, (each.id for each in view.claims))
        kept = [each for each in view.claims if each.id == wanted]
        return _around(view, kept, {each.report for each in kept})
    return view


def told_with(view: LedgerView, reports: Iterable[str], skipped: Iterable[Skipped] = ()) -> LedgerView:
    """The reports, and all that the view has of the incidents that they tell of."""
    named = set(reports)
    told = {claim.incident for claim in view.claims if claim.report in named}
    kept = [claim for claim in view.claims if claim.incident in told]
    part = _around(view, kept, named | {claim.report for claim in kept})
    return replace(part, skipped=tuple(skipped))


def _around(
    view: LedgerView, claims: list[Claim], reports: set[str], *, incidents: set[str] | None = None
) -> LedgerView:
    kept = {claim.id for claim in claims}
    sources = {claim.source for claim in claims}
    told = {claim.incident for claim in claims} | (incidents or set())
    return LedgerView(
        made_by=view.made_by,
        reports=tuple(each for each in view.reports if each.id in reports),
        sources=tuple(each for each in view.sources if each.id in sources),
        incidents=tuple(_with_claims(each, kept) for each in view.incidents if each.id in told),
        claims=tuple(claims),
        lineage=tuple(each for each in view.lineage if each.report in reports),
        assessments=tuple(each for each in view.assessments if each.incident in told),
    )


def _with_claims(incident: Incident, kept: set[str]) -> Incident:
    return replace(incident, claims=tuple(each for each in incident.claims if each in kept))


def full_id(short: str, ids: Iterable[str]) -> str:
    """The one id that begins with ``short``.

    >>> full_id("clm_ab", ["clm_abcd", "clm_xyzw"])
    'clm_abcd'

    Raises:
        NotFound: none does.
        UsageError: several do.
    """
    found = sorted({each for each in ids if each.startswith(short)})
    if short in found or len(found) == 1:
        return short if short in found else found[0]
    if not found:
        raise NotFound(f"the ledger has no record {short!r}; `reportedly show` prints what it has")
    raise UsageError(f"{short!r} could be {', '.join(found[:4])}; give more of the id")


def _readings_in(view: LedgerView) -> Iterator[Reading]:
    sources: dict[str, list[Source]] = defaultdict(list)
    claims: dict[str, list[Claim]] = defaultdict(list)
    for source in view.sources:
        sources[source.report].append(source)
    for claim in view.claims:
        claims[claim.report].append(claim)
    incidents = {incident.id: incident for incident in view.incidents}
    for report in view.reports:
        told = dict.fromkeys(claim.incident for claim in claims[report.id])
        yield Reading(
            report=report,
            sources=tuple(sources[report.id]),
            claims=tuple(claims[report.id]),
            incidents=tuple(incidents[each] for each in told),
        )
