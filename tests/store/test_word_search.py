"""Words find reports and claims, with offsets that are true, and whatever somebody types is only words."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect

from faults.plain import MADE_BY, plain_reading
from reportedly.errors import RecordError, UsageError
from reportedly.ids import content_id, sha256_hex
from reportedly.listing import Found, FoundKind, SearchPage
from reportedly.records import Reading, Report
from reportedly.store import Store, migrate
from reportedly.store.database import database_of
from reportedly.store.words import Question, words_of
from store.conftest import Location
from strategies import readings, texts

unhurried = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def text_reading(text: str, *, title: str | None = None, name: str = "page") -> Reading:
    report = Report(
        id=content_id("rep", name), origin=name, sha256=sha256_hex(name.encode()), text=text, title=title
    )
    return Reading(report=report)


def found(
    store: Store, asked: str, kind: FoundKind = FoundKind.REPORT, *, after: str | None = None, limit: int = 50
) -> SearchPage:
    return store.board.search(asked, kind, after=after, limit=limit)


def quoted(hit: Found) -> list[str]:
    return [hit.snippet.text[start:end] for start, end in hit.snippet.marks]


def check_offsets(hit: Found, text: str) -> None:
    """What a snippet shows stands in the report where it says."""
    start = hit.snippet.start
    assert start is not None
    assert text[start : start + len(hit.snippet.text)] == hit.snippet.text
    assert all(0 <= first < last <= len(hit.snippet.text) for first, last in hit.snippet.marks)


# --- finding ----------------------------------------------------------------------------------------------


def test_a_report_is_found_by_words_of_its_text_in_any_case_and_order(store: Store) -> None:
    reading = plain_reading(3)
    store.put(reading, MADE_BY)
    store.put(plain_reading(44), MADE_BY)
    page = found(store, "spokesman BLAST 44")
    assert [hit.report for hit in page.rows] == [plain_reading(44).report.id]
    assert (page.total, page.next) == (1, None)
    (hit,) = page.rows
    assert (hit.kind, hit.claim, hit.outlet) == (FoundKind.REPORT, None, "Ansel Courier")
    assert hit.published == plain_reading(44).report.published
    check_offsets(hit, plain_reading(44).report.text)
    assert {word.casefold() for word in quoted(hit)} == {"spokesman", "blast", "44"}


def test_all_words_are_needed(store: Store) -> None:
    store.put(plain_reading(3), MADE_BY)
    assert found(store, "blast zeppelin").rows == ()
    assert found(store, "blast zeppelin").words == ("blast", "zeppelin")


@pytest.mark.parametrize(
    ("asked", "hits"),
    [
        ("river brigade", True),
        ('"River Brigade"', True),
        ('"Brigade River"', False),
        ("brig", False),
        ("brig*", True),
        ("BRIG* killed", True),
        ("Brigáde", True),
        ("port-ansel", True),
        ("ansel-port", False),
        ("brigade AND killed", False),
        ("NOT zeppelin", False),
        ("title:blast", False),
        ("NEAR(river brigade)", False),
        ("(river", True),
        ('"river', True),
        ('river"', True),
        ("river -killed", True),
        ("^river", True),
        ("river + brigade", True),
        ("*", False),
        ('""', False),
        ("", False),
        ("   ", False),
        ("'; DROP TABLE reports; --", False),
    ],
)
def test_what_somebody_types_is_words(store: Store, asked: str, hits: bool) -> None:
    store.put(plain_reading(3), MADE_BY)
    assert bool(found(store, asked).rows) is hits


@unhurried
@given(texts(max_size=60) | st.text(max_size=60) | st.text('"*()^:{}+-. aN', max_size=30))
def test_no_question_breaks(store: Store, asked: str) -> None:
    store.put(plain_reading(3), MADE_BY)
    for kind in FoundKind:
        page = found(store, asked, kind)
        assert len(page.rows) == page.total


@unhurried
@given(readings(nul=False), st.data())
def test_any_word_of_a_report_finds_it_where_it_stands(
    fresh: Callable[[], Location], reading: Reading, data: st.DataObject
) -> None:
    text = reading.report.text
    words = [word for word in text.split() if word.isascii() and word.isalnum()]
    with Store.open(fresh()) as store:
        store.put(reading, MADE_BY)
        if words:
            word = data.draw(st.sampled_from(words))
            (hit,) = found(store, word).rows
            check_offsets(hit, text)
            assert word.casefold() in {each.casefold() for each in quoted(hit)}
        for claim in reading.claims:
            for hit in found(store, claim.value.text if claim.value else "x", FoundKind.CLAIM).rows:
                check_offsets(hit, text)


def test_offsets_count_code_points(store: Store) -> None:
    text = "\U0001f6a8\U0001f6a8 e\u0301 \u05e9\u05dc \U0001f468\u200d\U0001f469: a bomb; \U0001f6a8 bombs"
    store.put(text_reading(text), MADE_BY)
    (hit,) = found(store, "bomb*").rows
    assert hit.snippet.start == 0
    assert [text[start:end] for start, end in hit.snippet.marks] == ["bomb", "bombs"]


def test_a_title_that_the_text_lacks_is_found_without_an_offset(store: Store) -> None:
    store.put(text_reading("Nothing of it.", title="Mill burns"), MADE_BY)
    (hit,) = found(store, "mill").rows
    assert (hit.snippet.text, hit.snippet.start, quoted(hit)) == ("Mill burns", None, ["Mill"])


def test_a_report_whose_headline_has_the_word_comes_first(store: Store) -> None:
    for number in range(5):
        store.put(plain_reading(number), MADE_BY)
    body = f"Fire at the docks. {'No more is known. ' * 8}"
    store.put(text_reading(f"Quiet day\n\n{body}", title="Quiet day", name="a"), MADE_BY)
    store.put(
        text_reading(f"Docks burn\n\n{'No more is known. ' * 9}", title="Docks burn", name="b"), MADE_BY
    )
    assert [hit.title for hit in found(store, "docks").rows] == ["Docks burn", "Quiet day"]


def test_a_snippet_is_where_most_of_the_words_are(store: Store) -> None:
    filler = "Nothing was heard of it for long. " * 40
    text = f"A mill. {filler}The mill burned by the river. {filler}"
    store.put(text_reading(text), MADE_BY)
    (hit,) = found(store, "mill burned river").rows
    assert quoted(hit) == ["mill", "burned", "river"]
    check_offsets(hit, text)
    assert len(hit.snippet.text) <= 240
    assert not hit.snippet.text[0].isspace()
    assert text[hit.snippet.start - 1] == " " if hit.snippet.start else True


def test_a_word_longer_than_a_snippet_is_shown_whole(store: Store) -> None:
    word = "x" * 1000
    store.put(text_reading(f"{'a ' * 100}{word} b"), MADE_BY)
    (hit,) = found(store, word).rows
    assert quoted(hit) == [word]


def test_code_points_that_are_no_characters_are_only_between_words(store: Store) -> None:
    text = "\ufdd0\uffff mill \ufdef\U0010ffff"
    store.put(text_reading(text), MADE_BY)
    (hit,) = found(store, "mill").rows
    assert quoted(hit) == ["mill"]
    check_offsets(hit, text)


# --- claims -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["river brigade", "police brigade", "spokesman", "ansel"])
def test_a_claim_is_found_by_value_speaker_and_words(store: Store, asked: str) -> None:
    reading = plain_reading(3)
    store.put(reading, MADE_BY)
    page = found(store, asked, FoundKind.CLAIM)
    of = {claim.id: claim for claim in reading.claims}
    labels = {source.id: source.label for source in reading.sources}
    assert page.rows
    for hit in page.rows:
        assert hit.claim is not None
        claim = of[hit.claim]
        assert hit.speaker == labels[claim.source]
        assert hit.value == (claim.value.name if claim.value else None)
        check_offsets(hit, reading.report.text)
        told = f"{hit.value} {hit.speaker} {hit.snippet.text}".casefold()
        assert all(word in told for word in asked.split())


def test_a_claim_that_names_nobody_is_found_by_what_is_said(store: Store) -> None:
    store.put(plain_reading(3), MADE_BY)
    (hit,) = found(store, "claimed responsibility", FoundKind.CLAIM).rows
    assert hit.value is None
    assert quoted(hit) == ["claimed", "responsibility"]


# --- pages ------------------------------------------------------------------------------------------------


def test_pages_follow_each_other_without_a_gap(store: Store) -> None:
    for number in range(7):
        store.put(plain_reading(number), MADE_BY)
    seen: list[str] = []
    after = None
    while True:
        page = found(store, "blast", after=after, limit=3)
        seen += [hit.report for hit in page.rows]
        assert page.total == 7
        after = page.next
        if after is None:
            break
    assert sorted(seen) == sorted(plain_reading(n).report.id for n in range(7))


@pytest.mark.parametrize("after", ["", "x", "-1", "1.5", "٣", "9" * 20])
def test_a_page_that_is_none_is_refused(store: Store, after: str) -> None:
    with pytest.raises(UsageError, match="is no page of what was found"):
        found(store, "blast", after=after)


def test_a_page_behind_the_last_is_empty(store: Store) -> None:
    store.put(plain_reading(1), MADE_BY)
    page = found(store, "blast", after="50")
    assert (page.rows, page.next, page.total) == ((), None, 1)


def test_too_many_words_are_refused() -> None:
    assert len(Question.of(" ".join(f"w{n}" for n in range(32))).words) == 32
    with pytest.raises(UsageError, match="at most 32 words, not 33"):
        Question.of(" ".join(f"w{n}" for n in range(33)))


# --- in step ----------------------------------------------------------------------------------------------


def whole(store: Store) -> None:
    """The index has what the tables have: FTS5 checks it itself."""
    with store.writing() as connection:

        def listed(query: str) -> list[Any]:
            return sorted(connection.exec_driver_sql(query).scalars())

        claims = listed("SELECT claim FROM searched WHERE claim IS NOT NULL")
        assert claims == listed("SELECT id FROM claims")
        number = "rowid" if connection.dialect.name == "sqlite" else "number"
        for table, which in (("claim_search", "IS NOT NULL"), ("report_search", "IS NULL")):
            numbers = listed(f"SELECT number FROM searched WHERE claim {which}")  # noqa: S608
            assert listed(f"SELECT {number} FROM {table}") == numbers  # noqa: S608
        if connection.dialect.name == "sqlite":
            for check in ("report_search (report_search, rank)", "claim_search (claim_search, rank)"):
                connection.exec_driver_sql(f"INSERT INTO {check} VALUES ('integrity-check', 1)")  # noqa: S608
            return
        for row in connection.exec_driver_sql(
            "SELECT title, text, folded, length(words) AS different FROM report_search "
            "JOIN searched USING (number) JOIN reports ON reports.id = searched.report"
        ):
            told = [[word.folded for word in words_of(each or "")] for each in (row.title, row.text)]
            assert [line.split() for line in row.folded.split("\n")] == told
            assert row.different == len({*told[0], *told[1]})


def test_another_reading_takes_the_place_of_the_words(store: Store) -> None:
    first = text_reading("The mill burned.")
    store.put(first, MADE_BY)
    store.put(plain_reading(1), MADE_BY)
    store.put(text_reading("The barn burned."), MADE_BY)
    assert found(store, "mill").rows == ()
    assert [hit.report for hit in found(store, "barn").rows] == [first.report.id]
    fewer = replace(plain_reading(1), claims=(), incidents=(), sources=())
    store.put(fewer, MADE_BY)
    assert found(store, "brigade", FoundKind.CLAIM).rows == ()
    assert len(found(store, "brigade").rows) == 1
    whole(store)


@unhurried
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["rules.v1", "rules.v2"])), max_size=6))
def test_it_stays_in_step_whatever_is_put_in_whatever_order(
    fresh: Callable[[], Location], puts: list[tuple[int, str]]
) -> None:
    with Store.open(fresh()) as store:
        for number, extractor in puts:
            store.put(plain_reading(number, extractor=extractor), replace(MADE_BY, extractor=extractor))
        whole(store)


def test_a_reading_that_is_refused_leaves_the_words_as_they_were(store: Store) -> None:
    store.put(plain_reading(1), MADE_BY)
    mine, text = plain_reading(2), plain_reading(2).report.text
    theirs = dict(zip([each.id for each in mine.sources], plain_reading(1).sources, strict=True))
    clash = replace(
        mine,
        sources=tuple(replace(each, id=theirs[each.id].id, text=text) for each in mine.sources),
        claims=tuple(replace(each, source=theirs[each.source].id, text=text) for each in mine.claims),
    )
    with pytest.raises(RecordError, match="another report has a record of the same id"):
        store.put(clash, MADE_BY)
    assert len(found(store, "blast").rows) == 1
    whole(store)


def test_an_older_ledger_gets_its_words_when_it_is_opened(bare: Location) -> None:
    with Store.open(bare) as store:
        for number in range(3):
            store.put(plain_reading(number), MADE_BY)
        before = [found(store, "brigade", kind) for kind in FoundKind]
    database = database_of(bare)
    engine = database.engine()
    with database.rebuilding(engine) as connection:
        migrate.step_to(connection, "0004")
    assert not inspect(engine).has_table("claim_search")
    engine.dispose()
    with Store.open(bare) as store:
        after = [found(store, "brigade", kind) for kind in FoundKind]
        assert [set(map(repr, page.rows)) for page in after] == [set(map(repr, page.rows)) for page in before]
        assert all(page.rows for page in before)
        whole(store)


def test_the_words_outlive_a_vacuum(file_store: Store, path: Path) -> None:
    for number in range(3):
        file_store.put(plain_reading(number), MADE_BY)
    file_store.put(text_reading("The barn burned.", name="page"), MADE_BY)
    file_store.put(text_reading("The mill burned.", name="page"), MADE_BY)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("VACUUM")
    connection.close()
    assert [hit.report for hit in found(file_store, "mill").rows] == [content_id("rep", "page")]
    whole(file_store)


# --- the same in both -------------------------------------------------------------------------------------

LONG = "x" * 3000


@pytest.fixture
def both(store: Store, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """A ledger, and one that is a file, with the same in both."""
    with Store.open(tmp_path / "other.ledger") as other:
        for each in (store, other):
            for number in range(9):
                each.put(plain_reading(number), MADE_BY)
            each.put(text_reading("A mill, a mill; the mill burned by the river.", name="a"), MADE_BY)
            each.put(
                text_reading(f"The river mill {'and more of it ' * 50}", title="Mill", name="b"), MADE_BY
            )
            each.put(text_reading(f"river {LONG}a mill {LONG}b Straße, İstanbul", name="c"), MADE_BY)
            each.put(text_reading("Việt Nam's ǅungla: the ΣΊΣΥΦΟΣ mill_river of Йорк", name="d"), MADE_BY)
        yield store, other


@pytest.mark.parametrize("kind", FoundKind)
@pytest.mark.parametrize(
    "asked",
    [
        "mill",
        "mill river",
        "river mill*",
        "m*",
        "the said* ansel",
        '"the mill"',
        '"mill a mill"',
        "mill-riv*",
        "river-brigade killed",
        LONG + "a",
        LONG[:600] + "*",
        LONG,
        f'"mill {LONG}b"',
        "viet ǆungla σίσυφος йорк",
        "strasse",
        "straße istanbul",
        "brigade brigade* port-ansel",
        '"port ansel" 3',
    ],
)
def test_a_question_finds_the_same_in_the_same_order(
    both: tuple[Store, Store], asked: str, kind: FoundKind
) -> None:
    one, other = (found(store, asked, kind, limit=5) for store in both)
    assert one == other
    if one.next:
        assert found(both[0], asked, kind, after=one.next) == found(both[1], asked, kind, after=other.next)


def test_a_text_of_more_words_than_an_index_takes_is_found(store: Store) -> None:
    text = " ".join(f"word{number:06d}" for number in range(120_000)) + " ends, at the mill"
    store.put(text_reading(text, name="long"), MADE_BY)
    store.put(text_reading("At the mill.", name="short"), MADE_BY)
    for asked, hits in (("word119999", 1), ("word01*", 1), ('"at the mill"', 2), ("mill zeppelin", 0)):
        page = found(store, asked)
        assert page.total == len(page.rows) == hits
        for hit in page.rows:
            check_offsets(hit, text if len(hit.snippet.text) > 20 else "At the mill.")


def test_a_word_is_what_it_is_for_fts5() -> None:
    """Of all characters that Unicode had before FTS5's tables were made."""
    known = [chr(each) for each in range(1, 0x2000) if unicodedata.ucd_3_2_0.category(chr(each)) != "Cn"]
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='unicode61 remove_diacritics 2')")
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'instance')")
    connection.executemany(
        "INSERT INTO t (rowid, x) VALUES (?, ?)", [(ord(each), f"q{each}z") for each in known]
    )
    theirs: dict[int, list[str]] = defaultdict(list)
    for row, term in connection.execute("SELECT doc, term FROM v ORDER BY doc, offset"):
        theirs[row].append(term)
    connection.close()
    differ = {each for each in known if [word.folded for word in words_of(f"q{each}z")] != theirs[ord(each)]}
    # Two letters with two accents, of which FTS5 takes none away, and two that became signs only later.
    assert differ == set("\u01e0\u01e1\u1885\u1886")
