"""Who is said to have done it, from claims to the rows of the page: grouping, counting and ordering.

Copies collapse here: a line stands once however many reports print it. What makes one actor and one
speaker is :mod:`reportedly.assess`'s to say, so that the page counts as the grades do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportedly.assess import NOBODY
from reportedly.assess.actors import by_actor, is_description, plain, shown_name
from reportedly.records import (
    Assessment,
    Certainty,
    Claim,
    Incident,
    Source,
    SourceKind,
    SourceRole,
    Stance,
)
from reportedly.terminal import words
from reportedly.terminal.index import Index
from reportedly.terminal.model import ActorCard, Line
from reportedly.terminal.origins import told_apart
from reportedly.terminal.safe import visible

_SAYS_SO = frozenset({Stance.ALLEGES, Stance.ADMITS})
_STANCE_ORDER = (Stance.ADMITS, Stance.ALLEGES, Stance.UNCONFIRMED, Stance.DENIES, Stance.NO_CLAIM)
_SURE = (Certainty.CERTAIN, None, Certainty.PROBABLE, Certainty.POSSIBLE)
_PART_OF = "part of "
# A hedge is a word or a short phrase; a longer cue is shown when the claim is opened.
_HEDGE_CHARS = 32


@dataclass(frozen=True, slots=True)
class Ranked:
    """One actor of an incident, with what it is ranked by."""

    name: str
    key: str
    claims: list[Claim]
    speakers: int
    roots: int
    assessed: Assessment | None


def ranked_actors(index: Index, incident: Incident, claims: Sequence[Claim]) -> tuple[Ranked, ...]:
    """The actors of an incident: named ones first, those that most speak of before others, nobody last."""
    ranked = [_ranked(index, incident, key, group) for key, group in by_actor(claims).items()]
    return tuple(sorted(ranked, key=_rank))


def _rank(each: Ranked) -> tuple[bool, bool, int, int, int]:
    return not each.key, is_description(each.claims), -each.speakers, -each.roots, -len(each.claims)


def _ranked(index: Index, incident: Incident, key: str, claims: list[Claim]) -> Ranked:
    saying = [claim for claim in claims if claim.stance in _SAYS_SO]
    return Ranked(
        name=visible(shown_name(claims) or NOBODY),
        key=key,
        claims=claims,
        speakers=sum(spoken(index, saying).values()),
        roots=len({index.root(claim.report) for claim in saying}),
        assessed=_assessed(index, incident, claims),
    )


def actor_cards(index: Index, incident: Incident, claims: Sequence[Claim]) -> tuple[ActorCard, ...]:
    """The cards of :func:`ranked_actors`, in their order."""
    return tuple(_actor_card(index, each) for each in ranked_actors(index, incident, claims))


def _actor_card(index: Index, each: Ranked) -> ActorCard:
    assessed = each.assessed
    return ActorCard(
        name=each.name,
        lines=lines_of(index, each.claims),
        speakers=each.speakers,
        roots=each.roots,
        grade=visible(assessed.grade) if assessed else None,
        reasons=tuple(map(visible, _reasons(assessed))) if assessed else (),
        part_of=_part_of(assessed) if assessed else None,
        suggested=tuple(map(visible, _suggested(assessed))) if assessed else (),
    )


def _reasons(row: Assessment) -> Iterator[str]:
    """The verdict, what else speaks for the grade, and what the actor list says."""
    yield row.verdict or f"{row.grade}: {'; '.join(row.reasons)}"
    if row.verdict:
        yield from (reason for reason in row.reasons if reason not in row.verdict)
    yield from (f"{each}, by the actor list" for each in row.relations if not each.startswith(_PART_OF))


def _part_of(row: Assessment) -> str | None:
    return next((visible(each) for each in row.relations if each.startswith(_PART_OF)), None)


def _suggested(row: Assessment) -> Iterator[str]:
    if row.airwars_grade_suggested:
        yield f"Airwars grade suggested: {row.airwars_grade_suggested} ({row.airwars_why})"
    if row.admiralty_credibility_suggested:
        yield (
            f"Admiralty credibility suggested: {row.admiralty_credibility_suggested} ({row.admiralty_why})"
        )


def _assessed(index: Index, incident: Incident, claims: list[Claim]) -> Assessment | None:
    """By any of the names that claims use: in a part of a ledger another one may be the commonest."""
    names = {plain(shown_name([claim]) or NOBODY) for claim in claims}
    rows = index.assessments.get(incident.id, ())
    return next((row for row in rows if plain(row.actor) in names), None)


def lines_of(index: Index, claims: Iterable[Claim]) -> tuple[Line, ...]:
    """One line a stance and speaker, the surest and best-spoken first, headlines after the body."""
    grouped: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        grouped[words.stance_words(claim), index.speaker(claim)].append(claim)
    return tuple(
        _line(index, group) for group in sorted(grouped.values(), key=lambda g: _line_order(index, g))
    )


def _line_order(index: Index, group: list[Claim]) -> tuple[int, int, bool, bool, int]:
    claim, source = group[0], index.sources[group[0].source]
    voice = source.kind is SourceKind.REPORT
    stance, sure = _STANCE_ORDER.index(claim.stance), _SURE.index(claim.certainty)
    return stance, sure, voice, claim.in_headline, -source.number.min


def _line(index: Index, group: list[Claim]) -> Line:
    claim = min(group, key=lambda c: (len(c.via), c.in_headline, c.id))
    return Line(
        stance=words.stance_words(claim),
        speaker=words.speaker_words(index.sources[claim.source], in_headline=claim.in_headline),
        chains=index.chains(group),
        notes=tuple(_notes(index, group)),
        claim=claim.id,
        reports=len({each.report for each in group}),
        kind=claim.stance,
        sure=claim.certainty in (Certainty.CERTAIN, None),
    )


def _notes(index: Index, group: list[Claim]) -> Iterator[str]:
    claim, source = group[0], index.sources[group[0].source]
    if any(each.together for each in group):
        yield "in tandem"
    if claim.certainty not in (Certainty.CERTAIN, None):
        hedge = visible(" … ".join(span.text for span in claim.evidence.cue))
        if claim.stance is not Stance.ALLEGES:
            yield str(claim.certainty)
        if hedge and len(hedge) <= _HEDGE_CHARS:
            yield f"‘{hedge}’"
    if source.affiliation and source.affiliation.casefold() not in source.label.casefold():
        yield f"of {visible(source.affiliation)}"


def spoken(index: Index, claims: Iterable[Claim]) -> dict[Hashable, int]:
    """How many people speak at least, by speaker; the reports' own voices and relays left out."""
    counts: dict[Hashable, int] = {}
    for claim in claims:
        source = index.sources[claim.source]
        if source.kind is not SourceKind.REPORT and not _is_relay(index, claim, source):
            key = index.speaker(claim)
            counts[key] = max(counts.get(key, 0), source.number.min)
    return counts


