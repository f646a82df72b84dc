"""The independent reports behind a row: one of each origin, never a copy beside what it was copied from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from reportedly.export.teams.cases import Case
from reportedly.records import Claim, Report

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """One origin and the report that stands for it: the origin's own where it is at hand, else the first."""

    root: str
    name: str
    """Of the origin: an outlet or agency."""
    report: Report
    outlet: str
    """Who published the report."""
    claims: tuple[Claim, ...]

    @property
    def title(self) -> str:
        """The headline on one line; the first words where there is none."""
        return " ".join((self.report.title or self.report.text[:80]).split())


def leads(case: Case) -> list[Lead]:
    """One report of each origin that tells of the incident, those with most claims first."""
    return [_lead(case, root, claims) for root, claims in case.by_support(case.claims)]


def reports_of(case: Case) -> list[Report]:
    """Every report that tells of the incident, oldest first."""
    found = {claim.report: case.reports[claim.report] for claim in case.claims}
    return sorted(found.values(), key=_age)


def origin_names(case: Case) -> list[str]:
    """The outlets and agencies that the reporting goes back to, each once."""
    return list(dict.fromkeys(lead.name for lead in leads(case)))


def innermost(case: Case, claims: Iterable[Claim]) -> list[str]:
    """Who says it, behind all relays: 'police', 'a military spokesman'; the reports' own voice left out."""
    return case.speakers([claim for claim in claims if not case.own_voice(claim)])


def cited(lead: Lead) -> str:
    """A report as GTD cites one: "Title," Outlet, Month day, year."""
    title = lead.title.replace('"', "'").rstrip(".,")
    day = lead.report.published
    return f'"{title}," {lead.outlet}, {long_day(day)}.' if day else f'"{title}," {lead.outlet}.'


def long_day(day: dt.date) -> str:
    """A day as American prose has it.

    >>> long_day(dt.date(2021, 11, 7))
    'November 7, 2021'
    """
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def day_month(day: dt.date) -> str:
    """A day as ACLED's notes have it.

    >>> day_month(dt.date(2021, 11, 7))
    '7 November 2021'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _lead(case: Case, root: str, claims: list[Claim]) -> Lead:
    name = case.root(claims[0]).name
    carriers = {claim.report: case.reports[claim.report] for claim in claims}

    def rank(report: Report) -> tuple[object, ...]:
        return report.id != root, report.outlet not in (None, name), *_age(report)

    report = min(carriers.values(), key=rank)
    return Lead(root=root, name=name, report=report, outlet=case.outlet(report), claims=tuple(claims))


def _age(report: Report) -> tuple[str, str]:
    return report.published.isoformat() if report.published else "9999", report.id
