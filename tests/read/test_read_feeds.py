"""Feeds of every kind, whole, sloppy and hostile: entries come out, or a row that says why not."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import random
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.limits import DEFAULT_LIMITS
from reportedly.read.feeds import Feed, FeedKind, moment_of, read_feed
from reportedly.records import Fetched, Reason, Skipped

HERE = "https://news.example/rss/world.xml"
SMALL = replace(DEFAULT_LIMITS, feed_entries=3, feed_sitemaps=2, feed_tags=200)


def read(data: bytes | str, *, limits: object = DEFAULT_LIMITS, charset: str | None = None) -> Feed | Skipped:
    whole = data if isinstance(data, bytes) else data.encode()
    page = Fetched(
        asked=HERE,
        address=HERE,
        data=whole,
        media_type=None,
        charset=charset,
        fetched_at=dt.datetime(2024, 5, 6, tzinfo=dt.UTC),
    )
    return read_feed(page, SMALL if limits is SMALL else DEFAULT_LIMITS)


def feed(data: bytes | str, **more: object) -> Feed:
    found = read(data, **more)  # type: ignore[arg-type]
    assert isinstance(found, Feed), found
    return found


def row(data: bytes | str, **more: object) -> Skipped:
    found = read(data, **more)  # type: ignore[arg-type]
    assert isinstance(found, Skipped), found
    assert found.origin == HERE
    return found


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>World</title><link>https://news.example/</link>
<item><title>Blast in Basra</title><link>/a</link><pubDate>Mon, 06 May 2024 10:00:00 +0200</pubDate></item>
<item><title>Second</title><guid>https://news.example/b</guid></item>
<item><title>No page</title><guid isPermaLink="false">77</guid></item>
</channel></rss>"""


def test_rss() -> None:
    found = feed(RSS)
    assert found.kind is FeedKind.RSS
    assert [each.address for each in found.entries] == ["https://news.example/a", "https://news.example/b"]
    first = found.entries[0]
    assert (first.title, first.moment) == ("Blast in Basra", dt.datetime(2024, 5, 6, 8, tzinfo=dt.UTC))
    (left_out,) = found.rows
    assert (left_out.origin, left_out.reason) == (f"{HERE}#3", Reason.MALFORMED)
    assert "No page" in left_out.detail


def test_rss_of_1999_and_of_rdf() -> None:
    old = '<!DOCTYPE rss PUBLIC "-//Old//DTD RSS 0.91//EN" "http://old.example/rss.dtd">' + RSS[21:]
    assert feed(old).entries == feed(RSS).entries
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"/>
    <item rdf:about="https://news.example/a"><link>https://news.example/a</link><dc:date>2024-05-06</dc:date>
    </item></rdf:RDF>"""
    (entry,) = feed(rdf).entries
    assert entry.moment == dt.datetime(2024, 5, 6, tzinfo=dt.UTC)


def test_atom() -> None:
    found = feed(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/world/">
        <link rel="self" href="/self"/>
        <entry><title type="html">Blast &amp;amp; fire</title><link rel="enclosure" href="/a.mp3"/>
        <link rel="alternate" type="application/json" href="a.json"/><link href="a"/>
        <published>2024-05-01T00:00:00Z</published><updated>2024-05-06T10:00:00.5Z</updated>
        <source><title>Northern Ledger</title><id>https://northern.example/</id></source></entry></feed>"""
    )
    (entry,) = found.entries
    assert (found.kind, entry.address) == (FeedKind.ATOM, "https://news.example/world/a")
    assert entry.moment == dt.datetime(2024, 5, 6, 10, 0, 0, 500_000, tzinfo=dt.UTC)
    assert entry.source == "Northern Ledger"


def test_json_feed() -> None:
    items = [
        {"id": "1", "url": "/a", "title": "Blast", "date_modified": "2024-05-06T10:00:00+02:00"},
        3,
        {"id": 4},
    ]
    found = feed(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}))
    (entry,) = found.entries
    assert (found.kind, entry.address) == (FeedKind.JSON, "https://news.example/a")
    assert entry.moment == dt.datetime(2024, 5, 6, 8, tzinfo=dt.UTC)
    assert [each.origin for each in found.rows] == [f"{HERE}#2", f"{HERE}#3"]


