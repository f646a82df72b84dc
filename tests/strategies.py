"""Hypothesis strategies for valid records over any Unicode.

Text may be astral, combining, right-to-left, control characters and line breaks of every kind; lone
surrogates are left out (UTF-8 has none), and U+0000 too where the records are to be stored.
Readings that need no search are in ``faults.plain``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from reportedly.ids import content_id, sha256_hex
from reportedly.records import (
    DOER_ROLES,
    AirwarsGrade,
    Anchor,
    Assessment,
    Certainty,
    Claim,
    ClaimRole,
    Counts,
    Credit,
    CreditRelation,
    DateRange,
    Decision,
    Derivation,
    DerivationRelation,
    Evidence,
    Incident,
    IncidentType,
    Judgement,
    LedgerView,
    MadeBy,
    NumberRange,
    Party,
    Place,
    Reading,
    Reason,
    Report,
    Skipped,
    Source,
    SourceKind,
    SourceRole,
    Span,
    Stage,
    Stance,
    Value,
)

# Hypothesis prints a dataclass field by field and stumbles over an InitVar; a plain repr will do.
for _kind in (Claim, Source):
    _kind._repr_pretty_ = lambda record, printer, cycle: printer.text(repr(record))  # type: ignore[union-attr]

# Each of these has broken offsets somewhere: astral, combining, right-to-left, joined emoji, line separators.
AWKWARD = (
    "\U0001f6a8",
    "e\u0301",
    "\u05e9\u05dc",
    "\u0627\u0644",
    "\u200f",
    "\u2028",
    "\x85",
    "\r\n",
    "\ufeff",
    "\U0001f468\u200d\U0001f469",
)


def texts(*, min_size: int = 0, max_size: int = 40, nul: bool = True) -> st.SearchStrategy[str]:
    """Text of any code points but lone surrogates."""
    characters = st.characters(exclude_categories=["Cs"], exclude_characters="" if nul else "\0")
    pieces = st.one_of(characters, st.sampled_from(AWKWARD))
    return st.lists(pieces, min_size=min_size, max_size=max_size).map("".join)


def words(*, nul: bool = True) -> st.SearchStrategy[str]:
    """A short text that is not blank."""
    return texts(min_size=1, max_size=8, nul=nul).filter(str.strip)


def maybe_words(*, nul: bool = True) -> st.SearchStrategy[str | None]:
    """A short text, or none."""
    return st.none() | words(nul=nul)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """A span of ``text``."""
    start = draw(st.integers(0, len(text) - 1))
    return Span.of(text, start, draw(st.integers(start + 1, min(len(text), start + 12))))


def some_spans(text: str, *, min_size: int = 0) -> st.SearchStrategy[tuple[Span, ...]]:
    """A few spans of ``text``."""
    return st.lists(spans(text), min_size=min_size, max_size=3).map(tuple)


@st.composite
def numbers(draw: st.DrawFn) -> NumberRange:
    """A range of a count, open or closed."""
    low = draw(st.integers(0, 2**62))
    return NumberRange(low, draw(st.none() | st.integers(low, 2**63 - 1)))


@st.composite
def dates(draw: st.DrawFn) -> DateRange:
    """A range of days."""
    first, second = sorted((draw(st.dates()), draw(st.dates())))
    return DateRange(first, second)


@st.composite
def instants(draw: st.DrawFn, *, aware: bool = False) -> dt.datetime:
    """A time with a fixed offset, or without one unless it shall be ``aware``."""
    offsets = st.integers(-14 * 60, 14 * 60)
    minutes = draw(offsets if aware else st.none() | offsets)
    zone = None if minutes is None else dt.timezone(dt.timedelta(minutes=minutes))
    return draw(st.datetimes()).replace(tzinfo=zone)


def places(*, nul: bool = True) -> st.SearchStrategy[Place]:
    """A place, resolved or not."""
    return st.builds(
        Place,
        name=words(nul=nul),
        country=maybe_words(nul=nul),
        latitude=st.none() | st.floats(-90, 90),
        longitude=st.none() | st.floats(-180, 180),
        precision=st.sampled_from(["city", "admin1", "country", "unknown"]),
        geoname=st.none() | st.integers(0, 10**9),
    )


@st.composite
def credits_of(draw: st.DrawFn, text: str, *, nul: bool = True) -> Credit:
    """A credit of ``text``."""
    relation = draw(st.sampled_from(CreditRelation))
    absent = relation is CreditRelation.BASED_ON and draw(st.booleans())
    return Credit(name=draw(words(nul=nul)), relation=relation, span=None if absent else draw(spans(text)))


@st.composite
def reports(draw: st.DrawFn, *, nul: bool = True) -> Report:
    """A report over any Unicode."""
    title = draw(maybe_words(nul=nul))
    body = draw(texts(min_size=1, nul=nul).filter(str.strip))
    text = f"{title}\n\n{body}" if title else body
    sha256 = sha256_hex(draw(st.binary(min_size=8, max_size=8)))
    return Report(
        id=content_id("rep", sha256),
        origin=draw(words(nul=nul)),
        sha256=sha256,
        text=text,
        title=title,
        outlet=draw(maybe_words(nul=nul)),
        byline=draw(maybe_words(nul=nul)),
        url=draw(maybe_words(nul=nul)),
        published=draw(st.none() | st.dates()),
        published_at=draw(st.none() | instants()),
        language=draw(st.sampled_from([None, "en", "ar"])),
        credits=tuple(draw(st.lists(credits_of(text, nul=nul), max_size=2))),
        based_on=tuple(draw(st.lists(words(nul=nul), max_size=2))),
        extractor=draw(maybe_words(nul=nul)),
        modified_at=draw(st.none() | instants()),
    )


@st.composite
def sources(draw: st.DrawFn, report: Report, at: int = 0, *, nul: bool = True) -> Source:
    """Source number ``at`` of a report."""
    kind = draw(st.sampled_from(SourceKind))
    anonymity = draw(st.none() | spans(report.text))
    return Source(
        id=content_id("src", report.id, at),
        report=report.id,
        label=draw(words(nul=nul)),
        kind=kind,
        number=draw(numbers()),
        role=draw(st.sampled_from(SourceRole)),
        affiliation=draw(maybe_words(nul=nul)),
        anonymity=anonymity.text if anonymity else None,
        party=draw(st.sampled_from(Party)),
        mentions=draw(some_spans(report.text, min_size=0 if kind is SourceKind.REPORT else 1)),
        text=report.text,
    )


@st.composite
def stances(draw: st.DrawFn, role: ClaimRole) -> Stance:
    """A stance that is lawful for the role."""
    lawful = set(Stance) if role in DOER_ROLES else set(Stance) - {Stance.ADMITS, Stance.NO_CLAIM}
    return draw(st.sampled_from(sorted(lawful)))


@st.composite
def claims(
    draw: st.DrawFn, report: Report, source: str, incident: str, at: int = 0, *, nul: bool = True
) -> Claim:
    """Claim number ``at`` of a report."""
    role = draw(st.sampled_from(ClaimRole))
    stance = draw(stances(role))
    valueless = stance in (Stance.NO_CLAIM, Stance.UNCONFIRMED) and draw(st.booleans())
    valued = draw(some_spans(report.text, min_size=0 if valueless else 1))
    carried = 1 if valueless and not valued else 0
    return Claim(
        id=content_id("clm", report.id, at),
        report=report.id,
        incident=incident,
        role=role,
        value=None if valueless else draw(values(valued, nul=nul)),
        stance=stance,
        certainty=draw(st.none() | st.sampled_from(Certainty)),
        source=source,
        evidence=Evidence(
            source=draw(some_spans(report.text)),
            cue=draw(some_spans(report.text)),
            content=draw(some_spans(report.text, min_size=carried)),
            value=valued,
        ),
        via=tuple(draw(st.lists(words(nul=nul), max_size=2))),
        together=draw(st.none() | st.just(content_id("tg", report.id))),
        in_headline=draw(st.booleans()),
        confidence=draw(st.floats(0, 1)),
        reviewed=draw(maybe_words(nul=nul)),
        text=report.text,
    )


@st.composite
def values(draw: st.DrawFn, quoted: tuple[Span, ...], *, nul: bool = True) -> Value:
    """A value that one of the spans quotes."""
    return Value(
        text=draw(st.sampled_from(quoted)).text,
        name=draw(maybe_words(nul=nul)),
        id=draw(maybe_words(nul=nul)),
        number=draw(st.none() | numbers()),
        date=draw(st.none() | dates()),
        place=draw(st.none() | places(nul=nul)),
    )


def skips(*, nul: bool = True) -> st.SearchStrategy[Skipped]:
    """A row of what was left out."""
    return st.builds(
        Skipped,
        origin=words(nul=nul),
        stage=st.sampled_from(Stage),
        reason=st.sampled_from(Reason),
        detail=texts(max_size=8, nul=nul),
    )


@st.composite
def readings(draw: st.DrawFn, *, nul: bool = True) -> Reading:
    """One report and all that it gave, pointing to each other as it should."""
    report = draw(reports(nul=nul))
    told_by = [draw(sources(report, at, nul=nul)) for at in range(draw(st.integers(1, 2)))]
    told_of = [content_id("inc", report.id, at) for at in range(draw(st.integers(1, 2)))]
    said = [
        draw(
            claims(
                report,
                draw(st.sampled_from(told_by)).id,
                draw(st.sampled_from(told_of)),
                at,
                nul=nul,
            )
        )
        for at in range(draw(st.integers(0, 3)))
    ]
    return Reading(
        report=report,
        sources=tuple(told_by),
        claims=tuple(said),
        incidents=tuple(draw(incidents(each, said, nul=nul)) for each in told_of),
        skipped=tuple(draw(st.lists(skips(nul=nul), max_size=2, unique=True))),
    )


@st.composite
def incidents(draw: st.DrawFn, incident: str, said: list[Claim], *, nul: bool = True) -> Incident:
    """The incident of that id with its claims."""
    return Incident(
        id=incident,
        type=draw(st.sampled_from(IncidentType)),
        claims=tuple(draw(st.permutations([claim.id for claim in said if claim.incident == incident]))),
        summary=draw(texts(max_size=8, nul=nul)),
        attempt=draw(st.booleans()),
        background=draw(st.booleans()),
        date=draw(st.none() | dates()),
        place=draw(st.none() | places(nul=nul)),
    )


def makers(*, nul: bool = True) -> st.SearchStrategy[MadeBy]:
    """What made a ledger."""
    return st.builds(MadeBy, program=words(nul=nul), extractor=words(nul=nul), model=maybe_words(nul=nul))


@st.composite
def views(draw: st.DrawFn) -> LedgerView:
    """A whole ledger, compared and assessed."""
    read = draw(st.lists(readings(), max_size=2, unique_by=lambda reading: reading.report.id))
    told = [draw(joined(incident)) for reading in read for incident in reading.incidents]
    return LedgerView(
        made_by=draw(makers()),
        reports=tuple(reading.report for reading in read),
        sources=tuple(source for reading in read for source in reading.sources),
        incidents=tuple(told),
        claims=tuple(claim for reading in read for claim in reading.claims),
        lineage=tuple(draw(derivations(reading.report.id)) for reading in read),
        assessments=tuple(draw(assessments(incident.id)) for incident in told),
        skipped=tuple(draw(st.lists(skips(), max_size=2))),
        decisions=tuple(draw(decisions(at)) for at in range(draw(st.integers(0, 2)))),
        rejected=tuple(draw(rejected(reading)) for reading in read if draw(st.booleans())),
        parts=tuple(incident for reading in read for incident in reading.incidents if draw(st.booleans())),
    )


def rejected(reading: Reading) -> st.SearchStrategy[Claim]:
    """A claim of a reading's sources that people took out; its incident may be gone."""
    gone = content_id("inc", "gone")
    return claims(reading.report, reading.sources[0].id, gone, at=99)


