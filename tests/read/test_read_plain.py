"""Plain text: titles, paragraphs, wrapped lines, header blocks."""

import datetime as dt
import textwrap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from read.reading import report_of
from reportedly.read.dates import parse_published
from reportedly.read.plain import looks_like_title, titled

FIRST = (
    "Two explosions were heard near the river port early on Tuesday, residents said, and the governor of the "
    "region told a news conference that a fuel store had caught fire."
)
SECOND = (
    "The ministry blamed saboteurs. Nobody else has said who did it, and the company that runs the port "
    "declined to comment on the damage until its own engineers had been to the site."
)


def test_title_and_paragraphs(tmp_path: Path) -> None:
    report = report_of(
        tmp_path, f"\n  Fuel store burns at river port  \r\n\r\n{FIRST}   \r\n\r\n\r\n{SECOND}\r\n"
    )
    assert (report.title, report.text) == (
        "Fuel store burns at river port",
        f"Fuel store burns at river port\n\n{FIRST}\n\n{SECOND}",
    )
    assert report.headline_end == len("Fuel store burns at river port")


@pytest.mark.parametrize("width", [62, 72, 80])
@pytest.mark.parametrize("change", [str, str.upper], ids=["mixed", "capitals"])
def test_wrapped_lines_are_joined(width: Any, change: Any) -> None:
    blocks = [textwrap.fill(change(text), width) for text in (FIRST, SECOND)]
    assert titled(None, "\n\n".join(blocks)).paragraphs == (change(FIRST), change(SECOND))


def test_wrapped_paragraphs_that_begin_with_an_indent_are_kept_apart() -> None:
    wrapped = "\n".join(textwrap.fill(text, 64, initial_indent="    ") for text in (FIRST, SECOND))
    assert titled("x", wrapped).paragraphs == (FIRST, SECOND)


def test_long_lines_are_paragraphs() -> None:
    assert titled("x", f"{FIRST}\n{SECOND}").paragraphs == (FIRST, SECOND)


def test_a_title_line_without_a_blank_line_below_is_seen_by_its_length() -> None:
    draft = titled(None, f"Fuel store burns at river port\n{FIRST}\n{SECOND}")
    assert (draft.title, draft.paragraphs) == ("Fuel store burns at river port", (FIRST, SECOND))


def test_items_of_a_list_are_not_joined() -> None:
    lines = "- the first of the two stores\n- the second of the two stores\n- a small pump house"
    assert titled("x", lines).paragraphs == tuple(lines.split("\n"))


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Fuel store burns at river port", True),
        ("Who burnt the fuel store?", True),
        ("Fuel store burns, says U.S.", True),
        ("“We saw nothing”", True),
        ("The fuel store burnt down on Tuesday.", False),
        ("The governor, speaking on Tuesday,", False),
        ("Update", False),
        ("By Jane Doe", False),
        ("KIRENSK, May 3 (AFP) - A store burnt", False),
        ("x " * 120, False),
    ],
)
def test_what_looks_like_a_title(line: Any, title: Any) -> None:
    assert looks_like_title(line) is title


def test_the_title_is_not_told_twice(tmp_path: Path) -> None:
    report = report_of(tmp_path, f"Fuel store burns\n\nFuel store burns!\n\n{FIRST}")
    assert report.text == f"Fuel store burns\n\n{FIRST}"


def test_a_header_block_is_understood(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        "Title: Fuel store burns\nOutlet: The Port Mail\nPublished: 2022-05-03T06:10:00+02:00\n"
        "Updated: 3 May 2022\n"
        f"URL: https://port.example/a\nBy: Jane Doe\n\n{FIRST}\n\n{SECOND}",
    )
    assert (report.title, report.outlet, report.byline) == ("Fuel store burns", "The Port Mail", "Jane Doe")
    assert report.url == "https://port.example/a"
    assert report.published == dt.date(2022, 5, 3)
    assert report.published_at is not None
    assert report.published_at.isoformat() == "2022-05-03T06:10:00+02:00"
    assert report.modified_at == dt.datetime(2022, 5, 3)  # noqa: DTZ001
    assert report.text == f"Fuel store burns\n\n{FIRST}\n\n{SECOND}"


def test_a_text_that_begins_like_a_header_is_none(tmp_path: Path) -> None:
    assert report_of(tmp_path, f"By: nobody knows whom.\n\n{FIRST}").text.startswith("By: nobody")


def test_a_date_alone_below_the_title_is_the_day_of_publication(tmp_path: Path) -> None:
    report = report_of(tmp_path, f"Fuel store burns\n\n3 May 2022 · 2 min read\n\n{FIRST}")
    assert (report.published, report.text) == (dt.date(2022, 5, 3), f"Fuel store burns\n\n{FIRST}")


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("KIRENSK, 3 MAY 89 (AFP) --", "1989-05-03"),
        ("KIRENSK, May 3 2022 (AFP) -", "2022-05-03"),
        ("KIRENSK, Ruvia, May 3rd, 2022 (Reuters) —", "2022-05-03"),
        ("KIRENSK, Tuesday 3 May 2022 /AFP/ -", "2022-05-03"),
        ("KIRENSK (AFP), May 3 2022 -", "2022-05-03"),
        ("KIRENSK, 3 May, 2022 –", "2022-05-03"),
        ("Kirensk, May 3 2022 (AFP) -", "2022-05-03"),
        ("May 3 2022 (AFP) -", "2022-05-03"),
        ("KIRENSK, May 3 (AFP) -", None),
        ("On May 3 2022 -", None),
    ],
)
def test_a_dateline_with_a_year_gives_the_day(tmp_path: Path, dateline: str, day: str | None) -> None:
    report = report_of(tmp_path, f"{dateline} {FIRST}")
    assert report.published == (dt.date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-11-08", "2021-11-08"),
        ("2021-11-08T06:30:00Z", "2021-11-08"),
        ("20211108", "2021-11-08"),
        ("Mon, 08 Nov 2021 06:30:00 GMT", "2021-11-08"),
        ("November 8, 2021", "2021-11-08"),
        ("8th of Nov. 2021", "2021-11-08"),
        ("19-JUN-1987 07:07:28.57", "1987-06-19"),
        ("11/8/2021", "2021-11-08"),
        ("28/11/2021", "2021-11-28"),
        ("8.11.2021", "2021-11-08"),
        ("3 JAN 90", "1990-01-03"),
        ("2021-02-30", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_of_publication(text: Any, day: Any) -> None:
    assert parse_published(text)[0] == (dt.date.fromisoformat(day) if day else None)


@given(st.text())
def test_no_date_raises(text: Any) -> None:
    parse_published(text)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=9), min_size=1, max_size=90
    )
)
def test_no_word_is_lost_or_moved(words: Any) -> None:
    wrapped = textwrap.fill(" ".join(words), 70, break_long_words=False, break_on_hyphens=False)
    draft = titled("x", wrapped)
    assert " ".join(draft.paragraphs).split() == words
