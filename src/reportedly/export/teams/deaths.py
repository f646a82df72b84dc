"""Whose dead a toll counts: UCDP's four numbers, which add up to its best estimate.

A claim of a toll holds a number; who the dead were is told, if at all, by the noun that the number counts in
the same sentence. 'People' tells nothing. Fighters belong to a side of the row only where the noun names it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from reportedly.export.teams.actors import Suspect
from reportedly.export.teams.cases import Case
from reportedly.export.teams.cells import Cell, Rule, cell
from reportedly.export.teams.kinds import kinds_in
from reportedly.export.teams.tolls import count_words, figures
from reportedly.language.counts import find_numbers
from reportedly.language.tolls import Toll, find_toll
from reportedly.records import Claim, ClaimRole, Stance

SIDE_A, SIDE_B, CIVILIANS, UNKNOWN = COLUMNS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
_ALSO = re.compile(r"(?:\s*,)?\s+(?:and|or|as\s+well\s+as)(?:\s+[\w'’-]+){1,4}")
"""What is counted along with a noun: 'civilians and soldiers'."""


def split(case: Case, best: Cell | None, side_a: Suspect | None) -> dict[str, Cell]:
    """The four numbers; none where there is no best estimate.

    They are empty where tolls tell of different dead, or somebody denies that they were those. Whatever
    no toll tells is unknown.
    """
    if best is None:
        return {}
    if not isinstance(best.value, int) or best.value == 0:
        return dict.fromkeys(COLUMNS, best)
    told = _told(case, side_a)
    behind = [claim for claims in told.values() for claim in claims]
    every = [claim for figure in figures(case, ClaimRole.KILLED) for claim in figure.claims]
    against = _denied(case, side_a, told)
    if len(told) > 1 or against:
        why = _words(case, [*behind, *against])
        return dict.fromkeys(COLUMNS, cell(None, Rule.DEAD_DIFFER, [*behind, *against], why))
    if not told or UNKNOWN in told:
        return _filled({UNKNOWN: cell(best.value, Rule.DEAD_UNKNOWN, every, _words(case, behind))}, every)
    ((column, claims),) = told.items()
    count = _count(best.value, claims)
    if count is None:
        return dict.fromkeys(COLUMNS, cell(None, Rule.DEAD_DIFFER, every, _words(case, behind)))
    rest = best.value - count
    cells = {
        column: cell(count, Rule.DEAD_TOLD, claims, _words(case, behind)),
        UNKNOWN: cell(rest, Rule.DEAD_REST, every),
    }
    if rest == 0:
        cells = {**{each: cell(0, Rule.DEAD_REST, every) for each in COLUMNS}, **cells}
    return _filled(cells, every)


def _filled(cells: dict[str, Cell], claims: Sequence[Claim]) -> dict[str, Cell]:
    """With those that nothing tells left empty and flagged: 0 would say that there were none."""
    return {column: cells.get(column) or cell(None, Rule.DEAD_OPEN, claims) for column in COLUMNS}


def _count(best: int, claims: Iterable[Claim]) -> int | None:
    """How many of the best estimate they are; None where their figures differ or are more than it."""
    counts = {claim.value.number.min for claim in claims if claim.value and claim.value.number}
    if best in counts:
        return best
    return counts.pop() if len(counts) == 1 and min(counts) < best else None


def _told(case: Case, side_a: Suspect | None) -> dict[str, list[Claim]]:
    """The claims whose words tell who the dead were, by column; fighters of no side here are unknown."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for figure in figures(case, ClaimRole.KILLED):
        for claim in figure.claims:
            column = _column(case, claim, side_a)
            if column:
                found[column].append(claim)
    return dict(found)


def _denied(case: Case, side_a: Suspect | None, told: Iterable[str]) -> list[Claim]:
    against = case.told(ClaimRole.KILLED, Stance.DENIES, Stance.UNCONFIRMED)
    return [claim for claim in against if _column(case, claim, side_a) in set(told) - {UNKNOWN}]


def _column(case: Case, claim: Claim, side_a: Suspect | None) -> str | None:
    if claim.value is None:
        return None
    number, sentence = claim.value.number, case.sentence_of_value(claim)
    tolls = [toll for toll in find_toll(sentence) if toll.kind == "killed" and toll.range == number]
    words = " ".join([claim.value.text, *(_counted(sentence, toll) for toll in tolls)])
    groups = {kind.group for kind in kinds_in("dead", words)}
    if len(groups) != 1:
        return None
    if groups == {"civilian"}:
        return CIVILIANS
    return SIDE_A if side_a and _names(side_a, words) else UNKNOWN


def _counted(sentence: str, toll: Toll) -> str:
    """The noun that a toll counts, and what is counted with it under the same number."""
    if toll.victims is None:
        return ""
    also = _ALSO.match(sentence, toll.victims.end)
    return toll.victims.text + (also[0] if also and not tuple(find_numbers(also[0])) else "")


def _names(side: Suspect, words: str) -> bool:
    names = {side.name, *(claim.value.text for claim in side.said if claim.value)}
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE) for name in names)


def _words(case: Case, claims: Iterable[Claim]) -> str:
    """The figures with what they count and their origins."""
    told = dict.fromkeys(f"{_phrase(case, claim)} ({case.root(claim).name})" for claim in claims)
    return "; ".join(sorted(told))


def _phrase(case: Case, claim: Claim) -> str:
    value = claim.value
    if value is None:
        return ""
    sentence = case.sentence_of_value(claim)
    counted = [
        _counted(sentence, toll)
        for toll in find_toll(sentence)
        if toll.kind == "killed" and toll.range == value.number
    ]
    if value.number is None or kinds_in("dead", value.text):
        phrase = value.text
    else:
        phrase = " ".join(filter(None, (count_words(value.number), *counted[:1])))
    return f"denied: {phrase}" if claim.stance is not Stance.ALLEGES else phrase
