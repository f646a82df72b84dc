"""The main flow: it streams, a failure costs one report only, and what comes out hangs together."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from reportedly import pipeline
from reportedly.annotations import Annotation, Attack, ClaimMark
from reportedly.ids import content_id, sha256_hex
from reportedly.parts import part_of
from reportedly.pipeline import annotator_named, assemble, made_by, read, readings
from reportedly.reading import BEGUN, reading_of
from reportedly.records import (
    Certainty,
    ClaimRole,
    IncidentType,
    MadeBy,
    Reading,
    Reason,
    Report,
    Skipped,
    Span,
    Stage,
    Stance,
)
from told import AVERIL, FAR, day, told

# An attack that never happened.
TEXT = """Car bomb kills four at market in Basra

BASRA, May 6 (Reuters) - A car bomb killed at least four people at a grain market in Basra on Monday.

Two police officers said Islamic State carried out the attack. Hezbollah denied involvement in the attack.
"""


class Silent:
    """Finds nothing, and counts how often it is asked."""

    name = "silent.v1"
    model: str | None = None

    def __init__(self) -> None:
        self.asked = 0

    def annotate(self, reports: Sequence[Report]) -> Sequence[Annotation]:
        self.asked += len(reports)
        return [Annotation() for _ in reports]


class Stumbling(Silent):
    """Fails on a text that says so, by the exception that the text names."""

    def annotate(self, reports: Sequence[Report]) -> Sequence[Annotation]:
        if "RAISE" in reports[0].text:
            raise ZeroDivisionError("no words left")
        if "STOP" in reports[0].text:
            raise KeyboardInterrupt
        return super().annotate(reports)


class Foresighted(Silent):
    """Begins on reports before it is asked for them; fails on beginning a text that says so."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = 0

    def begin(self, report: Report) -> Callable[[], Annotation]:
        self.begun += 1
        if "RAISE" in report.text:
            raise ZeroDivisionError("no words left")
        return lambda: self.annotate([report])[0]


class Misquoting(Silent):
    """Gives a claim whose words do not stand in the text."""

    def annotate(self, reports: Sequence[Report]) -> Sequence[Annotation]:
        attack = Attack(trigger=Span(0, 4, "fire"), type=IncidentType.BOMBING)
        mark = ClaimMark(
            attack=0,
            role=ClaimRole.PERPETRATOR,
            filler=None,
            stance=Stance.NO_CLAIM,
            certainty=Certainty.CERTAIN,
            content=Span(0, 4, "fire"),
        )
        return [Annotation(attacks=(attack,), marks=(mark,))]


def report(text: str = TEXT, origin: str = "a.txt") -> Report:
    digest = sha256_hex(text.encode())
    return Report(id=content_id("rep", digest), origin=origin, sha256=digest, text=text)


def files(folder: Path, **texts: str) -> list[Path]:
    paths = [folder / f"{name}.txt" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text)
    return paths


def test_a_report_is_read_only_when_its_turn_comes(tmp_path: Path) -> None:
    annotator = Silent()
    stream = readings(files(tmp_path, a=TEXT, b=f"{TEXT} Twice."), annotator=annotator)
    next(stream)
    assert annotator.asked == 1


def test_an_annotator_that_can_has_begun_on_the_next_reports(tmp_path: Path) -> None:
    annotator = Foresighted()
    texts = {f"n{number}": f"{TEXT} Again {number}." for number in range(BEGUN + 3)}
    stream = readings(files(tmp_path, **texts), annotator=annotator)
    first = next(stream)
    assert (annotator.asked, annotator.begun) == (1, BEGUN + 1)
    told = [each.report.origin for each in (first, *stream) if isinstance(each, Reading)]
    assert told == [str(tmp_path / f"{name}.txt") for name in texts]


def test_a_failing_beginning_costs_one_report(tmp_path: Path) -> None:
    paths = files(tmp_path, a=TEXT, b=f"{TEXT} RAISE", c=f"{TEXT} Fine.")
    first, failed, last = readings(paths, annotator=Foresighted())
    assert isinstance(first, Reading)
    assert isinstance(last, Reading)
    assert isinstance(failed, Skipped)
    assert (failed.stage, failed.detail) == (Stage.ANNOTATE, "ZeroDivisionError: no words left")


