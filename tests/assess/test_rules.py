"""The tables of rules: what a team may write, and what is refused; and what the stage can say at all."""

import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoken import VOICE, Said, claim, rows

from reportedly.assess import NOBODY, default_rules, load_rules, rules_in_use
from reportedly.assess.conditions import CONDITIONS, contrary, with_implied
from reportedly.assess.rules import first
from reportedly.assess.standing import Standing
from reportedly.assess.wording import FILLERS, named_fillers
from reportedly.errors import TableError
from reportedly.records import AirwarsGrade, Certainty, Party, SourceKind, SourceRole, Stance

BUNDLED = files("reportedly.assess").joinpath("rules.toml").read_text("utf-8")
TABLES = ("grade", "airwars", "admiralty")


def table(*rules: str, name: str = "grade") -> str:
    return "\n".join(f"[[{name}]]\n{rule}" for rule in rules)


def rule(name: str, when: str, says: str = "said", gives: str = '"something"') -> str:
    return f'name = "{name}"\nwhen = {when}\ngives = {gives}\nsays = "{says}"'


REST = rule("the rest", "[]")


def load(tmp_path: Path, text: str) -> Any:
    path = tmp_path / "team.toml"
    path.write_text(text, "utf-8")
    return load_rules(path)


def test_the_bundled_table_is_its_own_replacement(tmp_path: Path) -> None:
    assert load(tmp_path, BUNDLED) == default_rules()


def test_every_condition_and_filler_is_explained_and_used_or_free_to_use() -> None:
    assert all(condition.meaning for condition in CONDITIONS.values())
    used = {each for name in TABLES for row in getattr(default_rules(), name) for each in row.when}
    assert {each.removeprefix("not ") for each in used} <= CONDITIONS.keys()
    assert all(f"{{{each}}}" in BUNDLED for each in FILLERS)


def test_a_team_replaces_one_table_and_keeps_the_others(tmp_path: Path) -> None:
    rules = load(tmp_path, table(rule("said by somebody", '["said"]', "{alleged}; {claimed}"), REST))
    assert (rules.airwars, rules.admiralty) == (default_rules().airwars, default_rules().admiralty)
    found = rows(Said("Open Nets", who="a diver"), Said("Kestrel Front", Stance.DENIES), rules=rules)
    assert (found["Open Nets"].grade, found["Open Nets"].verdict) == (
        "something",
        "alleged by 1 speaker over 1 root",
    )
    assert found["Kestrel Front"].verdict == "said"


