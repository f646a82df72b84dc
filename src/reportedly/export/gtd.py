"""Incidents in GTD's 135 columns, with the claims that three groups and a summary cannot hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import ClassVar

from reportedly.export.teams.actors import Suspect, found_by_a_court, suspects
from reportedly.export.teams.cases import Case
from reportedly.export.teams.cells import Cell, Rule, cell
from reportedly.export.teams.countries import Country, country
from reportedly.export.teams.kinds import Kind, has_subtypes, kind_of
from reportedly.export.teams.origins import cited, leads
from reportedly.export.teams.prose import (
    Told,
    bare,
    deed,
    gtd_responsibility,
    joined,
    motives,
    target_words,
    tolls,
    unclaimed,
    weapons,
)
from reportedly.export.teams.shared import kinds_told, no_suicide, subtypes_told, suicide, target_kind
from reportedly.export.teams.tables import Row, Table, TeamExporter
from reportedly.export.teams.tolls import differing, figures, most_recent
from reportedly.export.teams.whenwhere import When, Where, days_words, site, when, where
from reportedly.records import Claim, ClaimRole, IncidentType, Stance

_TARGETS = tuple(
    column
    for nth in (1, 2, 3)
    for column in (
        f"targtype{nth}", f"targtype{nth}_txt", f"targsubtype{nth}", f"targsubtype{nth}_txt", f"corp{nth}",
        f"target{nth}", f"natlty{nth}", f"natlty{nth}_txt",
    )
)  # fmt: skip
_WEAPONS = tuple(
    column
    for nth in (1, 2, 3, 4)
    for column in (f"weaptype{nth}", f"weaptype{nth}_txt", f"weapsubtype{nth}", f"weapsubtype{nth}_txt")
)
COLUMNS = (
    "eventid", "iyear", "imonth", "iday", "approxdate", "extended", "resolution", "country", "country_txt",
    "region", "region_txt", "provstate", "city", "latitude", "longitude", "specificity", "vicinity",
    "location", "summary", "crit1", "crit2", "crit3", "doubtterr", "alternative", "alternative_txt",
    "multiple", "success", "suicide", "attacktype1", "attacktype1_txt", "attacktype2", "attacktype2_txt",
    "attacktype3", "attacktype3_txt", *_TARGETS, "gname", "gsubname", "gname2", "gsubname2", "gname3",
    "gsubname3", "motive", "guncertain1", "guncertain2", "guncertain3", "individual", "nperps", "nperpcap",
    "claimed", "claimmode", "claimmode_txt", "claim2", "claimmode2", "claimmode2_txt", "claim3",
    "claimmode3", "claimmode3_txt", "compclaim", *_WEAPONS, "weapdetail", "nkill", "nkillus", "nkillter",
    "nwound", "nwoundus", "nwoundte", "property", "propextent", "propextent_txt", "propvalue",
    "propcomment", "ishostkid", "nhostkid", "nhostkidus", "nhours", "ndays", "divert", "kidhijcountry",
    "ransom", "ransomamt", "ransomamtus", "ransompaid", "ransompaidus", "ransomnote", "hostkidoutcome",
    "hostkidoutcome_txt", "nreleased", "addnotes", "scite1", "scite2", "scite3", "dbsource", "INT_LOG",
    "INT_IDEO", "INT_MISC", "INT_ANY", "related",
)  # fmt: skip
"""GTD's own, in the order of its files. The id of the incident stands in ``addnotes``."""

UNKNOWN = "Unknown"
_YES, _NO, _NOT_KNOWN = 1, 0, -9
_GROUPS = 3
_ATTACKS = {
    IncidentType.ASSASSINATION: (1, "Assassination"),
    IncidentType.ARMED_ASSAULT: (2, "Armed Assault"),
    IncidentType.BOMBING: (3, "Bombing/Explosion"),
    IncidentType.AIR_OR_DRONE_STRIKE: (3, "Bombing/Explosion"),
    IncidentType.SHELLING: (3, "Bombing/Explosion"),
    IncidentType.HIJACKING: (4, "Hijacking"),
    IncidentType.INFRASTRUCTURE: (7, "Facility/Infrastructure Attack"),
    IncidentType.UNARMED_ASSAULT: (8, "Unarmed Assault"),
    IncidentType.UNKNOWN: (9, UNKNOWN),
}
"""Taking hostages is two codes, with and without a barricade; which of the two is not told."""
_HOSTAGES = frozenset({IncidentType.HOSTAGE_TAKING, IncidentType.HIJACKING})
_CALLS = frozenset({2, 3})
"""Calls after and before the attack: loaders differ on which is which, so that the label alone is written."""
_UNKNOWN_CHANNEL = (10, UNKNOWN)
_PRECISION = {"city": 1, "admin1": 4, "country": 5}
"""GTD's specificity: 1 the town, 4 the middle of a province, 5 not known."""


