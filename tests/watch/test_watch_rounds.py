"""What is asked for and when, over a site that behaves well, badly, and otherwise than the day before."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from fetch.sites import Site, html_answer, page, redirect, site
from reportedly.ledger import Ledger
from reportedly.records import CreditRelation, Reason, Stage
from reportedly.watch import Habits, Tally, health_of
from watch.watching import Clock, item, rss, watching

FEED, BLAST, OTHER = "/feed", "/world/blast", "/world/other"


@pytest.fixture
def running() -> Iterator[Site]:
    """A site with a feed of one report."""
    with site() as found:
        found.answers[BLAST] = html_answer(page(), more=['ETag: "b1"'])
        found.answers[FEED] = rss(
            item(BLAST), more=['ETag: "f1"', "Last-Modified: Mon, 06 May 2024 10:00:00 GMT"]
        )
        yield found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.db"


@pytest.fixture
def clock() -> Clock:
    return Clock()


def once(
    path: Path, running: Site, clock: Clock, *feeds: str, habits: Habits | None = None, pause: float = 0.0
) -> Tally:
    """A process that is started, asks what is due, and ends."""
    with watching(path, running, feeds or (FEED,), clock, habits=habits, pause=pause) as watch:
        watch.once()
        return watch.tally


def rows_of(path: Path) -> list[tuple[str, str, str]]:
    with Ledger(path) as ledger:
        return [(each.stage, each.reason, each.detail) for each in ledger.view().skipped]


def count(path: Path) -> int:
    with Ledger(path) as ledger:
        return len(ledger.view().reports)


def test_what_a_feed_lists_is_read_once(path: Path, running: Site, clock: Clock) -> None:
    assert once(path, running, clock).new == 1
    assert running.asked == [FEED, BLAST]
    assert once(path, running, clock) == Tally()
    clock.on(minutes=20)
    done = once(path, running, clock)
    assert (done.feeds, done.asked) == (1, 0)
    assert running.asked == [FEED, BLAST, FEED]
    assert count(path) == 1


def test_an_unchanged_feed_is_asked_for_by_its_version(path: Path, running: Site, clock: Clock) -> None:
    once(path, running, clock)
    clock.on(minutes=20)
    running.answers[FEED] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    done = once(path, running, clock)
    assert (done.feeds, done.failed) == (1, 0)
    assert b'If-None-Match: "f1"\r\n' in running.requests[-1]
    assert b"If-Modified-Since: Mon, 06 May 2024 10:00:00 GMT\r\n" in running.requests[-1]
    assert b"If-None-Match" not in running.requests[0]


@pytest.mark.parametrize(
    ("etag", "told"), [('"\xe9\xff"', True), ('W/"a b"', True), ("x" * 5_000, False), ("", False)]
)
def test_whatever_a_version_is_called(path: Path, running: Site, clock: Clock, etag: str, told: bool) -> None:
    whole = rss(item(BLAST), more=["X-Place: here"])
    running.answers[FEED] = whole.replace(b"X-Place: here", b"ETag: " + etag.encode("latin-1"))
    for _ in range(2):
        assert once(path, running, clock).failed == 0
        clock.on(minutes=20)
    assert (b"If-None-Match: " + etag.encode("latin-1") in running.requests[-1]) is told


def test_a_304_that_nobody_asked_for_is_a_failure(path: Path, running: Site, clock: Clock) -> None:
    running.answers[FEED] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    assert once(path, running, clock).failed == 1


def test_a_page_is_visited_again_and_kept_where_its_text_changed(
    path: Path, running: Site, clock: Clock
) -> None:
    habits = Habits(every=dt.timedelta(hours=1), revisit=(dt.timedelta(hours=2), dt.timedelta(days=1)))
    once(path, running, clock, habits=habits)
    clock.on(hours=2, minutes=1)
    running.answers[BLAST] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    assert once(path, running, clock, habits=habits).same == 1
    assert b'If-None-Match: "b1"\r\n' in running.requests[-1]
    clock.on(days=1)
    running.answers[BLAST] = html_answer(page(more="Correction: the police did not name any group."))
    assert once(path, running, clock, habits=habits).changed == 1
    assert count(path) == 2
    clock.on(days=9)
    assert once(path, running, clock, habits=habits).asked == 0


def test_other_bytes_with_the_same_text_are_no_version(path: Path, running: Site, clock: Clock) -> None:
    habits = Habits(revisit=(dt.timedelta(hours=2),))
    once(path, running, clock, habits=habits)
    clock.on(hours=3)
    running.answers[BLAST] = html_answer(page().replace(b"</head>", b"<!-- made at 12:03 --></head>"))
    assert once(path, running, clock, habits=habits).same == 1
    assert count(path) == 1


def test_a_page_that_the_feed_dates_anew_is_asked_for_again(path: Path, running: Site, clock: Clock) -> None:
    running.answers[FEED] = rss(item(BLAST, date="Mon, 06 May 2024 10:00:00 GMT"))
    once(path, running, clock)
    running.answers[FEED] = rss(item(BLAST, date="Mon, 06 May 2024 12:10:00 GMT"))
    running.answers[BLAST] = html_answer(page(more="Correction: the police did not name any group."))
    clock.on(minutes=20)
    assert once(path, running, clock).changed == 1


def test_a_page_in_two_feeds_is_asked_for_once(path: Path, running: Site, clock: Clock) -> None:
    running.answers["/second"] = rss(item(f"{BLAST}?utm_source=rss", title="Another headline"))
    done = once(path, running, clock, FEED, "/second")
    assert (done.feeds, done.found, done.asked, done.new) == (2, 1, 1, 1)
    for _ in range(3):
        clock.on(minutes=20)
        assert once(path, running, clock, FEED, "/second").asked == 0


def test_two_addresses_of_one_page_are_one_report(path: Path, running: Site, clock: Clock) -> None:
    running.answers["/short"] = redirect(BLAST)
    running.answers[FEED] = rss(item(BLAST), item("/short"))
    bodies = iter([page(), page().replace(b"</head>", b"<!-- 2 --></head>")])
    running.answers[BLAST] = lambda sock: sock.sendall(html_answer(next(bodies)))
    done = once(path, running, clock)
    assert (done.new, done.same) == (1, 1)
    assert count(path) == 1


def test_the_source_of_an_entry_is_a_credit(path: Path, running: Site, clock: Clock) -> None:
    named = '<source url="https://northern.example/rss">Northern Ledger</source>'
    own = f'<source url="{running.url("/rss")}">The Harbour Times</source>'
    running.answers[OTHER] = html_answer(page("Blast at a mill"))
    running.answers[FEED] = rss(item(BLAST, source=named), item(OTHER, source=own))
    once(path, running, clock)
    with Ledger(path) as ledger:
        credits = {
            report.url: [each.name for each in report.credits if each.relation is CreditRelation.BASED_ON]
            for report in ledger.view().reports
        }
    assert credits == {running.url(BLAST): ["Northern Ledger"], running.url(OTHER): []}


def test_old_entries_are_passed_over_and_counted(path: Path, running: Site, clock: Clock) -> None:
    running.answers[FEED] = rss(item(BLAST, date="Mon, 01 Apr 2024 10:00:00 GMT"))
    with watching(path, running, [FEED], clock) as watch:
        watch.once()
        assert watch.tally.asked == 0
        assert health_of(watch.ledger, watch.feeds, now=clock.at)[0].passed == 1


def test_a_feed_that_fails_is_asked_less_often_and_never_forgotten(
    path: Path, running: Site, clock: Clock
) -> None:
    running.answers[FEED] = html_answer(b"", status="500 Oh dear")
    waits = []
    for _ in range(12):
        with watching(path, running, [FEED], clock) as watch:
            watch.once()
            assert watch.tally.failed == 1
            (told,) = health_of(watch.ledger, watch.feeds, now=clock.at)
            assert told.next_at is not None
            waits.append(told.next_at - clock.at)
            clock.at = told.next_at
    assert waits[:3] == [dt.timedelta(minutes=15 * 2**n) for n in range(3)]
    assert max(waits) == waits[-1] == dt.timedelta(hours=6)
    assert told.failures == 12
    assert told.stale
    assert "500" in (told.failure or "")
    assert len(rows_of(path)) == 1
    running.answers[FEED] = rss(item(BLAST))
    assert once(path, running, clock).new == 1
    with Ledger(path) as ledger:
        (told,) = health_of(ledger, watch.feeds, now=clock.at)
    assert (told.failure, told.failures, told.stale) == (None, 0, False)


def test_the_jitter_only_lengthens_and_has_a_bound(path: Path, running: Site, clock: Clock) -> None:
    running.answers[FEED] = html_answer(b"", status="500 Oh dear")
    with watching(path, running, [FEED], clock, share=1.0) as watch:
        watch.once()
        (told,) = health_of(watch.ledger, watch.feeds, now=clock.at)
    assert told.next_at == clock.at + dt.timedelta(minutes=18)


@pytest.mark.parametrize("asked", ["7200", "Mon, 06 May 2090 14:00:00 GMT"])
def test_retry_after_is_honoured_for_the_whole_site(
    path: Path, running: Site, clock: Clock, asked: str
) -> None:
    running.answers[FEED] = rss(item(BLAST), item(OTHER))
    running.answers[BLAST] = html_answer(b"", status="429 Too Many", more=[f"Retry-After: {asked}"])
    running.answers[OTHER] = html_answer(page("Blast at a mill"))
    done = once(path, running, clock)
    assert (done.later, done.new) == (1, 0)
    assert len(running.asked) == 2
    clock.on(hours=1, minutes=59)
    # Not the feed either: it is the same site.
    assert once(path, running, clock) == Tally()
    clock.on(days=1)
    running.answers[BLAST] = html_answer(page())
    assert once(path, running, clock).new == 2


def test_a_site_that_is_left_alone_holds_up_no_other(path: Path, running: Site, clock: Clock) -> None:
    there = running.url("/feed-2", host="paper.example")
    running.answers[FEED] = html_answer(b"", status="503 Later", more=["Retry-After: 7200"])
    running.answers["/feed-2"] = rss(item(running.url(BLAST, host="paper.example")))
    done = once(path, running, clock, FEED, there)
    assert (done.feeds, done.failed, done.new) == (2, 1, 1)


def test_a_page_that_fails_is_tried_again_and_in_the_end_told(
    path: Path, running: Site, clock: Clock
) -> None:
    running.answers[BLAST] = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf"
    later = 0
    for _ in range(30):
        done = once(path, running, clock)
        later += done.later
        clock.on(hours=7)
        if done.left_out:
            break
    assert later > 3
    ((stage, reason, _),) = rows_of(path)
    assert (stage, reason) == (Stage.FETCH, Reason.MALFORMED)
    assert once(path, running, clock).asked == 0


def test_a_page_that_comes_back_is_read(path: Path, running: Site, clock: Clock) -> None:
    running.answers[BLAST] = html_answer(b"", status="502 Bad Gateway")
    assert once(path, running, clock).later == 1
    running.answers[BLAST] = html_answer(page())
    clock.on(minutes=2)
    assert once(path, running, clock).new == 1
    assert rows_of(path) == []


def test_what_is_no_report_is_told_once(path: Path, running: Site, clock: Clock) -> None:
    running.answers[FEED] = rss(item(BLAST), item("/gone"), item("/picture"), item("/bare"), item("ftp://x/"))
    running.answers["/picture"] = html_answer(b"x", kind="image/png")
    running.answers["/bare"] = html_answer(b"<html><body></body></html>")
    tallies = []
    for _ in range(4):
        tallies.append(once(path, running, clock))
        clock.on(hours=7)
    assert sum(each.left_out for each in tallies) == 3
    reasons = sorted(reason for _, reason, _ in rows_of(path))
    assert reasons == ["malformed", "no_article", "not_found", "not_supported"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no bytes|without bytes"),
        (b"<html><body>Sorry</body></html>", "no feed"),
        (b"\x00\x01\x02garbage" * 40, "control bytes|mark of a binary"),
        (b"oops", "no XML"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><rss/>', "declarations of its own"),
        (b"<rss>" + b"<a>" * 300_000, "unclosed"),
        (b"{", "not JSON"),
    ],
)
def test_garbage_is_a_row_and_a_failure(
    path: Path, running: Site, clock: Clock, body: bytes, why: str
) -> None:
    running.answers[FEED] = html_answer(body, kind="application/rss+xml")
    assert once(path, running, clock).failed == 1
    ((stage, _, detail),) = rows_of(path)
    assert stage is Stage.READ
    assert any(each in detail for each in why.split("|")), detail


def test_a_damaged_feed_is_read_as_far_as_it_can_be(path: Path, running: Site, clock: Clock) -> None:
    whole = f"<rss><channel>{item(running.url(BLAST))}<item><title>Bro"
    running.answers[FEED] = html_answer(whole.encode(), kind="text/xml", more=['ETag: "half"'])
    done = once(path, running, clock)
    assert (done.failed, done.new) == (0, 1)
    assert any("damaged" in detail for _, _, detail in rows_of(path))
    clock.on(minutes=20)
    once(path, running, clock)
    # What was damaged is asked for anew, whole.
    assert b"If-None-Match" not in running.requests[-1]


def test_slow_and_cut_off_feeds_cost_their_time_and_no_more(path: Path, running: Site, clock: Clock) -> None:
    def slow(sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<rss>")
        sock.recv(1)

    running.answers["/slow"] = slow
    running.answers["/cut"] = b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<rss>"
    running.answers["/good"] = rss(item(BLAST))
    done = once(path, running, clock, "/slow", "/cut", "/good")
    assert (done.feeds, done.failed, done.new) == (3, 2, 1)


def test_a_site_that_cannot_be_reached_is_left_alone(path: Path, running: Site, clock: Clock) -> None:
    running.answers[FEED] = lambda sock: sock.close()
    once(path, running, clock)
    running.answers[FEED] = rss(item(BLAST))
    clock.on(hours=1)
    assert once(path, running, clock).new == 1


def test_a_feed_that_moved_is_followed_and_told(path: Path, running: Site, clock: Clock) -> None:
    running.answers["/old"] = redirect(FEED, "301 Moved")
    with watching(path, running, ["/old"], clock) as watch:
        watch.once()
        assert watch.tally.new == 1
        (told,) = health_of(watch.ledger, watch.feeds, now=clock.at)
    assert told.moved == running.url(FEED)


def test_between_two_requests_to_a_site_lies_the_pause(path: Path, running: Site, clock: Clock) -> None:
    running.answers[FEED] = rss(item(BLAST), item(OTHER))
    running.answers[OTHER] = html_answer(page("Blast at a mill"))
    began = clock.at
    assert once(path, running, clock, pause=7.0).new == 2
    assert clock.at - began >= dt.timedelta(seconds=14)


def test_robots_are_heeded_by_feeds_and_pages(path: Path, running: Site, clock: Clock) -> None:
    running.answers["/robots.txt"] = html_answer(b"User-agent: *\nDisallow: /world/", kind="text/plain")
    with watching(path, running, [FEED], clock, robots=True) as watch:
        watch.once()
        assert (watch.tally.feeds, watch.tally.failed, watch.tally.left_out) == (1, 0, 1)
    assert BLAST not in running.asked
    running.answers["/robots.txt"] = html_answer(b"User-agent: *\nDisallow: /", kind="text/plain")
    clock.on(days=2)
    with watching(path, running, [FEED], clock, robots=True) as watch:
        watch.once()
        assert watch.tally.failed == 1


def test_an_entry_that_leads_inside_is_refused(path: Path, running: Site, clock: Clock) -> None:
    running.answers[FEED] = rss(item("http://169.254.169.254/latest/meta-data"), item("http://127.0.0.1/"))
    assert once(path, running, clock).left_out == 2
    assert {reason for _, reason, _ in rows_of(path)} == {Reason.REFUSED}


def test_sitemaps_of_an_index_are_asked_when_it_says_so(path: Path, running: Site, clock: Clock) -> None:
    def index(day: str) -> bytes:
        listed = f"<sitemap><loc>{running.url('/a.xml')}</loc><lastmod>{day}</lastmod></sitemap>"
        return html_answer(f"<sitemapindex>{listed}</sitemapindex>".encode(), kind="application/xml")

    running.answers["/index"] = index("2024-05-06")
    running.answers["/a.xml"] = html_answer(
        f"<urlset><url><loc>{running.url(BLAST)}</loc></url></urlset>".encode(), kind="application/xml"
    )
    assert once(path, running, clock, "/index").new == 1
    clock.on(minutes=20)
    assert once(path, running, clock, "/index").feeds == 1
    running.answers["/index"] = index("2024-05-07")
    clock.on(minutes=20)
    assert once(path, running, clock, "/index").feeds == 2
    running.answers["/index"] = html_answer(b"<sitemapindex/>", kind="application/xml")
    clock.on(minutes=20)
    with watching(path, running, ["/index"], clock) as watch:
        watch.once()
        assert health_of(watch.ledger, watch.feeds, now=clock.at)[0].sitemaps == 0


def test_sitemaps_without_dates_are_asked_each_time(path: Path, running: Site, clock: Clock) -> None:
    listed = f"<sitemapindex><sitemap><loc>{running.url('/a.xml')}</loc></sitemap></sitemapindex>"
    running.answers["/index"] = html_answer(listed.encode(), kind="application/xml", more=['ETag: "i1"'])
    running.answers["/a.xml"] = html_answer(b"<urlset/>", kind="application/xml", more=['ETag: "a1"'])
    for _ in range(3):
        assert once(path, running, clock, "/index").feeds == 2
        clock.on(minutes=20)
    assert b'If-None-Match: "a1"' in running.requests[-1]
    assert not any(b'"i1"' in each for each in running.requests)


def test_an_index_within_an_index_is_not_followed(path: Path, running: Site, clock: Clock) -> None:
    def index(to: str) -> bytes:
        return html_answer(
            f"<sitemapindex><sitemap><loc>{running.url(to)}</loc></sitemap></sitemapindex>".encode()
        )

    running.answers |= {"/index": index("/inner"), "/inner": index("/index")}
    assert once(path, running, clock, "/index").failed == 1
    assert running.asked == ["/index", "/inner"]


def test_a_clock_that_ran_ahead_does_not_silence_a_feed(path: Path, running: Site, clock: Clock) -> None:
    clock.on(days=4_000)
    running.answers[BLAST] = html_answer(b"", status="503 Later", more=["Retry-After: 3600"])
    assert once(path, running, clock).later == 1
    clock.on(days=-4_000)
    running.answers[BLAST] = html_answer(page())
    done = once(path, running, clock)
    assert (done.feeds, done.new) == (1, 1)
    assert once(path, running, clock) == Tally()


def test_captures_of_pages_are_kept_and_none_of_feeds(
    path: Path, running: Site, clock: Clock, tmp_path: Path
) -> None:
    folder = tmp_path / "captures"
    with watching(path, running, [FEED], clock, archive=folder) as watch:
        watch.once()
        assert set(watch.ledger.captures()) == {each.name for each in folder.iterdir()}
        assert len(list(folder.iterdir())) == 1


def test_a_count_that_does_not_add_up_is_told() -> None:
    Tally(asked=2, new=1, later=1).check()
    with pytest.raises(RuntimeError, match="2 pages were asked for and 1"):
        Tally(asked=2, new=1).check()
