"""From an annotation to sources, claims and incidents, every quote verified as the records are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reportedly.annotations import Annotation, Attack, ClaimMark
from reportedly.claims.events import incident_of
from reportedly.claims.parties import with_parties
from reportedly.claims.relays import page_relays, via
from reportedly.claims.sources import own_voice, profile
from reportedly.ids import content_id
from reportedly.records import Claim, Evidence, Incident, Reading, Report, Skipped, Source, Span, Stage, Value


def build_reading(report: Report, annotation: Annotation) -> Reading:
    """Sources, claims and incidents of one report; each claim verifies its own evidence.

    Raises:
        EvidenceError: a quote of the annotation does not stand in the text.
        RecordError: a mark is unlawful by the coding guide.
    """
    marks = annotation.marks
    speakers = dict(enumerate(annotation.speakers))
    profiles = {
        n: profile(report, speakers[n], [each for k, s in speakers.items() if k != n for each in s.mentions])
        for n in speakers
        if any(m.speaker == n for m in marks)
    }
    voice = own_voice(report)
    incidents = {n: content_id("inc", report.id, a.trigger.start) for n, a in enumerate(annotation.attacks)}
    page = page_relays(report)
    claims = _unique(
        (
            _claim(
                report,
                m,
                profiles.get(_number(m), voice),
                incidents[m.attack],
                via=_relays(report, annotation, m, page),
            )
            for m in marks
        ),
        report.text,
    )
    used = {claim.source for claim in claims}
    sources = [s for s in _each_once(report, (*profiles.values(), voice)) if s.id in used]
    return Reading(
        report=report,
        sources=tuple(with_parties(report, sources, claims)),
        claims=claims,
        incidents=tuple(_incidents(annotation.attacks, incidents, claims)),
        skipped=tuple(
            Skipped(origin=report.origin, stage=Stage.ANNOTATE, reason=each.reason, detail=each.detail)
            for each in annotation.refused
        ),
    )


def _each_once(report: Report, sources: Iterable[Source]) -> list[Source]:
    """Speakers that an annotator took for two, though the same words name them, are one with all mentions."""
    found: dict[str, Source] = {}
    for source in sources:
        first = found.setdefault(source.id, source)
        if first is not source:
            mentions = {(each.start, each.end): each for each in (*first.mentions, *source.mentions)}
            found[source.id] = replace(
                first,
                anonymity=first.anonymity or source.anonymity,
                mentions=tuple(mentions[place] for place in sorted(mentions)),
                text=report.text,
            )
    return list(found.values())


def _number(mark: ClaimMark) -> int:
    return -1 if mark.speaker is None else mark.speaker


def _relays(report: Report, annotation: Annotation, mark: ClaimMark, page: Sequence[str]) -> tuple[str, ...]:
    if mark.speaker is None:
        return via(mark.relays, page, outlet=report.outlet, speaker="")
    speaker = annotation.speakers[mark.speaker]
    return via((*mark.relays, *speaker.relays), page, outlet=report.outlet, speaker=speaker.label.text)


def _claim(report: Report, mark: ClaimMark, source: Source, incident: str, *, via: tuple[str, ...]) -> Claim:
    value = _value(mark)
    evidence = Evidence(
        source=_spans(mark.source),
        cue=_spans(mark.cue),
        content=_spans(mark.content),
        value=_spans(mark.filler.span if mark.filler else None),
    )
    together = None if mark.together is None else content_id("tg", report.id, mark.attack, mark.together)
    anchor = [(s.start, s.end) for s in (*evidence.value, *evidence.content)]
    return Claim(
        id=content_id(
            "clm", source.id, mark.attack, mark.role, value.text if value else None, mark.stance, *anchor[:1]
        ),
        report=report.id,
        incident=incident,
        role=mark.role,
        value=value,
        stance=mark.stance,
        certainty=mark.certainty,
        source=source.id,
        evidence=evidence,
        via=via,
        together=together,
        in_headline=_in_headline(report, evidence),
        confidence=mark.confidence,
        readers=mark.readers,
        text=report.text,
    )


def _value(mark: ClaimMark) -> Value | None:
    filler = mark.filler
    if filler is None:
        return None
    return Value(
        text=filler.span.text,
        name=filler.name,
        id=filler.id,
        number=filler.number,
        date=filler.date,
        place=filler.place,
    )


def _spans(span: Span | None) -> tuple[Span, ...]:
    return (span,) if span else ()


def _in_headline(report: Report, evidence: Evidence) -> bool:
    carried = evidence.value or evidence.content
    return bool(report.headline_end) and all(span.end <= report.headline_end for span in carried)


def _unique(claims: Iterable[Claim], text: str) -> tuple[Claim, ...]:
    """One claim an id, the first; what two readers hold of the same words in different ways is two claims."""
    seen: dict[str, Claim] = {}
    for claim in claims:
        first = seen.setdefault(claim.id, claim)
        if first.readers != claim.readers and first.certainty != claim.certainty:
            own = content_id("clm", claim.id, *claim.readers)
            seen.setdefault(own, replace(claim, id=own, text=text))
    return tuple(seen.values())


def _incidents(
    attacks: Sequence[Attack], ids: Mapping[int, str], claims: Sequence[Claim]
) -> Iterator[Incident]:
    for number, attack in enumerate(attacks):
        own = [claim for claim in claims if claim.incident == ids[number]]
        if own:
            yield incident_of(ids[number], attack, own)