def joined(incident: Incident) -> st.SearchStrategy[Incident]:
    """The incident as it is, or as several reports' incidents that were joined."""
    others = st.lists(st.integers(0, 9).map(lambda nth: content_id("inc", nth)), max_size=3, unique=True)
    return others.map(
        lambda ids: replace(incident, members=tuple(sorted((incident.id, *ids))) if ids else ())
    )


@st.composite
def decisions(draw: st.DrawFn, number: int = 0, *, nul: bool = True) -> Decision:
    """What an analyst decided on incidents that need not be anywhere; ``number`` makes its id."""
    told = [draw(anchors(at)) for at in range(draw(st.integers(2, 3)))]
    cut = draw(st.integers(1, len(told) - 1))
    undone = draw(st.booleans())
    return Decision(
        id=content_id("dec", number),
        made_at=draw(instants(aware=True)),
        by=draw(words(nul=nul)),
        judgement=draw(st.sampled_from(Judgement)),
        these=tuple(told[:cut]),
        those=tuple(told[cut:]),
        note=draw(st.none() | texts(max_size=8, nul=nul)),
        undone_at=draw(instants(aware=True)) if undone else None,
        undone_by=draw(words(nul=nul)) if undone else None,
    )


def anchors(nth: int) -> st.SearchStrategy[Anchor]:
    """The words of incident ``nth``: no spans or some, in no particular order."""
    return st.sampled_from([(), ((0, 1),), ((7, 10**6), (0, 3))]).map(
        lambda spans: Anchor(incident=content_id("inc", nth), report=content_id("rep", nth), spans=spans)
    )


