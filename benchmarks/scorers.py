"""The two scorers beside the repository, used as they are: as modules, and as the programs they are."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import random
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from benchmarks.data import shared

T = TypeVar("T")


def scorer(name: str, arguments: Sequence[str]) -> tuple[ModuleType, str]:
    """Run a scorer with ``arguments`` and give its module and what it printed."""
    path = shared(f"score/{name}.py")
    spec = importlib.util.spec_from_file_location(f"scorer_{name}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python module")
    module = importlib.util.module_from_spec(spec)
    printed, kept = io.StringIO(), sys.argv
    sys.argv = [str(path), *arguments]
    try:
        with contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # the scorers leave files to the collector
            spec.loader.exec_module(module)
    finally:
        sys.argv = kept
    return module, printed.getvalue()


@cache
def idle(name: str, *more: str) -> ModuleType:
    """A scorer's functions: the scripts score when they are loaded, so they are given an empty set."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.json"
        empty.write_text("[]" if name == "score_claims" else "")
        second = folder if name == "score_claims" else str(empty)
        return scorer(name, [str(empty), second, *more])[0]


def f1(right: float, predicted: float, gold: float) -> float:
    """F1 from counts; 0 where nothing is right.

    >>> f1(1, 2, 2)
    0.5
    """
    return 2 * right / (predicted + gold) if predicted + gold else 0.0


def bootstrap(
    items: Sequence[T], score: Callable[[Sequence[T]], float], *, draws: int = 1000, seed: int = 20211108
) -> tuple[float, float]:
    """The 95 % percentile interval of ``score`` over reports drawn with replacement."""
    generator = random.Random(seed)  # noqa: S311  (a fixed seed: the interval must come out the same)
    values = sorted(score(generator.choices(items, k=len(items))) for _ in range(draws))
    return values[int(0.025 * draws)], values[int(0.975 * draws) - 1]
