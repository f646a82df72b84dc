"""What a site asks programs not to fetch is not fetched, unless somebody says so; sites get time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from fetch.sites import Answer, Site, fetched, fetching, html_answer, page, redirect, site
from reportedly.fetch import fetch_pages
from reportedly.fetch.robots import LONGEST_DELAY
from reportedly.records import Fetched, Reason, Skipped


@pytest.fixture
def running() -> Iterator[Site]:
    with site({path: html_answer(page()) for path in ("/", "/a", "/private/a", "/other")}) as found:
        yield found


def robots(text: str) -> bytes:
    return html_answer(text.encode(), kind="text/plain")


def paths(running: Site, *wanted: str) -> list[bool]:
    found = fetch_pages([running.url(path) for path in wanted], fetching(running, robots=True))
    return [isinstance(each, Fetched) for each in found]


@pytest.mark.parametrize(
    ("text", "let"),
    [
        ("", [True, True]),
        ("User-agent: *\nDisallow: /private/", [True, False]),
        ("User-agent: *\nDisallow: /", [False, False]),
        ("User-agent: reportedly\nDisallow: /private/\n\nUser-agent: *\nDisallow: /", [True, False]),
        ("User-agent: someoneelse\nDisallow: /", [True, True]),
        ("User-agent: *\nDisallow: /\nAllow: /private/", [False, True]),
        ("User-agent: *\nDisallow: /*/a$", [True, False]),
        ("User-agent: *\nDisallow:", [True, True]),
        ("\ufeffuser-AGENT: *\r\nDISALLOW:  /private # not for programs", [True, False]),
        ("<html>no rules at all</html>", [True, True]),
    ],
)
def test_its_rules_are_kept(running: Site, text: str, let: list[bool]) -> None:
    running.answers["/robots.txt"] = robots(text)
    assert paths(running, "/a", "/private/a") == let
    assert [path for path in running.asked if path != "/robots.txt"] == [
        path for path, may in zip(["/a", "/private/a"], let, strict=True) if may
    ]


def test_a_refusal_names_the_rules_and_the_way_round(running: Site) -> None:
    running.answers["/robots.txt"] = robots("User-agent: *\nDisallow: /")
    found = fetched(running, how=fetching(running, robots=True))
    assert isinstance(found, Skipped)
    assert found.reason is Reason.REFUSED
    assert "robots.txt" in found.detail
    assert "--ignore-robots" in found.detail
    assert isinstance(fetched(running, how=fetching(running, robots=False)), Fetched)


@pytest.mark.parametrize(
    ("answer", "let"),
    [
        (html_answer(b"", status="404 Not Found"), True),
        (html_answer(b"", status="403 Forbidden"), True),
        (html_answer(b"", status="429 Too Many"), False),
        (html_answer(b"", status="500 Oh"), False),
        (html_answer(b"", status="503 Busy"), False),
        (b"nonsense\r\n\r\n", False),
        (b"", False),
        (redirect("http://127.0.0.1/robots.txt"), False),
        (redirect("/robots.txt"), False),
    ],
    ids=["none", "forbidden", "too many", "error", "busy", "nonsense", "closed", "led inside", "circle"],
)
def test_where_it_cannot_be_had(running: Site, answer: Answer, let: bool) -> None:
    running.answers["/robots.txt"] = answer
    assert paths(running, "/a") == [let]


def test_a_site_that_cannot_say_is_told_as_such(running: Site) -> None:
    running.answers["/robots.txt"] = html_answer(b"", status="503 Busy")
    found = fetched(running, how=fetching(running, robots=True))
    assert isinstance(found, Skipped)
    assert (found.reason, found.detail) == (
        Reason.UNREACHABLE,
        "its robots.txt could not be had: the server answered 503",
    )


def test_rules_are_fetched_once_a_site_and_through_redirects(running: Site) -> None:
    running.answers["/robots.txt"] = redirect("/rules")
    running.answers["/rules"] = robots("User-agent: *\nDisallow: /private/")
    assert paths(running, "/a", "/other", "/private/a") == [True, True, False]
    assert running.asked == ["/robots.txt", "/rules", "/a", "/other"]


def test_a_page_that_a_redirect_leads_to_is_asked_after_too(running: Site) -> None:
    running.answers["/robots.txt"] = robots("User-agent: *\nDisallow: /private/")
    running.answers["/a"] = redirect("/private/a")
    assert paths(running, "/a") == [False]
    assert "/private/a" not in running.asked


def test_much_of_it_costs_little(running: Site) -> None:
    rules = "User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*a*a*a*b$\n" * 10_000
    running.answers["/robots.txt"] = robots(rules)
    running.answers["/" + "a" * 3_000] = html_answer(page())
    assert paths(running, "/" + "a" * 3_000) == [True]


@pytest.mark.parametrize(
    ("rules", "pause"),
    [
        ("", 2.0),
        ("User-agent: *\nCrawl-delay: 7", 7.0),
        ("User-agent: *\nCrawl-delay: 0.5", 2.0),
        ("User-agent: *\nCrawl-delay: 99999", LONGEST_DELAY),
        ("User-agent: *\nCrawl-delay: -4", 2.0),
    ],
)
def test_two_pages_of_a_site_are_some_time_apart(running: Site, rules: str, pause: float) -> None:
    running.answers["/robots.txt"] = robots(rules)
    now = [100.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    how = fetching(running, robots=True)
    how = replace(how, limits=replace(how.limits, fetch_pause_seconds=2.0), clock=lambda: now[0], sleep=sleep)
    pages = fetch_pages([running.url(each) for each in ("/", "/a", "/other")], how)
    assert isinstance(next(pages), Fetched)
    assert slept == []
    assert isinstance(next(pages), Fetched)
    # Another site in between, or a page that takes long to read, has used the time already.
    now[0] += 1_000
    assert isinstance(next(pages), Fetched)
    assert slept == [pytest.approx(pause)]
