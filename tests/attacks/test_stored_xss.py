"""Whatever a page says of itself, and whatever a person notes, is text on every page that shows it.

Each payload stands in every field at once: records as a hostile reader would make them, and pages that are
really read. A page that shows it has the elements and attributes that pages have with harmless words, its
frame as often as before, and no address that runs.
"""

from __future__ import annotations

import html
import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from attacks.conftest import People
from attacks.hostile import FIELDS, hostile_casebook
from attacks.markup_payloads import PAYLOADS
from desk.desks import NAMES, Desk, desk_on
from reportedly.casework.people import Role
from reportedly.export import EXPORTERS
from reportedly.pictures.sheet import PICTURES
from reportedly.records import LedgerView, Reading
from tiers import publish, tries

pytestmark = pytest.mark.reliability

PLAIN = ("harmless words", " ".join(["harm\u202eless words"] * 30))
FRAME = frozenset("html head meta base link style script body main iframe object embed template".split())
"""What a page has as often whatever is said on it; of the rest, longer words make more."""
TOGETHER = tries(commit=182, nightly=12, release=1)
"""Payloads that stand in one text: each alone before a release, many at every commit."""
ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "srcset")
Known = set[tuple[str, tuple[str, ...]]]
Skeleton = list[tuple[str, tuple[str, ...]]]
Seen = list[tuple[str, Skeleton]]


class Elements(HTMLParser):
    """The elements of a page with the names of their attributes; an address that runs is a fault."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Skeleton = []
        self.faults: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(sorted(name for name, _ in attrs))))
        self.faults += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]
        self.faults += [f"{tag} {name}={value}" for name, value in attrs if not _leads_well(name, value)]

    def handle_comment(self, data: str) -> None:
        self.found.append(("<!-- -->", ()))

    def handle_pi(self, data: str) -> None:
        self.found.append(("<? >", ()))

    def unknown_decl(self, data: str) -> None:
        self.found.append(("<![ ]>", ()))


def _leads_well(name: str, value: str | None) -> bool:
    told = value or ""
    if name == "content":
        return "url=" not in told.casefold()
    if name not in ADDRESSES or told in ("", "/"):
        return True
    return re.match(r"[#?]|/(?![/\\])|https?://[^\s\"'<>]+$|mailto:", told) is not None


def skeleton(page: str) -> Skeleton:
    read = Elements(page)
    assert read.faults == []
    return read.found


def framed(found: Skeleton) -> Skeleton:
    return [each for each in found if each[0] in FRAME]


def drawing(svg: bytes) -> Skeleton:
    """The same of a picture, which has to be whole XML."""
    found: Skeleton = []
    for each in ElementTree.fromstring(svg).iter():  # noqa: S314  (our own)
        name = str(each.tag).rpartition("}")[2]
        attributes = [str(key).rpartition("}")[2] for key in each.attrib]
        assert name not in ("script", "foreignObject", "a", "image", "use", "animate", "set")
        assert not [key for key in attributes if key.startswith("on") or key == "href"]
        found.append((name, tuple(sorted(attributes))))
    return found


def paths_of(reading: Reading, text: str) -> list[str]:
    """Every page that can show it."""
    report, incident = reading.report.id, reading.incidents[0].id
    claim = reading.claims[0].id
    asked = quote(text[:200], safe="")
    return [
        "/incidents",
        "/reports",
        f"/incidents?{urlencode({'place': text, 'actor': text, 'outlet': text, 'country': text})}",
        f"/search?{urlencode({'q': text})}",
        f"/search?{urlencode({'q': 'market'})}",
        f"/search?{urlencode({'q': 'Sunday', 'kind': 'claim'})}",
        f"/reports/{report}",
        f"/reports/{report}?{urlencode({'add': 1, 'value': text, 'at': text})}",
        f"/reports/{report}?correct={claim}",
        f"/reports/{report}?readers=differ",
        f"/incidents/{incident}",
        f"/incidents/{incident}/print",
        f"/incidents/{incident}/decide",
        f"/words?claim={claim}&incident={incident}",
        f"/claims/{claim}",
        "/adjudicate",
        f"/adjudicate/{report}",
        "/people",
        "/log",
        "/me",
        f"/sign-in?{urlencode({'then': text})}",
        f"/reports/{asked}",
        f"/static/{asked}/{asked}",
        f"/{asked}",
    ]


def pictures_of(reading: Reading) -> list[str]:
    incident = reading.incidents[0].id
    drawn = [f"/incidents/{incident}/pictures/{kind}.svg" for kind in PICTURES]
    return [f"/incidents/{incident}/sheet.svg", *drawn]


def shown(desk: Desk, reading: Reading, text: str) -> Iterator[tuple[str, Skeleton]]:
    """The skeleton of each page, picture and export, by where it is."""
    admin, own = desk.ask(NAMES[Role.ADMIN]), reading.incidents[0].id
    for number, path in enumerate(paths_of(reading, text)):
        answer = admin.get(path)
        assert answer.status_code < 500, (path, answer.text)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["x-content-type-options"] == "nosniff"
        yield f"page {number} {path}", skeleton(answer.text)
    for path, how in (
        ("/sign-in", {"name": text, "password": text, "then": text}),
        ("/people/invite", {"name": text, "role": text}),
        (f"/incidents/{own}/join", {"typed": text, "note": text}),
        (f"/incidents/{own}/part", {"report": text, "note": text}),
        (f"/reports/{reading.report.id}/add", dict.fromkeys(_FORM, text)),
    ):
        answer = admin.post(path, data=how)
        assert 300 <= answer.status_code < 500, (path, answer.text)
        yield f"form {path.rpartition('/')[2]}", skeleton(answer.text)
    for number, path in enumerate(pictures_of(reading)):
        yield f"picture {number}", drawing(admin.get(path).content)
    yield from exported(desk.casebook.ledger.view())


_FORM = ("role", "stance", "source", "incident", "certainty", "value", "cue", "content", "summary", "type")


def exported(view: LedgerView) -> Iterator[tuple[str, Skeleton]]:
    text = {report.id: report.text for report in view.reports}
    signed = tuple(replace(each, reviewed="accepted", text=text[each.report]) for each in view.claims)
    signed_off = replace(view, claims=signed)
    for name in ("html", "brief", "claimreview"):
        sink = io.BytesIO()
        EXPORTERS[name]().files(signed_off)[0].write(sink)
        told = sink.getvalue().decode("utf-8")
        if name == "brief":
            told = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(told)
        if name == "claimreview":
            told = f'<script type="application/ld+json">{told}</script><p>behind it</p>'
        yield name, skeleton(told)


def seen(people: People, folder: Path, text: str, name: str) -> Seen:
    path = folder / f"{name}.sqlite"
    with hostile_casebook(path, text, like=people[0]) as (_, reading), desk_on(path, people[1]) as desk:
        return list(shown(desk, reading, text))


@pytest.fixture(scope="module")
def plain(people: People, tmp_path_factory: pytest.TempPathFactory) -> list[Seen]:
    folder = tmp_path_factory.mktemp("plain")
    return [seen(people, folder, text, f"plain{len(text)}") for text in PLAIN]


@pytest.fixture(scope="module")
def known(plain: list[Seen]) -> Known:
    return {each for pages in plain for _, elements in pages for each in elements}


def test_there_are_enough_of_them(plain: list[Seen]) -> None:
    assert len(PAYLOADS) >= 300
    assert len(FIELDS) == 8
    assert len(plain[0]) > 30


def test_no_payload_becomes_markup(people: People, plain: list[Seen], known: Known, tmp_path: Path) -> None:
    rendered = 0
    for at in range(0, len(PAYLOADS), TOGETHER):
        text = " ".join(PAYLOADS[at : at + TOGETHER]).strip()
        found = seen(people, tmp_path, text, f"{at}")
        assert len(found) == len(plain[0])
        for (where, now), (_, before) in zip(found, plain[0], strict=True):
            assert set(now) <= known, (where, text, set(now) - known)
            assert where.startswith("picture") or framed(now) == framed(before), (where, text)
        rendered += len(found)
    publish(
        "stored markup that becomes an element, an attribute or an address",
        tried=len(PAYLOADS) * len(FIELDS),
        failed=0,
        note=f"{len(PAYLOADS)} payloads in {len(FIELDS)} fields; {rendered:,} pages, pictures and exports",
    )


def page_saying(text: str, number: int) -> str:
    """A page that says it wherever a page says something of itself, well-formed so that it is read."""
    quoted = html.escape(text)
    data = {
        "@type": "NewsArticle",
        "headline": text,
        "author": {"name": text},
        "publisher": {"name": text},
        "datePublished": text,
        "url": text,
        "isBasedOn": text,
    }
    told = json.dumps(data).replace("<", "\\u003c")
    return f"""<!doctype html><html lang="en"><head><title>{quoted}</title>
