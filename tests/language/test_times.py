import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.growth import LINEAR, growth
from reportedly.language import timex
from reportedly.language.times import find_times

MONDAY = dt.date(2021, 11, 8)


def values(text: str, published: dt.date | None = MONDAY) -> list[str | None]:
    return [mention.value for mention in find_times(text, published)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The blast on Sunday killed him", "2021-11-07"),
        ("It happened late Saturday", "2021-11-06"),
        ("It happened Sunday night", "2021-11-07TNI"),
        ("Police said Monday", "2021-11-08"),
        ("They will meet on Friday", "2021-11-12"),
        ("next Sunday", "2021-11-14"),
        ("last Monday", "2021-11-01"),
        ("yesterday", "2021-11-07"),
        ("today", "2021-11-08"),
        ("last week", "2021-W44"),
        ("two days ago", "2021-11-06"),
        ("on October 10 he was shot", "2021-10-10"),
        ("killed on December 28", "2020-12-28"),
        ("10 October 2016", "2016-10-10"),
        ("on 7 Nov", "2021-11-07"),
        ("Nov. 8, 2021", "2021-11-08"),
        ("Tue 05 Jul 2016", "2016-07-05"),
        ("Sun Apr 16 2017", "2017-04-16"),
        ("3 JAN 90 (XYZ)", "1990-01-03"),
        ("2016-07-05", "2016-07-05"),
        ("18.05.2017", "2017-05-18"),
        ("in March", "2021-03"),
        ("in 2014", "2014"),
        ("earlier this month", "2021-11"),
        ("since Friday", "2021-11-05"),
        ("over the weekend", "2021-W44-WE"),
        ("last year", "2020"),
        ("in the third quarter", "2021-Q3"),
        ("the 1980s", "198"),
        ("two years", "P2Y"),
        ("a 16-hour flight", "PT16H"),
        ("for weeks", "PXW"),
        ("every day", "P1D"),
        ("five months ago", "2021-06"),
        ("at 10 p.m. Sunday", "2021-11-07T22:00"),
        ("currently", "PRESENT_REF"),
        ("in the morning of Monday 1 November", "2021-11-01TMO"),
        ("on the night of Sunday, October 31", "2021-10-31TNI"),
        ("on Wednesday 9 March", "2022-03-09"),
        ("on April 14 last year", "2020-04-14"),
        ("the 11 of April of 2002", "2002-04-11"),
        ("on Thursday of last week", "2021-11-04"),
        ("on Thursday last week", "2021-11-04"),
        ("It was Monday 12 April, and raining", "2021-04-12"),
        ("It was Tuesday 12 April, and raining", "2022-04-12"),
        ("It was Sunday 12 April, and raining", "2020-04-12"),
        ("It was Friday 12 April, and raining", "XXXX-04-12"),
    ],
)
def test_one_time_is_read(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "He may march on",
        "The 12-year-old boy",
        "a $2000 prize",
        "killing 2000 people",
        "a second man",
        "sat in the sun",
        "T-72 and F-16",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("05-07-2015 Raids", dt.date(2015, 7, 5), "2015-07-05"),
        ("05-07-2015 Raids", dt.date(2015, 5, 8), "2015-05-07"),
        ("7/5/2016", dt.date(2016, 7, 6), "2016-07-05"),
        ("13/5/2016", None, "2016-05-13"),
    ],
)
def test_day_and_month_in_digits_are_ordered_by_the_publication(
    text: str, published: dt.date | None, value: str
) -> None:
    assert values(text, published) == [value]


def test_without_a_publication_relative_times_have_no_range() -> None:
    for mention in find_times(
        "on Sunday, yesterday, last week, October 10, in March, two days ago, this year", None
    ):
        assert mention.range is None
    assert values("on Sunday", None) == ["XXXX-WXX-7"]
    assert values("on October 10", None) == ["XXXX-10-10"]


def test_ranges_cover_what_the_words_cover() -> None:
    (week,) = find_times("last week", MONDAY)
    assert week.range is not None
    assert (week.range.earliest, week.range.latest, week.precise) == (
        dt.date(2021, 11, 1),
        dt.date(2021, 11, 7),
        False,
    )
    (past,) = find_times("in the past two days", MONDAY)
    assert past.range is not None
    assert (past.range.earliest, past.range.latest) == (dt.date(2021, 11, 6), MONDAY)
    (days,) = find_times("on October 10-12", MONDAY)
    assert days.range is not None
    assert (days.range.earliest, days.range.latest) == (dt.date(2021, 10, 10), dt.date(2021, 10, 12))
    (late,) = find_times("in late October", MONDAY)
    assert late.range is not None
    assert late.range.earliest == dt.date(2021, 10, 18)


def test_a_lost_apostrophe_makes_no_plural() -> None:
    (mention,) = find_times("Saturdays strikes killed many", MONDAY)
    assert (mention.span.text, mention.value) == ("Saturday", "2021-11-06")
    assert values("It opens on Saturdays.") == ["XXXX-WXX-6"]


def test_later_counts_from_the_day_before_it() -> None:
    mentions = find_times("He was shot on October 10 and died two days later.", MONDAY)
    assert mentions[1].range is not None
    assert mentions[1].range.earliest == dt.date(2021, 10, 12)


PIECES = st.lists(
    st.sampled_from(
        [
            "on ",
            "Sunday",
            " May ",
            "31",
            "February ",
            "29",
            "/",
            "-",
            "2016",
            " last ",
            "week",
            "s",
            " ago",
            " years",
            "9999",
            "the ",
            "quarter",
        ]
        + [
            " 1/2 ",
            "a few ",
            "decade",
            "century",
            "tomorrow",
            " night",
            " 99 ",
            "million ",
            "3.5 ",
            "00",
            "next ",
            "month",
            ".",
        ]
    )
    | st.text(max_size=3)
).map("".join)


@given(PIECES, st.none() | st.dates())
def test_times_verify_and_keep_apart_on_any_day(text: str, published: dt.date | None) -> None:
    end = 0
    for mention in find_times(text, published):
        mention.span.verify(text)
        assert mention.span.start >= end
        end = mention.span.end
        if mention.precise:
            assert mention.range is not None
            assert mention.range.earliest == mention.range.latest


@given(st.dates(min_value=dt.date(1, 2, 1)))
def test_every_day_is_in_its_own_units(day: dt.date) -> None:
    for unit in "DWMQY":
        found = timex.range_of(timex.at_grain(day, unit))
        assert found is None or found.earliest <= day <= found.latest


@pytest.mark.parametrize(
    "piece",
    [
        "on Sunday ",
        "10 10 10 ",
        "the the last ",
        "May 1 ",
        "one two three ",
        "    ",
        "1/2-3/4.5 ",
        "early late ",
    ],
)
def test_the_cost_is_linear(piece: str) -> None:
    assert growth(lambda text: find_times(text, MONDAY), piece, size=12_000) < LINEAR
