"""Each record from its JSON object; every quote is cut out of its report's text again and verified.

A field that is missing reads as null. All functions raise
:class:`~reportedly.errors.LedgerFormatError`, naming the field, where one is of the wrong kind,
needed and absent, or contradicts the text.
"""

from __future__ import annotations

from reportedly.codec.node import Node
from reportedly.ids import content_id
from reportedly.records import (
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


def number_in(node: Node) -> NumberRange:
    """A count."""
    low, high = node.field("min").whole(), node.field("max").some(Node.whole)
    return node.make(lambda: NumberRange(low, high))


def date_in(node: Node) -> DateRange:
    """A first and a last day."""
    earliest, latest = node.field("earliest").date(), node.field("latest").date()
    return node.make(lambda: DateRange(earliest, latest))


def place_in(node: Node) -> Place:
    """A place and where it is."""
    return Place(
        name=node.field("name").text(),
        country=node.field("country").some(Node.text),
        latitude=node.field("latitude").some(Node.real),
        longitude=node.field("longitude").some(Node.real),
        precision=node.field("precision").some(Node.text) or "unknown",
        geoname=node.field("geoname").some(Node.whole),
    )


def _credit(node: Node, text: str) -> Credit:
    return Credit(
        name=node.field("name").text(),
        relation=node.field("relation").choice(CreditRelation),
        span=node.field("span").some(lambda span: span.span(text)),
    )


def value_in(node: Node) -> Value:
    """A filler and what it resolves to."""
    return Value(
        text=node.field("text").text(),
        name=node.field("name").some(Node.text),
        id=node.field("id").some(Node.text),
        number=node.field("number").some(number_in),
        date=node.field("date").some(date_in),
        place=node.field("place").some(place_in),
    )


def _evidence(node: Node, text: str) -> Evidence:
    def part(name: str) -> tuple[Span, ...]:
        return node.field(name).some_many(lambda span: span.span(text))

    return Evidence(source=part("source"), cue=part("cue"), content=part("content"), value=part("value"))


def report_from_json(data: object, *, path: str = "report") -> Report:
    """Make a report; its credits are verified against its text."""
    node = Node(data, path)
    text = node.field("text").text()
    return node.make(
        lambda: Report(
            id=node.field("id").text(),
            origin=node.field("origin").text(),
            sha256=node.field("sha256").text(),
            text=text,
            title=node.field("title").some(Node.text),
            outlet=node.field("outlet").some(Node.text),
            byline=node.field("byline").some(Node.text),
            url=node.field("url").some(Node.text),
            published=node.field("published").some(Node.date),
            published_at=node.field("published_at").some(Node.instant),
            language=node.field("language").some(Node.text),
            credits=node.field("credits").some_many(lambda credit: _credit(credit, text)),
            based_on=node.field("based_on").some_many(Node.text),
            extractor=node.field("extractor").some(Node.text),
            modified_at=node.field("modified_at").some(Node.instant),
            fetched_at=node.field("fetched_at").some(Node.instant),
        )
    )


def source_from_json(data: object, *, text: str, path: str = "source") -> Source:
    """Make a source; its mentions are cut out of ``text``, its report's, and verified."""
    node = Node(data, path)
    return node.make(
        lambda: Source(
            id=node.field("id").text(),
            report=node.field("report").text(),
            label=node.field("label").text(),
            kind=node.field("kind").choice(SourceKind),
            number=number_in(node.field("number")),
            role=node.field("role").choice(SourceRole),
            affiliation=node.field("affiliation").some(Node.text),
            anonymity=node.field("anonymity").some(Node.text),
            party=node.field("party").choice(Party),
            mentions=node.field("mentions").many(lambda span: span.span(text)),
            text=text,
        )
    )


def claim_from_json(data: object, *, text: str, path: str = "claim") -> Claim:
    """Make a claim; its evidence is cut out of ``text``, its report's, and verified."""
    node = Node(data, path)
    return node.make(
        lambda: Claim(
            id=node.field("id").text(),
            report=node.field("report").text(),
            incident=node.field("incident").text(),
            role=node.field("role").choice(ClaimRole),
            value=node.field("value").some(value_in),
            stance=node.field("stance").choice(Stance),
            certainty=node.field("certainty").some(lambda field: field.choice(Certainty)),
            together=node.field("together").some(Node.text),
            source=node.field("source").text(),
            via=node.field("via").some_many(Node.text),
            evidence=_evidence(node.field("evidence"), text),
            in_headline=node.field("in_headline").some(Node.flag) or False,
            confidence=node.field("confidence").real(),
            reviewed=node.field("reviewed").some(Node.text),
            readers=node.field("readers").some_many(Node.text),
            text=text,
        )
    )


def incident_from_json(data: object, *, path: str = "incident") -> Incident:
    """Make an incident."""
    node = Node(data, path)
    return Incident(
        id=node.field("id").text(),
        type=node.field("type").choice(IncidentType),
        claims=node.field("claims").many(Node.text),
        summary=node.field("summary").text(),
        attempt=node.field("attempt").some(Node.flag) or False,
        background=node.field("background").some(Node.flag) or False,
        date=node.field("date").some(date_in),
        place=node.field("place").some(place_in),
        members=node.field("members").some_many(Node.text),
    )


def _ends(node: Node) -> tuple[int, int]:
    ends = node.many(Node.whole)
    if len(ends) != 2:
        node.fail("a span is [start, end]")
    return ends[0], ends[1]


def _anchor(node: Node) -> Anchor:
    return node.make(
        lambda: Anchor(
            incident=node.field("incident").text(),
            report=node.field("report").text(),
            spans=node.field("spans").some_many(_ends),
        )
    )


def decision_from_json(data: object, *, path: str = "decision") -> Decision:
    """Make a decision."""
    node = Node(data, path)
    return node.make(
        lambda: Decision(
            id=node.field("id").text(),
            made_at=node.field("made_at").instant(),
            by=node.field("by").text(),
            judgement=node.field("judgement").choice(Judgement),
            these=node.field("these").many(_anchor),
            those=node.field("those").many(_anchor),
            note=node.field("note").some(Node.text),
            undone_at=node.field("undone_at").some(Node.instant),
            undone_by=node.field("undone_by").some(Node.text),
        )
    )


def derivation_from_json(data: object, *, path: str = "lineage") -> Derivation:
    """Make a row of the lineage; a file without its id, which version 1 allows, gets one."""
    node = Node(data, path)
    report, root = node.field("report").text(), node.field("derives_from").text()
    relation = node.field("relation").choice(DerivationRelation)
    return Derivation(
        id=node.field("id").some(Node.text) or content_id("lin", report, root, relation),
        report=report,
        derives_from=root,
        relation=relation,
        shared=node.field("shared").real(),
        why=node.field("why").text(),
    )


def assessment_from_json(data: object, *, path: str = "assessment") -> Assessment:
    """Make an assessment."""
    node = Node(data, path)
    return Assessment(
        incident=node.field("incident").text(),
        actor=node.field("actor").text(),
        grade=node.field("grade").text(),
        roots=node.field("roots").whole(),
        speakers=node.field("speakers").whole(),
        reasons=node.field("reasons").many(Node.text),
        actor_id=node.field("actor_id").some(Node.text),
        relations=node.field("relations").some_many(Node.text),
        verdict=node.field("verdict").some(Node.text) or "",
        counts=node.field("counts").some(_counts),
        airwars_grade_suggested=node.field("airwars_grade_suggested").some(lambda n: n.choice(AirwarsGrade)),
        airwars_why=node.field("airwars_why").some(Node.text) or "",
        admiralty_credibility_suggested=node.field("admiralty_credibility_suggested").some(_credibility),
        admiralty_why=node.field("admiralty_why").some(Node.text) or "",
        surest_saying=node.field("surest_saying").some(lambda n: n.choice(Certainty)),
        surest_denying=node.field("surest_denying").some(lambda n: n.choice(Certainty)),
        first_said=node.field("first_said").some(Node.date),
        last_said=node.field("last_said").some(Node.date),
        party_only=node.field("party_only").some(Node.flag) or False,
        against_interest=node.field("against_interest").some(Node.flag) or False,
        withdrawn=node.field("withdrawn").some_many(Node.text),
    )


def _counts(node: Node) -> Counts:
    return Counts(
        roots_saying=node.field("roots_saying").whole(),
        roots_denying=node.field("roots_denying").whole(),
        named=node.field("named").whole(),
        unnamed=node.field("unnamed").whole(),
        party=node.field("party").whole(),
    )


def _credibility(node: Node) -> int:
    number = node.whole()
    return number if 1 <= number <= 6 else node.fail(f"a credibility is 1 to 6, not {number}")


def skipped_from_json(data: object, *, path: str = "skipped") -> Skipped:
    """Make a row of what was left out."""
    node = Node(data, path)
    return Skipped(
        origin=node.field("origin").text(),
        stage=node.field("stage").choice(Stage),
        reason=node.field("reason").choice(Reason),
        detail=node.field("detail").some(Node.text) or "",
    )


def made_by_from_json(data: object, *, path: str = "made_by") -> MadeBy:
    """Make the note of what made a ledger."""
    node = Node(data, path)
    return MadeBy(
        program=node.field("program").text(),
        extractor=node.field("extractor").text(),
        model=node.field("model").some(Node.text),
    )