def derivations(report: str) -> st.SearchStrategy[Derivation]:
    """How a report depends on a root."""
    return st.builds(
        Derivation,
        id=st.just(content_id("lin", report)),
        report=st.just(report),
        derives_from=st.just(content_id("root", report)),
        relation=st.sampled_from(DerivationRelation),
        shared=st.floats(0, 1),
        why=texts(max_size=8),
    )


def assessments(incident: str) -> st.SearchStrategy[Assessment]:
    """What can be said of one actor."""
    return st.builds(
        Assessment,
        incident=st.just(incident),
        actor=words(),
        grade=words(),
        roots=st.integers(0, 99),
        speakers=st.integers(0, 99),
        reasons=st.lists(texts(max_size=8), max_size=2).map(tuple),
        actor_id=st.none() | words(),
        relations=st.lists(words(), max_size=2).map(tuple),
        verdict=texts(max_size=8),
        counts=st.none() | counts(),
        airwars_grade_suggested=st.none() | st.sampled_from(AirwarsGrade),
        airwars_why=texts(max_size=8),
        admiralty_credibility_suggested=st.none() | st.integers(1, 6),
        admiralty_why=texts(max_size=8),
        surest_saying=st.none() | st.sampled_from(Certainty),
        surest_denying=st.none() | st.sampled_from(Certainty),
        first_said=st.none() | st.dates(),
        last_said=st.none() | st.dates(),
        party_only=st.booleans(),
        against_interest=st.booleans(),
        withdrawn=st.lists(words(), max_size=2).map(tuple),
    )


def counts() -> st.SearchStrategy[Counts]:
    """What a row rests on."""
    number = st.integers(0, 99)
    return st.builds(
        Counts, roots_saying=number, roots_denying=number, named=number, unnamed=number, party=number
    )
