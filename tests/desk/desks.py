"""A desk to try pages on: a ledger of reports in our own words, people of every role, and somebody to ask."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from reportedly.casebook import Casebook
from reportedly.casework.people import Role
from reportedly.desk.app import create_app
from reportedly.desk.settings import Settings
from reportedly.examples import folder

PASSWORD = "a long enough pass phrase"  # noqa: S105  (of nobody)
HOST = "127.0.0.1:8731"
NAMES = {Role.READER: "Rita", Role.CODER: "Carl", Role.ADJUDICATOR: "Ada", Role.ADMIN: "Alma"}
SECOND_CODER = "Cora"

HOSTILE = """<script>alert('title')</script>"><img src=x onerror=alert(1)> ' OR 1=1 {{ 7*7 }}

BAGHDAD (Reuters) - Police said the "><svg/onload=alert(2)> Red Brigade <b>bombed</b> the market on Sunday,
killing 12 people, javascript:alert(3) and {% raw %} \u202ereversed\u202c &lt;already&gt; &amp; escaped.

The Red Brigade denied it, '; DROP TABLE reports; -- according to "<iframe src=//evil.example>" a spokesman.
"""


class Browser:
    """Asks an application as a browser does on one of its own pages; keeps no cookie that it is given."""

    def __init__(self, app: FastAPI, session: str | None) -> None:
        self._app, self._session = app, session

    def get(self, path: str, **how: Any) -> httpx.Response:
        """Ask for a page."""
        return self.request("GET", path, **how)

    def post(self, path: str, **how: Any) -> httpx.Response:
        """Send a form."""
        return self.request("POST", path, **how)

    def request(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **how: Any
    ) -> httpx.Response:
        """Ask for anything; ``headers`` take the place of a browser's."""
        own = {"host": HOST, "origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}
        cookie = {"cookie": f"reportedly={self._session}"} if self._session else {}

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
                return await client.request(method, path, headers={**own, **cookie, **(headers or {})}, **how)

        return asyncio.run(asked())


@dataclass(frozen=True)
class Desk:
    """A running desk: the casebook beneath, and the application."""

    casebook: Casebook
    app: FastAPI
    sessions: Mapping[str, str]

    def ask(self, name: str | None) -> Browser:
        """A browser in which somebody is signed in; nobody for None."""
        return Browser(self.app, self.sessions[name] if name else None)


def make_ledger(path: Path) -> dict[str, str]:
    """The bundled examples and a hostile page, read by the rules, with people of every role.

    Gives a session of each of them by name: to sign in takes long on purpose, and is done once.
    """
    hostile = path.parent / "hostile.txt"
    hostile.write_text(HOSTILE, "utf-8")
    with Casebook(path, create=True) as casebook:
        casebook.ledger.add([folder(), hostile], reader="rules")
        first = casebook.first_invitation(NAMES[Role.ADMIN])
        assert first is not None
        admin = casebook.accept_invitation(first.secret, PASSWORD)
        for name, role in ((NAMES[role], role) for role in Role if role is not Role.ADMIN):
            casebook.accept_invitation(casebook.invite(admin, name, role).secret, PASSWORD)
        casebook.accept_invitation(casebook.invite(admin, SECOND_CODER, Role.CODER).secret, PASSWORD)
        return {each.name: casebook.sign_in(each.name, PASSWORD).secret for each in casebook.people()}


@contextmanager
def desk_on(path: Path, sessions: Mapping[str, str]) -> Iterator[Desk]:
    """Open a desk on a ledger that :func:`make_ledger` made."""
    settings = Settings(ledger=path)
    with Casebook(path) as casebook:
        yield Desk(casebook, create_app(settings, casebook), sessions)
