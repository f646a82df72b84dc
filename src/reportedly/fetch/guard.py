"""From a name to a connection that can only be with a machine that was looked at.

The name is resolved once, every address it has is held against the table, and the connection is made to
one of those very addresses: a name that answers otherwise the second time (DNS rebinding) is not asked a
second time.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address

from reportedly.fetch.addresses import Target
from reportedly.fetch.networks import IPAddress, Networks, plain_address
from reportedly.fetch.refusals import Refused, unreachable

MOST_TRIED = 4
"""Addresses of one name that are tried, in the order in which the resolver gave them."""

Resolve = Callable[[str, int], Sequence[str]]
"""From a name and a port to addresses as text; raises ``OSError`` where there are none."""


class Deadline:
    """How much time is left: for all of a page, and for one step of it."""

    def __init__(self, total: float, step: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._total, self._step = clock, total, step
        self._end = clock() + total

    def left(self) -> float:
        """Seconds that the next step may take.

        Raises:
            Refused: none are left.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise unreachable(f"not done within {self._total:g} seconds")
        return min(left, self._step)

    def too_slow(self, what: str) -> Refused:
        """What to raise where a step ran out of time."""
        return unreachable(f"{what} took more than {self._step:g} seconds, or all more than {self._total:g}")


@dataclass(frozen=True, slots=True)
class Connected:
    """A connection, the address at its other end, and what TLS said of it."""

    sock: socket.socket
    address: IPAddress
    tls: str | None = None
    """``TLSv1.3 TLS_AES_256_GCM_SHA384``; None without TLS."""
    certificate: bytes | None = None
    """What the server showed, in DER."""


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, by the system's resolver, each once, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


@cache
def tls_context() -> ssl.SSLContext:
    """Certificates and names are checked, against certifi's list, whatever the environment says."""
    import certifi

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context


@dataclass(frozen=True, slots=True)
class Guard:
    """What may be asked, and how names are resolved and certificates checked."""

    networks: Networks = field(default_factory=Networks)
    ports: frozenset[int] = frozenset()
    """That may be asked besides 80 and 443."""
    resolve: Resolve = resolved
    context: Callable[[], ssl.SSLContext] = tls_context

    def connect(self, target: Target, deadline: Deadline) -> Connected:
        """Connect to the target, by an address that was checked.

        Raises:
            Refused: the name or an address of it is not to be asked, or no connection came about in time.
        """
        addresses = self.addresses(target, deadline)
        failed = ""
        for address in addresses[:MOST_TRIED]:
            try:
                return self._connected(target, address, deadline)
            except TimeoutError:
                failed = str(deadline.too_slow("connecting").detail)
            except ssl.SSLError as error:
                # Another address of the name would show the same certificate, or hide that one is wrong.
                raise unreachable(f"TLS: {_reason(error)}") from None
            except OSError as error:
                failed = f"no connection: {error.strerror or error}"
        raise unreachable(failed)

    def addresses(self, target: Target, deadline: Deadline) -> list[IPAddress]:
        """The addresses of a target, each of which may be asked: one that may not spoils all.

        Raises:
            Refused: the name has none, in time, or one that is not to be asked.
        """
        if target.literal is not None:
            found = [target.literal]
        else:
            found = [ip_address(each) for each in self._looked_up(target, deadline)]
        if not found:
            raise unreachable(f"no address of {target.host} is known")
        for address in found:
            if (what := self.networks.why_refused(address)) is not None:
                named = "" if target.literal is not None else f"{target.host} is "
                raise Refused(f"{named}{address}, {what}")
        return [plain_address(each) for each in found]

    def _looked_up(self, target: Target, deadline: Deadline) -> Sequence[str]:
        # The system's resolver knows no time limit of ours: it is asked by a thread that is left behind.
        told: list[Sequence[str]] = []
        failed: list[OSError | UnicodeError] = []

        def ask() -> None:
            try:
                told.append(self.resolve(target.host, target.port))
            except (OSError, UnicodeError) as error:
                failed.append(error)

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(deadline.left())
        if failed:
            raise unreachable(f"no address of {target.host} is known ({failed[0]})")
        if not told:
            raise deadline.too_slow(f"looking up {target.host}")
        return told[0]

    def _connected(self, target: Target, address: IPAddress, deadline: Deadline) -> Connected:
        sock = socket.create_connection((str(address), target.port), timeout=deadline.left())
        try:
            peer = ip_address(sock.getpeername()[0])
            if plain_address(peer) != address:
                raise Refused(f"asked {address} and was connected to {peer}")
            if target.scheme == "http":
                return Connected(sock, address)
            sock.settimeout(deadline.left())
            # A stream that ends without TLS's own end was cut off; it must not pass for a whole page.
            secured = self.context().wrap_socket(
                sock, server_hostname=target.host, suppress_ragged_eofs=False
            )
            cipher = secured.cipher()
            tls = f"{secured.version()} {cipher[0]}" if cipher else secured.version()
            return Connected(secured, address, tls, secured.getpeercert(binary_form=True))
        except BaseException:
            sock.close()
            raise


def _reason(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate does not hold: {error.verify_message}"
    return error.reason or str(error)
