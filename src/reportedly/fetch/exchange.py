"""One request and its answer over one connection, kept to the byte, each part bounded before it is taken.

HTTP/1.1 is read by h11, which refuses what is ambiguous. The bytes on the wire are noted as they pass, so
that what is kept is what was sent, and not what a library made of it.
"""

from __future__ import annotations

import datetime as dt
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import h11

from reportedly._version import __version__
from reportedly.bodies import BodyFault, unpacked
from reportedly.fetch.addresses import Target
from reportedly.fetch.guard import Connected, Deadline
from reportedly.fetch.refusals import Refused, unreachable
from reportedly.limits import Limits
from reportedly.records import Reason

AGENT = f"reportedly/{__version__}"
"""How this program names itself to servers."""
CODINGS = "gzip, deflate, br, zstd"
PAGES = "text/html, application/xhtml+xml, text/plain;q=0.9, application/json;q=0.8"
"""The kinds of documents that pages are asked for as."""

_PIECE = 65_536
_INTERIM = 8
"""Answers of the kind 'go on' before the real one."""
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what came back, as it was on the wire."""

    target: Target
    address: str
    """The machine that was asked."""
    began: dt.datetime
    """In UTC, when the request was sent."""
    request: bytes
    response: bytes
    """Empty where nothing came."""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """Names in lower case; bytes over 127 as Latin-1."""
    pieces: tuple[bytes, ...] = field(default=(), repr=False)
    """The body without its transfer coding, still packed."""
    whole: bool = False
    """Whether it came to its end; not where nobody wanted the body, or something was wrong."""
    fault: Refused | None = None
    """What was wrong with the answer."""
    tls: str | None = None
    certificate: bytes | None = None

    def header(self, name: str) -> str | None:
        """The first line of that name."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def media_type(self) -> str | None:
        """``text/html``, in lower case; None where the answer does not say."""
        value = (self.header("content-type") or "").partition(";")[0].strip().lower()
        return value or None

    @property
    def charset(self) -> str | None:
        """The charset that ``Content-Type`` names, in lower case."""
        found = _CHARSET.search(self.header("content-type") or "")
        return found[1].lower() if found else None

    def body(self, most: int) -> bytes:
        """The body, unpacked, of at most so many bytes.

        Raises:
            Refused: it is larger, or cannot be unpacked.
        """
        codings = [
            each for name, value in self.headers if name == "content-encoding" for each in value.split(",")
        ]
        try:
            return unpacked(self.pieces, codings, most=most)
        except BodyFault as error:
            raise Refused(error.detail, error.reason) from None


Wanted = Callable[[int, str | None], bool]
"""Whether a body is worth taking, by status and media type."""


def exchange(
    connected: Connected,
    target: Target,
    deadline: Deadline,
    limits: Limits,
    *,
    wanted: Wanted,
    accept: str = PAGES,
    more: Sequence[tuple[str, str]] = (),
) -> Exchange:
    """Ask for the target; what goes wrong on the way is a ``fault`` of what is given back.

    Args:
        connected: whom to ask; closed in the end.
        target: what to ask for.
        deadline: how long it may take.
        limits: how large it may be.
        wanted: whether the body is taken.
        accept: the kinds of documents that are named.
        more: further header lines.
    """
    wire = _Wire(connected.sock, deadline, limits.fetch_wire_bytes)
    answer = _Answer()
    began = dt.datetime.now(dt.UTC)
    fault: Refused | None = None
    try:
        # What a server named its version may have any byte over 127.
        head = [(name, value.encode("latin-1")) for name, value in (*_request_headers(target, accept), *more)]
        asked = h11.Request(method="GET", target=target.path, headers=head)
        _talk(wire, asked, answer, limits, wanted)
    except Refused as error:
        fault = error
    except h11.RemoteProtocolError as error:
        fault = Refused(f"no whole HTTP answer: {str(error)[:200]}", Reason.MALFORMED)
    except TimeoutError:
        fault = deadline.too_slow("an answer")
    except ssl.SSLError as error:
        fault = Refused(f"the connection was cut off: {error.reason or error}", Reason.MALFORMED)
    except OSError as error:
        fault = unreachable(f"the connection broke: {error.strerror or error}")
    finally:
        connected.sock.close()
    return Exchange(
        target=target,
        address=str(connected.address),
        began=began,
        request=bytes(wire.sent),
        response=bytes(wire.received),
        status=answer.status,
        headers=answer.headers,
        pieces=tuple(answer.pieces),
        whole=answer.whole,
        fault=fault,
        tls=connected.tls,
        certificate=connected.certificate,
    )


