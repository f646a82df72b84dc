"""The stored ledger as Python and the command line use it: add what is read, look at it, export it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from reportedly.annotations import DEFAULT_READER
from reportedly.casework.effective import Reviewed, effective
from reportedly.casework.people import Person
from reportedly.deciding import analyst, decided
from reportedly.errors import EvidenceError, LedgerError, NotFound, RecordError, UsageError
from reportedly.limits import DEFAULT_LIMITS, Limits
from reportedly.listing import BoardState, Compared, RefreshStep, as_compared
from reportedly.parts import part_of
from reportedly.pipeline import annotator_named, assemble, made_by
from reportedly.reading import one_by_one
from reportedly.records import (
    Claim,
    Decision,
    Judgement,
    LedgerView,
    MadeBy,
    Reading,
    Reason,
    Report,
    Skipped,
    Stage,
)

if TYPE_CHECKING:
    from reportedly.annotations import Annotator
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
        for each in outcomes:
            match each:
                case Reading():
                    stored.append(each.report.id)
                    gated += (row for row in each.skipped if row.stage is Stage.GATE)
                case Known():
                    known.append(each.report)
                case Skipped():
                    skipped.append(each)
                case _:
                    raise RuntimeError(f"an input became {each!r}, which is neither stored nor left out")
        return cls(stored=tuple(stored), known=tuple(known), skipped=tuple(skipped), gated=tuple(gated))


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
    ) -> Added:
        """Read files and folders into the ledger, and tell what became of each.

        With ``gate``, reports that seem to tell of no attack are stored and not read.

        Raises:
            UsageError: no reader has that name.
            LedgerError: the ledger cannot be written.
        """
        several = [paths] if isinstance(paths, str | Path) else paths
        annotator = annotator_named(reader)
        return Added.of(self.adding(several, annotator=annotator, limits=limits, gate=gate))

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
        from reportedly.gate import open_gate
        from reportedly.read import read_reports

        mark = made_by(annotator)
        judge = open_gate() if gate else None

        def new() -> Iterator[Report | Reading | Known | Skipped]:
            for found in read_reports(paths, limits=limits):
                if not isinstance(found, Report):
                    yield found
                elif self._store.has_report(found.id, mark, gated=gate):
                    yield Known(found.id)
                elif judge is not None and not self._store.has_report(found.id, gated=False):
                    yield judge(found)
                else:
                    yield found

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

        One incident comes from the board where that is current (:meth:`refresh`): the same, and quick.

        Raises:
            NotFound: no record has that id.
            UsageError: the short id fits several records.
        """
        if incident is not None and report is None and claim is None and self.board_state().current:
            # What the board cannot tell from a short id, the whole ledger can, or says why not.
            with suppress(NotFound):
                return self.kept_view(incident)
        whole, _ = self._whole()
        return part_of(whole, report=report, incident=incident, claim=claim)

    def _whole(self) -> tuple[LedgerView, list[Reading]]:
        """The view, and the readings that it is made of: as people left them, not as they were read."""
        stored = self._store.stored()
        reviewed = [_reviewed(each, stored) for each in stored.readings]
        readings = [_told(each.reading) for each in reviewed]
        view = assemble(stored.made_by, readings, stored.skipped, stored.decisions)
        return _with_left_out(view, reviewed), readings

    def kept_view(self, incident: str) -> LedgerView:
        """The part around an incident as the board has it, current or not, with nothing compared.

        Raises:
            NotFound: the board has none of that id, or several.
        """
        boards = self._store.board
        found = boards.incident(incident).id
        view = self.view_of(boards.telling_of(found), boards.compared(incident=found))
        return part_of(view, incident=found)

    def view_of(self, reports: Iterable[str], compared: Compared) -> LedgerView:
        """The view of some reports (whole ids) that were compared before, without comparing anything."""
        stored = self._store.stored(reports)
        reviewed = [_reviewed(each, stored) for each in stored.readings]
        readings = [_told(each.reading) for each in reviewed]
        view = as_compared(readings, compared, made_by=stored.made_by, decisions=stored.decisions)
        return _with_left_out(view, reviewed)

    def board_state(self) -> BoardState:
        """How the board stands: when it was made, and whether anything has changed since.

        Raises:
            TableError: the rules or tables that the environment names cannot be used.
        """
        from reportedly.summary import rules_mark

        return self._store.board.state(rules_mark())

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
        from reportedly.summary import board_of, rules_mark

        tell = progress or (lambda step: None)
        boards, rules = self._store.board, rules_mark()
        if not always and (state := boards.state(rules)).current:
            return state
        # Taken before anything is read: what comes in meanwhile makes the board outdated and never wrong.
        stamp = boards.stamp(rules)
        tell(RefreshStep.COMPARING)
        view, _ = self._whole()
        tell(RefreshStep.SUMMING_UP)
        made = board_of(view)
        tell(RefreshStep.WRITING)
        boards.replace(made, stamp, at=dt.datetime.now(dt.UTC))
        return boards.state(rules)

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
        return self._decide(Judgement.SAME, incidents, by=by, note=note)

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
        return self._decide(Judgement.NOT_SAME, [incident, *parts], by=by, note=note)

    def leave_open(self, incidents: Sequence[str], *, by: Who, note: str | None = None) -> Decision:
        """Decide that nobody knows whether two incidents are one: the program's rules hold between them.

        Raises:
            NotFound: no incident has such an id.
            UsageError: not two are named, or they are one.
        """
        return self._decide(Judgement.UNSURE, incidents, by=by, note=note)

    def _decide(self, judgement: Judgement, named: Sequence[str], *, by: Who, note: str | None) -> Decision:
        view, readings = self._whole()
        name, person = _who(by)
        made = decided(view, readings, judgement, named, by=name, note=note, at=dt.datetime.now(dt.UTC))
        self._store.decide(made, person=person)
        return made

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


def _reviewed(reading: Reading, stored: Stored) -> Reviewed:
    try:
        return effective(reading, stored.reviews.get(reading.report.id, ()))
    except (EvidenceError, RecordError) as error:
        raise LedgerError(f"a review no longer fits its report: {error.args[0]}") from error


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
