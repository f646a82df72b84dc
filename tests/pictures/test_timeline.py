"""How the blame moved: what is first, what turns, what is taken back, and what has no date."""

from __future__ import annotations

import datetime as dt

import pytest

from incident_views import ATTACK, large_view, page, says, shuffled, toll, view_of
from reportedly.pictures.case import case_of
from reportedly.pictures.timeline import (
    Entry,
    Shift,
    Timeline,
    all_days,
    limited,
    said_by,
    subject,
    timeline_of,
)
from reportedly.records import Certainty, ClaimRole, LedgerView, Stance


def timeline(view: LedgerView) -> Timeline:
    return timeline_of(case_of(view, ATTACK))


def entries(view: LedgerView) -> list[tuple[int | None, Entry]]:
    return [
        (day.day.day if day.day else None, entry) for day in all_days(timeline(view)) for entry in day.entries
    ]


def shifts(view: LedgerView) -> list[tuple[int | None, str, str, tuple[Shift, ...]]]:
    return [(day, entry.actor, entry.speaker, entry.shifts) for day, entry in entries(view)]


def test_the_first_to_name_an_actor_and_the_first_denial_are_told() -> None:
    view = view_of(
        page("Wire One", says("Veld"), day=4),
        page("Tribune", says("Veld", "The mayor"), says("Veld", "Veld", stance=Stance.DENIES), day=5),
        page("Daily", says("Veld", "The embassy", stance=Stance.DENIES), day=6),
    )
    assert shifts(view) == [
        (4, "Veld", "Police", (Shift.ALLEGED,)),
        (5, "Veld", "the mayor", ()),
        (5, "Veld", "Veld", (Shift.DENIED,)),
        (6, "Veld", "the embassy", ()),
    ]


def test_a_claim_of_responsibility_names_its_actor() -> None:
    view = view_of(page("Wire One", says("Red Hand", "Red Hand", stance=Stance.ADMITS)))
    assert shifts(view) == [(4, "Red Hand", "Red Hand", (Shift.ADMITTED,))]


def test_the_hour_says_who_was_first_on_a_day() -> None:
    view = view_of(
        page("Wire One", says("Veld", "Police"), hour=18),
        page("Tribune", says("Veld", "The mayor"), hour=9),
        page("Daily", says("Veld", "A clerk")),
    )
    assert [(speaker, told) for _, _, speaker, told in shifts(view)] == [
        ("the mayor", (Shift.ALLEGED,)),
        ("Police", ()),
        ("a clerk", ()),
    ]


def test_a_speaker_who_repeats_itself_is_one_entry_on_its_first_day() -> None:
    view = view_of(*(page(f"Outlet {day}", says("Veld"), day=day) for day in (6, 4, 5)))
    ((day, entry),) = entries(view)
    assert (day, entry.reports, entry.origin) == (4, 3, "Outlet 4")


@pytest.mark.parametrize(
    ("before", "after", "shift"),
    [
        (Certainty.POSSIBLE, Certainty.CERTAIN, Shift.HARDENED),
        (Certainty.CERTAIN, Certainty.PROBABLE, Shift.SOFTENED),
    ],
)
def test_a_speaker_who_grows_more_or_less_sure_is_a_new_entry(
    before: Certainty, after: Certainty, shift: Shift
) -> None:
    view = view_of(
        page("Wire One", says("Veld", certainty=before), day=4),
        page("Tribune", says("Veld", certainty=after), day=5),
    )
    assert [told for _, _, _, told in shifts(view)] == [(Shift.ALLEGED,), (shift,)]


def test_one_day_tells_no_order_and_so_no_turn() -> None:
    view = view_of(page("Wire One", says("Veld"), says("Veld", stance=Stance.DENIES)))
    assert [told for _, _, _, told in shifts(view)] == [(Shift.ALLEGED,), (Shift.DENIED,)]


def test_a_speaker_who_says_the_contrary_later_has_turned() -> None:
    view = view_of(
        page("Wire One", says("Veld"), day=4),
        page("Tribune", says("Veld", stance=Stance.DENIES), day=5),
    )
    assert shifts(view)[1] == (5, "Veld", "Police", (Shift.DENIED, Shift.TURNED))


