"""Capitals that are told by their country: 'the Syrian capital', 'the capital of Syria'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reportedly.language.actors import actor_list
from reportedly.language.gazetteer import countries, fold
from reportedly.language.place_names import demonym_country
from reportedly.language.places import PlaceMention, resolve
from reportedly.records import Place, Span

_NAME = r"([A-Z][a-z]+(?: [A-Z][a-z]+)?)"
_CAPITAL = re.compile(
    rf"\b[Tt]he (?:{_NAME} capital|capital of {_NAME})\b"
    r"(?! (?:markets?|flows?|controls?|punishment|investment)\b)"
)


def find_capitals(text: str) -> Iterator[PlaceMention]:
    """The capitals of countries that ``text`` does not name; offsets are those of ``text``.

    >>> [(m.span.text, m.place.name) for m in find_capitals("It fell east of the Syrian capital.")]
    [('the Syrian capital', 'Damascus')]
    """
    for match in _CAPITAL.finditer(text):
        place = _capital_of(match[1] or match[2])
        if place is not None:
            yield PlaceMention(Span(match.start(), match.end(), match[0]), place)


@lru_cache(maxsize=256)
def _capital_of(word: str) -> Place | None:
    named = [area.country for area in countries().names.get(fold(word), ()) if not area.part]
    country = demonym_country(word) or next(iter(named), None)
    name = actor_list().capital_of(f"country:{country}") if country else None
    place = resolve(name, context=[country]) if name and country else None
    return place if place and place.precision == "city" and place.country == country else None
