"""schema.org ClaimReview: claims that a person signed off, for pages that publish them.

What was signed off is that the report says so. No rating of the claim's truth is written, and nothing that
this program cannot know: whoever publishes adds the review's own address, author and day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import ClassVar, TextIO

from reportedly.assess.actors import actor_name, plain
from reportedly.casework.effective import ACCEPTED, ADDED, CORRECTED
from reportedly.codec import JsonObject, json_line
from reportedly.export.base import TextExporter
from reportedly.export.web_annotation import iri
from reportedly.export.wording import index_of, quote, sentence, taken_back
from reportedly.pictures.case import moment
from reportedly.records import Claim, LedgerView, SourceKind
from reportedly.terminal.index import Index
from reportedly.terminal.safe import visible
from reportedly.terminal.words import incident_words

SIGNED_OFF = frozenset({ACCEPTED, CORRECTED, ADDED})
"""What ``Claim.reviewed`` says of a claim that a person let stand."""
RATING = "A person found that the report says so; whether it is true is not rated"
_EMBEDDABLE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&"}
"""The same JSON, as these stand within strings only: it may lie in a ``script``, which ``</script>`` ends."""


class ClaimReviewExporter(TextExporter):
    """schema.org ClaimReview (JSON-LD) of the claims that a person signed off, and of no others."""

    name: ClassVar[str] = "claimreview"
    media_type: ClassVar[str] = "application/ld+json"
    suffix: ClassVar[str] = ".jsonld"
    stem: ClassVar[str] = "claimreview"

    def write(self, view: LedgerView, sink: TextIO) -> None:
        """Write one document; what several reports print of one speaker is one review."""
        index, back = index_of(view), taken_back(view)
        sink.write('{"@context": "https://schema.org",\n"@graph": [')
        separator = "\n  "
        for claims in _signed_off(index).values():
            sink.write(separator + json_line(_review(index, claims, back)).translate(_EMBEDDABLE))
            separator = ",\n  "
        sink.write("]}\n")

    def note(self, view: LedgerView) -> str | None:
        """That there is nothing to write, where nobody signed anything off."""
        if any(claim.reviewed in SIGNED_OFF for claim in view.claims):
            return None
        return "claimreview: no claim of this ledger was signed off by a person, so the document is empty"


def _signed_off(index: Index) -> Mapping[Hashable, list[Claim]]:
    """The claims by what they say, of what, and by whom; the first that appeared stands first."""
    grouped: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in index.view.claims:
        if claim.reviewed in SIGNED_OFF:
            value = claim.value.id or plain(actor_name(claim)) if claim.value else ""
            what = claim.incident, claim.role, claim.stance, value
            own = claim.report if index.sources[claim.source].kind is SourceKind.REPORT else ""
            grouped[what, index.speaker(claim), own].append(claim)
    for claims in grouped.values():
        claims.sort(key=lambda claim: (*moment(index.reports[claim.report]), claim.id))
    return grouped


def _review(index: Index, claims: list[Claim], back: frozenset[str]) -> JsonObject:
    first = claims[0]
    incident = next(each for each in index.view.incidents if each.id == first.incident)
    appearances = list(_appearances(index, claims))
    since = " (taken back since)" if back.issuperset(claim.id for claim in claims) else ""
    return {
        "@type": "ClaimReview",
        "identifier": first.id,
        "claimReviewed": f"{incident_words(incident)}: {sentence(index, first)}{since}",
        "reviewRating": {"@type": "Rating", "alternateName": RATING},
        "itemReviewed": {
            "@type": "Claim",
            "name": quote(first),
            "author": _author(index, first),
            **_published(index, first),
            "firstAppearance": appearances[0],
            "appearance": appearances,
        },
    }


def _author(index: Index, claim: Claim) -> JsonObject:
    source = index.sources[claim.source]
    if source.kind is SourceKind.REPORT:
        return {"@type": "Organization", "name": index.report_name(claim.report)}
    unnamed = source.kind is SourceKind.ANONYMOUS
    kind = "Person" if source.kind is SourceKind.PERSON else "Organization"
    more = {"description": "unnamed; one or several people"} if unnamed else {}
    return {"@type": kind, "name": visible(source.label), **more}


def _published(index: Index, claim: Claim) -> JsonObject:
    day = index.reports[claim.report].published
    return {"datePublished": day.isoformat()} if day else {}


def _appearances(index: Index, claims: list[Claim]) -> Iterator[JsonObject]:
    for report_id in dict.fromkeys(claim.report for claim in claims):
        report = index.reports[report_id]
        told: JsonObject = {
            "@type": "NewsArticle",
            "identifier": report.id,
            "url": report.url if report.url and iri(report) == report.url else None,
            "headline": report.title,
            "publisher": {"@type": "Organization", "name": index.report_name(report.id)},
            "datePublished": report.published.isoformat() if report.published else None,
        }
        yield {name: value for name, value in told.items() if value is not None}
