"""FollowTheMoney entities as JSON lines, for Aleph and what else reads them.

An attack is an ``Event`` whose ``organizer`` stays empty: who is said to have done it is an ``UnknownLink``
with the words as its summary and the report as its proof, one a claim. A claim that names nobody, or tells
of something else than the doer, is a ``Note`` on the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar, TextIO

from reportedly.assess.actors import actor_name, by_actor, is_description, shown_name
from reportedly.codec import JsonObject, json_line
from reportedly.export.base import TextExporter
from reportedly.export.wording import index_of, quote, said, sentence, speaker, taken_back
from reportedly.ids import content_id
from reportedly.language.actors import actor_list
from reportedly.lineage.outlets import outlet_key
from reportedly.records import (
    DOER_ROLES,
    Claim,
    ClaimRole,
    DateRange,
    Derivation,
    Incident,
    LedgerView,
    Report,
    Source,
    SourceKind,
    Stance,
)
from reportedly.terminal.safe import visible
from reportedly.terminal.words import incident_words

SCHEMAS = {"armed_group": "Organization", "force": "Organization", "agency": "PublicBody",
           "ministry": "PublicBody", "coalition": "Organization", "state": "PublicBody"}  # fmt: skip
"""Schemas of the kinds of the actor list; what it does not have is a LegalEntity, of whatever kind."""
TOPICS = {"force": "mil", "agency": "gov.security", "ministry": "gov.national", "state": "gov.national"}
"""Topics of the same; an armed group gets none, since the list does not say that it is a terrorist group."""
SPEAKERS = {
    SourceKind.PERSON: "Person",
    SourceKind.ORGANISATION: "Organization",
    SourceKind.ANONYMOUS: "LegalEntity",
    SourceKind.DOCUMENT: "Document",
}
"""Schemas of those who speak; a report speaks as its outlet."""
ROLES = {
    Stance.ALLEGES: "alleged {}",
    Stance.DENIES: "denied to be the {}",
    Stance.ADMITS: "claims responsibility as {}",
    Stance.UNCONFIRMED: "could not be confirmed as {}",
    Stance.NO_CLAIM: "said not to have claimed responsibility as {}",
}
LANGUAGES = {"ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra", "he": "heb",
             "pt": "por", "ru": "rus", "tr": "tur", "uk": "ukr", "zh": "zho"}  # fmt: skip
"""ISO 639-3 for the languages that a report may state; others are left out."""
_UNFIT = re.compile("[^0-9A-Za-z.]+")
_WEB = re.compile(r"https?://[^\s<>\"'\\^`{|}]+", re.IGNORECASE)


class FtmExporter(TextExporter):
    """FollowTheMoney entities as JSON lines: events, articles, actors; claims are links with their words."""

    name: ClassVar[str] = "ftm"
    media_type: ClassVar[str] = "application/x-ndjson"
    suffix: ClassVar[str] = ".jsonl"
    stem: ClassVar[str] = "entities.ftm"

    def write(self, view: LedgerView, sink: TextIO) -> None:
        """Write every entity once: outlets and articles, actors and events, then claims and lineage."""
        seen = set[str]()
        for entity in _Graph(view).entities():
            if entity["id"] not in seen:
                seen.add(entity["id"])
                sink.write(json_line(entity) + "\n")


def entity_id(*parts: str) -> str:
    """An id that FollowTheMoney takes: letters, digits, dots and hyphens.

    >>> entity_id("clm_ab12"), entity_id("actor:islamic-state")
    ('clm-ab12', 'actor-islamic-state')
    """
    return _UNFIT.sub("-", "-".join(parts)).strip("-.")


class _Graph:
    def __init__(self, view: LedgerView) -> None:
        self._view, self._index, self._back = view, index_of(view), taken_back(view)

    def entities(self) -> Iterator[JsonObject]:
        yield from self._articles()
        for incident in self._view.incidents:
            claims = self._index.claims.get(incident.id, [])
            yield from self._event(incident, claims)
            yield from self._claims(incident, claims)
        yield from map(self._derived, self._view.lineage)

    def _articles(self) -> Iterator[JsonObject]:
        for report in self._view.reports:
            outlet = self._outlet_id(report)
            yield _entity("Organization", outlet, name=self._index.report_name(report.id))
            yield self._article(report)
            yield _documented(report.id, outlet, "published by")
        for story in dict.fromkeys(row.derives_from for row in self._view.lineage):
            if story not in self._index.reports:
                # A story that reports name as their origin; nobody has its text here.
                name = self._index.cited.get(story, story)
                yield _entity("Article", entity_id(story), name=f"A story of {name} that was not read")

    def _outlet_id(self, report: Report) -> str:
        name = self._index.report_name(report.id)
        return entity_id("outlet", content_id("src", outlet_key(name) or name)[4:])

    def _article(self, report: Report) -> JsonObject:
        return _entity(
            "Article",
            entity_id(report.id),
            title=report.title,
            author=report.byline,
            publishedAt=_day(report),
            language=LANGUAGES.get(report.language or ""),
            sourceUrl=_web(report.url),
            fileName=visible(report.origin),
            publisher=self._index.report_name(report.id),
        )

    def _event(self, incident: Incident, claims: list[Claim]) -> Iterator[JsonObject]:
        place, event = incident.place, entity_id(incident.id)
        yield _entity(
            "Event",
            event,
            name=incident_words(incident),
            **_days(incident.date),
            location=place.name if place else None,
            country=place.country.lower() if place and place.country else None,
            recordId=incident.id,
            summary=f"{len({claim.report for claim in claims})} reports, {len(claims)} claims; "
            "who is said to have done it stands in the links to this event",
            proof=[entity_id(each) for each in sorted({claim.report for claim in claims})],
        )
        for report in sorted({claim.report for claim in claims}):
            yield _documented(report, event, "tells of the attack")

    def _claims(self, incident: Incident, claims: list[Claim]) -> Iterator[JsonObject]:
        grouped = by_actor([claim for claim in claims if claim.role in DOER_ROLES])
        actors = {claim.id: key for key, group in grouped.items() for claim in group}
        listed = {row.actor: row.actor_id for row in self._index.assessments.get(incident.id, ())}
        ids = {
            key: self._actor_id(incident, key, listed.get(shown_name(group)))
            for key, group in grouped.items()
        }
        for key, group in grouped.items():
            if key:
                yield self._actor(ids[key], group)
        for claim in claims:
            yield from self._speaker(self._index.sources[claim.source])
            key = actors.get(claim.id, "")
            yield self._link(incident, claim, entity_id(ids[key])) if key else self._note(claim)

    def _actor_id(self, incident: Incident, key: str, listed: str | None) -> str:
        """One of the list is one entity everywhere; a name or description only within its attack."""
        known = next((each for each in (key, listed) if each in actor_list().actors), None)
        return known or f"named-{content_id('src', incident.id, key)[4:]}"

    def _actor(self, actor: str, claims: list[Claim]) -> JsonObject:
        if actor in actor_list().actors:
            return listed_actor(actor)
        told = "described, not named" if is_description(claims) else None
        names = sorted({visible(actor_name(claim)) for claim in claims})
        first = visible(shown_name(claims))
        others = [name for name in names if name != first]
        return _entity("LegalEntity", entity_id(actor), name=first, alias=others, description=told)

    def _speaker(self, source: Source) -> Iterator[JsonObject]:
        """One a source: whether one spoke to two reports is left for people to tell."""
        if source.kind is SourceKind.REPORT:
            return
        unnamed = "unnamed; nothing here says who it is" if source.kind is SourceKind.ANONYMOUS else None
        yield _entity(
            SPEAKERS[source.kind],
            entity_id(source.id),
            name=visible(source.label),
            description=unnamed,
            summary=source.anonymity,
        )
        yield _documented(source.report, entity_id(source.id), "quoted in")

    def _link(self, incident: Incident, claim: Claim, actor: str) -> JsonObject:
        what = "perpetrator" if claim.role is ClaimRole.PERPETRATOR else "supporter of the attack"
        return _entity(
            "UnknownLink",
            entity_id(claim.id),
            subject=actor,
            object=entity_id(incident.id),
            role=ROLES[claim.stance].format(what),
            status=self._status(claim),
            summary=quote(claim),
            description=sentence(self._index, claim),
            recordId=claim.id,
            date=_day(self._index.reports[claim.report]),
            **self._proof(claim),
        )

    def _note(self, claim: Claim) -> JsonObject:
        return _entity(
            "Note",
            entity_id(claim.id),
            entity=entity_id(claim.incident),
            name=said(claim),
            description=sentence(self._index, claim),
            summary=quote(claim),
            **self._proof(claim),
        )

    def _proof(self, claim: Claim) -> dict[str, str | None]:
        report = self._index.reports[claim.report]
        return {
            "proof": entity_id(report.id),
            "publisher": speaker(self._index, claim),
            "sourceUrl": _web(report.url),
        }

    def _status(self, claim: Claim) -> list[str]:
        told = [claim.certainty.value] if claim.certainty else []
        told += [f"reviewed: {claim.reviewed}"] if claim.reviewed else ["not reviewed"]
        return [*told, *(["taken back since"] if claim.id in self._back else [])]

    def _derived(self, row: Derivation) -> JsonObject:
        return _entity(
            "UnknownLink",
            entity_id(row.id),
            subject=entity_id(row.report),
            object=entity_id(row.derives_from),
            role={"copy": "copy of", "rewrite": "rewrite of", "cites": "cites"}[row.relation.value],
            summary=row.why,
            recordId=row.id,
        )


def listed_actor(actor: str) -> JsonObject:
    """An actor of the list, with what the list says of it and nothing else."""
    known = actor_list().actors[actor]
    states = [actor, *(each.id for each in actor_list().above(actor))]
    country = next((each.partition(":")[2] for each in states if each.startswith("country:")), None)
    return _entity(
        SCHEMAS[known.kind],
        entity_id(actor),
        name=known.name,
        country=country.lower() if country else None,
        topics=TOPICS.get(known.kind),
        notes=f"{actor} of the actor list",
    )


def _entity(schema: str, own_id: str, **properties: str | Iterable[str] | None) -> JsonObject:
    """An entity; properties without a value are left out."""
    given = {
        name: [value] if isinstance(value, str) else list(value)
        for name, value in properties.items()
        if value is not None
    }
    told = {name: [each for each in values if each.strip()] for name, values in given.items()}
    return {"id": own_id, "schema": schema, "properties": {name: each for name, each in told.items() if each}}


def _documented(report: str, thing: str, role: str) -> JsonObject:
    article = entity_id(report)
    return _entity("Documentation", f"{article}-{thing}", document=article, entity=thing, role=role)


def _days(date: DateRange | None) -> dict[str, str]:
    if date is None:
        return {}
    if date.earliest == date.latest:
        return {"date": date.earliest.isoformat()}
    return {"startDate": date.earliest.isoformat(), "endDate": date.latest.isoformat()}


def _day(report: Report) -> str | None:
    return report.published.isoformat() if report.published else None


def _web(address: str | None) -> str | None:
    """The address where it is one of the web; a page may state anything."""
    return address if address and _WEB.fullmatch(address) else None
