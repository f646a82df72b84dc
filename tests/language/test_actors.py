from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import TableError
from reportedly.language.actor_table import KINDS, Spelling, read_entries
from reportedly.language.actors import (
    ENVIRONMENT,
    ActorHit,
    ActorList,
    actor_list,
    find_actors,
    load_actors,
)
from reportedly.language.words import tokenise

BUNDLED = files("reportedly.language").joinpath("actors.toml").read_text("utf-8")
ENTRIES = read_entries([("actors.toml", BUNDLED)])


def spellings() -> Iterator[tuple[str, str, Spelling]]:
    """Kind, id and spelling of every entry."""
    for entry in ENTRIES.values():
        for spelling in entry.spellings:
            yield entry.actor.kind, entry.actor.id, spelling


def hits(text: str, among: ActorList | None = None) -> list[ActorHit]:
    return list((among or actor_list()).find([token.text for token in tokenise(text)]))


def names(text: str) -> list[str]:
    return [hit.actor.name for hit in hits(text)]


@pytest.mark.parametrize(
    ("kind", "identity", "spelling"),
    [pytest.param(*row, id=row[2].text) for row in spellings() if not row[2].whole],
)
def test_every_spelling_is_found_in_a_sentence(kind: str, identity: str, spelling: Spelling) -> None:
    (hit,) = hits(f"yesterday the {spelling.text} said nothing")
    assert (hit.actor.kind, hit.actor.id, hit.form) == (kind, identity, spelling.form)


@pytest.mark.parametrize(
    ("kind", "identity", "spelling"), [pytest.param(*row, id=row[2].text) for row in spellings()]
)
def test_every_spelling_names_its_actor(kind: str, identity: str, spelling: Spelling) -> None:
    found = actor_list().named(f"the {spelling.text}")
    assert found is not None
    assert (found.kind, found.id) == (kind, identity)


def test_a_name_that_begins_with_a_state_stays_the_states_in_running_text() -> None:
    wholes = [(identity, spelling.text) for _, identity, spelling in spellings() if spelling.whole]
    assert len(wholes) > 50
    for identity, text in wholes:
        found = hits(text)
        assert not found or found[0].actor.id != identity


def test_every_region_and_kind_is_in_the_list() -> None:
    kinds = [entry.actor.kind for entry in ENTRIES.values()]
    assert set(kinds) == set(KINDS)
    assert len(kinds) > 500
    known = actor_list().actors
    for each in ("hamas", "jnim", "al-shabaab", "ttp", "arakan-army", "farc", "sbu", "ru-defence-ministry"):
        assert f"actor:{each}" in known


def test_relations_lead_up_to_a_state_or_an_organisation() -> None:
    above = actor_list().above
    assert [each.name for each in above("actor:quds-force")] == ["Islamic Revolutionary Guard Corps", "Iran"]
    assert [each.name for each in above("actor:qassam-brigades")] == ["Hamas"]
    assert above("actor:hamas") == ()
    assert above("no such id") == ()


def test_what_is_only_linked_is_part_of_nothing() -> None:
    houthis = actor_list().actors["actor:houthis"]
    assert houthis.linked_to == ("country:IR",)
    assert actor_list().above(houthis.id) == ()


@pytest.mark.parametrize(
    "description",
    ["an Iran-backed group", "Iran-backed militia", "pro-Russian separatists", "an armed Islamic group",
     "Kurdish fighters", "jihadists", "a group linked to al-Qaeda", "two Hamas men"],
)  # fmt: skip
def test_a_description_names_no_actor(description: str) -> None:
    assert actor_list().named(description) is None


@pytest.mark.parametrize(
    "text",
    [
        "it is over and let it go",
        "they told us",
        "let us go",
        "the raf of it",
        "turkey for dinner",
        "a georgia peach",
        "the contras left",
        "an iron man",
        "he will tak it",
        "the is",
        "Nothing at all",
        "",
    ],
)
def test_common_words_are_no_actors(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US jets and UK ships", ["United States", "United Kingdom"]),
        ("IS fighters", ["Islamic State"]),
        ("the LeT commander", ["Lashkar-e-Taiba"]),
        ("Syrias air force", ["Syria"]),
        ("Syria's air force", ["Syria"]),
        ("the Houthis' missiles", ["Houthis"]),
        ("Pakistani Taliban fighters", ["Tehrik-i-Taliban Pakistan"]),
        ("Afghan Taliban fighters", ["Taliban"]),
        ("Islamic State Khorasan gunmen", ["Islamic State Khorasan"]),
        ("Syrian and Russian jets", ["Syria", "Russia"]),
        ("Hamas and Fatah", ["Hamas", "Fatah"]),
        ("AL-SHABAAB ATTACKED NAIROBI", ["al-Shabaab", "Kenya"]),
        ("Al Shabaab attacked", ["al-Shabaab"]),
        ("South Sudanese troops", ["South Sudan"]),
        ("North Korean agents", ["North Korea"]),
        ("the U.S.-led coalition", ["US-led coalition"]),
        ("a Saudi-led coalition raid", ["Saudi-led coalition"]),
        ("Lord's Resistance Army rebels", ["Lord's Resistance Army"]),
        ("Lord’s Resistance Army rebels", ["Lord's Resistance Army"]),
        ("M23 rebels", ["M23"]),
        ("the Kurdistan Workers' Party", ["PKK"]),
        ("the 19th of April Movement", ["M-19"]),
        ("two FARCs and an FBIS report", ["FARC"]),
        ("the MILF and milf", ["Moro Islamic Liberation Front"]),
        ("'Hamas' said", ["Hamas"]),
        ("US State Department", ["United States", "State Department"]),
        ("Russian Defence Ministry", ["Russia"]),
    ],
)
def test_actors_in_their_order(text: str, expected: list[str]) -> None:
    assert names(text) == expected


