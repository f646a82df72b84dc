"""The stored ledger as Python and the command line use it: add what is read, look at it, export it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from reportedly.annotations import DEFAULT_READER
from reportedly.casework.audit import Deed
from reportedly.casework.effective import Reviewed, effective
from reportedly.casework.people import Person
from reportedly.casework.reviews import Add, IncidentDraft
from reportedly.casework.versions import check_versions, version_of_incident
from reportedly.deciding import analyst, decided
from reportedly.errors import EvidenceError, LedgerError, NotFound, RecordError, UsageError
from reportedly.limits import DEFAULT_LIMITS, Limits
from reportedly.listing import WIDEST, BoardBasis, BoardState, Compared, RefreshStep, Stamp, as_compared
from reportedly.parts import incident_of, part_of
from reportedly.pipeline import annotator_named, assemble, made_by
from reportedly.reading import accounted, one_by_one
from reportedly.records import (
    REFUSALS,
    Claim,
    Decision,
    Derivation,
    Judgement,
    LedgerView,
    MadeBy,
    Noted,
    Reading,
    Reason,
    Report,
    Skipped,
    Stage,
)

if TYPE_CHECKING:
    from reportedly.annotations import Annotator, Server
    from reportedly.fetch import Kept
    from reportedly.incoming import Imported, OtherReading
    from reportedly.store import Store, Stored

Who = str | Person
"""Who decides: a name, or somebody who has signed in."""


@dataclass(frozen=True, slots=True)
class Known:
    """A report that the same reader has stored already."""

    report: str


ReadingBy = Callable[[Iterable[Report | Reading | Known | Skipped]], Iterator[Reading | Known | Skipped]]
"""What reads reports and passes on what is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of the inputs: each is stored, known already, or skipped."""

    stored: tuple[str, ...]
    known: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    gated: tuple[Skipped, ...] = ()
    """A row for each of the stored that the gate kept from the reader."""
    refused: tuple[Skipped, ...] = ()
    """A row for each claim of a stored report that its words do not carry."""

    @property
    def seen(self) -> int:
        """How many inputs there were: those stored, known already and left out."""
        return len(self.stored) + len(self.known) + len(self.skipped)

    @classmethod
    def of(cls, outcomes: Iterable[Reading | Known | Skipped]) -> Self:
        """Gather outcomes, one at a time: of readings the id is kept and not the text.

        Raises:
            RuntimeError: one is none of the three, so that an input would be lost in silence.
        """
        stored: list[str] = []
        known: list[str] = []
        skipped: list[Skipped] = []
        gated: list[Skipped] = []
        refused: list[Skipped] = []
        for each in outcomes:
            match each:
                case Reading():
                    stored.append(each.report.id)
                    gated += (row for row in each.skipped if row.stage is Stage.GATE)
                    refused += (row for row in each.skipped if row.reason in REFUSALS)
                case Known():
                    known.append(each.report)
                case Skipped():
                    skipped.append(each)
                case _:
                    raise RuntimeError(f"an input became {each!r}, which is neither stored nor left out")
        return cls(
            stored=tuple(stored),
            known=tuple(known),
            skipped=tuple(skipped),
            gated=tuple(gated),
            refused=tuple(refused),
        )


class Ledger:
    """A ledger; made where there is none, unless ``create`` is off. Closed by ``with`` or by hand.

    ``location`` is the path of an SQLite file, or ``postgresql://user@host/database``.

    >>> with Ledger("ledger.sqlite") as ledger:  # doctest: +SKIP
    ...     ledger.add(["pages/"])
    ...     view = ledger.view()

    Raises:
        LedgerError: it cannot be opened or is no ledger, or the driver of PostgreSQL is not installed.
        LedgerTooNew: a newer program wrote it.
    """

    def __init__(self, location: str | Path, *, create: bool = True) -> None:
        from reportedly.store import Store

        self._store = Store.open(location, create=create)

    @property
    def store(self) -> Store:
        """The tables beneath."""
        return self._store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of it. A second call does nothing."""
        self._store.close()

    def add(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        reader: str = DEFAULT_READER,
        limits: Limits = DEFAULT_LIMITS,
        gate: bool = False,
        server: Server | None = None,
    ) -> Added:
        """Read files and folders into the ledger, and tell what became of each.

        With ``gate``, reports that seem to tell of no attack are stored and not read. ``server`` is asked by
        the readers ``llm`` and ``both``: the texts are sent to it.

        Raises:
            UsageError: no reader has that name.
            LedgerError: the ledger cannot be written.
        """
        several = [paths] if isinstance(paths, str | Path) else paths
        annotator = annotator_named(reader, server)
        added = Added.of(self.adding(several, annotator=annotator, limits=limits, gate=gate))
        self.check(added)
        return added

    def check(self, added: Added) -> None:
        """See that what a run says is stored is.

        Raises:
            RuntimeError: a report is not there.
            LedgerError: the ledger cannot be read.
        """
        lost = [each for each in (*added.stored, *added.known) if not self._store.has_report(each)]
        if lost:
            raise RuntimeError(f"{len(lost)} reports were stored and are not there: {', '.join(lost[:3])}")

    def adding(
        self,
        paths: Iterable[str | Path],
        *,
        annotator: Annotator,
        limits: Limits = DEFAULT_LIMITS,
        by: ReadingBy | None = None,
        gate: bool = False,
    ) -> Iterator[Reading | Known | Skipped]:
        """As :meth:`add`, one input at a time: what has been given out has been stored.

        What the same reader has stored already is not read again, so that an interrupted run
        goes on where it stopped. ``by`` reads the reports otherwise than one by one in this process.
        Without the gate, what it kept from the reader earlier is read now. What any reader has read
        is not asked of the gate: it would take the claims away.
        """
        from reportedly.read import read_reports

        return self.taking_in(read_reports(paths, limits=limits), annotator=annotator, by=by, gate=gate)

    def taking_in(
        self,
        found: Iterable[Report | Skipped],
        *,
        annotator: Annotator,
        by: ReadingBy | None = None,
        gate: bool = False,
    ) -> Iterator[Reading | Known | Skipped]:
        """As :meth:`adding`, of reports that come from elsewhere than files."""
        from reportedly.gate import open_gate

        mark = made_by(annotator)
        judge = open_gate() if gate else None

        def new() -> Iterator[Report | Reading | Known | Skipped]:
            for each in found:
                if not isinstance(each, Report):
                    yield each
                elif self._store.has_report(each.id, mark, gated=gate):
                    yield Known(each.id)
                elif judge is not None and not self._store.has_report(each.id, gated=False):
                    yield judge(each)
                else:
                    yield each

        read: ReadingBy = by or partial(one_by_one, annotator=annotator)
        for outcome in accounted(new(), read):
            yield outcome if isinstance(outcome, Known) else self._keep(outcome, mark)

    def note_capture(self, kept: Kept) -> None:
        """Write into the audit log that a capture was kept, with the SHA-256 of its file.

        Raises:
            LedgerError: the ledger cannot be written.
        """
        self._store.note_capture(
            {
                "file": kept.name,
                "sha256": kept.sha256,
                "asked": kept.asked,
                "address": kept.address,
                "at": kept.at.isoformat(),
                "ip": kept.ip,
                "document": kept.document,
            }
        )

    def captures(self) -> dict[str, str]:
        """The captures that the audit log tells of: names of files, and the SHA-256 of each."""
        return {str(each.get("file")): str(each.get("sha256")) for each in self._store.captures()}

    def put(self, reading: Reading, *, made_by: MadeBy) -> None:
        """Store one reading that was made elsewhere; what the ledger has of its report is replaced."""
        self._store.put(reading, made_by)

    def import_file(self, path: str | Path, *, by: Who, desk: str | None = None) -> Imported:
        """Take in the ledger file of another desk: what is lacking here. Importing it again changes nothing.

        What is here stays; what contradicts it is in ``conflicts`` of what is given back.

        Args:
            path: what ``reportedly export --format json`` wrote. One that is none becomes a skipped row.
            by: who imports it.
            desk: whose it is, the author of its reviews and decisions; the file's name if left out.

        Raises:
            RecordError: the desk's name is blank, too long, or has hidden characters.
            UsageError: ``by`` is blank.
            LedgerError: the ledger cannot be read or written.
        """
        from reportedly.incoming import import_file

        name, person = _who(by)
        return import_file(self._store, Path(path), by=person or analyst(name), desk=desk)

    def other_readings(self, report: str) -> tuple[OtherReading, ...]:
        """What other desks have of a report that is here, where it is not the same; a short id will do.

        Raises:
            NotFound: there is no such report.
            LedgerError: the ledger cannot be read, or its log was changed by hand.
        """
        from reportedly.incoming import others_of
        from reportedly.store import schema, views

        with self._store.looking() as connection:
            found = views.full_id(connection, schema.reports, report)
            return tuple(others_of(connection, views.reading_of(connection, found).report))

    def view(
        self,
        *,
        report: str | None = None,
        incident: str | None = None,
        claim: str | None = None,
        anew: bool = False,
    ) -> LedgerView:
        """The whole ledger, or the part of it around one record; a short id will do.

        It comes from the board where that is current (:meth:`refresh`); else all reports are compared
        anew, which gives the same.

        Args:
            report: only what belongs to it.
            incident: only what belongs to it.
            claim: only what belongs to it.
            anew: compare all reports even where the board is current.

        Raises:
            NotFound: no record has that id.
            UsageError: the short id fits several records.
        """
        if incident and not (report or claim or anew) and self.board_state().current:
            # What the board cannot tell from a short id, the whole ledger can, or says why not.
            with suppress(NotFound):
                return self.kept_view(incident)
        whole, _ = self._whole(anew=anew)
        if report is None and incident is None and claim is None:
            return replace(whole, history=self._history(whole))
        return part_of(whole, report=report, incident=incident, claim=claim)

    def _whole(
        self, *, anew: bool = False, lineage: Sequence[Derivation] | None = None
    ) -> tuple[LedgerView, list[Reading]]:
        """The view, and the readings that it is made of: as people left them, not as they were read.

        ``lineage`` is given where the reports were compared before, and all else is compared anew.
        """
        compared = None if anew or not self.board_state().current else self._store.board.compared()
        return self._view_of(self._store.stored(), compared, lineage)

    def _history(self, view: LedgerView) -> tuple[Noted, ...]:
        """When something was last done to each report, and to incidents that people described or signed."""
        from reportedly.store import log, reviews

        with self._store.looking() as connection:
            done = [
                (entry.subject, entry.at)
                for entry in log.entries(connection)
                if entry.subject and entry.action in (Deed.READ, Deed.SIGN_OFF)
            ]
            said = list(reviews.read(connection))
        reports = {report.id: report for report in view.reports}
        for review in said:
            at = review.undone_at or review.at
            done.append((review.report, at))
            new = review.payload.claim.incident if isinstance(review.payload, Add) else None
            if isinstance(new, IncidentDraft) and review.report in reports:
                done.append((new.id_in(reports[review.report]), at))
        last: dict[str, dt.datetime] = {}
        for subject, at in done:
            last[subject] = max(at, last.get(subject, at))
        return tuple(Noted(subject=subject, at=last[subject]) for subject in sorted(last))

    def kept_view(self, incident: str) -> LedgerView:
        """The part around an incident as the board has it, current or not, with nothing compared.

        Raises:
            NotFound: the board has none of that id, or several.
        """
        boards = self._store.board
        found = boards.incident(incident).id
        view = self.view_of(boards.telling_of(found), boards.compared(incident=found))
        return part_of(view, incident=found)

    def view_apart(self, person: str, reports: Collection[str]) -> LedgerView:
        """The whole ledger without what anybody but one person (an id) said of some reports (whole ids).

        Where the board is current and attacks are told apart as without that, it comes from there; else all
        is compared anew but the texts, which no review changes. Both give the same.
        """
        from reportedly.recomparing import same_reports
        from reportedly.summary import rules_mark

        boards, stored = self._store.board, _apart(self._store.stored(), person, reports)
        known, stamp = boards.known(), boards.stamp(rules_mark())
        if known is None or not same_reports(known.stamp, stamp):
            return self._view_of(stored, None)[0]
        compared = boards.compared()
        if known.stamp == stamp and (anew := self._compared_apart(known, compared, person, reports)):
            return self._view_of(stored, anew)[0]
        return self._view_of(stored, None, compared.lineage)[0]

    def _compared_apart(
        self, known: BoardBasis, compared: Compared, person: str, reports: Collection[str]
    ) -> Compared | None:
        """What comparing gives without some reviews; None where more than their attacks hangs on them."""
        from reportedly.recomparing import look_the_same, mended

        boards, changed = self._store.board, sorted(reports)
        touched = tuple(sorted(boards.told_by(changed)))
        around = sorted({*changed, *(report for each in touched for report in boards.around(each))})
        if len(around) > WIDEST or not all(each in known.looks for each in changed):
            return None
        stored = _apart(self._store.stored(around), person, reports)
        readings = [_told(_reviewed(each, stored).reading) for each in stored.readings]
        if not look_the_same(known, changed, readings):
            return None
        own = mended(readings, boards.compared(told_by=around), touched, known.withdrawn, stored.made_by)
        anew = {each.id: each for each in own.compared.incidents}
        graded = (each for each in compared.assessments if each.incident not in anew)
        return replace(
            compared,
            incidents=tuple(anew.get(each.id, each) for each in compared.incidents),
            assessments=(*graded, *own.compared.assessments),
        )

    def kept_whole(self) -> LedgerView:
        """The whole ledger as the board has it, current or not, with nothing compared."""
        return self._kept(None, self._store.board.compared())[0]

    def view_of(self, reports: Iterable[str], compared: Compared) -> LedgerView:
        """The view of some reports (whole ids) that were compared before, without comparing anything."""
        view, _ = self._kept(reports, compared)
        return view

    def _kept(self, reports: Iterable[str] | None, compared: Compared) -> tuple[LedgerView, list[Reading]]:
        """As :meth:`view_of`, with the readings that it is made of; of all reports for None."""
        stored = self._store.stored(reports)
        return self._view_of(stored if reports is None else replace(stored, skipped=()), compared)

    def _view_of(
        self,
        stored: Stored,
        compared: Compared | None,
        lineage: Sequence[Derivation] | None = None,
    ) -> tuple[LedgerView, list[Reading]]:
        """What is stored, as it was compared before or, without that, compared anew."""
        reviewed = [_reviewed(each, stored) for each in stored.readings]
        readings = [_told(each.reading) for each in reviewed]
        if compared is None:
            view = assemble(stored.made_by, readings, stored.skipped, stored.decisions, lineage)
        else:
            view = as_compared(
                readings,
                compared,
                made_by=stored.made_by,
                skipped=stored.skipped,
                decisions=stored.decisions,
            )
        return _with_left_out(view, reviewed), readings

    def board_state(self) -> BoardState:
        """How the board stands: when it was made, and whether anything has changed since.

        Raises:
            TableError: the rules or tables that the environment names cannot be used.
        """
        from reportedly.summary import rules_mark

        return self._store.board.state(rules_mark())

    def stamp(self) -> str:
        """A digest of the readings, decisions and reviews that hold, and of what compares them.

        Raises:
            TableError: the rules or tables that the environment names cannot be used.
        """
        from reportedly.summary import rules_mark

        return self._store.board.stamp(rules_mark()).whole

    def refresh(
        self, *, progress: Callable[[RefreshStep], None] | None = None, always: bool = False
    ) -> BoardState:
        """Compare the whole ledger and put what came out on its board, in one transaction.

        Until that transaction the board is the one that was there; where it is current, nothing is done.

        Args:
            progress: told each step as it begins.
            always: also where nothing has changed since.

        Raises:
            TableError: the rules or tables that the environment names cannot be used.
            LedgerError: the ledger cannot be read or written.
        """
        from reportedly.incidents import looks_of
        from reportedly.recomparing import same_reports
        from reportedly.summary import board_of, rules_mark

        tell = progress or (lambda step: None)
        boards, rules = self._store.board, rules_mark()
        if not always and (state := boards.state(rules)).current:
            return state
        # Taken before anything is read: what comes in meanwhile makes the board outdated and never wrong.
        stamp, known = boards.stamp(rules), None if always else boards.known()
        if known is not None and self._mended(known, stamp):
            return boards.state(rules)
        tell(RefreshStep.COMPARING)
        kept = boards.compared().lineage if known and same_reports(known.stamp, stamp) else None
        view, readings = self._whole(anew=True, lineage=kept)
        tell(RefreshStep.SUMMING_UP)
        made = board_of(view, {reading.report.id: looks_of(reading) for reading in readings})
        tell(RefreshStep.WRITING)
        boards.replace(made, stamp, at=dt.datetime.now(dt.UTC))
        return boards.state(rules)

    def _mended(self, known: BoardBasis, stamp: Stamp) -> bool:
        """Bring the board up to date for some reviews alone, where nothing else is touched by them."""
        from reportedly.recomparing import look_the_same, mended, reviewed_since

        changed = reviewed_since(known, stamp)
        if not changed:
            return False
        boards = self._store.board
        touched = tuple(sorted(boards.told_by(changed)))
        around = sorted({*changed, *(report for each in touched for report in boards.around(each))})
        if len(around) > WIDEST:
            return False
        stored = self._store.stored(around)
        readings = [_told(_reviewed(each, stored).reading) for each in stored.readings]
        if not look_the_same(known, changed, readings):
            return False
        compared = boards.compared(told_by=around)
        made = mended(readings, compared, touched, known.withdrawn, stored.made_by)
        return boards.mend(made, known.stamp, stamp, at=dt.datetime.now(dt.UTC))

    def merge(self, incidents: Sequence[str], *, by: Who, note: str | None = None) -> Decision:
        """Decide that incidents are one attack, whatever the program makes of them, now and later.

        Args:
            incidents: two ids or more; a short id or that of one report's incident will do.
            by: who decides: a name, or a person of the desk, whom the audit log then has by the id.
            note: why, for those who look at it later.

        Raises:
            NotFound: no incident has such an id.
            UsageError: fewer than two are named, or they are one already.
        """
        return self.decide(Judgement.SAME, incidents, by=by, note=note)

    def split(self, incident: str, parts: Sequence[str], *, by: Who, note: str | None = None) -> Decision:
        """Decide that what some reports tell of an incident is another attack than the rest.

        Args:
            incident: the one to take them out of.
            parts: reports, or single reports' incidents, by their ids.
            by: who decides.
            note: why.

        Raises:
            NotFound: there is no such incident, or a part does not belong to it.
            UsageError: no part is named, or all of it.
        """
        return self.decide(Judgement.NOT_SAME, [incident, *parts], by=by, note=note)

    def leave_open(self, incidents: Sequence[str], *, by: Who, note: str | None = None) -> Decision:
        """Decide that nobody knows whether two incidents are one: the program's rules hold between them.

        Raises:
            NotFound: no incident has such an id.
            UsageError: not two are named, or they are one.
        """
        return self.decide(Judgement.UNSURE, incidents, by=by, note=note)

    def decide(
        self,
        judgement: Judgement,
        named: Sequence[str],
        *,
        by: Who,
        note: str | None = None,
        versions: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> Decision:
        """Decide as :meth:`merge`, :meth:`split` or :meth:`leave_open` do, on what was read before.

        Args:
            judgement: what is decided.
            named: incidents; of ``not_same`` one incident, then what of it is another attack.
            by: who decides.
            note: why.
            versions: of each incident that is named its :meth:`version`, as it was read; refused where one is
                another by now.
            key: the id of the decision, where the caller makes one: what is there under it is given back and
                not written twice.

        Raises:
            NotFound: as :meth:`merge`.
            UsageError: the same; or the key is another decision's, or a version is missing.
            Outdated: an incident is not as it was read.
        """
        before = self.decisions()
        if key is not None and (there := next((each for each in before if each.id == key), None)):
            return _decided_before(there, judgement, named, note)
        view, readings = self._to_decide(named[:1] if judgement is Judgement.NOT_SAME else named)
        name, person = _who(by)
        if versions is not None:
            incidents = named[:1] if judgement is Judgement.NOT_SAME else named
            now = {each: version_of_incident(incident_of(view, each), before) for each in incidents}
            check_versions(now, versions, incidents)
        at = dt.datetime.now(dt.UTC)
        made = decided(view, readings, judgement, named, by=name, note=note, at=at)
        kept = made if key is None else replace(made, id=key)
        after = before if versions is not None else None
        self._store.decide(kept, person=person, after=after)
        return kept

    def version(self, incident: str) -> str:
        """The version of an incident: another one as soon as other reports tell of it or somebody decides.

        Raises:
            NotFound: there is no such incident.
            UsageError: the short id fits several.
        """
        view, _ = self._to_decide([incident])
        return version_of_incident(incident_of(view, incident), self.decisions())

    def members(self, incident: str) -> tuple[str, ...]:
        """The single reports' incidents that an attack is made of; none where there is no such attack."""
        with suppress(NotFound):
            found = incident_of(self._to_decide([incident])[0], incident)
            return found.members or (found.id,)
        return ()

    def _to_decide(self, incidents: Sequence[str]) -> tuple[LedgerView, list[Reading]]:
        """What a decision on these needs: from the board where that is current, or else all compared anew."""
        if self.board_state().current:
            # What the board cannot tell from a short id, the whole ledger can, or says why not.
            with suppress(NotFound):
                boards = self._store.board
                found = [boards.incident(each).id for each in incidents]
                reports = {report for each in found for report in boards.telling_of(each)}
                return self._kept(reports, boards.compared(told_by=reports))
        return self._whole()

    def undo(self, decision: str | None = None, *, by: Who) -> Decision:
        """Take back a decision, or the latest that holds; its row stays, with the time and ``by``.

        Raises:
            NotFound: no decision holds, or none of that id does.
            UsageError: ``by`` is blank.
        """
        name, person = _who(by)
        undone = self._store.undo(decision, at=dt.datetime.now(dt.UTC), by=analyst(name), person=person)
        return next(each for each in self.decisions() if each.id == undone)

    def decisions(self) -> tuple[Decision, ...]:
        """All decisions, oldest first; those taken back too."""
        return self._store.decisions()

    def export(self, format: str, sink: TextIO) -> None:
        """Write the whole ledger to ``sink`` as one of the formats of ``reportedly.export.EXPORTERS``.

        Raises:
            UsageError: there is no such format, or it is not one text file.
        """
        export(self.view(), format, sink)

    def export_to(self, format: str, path: str | Path) -> None:
        """Write the whole ledger to a file, a folder or, where the path ends in ``.zip``, a zip.

        Raises:
            UsageError: there is no such format, it needs a library that is not installed, or it is several
                files and ``path`` is that of one.
        """
        export_to(self.view(), format, path)

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
        UsageError: there is no such format, or it is not one text file.
    """
    from reportedly.export import TextExporter, exporter_named

    exporter = exporter_named(format)
    if not isinstance(exporter, TextExporter):
        raise UsageError(f"{format} is not one text file; write it to a path: export_to({format!r}, path)")
    exporter.write(view, sink)


def export_to(view: LedgerView, format: str, path: str | Path) -> None:
    """Write a view to a file, a folder or, where the path ends in ``.zip``, a zip.

    Raises:
        UsageError: there is no such format, it needs a library that is not installed, or it is several files
            and ``path`` is that of one.
    """
    from reportedly.export import exporter_named, write_to

    write_to(exporter_named(format), view, Path(path))


def _who(by: Who) -> tuple[str, str | None]:
    """A name, and the id of a person of the desk."""
    return (by, None) if isinstance(by, str) else (by.name, by.id)


def _decided_before(
    there: Decision, judgement: Judgement, named: Sequence[str], note: str | None
) -> Decision:
    """The decision that is there under a key.

    Raises:
        UsageError: it is another one.
    """
    sides = [*there.these, *there.those]
    known = [each for anchor in sides for each in (anchor.incident, anchor.report)]
    meant = all(any(each.startswith(given) for each in known) for given in named)
    if there.judgement is not judgement or there.note != note or not meant:
        raise UsageError(f"this key was used for another decision, {there.id}; take a new one for each")
    return there


def _reviewed(reading: Reading, stored: Stored) -> Reviewed:
    try:
        return effective(reading, stored.reviews.get(reading.report.id, ()))
    except (EvidenceError, RecordError) as error:
        raise LedgerError(f"a review no longer fits its report: {error.args[0]}") from error


def _apart(stored: Stored, person: str, reports: Collection[str]) -> Stored:
    """What is stored without what anybody but one person said of some reports."""
    said = {
        report: tuple(each for each in reviews if report not in reports or each.by == person)
        for report, reviews in stored.reviews.items()
    }
    return replace(stored, reviews=said)


def _told(reading: Reading) -> Reading:
    """Without incidents of which nothing is said: rows that wait for a review to be made again."""
    return replace(reading, incidents=tuple(each for each in reading.incidents if each.claims))


def _with_left_out(view: LedgerView, reviewed: Iterable[Reviewed]) -> LedgerView:
    return replace(view, rejected=tuple(claim for each in reviewed for claim in _left_out(each, view)))


def _left_out(reviewed: Reviewed, view: LedgerView) -> Iterator[Claim]:
    """What people rejected, of the incident that its own one was joined into, or its own if that is gone."""
    if reviewed.rejected:
        joined = {member: each.id for each in view.incidents for member in each.members}
        text = reviewed.reading.report.text
        for claim in reviewed.rejected:
            yield replace(claim, incident=joined.get(claim.incident, claim.incident), text=text)
