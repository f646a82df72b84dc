"""Events in ACLED's 31 columns, with the claims that no column of theirs can hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, TextIO

from reportedly.export.base import ExportFile
from reportedly.export.teams.actors import Answer, Suspect, answer, described
from reportedly.export.teams.cases import Case
from reportedly.export.teams.cells import Cell, Rule, Written, cell
from reportedly.export.teams.countries import Country, country
from reportedly.export.teams.origins import day_month, origin_names
from reportedly.export.teams.prose import Told, acled_attributions, deed, joined, tags, tolls
from reportedly.export.teams.shared import no_suicide, suicide, target_group
from reportedly.export.teams.tables import (
    UNDECIDED,
    Row,
    Table,
    TeamExporter,
    csv_file,
    csv_line,
    on_one_line,
)
from reportedly.export.teams.tolls import lowest
from reportedly.export.teams.tombstones import Tombstone, tombstones
from reportedly.export.teams.whenwhere import When, Where, when, where
from reportedly.language.gazetteer import province_of
from reportedly.records import Claim, ClaimRole, Incident, IncidentType, LedgerView

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction",
    "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude",
    "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
"""ACLED's own, in the order in which they are served."""
JOIN = "claims_id"
DELETED = ("event_id_cnty", "deleted_timestamp", JOIN, "now", "rule", "claims", "flag", "why")
"""The two columns in which ACLED serves the events that it deleted, and ours."""

_NO_LOG = "this view has no log that tells when"
_WEEK, _MONTH = 7, 31
_CIVILIANS = "Civilians"
_STATE, _ABROAD, _MILITIA, _IDENTITY = (
    "State forces", "External/Other forces", "Political militia", "Identity militia",
)  # fmt: skip
_VIOLENCE, _EXPLOSIONS, _AGAINST = (
    "Political violence", "Explosions/Remote violence", "Violence against civilians",
)  # fmt: skip
_REMOTE = {
    IncidentType.AIR_OR_DRONE_STRIKE: "Air/drone strike",
    IncidentType.SHELLING: "Shelling/artillery/missile attack",
    IncidentType.BOMBING: "Remote explosive/landmine/IED",
}
_BY_ARMIES = frozenset({IncidentType.AIR_OR_DRONE_STRIKE, IncidentType.SHELLING})
_MILITARY = re.compile(
    r"\b(?:soldiers?|troops|army|military|warplanes?|fighter jets?|jets?|helicopters?|gunships?)\b",
    re.IGNORECASE,
)
_COMMUNAL = re.compile(r"\b(?:communal|tribal|tribesmen|clan|herders|herdsmen)\b", re.IGNORECASE)


class AcledExporter(TeamExporter):
    """Events in ACLED's 31 columns and `claims_id`, the claims, and the rule behind each cell."""

    name: ClassVar[str] = "acled"

    def tables(self) -> tuple[Table, ...]:
        """One row an incident."""
        return (Table(file="events.csv", columns=(*COLUMNS, JOIN), rows=_rows),)

    def more_files(
        self, view: LedgerView, written_down: Callable[[], Sequence[Incident]]
    ) -> tuple[ExportFile, ...]:
        """The events that are none any more, as ACLED serves those that it deleted."""

        def write(sink: TextIO) -> None:
            sink.write(csv_line(DELETED))
            for each in tombstones(view, {incident.id for incident in written_down()}):
                sink.write(csv_line(_deleted(each)))

        return (csv_file("deleted.csv", write),)


def _deleted(gone: Tombstone) -> Iterator[Written | None]:
    stamp = int(gone.at.timestamp()) if gone.at else None
    yield from (None, stamp, gone.incident, gone.now, gone.rule.value, ";".join(gone.claims) or None)
    yield None if stamp else UNDECIDED
    yield on_one_line(gone.why if stamp else f"{gone.why}; {_NO_LOG}".removeprefix("; ")) or None


def _rows(case: Case) -> Iterator[Row]:
    day, place, doer = when(case), where(case), answer(case)
    land = country(place.country)
    row = {
        **_days(day),
        **_kind(case),
        **_actors(case, doer, land),
        **_place(place, land),
        **_sources(case),
        **_notes(case, day, place, land),
        "fatalities": lowest(case, ClaimRole.KILLED, none_is_zero=True),
        JOIN: cell(case.incident.id, Rule.JOIN),
    }
    yield {column: made for column, made in row.items() if made is not None}


