"""What a stored ledger gives back, and what it refuses."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from faults.plain import MADE_BY, plain_reading, reviewed
from reportedly import codec
from reportedly.errors import LedgerError, NotFound, RecordError, UsageError
from reportedly.records import Incident, LedgerView, MadeBy, NumberRange, Reading, Reason, Skipped, Stage
from reportedly.store import Store
from reportedly.store.write import digest
from store.conftest import Location, ask, change
from strategies import makers, readings, skips

unhurried = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

NEWER = MadeBy(program="reportedly 0.2.0", extractor="rules.v2", model="sha256:ab")


def view_of(reading: Reading, made_by: MadeBy = MADE_BY) -> LedgerView:
    return LedgerView(
        made_by=made_by,
        reports=(reading.report,),
        sources=reading.sources,
        incidents=reading.incidents,
        claims=reading.claims,
        skipped=reading.skipped,
    )


# --- round trip -------------------------------------------------------------------------------------------


@unhurried
@given(readings(nul=False), makers(nul=False))
def test_what_is_put_comes_back_as_it_was(
    fresh: Callable[[], Location], reading: Reading, made_by: MadeBy
) -> None:
    location = fresh()
    with Store.open(location) as store:
        store.put(reading, made_by)
    with Store.open(location) as store:
        stored = store.view(report=reading.report.id)
    expected = view_of(reading, made_by)
    assert set(stored.skipped) == set(reading.skipped)
    assert replace(stored, skipped=()) == replace(expected, skipped=())


@unhurried
@given(st.lists(skips(nul=False), max_size=4))
def test_what_was_left_out_comes_back_once_each(
    fresh: Callable[[], Location], skipped: list[Skipped]
) -> None:
    with Store.open(fresh()) as store:
        wrote = [store.skip(each) for each in skipped]
        assert set(store.view().skipped) == set(skipped)
        assert len(store.view().skipped) == len(set(skipped)) == sum(wrote)


def test_a_row_that_comes_with_a_reading_and_without_one_is_given_once(store: Store) -> None:
    skipped = Skipped(origin="pages/1.txt", stage=Stage.CLAIMS, reason=Reason.FAILED)
    reading = replace(plain_reading(1), skipped=(skipped,))
    store.put(reading, MADE_BY)
    store.skip(skipped)
    assert store.view().skipped == (skipped,)
    # The reading's own row goes with it, the other stays.
    store.put(plain_reading(1), NEWER)
    assert store.view(report=reading.report.id).skipped == ()
    assert store.view().skipped == (skipped,)


def test_a_whole_view_is_a_ledger_file(store: Store) -> None:
    for number in range(3):
        store.put(plain_reading(number), MADE_BY)
    assert codec.loads(codec.dumps(store.view())) == store.view()


def test_the_order_does_not_depend_on_who_came_first(fresh: Callable[[], Location]) -> None:
    views = []
    for order in ((1, 2, 3), (3, 1, 2)):
        with Store.open(fresh()) as store:
            for number in order:
                store.put(plain_reading(number), MADE_BY)
            views.append(store.view())
    assert views[0] == views[1]
    dates = [report.published for report in views[0].reports]
    assert dates == sorted(date for date in dates if date)


def test_an_undated_report_comes_last(store: Store) -> None:
    undated = plain_reading(1)
    store.put(replace(undated, report=replace(undated.report, published=None)), MADE_BY)
    store.put(plain_reading(2), MADE_BY)
    assert [report.published is None for report in store.view().reports] == [False, True]


# --- nothing twice ----------------------------------------------------------------------------------------


def test_a_second_put_of_the_same_reading_writes_nothing(file_store: Store, path: Path) -> None:
    reading = replace(
        plain_reading(1), skipped=(Skipped(origin="x", stage=Stage.CLAIMS, reason=Reason.FAILED),)
    )
    assert file_store.put(reading, MADE_BY)
    files = [path, path.with_name(path.name + "-wal")]
    before = [file.read_bytes() for file in files]
    changes = _changes(file_store)
    assert not file_store.put(reading, MADE_BY)
    assert _changes(file_store) == changes > 0
    assert [file.read_bytes() for file in files] == before


def test_a_second_skip_of_the_same_row_writes_nothing(file_store: Store, path: Path) -> None:
    skipped = Skipped(origin="x", stage=Stage.READ, reason=Reason.EMPTY)
    assert file_store.skip(skipped)
    log = path.with_name(path.name + "-wal").read_bytes()
    assert not file_store.skip(skipped)
    assert path.with_name(path.name + "-wal").read_bytes() == log
    assert file_store.counts()["skipped"] == 1


def _changes(store: Store) -> int:
    # One thread only ever has one connection of the pool, so this is the one that wrote.
    raw = store._engine.raw_connection()
    try:
        changes = raw.driver_connection.total_changes  # type: ignore[union-attr]
        assert isinstance(changes, int)
        return changes
    finally:
        raw.close()


def test_a_reading_that_another_writer_was_quicker_with_is_not_written_again(
    file_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_store.put(plain_reading(1), MADE_BY)
    changes, look = _changes(file_store), Store._digest
    # As if the other writer had come between the first look and the lock.
    answers: list[Callable[..., str | None]] = [lambda *_: None, look]
    monkeypatch.setattr(Store, "_digest", lambda *given: answers.pop(0)(*given))
    assert not file_store.put(plain_reading(1), MADE_BY)
    assert _changes(file_store) == changes


def test_the_same_bytes_at_another_address_write_nothing(store: Store) -> None:
    reading = plain_reading(1)
    store.put(reading, MADE_BY)
    copy = replace(reading, report=replace(reading.report, origin="pages/copy.txt"))
    assert not store.put(copy, MADE_BY)
    assert store.view().reports[0].origin == "pages/1.txt"


@pytest.mark.parametrize(
    "made_by", [replace(MADE_BY, extractor="rules.v2"), replace(MADE_BY, model="sha256:ab")]
)
def test_another_extractor_or_model_is_another_reading(store: Store, made_by: MadeBy) -> None:
    store.put(plain_reading(1), MADE_BY)
    assert store.put(plain_reading(1), made_by)


def test_another_version_of_the_program_alone_is_not(store: Store) -> None:
    store.put(plain_reading(1), MADE_BY)
    assert not store.put(plain_reading(1), replace(MADE_BY, program="reportedly 0.1.1"))


# --- reading again ----------------------------------------------------------------------------------------


def fewer_claims(reading: Reading, *numbers: int) -> Reading:
    """The reading with only some of its claims."""
    said = tuple(reading.claims[number] for number in numbers)
    told = tuple(
        replace(incident, claims=tuple(claim.id for claim in said if claim.incident == incident.id))
        for incident in reading.incidents
    )
    return replace(reading, claims=said, incidents=told)


def test_a_newer_reading_takes_the_place_of_the_earlier(store: Store, location: Location) -> None:
    store.put(plain_reading(1), MADE_BY)
    newer = fewer_claims(plain_reading(1, extractor="rules.v2"), 2, 0)
    newer = replace(newer, sources=newer.sources[:1])
    assert store.put(newer, NEWER)
    assert store.view() == view_of(newer, NEWER)
    assert ask(location, "SELECT read_by, model, program FROM reports") == [
        ("rules.v2", "sha256:ab", "reportedly 0.2.0")
    ]
    assert store.counts()["evidence"] == sum(len(list(claim.evidence)) for claim in newer.claims)


def test_a_reviewed_claim_stays_with_its_source_and_incident(store: Store) -> None:
    first = reviewed(plain_reading(1), 3)
    store.put(first, MADE_BY)
    # The newer reading finds neither the claim, nor its speaker, nor its incident.
    newer = replace(fewer_claims(plain_reading(1), 0), sources=first.sources[:1])
    elsewhere = replace(newer.incidents[0], id="inc_elsewhere", claims=(newer.claims[0].id,))
    moved = replace(newer.claims[0], incident=elsewhere.id, text=first.report.text)
    store.put(replace(newer, claims=(moved,), incidents=(elsewhere,)), NEWER)
    view = store.view()
    assert {claim.id: claim.reviewed for claim in view.claims} == {
        moved.id: None,
        first.claims[3].id: "accepted",
    }
    assert set(view.sources) == set(first.sources)
    assert {incident.id: incident.claims for incident in view.incidents} == {
        elsewhere.id: (moved.id,),
        first.incidents[0].id: (first.claims[3].id,),
    }


def test_a_reviewed_claim_is_not_written_over(store: Store) -> None:
    store.put(reviewed(plain_reading(1), 0), MADE_BY)
    doubted = plain_reading(1)
    changed = replace(doubted.claims[0], confidence=0.1, text=doubted.report.text)
    store.put(replace(doubted, claims=(changed, *doubted.claims[1:])), NEWER)
    kept = store.view(claim=changed.id).claims[0]
    assert (kept.reviewed, kept.confidence) == ("accepted", 0.75)
    assert store.counts()["claims"] == 5


def test_a_text_that_changed_under_a_reviewed_claim_is_refused(store: Store) -> None:
    store.put(reviewed(plain_reading(1), 0), MADE_BY)
    before = store.view()
    other = plain_reading(22)
    recut = Reading(
        report=replace(other.report, id=plain_reading(1).report.id, text="Advert.\n\n" + other.report.text)
    )
    with pytest.raises(RecordError, match="a reviewed claim of it would lose its words"):
        store.put(recut, NEWER)
    assert store.view() == before


def test_has_report_tells_who_has_read_it(store: Store) -> None:
    report = plain_reading(1).report.id
    assert not store.has_report(report)
    store.put(plain_reading(1), MADE_BY)
    assert store.has_report(report)
    assert store.has_report(report, MADE_BY)
    assert not store.has_report(report, NEWER)
    assert not store.has_report(report, replace(MADE_BY, model="sha256:ab"))


# --- refusals ---------------------------------------------------------------------------------------------


def broken_readings() -> list[tuple[str, Reading]]:
    one, other = plain_reading(1), plain_reading(2)
    incident = one.incidents[0]
    return [
        ("is of another report", replace(one, sources=other.sources)),
        ("has a source that the reading lacks", replace(one, sources=one.sources[:1])),
        ("do not point to each other", replace(one, incidents=())),
        ("do not point to each other", replace(one, claims=one.claims[1:])),
        ("do not point to each other", replace(one, incidents=(replace(incident, claims=()),))),
        ("comes twice", replace(one, claims=(*one.claims, one.claims[0]))),
        ("comes twice", replace(one, incidents=(incident, incident))),
        ("lone surrogate", replace(one, report=replace(one.report, origin="\udcff.txt"))),
        ("text with a NUL", replace(one, report=replace(one.report, title="a\0b"))),
        (
            "number of it is over 2\\^63",
            replace(
                one,
                sources=(
                    replace(one.sources[0], number=NumberRange(10**30, None), text=one.report.text),
                    one.sources[1],
                ),
            ),
        ),
    ]


@pytest.mark.parametrize(("complaint", "reading"), broken_readings())
def test_a_reading_that_cannot_be_stored_is_refused_whole(
    store: Store, complaint: str, reading: Reading
) -> None:
    store.put(plain_reading(9), MADE_BY)
    before = store.view()
    with pytest.raises(RecordError, match=complaint):
        store.put(reading, NEWER)
    assert store.view() == before
    assert store.put(plain_reading(1), MADE_BY)


def test_a_backslash_before_u0000_is_no_nul(store: Store) -> None:
    reading = plain_reading(1)
    report = replace(reading.report, byline=r"a\u0000 \\u0000")
    assert store.put(replace(reading, report=report), MADE_BY)
    assert store.view().reports[0].byline == r"a\u0000 \\u0000"


def test_ids_of_another_report_are_refused(store: Store) -> None:
    one = plain_reading(1)
    store.put(one, MADE_BY)
    thief = Reading(
        report=plain_reading(2).report,
        incidents=(Incident(id=one.incidents[0].id, type=one.incidents[0].type, claims=(), summary=""),),
    )
    with pytest.raises(RecordError, match="another report has a record of the same id"):
        store.put(thief, MADE_BY)
    assert store.view() == view_of(one)


def test_a_skipped_row_that_cannot_be_stored_is_refused(store: Store) -> None:
    with pytest.raises(RecordError, match=r"'\\udcff': cannot be stored"):
        store.skip(Skipped(origin="\udcff", stage=Stage.READ, reason=Reason.EMPTY))


# --- views ------------------------------------------------------------------------------------------------


def test_a_view_of_a_part_has_what_belongs_to_it(store: Store) -> None:
    for number in range(3):
        store.put(plain_reading(number), MADE_BY)
    reading = plain_reading(1)
    claim = reading.claims[3]
    whole = view_of(reading)
    assert store.view(report=reading.report.id) == whole
    assert store.view(incident=reading.incidents[0].id) == whole
    assert store.view(claim=claim.id) == replace(whole, claims=(claim,), sources=reading.sources[1:])


def test_an_id_may_be_shortened_to_eight_characters(store: Store) -> None:
    store.put(plain_reading(1), MADE_BY)
    reading = plain_reading(1)
    for given_as, record in (
        ("report", reading.report),
        ("incident", reading.incidents[0]),
        ("claim", reading.claims[0]),
    ):
        assert store.view(**{given_as: record.id[:8]}) == store.view(**{given_as: record.id})
        with pytest.raises(NotFound, match=f"no {given_as} .* at least 8 characters"):
            store.view(**{given_as: record.id[:7]})
        with pytest.raises(NotFound, match=f"no {given_as} has an id that is or begins with"):
            store.view(**{given_as: record.id + "a"})


def test_a_short_id_of_several_records_is_refused(store: Store) -> None:
    for ending in ("aa", "ab", "abc"):
        reading = plain_reading(len(ending) + ord(ending[1]))
        store.put(Reading(report=replace(reading.report, id="rep_aaaaaa" + ending)), MADE_BY)
    with pytest.raises(NotFound, match="more than one report begins with 'rep_aaaa'"):
        store.view(report="rep_aaaa")
    # The id of one record may begin another's.
    assert store.view(report="rep_aaaaaaab").reports[0].id == "rep_aaaaaaab"


@pytest.mark.parametrize("wild", ["%%%%%%%%", "rep_____", "rep_%%%%", "'; DROP --"])
def test_an_id_is_no_pattern(store: Store, wild: str) -> None:
    store.put(plain_reading(1), MADE_BY)
    with pytest.raises(NotFound):
        store.view(report=wild)


def test_one_thing_is_asked_for_at_a_time(store: Store) -> None:
    with pytest.raises(UsageError, match="one report, incident or claim at a time"):
        store.view(report="rep_aaaa", claim="clm_aaaa")


def test_counts_and_made_by(store: Store) -> None:
    assert set(store.counts().values()) == {0}
    assert store.made_by.extractor == "none"
    store.put(plain_reading(1), MADE_BY)
    assert store.counts() == {
        "reports": 1,
        "sources": 2,
        "incidents": 1,
        "claims": 5,
        "evidence": 14,
        "skipped": 0,
    }
    assert store.made_by == MADE_BY


# --- the file itself --------------------------------------------------------------------------------------


def test_sql_alone_can_audit_the_evidence(store: Store, location: Location) -> None:
    store.put(plain_reading(1), MADE_BY)
    emoji = plain_reading(2)
    report = replace(emoji.report, text=emoji.report.text + " \U0001f6a8e\u0301", title=None)
    store.put(replace(emoji, report=report), MADE_BY)
    audit = """
        SELECT count(*),
            sum(CASE substr(r.text, e.start_at + 1, e.end_at - e.start_at) WHEN e.quote THEN 1 ELSE 0 END)
        FROM evidence e JOIN claims c ON c.id = e.claim JOIN reports r ON r.id = c.report
    """
    assert ask(location, audit) == [(28, 28)]


@pytest.mark.parametrize(
    "sabotage",
    [
        "UPDATE evidence SET quote = 'Nobody' WHERE part = 'source'",
        "UPDATE reports SET text = 'x' || text",
        "DELETE FROM evidence WHERE part = 'value'",
        "UPDATE claims SET value_text = 'Nobody' WHERE value_text IS NOT NULL",
        "UPDATE source_mentions SET quote = 'Nobody'",
    ],
)
def test_evidence_that_was_changed_by_hand_is_not_given_out(
    store: Store, location: Location, sabotage: str
) -> None:
    store.put(plain_reading(1), MADE_BY)
    change(location, sabotage)
    with pytest.raises(LedgerError, match=r"changed by hand: (clm|src)_"):
        store.view()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE claims SET stance = 'thinks'",
        "UPDATE claims SET source = 'src_nobody'",
        "UPDATE claims SET confidence = 2",
        "UPDATE evidence SET start_at = end_at",
        "INSERT INTO evidence VALUES ('clm_nothing', 'cue', 0, 0, 1, 'x')",
    ],
)
def test_the_tables_refuse_what_the_records_do(store: Store, location: Location, sql: str) -> None:
    store.put(plain_reading(1), MADE_BY)
    with pytest.raises(IntegrityError):
        change(location, sql)


def test_what_a_report_has_since_changes_no_digest_of_an_older_ledger() -> None:
    reading = plain_reading(1)
    as_ever = "c71a8158e38cbfec7107fb462bbc77b9935a4ef1e0f0e3bd3f39642b0a367db1"
    assert digest(reading, MADE_BY) == as_ever
    later = replace(reading.report, modified_at=dt.datetime(2024, 3, 5, tzinfo=dt.UTC))
    assert digest(replace(reading, report=later), MADE_BY) != as_ever
