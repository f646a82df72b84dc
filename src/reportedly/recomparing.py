"""A board brought up to date for a few reviews, by what these touch and no more.

A review leaves the text of a report as it is, and with it which reports are copies. Where it also leaves
what decides which attacks are one (``looks_of``), and nothing is taken back for it or by it
(``undisturbed``), only the values, counts and grades of the attacks that its report tells of can change. What
then comes out is what comparing the whole ledger would give; in all other cases that has to be done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportedly.incidents import looks_of, merged_again
from reportedly.lineage import roots_of
from reportedly.listing import HALF, BoardBasis, BoardRows, Compared, Stamp, as_compared
from reportedly.pipeline import assessments
from reportedly.records import MadeBy, Reading
from reportedly.summary import board_of

MOST = 50
"""Reports that are brought up to date one by one; of more, comparing all at once costs less."""


def reviewed_since(known: BoardBasis, now: Stamp) -> tuple[str, ...] | None:
    """The reports of which people said something since a board was made; None where more has changed."""
    before = known.stamp
    if before.decided != now.decided or not same_reports(before, now):
        return None
    changed = tuple(report for report, mark in now.marks.items() if before.marks[report] != mark)
    return changed if len(changed) <= MOST and all(each in known.looks for each in changed) else None


def same_reports(before: Stamp, now: Stamp) -> bool:
    """Whether the ledger has the same reports, read in the same way and compared by the same rules."""
    return (
        before.rules == now.rules
        and before.marks.keys() == now.marks.keys()
        and all(mark[:HALF] == now.marks[report][:HALF] for report, mark in before.marks.items())
    )


def look_the_same(known: BoardBasis, changed: Sequence[str], readings: Sequence[Reading]) -> bool:
    """Whether what decides which attacks are one is as it was in all of these reports."""
    there = {reading.report.id: reading for reading in readings}
    return all(each in there and looks_of(there[each]) == known.looks[each] for each in changed)


def mended(
    readings: Sequence[Reading],
    compared: Compared,
    touched: Sequence[str],
    back: Mapping[str, str],
    made_by: MadeBy,
) -> BoardRows:
    """The rows of the attacks that were touched, and of the reports that tell of them.

    Args:
        readings: all reports that tell of them or share an origin with one that does, as people left them.
        compared: what comparing gave of all attacks that these tell of.
        touched: the attacks that reports with new reviews tell of.
        back: the claims that were taken back, and how.
        made_by: what wrote the ledger.
    """
    anew = {each.id: each for each in merged_again(readings, compared.members, touched)}
    incidents = tuple(anew.get(each.id, each) for each in compared.incidents)
    view = as_compared(readings, replace(compared, incidents=incidents), made_by=made_by)
    wanted = replace(view, incidents=tuple(each for each in view.incidents if each.id in anew))
    graded = tuple(assessments(wanted, roots_of(view.reports, view.lineage), back))
    others = tuple(each for each in view.assessments if each.incident not in anew)
    rows = board_of(replace(view, assessments=(*others, *graded)), back=back)
    telling = {claim.report for claim in view.claims if claim.incident in anew}
    return BoardRows(
        compared=replace(compared, incidents=tuple(anew[each] for each in touched), assessments=graded),
        incidents=tuple(row for row in rows.incidents if row.id in anew),
        reports=tuple(row for row in rows.reports if row.id in telling),
        actors={incident: rows.actors[incident] for incident in touched},
        pages={},
    )