def _days(day: When) -> dict[str, Cell | None]:
    if day.days is None and day.rule is Rule.NONE_STATED:
        return {"event_date": day.cell(None)}
    first = day.days.earliest if day.days else None
    precision = 1 if day.span == 1 else 2 if day.span <= _WEEK else 3 if day.span <= _MONTH else None
    return {
        "event_date": day.cell(first.isoformat() if first and precision else None),
        "year": day.cell(first.year if first else None),
        "time_precision": day.cell(precision, Rule.SPAN),
    }


def _kind(case: Case) -> dict[str, Cell | None]:
    group, behind = target_group(case)
    told = [*behind, *case.told(ClaimRole.ATTACK_TYPE)]
    event, sub = _types(case, group)
    civilians = _CIVILIANS.lower() if group == "civilian" else None
    return {
        "disorder_type": cell(_VIOLENCE if event else None, Rule.TYPE if event else Rule.TYPE_OPEN, told),
        "event_type": cell(event, Rule.TYPE if event else Rule.TYPE_OPEN, told),
        "sub_event_type": _sub_event(case, sub, told),
        "civilian_targeting": cell("Civilians targeted", Rule.TARGET, behind) if civilians else None,
    }


def _sub_event(case: Case, sub: str | None, told: list[Claim]) -> Cell:
    """The sub-type; none where one report tells of a suicide attack and another denies that it was one."""
    behind = [*told, *suicide(case)]
    if case.incident.type is IncidentType.BOMBING and suicide(case) and no_suicide(case):
        return cell(None, Rule.SUICIDE_DIFFERS, [*behind, *no_suicide(case)])
    return cell(sub, Rule.TYPE if sub else Rule.TYPE_OPEN, behind)


def _types(case: Case, group: str | None) -> tuple[str | None, str | None]:
    """Type and sub-type; None where ACLED parts them by what is not told: who was hit, by what means."""
    kind = case.incident.type
    if kind in _REMOTE:
        suicidal = kind is IncidentType.BOMBING and suicide(case)
        return _EXPLOSIONS, "Suicide bomb" if suicidal else _REMOTE[kind]
    if kind is IncidentType.HOSTAGE_TAKING:
        return _AGAINST, "Abduction/forced disappearance"
    if kind is IncidentType.ARMED_ASSAULT and group == "civilian":
        return _AGAINST, "Attack"
    if kind is IncidentType.ARMED_ASSAULT and group in ("forces", "armed"):
        return "Battles", "Armed clash"
    return None, None


def _actors(case: Case, doer: Answer, land: Country | None) -> dict[str, Cell | None]:
    group, behind = target_group(case)
    first, inter1 = _first_actor(case, doer, land)
    where_name = land.acled if land else None
    second = f"{_CIVILIANS} ({where_name})" if group == "civilian" and where_name else None
    inter2 = _CIVILIANS if group == "civilian" else "State forces" if group == "forces" else None
    both = f"{inter1.value} – {inter2}" if inter1.value and inter2 else None
    others = [each.name for each in _heads(doer)[1:]]
    return {
        "actor1": first,
        "assoc_actor_1": cell("; ".join(others), doer.rule, doer.claims) if others else None,
        "inter1": inter1,
        "actor2": cell(second, Rule.TARGET if second else Rule.TARGET_OPEN, behind),
        "inter2": cell(inter2, Rule.TARGET if inter2 else Rule.TARGET_OPEN, behind),
        "interaction": cell(both, Rule.KIND_OF_ACTOR if both else _missing(inter1), [*doer.claims, *behind]),
    }


def _missing(inter1: Cell) -> Rule:
    return inter1.rule if inter1.undecided else Rule.TARGET_OPEN


def _heads(doer: Answer) -> list[Suspect]:
    """Those named, without the organisations of which another of them is a part."""
    wholes = {each.part_of for each in doer.named}
    return [each for each in doer.named if each.name not in wholes]


