import pytest
from growth import LINEAR, growth
from hypothesis import given
from hypothesis import strategies as st

from reportedly.language.gazetteer import countries
from reportedly.language.places import demonym_country, find_places, resolve


@pytest.mark.parametrize(
    ("name", "context", "country", "precision"),
    [
        ("Iraq", (), "IQ", "country"),
        ("the United States", (), "US", "country"),
        ("U.S.", (), "US", "country"),
        ("Baghdad", (), "IQ", "city"),
        ("BAGHDAD", (), "IQ", "city"),
        ("SAN SALVADOR", (), "SV", "city"),
        ("Tripoli", (), "LY", "city"),
        ("Tripoli", ("LB",), "LB", "city"),
        ("Tripoli", ("Lebanese",), "LB", "city"),
        ("Paris", ("Texas", "US"), "US", "city"),
        ("Georgia", (), "GE", "country"),
        ("Georgia", ("US",), "US", "admin1"),
        ("Texas", (), "US", "admin1"),
        ("Gaza Strip", (), "PS", "admin1"),
        ("Qamishli", ("SY",), "SY", "city"),
        ("Deir Ezzor", ("Syria",), "SY", "city"),
    ],
)
def test_a_name_is_resolved(name: str, context: tuple[str, ...], country: str, precision: str) -> None:
    place = resolve(name, context=context)
    assert place is not None
    assert (place.country, place.precision) == (country, precision)
    assert place.latitude is not None


@pytest.mark.parametrize("name", ["", " ", "Qwxyzzt", "...", "the"])
def test_what_is_no_place(name: str) -> None:
    assert resolve(name) is None


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Iraqi", "IQ"),
        ("Iraqis", "IQ"),
        ("IRANIAN", "IR"),
        ("French", "FR"),
        ("Swiss", "CH"),
        ("Kurdish", None),
        ("table", None),
    ],
)
def test_demonyms(word: str, code: str | None) -> None:
    assert demonym_country(word) == code


def test_every_country_has_a_position_on_earth() -> None:
    areas = [area for group in countries().names.values() for area in group]
    assert len({area.country for area in areas if not area.part}) >= 195
    assert all(-90 <= area.latitude <= 90 and -180 <= area.longitude <= 180 for area in areas)


def found(text: str) -> list[tuple[str, str | None, str]]:
    return [(m.span.text, m.place.country, m.place.precision) for m in find_places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb went off in Mosul on Sunday.", [("Mosul", "IQ", "city")]),
        ("BEIRUT (Agency) - Two men died.", [("BEIRUT", "LB", "city")]),
        ("Shells fell on Idlib province in Syria.", [("Idlib", "SY", "admin1"), ("Syria", "SY", "country")]),
        ("Syrias Hama was quiet.", [("Syria", "SY", "country"), ("Hama", "SY", "city")]),
        ("TWO MEN WERE SHOT IN LIMA, PERU.", [("LIMA", "PE", "city"), ("PERU", "PE", "country")]),
        (
            "Syria said the village of Tal Nowhere was hit.",
            [("Syria", "SY", "country"), ("Tal Nowhere", "SY", "unknown")],
        ),
    ],
)
def test_places_are_found(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Lincoln spoke.",
        "On Sunday in May the police came.",
        "President Jackson and Gen. Houston met.",
        "Iraqi officials spoke.",
    ],
)
def test_people_and_days_are_no_places(text: str) -> None:
    assert found(text) == []


def test_near_is_told() -> None:
    assert [m.near for m in find_places("It fell near Mosul, 20 km from Erbil, then in Basra.")] == [
        True,
        True,
        False,
    ]


PIECES = st.lists(
    st.sampled_from(
        [
            "in ",
            "near ",
            "Mosul",
            "Iraq",
            " ",
            "THE ",
            "al-",
            "province ",
            ", ",
            "'s ",
            "(",
            "É",
            "U.S. ",
            "s ",
            "of ",
            ". ",
        ]
    )
    | st.text(max_size=3)
).map("".join)


@given(PIECES)
def test_places_verify_and_keep_apart(text: str) -> None:
    end = 0
    for mention in find_places(text):
        mention.span.verify(text)
        assert mention.span.start >= end
        end = mention.span.end


@pytest.mark.parametrize("piece", ["in Mosul ", "A ", "IN LIMA PERU ", "al-Al-", "Syrias ", "St. "])
def test_the_cost_is_linear(piece: str) -> None:
    assert growth(find_places, piece, size=8_000) < LINEAR
