"""Who says what of whom: actors by speakers, the speakers grouped by the origin they are heard over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reportedly.assess.actors import is_description
from reportedly.pictures.case import Case, by_speaker
from reportedly.records import Certainty, Claim, ClaimRole, Stance
from reportedly.terminal import words

SEVERAL = "heard over several origins"
"""The group of speakers whom no single origin has to itself."""

STANCES = (Stance.ADMITS, Stance.ALLEGES, Stance.DENIES, Stance.UNCONFIRMED, Stance.NO_CLAIM)
"""The order in which stances are shown."""
_SAYS_SO = frozenset({Stance.ALLEGES, Stance.ADMITS})
_SUREST = (Certainty.CERTAIN, None, Certainty.PROBABLE, Certainty.POSSIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One stance of one speaker towards one actor, as sure as it is said anywhere."""

    stance: Stance
    certainty: Certainty | None
    words: str
    """'alleged', 'probably', 'denies (as backer)', 'alleged, taken back'."""
    supporter: bool
    headline: bool
    """It stands in headlines only."""
    taken_back: bool
    """Every report that had it has taken it back since."""
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One column: a speaker or group of speakers, over all reports that quote it."""

    name: str
    origins: tuple[str, ...]
    own_words: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Neighbouring columns with one origin; ``columns`` of them."""

    name: str
    columns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One actor; ``cells`` has the marks of each column, none where the speaker does not speak of it."""

    actor: str
    named: bool
    """False for the row of claims that name nobody."""
    grade: str
    cells: tuple[tuple[Mark, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Every claim of the incident's doers stands in exactly one mark, what was left out apart."""

    rows: tuple[Row, ...]
    speakers: tuple[Speaker, ...]
    groups: tuple[Group, ...]
    more_actors: int = 0
    more_speakers: int = 0


def matrix_of(case: Case) -> Matrix:
    """The whole matrix: named actors before described ones, nobody last; those said by most origins first."""
    columns = _columns(case)
    groups = _groups(columns)
    ordered = [key for members in groups.values() for key in members]
    return Matrix(
        rows=tuple(_row(case, key, ordered) for key in sorted(case.actors, key=lambda k: _rank(case, k))),
        speakers=tuple(columns[key] for key in ordered),
        groups=tuple(Group(name=name, columns=len(members)) for name, members in groups.items()),
    )


def statement(mark: Mark, row: Row) -> str:
    """A mark with the actor it is about: 'denies: Veld', 'nobody has claimed responsibility'."""
    if row.named:
        return f"{mark.words}: {row.actor}"
    return f"nobody {mark.words}" if mark.stance is Stance.NO_CLAIM else f"{mark.words} who did it"


def limited(matrix: Matrix, *, rows: int, columns: int) -> Matrix:
    """At most so many actors and speakers: the first actors, and for each a speaker who speaks of many.

    What room is left goes to those who speak of most of the actors shown.
    """
    kept_rows = matrix.rows[:rows]
    spoken = [sum(bool(row.cells[at]) for row in kept_rows) for at in range(len(matrix.speakers))]
    ranked = sorted((at for at, count in enumerate(spoken) if count), key=lambda at: (-spoken[at], at))
    leading = [next(at for at in ranked if row.cells[at]) for row in kept_rows]
    keep = sorted(list(dict.fromkeys([*leading, *ranked]))[:columns])
    return replace(
        matrix,
        rows=tuple(replace(row, cells=tuple(row.cells[at] for at in keep)) for row in kept_rows),
        speakers=tuple(matrix.speakers[at] for at in keep),
        groups=_thinned(matrix.groups, set(keep)),
        more_actors=len(matrix.rows) - len(kept_rows),
        more_speakers=len(matrix.speakers) - len(keep),
    )


def _thinned(groups: Iterable[Group], keep: set[int]) -> tuple[Group, ...]:
    thinned, at = [], 0
    for group in groups:
        left = len(keep & set(range(at, at + group.columns)))
        at += group.columns
        thinned += [replace(group, columns=left)] if left else []
    return tuple(thinned)


def _columns(case: Case) -> Mapping[Hashable, Speaker]:
    return {
        key: Speaker(
            name=case.speaker_name(claims[0]),
            origins=case.origins(claims),
            own_words=case.own_words(claims[0]),
        )
        for key, claims in by_speaker(case, case.doing).items()
    }


def _groups(columns: Mapping[Hashable, Speaker]) -> Mapping[str, list[Hashable]]:
    """Columns by origin: the origin with most speakers first, speakers of several before all."""
    grouped: dict[str, list[Hashable]] = defaultdict(list)
    for key, speaker in columns.items():
        grouped[speaker.origins[0] if len(speaker.origins) == 1 else ""].append(key)
    names = sorted(grouped, key=lambda name: (bool(name), -len(grouped[name]), name))
    return {
        name or SEVERAL: sorted(grouped[name], key=lambda key: _column_rank(columns[key], key))
        for name in names
    }


def _column_rank(speaker: Speaker, key: Hashable) -> tuple[object, ...]:
    return speaker.own_words, -len(speaker.origins), speaker.name.casefold(), str(key)


def _rank(case: Case, key: str) -> tuple[object, ...]:
    claims = case.actors[key]
    saying = [claim for claim in claims if claim.stance in _SAYS_SO]
    counts = (-len(case.origins(saying)), -len(by_speaker(case, saying)), -len(claims))
    return not key, is_description(claims), *counts, case.actor_name(key), key


def _row(case: Case, key: str, columns: Sequence[Hashable]) -> Row:
    said = by_speaker(case, case.actors[key])
    assessed = case.assessed(key)
    return Row(
        actor=case.actor_name(key),
        named=bool(key),
        grade=assessed.grade if assessed else "",
        cells=tuple(_marks(case, said.get(column, ())) for column in columns),
    )


def _marks(case: Case, claims: Iterable[Claim]) -> tuple[Mark, ...]:
    grouped: dict[tuple[int, bool], list[Claim]] = defaultdict(list)
    for claim in claims:
        grouped[STANCES.index(claim.stance), claim.role is ClaimRole.SUPPORTER].append(claim)
    return tuple(_mark(case, grouped[key]) for key in sorted(grouped))


def _mark(case: Case, claims: Sequence[Claim]) -> Mark:
    standing = [claim for claim in claims if claim.id not in case.taken_back]
    surest = min(standing or claims, key=lambda claim: (_SUREST.index(claim.certainty), claim.id))
    told = words.stance_words(surest)
    return Mark(
        stance=surest.stance,
        certainty=surest.certainty,
        words=told if standing else f"{told}, taken back",
        supporter=surest.role is ClaimRole.SUPPORTER,
        headline=all(claim.in_headline for claim in claims),
        taken_back=not standing,
        claims=tuple(sorted(claim.id for claim in claims)),
    )
