"""From the bytes of a feed to the addresses it lists: RSS, Atom, JSON Feed, sitemaps and indices of them.

Of an entry only what tells where its page is, whether it changed and whose it is is taken: the report is
read from the page. An entry without an address and a feed that is damaged are rows; nothing here raises.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from reportedly.bodies import BodyFault, unpacked
from reportedly.ids import sha256_hex
from reportedly.limits import Limits
from reportedly.read import rows
from reportedly.read.characters import one_line
from reportedly.read.inputs import Unreadable, skipped
from reportedly.records import Fetched, Reason, Skipped

if TYPE_CHECKING:
    from lxml.etree import _Element

_GZIP = b"\x1f\x8b"
_ATOM_PAGE = frozenset({"", "text/html", "application/xhtml+xml"})
_TOLD = 20
"""Entries of one feed without an address that have a row each; the rest of them share one."""


class FeedKind(StrEnum):
    """What kind of feed it is."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json_feed"
    SITEMAP = "sitemap"
    INDEX = "sitemap_index"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One page that a feed lists, or one sitemap of an index."""

    address: str
    title: str | None = None
    moment: dt.datetime | None = None
    """When it was last changed, or else published, as the feed says."""
    source: str | None = None
    """The outlet that the entry is taken from (RSS and Atom's ``source``), where it is not the page's own."""
    stamp: str = ""
    """Changes where the feed says that the page did: a digest of its title and dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that was read."""

    kind: FeedKind
    entries: tuple[FeedEntry, ...]
    """In the order of the feed; each address once."""
    rows: tuple[Skipped, ...] = ()
    """For what of it is left out."""


def read_feed(page: Fetched, limits: Limits) -> Feed | Skipped:
    """Read a feed that was fetched; a row says why where it is none."""
    try:
        return _read(page, limits)
    except Unreadable as error:
        return error.row(page.asked)
    except BodyFault as error:
        return skipped(page.asked, error.reason, error.detail)


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry as it stands in the feed; all may be missing, or nonsense."""

    link: str | None
    title: str | None = None
    dates: Sequence[str] = ()
    """The latest kind first: changed before published."""
    source: str | None = None
    source_link: str | None = None


def _read(page: Fetched, limits: Limits) -> Feed:
    data = page.data
    if data.startswith(_GZIP):
        # Sitemaps are kept packed as files, beside what a server packs on the way.
        data = unpacked([data], ["gzip"], most=limits.fetch_bytes)
    if not data.strip():
        raise Unreadable(Reason.EMPTY, "a feed without bytes")
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return _feed(FeedKind.JSON, _json_items(rows.load(data)), page, limits, fault=None)
    # Only here is lxml loaded, and only in the child that parses.
    from reportedly.read.xml import parse_xml

    parsed = parse_xml(data, limits, charset=page.charset)
    name = _name(parsed.root)
    if name not in _KINDS:
        raise Unreadable(Reason.NOT_SUPPORTED, f"no feed: its first tag is <{name[:40]}>")
    kind, items = _KINDS[name]
    return _feed(kind, items(parsed.root), page, limits, fault=parsed.fault)


def _feed(
    kind: FeedKind, items: Iterable[_Item], page: Fetched, limits: Limits, *, fault: str | None
) -> Feed:
    entries: dict[str, FeedEntry] = {}
    without: list[Skipped] = []
    for number, item in enumerate(items, start=1):
        made = _entry(item, page.address, limits)
        if made is None:
            what = one_line((item.title or item.link or "")[:80]) or ""
            row = skipped(
                f"{page.asked}#{number}", Reason.MALFORMED, f"an entry without an address: {what!r}"
            )
            if len(without) <= _TOLD:
                without.append(row)
        else:
            entries.setdefault(made.address, made)
    told: list[Skipped] = without[:_TOLD]
    if len(without) > _TOLD:
        told.append(skipped(page.asked, Reason.MALFORMED, f"more than {_TOLD} entries without an address"))
    if fault is not None:
        told.append(skipped(page.asked, Reason.MALFORMED, f"damaged, read as far as it can be: {fault}"))
    most = limits.feed_sitemaps if kind is FeedKind.INDEX else limits.feed_entries
    if len(entries) > most:
        what = "sitemaps" if kind is FeedKind.INDEX else "entries"
        told.append(skipped(page.asked, Reason.TOO_LARGE, f"more than {most} {what}; the latest are taken"))
    return Feed(kind=kind, entries=_latest(list(entries.values()), most), rows=tuple(told))


def _latest(entries: list[FeedEntry], most: int) -> tuple[FeedEntry, ...]:
    """So many, the latest: by their dates, and by the order of the feed where they have none."""
    if len(entries) <= most:
        return tuple(entries)
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    by_date = sorted(range(len(entries)), key=lambda at: entries[at].moment or never, reverse=True)
    return tuple(entries[at] for at in sorted(by_date[:most]))


def _entry(item: _Item, base: str, limits: Limits) -> FeedEntry | None:
    link = _short(item.link, limits)
    if link is None:
        return None
    try:
        address = urljoin(base, link)
        split = urlsplit(address)
        host, own = split.hostname, urlsplit(item.source_link or "").hostname
    except ValueError:
        return None
    if split.scheme not in ("http", "https") or not host:
        return None
    title = _short(item.title, limits)
    dates = [each for given in item.dates if (each := _short(given, limits))]
    # A page that a collection of feeds takes from where it stands has its outlet as the source.
    source = _short(item.source, limits) if own is None or _bare(own) != _bare(host) else None
    return FeedEntry(
        address=address.partition("#")[0] if "#!" not in address else address,
        title=title,
        moment=next((moment for given in dates if (moment := moment_of(given))), None),
        source=source,
        stamp=sha256_hex("\n".join([title or "", *dates]).encode("utf-8", "replace"))[:16],
    )


def moment_of(given: str) -> dt.datetime | None:
    """A date as feeds write it, in UTC; None of what is none.

    >>> moment_of("Mon, 06 May 2024 10:00:00 +0200").isoformat()
    '2024-05-06T08:00:00+00:00'
    >>> moment_of("2024-05-06").isoformat(), moment_of("soon")
    ('2024-05-06T00:00:00+00:00', None)
    """
    for parse in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = parse(given)
            zoned = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
            return zoned.astimezone(dt.UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")


def _short(given: str | None, limits: Limits) -> str | None:
    if given is None or len(given) > limits.feed_field_chars:
        return None
    # JSON can have halves of a character, which nothing that is stored can.
    return one_line(given.encode("utf-8", "replace").decode().replace("\0", ""))


def _json_items(value: object) -> Iterator[_Item]:
    version = value.get("version") if isinstance(value, Mapping) else None
    listed = value.get("items") if isinstance(value, Mapping) else None
    if not isinstance(listed, list) or not (isinstance(version, str) and "jsonfeed.org" in version):
        raise Unreadable(Reason.NOT_SUPPORTED, "JSON that is no JSON Feed: it needs 'version' and 'items'")
    return map(_json_item, listed)


def _json_item(item: object) -> _Item:
    if not isinstance(item, Mapping):
        return _Item(None)

    def of(name: str) -> str | None:
        found = item.get(name)
        return found if isinstance(found, str) else None

    named = of("id") or ""
    link = of("url") or of("external_url") or (named if named.startswith(("http://", "https://")) else None)
    dates = [each for name in ("date_modified", "date_published") if (each := of(name))]
    return _Item(link, of("title"), dates)


def _rss_items(root: _Element) -> Iterator[_Item]:
    # RSS 2 has its items in the channel, RSS 1 (RDF) beside it.
    for item in root.iter():
        if _name(item) == "item":
            yield _rss_item(item)


def _rss_item(item: _Element) -> _Item:
    source = _child(item, "source")
    guid = _child(item, "guid")
    link = _text(item, "link") or _atom_link(item)
    if link is None and guid is not None and (guid.get("isPermaLink") or "true").strip().lower() == "true":
        link = _inner(guid)
    dates = [each for name in ("updated", "modified", "pubdate", "date") if (each := _text(item, name))]
    return _Item(
        link,
        _text(item, "title"),
        dates,
        _inner(source) if source is not None else None,
        source.get("url") if source is not None else None,
    )


def _atom_items(root: _Element) -> Iterator[_Item]:
    for entry in root:
        if _name(entry) == "entry":
            yield _atom_item(entry)


def _atom_item(entry: _Element) -> _Item:
    source = _child(entry, "source")
    dates = [each for name in ("updated", "modified", "published", "issued") if (each := _text(entry, name))]
    link = _atom_link(entry)
    return _Item(
        urljoin(_base(entry), link) if link and _base(entry) else link,
        _text(entry, "title"),
        dates,
        _text(source, "title") if source is not None else None,
        (_atom_link(source) or _text(source, "id")) if source is not None else None,
    )


def _atom_link(entry: _Element) -> str | None:
    """The page among an entry's links: not the feed itself, and not what comes with it."""
    best: str | None = None
    for link in entry:
        href = link.get("href") if _name(link) == "link" else None
        if not href or (link.get("rel") or "alternate").strip().lower() != "alternate":
            continue
        if (link.get("type") or "").partition(";")[0].strip().lower() in _ATOM_PAGE:
            return str(href)
        best = best or str(href)
    return best


def _base(element: _Element) -> str:
    """The ``xml:base`` that is nearest; empty where there is none."""
    name = "{http://www.w3.org/XML/1998/namespace}base"
    for each in (element, *islice(element.iterancestors(), 3)):
        if found := each.get(name):
            return str(found)
    return ""


def _sitemap_items(root: _Element) -> Iterator[_Item]:
    for url in root:
        if _name(url) in ("url", "sitemap"):
            news = next((each for each in url if _name(each) == "news"), None)
            told = news if news is not None else url
            dates = [each for each in (_text(url, "lastmod"), _text(told, "publication_date")) if each]
            yield _Item(_text(url, "loc"), _text(told, "title"), dates)


_KINDS: Mapping[str, tuple[FeedKind, Callable[[_Element], Iterator[_Item]]]] = {
    "rss": (FeedKind.RSS, _rss_items),
    "rdf": (FeedKind.RSS, _rss_items),
    "feed": (FeedKind.ATOM, _atom_items),
    "urlset": (FeedKind.SITEMAP, _sitemap_items),
    "sitemapindex": (FeedKind.INDEX, _sitemap_items),
}
"""The visible table of what is read, by the first tag in lower case; JSON Feed shows in its first byte."""


def _name(element: _Element) -> str:
    """The name of a tag in lower case, without its namespace; empty of what is no tag."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _child(element: _Element, name: str) -> _Element | None:
    return next((each for each in element if _name(each) == name), None)


def _text(element: _Element, name: str) -> str | None:
    for each in element:
        if _name(each) == name and (found := _inner(each)):
            return found
    return None


def _inner(element: _Element) -> str | None:
    return "".join(element.itertext()).strip() or None
