"""Which addresses of machines may be asked: our own table, after IANA's registries of special purposes.

``ipaddress.is_global`` is not asked: of 24 special addresses it held ten for global, multicast among them and
127.0.0.1 in the dress of IPv6. What is no plain public unicast address is refused with its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network

SPECIAL = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "a private network",
    "100.64.0.0/10": "a provider's inner network",
    "127.0.0.0/8": "this machine",
    "168.63.129.16/32": "a cloud's metadata service",
    "169.254.0.0/16": "link-local, where clouds have their metadata service",
    "172.16.0.0/12": "a private network",
    "192.0.0.0/24": "kept for protocols",
    "192.0.2.0/24": "for documentation",
    "192.31.196.0/24": "a sink for name servers",
    "192.52.193.0/24": "a relay of multicast",
    "192.88.99.0/24": "a relay of 6to4",
    "192.168.0.0/16": "a private network",
    "192.175.48.0/24": "a sink for name servers",
    "198.18.0.0/15": "for measuring networks",
    "198.51.100.0/24": "for documentation",
    "203.0.113.0/24": "for documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved, or broadcast",
    "::/128": "no address",
    "::1/128": "this machine",
    "::/96": "an IPv4 address in an old dress",
    "::ffff:0:0:0/96": "an IPv4 address in translation",
    "64:ff9b:1::/48": "a network's own translation",
    "100::/64": "for discarding",
    "2001::/32": "an IPv4 address in Teredo",
    "2001:2::/48": "for measuring networks",
    "2001::/23": "kept for protocols",
    "2001:db8::/32": "for documentation",
    "2002::/16": "an IPv4 address in 6to4",
    "2620:4f:8000::/48": "a sink for name servers",
    "3fff::/20": "for documentation",
    "5f00::/16": "segment routing",
    "fc00::/7": "a private network",
    "fe80::/10": "link-local",
    "fec0::/10": "a site's own network",
    "ff00::/8": "multicast",
}
"""Networks that no news page is on, and what each is."""

_UNICAST = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")
_INTERFACES = (0x0000_5EFE, 0x0200_5EFE)
"""The upper half of an interface id by which ISATAP carries an IPv4 address."""


@dataclass(frozen=True, slots=True)
class Networks:
    """The table: everything public but what is special. ``besides`` are let through whatever they are.

    >>> Networks().why_refused(ip_address("::ffff:169.254.169.254"))
    'link-local, where clouds have their metadata service'
    >>> Networks().why_refused(ip_address("9.9.9.9")) is None
    True
    """

    besides: tuple[IPNetwork, ...] = ()
    """Nothing in the program sets it; tests let their own server through."""

    def why_refused(self, address: IPAddress) -> str | None:
        """What an address is that must not be asked; None for one that may."""
        inner = plain_address(address)
        if any(inner in network for network in self.besides if network.version == inner.version):
            return None
        if isinstance(inner, IPv6Address):
            if inner.scope_id is not None:
                return "an address of one link of this machine"
            carried = _isatap(inner)
            if carried is not None and (what := self.why_refused(carried)) is not None:
                return what
        for network, what in _special():
            if network.version == inner.version and inner in network:
                return what
        if isinstance(inner, IPv6Address) and inner not in _UNICAST:
            return "no public address"
        return None


def plain_address(address: IPAddress) -> IPAddress:
    """An address without the dress in which a machine of IPv6 may well be given a public IPv4 address.

    Those are IPv4-mapped ones and the well-known prefix of NAT64, by which networks without IPv4 reach it.
    6to4, Teredo and the rest are given up by everybody and stay as they are, to be refused.

    >>> str(plain_address(ip_address("64:ff9b::7f00:1")))
    '127.0.0.1'
    """
    if not isinstance(address, IPv6Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _isatap(address: IPv6Address) -> IPv4Address | None:
    within = (int(address) >> 32) & 0xFFFF_FFFF
    return IPv4Address(int(address) & 0xFFFF_FFFF) if within in _INTERFACES else None


@cache
def _special() -> tuple[tuple[IPNetwork, str], ...]:
    # The narrowest first, so that each address is called by what it is.
    listed = [(ip_network(network), what) for network, what in SPECIAL.items()]
    return tuple(sorted(listed, key=lambda each: -each[0].prefixlen))


__all__ = ["SPECIAL", "IPAddress", "IPNetwork", "Networks", "ip_address", "plain_address"]