@dataclass(slots=True)
class _Answer:
    """What has come so far."""

    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    pieces: list[bytes] = field(default_factory=list)
    whole: bool = False


class _Wire:
    """A socket that notes what passes, and stops at the bound or when time is up."""

    def __init__(self, sock: socket.socket, deadline: Deadline, most: int) -> None:
        self._sock, self._deadline, self._most = sock, deadline, most
        self.sent = bytearray()
        self.received = bytearray()

    def send(self, data: bytes) -> None:
        self._sock.settimeout(self._deadline.left())
        self._sock.sendall(data)
        self.sent += data

    def receive(self) -> bytes:
        self._sock.settimeout(self._deadline.left())
        data = self._sock.recv(_PIECE)
        self.received += data
        if len(self.received) > self._most:
            raise Refused(f"more than {self._most} bytes", Reason.TOO_LARGE)
        return data


def _talk(wire: _Wire, asked: h11.Request, answer: _Answer, limits: Limits, wanted: Wanted) -> None:
    state = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.fetch_head_bytes)
    wire.send((state.send(asked) or b"") + (state.send(h11.EndOfMessage()) or b""))
    interim = 0
    for event in _events(state, wire):
        match event:
            case h11.InformationalResponse():
                interim += 1
                if interim > _INTERIM:
                    raise Refused(f"more than {_INTERIM} answers before the answer", Reason.MALFORMED)
            case h11.Response():
                answer.status, answer.headers = event.status_code, _headers(event)
                _check_head(answer, limits)
                if not wanted(event.status_code, _media_type(answer)):
                    return
            case h11.Data():
                answer.pieces.append(bytes(event.data))
            case h11.EndOfMessage():
                # Lines after the chunks, which nothing here reads.
                _check_count(len(event.headers), limits)
                answer.whole = True
                return
            case _:
                raise Refused("the connection was closed without an answer", Reason.MALFORMED)


def _events(state: h11.Connection, wire: _Wire) -> Iterator[h11.Event]:
    while True:
        event = state.next_event()
        if event is h11.NEED_DATA:
            state.receive_data(wire.receive())
        elif isinstance(event, h11.Event):
            yield event
        else:
            raise Refused("the server changed the protocol", Reason.MALFORMED)


def _request_headers(target: Target, accept: str) -> list[tuple[str, str]]:
    return [
        ("Host", target.authority),
        ("User-Agent", AGENT),
        ("Accept", accept),
        ("Accept-Encoding", CODINGS),
        ("Connection", "close"),
    ]


def _headers(event: h11.Response) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("ascii").lower(), value.decode("latin-1")) for name, value in event.headers)


def _check_head(answer: _Answer, limits: Limits) -> None:
    _check_count(len(answer.headers), limits)
    names = {name for name, _ in answer.headers}
    if {"transfer-encoding", "content-length"} <= names:
        # One of them lies, and two readers could take two different pages out of it.
        raise Refused("an answer with both a length and chunks", Reason.MALFORMED)
    told = next((value for name, value in answer.headers if name == "content-length"), "0")
    if int(told) > limits.fetch_wire_bytes:
        raise Refused(f"{told[:20]} bytes; at most {limits.fetch_wire_bytes}", Reason.TOO_LARGE)


def _check_count(count: int, limits: Limits) -> None:
    if count > limits.fetch_headers:
        raise Refused(f"{count} header lines; at most {limits.fetch_headers}", Reason.TOO_LARGE)


def _media_type(answer: _Answer) -> str | None:
    value = next((value for name, value in answer.headers if name == "content-type"), "")
    return value.partition(";")[0].strip().lower() or None
