"""What the gate has learnt: a byte a bucket, and beside it what they mean and their sum.

::

    gate.bin    one signed byte a bucket: how much a word or a pair of words speaks for an attack
    gate.json   sha256 of gate.bin, how many words are looked at together, what a unit is worth, the limit
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from reportedly.errors import ModelError
from reportedly.gate.words import BUCKETS
from reportedly.ids import sha256_hex

BYTES, MEANING = "gate.bin", "gate.json"
FORMAT = 1
"""Raised with every change of the files or of what a word is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """One of ``values`` a bucket; from ``least`` on a sum passes; ``unit``: log odds of a sum of 1."""

    name: str
    values: Sequence[int]
    window: int
    unit: float
    least: int


def shipped() -> Weights:
    """The weights that come with the package.

    Raises:
        ModelError: the installation is damaged.
    """
    folder = files("reportedly.gate")
    try:
        return weights(folder.joinpath(MEANING).read_bytes(), folder.joinpath(BYTES).read_bytes())
    except OSError as error:
        raise ModelError(f"{error.filename}: cannot be read ({error.strerror}); install anew") from None


def weights(meaning: bytes, values: bytes) -> Weights:
    """The weights, once the bytes are those that the other file names.

    Raises:
        ModelError: they are not, or are for another version.
    """
    try:
        told = json.loads(meaning)
        if told["format"] != FORMAT or len(values) != BUCKETS:
            raise ModelError(
                f"{BYTES}: the gate's weights are for another version of reportedly; install anew"
            )
        if sha256_hex(values) != told["sha256"]:
            raise ModelError(f"{BYTES}: is not the file that {MEANING} names; install reportedly anew")
        return Weights(
            name=str(told["name"]),
            values=memoryview(values).cast("b"),
            window=int(told["window"]),
            unit=float(told["unit"]),
            least=int(told["least"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{MEANING}: does not describe weights ({type(error).__name__}: {error})") from None
