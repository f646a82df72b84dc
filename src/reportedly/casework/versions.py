"""What somebody read of a report, in a word a record: given back with a review, it tells whether it holds.

A version is a digest of a record as it stands for one person: whatever that person cannot see leaves no trace
in it, so that two who read blind learn nothing of each other from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportedly.casework.effective import Reviewed, basis_of
from reportedly.codec import claim_to_json, json_line, source_to_json
from reportedly.codec.to_json import decision_to_json
from reportedly.errors import Outdated, UsageError
from reportedly.ids import sha256_hex
from reportedly.records import Decision, Incident, Reading

LENGTH = 24
"""Hexadecimal digits of a version: 96 bits, so that two never meet by chance."""


def versions_of(proposal: Reading, left: Reviewed) -> Mapping[str, str]:
    """The versions of a report, its claims and its speakers, by id.

    Args:
        proposal: what the reader proposes.
        left: the same with the reviews that whoever asks may see.
    """
    differing = {each.subject: [one.id for one in each.reviews] for each in left.conflicts}
    out = {claim.id for claim in left.rejected}
    own: dict[str, list[str]] = defaultdict(list)
    made = {}
    for claim in (*left.reading.claims, *left.rejected):
        own[claim.source].append(claim.id)
        basis = basis_of(proposal, (claim.id,))
        made[claim.id] = _digest(claim_to_json(claim), claim.id in out, differing.get(claim.id), basis)
    for source in left.reading.sources:
        told = differing.get(source.id)
        made[source.id] = _digest(source_to_json(source), sorted(own[source.id]), told)
    furniture = [(span.start, span.end) for span in left.furniture]
    made[proposal.report.id] = _digest(proposal.report.text, furniture)
    return made


def version_of_incident(incident: Incident, decisions: Iterable[Decision]) -> str:
    """The version of an incident: which reports' incidents it is made of, and what was decided on these."""
    members = sorted(incident.members or (incident.id,))
    return _digest(members, list(_decided_on(set(members), decisions)))


def _decided_on(members: set[str], decisions: Iterable[Decision]) -> Iterator[object]:
    for each in decisions:
        if each.undone_at is None and members & {a.incident for a in (*each.these, *each.those)}:
            yield decision_to_json(each)


def check_versions(now: Mapping[str, str], read: Mapping[str, str], needed: Sequence[str]) -> None:
    """Refuse what is said of records that are no longer as they were read.

    Raises:
        UsageError: the version of one is not given.
        Outdated: one has changed since; names it.
    """
    for each in needed:
        if each not in read:
            raise UsageError(f"versions: give the version of {each} that was read")
    if changed := [each for each in needed if now.get(each) != read[each]]:
        raise Outdated(f"{', '.join(changed)} changed since it was read; look again before deciding")


def _digest(*parts: object) -> str:
    return sha256_hex(json_line(parts).encode())[:LENGTH]
