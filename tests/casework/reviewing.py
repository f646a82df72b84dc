"""Reviews for tests, of the plain readings of ``faults.plain``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from faults.plain import plain_reading
from reportedly.casework.effective import basis_of
from reportedly.casework.reviews import ClaimDraft, Payload, Review, SourceDraft
from reportedly.ids import content_id
from reportedly.records import (
    Certainty,
    ClaimRole,
    Evidence,
    Reading,
    SourceKind,
    Span,
    Stance,
    Value,
)

NOON = dt.datetime(2024, 3, 9, 12, tzinfo=dt.UTC)
ANA, BEN = "per_ana", "per_ben"
READING = plain_reading(1)
"""Doer, place, toll (said by the police), a denial and 'no group' (a spokesman)."""
DOER, PLACE, TOLL, DENIAL, NOBODY = (claim.id for claim in READING.claims)
POLICE, SPOKESMAN = (source.id for source in READING.sources)


def review(
    number: int,
    by: str,
    payload: Payload,
    *subjects: str,
    reason: str = "looked at the words",
    settles: Sequence[str] = (),
    reading: Reading = READING,
    basis: str | None = None,
) -> Review:
    """Review ``number``, whose id is made of it."""
    return Review(
        id=rev(number),
        number=number,
        at=NOON + dt.timedelta(minutes=number),
        by=by,
        report=reading.report.id,
        payload=payload,
        subjects=subjects,
        reason=reason,
        basis=basis or basis_of(reading, subjects),
        settles=tuple(settles),
    )


def rev(number: int) -> str:
    """The id of review ``number``."""
    return content_id("rev", number)


def span(words: str, reading: Reading = READING) -> Span:
    """The first place of words in the report's text."""
    start = reading.report.text.index(words)
    return Span.of(reading.report.text, start, start + len(words))


def draft(at: int, reading: Reading = READING) -> ClaimDraft:
    """What claim ``at`` of the reading says."""
    return ClaimDraft.of(reading.claims[at])


def speaker(
    words: str, kind: SourceKind = SourceKind.ORGANISATION, reading: Reading = READING
) -> SourceDraft:
    """A speaker whom these words describe."""
    return SourceDraft(label=span(words, reading), kind=kind)


def added(words: str = "four people", **changed: object) -> ClaimDraft:
    """A claim that no reader found: who was hit."""
    fields: dict[str, object] = {
        "role": ClaimRole.VICTIM,
        "stance": Stance.ALLEGES,
        "certainty": Certainty.CERTAIN,
        "value": Value(text=words),
        "evidence": Evidence(value=(span(words),), content=(span(words),)),
        "source": POLICE,
        "incident": READING.incidents[0].id,
    }
    return ClaimDraft(**(fields | changed))  # type: ignore[arg-type]
