"""Records built by hand about an attack that never happened: three reports, one of them a copy."""

from __future__ import annotations

import datetime as dt

from reportedly.ids import content_id, sha256_hex
from reportedly.lineage import Root
from reportedly.records import (
    Assessment,
    Certainty,
    Claim,
    ClaimRole,
    Credit,
    CreditRelation,
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

MADE_BY = MadeBy(program="reportedly 0.1.0", extractor="rules.v1")

WIRE = """Red Hand rebels bomb harbour office

PORT SELDA, June 4 (Wire One) - A car bomb wrecked the harbour office in Port Selda on Tuesday.

Two coast guard officers, who asked not to be named, said the Red Hand had planted it with the Dawn Front.

A dock worker said he could not say whether the Dawn Front took part.

The Republic of Veld denied any role. Police suspect Veld supplied the explosives.

At least nine people were killed, the hospital said. The mayor put the number of dead at 12.

No group has claimed responsibility."""


def span(text: str, quote: str, *, nth: int = 0) -> Span:
    """The span of the nth occurrence of ``quote``."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return Span.of(text, start, start + len(quote))


def report(outlet: str | None, text: str = WIRE, *, origin: str = "wire.txt") -> Report:
    """A report whose id depends on outlet, origin and text."""
    title = text.split("\n\n", 1)[0]
    credits = (
        (Credit(name="Wire One", relation=CreditRelation.DATELINE, span=span(text, "Wire One")),)
        if "(Wire One)" in text
        else ()
    )
    raw = f"{outlet}{origin}{text}".encode("utf-8", "surrogatepass")
    return Report(
        id=content_id("rep", sha256_hex(raw)),
        origin=origin,
        sha256=sha256_hex(raw),
        text=text,
        title=title,
        outlet=outlet,
        published=dt.date(2030, 6, 4),
        language="en",
        credits=credits,
    )


def source(
    of: Report,
    label: str,
    kind: SourceKind = SourceKind.ANONYMOUS,
    *,
    number: NumberRange | None = None,
    role: SourceRole = SourceRole.UNKNOWN,
    anonymity: str | None = None,
    party: Party = Party.UNKNOWN,
) -> Source:
    """A source whose label stands in the text, the report's own voice excepted."""
    own = kind is SourceKind.REPORT
    return Source(
        id=content_id("src", of.id, label),
        report=of.id,
        label=label,
        kind=kind,
        number=number or NumberRange(1, 1),
        role=role,
        anonymity=anonymity,
        party=party,
        mentions=() if own else (span(of.text, label),),
        text=of.text,
    )


def claim(
    of: Report,
    by: Source,
    value: str | None,
    *,
    content: str,
    incident: str,
    role: ClaimRole = ClaimRole.PERPETRATOR,
    stance: Stance = Stance.ALLEGES,
    certainty: Certainty | None = Certainty.CERTAIN,
    cue: str | None = None,
    via: tuple[str, ...] = (),
    together: str | None = None,
    in_headline: bool = False,
    name: str | None = None,
    number: NumberRange | None = None,
) -> Claim:
    """A claim whose quotes are looked up in the report's text."""
    inside = span(of.text, content)
    values: tuple[Span, ...] = ()
    if value is not None:
        at = of.text.index(value, inside.start)
        values = (Span.of(of.text, at, at + len(value)),)
    return Claim(
        id=content_id("clm", of.id, by.id, value, role, stance, content, in_headline),
        report=of.id,
        incident=incident,
        role=role,
        value=Value(text=value, name=name or value, number=number) if value is not None else None,
        stance=stance,
        certainty=certainty,
        source=by.id,
        evidence=Evidence(
            source=by.mentions[:1],
            cue=(span(of.text, cue),) if cue else (),
            content=(inside,),
            value=values,
        ),
        via=via,
        together=together,
        in_headline=in_headline,
        confidence=0.9,
        text=of.text,
    )


BOMBING = content_id("inc", "bombing")
EARLIER = content_id("inc", "earlier")


def reading(of: Report, *, via: tuple[str, ...]) -> tuple[list[Source], list[Claim]]:
    """What the wire story says, as any report that carries its text prints it."""
    voice = source(of, of.outlet or "the report", SourceKind.REPORT)
    officers = source(
        of,
        "Two coast guard officers",
        number=NumberRange(2, 2),
        role=SourceRole.SECURITY,
        anonymity="asked not to be named",
    )
    worker = source(of, "A dock worker", role=SourceRole.WITNESS)
    veld = source(of, "The Republic of Veld", SourceKind.ORGANISATION, party=Party.ACCUSED)
    police = source(of, "Police", SourceKind.ORGANISATION, role=SourceRole.POLICE)
    hospital = source(of, "the hospital", SourceKind.ORGANISATION, role=SourceRole.MEDICAL)
    mayor = source(of, "The mayor", SourceKind.PERSON, role=SourceRole.OFFICIAL)
    tandem = content_id("tg", of.id, 1)
    planted = "the Red Hand had planted it with the Dawn Front"
    unsure = "whether the Dawn Front took part"
    claims = [
        claim(
            of,
            voice,
            "Red Hand rebels",
            content="Red Hand rebels bomb harbour office",
            name="Red Hand",
            in_headline=True,
            incident=BOMBING,
        ),
        claim(
            of, officers, "Red Hand", content=planted, cue="said", together=tandem, incident=BOMBING, via=via
        ),
        claim(
            of,
            officers,
            "Dawn Front",
            content=planted,
            cue="said",
            together=tandem,
            incident=BOMBING,
            via=via,
        ),
        claim(
            of,
            worker,
            "Dawn Front",
            content=unsure,
            cue="could not say",
            stance=Stance.UNCONFIRMED,
            certainty=None,
            incident=BOMBING,
            via=via,
        ),
        claim(
            of,
            veld,
            "Veld",
            content="Veld denied any role",
            cue="denied",
            stance=Stance.DENIES,
            incident=BOMBING,
            via=via,
        ),
        claim(
            of,
            police,
            "Veld",
            content="Veld supplied the explosives",
            cue="suspect",
            role=ClaimRole.SUPPORTER,
            certainty=Certainty.POSSIBLE,
            incident=BOMBING,
            via=via,
        ),
        claim(
            of,
            voice,
            None,
            content="No group has claimed responsibility",
            stance=Stance.NO_CLAIM,
            certainty=None,
            incident=BOMBING,
        ),
        claim(
            of,
            voice,
            "harbour office",
            content="A car bomb wrecked the harbour office",
            role=ClaimRole.TARGET,
            incident=BOMBING,
        ),
        claim(
            of,
            voice,
            "car bomb",
            content="A car bomb wrecked the harbour office",
            role=ClaimRole.WEAPON,
            incident=BOMBING,
        ),
        claim(
            of,
            hospital,
            "At least nine",
            content="At least nine people were killed",
            cue="said",
            role=ClaimRole.KILLED,
            number=NumberRange(9, None),
            incident=BOMBING,
            via=via,
        ),
        claim(
            of,
            mayor,
            "12",
            content="the number of dead at 12",
            cue="put",
            role=ClaimRole.KILLED,
            number=NumberRange(12, 12),
            incident=BOMBING,
            via=via,
        ),
    ]
    return [voice, officers, worker, veld, police, hospital, mayor], claims


def full_view() -> LedgerView:
    """The wire story, a copy of it and an unrelated page; one earlier attack; two inputs left out."""
    wire, copy = report("Wire One"), report("Selda Daily", origin="daily.html")
    weather = report("Selda Daily", "Rain is due at the weekend\n\nBring an umbrella.", origin="rain.txt")
    sources_a, claims_a = reading(wire, via=())
    sources_b, claims_b = reading(copy, via=("Wire One",))
    incident = Incident(
        id=BOMBING,
        type=IncidentType.BOMBING,
        claims=tuple(each.id for each in claims_a + claims_b),
        summary="Bombing of the harbour office",
        date=DateRange(dt.date(2030, 6, 4), dt.date(2030, 6, 4)),
        place=Place(name="Port Selda", precision="city"),
    )
    earlier = Incident(
        id=EARLIER, type=IncidentType.HIJACKING, claims=(), summary="Hijacking of a ferry", background=True
    )
    row = Derivation(
        id=content_id("lin", copy.id, wire.id),
        report=copy.id,
        derives_from=wire.id,
        relation=DerivationRelation.COPY,
        shared=1.0,
        why="same text",
    )
    return LedgerView(
        made_by=MADE_BY,
        reports=(wire, copy, weather),
        sources=(*sources_a, *sources_b),
        incidents=(earlier, incident),
        claims=(*claims_a, *claims_b),
        lineage=(row,),
        assessments=(
            Assessment(
                incident=BOMBING,
                actor="Red Hand",
                grade="single_root",
                roots=1,
                speakers=2,
                reasons=("one root: Wire One",),
            ),
        ),
        skipped=(
            Skipped(origin="photo.png", stage=Stage.READ, reason=Reason.NOT_TEXT),
            Skipped(origin="empty.txt", stage=Stage.READ, reason=Reason.EMPTY),
        ),
    )


def roots_of(view: LedgerView) -> dict[str, Root]:
    """Every report goes back to the first, but the weather."""
    if not view.reports:
        return {}
    first = view.reports[0]
    root = Root(first.id, first.outlet or first.origin)
    return {each.id: root if each.text == first.text else Root(each.id, each.origin) for each in view.reports}
