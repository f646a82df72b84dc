"""How sure the rules are: the share of such claims that stood among the labels of real reports.

Counted on the 1,018 reports of ``gold/train`` by ``python -m benchmarks confidence``, which prints each
figure beside the one here: a doer claim is right where actor, stance and source are (level ``full`` of the
scorer), a detail where the report has an incident with that value. The labels leave things out, so the
shares are low rather than high. What no label tells (victim, motive, origin of a weapon) stands at one half.
"""

from __future__ import annotations

from reportedly.records import ClaimRole, Stance

NOT_MEASURED = 0.5

OF_STANCE = {
    Stance.ALLEGES: 0.67,
    Stance.DENIES: 0.60,
    Stance.ADMITS: 0.56,
    Stance.UNCONFIRMED: 0.55,
    Stance.NO_CLAIM: 0.91,
}

OF_DETAIL = {
    ClaimRole.KILLED: 0.60,
    ClaimRole.WOUNDED: 0.56,
    ClaimRole.PLACE: 0.67,
    ClaimRole.TIME: 0.60,
    ClaimRole.WEAPON: 0.66,
    ClaimRole.TARGET: 0.54,
}
