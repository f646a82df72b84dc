"""Packed bytes become plain ones, or a fault that says why not."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from reportedly.bodies import BodyFault, unpacked
from reportedly.records import Reason


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=5),
    "zstd": zstandard.compress,
}
TEXT = b"Police blamed nobody. " * 2_000


def of(packed: bytes, *codings: str, most: int = 10_000_000, by: int = 1_000) -> bytes:
    return unpacked([packed[at : at + by] for at in range(0, len(packed), by)], codings, most=most)


def fault(packed: bytes, *codings: str, most: int = 10_000_000) -> BodyFault:
    with pytest.raises(BodyFault) as caught:
        of(packed, *codings, most=most)
    return caught.value


@pytest.mark.parametrize("coding", PACK)
@pytest.mark.parametrize("by", [1, 7, 1_000, 1_000_000])
def test_what_was_packed_comes_out(coding: str, by: int) -> None:
    assert of(PACK[coding](TEXT), coding, by=by) == TEXT


@given(st.binary(max_size=5_000), st.sampled_from(sorted(PACK)), st.integers(1, 600))
def test_any_bytes_come_out_as_they_went_in(data: bytes, coding: str, by: int) -> None:
    assert of(PACK[coding](data), coding, by=by) == data


@pytest.mark.parametrize("coding", PACK)
def test_much_text_comes_out_whole(coding: str) -> None:
    text = b"".join(b"Police blamed nobody, %d times. " % (n * n) for n in range(40_000))
    for by in (999, 10_000_000):
        assert of(PACK[coding](text), coding, by=by) == text


@pytest.mark.parametrize("codings", [(), ("",), ("identity",), ("Identity", "")])
def test_plain_bytes_stay(codings: tuple[str, ...]) -> None:
    assert of(TEXT, *codings) == TEXT


@pytest.mark.parametrize("name", ["GZIP", " gzip ", "x-gzip"])
def test_a_coding_is_known_by_any_of_its_names(name: str) -> None:
    assert of(gzip.compress(TEXT, mtime=0), name) == TEXT


def test_deflate_without_its_wrapping_is_taken() -> None:
    assert of(bare_deflate(TEXT), "deflate") == TEXT
    assert of(bare_deflate(TEXT), "deflate", by=1) == TEXT


def test_several_members_of_gzip_are_one_body() -> None:
    assert of(gzip.compress(b"one ", mtime=0) + gzip.compress(b"two", mtime=0), "gzip", by=1) == b"one two"


def test_padding_after_the_end_is_passed_over() -> None:
    assert of(gzip.compress(TEXT, mtime=0) + b"\0" * 512, "gzip") == TEXT


@pytest.mark.parametrize("coding", PACK)
def test_every_cut_is_told(coding: str) -> None:
    packed = PACK[coding](b"Police blamed nobody, a spokesman said.")
    for end in range(1, len(packed)):
        assert fault(packed[:end], coding).reason is Reason.MALFORMED, end


@pytest.mark.parametrize("coding", PACK)
def test_no_bytes_at_all_are_a_cut(coding: str) -> None:
    assert "no end" in fault(b"", coding).detail


@pytest.mark.parametrize("coding", PACK)
def test_what_is_packed_otherwise_is_damaged(coding: str) -> None:
    assert fault(b"<html>plain text all along</html>" * 9, coding).reason is Reason.MALFORMED


def test_what_is_packed_twice_is_refused() -> None:
    assert (
        fault(gzip.compress(gzip.compress(TEXT, mtime=0), mtime=0), "gzip", "gzip").reason
        is Reason.TOO_COMPLEX
    )


def test_an_unknown_coding_is_named() -> None:
    found = fault(TEXT, "compress")
    assert found.reason is Reason.NOT_SUPPORTED
    assert "'compress'" in found.detail


@pytest.mark.parametrize("coding", ["", *PACK])
def test_a_bound_is_kept_to_the_byte(coding: str) -> None:
    packed = PACK[coding](TEXT) if coding else TEXT
    assert of(packed, coding, most=len(TEXT)) == TEXT
    assert fault(packed, coding, most=len(TEXT) - 1).reason is Reason.TOO_LARGE
