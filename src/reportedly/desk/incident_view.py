"""Everything the page of one incident shows, as rows: templates only lay them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportedly.desk.questions import Question, questions
from reportedly.desk.sketch import Sketch, sketch_of
from reportedly.desk.volume import Volume
from reportedly.pictures.case import Case, heading
from reportedly.pictures.lineage_tree import Node, NodeKind, edge_words, lineage_tree_of
from reportedly.pictures.lineage_tree import limited as limited_trees
from reportedly.pictures.matrix import STANCES, Group, Mark, Matrix, Row, matrix_of, statement
from reportedly.pictures.matrix import limited as limited_matrix
from reportedly.pictures.timeline import Timeline, timeline_of
from reportedly.pictures.timeline import limited as limited_timeline
from reportedly.pictures.tolls import TOLLS, Figure, given_by, span_words, tolls_of
from reportedly.records import Certainty, Stance
from reportedly.terminal import words
from reportedly.terminal.accounts import Account, accounts
from reportedly.terminal.model import ActorCard, ValueRow
from reportedly.terminal.overview import incident_card


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much of each part a page has room for; the rest is counted."""

    actors: int
    speakers: int
    entries: int
    reports: int
    figures: int
    graded: int


SCREEN = Room(actors=60, speakers=80, entries=120, reports=200, figures=40, graded=60)
PAPER = Room(actors=12, speakers=26, entries=19, reports=20, figures=6, graded=6)
"""What two printed pages hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often one stance is taken towards an actor: by so many speakers, the surest of them so sure."""

    stance: Stance
    certainty: Certainty | None
    speakers: int
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One actor at a glance: who is said to have done it, how often, over how many origins."""

    actor: str
    named: bool
    grade: str
    tallies: tuple[Tally, ...]
    origins: int
    part_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One figure of a toll; ``low`` and ``high`` are shares of the scale, 0 to 1000."""

    figure: Figure
    by: str
    low: int
    high: int
    open: bool
    """'At least': it may be more."""
    weak: bool
    """Hedged, denied or taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """All figures of killed, or of wounded."""

    role: str
    ranged: str
    bars: tuple[Bar, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One line of the lineage tree, ``depth`` steps below its origin."""

    node: Node
    depth: int
    how: str
    is_report: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    """One incident, ready to be laid out."""

    case: Case
    title: str
    facts: str
    kind: str
    count: str
    flatter: bool
    reports: int
    origins: int
    looks: tuple[Look, ...]
    matrix: Matrix
    cards: tuple[ActorCard, ...]
    more_cards: int
    tolls: tuple[Toll, ...]
    timeline: Timeline
    branches: tuple[Branch, ...]
    more_origins: int
    accounts: tuple[Account, ...]
    values: tuple[ValueRow, ...]
    questions: tuple[Question, ...]
    sketch: Sketch | None

    @property
    def used(self) -> tuple[Mark, ...]:
        """Every mark of the matrix, for its legend."""
        return tuple(mark for row in self.matrix.rows for cell in row.cells for mark in cell)


def incident_view(volume: Volume, given: str, room: Room = SCREEN) -> IncidentView:
    """One incident by its id or a short form of it.

    Raises:
        NotFound: there is none.
        UsageError: the short form fits several.
    """
    case = volume.case(given)
    card = incident_card(case.index, case.incident)
    title, facts = heading(case)
    told, figures, timeline = accounts(case), tolls_of(case), timeline_of(case)
    branches, more_origins = _branches(case, room)
    whole = matrix_of(case)
    elsewhere = {words.ROLES[role] for role in TOLLS} | {each.role for each in told}
    reports = {claim.report for claim in case.claims}
    return IncidentView(
        case=case,
        title=title,
        facts=facts,
        kind=words.TYPES[case.incident.type],
        count=card.count,
        flatter=card.flatter,
        reports=len(reports),
        origins=len({case.index.root(report) for report in reports}),
        looks=tuple(_looks(case, whole, card.actors)),
        matrix=limited_matrix(whole, rows=room.actors, columns=room.speakers),
        cards=card.actors[: room.graded],
        more_cards=max(0, len(card.actors) - room.graded),
        tolls=tuple(_tolls(figures, room)),
        timeline=limited_timeline(timeline, room.entries),
        branches=branches,
        more_origins=more_origins,
        accounts=told,
        values=tuple(row for row in card.values if row.role not in elsewhere),
        questions=questions(case, told, figures, timeline),
        sketch=sketch_of(case),
    )


