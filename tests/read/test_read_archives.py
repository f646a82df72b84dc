"""Web archives: pages out of their records, and every cut and damage told."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from reportedly.limits import DEFAULT_LIMITS, Limits
from reportedly.read import read_reports
from reportedly.read.archives import Archived, pages_of
from reportedly.records import Reason, Report, Skipped

NAMES = ("Averil", "Bexham", "Corley", "Dunmore", "Eastwick")
HTML = "text/html; charset=utf-8"


def page(name: str) -> bytes:
    """A page about a fire that never was."""
    text = f"Police blamed nobody for the fire at the mill in {name} on Monday, a spokesman said at noon."
    return f"<html><head><title>Fire in {name}</title></head><body><p>{text}</p></body></html>".encode()


def answer(body: bytes, *, status: str = "200 OK", kind: str = HTML, more: Sequence[str] = ()) -> bytes:
    """An answer of a server, as an archive keeps it."""
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *more, "", ""]).encode() + body


def record(
    block: bytes,
    name: str = "mill",
    *,
    kind: str = "response",
    media: str = "application/http; msgtype=response",
    more: Sequence[str] = (),
    length: int | str | None = None,
) -> bytes:
    """A WARC record."""
    head = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: https://news.example/{name}"]
    head += ["WARC-Date: 2024-03-22T21:05:00Z", f"Content-Type: {media}", *more]
    head.append(f"Content-Length: {len(block) if length is None else length}")
    return "\r\n".join([*head, "", ""]).encode() + block + b"\r\n\r\n"


def arc_record(block: bytes, name: str) -> bytes:
    """An ARC record."""
    return (
        f"http://news.example/{name} 192.0.2.1 20240322210500 text/html {len(block)}\n".encode()
        + block
        + b"\n"
    )


RECORDS = [record(answer(page(name)), name) for name in NAMES]
MEMBERS = [gzip.compress(each, mtime=0) for each in RECORDS]


def read(
    tmp_path: Path, data: bytes, name: str = "a.warc.gz", limits: Limits = DEFAULT_LIMITS
) -> tuple[list[str], list[Skipped]]:
    """The names of the places that are told of, and the rows."""
    path = tmp_path / name
    path.write_bytes(data)
    found = list(read_reports([path], limits=limits))
    reports = [each for each in found if isinstance(each, Report)]
    places = [place for each in reports for place in NAMES if f"mill in {place}" in each.text]
    assert len(places) == len(reports)
    return places, [each for each in found if isinstance(each, Skipped)]


def parsed(data: bytes) -> tuple[list[str], list[Skipped]]:
    """As :func:`read`, of the archive alone: its pages are not read, so that every byte can be tried."""
    found = list(pages_of("a.warc", io.BytesIO(data), DEFAULT_LIMITS))
    pages = [each.page.data.decode() for each in found if isinstance(each, Archived)]
    places = [place for each in pages for place in NAMES if f"mill in {place}" in each]
    assert len(places) == len(pages)
    return places, [each for each in found if isinstance(each, Skipped)]


def test_each_page_is_a_report_with_the_address_and_time_of_its_record(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(MEMBERS))
    found = [each for each in read_reports([path]) if isinstance(each, Report)]
    assert [each.url for each in found] == [f"https://news.example/{name}" for name in NAMES]
    assert [each.origin for each in found] == [f"{path}#{number}" for number in range(1, 6)]
    assert {str(each.fetched_at) for each in found} == {"2024-03-22 21:05:00+00:00"}
    assert found[0].sha256 == hashlib.sha256(page("Averil")).hexdigest()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc.gz", b"".join(MEMBERS)),
        ("A.WARC.GZ", b"".join(MEMBERS)),
        ("a.warc", b"".join(RECORDS)),
        ("a.warc.gz", gzip.compress(b"".join(RECORDS), mtime=0)),
        ("a.arc", b"".join(arc_record(answer(page(each)), each) for each in NAMES)),
        (
            "a.arc.gz",
            b"".join(gzip.compress(arc_record(answer(page(each)), each), mtime=0) for each in NAMES),
        ),
    ],
)
def test_a_whole_archive_of_pages_gives_them_and_no_row(tmp_path: Path, name: str, data: bytes) -> None:
    assert read(tmp_path, data, name) == (list(NAMES), [])


def test_archives_are_found_in_folders(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.warc.gz").write_bytes(MEMBERS[0])
    (tmp_path / "one" / "b.tar.gz").write_bytes(b"")
    first, second = read_reports([tmp_path])
    assert isinstance(first, Report)
    assert isinstance(second, Skipped)
    assert second.reason is Reason.NOT_SUPPORTED


def test_what_is_no_page_is_counted_in_one_row(tmp_path: Path) -> None:
    others = [
        record(b"software: x\r\n", kind="warcinfo", media="application/warc-fields"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(answer(b"\x89PNG", kind="image/png")),
        record(answer(b"gone", status="404 Not Found")),
        record(b"20240322 192.0.2.1", media="text/dns"),
    ]
    places, rows = read(tmp_path, b"".join(gzip.compress(each, mtime=0) for each in [*others, RECORDS[0]]))
    assert places == ["Averil"]
    (row,) = rows
    assert row.reason is Reason.NOT_SUPPORTED
    assert row.detail.startswith("complete, 6 records; 5 are no page (")
    for kind in ("1 warcinfo", "1 request", "1 image/png", "1 answers 404", "1 other response"):
        assert kind in row.detail


@pytest.mark.parametrize(("name", "parts"), [("a.warc.gz", MEMBERS), ("a.warc", RECORDS)])
def test_every_cut_is_told_with_its_byte(name: str, parts: list[bytes]) -> None:
    data = b"".join(parts)
    edges = {sum(map(len, parts[:number])) for number in range(len(parts) + 1)}
    for at in range(1, len(data)):
        places, rows = parsed(data[:at])
        # A file that was cut where a record ends is whole for all that can be seen, line ends after it aside.
        ended = at in edges or (name == "a.warc" and any(edge - 4 <= at < edge for edge in edges))
        whole = sum(edge <= at + (4 if name == "a.warc" else 0) for edge in edges if edge)
        assert places == list(NAMES[:whole]), at
        assert [row.reason for row in rows] == ([] if ended else [Reason.MALFORMED]), at
        if not ended:
            assert f"truncated at byte {at} " in rows[0].detail
            assert f"{whole} records recovered" in rows[0].detail


def test_every_flipped_byte_costs_one_record_and_is_told() -> None:
    before, after = len(MEMBERS[0]), len(MEMBERS[0]) + len(MEMBERS[1])
    for at in range(before, after):
        # Flags, time, level and system in the head of a member are under no checksum; no page is in them.
        if at - before in range(3, 10):
            continue
        data = bytearray(b"".join(MEMBERS))
        data[at] ^= 0xFF
        places, rows = parsed(bytes(data))
        assert places == [NAMES[0], *NAMES[2:]], at
        (row,) = rows
        assert row.reason is Reason.MALFORMED
        assert "damaged, 4 records recovered" in row.detail
        assert str(before) in row.detail


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_garbage_between_records_costs_none(tmp_path: Path, name: str) -> None:
    parts = MEMBERS if name.endswith("gz") else RECORDS
    garbage = b"\x1f\x8b\x08 none of it WARC/1.0 \xff" * 5_000
    places, rows = read(tmp_path, parts[0] + parts[1] + garbage + b"\r\n" + b"".join(parts[2:]), name)
    assert places == list(NAMES)
    assert ["damaged, 5 records recovered" in row.detail for row in rows] == [True]


@pytest.mark.parametrize("length", ["-1", "", "nine", "9" * 30, 99_999_999, 3])
@pytest.mark.parametrize("packed", [True, False])
def test_a_wrong_length_costs_one_record(tmp_path: Path, length: int | str, packed: bool) -> None:
    wrong = record(answer(page("Bexham")), length=length)
    parts = [RECORDS[0], wrong, *RECORDS[2:]]
    data = b"".join(gzip.compress(each, mtime=0) if packed else each for each in parts)
    places, rows = read(tmp_path, data, "a.warc.gz" if packed else "a.warc")
    assert places == [NAMES[0], *NAMES[2:]]
    assert any(row.detail.startswith("damaged, ") for row in rows)


@pytest.mark.parametrize("name", ["sha1", "sha256"])
def test_a_record_is_held_to_its_digest(tmp_path: Path, name: str) -> None:
    block = answer(page("Averil"))
    own = hashlib.new(name, block).digest()
    for value in (base64.b32encode(own).decode(), own.hex()):
        good = record(block, more=[f"WARC-Block-Digest: {name}:{value}"])
        assert read(tmp_path, good + RECORDS[1], "a.warc") == (["Averil", "Bexham"], [])
        places, rows = read(tmp_path, good.replace(b"Police", b"Polite") + RECORDS[1], "a.warc")
        assert places == ["Bexham"]
        assert "damaged, 1 records recovered: record 1 is not what its digest says" in rows[0].detail


def test_a_bomb_costs_its_record_and_no_memory(tmp_path: Path) -> None:
    limits = replace(DEFAULT_LIMITS, archive_record_bytes=100_000, archive_member_bytes=1_000_000)
    large = gzip.compress(record(answer(b"x" * 500_000)), mtime=0)
    endless = gzip.compress(record(answer(b"x" * 5_000_000)), mtime=0)
    places, rows = read(tmp_path, MEMBERS[0] + large + endless + MEMBERS[1], limits=limits)
    assert places == ["Averil", "Bexham"]
    assert [row.reason for row in rows] == [Reason.TOO_LARGE, Reason.MALFORMED]
    assert "unpacks to more than 1000000 bytes" in rows[1].detail


def test_reading_in_vain_has_an_end(tmp_path: Path) -> None:
    limits = replace(DEFAULT_LIMITS, archive_member_bytes=1_000_000)
    vain = record(b"", length=10_000_000) * 2_000
    places, rows = read(tmp_path, RECORDS[0] + vain + RECORDS[1], "a.warc", limits)
    assert places == ["Averil"]
    (row,) = rows
    assert row.reason is Reason.MALFORMED
    assert "not read from byte" in row.detail


def test_a_packed_body_is_bounded_too(tmp_path: Path) -> None:
    bomb = gzip.compress(b"\0" * 30_000_000, mtime=0)
    data = record(answer(bomb, more=["Content-Encoding: gzip"])) + RECORDS[0]
    places, rows = read(tmp_path, data, "a.warc")
    assert places == ["Averil"]
    assert [row.reason for row in rows] == [Reason.TOO_LARGE]


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (gzip.compress(page("Averil"), mtime=0), ["Content-Encoding: gzip"]),
        (page("Averil"), ["Content-Encoding: gzip"]),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(page("Averil")), page("Averil")), ["Transfer-Encoding: chunked"]),
        (page("Averil"), ["Transfer-Encoding: chunked"]),
    ],
)
def test_bodies_are_read_packed_and_unpacked(tmp_path: Path, body: bytes, more: list[str]) -> None:
    assert read(tmp_path, record(answer(body, more=more)), "a.warc") == (["Averil"], [])


@pytest.mark.parametrize(
    ("wrong", "reason", "why"),
    [
        (
            record(answer(b"5\r\nhello\r\n5\r\n", more=["Transfer-Encoding: chunked"])),
            Reason.MALFORMED,
            "cut off",
        ),
        (record(answer(page("Averil")), more=["WARC-Truncated: length"]), Reason.MALFORMED, "kept in part"),
        (record(answer(page("Averil"))).replace(b"2024-03-22T", b"yesterday "), Reason.MALFORMED, "no time"),
        (
            record(answer(page("Averil"))).replace(b"https://news.example/mill", b""),
            Reason.MALFORMED,
            "address",
        ),
        (record(answer(b"")), Reason.EMPTY, "no bytes"),
    ],
)
def test_a_page_that_cannot_be_had_is_a_row_of_its_own(
    tmp_path: Path, wrong: bytes, reason: Reason, why: str
) -> None:
    places, rows = read(tmp_path, wrong + RECORDS[1], "a.warc")
    assert places == ["Bexham"]
    (row,) = rows
    assert (row.reason, row.origin) == (reason, f"{tmp_path / 'a.warc'}#1")
    assert why in row.detail


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"nothing like an archive\n" * 9_000, Reason.MALFORMED),
        (gzip.compress(b"nothing like an archive\n", mtime=0), Reason.MALFORMED),
        (gzip.compress(b"", mtime=0), Reason.EMPTY),
        (b"WARC/1.0\r\n" + b"x" * 200_000, Reason.MALFORMED),
        (b"WARC/1.0\r\n" + b"a: b\r\n" * 20_000, Reason.MALFORMED),
    ],
)
def test_what_is_no_archive_is_a_row(tmp_path: Path, data: bytes, reason: Reason) -> None:
    places, rows = read(tmp_path, data)
    assert (places, [row.reason for row in rows]) == ([], [reason])


def test_a_second_run_reads_on(tmp_path: Path) -> None:
    from reportedly import Ledger

    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(MEMBERS)[:-9])
    with Ledger(tmp_path / "a.sqlite") as ledger:
        assert len(ledger.add(path, reader="rules").stored) == 4
        path.write_bytes(b"".join(MEMBERS))
        added = ledger.add(path, reader="rules")
    assert (len(added.stored), len(added.known), added.skipped) == (1, 4, ())
