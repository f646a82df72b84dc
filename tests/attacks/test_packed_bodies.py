"""Small bodies that unpack to large ones: each is stopped, and costs a few megabytes."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import brotli
import pytest
import zstandard

from fetch.sites import Site, fetched, html_answer, site
from reportedly.bodies import MOST_MEMBERS, BodyFault, unpacked
from reportedly.limits import DEFAULT_LIMITS
from reportedly.records import Reason, Skipped
from tiers import publish

pytestmark = pytest.mark.reliability

ZEROS = 100_000_000
MOST = DEFAULT_LIMITS.fetch_bytes
MOST_GROWTH = 64_000_000
"""Bytes that the process may grow by."""


def zeros(size: int = ZEROS) -> Iterator[bytes]:
    for _ in range(size // 1_000_000):
        yield bytes(1_000_000)


def by_zlib(wbits: int) -> bytes:
    packer = zlib.compressobj(9, wbits=wbits)
    return b"".join(packer.compress(each) for each in zeros()) + packer.flush()


def by_zstd(window: int = 0) -> bytes:
    values = {"window_log": window} if window else {}
    parameters = zstandard.ZstdCompressionParameters.from_level(3, **values)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return b"".join(packer.compress(each) for each in zeros()) + packer.flush()


def by_brotli() -> bytes:
    packer = brotli.Compressor(quality=5)
    return bytes(b"".join(packer.process(each) for each in zeros()) + packer.finish())


def zstd_runs() -> bytes:
    """A frame of blocks that each repeat one byte 128 K times: four bytes make 131,072."""
    header = b"\x28\xb5\x2f\xfd" + b"\x00" + b"\x58"
    block = ((131_072 << 3) | (1 << 1)).to_bytes(3, "little") + b"\0"
    return header + block * 4_000


BOMBS: dict[str, Callable[[], tuple[bytes, tuple[str, ...]]]] = {
    "gzip": lambda: (by_zlib(31), ("gzip",)),
    "gzip of gzip, told once": lambda: (gzip.compress(by_zlib(31)), ("gzip",)),
    "gzip of gzip, told twice": lambda: (gzip.compress(by_zlib(31)), ("gzip", "gzip")),
    "gzip told twice in one line": lambda: (gzip.compress(by_zlib(31)), ("gzip", "identity", "br")),
    "many members": lambda: (gzip.compress(bytes(100_000)) * 3_000, ("gzip",)),
    "many empty members": lambda: (gzip.compress(b"") * (MOST_MEMBERS + 1), ("gzip",)),
    "deflate": lambda: (by_zlib(15), ("deflate",)),
    "bare deflate": lambda: (by_zlib(-15), ("deflate",)),
    "brotli": lambda: (by_brotli(), ("br",)),
    "zstd": lambda: (by_zstd(), ("zstd",)),
    "zstd with a window of 128 MB": lambda: (by_zstd(27), ("zstd",)),
    "zstd of runs": lambda: (zstd_runs(), ("zstd",)),
    "just over the bound": lambda: (gzip.compress(bytes(MOST + 1)), ("gzip",)),
    "plain": lambda: (bytes(MOST + 1), ()),
}


@cache
def bomb(name: str) -> tuple[bytes, tuple[str, ...]]:
    """A body and its codings; made once, for some take a second."""
    return BOMBS[name]()


@pytest.mark.parametrize("name", [name for name in BOMBS if name != "gzip of gzip, told once"])
def test_it_is_stopped(name: str) -> None:
    packed, codings = bomb(name)
    with pytest.raises(BodyFault) as caught:
        unpacked([packed], codings, most=MOST)
    assert caught.value.reason in (Reason.TOO_LARGE, Reason.TOO_COMPLEX, Reason.MALFORMED)


def test_one_that_is_told_to_be_packed_once_is_unpacked_once() -> None:
    packed, codings = bomb("gzip of gzip, told once")
    assert unpacked([packed], codings, most=MOST) == gzip.decompress(packed)


def test_the_ratio_of_a_page_is_far_below_the_bound() -> None:
    page = b"".join(
        b"<p>Paragraph %d: police blamed nobody, %d times.</p>" % (n, n * n) for n in range(40_000)
    )
    for packed, coding in ((gzip.compress(page), "gzip"), (brotli.compress(page, quality=5), "br")):
        assert unpacked([packed], [coding], most=MOST) == page


CHILD = """
import sys
sys.path[:0] = {path!r}
import brotli, zstandard
from reportedly.bodies import BodyFault, unpacked

