"""Decisions for tests, made of names instead of ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportedly.ids import content_id
from reportedly.incidents import merge_incidents
from reportedly.incidents.decisions import anchor_of
from reportedly.records import Anchor, Decision, Judgement, Reading

SAME, NOT_SAME, UNSURE = Judgement.SAME, Judgement.NOT_SAME, Judgement.UNSURE
NOON = dt.datetime(2024, 3, 9, 12, tzinfo=dt.UTC)


def local(name: str, nth: int = 0) -> str:
    """The id of an incident of the reading that ``told.told(name)`` makes."""
    return content_id("inc", name, nth)


def anchor(reading: Reading, nth: int = 0) -> Anchor:
    """The words that an incident of a reading stands on."""
    return anchor_of(reading.incidents[nth], reading)


def decision(
    judgement: Judgement, these: Iterable[Anchor], those: Iterable[Anchor], *, number: int = 0
) -> Decision:
    """What somebody decided; those of other numbers are other decisions."""
    return Decision(
        id=content_id("dec", number),
        made_at=NOON + dt.timedelta(minutes=number),
        by="Desk",
        judgement=judgement,
        these=tuple(these),
        those=tuple(those),
    )


def of(judgement: Judgement, *readings: Reading, number: int = 0) -> Decision:
    """A decision between the first reading's incident and those of the others."""
    first, *others = (anchor(each) for each in readings)
    return decision(judgement, [first], others, number=number)


def undone(made: Decision) -> Decision:
    """The same, taken back."""
    return replace(made, undone_at=NOON + dt.timedelta(days=1), undone_by="Desk")


def groups(readings: Sequence[Reading], *decisions: Decision) -> list[list[str]]:
    """Which reports' incidents are one attack, by the names of the reports."""
    merged = merge_incidents(readings, decisions).of
    names = {each.id: reading.report.origin for reading in readings for each in reading.incidents}
    found: dict[str, list[str]] = {}
    for each, head in merged.items():
        found.setdefault(head, []).append(names[each])
    return sorted(sorted(group) for group in found.values())
