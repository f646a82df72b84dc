"""Events in UCDP GED's 49 columns, with the claims behind the dyad that has to be decided there."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor
from typing import ClassVar

from reportedly.export.teams.actors import Answer, Suspect, answer
from reportedly.export.teams.cases import Case
from reportedly.export.teams.cells import Cell, Rule, cell
from reportedly.export.teams.countries import Country, country
from reportedly.export.teams.deaths import split
from reportedly.export.teams.origins import Lead, innermost, leads, reports_of
from reportedly.export.teams.shared import target_group
from reportedly.export.teams.tables import Row, Table, TeamExporter
from reportedly.export.teams.tolls import highest, lowest, most_recent
from reportedly.export.teams.whenwhere import When, Where, site, when, where
from reportedly.records import ClaimRole

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id",
    "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources",
    "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt",
    "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start",
    "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low",
    "gwnoa", "gwnob",
)  # fmt: skip
"""UCDP's own, in the order of its files. ``relid`` is the id of the incident."""
REPORTS = "number_of_reports"

_CIVILIANS = "Civilians"
_HEARD = frozenset({ClaimRole.PERPETRATOR, ClaimRole.KILLED, ClaimRole.WOUNDED})
"""What the speakers of ``source_original`` speak of: who did it, and how many were hurt."""
_STATE_BASED, _NON_STATE, _ONE_SIDED = 1, 2, 3
_FEW_DAYS, _WEEK, _MONTH, _YEAR = 6, 7, 31, 366
_CLEAR, _AGGREGATED = 1, 2
_GRID = 720
"""Cells of half a degree around the earth; PRIO-GRID counts them from the south-west corner."""


class UcdpExporter(TeamExporter):
    """Events in UCDP GED's 49 columns, joined by `relid`, the claims, and the rule behind each cell."""

    name: ClassVar[str] = "ucdp"

    def tables(self) -> tuple[Table, ...]:
        """One row an incident."""
        return (Table(file="events.csv", columns=(*COLUMNS, REPORTS), rows=_rows),)


def _rows(case: Case) -> Iterator[Row]:
    day, place = when(case), where(case)
    land = country(place.country)
    row = {
        "relid": cell(case.incident.id, Rule.JOIN),
        **_days(day),
        **_sides(case),
        **_sources(case),
        **_place(case, place, land),
        **_deaths(case),
        "event_clarity": _clarity(day, place),
    }
    yield {column: made for column, made in row.items() if made is not None}


def _days(day: When) -> dict[str, Cell | None]:
    days = day.days
    return {
        "year": day.cell(days.earliest.year if days else None),
        "date_prec": day.cell(_date_precision(day.span), Rule.SPAN),
        "date_start": day.cell(days.earliest.isoformat() if days else None),
        "date_end": day.cell(days.latest.isoformat() if days else None),
    }


def _date_precision(span: int) -> int | None:
    """1 the day, 2 two to six days, 3 a week, 4 a month, 5 a year; None beyond."""
    steps = ((1, 1), (_FEW_DAYS, 2), (_WEEK, 3), (_MONTH, 4), (_YEAR, 5))
    return next((code for most, code in steps if span <= most), None)


def _sides(case: Case) -> dict[str, Cell | None]:
    doer = answer(case)
    group, behind = target_group(case)
    side_a = _side_a(doer)
    side_b = _CIVILIANS if group == "civilian" else None
    both = f"{side_a.value} - {side_b}" if side_a and side_a.value and side_b else None
    kind = _violence(doer, group)
    claims = [*doer.claims, *behind]
    return {
        "type_of_violence": cell(kind, Rule.TARGET if kind else Rule.TARGET_OPEN, claims),
        "dyad_name": cell(both, doer.rule if both or doer.undecided else Rule.TARGET_OPEN, claims),
        "side_a": side_a,
        "side_b": cell(side_b, Rule.TARGET if side_b else Rule.TARGET_OPEN, behind),
    }


def _side_a(doer: Answer) -> Cell:
    """The one side that did it; several that acted together are a coalition, which UCDP names itself."""
    if len(doer.named) == 1:
        return cell(_side_name(doer.named[0]), doer.rule, doer.claims, doer.why)
    rule = Rule.JUDGEMENT if doer.named else doer.rule
    return cell(None, rule, doer.claims, doer.why or ("nobody is named" if doer.rule is Rule.NOBODY else ""))


def _side_name(actor: Suspect) -> str:
    land = country(actor.country) if actor.kind in ("state", "force", "ministry", "agency") else None
    return f"Government of {land.ucdp}" if land and land.ucdp else actor.name


