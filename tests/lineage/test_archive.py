"""Reports that come one at a time, and the same told of all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import APART, FERRY, NEWS, RETOLD, page

from reportedly.lineage import Archive, derivations
from reportedly.records import CreditRelation, DerivationRelation, Report

WIRE = page(FERRY, outlet="Norland Wire", day=5)
TRIMMED = page(FERRY[:3], outlet="Island Post", day=6, title="Bottles thrown at ferry")
RETELLING = page(RETOLD, outlet="Coast Today", day=6, title="Fire bombers strike ferry")
OTHER = page(APART, outlet="Capital Herald", day=6, title="Minister blames saboteurs")
PARAGRAPHS = (*FERRY, *RETOLD, *APART, "Dredgers cleared the harbour of Eastmouth by noon.")
CREDITS = (
    (),
    (("Norland Wire", CreditRelation.SOURCE_LINE),),
    (("AFP", CreditRelation.DATELINE),),
    (("Island Post", CreditRelation.REPORTED_BY),),
)


def archive_of(reports: Sequence[Report]) -> Archive:
    by_id = {report.id: report for report in reports}
    return Archive(by_id.__getitem__, held=2)


def pages() -> st.SearchStrategy[Report]:
    def made(paragraphs: list[str], outlet: str, day: int | None, month: int, credits: Any) -> Report:
        report = page(tuple(paragraphs), outlet=outlet, day=day, credits=credits)
        # Months apart, so that text stands in page after page in some of the sets.
        return replace(report, published=dt.date(2024, month, day)) if day else report

    return st.builds(
        made,
        st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=6, unique=True),
        st.sampled_from(("Norland Wire", "Island Post", "AFP", "Herald")),
        st.sampled_from((None, 5, 6, 9)),
        st.sampled_from((3, 3, 3, 4, 5, 6)),
        st.sampled_from(CREDITS),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(pages(), max_size=9, unique_by=lambda report: report.id), st.randoms())
def test_one_by_one_in_any_order_gives_what_all_at_once_gives(reports: list[Report], random: Any) -> None:
    expected = derivations(reports)
    random.shuffle(reports)
    archive = archive_of(reports)
    for report in reports:
        archive.add(report)
    assert archive.derivations() == expected


@settings(max_examples=30, deadline=None)
@given(st.lists(pages(), min_size=2, max_size=6, unique_by=lambda report: report.id))
def test_what_was_asked_before_changes_nothing(reports: list[Report]) -> None:
    archive = archive_of(reports)
    for report in reports:
        archive.add(report)
        archive.derivations()
    assert archive.derivations() == derivations(reports)


def test_a_new_report_is_told_what_it_was_taken_from() -> None:
    archive = archive_of([WIRE, OTHER, TRIMMED, RETELLING])
    assert archive.add(WIRE).related == archive.add(OTHER).related == ()
    (copied,) = archive.add(TRIMMED).related
    assert (copied.report, copied.derives_from) == (TRIMMED.id, WIRE.id)
    assert copied.relation is DerivationRelation.COPY
    assert "1 day later" in copied.why
    retold = archive.add(RETELLING).related
    assert WIRE.id in {each.derives_from for each in retold}
    assert all(RETELLING.id in (each.report, each.derives_from) for each in retold)
    assert {each.relation for each in retold} == {DerivationRelation.REWRITE}


def test_a_report_that_comes_late_and_is_older_is_the_original() -> None:
    archive = archive_of([WIRE, TRIMMED])
    archive.add(TRIMMED)
    (found,) = archive.add(WIRE).related
    assert (found.report, found.derives_from) == (TRIMMED.id, WIRE.id)


def test_to_place_keeps_nothing_and_to_add_keeps_once() -> None:
    archive = archive_of([WIRE, TRIMMED])
    archive.place(WIRE)
    assert (len(archive), WIRE.id in archive) == (0, False)
    archive.note([WIRE, WIRE])
    assert (len(archive), WIRE.id in archive) == (1, True)
    assert archive.add(TRIMMED) == archive.add(TRIMMED), "it is no copy of itself"
    assert len(archive) == 2


def test_only_texts_of_related_reports_are_fetched() -> None:
    others = [
        page((f"Number {n} of {n * n} came {n + 7} days late to the fair.",), day=n) for n in range(1, 20)
    ]
    fetched: list[str] = []
    known = {report.id: report for report in (WIRE, TRIMMED, *others)}

    def text_of(report: str) -> Report:
        fetched.append(report)
        return known[report]

    archive = Archive(text_of, held=1)
    archive.note([WIRE, *others])
    archive.add(TRIMMED)
    assert set(fetched) == {WIRE.id}


def test_what_the_ledger_raises_is_not_swallowed() -> None:
    empty: dict[str, Report] = {}
    archive = Archive(empty.__getitem__, held=1)
    archive.note([WIRE, OTHER])
    with pytest.raises(KeyError, match=WIRE.id):
        archive.add(TRIMMED)


def test_background_makes_no_copy_when_it_is_placed_either() -> None:
    background = FERRY[3] + " " + FERRY[4]
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=20 * n) for n in range(4)]
    some = [
        replace(page((*NEWS[n], background), outlet=f"O{n}"), published=day) for n, day in enumerate(days)
    ]
    archive = archive_of(some)
    archive.note(some[:3])
    assert archive.add(some[3]).related == ()
