"""Pages to mutate: twelve shapes of page in the scripts of the world, all of it written for these tests."""

from __future__ import annotations

import gzip
import json
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

MOST = 200_000
"""Bytes of a real page that is mutated; a longer one is cut there, for the time it takes."""


@dataclass(frozen=True, slots=True)
class Told:
    """One story in one language: a headline and sentences, and a charset from before UTF-8."""

    language: str
    charset: str
    headline: str
    sentences: tuple[str, ...]


STORIES: Mapping[str, Told] = {
    name: Told(**told | {"sentences": tuple(told["sentences"])})
    for name, told in json.loads(Path(__file__).with_name("stories.json").read_text("utf-8")).items()
}
"""By script; some scripts have several languages."""


def paragraphs(told: Told, *, count: int = 6) -> list[str]:
    """Enough running text for a page: the sentences in turn, no paragraph like another."""
    rows = []
    for number in range(count):
        turned = told.sentences[number % 3 :] + told.sentences[: number % 3]
        rows.append(" ".join((*turned, f"({number + 1})", *turned[:2])))
    return rows


def _plain(told: Told) -> str:
    body = "".join(f"<p>{escape(each)}</p>\n" for each in paragraphs(told))
    return (
        f'<!doctype html><html lang="{told.language}"><head><title>{escape(told.headline)}</title></head>'
        f"<body><article><h1>{escape(told.headline)}</h1>{body}</article></body></html>"
    )


def _linked_data(told: Told) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": told.headline,
        "datePublished": "2024-03-05T10:00:00+02:00",
        "dateModified": "2024-03-06T08:30:00Z",
        "author": [{"@type": "Person", "name": "A. Writer"}, "Ansel Wire"],
        "publisher": {"@type": "Organization", "name": "Ansel Courier"},
        "isBasedOn": "https://wire.example/story",
        "inLanguage": told.language,
        "mainEntityOfPage": "https://news.example/a",
    }
    return _plain(told).replace(
        "</head>",
        f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head>',
    )


def _meta(told: Told) -> str:
    named = {
        "og:title": told.headline,
        "og:site_name": "Ansel Courier",
        "og:url": "https://news.example/a?x=1&y=2",
        "og:type": "article",
        "article:published_time": "2024-03-05T10:00:00Z",
        "article:modified_time": "2024-03-05T12:00:00Z",
        "article:author": "A. Writer",
    }
    tags = "".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in named.items())
    return _plain(told).replace("<head>", f'<head>{tags}<link rel="canonical" href="/a">')


def _tables(told: Told) -> str:
    rows = "".join(
        f"<tr><td width=10%>{number}<td colspan=2><font face=Arial>{escape(each)}</font><br><br>"
        for number, each in enumerate(paragraphs(told))
    )
    return f"<HTML><TITLE>{escape(told.headline)}</TITLE><BODY><TABLE><TR><TD><TABLE>{rows}</TABLE></TABLE>"


def _breaks(told: Told) -> str:
    body = "<br>\n<br>\n".join(map(escape, paragraphs(told)))
    return f"<html><body><b>{escape(told.headline)}</b><p>By A. Writer, AFP<p>{body}<p>(Reuters)</body>"


def _furnished(told: Told) -> str:
    links = "".join(f'<li><a href="/s/{n}?a=1&amp;b={n}">{escape(told.headline)} {n}</a>' for n in range(20))
    return (
        _plain(told)
        .replace("<body>", f"<body><nav><ul>{links}</ul></nav><div class='cookie'>Cookies &amp; more</div>")
        .replace("</body>", f"<aside><h2>Related</h2><ul>{links}</ul></aside><footer>© 2024</footer></body>")
    )


def _live(told: Told) -> str:
    posts = "".join(
        f'<section id="p{n}"><time datetime="2024-03-05T1{n}:00Z">1{n}:00</time>'
        f"<h3>{escape(told.headline)}</h3><p>{escape(each)}</p></section>"
        for n, each in enumerate(paragraphs(told))
    )
    head = f"<title>{escape(told.headline)} - live</title>"
    return f"<html><head>{head}</head><body><main>{posts}</main></body></html>"


def _quotes(told: Told) -> str:
    quoted = "".join(
        f"<blockquote><p>{escape(each)}</p><cite>A. Writer</cite></blockquote><p>{escape(each[:80])}</p>"
        for each in paragraphs(told)
    )
    return (
        f'<html dir="auto"><body><h1>{escape(told.headline)}</h1><div itemprop="articleBody">{quoted}</div>'
    )


def _scripts(told: Told) -> str:
    junk = (
        "<script>var a='</p>'; if (a<b) { document.write('<p>no</p>') }</script><style>p{color:red}</style>"
    )
    return _plain(told).replace("</p>", f"</p>{junk}<!-- <p>hidden</p> --><noscript><img src=x></noscript>")


def _entities(told: Told) -> str:
    def coded(text: str) -> str:
        return "".join(f"&#{ord(each)};" if at % 3 == 0 else escape(each) for at, each in enumerate(text))

    body = "".join(f"<p>{coded(each)}&nbsp;&mdash;&hellip;</p>" for each in paragraphs(told))
    return f"<html><head><title>{coded(told.headline)}</title></head><body><div>{body}</div></body></html>"


def _strict(told: Told) -> str:
    body = "".join(f"<p><![CDATA[x]]>{escape(each)}<br/></p>" for each in paragraphs(told))
    return (
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "">'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="{told.language}"><head><title>'
        f"{escape(told.headline)}</title></head><body><div><h1>{escape(told.headline)}</h1>{body}</div></body></html>"
    )


def _twice(told: Told) -> str:
    return _plain(told) + _meta(told)


SHAPES: tuple[Callable[[Told], str], ...] = (
    _plain,
    _linked_data,
    _meta,
    _tables,
    _breaks,
    _furnished,
    _live,
    _quotes,
    _scripts,
    _entities,
    _strict,
    _twice,
)


@cache
def own_seeds() -> tuple[bytes, ...]:
    """Two pages of each story, in shapes that take turns."""
    return tuple(_own())


def _own() -> Iterator[bytes]:
    for number, told in enumerate(STORIES.values()):
        first, second = SHAPES[number % len(SHAPES)], SHAPES[(number * 5 + 1) % len(SHAPES)]
        yield first(told).encode()
        # As before UTF-8, with what a page says of it; what the charset lacks stands as a number.
        page = second(told).replace("<head>", f'<head><meta charset="{told.charset}">')
        yield page.encode(told.charset, "xmlcharrefreplace")


@cache
def real_seeds(archive: str) -> tuple[bytes, ...]:
    """Pages of others, from beside the repository; none of them is a part of it."""
    with tarfile.open(archive) as opened:
        files = [opened.extractfile(each) for each in opened if each.name.endswith(".html.gz")]
        return tuple(gzip.decompress(file.read())[:MOST] for file in files if file)
