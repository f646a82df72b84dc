import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.ids import PREFIXES, content_id, sha256_hex

scalars = st.none() | st.integers() | st.text(st.characters()) | st.floats(allow_nan=False)
parts = st.lists(scalars | st.lists(scalars, max_size=3), max_size=4)


@given(st.sampled_from(PREFIXES), parts)
def test_an_id_is_its_prefix_and_sixteen_letters_and_the_same_every_time(
    prefix: str, values: list[None]
) -> None:
    made = content_id(prefix, *values)
    assert re.fullmatch(rf"{prefix}_[a-z2-7]{{16}}", made)
    assert made == content_id(prefix, *values)


def test_ids_do_not_change_between_versions() -> None:
    # sha256sum and base32 of the JSON list; a change would make every stored ledger read everything again.
    assert content_id("rep", "00ff") == "rep_li3vgjwufh2shmmw"
    assert content_id("clm", "rep_x", 3, 0.5, None, ["a", "ש"]) == "clm_6sihrv4djd556ggr"


@given(st.lists(st.text(max_size=4), min_size=2, max_size=4))
def test_where_a_part_ends_matters(values: list[str]) -> None:
    merged = ["".join(values[:2]), *values[2:]]
    assert content_id("src", *values) != content_id("src", *merged)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((1,), ("1",)),
        ((None,), ("null",)),
        ((None,), ()),
        ((["a"],), ("a",)),
        ((["a", "b"],), (["a"], ["b"])),
    ],
)
def test_parts_of_another_kind_give_another_id(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert content_id("src", *one) != content_id("src", *other)


def test_a_lone_surrogate_still_gives_an_id() -> None:
    assert content_id("src", "\ud800") != content_id("src", "\ud801")


def test_an_unknown_prefix_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown id prefix 'foo'; known: rep, src"):
        content_id("foo", 1)


def test_a_hundred_thousand_ids_do_not_collide() -> None:
    assert len({content_id("clm", n) for n in range(100_000)}) == 100_000


def test_sha256_is_that_of_the_standard() -> None:
    # FIPS 180-2, appendix B.1.
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