def test_what_a_later_version_of_a_page_no_longer_says_is_taken_back() -> None:
    first = page("Wire One", says("Veld"), says("Red Hand"), day=4, url="https://wire.example/news/1")
    second = page("Wire One", says("Red Hand"), day=5, url="https://wire.example/news/1")
    view = view_of(first, second)
    assert shifts(view) == [
        (4, "Red Hand", "Police", (Shift.ALLEGED,)),
        (4, "Veld", "Police", (Shift.ALLEGED,)),
        (5, "Veld", "Police", (Shift.WITHDRAWN,)),
    ]
    assert [(entry.taken_back, entry.why) for _, entry in entries(view)] == [
        (False, ""),
        (True, ""),
        (True, "no longer in the version of 5 Jun 2030"),
    ]


@pytest.mark.parametrize(("day", "url"), [(4, "https://wire.example/1"), (5, "https://wire.example/2")])
def test_nothing_is_withdrawn_between_pages_that_are_no_versions(day: int, url: str) -> None:
    first = page("Wire One", says("Veld"), day=4, url="https://wire.example/1")
    second = page("Wire One", says("Red Hand"), day=day, url=url)
    assert Shift.WITHDRAWN not in {each for *_, told in shifts(view_of(first, second)) for each in told}


def test_undated_reports_stand_apart_and_are_never_first() -> None:
    view = view_of(
        page("Wire One", says("Veld"), day=None), page("Tribune", says("Veld", "The mayor"), day=9)
    )
    assert shifts(view) == [(9, "Veld", "the mayor", (Shift.ALLEGED,)), (None, "Veld", "Police", ())]
    found = timeline(view)
    assert [day.day for day in found.days] == [dt.date(2030, 6, 9)]
    assert found.undated is not None


def test_tolls_stand_on_the_day_they_were_first_given() -> None:
    killed = toll(ClaimRole.KILLED, 9, None)
    view = view_of(page("Wire One", killed, day=5), page("Tribune", killed, day=4), page("Daily", day=6))
    assert [(day.day, [figure.words for figure in day.tolls]) for day in timeline(view).days] == [
        (dt.date(2030, 6, 4), ["at least 9"])
    ]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (says("Veld"), "Veld alleged by Police"),
        (says("Veld", certainty=Certainty.PROBABLE), "Veld alleged as probable by Police"),
        (says("Veld", certainty=Certainty.POSSIBLE), "Veld alleged as possible by Police"),
        (says("Veld", None), "Veld alleged by Wire One in its own words"),
        (says("Veld", None, headline=True), "Veld alleged by Wire One in its own words (headline)"),
        (says("Veld", role=ClaimRole.SUPPORTER), "Veld as backer alleged by Police"),
        (says("Veld", stance=Stance.DENIES), "Veld denied by Police"),
        (says("Veld", stance=Stance.ADMITS), "Veld claimed by Police"),
        (says("Veld", stance=Stance.UNCONFIRMED), "Veld could not be confirmed by Police"),
        (says("Veld", stance=Stance.NO_CLAIM), "Veld not claimed, according to Police"),
        (says(None, stance=Stance.NO_CLAIM), "nobody has claimed responsibility, according to Police"),
        (says(None, stance=Stance.UNCONFIRMED), "who did it could not be confirmed by Police"),
    ],
)
def test_entries_say_who_says_so_in_fixed_words(told: object, sentence: str) -> None:
    ((_, entry),) = entries(view_of(page("Wire One", told)))  # type: ignore[arg-type]
    assert f"{subject(entry)} {said_by(entry)}" == sentence


def test_a_cut_timeline_keeps_what_changes_the_picture() -> None:
    whole = timeline(large_view(actors=20, speakers=30, pages=80))
    shifting = sum(bool(entry.shifts) for day in all_days(whole) for entry in day.entries)
    cut = limited(whole, shifting)
    kept = [entry for day in all_days(cut) for entry in day.entries]
    assert len(kept) == shifting
    assert all(entry.shifts for entry in kept)
    everything = sum(len(day.entries) for day in all_days(whole))
    assert sum(day.more for day in all_days(cut)) == everything - shifting > 0


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_records_changes_nothing(seed: int) -> None:
    view = large_view(actors=5, speakers=9, pages=20)
    assert timeline(shuffled(view, seed)) == timeline(view)
