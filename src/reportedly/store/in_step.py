"""The index of words kept in step with what was read and what people made of it.

A claim is found by what stands of it: by the value that somebody corrected, by the speaker that it was given
to, and not at all once it is rejected. As long as two people read a report blind, its claims are found as
they were read, by everybody: a search can then tell neither of the two what the other says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, delete, or_, select

from reportedly.casework.effective import effective
from reportedly.casework.reviews import Review
from reportedly.errors import EvidenceError, LedgerFormatError, RecordError
from reportedly.records import Reading
from reportedly.store import reviews, search, views
from reportedly.store.board_schema import searched
from reportedly.store.desk_schema import assignments
from reportedly.store.schema import reports
from reportedly.store.words import ClaimWords

_AT_ONCE = 200
"""Reports that are filled in together: few enough for the memory, and for the variables of a statement."""


def keep(connection: Connection, report: str) -> None:
    """Bring the claims of a report in step, after people said something of it or of who may see that."""
    # What cannot be read again is told to whoever opens the report; the words are no second judge of it.
    search.put_claims(connection, report, _told(connection, [report]).get(report, ()))


def put(connection: Connection, reading: Reading) -> None:
    """Put in a report that is new, or that :func:`reportedly.store.search.forget` took out.

    Args:
        connection: a transaction that writes.
        reading: what is proposed for it, with what a reviewed claim keeps.
    """
    report = reading.report.id
    search.put(connection, report)
    said = (
        () if _blind(connection, [report]) else tuple(reviews.read(connection, report=report, undone=False))
    )
    search.put_claims(connection, report, _words(_standing(reading, said)))


def fill(connection: Connection) -> None:
    """Put in all that the ledger holds, in the place of what is there."""
    search.take_away(connection)
    connection.execute(delete(searched))
    search.make(connection)
    everything = connection.scalars(select(reports.c.id).order_by(reports.c.id)).all()
    for first in range(0, len(everything), _AT_ONCE):
        some = everything[first : first + _AT_ONCE]
        told = _told(connection, some)
        for report in some:
            search.put(connection, report)
            search.put_claims(connection, report, told.get(report, ()))


def _told(connection: Connection, wanted: Iterable[str]) -> dict[str, tuple[ClaimWords, ...]]:
    """The words of the claims of some reports; without those whose tables were changed by hand."""
    listed = list(wanted)
    try:
        found = list(views.readings(connection, listed))
    except (EvidenceError, RecordError, LedgerFormatError):
        if len(listed) == 1:
            return {}
        return {report: words for each in listed for report, words in _told(connection, [each]).items()}
    blind = _blind(connection, listed)
    shown = [each for each in listed if each not in blind]
    said: dict[str, list[Review]] = {}
    for review in reviews.read(connection, undone=False, reports=shown):
        said.setdefault(review.report, []).append(review)
    return {each.report.id: tuple(_words(_standing(each, said.get(each.report.id, ())))) for each in found}


def _blind(connection: Connection, wanted: Iterable[str]) -> frozenset[str]:
    """The reports with an assignment that is :attr:`~reportedly.casework.assignment.Assignment.blind`."""
    row = assignments.c
    still = row.withdrawn_at.is_(None) & or_(row.one_done.is_(None), row.other_done.is_(None))
    return frozenset(connection.scalars(select(row.report).where(row.report.in_(list(wanted)), still)))


def _standing(reading: Reading, said: Iterable[Review]) -> Reading:
    try:
        return effective(reading, said).reading
    except (EvidenceError, RecordError):
        # A review that no longer fits is told by whoever opens the report; till then it is found as read.
        return reading


def _words(reading: Reading) -> Iterator[ClaimWords]:
    speakers = {source.id: source for source in reading.sources}
    text = reading.report.text
    for claim in sorted(reading.claims, key=lambda each: each.id):
        carried = (*claim.evidence.content, *claim.evidence.value)
        start = min(span.start for span in carried)
        speaker, value = speakers[claim.source], claim.value
        yield ClaimWords(
            claim=claim.id,
            value=(value.name or value.text) if value else None,
            speaker=speaker.label,
            start=start,
            fields=(
                " ".join(filter(None, (value.name, value.text))) if value else "",
                " ".join(filter(None, (speaker.label, speaker.affiliation))),
                text[start : max(span.end for span in carried)],
            ),
        )
