"""Start the desk: open the ledger, say where it is, and answer until it is interrupted."""

from __future__ import annotations

from collections.abc import Callable

import uvicorn

from reportedly.casebook import Casebook
from reportedly.desk.app import create_app
from reportedly.desk.settings import Settings


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
        config = uvicorn.Config(
            create_app(settings, casebook),
            host=settings.host,
            port=settings.port,
            log_level="warning",
            server_header=False,
            access_log=False,
            # Whoever asks is told by the cookie: what a proxy says of addresses decides nothing here.
            proxy_headers=False,
        )
        uvicorn.Server(config).run()