@pytest.mark.parametrize(
    ("text", "where", "fault"),
    [
        (table(rule("a", '["allegd"]'), REST), "table grade, rule a", "there is no condition 'allegd'"),
        (table(rule("a", '["not allegd"]'), REST), "rule a", "there is no condition 'not allegd'"),
        (table(rule("a", '["alleged"]')), "table grade, rule a", "the last rule must be for all the rest"),
        (table(REST, rule("a", '["alleged"]')), "rule a", "it can never be reached"),
        (table(rule("a", '["said"]'), rule("b", '["said", "denied"]'), REST), "rule b", "never be reached"),
        (table(rule("a", '["said"]'), rule("b", '["alleged"]'), REST), "rule b", "never be reached"),
        (table(rule("a", '["said"]'), rule("b", '["not said"]'), REST), "rule the rest", "never be reached"),
        (table(rule("a", '["denied", "not denied"]'), REST), "rule a", "never be reached"),
        (table(rule("a", '["denied", "not contested"]'), REST), "rule a", "never be reached"),
        (table(rule("a", '["all_taken_back", "alleged"]'), REST), "rule a", "never be reached"),
        (table(rule("a", '["said"]'), rule("a", '["denied"]'), REST), "rule a", "an earlier rule has this"),
        (table(rule("a", '"alleged"'), REST), "rule a", "`when` is a list"),
        (table(rule("a", '["alleged"]', "{who}"), REST), "rule a", "nothing fills in {who}"),
        (table(rule("a", '["alleged"]', "{actor} is responsible"), REST), "rule a", "says who did it"),
        (table(rule("a", '["alleged"]', gives='"guilty"'), REST), "rule a", "says who did it"),
        (table(rule("a", '["alleged"]', gives="3"), REST), "rule a", "`gives` cannot be 3"),
        (table(rule("a", "[]", gives='"likely"'), name="airwars"), "airwars, rule a", "confirmed, fair"),
        (table(rule("a", "[]", gives="7"), name="admiralty"), "admiralty, rule a", "a number 1 to 6"),
        (table(rule("a", "[]", gives="true"), name="admiralty"), "rule a", "a number 1 to 6"),
        (table('when = []\ngives = "x"\nsays = ""'), "rule 1", "a rule has name, when, gives and says"),
        (table(f"{REST}\nextra = 1"), "rule the rest", "and nothing else"),
        ("[grade]\nx = 1", "table grade", "two pairs of brackets"),
        ("[[grades]]\nx = 1", "team.toml", "there is no table 'grades'"),
        ("[[grade]", "team.toml", "this is no TOML"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_and_rule(tmp_path: Path, text: str, where: str, fault: str) -> None:
    with pytest.raises(TableError) as told:
        load(tmp_path, text)
    assert "team.toml" in str(told.value)
    assert where in str(told.value)
    assert fault in str(told.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"missing\.toml: cannot be read"):
        load_rules(tmp_path / "missing.toml")


def test_what_a_condition_implies_comes_with_it_and_the_contrary_goes_back() -> None:
    assert {"each_other", "rivals", "contested", "alleged", "said"} <= with_implied(frozenset({"each_other"}))
    assert {"not alleged", "not admitted", "not party_only"} <= with_implied(frozenset({"not said"}))
    assert contrary(contrary("denied")) == "denied"


def test_a_part_without_fillers_stays_and_one_whose_fillers_are_empty_goes() -> None:
    rule_, words = first(default_rules().grade, Standing(actor="Open Nets"))
    assert (rule_.grade, words) == ("not claimed", "")
    assert named_fillers("{roots} only; {denied}") == ("roots", "denied")


# What no sentence may hold: a doing of the actor's in the program's own voice, or a verdict of guilt.
_DOES = (
    r"(?:did|does|has (?!not claimed)|was|is|were|carried|attacked|bombed|killed|shot|struck|fired|planted"
    r"|launched|ordered|committed|perpetrated|stands? behind|behind)"
)
OUTRIGHT = (
    rf"\b(?:Open Nets|Kestrel Front|Iran|Quds Force|gunmen) {_DOES}\b",
    r"\b(?:guilty|culprits?|perpetrat\w+|responsible|proven|proves|in truth|truly|in fact)\b",
    r"\b(?:done|committed|carried out|caused) by\b",
    r"\bthe (?:attackers?|killers?|bombers?|doers?) (?:is|was|were|are)\b",
    r"\bconfirmed by\b(?<!could not be confirmed by)",
)
ACTORS = {"Iran": "country:IR", "Quds Force": "actor:quds-force"}

anything = st.builds(
    lambda said, stance: replace(said, stance=stance if said.actor else said.stance),
    st.builds(
        lambda actor, **more: Said(actor, id=ACTORS.get(actor or ""), **more),
        st.sampled_from(["Open Nets", "Kestrel Front", "gunmen", "Iran", "Quds Force", None]),
        stance=st.sampled_from([Stance.UNCONFIRMED, Stance.NO_CLAIM]),
        who=st.sampled_from([VOICE, "an officer", "Jon Aske", "Open Nets", "Tehran", "the Kestrel Front"]),
        page=st.sampled_from(["wire", "rival", "third"]),
        kind=st.sampled_from(SourceKind),
        role=st.sampled_from(SourceRole),
        party=st.sampled_from(Party),
        number=st.integers(1, 4),
        certainty=st.sampled_from([None, *Certainty]),
        headline=st.booleans(),
    ),
    st.sampled_from(Stance),
)
piles = st.lists(anything, min_size=1, max_size=9, unique_by=lambda s: (s.page, s.who)).filter(bool)


@given(piles, st.lists(st.booleans(), min_size=9, max_size=9))
def test_no_sentence_says_outright_who_did_it(said: list[Said], gone: list[bool]) -> None:
    back = {
        claim(each).id: "corrected by Reuters on 9 Nov" for each, out in zip(said, gone, strict=False) if out
    }
    for row in rows(*said, withdrawn=back).values():
        spoken = " | ".join(
            (row.verdict, row.airwars_why, row.admiralty_why, row.grade, *row.relations, *row.reasons)
        )
        for pattern in OUTRIGHT:
            found = re.search(pattern, spoken, re.IGNORECASE)
            assert not found, f"{found and found[0]!r} in {spoken}"


@given(piles)
def test_every_row_has_a_verdict_and_both_suggestions_with_their_reasons(said: list[Said]) -> None:
    grades = {each.grade for each in default_rules().grade}
    for row in rows(*said).values():
        assert row.grade in grades
        assert row.verdict
        assert row.airwars_why
        assert row.admiralty_why
        assert row.airwars_grade_suggested in (None, *AirwarsGrade)
        assert row.counts is not None
        assert (row.airwars_grade_suggested is None) is (row.counts.roots_saying == 0)
        assert row.counts.roots_saying <= row.roots


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (
            [Said("Open Nets", who="two officers", number=2), Said("Open Nets", who="a diver")],
            "alleged by 3 speakers over 1 root: copies are counted once",
        ),
        ([Said("Open Nets")], "alleged by 1 independent report in its own voice: copies are counted once"),
        ([Said("Open Nets", Stance.DENIES, who="Peer Lund")], "denied by Peer Lund; nobody here alleges it"),
        (
            [Said("Open Nets", who="a diver"), Said("Open Nets", Stance.DENIES, who="The mayor")],
            "contested: alleged by 1 speaker over 1 root; denied by the mayor",
        ),
        (
            [Said("Open Nets", who="a diver"), Said("Open Nets", who="a pilot", page="b")],
            "alleged by 2 speakers over 2 roots; nobody denies it or names another",
        ),
        (
            [Said("Open Nets", Stance.ADMITS, who="Open Nets")],
            "claimed by Open Nets; nobody denies it or names another",
        ),
        (
            [Said("Open Nets", Stance.NO_CLAIM, who="a diver", certainty=None)],
            "Open Nets has not claimed it, according to a diver",
        ),
    ],
)
def test_the_wording_is_fixed(said: list[Said], verdict: str) -> None:
    assert rows(*said)["Open Nets"].verdict == verdict


def test_nobody_has_claimed_it_is_said_so() -> None:
    row = rows(Said(None, Stance.NO_CLAIM, certainty=None))[NOBODY]
    assert row.verdict == "nobody has claimed it, according to 1 independent report"


def test_the_rules_in_use_are_those_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REPORTEDLY_RULES", raising=False)
    assert rules_in_use() == default_rules()
    own = tmp_path / "own.toml"
    own.write_text('[[grade]]\nname = "rest"\nwhen = []\ngives = "looked at"\nsays = "looked at"\n', "utf-8")
    monkeypatch.setenv("REPORTEDLY_RULES", str(own))
    assert [rule.grade for rule in rules_in_use().grade] == ["looked at"]
    monkeypatch.setenv("REPORTEDLY_RULES", str(tmp_path / "absent.toml"))
    with pytest.raises(TableError, match="absent"):
        rules_in_use()
