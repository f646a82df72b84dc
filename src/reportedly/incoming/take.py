"""Another desk's ledger into this one: what is lacking is taken, what contradicts is told.

One transaction a report; nothing is replaced. What people of the other desk made of claims and incidents is
stored as reviews and decisions in the desk's name, each with its entry in the log, and holds as that of any
other person would: where people here say otherwise, neither wins on a claim (it is ``disputed``), and ours on
incidents.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.exc import DataError, IntegrityError

from reportedly.casework.audit import Deed
from reportedly.casework.effective import basis_of, effective, known_in
from reportedly.casework.people import tidy_name
from reportedly.casework.review_json import payload_to_json
from reportedly.casework.reviews import KINDS, Review, described
from reportedly.codec import JsonObject, json_line, made_by_to_json
from reportedly.errors import EvidenceError, RecordError
from reportedly.ids import content_id, sha256_hex
from reportedly.incoming.beside import detail_of, is_known
from reportedly.incoming.compare import ReportCompared, Said, compared, opinions_of
from reportedly.incoming.decisions import decisions_held, taken_back_there
from reportedly.incoming.file import Incoming, IncomingReport, read_file
from reportedly.incoming.found import Conflict, Imported, ReadingConflict, TextConflict
from reportedly.limits import DEFAULT_LIMITS, Limits
from reportedly.records import Decision, MadeBy, Reading, Reason, Report, Skipped, Stage
from reportedly.store import Store, decide, log, reviews, saying, schema, views, write

_NOBODY = "none"
"""What a new ledger says of who read it."""


def import_file(
    store: Store, path: Path, *, by: str, desk: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Imported:
    """Take in a ledger file; importing it again changes nothing.

    Args:
        store: where to.
        path: what ``reportedly export --format json`` wrote.
        by: who imports it, for the log.
        desk: whose it is; the file's name without its suffix if left out.
        limits: how large it may be.

    Raises:
        RecordError: the desk's name is none.
        LedgerError: the ledger cannot be read or written.
    """
    name = tidy_name(desk if desk is not None else path.stem)
    found = read_file(path, limits=limits)
    if isinstance(found, Skipped):
        return Imported(origin=str(path), desk=name, skipped=(found,))
    return take(store, found, desk=name, by=by, at=dt.datetime.now(dt.UTC))


def author(desk: str, person: str | None = None) -> str:
    """In whose name is stored what another desk decided: nobody of this desk is called so.

    >>> author("Nineveh"), author("Nineveh", "Ana Ruiz")
    ('another desk: Nineveh', 'another desk: Nineveh (Ana Ruiz)')
    """
    return f"another desk: {desk} ({person})" if person else f"another desk: {desk}"


def take(store: Store, incoming: Incoming, *, desk: str, by: str, at: dt.datetime) -> Imported:
    """Take in what a file holds, as of ``at``; see :func:`import_file`."""
    done = Imported(origin=incoming.origin, desk=desk, made_by=incoming.made_by, skipped=incoming.skipped)
    taker = _Taker(incoming, desk, by, at)
    for report in incoming.reports:
        try:
            with store.writing() as connection:
                done = done.with_more(taker.report(connection, report))
        except RecordError as error:
            done = done.with_more(taker.lost(str(error.args[0])))
    done = done.with_more(_decisions(store, incoming, desk, at, taker))
    for row in done.skipped:
        store.skip(row)
    if done.changed:
        with store.writing() as connection:
            log.append(connection, Deed.IMPORT, at=at, by=by, detail=_entry(done, incoming))
    return done


def _entry(done: Imported, incoming: Incoming) -> JsonObject:
    return {
        "desk": done.desk,
        "file": incoming.sha256,
        "made_by": made_by_to_json(incoming.made_by),
        "reports": [report.id for report in done.new],
        "reviews": [review.id for review in done.reviews],
        "decisions": [decision.id for decision in done.decisions],
        "taken_back": list(done.taken_back),
        "conflicts": len(done.conflicts),
    }


class _Taker:
    """What all reports of one file have in common."""

    def __init__(self, incoming: Incoming, desk: str, by: str, at: dt.datetime) -> None:
        self._incoming, self._desk, self._by, self._at = incoming, desk, by, at

    def lost(self, detail: str) -> Imported:
        """A row of what cannot be stored."""
        row = Skipped(origin=self._incoming.origin, stage=Stage.STORE, reason=Reason.FAILED, detail=detail)
        return self.nothing(skipped=(row,))

    def nothing(self, skipped: tuple[Skipped, ...] = ()) -> Imported:
        """What became of nothing as yet."""
        return Imported(origin=self._incoming.origin, desk=self._desk, skipped=skipped)

    def report(self, connection: Connection, report: IncomingReport) -> Imported:
        """Take in one report, within the caller's transaction.

        Raises:
            RecordError: it cannot be stored; nothing of it is.
        """
        try:
            known = _known(connection, report.reading.report)
            if known is None:
                return self._new(connection, report)
            here = views.reading_of(connection, known)
            if here.report.text != report.reading.report.text:
                return self._other_text(connection, here.report, report)
            return self._both(connection, here, report)
        except (OverflowError, DataError):
            raise RecordError(f"{report.reading.report.id}: a number or name of it is too long") from None
        except IntegrityError as error:
            raise RecordError(
                f"{report.reading.report.id}: another report here has a record of the same id ({error.orig})"
            ) from None

    def _new(self, connection: Connection, report: IncomingReport) -> Imported:
        whole, made_by = report.whole(), self._incoming.made_by
        write.check(whole)
        before = views.made_by_of(connection)
        write.put_reading(connection, whole, made_by, write.digest(whole, made_by))
        if before.extractor != _NOBODY:
            # What reads here has not changed.
            write.put_made_by(connection, before)
        said, lost = self._say(connection, whole, opinions_of(report))
        return replace(self.nothing(lost), new=(whole.report,), reviews=said)

    def _other_text(self, connection: Connection, here: Report, there: IncomingReport) -> Imported:
        claims = len(there.reading.claims) + len(there.rejected)
        self._beside(connection, here, there)
        title = here.title or here.origin
        return replace(self.nothing(), conflicts=(TextConflict(report=here.id, title=title, claims=claims),))

    def _both(self, connection: Connection, here: Reading, there: IncomingReport) -> Imported:
        said_here = tuple(reviews.read(connection, report=here.report.id, undone=False))
        ours = [each for each in said_here if each.by != author(self._desk)]
        found = compared(here, effective(here, said_here), effective(here, ours), there)
        said, lost = self._say(connection, here, found.said)
        untold = tuple(row for each in found.untold for row in self.lost(each).skipped)
        conflicts: list[Conflict] = list(found.conflicts)
        reader = _reader_of(connection, here.report.id)
        other = (reader.extractor, reader.model) != (
            self._incoming.made_by.extractor,
            self._incoming.made_by.model,
        )
        done = replace(self.nothing(lost + untold), reviews=said)
        if found.reads_alike:
            alike = (here.report.id,)
            return replace(done, same=alike, other_reader=alike if other else (), conflicts=tuple(conflicts))
        self._beside(connection, here.report, there)
        conflicts.insert(0, self._read_otherwise(here.report, reader, found))
        return replace(done, conflicts=tuple(conflicts))

    def _read_otherwise(self, report: Report, reader: MadeBy, found: ReportCompared) -> ReadingConflict:
        return ReadingConflict(
            report=report.id,
            title=report.title or report.origin,
            here=reader,
            there=self._incoming.made_by,
            same=found.same,
            only_here=tuple(found.only_here),
            only_there=tuple(found.only_there),
            differing=tuple(found.differing),
        )

    def _beside(self, connection: Connection, here: Report, there: IncomingReport) -> None:
        """Keep the other desk's reading in the log, once."""
        detail = detail_of(there.whole(), here, desk=self._desk, made_by=self._incoming.made_by)
        if not is_known(connection, here.id, detail):
            log.append(
                connection,
                Deed.SET_BESIDE,
                at=self._at,
                by=self._by,
                subject=here.id,
                detail=detail,
                report=here.id,
            )

    def _say(
        self, connection: Connection, reading: Reading, said: Iterable[Said]
    ) -> tuple[tuple[Review, ...], tuple[Skipped, ...]]:
        """Store what people there say as reviews, each once; what cannot be said of this reading is told."""
        made: list[Review] = []
        lost: list[Skipped] = []
        for each in said:
            try:
                review = self._review(connection, reading, each)
            except (EvidenceError, RecordError) as error:
                lost += self.lost(f"{', '.join(each.subjects)}: {error.args[0]}").skipped
                continue
            if review is not None:
                made.append(review)
        return tuple(made), tuple(lost)

    def _review(self, connection: Connection, reading: Reading, said: Said) -> Review | None:
        """The review, stored; None where it was stored before, whatever became of it since.

        Raises:
            EvidenceError: its words are not in the report.
            RecordError: it contradicts the coding guide, or is of a claim that is not here.
        """
        report, by = reading.report.id, author(self._desk)
        line = json_line([said.subjects, KINDS[type(said.payload)], payload_to_json(said.payload)])
        name = content_id("rev", "import", by, report, sha256_hex(line.encode()))
        before = tuple(reviews.read(connection, report=report))
        if any(each.id == name for each in before):
            return None
        holding = tuple(each for each in before if each.holds)
        if not known_in(reading, holding).issuperset(said.subjects):
            raise RecordError("there is no such claim here any more")
        made = Review(
            id=name,
            number=reviews.next_number(connection),
            at=self._at,
            by=by,
            report=report,
            payload=described(said.payload, holding, reading),
            subjects=said.subjects,
            reason=said.reason,
            basis=basis_of(reading, said.subjects),
        )
        effective(reading, [made])
        effective(reading, [*holding, made])
        saying.add(connection, made)
        return made


