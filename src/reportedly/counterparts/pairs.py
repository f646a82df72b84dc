"""Which rows of a team's table are about which attacks, and what of each pair agrees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportedly.assess.actors import alike
from reportedly.assess.interests import belong_together
from reportedly.counterparts.rows import TeamRow, Unread
from reportedly.export.teams.actors import Answer, Suspect, answer, suspects
from reportedly.export.teams.cases import Case, cases_of
from reportedly.export.teams.countries import country
from reportedly.export.teams.origins import origin_names
from reportedly.export.teams.tolls import Figure, count_words, figures
from reportedly.export.teams.whenwhere import NEAR_KM, days_words, when, where
from reportedly.language.actors import find_actors
from reportedly.language.distance import kilometres
from reportedly.language.gazetteer import fold
from reportedly.language.words import tokenise
from reportedly.records import ClaimRole, DateRange, LedgerView, Place

DAYS_APART = 1
"""Of a row and an attack: reports and coders differ by a day where it happened at night or far away."""
FAR_KM = 50.0
"""Beyond this, places that both are known to a point are not of one attack."""


class Verdict(StrEnum):
    """How a value of a row stands to what the reports say."""

    AGREES = "agrees"
    DIFFERS = "differs"
    CONTESTED = "named there, contested here"
    OPEN = "open here"
    ONLY_THERE = "only in the table"
    ONLY_HERE = "only in the reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One thing of a pair, in words of either side; empty where a side says nothing of it."""

    what: str
    there: str
    here: str
    verdict: Verdict
    claims: tuple[str, ...] = ()
    """Ids of the claims behind what the reports say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """One row and the attack that it is about."""

    row: TeamRow
    incident: str
    summary: str
    others: tuple[str, ...]
    """Attacks that fit as well: somebody has to look."""
    compared: tuple[Compared, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """What a table and a ledger have in common, and what only one of them has."""

    pairings: tuple[Pairing, ...]
    """In the order of the table's lines."""
    rows: tuple[TeamRow, ...]
    """Rows without an attack."""
    incidents: tuple[tuple[str, str], ...]
    """Id and summary of attacks without a row; those told in passing left out."""
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """A case with what a row is held against, worked out once."""

    case: Case
    days: DateRange | None
    place: Place | None
    country: str | None
    named: tuple[Suspect, ...]
    figures: tuple[Figure, ...]
    answer: Answer


def match(view: LedgerView, rows: Iterable[TeamRow], unread: Sequence[Unread] = ()) -> Matching:
    """Find the attack of each row, by day, place and actors, and compare the two.

    A row and an attack belong together where their days are at most one apart and their places at most 50 km,
    or, where either has no point, of one name or country. Of several attacks the best is taken; those that
    fit as well are named.
    """
    known = [_known(case) for case in cases_of(view)]
    pairings, alone = [], []
    matched: set[str] = set()
    for row in sorted(rows, key=lambda row: row.line):
        scored = [(score, each) for each in known if (score := _fit(row, each)) is not None]
        if not scored:
            alone.append(row)
            continue
        best = max(score for score, _ in scored)
        fitting = [each for score, each in scored if score == best]
        chosen, *others = sorted(fitting, key=lambda each: each.case.incident.id)
        matched.add(chosen.case.incident.id)
        pairings.append(
            Pairing(
                row=row,
                incident=chosen.case.incident.id,
                summary=chosen.case.incident.summary,
                others=tuple(each.case.incident.id for each in others),
                compared=tuple(_compared(row, chosen)),
            )
        )
    left = [
        (each.case.incident.id, each.case.incident.summary)
        for each in known
        if each.case.incident.id not in matched and not each.case.incident.background
    ]
    return Matching(
        pairings=tuple(pairings), rows=tuple(alone), incidents=tuple(sorted(left)), unread=tuple(unread)
    )


def _known(case: Case) -> _Known:
    place = where(case)
    return _Known(
        case=case,
        days=when(case).days or case.incident.date,
        place=place.place or case.incident.place,
        country=place.country,
        named=tuple(each for each in suspects(case) if each.said),
        figures=tuple(figures(case, ClaimRole.KILLED)),
        answer=answer(case),
    )


def _fit(row: TeamRow, known: _Known) -> tuple[int, int, int, int] | None:
    """How well an attack fits a row: place, day, actors, claims; None where it cannot be the same."""
    if row.days is None or known.days is None or not row.days.near(known.days, days=DAYS_APART):
        return None
    place = _place_fit(row, known)
    if place is None:
        return None
    return (
        place,
        int(row.days.near(known.days)),
        int(any(_same(name, each) for name in row.actors for each in known.named)),
        -int(known.case.incident.background),
    )


def _place_fit(row: TeamRow, known: _Known) -> int | None:
    """3 the same town, 2 near it, 1 the same country only; None where it is another."""
    theirs, ours = row.place, known.place
    if theirs and ours and theirs.name and fold(theirs.name) == fold(ours.name):
        return 3
    apart = kilometres(theirs, ours) if theirs and ours and ours.precision == "city" else None
    if apart is not None:
        return 3 if apart <= NEAR_KM else 2 if apart <= FAR_KM else None
    land = country(known.country)
    names = {fold(each) for each in (land.name, land.acled, land.gtd, land.ucdp) if each} if land else set()
    return 1 if fold(row.country) in names else None


