"""Incidents for the assessment tests: who says what, in which report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportedly.assess import Rules, assess
from reportedly.ids import content_id, sha256_hex
from reportedly.records import (
    Assessment,
    Certainty,
    Claim,
    ClaimRole,
    DateRange,
    Evidence,
    Incident,
    IncidentType,
    NumberRange,
    Party,
    Report,
    Source,
    SourceKind,
    SourceRole,
    Span,
    Stance,
    Value,
)

VOICE = "the report"


@dataclass(frozen=True)
class Origin:
    id: str
    name: str = ""


@dataclass(frozen=True)
class Said:
    """One claim: ``who`` says ``stance`` of ``actor`` in report ``page``."""

    actor: str | None
    stance: Stance = Stance.ALLEGES
    who: str = VOICE
    page: str = "wire"
    kind: SourceKind = SourceKind.ANONYMOUS
    number: int = 1
    role: SourceRole = SourceRole.UNKNOWN
    party: Party = Party.UNKNOWN
    certainty: Certainty | None = Certainty.CERTAIN
    id: str | None = None
    headline: bool = False
    together: str | None = None
    as_supporter: bool = False
    affiliation: str | None = None

    @property
    def text(self) -> str:
        return f"{self.who} / {self.actor or 'nobody named'}"


def report(page: str, *, published: dt.date | None = None) -> Report:
    return Report(
        id=content_id("rep", page),
        origin=page,
        sha256=sha256_hex(page.encode()),
        text=page,
        published=published,
    )


def source(said: Said) -> Source:
    voice = said.who == VOICE
    return Source(
        id=content_id("src", said.page, said.who),
        report=report(said.page).id,
        label=said.who,
        kind=SourceKind.REPORT if voice else said.kind,
        number=NumberRange(0, 0) if voice else NumberRange(said.number, said.number),
        role=said.role,
        party=said.party,
        affiliation=said.affiliation,
        mentions=() if voice else (Span.of(said.text, 0, len(said.who)),),
        text=said.text,
    )


def claim(said: Said) -> Claim:
    at = len(said.who) + 3
    quoted = Span.of(said.text, at, len(said.text))
    named = said.actor is not None
    return Claim(
        id=content_id("clm", said.page, said.who, said.actor, said.stance, said.headline, said.as_supporter),
        report=report(said.page).id,
        incident="inc_x",
        role=ClaimRole.SUPPORTER if said.as_supporter else ClaimRole.PERPETRATOR,
        value=Value(text=quoted.text, id=said.id) if named else None,
        stance=said.stance,
        certainty=said.certainty,
        source=source(said).id,
        evidence=Evidence(
            source=() if said.who == VOICE else (Span.of(said.text, 0, len(said.who)),),
            content=() if named else (quoted,),
            value=(quoted,) if named else (),
        ),
        together=said.together,
        in_headline=said.headline,
        confidence=0.9,
        text=said.text,
    )


def rows(
    *given: Said,
    roots: dict[str, str] | None = None,
    published: Sequence[tuple[str, dt.date]] = (),
    rules: Rules | None = None,
    withdrawn: Mapping[str, str] | None = None,
    date: DateRange | None = None,
) -> dict[str, Assessment]:
    """Assessments by actor; ``roots`` gives the origin of each page, its own where left out."""
    claims = {c.id: c for c in map(claim, given)}
    sources = {s.id: s for s in map(source, given)}
    days = dict(published)
    pages = {said.page for said in given}
    incident = Incident(
        id="inc_x", type=IncidentType.BOMBING, claims=tuple(claims), summary="Bombing", date=date
    )
    found = assess(
        incident,
        list(claims.values()),
        list(sources.values()),
        [report(page, published=days.get(page)) for page in sorted(pages)],
        {report(page).id: Origin((roots or {}).get(page, page)) for page in pages},
        rules=rules,
        withdrawn=withdrawn or {},
    )
    assert len({row.actor for row in found}) == len(found)
    return {row.actor: row for row in found}
