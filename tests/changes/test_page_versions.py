"""Which reports are versions of one page, and in what order."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paged import MARKET, PLAIN, page, story

from reportedly.changes.versions import in_order, page_of, pages, stamp, why_later
from reportedly.records import Report

FIRST = page(story(), published="2003-05-07T08:00:00Z")
SECOND = page(story(PLAIN), published="2003-05-07T08:00:00Z", modified="2003-05-07T11:00:00Z")
THIRD = page(story(PLAIN, without=[3]), published="2003-05-07T08:00:00Z", modified="2003-05-09")


def ids(reports: tuple[Report, ...]) -> list[str]:
    return [report.id for report in reports]


def test_versions_of_a_page_stand_in_the_order_of_their_last_change() -> None:
    for given_order in ([FIRST, SECOND, THIRD], [THIRD, SECOND, FIRST], [SECOND, THIRD, FIRST]):
        (found,) = pages(given_order)
        assert ids(found.versions) == ids((FIRST, SECOND, THIRD))
        assert found.address == "mill-post.example/news/market-fire"
    assert why_later(FIRST, SECOND) == "it was changed later"
    assert why_later(SECOND, THIRD) == "it was changed on a later day"
    assert why_later(THIRD, SECOND) is None


def test_of_an_address_that_tells_nothing_the_time_of_fetching_counts() -> None:
    noon = dt.datetime(2003, 5, 7, 12, tzinfo=dt.UTC)
    early, late = (
        replace(page(text, published=None, modified=None), fetched_at=at)
        for text, at in ((story(), noon), (story(PLAIN), noon + dt.timedelta(hours=1)))
    )
    assert why_later(early, late) == "it was fetched later"
    assert why_later(late, early) is None
    (found,) = pages([late, early])
    assert ids(found.versions) == ids((early, late))
    # What the page says goes before it, and of two pages it says nothing.
    first, second = replace(FIRST, fetched_at=late.fetched_at), replace(SECOND, fetched_at=noon)
    assert why_later(first, second) == "it was changed later"
    assert why_later(second, first) is None
    elsewhere = replace(late, url="https://mill-post.example/news/other")
    assert why_later(early, elsewhere) is None
    assert why_later(early, replace(late, fetched_at=None)) is None


def test_the_same_report_twice_is_no_version() -> None:
    assert pages([FIRST, FIRST]) == ()
    assert page_of([FIRST], FIRST.id).versions == (FIRST,)


def test_what_is_elsewhere_or_of_another_outlet_is_no_version() -> None:
    elsewhere = page(story(PLAIN), url="https://mill-post.example/news/other")
    foreign = page(story(PLAIN), outlet="The Gazette")
    assert pages([FIRST, elsewhere, foreign]) == ()
    nameless = page(story(PLAIN), outlet=None)
    assert len(pages([FIRST, nameless])) == 1
    assert len(pages([FIRST, page(story(PLAIN), outlet="The Mill Post", modified="2003-05-08")])) == 1


def test_another_story_under_the_address_of_a_section_is_no_version() -> None:
    other = page("\n\n".join(["The river rose over its banks in Averil, and the ferry lay still."] * 3),
                 title="Ferry lies still", published="2003-05-08")  # fmt: skip
    assert pages([FIRST, other]) == ()
    again = page(story(PLAIN), title="Halls of the market in ashes", published="2003-05-09")
    (found,) = pages([FIRST, other, again])
    assert ids(found.versions) == ids((FIRST, again))


def test_a_notice_in_place_of_the_story_is_a_version() -> None:
    notice = page("This story has been withdrawn.", title="Withdrawn", modified="2003-05-09")
    (found,) = pages([notice, FIRST])
    assert ids(found.versions) == ids((FIRST, notice))


def test_without_an_address_the_place_of_reading_tells() -> None:
    there = {"url": None, "origin": "pages/fire.json"}
    first, second = page(story(), **there), page(story(PLAIN), **there, modified="2003-05-08")  # type: ignore[arg-type]
    assert len(pages([first, second])) == 1
    assert pages([first, replace(second, origin="pages/other.json")]) == ()
    assert pages([replace(first, origin="-"), replace(second, origin="-")]) == ()


def test_a_note_tells_the_order_where_no_time_does() -> None:
    bare = page(story(), published=None)
    noted = page(story(PLAIN, "This story has been updated to leave out the toll."), published=None)
    assert why_later(bare, noted) == "it carries a note that the other lacks"
    assert why_later(noted, bare) is None
    assert in_order([noted, bare]) == in_order([bare, noted]) == [bare, noted]


def test_what_cannot_be_told_is_not_told() -> None:
    one, other = page(story(), published=None), page(story(PLAIN), published=None)
    assert why_later(one, other) is why_later(other, one) is None
    same_day = page(story(PLAIN), published="2003-05-07")
    assert why_later(FIRST, same_day) is why_later(same_day, FIRST) is None


@pytest.mark.parametrize(
    ("published", "modified", "day"),
    [
        ("2003-05-07T08:00:00Z", "1970-01-01T00:00:00Z", "2003-05-07"),
        ("2003-05-07", "2003-05-08T23:30:00-05:00", "2003-05-09"),
        (None, "2003-05-08", "2003-05-08"),
        ("2003-05-07", None, "2003-05-07"),
        ("2003-05-07", "0001-01-01T00:00:01+14:00", "2003-05-07"),
        (None, None, None),
    ],
)
def test_the_time_of_a_version(published: str | None, modified: str | None, day: str | None) -> None:
    found = stamp(page(PLAIN, published=published, modified=modified))[0]
    assert found == (dt.date.fromisoformat(day) if day else None)


TIMES = st.sampled_from(
    [None, "2003-05-07", "2003-05-07T08:00:00Z", "2003-05-07T09:00:00+03:00", "2003-05-09"]
)
NOTES = st.sampled_from(["", "This story has been updated.", "Correction: the toll was two, not three."])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TIMES, TIMES, NOTES, st.integers(0, 3)), min_size=2, max_size=7), st.randoms())
def test_the_order_of_reports_makes_no_difference(
    given_versions: list[tuple[str | None, str | None, str, int]], order: random.Random
) -> None:
    reports = [
        page(
            story(MARKET[0], *([note] if note else []), without=[cut]), published=published, modified=modified
        )
        for published, modified, note, cut in given_versions
    ]
    shuffled = list(reports)
    order.shuffle(shuffled)
    assert pages(reports) == pages(shuffled)
    for found in pages(reports):
        for earlier, later in zip(found.versions, found.versions[1:], strict=False):
            assert not why_later(later, earlier), (
                "the later of two neighbours is never known to be the earlier"
            )
