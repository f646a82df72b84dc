"""Headlines that say flatly what the body only attributes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from reportedly.assess.actors import actor_name, alike
from reportedly.records import DOER_ROLES, Certainty, Claim, Stance

_SAYS_SO = frozenset({Stance.ALLEGES, Stance.ADMITS})


def headline_flatter(claims: Sequence[Claim]) -> bool:
    """Whether a report's headline states for certain, in its own voice, what its body attributes to sources.

    A body that says it of the same actor in its own voice as well is no flatter than its headline.
    """
    reports: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.role in DOER_ROLES and claim.stance in _SAYS_SO and claim.value:
            reports[claim.report].append(claim)
    return any(_flatter(head, own) for own in reports.values() for head in own if head.in_headline)


def _flatter(head: Claim, report: Sequence[Claim]) -> bool:
    if not _flat(head):
        return False
    body = [c for c in report if not c.in_headline and alike(actor_name(c), actor_name(head))]
    return bool(body) and not any(_flat(claim) for claim in body)


def _flat(claim: Claim) -> bool:
    # The report's own voice is the one speaker that no words of the text stand for.
    return (
        claim.certainty is Certainty.CERTAIN and claim.stance is Stance.ALLEGES and not claim.evidence.source
    )
