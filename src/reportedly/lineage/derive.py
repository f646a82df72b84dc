"""Who copied, rewrote or cited whom, of reports that are all at hand.

An index of sampled runs gives the candidate pairs, so that no two reports without common runs are ever
compared; :mod:`~reportedly.lineage.verdict` says of each whether it is a copy, a rewrite or neither, and
:mod:`~reportedly.lineage.stories` which of them make one story.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.lineage.archive import Archive
from reportedly.records import Derivation, Report


def derivations(reports: Sequence[Report]) -> tuple[Derivation, ...]:
    """Every dependence between the reports that can be shown, at most one text relation between any two.

    Copies and rewrites form a forest: each says from which report it was most likely taken, and two
    reports of one story are always joined by a path. A doubtful rewrite whose groups do not bear a second
    look is not among them.
    """
    unique = {report.id: report for report in reports}
    archive = Archive(unique.__getitem__, held=len(unique))
    archive.note(unique.values())
    return archive.derivations()