class GtdExporter(TeamExporter):
    """Incidents in GTD's 135 columns, joined by `addnotes`, the claims, and the rule behind each cell."""

    name: ClassVar[str] = "gtd"

    def tables(self) -> tuple[Table, ...]:
        """One row an incident."""
        return (Table(file="events.csv", columns=COLUMNS, rows=_rows),)


def _rows(case: Case) -> Iterator[Row]:
    day, place = when(case), where(case)
    land = country(place.country)
    row = {
        **_days(day),
        **_place(case, place, land),
        **_kind(case),
        **_target(case),
        **_groups(case),
        **_claims(case),
        **_weapons(case),
        "nkill": most_recent(case, ClaimRole.KILLED),
        "nwound": most_recent(case, ClaimRole.WOUNDED),
        "summary": _summary(case, day, place, land),
        "motive": _sentence(motives(case)),
        "addnotes": _addnotes(case, day),
        **_cited(case),
    }
    yield {column: made for column, made in row.items() if made is not None}


def _days(day: When) -> dict[str, Cell | None]:
    """Year, month and day; 0 for a month or day that the claims leave open, as GTD has it."""
    if day.days is None:
        return {column: day.cell(None) for column in ("iyear", "imonth", "iday")}
    first, last = day.days.earliest, day.days.latest
    same_month = (first.year, first.month) == (last.year, last.month)
    approximate = day.cell(days_words(day.days)) if day.span > 1 else None
    return {
        "iyear": day.cell(first.year if first.year == last.year else None),
        "imonth": day.cell(first.month if same_month else 0),
        "iday": day.cell(first.day if day.span == 1 else 0),
        "approxdate": approximate,
    }


def _place(case: Case, place: Where, land: Country | None) -> dict[str, Cell | None]:
    found, named = place.place, site(case)
    precision = found.precision if found else "unknown"
    located = f"The incident occurred at {named[0]}." if named else ""
    return {
        "country_txt": _of_country(place, land.gtd if land else None),
        "region": _of_country(place, land.gtd_region if land else None),
        "region_txt": _of_country(place, land.gtd_region_name if land else None),
        "provstate": place.cell(found.name) if found and precision == "admin1" else None,
        "city": place.cell(_city(place)),
        "latitude": place.cell(found.latitude if found and place.exact else None),
        "longitude": place.cell(found.longitude if found and place.exact else None),
        "specificity": place.cell(_PRECISION.get(precision, 5)),
        "vicinity": place.cell(_YES if place.near else _NO) if precision == "city" else None,
        "location": cell(located, Rule.SITE, named[1]) if named else None,
    }


def _city(place: Where) -> str | None:
    """A town by its name, 'Unknown' where only a province or country is told; None where it may be a town."""
    precision = place.place.precision if place.place else "unknown"
    return place.name if precision == "city" else UNKNOWN if precision in _PRECISION else None


def _of_country(place: Where, value: str | int | None) -> Cell | None:
    return cell(value, Rule.COUNTRY, place.claims) if place.country else None


def _kind(case: Case) -> dict[str, Cell | None]:
    incident, told = case.incident, case.told(ClaimRole.ATTACK_TYPE)
    failed = incident.attempt and incident.type is not IncidentType.ASSASSINATION
    return {
        **{column: cell(None, Rule.JUDGEMENT) for column in ("crit1", "crit2", "crit3", "doubtterr")},
        **_attack(case),
        "success": cell(None, Rule.TYPE_OPEN)
        if failed
        else cell(_NO if incident.attempt else _YES, Rule.TYPE),
        "suicide": _suicide(case),
        "ishostkid": cell(_YES if incident.type in _HOSTAGES else _NO, Rule.TYPE, told),
    }


def _attack(case: Case) -> dict[str, Cell | None]:
    """The kind that claims of the kind of attack give, by their words; where none does, the incident's."""
    told = kinds_told(case, "attack", ClaimRole.ATTACK_TYPE)
    if not told:
        code, label = _ATTACKS.get(case.incident.type, (None, None))
        behind, rule, why = case.told(ClaimRole.ATTACK_TYPE), Rule.TYPE if code else Rule.TYPE_OPEN, ""
    else:
        (kind, claims), *others = told
        most = len(case.root_ids(claims))
        rivals = any(len(case.root_ids(group)) == most for _, group in others)
        code, label = (None, None) if rivals else (kind.code, kind.label)
        rule = Rule.ATTACK_DIFFER if rivals else Rule.ATTACK_WORDS
        behind = [claim for _, group in told for claim in group]
        why = "; ".join(each.label for each, _ in told) if others else ""
    return {
        "attacktype1": cell(code, rule, behind, why),
        "attacktype1_txt": cell(label, rule, behind, why),
    }