def _looks(case: Case, matrix: Matrix, cards: Sequence[ActorCard]) -> Iterator[Look]:
    """The matrix summed up by actor, in its order."""
    cells = {card.name: card for card in cards}
    for row in matrix.rows:
        card = cells.get(row.actor)
        yield Look(
            actor=row.actor,
            named=row.named,
            grade=row.grade,
            tallies=tuple(_tallies(row)),
            origins=card.roots if card else 0,
            part_of=(card.part_of or "") if card else "",
        )


_SUREST = (Certainty.CERTAIN, None, Certainty.PROBABLE, Certainty.POSSIBLE)


def _tallies(row: Row) -> Iterator[Tally]:
    marks = [mark for cell in row.cells for mark in cell if not mark.taken_back]
    counted = Counter(mark.stance for mark in marks)
    for stance in STANCES:
        own = [mark for mark in marks if mark.stance is stance]
        if own:
            yield Tally(
                stance=stance,
                certainty=min((mark.certainty for mark in own), key=_SUREST.index),
                speakers=counted[stance],
                claims=tuple(claim for mark in own for claim in mark.claims),
            )


def _tolls(figures: Sequence[Figure], room: Room) -> Iterator[Toll]:
    for role, same in groupby(figures, key=lambda figure: figure.role):
        own = tuple(same)
        shown = own[: room.figures]
        highest = max((_high(figure) for figure in shown), default=1) or 1
        yield Toll(
            role=str(role),
            ranged=span_words(own),
            bars=tuple(_bar(figure, highest) for figure in shown),
            more=len(own) - len(shown),
        )


def _high(figure: Figure) -> int:
    number = figure.number
    return 0 if number is None else number.max if number.max is not None else number.min


def _bar(figure: Figure, highest: int) -> Bar:
    low = figure.number.min if figure.number else 0
    return Bar(
        figure=figure,
        by=given_by(figure),
        low=round(1000 * low / highest),
        high=round(1000 * _high(figure) / highest),
        open=figure.number is not None and figure.number.max is None,
        weak=figure.denied or figure.taken_back or not figure.sure,
    )


def _branches(case: Case, room: Room) -> tuple[tuple[Branch, ...], int]:
    shown, more = limited_trees(lineage_tree_of(case), room.reports)
    branches = tuple(
        Branch(
            node=node,
            depth=depth,
            how=" · ".join((*_how(node), *node.also)),
            is_report=node.kind is NodeKind.REPORT,
        )
        for root in shown
        for depth, node in root.walk()
    )
    return branches, more


def _how(node: Node) -> Iterator[str]:
    if node.relation:
        yield edge_words(node)
    elif node.kind is NodeKind.NAMED:
        yield str(node.kind)
    if node.kind is NodeKind.REPORT and not node.claims:
        yield "says nothing of this attack itself"
    if node.more:
        yield f"{words.plural(node.more, 'more report')} below it"


def group_starts(groups: Sequence[Group]) -> frozenset[int]:
    """The columns at which a group begins."""
    starts, at = set(), 0
    for each in groups:
        starts.add(at)
        at += each.columns
    return frozenset(starts)


def alone_in(groups: Sequence[Group]) -> frozenset[int]:
    """The columns that are a group by themselves: a band so narrow has no room for its name."""
    alone, at = set(), 0
    for each in groups:
        if each.columns == 1:
            alone.add(at)
        at += each.columns
    return frozenset(alone)


def cell_words(matrix: Matrix, row: Row, column: int) -> str:
    """What a cell says, for those who do not see its signs: 'Kyiv: denies: Ukraine'."""
    told = "; ".join(statement(mark, row) for mark in row.cells[column])
    return f"{matrix.speakers[column].name}: {told}"