def _violence(doer: Answer, group: str | None) -> int | None:
    """One-sided where civilians were attacked, whoever did it; else by what the two sides are."""
    if group == "civilian":
        return _ONE_SIDED
    if len(doer.named) != 1 or group is None:
        return None
    if group == "forces" or doer.named[0].is_state:
        return _STATE_BASED
    return _NON_STATE


def _sources(case: Case) -> dict[str, Cell | None]:
    found = leads(case)
    if not found:
        return {}
    claims = case.claims
    behind = [claim for claim in claims if claim.role in _HEARD]
    speakers = innermost(case, behind)
    return {
        "number_of_sources": cell(len(found), Rule.ORIGINS, claims),
        "source_article": cell(";".join(map(_article, found)), Rule.LEADING, claims),
        "source_office": cell(";".join(_plain(lead.outlet) for lead in found), Rule.LEADING, claims),
        "source_date": cell(";".join(map(_day, found)), Rule.LEADING, claims),
        "source_headline": cell(";".join(_plain(lead.title) for lead in found), Rule.LEADING, claims),
        "source_original": cell(";".join(map(_plain, speakers)), Rule.SPEAKERS, behind) if speakers else None,
        REPORTS: cell(len(reports_of(case)), Rule.REPORTS, claims),
    }


def _article(lead: Lead) -> str:
    return f'"{_plain(lead.outlet)},{_day(lead)},{_plain(lead.title)}"'


def _day(lead: Lead) -> str:
    return lead.report.published.isoformat() if lead.report.published else ""


def _plain(words: str) -> str:
    """Words that neither end an item of a list nor a quotation."""
    return " ".join(words.replace(";", ",").replace('"', "'").split())


def _place(case: Case, place: Where, land: Country | None) -> dict[str, Cell | None]:
    found, named = place.place, site(case)
    prec = _precision(place)
    placed = found if found and prec and found.latitude is not None and found.longitude is not None else None
    latitude = round(placed.latitude, 6) if placed and placed.latitude is not None else None
    longitude = round(placed.longitude, 6) if placed and placed.longitude is not None else None
    point = latitude is not None and longitude is not None
    words = ", ".join(
        dict.fromkeys(each for each in (named[0] if named else "", found.name if found else "") if each)
    )
    behind = [*place.claims, *(named[1] if named else ())]
    return {
        "where_prec": place.cell(prec),
        "where_coordinates": place.cell(found.name if found else None),
        "where_description": cell(words, Rule.SITE if named else place.rule, behind) if words else None,
        "adm_1": place.cell(found.name) if found and found.precision == "admin1" else None,
        "latitude": place.cell(latitude),
        "longitude": place.cell(longitude),
        "geom_wkt": place.cell(f"POINT ({longitude} {latitude})" if point else None),
        "priogrid_gid": place.cell(
            _grid(latitude, longitude) if latitude is not None and longitude is not None else None
        ),
        "country": _of_country(place, land.ucdp if land else None),
        "region": _of_country(place, land.ucdp_region if land else None),
    }


def _of_country(place: Where, value: str | None) -> Cell | None:
    return cell(value, Rule.COUNTRY, place.claims) if place.country else None


def _precision(place: Where) -> int | None:
    """1 the town, 2 near it, 4 the province, 6 the country; the other codes are not told."""
    if place.place is None:
        return None
    if place.place.precision == "city":
        return 2 if place.near else 1
    return {"admin1": 4, "country": 6}.get(place.place.precision)


def _grid(latitude: float, longitude: float) -> int:
    """The cell of PRIO-GRID: of half a degree, counted eastwards and then northwards from 1.

    >>> _grid(34.531094, 69.162796)
    179779
    """
    row = min(floor((latitude + 90) * 2), _GRID // 2 - 1)
    column = min(floor((longitude + 180) * 2), _GRID - 1)
    return row * _GRID + column + 1


def _deaths(case: Case) -> dict[str, Cell | None]:
    killed, named = ClaimRole.KILLED, answer(case).named
    best = most_recent(case, killed)
    return {
        **split(case, best, named[0] if len(named) == 1 else None),
        "best": best,
        "high": highest(case, killed),
        "low": lowest(case, killed),
    }


def _clarity(day: When, place: Where) -> Cell:
    """1 where the day is known to six and the town is told, so that the event stands for itself; else 2."""
    clear = 0 < day.span <= _FEW_DAYS and place.exact
    return cell(_CLEAR if clear else _AGGREGATED, Rule.SPAN, [*day.claims, *place.claims])
