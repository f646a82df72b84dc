"""What a page says of itself: JSON-LD first, then OpenGraph and meta tags, then its headings."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

from lxml.html import HtmlElement

from reportedly.language.media import media_name
from reportedly.read.characters import one_line
from reportedly.read.dates import parse_modified, parse_published
from reportedly.read.inputs import Draft

Json: TypeAlias = "str | int | float | bool | Mapping[str, Json] | Sequence[Json] | None"
Node: TypeAlias = Mapping[str, Json]

_ARTICLE = re.compile(
    r"(?:News|Report|Analysis|Background|Opinion|Reportage|Live|Blog|Scholarly|Social)?\w{0,20}(?:Article|Posting)"
)
_SEPARATED = re.compile(r"\s(?:\||-|–|—|·|::|»|«|•|/)\s")
_BY = re.compile(r"^(?:by|from|written by|author:?|posted by)\s+", re.IGNORECASE)
_NOT_AUTHOR = re.compile(
    r"https?:|@|^(?:admin|editor|staff|author|user|unknown|none|null|n/a)$", re.IGNORECASE
)
_DATE_KEYS = (
    "article:published_time", "datepublished", "og:published_time", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dc.date", "pubdate", "publish-date", "publishdate", "date",
)  # fmt: skip
_MODIFIED_KEYS = (
    "article:modified_time", "datemodified", "og:updated_time", "og:modified_time", "article:updated_time",
    "last-modified", "lastmod", "dc.date.modified", "dcterms.modified",
)  # fmt: skip
# A page's own graph has a dozen nodes; the rest of a huge one is not worth the walk.
_MOST_NODES = 500
_DEEPEST = 8
_LONGEST_VALUE = 500


def read_metadata(tree: HtmlElement) -> Draft:
    """A draft with everything but the paragraphs."""
    article = next(_articles(tree), {})
    meta = _meta_tags(tree)
    outlet = _outlet(article, meta)
    authors = _names(article.get("author")) or _values(
        meta, "author", "article:author", "byl", "parsely-author", "dc.creator"
    )
    published, moment = parse_published(_text(article.get("datePublished")) or _first(meta, *_DATE_KEYS))
    byline = (
        ", ".join(
            dict.fromkeys(
                name for a in authors if (name := _author(a)) and not (outlet and _same(name, outlet))
            )
        )
        or None
    )
    return Draft(
        title=_title(tree, article, meta, outlet),
        paragraphs=(),
        outlet=outlet,
        byline=byline,
        url=_url(tree, article, meta),
        published=published,
        published_at=moment,
        language=_language(tree, article, meta),
        based_on=tuple(dict.fromkeys(_based_on(article))),
        modified_at=_modified(article, meta),
    )


def without_outlet(title: str, outlet: str | None) -> str:
    """A title without ' | Outlet' at its end.

    >>> without_outlet("Bridge hit by two drones | The Harbour Times", "The Harbour Times")
    'Bridge hit by two drones'
    """
    if outlet is None:
        return title
    breaks = list(_SEPARATED.finditer(title))
    for found in breaks:
        if _same(title[found.end() :], outlet) or (
            found is breaks[-1] and _like(title[found.end() :], outlet)
        ):
            return title[: found.start()].strip() or title
    return title


def _same(tail: str, outlet: str) -> bool:
    return _letters(tail) == _letters(outlet)


def _like(tail: str, outlet: str) -> bool:
    """'BBC News' in the title and 'BBC' in the metadata, 'Harbour Times' and 'harbourtimes.example'."""
    ours, theirs = _letters(tail), _letters(outlet)
    return len(ours) > 2 and len(theirs) > 2 and (ours in theirs or theirs in ours)


def _letters(text: str) -> str:
    return re.sub(r"^the(?=\s)|[\W_]+", "", text.strip().casefold())


def _articles(tree: HtmlElement) -> Iterator[Node]:
    """The JSON-LD nodes that describe an article, in page order."""
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        for node in islice(_nodes(_loaded(script.text or ""), 0), _MOST_NODES):
            kinds = node.get("@type")
            kinds = [kinds] if isinstance(kinds, str) else kinds
            if isinstance(kinds, list) and any(isinstance(k, str) and _ARTICLE.fullmatch(k) for k in kinds):
                yield node


def _loaded(text: str) -> Json:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        # Pages break lines inside strings; strict=False lets them.
        loaded: Json = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return loaded


def _nodes(value: Json, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        yield value
        for key in ("@graph", "mainEntity", "itemListElement", "item"):
            yield from _nodes(value.get(key), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)


def _meta_tags(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in tree.iterfind(".//meta[@content]"):
        key = tag.get("property") or tag.get("name") or tag.get("itemprop")
        value = one_line(tag.get("content"))
        if key and value:
            found.setdefault(key.strip().lower(), []).append(value[:_LONGEST_VALUE])
    return found


def _values(meta: Mapping[str, list[str]], *keys: str) -> list[str]:
    return next((meta[key] for key in keys if key in meta), [])


def _first(meta: Mapping[str, list[str]], *keys: str) -> str | None:
    return next(iter(_values(meta, *keys)), None)


def _text(value: Json) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return one_line(value[:_LONGEST_VALUE]) if isinstance(value, str) else None


def _names(value: Json) -> list[str]:
    """The names of one or several people or organisations, as schema.org's many shapes give them."""
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("headline") or value.get("url") or value.get("@id")
        return _names(value)
    name = _text(value)
    return [name] if name else []


