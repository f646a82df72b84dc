"""Ledgers in which every text that anything can show is one text, chosen by a test."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from desk.desks import NAMES, PASSWORD, SECOND_CODER
from reportedly.casebook import Casebook
from reportedly.casework.people import Person, Role
from reportedly.casework.reviews import Accept, Note, Reject
from reportedly.ids import content_id, sha256_hex
from reportedly.records import (
    Certainty,
    Claim,
    ClaimRole,
    Credit,
    CreditRelation,
    DateRange,
    Evidence,
    Incident,
    IncidentType,
    MadeBy,
    NumberRange,
    Place,
    Reading,
    Reason,
    Report,
    Skipped,
    Source,
    SourceKind,
    Span,
    Stage,
    Stance,
    Value,
)
from reportedly.second_reading import SecondReading
from reportedly.terminal.safe import visible

FIELDS = (
    "title",
    "author",
    "body",
    "name of the source",
    "address",
    "date",
    "structured data",
    "reviewer's note",
)


def hostile_reading(text: str, number: int = 0) -> Reading:
    """A report all of whose texts are ``text``."""
    body = f"{text}\n\nMARKET {number} (Reuters) - {text} said on Sunday that {text} did it."
    starts = [at for at in range(len(body)) if body.startswith(text, at)]
    speaker, actor = (Span.of(body, at, at + len(text)) for at in (starts[-2], starts[-1]))
    wire = Span.of(body, body.index("Reuters"), body.index("Reuters") + 7)
    report = Report(
        id=content_id("rep", body),
        origin=f"https://news.example/{text}",
        sha256=sha256_hex(body.encode("utf-8", "surrogatepass")),
        text=body,
        title=text,
        outlet=text,
        byline=text,
        url=text,
        published=dt.date(2024, 3, 4),
        language="en",
        credits=(
            Credit(name=text, relation=CreditRelation.DATELINE, span=wire),
            Credit(name=text, relation=CreditRelation.BASED_ON),
        ),
        based_on=(text,),
        extractor=text,
    )
    sources = tuple(
        Source(
            id=content_id("src", report.id, kind),
            report=report.id,
            label=text,
            kind=kind,
            number=NumberRange(1, 1),
            affiliation=text,
            anonymity=text,
            mentions=(speaker,),
            text=body,
        )
        for kind in (SourceKind.PERSON, SourceKind.ANONYMOUS)
    )
    incident = content_id("inc", report.id)
    said = (
        (ClaimRole.PERPETRATOR, Stance.ALLEGES),
        (ClaimRole.PERPETRATOR, Stance.DENIES),
        (ClaimRole.SUPPORTER, Stance.ALLEGES),
        (ClaimRole.PLACE, Stance.ALLEGES),
        (ClaimRole.TARGET, Stance.ALLEGES),
        (ClaimRole.WEAPON, Stance.ALLEGES),
        (ClaimRole.MOTIVE, Stance.ALLEGES),
        (ClaimRole.KILLED, Stance.ALLEGES),
    )
    claims = tuple(
        Claim(
            id=content_id("clm", report.id, at),
            report=report.id,
            incident=incident,
            role=role,
            value=Value(
                text=text,
                name=text,
                number=NumberRange(3, 5) if role is ClaimRole.KILLED else None,
                place=Place(name=text, country="IQ", latitude=33.3, longitude=44.4, precision="city")
                if role is ClaimRole.PLACE
                else None,
            ),
            stance=stance,
            certainty=Certainty.PROBABLE,
            source=sources[at % 2].id,
            via=(text,),
            evidence=Evidence(source=(speaker,), content=(actor,), value=(actor,)),
            confidence=0.5,
            readers=(text,),
            text=body,
        )
        for at, (role, stance) in enumerate(said)
    )
    told = Incident(
        id=incident,
        type=IncidentType.BOMBING,
        claims=tuple(claim.id for claim in claims),
        summary=text,
        date=DateRange(dt.date(2024, 3, 3), dt.date(2024, 3, 3)),
        place=Place(name=text, country="IQ", latitude=33.3, longitude=44.4, precision="city"),
    )
    left = Skipped(origin=text, stage=Stage.ANNOTATE, reason=Reason.NOT_QUOTED, detail=text)
    return Reading(report=report, sources=sources, claims=claims, incidents=(told,), skipped=(left,))


def hostile_mark(text: str) -> MadeBy:
    """What made it, in the same words."""
    return MadeBy(program=text, extractor=text, model=text)


@contextmanager
def hostile_casebook(path: Path, text: str, *, like: Path) -> Iterator[tuple[Casebook, Reading]]:
    """A ledger with a report of ``text`` that people differ on, sign off and note, all in the same words.

    ``like`` is a ledger that has the people: to sign in takes long on purpose, and is done once.
    """
    shutil.copy(like, path)
    with Casebook(path) as casebook:
        reading = hostile_reading(text)
        casebook.ledger.put(reading, made_by=hostile_mark(text))
        people = {each.name: each for each in casebook.people()}
        noted(casebook, people, reading, text)
        yield casebook, reading


def noted(casebook: Casebook, people: Mapping[str, Person], reading: Reading, text: str) -> None:
    """All that people can write, in the same words."""
    report, claims = reading.report.id, [claim.id for claim in reading.claims]
    coder, other = people[NAMES[Role.CODER]], people[SECOND_CODER]
    adjudicator, admin = people[NAMES[Role.ADJUDICATOR]], people[NAMES[Role.ADMIN]]
    work = SecondReading(casebook)
    work.sign_off(adjudicator, reading.incidents[0].id, note=text)
    given = work.assign(adjudicator, report, (coder, other))
    casebook.review(coder, report, Accept(), subjects=claims[:2], reason=text)
    casebook.review(coder, report, Note(text=text), reason=text)
    casebook.review(other, report, Reject(), subjects=claims[:1], reason=text)
    for person in (coder, other):
        work.finish(person, given.id)
    undone = casebook.review(adjudicator, report, Note(text=text), reason=text)
    casebook.undo_review(adjudicator, undone.id, reason=text)
    casebook.invite(admin, visible(text)[:60], Role.CODER, why=text)
    casebook.make_token(admin, visible(text)[:60])


def people_in(path: Path) -> dict[str, str]:
    """A ledger with people and nothing else; a session of each by name."""
    with Casebook(path, create=True) as casebook:
        first = casebook.first_invitation(NAMES[Role.ADMIN])
        assert first is not None
        admin = casebook.accept_invitation(first.secret, PASSWORD)
        for name, role in ((NAMES[role], role) for role in Role if role is not Role.ADMIN):
            casebook.accept_invitation(casebook.invite(admin, name, role).secret, PASSWORD)
        casebook.accept_invitation(casebook.invite(admin, SECOND_CODER, Role.CODER).secret, PASSWORD)
        return {each.name: casebook.sign_in(each.name, PASSWORD).secret for each in casebook.people()}
