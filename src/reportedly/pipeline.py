"""The main flow: pages to reports, reports to claims, claims to incidents and what can be said of them.

read → annotate → claims run report by report and stream; lineage → incidents → assess compare
the reports with each other, can run again at any time, and give the same for the same readings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly._version import __version__
from reportedly.annotations import DEFAULT_READER
from reportedly.errors import UsageError
from reportedly.limits import DEFAULT_LIMITS, Limits
from reportedly.listing import parts_of
from reportedly.reading import accounted, one_by_one
from reportedly.records import (
    Assessment,
    Claim,
    Decision,
    Derivation,
    LedgerView,
    MadeBy,
    Reading,
    Skipped,
)

if TYPE_CHECKING:
    from reportedly.annotations import Annotator, Server
    from reportedly.lineage import Root


def read(
    paths: Iterable[str | Path],
    *,
    reader: str = DEFAULT_READER,
    limits: Limits = DEFAULT_LIMITS,
    gate: bool = False,
    server: Server | None = None,
) -> LedgerView:
    """Read files and folders, and compare them: who is said to have done it, according to whom.

    ``-`` is standard input. What cannot be read is a row of ``view.skipped``, never an exception.
    With ``gate``, so is a report, there but not read, that seems to tell of no attack. ``server`` is asked by
    the readers ``llm`` and ``both``: the texts are sent to it.

    Raises:
        UsageError: no reader has that name.
    """
    annotator = annotator_named(reader, server)
    outcomes = list(readings(paths, annotator=annotator, limits=limits, gate=gate))
    made = [each for each in outcomes if isinstance(each, Reading)]
    return assemble(made_by(annotator), made, [each for each in outcomes if isinstance(each, Skipped)])


def readings(
    paths: Iterable[str | Path], *, annotator: Annotator, limits: Limits = DEFAULT_LIMITS, gate: bool = False
) -> Iterator[Reading | Skipped]:
    """One reading for every report that the paths hold, and one row for everything left out."""
    from reportedly.gate import sifted
    from reportedly.read import read_reports

    found = read_reports(paths, limits=limits)
    return accounted(sifted(found) if gate else found, partial(one_by_one, annotator=annotator))


def assemble(
    made_by: MadeBy,
    readings: Sequence[Reading],
    skipped: Sequence[Skipped] = (),
    decisions: Sequence[Decision] = (),
    lineage: Sequence[Derivation] | None = None,
) -> LedgerView:
    """Compare the readings with each other: copies, incidents told by several, what each rests on.

    What analysts decided (oldest first) holds against what the program would join or part. ``lineage`` is
    given where these reports were compared before.
    """
    from reportedly.changes import withdrawn
    from reportedly.incidents import merge_incidents
    from reportedly.lineage import derivations, roots_of

    reports = [reading.report for reading in readings]
    sources = [source for reading in readings for source in reading.sources]
    lineage = derivations(reports) if lineage is None else lineage
    roots = roots_of(reports, lineage)
    merged = merge_incidents(readings, decisions)
    claims = [claim for reading in readings for claim in _pointed_anew(reading, merged.of)]
    view = LedgerView(
        made_by=made_by,
        reports=tuple(reports),
        sources=tuple(sources),
        incidents=tuple(merged.incidents),
        claims=tuple(claims),
        lineage=tuple(lineage),
        skipped=(*skipped, *(row for reading in readings for row in reading.skipped)),
        decisions=tuple(decisions),
        parts=tuple(parts_of(readings, merged.incidents)),
    )
    return replace(view, assessments=tuple(assessments(view, roots, withdrawn(view, roots))))


def annotator_named(name: str, server: Server | None = None) -> Annotator:
    """The annotator of that name; ``server`` is what those ask that need one, else the environment names it.

    Raises:
        UsageError: there is none, or the outlets or the server that the environment names cannot be used.
        TableError: the files of actors or of rules that it names cannot be used.
    """
    from reportedly.annotate import ANNOTATORS
    from reportedly.assess import rules_in_use
    from reportedly.language.actors import actor_list
    from reportedly.lineage.agencies import agencies

    if name not in ANNOTATORS:
        raise UsageError(f"no reader is called {name!r}; there is {', '.join(sorted(ANNOTATORS))}")
    # A fault in a team's file is told once, here, and not as a failure of every report or after all are read.
    actor_list()
    agencies()
    rules_in_use()
    return ANNOTATORS[name](server)


def made_by(annotator: Annotator) -> MadeBy:
    """What a ledger says of the program that made it."""
    return MadeBy(program=f"reportedly {__version__}", extractor=annotator.name, model=annotator.model)


def _pointed_anew(reading: Reading, merged: Mapping[str, str]) -> Iterator[Claim]:
    for claim in reading.claims:
        yield replace(claim, incident=merged[claim.incident], text=reading.report.text)


def assessments(
    view: LedgerView, roots: Mapping[str, Root], withdrawn: Mapping[str, str]
) -> Iterator[Assessment]:
    """What can be said of each actor of the view's incidents, by the rules in use."""
    from reportedly.assess import assess

    of: dict[str, list[Claim]] = defaultdict(list)
    for claim in view.claims:
        of[claim.incident].append(claim)
    source_of = {source.id: source for source in view.sources}
    report_of = {report.id: report for report in view.reports}
    for incident in view.incidents:
        # Only what the incident's own claims name: with everything, 10,000 reports cost their square.
        said = of[incident.id]
        speaking = [source_of[each] for each in dict.fromkeys(claim.source for claim in said)]
        carrying = [report_of[each] for each in dict.fromkeys(claim.report for claim in said)]
        yield from assess(incident, said, speaking, carrying, roots, withdrawn=withdrawn)