def highest():
    # Of this process alone: what getrusage tells begins with what the parent had.
    with open("/proc/self/status") as told:
        return next(int(line.split()[1]) for line in told if line.startswith("VmHWM"))

packed, codings = open({packed!r}, "rb").read(), {codings!r}
before = highest()
try:
    unpacked([packed], codings, most={most})
except BodyFault:
    pass
print(highest() - before)
"""


ARCHIVE = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from reportedly.read import read_reports

def highest():
    with open("/proc/self/status") as told:
        return next(int(line.split()[1]) for line in told if line.startswith("VmHWM"))

list(read_reports([Path(__file__ if "__file__" in globals() else "nowhere.txt")]))
before = highest()
found = list(read_reports([{file!r}]))
print(highest() - before, found[0].reason)
"""


def growth(packed: bytes, codings: tuple[str, ...], file: Path, most: int = MOST) -> int:
    """Bytes by which a process grows that unpacks a body."""
    file.write_bytes(packed)
    child = CHILD.format(path=sys.path, packed=str(file), codings=codings, most=most)
    done = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, check=True)
    return int(done.stdout) * 1_024


GROWN: dict[str, int] = {}


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of a process")
@pytest.mark.parametrize("name", BOMBS)
def test_it_costs_little(name: str, tmp_path: Path) -> None:
    GROWN[name] = growth(*bomb(name), tmp_path / "packed")
    assert GROWN[name] < MOST_GROWTH


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of a process")
def test_an_archive_of_it_costs_little(tmp_path: Path) -> None:
    """A record of 100 MB in a member of some 100 KB."""
    file, packer = tmp_path / "bomb.warc.gz", zlib.compressobj(9, wbits=31)
    head = [
        "WARC/1.0",
        "WARC-Type: resource",
        "WARC-Target-URI: http://news.example/",
        "Content-Type: text/html",
    ]
    told = "\r\n".join([*head, "Content-Length: "])
    data = packer.compress(f"{told}{ZEROS}\r\n\r\n".encode())
    file.write_bytes(data + b"".join(packer.compress(each) for each in zeros()) + packer.flush())
    done = subprocess.run(
        [sys.executable, "-c", ARCHIVE.format(path=sys.path, file=str(file))],
        capture_output=True,
        text=True,
        check=True,
    )
    grown, reason = done.stdout.split()
    GROWN["member of an archive"] = int(grown) * 1_024
    assert reason in {each.value for each in (Reason.TOO_LARGE, Reason.MALFORMED, Reason.EMPTY)}
    assert GROWN["member of an archive"] < MOST_GROWTH


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of a process")
def test_the_worst_of_them_is_told() -> None:
    """Behind the tests of each."""
    if len(GROWN) <= len(BOMBS):
        pytest.skip("not all of them were tried in this run")
    worst = max(GROWN.values())
    publish(
        f"packed bodies that cost more than {MOST_GROWTH // 1_000_000} MB",
        tried=len(GROWN),
        failed=sum(1 for each in GROWN.values() if each >= MOST_GROWTH),
        worst=f"{worst / 1e6:.0f} MB",
        note="100 MB of zeros each, packed in every way that is read",
    )


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of a process")
def test_without_the_bound_it_would_not(tmp_path: Path) -> None:
    assert growth(bytes(ZEROS), (), tmp_path / "plain", 2 * ZEROS) > MOST_GROWTH


@pytest.fixture
def running() -> Iterator[Site]:
    with site() as found:
        yield found


@pytest.mark.parametrize("name", BOMBS)
def test_a_server_that_sends_it_gets_a_row(running: Site, name: str) -> None:
    packed, codings = bomb(name)
    running.answers["/"] = html_answer(packed, more=[f"Content-Encoding: {each}" for each in codings])
    found = fetched(running)
    if name == "gzip of gzip, told once":
        assert not isinstance(found, Skipped)
        return
    assert isinstance(found, Skipped)
    assert found.reason in (Reason.TOO_LARGE, Reason.TOO_COMPLEX, Reason.MALFORMED)
