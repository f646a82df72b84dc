"""Addresses that lead into the network the program runs in, in every dress: a canary must get no connection.

36 special addresses, each written in up to 20 ways, asked for directly, by a redirect, and by a name that a
resolver answers with it: at once, beside a public address, and only the second time it is asked.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest

from fetch.sites import FRONT, QUICK, Site, fetched, fetching, html_answer, page, redirect, site
from reportedly import cli
from reportedly.fetch import Fetching, Guard, fetch_pages
from reportedly.fetch import guard as guarding
from reportedly.fetch.networks import Networks
from reportedly.records import Fetched, Reason, Skipped
from tiers import publish

pytestmark = pytest.mark.reliability

FOUR = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104 (an address to be refused)
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "169.254.170.2",
    "168.63.129.16",
    "192.0.0.192",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "192.88.99.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
]
SIX = [
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "2600::5efe:127.0.0.1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "100::1",
]
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９。")
RINGED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
PUBLIC = "9.9.9.9"


def four_ways(address: str) -> list[str]:
    """An address of IPv4 as hosts are written, by those who mean well and those who do not."""
    parts = [int(part) for part in address.split(".")]
    number = int(IPv4Address(address))
    high, low = number >> 16, number & 0xFFFF
    six = f"{high:x}:{low:x}"
    return [
        address,
        f"{address}.",
        str(number),
        hex(number),
        f"0{number:o}",
        ".".join(map(hex, parts)),
        ".".join(f"0{part:o}" for part in parts),
        ".".join(f"{part:03d}" for part in parts),
        f"{parts[0]}.{number & 0xFFFFFF}",
        f"{parts[0]}.{parts[1]}.{low}",
        f"0X{number:X}.",
        address.translate(WIDE),
        address.translate(RINGED),
        "".join(f"%{ord(char):02x}" for char in address),
        f"news.example@{address}",
        f"news.example:80@{address}",
        f"[::ffff:{address}]",
        f"[::ffff:{six}]",
        f"[64:ff9b::{six}]",
        f"[2002:{six}::]",
    ]


def six_ways(address: str) -> list[str]:
    """The same of IPv6."""
    found = IPv6Address(address)
    whole = found.exploded
    tail = IPv4Address(int(found) & 0xFFFFFFFF)
    return [
        f"[{address}]",
        f"[{whole}]",
        f"[{whole.upper()}]",
        f"[{whole[:-9]}{tail}]",
        f"[{address}%25eth0]",
        f"[{address}%eth0]",
        f"%5B{address}%5D",
        f"news.example@[{address}]",
        f"[{address}].",
        address,
    ]


HOSTS = [(each, way) for each in FOUR for way in dict.fromkeys(four_ways(each))]
HOSTS += [(each, way) for each in SIX for way in dict.fromkeys(six_ways(each))]


@dataclass
class Network:
    """The one site that may be asked, one that may not, and every connection that was tried."""

    front: Site
    canary: Site
    tried: list[str]

    def fetching(self, *answers: Sequence[str]) -> tuple[Fetching, list[str]]:
        """How a test fetches: its names are resolved to these answers in turn, the last for ever."""
        asked: list[str] = []

        def resolve(host: str, port: int) -> Sequence[str]:
            asked.append(host)
            return answers[min(len(asked), len(answers)) - 1] if answers else [FRONT]

        guard = Guard(
            networks=Networks(besides=(ip_network(f"{FRONT}/32"),)),
            ports=frozenset({self.front.port, self.canary.port}),
            resolve=resolve,
        )
        return replace(fetching(self.front), guard=guard), asked


@pytest.fixture(scope="module")
def _running() -> Iterator[tuple[Site, Site]]:
    with site() as front, site({"/": html_answer(page("The canary"))}, address="127.0.0.1") as canary:
        yield front, canary


@pytest.fixture
def network(_running: tuple[Site, Site], monkeypatch: pytest.MonkeyPatch) -> Network:
    """Connections are made as always, to this machine only: what would leave it is noted and not made."""
    tried: list[str] = []
    connect = socket.create_connection

    def create_connection(address: tuple[str, int], timeout: float) -> socket.socket:
        tried.append(address[0])
        if not ip_address(address[0]).is_loopback:
            raise OSError("the test has no network")
        return connect(address, timeout=timeout)

    monkeypatch.setattr("socket.create_connection", create_connection)
    return Network(*_running, tried)


def refused(found: Fetched | Skipped) -> bool:
    return isinstance(found, Skipped) and found.reason in (Reason.REFUSED, Reason.MALFORMED)


TRIED = 2 * len(HOSTS) + 4 * len(FOUR + SIX)
"""Directly and by a redirect; by a name that leads there at once, on either side of another, or later."""


def test_there_are_enough_of_them() -> None:
    assert len(HOSTS) >= 500
    assert TRIED >= 1_200


@pytest.mark.parametrize("address", FOUR + SIX)
def test_it_is_not_asked_directly(network: Network, address: str) -> None:
    how, _ = network.fetching()
    for of, host in HOSTS:
        if of == address:
            (found,) = fetch_pages([f"http://{host}:{network.canary.port}/"], how)
            assert refused(found), host
    assert network.tried == []
    assert network.canary.connections == 0


@pytest.mark.parametrize("address", FOUR + SIX)
def test_it_is_not_asked_by_a_redirect(network: Network, address: str) -> None:
    how, _ = network.fetching()
    for of, host in HOSTS:
        if of != address:
            continue
        network.front.answers["/out"] = redirect(f"http://{host}:{network.canary.port}/")
        before = len(network.front.asked)
        (found,) = fetch_pages([network.front.url("/out")], how)
        assert refused(found), host
        assert len(network.front.asked) == before + 1
    assert set(network.tried) == {FRONT}
    assert network.canary.connections == 0


@pytest.mark.parametrize("address", FOUR + SIX)
def test_a_name_that_stands_for_it_is_not_asked(network: Network, address: str) -> None:
    url = f"http://rebind.example:{network.canary.port}/"
    for answers in ([[address]], [[PUBLIC, address]], [[address, PUBLIC]]):
        how, _ = network.fetching(*answers)
        (found,) = fetch_pages([url], how)
        assert refused(found), answers
    assert network.tried == []
    assert network.canary.connections == 0


def test_the_canary_got_no_connection(network: Network) -> None:
    """Behind the tests of each address, which all share it."""
    publish(
        "addresses that lead into the network the program runs in, and were asked",
        tried=TRIED,
        failed=network.canary.connections,
        note=f"{len(FOUR + SIX)} addresses in {len(HOSTS)} spellings: directly, by a redirect, by a name",
    )
    assert network.canary.connections == 0


@pytest.mark.parametrize("address", FOUR + SIX)
def test_a_name_is_resolved_once_and_only_what_was_looked_at_is_asked(network: Network, address: str) -> None:
    how, asked = network.fetching([PUBLIC], [address])
    (found,) = fetch_pages([f"http://rebind.example:{network.canary.port}/"], how)
    assert isinstance(found, Skipped)
    assert found.reason is Reason.UNREACHABLE
    assert asked == ["rebind.example"]
    assert network.tried == [PUBLIC]
    assert network.canary.connections == 0


def test_a_name_that_is_another_machine_at_the_second_step_is_not_asked(network: Network) -> None:
    network.front.answers["/out"] = redirect("/in")
    how, asked = network.fetching([FRONT], ["127.0.0.1"])
    (found,) = fetch_pages([network.front.url("/out")], how)
    assert refused(found)
    assert asked == ["news.example", "news.example"]
    assert network.tried == [FRONT]


def test_the_rules_of_a_site_are_not_fetched_from_inside(network: Network) -> None:
    network.front.answers["/robots.txt"] = redirect(f"http://127.0.0.1:{network.canary.port}/")
    how, _ = network.fetching()
    (found,) = fetch_pages([network.front.url("/")], replace(how, robots=True))
    assert isinstance(found, Skipped)
    assert network.canary.connections == 0


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"])
def test_the_environment_leads_nowhere(
    network: Network, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, f"http://127.0.0.1:{network.canary.port}")
    network.front.answers["/"] = html_answer(page())
    assert isinstance(fetched(network.front), Fetched)
    assert network.canary.connections == 0


def test_a_connection_that_ends_elsewhere_is_given_up(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(address: tuple[str, int], timeout: float) -> socket.socket:
        found = socket.socket()
        found.settimeout(timeout)
        found.connect((FRONT, network.front.port))
        return found

    monkeypatch.setattr("socket.create_connection", elsewhere)
    how, _ = network.fetching([PUBLIC])
    before = len(network.front.asked)
    (found,) = fetch_pages([network.front.url("/")], how)
    assert refused(found)
    assert len(network.front.asked) == before


def test_what_is_shipped_lets_nothing_of_it_through() -> None:
    for guard in (Guard(), Fetching().guard, cli._guard(frozenset())):
        assert guard.networks == Networks()
        assert guard.networks.besides == ()
        assert guard.ports == frozenset()
        assert guard.resolve is guarding.resolved
    assert all(Networks().why_refused(ip_address(each)) for each in FOUR + SIX)


def test_this_machine_is_refused_as_shipped() -> None:
    with site({"/": html_answer(page())}, address="127.0.0.1") as canary:
        how = Fetching(limits=QUICK, guard=cli._guard(frozenset({canary.port})))
        for host in ("127.0.0.1", "localhost", "[::1]", "2130706433"):
            (found,) = fetch_pages([f"http://{host}:{canary.port}/"], how)
            assert refused(found), host
        assert canary.connections == 0
