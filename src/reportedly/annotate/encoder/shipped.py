"""The model that comes with the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly.annotate.encoder.model import load_model

if TYPE_CHECKING:
    from reportedly.annotate.encoder.annotator import EncoderAnnotator

FOLDER = Path(__file__).parents[2] / "model"


@cache
def shipped_reader() -> EncoderAnnotator:
    """The encoder reader with the shipped model, loaded once a process.

    Raises:
        ModelError: the installation is damaged.
    """
    return load_model(FOLDER)
