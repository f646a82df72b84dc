"""Which claims of two reports are about the same, and which say the same.

Pure, from a view: claims of one attack and role, by one speaker and of one actor are about the same,
whichever reports carry them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import NamedTuple

from reportedly.assess.actors import by_actor
from reportedly.assess.speakers import speaker_key
from reportedly.lineage import Root, roots_of
from reportedly.records import DOER_ROLES, Claim, ClaimRole, LedgerView, SourceKind

Pair = tuple[Claim, Claim]
ITSELF = "the report itself"
"""The speaker of what a report says in its own voice."""


class About(NamedTuple):
    """What a claim is about."""

    incident: str
    role: ClaimRole
    speaker: Hashable
    actor: str | None
    """Of a doer; None for every other role, "" where nobody is named."""


class Sayings:
    """Of each claim of a view what it is about, and what makes it the same as another report's.

    Args:
        view: what was read; its incidents say which claims are of one attack.
        roots: the origin of each report, where they have been worked out already.
    """

    def __init__(self, view: LedgerView, roots: Mapping[str, Root] | None = None) -> None:
        origins = roots if roots is not None else roots_of(view.reports, view.lineage)
        sources = {source.id: source for source in view.sources}
        doers = [claim for claim in view.claims if claim.role in DOER_ROLES]
        actors = {claim.id: key for key, claims in by_actor(doers).items() for claim in claims}
        self.about: dict[str, About] = {}
        self.exactly: dict[str, Hashable] = {}
        for claim in view.claims:
            source, root = sources[claim.source], origins.get(claim.report)
            own = source.kind is SourceKind.REPORT
            speaker = ITSELF if own else speaker_key(source, root.id if root else claim.report)
            whom = actors.get(claim.id)
            # Of a doer a report may say several things, of a toll or a place it gives one value at a time.
            about = About(claim.incident, claim.role, speaker, whom)
            self.about[claim.id] = about
            self.exactly[claim.id] = (
                *about,
                claim.stance,
                claim.certainty,
                None if whom else value_key(claim),
            )


def paired(left: dict[str, Claim], right: dict[str, Claim], key: Mapping[str, Hashable]) -> Iterator[Pair]:
    """Take from both what has the same key, one by one, in the order of the first report.

    Args:
        left: claims of one report by id; those that find a counterpart are taken out.
        right: claims of the other, likewise.
        key: of each claim, by id.
    """
    waiting: dict[Hashable, list[Claim]] = {}
    for claim in sorted(right.values(), key=place_of):
        waiting.setdefault(key[claim.id], []).append(claim)
    for claim in sorted(left.values(), key=place_of):
        if found := waiting.get(key[claim.id]):
            counterpart = found.pop(0)
            del left[claim.id], right[counterpart.id]
            yield claim, counterpart


def place_of(claim: Claim) -> tuple[int, str]:
    """Where a claim stands in its report: the first character of its words, then its id."""
    spans = (*claim.evidence.value, *claim.evidence.content, *claim.evidence.source)
    return min((span.start for span in spans), default=0), claim.id


def value_key(claim: Claim) -> Hashable:
    """What two values that are the same have in common; None where nothing is named."""
    value = claim.value
    if value is None:
        return None
    place = (value.place.geoname or value.place.name.casefold()) if value.place else None
    return value.id or value.number or value.date or place or (value.name or value.text).casefold()
