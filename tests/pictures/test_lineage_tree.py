"""Where reports come from: every report once, circles broken, large stories cut evenly."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from incident_views import ATTACK, Page, large_view, page, row, says, shuffled, view_of
from reportedly.lineage.outlets import virtual_root
from reportedly.pictures.case import case_of
from reportedly.pictures.lineage_tree import Node, NodeKind, edge_words, limited, lineage_tree_of
from reportedly.records import Credit, CreditRelation, Derivation, DerivationRelation, LedgerView, Span

CITES, COPY, REWRITE = DerivationRelation.CITES, DerivationRelation.COPY, DerivationRelation.REWRITE


def tree(view: LedgerView) -> tuple[Node, ...]:
    return lineage_tree_of(case_of(view, ATTACK))


def drawn(roots: tuple[Node, ...]) -> list[str]:
    return [f"{'  ' * depth}{node.name}" for root in roots for depth, node in root.walk()]


def told(outlet: str, day: int | None = 4) -> Page:
    return page(outlet, says("Veld"), day=day)


def test_reports_hang_under_what_they_were_taken_from_oldest_first_undated_last() -> None:
    wire, late, early, undated = (
        told("Wire One"),
        told("Late", 7),
        told("Early", 5),
        told("Undated", None),
    )
    rows = [row(late, wire), row(undated, wire, REWRITE), row(early, wire, CITES, 0.0)]
    assert drawn(tree(view_of(wire, late, early, undated, told("Tribune"), lineage=rows))) == [
        "Wire One",
        "  Early",
        "  Late",
        "  Undated",
        "Tribune",
    ]


def test_a_report_hangs_under_the_closest_and_names_the_rest() -> None:
    wire, daily, copy = told("Wire One"), told("Daily"), told("Copy")
    rows = [row(copy, wire, CITES, 0.0), row(copy, daily, COPY, 0.8)]
    roots = tree(view_of(wire, daily, copy, lineage=rows))
    assert drawn(roots) == ["Daily", "  Copy", "Wire One"]
    assert roots[0].children[0].also == ("also cites Wire One",)


@pytest.mark.parametrize(
    ("relation", "shared", "words"),
    [(COPY, 0.97, "copy, 97% shared"), (REWRITE, 0.4, "rewrite, 40% shared"), (CITES, 0.0, "cites")],
)
def test_edges_say_how_and_how_much(relation: DerivationRelation, shared: float, words: str) -> None:
    wire, other = told("Wire One"), told("Other")
    (root,) = tree(view_of(wire, other, lineage=[row(other, wire, relation, shared)]))
    assert edge_words(root) == ""
    assert edge_words(root.children[0]) == words


def crediting(outlet: str, agency: str) -> Page:
    title = f"{agency}: harbour office bombed"
    credit = Credit(name=agency, relation=CreditRelation.DATELINE, span=Span.of(title, 0, len(agency)))
    return page(outlet, says("Veld"), title=title, credits=(credit,))


def absent(citing: Page, agency: str) -> Derivation:
    return row(citing, virtual_root(agency, citing.report), CITES, 0.0)


def test_a_story_that_was_not_read_is_known_by_name() -> None:
    daily = crediting("Daily", "Agence Selda")
    (root,) = tree(view_of(daily, lineage=[absent(daily, "Agence Selda")]))
    assert (root.kind, root.name, root.day, root.claims) == (NodeKind.NAMED, "Agence Selda", None, 0)
    assert [child.name for child in root.children] == ["Daily"]


def test_a_wire_page_that_bears_its_own_agency_is_an_origin() -> None:
    wire = crediting("", "Wire One")
    (root,) = tree(view_of(wire, lineage=[absent(wire, "Wire One")]))
    assert (root.kind, root.name, root.children) == (NodeKind.REPORT, "Wire One", ())


def test_two_pages_of_an_agency_that_go_back_to_one_story_hang_under_it() -> None:
    one, two = crediting("", "Wire One"), replace(crediting("", "Wire One"), day=5)
    story = virtual_root("Wire One", one.report)
    (root,) = tree(view_of(one, two, lineage=[row(one, story, CITES, 0.0), row(two, story, CITES, 0.0)]))
    assert (root.kind, len(root.children)) == (NodeKind.NAMED, 2)


def test_a_report_that_only_others_go_back_to_stands_in_the_tree_without_claims() -> None:
    silent, daily = page("Silent", title="Rain"), told("Daily")
    unrelated = page("Weather", title="Sun")
    (root,) = tree(view_of(silent, daily, unrelated, lineage=[row(daily, silent)]))
    assert (root.name, root.claims, root.children[0].claims) == ("Silent", 0, 1)


def test_a_circle_begins_with_its_oldest_report() -> None:
    one, two, three = told("One", 6), told("Two", 4), told("Three", 5)
    rows = [row(one, two), row(two, three), row(three, one)]
    assert drawn(tree(view_of(one, two, three, lineage=rows))) == ["Two", "  One", "    Three"]


def test_a_report_taken_from_itself_is_an_origin() -> None:
    one = told("One")
    assert drawn(tree(view_of(one, lineage=[row(one, one)]))) == ["One"]


def test_a_long_chain_is_no_recursion() -> None:
    pages = [told(f"Outlet {at}") for at in range(1_500)]
    rows = [row(later, earlier) for earlier, later in itertools.pairwise(pages)]
    (root,) = tree(view_of(*pages, lineage=rows, graded=False))
    assert max(depth for depth, _ in root.walk()) == 1_499


def test_a_cut_forest_leaves_room_for_every_story_and_counts_the_rest() -> None:
    wire, other = told("Wire One"), told("Tribune")
    copies = [told(f"Copy {at}", 5) for at in range(300)]
    rows = [*(row(copy, wire) for copy in copies[:-2]), *(row(copy, other) for copy in copies[-2:])]
    roots, left_out = limited(tree(view_of(wire, other, *copies, lineage=rows)), 50)
    assert left_out == 0
    shown = [node for root in roots for _, node in root.walk()]
    assert len(shown) <= 50
    assert [(root.name, len(root.children), root.more) for root in roots] == [
        ("Wire One", 46, 252),
        ("Tribune", 2, 0),
    ]


def test_origins_beyond_the_limit_are_counted() -> None:
    roots, left_out = limited(tree(view_of(*(told(f"Outlet {at}") for at in range(9)))), 5)
    assert (len(roots), left_out) == (5, 4)


def test_nodes_and_left_out_are_all_nodes() -> None:
    whole = tree(large_view(actors=3, speakers=3, pages=150))
    roots, left_out = limited(whole, 60)
    shown = [node for root in roots for _, node in root.walk()]
    assert left_out == 0
    assert len(shown) + sum(node.more for node in shown) == 150


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_records_changes_nothing(seed: int) -> None:
    view = large_view(actors=3, speakers=3, pages=40)
    assert tree(shuffled(view, seed)) == tree(view)