def _known(connection: Connection, report: Report) -> str | None:
    """The report here that is the same: of that id, or of the same bytes and text under another one."""
    reports = schema.reports
    if connection.scalar(select(reports.c.id).where(reports.c.id == report.id)):
        return report.id
    same = (reports.c.sha256 == report.sha256) & (reports.c.text == report.text)
    return connection.scalar(select(reports.c.id).where(same).order_by(reports.c.id).limit(1))


def _reader_of(connection: Connection, report: str) -> MadeBy:
    reports = schema.reports
    row = connection.execute(
        select(reports.c.program, reports.c.read_by, reports.c.model).where(reports.c.id == report)
    ).one()
    return MadeBy(program=row.program or "reportedly", extractor=row.read_by, model=row.model)


def _decisions(store: Store, incoming: Incoming, desk: str, at: dt.datetime, taker: _Taker) -> Imported:
    """Take in what was decided on incidents. Ours go before theirs, whenever either was made."""
    if not incoming.decisions:
        return taker.nothing()
    stored = store.stored()
    readings = [effective(each, stored.reviews.get(each.report.id, ())).reading for each in stored.readings]
    known = {each.id: each for each in stored.decisions}
    fresh = [each for each in incoming.decisions if each.id not in known and each.undone_at is None]
    withdrawn = [
        each.id
        for each in incoming.decisions
        if each.undone_at is not None and taken_back_there(known.get(each.id), author(desk))
    ]
    conflicts = tuple(decisions_held(incoming.decisions, stored.decisions, readings, author(desk)))
    taken: list[Decision] = []
    lost: tuple[Skipped, ...] = ()
    # The latest first: each goes before all that are there.
    for each in reversed(fresh):
        made = replace(each, by=author(desk, each.by))
        try:
            with store.writing() as connection:
                decide.add(connection, made, overruled=True)
            taken.append(made)
        except RecordError as error:
            lost += taker.lost(str(error.args[0])).skipped
    for name in withdrawn:
        with store.writing() as connection:
            decide.undo(connection, name, at=at, by=author(desk))
    return replace(
        taker.nothing(lost),
        decisions=tuple(reversed(taken)),
        taken_back=tuple(withdrawn),
        conflicts=conflicts,
    )
