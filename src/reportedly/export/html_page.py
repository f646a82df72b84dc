"""One page of HTML to read, to hand on and to print: no script, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import ClassVar, TextIO

from reportedly.export.account import in_order
from reportedly.export.base import TextExporter
from reportedly.export.html_incident import incident_section, legend
from reportedly.export.markup import Markup, joined, linked, tag
from reportedly.export.wording import index_of
from reportedly.pictures.case import Case, cases_of, day_of
from reportedly.records import LedgerView, Report
from reportedly.terminal import words
from reportedly.terminal.decisions_list import sentence as decided
from reportedly.terminal.index import Index
from reportedly.terminal.overview import skipped_line

TITLE = "Who is said to have done it"
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may load for the page: its own style and nothing else."""
_LISTED = 3
"""From so many attacks on the page begins with a list of them."""


class HtmlExporter(TextExporter):
    """One page to read and print: every attack with its speakers, pictures, grades and exact words."""

    name: ClassVar[str] = "html"
    media_type: ClassVar[str] = "text/html"
    suffix: ClassVar[str] = ".html"
    stem: ClassVar[str] = "report"

    def write(self, view: LedgerView, sink: TextIO) -> None:
        """Write the page attack by attack: those of which most is said first, those told in passing last."""
        cases = sorted(cases_of(view), key=in_order(view))
        title = f"{TITLE}: {words.incident_words(cases[0].incident)}" if cases else TITLE
        sink.write(
            f'<!doctype html>\n<html lang="en">\n{_head(title)}\n<body>\n{_masthead(view, cases)}\n<main>\n'
        )
        first = 1
        for case in cases:
            section, used = incident_section(case, first)
            first += used
            sink.write(f"{section}\n")
        index = cases[0].index if cases else index_of(view)
        sink.writelines(f"{each}\n" for each in _ledger(view, index))
        sink.write(f"</main>\n{_foot(view)}\n</body>\n</html>\n")


def _head(title: str) -> Markup:
    style = files("reportedly.export").joinpath("page.css").read_text("utf-8")
    return joined(
        Markup("<head>\n"),
        tag("meta", charset="utf-8"),
        tag("title", title),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="referrer", content="no-referrer"),
        # Our own file; it holds no character that would end the element.
        tag("style", Markup(f"\n{style}")),
        Markup("\n</head>"),
    )


def _masthead(view: LedgerView, cases: Sequence[Case]) -> Markup:
    days = sorted(day for report in view.reports if (day := day_of(report)))
    when = f", {words.day_words(days[0])}" if days else ""
    when += f" to {words.day_words(days[-1])}" if days and days[0] != days[-1] else ""
    counts = (
        f"{words.plural(len(view.reports), 'report')}{when} · {words.plural(len(view.claims), 'claim')} · "
        f"{words.plural(len(cases), 'attack')}"
    )
    return tag(
        "header",
        tag("h1", TITLE),
        tag("p", "What reports say, and who says it according to them. Not what happened.", class_="lead"),
        tag("p", counts, class_="facts"),
        _contents(cases) if len(cases) >= _LISTED else "",
        legend(),
        class_="masthead",
    )


def _contents(cases: Sequence[Case]) -> Markup:
    rows = (
        tag("li", tag("a", words.incident_words(case.incident), href=f"#{case.incident.id}"), _when(case))
        for case in cases
    )
    return tag("nav", tag("h2", "Attacks"), tag("ol", rows), aria_label="Attacks")


def _when(case: Case) -> str:
    days = f" · {words.date_words(case.incident.date)}" if case.incident.date else ""
    return f"{days} · told in passing" if case.incident.background else days


def _ledger(view: LedgerView, index: Index) -> Iterator[Markup]:
    """What the page stands on: the reports, decisions of people, and what could not be read."""
    if view.reports:
        yield tag("section", tag("h2", "Reports"), _reports(view, index), class_="ledger")
    if view.decisions:
        rows = (tag("li", decided(each)) for each in view.decisions)
        yield tag("section", tag("h2", "Decisions of people"), tag("ul", rows), class_="ledger")
    if view.skipped:
        rows = (tag("li", skipped_line(row)) for row in view.skipped)
        yield tag("section", tag("h2", "Left out"), tag("ul", rows), class_="ledger")


def _reports(view: LedgerView, index: Index) -> Markup:
    told: dict[str, int] = dict.fromkeys((report.id for report in view.reports), 0)
    for claim in view.claims:
        told[claim.report] = told.get(claim.report, 0) + 1
    head = tag(
        "tr", *(tag("th", each, scope="col") for each in ("Outlet", "Headline", "Day", "Claims", "Id"))
    )
    order = sorted(view.reports, key=lambda report: (str(day_of(report) or "9999"), report.id))
    rows = (_report(report, index, told[report.id]) for report in order)
    return tag("div", tag("table", tag("thead", head), tag("tbody", rows)), class_="scroll")


def _report(report: Report, index: Index, claims: int) -> Markup:
    day = day_of(report)
    cells = (
        index.report_name(report.id),
        linked(report.title or report.origin, report.url),
        words.day_words(day) if day else "no date",
        str(claims),
        tag("code", report.id),
    )
    return tag("tr", *(tag("td", each) for each in cells))


def _foot(view: LedgerView) -> Markup:
    made = view.made_by
    return tag(
        "footer",
        tag(
            "p",
            "The program does not say who did it, identifies no anonymous source and rates the truth of "
            "nothing. Grades are computed from the claims by written rules; a person judges.",
        ),
        tag("p", f"Made by {made.program}, {made.extractor}", f", {made.model}" if made.model else "", "."),
    )