def test_a_failing_annotator_costs_one_report(tmp_path: Path) -> None:
    paths = files(tmp_path, a=TEXT, b=f"{TEXT} RAISE", c=f"{TEXT} Fine.")
    first, failed, last = readings(paths, annotator=Stumbling())
    assert isinstance(first, Reading)
    assert isinstance(last, Reading)
    assert failed == Skipped(
        origin=str(paths[1]),
        stage=Stage.ANNOTATE,
        reason=Reason.FAILED,
        detail="ZeroDivisionError: no words left",
    )


def test_a_quote_that_is_not_there_costs_one_report() -> None:
    outcome = reading_of(report(), Misquoting())
    assert isinstance(outcome, Skipped)
    assert (outcome.stage, outcome.reason) == (Stage.CLAIMS, Reason.FAILED)
    assert "fire" in outcome.detail


def test_an_interrupt_is_not_taken_for_a_failure() -> None:
    with pytest.raises(KeyboardInterrupt):
        reading_of(report("STOP"), Stumbling())


def test_every_input_is_a_report_or_a_row(tmp_path: Path) -> None:
    paths = files(tmp_path, a=TEXT, b="", c=f"{TEXT} Fine.")
    view = read([*paths, tmp_path / "missing.txt"])
    assert len(view.reports) == 2
    assert {row.reason for row in view.skipped} == {Reason.EMPTY, Reason.NOT_FOUND}


def test_claims_point_to_the_incidents_of_the_view_and_back(tmp_path: Path) -> None:
    view = read(files(tmp_path, a=TEXT, b=f"{TEXT} Two millers were wounded."))
    pointed = {(claim.incident, claim.id) for claim in view.claims}
    assert pointed
    assert pointed == {(incident.id, claim) for incident in view.incidents for claim in incident.claims}


def test_one_attack_in_two_reports_is_one_incident(tmp_path: Path) -> None:
    view = read(files(tmp_path, a=TEXT, b=f"{TEXT} Two millers were wounded."))
    reports = {claim.report for claim in view.claims if claim.incident == view.incidents[0].id}
    assert len(reports) == 2
    assert {row.incident for row in view.assessments} == {incident.id for incident in view.incidents}


def test_comparing_gives_the_same_in_any_order(tmp_path: Path) -> None:
    annotator = annotator_named("rules")
    paths = files(tmp_path, a=TEXT, b=f"{TEXT} Two millers were wounded.", c="Rain\n\nIt rained.")
    made = [each for each in readings(paths, annotator=annotator) if isinstance(each, Reading)]
    mark = made_by(annotator)
    forward, backward = assemble(mark, made), assemble(mark, made[::-1])
    assert set(forward.incidents) == set(backward.incidents)
    assert set(forward.claims) == set(backward.claims)
    assert set(forward.assessments) == set(backward.assessments)
    assert set(forward.lineage) == set(backward.lineage)


def test_nothing_read_is_an_empty_view() -> None:
    view = assemble(made_by(Silent()), [])
    assert (view.reports, view.claims, view.incidents) == ((), (), ())
    assert view.made_by.extractor == "silent.v1"


def test_the_main_flow_is_short_enough_to_print() -> None:
    assert len(inspect.getsource(pipeline).splitlines()) <= 155


def test_what_was_joined_is_kept_as_each_report_tells_it() -> None:
    one, other, alone = (
        told("one", place=AVERIL, date=day(5), target="the grain market"),
        told("other", place=AVERIL, date=day(5), target="the grain market"),
        told("alone", place=FAR, date=day(20), target="a bridge", published=21),
    )
    view = assemble(MadeBy(program="reportedly 0.1.0", extractor="rules.v1"), [one, other, alone])
    assert view.parts == (*one.incidents, *other.incidents)
    assert sorted(each.id for each in view.parts) == sorted(
        m for each in view.incidents for m in each.members
    )
    assert part_of(view, report=alone.report.id).parts == ()
    assert part_of(view, report=one.report.id).parts == one.incidents
