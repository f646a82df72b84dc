"""The HTML page: whole, safe to open, and every number leads to its words."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings

from export.golden_formats import examples, written
from incident_views import large_view, page, says, toll, view_of
from reportedly.export.markup import Markup, joined, linked, tag
from reportedly.records import ClaimRole, LedgerView, Reason, Skipped, SourceKind, Stage
from strategies import views

few = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)
HOSTILE = (
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</svg></div><iframe src=https://evil.example>",
    "&lt;script&gt;",
    "' onmouseover='alert(1)",
    "a\x00b\u202egnp",
)
ELEMENTS = frozenset(
    "html head meta title style body header main footer section article nav div p span a sup b code h1 h2 h3 "
    "h4 ul ol li table thead tbody tr th td figure figcaption blockquote "
    "svg desc g rect line circle polygon polyline text".split()
)
NO_END = frozenset({"meta"})


class Page(HTMLParser):
    """The elements of a page; a fault where one is not closed, unknown, or could run or load something."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.shown: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        assert name in ELEMENTS, name
        given = dict(attrs)
        assert not {each for each in given if each.startswith("on")} | {"src", "srcset"} & set(given)
        assert "style" not in given or re.fullmatch(r"--drawn: [0-9.]+px", given["style"] or "")
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []
        if name not in NO_END:
            self._open.append(name)

    def handle_startendtag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(name, attrs)
        self._open.pop()

    def handle_endtag(self, name: str) -> None:
        assert self._open.pop() == name

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.shown.append(data)


def html(view: LedgerView) -> str:
    return written("html", view).decode()


def test_every_number_leads_to_its_words() -> None:
    read = Page(html(examples()))
    assert len(set(read.ids)) == len(read.ids)
    local = [link[1:] for link in read.links if link.startswith("#")]
    assert set(local) <= set(read.ids)
    notes = [each for each in read.ids if re.fullmatch(r"n\d+", each)]
    assert notes == [f"n{at}" for at in range(1, len(notes) + 1)]


def test_every_claim_that_stands_is_quoted() -> None:
    view = examples()
    shown = "".join(Page(html(view)).shown)
    claims = {claim.id: claim for claim in view.claims}
    quoted = set(re.findall(r"clm_[a-z0-9]+", shown))
    assert quoted <= set(claims)
    # Further reports of one speaker are named beside the first.
    told = {(c.role, c.stance, c.value.text if c.value else "") for c in map(claims.__getitem__, quoted)}
    assert len(told) > 60


def test_nothing_is_loaded_and_nothing_runs() -> None:
    told = html(examples())
    assert not re.search(r"<script|javascript:|@import|url\(|<link|<iframe|<img|<object|<form", told)
    assert 'content="default-src &#x27;none&#x27;; style-src &#x27;unsafe-inline&#x27;"' in told
    assert all(link.startswith(("#", "https://")) for link in Page(told).links)


@pytest.mark.parametrize("attack", HOSTILE)
def test_what_reports_say_stays_text(attack: str) -> None:
    view = view_of(
        page(
            attack,
            says(attack, attack),
            says(attack, attack, kind=SourceKind.ANONYMOUS),
            toll(ClaimRole.KILLED, 4, 4, attack),
            title=attack,
            url=attack,
        )
    )
    graded = tuple(
        replace(each, verdict=attack, reasons=(attack,), grade=attack) for each in view.assessments
    )
    told = Skipped(origin=attack, stage=Stage.READ, reason=Reason.EMPTY, detail=attack)
    incident = replace(view.incidents[0], summary=attack)
    read = Page(html(replace(view, assessments=graded, skipped=(told,), incidents=(incident,))))
    assert [link for link in read.links if not link.startswith("#")] == []
    assert "alert(1)" in "".join(read.shown) or "alert" not in attack


@few
@given(views())
def test_any_ledger_is_a_whole_page(view: LedgerView) -> None:
    told = html(view)
    Page(told)
    assert told.startswith('<!doctype html>\n<html lang="en">\n')
    assert told.endswith("</html>\n")


def test_a_large_attack_is_a_whole_page() -> None:
    Page(html(large_view(actors=40, speakers=60, pages=80)))


def test_an_attack_told_in_passing_has_no_pictures() -> None:
    view = view_of(page("A", says("Red Hand")))
    passing = replace(view, incidents=(replace(view.incidents[0], background=True),))
    assert "<figure" in html(view)
    assert "<figure" not in html(passing)
    assert "told in passing" in html(passing)


def test_the_page_can_be_printed_and_read_on_a_telephone() -> None:
    told = html(examples())
    assert "@page { size: A4;" in told
    assert "@media print" in told
    assert 'name="viewport"' in told


def test_numbers_that_follow_each_other_are_shown_as_a_run() -> None:
    speakers = [says("Red Hand", f"Ministry {letter}") for letter in "ABCDE"]
    told = html(view_of(page("A", *speakers)))
    assert '<a href="#n1">1</a>–<a href="#n5">5</a>' in told


def test_the_marks_of_a_quote_are_where_the_evidence_is() -> None:
    told = html(view_of(page("A", says("Red Hand"))))
    assert '<blockquote>“Police: <span class="q content value">Red Hand</span>.”</blockquote>' in told


def test_markup_escapes_text_and_keeps_markup() -> None:
    assert tag("p", "a<b", tag("i", "&"), title='"') == '<p title="&quot;">a&lt;b<i>&amp;</i></p>'
    assert joined(" a ", Markup("<br>")) == " a <br>"


@pytest.mark.parametrize(
    "address", ["javascript:x", "data:text/html,x", "https://a b", 'https://a"b', "", None]
)
def test_only_addresses_of_the_web_are_links(address: str | None) -> None:
    assert linked("x", address) == "x"
    assert linked("x", "https://a.example/?q=1&r=2").startswith('<a href="https://a.example/?q=1&amp;r=2"')
