"""What to call the stories that reports go back to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from reportedly.language.days import day_words, short_day_words
from reportedly.lineage import Root
from reportedly.lineage.direction import age
from reportedly.lineage.outlets import origin_credits, outlet_name, virtual_root
from reportedly.records import LedgerView, Report
from reportedly.terminal import words
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


_TITLE = 40


def told_apart(names: Mapping[str, str], earliest: Mapping[str, Report]) -> list[str]:
    """The names of roots in order; those that share one with the day, and the title where that is one too.

    Args:
        names: of the roots, by id.
        earliest: the report of each root that appeared first, by the root's id.
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for root in sorted(names):
        alike[names[root]].append(root)
    return [told for name in sorted(alike) for told in _told_apart(name, alike[name], earliest)]


def _told_apart(name: str, roots: Sequence[str], earliest: Mapping[str, Report]) -> Iterator[str]:
    if len(roots) == 1:
        yield name
        return
    day = _days([earliest[root] for root in roots])
    shared = Counter(day(earliest[root]) for root in roots)
    for first in sorted((earliest[root] for root in roots), key=age):
        told = [name, *filter(None, [day(first)])]
        if shared[day(first)] > 1 and first.title:
            told.append(f"‘{words.shortened(visible(first.title), _TITLE)}’")
        yield " ".join(told)


def _days(reports: Iterable[Report]) -> Callable[[Report], str]:
    """Words for the day of each; the year is told only where there are several."""
    one_year = len({each.published.year for each in reports if each.published}) < 2
    short = short_day_words if one_year else day_words
    return lambda report: short(report.published) if report.published else ""
