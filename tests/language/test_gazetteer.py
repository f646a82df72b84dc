"""Searching the file of cities gives what its index gives; which of the two is asked changes nothing."""

import random

import pytest

from reportedly.language import gazetteer
from reportedly.language.gazetteer import cities, searched, spelled_alike

INDEX = gazetteer._indexed()
DRAWN = random.Random(11).sample(sorted(INDEX), 60)  # noqa: S311


@pytest.mark.parametrize(
    "name", [*DRAWN, "Lima", "Bogota", "São Paulo", "Malmö", "San", "LON", "Zzyzx", '"', "", "{"]
)
def test_a_name_gives_the_records_of_the_index_each_once(name: str) -> None:
    indexed = list(dict.fromkeys(row["geonameid"] for row in INDEX.get(name, ())))
    assert [row["geonameid"] for row in searched(name)] == indexed


def test_the_first_names_are_searched_and_the_others_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def ids(few: int) -> list[list[int]]:
        cities.cache_clear()
        gazetteer._indexed.cache_clear()
        monkeypatch.setattr(gazetteer, "FEW_NAMES", few)
        monkeypatch.setattr(gazetteer, "_asked", iter(range(1000)))
        found = [[city.geoname for city in cities(name)] for name in ("Tripoli", "BAGHDAD", "Bogotá")]
        assert bool(gazetteer._indexed.cache_info().currsize) is (few == 0)
        return found

    assert ids(64) == ids(0)
    assert all(ids(64))


def test_the_cities_of_a_country_are_found_by_the_skeleton_of_their_names() -> None:
    assert len({city.geoname for city, _ in spelled_alike("IQ").values()}) > 50
    assert spelled_alike("XX") == {}