def _is_relay(index: Index, claim: Claim, source: Source) -> bool:
    """Whether the source is an outlet that only hands on: it is credited, or stands in a chain."""
    if source.role is not SourceRole.MEDIA or source.kind is not SourceKind.ORGANISATION:
        return False
    report = index.reports[claim.report]
    relays = {*claim.via, *(credit.name for credit in report.credits), report.outlet or ""}
    return source.label.casefold() in {name.casefold() for name in relays}


def count_words(index: Index, claims: Sequence[Claim]) -> str:
    """How many roots and how many speakers stand behind what is said of the doer."""
    saying = [claim for claim in claims if claim.stance in _SAYS_SO]
    names = {index.root(claim.report): index.root_name(claim.report) for claim in saying}
    independent = f"Independent reporting: {len(names)}"
    if names:
        shown, more = told_apart(names, index.earliest)[:6], len(names) - 6
        independent += f" ({words.listed([*shown, *([f'{more} more'] if more > 0 else [])])})"
    return f"{independent}. {_speaker_count(index, saying)}"


def _speaker_count(index: Index, claims: Sequence[Claim]) -> str:
    total, hidden = 0, 0
    for speakers in _by_standing(index, claims).values():
        number = _at_least(speakers)
        total += number
        hidden += number if speakers[0].kind is SourceKind.ANONYMOUS else 0
    if not total:
        return "Speakers: none beside the reports themselves."
    if hidden == total:
        return f"Speakers: {total}, all unnamed." if total > 1 else "Speakers: 1, unnamed."
    if not hidden:
        return f"Speakers: {total}, all named." if total > 1 else "Speakers: 1, named."
    return f"Speakers: {total}, {hidden} of them unnamed."


def _by_standing(index: Index, claims: Iterable[Claim]) -> dict[Hashable, list[Source]]:
    """One source a speaker; unnamed ones by root and role, where one can be part of another."""
    counted: dict[Hashable, Source] = {}
    roots: dict[Hashable, str] = {}
    for claim in claims:
        if spoken(index, [claim]):
            counted.setdefault(index.speaker(claim), index.sources[claim.source])
            roots[index.speaker(claim)] = index.root(claim.report)
    standing: dict[Hashable, list[Source]] = defaultdict(list)
    for key, source in counted.items():
        unnamed = source.kind is SourceKind.ANONYMOUS and source.role is not SourceRole.UNKNOWN
        standing[(roots[key], source.role) if unnamed else key].append(source)
    return standing


def _at_least(speakers: Sequence[Source]) -> int:
    """Distinct people, counted low: 'one militia source' may be of that story's 'three militia sources'."""
    groups = sum(source.number.min for source in speakers if source.number.min > 1)
    return max(groups, sum(source.number.min for source in speakers if source.number.min <= 1))
