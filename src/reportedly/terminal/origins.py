"""What to call the stories that reports go back to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from reportedly.lineage import Root
from reportedly.lineage.outlets import origin_credits, outlet_name, virtual_root
from reportedly.records import LedgerView
from reportedly.terminal.safe import visible

_VIRTUAL = "root_"


def cited_names(view: LedgerView, roots: Mapping[str, Root]) -> dict[str, str]:
    """Names of the stories that reports are derived from, by id: outlets of those that are not at hand."""
    names = {root.id: visible(root.name) for root in roots.values()}
    for report in view.reports:
        for credit in origin_credits(report):
            names[virtual_root(credit.name, report)] = visible(outlet_name(credit.name))
    return names


def root_names(view: LedgerView, roots: Mapping[str, Root]) -> dict[str, str]:
    """Names of the roots, by id.

    A story that is not at hand is called after the outlet that stands nearest to the speakers in most
    of the claims that came from it: where one site passes on what a second took from Reuters, Reuters.
    """
    names = {root.id: visible(root.name) for root in roots.values()}
    nearest: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in view.claims:
        root = roots.get(claim.report)
        if root and root.id.startswith(_VIRTUAL) and claim.via:
            nearest[root.id][visible(claim.via[0])] += 1
    for root_id, relays in nearest.items():
        names[root_id] = min(relays, key=lambda name: (-relays[name], name))
    return names
