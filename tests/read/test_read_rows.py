"""JSON: objects, lists, lines; what is malformed; offsets of other tools' labels."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from read.reading import credits_of, read_bytes, reason_of, report_of
from reportedly.limits import DEFAULT_LIMITS
from reportedly.read.rows import draft_row
from reportedly.records import Report, Skipped

ROW = {
    "title": "Pylon felled by blast",
    "text": "A pylon fell on Sunday.  Police blamed nobody.\n\nThe grid was back by noon, the operator said.",
    "outlet": "The Port Mail",
    "url": "https://port.example/pylon",
    "published": "2022-05-03",
    "modified": "2022-05-04T07:00:00Z",
    "byline": "Jane Doe with AFP",
    "language": "en",
    "based_on": ["Reuters"],
    "section": {"unknown": "keys are passed over"},
}


def dumped(value: Any, **options: Any) -> Any:
    return json.dumps(value, **options).encode()


def test_one_object_gives_all_its_fields(tmp_path: Path) -> None:
    report = report_of(tmp_path, dumped(ROW, indent=1), "one.json")
    assert report.text == f"{ROW['title']}\n\n{ROW['text']}"
    assert (report.outlet, report.url, report.language) == (ROW["outlet"], ROW["url"], "en")
    assert (report.published, report.byline) == (dt.date(2022, 5, 3), "Jane Doe with AFP")
    assert report.modified_at == dt.datetime(2022, 5, 4, 7, tzinfo=dt.UTC)
    assert report.based_on == ("Reuters",)
    assert credits_of(report) == [("Reuters", "based_on"), ("AFP", "based_on")]


@pytest.mark.parametrize("name", ["rows.json", "rows.jsonl"])
@pytest.mark.parametrize("shape", ["list", "lines", "crlf", "bom", "utf-16"])
def test_lists_and_lines_under_either_suffix(tmp_path: Path, name: Any, shape: Any) -> None:
    rows = [{"text": f"Nobody was blamed, police said. {n}"} for n in range(3)]
    lines = b"\n\n".join(map(dumped, rows))
    data = {
        "list": dumped(rows),
        "lines": lines,
        "crlf": lines.replace(b"\n", b"\r\n"),
        "bom": b"\xef\xbb\xbf" + lines,
        "utf-16": lines.decode().encode("utf-16"),
    }[shape]
    found = read_bytes(tmp_path, data, name)
    assert [row.text for row in found if isinstance(row, Report)] == [row["text"] for row in rows]
    assert len({row.id for row in found if isinstance(row, Report)}) == 3
    assert all(row.origin.startswith(f"{tmp_path / name}#") for row in found)


@pytest.mark.parametrize(
    "row",
    [
        {"title": "no text"},
        {"text": None},
        {"text": 3},
        {"text": ["a"]},
        {"text": "a story", "title": 5},
        {"text": "a story", "published": 1636329600},
        {"text": "a story", "based_on": [1]},
        "a string",
        7,
        None,
    ],
)
def test_a_wrong_type_is_malformed_and_does_not_stop_the_file(tmp_path: Path, row: Any) -> None:
    good = {"text": "Nobody was blamed, police said."}
    found = read_bytes(tmp_path, dumped(good) + b"\n" + dumped(row) + b"\n", "rows.jsonl")
    assert isinstance(found[0], Report)
    assert isinstance(found[1], Skipped)
    assert (found[1].reason, found[1].origin) == ("malformed", f"{tmp_path / 'rows.jsonl'}#2")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "malformed"),
        (b"[" * 100_000, "malformed"),
        (b'{"text": ' + b"9" * 10_000 + b"}", "malformed"),
        (b"[]", "empty"),
        (b"\n\n", "empty"),
        (b'{"text": "  "}', "empty"),
        (b'{"text": "\\u0000"}', "empty"),
    ],
)
def test_what_is_no_json_report_is_a_row(tmp_path: Path, data: Any, reason: Any) -> None:
    assert reason_of(tmp_path, data, "one.json") == reason


def test_a_line_over_the_limit_is_passed_over(tmp_path: Path) -> None:
    lines = [dumped({"text": text}) for text in ("Nobody was blamed.", "x" * 500, "Nobody was hurt.")]
    found = read_bytes(
        tmp_path, b"\n".join(lines), "rows.jsonl", limits=replace(DEFAULT_LIMITS, line_bytes=200)
    )
    assert [getattr(row, "reason", None) for row in found] == [None, "too_large", None]


def test_lone_surrogates_and_zeros_become_what_can_be_stored(tmp_path: Path) -> None:
    report = report_of(tmp_path, b'{"title": "a\\ud800b c", "text": "Nobody\\u0000was blamed."}', "one.json")
    assert report.text == "a\ufffdb c\n\nNobody was blamed."
    report.text.encode("utf-8")


def test_a_given_title_and_text_keep_their_offsets(tmp_path: Path) -> None:
    row = {
        "title": "Blast  fells pylon",
        "text": "“A  pylon fell,”\tshe said .\n\nPolice ( city ) blamed nobody .",
    }
    assert report_of(tmp_path, dumped(row), "one.json").text == f"{row['title']}\n\n{row['text']}"


@given(
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff"), min_size=1
    )
)
def test_a_text_without_line_breaks_is_kept_to_the_character(text: Any) -> None:
    assert "".join(draft_row(dumped({"text": text})).paragraphs) == text.strip()
