import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.language.actors import ActorHit, find_actors
from reportedly.language.words import tokenise

RAW: dict[str, dict[str, list[str]]] = tomllib.loads(
    files("reportedly.language").joinpath("actors.toml").read_text("utf-8")
)
FORMS = {"~": "adjective", "@": "capital"}
NOT_YET = pytest.mark.xfail(
    strict=True, raises=(AssertionError, ValueError), reason="right, and not read yet"
)
NOT_FOUND = {"Kurdistan Workers' Party", "19th of April Movement"}


def spellings() -> Iterator[tuple[str, str, str, str]]:
    """Kind, id, form and spelling of every entry."""
    for kind, actors in RAW.items():
        for key, names in actors.items():
            for name in names:
                form = FORMS.get(name[0], "name")
                yield kind, f"{'country' if kind == 'state' else 'actor'}:{key}", form, name.lstrip("~@")


def hits(text: str) -> list[ActorHit]:
    return list(find_actors([token.text for token in tokenise(text)]))


def names(text: str) -> list[str]:
    return [hit.actor.name for hit in hits(text)]


@pytest.mark.parametrize(
    ("kind", "identity", "form", "spelling"),
    [pytest.param(*row, id=row[3], marks=[NOT_YET] if row[3] in NOT_FOUND else []) for row in spellings()],
)
def test_every_spelling_is_found_in_a_sentence(kind: str, identity: str, form: str, spelling: str) -> None:
    (hit,) = hits(f"yesterday the {spelling} said nothing")
    assert (hit.actor.kind, hit.actor.id, hit.form) == (kind, identity, form)


def test_no_spelling_stands_for_two_actors() -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for _, identity, _, spelling in spellings():
        owners[re.sub(r"[-'’. ]+", " ", spelling).strip().casefold()].add(identity)
    assert {spelling: ids for spelling, ids in owners.items() if len(ids) > 1} == {}


def test_ids_are_unique_over_all_kinds() -> None:
    keys = [key.casefold() for actors in RAW.values() for key in actors]
    assert len(keys) == len(set(keys))


def test_the_name_shown_is_a_plain_name() -> None:
    assert all(spellings_[0][0] not in FORMS for actors in RAW.values() for spellings_ in actors.values())


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
    ],
)
def test_actors_in_their_order(text: str, expected: list[str]) -> None:
    assert names(text) == expected


WORDS = sorted({word for _, _, _, spelling in spellings() for word in spelling.split()})


@given(st.lists(st.sampled_from(WORDS) | st.text(min_size=1, max_size=6)))
def test_hits_are_in_order_and_apart(words: list[str]) -> None:
    found = list(find_actors(words))
    assert all(0 <= hit.start < hit.end <= len(words) for hit in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