def _outlet(article: Node, meta: Mapping[str, list[str]]) -> str | None:
    named = _first(meta, "og:site_name") or next(iter(_names(article.get("publisher"))), None)
    return named or _first(meta, "application-name", "publisher", "dc.publisher", "twitter:app:name:iphone")


def _title(tree: HtmlElement, article: Node, meta: Mapping[str, list[str]], outlet: str | None) -> str | None:
    headings = [one_line(h.text_content()) for h in tree.iterfind(".//h1")]
    heading = headings[0] if len(headings) == 1 else None
    element = tree.find(".//title")
    title = (
        _unescaped(_text(article.get("headline")))
        or _first(meta, "og:title", "twitter:title", "dc.title")
        or heading
        or (one_line(element.text_content()) if element is not None else None)
        or next((h for h in headings if h), None)
    )
    return without_outlet(title, outlet) if title else None


def _unescaped(text: str | None) -> str | None:
    """JSON-LD is not HTML, yet many pages write '&#8217;' in it."""
    from html import unescape

    return one_line(unescape(text)) if text else None


def _url(tree: HtmlElement, article: Node, meta: Mapping[str, list[str]]) -> str | None:
    link = tree.find('.//link[@rel="canonical"]')
    given = [
        link.get("href") if link is not None else None,
        _first(meta, "og:url"),
        _text(article.get("url")),
    ]
    # An address is shown to people and may be made a link: nothing but http and https.
    return next(
        (url for u in given if (url := one_line(u)) and re.match(r"https?://", url, re.IGNORECASE)), None
    )


def _modified(article: Node, meta: Mapping[str, list[str]]) -> dt.datetime | None:
    # Templates leave one of them empty or put a placeholder there: the first that can be read counts.
    given = [_text(article.get("dateModified")), *(_first(meta, key) for key in _MODIFIED_KEYS)]
    return next((moment for each in given if (moment := parse_modified(each))), None)


def _language(tree: HtmlElement, article: Node, meta: Mapping[str, list[str]]) -> str | None:
    given = (
        tree.get("lang")
        or _text(article.get("inLanguage"))
        or _first(meta, "og:locale", "content-language", "language")
    )
    found = re.match(r"[A-Za-z]{2,3}(?=$|[-_;,])", (given or "").strip())
    return found[0].lower() if found else None


def _author(name: str) -> str | None:
    name = _BY.sub("", name).strip(" ,|")
    return name if name and not _NOT_AUTHOR.search(name) else None


def _based_on(article: Node) -> Iterator[str]:
    """Who the metadata says had it first, under the name that it is known by."""
    for key in ("isBasedOn", "isBasedOnUrl", "sourceOrganization"):
        for name in _names(article.get(key)):
            yield media_name(name) or name
