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
import multiprocessing
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reportedly.annotate.encoder.annotator import EncoderAnnotator
from reportedly.annotate.encoder.reading import Floats, Network, Run
from reportedly.annotate.encoder.wordpiece import WordPiece
from reportedly.annotate.heads.claims import Settings
from reportedly.annotate.heads.layers import LAYERS
from reportedly.annotate.heads.pairs import Heads
from reportedly.errors import ModelError

MANIFEST = "manifest.json"
FILES = ("encoder.onnx", "heads.npz", "vocab.txt")
FORMAT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a model folder says of itself; ``digest`` is the manifest's own sha256."""

    digest: str
    settings: Settings
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
    network = Network(
        vocabulary=vocabulary, run=_session(files["encoder.onnx"]), heads=heads, settings=manifest.settings
    )
    return EncoderAnnotator(network, model=f"sha256:{manifest.digest}")


def read_manifest(folder: Path) -> Manifest:
    """The manifest, its form checked.

    Raises:
        ModelError: there is none, or it is not of this version.
    """
    path = folder / MANIFEST
    try:
        raw = path.read_bytes()
        told = json.loads(raw)
        if told["format"] != FORMAT or told["layers"] != list(LAYERS):
            raise ModelError(
                f"{path}: the model is for another version of reportedly; take the one that came with this"
            )
        settings = Settings(**{name: float(value) for name, value in told["settings"].items()})
        files = dict(told["files"])
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}); name a model's folder") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: is no manifest of a model ({type(error).__name__}: {error})") from None
    if missing := set(FILES) - files.keys():
        raise ModelError(f"{path}: names no {', '.join(sorted(missing))}")
    return Manifest(digest=hashlib.sha256(raw).hexdigest(), settings=settings, files=files)


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
    """Run windows through the encoder.

    By two threads at most, as a window is too small for more; by one in a worker, whose siblings have the
    other cores.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    alone = multiprocessing.parent_process() is None
    options.intra_op_num_threads = min(2, os.cpu_count() or 1) if alone else 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The graph comes as it should run: looking for more to join took a twentieth of a second, for nothing.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # Threads that wait by spinning take the core that the numpy heads need.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def run(ids: NDArray[np.int64]) -> tuple[Floats, Floats]:
        states, tags = session.run(["states", "tags"], {"ids": ids[None]})
        return states[0], tags[0].reshape(len(ids), len(LAYERS), 3)

    return run
