"""Capitals that are told by their country."""

import pytest

from reportedly.language.capitals import find_capitals


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Planes struck towns east of the Syrian capital.", "Damascus"),
        ("A bomb went off in the capital of Iraq on Monday.", "Baghdad"),
        ("Foreigners left the Iraqi capital markets.", None),
        ("The provincial capital was shelled.", None),
        ("A bomb went off in the capital.", None),
    ],
)
def test_a_country_tells_its_capital(text: str, place: str | None) -> None:
    found = list(find_capitals(text))
    assert [mention.place.name for mention in found] == ([place] if place else [])
    assert all(text[m.span.start : m.span.end] == m.span.text for m in found)
