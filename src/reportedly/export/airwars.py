"""Incidents, belligerents, casualties and sources as Airwars keeps them, with suggested grades."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from reportedly.export.teams.actors import Suspect, suspects
from reportedly.export.teams.cases import Case
from reportedly.export.teams.cells import Cell, Rule, cell
from reportedly.export.teams.countries import country
from reportedly.export.teams.origins import reports_of
from reportedly.export.teams.prose import Told, acled_attributions, deed, joined, tolls
from reportedly.export.teams.tables import Row, Table, TeamExporter
from reportedly.export.teams.tolls import conceded, highest, lowest
from reportedly.export.teams.whenwhere import site, when, where
from reportedly.records import AirwarsGrade, Claim, ClaimRole, Stance

_NAMED = ("name", "slug")


def _pairs(*families: str) -> tuple[str, ...]:
    """Airwars keeps a choice as two columns, its name and its slug."""
    return tuple(f"{family}_{part}" for family in families for part in _NAMED)


INCIDENTS = (
    "post_id", "post_status", "post_published", "post_modified", "permalink", "code", "previous_codes",
    "date_type", "date", "date_end", "local_time_type", "local_time", "local_time_start", "local_time_end",
    "local_time_of_day", "local_first_reported_date_time", "local_first_reported_by",
    "local_first_reported_url", *_pairs("country"), "location_name", "location_name_arabic",
    "location_name_hebrew", "location_name_ukrainian", "region",
    *_pairs("strike_status", "infrastructure", "strike_type", "targeted_belligerent", "observation"),
    *_pairs("impact"),
    "total_strikes", "civilian_harm_reported", *_pairs("civilian_harm_status", "cause_of_death_injury"),
    "geolocated", "latitude", "longitude", *_pairs("geolocation_status", "geolocation_accuracy"),
    "geojson_caption", "geolocation_notes", "geolocation_notes_internal", "geolocation_sign_off_assessor",
    "geolocation_sign_off_date_time", "num_media", "num_victims", "num_reconciled", "num_families",
    "num_individuals", "victim_average_age", "declassified_assessment", "press_release", "summary",
)  # fmt: skip
BELLIGERENTS = (
    "belligerent_id", "belligerent_name", "belligerent_slug", "type", "assessment_name", "assessment_slug",
    "deaths_conceded_min", "deaths_conceded_max", "injuries_conceded_min", "injuries_conceded_max",
    "location", "mgrs_coordinate", "mgrs_accuracy", "civcas_statements", "strike_reports",
)  # fmt: skip
CASUALTIES = (
    *_pairs("casualty_type", "casualty_affiliation"), "while_working", "killed_min", "killed_max",
    "injured_min", "injured_max",
)  # fmt: skip
SOURCES = ("name", "url", "archive_url", "language", "date")
JOIN = "claims_id"
GRADE, STRIKE, ORIGIN = "airwars_grade_suggested", "strike_status_suggested", "origin"

_STRIKES = {
    AirwarsGrade.CONFIRMED: "Declared",
    AirwarsGrade.FAIR: "Likely",
    AirwarsGrade.WEAK: "Single source claim",
    AirwarsGrade.CONTESTED: "Contested",
}
"""What Airwars calls a strike whose belligerent has that grade. 'Alleged' is for strikes that nobody saw."""
_SLUG = re.compile(r"[^a-z0-9]+")
_STATEMENTS = (Stance.ADMITS, Stance.DENIES, Stance.UNCONFIRMED)


class AirwarsExporter(TeamExporter):
    """Airwars' tables of incidents, belligerents, casualties and sources, with suggested grades."""

    name: ClassVar[str] = "airwars"

    def tables(self) -> tuple[Table, ...]:
        """The four tables, each joined by an own column."""
        return (
            Table(file="incidents.csv", columns=(*INCIDENTS, JOIN, GRADE, STRIKE), rows=_incidents),
            Table(file="belligerents.csv", columns=(*BELLIGERENTS, JOIN, GRADE), rows=_belligerents),
            Table(file="casualties.csv", columns=(*CASUALTIES, JOIN), rows=_casualties),
            Table(file="sources.csv", columns=(*SOURCES, JOIN, ORIGIN), rows=_sources),
        )


def slug(name: str) -> str:
    """A name as an address has it.

    >>> slug("Military Forces of Iraq")
    'military-forces-of-iraq'
    """
    return _SLUG.sub("-", name.casefold()).strip("-")


def _incidents(case: Case) -> Iterator[Row]:
    day, place, named = when(case), where(case), site(case)
    land, found = country(place.country), place.place
    days = day.days
    several = days is not None and days.earliest != days.latest
    spots = dict.fromkeys(each for each in (named[0] if named else "", found.name if found else "") if each)
    behind = [*place.claims, *(named[1] if named else ())]
    grade, graded = _grade(case)
    row = {
        "date": day.cell(days.earliest.isoformat() if days else None),
        "date_end": day.cell(days.latest.isoformat()) if days and several else None,
        **_first_reported(case),
        "country_name": cell(land.name, Rule.COUNTRY, place.claims) if land else None,
        "country_slug": cell(slug(land.name), Rule.COUNTRY, place.claims) if land else None,
        "location_name": cell(", ".join(spots), place.rule, behind) if spots else place.cell(None),
        "latitude": place.cell(found.latitude if found and place.exact else None),
        "longitude": place.cell(found.longitude if found and place.exact else None),
        "summary": _summary(case),
        JOIN: cell(case.incident.id, Rule.JOIN),
        GRADE: cell(grade.value.capitalize(), Rule.GRADE, graded) if grade else None,
        STRIKE: cell(_STRIKES[grade], Rule.GRADE, graded) if grade in _STRIKES else None,
    }
    yield {column: made for column, made in row.items() if made is not None}