WORDS = sorted({word for _, _, spelling in spellings() for word in spelling.text.split()})


@given(st.lists(st.sampled_from(WORDS) | st.text(min_size=1, max_size=6)))
def test_hits_are_in_order_and_apart(words: list[str]) -> None:
    found = list(find_actors(words))
    assert all(0 <= hit.start < hit.end <= len(words) for hit in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_mark_after_a_name_is_no_part_of_it() -> None:
    (hit,) = hits("said ' Hamas ' again")
    assert (hit.start, hit.end) == (2, 3)


OWN = """
[armed_group]
blue-guard = {names = ["Blue Guard", "!BG"], wing_of = "blue-front", linked_to = ["IR"], since = 1999}
blue-front = ["Blue Front"]
rsf = {drop = ["RSF"], transliterations = ["Quwwat al-Daem al-Sari"]}

[force]
irgc = {aliases = ["the Corps of Guards"]}
"""


def extended(tmp_path: Path, text: str) -> ActorList:
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    return load_actors(path)


def test_a_team_adds_actors_spellings_and_relations(tmp_path: Path) -> None:
    own = extended(tmp_path, OWN)
    assert [hit.actor.id for hit in hits("the Blue Guard and the BG", own)] == ["actor:blue-guard"] * 2
    assert [each.name for each in own.above("actor:blue-guard")] == ["Blue Front"]
    assert own.actors["actor:blue-guard"].linked_to == ("country:IR",)
    assert own.actors["actor:blue-guard"].since == 1999
    assert hits("the RSF", own) == []
    assert [hit.actor.name for hit in hits("Quwwat al-Daem al-Sari", own)] == ["Rapid Support Forces"]
    irgc = own.actors["actor:irgc"]
    assert (irgc.name, irgc.parent, irgc.since) == ("Islamic Revolutionary Guard Corps", "country:IR", 1979)
    assert hits("the RSF")


def test_the_environment_names_a_teams_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extended(tmp_path, OWN)
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "own.toml"))
    actor_list.cache_clear()
    try:
        assert [hit.actor.id for hit in find_actors(["Blue", "Front"])] == ["actor:blue-front"]
    finally:
        actor_list.cache_clear()


@pytest.mark.parametrize(
    ("text", "entry", "fault"),
    [
        ('[armed_group]\nx = {names = ["X Front"], parent = "nobody"}', "x", "`parent` names 'nobody'"),
        ('[armed_group]\nx = {names = ["X Front"], linked_to = ["us"]}', "x", "`linked_to` names 'us'"),
        ('[armed_group]\nx = ["Islamic  state"]', "x", "also a spelling of islamic-state"),
        ('[armed_group]\nx = ["X Front"]\ny = ["Y", "x-front"]', "y", "also a spelling of x"),
        (
            '[armed_group]\nx = {names = ["X Front"], parent = "y"}\ny = {names = ["Y"], wing_of = "x"}',
            "x",
            "x is part of y is part of x: a circle",
        ),
        ('[armed_group]\nx = {names = ["X Front"], parent = "x"}', "x", "a circle"),
        ('[armed_group]\nHamas = ["X Front"]', "Hamas", "differs only in its capitals"),
        ('[force]\nhamas = ["X Front"]', "hamas", "keep one kind"),
        ('[gang]\nx = ["X Front"]', "", "there is no kind [gang]"),
        ('[armed_group]\nx = {names = ["X Front"], sinse = 1999}', "x", "no field 'sinse'"),
        ('[armed_group]\nx = {names = ["X Front"], since = "1999"}', "x", "`since` is a year"),
        ('[armed_group]\nx = {names = ["X Front"], since = true}', "x", "`since` is a year"),
        ('[armed_group]\nx = {names = ["X Front"], since = 1999, until = 1998}', "x", "cannot end in 1998"),
        ('[armed_group]\nx = {names = "X Front"}', "x", "`names` is a list of texts"),
        ('[armed_group]\nx = []', "x", "its first name is the one that is shown"),
        ('[armed_group]\nx = ["~X-ish", "X Front"]', "x", "its first name is the one that is shown"),
        ('[armed_group]\nx = ["X Front", "’"]', "x", "has no word in it"),
        ('[armed_group]\nx = ["X Front"', "", "this is no TOML"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_and_entry(tmp_path: Path, text: str, entry: str, fault: str) -> None:
    with pytest.raises(TableError) as told:
        extended(tmp_path, text)
    assert "own.toml" in str(told.value)
    assert (f"entry {entry}:" in str(told.value)) is bool(entry)
    assert fault in str(told.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"missing\.toml: cannot be read"):
        load_actors(tmp_path / "missing.toml")