def _suicide(case: Case) -> Cell:
    told, denied = suicide(case), no_suicide(case)
    if told and denied:
        return cell(None, Rule.SUICIDE_DIFFERS, [*told, *denied])
    return cell(_YES if told else _NO, Rule.SUICIDE, [*told, *denied])


def _subtype(case: Case, which: str, kind: Kind, claims: list[Claim], column: str) -> dict[str, Cell | None]:
    """The label of a subtype; its number is GTD's to add, for the table has labels only."""
    if not has_subtypes(kind, which):
        return {}
    found, behind, why = subtypes_told(case, which, kind, claims)
    rule = Rule.SUBTYPE if found else Rule.SUBTYPE_OPEN
    return {
        column: cell(None, Rule.SUBTYPE_CODE if found else rule, behind, why),
        f"{column}_txt": cell(found.label if found else None, rule, behind, why),
    }


def _target(case: Case) -> dict[str, Cell | None]:
    kind, behind, rule = target_kind(case)
    if not behind:
        return {}
    words = target_words(case)
    name = bare(words[0]) if words else None
    return {
        "targtype1": cell(kind.code if kind else None, rule, behind),
        "targtype1_txt": cell(kind.label if kind else None, rule, behind),
        **(_subtype(case, "target", kind, behind, "targsubtype1") if kind else {}),
        "target1": cell(name[:1].upper() + name[1:], Rule.TARGET_WORDS, words[1]) if words and name else None,
    }


def _ranked(case: Case) -> tuple[list[Suspect], list[Suspect]]:
    """Groups by independent support, and the states and their forces, which GTD does not name as groups."""
    said = [each for each in suspects(case) if each.said]
    groups = [each for each in said if not each.is_state]
    ranked = sorted(groups, key=lambda each: (-_support(each), not each.claimed, each.name))
    return ranked, [each for each in said if each.is_state]


def _support(suspect: Suspect) -> int:
    return suspect.row.counts.roots_saying if suspect.row.counts else 0


def _slots(case: Case) -> list[tuple[Suspect, Suspect | None]]:
    """Up to three groups, each with a part of it that is named as well."""
    ranked, _ = _ranked(case)
    names = {each.name for each in ranked}
    wholes = [each for each in ranked if each.part_of not in names]
    parts = {each.part_of: each for each in reversed(ranked) if each.part_of in names}
    return [(each, parts.get(each.name)) for each in islice(wholes, _GROUPS)]


def _groups(case: Case) -> dict[str, Cell | None]:
    ranked, states = _ranked(case)
    slots = _slots(case)
    if not slots:
        return _no_group(case, states)
    why = "; ".join(f"{each.name}: {_origins(each)}" for each in ranked) if len(ranked) > 1 else ""
    row: dict[str, Cell | None] = {}
    for nth, (group, part) in enumerate(slots, start=1):
        suffix = "" if nth == 1 else str(nth)
        row[f"gname{suffix}"] = cell(group.name, Rule.BY_SUPPORT, group.claims, why)
        if part:
            row[f"gsubname{suffix}"] = cell(part.name, Rule.BY_SUPPORT, part.claims)
        row[f"guncertain{nth}"] = cell(_uncertain(case, group), Rule.COURT, group.claims, group.row.verdict)
    return row


def _no_group(case: Case, states: list[Suspect]) -> dict[str, Cell | None]:
    if states:
        named = "; ".join(each.name for each in states)
        return {"gname": cell(None, Rule.NO_STATES, [c for each in states for c in each.claims], named)}
    return {"gname": cell(UNKNOWN, Rule.NOBODY, case.told(ClaimRole.PERPETRATOR, *Stance))}


def _origins(suspect: Suspect) -> str:
    count = _support(suspect)
    return f"{count} independent origin{'' if count == 1 else 's'}"


def _uncertain(case: Case, group: Suspect) -> int:
    """0 where it claims the attack and nobody contests that, or a court is said to have found it; else 1."""
    confirmed = (group.claimed and group.sure) or (found_by_a_court(case, group) and not group.contested)
    return _NO if confirmed else _YES


