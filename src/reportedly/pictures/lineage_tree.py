"""How the reports of one incident depend on each other: a forest from its origins down."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reportedly.pictures.case import Case, day_of, moment
from reportedly.records import Derivation, DerivationRelation
from reportedly.terminal import words
from reportedly.terminal.safe import visible

RELATIONS = (DerivationRelation.COPY, DerivationRelation.REWRITE, DerivationRelation.CITES)
"""Closest first: a report hangs under what it is closest to, and names the rest."""
_VERBS = {
    DerivationRelation.COPY: "copy",
    DerivationRelation.REWRITE: "rewrite",
    DerivationRelation.CITES: "cites",
}


_ALSO = {
    DerivationRelation.COPY: "a copy of",
    DerivationRelation.REWRITE: "a rewrite of",
    DerivationRelation.CITES: "cites",
}


class NodeKind(StrEnum):
    """What stands in the tree."""

    REPORT = "report"
    NAMED = "known by name only"
    """A story that reports name as their origin and that was not read: a virtual root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A report or an origin known by name, and what was taken from it."""

    id: str
    kind: NodeKind
    name: str
    title: str
    day: dt.date | None
    claims: int
    """So many claims about the incident; a report may stand in the tree only because others go back to it."""
    relation: DerivationRelation | None
    shared: float
    """Share of the shorter text that stands in both, 0 to 1; 0 for what only cites."""
    why: str
    also: tuple[str, ...]
    """Further origins in words: 'also cites Reuters'."""
    children: tuple[Node, ...]
    more: int = 0
    """Reports below it that were left out."""

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Node]]:
        """This node and all below it with their depths, each before its children."""
        waiting: list[tuple[int, Node]] = [(depth, self)]
        while waiting:
            at, node = waiting.pop()
            yield at, node
            waiting.extend((at + 1, child) for child in reversed(node.children))


def edge_words(node: Node) -> str:
    """How a node depends on the one above it: 'copy, 97% shared'; '' for an origin."""
    if node.relation is None:
        return ""
    return (
        f"{_VERBS[node.relation]}, {node.shared:.0%} shared" if node.shared >= 0.01 else _VERBS[node.relation]
    )


def lineage_tree_of(case: Case) -> tuple[Node, ...]:
    """The origins of the incident's reports, those first that most reports go back to.

    Every report that tells of the incident is in the forest once, with all that it goes back to. Among
    those taken from one report the dated stand first, in order of time, and the undated after them.
    """
    edges = _edges(case)
    parents = _without_cycles(case, {report: own[0] for report, own in edges.items() if own})
    children: dict[str, list[str]] = defaultdict(list)
    for report, edge in parents.items():
        children[edge.derives_from].append(report)
    # What is only cited beside another origin is named there; it heads no tree.
    items = {item for item in edges if item in case.index.reports} | {*children}
    made = _Forest(case, edges, parents, children)
    roots = [made.node(item) for item in items if item not in parents]
    return tuple(sorted(roots, key=lambda node: (-sum(1 for _ in node.walk()), _order(case, node.id))))


def limited(roots: Sequence[Node], nodes: int) -> tuple[tuple[Node, ...], int]:
    """At most so many nodes, and how many origins were left out with all below them.

    Every node keeps the same number of children, those that stand first, so that a story with a
    thousand copies does not push the others out.
    """
    kept = tuple(roots[:nodes])
    widest = max((len(node.children) for root in kept for _, node in root.walk()), default=0)
    least, most = 0, widest
    while least < most:
        middle = (least + most + 1) // 2
        if sum(_size(root, middle) for root in kept) <= nodes:
            least = middle
        else:
            most = middle - 1
    return tuple(_pruned(root, least) for root in kept), len(roots) - len(kept)


def _size(root: Node, children: int) -> int:
    waiting, count = [root], 0
    while waiting:
        count += 1
        waiting.extend(waiting.pop().children[:children])
    return count


def _pruned(root: Node, children: int) -> Node:
    kept = list(_kept(root, children))
    made: dict[str, Node] = {}
    for node in reversed(kept):
        more = sum(1 for child in node.children[children:] for _ in child.walk())
        below = tuple(made.pop(child.id) for child in node.children[:children])
        made[node.id] = replace(node, children=below, more=more)
    return made[root.id]


def _kept(root: Node, children: int) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        yield (node := waiting.pop())
        waiting.extend(node.children[:children])


class _Forest:
    def __init__(
        self,
        case: Case,
        edges: Mapping[str, Sequence[Derivation]],
        parents: Mapping[str, Derivation],
        children: Mapping[str, Sequence[str]],
    ) -> None:
        self._case, self._edges, self._parents, self._children = case, edges, parents, children
        self._claims: dict[str, int] = defaultdict(int)
        for claim in case.claims:
            self._claims[claim.report] += 1

    def node(self, top: str) -> Node:
        """The node of ``top`` with all below it; without recursion, as chains of copies may be long."""
        below, made = list(self._below(top)), dict[str, Node]()
        for item in reversed(below):
            ordered = sorted(self._children.get(item, ()), key=lambda child: _order(self._case, child))
            made[item] = self._made(item, tuple(made.pop(child) for child in ordered))
        return made[top]

    def _below(self, top: str) -> Iterator[str]:
        waiting = [top]
        while waiting:
            yield (item := waiting.pop())
            waiting.extend(self._children.get(item, ()))

    def _made(self, item: str, children: tuple[Node, ...]) -> Node:
        report = self._case.index.reports.get(item)
        edge = self._parents.get(item)
        return Node(
            id=item,
            kind=NodeKind.REPORT if report else NodeKind.NAMED,
            name=_name(self._case, item),
            title=visible(report.title or "") if report else "",
            day=day_of(report) if report else None,
            claims=self._claims.get(item, 0),
            relation=edge.relation if edge else None,
            shared=edge.shared if edge else 0.0,
            why=visible(edge.why) if edge else "",
            also=tuple(self._further(item, edge)),
            children=children,
        )

    def _further(self, item: str, edge: Derivation | None) -> Iterator[str]:
        for other in self._edges.get(item, ()):
            if other != edge:
                yield f"also {_ALSO[other.relation]} {_name(self._case, other.derives_from)}"


def _name(case: Case, item: str) -> str:
    if item in case.index.reports:
        return case.index.report_name(item)
    return words.shortened(case.index.cited.get(item, f"a report that is not at hand ({item})"), 60)


def _order(case: Case, item: str) -> tuple[object, ...]:
    report = case.index.reports.get(item)
    return (*(moment(report) if report else (dt.date.min, 0.0)), item)


def _edges(case: Case) -> dict[str, list[Derivation]]:
    """The derivations of the incident's reports and of all that they go back to, the closest first."""
    of, users = case.shared.derivations, case.shared.users
    found: dict[str, list[Derivation]] = {}
    waiting = sorted({claim.report for claim in case.claims})
    while waiting:
        item = waiting.pop()
        if item not in found:
            own = [row for row in of.get(item, ()) if not _is_itself(case, row, users)]
            found[item] = sorted(own, key=_closeness)
            waiting.extend(row.derives_from for row in own)
    return found


def _is_itself(case: Case, row: Derivation, users: Mapping[str, set[str]]) -> bool:
    """Whether a page only names its own agency: a wire story bears the agency's dateline."""
    named = row.derives_from not in case.index.reports
    alone = users[row.derives_from] == {row.report} or not named
    return named and alone and _name(case, row.derives_from) == case.index.report_name(row.report)


def _closeness(row: Derivation) -> tuple[object, ...]:
    return RELATIONS.index(row.relation), -row.shared, row.derives_from


def _without_cycles(case: Case, parents: Mapping[str, Derivation]) -> dict[str, Derivation]:
    """Each item's way up ends: where derivations run in a circle, its oldest report becomes the origin."""
    kept = dict(parents)
    for item in sorted(parents):
        way = list(_way_up(item, kept))
        if way[-1] in kept:
            circle = way[way.index(kept[way[-1]].derives_from) :]
            del kept[min(circle, key=lambda each: _order(case, each))]
    return kept


def _way_up(item: str, parents: Mapping[str, Derivation]) -> Iterable[str]:
    seen: dict[str, None] = {}
    while item not in seen:
        seen[item] = None
        if item in parents:
            item = parents[item].derives_from
    return seen
