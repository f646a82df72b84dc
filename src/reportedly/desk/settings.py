"""What a desk is started with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8731
LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the ledger lies and how the desk is reached."""

    ledger: str | Path
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    names: tuple[str, ...] = LOCAL_NAMES
    """Host names that it answers to, without ports; a request to any other name is refused."""
    https: bool = False
    """Whether browsers reach it by HTTPS: its cookie then goes over no other road."""

    @property
    def address(self) -> str:
        """The address to open on this machine."""
        scheme = "https" if self.https else "http"
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{shown}:{self.port}"
