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
from itertools import count
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


class Schemas:
    """Places for ledgers on one server, each a schema of its own.

    To make a ledger takes a third of a second, most of it for some forty tables: tests that want one with
    nothing in it, or with what another has, take turns with those that there are.
    """

    def __init__(self, address: str) -> None:
        import psycopg

        self._address = address
        self._connection = psycopg.connect(address, autocommit=True)
        self._numbers = count(1)
        self._kept: dict[str, str] = {}
        self._emptying: dict[str, bytes] = {}

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()

    def empty(self) -> str:
        """The address of a schema with nothing in it."""
        name = f"case{next(self._numbers)}"
        self._connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"{self._address}&options=-csearch_path%3D{name}"

    def ledger(self, name: str = "ledger", *, like: str | None = None) -> str:
        """The address of a ledger with nothing in it, or with what is in the one at the address ``like``.

        The next call with the same name takes its contents away.
        """
        from reportedly.store import Store

        address = self._kept.get(name)
        if address is None:
            address = self._kept[name] = self.empty()
            Store.open(address).close()
            self._emptying[address] = self._without_contents(_schema(address))
        self._connection.execute(self._emptying[address])
        if like is not None:
            self._connection.execute(self._copy(_schema(like), _schema(address)))
        return address

    def _without_contents(self, schema: str) -> bytes:
        # Past the triggers that keep the log, and the foreign keys.
        steps = ["SET session_replication_role = replica"]
        steps += [f"DELETE FROM {schema}.{each}" for each in self._tables(schema)]  # noqa: S608
        steps += [f"ALTER SEQUENCE {schema}.{each} RESTART" for each in self._counters(schema)]
        return "; ".join(steps).encode()

    def _copy(self, source: str, target: str) -> bytes:
        each = self._tables(source)
        steps = [f"INSERT INTO {target}.{name} SELECT * FROM {source}.{name}" for name in each]  # noqa: S608
        counters = self._counters(source)
        steps += [f"SELECT setval('{target}.{name}', nextval('{source}.{name}'))" for name in counters]
        return "; ".join(steps).encode()

    def _tables(self, schema: str) -> list[str]:
        told = self._connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        return sorted(name for (name,) in told if name != "alembic_version")

    def _counters(self, schema: str) -> list[str]:
        query = "SELECT sequencename FROM pg_sequences WHERE schemaname = %s"
        return sorted(name for (name,) in self._connection.execute(query, [schema]))


def _schema(address: str) -> str:
    return address.rpartition("search_path%3D")[2]
