"""The gate: what is true of every request and every answer, whatever page it is for.

A request must be for a name that the desk answers to (else a page elsewhere could reach it by a name of its
own: DNS rebinding), must not be larger or slower than a form, and where it changes something must come from
the desk's own pages. Browsers say where a request comes from in ``Sec-Fetch-Site`` and ``Origin``, which no
page can forge; a program that shows a token is no browser and needs neither. Every answer carries a policy
under which nothing runs, loads or frames that is not the desk's own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportedly.desk.settings import Settings

BODY_BYTES = 1 << 20
"""No form is as large as this."""
BODY_SECONDS = 30.0
"""Nor does one take as long to come."""
MOST_PARAMETERS = 100
"""Of an address; no page of the desk has as many."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""``connect-src`` lets our own script fetch our own pages; nothing else may be asked."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
NOT_KEPT = "no-store"


class Gate:
    """ASGI middleware: refuses, or lets through and puts the headers on the answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._names = {name.casefold() for name in settings.names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; what is no HTTP request is passed on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send, https=self._settings.https)
        refusal = self._refused(scope["method"], Headers(scope=scope), scope["query_string"])
        if refusal is not None:
            await refusal(scope, receive, answer.send)
            return
        body = _Body(receive)

        async def sent(message: Message) -> None:
            # Whatever the application makes of half a body is not told.
            if body.refusal is None or answer.begun:
                await answer.send(message)

        try:
            await self._app(scope, body.receive, sent)
        except Exception:
            if body.refusal is None or answer.begun:
                raise
        if body.refusal is not None and not answer.begun:
            await body.refusal(scope, receive, answer.send)

    def _refused(self, method: str, headers: Headers, query: bytes) -> PlainTextResponse | None:
        if host_name(headers.get("host", "")) not in self._names:
            return PlainTextResponse(
                "This desk does not answer to that name; start it with --name NAME.\n", status_code=421
            )
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > BODY_BYTES:
            return too_large()
        if query.count(b"&") >= MOST_PARAMETERS:
            return PlainTextResponse("That asks for more than any page of the desk.\n", status_code=400)
        if method not in _SAFE and not comes_from_here(headers, https=self._settings.https):
            return PlainTextResponse("This did not come from the desk's own pages.\n", status_code=403)
        return None


def too_large() -> PlainTextResponse:
    """The answer to a body that no form has; what is left of it is not read."""
    told = "That is larger than any form of the desk.\n"
    return PlainTextResponse(told, status_code=413, headers={"Connection": "close"})


def too_slow() -> PlainTextResponse:
    """The answer to a body that does not come."""
    told = "That took longer to come than any form of the desk.\n"
    return PlainTextResponse(told, status_code=408, headers={"Connection": "close"})


def host_name(host: str) -> str:
    """The name of a ``Host`` header, without its port, in small letters.

    >>> host_name("LOCALHOST:8731"), host_name("[::1]:8731")
    ('localhost', '[::1]')
    """
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).casefold()


def comes_from_here(headers: Headers, *, https: bool) -> bool:
    """Whether a request that changes something comes from our pages, or from a program with a token."""
    if headers.get("authorization", "")[:7].casefold() == "bearer ":
        return True
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = headers.get("origin")
    if origin is None:
        return site == "same-origin"
    parts = urlsplit(origin)
    return (
        parts.scheme == ("https" if https else "http")
        and parts.netloc.casefold() == headers["host"].casefold()
    )


class _Answer:
    """Sends an answer with our headers on it."""

    def __init__(self, send: Send, *, https: bool) -> None:
        self._send = send
        self._https = https
        self.begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", NOT_KEPT)
            if self._https:
                headers["Strict-Transport-Security"] = "max-age=31536000"
        await self._send(message)


class _Body:
    """Counts the bytes of a body as they come, whatever it says of its length, and the time they take.

    Too many, or too slow, and the application is told that nobody is there any more.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._bytes = 0
        self._until = asyncio.get_running_loop().time() + BODY_SECONDS
        self._whole = False
        self.refusal: PlainTextResponse | None = None

    async def receive(self) -> Message:
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            self.refusal = too_slow()
            return {"type": "http.disconnect"}
        self._bytes += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._bytes > BODY_BYTES:
            self.refusal = too_large()
            return {"type": "http.disconnect"}
        return message


def allowed(names: Sequence[str], host: str) -> tuple[str, ...]:
    """The names that a desk answers to: those given, and the one it is bound to where that is a name."""
    bound = () if host in ("0.0.0.0", "::") else (f"[{host}]" if ":" in host else host,)  # noqa: S104
    return tuple(dict.fromkeys((*bound, *names)))
