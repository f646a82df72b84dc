"""The story each report goes back to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportedly.lineage.direction import age
from reportedly.lineage.groups import Groups
from reportedly.lineage.outlets import origin_credits, outlet_name, virtual_root
from reportedly.records import Derivation, Report


@dataclass(frozen=True, slots=True)
class Root:
    """Where reporting began: a report at hand (``rep_…``) or a story known only by name (``root_…``)."""

    id: str
    name: str


def roots_of(reports: Sequence[Report], derivations: Sequence[Derivation]) -> Mapping[str, Root]:
    """The root of each report; reports that any chain of derivations joins have one root.

    A page that draws on two stories joins them, so that independent reporting may be counted
    too low and never, for that reason, too high. The root is called after the origin that most of
    the reports go back to. Derivations may form cycles; then the oldest report is the root.
    """
    known = {report.id: report for report in reports}
    groups = Groups()
    users: dict[str, set[str]] = defaultdict(set)
    for each in derivations:
        groups.join(each.report, each.derives_from)
        users[each.derives_from].add(each.report)
    names = _virtual_names(known.values())
    heads: dict[str, Root] = {}
    for item in _by_rank(users, derivations, known):
        heads.setdefault(groups.of(item), Root(item, names.get(item) or _title(item, known)))
    return {report: heads[groups.of(report)] for report in sorted(known)}


def _by_rank(
    users: Mapping[str, set[str]], derivations: Sequence[Derivation], known: Mapping[str, Report]
) -> list[str]:
    """Every item, those first that may head their group: origins, most used, named stories, oldest."""
    derived = {each.report for each in derivations}

    def rank(item: str) -> tuple[object, ...]:
        origin = item not in derived
        report = known.get(item)
        used = _reach(item, users) if origin else 0
        return not origin, -used, report is not None, age(report) if report else item

    # A derived item can head its group only where a cycle leaves the group without an origin.
    return sorted({*known, *users}, key=rank)


def _reach(origin: str, users: Mapping[str, set[str]]) -> int:
    seen, waiting = {origin}, [origin]
    while waiting:
        new = users.get(waiting.pop(), set()) - seen
        seen |= new
        waiting.extend(new)
    return len(seen) - 1


def _virtual_names(reports: Iterable[Report]) -> dict[str, str]:
    return {
        virtual_root(credit.name, report): outlet_name(credit.name)
        for report in sorted(reports, key=age, reverse=True)
        for credit in origin_credits(report)
    }


def _title(item: str, known: Mapping[str, Report]) -> str:
    report = known.get(item)
    return (report.outlet or report.title or report.origin) if report else item
