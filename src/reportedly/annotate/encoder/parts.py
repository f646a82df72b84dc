"""What the checked bytes of a model folder become: vocabulary, heads, and the reader that has them."""

from __future__ import annotations

import io
import multiprocessing
import os
from typing import TYPE_CHECKING

import numpy as np

from reportedly.annotate.encoder.annotator import EncoderAnnotator
from reportedly.annotate.encoder.beside import Beside
from reportedly.annotate.encoder.reading import Network
from reportedly.annotate.encoder.wordpiece import WordPiece
from reportedly.annotate.heads.pairs import Heads

if TYPE_CHECKING:
    from reportedly.annotate.encoder.model import Manifest
    from reportedly.annotate.encoder.session import Run


def vocabulary(raw: bytes) -> WordPiece:
    """The vocabulary, one piece a line."""
    return WordPiece(raw.decode("utf-8").removesuffix("\n").split("\n"))


def heads(raw: bytes) -> Heads:
    """The small heads' weights."""
    with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
        return Heads({name: stored[name] for name in stored.files})


def reader(manifest: Manifest, vocabulary: WordPiece, heads: Heads, run: Run) -> EncoderAnnotator:
    """The reader that a model's parts make."""
    network = Network(
        vocabulary=vocabulary, run=run, heads=heads, settings=manifest.settings, beside=_beside()
    )
    return EncoderAnnotator(network, model=f"sha256:{manifest.digest}")


def _beside() -> Beside | None:
    """A thread for windows; none on a single core, or in a worker, whose siblings have the others."""
    alone = multiprocessing.parent_process() is None and (os.cpu_count() or 1) > 1
    return Beside() if alone else None
