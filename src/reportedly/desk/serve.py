"""Start the desk: open the ledger, say where it is, and answer until it is interrupted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from reportedly.casebook import Casebook
from reportedly.desk.app import create_app
from reportedly.desk.settings import Settings

HEAD_SECONDS = 10.0
"""For the head of a request to come, from when the connection is there."""
MOST_CONNECTIONS = 500
"""At a time; more are told to come again."""


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve a ledger until interrupted; ``say`` is given what whoever starts it has to know.

    Raises:
        LedgerError: there is no such ledger, or the file is something else.
        OSError: the port is taken, or the address is not this machine's.
    """
    with Casebook(settings.ledger) as casebook:
        first = casebook.first_invitation()
        say(f"the desk of {settings.ledger}: {settings.address}")
        if first:
            say(f"come in as its first admin, once: {settings.address}{first.path}")
        uvicorn.Server(server_config(settings, casebook)).run()


def server_config(settings: Settings, casebook: Casebook) -> uvicorn.Config:
    """How a desk is served."""
    return uvicorn.Config(
        create_app(settings, casebook),
        host=settings.host,
        port=settings.port,
        http=Patient,
        ws="none",
        log_level="warning",
        server_header=False,
        access_log=False,
        limit_concurrency=MOST_CONNECTIONS,
        # Whoever asks is told by the cookie: what a proxy says of addresses decides nothing here.
        proxy_headers=False,
    )


class Patient(H11Protocol):
    """A connection that is given up where the head of a request does not come: nobody is held by silence."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a head, and no longer once it is there."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait_no_more()
        elif self._late is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._late = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
