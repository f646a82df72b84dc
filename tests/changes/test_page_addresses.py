"""Which addresses are those of one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paged import PLAIN, page

from reportedly.changes.addresses import address_key, page_key

PAGE = "mail.example/2021/11/mill-fire"


@pytest.mark.parametrize(
    "address",
    [
        "https://mail.example/2021/11/mill-fire",
        "http://www.mail.example/2021/11/mill-fire/",
        "HTTPS://WWW.Mail.Example:443/2021/11/mill-fire?utm_source=letter&utm_medium=mail#comments",
        "https://m.mail.example/2021/11/mill-fire.html?fbclid=Iw&ref=home",
        "https://amp.mail.example/2021/11/mill-fire/amp/",
        "https://mail.example/amp/2021/11/mill-fire?outputType=amp",
        "https://www.google.com/amp/s/www.mail.example/2021/11/mill-fire.amp",
        "https://www-mail-example.cdn.ampproject.org/c/s/www.mail.example/2021/11/mill-fire?amp=1",
        "https://web.archive.org/web/20211109101112id_/https://mail.example/2021/11/mill-fire",
        "https://mail.example//2021/11/mill%2Dfire;jsessionid=00AF",
        " https://mail.example/2021/11/\nmill-fire ",
    ],
)
def test_forms_of_one_address(address: str) -> None:
    assert address_key(address) == PAGE


@pytest.mark.parametrize(
    "other",
    [
        "https://mail.example/2021/11/mill-fires",
        "https://mail.example/2021/11/Mill-Fire",
        "https://news.mail.example/2021/11/mill-fire",
        "https://mail.example/2021/11/mill-fire?page=2",
        "https://mail.example/2021/11/mill-fire#!/photos",
        "https://mail.example.evil.example/2021/11/mill-fire",
        "https://evil.example/?u=https://mail.example/2021/11/mill-fire",
    ],
)
def test_addresses_of_other_pages(other: str) -> None:
    assert address_key(other) not in (PAGE, None)


def test_the_parameter_that_names_the_page_stays_whatever_its_place() -> None:
    assert address_key("http://a.example/story.php?sid=3&id=7") == address_key(
        "https://a.example/story?id=7&sid=3"
    )
    assert address_key("http://a.example/story.php?id=7") != address_key("http://a.example/story.php?id=8")


@pytest.mark.parametrize(
    "address",
    [
        "https://mail.example", "https://www.mail.example/index.html?utm_source=x", "ftp://mail.example/a",
        "javascript:1", "http://[::1", "http://", "https://.../x", "", "https://a.example/" + "x" * 5_000,
    ],
)  # fmt: skip
def test_what_names_no_page(address: str) -> None:
    assert address_key(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "http://xn--999999999.example/x",
        "http://a.example:99999/x",
        "http://a.example/%%%ff%00",
        "http://ä.example/\udcff?\udcfe=1",
    ],
)
def test_a_broken_address_has_a_key_all_the_same(address: str) -> None:
    assert address_key(address)


def test_an_international_name_is_one_in_either_spelling() -> None:
    assert address_key("http://xn--mnchen-3ya.example/x") == address_key("http://münchen.example/x")


@given(
    st.text(max_size=60),
    st.sampled_from(["http://a.example/", "https://", "", "http://a.example/?", "http://"]),
)
def test_no_address_raises_and_a_key_names_its_own_page(tail: str, head: str) -> None:
    key = address_key(head + tail)
    assert key is None or key.strip("/")


def test_without_an_address_the_place_of_reading_counts() -> None:
    assert page_key(page(PLAIN, url=None, origin="./pages/a.html")) == "file:pages/a.html"
    assert page_key(page(PLAIN, url=None, origin="-")) is None
    assert page_key(page(PLAIN, url="https://mail.example/", origin="pages/a.html")) is None
    assert page_key(page(PLAIN, url="https://www.mail.example/a", origin="x")) == "mail.example/a"
