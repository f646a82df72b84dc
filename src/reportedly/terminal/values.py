"""What else is said of an incident: its target, tolls, weapons, and who gives which value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable

from reportedly.records import Certainty, Claim, ClaimRole, Stance
from reportedly.terminal import words
from reportedly.terminal.index import Index
from reportedly.terminal.model import ValueRow
from reportedly.terminal.safe import visible

_TOLLS = frozenset({ClaimRole.KILLED, ClaimRole.WOUNDED})


def value_rows(index: Index, claims: Iterable[Claim]) -> tuple[ValueRow, ...]:
    """Every further value of an incident, in the order of the coding guide, counts from low to high."""
    grouped: dict[tuple[ClaimRole, str, Stance], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.role in words.ROLES and claim.value:
            grouped[claim.role, _value_key(claim), claim.stance].append(claim)
    order = list(words.ROLES)
    ranked = sorted(grouped.items(), key=lambda item: (order.index(item[0][0]), *_weight(item[1])))
    return tuple(_value_row(index, group) for _, group in ranked)


def _value_key(claim: Claim) -> str:
    value = claim.value
    if value is None:
        return ""
    if claim.role in _TOLLS and value.number:
        return words.range_words(value.number)
    return (value.id or value.name or value.text).casefold()


def _weight(group: list[Claim]) -> tuple[int, int]:
    number = group[0].value.number if group[0].value else None
    toll = group[0].role in _TOLLS and number is not None
    return (number.min if toll and number else 0), -len(group)


def _value_row(index: Index, group: list[Claim]) -> ValueRow:
    claim = min(group, key=lambda c: (c.in_headline, c.id))
    spoken: dict[Hashable, list[Claim]] = defaultdict(list)
    for each in group:
        spoken[index.speaker(each)].append(each)
    return ValueRow(
        role=words.ROLES[claim.role],
        value=value_words(claim),
        speakers=tuple(_said_by(index, each) for each in spoken.values()),
        claim=claim.id,
    )


def value_words(claim: Claim) -> str:
    """A value as the page says it, with its stance and certainty where they are not the plain ones."""
    value = claim.value
    if value is None:
        return ""
    toll = claim.role in _TOLLS and value.number is not None
    said = words.range_words(value.number) if toll and value.number else visible(value.name or value.text)
    marks = [str(claim.stance)] if claim.stance is not Stance.ALLEGES else []
    if claim.certainty not in (Certainty.CERTAIN, None):
        marks.append(str(claim.certainty))
    return f"{words.shortened(said, 80)} ({', '.join(marks)})" if marks else words.shortened(said, 80)


def _said_by(index: Index, group: list[Claim]) -> str:
    source = index.sources[group[0].source]
    chains = index.chains(group)
    by = words.speaker_words(source)
    return f"{by} ({'; '.join(chains[:2])})" if chains else by
