"""When two addresses are those of one page.

A page has many addresses: with and without 'www', for telephones, as AMP, out of an archive, with the marks
of the newsletter that led to it. What they have in common is its key; the key is no link.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from reportedly.records import Report

_WEB = re.compile(r"https?://", re.IGNORECASE)
# Of an address that somebody made up to cost time; browsers and servers stop at 2,000 to 8,000.
_LONGEST = 4_000
_TWIN_LABELS = frozenset({"www", "www2", "m", "mobile", "amp", "touch", "wap"})
_TRACKING = re.compile(
    r"(?:utm|at|mc|ns|hsa|pk|mtm|ga|_hs|oly|vero)_.*|(?:fb|g|d|y|ms|tw|tt)cl(?:k)?id|[gw]braid|_ga|_gl|"
    r"igsh(?:id)?|ref|ref_?(?:src|url)|referrer|cmp(?:id)?|campaign|ocid|ncid|icid|s_?cid|smid|smtyp|spm|share|"
    r"src|source|partner|taid|xtor|wt\.mc_id|rss|feature|fromsource|embedded|print|printable|"
    r"amp|outputtype|isamp|output|_amp|jsessionid|phpsessid",
    re.IGNORECASE,
)
"""Parameters that say how a reader came, or in what dress the page is wanted; never which page it is."""
_ARCHIVED = re.compile(r"/web/\d{4,14}(?:[a-z]{2}_)?/(https?:/{1,2}.+)", re.IGNORECASE)
_CACHED = re.compile(r"/(?:amp|[cv])/(s/)?([^/]+\.[^/]+.*)", re.IGNORECASE)
_AMP_PART = re.compile(r"/amp(?=/|$)|\.amp(?=$|\.html?$)|;jsessionid=[^/]*", re.IGNORECASE)
_DEEPEST = 4
"""Wrappings, one in the other, that are taken off: a capture of a cached copy has two."""


def address_key(address: str) -> str | None:
    """What the addresses of one page have in common; None of no web address, and of a site's home page.

    >>> address_key("https://m.mail.example/amp/mill-fire/?utm_source=x#top")
    'mail.example/mill-fire'
    >>> address_key("http://www.mail.example/mill-fire") == address_key("https://mail.example/mill-fire?ref=rss")
    True
    """
    split = _split(address)
    for _ in range(_DEEPEST):
        inner = _wrapped(split) if split else None
        if inner is None:
            break
        split = _split(inner)
    if split is None:
        return None
    path, query = _path(split.path), _query(split)
    # Whatever a site's front page said yesterday is another story and no version of today's.
    return None if not path and not query else f"{_host(split)}{path}{query}"


def page_key(report: Report) -> str | None:
    """The key of a report's page: its own address, else the one it is based on, else where it was read from.

    None where nothing tells: standard input and a site's home page are no page of their own.
    """
    if report.url is not None:
        given = [report.url]
    else:
        given = [*(each for each in report.based_on if _WEB.match(each)), report.origin]
    for each in given:
        if key := address_key(each):
            return key
    # The address of a home page says that the page's own is not known.
    if any(_WEB.match(each) for each in given) or report.origin == "-":
        return None
    return f"file:{posixpath.normpath(report.origin)}"


def _split(address: str) -> SplitResult | None:
    plain = "".join(address.split())
    if len(plain) > _LONGEST or not _WEB.match(plain):
        return None
    try:
        found = urlsplit(plain)
        return found if (found.hostname or "").strip(".") else None
    except ValueError:
        return None


def _host(split: SplitResult) -> str:
    labels = (split.hostname or "").rstrip(".").split(".")
    while len(labels) > 2 and labels[0] in _TWIN_LABELS:
        labels = labels[1:]
    if len(labels) > 3 and labels[1] in _TWIN_LABELS:
        # 'en.m.wikipedia.org'
        del labels[1]
    host = ".".join(labels)
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _wrapped(split: SplitResult) -> str | None:
    """The address within that of an archive's capture or of an AMP cache."""
    host = split.hostname or ""
    if host.endswith("archive.org") and (found := _ARCHIVED.match(split.path)):
        inner = re.sub(r"^(https?:)/+", r"\1//", found[1], flags=re.IGNORECASE)
        return f"{inner}?{split.query}" if split.query else inner
    cache = (
        host.endswith("cdn.ampproject.org") or re.match(r"(?:www\.)?google\.", host) or host == "bing-amp.com"
    )
    if cache and (found := _CACHED.match(split.path)):
        return f"http{'s' if found[1] else ''}://{found[2]}" + (f"?{split.query}" if split.query else "")
    return None


def _path(path: str) -> str:
    # Escaped or not, a letter is the same; what has a meaning of its own in a path stays escaped.
    plain = quote(
        unquote(path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._", errors="surrogateescape"
    )
    plain = re.sub(r"/{2,}", "/", _AMP_PART.sub("", plain)).rstrip("/")
    return re.sub(r"(?:/(?:index|default))?(?:\.(?:html?|php|aspx?))?$", "", plain)


def _query(split: SplitResult) -> str:
    try:
        given = parse_qsl(split.query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        given = [(split.query, "")]
    kept = sorted((name, value) for name, value in given if not _TRACKING.fullmatch(name))
    # Old sites have their pages behind '#!'.
    bang = f"#{split.fragment}" if split.fragment.startswith("!") else ""
    return (f"?{urlencode(kept, errors='surrogateescape')}" if kept else "") + bang
