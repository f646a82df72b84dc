"""Views of one attack that never happened, told by as many pages as a test needs."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from reportedly.assess import assess
from reportedly.ids import content_id, sha256_hex
from reportedly.lineage import roots_of
from reportedly.records import (
    Certainty,
    Claim,
    ClaimRole,
    Credit,
    DateRange,
    Derivation,
    DerivationRelation,
    Evidence,
    Incident,
    IncidentType,
    LedgerView,
    MadeBy,
    NumberRange,
    Party,
    Place,
    Report,
    Source,
    SourceKind,
    Span,
    Stance,
    Value,
)

ATTACK = content_id("inc", "harbour")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One sentence of a page. ``by`` None is the page's own voice, ``of`` None names nobody."""

    of: str | None
    by: str | None = "Police"
    stance: Stance = Stance.ALLEGES
    certainty: Certainty | None = Certainty.CERTAIN
    role: ClaimRole = ClaimRole.PERPETRATOR
    kind: SourceKind = SourceKind.ORGANISATION
    party: Party = Party.UNKNOWN
    headline: bool = False
    number: NumberRange | None = None
    date: DateRange | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One report: its outlet, day (of June 2030; None: undated) and sentences."""

    outlet: str
    day: int | None = 4
    hour: int | None = None
    told: tuple[Told, ...] = ()
    url: str | None = None
    title: str = "Harbour office bombed"
    credits: tuple[Credit, ...] = ()
    report: Report = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "report", _report(self))


def says(of: str | None, by: str | None = "Police", **how: object) -> Told:
    """A sentence, shorter to write."""
    return Told(of=of, by=by, **how)  # type: ignore[arg-type]


def page(outlet: str, *told: Told, day: int | None = 4, **how: object) -> Page:
    """A page, shorter to write."""
    return Page(outlet=outlet, told=told, day=day, **how)  # type: ignore[arg-type]


def toll(role: ClaimRole, low: int, high: int | None, by: str | None = "The hospital", **how: object) -> Told:
    """A number of killed or wounded."""
    return Told(of=f"{low}", by=by, role=role, number=NumberRange(low, high), **how)  # type: ignore[arg-type]


def row(
    derived: Page,
    origin: Page | str,
    relation: DerivationRelation = DerivationRelation.COPY,
    shared: float = 0.9,
    why: str = "same text",
) -> Derivation:
    """How one page depends on another, or on the story of that id."""
    of = origin if isinstance(origin, str) else origin.report.id
    return Derivation(
        id=content_id("lin", derived.report.id, of, relation),
        report=derived.report.id,
        derives_from=of,
        relation=relation,
        shared=shared,
        why=why,
    )


def view_of(
    *pages: Page, lineage: Sequence[Derivation] = (), date: DateRange | None = None, graded: bool = True
) -> LedgerView:
    """The view of these pages, all about one attack."""
    sources, claims = dict[str, Source](), dict[str, Claim]()
    for each in pages:
        for source, claim in _said(each):
            sources[source.id], claims[claim.id] = source, claim
    incident = Incident(
        id=ATTACK,
        type=IncidentType.BOMBING,
        claims=tuple(claims),
        summary="Bombing of the harbour office",
        date=date,
        place=Place(name="Port Selda", precision="city"),
    )
    view = LedgerView(
        made_by=MadeBy(program="reportedly 0.1.0", extractor="rules.v1"),
        reports=tuple(each.report for each in pages),
        sources=tuple(sources.values()),
        incidents=(incident,),
        claims=tuple(claims.values()),
        lineage=tuple(lineage),
    )
    roots = roots_of(view.reports, view.lineage)
    rows = assess(incident, view.claims, view.sources, view.reports, roots) if graded else ()
    return replace(view, assessments=rows)


def shuffled(view: LedgerView, seed: int) -> LedgerView:
    """The same records in another order."""
    chance = random.Random(seed)  # noqa: S311 no secret

    def mixed(records: Iterable[object]) -> tuple[object, ...]:
        return tuple(sorted(records, key=lambda _: chance.random()))

    names = ("reports", "sources", "incidents", "claims", "lineage", "assessments")
    return replace(view, **{name: mixed(getattr(view, name)) for name in names})  # type: ignore[arg-type]


def large_view(*, actors: int, speakers: int, pages: int, origins: int = 6, seed: int = 1) -> LedgerView:
    """A view in which everything is much: every page but the first few was taken from an earlier one."""
    chance = random.Random(seed)  # noqa: S311 no secret
    made: list[Page] = []
    rows: list[Derivation] = []
    for at in range(pages):
        told = [
            says(
                f"Faction {chance.randrange(actors)}",
                f"Ministry {chance.randrange(speakers)}",
                stance=chance.choice(list(Stance)),
                certainty=chance.choice(list(Certainty)),
            )
            for _ in range(3)
        ]
        told.append(toll(ClaimRole.KILLED, chance.randint(3, 40), None, f"Ward {at % 4}"))
        made.append(page(f"Outlet {at}", *told, day=chance.choice([4, 5, 6, None])))
        if at >= origins:
            kind = chance.choice(list(DerivationRelation))
            rows.append(row(made[at], made[chance.randrange(at)], kind, shared=chance.random()))
    return view_of(*made, lineage=rows)


def _report(page: Page) -> Report:
    day = None if page.day is None else dt.date(2030, 6, page.day)
    text = "\n\n".join(
        [page.title, *(f"{told.by or page.outlet}: {told.of or 'nobody'}." for told in page.told)]
    )
    raw = f"{page.outlet}{page.day}{page.hour}{page.url}{text}".encode("utf-8", "surrogatepass")
    return Report(
        id=content_id("rep", sha256_hex(raw)),
        origin=f"{page.outlet}.txt",
        sha256=sha256_hex(raw),
        text=text,
        title=page.title,
        outlet=page.outlet or None,
        url=page.url,
        published=day,
        published_at=dt.datetime(2030, 6, page.day, page.hour, tzinfo=dt.UTC)
        if page.day is not None and page.hour is not None
        else None,
        credits=page.credits,
    )


def _said(page: Page) -> Iterator[tuple[Source, Claim]]:
    report, at = page.report, len(page.title) + 2
    for nth, told in enumerate(page.told):
        by, of = told.by or page.outlet, told.of or "nobody"
        end = at + len(by) + 2
        source = _source(report, told, Span.of(report.text, at, at + len(by)))
        yield source, _claim(report, told, source, nth, Span.of(report.text, end, end + len(of)))
        at = end + len(of) + 3


def _source(report: Report, told: Told, mention: Span) -> Source:
    own = told.by is None
    return Source(
        id=content_id("src", report.id, told.by),
        report=report.id,
        label=mention.text,
        kind=SourceKind.REPORT if own else told.kind,
        number=NumberRange(1, 1),
        party=told.party,
        mentions=() if own else (mention,),
        text=report.text,
    )


def _claim(report: Report, told: Told, source: Source, nth: int, value: Span) -> Claim:
    named = Value(text=value.text, name=told.of, number=told.number, date=told.date, place=told.place)
    return Claim(
        id=content_id("clm", report.id, nth),
        report=report.id,
        incident=ATTACK,
        role=told.role,
        value=named if told.of else None,
        stance=told.stance,
        certainty=told.certainty,
        source=source.id,
        evidence=Evidence(content=(value,), value=(value,) if told.of else ()),
        in_headline=told.headline,
        confidence=0.9,
        text=report.text,
    )