def _first_reported(case: Case) -> dict[str, Cell | None]:
    told = [report for report in reports_of(case) if report.published]
    if not told:
        return {}
    first = told[0]
    behind = [claim for claim in case.claims if claim.report == first.id]
    day = first.published.isoformat() if first.published else None
    moment = first.published_at.isoformat() if first.published_at else day
    return {
        "local_first_reported_date_time": cell(moment, Rule.REPORTS, behind),
        "local_first_reported_by": cell(case.outlet(first), Rule.REPORTS, behind),
        "local_first_reported_url": cell(first.url, Rule.REPORTS, behind) if first.url else None,
    }


def _grade(case: Case) -> tuple[AirwarsGrade | None, list[Claim]]:
    """The incident's: confirmed where one side owns it, contested where several are named or it is denied."""
    named = [each for each in suspects(case) if each.row.airwars_grade_suggested]
    claims = [claim for each in named for claim in each.claims]
    grades = [each.row.airwars_grade_suggested for each in named]
    wholes = [each for each in named if each.part_of not in {other.name for other in named}]
    if grades.count(AirwarsGrade.CONFIRMED) == 1:
        return AirwarsGrade.CONFIRMED, claims
    if len(wholes) > 1 or AirwarsGrade.CONTESTED in grades:
        return AirwarsGrade.CONTESTED, claims
    return (grades[0] if grades else None), claims


def _summary(case: Case) -> Cell:
    day, place = when(case), where(case)
    what = deed(case, place=place.place.name if place.place else None)
    started = f"{day.days.earliest.isoformat()}: " if day.days and day.span == 1 else ""
    first = Told(text=f"{started}{what.text[:1].upper()}{what.text[1:]} was reported.", claims=what.claims)
    return cell(*_swapped(joined([first, *tolls(case), *acled_attributions(case)])))


def _swapped(told: tuple[str, list[Claim]]) -> tuple[str, Rule, list[Claim]]:
    return told[0], Rule.SENTENCES, told[1]


def _belligerents(case: Case) -> Iterator[Row]:
    for each in suspects(case):
        if each.said:
            row = _belligerent(case, each)
            yield {column: made for column, made in row.items() if made is not None}


def _belligerent(case: Case, each: Suspect) -> dict[str, Cell | None]:
    grade = each.row.airwars_grade_suggested
    known = each.claimed and each.sure
    own = [claim for claim in case.claims if claim.source in each.own]
    deaths = conceded(case, ClaimRole.KILLED, own) if each.claimed else None
    injuries = conceded(case, ClaimRole.WOUNDED, own) if each.claimed else None
    statements = [claim for claim in each.by(*_STATEMENTS) if claim.source in each.own]
    return {
        "belligerent_name": cell(each.name, Rule.BY_SUPPORT, each.claims),
        "belligerent_slug": cell(slug(each.name), Rule.BY_SUPPORT, each.claims),
        "type": cell("Known" if known else "Suspected", Rule.CLAIMED if known else Rule.GRADE, each.claims),
        "deaths_conceded_min": deaths[0] if deaths else None,
        "deaths_conceded_max": deaths[1] if deaths else None,
        "injuries_conceded_min": injuries[0] if injuries else None,
        "injuries_conceded_max": injuries[1] if injuries else None,
        "civcas_statements": _statements(case, statements) if statements else None,
        JOIN: cell(case.incident.id, Rule.JOIN),
        GRADE: cell(grade.value.capitalize(), Rule.GRADE, each.claims, each.row.airwars_why)
        if grade
        else None,
    }


def _statements(case: Case, claims: list[Claim]) -> Cell:
    """What the belligerent itself says, once an origin, as day, address and the sentence that reports it."""
    order = sorted(claims, key=lambda claim: (case.published(claim), claim.id))
    first: dict[tuple[str, Stance], Claim] = {}
    for claim in order:
        first.setdefault((case.root(claim).id, claim.stance), claim)
    told = dict.fromkeys(
        " | ".join(filter(None, (_day(case, claim), case.reports[claim.report].url, case.sentence(claim))))
        for claim in first.values()
    )
    return cell("; ".join(told), Rule.SPEAKERS, claims)


def _day(case: Case, claim: Claim) -> str:
    published = case.reports[claim.report].published
    return published.isoformat() if published else ""


def _casualties(case: Case) -> Iterator[Row]:
    row = {
        "killed_min": lowest(case, ClaimRole.KILLED),
        "killed_max": highest(case, ClaimRole.KILLED),
        "injured_min": lowest(case, ClaimRole.WOUNDED),
        "injured_max": highest(case, ClaimRole.WOUNDED),
    }
    if any(row.values()):
        told = {column: made for column, made in row.items() if made is not None}
        yield {**told, JOIN: cell(case.incident.id, Rule.JOIN)}


def _sources(case: Case) -> Iterator[Row]:
    for report in reports_of(case):
        behind = [claim for claim in case.claims if claim.report == report.id]
        row = {
            "name": case.outlet(report),
            "url": report.url,
            "language": report.language,
            "date": report.published.isoformat() if report.published else None,
            ORIGIN: case.root(behind[0]).name,
        }
        written = {column: cell(value, Rule.REPORTS, behind) for column, value in row.items() if value}
        yield {**written, JOIN: cell(case.incident.id, Rule.JOIN)}
