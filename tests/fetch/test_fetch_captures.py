"""What was sent and what came is kept to the byte, and a change of any of it shows."""

from __future__ import annotations

import gzip
import json
import os
import random
import socket
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from fetch.sites import Site, bare, fetched, fetching, html_answer, page, redirect, site
from reportedly.fetch import Archive, Checked, Kept, against_log, check_captures, fetch_pages
from reportedly.fetch.addresses import parse
from reportedly.fetch.captures import Capture
from reportedly.fetch.exchange import Exchange, exchange
from reportedly.fetch.guard import Deadline
from reportedly.records import Fetched, Skipped

PACKED = html_answer(
    gzip.compress(page(), mtime=0), more=["Content-Encoding: gzip", "X-Odd:   kept as it is"]
)


@pytest.fixture
def running() -> Iterator[Site]:
    with site(
        {"/": PACKED, "/a": redirect("/"), "/gone": html_answer(b"<p>gone", status="410 Gone")}
    ) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "captures"


def kept(running: Site, folder: Path, path: str = "/") -> Path:
    """The one capture of a fetch."""
    before = set(folder.glob("*")) if folder.exists() else set()
    fetched(running, path, fetching(running, archive=folder))
    (new,) = set(folder.glob("*")) - before
    return new


def records(path: Path) -> list[tuple[str, str | None, bytes]]:
    with path.open("rb") as stream:
        return [
            (each.rec_type, each.rec_headers.get_header("WARC-Target-URI"), each.content_stream().read())
            for each in ArchiveIterator(stream, no_record_parse=True)
        ]


def checked(folder: Path) -> list[Checked]:
    return list(check_captures(folder))


def wrong(folder: Path) -> str:
    (found,) = checked(folder)
    assert found.wrong is not None
    return found.wrong


def test_request_and_answer_are_kept_to_the_byte(running: Site, folder: Path) -> None:
    path = kept(running, folder)
    kinds = [kind for kind, _, _ in records(path)]
    assert kinds == ["warcinfo", "response", "request", "metadata"]
    blocks = {kind: block for kind, _, block in records(path)}
    assert blocks["response"] == PACKED
    assert blocks["request"] == running.requests[0]
    assert b"reportedly" in blocks["warcinfo"]


def test_every_step_of_the_way_is_kept(running: Site, folder: Path) -> None:
    path = kept(running, folder, "/a")
    assert [(kind, uri) for kind, uri, _ in records(path)] == [
        ("warcinfo", None),
        ("response", running.url("/a")),
        ("request", running.url("/a")),
        ("response", running.url("/")),
        ("request", running.url("/")),
        ("metadata", running.url("/")),
    ]


def test_machine_time_and_document_are_told(running: Site, folder: Path) -> None:
    path = kept(running, folder)
    with path.open("rb") as stream:
        headers = {each.rec_type: each.rec_headers for each in ArchiveIterator(stream)}
    assert headers["response"].get_header("WARC-IP-Address") == "127.0.0.2"
    (found,) = checked(folder)
    assert found.document == sha256(page()).hexdigest()
    assert found.address == running.url("/")
    assert found.fetched_at is not None
    assert path.name.startswith("".join(char for char in found.fetched_at if char.isalnum())[:15])


def test_the_name_is_time_and_hash_and_nothing_of_the_address(running: Site, folder: Path) -> None:
    evil = "/..%2f..%2fetc/passwd?a=/b"
    running.answers[evil] = PACKED
    path = kept(running, folder, evil)
    assert path.parent == folder
    assert path.name[22:] == f"-{sha256(path.read_bytes()).hexdigest()}.warc.gz"
    assert [each.name for each in folder.iterdir()] == [path.name]


def test_what_gave_no_page_is_kept_with_the_reason(running: Site, folder: Path) -> None:
    path = kept(running, folder, "/gone")
    assert b"outcome: the server answered 410" in records(path)[-1][2]
    (found,) = checked(folder)
    assert (found.wrong, found.document) == (None, None)


def test_what_was_cut_off_is_kept_and_marked(running: Site, folder: Path) -> None:
    running.answers["/cut"] = bare(["Content-Length: 90"], b"<p>half")
    path = kept(running, folder, "/cut")
    with path.open("rb") as stream:
        cut = {
            each.rec_type: each.rec_headers.get_header("WARC-Truncated") for each in ArchiveIterator(stream)
        }
    assert cut["response"] == "disconnect"
    assert records(path)[1][2].endswith(b"<p>half")
    assert [each.wrong for each in checked(folder)] == [None]


