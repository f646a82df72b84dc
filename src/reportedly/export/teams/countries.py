"""How the data sets write a country and the region it is in: ``countries.psv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportedly.language.gazetteer import countries as places

_NOT_SURE = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One country. Names and regions are None where we are not sure of the data set's."""

    name: str
    """As the program shows it."""
    numeric: int | None
    """ISO 3166-1."""
    acled: str | None
    acled_region: str | None
    gtd: str | None
    gtd_region: int | None
    gtd_region_name: str | None
    ucdp: str | None
    ucdp_region: str | None


def country(code: str | None) -> Country | None:
    """The country of an ISO 3166-1 alpha-2 code; None for none and for an unknown one."""
    return _table().get(code) if code else None


@cache
def _table() -> dict[str, Country]:
    names = {area.country: area.name for areas in places().names.values() for area in areas if not area.part}
    text = files(__package__).joinpath("countries.psv").read_text("utf-8")
    rows = (line.split("|") for line in text.splitlines() if line and not line.startswith("#"))
    return {code: _country(names[code], *fields) for code, *fields in rows}


def _country(name: str, *fields: str) -> Country:
    numeric, acled_region, gtd_code, gtd_region, ucdp_region, acled, gtd, ucdp = fields
    return Country(
        name=name,
        numeric=int(numeric) if numeric else None,
        acled=_name(acled, name),
        acled_region=acled_region or None,
        gtd=_name(gtd, name),
        gtd_region=int(gtd_code) if gtd_code else None,
        gtd_region_name=gtd_region or None,
        ucdp=_name(ucdp, name),
        ucdp_region=ucdp_region or None,
    )


def _name(given: str, ours: str) -> str | None:
    return None if given == _NOT_SURE else given or ours
