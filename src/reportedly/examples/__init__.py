"""Twelve reports about one attack, written for this project: what the demo reads."""

from importlib.resources import files
from pathlib import Path


def folder() -> Path:
    """Where the example reports lie on disk.

    >>> (folder() / "02-wire.txt").is_file()
    True
    """
    # Wheels are always unpacked by pip and uv, so the resource is a real path.
    return Path(str(files(__package__).joinpath("reports")))
