"""The path of the blame: steps by day, and none for a copy."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paged import PLAIN, page, story, view_of

from reportedly.changes import BlameStep, StepKind, blame_path
from reportedly.errors import NotFound
from reportedly.records import ClaimRole, Evidence, LedgerView, Report, Span, Value

ATTACK = "attacked a market in Maiduguri on Monday and killed three clerks"
POLICE = page(story(f"Police said Boko Haram {ATTACK}."))


def short(words: str, outlet: str, day: int | str, *, title: str = "Fire in Maiduguri") -> Report:
    """A report of its own: one sentence of the attack."""
    published = day if isinstance(day, str) else f"2003-05-{day:02}"
    where = f"https://{outlet.split()[0].lower()}.example/{day}"
    return page(
        f"{words}\n\n{outlet} goes on with it.", title=title, outlet=outlet, url=where, published=published
    )


def path(*reports: Report) -> tuple[LedgerView, tuple[BlameStep, ...]]:
    """The view and the steps of the incident that most of its claims are about."""
    view = view_of(*reports)
    incident = Counter(claim.incident for claim in view.claims).most_common(1)[0][0]
    return view, blame_path(view, incident)


def told(*reports: Report) -> list[tuple[str | None, str, str]]:
    """Day, kind and actor of each step."""
    return [(str(s.day) if s.day else None, s.kind, s.actor) for s in path(*reports)[1]]


def test_blame_claim_and_denial_each_make_their_first_step() -> None:
    claimed = short(
        "Boko Haram claimed responsibility for the attack on a market in Maiduguri on Monday.", "Ledger", 8
    )
    denied = short(
        "Boko Haram denied responsibility for the attack on a market in Maiduguri on Monday.", "Courier", 9
    )
    again = short(f"Soldiers said Boko Haram {ATTACK}.", "Herald Two", 9)
    assert told(denied, again, POLICE, claimed) == [
        ("2003-05-07", "first alleged", "Boko Haram"),
        ("2003-05-08", "claimed", "Boko Haram"),
        ("2003-05-09", "first denied", "Boko Haram"),
        ("2003-05-09", "turned about by the same speaker", "Boko Haram"),
    ]


def test_a_step_names_its_claims_and_speakers() -> None:
    view, (step,) = path(POLICE)
    (claim,) = (claim for claim in view.claims if claim.id in step.claims)
    assert (claim.report, step.speakers, step.day) == (POLICE.id, ("Police",), dt.date(2003, 5, 7))


@pytest.mark.parametrize("day", ["2001-01-01", "2003-05-07", "2003-05-20", None])
def test_a_copy_makes_no_step_whatever_its_date(day: str | None) -> None:
    original = page(POLICE.text.partition("\n\n")[2], outlet="Norland Wire", url="https://norland.example/1")
    credited = page(
        story(f"Police said Boko Haram {ATTACK}.", "Source: Norland Wire"), outlet="The Gazette",
        url="https://gazette.example/1", published=day, title="Clerks die",
    )  # fmt: skip
    view, steps = path(original, credited)
    assert any(row.report == credited.id and row.derives_from == original.id for row in view.lineage)
    assert [(step.day, step.kind) for step in steps] == [(dt.date(2003, 5, 7), StepKind.FIRST_ALLEGED)]
    assert {c.report for c in view.claims if c.id in steps[0].claims} == {original.id}


def test_what_a_copy_adds_is_a_step_of_its_own() -> None:
    more = "The governor blamed Ansaru for the attack on the market."
    copy = page(story(f"Police said Boko Haram {ATTACK}.", more), outlet="The Gazette",
                url="https://gazette.example/1", published="2003-05-08")  # fmt: skip
    assert ("2003-05-08", "first alleged", "Ansaru") in told(POLICE, copy)


def test_the_same_speaker_grows_surer_in_another_paper() -> None:
    unsure = (
        "Interior Minister Amadou Bello said Boko Haram probably attacked the market in Maiduguri on Monday."
    )
    sure = "Boko Haram is behind the attack on a market in Maiduguri on Monday, minister Amadou Bello said."
    hardened = short(unsure, "Ledger", 7), short(sure, "Courier", 9)
    view, steps = path(*hardened)
    assert [(str(step.day), step.kind) for step in steps[1:]] == [
        ("2003-05-09", "hardened by the same speaker")
    ]
    by = {claim.id: claim.report for claim in view.claims}
    assert [by[claim] for claim in steps[1].claims] == [report.id for report in hardened]
    assert told(short(sure, "Ledger", 7), short(unsure, "Courier", 9))[1:] == [
        ("2003-05-09", "softened by the same speaker", "Boko Haram")
    ]


def test_a_copy_that_leaves_out_the_hedge_hardens_nothing() -> None:
    hedged = page(story(f"Police said Boko Haram probably {ATTACK}."))
    flat = page(POLICE.text.partition("\n\n")[2], outlet="The Gazette", url="https://gazette.example/1",
                published="2003-05-09")  # fmt: skip
    assert told(hedged, flat) == [("2003-05-07", "first alleged", "Boko Haram")]


def test_unnamed_speakers_of_two_papers_are_never_one() -> None:
    reports = [
        short(f"An official said Boko Haram probably {ATTACK}.", "Ledger", 7),
        short(f"An official said Boko Haram {ATTACK}.", "Courier", 9),
    ]
    assert [kind for _, kind, _ in told(*reports)] == ["first alleged"]


def test_a_version_that_softens_makes_a_step_on_its_day() -> None:
    after = page(story(f"Police said Boko Haram probably {ATTACK}."), modified="2003-05-08")
    assert told(POLICE, after) == [
        ("2003-05-07", "first alleged", "Boko Haram"),
        ("2003-05-08", "softened by the same speaker", "Boko Haram"),
    ]


def test_what_a_later_version_adds_is_of_the_day_of_that_version() -> None:
    first = page(story(f"Gunmen {ATTACK}, police said."))
    after = page(
        story(f"Gunmen {ATTACK}, police said. Soldiers said Boko Haram {ATTACK}."), modified="2003-05-09"
    )
    assert ("2003-05-09", "first alleged", "Boko Haram") in told(first, after)
    assert ("2003-05-07", "first alleged", "Boko Haram") not in told(first, after)


def test_what_is_taken_back_is_a_step_and_tells_how() -> None:
    copy = page(story(f"Police said Boko Haram {ATTACK}."), outlet="The Gazette", url="https://gazette.example/1",
                published="2003-05-08")  # fmt: skip
    view, steps = path(POLICE, page(story(PLAIN), modified="2003-05-09"), copy)
    assert [(str(step.day), step.kind) for step in steps] == [
        ("2003-05-07", "first alleged"),
        ("2003-05-09", "taken back"),
    ]
    assert steps[1].words == "no longer in the version of 9 May 2003"
    assert {c.report for c in view.claims if c.id in steps[1].claims} == {POLICE.id}


def test_another_speaker_in_a_later_version_takes_no_blame_back() -> None:
    after = page(story(f"An official said Boko Haram {ATTACK}."), modified="2003-05-08")
    assert [kind for _, kind, _ in told(POLICE, after)] == ["first alleged"]


def test_what_a_correction_repeats_is_no_first_step() -> None:
    note = "Correction: An earlier version of this article said that Ansaru had attacked the market."
    report = page(story(f"Police said Boko Haram {ATTACK}.", note))
    view = view_of(report)
    police = next(claim for claim in view.claims if claim.role is ClaimRole.PERPETRATOR)
    at = report.text.index("Ansaru")
    named = Span.of(report.text, at, at + len("Ansaru"))
    # As a reader would that takes the note for a sentence like any other.
    restated = replace(
        police,
        id="clm_restated",
        value=Value(text="Ansaru"),
        evidence=Evidence(value=(named,)),
        text=report.text,
    )
    told = replace(view, claims=(*view.claims, restated))
    steps = blame_path(told, police.incident)
    assert [(step.kind, step.actor) for step in steps if step.kind is not StepKind.TAKEN_BACK] == [
        (StepKind.FIRST_ALLEGED, "Boko Haram")
    ]
    elsewhere = replace(restated, evidence=police.evidence, value=police.value, text=report.text)
    assert len(blame_path(replace(view, claims=(elsewhere,)), police.incident)) == 1


def test_an_undated_step_stands_last() -> None:
    undated = page(story(f"Police said Boko Haram {ATTACK}."), published=None)
    assert told(undated) == [(None, "first alleged", "Boko Haram")]


def test_an_incident_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound, match="no incident inc_nothing"):
        blame_path(view_of(POLICE), "inc_nothing")


SAID = st.sampled_from(
    [
        f"Police said Boko Haram {ATTACK}.",
        f"Police said Boko Haram probably {ATTACK}.",
        "Boko Haram denied responsibility for the attack on a market in Maiduguri on Monday.",
        PLAIN,
    ]
)
DAYS = st.sampled_from(["2003-05-07", "2003-05-08", "2003-05-09", None])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(SAID, DAYS, DAYS, st.sampled_from(["Mill Post", "Ledger"])), min_size=1, max_size=5),
    st.randoms(),
)
def test_the_order_of_reports_makes_no_difference(
    versions: list[tuple[str, str | None, str | None, str]], order: random.Random
) -> None:
    made = [
        page(story(said), published=day, modified=changed, outlet=outlet)
        for said, day, changed, outlet in versions
    ]
    reports = list({report.id: report for report in made}.values())
    shuffled = list(reports)
    order.shuffle(shuffled)
    one, other = view_of(*reports), view_of(*shuffled)
    for incident in one.incidents:
        steps = blame_path(one, incident.id)
        assert steps == blame_path(other, incident.id)
        days = [step.day or dt.date.max for step in steps]
        assert days == sorted(days)
        firsts = Counter((step.kind, step.actor) for step in steps if step.kind is StepKind.FIRST_ALLEGED)
        assert all(count == 1 for count in firsts.values())
