"""The benchmark counts as it says: on hand-made cases whose figures are known, without the measuring sets."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks import data, errors, factuality, llm, muc, outside, reliability
from benchmarks.adapters import Asked, Filler, input_file, stated_confidence
from benchmarks.claims import Counts, gold_case, micro
from benchmarks.confidence import SAME, told
from benchmarks.data import iso_date
from benchmarks.rows import HEAD, Row, Skip, markdown
from benchmarks.scorers import bootstrap, idle
from benchmarks.spans import triple
from corpus.load import load


def row(**changes: object) -> Row:
    plain = Row(part="claims", data="a set", system="rules", metric="F1", value=0.5, n=3, unit="reports")
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def test_the_table_holds_every_row_and_lines_up() -> None:
    lines = markdown([row(), row(low=0.4, high=0.61, note="a note")]).splitlines()
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
    assert [cell.strip() for cell in lines[0].strip("|").split("|")] == list(HEAD)
    assert ".400–.610" in lines[3]


def test_f1_is_over_the_sums_and_not_a_mean_of_reports() -> None:
    assert micro([Counts(1, 1, 1), Counts(0, 0, 9)]) == pytest.approx(2 / 11)
    assert micro([Counts(0, 0, 0)]) == 0.0


def test_the_interval_is_the_same_at_every_run_and_holds_the_figure() -> None:
    counts = [Counts(i % 3, 3, 4) for i in range(40)]
    low, high = bootstrap(counts, micro)
    assert (low, high) == bootstrap(counts, micro)
    assert low < micro(counts) < high


def test_an_interval_of_equal_reports_is_a_point() -> None:
    assert bootstrap([Counts(1, 2, 2)] * 10, micro) == (0.5, 0.5)


def test_a_label_without_a_name_is_nobody_and_one_without_a_source_is_the_report() -> None:
    claim = {"actor": None, "actor_name": None, "source": None, "source_name": None, "stance": "no_claim"}
    (made,) = gold_case({"id": "x", "claims": [claim]})["claims"]
    assert made["actor"] is None
    assert made["source"] == ["REPORT"]


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("7/5/2015", "2015-07-05"),
        ("2021-11-08", "2021-11-08"),
        ("9-JUN-1987 07:07:28.57", "1987-06-09"),
        (None, None),
    ],
)
def test_days_of_the_sets_become_iso_days(raw: str | None, day: str | None) -> None:
    assert iso_date(raw) == day


def test_a_text_is_handed_over_as_a_user_would(tmp_path: Path) -> None:
    path = input_file(
        {"id": "a:b/c", "title": "T", "text": "x", "outlet": None, "published": "7/5/2015"}, tmp_path
    )
    assert path.parent == tmp_path
    assert json.loads(path.read_text()) == {"title": "T", "text": "x", "published": "2015-07-05"}


def test_a_part_that_cannot_run_leaves_a_sentence_and_keeps_its_figures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stops() -> Iterator[Row]:
        yield row()
        raise Skip("no set here")

    monkeypatch.setattr(bench, "PARTS", {"claims": stops})
    rows, skipped = bench.measure(["claims"])
    assert len(rows) == 1
    assert skipped == ["claims: no set here"]


def test_an_absent_set_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(data, "SHARED", tmp_path)
    with pytest.raises(Skip, match="not beside this repository"):
        next(outside.dates())


def test_results_name_no_path_and_no_host(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "RESULTS.md")
    bench.write([row()], ["speed: no set"])
    text = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert "Skipped: speed: no set" in text
    assert str(data.ROOT) not in text
    assert json.loads((tmp_path / "results.json").read_text("utf-8"))["rows"][0]["value"] == 0.5


def test_a_part_is_renewed_among_the_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "RESULTS.md")
    bench.write([row(), replace(row(), part="speed")], ["dates: no set"])
    monkeypatch.setattr(bench, "PARTS", {"speed": lambda: iter([replace(row(), part="speed", value=0.75)])})
    monkeypatch.setitem(bench.PARTS, "dates", lambda: iter(()))
    assert bench.main(["speed", "--write"]) == 0
    stored = json.loads((tmp_path / "results.json").read_text("utf-8"))
    assert {each["part"]: each["value"] for each in stored["rows"]} == {row().part: 0.5, "speed": 0.75}
    assert stored["skipped"] == ["dates: no set"]
    assert "; speed at " in stored["commit"]


@pytest.mark.usefixtures("scorers")
def test_triples_are_counted_once_and_by_all_three_parts() -> None:
    text = "Ann said yes. Bob said no."
    gold = [{"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 12]]}]
    other = {"source": [[14, 17]], "cue": [[18, 22]], "content": [[23, 25]]}
    doc = {"text": text, "attributions": gold}
    scoring = idle("polnear_score", "dev")
    assert triple(scoring, doc, [gold[0], gold[0], other]) == (1, 3, 1)
    assert triple(scoring, doc, [{**gold[0], "source": []}]) == (0, 1, 1)


@pytest.fixture
def scorers() -> None:
    if not (data.SHARED / "score").exists():
        pytest.skip("needs ../shared/score, which is not beside this repository")


def test_loading_a_scorer_leaves_the_arguments_alone(scorers: None) -> None:
    before = list(sys.argv)
    assert idle("score_claims").same_actor(["the Red Hand"], "Red Hand")
    assert sys.argv == before


def test_a_detail_is_right_where_an_incident_of_the_report_has_its_value() -> None:
    none = dict.fromkeys(("killed", "wounded", "place", "target", "weapon", "date"))
    label = {
        "incidents": [none, {**none, "killed": [4, 4], "place": "the port of Odrin", "date": "1999-05-06"}]
    }

    def found(role: str, **value: object) -> dict[str, object]:
        return {"role": role, "stance": "alleges", "value": {"text": "", **value}}

    claims = [
        found("killed", number={"min": 4, "max": 4}),
        found("killed", number={"min": 5, "max": 5}),
        found("place", text="Odrin"),
        found("place", text="the town"),
        found("weapon", text="a mortar"),
        found("time", date={"earliest": "1999-05-05", "latest": "1999-05-06"}),
        found("motive", text="revenge"),
        {**found("killed", number={"min": 4, "max": 4}), "stance": "denies"},
    ]
    assert list(told(label, {"claims": claims})) == [
        ("killed", True),
        ("killed", False),
        ("place", True),
        ("place", False),
        ("weapon", False),
        ("time", True),
    ]


def test_every_stance_and_detail_that_is_measured_has_a_stated_confidence() -> None:
    assert set(SAME) <= set(stated_confidence())


KEYS = {
    "docid": "Q1",
    "text": "THE NET LEAGUE [NL] BURNT THE MILL WITH A TORCH. THE LEAGUE SAID SO.",
    "templates": [
        {
            "slots": {
                "PERP: ORGANIZATION ID": [{"alts": [{"s": "NET LEAGUE"}, {"s": "NL"}]}],
                "PHYS TGT: ID": [{"alts": [{"s": "MILL"}]}, {"alts": [{"s": "BARN"}]}],
            }
        },
        {
            "slots": {
                "PERP: ORGANIZATION ID": [{"alts": [{"s": "NL"}]}],
                "INCIDENT: INSTRUMENT ID": [{"alts": [{"s": "TORCH"}]}],
            }
        },
    ],
}


def test_fillers_of_all_templates_are_merged_and_must_stand_in_the_text() -> None:
    gold = muc.keys(KEYS)
    assert gold["PerpOrg"] == [frozenset({"net league", "nl"})]
    assert gold["Target"] == [frozenset({"mill"})], "no barn stands in the text"
    assert gold["Weapon"] == [frozenset({"torch"})]
    assert gold["Victim"] == []


def test_a_predicted_entity_is_right_once_and_only_with_all_its_mentions() -> None:
    gold = muc.keys(KEYS)
    none: muc.Entities = {role: [] for role in muc.ROLES}
    found = {
        **none,
        "PerpOrg": [frozenset({"nl"}), frozenset({"net league"})],
        "Weapon": [frozenset({"torch", "x"})],
    }
    assert muc.count(gold, found, muc.ROLES) == (1, 3, 3)
    assert muc.count(gold, found, ("PerpOrg",)) == (1, 2, 1)
    assert muc.micro([(1, 3, 3), (0, 0, 0)]) == pytest.approx(1 / 3)


def test_a_ledger_tells_of_roles() -> None:
    def claim(role: str, text: str, stance: str = "alleges", id: str | None = None) -> dict[str, object]:
        return {"role": role, "stance": stance, "value": {"text": text, "id": id}}

    ledger = {
        "claims": [
            claim("perpetrator", "the League", id="actor:league"),
            claim("perpetrator", "two clerks"),
            claim("perpetrator", "the brewery", "denies"),
            claim("weapon", "A torch"),
            claim("weapon", "torch"),
            {"role": "perpetrator", "stance": "no_claim", "value": None},
            claim("place", "Velmouth"),
        ]
    }
    found = muc.told(ledger)
    assert found == {
        "PerpInd": [frozenset({"two clerks"})],
        "PerpOrg": [frozenset({"league"})],
        "Target": [],
        "Victim": [],
        "Weapon": [frozenset({"torch"})],
    }


def filler(role: str, words: str, start: int, before: str = " ", confidence: str | None = None) -> Filler:
    return Filler(role, words, start, start + len(words), before, confidence, held=3.0)


FILLERS = [
    filler("PerpOrg", "NATIONAL FRONT", 0, confidence="POSSIBLE"),
    filler("PerpOrg", "NF", 16, before="(", confidence="POSSIBLE"),
    filler("PerpOrg", "THE NATIONAL FRONT", 60, confidence="POSSIBLE"),
    filler("PerpInd", "TWO MEN", 30),
    filler("PerpInd", "ARMED MEN", 40),
    filler("PerpInd", "A TEACHER", 50),
    filler("Weapon", "BOMB", 70),
]


def test_mentions_of_one_thing_are_one_entity_by_its_most_frequent_name() -> None:
    found = muc.entities(FILLERS)
    assert found["PerpOrg"] == [frozenset({"national front"})]
    assert found["PerpInd"] == [frozenset({"armed men"}), frozenset({"teacher"})]
    assert found["Victim"] == []


def test_what_the_keys_hardly_hold_is_left_out() -> None:
    """Unsure mentions count where they are many; the surer name is taken."""
    unsure = replace(filler("Victim", "A CLERK", 0), held=0.0)
    assert muc.entities([unsure])["Victim"] == []
    many = [replace(unsure, start=10 * n, end=10 * n + 7) for n in range(3)]
    assert muc.entities(many)["Victim"] == [frozenset({"clerk"})]
    vague = [replace(filler("Victim", "CLERK OF", 50 + n), held=-1.0) for n in range(2)]
    assert muc.entities([filler("Victim", "CLERK", 0), *vague])["Victim"] == [frozenset({"clerk"})]


def test_a_template_holds_each_entity_once_and_how_sure_it_is() -> None:
    lines = [" ".join(line.split()) for line in muc.template("TST3-MUC4-0001", FILLERS).splitlines()]
    assert lines[0] == "0. MESSAGE: ID TST3-MUC4-0001"
    assert '10. PERP: ORGANIZATION ID "NATIONAL FRONT"' in lines
    assert '11. PERP: ORGANIZATION CONFIDENCE POSSIBLE: "NATIONAL FRONT"' in lines
    assert lines[lines.index('9. PERP: INDIVIDUAL ID "ARMED MEN"') + 1] == '"A TEACHER"'
    assert "12. PHYS TGT: ID -" in lines
    assert muc.template("TST3-MUC4-0002", [filler("Weapon", "BOMB", 0)]) == ""


def test_events_stand_where_their_sentence_has_them() -> None:
    rows = [
        {"text": "It rained .", "targets": [{"span1": [1, 2], "label": 3.0}]},
        {"text": "It may snow .", "targets": [{"span1": [2, 3], "label": -1.0}]},
    ]
    text, events, gold = factuality.place(rows)
    assert [text[a:b] for a, b in events] == ["rained", "snow"]
    assert gold == [3.0, -1.0]
    assert factuality.pearson([[(3.0, 2.0), (-1.0, 0.0)], [(1.0, 1.0)]]) == pytest.approx(1.0)


def test_the_reliability_diagram_has_a_mark_a_bin() -> None:
    """Where what is stated is right as often, the mark lies on the diagonal."""

    def bin_of(data: str, low: float, right: float, n: int, stated: str) -> Row:
        metric = f"right where the confidence is {low:.1f} to {low + 0.1:.1f}"
        return row(part="confidence", data=data, metric=metric, value=right, n=n, note=f"stated: {stated}")

    rows = [
        bin_of("one", 0.7, 0.75, 100, "0.75"),
        bin_of("one", 0.2, 0.5, 25, "0.25"),
        bin_of("two", 0.9, 0.8, 9, "0.95"),
    ]
    made = reliability.svg([row(), *rows])
    assert made is not None
    assert made.count("<circle") == 3, "two bins of the first set and its name"
    assert made.count("<rect") == 4, "one bin of the second set and its name, the frame and the ground"
    on, off = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', made)[:2]
    assert float(on[0]) - reliability.LEFT == reliability.SIDE - (float(on[1]) - reliability.TOP)
    assert float(on[2]) == 2 * float(off[2]), "a quarter of the claims has a quarter of the area"
    assert "one: stated 0.25, right 0.50 of 25 claims" in made
    assert reliability.svg([row()]) is None


def test_errors_are_sorted_by_what_is_wrong_and_pages_say_how_many() -> None:
    """Of three gold claims one is right, one has the wrong speaker, one the wrong stance; one is a trap."""
    report = load("dev")[0]
    gold = {
        "id": report.id,
        "claims": [
            {"actor": [name], "stance": stance, "certainty": "certain", "source": ["police"]}
            for name, stance in (("Reds", "alleges"), ("Blues", "alleges"), ("Greens", "denies"))
        ],
        "not_claims": [[["Whites"], "alleges"]],
    }
    found = {
        "sources": [
            {"id": "s1", "kind": "organisation", "label": "the police"},
            {"id": "s2", "kind": "organisation", "label": "the army"},
        ],
        "claims": [
            {"role": "perpetrator", "value": {"text": name}, "stance": "alleges", "source": source}
            for name, source in (("Reds", "s1"), ("Blues", "s2"), ("Greens", "s1"), ("Whites", "s1"))
        ],
    }
    try:
        lines = "\n".join(errors.page([report], [gold], [found]))
    except Skip as reason:
        pytest.skip(str(reason))
    assert "| actor and stance are there, by another speaker | 1 | 50% |" in lines
    assert "| the actor is there with another stance | 1 | 50% |" in lines
    assert "| a trap: the report has the actor, and says no such thing | 1 | 33% |" in lines
    assert f"| {report.register} | 1 | 3 |" in lines


def test_what_a_language_model_costs_is_a_share_and_a_mean() -> None:
    cost = Asked(
        reports=5, failed=1, answered=4, kept=18, refused=2, reasons="2 not_quoted",
        seconds=8.0, prompt_tokens=4000, answer_tokens=400,
    )  # fmt: skip
    found = {row.metric: (row.value, row.n, row.note) for row in llm.costs("a set", "a model", cost)}
    assert found == {
        "reports without a usable answer": (0.2, 5, "1 of 5"),
        "claims and details refused": (0.1, 20, "2 not_quoted"),
        "seconds a report": (2.0, 4, ""),
        "tokens sent a report": (1000.0, 4, ""),
        "tokens answered a report": (100.0, 4, ""),
    }


def test_a_model_that_answers_nothing_has_no_mean() -> None:
    cost = Asked(
        reports=2, failed=2, answered=0, kept=0, refused=0, reasons="",
        seconds=0.0, prompt_tokens=0, answer_tokens=0,
    )  # fmt: skip
    assert [row.metric for row in llm.costs("a set", "m", cost)] == ["reports without a usable answer"]


def test_without_a_server_the_language_model_is_skipped_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("REPORTEDLY_LLM_URL", raising=False)
    with pytest.raises(Skip, match="make bench-llm"):
        list(llm.rows())
