"""Whatever a ledger holds, nothing is lost on the way to a picture, which is nothing but a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hypothesis import given, settings
from rich.console import Console
from test_svg import harmless

from reportedly.pictures import sheet
from reportedly.pictures.case import Case, case_of
from reportedly.pictures.lineage_tree import lineage_tree_of
from reportedly.pictures.matrix import matrix_of
from reportedly.pictures.timeline import all_days, timeline_of
from reportedly.pictures.tolls import TOLLS, tolls_of
from reportedly.records import DOER_ROLES, LedgerView
from reportedly.terminal.incident_page import incident_page
from reportedly.terminal.incidents_list import incidents_list
from reportedly.terminal.safe import is_hidden
from strategies import views


@given(views())
@settings(max_examples=60)
def test_nothing_is_lost_on_the_way_to_a_picture(view: LedgerView) -> None:
    for incident in view.incidents:
        case = case_of(view, incident.id)
        claims_are_in_the_matrix_once(case)
        stances_are_on_the_timeline(case)
        tolls_are_figures_once(case)
        reports_are_in_the_forest_once(case)
        harmless(sheet(view, incident.id))
        assert list(hidden(view, incident.id)) == []


def claims_are_in_the_matrix_once(case: Case) -> None:
    found = matrix_of(case)
    told = Counter(
        claim for row in found.rows for cell in row.cells for mark in cell for claim in mark.claims
    )
    assert told == Counter(claim.id for claim in case.claims if claim.role in DOER_ROLES)
    assert sum(group.columns for group in found.groups) == len(found.speakers)


def stances_are_on_the_timeline(case: Case) -> None:
    told = {each.claim for day in all_days(timeline_of(case)) for each in day.entries}
    stances = {claim.id: (case.speaker(claim), case.actor_of[claim.id], claim.stance) for claim in case.doing}
    assert {stances[claim] for claim in told} == set(stances.values())


def tolls_are_figures_once(case: Case) -> None:
    told = [claim for figure in tolls_of(case) for claim in figure.claims]
    assert sorted(told) == sorted(claim.id for claim in case.claims if claim.role in TOLLS and claim.value)


def reports_are_in_the_forest_once(case: Case) -> None:
    nodes = [node.id for root in lineage_tree_of(case) for _, node in root.walk()]
    assert len(nodes) == len(set(nodes))
    assert {claim.report for claim in case.claims} <= set(nodes)


def hidden(view: LedgerView, incident: str) -> Iterator[str]:
    """Characters of the terminal pages that a terminal could act on."""
    console = Console(width=80, color_system=None, markup=False, emoji=False, highlight=False)
    with console.capture() as captured:
        for part in (*incident_page(view, incident, width=80), *incidents_list(view, width=80)):
            console.print(part)
    yield from (char for char in captured.get() if char != "\n" and is_hidden(char))
