"""PLOVER: events as JSON lines, for those who work with event data.

An attack is one ``ASSAULT`` whose actor is never named: what reports say of the doer is in records of their
own, one a claim, in which the one who speaks is the actor. What PLOVER has no place for stands in fields
that begin with ``x_``, as its manual allows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import ClassVar, TextIO

from reportedly.assess import NOBODY
from reportedly.assess.actors import plain
from reportedly.codec import JsonObject, json_line
from reportedly.export.base import TextExporter
from reportedly.export.wording import index_of, quote, speaker, taken_back
from reportedly.language.actors import actor_list
from reportedly.language.gazetteer import three_letters
from reportedly.records import (
    DOER_ROLES,
    Claim,
    ClaimRole,
    DateRange,
    Incident,
    IncidentType,
    LedgerView,
    NumberRange,
    Place,
    Report,
    Source,
    SourceKind,
    SourceRole,
    Stance,
)
from reportedly.terminal.index import Index
from reportedly.terminal.safe import visible
from reportedly.terminal.words import incident_words

UNKNOWN = "---"
"""PLOVER's code where no country is known."""
UNKNOWN_DOER: JsonObject = {"code": UNKNOWN, "sector": "UAF"}

MODES = {
    IncidentType.ASSASSINATION: "targeted",
    IncidentType.BOMBING: "explosives",
    IncidentType.AIR_OR_DRONE_STRIKE: "aerial",
    IncidentType.HOSTAGE_TAKING: "abduct",
    IncidentType.INFRASTRUCTURE: "destroy",
    IncidentType.SHELLING: "heavy-weapons",
}
"""Modes of an ASSAULT; a kind of attack that fits none has none."""
SECTORS = {
    SourceRole.OFFICIAL: "GOV",
    SourceRole.SECURITY: "SPY",
    SourceRole.MILITARY: "MIL",
    SourceRole.POLICE: "COP",
    SourceRole.ARMED_GROUP: "REB",
    SourceRole.MEDICAL: "MED",
    SourceRole.WITNESS: "CVL",
    SourceRole.VICTIM: "CVL",
    SourceRole.RELATIVE: "CVL",
    SourceRole.MONITOR: "SOC",
    SourceRole.ACTIVIST: "SOC",
    SourceRole.ANALYST: "EDU",
    SourceRole.MEDIA: "JRN",
    SourceRole.DIPLOMAT: "GOV",
    SourceRole.COURT: "JUD",
    SourceRole.AID: "SOC",
    SourceRole.UNKNOWN: "UNK",
}
KINDS = {"armed_group": "REB", "force": "MIL", "ministry": "GOV", "agency": "SPY", "state": "GOV"}
"""Sectors of the kinds of the actor list; a coalition is of none."""
EVENTS = {
    Stance.ALLEGES: ("ACCUSE", ["allege"], 3),
    Stance.DENIES: ("REJECT", [], 3),
    Stance.ADMITS: ("AGREE", [], 1),
}
"""Event, modes and quad code of a claim. The manual leaves open what denials and admissions are; 'could not
confirm' and 'has not claimed it' are no event."""
RESOLUTIONS = {"city": 4, "admin1": 2, "country": 1}


class PloverExporter(TextExporter):
    """PLOVER events as JSON lines: each attack with an unknown doer, and each claim about the doer."""

    name: ClassVar[str] = "plover"
    media_type: ClassVar[str] = "application/x-ndjson"
    suffix: ClassVar[str] = ".jsonl"
    stem: ClassVar[str] = "plover"

    def write(self, view: LedgerView, sink: TextIO) -> None:
        """Write each attack, then what is claimed about its doer."""
        index, back = index_of(view), taken_back(view)
        for incident in view.incidents:
            sink.writelines(json_line(record) + "\n" for record in _records(index, incident, back))


def _records(index: Index, incident: Incident, back: Collection[str]) -> Iterator[JsonObject]:
    claims = index.claims.get(incident.id, [])
    yield _attack(index, incident, claims)
    for claim in claims:
        if claim.role in DOER_ROLES:
            yield _saying(index, incident, claim, back)


def _attack(index: Index, incident: Incident, claims: Sequence[Claim]) -> JsonObject:
    mode = MODES.get(incident.type)
    place = next((c for c in claims if c.role is ClaimRole.PLACE and _is_of(c, incident.place)), None)
    return {
        "id": incident.id,
        "has_event": True,
        **_dates(incident.date),
        "actor": [UNKNOWN_DOER],
        "recipient": _targets(claims),
        "event": ["ASSAULT"],
        "event_loc": _place(incident.place, place),
        "quad_code": 4,
        "mode": [mode] if mode else [],
        "size": _sizes(claims),
        "coder": index.view.made_by.extractor,
        "comment": incident_words(incident),
        "x_attempt": incident.attempt,
        "x_told_in_passing": incident.background,
        "x_said_to_have_done_it": list(_alleged(index, incident)),
        "x_dead": _tolls(claims, ClaimRole.KILLED),
        "x_injured": _tolls(claims, ClaimRole.WOUNDED),
        "x_reports": sorted({claim.report for claim in claims}),
        "x_claims": [claim.id for claim in claims],
    }


def _dates(date: DateRange | None) -> JsonObject:
    if date is None:
        return {"date": None}
    more = {"enddate": date.latest.isoformat()} if date.latest != date.earliest else {}
    return {"date": date.earliest.isoformat(), **more}


def _is_of(claim: Claim, place: Place | None) -> bool:
    return bool(place and claim.value and claim.value.place and claim.value.place.name == place.name)


