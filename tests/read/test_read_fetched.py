"""What was fetched is read as files are, with what its address and its server say of it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from read.reading import report_of
from reportedly.ids import sha256_hex
from reportedly.limits import DEFAULT_LIMITS
from reportedly.read import read_fetched
from reportedly.records import Fetched, Reason, Report, Skipped, Stage

AT = dt.datetime(2024, 3, 22, 21, 5, tzinfo=dt.UTC)
TEXT = "Police blamed nobody for the fire at the mill in Averil on Monday, a spokesman said at noon."
PAGE = """<html><head>{head}<title>Fire at the mill</title></head>
<body><article><p>{text}</p><p>{text}</p></article></body></html>"""


def given(
    data: str | bytes, kind: str | None = "text/html", charset: str | None = None, address: str | None = None
) -> Fetched:
    """What an address gave."""
    return Fetched(
        asked="https://mail.example/asked",
        address=address or "https://www.mail.example/mill",
        data=data.encode() if isinstance(data, str) else data,
        media_type=kind,
        charset=charset,
        fetched_at=AT,
    )


def read_one(page: Fetched) -> Report:
    (found,) = read_fetched([page])
    assert isinstance(found, Report), found
    return found


def why_not(page: Fetched) -> Reason:
    (found,) = read_fetched([page])
    assert isinstance(found, Skipped), found
    assert found.origin == page.asked
    return found.reason


def test_a_page_is_read_as_its_file_would_be(tmp_path: Path) -> None:
    page = PAGE.format(head='<link rel="canonical" href="https://mail.example/mill">', text=TEXT)
    read = read_one(given(page))
    from_file = report_of(tmp_path, page, "mill.html")
    assert read == replace(from_file, origin="https://www.mail.example/mill", fetched_at=AT)
    assert read.sha256 == sha256_hex(page.encode())


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://mail.example/mill", "https://mail.example/mill"),
        ("https://m.mail.example/mill", "https://m.mail.example/mill"),
        ("https://other.example/mill", "https://www.mail.example/mill"),
        ("https://mail.example.evil.example/mill", "https://www.mail.example/mill"),
        ("/mill", "https://www.mail.example/mill"),
        ("http://[", "https://www.mail.example/mill"),
        ("", "https://www.mail.example/mill"),
    ],
)
def test_a_page_says_its_own_address_only_on_its_own_host(canonical: str, url: str) -> None:
    assert (
        read_one(given(PAGE.format(head=f'<link rel="canonical" href="{canonical}">', text=TEXT))).url == url
    )


CYRILLIC = "Полиция никого не обвинила в пожаре на мельнице в понедельник, сообщил представитель."


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "ISO-8859-5"])
def test_the_charset_of_the_server_counts(charset: str) -> None:
    page = PAGE.format(head="", text=CYRILLIC).encode(charset)
    assert CYRILLIC in read_one(given(page, charset=charset)).text
    plain = f"Title\n\n{CYRILLIC}".encode(charset)
    assert CYRILLIC in read_one(given(plain, "text/plain", charset)).text


def test_it_goes_before_what_the_page_says_and_after_what_the_bytes_are() -> None:
    meta = '<meta charset="koi8-r">'
    page = PAGE.format(head=meta, text=CYRILLIC)
    assert CYRILLIC in read_one(given(page.encode("windows-1251"), charset="windows-1251")).text
    assert CYRILLIC in read_one(given(page.encode("utf-8"), charset="windows-1251")).text


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "idna", "nonsense", "rot13"])
def test_a_server_cannot_choose_an_odd_charset(charset: str) -> None:
    page = PAGE.format(head="", text=f"{TEXT} Café \\x41 +AEE-").encode("cp1252")
    assert "Café \\x41 +AEE-" in read_one(given(page, charset=charset)).text


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("text/plain", f"Fire at the mill\n\n{TEXT}"),
        (None, f"Fire at the mill\n\n{TEXT}"),
        (None, PAGE.format(head="", text=TEXT)),
        ("text/plain", PAGE.format(head="", text=TEXT)),
        ("application/xhtml+xml", PAGE.format(head="", text=TEXT)),
        ("application/json", json.dumps({"title": "Fire at the mill", "text": TEXT})),
    ],
)
def test_the_kind_is_what_the_server_says_or_the_bytes_show(kind: str | None, data: str) -> None:
    found = read_one(given(data, kind))
    assert (found.title, TEXT in found.text) == ("Fire at the mill", True)


def test_rows_of_json_are_reports_of_their_own() -> None:
    rows = "".join(
        json.dumps({"text": f"{TEXT} {n}", "url": f"https://mail.example/{n}"}) + "\n" for n in range(3)
    )
    found = list(read_fetched([given(rows, "application/x-ndjson")]))
    assert [each.url for each in found if isinstance(each, Report)] == [
        f"https://mail.example/{n}" for n in range(3)
    ]
    assert {each.fetched_at for each in found if isinstance(each, Report)} == {AT}


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        ("", "text/html", Reason.EMPTY),
        ("  \n", "text/plain", Reason.EMPTY),
        ("\x89PNG\r\n\x1a\n".encode("latin-1"), "text/html", Reason.NOT_TEXT),
        ("\x1f\x8b\x08" + "\0" * 99, "text/html", Reason.NOT_TEXT),
        ("<html><body></body></html>", "text/html", Reason.NO_ARTICLE),
        ("{", "application/json", Reason.MALFORMED),
        ("<p>" * 30_000, "text/html", Reason.TOO_COMPLEX),
        ("x" * (DEFAULT_LIMITS.html_bytes + 1) + "<", "text/html", Reason.TOO_LARGE),
    ],
)
def test_what_gives_no_report_is_a_row(data: str | bytes, kind: str, reason: Reason) -> None:
    assert why_not(given(data, kind)) is reason


def test_the_same_bytes_at_two_addresses_are_one_report() -> None:
    page = PAGE.format(head="", text=TEXT)
    first, second = read_fetched([given(page), given(page, address="https://www.mail.example/again")])
    assert isinstance(first, Report)
    assert isinstance(second, Skipped)
    assert second.reason is Reason.DUPLICATE
    # It is looked for under the address that was typed, which may not be the one that answered.
    assert second.origin == "https://mail.example/asked"
    assert second.detail == (
        "the same bytes as https://www.mail.example/mill; fetched from https://www.mail.example/again"
    )


def test_a_row_of_json_keeps_its_number_where_the_address_redirects() -> None:
    lines = json.dumps({"text": TEXT}) + "\n" + "{}\n"
    first, second = read_fetched([given(lines, "application/x-ndjson")])
    assert isinstance(first, Report)
    assert isinstance(second, Skipped)
    assert second.origin == "https://mail.example/asked#2"


def test_a_row_of_an_address_that_answered_itself_says_no_more_than_why() -> None:
    page = given("<html><body></body></html>")
    (row,) = read_fetched([replace(page, asked=page.address)])
    assert isinstance(row, Skipped)
    assert "fetched from" not in row.detail


def test_a_row_passes_through() -> None:
    row = Skipped(
        origin="https://10.0.0.1/", stage=Stage.FETCH, reason=Reason.REFUSED, detail="a private network"
    )
    assert list(read_fetched([row])) == [row]
