"""What is found and in what order; what cannot be opened; the same bytes twice."""

import io
import json
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from read.reading import read_bytes
from reportedly.ids import content_id, sha256_hex
from reportedly.limits import DEFAULT_LIMITS
from reportedly.read import count_inputs, read_reports
from reportedly.records import Report, Skipped

STORY = "A bridge was hit on Friday, the army said. It blamed nobody for the attack."


def rows(*paths: Any, **options: Any) -> Any:
    return list(read_reports(paths, **options))


def write(folder: Any, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{STORY} It was said in {name}.")


def test_folders_are_walked_in_sorted_order_and_hidden_files_left_out(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.txt", "a/c.txt", ".hidden.txt", ".git/x.txt")
    assert [row.origin for row in rows(tmp_path)] == [
        str(tmp_path / n) for n in ("a/c.txt", "a/z.txt", "b.txt")
    ]


def test_other_suffixes_in_a_folder_are_rows_and_a_named_file_is_looked_into(tmp_path: Path) -> None:
    write(tmp_path, "notes.md")
    (found,) = rows(tmp_path)
    assert (found.reason, found.stage) == ("not_supported", "read")
    assert isinstance(rows(tmp_path / "notes.md")[0], Report)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b'{"text": "Nobody was blamed."}', "Nobody was blamed."),
        (b"[1] Nobody was blamed.", "[1] Nobody was blamed."),
        (f"<!doctype html><html><body><article><p>{STORY}</p></article>".encode(), STORY),
        (STORY.encode(), STORY),
    ],
)
def test_standard_input_is_read_as_what_it_is(monkeypatch: pytest.MonkeyPatch, data: Any, text: Any) -> None:
    class Stdin:
        buffer = io.BytesIO(data)

    monkeypatch.setattr("sys.stdin", Stdin)
    (found,) = rows("-")
    assert isinstance(found, Report), found
    assert found.text == text
    assert found.origin.partition("#")[0] == "-"


def test_the_same_bytes_twice_name_the_first_origin(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(STORY)
    first, second = rows(tmp_path)
    assert isinstance(first, Report)
    assert (second.reason, str(tmp_path / "one.txt") in second.detail) == ("duplicate", True)
    assert [getattr(row, "reason", None) for row in rows(tmp_path / "one.txt", tmp_path / "one.txt")] == [
        None,
        "duplicate",
    ]


def test_the_id_is_that_of_the_raw_bytes(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + STORY.encode()
    (found,) = read_bytes(tmp_path, data)
    assert isinstance(found, Report)
    assert (found.id, found.sha256) == (content_id("rep", sha256_hex(data)), sha256_hex(data))
    line = b'{"text": "Nobody was blamed."}'
    (row,) = read_bytes(tmp_path, line + b"\r\n", "r.jsonl")
    assert isinstance(row, Report)
    assert row.sha256 == sha256_hex(line)


def test_what_is_missing_or_broken_is_a_row(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    assert [row.reason for row in rows(tmp_path / "absent.txt", tmp_path / "gone.txt", tmp_path)] == [
        "not_found"
    ] * 3
    assert rows("nul\0byte.txt")[0].reason == "not_readable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_a_row(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "closed/b.txt")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "closed").chmod(0)
    try:
        assert {row.reason for row in rows(tmp_path)} == {"not_readable"}
    finally:
        (tmp_path / "closed").chmod(0o700)


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path, "a/one.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    assert [type(row) for row in rows(tmp_path)] == [Report]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert [row.reason for row in rows(tmp_path)] == ["not_supported"]


def test_a_name_that_is_no_unicode_can_be_stored(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/b\xff.txt"
    with open(path, "wb") as stream:
        stream.write(STORY.encode())
    (found,) = rows(tmp_path)
    assert found.origin.encode("utf-8").endswith("b\ufffd.txt".encode())


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    begin = time.perf_counter()
    assert rows(path)[0].reason == "too_large"
    assert rows(path.rename(tmp_path / "huge.html"))[0].reason == "too_large"
    assert time.perf_counter() - begin < 0.5


def test_a_folder_of_many_files_begins_at_once(tmp_path: Path) -> None:
    for number in range(3_000):
        (tmp_path / f"{number:05}.txt").touch()
    begin = time.perf_counter()
    first = next(read_reports([tmp_path]))
    assert isinstance(first, Skipped)
    assert first.reason == "empty"
    assert time.perf_counter() - begin < 0.5


def test_more_files_than_the_limit_are_told(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt", "c.txt")
    found = rows(tmp_path, limits=replace(DEFAULT_LIMITS, folder_files=2))
    assert [type(row) for row in found] == [Report, Report, Skipped]
    assert found[-1].reason == "too_large"


def test_inputs_are_counted_as_they_are_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.md")
    lines = [json.dumps({"text": f"{STORY} {n}"}) for n in range(4)]
    (tmp_path / "c.jsonl").write_text("\n".join(lines))
    assert count_inputs([tmp_path, tmp_path / "absent"]) == len(rows(tmp_path, tmp_path / "absent")) == 7
