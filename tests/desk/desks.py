"""A desk to try pages on: a ledger of reports in our own words, people of every role, and somebody to ask."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from reportedly.casebook import Casebook
from reportedly.casework.people import Role
from reportedly.desk.app import create_app
from reportedly.desk.serve import server_config
from reportedly.desk.settings import Settings
from reportedly.examples import folder
from reportedly.ids import content_id, sha256_hex
from reportedly.records import (
    Certainty,
    Claim,
    ClaimRole,
    Credit,
    CreditRelation,
    Evidence,
    Incident,
    IncidentType,
    MadeBy,
    NumberRange,
    Place,
    Reading,
    Report,
    Source,
    SourceKind,
    Span,
    Stance,
    Value,
)

PASSWORD = "a long enough pass phrase"  # noqa: S105  (of nobody)
HOST = "127.0.0.1:8731"
NAMES = {Role.READER: "Rita", Role.CODER: "Carl", Role.ADJUDICATOR: "Ada", Role.ADMIN: "Alma"}
SECOND_CODER = "Cora"

ACTOR = """<b onclick=alert(1)>Red Brigade</b>"><svg/onload=alert(2)>"""
SPEAKER = """'; DROP TABLE reports; -- <iframe src=//evil.example> {{ 7*7 }}"""
PLACE = """javascript:alert(3)</td></tr><style>*{display:none}</style>"""
TITLE = """<script>alert('title')</script>"><img src=x onerror=alert(1)> ' OR 1=1"""
HOSTILE = f"""{TITLE}

BAGHDAD (Reuters) - {SPEAKER} said \u202e{ACTOR}\u202c bombed the market in {PLACE} on Sunday,
{{% raw %}} &lt;already&gt; &amp; escaped."""


def hostile_reading() -> Reading:
    """A report in which every text that a page can show tries to be more than text."""
    report = Report(
        id=content_id("rep", HOSTILE),
        origin=f"https://evil.example/{ACTOR}",
        sha256=sha256_hex(HOSTILE.encode()),
        text=HOSTILE,
        title=TITLE,
        outlet=f"Daily {ACTOR}",
        byline=SPEAKER,
        published=dt.date(2024, 3, 4),
        credits=(Credit(name="Reuters", relation=CreditRelation.DATELINE, span=_span("Reuters")),),
    )
    source = Source(
        id=content_id("src", HOSTILE),
        report=report.id,
        label=SPEAKER,
        kind=SourceKind.PERSON,
        number=NumberRange(1, 1),
        affiliation=ACTOR,
        mentions=(_span(SPEAKER),),
        text=HOSTILE,
    )
    summary = f"Bombing of a market, {ACTOR}"
    incident = content_id("inc", report.id, IncidentType.BOMBING, summary)
    claims = tuple(
        Claim(
            id=content_id("clm", source.id, role, words),
            report=report.id,
            incident=incident,
            role=role,
            value=Value(text=words),
            stance=stance,
            certainty=Certainty.PROBABLE,
            source=source.id,
            via=(ACTOR,),
            evidence=Evidence(source=(_span(SPEAKER),), cue=(_span("said"),), value=(_span(words),)),
            confidence=0.5,
            text=HOSTILE,
        )
        for role, words, stance in (
            (ClaimRole.PERPETRATOR, ACTOR, Stance.ALLEGES),
            (ClaimRole.PLACE, PLACE, Stance.ALLEGES),
            (ClaimRole.TARGET, "the market", Stance.DENIES),
        )
    )
    told = Incident(
        id=incident,
        type=IncidentType.BOMBING,
        claims=tuple(claim.id for claim in claims),
        summary=summary,
        place=Place(name=PLACE, latitude=33.3, longitude=44.4, precision="city"),
    )
    return Reading(report=report, sources=(source,), claims=claims, incidents=(told,))


def _span(words: str) -> Span:
    start = HOSTILE.index(words, len(TITLE))
    return Span.of(HOSTILE, start, start + len(words))


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


def make_ledger(location: str | Path) -> dict[str, str]:
    """The bundled examples and a hostile page, read by the rules, with people of every role.

    Gives a session of each of them by name: to sign in takes long on purpose, and is done once.
    """
    with Casebook(location, create=True) as casebook:
        casebook.ledger.add(folder(), reader="rules")
        casebook.ledger.put(hostile_reading(), made_by=MadeBy(program=ACTOR, extractor=SPEAKER))
        first = casebook.first_invitation(NAMES[Role.ADMIN])
        assert first is not None
        admin = casebook.accept_invitation(first.secret, PASSWORD)
        for name, role in ((NAMES[role], role) for role in Role if role is not Role.ADMIN):
            casebook.accept_invitation(casebook.invite(admin, name, role).secret, PASSWORD)
        casebook.accept_invitation(casebook.invite(admin, SECOND_CODER, Role.CODER).secret, PASSWORD)
        return {each.name: casebook.sign_in(each.name, PASSWORD).secret for each in casebook.people()}


@contextmanager
def desk_on(location: str | Path, sessions: Mapping[str, str]) -> Iterator[Desk]:
    """Open a desk on a ledger that :func:`make_ledger` made."""
    settings = Settings(ledger=location)
    with Casebook(location) as casebook:
        yield Desk(casebook, create_app(settings, casebook), sessions)


@contextmanager
def served(path: Path) -> Iterator[tuple[str, Casebook]]:
    """A desk on a free port of this machine: its address, and the casebook beneath."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(ledger=path, port=port)
    with Casebook(path) as casebook:
        server = uvicorn.Server(server_config(settings, casebook))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield settings.address, casebook
        finally:
            server.should_exit = True
            thread.join()