def _compared(row: TeamRow, known: _Known) -> Iterable[Compared]:
    told = (compare(row, known) for compare in (_days, _places, _doers, _tolls, _origins))
    yield from filter(None, told)


def _days(row: TeamRow, known: _Known) -> Compared | None:
    if row.days is None or known.days is None:
        return None
    verdict = Verdict.AGREES if row.days.near(known.days) else Verdict.DIFFERS
    claims = when(known.case).claims
    return _line("day", days_words(row.days), days_words(known.days), verdict, claims)


def _places(row: TeamRow, known: _Known) -> Compared | None:
    there, here = (row.place.name if row.place else ""), (known.place.name if known.place else "")
    claims = where(known.case).claims
    if not there or not here:
        return _one_sided("place", there, here, claims)
    fit = _place_fit(row, known)
    apart = kilometres(row.place, known.place) if row.place and known.place else None
    distance = f" ({apart:.0f} km apart)" if apart is not None and apart >= 1 else ""
    return _line("place", there, f"{here}{distance}", Verdict.AGREES if fit == 3 else Verdict.DIFFERS, claims)


def _doers(row: TeamRow, known: _Known) -> Compared | None:
    there = ", ".join(row.actors)
    here = "; ".join(f"{each.name}: {each.row.grade}" for each in known.named)
    claims = tuple(dict.fromkeys(claim for each in known.named for claim in each.said))
    if not there or not here:
        return _one_sided("doer", there, here, claims or known.answer.claims)
    same = [each for each in known.named if any(_same(name, each) for name in row.actors)]
    if not same:
        return _line("doer", there, here, Verdict.DIFFERS, claims)
    written = {each.name for each in known.answer.named}
    if any(each.name in written for each in same):
        return _line("doer", there, here, Verdict.AGREES, claims)
    contested = any(each.contested for each in same)
    return _line("doer", there, here, Verdict.CONTESTED if contested else Verdict.OPEN, claims)


def _tolls(row: TeamRow, known: _Known) -> Compared | None:
    there = count_words(row.killed) if row.killed else ""
    here = "; ".join(each.words for each in known.figures)
    claims = tuple(claim for each in known.figures for claim in each.claims)
    if not there or not here:
        return _one_sided("killed", there, here, claims)
    given = row.killed
    agrees = given is not None and any(
        each.number.min <= (given.max if given.max is not None else given.min)
        and given.min <= (each.number.max if each.number.max is not None else each.number.min)
        for each in known.figures
    )
    return _line("killed", there, here, Verdict.AGREES if agrees else Verdict.DIFFERS, claims)


def _origins(row: TeamRow, known: _Known) -> Compared | None:
    """Origins that the row does not name; that it names more says nothing."""
    names = origin_names(known.case)
    there, here = "; ".join(row.sources), "; ".join(names)
    if not there or not here:
        return _one_sided("sources", there, here, ())
    cited = [fold(each) for each in row.sources]
    missing = any(not any(fold(name) in each or each in fold(name) for each in cited) for name in names)
    return _line("sources", there, here, Verdict.DIFFERS if missing else Verdict.AGREES, ())


def _one_sided(what: str, there: str, here: str, claims: Sequence[object]) -> Compared | None:
    if not there and not here:
        return None
    return _line(what, there, here, Verdict.ONLY_THERE if there else Verdict.ONLY_HERE, claims)


def _line(what: str, there: str, here: str, verdict: Verdict, claims: Sequence[object]) -> Compared:
    ids = sorted({str(getattr(claim, "id", "")) for claim in claims})
    return Compared(what=what, there=there, here=here, verdict=verdict, claims=tuple(filter(None, ids)))


def _same(name: str, suspect: Suspect) -> bool:
    """Whether a table's name is an actor of ours: by the actor list, or by its words."""
    theirs = {hit.actor.id for hit in find_actors([token.text for token in tokenise(name)])}
    ours = suspect.listed
    if ours and theirs:
        return any(each == ours or belong_together(each, ours) for each in theirs)
    return alike(name, suspect.name)


def to_json(matching: Matching) -> dict[str, object]:
    """What ``reportedly match --format json`` prints."""
    return {
        "format": "reportedly-matching",
        "version": 1,
        "pairings": [
            {
                "line": each.row.line,
                "row": each.row.id,
                "incident": each.incident,
                "others": list(each.others),
                "compared": [
                    {
                        "what": one.what,
                        "there": one.there,
                        "here": one.here,
                        "verdict": one.verdict.value,
                        "claims": list(one.claims),
                    }
                    for one in each.compared
                ],
            }
            for each in matching.pairings
        ],
        "rows": [{"line": row.line, "row": row.id} for row in matching.rows],
        "incidents": [{"incident": incident, "summary": summary} for incident, summary in matching.incidents],
        "unread": [{"line": each.line, "reason": each.reason} for each in matching.unread],
    }
