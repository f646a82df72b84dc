"""Rows of a team's table, in the columns of three data sets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.counterparts import STYLES, TeamRow, read_rows
from reportedly.errors import UsageError
from reportedly.records import DateRange, NumberRange

ACLED = (
    "event_id_cnty,event_date,time_precision,actor1,assoc_actor_1,actor2,location,latitude,longitude,country,"
)
ACLED += "fatalities,source"
GTD = "eventid,iyear,imonth,iday,country_txt,city,latitude,longitude,gname,gname2,nkill,scite1"
UCDP = (
    "id,date_start,date_end,side_a,side_b,where_coordinates,latitude,longitude,country,low,best,high,"
    "source_office"
)


def rows(tmp_path: Path, style: str, *lines: str) -> list[TeamRow]:
    found, unread = read_rows(written(tmp_path, *lines), style)
    assert unread == []
    return found


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def days(first: str, last: str | None = None) -> DateRange:
    return DateRange(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first))


def test_a_row_of_acled(tmp_path: Path) -> None:
    who = "Military Forces of Iraq (2020-),Harbour Front; Red Hand,Civilians (Iraq)"
    line = f"IRQ7,2030-06-03,1,{who},Port Selda,33.3,44.4,Iraq,3,Reuters; Mill Post"
    (found,) = rows(tmp_path, "acled", ACLED, line)
    assert (found.id, found.line, found.country) == ("IRQ7", 2, "Iraq")
    assert found.days == days("2030-06-03")
    assert found.actors == ("Military Forces of Iraq", "Harbour Front", "Red Hand")
    assert found.place is not None
    assert (found.place.name, found.place.latitude) == ("Port Selda", 33.3)
    assert found.killed == NumberRange(3, 3)
    assert found.sources == ("Reuters", "Mill Post")


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        ("1", days("2030-06-13")),
        ("2", days("2030-06-07", "2030-06-19")),
        ("3", days("2030-06-01", "2030-06-30")),
    ],
)
def test_a_day_of_acled_is_as_long_as_its_precision_says(
    tmp_path: Path, precision: str, expected: DateRange
) -> None:
    (found,) = rows(tmp_path, "acled", ACLED, f"X1,13 June 2030,{precision},,,,,,,Iraq,,")
    assert found.days == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2030,6,3", days("2030-06-03")),
        ("2030,6,0", days("2030-06-01", "2030-06-30")),
        ("2030,0,0", days("2030-01-01", "2030-12-31")),
    ],
)
def test_gtd_has_0_for_a_day_that_is_not_known(tmp_path: Path, day: str, expected: DateRange) -> None:
    (found,) = rows(
        tmp_path, "gtd", GTD, f"203006030001,{day},Iraq,Port Selda,33.3,44.4,Unknown,Red Hand,4.0,"
    )
    assert (found.days, found.actors, found.killed) == (expected, ("Red Hand",), NumberRange(4, 4))


def test_a_row_of_ucdp(tmp_path: Path) -> None:
    days_given = "2030-06-03 00:00:00.000,2030-06-05 00:00:00.000"
    line = f"55,{days_given},Government of Iraq,IS,Port Selda town,33.3,44.4,Iraq,2,3,9,Reuters;Mill Post"
    (found,) = rows(tmp_path, "ucdp", UCDP, line)
    assert found.days == days("2030-06-03", "2030-06-05")
    assert (found.killed, found.actors) == (NumberRange(2, 9), ("Government of Iraq", "IS"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_may_be_parted_and_ordered_otherwise(tmp_path: Path, separator: str) -> None:
    head = separator.join(["location", "actor1", "event_date", "event_id_cnty", "more"])
    line = separator.join(["Port Selda", "Red Hand", "2030-06-03", "X1", "?"])
    (found,) = rows(tmp_path, "acled", head, line)
    assert (found.id, found.actors) == ("X1", ("Red Hand",))


def test_a_table_in_an_older_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(f"{GTD}\n1,2030,6,3,Türkiye,Şehir,,,,,,\n".replace("Ş", "S").encode("cp1252"))
    (found,), _ = read_rows(path, "gtd")
    assert found.country == "Türkiye"
    path.write_bytes(b"\xef\xbb\xbf" + f"{GTD}\n1,2030,6,3,Iraq,,,,,,,\n".encode())
    assert len(read_rows(path, "gtd")[0]) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1,2030,13,3,Iraq,,,,,,,", "month must be in 1..12"),
        ("1,2030,6,31,Iraq,,,,,,,", "day is out of range for month"),
        ("1,soon,6,3,Iraq,,,,,,,", "'soon' is no number"),
        ("1,2030,6,3,Iraq,,,,,,2.5,", "'2.5' is no whole number"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_line(tmp_path: Path, line: str, reason: str) -> None:
    path = written(tmp_path, GTD, "0,2030,6,3,Iraq,,,,,,,", line)
    found, unread = read_rows(path, "gtd")
    assert [row.id for row in found] == ["0"]
    assert [each.line for each in unread] == [3]
    assert reason in unread[0].reason


def test_a_field_that_is_too_long_spoils_its_row_only(tmp_path: Path) -> None:
    long = "x" * 200_000
    path = written(tmp_path, GTD, f"1,2030,6,3,Iraq,{long},,,,,,", "2,2030,6,3,Iraq,,,,,,,")
    found, unread = read_rows(path, "gtd")
    assert [row.id for row in found] == ["2"]
    assert "field larger than field limit" in unread[0].reason


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "it is empty"),
        ("a,b,c\n1,2,3\n", "event_id_cnty, event_date, actor1, location missing; it begins with 'a,b,c'"),
        (f"{GTD}\n", "not in the columns of acled"),
    ],
)
def test_a_file_of_other_columns_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(content)
    with pytest.raises(UsageError, match=message):
        read_rows(path, "acled")


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_rows(tmp_path / "none.csv", "acled")
    with pytest.raises(UsageError, match="no table is called 'gdelt'; there is acled, gtd, ucdp"):
        read_rows(tmp_path / "none.csv", "gdelt")


@given(raw=st.binary(max_size=200), style=st.sampled_from(STYLES), head=st.booleans())
def test_no_bytes_break_it(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, style: str, head: bool
) -> None:
    path = tmp_path_factory.mktemp("rows") / "table.csv"
    given_head = {"acled": ACLED, "gtd": GTD, "ucdp": UCDP}[style]
    path.write_bytes((f"{given_head}\n".encode() if head else b"") + raw)
    if not head and not raw.startswith(given_head.encode()):
        with pytest.raises(UsageError, match="not in the columns of"):
            read_rows(path, style)
        return
    found, unread = read_rows(path, style)
    assert len(found) + len(unread) <= raw.count(b"\n") + raw.count(b"\r") + 1
