"""A page that costs a parser too much costs one row, and the pages beside it nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reportedly import apart
from reportedly.limits import DEFAULT_LIMITS, Limits
from reportedly.read import read_fetched, read_reports
from reportedly.read.parsing import feed_of
from reportedly.reading import accounted
from reportedly.records import Fetched, Reason, Report, Skipped

GOOD = "<html><body><article><p>Police said the River Brigade killed four people in Port Ansel.</p></article>"
# Quadratic in its attributes; the check that comes before parsing is set out of the way.
SLOW = "<html><body><p " + " ".join(f"a{number}=1" for number in range(60_000)) + f">{GOOD}"
BOUNDED = replace(DEFAULT_LIMITS, html_attributes=10**9, parse_processor_seconds=1)


def outcomes(folder: Path, limits: Limits = DEFAULT_LIMITS) -> list[Report | Skipped]:
    return list(read_reports([folder], limits=limits))


def test_a_page_that_is_slow_to_parse_is_one_row(tmp_path: Path) -> None:
    for name in ("a", "c"):
        (tmp_path / f"{name}.html").write_text(GOOD + name, "utf-8")
    (tmp_path / "b.html").write_text(SLOW, "utf-8")
    first, slow, last = outcomes(tmp_path, BOUNDED)
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    assert isinstance(slow, Skipped)
    assert (slow.reason, slow.detail) == (Reason.TOO_COMPLEX, "it took more than 1 seconds of a processor")


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        (apart.TooMuchTime("it took more than 10 seconds"), Reason.TOO_COMPLEX),
        (apart.TooMuchMemory("out of memory"), Reason.TOO_COMPLEX),
        (apart.Unanswered("the process that parsed it ended (signal 11)"), Reason.FAILED),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.jsonl", "a.bin"])
def test_whatever_ends_the_child_is_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, over: apart.Over, reason: Reason
) -> None:
    def end(*_: object) -> None:
        raise over

    (tmp_path / name).write_text('{"text": "Police said so."}', "utf-8")
    monkeypatch.setattr("reportedly.apart.call", end)
    (row,) = list(read_reports([tmp_path / name]))
    assert isinstance(row, Skipped)
    assert (row.reason, row.detail) == (reason, str(over))
    page = Fetched(
        asked="https://a.example/feed",
        address="https://a.example/feed",
        data=b"<rss/>",
        media_type="text/html",
        charset=None,
        fetched_at=dt.datetime(2024, 3, 22, tzinfo=dt.UTC),
    )
    (row,) = list(read_fetched([page]))
    assert isinstance(row, Skipped)
    assert row.reason is reason
    feed = feed_of(page, DEFAULT_LIMITS)
    assert isinstance(feed, Skipped)
    assert (feed.origin, feed.reason, feed.detail) == (page.asked, reason, str(over))


def test_a_list_that_is_large_is_cut_within_its_bounds(tmp_path: Path) -> None:
    rows = [{"text": f"Police said 😀 {number} " + "so " * 400} for number in range(400)]
    (tmp_path / "a.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    found = outcomes(tmp_path)
    assert [type(each) for each in found] == [Report] * 400
    small = replace(DEFAULT_LIMITS, parse_answer_bytes=100_000)
    (row,) = outcomes(tmp_path, small)
    assert isinstance(row, Skipped)
    assert row.reason is Reason.TOO_COMPLEX
    assert "at most 100000" in row.detail


def test_all_that_is_seen_is_accounted_for() -> None:
    def losing(items: Iterable[int]) -> Iterator[int]:
        return (each for each in items if each != 3)

    def doubling(items: Iterable[int]) -> Iterator[int]:
        for each in items:
            yield from [each] * (1 + (each == 3))

    assert list(accounted(range(5), iter)) == list(range(5))
    with pytest.raises(RuntimeError, match="5 inputs were seen and 4 are accounted for"):
        list(accounted(range(5), losing))
    with pytest.raises(RuntimeError, match="5 inputs were seen and 6 are accounted for"):
        list(accounted(range(5), doubling))