<meta name="author" content="{quoted}"><meta property="og:site_name" content="{quoted}">
<meta property="og:title" content="{quoted}"><meta property="article:published_time" content="{quoted}">
<meta name="date" content="{quoted}"><link rel="canonical" href="{quoted}">
<script type="application/ld+json">{told}</script></head><body><article><h1>{quoted}</h1>
<p class="byline">By {quoted}</p><time datetime="{quoted}">{quoted}</time>
<p>BAGHDAD ({quoted}) - Police in Mosul said on Sunday that the Islamic State bombed market {number}.</p>
<p>A spokesman for {quoted} said five people were killed, and that {quoted} had done it.</p>
<p>{quoted}</p><p>No group has claimed responsibility for the attack so far, the officials added.</p>
<p>Source: {quoted}</p></article></body></html>"""


def test_no_page_that_is_read_becomes_markup(people: People, known: Known, tmp_path: Path) -> None:
    folder, path = tmp_path / "pages", tmp_path / "read.sqlite"
    folder.mkdir()
    chosen = PAYLOADS[:: tries(commit=24, nightly=4, release=1)]
    for number, text in enumerate(chosen):
        written = page_saying(text, number).encode("utf-8", "surrogatepass")
        (folder / f"{number}.html").write_bytes(written)
    shutil.copy(people[0], path)
    with desk_on(path, people[1]) as desk:
        desk.casebook.ledger.add(folder, reader="rules")
        view = desk.casebook.ledger.view()
        assert len(view.reports) == len(chosen)
        assert len(view.claims) > len(chosen)
        reader, tags = desk.ask(NAMES[Role.READER]), {tag for tag, _ in known} | {"br"}
        paths = [f"/reports/{each.id}" for each in view.reports]
        paths += [f"/incidents/{each.id}" for each in view.incidents]
        for listed in ("/reports", "/incidents", *paths):
            found = set(skeleton(reader.get(listed).text))
            assert {tag for tag, _ in found} <= tags, listed
        for where, found_in in exported(view):
            assert {tag for tag, _ in found_in} <= tags, where
