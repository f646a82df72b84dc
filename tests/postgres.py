"""A PostgreSQL server for the tests: one a process, on a socket of its own, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

FOLDERS = ("/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt")
"""Where packages of Debian and Homebrew put servers, outside of the search path."""


def programs() -> Path | None:
    """The folder that has initdb and postgres; None where there is no server."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).parent] if on_path else []
    found += sorted((each.parent for f in FOLDERS for each in Path(f).glob("*/bin/initdb")), reverse=True)
    return next((each for each in found if (each / "postgres").exists()), None)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server, and give the address of its database without the schema's part.

    Raises:
        RuntimeError: it does not come up; names what it said.
    """
    # Sockets have short names: about a hundred characters in all.
    with tempfile.TemporaryDirectory(prefix="pg") as short:
        data, said = Path(short, "data"), Path(short, "log")
        owner = _owner()
        if owner:
            shutil.chown(short, owner)
        common = {"user": owner, "cwd": short, "env": {**os.environ, "LC_ALL": "C", "TZ": "UTC"}}
        subprocess.run(
            [folder / "initdb", "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True,
            capture_output=True,
            **common,  # type: ignore[call-overload]
        )
        with said.open("wb") as log:
            running = subprocess.Popen(
                [folder / "postgres", "-D", data, "-k", short, "-h", "", "-F"],
                stdout=log,
                stderr=log,
                **common,  # type: ignore[call-overload]
            )
        try:
            deadline = time.monotonic() + 30
            while b"ready to accept connections" not in said.read_bytes():
                if running.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(said.read_text("utf-8", "replace")[-500:])
                time.sleep(0.05)
            yield f"postgresql://desk@/postgres?host={quote(short, safe='')}"
        finally:
            # At once: nothing of it is kept, and connections of a failed test would hold it up.
            running.send_signal(signal.SIGQUIT)
            running.wait()


def _owner() -> str | None:
    """Who runs the server: it refuses to be root."""
    if os.geteuid():
        return None
    known = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def schema_of(address: str, name: str) -> str:
    """The address of an empty schema of its own."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{name}"'.encode())
    return f"{address}&options=-csearch_path%3D{name}"
