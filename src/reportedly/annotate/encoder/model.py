"""A model folder: checked against its manifest before anything of it is read, then run by onnxruntime.

::

    manifest.json   what is in the folder, with the sha256 of each file, and what the outputs mean
    encoder.onnx    piece numbers in, hidden states and tag logits out (INT8)
    heads.npz       the small heads' weights
    vocab.txt       the vocabulary, one piece a line
"""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly.annotate.heads.layers import LAYERS
from reportedly.annotate.heads.settings import Settings
from reportedly.errors import ModelError

if TYPE_CHECKING:
    from reportedly.annotate.encoder.annotator import EncoderAnnotator

MANIFEST = "manifest.json"
ENCODER, HEADS, VOCABULARY = "encoder.onnx", "heads.npz", "vocab.txt"
FILES = (ENCODER, HEADS, VOCABULARY)
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
    small = {name: _checked(folder / name, manifest.files[name]) for name in (HEADS, VOCABULARY)}
    with ThreadPoolExecutor(max_workers=1) as beside:
        # To check the network and to set it up takes a tenth of a second and not the interpreter, which loads
        # the modules that are needed next meanwhile.
        model = beside.submit(_checked, folder / ENCODER, manifest.files[ENCODER])
        from reportedly.annotate.encoder.session import session

        run = beside.submit(lambda: session(model.result()))
        from reportedly.annotate.encoder import parts

        model.result()
        vocabulary, heads = parts.vocabulary(small[VOCABULARY]), parts.heads(small[HEADS])
        return parts.reader(manifest, vocabulary, heads, run.result())


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
