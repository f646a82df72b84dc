"""A team's own actors as a table: the same list as its TOML, and faults that name row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import TableError
from reportedly.language.actor_rows import COLUMNS, actor_rows
from reportedly.language.actor_table import Entry, Spelling, key_of, read_entries
from reportedly.language.actors import ENVIRONMENT, ActorList, actor_list, find_actors, load_actors

openpyxl = pytest.importorskip("openpyxl")

BUNDLED = files("reportedly.language").joinpath("actors.toml").read_text("utf-8")
ENTRIES = read_entries([("actors.toml", BUNDLED)])
OWN = """kind,name,aliases,wing_of,linked_to,active_from
armed_group,Blue Guard,!BG|the Guard of Norland,Blue Front,Hamas|Iran,1999
armed group,Blue Front,,,,
"""
MARKS = {"adjective": "~", "capital": "@"}


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def own(path: Path, text: str = OWN, encoding: str = "utf-8") -> ActorList:
    return load_actors(written(path, text, encoding))


def marked(spelling: Spelling) -> str:
    mark = "!" if spelling.capitals else "=" if spelling.whole else MARKS.get(spelling.form, "")
    # As a person types it who wants no formula.
    return f"'{mark}{spelling.text}" if mark in ("=", "@") else mark + spelling.text


def as_csv(entries: Iterable[Entry]) -> str:
    """Entries as a team's table."""
    sink = io.StringIO()
    rows = csv.writer(sink, delimiter=";")
    rows.writerow(["key", "kind", "name", "parent", "wing of", "linked_to", "active_from", "active_to"])
    for key, actor, spellings, _ in entries:
        above = [each.partition(":")[2] if each else "" for each in (actor.parent, actor.wing_of)]
        linked = "|".join(each.partition(":")[2] for each in actor.linked_to)
        names = "|".join(marked(each) for each in spellings)
        rows.writerow([key, actor.kind, names, *above, linked, actor.since or "", actor.until or ""])
    return sink.getvalue()


def same(entry: Entry) -> object:
    actor = entry.actor
    relations = (actor.parent, actor.wing_of, actor.linked_to, actor.since, actor.until)
    return actor, relations, entry.spellings


def test_the_whole_list_goes_through_a_table_and_back(tmp_path: Path) -> None:
    path = written(tmp_path / "all.csv", "\ufeff" + as_csv(ENTRIES.values()))
    again = read_entries([actor_rows(path)])
    assert {key: same(entry) for key, entry in again.items()} == {
        key: same(entry) for key, entry in ENTRIES.items()
    }


def test_a_team_adds_actors_that_name_others_by_their_names(tmp_path: Path) -> None:
    found = own(tmp_path / "own.csv")
    guard = found.actors["actor:blue-guard"]
    assert (guard.name, guard.kind, guard.since) == ("Blue Guard", "armed_group", 1999)
    assert (guard.wing_of, guard.linked_to) == ("actor:blue-front", ("actor:hamas", "country:IR"))
    hits = found.find(["the", "Guard", "of", "Norland", "BG"])
    assert [hit.actor.id for hit in hits] == ["actor:blue-guard"] * 2
    assert found.named("BG") == guard
    assert found.named("bg") is None


def test_a_name_that_the_list_has_is_that_actor(tmp_path: Path) -> None:
    found = own(tmp_path / "own.csv", "name,kind,aliases\nISIS,armed_group,Black Banner\n")
    banner = found.named("the Black Banner")
    assert banner is not None
    assert (banner.id, banner.name) == ("actor:islamic-state", "Islamic State")


def test_a_row_with_a_key_of_the_list_needs_no_kind_or_name(tmp_path: Path) -> None:
    found = own(tmp_path / "own.csv", "kind,name,key,drop,linked to\n,,rsf,RSF,\n,,irgc,,Hamas | hezbollah\n")
    assert found.named("RSF") is None
    assert found.actors["actor:irgc"].linked_to == ("actor:hamas", "actor:hezbollah")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (OWN, "utf-8-sig"),
        (OWN, "utf-16"),
        (OWN.replace(",", ";").replace("\n", "\r\n"), "utf-8-sig"),
        ("sep=;\r\n" + OWN.replace(",", ";"), "cp1252"),
        (OWN.replace(",", "\t"), "cp1252"),
        (OWN.replace(",", " , ").replace("Blue Guard", '"Blue Guard"').replace(" , ", ","), "utf-8"),
        ("\n,,\n" + OWN, "utf-8"),
    ],
)
def test_a_table_as_spreadsheets_write_it(tmp_path: Path, text: str, encoding: str) -> None:
    found = own(tmp_path / "own.csv", text, encoding)
    assert found.actors["actor:blue-guard"].wing_of == "actor:blue-front"


def test_letters_of_other_code_pages(tmp_path: Path) -> None:
    text = "kind;name\narmed_group;Frente Único\n"
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        assert own(tmp_path / "own.csv", text, encoding).named("Frente Único") is not None