def test_sitemaps() -> None:
    urls = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
    <url><loc>https://news.example/a</loc><news:news><news:publication_date>2024-05-06</news:publication_date>
    <news:title>Blast</news:title></news:news></url></urlset>"""
    found = feed(urls)
    (entry,) = found.entries
    assert (found.kind, entry.title) == (FeedKind.SITEMAP, "Blast")
    assert entry.moment == dt.datetime(2024, 5, 6, tzinfo=dt.UTC)
    assert feed(gzip.compress(urls.encode())) == found
    index = "<sitemapindex><sitemap><loc>https://news.example/s.xml</loc></sitemap></sitemapindex>"
    assert feed(index).kind is FeedKind.INDEX


def test_the_source_of_a_page_that_is_the_sources_own_is_no_credit() -> None:
    item = '<item><link>https://www.northern.example/a</link><source url="https://northern.example/rss">N</source></item>'
    (entry,) = feed(f"<rss><channel>{item}</channel></rss>").entries
    assert entry.source is None


def test_a_stamp_changes_with_title_and_date_only() -> None:
    stamps = [feed(RSS.replace("Blast in Basra", "Blast")), feed(RSS.replace("06 May", "07 May"))]
    assert len({each.entries[0].stamp for each in [*stamps, feed(RSS)]}) == 3
    assert feed(RSS.replace("World", "The world")).entries == feed(RSS).entries


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("<link>/a?x=1&y=2</link>", "https://news.example/a?x=1&y=2"),
        ("<link>/a?x=1&amp;y=2</link>", "https://news.example/a?x=1&y=2"),
        ("<link><![CDATA[/a?x=1&y=2]]></link>", "https://news.example/a?x=1&y=2"),
        ("<title>caf&eacute;&nbsp;</title><link>/a</link>", "https://news.example/a"),
        ("<title>x \x0c y</title><link> /a \n</link>", "https://news.example/a"),
        ("<link>/a#top</link>", "https://news.example/a"),
        ("<atom:link href='/b'/><link>/a</link>", "https://news.example/a"),
    ],
)
def test_what_sloppy_feeds_write_is_understood(given: str, address: str) -> None:
    found = feed(f"<rss><channel><item>{given}</item></channel></rss>")
    assert [each.address for each in found.entries] == [address]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "iso-8859-1"])
def test_charsets(codec: str) -> None:
    title = "Взрыв в городе" if codec != "iso-8859-1" else "Explosión"
    text = f"<rss><channel><item><title>{title}</title><link>/a</link></item></channel></rss>"
    said = f'<?xml version="1.0" encoding="{codec.removesuffix("-sig")}"?>{text}'
    assert feed(said.encode(codec)).entries[0].title == title
    assert feed(text.encode(codec), charset=codec).entries[0].title == title


@pytest.mark.parametrize(
    ("hostile", "reason"),
    [
        (
            '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel>&a;</channel></rss>',
            "too_complex",
        ),
        ('<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/x"> %p;]><rss/>', "too_complex"),
        ('<!-- <rss --><!DOCTYPE r [<!ENTITY a "b">]><rss/>', "too_complex"),
        ('<?x <rss ?>\n<!doctype r "[" [<!ENTITY a "b">]><rss/>', "too_complex"),
        ("<!DOCTYPE r ", "too_complex"),
        ("<rss>" + "<a " + "b='1' " * 60_000 + "></a></rss>", "too_complex"),
        ("<rss>" + "<b>" * 30_000, "too_complex"),
        ("plain", "malformed"),
        ("<", "malformed"),
        ("", "empty"),
        (" \n", "empty"),
        ("<html><body/></html>", "not_supported"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "not_supported"),
        ('{"a": 1}', "not_supported"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 3}', "not_supported"),
        ("[" * 100_000, "malformed"),
        ("%PDF-1.7 x", "not_text"),
    ],
)
def test_what_is_no_feed_or_would_hurt_is_a_row(hostile: str, reason: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)
        assert row(hostile.replace("{port}", str(canary.getsockname()[1]))).reason == reason
        with pytest.raises(BlockingIOError):
            canary.accept()


def test_an_entity_that_nobody_declared_shows_nothing_of_this_machine(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret")
    included = (
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{tmp_path}/secret" parse="text"/>'
    )
    found = feed(f"<rss><channel><item><title>{included}&x;</title><link>/a</link></item></channel></rss>")
    assert "a secret" not in repr(found)


def test_a_bomb_that_is_packed_is_a_row() -> None:
    assert row(gzip.compress(b" " * 50_000_000)).reason is Reason.TOO_LARGE


def test_a_feed_too_deep_or_cut_off_is_read_as_far_as_it_can_be() -> None:
    for damaged in (RSS[:-60], RSS.replace("</channel>", "<x>" * 400 + "</x>" * 400)):
        found = feed(damaged)
        assert found.entries[0].address == "https://news.example/a"
        assert any("damaged" in each.detail for each in found.rows)


def test_bounds() -> None:
    items = "".join(
        f"<item><link>/{day}</link><pubDate>{day:02} May 2024 10:00:00 GMT</pubDate></item>"
        for day in (3, 1, 5, 4, 2)
    )
    found = feed(f"<rss>{items}</rss>", limits=SMALL)
    assert [each.address[-2:] for each in found.entries] == ["/3", "/5", "/4"]
    assert [each.reason for each in found.rows] == [Reason.TOO_LARGE]
    maps = "".join(f"<sitemap><loc>/{n}</loc></sitemap>" for n in range(4))
    assert len(feed(f"<sitemapindex>{maps}</sitemapindex>", limits=SMALL).entries) == 2
    assert row("<rss>" + "<a/>" * 300 + "</rss>", limits=SMALL).reason is Reason.TOO_COMPLEX
    bare = feed("<rss>" + "<item/>" * 50 + "</rss>")
    assert (len(bare.entries), len(bare.rows)) == (0, 21)
    long = feed(f"<rss><item><link>/{'a' * 5_000}</link></item><item><link>/a</link></item></rss>")
    assert [each.address for each in long.entries] == ["https://news.example/a"]


@pytest.mark.parametrize(
    "given",
    ["", "soon", "0000-00-00", "99999999999", "Mon, 99 Foo 2024 10:00:00 +9999", "9999-12-31T23:59:59-14:00"],
)
def test_dates_that_are_none(given: str) -> None:
    assert moment_of(given) is None


@given(st.binary(max_size=400), st.integers(0, 10**6))
def test_whatever_comes_is_a_feed_or_a_row(noise: bytes, seed: int) -> None:
    """Noise, and a good feed with noise put into it."""
    chance, whole = random.Random(seed), RSS.encode()  # noqa: S311  (no secret)
    first, last = sorted(chance.randrange(len(whole)) for _ in range(2))
    for data in (noise, whole[:first] + noise + whole[last:], b"<rss>" + noise, b"{" + noise):
        assert isinstance(read(data), Feed | Skipped)
