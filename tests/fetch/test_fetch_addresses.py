"""From what is typed or sent to one scheme, host, port and path; and what is no address of a public page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.fetch.addresses import LONGEST, parse, redirected
from reportedly.fetch.refusals import Refused
from reportedly.records import Reason


@pytest.mark.parametrize(
    ("given_", "url"),
    [
        ("https://news.example/a", "https://news.example/a"),
        ("  https://news.example/a ", "https://news.example/a"),
        ("HTTPS://News.EXAMPLE", "https://news.example/"),
        ("https://news.example.", "https://news.example/"),
        ("https://news.example:443/", "https://news.example/"),
        ("http://news.example:/a", "http://news.example/a"),
        ("http://news.example:443/a", "http://news.example:443/a"),
        ("https://news.example?q=1#part", "https://news.example/?q=1"),
        ("https://news.example/a b", "https://news.example/a%20b"),
        ("https://news.example/a%20b%zz", "https://news.example/a%20b%25zz"),
        (
            "https://news.example/новость?q=ä",
            "https://news.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C?q=%C3%A4",
        ),
        ("https://news.example/a\\b", "https://news.example/a%5Cb"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://BÜCHER。example/", "https://xn--bcher-kva.example/"),
        ("https://new_s.a-b.example/", "https://new_s.a-b.example/"),
        ("http://9.9.9.9/", "http://9.9.9.9/"),
        ("http://９.９.９.９/", "http://9.9.9.9/"),
        ("http://[2620:FE::FE]/", "http://[2620:fe::fe]/"),
    ],
)
def test_an_address_is_written_anew_from_its_parts(given_: str, url: str) -> None:
    assert parse(given_).url == url


@pytest.mark.parametrize(
    ("given_", "why"),
    [
        ("news.example/a", "one begins with"),
        ("", "one begins with"),
        ("ftp://news.example/", "scheme 'ftp'"),
        ("file:///etc/passwd", "scheme 'file'"),
        ("javascript:alert(1)", "scheme 'javascript'"),
        ("gopher://news.example/", "scheme 'gopher'"),
        ("https:news.example", "no host"),
        ("https:/news.example", "no host"),
        ("https:\\\\news.example", "no host"),
        ("https:///a", "no name of a host"),
        ("https://news.example\\@10.0.0.1/", "user name"),
        ("https://news.example\\.evil.example/", "no name of a host"),
        ("https://user@news.example/", "user name"),
        ("https://user:word@news.example/", "user name"),
        ("https://news.example@evil.example/", "user name"),
        ("https://%6eews.example/", "escaped"),
        ("https://[fe80::1%25eth0]/", "zone"),
        ("https://[::1", "brackets"),
        ("https://[::1]x/", "brackets"),
        ("https://[1.2.3.4]/", "no address of IPv6"),
        ("https://::1/", "several colons"),
        ("https://news.example:22/", "port 22"),
        ("https://news.example:8080/", "port 8080"),
        ("https://news.example:0/", "no port"),
        ("https://news.example:65536/", "no port"),
        ("https://news.example:٨٠/", "no port"),
        ("https://news.example:+80/", "no port"),
        ("https://news..example/", "no name of a host"),
        ("https://news.example../", "no name of a host"),
        ("https://-news.example/", "no name of a host"),
        ("https://" + "a" * 64 + ".example/", "no name of a host"),
        ("https://" + "a." * 127 + "example/", "no name of a host"),
        ("https://ne ws.example/", "no name of a host"),
        ("https://news.example\n.evil.example/", "control character"),
        ("https://news.example/a\r\nHost: evil.example", "control character"),
        ("https://news\t.example/", "control character"),
        ("https://news\x00.example/", "control character"),
        ("https://desk7/", "without a dot"),
        ("https://localhost/", "this machine"),
        ("https://LOCALHOST./", "this machine"),
        ("https://app.localhost/", "this machine"),
        ("https://printer.local/", "local network"),
        ("https://metadata.google.internal/", "inner network"),
        ("https://router.home.arpa/", "local network"),
        ("https://abcdef.onion/", "another network"),
        ("https://news.example/" + "a" * LONGEST, "at most"),
    ],
)
def test_what_can_be_read_in_two_ways_or_is_not_public_is_refused(given_: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        parse(given_)


def test_a_port_has_to_be_named() -> None:
    assert parse("https://news.example:8443/", ports=frozenset({8443})).port == 8443
    with pytest.raises(Refused, match="port 8080"):
        parse("https://news.example:8080/", ports=frozenset({8443}))


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://news.example/b"),
        ("b?c=1", "https://news.example/a/b?c=1"),
        ("//other.example/b", "https://other.example/b"),
        ("https://other.example/ü", "https://other.example/%C3%BC"),
    ],
)
def test_a_redirect_is_followed_from_where_it_was_sent(location: str, url: str) -> None:
    assert redirected(parse("https://news.example/a/x"), location).url == url


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://news.example/", "from https to http"),
        ("ftp://news.example/", "scheme 'ftp'"),
        ("https://a@news.example/", "user name"),
        ("//127.1/", "disguise"),
        ("/\tb", "control character"),
        ("https://[", "no address"),
    ],
)
def test_a_redirect_is_held_to_what_an_address_is(location: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        redirected(parse("https://news.example/a"), location)


@given(st.text(max_size=60) | st.text(max_size=40).map(lambda rest: f"https://{rest}"))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        found = parse(text)
    except Refused as error:
        row = error.row(text)
    else:
        assert found.url.isascii()
        assert not any(char.isspace() for char in found.url)
        assert parse(found.url) == found
        return
    assert row.detail
    assert row.reason in (Reason.REFUSED, Reason.MALFORMED)
