"""The bundled reports, and what readers find in them: ``golden/examples.json``, coded by reading."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from reportedly import examples
from reportedly.records import Certainty, Stance

CASES = json.loads((Path(__file__).parent / "golden" / "examples.json").read_text("utf-8"))
PAGES = {path.stem: path for path in examples.folder().iterdir() if path.suffix in (".txt", ".html")}


def words_of(path: Any) -> Any:
    text = (
        re.sub(r"<[^>]+>", " ", path.read_text("utf-8"))
        if path.suffix == ".html"
        else path.read_text("utf-8")
    )
    return " ".join(html.unescape(text).split())


def test_every_report_is_coded_and_listed() -> None:
    readme = (examples.folder().parent / "README.md").read_text("utf-8")
    assert PAGES.keys() == {case["id"] for case in CASES}
    assert all(f"`{path.name}`" in readme for path in PAGES.values())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_coded_claim_stands_in_its_report(case: Any) -> None:
    text = words_of(PAGES[case["id"]])
    assert case["title"] in text
    for claim in case["claims"]:
        assert claim["evidence"] in text
        assert claim["stance"] in set(Stance)
        assert claim["certainty"] in {None, *Certainty}
        assert (claim["actor"] is None) <= (claim["stance"] in ("no_claim", "unconfirmed"))
        for names in (claim["actor"] or [], [s for s in claim["source"] if s != "REPORT"]):
            assert not names or any(name.casefold() in text.casefold() for name in names)


@pytest.mark.parametrize("path", PAGES.values(), ids=lambda path: path.stem)
def test_no_report_is_longer_than_a_news_story(path: Any) -> None:
    body = re.sub(r"(?s)<(script|style).*?</\1>", " ", path.read_text("utf-8"))
    assert 80 <= len(re.sub(r"<[^>]+>", " ", body).split()) <= 450


def test_every_page_carries_what_real_pages_carry() -> None:
    for path in PAGES.values():
        if path.suffix == ".html":
            page = path.read_text("utf-8")
            assert all(
                mark in page
                for mark in ("application/ld+json", "og:title", "<nav" if "<nav" in page else "topbar")
            )
            found = re.search(r'(?s)ld\+json">(.*?)</script>', page)
            assert found is not None
            json.loads(found[1])
