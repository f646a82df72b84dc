"""The table of addresses: everything special is refused under its name, everything else may be asked."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from reportedly.fetch.networks import SPECIAL, Networks, plain_address

PUBLIC = [
    "1.1.1.1",
    "9.9.9.9",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "191.255.255.255",
    "192.0.1.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450::1",
    "2003::1",
    "64:ff9b::909:909",
    "::ffff:9.9.9.9",
]


@pytest.mark.parametrize("network", SPECIAL)
def test_both_ends_of_every_special_network_are_refused(network: str) -> None:
    for address in (ip_network(network)[0], ip_network(network)[-1]):
        assert Networks().why_refused(address), address


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_asked(address: str) -> None:
    assert Networks().why_refused(ip_address(address)) is None


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("127.0.0.1", "this machine"),
        ("169.254.169.254", "metadata"),
        ("100.100.100.200", "provider"),
        ("168.63.129.16", "metadata"),
        ("192.0.0.192", "protocols"),
        ("fd00:ec2::254", "private"),
        ("::ffff:127.0.0.1", "this machine"),
        ("64:ff9b::7f00:1", "this machine"),
        ("64:ff9b::a9fe:a9fe", "metadata"),
        ("64:ff9b:1::7f00:1", "translation"),
        ("::127.0.0.1", "old dress"),
        ("2002:7f00:1::", "6to4"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo"),
        ("2600::5efe:127.0.0.1", "this machine"),
        ("2600::200:5efe:10.0.0.1", "private"),
        ("4000::1", "no public address"),
        ("1000::1", "no public address"),
        ("fe80::1%eth0", "one link"),
    ],
)
def test_an_address_is_seen_through_its_dress(address: str, what: str) -> None:
    assert what in (Networks().why_refused(ip_address(address)) or "")


def test_an_address_is_connected_to_without_its_dress() -> None:
    assert str(plain_address(ip_address("::ffff:9.9.9.9"))) == "9.9.9.9"
    assert str(plain_address(ip_address("2606:4700::1"))) == "2606:4700::1"


def test_python_itself_would_let_some_of_them_through() -> None:
    # Why there is a table: each of these is global to the standard library.
    fooled = [
        each
        for each in ("64:ff9b::7f00:1", "2002:7f00:1::", "fec0::1", "224.0.0.1", "ff02::1")
        if ip_address(each).is_global
    ]
    assert fooled
    assert all(Networks().why_refused(ip_address(each)) for each in fooled)
