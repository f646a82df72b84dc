"""From what somebody typed, or a page redirects to, to the one machine, port and path that it means.

Parsed once, by one reading, and refused where two programs could read it differently: a name before an ``@``,
an escaped host, a number in another base, a backslash. What comes out is written anew from its parts.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote, urljoin

from reportedly.fetch.networks import IPAddress
from reportedly.fetch.refusals import Refused
from reportedly.records import Reason

LONGEST = 4_000
"""Characters of an address; browsers and servers stop at 2,000 to 8,000."""
PORTS = {"http": 80, "https": 443}
"""The schemes that are fetched, and the port of each."""

_SHAPE = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_AUTHORITY = re.compile(r"//([^/?#]*)([^#]*)(#.*)?", re.DOTALL)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PATH_SAFE = "/?:@!$&'()*+,;=-._~%[]"
_HIDDEN = {
    "localhost": "this machine",
    "local": "the local network",
    "internal": "an inner network",
    "intranet": "an inner network",
    "home.arpa": "the local network",
    "onion": "another network",
    "invalid": "nothing",
}
"""Endings of names that no public name has (RFC 6761, 6762, 7686, 8375, and ICANN's ``internal``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a request goes."""

    scheme: str
    host: str
    """A name in lower case and ASCII, without a dot at its end; an address of IPv6 without brackets."""
    literal: IPAddress | None
    """The address, where the host is one."""
    port: int
    path: str
    """Path and query as they are sent, ASCII only."""

    @property
    def site(self) -> str:
        """Scheme, host and port: what one ``robots.txt`` is for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """Host and port as an address and the ``Host`` line have them."""
        host = f"[{self.host}]" if isinstance(self.literal, IPv6Address) else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address, without a fragment."""
        return f"{self.site}{self.path}"

    def at(self, path: str) -> Target:
        """Another path of the same site."""
        return Target(scheme=self.scheme, host=self.host, literal=self.literal, port=self.port, path=path)


def parse(address: str, *, ports: frozenset[int] = frozenset()) -> Target:
    """Understand an address.

    >>> parse("HTTPS://Müller.Example:443/a b?q=é#top").url
    'https://xn--mller-kva.example/a%20b?q=%C3%A9'

    Args:
        address: as it was typed or sent; blanks around it are passed over.
        ports: that may be asked besides 80 and 443.

    Raises:
        Refused: it is no address of a public page in its plain form; the detail says what it is.
    """
    given = address.strip(" ")
    if len(given) > LONGEST:
        raise Refused(f"an address of {len(given)} characters; at most {LONGEST}")
    if any((ord(char) < 0x21 and char != " ") or ord(char) == 0x7F for char in given):
        raise Refused("a control character in the address")
    scheme, rest = _scheme(given)
    found = _AUTHORITY.fullmatch(rest)
    if found is None:
        raise Refused(f"no host after {scheme}:", Reason.MALFORMED)
    host, port = _split(found[1])
    literal, name = _host(host)
    number = _port(port, scheme, ports)
    path = found[2] if found[2].startswith("/") else "/" + found[2]
    return Target(scheme=scheme, host=name, literal=literal, port=number, path=_escaped(path))


def redirected(target: Target, location: str, *, ports: frozenset[int] = frozenset()) -> Target:
    """Where a redirect of ``target`` leads.

    Raises:
        Refused: to no address that is fetched, or from https to http.
    """
    # Joining would take line breaks and tabs out, and so make another address of it.
    if any(ord(char) < 0x20 for char in location):
        raise Refused("a redirect with a control character in its address")
    try:
        joined = urljoin(target.url, location.strip(" "))
    except ValueError:
        raise Refused("a redirect to what is no address", Reason.MALFORMED) from None
    found = parse(joined, ports=ports)
    if target.scheme == "https" and found.scheme == "http":
        raise Refused(f"a redirect from https to http: {found.url[:200]}")
    return found


def _scheme(given: str) -> tuple[str, str]:
    found = _SHAPE.fullmatch(given)
    if found is None:
        raise Refused("no address; one begins with https:// or http://", Reason.MALFORMED)
    scheme = found[1].lower()
    if scheme not in PORTS:
        raise Refused(f"the scheme {scheme[:20]!r}; fetched are {' and '.join(sorted(PORTS))}")
    return scheme, found[2]


def _split(authority: str) -> tuple[str, str]:
    """Host and port; what two programs may read differently is refused."""
    if "@" in authority:
        raise Refused("a user name before the host; write the address without it")
    if "%" in authority:
        raise Refused("an escaped host, or one with a zone; write it plainly")
    if authority.startswith("["):
        host, bracket, rest = authority.partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise Refused("a host in brackets that do not close", Reason.MALFORMED)
        return host + bracket, rest[1:]
    host, _, port = authority.partition(":")
    if ":" in port:
        raise Refused("several colons in the host; an address of IPv6 stands in brackets", Reason.MALFORMED)
    return host, port


def _host(host: str) -> tuple[IPAddress | None, str]:
    if host.startswith("["):
        try:
            six = IPv6Address(host[1:-1])
        except ValueError:
            raise Refused("no address of IPv6 in the brackets", Reason.MALFORMED) from None
        return six, str(six)
    name = _ascii(host)
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        # Dotted decimals as everybody writes them, or nothing: 127.1 and 0x7f000001 are this machine.
        try:
            four = IPv4Address(name)
        except ValueError:
            raise Refused(f"a number in disguise as the host: {name[:60]!r}") from None
        return four, str(four)
    _check_name(name)
    return None, name


def _ascii(host: str) -> str:
    """The host in lower case and ASCII, without one dot at its end."""
    import idna

    name = host.lower()
    if not name.isascii():
        try:
            # The mapping of UTS 46 first, as browsers do: '①②⑦.⓪.⓪.①' is then seen for what it is.
            mapped = idna.uts46_remap(host, std3_rules=True, transitional=False)
            name = mapped if mapped.isascii() else idna.encode(mapped).decode("ascii")
        except idna.IDNAError as error:
            raise Refused(f"no name of a host: {str(error)[:120]}", Reason.MALFORMED) from None
    return name.removesuffix(".")


def _check_name(name: str) -> None:
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refused(f"no name of a host: {name[:60]!r}", Reason.MALFORMED)
    for ending, what in _HIDDEN.items():
        if name == ending or name.endswith(f".{ending}"):
            raise Refused(f"a name that stands for {what}")
    if len(labels) == 1:
        raise Refused(f"a name without a dot, which stands for a machine of this network: {name!r}")


def _port(port: str, scheme: str, ports: frozenset[int]) -> int:
    if not port:
        return PORTS[scheme]
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 65_536):
        raise Refused(f"no port: {port[:20]!r}", Reason.MALFORMED)
    number = int(port)
    if number not in PORTS.values() and number not in ports:
        raise Refused(f"port {number}; fetched are 80 and 443, and what --port names")
    return number


def _escaped(path: str) -> str:
    """Path and query in ASCII; what is escaped already stays so."""
    kept = "".join(char if char != "%" or _is_escape(path, at) else "%25" for at, char in enumerate(path))
    return quote(kept.encode("utf-8", "replace"), safe=_PATH_SAFE)


def _is_escape(path: str, at: int) -> bool:
    two = path[at + 1 : at + 3]
    return len(two) == 2 and all(char in string.hexdigits for char in two)
