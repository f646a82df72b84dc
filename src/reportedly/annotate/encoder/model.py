"""A model folder: checked against its manifest before anything of it is read, then run by onnxruntime.

::

    manifest.json   what is in the folder, with the sha256 of each file, and what the outputs mean
    encoder.onnx    piece numbers in, hidden states and tag logits out (INT8)
    heads.npz       the small heads' weights
    vocab.txt       the vocabulary, one piece a line
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reportedly.annotate.encoder.annotator import EncoderAnnotator
from reportedly.annotate.encoder.reading import Floats, Run
from reportedly.annotate.encoder.wordpiece import WordPiece
from reportedly.annotate.heads.layers import LAYERS
from reportedly.annotate.heads.pairs import Heads
from reportedly.errors import ModelError

MANIFEST = "manifest.json"
FILES = ("encoder.onnx", "heads.npz", "vocab.txt")
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a model folder says of itself; ``digest`` is the manifest's own sha256."""

    digest: str
    at_least: float
    files: dict[str, str]


def load_model(folder: Path) -> EncoderAnnotator:
    """The reader that a model folder holds.

    Raises:
        ModelError: a file is missing, is not the one that the manifest names, or is for another version.
    """
    manifest = read_manifest(folder)
    files = {name: _checked(folder / name, manifest.files[name]) for name in FILES}
    vocabulary = WordPiece(files["vocab.txt"].decode("utf-8").removesuffix("\n").split("\n"))
    with np.load(io.BytesIO(files["heads.npz"]), allow_pickle=False) as stored:
        heads = Heads({name: stored[name] for name in stored.files})
    return EncoderAnnotator(
        vocabulary,
        _session(files["encoder.onnx"]),
        heads,
        model=f"sha256:{manifest.digest}",
        at_least=manifest.at_least,
    )


def read_manifest(folder: Path) -> Manifest:
    """The manifest, its form checked.

    Raises:
        ModelError: there is none, or it is not of this version.
    """
    path = folder / MANIFEST
    try:
        raw = path.read_bytes()
        told = json.loads(raw)
        layers, at_least, files = told["layers"], float(told["at_least"]), dict(told["files"])
        version = told["format"]
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}); name a model's folder") from None
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: is no manifest of a model ({type(error).__name__}: {error})") from None
    if version != FORMAT or layers != list(LAYERS):
        raise ModelError(
            f"{path}: the model is for another version of reportedly; take the one that came with this"
        )
    if missing := set(FILES) - files.keys():
        raise ModelError(f"{path}: names no {', '.join(sorted(missing))}")
    return Manifest(digest=hashlib.sha256(raw).hexdigest(), at_least=at_least, files=files)


def _checked(path: Path, wanted: str) -> bytes:
    """The bytes of a file, once its sum is the manifest's."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror})") from None
    if hashlib.sha256(raw).hexdigest() != wanted:
        raise ModelError(f"{path}: is not the file that the manifest names; install the model anew")
    return raw


def _session(model: bytes) -> Run:
    """Run windows through the encoder. Two threads at most: a window is too small for more."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(2, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def run(ids: NDArray[np.int64]) -> tuple[Floats, Floats]:
        given = {"ids": ids[None], "mask": np.ones((1, len(ids)), dtype=np.int64)}
        states, tags = session.run(["states", "tags"], given)
        return states[0], tags[0].reshape(len(ids), len(LAYERS), 3)

    return run
