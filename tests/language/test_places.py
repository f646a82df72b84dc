import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.growth import LINEAR, growth
from reportedly.language.gazetteer import countries
from reportedly.language.places import demonym_country, find_places, locate, resolve
from reportedly.records import Place, Span


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


@pytest.mark.parametrize(
    ("name", "country", "precision"),
    [
        ("South Ossetia", "GE", "admin1"),
        ("Cambridgeshire", "GB", "admin1"),
        ("Black Sea", None, "unknown"),
        ("European Union", None, "unknown"),
        ("the port of Beirut", "LB", "city"),
        ("Rapides Parish", "US", "admin1"),
        ("Greenland", "GL", "country"),
    ],
)
def test_regions_seas_and_counties(name: str, country: str | None, precision: str) -> None:
    place = resolve(name)
    assert place is not None
    assert (place.country, place.precision) == (country, precision)
    assert place.latitude is not None


def test_a_county_of_many_states_is_nowhere_until_the_text_names_the_state() -> None:
    assert resolve("Washington County") is None
    place = resolve("Washington County", context=["Oregon"])
    assert place is not None
    assert (place.name, place.precision, round(place.latitude or 0)) == ("Washington County", "admin1", 44)


def located(text: str, *names: str, context: tuple[str, ...] = ()) -> list[Place | None]:
    spans = [Span.of(text, text.index(name), text.index(name) + len(name)) for name in names]
    return list(locate(text, spans, context=context))


def latitudes(places: list[Place | None]) -> list[int | None]:
    return [None if p is None or p.latitude is None else round(p.latitude) for p in places]


def test_a_name_is_sought_in_the_state_behind_it_wherever_else_it_stands() -> None:
    text = "Paris was dark. In Paris, Texas, two men met."
    first, second = (Span.of(text, at, at + 5) for at in (0, text.index("Paris,")))
    assert latitudes(list(locate(text, [first, second]))) == [34, 34]
    assert latitudes(located("Paris was dark.", "Paris")) == [49]


@pytest.mark.parametrize(
    ("behind", "latitude"), [(", Ky.", 38), (" (Kentucky)", 38), (", Tenn.", 36), (", Ontario", 43)]
)
def test_the_state_may_be_short_or_in_brackets(behind: str, latitude: int) -> None:
    assert latitudes(located(f"They met in Paris{behind} last year.", "Paris")) == [latitude]


def test_names_of_one_text_are_read_together() -> None:
    """Each of the three is in many states; all three are in one."""
    text = "Crews from Springfield, Nixa and Ozark fought the fire."
    places = located(text, "Springfield", "Nixa", "Ozark")
    assert latitudes(places) == [37, 37, 37]


def test_the_order_of_the_names_does_not_matter() -> None:
    text = "Crews from Springfield, Nixa, Ozark, Athens and Paris fought the fire."
    names = ("Springfield", "Nixa", "Ozark", "Athens", "Paris")
    assert located(text, *names) == located(text, *reversed(names))[::-1]


def test_a_county_lies_among_the_towns_beside_it() -> None:
    text = "Deputies of Taney County, Missouri, met in Branson."
    county, town = located(text, "Taney County", "Branson")
    assert county is not None
    assert town is not None
    assert (county.precision, county.country, county.geoname) == ("admin1", "US", None)
    assert (county.latitude, county.longitude) == pytest.approx((town.latitude, town.longitude), abs=0.001)


def test_context_tells_of_the_country() -> None:
    text = "A shell fell in Tripoli."
    assert [p and p.country for p in located(text, "Tripoli")] == ["LY"]
    assert [p and p.country for p in located(text, "Tripoli", context=("LB",))] == ["LB"]
    assert [m.place.country for m in find_places(text, context=("Lebanon",))] == ["LB"]


def test_a_name_on_no_list_is_nowhere() -> None:
    assert located("They met in Qwxyzzt.", "Qwxyzzt") == [None]
    assert locate("", []) == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Two men met in Paris, Ky., on Friday.", ["Paris", "Ky."]),
        ("The Laurel County Sheriff said so.", ["Laurel County"]),
        ("The Edmonton Police Service said so.", ["Edmonton"]),
        ("Officials in Nebraska and Iowa met.", ["Nebraska", "Iowa"]),
        ("A Toronto-based firm closed.", ["Toronto"]),
        ("Shots were heard in Gori. Later Gori was quiet.", ["Gori", "Gori"]),
        ("It burnt down. MANASSAS -- A man fled.", ["MANASSAS"]),
        ("The Senate passed an Act.", []),
        ("Kent and Kerry spoke.", []),
        ("In Mosul nothing moved.", ["Mosul"]),
        ("The Hague was quiet.", ["The Hague"]),
        ("A bomb went off in Kent.", ["Kent"]),
    ],
)
def test_where_places_stand(text: str, names: list[str]) -> None:
    assert [mention.span.text for mention in find_places(text)] == names