def _first_actor(case: Case, doer: Answer, land: Country | None) -> tuple[Cell, Cell]:
    if doer.named:
        head = _heads(doer)[0]
        name = cell(head.name, doer.rule, doer.claims, doer.why)
        return name, cell(_inter(head, case), Rule.KIND_OF_ACTOR, doer.claims)
    if doer.undecided:
        return cell(None, doer.rule, doer.claims, doer.why), cell(None, doer.rule, doer.claims)
    words = " ".join(claim.value.text for claim in described(case) if claim.value)
    if case.incident.type in _BY_ARMIES and not words:
        why = "whether an army or a group did it is not told"
        return cell(None, Rule.NOBODY, doer.claims, why), cell(None, Rule.NOBODY, doer.claims, why)
    form, inter = _unknown(words)
    known = land.acled if land else None
    why = "" if known else "the country is not known"
    name = cell(f"{form} ({known})" if known else None, Rule.NOBODY, doer.claims, why)
    return name, cell(inter, Rule.NOBODY, doer.claims)


def _unknown(words: str) -> tuple[str, str | None]:
    """ACLED's form for an actor that is not known, and its code; that of an army depends on whose it is."""
    if _MILITARY.search(words):
        return "Unidentified Military Forces", None
    if _COMMUNAL.search(words):
        return "Unidentified Communal Militia", _IDENTITY
    return "Unidentified Armed Group", _MILITIA


def _inter(actor: Suspect, case: Case) -> str | None:
    """State forces at home or abroad; whether a group is a rebel group or a militia is ACLED's to say."""
    if not actor.is_state or actor.country is None:
        return None
    here = where(case).country
    return None if here is None else _STATE if actor.country == here else _ABROAD


def _place(place: Where, land: Country | None) -> dict[str, Cell | None]:
    found = place.place
    city, province = place.exact, bool(found and found.precision == "admin1")
    precision = (2 if place.near else 1) if city else 3 if province else None
    return {
        "iso": _of_country(place, land.numeric if land else None),
        "region": _of_country(place, land.acled_region if land else None),
        "country": _of_country(place, land.acled if land else None),
        "admin1": _province(place),
        "location": place.cell(place.name),
        "latitude": place.cell(_degrees(found.latitude) if found and city else None),
        "longitude": place.cell(_degrees(found.longitude) if found and city else None),
        "geo_precision": place.cell(precision),
    }


def _province(place: Where) -> Cell:
    """The province that is told, or that of the town; of a place only near a town it may be the next one."""
    found = place.place
    if found is None or found.precision == "admin1":
        return place.cell(found.name if found else None)
    name = None
    if found.geoname and found.country and place.exact and not place.near:
        name = province_of(found.geoname, found.name, found.country)
    return cell(name, Rule.PROVINCE if name else Rule.NO_PROVINCE, place.claims, place.why)


def _of_country(place: Where, value: str | int | None) -> Cell | None:
    return cell(value, Rule.COUNTRY, place.claims) if place.country else None


def _degrees(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _sources(case: Case) -> dict[str, Cell | None]:
    names = [name.replace(";", ",") for name in origin_names(case)]
    return {"source": cell("; ".join(names), Rule.ORIGINS, case.claims) if names else None}


def _notes(case: Case, day: When, place: Where, land: Country | None) -> dict[str, Cell | None]:
    spot = place.place.name if place.place else land.name if land else None
    at = f"{spot}, {land.name}," if spot and land and spot != land.name else spot
    what = deed(case, place=at)
    begun = _on(day)
    first = Told(text=f"{begun}{what.text} was reported.", claims=what.claims)
    first = Told(text=first.text[:1].upper() + first.text[1:], claims=first.claims)
    text, claims = joined([first, *acled_attributions(case), *tolls(case)])
    tagged = tags(case)
    return {
        "notes": cell(text, Rule.SENTENCES, claims),
        "tags": cell(tagged.text, Rule.SENTENCES, tagged.claims) if tagged else None,
    }


def _on(day: When) -> str:
    if day.days is None:
        return ""
    if day.span == 1:
        return f"On {day_month(day.days.earliest)}, "
    return f"Between {day_month(day.days.earliest)} and {day_month(day.days.latest)}, "
