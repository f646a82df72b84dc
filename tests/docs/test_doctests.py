"""The examples in docstrings, of the package and of the benchmark."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import benchmarks
import reportedly

# Alembic runs this one by itself, inside a migration; it cannot be imported.
NOT_IMPORTED = "reportedly.store.migrations.env"


def modules() -> list[str]:
    packages = (reportedly, benchmarks)
    names = [
        each.name
        for package in packages
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    return [
        reportedly.__name__,
        *(name for name in names if name != NOT_IMPORTED and not name.endswith("__main__")),
    ]


@pytest.mark.parametrize("name", modules())
def test_docstring_examples(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).failed == 0
