"""What all tests share: how hypothesis runs, and where the measuring sets lie."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

SHARED = Path(__file__).resolve().parents[2] / "shared"

# No deadline: a busy machine is not a failing test. In CI the examples are the same at every run, so that a
# change is never blamed for what an earlier one broke.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """Give a file of the measuring sets, or skip the test with a sentence where it is absent."""

    def path(name: str) -> Path:
        found = SHARED / name
        if not found.exists():
            pytest.skip(f"needs ../shared/{name}, which is not beside this repository")
        return found

    return path