def test_a_workbook_is_a_table_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.merge_cells("A1:F1")
    sheet["A1"] = "Actors of our desk, spring"
    for line in csv.reader(io.StringIO(OWN)):
        sheet.append([int(cell) if cell.isdigit() else cell for cell in line])
    book.save(tmp_path / "own.xlsx")
    found = load_actors(tmp_path / "own.xlsx")
    assert found.actors["actor:blue-guard"].since == 1999
    sheet["F3"] = 19.5
    book.save(tmp_path / "own.xlsx")
    with pytest.raises(TableError, match=r"own\.xlsx, row 3, column active_from: '19\.5' is no year"):
        load_actors(tmp_path / "own.xlsx")


def test_the_environment_names_tables_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(written(tmp_path / "own.csv", OWN)))
    actor_list.cache_clear()
    try:
        assert [hit.actor.id for hit in find_actors(["Blue", "Front"])] == ["actor:blue-front"]
    finally:
        actor_list.cache_clear()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no header with the columns kind and name; it is empty; the columns are key, kind, name"),
        ("actor,type\nX,force\n", "no header with the columns kind and name; it begins with 'actor type'"),
        ("kind,name,side\nforce,X Front,Iran\n", "row 1: there is no column 'side'; the columns are"),
        ("kind,name,since,active_from\n", "row 1: the columns since and active_from are one"),
        ("kind,name\ngang,X Front\n", "row 2, column kind: 'gang' is none; the kinds are armed_group"),
        ("kind,name\n,X Front\n", "row 2, column kind: it is empty; the kinds are"),
        ("kind,name\nforce,X\nforce,\n", "row 3, column name: it is empty"),
        ("kind,name\n", None),
        ("kind,name\nforce,’\n", "row 2, column name: '’' has no word in it"),
        ("kind,name\nstate,Norland\n", "row 2, column key: a state needs its ISO 3166 code"),
        ("kind,name,since\nforce,X Front,spring\n", "row 2, column since: 'spring' is no year"),
        ("kind,name,since\nforce,X Front,1500\n", "row 2, entry x-front: `since` is a year"),
        ("kind,name,active_from,active_to\nforce,X Front,1999,1998\n", "it cannot end in 1998"),
        ("kind,name\nforce,X Front,more\n", "row 2: 'more' stands under no column"),
        ("kind,name\nforce,#NAME?\n", "row 2, column name: a formula gave #NAME?; put ' before"),
        ("kind,name,parent\nforce,X Front,Nobody\n", "row 2, entry x-front: `parent` names 'Nobody'"),
        ("kind,name,wing_of\nforce,X,Y\nforce,Y,X\n", "is part of"),
        ("kind,name\nforce,Hamas\n", "row 2, entry hamas: it is a armed_group in actors.toml"),
        ("kind,name,aliases\nforce,X Front,Hamas\n", "'Hamas' is also a spelling of hamas (actors.toml)"),
        ('kind,name\nforce,"X Front\n', None),
        ("kind,name\nforce,~X-ish\n", "its first name is the one that is shown"),
        ("kind,name\nforce," + "x" * 140_000 + "\n", "row 2: this is no row of a CSV file"),
    ],
)
def test_a_fault_is_told_with_file_row_and_column(tmp_path: Path, text: str, fault: str | None) -> None:
    if fault is None:
        own(tmp_path / "own.csv", text)
        return
    with pytest.raises(TableError) as told:
        own(tmp_path / "own.csv", text)
    assert "own.csv" in str(told.value)
    assert fault in str(told.value)


def test_a_table_that_is_not_there_or_no_workbook_is_told(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"missing\.csv: No such file"):
        load_actors(tmp_path / "missing.csv")
    for raw in (b"", b"kind,name", b"PK\x03\x04" + b"\0" * 40):
        (tmp_path / "own.xlsx").write_bytes(raw)
        with pytest.raises(TableError, match=r"own\.xlsx: this is no workbook that can be read"):
            load_actors(tmp_path / "own.xlsx")


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12), max_size=12),
    st.sampled_from(list(COLUMNS)),
)
def test_whatever_stands_in_a_cell_ends_in_a_list_or_in_words(cells: list[str], column: str) -> None:
    sink = io.StringIO()
    rows = csv.writer(sink)
    beside = COLUMNS[column] not in ("kind", "names")
    rows.writerow(["kind", "name", column] if beside else ["kind", "name"])
    for at, cell in enumerate(cells):
        rows.writerow(["force", f"X{at} Front", cell] if beside else ["force", f"X{at} Front{cell}"])
    path = Path("/nowhere/own.csv")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("reportedly.tables._bytes", lambda _: sink.getvalue().encode())
        try:
            found = read_entries([("actors.toml", BUNDLED), actor_rows(path)])
        except TableError as error:
            told = str(error)
        else:
            told = "own.csv"
            assert len(found) >= len(ENTRIES)
            assert all(key_of(spelling.text) for entry in found.values() for spelling in entry.spellings)
    assert "own.csv" in told
