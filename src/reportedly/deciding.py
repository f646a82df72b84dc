"""From the ids that an analyst gives to a decision on the incidents of single reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from reportedly.errors import UsageError
from reportedly.ids import content_id
from reportedly.incidents.decisions import anchors_of
from reportedly.parts import full_id, incident_of
from reportedly.records import Anchor, Decision, Incident, Judgement, LedgerView, Reading

Sides = tuple[tuple[str, ...], tuple[str, ...]]


def decided(
    view: LedgerView,
    readings: Sequence[Reading],
    judgement: Judgement,
    named: Sequence[str],
    *,
    by: str,
    note: str | None,
    at: dt.datetime,
) -> Decision:
    """A decision on the incidents that ``named`` means, with the words that they stand on now.

    ``not_same`` takes an incident, and what of it is another attack: reports, or single reports' incidents.

    Raises:
        NotFound: an id is of nothing here.
        UsageError: what is named leaves nothing to decide.
    """
    anchors = {each.incident: each for reading in readings for each in anchors_of(reading)}
    parting = judgement is Judgement.NOT_SAME
    sides = _parted(view, named, anchors) if parting else _joined(view, named, judgement)
    these, those = (_anchored(anchors, side) for side in sides)
    name = analyst(by)
    return Decision(
        id=content_id("dec", at.isoformat(), name, judgement, *sides),
        made_at=at,
        by=name,
        judgement=judgement,
        these=these,
        those=those,
        note=note,
    )


def analyst(by: str) -> str:
    """The name of who decides, without the space around it.

    Raises:
        UsageError: there is none.
    """
    if not by.strip():
        raise UsageError("who decides? give a name with --by or in REPORTEDLY_ANALYST")
    return by.strip()


def _anchored(anchors: Mapping[str, Anchor], ids: Sequence[str]) -> tuple[Anchor, ...]:
    return tuple(anchors[each] for each in ids)


def _members(incident: Incident) -> tuple[str, ...]:
    return incident.members or (incident.id,)


def _joined(view: LedgerView, named: Sequence[str], judgement: Judgement) -> Sides:
    found = {each.id: each for each in (incident_of(view, given) for given in named)}
    if len(named) < 2:
        raise UsageError("name two incidents or more")
    if len(found) < 2:
        way = (
            "" if judgement is Judgement.SAME else "; `reportedly split` parts it, `undo` takes a merge back"
        )
        raise UsageError(f"{', '.join(named)} are one incident already ({next(iter(found))}){way}")
    if judgement is Judgement.UNSURE and len(found) > 2:
        raise UsageError("name two incidents; what is unsure is said of a pair")
    first, *others = found.values()
    return _members(first), tuple(member for each in others for member in _members(each))


def _parted(view: LedgerView, named: Sequence[str], anchors: Mapping[str, Anchor]) -> Sides:
    given, *parts = named
    incident = incident_of(view, given)
    members = _members(incident)
    if not parts:
        raise UsageError(f"name what of {incident.id} is another attack: reports, or their incidents")
    taken = {member for part in parts for member in _meant(members, anchors, part)}
    if len(taken) == len(members):
        raise UsageError(f"{', '.join(parts)}: that is all of {incident.id}")
    return (
        tuple(each for each in members if each in taken),
        tuple(each for each in members if each not in taken),
    )


def _meant(members: Sequence[str], anchors: Mapping[str, Anchor], part: str) -> tuple[str, ...]:
    """The members that a report's id, or a member's own, means."""
    if part.startswith("inc_"):
        return (full_id(part, members),)
    report = full_id(part, {anchors[each].report for each in members})
    return tuple(each for each in members if anchors[each].report == report)
