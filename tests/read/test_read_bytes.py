"""Charsets, and bytes that are no text: a right answer or a row."""

import codecs
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from read.reading import reason_of, report_of
from reportedly.limits import DEFAULT_LIMITS

TEXT = "Café owners in Düsseldorf – “shaken” – said they’d seen nothing."
PAGE = "<html><head>{meta}<title>t</title></head><body><article><p>{text}</p></article></body></html>"
META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
    ],
    ids=["utf-8", "bom", "cp1252", "utf-16", "utf-16-be-bom", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_text_in_any_charset_is_read_right(tmp_path: Path, data: Any) -> None:
    assert report_of(tmp_path, data).text == TEXT


@pytest.mark.parametrize(
    ("said", "used"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("utf-16", "utf-8"),
        ("utf-7", "utf-8"),
        ("rot13", "utf-8"),
        ("no-such-thing", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("utf-8", "utf-16"),
        (None, "cp1252"),
    ],
)
def test_a_page_is_read_right_whatever_it_says_of_itself(tmp_path: Path, said: Any, used: Any) -> None:
    meta = META.format(said) if said else ""
    page = PAGE.format(meta=meta, text=TEXT).encode(used)
    assert report_of(tmp_path, page, "one.html").text.endswith(TEXT)


def test_a_declared_charset_is_followed_where_the_bytes_are_not_utf8(tmp_path: Path) -> None:
    text = "Полиция никого не обвинила, сообщил представитель ведомства в понедельник."
    page = PAGE.format(meta='<meta charset="windows-1251">', text=text).encode("cp1251")
    assert report_of(tmp_path, page, "one.html").text.endswith(text)


def test_windows_punctuation_alone_is_no_cyrillic(tmp_path: Path) -> None:
    assert report_of(tmp_path, "‘No,’ he said – twice…".encode("cp1252")).text == "‘No,’ he said – twice…"


def test_one_broken_byte_does_not_turn_a_page_of_utf8_into_another_charset(tmp_path: Path) -> None:
    data = (TEXT * 3).encode() + b"\xe2\x80"
    assert report_of(tmp_path, data).text == TEXT * 3 + "\ufffd"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (codecs.BOM_UTF8 + b"\n", "empty"),
        (b"%PDF-1.7\n1 0 obj", "not_text"),
        (b"PK\x03\x04 and more", "not_text"),
        (b"\x89PNG\r\n\x1a\n", "not_text"),
        (b"\x1f\x8b\x08\x00", "not_text"),
        (bytes(range(256)) * 20, "not_text"),
        (b"text\0\0\0\0\0\0\0\0with\0\0\0\0\0zeros\0\0\0\0\0\0\0", "not_text"),
        (b"\0" * 1000, "not_text"),
        (b"Advertisement\n\nShare this article\n", "empty"),
    ],
)
def test_what_is_no_report_is_a_row(tmp_path: Path, data: Any, reason: Any) -> None:
    assert reason_of(tmp_path, data) == reason


def test_a_stray_zero_or_escape_code_does_not_reach_the_text(tmp_path: Path) -> None:
    text = report_of(tmp_path, b"Police \x00blamed\x1b[31m nobody for the attack on the bridge.").text
    assert text == "Police  blamed [31m nobody for the attack on the bridge."


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<i>" * 30_000, "too_complex"),
        ("<p " + "a " * 45_000 + ">x", "too_complex"),
        ("<p " + "a=1/" * 30_000 + ">x", "too_complex"),
        ('<p title="' + "a b " * 45_000 + '">' + TEXT + "</p>", None),
        ("<br>" * 30_000 + f"<p>{TEXT}</p>", None),
        ("<html><body><nav>Home</nav></body></html>", "no_article"),
        ("<div>" * 15_000 + "x", "no_article"),
    ],
)
def test_monsters_are_refused_before_they_are_parsed(tmp_path: Path, page: Any, reason: Any) -> None:
    if reason is None:
        assert TEXT in report_of(tmp_path, page, "one.html").text
    else:
        assert reason_of(tmp_path, page.encode(), "one.html") == reason


def test_limits_are_those_that_are_given(tmp_path: Path) -> None:
    limits = replace(DEFAULT_LIMITS, file_bytes=100, html_bytes=50, text_chars=30)
    assert reason_of(tmp_path, b"x" * 101, limits=limits) == "too_large"
    assert reason_of(tmp_path, b"word " * 10, limits=limits) == "too_large"
    assert reason_of(tmp_path, b"<p>" + b"x" * 60, "one.html", limits=limits) == "too_large"
    assert reason_of(tmp_path, b"<!doctype html>" + b"x" * 60, "one.bin", limits=limits) == "too_large"


def test_a_parser_that_fails_gives_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise AttributeError("'NoneType' object has no attribute 'tag'")

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    # In this process: the child that parses has a library of its own.
    monkeypatch.setattr("reportedly.apart.call", lambda _limits, function, *given: function(*given))
    assert reason_of(tmp_path, PAGE.format(meta="", text=TEXT).encode(), "one.html") == "failed"
