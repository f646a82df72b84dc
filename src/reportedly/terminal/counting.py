"""From a ledger view to the rows of the terminal page: grouping, counting and ordering.

Copies collapse here: a line stands once however many reports print it. Unnamed speakers are one
speaker only within one root and under one description; named ones wherever they are named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reportedly.records import Certainty, Claim, Incident, Source, SourceKind, SourceRole, Stance
from reportedly.terminal import words
from reportedly.terminal.index import Index
from reportedly.terminal.model import ActorCard, Line
from reportedly.terminal.safe import visible

_STANCE_ORDER = (Stance.ADMITS, Stance.ALLEGES, Stance.UNCONFIRMED, Stance.DENIES, Stance.NO_CLAIM)
_SURE = (Certainty.CERTAIN, None, Certainty.PROBABLE, Certainty.POSSIBLE)
# A hedge is a word or a short phrase; a longer cue is shown when the claim is opened.
_HEDGE_CHARS = 32


def actor_key(claim: Claim) -> str:
    """What makes two values one actor: its id, or else its name; empty where nobody is named."""
    if claim.value is None:
        return ""
    return (claim.value.id or claim.value.name or claim.value.text).casefold()


def actor_cards(index: Index, incident: Incident, claims: Sequence[Claim]) -> tuple[ActorCard, ...]:
    """The actors of an incident, those that most speakers speak of first, nobody last."""
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        grouped[actor_key(claim)].append(claim)
    cards = [(key, _actor_card(index, incident, group)) for key, group in grouped.items()]
    ranked = sorted(cards, key=lambda card: (not card[0], -card[1].speakers, -len(grouped[card[0]])))
    return tuple(card for _, card in ranked)


def _actor_card(index: Index, incident: Incident, claims: list[Claim]) -> ActorCard:
    names = {visible(claim.value.name or claim.value.text): None for claim in claims if claim.value}
    alleging = [claim for claim in claims if claim.stance in (Stance.ALLEGES, Stance.ADMITS)]
    grade = next(
        (a for a in index.view.assessments if a.incident == incident.id and a.actor in names),
        None,
    )
    return ActorCard(
        name=next(iter(names), words.NOBODY),
        lines=lines_of(index, claims),
        speakers=sum(spoken(index, alleging).values()),
        roots=len({index.root(claim.report) for claim in alleging}),
        grade=visible(grade.grade).replace("_", " ") if grade else None,
        reasons=tuple(visible(reason) for reason in grade.reasons) if grade else (),
    )


def lines_of(index: Index, claims: Iterable[Claim]) -> tuple[Line, ...]:
    """One line a stance and speaker, the surest and best-spoken first, headlines after the body."""
    grouped: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        grouped[words.stance_words(claim), *index.speaker(claim)].append(claim)
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
    reports = {each.report for each in group}
    return Line(
        stance=words.stance_words(claim),
        speaker=words.speaker_words(index.sources[claim.source], in_headline=claim.in_headline),
        chains=index.chains(group),
        notes=tuple(_notes(index, group)),
        claim=claim.id,
        reports=len(reports),
        sure=claim.certainty in (Certainty.CERTAIN, None),
        denial=claim.stance in (Stance.DENIES, Stance.UNCONFIRMED),
    )


def _notes(index: Index, group: list[Claim]) -> Iterable[str]:
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


def spoken(index: Index, claims: Iterable[Claim]) -> dict[tuple[str, ...], int]:
    """How many people speak at least, by speaker; the reports' own voices and relays left out."""
    counts: dict[tuple[str, ...], int] = {}
    for claim in claims:
        source = index.sources[claim.source]
        if source.kind is not SourceKind.REPORT and not _is_relay(index, claim, source):
            key = index.speaker(claim)
            counts[key] = max(counts.get(key, 0), source.number.min, 1)
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
    saying = [claim for claim in claims if claim.stance in (Stance.ALLEGES, Stance.ADMITS)]
    names = {index.root(claim.report): index.root_name(claim.report) for claim in saying}
    independent = f"Independent reporting: {len(names)}"
    if names:
        independent += f" ({words.listed(sorted(set(names.values()))[:6])})"
    return f"{independent}. {_speaker_words(spoken(index, saying))}"


def _speaker_words(counts: Mapping[tuple[str, ...], int]) -> str:
    total = sum(counts.values())
    unnamed = sum(count for key, count in counts.items() if key[0] == SourceKind.ANONYMOUS)
    if not total:
        return "Speakers: none beside the reports themselves."
    if unnamed == total:
        return f"Speakers: {total}, all unnamed." if total > 1 else "Speakers: 1, unnamed."
    return f"Speakers: {total}, {unnamed or 'none'} of them unnamed."