def _claims(case: Case) -> dict[str, Cell | None]:
    """Who claimed it, through what channel, and whether several did."""
    slots = [group for group, _ in _slots(case)]
    row: dict[str, Cell | None] = {}
    claimants = [each for each in suspects(case) if each.claimed]
    apart = [each for each in claimants if each.part_of not in {other.name for other in claimants}]
    for nth, group in enumerate(slots, start=1):
        column, mode = ("claimed", "claimmode") if nth == 1 else (f"claim{nth}", f"claimmode{nth}")
        own = group.by(Stance.ADMITS)
        row[column] = cell(
            _YES if own else _denied_or_unknown(case, group), Rule.SELF_CLAIM, own or group.claims
        )
        if own:
            row |= _mode(case, own, mode)
    if not slots:
        unowned = unclaimed(case)
        row["claimed"] = cell(_NO if unowned else _NOT_KNOWN, Rule.SELF_CLAIM, unowned)
    if apart:
        behind = [claim for each in apart for claim in each.by(Stance.ADMITS)]
        row["compclaim"] = cell(_YES if len(apart) > 1 else _NO, Rule.CLAIMANTS, behind)
    return row


def _denied_or_unknown(case: Case, group: Suspect) -> int:
    """0 where it is said that nobody, or not this group, has claimed it, or it denies it; else not known."""
    own_denial = group.by(Stance.DENIES, Stance.NO_CLAIM)
    return _NO if own_denial or unclaimed(case) else _NOT_KNOWN


def _mode(case: Case, own: list[Claim], column: str) -> dict[str, Cell | None]:
    told = [(kind, claim) for claim in own if (kind := kind_of("channel", case.sentence(claim)))]
    if not told:
        code, label = _UNKNOWN_CHANNEL
        return {column: cell(code, Rule.CHANNEL, own), f"{column}_txt": cell(label, Rule.CHANNEL, own)}
    roots = {kind: case.root_ids(claim for other, claim in told if other == kind) for kind, _ in told}
    kind = min(roots, key=lambda each: (-len(roots[each]), each.code))
    behind = [claim for _, claim in told]
    why = "; ".join(sorted({each.label for each in roots})) if len(roots) > 1 else ""
    swapped = kind.code in _CALLS
    return {
        column: cell(
            None if swapped else kind.code,
            Rule.CHANNEL,
            behind,
            "loaders differ on this code" if swapped else why,
        ),
        f"{column}_txt": cell(kind.label, Rule.CHANNEL, behind, why),
    }


def _weapons(case: Case) -> dict[str, Cell | None]:
    told = kinds_told(case, "weapon", ClaimRole.WEAPON)
    row: dict[str, Cell | None] = {}
    for nth, (kind, claims) in enumerate(told[:4], start=1):
        row[f"weaptype{nth}"] = cell(kind.code, Rule.WEAPONS, claims)
        row[f"weaptype{nth}_txt"] = cell(kind.label, Rule.WEAPONS, claims)
        row |= _subtype(case, "weapon", kind, claims, f"weapsubtype{nth}")
    detail = weapons(case)
    if detail and not told:
        row["weaptype1"] = cell(None, Rule.WEAPONS, detail.claims, detail.text)
    row["weapdetail"] = _sentence(detail)
    return row


def _summary(case: Case, day: When, place: Where, land: Country | None) -> Cell:
    spot = place.place.name if place.place else None
    at = ", ".join(dict.fromkeys(each for each in (spot, land.name if land else None) if each))
    what = deed(case, place=f"{at}," if "," in at else at or None)
    started = f"{day.days.earliest:%m/%d/%Y}: " if day.days and day.span == 1 else ""
    text = f"{started}{what.text[:1].upper()}{what.text[1:]} was reported."
    told, claims = joined([Told(text=text, claims=what.claims), *tolls(case), *gtd_responsibility(case)])
    return cell(told, Rule.SENTENCES, claims)


def _addnotes(case: Case, day: When) -> Cell:
    """The id of the incident, and what GTD keeps there: tolls that conflict, and whom no column can name."""
    parts, behind = [f"Claim ledger: {case.incident.id}."], list[Claim]()
    for role, word in ((ClaimRole.KILLED, "fatalities"), (ClaimRole.WOUNDED, "injuries")):
        found = figures(case, role)
        if conflict := differing(found):
            parts.append(f"Sources conflict on the number of {word}: {conflict}.")
            behind += [claim for each in found for claim in each.claims]
    ranked, states = _ranked(case)
    named = {each.name for pair in _slots(case) for each in pair if each}
    left = [each for each in (*ranked, *states) if each.name not in named]
    if left:
        parts.append(f"Also named: {', '.join(each.name for each in left)}.")
        behind += [claim for each in left for claim in each.claims]
    if day.why:
        parts.append(f"Days given: {day.why}.")
        behind += day.claims
    return cell(" ".join(parts), Rule.JOIN, behind)


def _cited(case: Case) -> dict[str, Cell | None]:
    found = leads(case)
    row: dict[str, Cell | None] = {
        f"scite{nth}": cell(cited(lead), Rule.LEADING, lead.claims)
        for nth, lead in enumerate(found[:3], start=1)
    }
    return row


def _sentence(told: Told | None) -> Cell | None:
    return cell(told.text, Rule.SENTENCES, told.claims) if told else None
