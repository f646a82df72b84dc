"""Searching the file of cities gives what its index gives; which of the two is asked changes nothing."""

import random
import re
from collections import Counter

import pytest

from reportedly.language import gazetteer
from reportedly.language.gazetteer import cities, counties, fold, looked_up, searched, spelled_alike, towns

NAMES = sorted(name.decode() for name in gazetteer._indexed().first)
DRAWN = random.Random(11).sample(NAMES, 60)  # noqa: S311


@pytest.mark.parametrize(
    "name", [*DRAWN, "Lima", "Bogota", "São Paulo", "Malmö", "San", "LON", "Zzyzx", '"', "", "{", "U.S.A"]
)
def test_a_name_gives_the_records_of_the_index_each_once(name: str) -> None:
    indexed = [row["geonameid"] for row in looked_up(name)]
    assert [row["geonameid"] for row in searched(name)] == indexed
    assert len(set(indexed)) == len(indexed)


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


COUNTED = Counter(re.findall(rb'"countrycode": "([A-Z]{2})"', gazetteer._raw()))


@pytest.mark.parametrize("code", ["AD", "IQ", "SY", "US", "ZW", "XX", "AA", "ZZ"])
def test_the_records_of_a_country_are_all_found_and_no_others(code: str) -> None:
    """The files are sorted by country; were they not, this would tell."""
    rows = list(gazetteer._rows_in(code))
    assert {row["countrycode"] for row in rows} <= {code}
    assert len(rows) == COUNTED[code.encode()]


def test_small_towns_are_found_whatever_their_case_and_accents() -> None:
    (town,) = towns("bicester", "GB")
    assert (town.name, town.country, town.admin1) == ("Bicester", "GB", "ENG")
    assert towns("Bicester", "SY") == ()
    assert towns("Bicester", "XX") == ()
    named = towns("springfield", "US")
    assert len({town.admin1 for town in named}) > 10
    assert [town.population for town in named] == sorted((town.population for town in named), reverse=True)


def test_other_names_of_small_towns_count_only_where_names_are_transliterated() -> None:
    for code in ("SY", "GB"):
        raw = gazetteer._raw_towns()
        names = gazetteer._towns_of(code).first
        mains = {fold(gazetteer._record(raw, at)["name"]) for at in set(names.values())}
        assert (mains >= {name.decode() for name in names}) is (code == "GB")


def test_counties_tell_their_states() -> None:
    assert counties()["rapides parish"] == ("LA",)
    assert {"IA", "OR"} <= set(counties()["washington county"])
