"""When two names are one outlet, and whether a page's credit speaks for the whole page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from reportedly.ids import content_id
from reportedly.lineage.agencies import agencies
from reportedly.records import Credit, CreditRelation, Report

CARRIES = frozenset({CreditRelation.DATELINE, CreditRelation.AGENCY, CreditRelation.BYLINE})
"""Relations under which a page prints the named outlet's own text."""
_WHOLE_PAGE = CARRIES | {CreditRelation.SOURCE_LINE, CreditRelation.BASED_ON}


def outlet_name(name: str) -> str:
    """The name to show for an outlet; known agencies have one.

    >>> outlet_name("Agence  France-Presse"), outlet_name("www.reuters.com")
    ('AFP', 'Reuters')
    """
    return agencies().name(name)


def outlet_key(name: str) -> str:
    """What two names of one outlet share; outlets of one family have one key, and so have look-alikes.

    >>> outlet_key("The Guardian") == outlet_key("guardian")
    True
    >>> outlet_key("Sputnik") == outlet_key("ria.ru"), outlet_key("Reuterz")
    (True, 'reuters')
    """
    return agencies().key(name)


def virtual_root(name: str, report: Report) -> str:
    """Id of a story known only by its outlet and the day it was passed on ('Reuters, 8 Nov')."""
    return root_id(outlet_key(name), report.published)


def root_id(key: str, day: dt.date | None) -> str:
    """The same from an outlet's key and the day."""
    return content_id("root", key, day.isoformat() if day else "")


def origin_credits(report: Report) -> Iterator[Credit]:
    """The credits that say where the page as a whole comes from, one an outlet, its own name left out.

    A credit line, dateline, byline or end mark speaks for the page; so does an outlet named in the
    headline or the first two paragraphs ('… , Reuters reported on Monday'). One named further down
    relays a single claim and stands in that claim's ``via``.
    """
    seen = {outlet_key(report.outlet)} if report.outlet else set()
    opening = _opening_end(report)
    for credit in report.credits:
        key = outlet_key(credit.name)
        if key and key not in seen and _speaks_for_page(credit, opening):
            seen.add(key)
            yield credit


def carried_outlets(report: Report) -> frozenset[str]:
    """Keys of the outlets whose own text the page claims to print, its own included."""
    own = [report.outlet] if report.outlet else []
    return frozenset(map(outlet_key, own + [c.name for c in report.credits if c.relation in CARRIES]))


def _speaks_for_page(credit: Credit, opening: int) -> bool:
    if credit.relation in _WHOLE_PAGE:
        return True
    return credit.span is not None and credit.span.end <= opening


def _opening_end(report: Report) -> int:
    end = report.headline_end
    for _ in range(2):
        # Past the blank line, to the end of the paragraph behind it.
        start = end + 2 if end else 0
        found = report.text.find("\n\n", start)
        if found < 0:
            return len(report.text)
        end = found
    return end
