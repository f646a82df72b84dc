"""Pages and their versions for the tests of change, read by the rules reader."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

from reportedly.ids import sha256_hex
from reportedly.limits import DEFAULT_LIMITS
from reportedly.pipeline import annotator_named, assemble, made_by
from reportedly.read.reports import make_report
from reportedly.read.rows import draft_row
from reportedly.reading import reading_of
from reportedly.records import Claim, ClaimRole, LedgerView, Reading, Report, Stance

MARKET = (
    "MAIDUGURI, May 7 (Norland Wire) - Boko Haram attacked a market in Maiduguri on Monday and killed three "
    "clerks, police said.",
    "The market had stood for ninety years and fed half of the lower town, and its halls had been built by "
    "masons who came up the river every dry season.",
    "A grain dealer who sleeps above his shop said that the fire went from roof to roof faster than a man.",
    "The governor of the state promised new halls of brick before the rains and a guard at every gate.",
)
"""A wire story of four paragraphs, the first of which carries the blame and the toll."""
PLAIN = "A market in Maiduguri burnt down on Monday."
URL = "https://mill-post.example/news/market-fire"


def story(first: str | None = None, *more: str, without: Sequence[int] = ()) -> str:
    """The wire story with another first paragraph, paragraphs left out, and further ones at its end."""
    kept = [each for at, each in enumerate(MARKET) if at and at not in without]
    return "\n\n".join([first if first is not None else MARKET[0], *kept, *more])


def page(
    text: str,
    *,
    title: str = "Market burnt in Maiduguri",
    outlet: str | None = "Mill Post",
    url: str | None = URL,
    published: str | None = "2003-05-07",
    modified: str | None = None,
    origin: str = "page.json",
    furniture: str = "",
) -> Report:
    """One version of a page. ``furniture`` makes its bytes others and is not read."""
    row = {"title": title, "text": text, "outlet": outlet, "url": url, "published": published}
    data = json.dumps({**row, "modified": modified, "menu": furniture}).encode()
    return make_report(draft_row(data), origin=origin, sha256=sha256_hex(data), limits=DEFAULT_LIMITS)


@cache
def _reading(report: Report) -> Reading:
    made = reading_of(report, annotator_named("rules"))
    assert isinstance(made, Reading)
    return made


def view_of(*reports: Report) -> LedgerView:
    """The reports read and compared."""
    return assemble(made_by(annotator_named("rules")), [_reading(each) for each in reports])


def blames(view: LedgerView, report: Report, stance: Stance = Stance.ALLEGES) -> list[Claim]:
    """The claims of a report that name a doer with that stance."""
    return [
        claim
        for claim in view.claims
        if claim.report == report.id and claim.role is ClaimRole.PERPETRATOR and claim.stance is stance
    ]
