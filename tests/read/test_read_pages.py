"""Pages of our own writing with all their furniture, and what a reader should get of them."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from read.reading import credits_of, report_of
from reportedly.read import read_reports
from reportedly.records import Report

PAGES = Path(__file__).parent / "pages"
TEXT = "The bridge was hit at dawn, the army said, and it named nobody for the attack on the town. " * 4


def page(head: Any = "", body: Any = "", html: Any = "<html>") -> Any:
    return (
        f"<!doctype html>{html}<head>{head}</head><body><article>{body}<p>{TEXT}</p></article></body></html>"
    )


def linked(**article: Any) -> Any:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **article}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_golden_pages(path: Any) -> None:
    want = json.loads(path.with_suffix(".json").read_text("utf-8"))
    (found,) = read_reports([path])
    assert isinstance(found, Report), found
    assert found.text == "\n\n".join([want["title"], *want["paragraphs"]])
    assert [list(credit) for credit in credits_of(found)] == want["credits"]
    for field in ("title", "outlet", "byline", "url", "language"):
        assert getattr(found, field) == want[field], field
    assert found.based_on == tuple(want["based_on"])
    assert found.published == dt.date.fromisoformat(want["published"])
    assert (found.published_at and found.published_at.isoformat()) == want["published_at"]
    assert found.extractor is not None
    assert found.extractor.startswith("trafilatura ")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (linked(headline="Bridge hit"), "Bridge hit"),
        (linked(headline="Bridge hit | The Port Mail", publisher={"name": "Port Mail"}), "Bridge hit"),
        ('<meta property="og:title" content="Bridge hit"><title>Home</title>', "Bridge hit"),
        ('<title>Bridge hit - Mail</title><meta property="og:site_name" content="Mail">', "Bridge hit"),
        ("<title>Bridge hit - who did it?</title>", "Bridge hit - who did it?"),
        ('<title>A - B - Mail</title><meta property="og:site_name" content="Mail">', "A - B"),
        ('<script type="application/ld+json">{broken</script><title>Bridge hit</title>', "Bridge hit"),
        (
            '<script type="application/ld+json">[[[[7]]], null, "x"]</script><title>Bridge hit</title>',
            "Bridge hit",
        ),
        (
            linked(headline={"odd": 1}, author=7, publisher=[None], datePublished=["x"])
            + "<title>T t</title>",
            "T t",
        ),
    ],
)
def test_titles(tmp_path: Path, head: Any, title: Any) -> None:
    assert report_of(tmp_path, page(head), "one.html").title == title


@pytest.mark.parametrize(
    ("head", "day", "zone"),
    [
        (linked(datePublished="2021-11-08T06:30:00+03:00"), "2021-11-08", True),
        (linked(datePublished="2021-11-08"), "2021-11-08", False),
        ('<meta property="article:published_time" content="2021-11-08T06:30:00Z">', "2021-11-08", True),
        ('<meta itemprop="datePublished" content="November 8, 2021">', "2021-11-08", False),
        ('<link rel="canonical" href="https://mail.example/2021/11/08/bridge">', "2021-11-08", False),
        ("", None, False),
    ],
)
def test_days_of_publication(tmp_path: Path, head: Any, day: Any, zone: Any) -> None:
    report = report_of(tmp_path, page(head), "one.html")
    assert report.published == (dt.date.fromisoformat(day) if day else None)
    assert (report.published_at is not None) is zone


@pytest.mark.parametrize(
    ("head", "moment"),
    [
        (linked(dateModified="2021-11-09T06:30:00+03:00"), "2021-11-09T06:30:00+03:00"),
        (linked(dateModified="2021-11-09"), "2021-11-09T00:00:00"),
        (linked(dateModified=["", 7], datePublished="2021-11-08"), None),
        ('<meta property="article:modified_time" content="2021-11-09T06:30:00Z">',
         "2021-11-09T06:30:00+00:00"),
        ('<meta property="og:updated_time" content="November 9, 2021">', "2021-11-09T00:00:00"),
        ('<meta http-equiv="x" name="last-modified" content="Tue, 09 Nov 2021 06:30:00 GMT">',
         "2021-11-09T06:30:00+00:00"),
        (linked(dateModified="{{ date }}") + '<meta itemprop="dateModified" content="2021-11-09T06:30:00Z">',
         "2021-11-09T06:30:00+00:00"),
        ('<meta property="article:modified_time" content="99999-99-99T99:99">', None),
        (linked(datePublished="2021-11-08T06:30:00Z"), None),
    ],
)  # fmt: skip
def test_times_of_the_last_change(tmp_path: Path, head: Any, moment: Any) -> None:
    report = report_of(tmp_path, page(head), "one.html")
    assert (report.modified_at and report.modified_at.isoformat()) == moment


def test_the_year_of_a_copyright_line_is_no_date(tmp_path: Path) -> None:
    assert report_of(tmp_path, page(body="<footer>© 2019 Port Mail</footer>"), "one.html").published is None


def test_an_address_that_is_no_web_address_is_not_kept(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="javascript:alert(1)">'
    assert report_of(tmp_path, page(head), "one.html").url is None


def test_an_agency_as_the_author_is_a_credit_and_the_outlet_itself_is_not(tmp_path: Path) -> None:
    head = linked(author={"name": "Staff with AFP"}, publisher={"name": "The Port Mail"})
    assert credits_of(report_of(tmp_path, page(head), "one.html")) == [("AFP", "based_on")]
    head = linked(author={"name": "Reuters"}, publisher={"name": "Reuters"})
    assert credits_of(report_of(tmp_path, page(head), "one.html")) == []


def test_links_and_inline_marks_leave_no_trace(tmp_path: Path) -> None:
    body = (
        '<p>The <b>army</b> of the <a href="/x">re<i>public</i></a> blamed\n   nobody for it, '
        "and said so twice.</p>"
    )
    text = report_of(tmp_path, page("<title>Bridge hit</title>", body), "one.html").text
    assert "The army of the republic blamed nobody for it, and said so twice." in text


def test_cells_of_a_table_do_not_run_together(tmp_path: Path) -> None:
    body = "<table><tr><th>Killed</th><td>12</td></tr><tr><th>Wounded</th><td>30</td></tr></table>"
    text = report_of(tmp_path, page("<title>Bridge hit</title>", f"<p>{TEXT}</p>{body}"), "one.html").text
    assert "Killed 12" in text


def test_a_text_file_that_is_a_page_is_read_as_one(tmp_path: Path) -> None:
    assert report_of(tmp_path, page("<title>Bridge hit</title>"), "one.txt").title == "Bridge hit"


def test_a_page_without_a_tag_is_read_as_text(tmp_path: Path) -> None:
    assert report_of(tmp_path, TEXT, "one.html").text == TEXT.strip()
