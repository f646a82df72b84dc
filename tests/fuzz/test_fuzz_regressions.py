"""What fuzzing found, cut down: each was mended, and is tried at every commit."""

from __future__ import annotations

import pytest

from fuzz.pages import read_page
from reportedly.records import Reason, Skipped

PAGES: dict[str, tuple[bytes, Reason]] = {
    # Was the row of a parser that had given up ("ParserError: Document is empty").
    "a page that ends within its first tag": (b'<html xmlns="http://www.', Reason.MALFORMED),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_was_found_has_its_row(name: str) -> None:
    data, reason = PAGES[name]
    found = read_page(data)
    assert isinstance(found, Skipped)
    assert found.reason is reason
