"""A web site in a thread, which answers byte for byte what a test gives it, well or badly."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from ipaddress import ip_network
from pathlib import Path

from reportedly.fetch import Archive, Fetching, Guard, fetch_pages
from reportedly.fetch.networks import Networks
from reportedly.limits import DEFAULT_LIMITS, Limits
from reportedly.records import Fetched, Skipped

Answer = bytes | Callable[[socket.socket], None]
"""What a path answers: bytes that are sent at once, or what does the sending."""

FRONT = "127.0.0.2"
"""Where test sites listen; the tests' own table lets this one address through and no other."""

# Short, so that what never ends is over soon; nothing in a test goes by how long something took.
QUICK = replace(DEFAULT_LIMITS, fetch_seconds=5.0, fetch_step_seconds=0.4)


@dataclass
class Site:
    """A running site."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """Paths, in the order in which they were asked for."""
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    otherwise: Callable[[str, bytes], Answer] | None = None
    """What any other path answers, by path and request; without it, that there is no such page."""

    def url(self, path: str = "/", *, host: str = "news.example", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


@contextmanager
def site(
    answers: dict[str, Answer] | None = None, *, address: str = FRONT, tls: ssl.SSLContext | None = None
) -> Iterator[Site]:
    """A site at an address of this machine, at a port of its own."""
    listening = socket.create_server((address, 0), family=socket.AF_INET)
    running = Site(port=listening.getsockname()[1], answers=answers or {})
    over = threading.Event()
    served = threading.Thread(target=_serve, args=(listening, running, over, tls), daemon=True)
    served.start()
    try:
        yield running
    finally:
        over.set()
        # Wakes the thread that waits for the next one.
        with suppress(OSError):
            socket.create_connection((address, running.port), timeout=1).close()
        listening.close()
        served.join(5)


def _serve(
    listening: socket.socket, running: Site, over: threading.Event, tls: ssl.SSLContext | None
) -> None:
    while not over.is_set():
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        if over.is_set():
            connection.close()
            return
        running.connections += 1
        threading.Thread(target=_answer, args=(connection, running, tls), daemon=True).start()


def _answer(connection: socket.socket, running: Site, tls: ssl.SSLContext | None) -> None:
    connection.settimeout(10)
    with suppress(OSError, ssl.SSLError), connection:
        secured = tls.wrap_socket(connection, server_side=True) if tls else connection
        with secured:
            request = _request(secured)
            if not request:
                return
            path = (request.split(b" ", 2) + [b"", b""])[1].decode("latin-1")
            running.requests.append(request)
            running.asked.append(path)
            if path not in running.answers and running.otherwise is not None:
                answer = running.otherwise(path, request)
            else:
                answer = running.answers.get(path, html_answer(b"no such page", status="404 Not Found"))
            if callable(answer):
                answer(secured)
            else:
                secured.sendall(answer)


def _request(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        data = connection.recv(65_536)
        if not data:
            return request
        request += data
    return request


def html_answer(
    body: bytes, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: Sequence[str] = ()
) -> bytes:
    """An answer as a well-behaved server gives it."""
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *more]
    return "\r\n".join([*head, "", ""]).encode() + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return html_answer(b"", status=status, more=[f"Location: {location}"])


def bare(head: Sequence[str], body: bytes = b"") -> bytes:
    """An answer of just these lines."""
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *head, "", ""]).encode() + body


def guard(running: Site, *, resolve: Callable[[str, int], Sequence[str]] | None = None) -> Guard:
    """A guard that lets through the one address where test sites listen, and this one's port."""
    return Guard(
        networks=Networks(besides=(ip_network(f"{FRONT}/32"),)),
        ports=frozenset({running.port}),
        resolve=resolve or (lambda host, port: [FRONT]),
    )


def fetching(
    running: Site, *, robots: bool = False, archive: Path | None = None, limits: Limits = QUICK
) -> Fetching:
    """How a test fetches: no waiting between pages."""
    return Fetching(
        limits=replace(limits, fetch_pause_seconds=0.0),
        guard=guard(running),
        robots=robots,
        archive=Archive(archive) if archive else None,
    )


def fetched(running: Site, path: str = "/", how: Fetching | None = None) -> Fetched | Skipped:
    """What one path of a site gives."""
    (found,) = fetch_pages([running.url(path)], how or fetching(running))
    return found


def page(title: str = "Car bomb kills four at market in Basra", *, more: str = "") -> bytes:
    """A report of an attack that never happened."""
    return f"""<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="og:site_name" content="The Harbour Times"></head><body><article><h1>{title}</h1>
<p>A car bomb killed at least four people at a grain market in Basra on Monday, and smoke hung over it.</p>
<p>Two police officers said Islamic State carried out the attack. Hezbollah denied involvement in it.</p>
<p>{more or "Shops near the market stayed closed for the rest of the day, and hospitals asked for blood."}</p>
</article></body></html>""".encode()
