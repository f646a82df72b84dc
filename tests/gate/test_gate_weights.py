"""The gate's weights: whole or refused, small, and without any text."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

from reportedly.errors import ModelError
from reportedly.gate.weights import BYTES, MEANING, shipped, weights
from reportedly.gate.words import BUCKETS
from reportedly.ids import sha256_hex

VALUES = bytes(BUCKETS)


def meaning(**changes: object) -> bytes:
    told: dict[str, object] = {"format": 1, "name": "gate.test", "sha256": sha256_hex(VALUES)}
    return json.dumps({**told, "window": 4, "unit": 0.5, "least": -3, **changes}).encode()


def test_a_byte_above_127_counts_against_an_attack() -> None:
    values = b"\x01\xff" + VALUES[2:]
    found = weights(meaning(sha256=sha256_hex(values)), values)
    assert (found.values[0], found.values[1], found.window, found.least) == (1, -1, 4, -3)


@pytest.mark.parametrize(
    ("told", "values", "words"),
    [
        (meaning(), b"\x01" + VALUES[1:], "is not the file that gate.json names"),
        (meaning(), VALUES[1:], "another version"),
        (meaning(format=2), VALUES, "another version"),
        (meaning(window="many"), VALUES, "does not describe weights"),
        (b"[]", VALUES, "does not describe weights"),
        (b"no json", VALUES, "does not describe weights"),
        (b"{}", VALUES, "does not describe weights"),
    ],
)
def test_weights_that_were_changed_or_are_of_another_kind_are_refused(
    told: bytes, values: bytes, words: str
) -> None:
    with pytest.raises(ModelError, match=words):
        weights(told, values)


def test_what_comes_with_the_package_is_whole_small_and_holds_no_words() -> None:
    found = shipped()
    assert found.name == "gate.v1"
    folder = files("reportedly.gate")
    sizes = [len(folder.joinpath(name).read_bytes()) for name in (BYTES, MEANING)]
    assert sum(sizes) < 500_000
    # By chance seven bytes that are small letters follow each other nowhere in so many.
    assert re.findall(rb"[a-z]{7,}", folder.joinpath(BYTES).read_bytes()) == []
    assert any(found.values)
