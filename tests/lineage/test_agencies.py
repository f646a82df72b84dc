"""Which names are one outlet, and that no spelling makes a further origin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import APART, FERRY, RETOLD, page

from reportedly.errors import UsageError
from reportedly.lineage import derivations, load_agencies, roots_of
from reportedly.lineage.outlets import outlet_key, outlet_name
from reportedly.records import CreditRelation, DerivationRelation, Report


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("REPORTEDLY_AGENCIES", raising=False)
    return tmp_path / "team.toml"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("the Associated Press", "AP"),
        ("apnews.com", "AP"),
        ("https://www.reuters.com/world/a-b", "Reuters"),
        ("Deutsche  Presse-Agentur", "dpa"),
        ("ITAR-TASS", "TASS"),
        ("interfax.com.ua", "Interfax-Ukraine"),
        ("Press Trust of India", "PTI"),
        ("harbourmail.com", "Harbourmail"),
        ("The Harbour Mail", "The Harbour Mail"),
    ],
)
def test_known_agencies_are_called_by_one_name(written: str, name: str) -> None:
    assert outlet_name(written) == name


def test_outlets_of_one_family_have_one_key_and_their_own_names() -> None:
    assert outlet_key("Sputnik") == outlet_key("RIA Novosti")
    assert outlet_name("sputnikglobe.com") == "Sputnik"


LOOK_ALIKES = (
    "Reuterz",
    "Reuters.co",
    "R\u0435uters",
    "Rueters",
    "Reuters\u200b",
    "REUTERS",
    "Reutérs",
    "Reuters.news",
)


@pytest.mark.parametrize("written", LOOK_ALIKES)
def test_a_look_alike_is_no_other_outlet(written: str) -> None:
    assert outlet_key(written) == outlet_key("Reuters")


def test_a_look_alike_is_not_shown_as_the_agency() -> None:
    assert outlet_name("Reuterz") == "Reuterz"
    assert outlet_name("R\u0435uters") != "Reuters"


@pytest.mark.parametrize(
    ("one", "other"),
    [("AAP", "APA"), ("ANI", "ANSA"), ("INA", "NINA"), ("Interfax", "Interfax-Ukraine"), ("AP", "APS")],
)
def test_agencies_of_like_names_are_two(one: str, other: str) -> None:
    assert outlet_key(one) != outlet_key(other)


@given(st.text(max_size=30))
def test_any_name_has_a_key_and_keeps_it(name: str) -> None:
    assert outlet_key(name) == outlet_key(name)
    assert outlet_key(f"  the {name} ") == outlet_key(f"the {name}")


def roots(*reports: Report) -> list[str]:
    found = roots_of(reports, derivations(reports))
    return sorted({root.id: root.name for root in found.values()}.values())


def credited(paragraphs: tuple[str, ...], outlet: str, agency: str, day: int | None) -> Report:
    return page(paragraphs, outlet=outlet, day=day, credits=((agency, CreditRelation.SOURCE_LINE),))


@pytest.mark.parametrize("written", LOOK_ALIKES)
def test_a_look_alike_credit_makes_no_further_root(written: str) -> None:
    real = credited(FERRY, "Island Post", "Reuters", 5)
    assert len(roots(real, credited(APART, "Coast Today", written, 5))) == 1
    assert len(roots(real, credited(FERRY[:3], written, written, None))) == 1


def test_an_agencys_update_of_its_own_story_is_one_root() -> None:
    first = page(FERRY, outlet="Reuters", day=5)
    update = page((*RETOLD, APART[2]), outlet="Reuters", day=6, title="Two held over ferry fire")
    assert roots(first, update) == ["Reuters"]


def test_two_stories_of_one_agency_are_two_roots() -> None:
    """What it tells a week later on its own is another report, though of one attack."""
    first = page(FERRY, outlet="Reuters", day=5)
    assert roots(first, page(APART, outlet="Reuters", day=14)) == ["Reuters", "Reuters"]


def test_a_credit_that_fits_several_stories_makes_no_third() -> None:
    heard = "Police will hear Chairman Peer Lund of Open Nets before March ends, Minister Jon Aske added."
    first, second = page(FERRY, outlet="AFP", day=5), page((*APART, heard), outlet="AFP", day=6)
    passed_on = credited(
        (*RETOLD[2:], "Nobody was hurt on the Kestrel in Port Averil."), "Coast Today", "AFP", 6
    )
    assert len(roots(first, second, passed_on)) == len(roots(first, second)) == 2


@pytest.mark.parametrize("day", [None, 6])
def test_an_undated_page_finds_the_agencys_story_too(day: int | None) -> None:
    wire = page(FERRY, outlet="AFP", day=5)
    passed_on = credited(RETOLD[2:], "Coast Today", "AFP", day)
    (found,) = (d for d in derivations([wire, passed_on]) if d.relation is DerivationRelation.CITES)
    assert found.derives_from == wire.id


def test_a_team_adds_names_hosts_and_families(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table.write_text(
        '[Reuters]\nalso = ["RTRS"]\n\n["Norland Wire"]\nalso = ["NW"]\nhosts = ["wire.nl.example"]\n\n'
        '["Norland Two"]\nfamily = "NW"\n',
        "utf-8",
    )
    monkeypatch.setenv("REPORTEDLY_AGENCIES", str(table))
    assert outlet_name("RTRS") == outlet_name("reuters.com") == "Reuters"
    assert outlet_name("https://en.wire.nl.example/today") == "Norland Wire"
    assert outlet_key("Norland Two") == outlet_key("NW")
    monkeypatch.delenv("REPORTEDLY_AGENCIES")
    assert outlet_name("RTRS") == "RTRS"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[Reuters", "no TOML"),
        ("Reuters = 3", "no table"),
        ('[Reuters]\nowner = "X"', "owner"),
        ('[Reuters]\nalso = "RTRS"', "lists of texts"),
        ("[Reuters]\nfamily = 3", "family"),
    ],
)
def test_a_bad_file_is_named_and_nothing_changes(table: Path, text: str, says: str) -> None:
    table.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=says) as raised:
        load_agencies(table)
    assert str(table) in str(raised.value)
    assert outlet_name("reuters.com") == "Reuters"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_agencies(tmp_path / "none.toml")


def test_every_name_of_the_table_leads_to_one_outlet() -> None:
    table: Any = load_agencies()
    assert all(table.key(name) == table.key(shown) for name, shown in table.names.items())
    assert all(table.name(host) == shown for host, shown in table.hosts.items())
