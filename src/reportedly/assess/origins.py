"""What the stage asks of a report's origin."""

from __future__ import annotations

from typing import Protocol


class Origin(Protocol):
    """Where a report's story began; ``reportedly.lineage.Root`` is one."""

    @property
    def id(self) -> str:
        """Two reports with one id count once."""
        ...
