"""Cells that several data sets have in common: kinds of target and weapon, the country, suicide attacks."""

from __future__ import annotations

import re
from collections import defaultdict

from reportedly.export.teams.cases import Case
from reportedly.export.teams.cells import Rule
from reportedly.export.teams.kinds import Kind, kind_of
from reportedly.records import Claim, ClaimRole, Stance

_SUICIDE = re.compile(r"\bsuicide\b", re.IGNORECASE)
PRIVATE_CITIZENS = 14
"""GTD's kind of target for people at large: of two kinds with as many origins the other says more."""


def kinds_told(case: Case, which: str, *roles: ClaimRole) -> list[tuple[Kind, list[Claim]]]:
    """The kinds that claims of these roles tell of, those of most origins first."""
    found: dict[Kind, list[Claim]] = defaultdict(list)
    for role in roles:
        for claim in case.told(role):
            kind = kind_of(which, claim.value.text) if claim.value else None
            if kind:
                found[kind].append(claim)
    return sorted(
        found.items(),
        key=lambda item: (-len(case.root_ids(item[1])), item[0].code == PRIVATE_CITIZENS, item[0].code),
    )


def target_kind(case: Case) -> tuple[Kind | None, list[Claim], Rule]:
    """The kind of target that most origins tell of; None where two kinds have as many, or none is told.

    Victims are asked where no target's words tell its kind. Private citizens give way to a kind that says
    more.
    """
    for role in (ClaimRole.TARGET, ClaimRole.VICTIM):
        told = kinds_told(case, "target", role)
        if not told:
            continue
        (kind, claims), *others = told
        behind = [claim for _, group in told for claim in group]
        rival = [each for each, group in others if len(case.root_ids(group)) == len(case.root_ids(claims))]
        if any(each.code != PRIVATE_CITIZENS for each in rival):
            return None, behind, Rule.TARGET_OPEN
        return kind, behind, Rule.TARGET
    return None, case.told(ClaimRole.TARGET) + case.told(ClaimRole.VICTIM), Rule.TARGET_OPEN


def subtypes_told(
    case: Case, which: str, kind: Kind, claims: list[Claim]
) -> tuple[Kind | None, list[Claim], str]:
    """The subtype of a type that most origins tell of, the claims that tell of any, and the rivals in words.

    None where no claim tells one, or two have as many origins.
    """
    found: dict[Kind, list[Claim]] = defaultdict(list)
    for claim in claims:
        words = claim.value.text if claim.value else ""
        subtype = (
            kind_of(f"{which} subtype", words, under=kind.code) if kind_of(which, words) == kind else None
        )
        if subtype:
            found[subtype].append(claim)
    roots = {each: len(case.root_ids(group)) for each, group in found.items()}
    most = [each for each, count in roots.items() if count == max(roots.values())]
    behind = [claim for group in found.values() for claim in group]
    why = "; ".join(sorted(each.label for each in found)) if len(found) > 1 else ""
    return (most[0] if len(most) == 1 else None), behind or claims, why


def target_group(case: Case) -> tuple[str | None, list[Claim]]:
    """Whom it hit: civilian, forces or armed; None where the words do not tell, or tell of several."""
    for role in (ClaimRole.TARGET, ClaimRole.VICTIM):
        told = [(kind, claims) for kind, claims in kinds_told(case, "target", role) if kind.group != "things"]
        if told:
            by_group: dict[str, set[str]] = defaultdict(set)
            for kind, claims in told:
                by_group[kind.group] |= case.root_ids(claims)
            most = max(len(roots) for roots in by_group.values())
            best = [group for group, roots in by_group.items() if len(roots) == most]
            behind = [claim for _, claims in told for claim in claims]
            return (best[0] if len(best) == 1 else None), behind
    return None, case.told(ClaimRole.TARGET) + case.told(ClaimRole.VICTIM)


def suicide(case: Case) -> list[Claim]:
    """Claims whose words of the weapon or the attack tell of a suicide attack."""
    return _of_suicide(case, Stance.ALLEGES)


def no_suicide(case: Case) -> list[Claim]:
    """Claims that deny it, or leave it unconfirmed."""
    return _of_suicide(case, Stance.DENIES, Stance.UNCONFIRMED)


def _of_suicide(case: Case, *stances: Stance) -> list[Claim]:
    told = case.told(ClaimRole.WEAPON, *stances) + case.told(ClaimRole.ATTACK_TYPE, *stances)
    return [claim for claim in told if claim.value and _SUICIDE.search(claim.value.text)]
