"""One number of killed or wounded out of many, by the rule of each data set."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportedly.export.teams.actors import suspects
from reportedly.export.teams.cases import Case
from reportedly.export.teams.cells import Cell, Rule, cell
from reportedly.records import Claim, ClaimRole, NumberRange

# 'Dozens' is no figure, 'two dozen' is.
_VAGUE = re.compile(r"\b(?:dozens|scores|hundreds|thousands|tens|several|many|some|few|multiple)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as one origin gives it last: its earlier figures are replaced by its later ones."""

    number: NumberRange
    root: str
    name: str
    """Of the origin."""
    day: dt.date
    """When the origin first gave it; what copies repeat later is no news."""
    claims: tuple[Claim, ...]

    @property
    def words(self) -> str:
        """The figure and who gives it."""
        return f"{count_words(self.number)} ({self.name})"


def count_words(number: NumberRange) -> str:
    """A count.

    >>> count_words(NumberRange(3, None)), count_words(NumberRange(3, 5))
    ('at least 3', '3 to 5')
    """
    if number.max is None:
        return f"at least {number.min}"
    return str(number.min) if number.min == number.max else f"{number.min} to {number.max}"


def figures(case: Case, role: ClaimRole) -> list[Figure]:
    """The figures that stand, lowest first: the last of each origin, no vague words, none of the doers'.

    What a side says that claims the attack is taken where nobody else gives a figure.
    """
    told = [claim for claim in case.told(role) if _number(claim) and not is_vague(claim)]
    doers = {source for each in suspects(case) if each.claimed for source in each.own}
    apart = [claim for claim in told if claim.source not in doers]
    return sorted(_last_of_each(case, apart or told), key=_size)


def is_vague(claim: Claim) -> bool:
    """Whether a toll is told in words that are no figure: 'dozens'."""
    words = claim.value.text if claim.value else ""
    return bool(_VAGUE.search(words)) and not any(char.isdigit() for char in words)


def lowest(case: Case, role: ClaimRole, *, none_is_zero: bool = False) -> Cell | None:
    """The lowest figure of those that conflict; of figures that are lower bounds only, the highest bound.

    None where there is nothing to write: nobody gives a toll, and the data set has no figure for that.
    """
    found = figures(case, role)
    if not found:
        return _without(case, role, none_is_zero=none_is_zero)
    closed = [each for each in found if each.number.max is not None]
    bounds = max(each.number.min for each in found)
    value = min((each.number.min for each in closed), default=bounds)
    return cell(value, Rule.LOWEST, _claims(found), differing(found))


def highest(case: Case, role: ClaimRole) -> Cell | None:
    """The highest figure; None where nobody gives one."""
    found = figures(case, role)
    if not found:
        return _without(case, role, none_is_zero=False)
    value = max(each.number.min if each.number.max is None else each.number.max for each in found)
    return cell(value, Rule.HIGHEST, _claims(found), differing(found))


def most_recent(case: Case, role: ClaimRole) -> Cell | None:
    """The figure of the most recent independent origin; of several, the majority's, else the lowest.

    'At least 130' does not replace an earlier 'at least 133', which it does not contradict. None where
    nobody gives a figure.
    """
    found = figures(case, role)
    if not found:
        return _without(case, role, none_is_zero=False)
    values = {_narrowed(each, found) for each in _latest(found)}
    if len(values) == 1:
        return cell(values.pop(), Rule.RECENT, _claims(found), differing(found))
    votes = Counter(value for _, value in {(each.root, _narrowed(each, found)) for each in found})
    (value, most), *others = votes.most_common()
    if most > 1 and all(most > count for _, count in others):
        return cell(value, Rule.MAJORITY, _claims(found), differing(found))
    return lowest(case, role)


def _latest(found: Sequence[Figure]) -> list[Figure]:
    last = max(each.day for each in found)
    return [each for each in found if each.day == last]


def _narrowed(figure: Figure, found: Sequence[Figure]) -> int:
    """The number that a figure stands for beside the others.

    A lower bound is not contradicted by a higher figure, so the most recent of these says more than it does.
    """
    while figure.number.max is None:
        above = [each for each in found if each.number.min > figure.number.min]
        if not above:
            break
        figure = min(_latest(above), key=_size)
    return figure.number.min


def conceded(case: Case, role: ClaimRole, claims: Sequence[Claim]) -> tuple[Cell, Cell] | None:
    """Lowest and highest figure among the given claims, those of a side that owns the attack."""
    own = {claim.id for claim in claims}
    numbers = [
        (claim, number)
        for claim in case.told(role)
        if claim.id in own and (number := _number(claim)) and not is_vague(claim)
    ]
    if not numbers:
        return None
    low = min(number.min for _, number in numbers)
    high = max(number.min if number.max is None else number.max for _, number in numbers)
    behind = [claim for claim, _ in numbers]
    return cell(low, Rule.CONCEDED, behind), cell(high, Rule.CONCEDED, behind)


def differing(found: Sequence[Figure]) -> str:
    """The figures with their origins where they are not all one; empty where they are."""
    if len({each.number for each in found}) < 2:
        return ""
    return "; ".join(each.words for each in found)


def _without(case: Case, role: ClaimRole, *, none_is_zero: bool) -> Cell | None:
    vague = [claim for claim in case.told(role) if is_vague(claim)]
    if vague:
        words = ", ".join(sorted({claim.value.text for claim in vague if claim.value}))
        return cell(None, Rule.VAGUE, vague, words)
    return cell(0, Rule.NONE_STATED) if none_is_zero else None


def _number(claim: Claim) -> NumberRange | None:
    return claim.value.number if claim.value else None


def _last_of_each(case: Case, claims: Iterable[Claim]) -> list[Figure]:
    by_root: dict[str, dict[NumberRange, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        if number := _number(claim):
            by_root[case.root(claim).id][number].append(claim)
    found = []
    for root, numbers in by_root.items():
        first = {number: min(map(case.published, told)) for number, told in numbers.items()}
        last = max(first.values())
        found += [
            Figure(number=number, root=root, name=case.root(told[0]).name, day=last, claims=tuple(told))
            for number, told in numbers.items()
            if first[number] == last
        ]
    return found


def _size(figure: Figure) -> tuple[int, int, str, str]:
    top = figure.number.max if figure.number.max is not None else 1 << 62
    return figure.number.min, top, figure.name, figure.root


def _claims(found: Sequence[Figure]) -> list[Claim]:
    return [claim for each in found for claim in each.claims]