def _targets(claims: Sequence[Claim]) -> list[JsonObject]:
    """Everything that is said to have been attacked; nobody's country or sector is guessed."""
    names: dict[str, str] = {}
    for claim in claims:
        if claim.role in (ClaimRole.TARGET, ClaimRole.VICTIM) and claim.value and _stands(claim):
            name = visible(claim.value.name or claim.value.text)
            names.setdefault(plain(name), name)
    return [{"code": UNKNOWN, "sector": "UNK", "entity_text": name} for name in names.values()]


def _place(place: Place | None, claim: Claim | None) -> JsonObject | None:
    if place is None:
        return None
    told: JsonObject = {
        "extracted_place": claim.value.text if claim and claim.value else None,
        "resolved_place": place.name,
        "geonameid": place.geoname,
        "lat": place.latitude,
        "lon": place.longitude,
        "country_code": _three(place.country),
        "resolution": RESOLUTIONS.get(place.precision),
    }
    return {name: value for name, value in told.items() if value is not None}


def _stands(claim: Claim) -> bool:
    return claim.stance is Stance.ALLEGES


def _numbers(claims: Sequence[Claim], role: ClaimRole) -> list[tuple[Claim, NumberRange]]:
    return [
        (claim, claim.value.number)
        for claim in claims
        if claim.role is role and claim.value and claim.value.number and _stands(claim)
    ]


def _sizes(claims: Sequence[Claim]) -> JsonObject:
    """How many died and were hurt, only where all who give a number give the same exact one."""
    sizes: JsonObject = {}
    for name, role in (("dead", ClaimRole.KILLED), ("injured", ClaimRole.WOUNDED)):
        given = {number for _, number in _numbers(claims, role)}
        if len(given) == 1 and (only := next(iter(given))).min == only.max:
            sizes[name] = only.min
    return sizes


def _tolls(claims: Sequence[Claim], role: ClaimRole) -> list[JsonObject]:
    return [
        {"claim": claim.id, "min": number.min, "max": number.max} for claim, number in _numbers(claims, role)
    ]


def _alleged(index: Index, incident: Incident) -> Iterator[JsonObject]:
    """What the ledger makes of each actor: a computed view of claims, beside them."""
    for row in index.assessments.get(incident.id, ()):
        if row.actor != NOBODY:
            entity = _entity(row.actor, row.actor_id)
            yield {**entity, "x_grade": row.grade, "x_roots": row.roots, "x_speakers": row.speakers}


def _saying(index: Index, incident: Incident, claim: Claim, back: Collection[str]) -> JsonObject:
    event, modes, quad = EVENTS.get(claim.stance, (None, [], None))
    report, source = index.reports[claim.report], index.sources[claim.source]
    return {
        "id": claim.id,
        "has_event": event is not None,
        "date": report.published.isoformat() if report.published else None,
        "actor": [_speaker(index, claim, source)],
        "recipient": [_accused(claim)] if claim.value else [],
        "event": [event] if event else [],
        "event_text": [span.text for span in claim.evidence.cue],
        "quad_code": quad,
        "mode": modes,
        "link": incident.id,
        "text_info": _text_info(claim),
        "cite_info": _cited(index, report),
        "coder": index.view.made_by.extractor,
        "x_claim_kind": claim.stance.value,
        "x_claim_role": claim.role.value,
        "x_certainty": claim.certainty.value if claim.certainty else None,
        "x_source_chain": list(claim.via),
        "x_independence_cluster": index.root(claim.report),
        "x_in_headline": claim.in_headline,
        "x_confidence": claim.confidence,
        "x_reviewed": claim.reviewed,
        "x_taken_back": claim.id in back,
        "x_quote": quote(claim),
    }


def _accused(claim: Claim) -> JsonObject:
    value = claim.value
    if value is None:
        return {}
    entity = _entity(value.name or value.text, value.id)
    return {**entity, "x_words": value.text}


def _entity(name: str, actor_id: str | None) -> JsonObject:
    """An actor with the country and sector that the actor list has for it, and no others."""
    actors = actor_list()
    known = actors.actors.get(actor_id) if actor_id else None
    country = _country(actor_id)
    told: JsonObject = {
        "code": _three(country) or UNKNOWN,
        "sector": KINDS.get(known.kind, "UNK") if known else "UNK",
        "entity_text": visible(name),
    }
    return {**told, "x_actor": actor_id} if actor_id else told


def _country(actor_id: str | None) -> str | None:
    """The state that an actor of the list is, or is a part of."""
    if actor_id is None:
        return None
    states = [actor_id, *(each.id for each in actor_list().above(actor_id))]
    return next((each.partition(":")[2] for each in states if each.startswith("country:")), None)


def _three(country: str | None) -> str | None:
    return three_letters().get(country) if country else None


def _speaker(index: Index, claim: Claim, source: Source) -> JsonObject:
    belongs = actor_list().named(source.affiliation) if source.affiliation else None
    known = actor_list().named(source.label) if source.kind is SourceKind.ORGANISATION else None
    found = known or belongs
    return {
        "code": _three(_country(found.id if found else None)) or UNKNOWN,
        "sector": KINDS.get(known.kind, "UNK") if known else SECTORS[source.role],
        "entity_text": speaker(index, claim),
        "x_kind": source.kind.value,
        "x_party": source.party.value,
    }


def _text_info(claim: Claim) -> JsonObject:
    """Where the words stand in the report's text: code points, end exclusive."""
    spans = sorted(claim.evidence)
    return {"start": spans[0].start, "end": max(span.end for span in spans), "text_story": claim.report}


def _cited(index: Index, report: Report) -> JsonObject:
    return {
        "corpus": "reportedly",
        "url": report.url,
        "title": report.title,
        "language": report.language,
        "publication": index.report_name(report.id),
        "coder": index.view.made_by.extractor,
        "codebook": "PLOVER",
        "version": index.view.made_by.program,
    }