def test_a_body_that_was_not_wanted_is_marked(running: Site, folder: Path) -> None:
    def picture(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 99\r\n\r\n")
        connection.recv(1)

    running.answers["/picture"] = picture
    path = kept(running, folder, "/picture")
    with path.open("rb") as stream:
        cut = {
            each.rec_type: each.rec_headers.get_header("WARC-Truncated") for each in ArchiveIterator(stream)
        }
    assert cut["response"] == "unspecified"


def test_nothing_is_kept_where_nobody_was_asked(running: Site, folder: Path) -> None:
    found = fetched(running, "@10.0.0.1/", fetching(running, archive=folder))
    assert isinstance(found, Skipped)
    assert not folder.exists()


def test_other_programs_find_it_whole(
    running: Site, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = kept(running, folder, "/a")

    class Asked:
        inputs = (str(path),)
        verbose = True

    assert Checker(Asked()).process_all() == 0
    assert "digest failed" not in capsys.readouterr().out


def test_the_same_page_at_two_times_is_two_captures(running: Site, folder: Path) -> None:
    first, second = kept(running, folder), kept(running, folder)
    assert first.name < second.name
    assert [each.document for each in checked(folder)] == [sha256(page()).hexdigest()] * 2


def test_a_capture_is_told_of_before_the_page_is_given_out(running: Site, folder: Path) -> None:
    told: list[Kept] = []
    how = replace(fetching(running, archive=folder), kept=told.append)
    for found in fetch_pages([running.url("/")], how):
        assert isinstance(found, Fetched)
        assert [each.name for each in told] == [each.name for each in folder.iterdir()]
        assert told[0].document == sha256(found.data).hexdigest()


def test_a_capture_that_cannot_be_written_stops_the_run(running: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        fetched(running, "/", fetching(running, archive=tmp_path / "file"))


def test_nothing_half_written_is_left(running: Site, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        fetched(running, "/", fetching(running, archive=folder))
    assert list(folder.iterdir()) == []


# --- changes show -----------------------------------------------------------------------------------------


def test_every_cut_shows(running: Site, folder: Path) -> None:
    path = kept(running, folder)
    data = path.read_bytes()
    for end in range(0, len(data), 37):
        path.write_bytes(data[:end])
        assert wrong(folder), end


def test_every_changed_byte_shows(running: Site, folder: Path) -> None:
    path = kept(running, folder)
    data = path.read_bytes()
    chance = random.Random(7)  # noqa: S311 (no secret)
    for _ in range(300):
        at = chance.randrange(len(data))
        path.write_bytes(data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :])
        assert wrong(folder), at
    path.write_bytes(data)
    assert [each.wrong for each in checked(folder)] == [None]


def rewritten(folder: Path, *changes: tuple[bytes, bytes]) -> None:
    """The capture made anew with other bytes, and its name fitted to them."""
    (path,) = folder.iterdir()
    plain = gzip.decompress(path.read_bytes())
    for old, new in changes:
        assert old in plain
        plain = plain.replace(old, new)
    data = gzip.compress(plain, mtime=0)
    path.unlink()
    (folder / f"{path.name[:22]}-{sha256(data).hexdigest()}.warc.gz").write_bytes(data)


def test_a_record_that_was_made_anew_shows(running: Site, folder: Path) -> None:
    kept(running, folder)
    rewritten(folder, (b"kept as it is", b"kept as it IS"))
    assert "SHA-256" in wrong(folder)


def test_another_document_than_the_answer_gives_shows(running: Site, folder: Path) -> None:
    block = records(kept(running, folder))[-1][2]
    old, new = (sha256(each).hexdigest().encode() for each in (page(), b"another page"))
    # With the digest of the record that names it fitted as well.
    digests = (sha256(each).hexdigest().encode() for each in (block, block.replace(old, new)))
    rewritten(folder, (old, new), (next(digests), next(digests)))
    assert "another document" in wrong(folder)


def test_a_file_of_another_name_shows(running: Site, folder: Path) -> None:
    path = kept(running, folder)
    path.rename(folder / "a.warc.gz")
    assert "name" in wrong(folder)


@pytest.mark.parametrize(
    "data", [b"", b"\x1f\x8b", gzip.compress(b"", mtime=0), gzip.compress(b"WARC/1.1\r\n\r\n\r\n", mtime=0)]
)
def test_what_is_no_capture_is_wrong(folder: Path, data: bytes) -> None:
    folder.mkdir()
    (folder / "a.warc.gz").write_bytes(data)
    assert wrong(folder)


def test_a_bomb_in_the_folder_is_stopped(folder: Path) -> None:
    folder.mkdir()
    (folder / "a.warc.gz").write_bytes(gzip.compress(b"\0" * 200_000_000, 1, mtime=0))
    assert "unpacks to more than" in wrong(folder)


def test_the_log_shows_a_capture_that_was_made_anew_in_all_its_parts(running: Site, folder: Path) -> None:
    path = kept(running, folder)
    (before,) = checked(folder)
    noted = {before.name: before.sha256}
    path.unlink()
    forged = Archive(folder)
    exchanges = _again(running)
    forged.keep(Capture(asked="https://news.example/", exchanges=exchanges, document=None, outcome="forged"))
    (new,) = checked(folder)
    assert new.wrong is None
    assert [
        (each.name == new.name, each.logged, each.wrong is None) for each in against_log([new], noted)
    ] == [
        (True, False, True),
        (False, True, False),
    ]
    # Under the old name as well.
    (folder / new.name).rename(folder / before.name)
    (found,) = against_log(check_captures(folder), noted)
    assert found.wrong == "the file is not the one that the ledger's log tells of"


def _again(running: Site) -> list[Exchange]:
    how = fetching(running)
    target = parse(running.url("/"), ports=frozenset({running.port}))
    deadline = Deadline(5, 5)
    connected = how.guard.connect(target, deadline)
    return [exchange(connected, target, deadline, how.limits, wanted=lambda status, kind: True)]


def test_what_is_typed_cannot_write_fields_of_its_own(folder: Path, running: Site) -> None:
    exchanges = _again(running)
    nasty = "https://news.example/\r\ndocument-sha256: 00\x85asked: me\u2028outcome: fine"
    Archive(folder).keep(Capture(asked=nasty, exchanges=exchanges, document=None, outcome="read"))
    (found,) = checked(folder)
    assert (found.document, found.wrong) == (None, None)
    assert found.asked is not None
    assert found.asked.startswith("https://news.example/ document-sha256: 00")
    assert json.dumps(found.asked)
