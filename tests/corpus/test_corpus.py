"""The corpus: its checker on small good and bad reports, its loader, and every report that is in it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from corpus import statistics
from corpus.check import main, of_second_readings
from corpus.form import FOLDER, CorpusReport, Problem
from corpus.lawful import problems_of
from corpus.load import BrokenReport, load, reading, to_gold
from corpus.parser import parse
from corpus.phenomena import PHENOMENA
from corpus.picture import picture
from corpus.remembered import shared_runs
from reportedly.records import Certainty, SourceKind, Stance

GOOD = """\
id: quay-1
event: quay
register: regional paper
region: europe
year: 2003
published: 2003-05-06
outlet: Harbour Post
names: invented
relevant: yes
phenomena: anonymous, denial, counter-blame, non-claim, chain-2, pronoun, broken-quote
split: dev

~ Home | Sport
= Customs house damaged

Somebody set fire to {x1|the customs house} in {p1|Velmouth} on {d1|Monday}. {k1|No group has owned up to
{t1|the blaze}}. {s1|Two dock officers {n1|who may not be named}} {c1|told} {r1|Radio Quay}, quoted by
{r2|the Tide agency}, that {k2|{a1|the Net Menders' League} lit it}.

"{k3|We never went near}," {s2.2|the group}'s chairman {c2|said}, "{k4|and {a2|the brewery} did}." {s2|The
League} {c3|denied} that {k5|{a1.2|it} was to blame}.

@ Source: Tide
-- incidents
1 infrastructure trigger t1 attempt date 2003-05-05
-- speakers
s1 anonymous 2..2 police anonymity n1 party victim
s2 organisation 1..1 activist affiliation "League" party accused
-- claims
1 perpetrator a1 alleges certain by s1 cue c1 content k2 via r1,r2
1 perpetrator a2 alleges certain by s2.2 cue c2 content k3,k4
1 perpetrator a1.2 denies certain by s2 cue c3 content k5
1 perpetrator - no_claim - by REPORT content k1
1 target x1 alleges certain by REPORT
1 place p1 alleges certain by REPORT
1 time d1 alleges certain by REPORT
-- traps
a1 admits "denied, not owned"
"""


def problems(raw: str, *, file: str = "quay-1.txt") -> list[Problem]:
    report, found = parse(raw, file)
    return found + (problems_of(report) if report else [])


@pytest.fixture
def good() -> CorpusReport:
    report, _ = parse(GOOD, "quay-1.txt")
    assert report
    return report


def test_a_good_report_has_no_problems() -> None:
    assert problems(GOOD) == []


def test_the_text_is_what_a_reader_is_given(good: CorpusReport) -> None:
    assert good.headline == "Customs house damaged"
    assert good.text.startswith("Customs house damaged\n\nSomebody set fire to the customs house in Velmouth")
    assert "owned up to the blaze" in good.text, "the lines of a paragraph are joined"
    assert good.text.endswith("\n\nSource: Tide"), "a credit line is read"
    assert "Sport" not in good.text
    assert good.page.startswith("Home | Sport"), "furniture is on the page only"


def test_offsets_hold_their_words(good: CorpusReport) -> None:
    assert len(good.marks) == 21
    assert all(good.text[mark.start : mark.end] == mark.text for mark in good.marks)
    assert good.by_label["s1"].text == "Two dock officers who may not be named", "marks nest"


def test_the_records_of_the_program(good: CorpusReport) -> None:
    made = reading(good)
    blame, brewery, denial, nobody, *_ = made.claims
    assert blame.via == ("Radio Quay", "the Tide agency")
    assert len(brewery.evidence.content) == 2
    assert (denial.stance, denial.certainty) == (Stance.DENIES, Certainty.CERTAIN)
    assert denial.value
    assert (denial.value.text, denial.value.name) == ("it", "the Net Menders' League")
    assert nobody.value is None
    assert nobody.certainty is None
    assert [s.kind for s in made.sources] == [
        SourceKind.ANONYMOUS,
        SourceKind.ORGANISATION,
        SourceKind.REPORT,
    ]
    assert made.sources[0].anonymity == "who may not be named"
    assert made.incidents[0].attempt


def test_gold_has_every_name_and_no_pronoun(good: CorpusReport) -> None:
    (case,) = to_gold((good,))
    claims = case["claims"]
    assert isinstance(claims, list)
    assert claims[2]["actor"] == ["the Net Menders' League"]
    assert claims[1]["source"] == ["the group", "The League"]
    assert claims[3] | {"evidence": ""} == {
        "role": "perpetrator",
        "actor": None,
        "stance": "no_claim",
        "certainty": None,
        "source": ["REPORT"],
        "via": [],
        "evidence": "",
    }
    assert case["not_claims"] == [[["the Net Menders' League"], "admits"]]
    assert json.loads(json.dumps(case)) == case


BROKEN = {
    "not closed": ("{d1|Monday}", "{d1|Monday"),
    "stray '}'": ("on {d1", "on } {d1"),
    "x1 marks 2 places": ("{p1|Velmouth}", "{x1|Velmouth}"),
    "letter of z1": ("in {p1|", "{z1|here} in {p1|"),
    "a further mention, but a7": ("{a2|the brewery}", "{a2|the brewery} of {a7.2|it}"),
    "white space at an end": ("{p1|Velmouth}", "{p1|Velmouth }"),
    "ends with ','": ("{d1|Monday}", "{d1|Monday,}"),
    "leave 'that'": ("that {k5|", "{k5|that "),
    "k9 is marked nowhere": ("content k5", "content k9"),
    "c (cue) belongs": ("cue c3", "cue k3"),
    "incident 2 is not": ("1 perpetrator a2", "2 perpetrator a2"),
    "has no line among the speakers": ("s2 organisation", "s3 organisation"),
    "needs a value": ("- no_claim -", "- denies certain"),
    "certainty is '-'": ("- no_claim -", "- no_claim certain"),
    "cannot have the stance": ("target x1 alleges", "target x1 admits"),
    "needs its cue": (" cue c3 content k5", ""),
    "needs `party accused`": ("a1.2 denies certain by s2 cue", "a1.2 admits certain by s1 cue"),
    "own voice": ("certain by s2 cue c3", "certain by REPORT cue c3"),
    "own outlet": ("outlet: Harbour Post", "outlet: Radio Quay"),
    "lies apart": ("by s1 cue c1 content k2", "by s1 cue c1 content k6"),
    "same claim": ("1 time d1", "1 target x1 alleges possible by REPORT\n1 time d1"),
    "has one member": ("cue c3 content k5", "cue c3 content k5 together g1"),
    "used in no block": ("1 time d1 alleges certain by REPORT\n", ""),
    "no blocks but traps": ("relevant: yes", "relevant: no"),
    "the tag 'court' needs": ("phenomena: ", "phenomena: court, "),
    "the tag 'funny' is none": ("phenomena: ", "phenomena: funny, "),
    "none of: agency urgent": ("regional paper", "gossip"),
    "is not that of published": ("year: 2003", "year: 2004"),
    "the head lacks 'region'": ("region: europe\n", ""),
    "no date": ("date 2003-05-05", "date 5 May"),
    "none of: assassination": ("infrastructure", "arson"),
    "none of: person": ("s1 anonymous", "s1 nameless"),
    "no number of speakers": ("2..2", "two"),
    "is not in the text": ('"League"', '"Guild"'),
    "no block is called": ("-- traps", "-- tricks"),
    "begins with `= HEADLINE`": ("= Customs", "Customs"),
    "carries no marks": ("~ Home", "~ {p2|Home}"),
    "is called": ("id: quay-1", "id: quay-2"),
    "no line of the head": ("event: quay", "event: quay\nmood: sad"),
}


@pytest.mark.parametrize("told", BROKEN)
def test_a_bad_report_is_told_where_and_what_to_do(told: str) -> None:
    good, bad = BROKEN[told]
    assert good in GOOD
    raw = GOOD.replace(good, bad)
    if told == "lies apart":
        raw = raw.replace("@ Source: Tide", "Later.\n\n{k6|The League lit it}.\n\n@ Source: Tide")
    if told == "own voice":
        raw = raw.replace("a1.2 denies", "a1.2 admits")
    found = problems(raw)
    assert any(told in each.what for each in found), found
    assert all(each.line >= 1 for each in found)


@pytest.mark.parametrize(
    ("register", "told"),
    [("capitals", "in capitals"), ("comma-less", "no commas")],
)
def test_registers_of_signs(register: str, told: str) -> None:
    found = problems(GOOD.replace("regional paper", register))
    assert [told in each.what for each in found] == [True]


def test_two_codings_of_one_report_are_of_one_text(tmp_path: Path) -> None:
    for folder, raw in (("first", GOOD), ("second", GOOD.replace("Somebody", "Men"))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "quay-1.txt").write_text(raw, "utf-8")
    (told,) = of_second_readings(tmp_path)
    assert (told.file, told.line) == ("corpus/twice/second/quay-1.txt", 1)
    assert "another text" in told.what
    (tmp_path / "first" / "quay-1.txt").unlink()
    (told,) = of_second_readings(tmp_path)
    assert "coded once only" in told.what


def test_a_text_may_be_neither_short_nor_long() -> None:
    assert any("words; make it" in each.what for each in problems(GOOD.replace("Somebody", "word " * 900)))


def test_the_command_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "quay-1.txt").write_text(GOOD, "utf-8")
    assert main([], folder=tmp_path, data=tmp_path / "absent") == 0
    assert "were not compared" in capsys.readouterr().out
    (tmp_path / "quay-2.txt").write_text(
        GOOD.replace("quay-1", "quay-2").replace("split: dev", "split: train").replace("Somebody", "Men"),
        "utf-8",
    )
    assert main([], folder=tmp_path, data=tmp_path / "absent") == 1
    assert (
        "corpus/reports/quay-2.txt:11: the event 'quay' is dev in quay-1, train here"
        in capsys.readouterr().out
    )
    assert main(["quay-1"], folder=tmp_path, data=tmp_path / "absent") == 0
    assert main(["quay-9"], folder=tmp_path, data=tmp_path / "absent") == 1, "a file that is not there"
    assert main(["quay-1", "--target"], folder=tmp_path, data=tmp_path / "absent") == 0


def test_reports_for_training_only_share_nothing_with_the_other_parts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, more = tmp_path / "reports", tmp_path / "more"
    for each in (folder, more):
        each.mkdir()
    (folder / "quay-1.txt").write_text(GOOD, "utf-8")
    other = GOOD.replace("quay-1", "quay-2").replace("Somebody", "Men")
    (more / "quay-2.txt").write_text(other, "utf-8")
    assert main([], folder=folder, data=tmp_path / "absent") == 1
    assert "corpus/more/quay-2.txt:11: is in corpus/more" in capsys.readouterr().out
    (more / "quay-2.txt").write_text(other.replace("split: dev", "split: train"), "utf-8")
    assert main([], folder=folder, data=tmp_path / "absent") == 1
    assert "is dev in quay-1, train here" in capsys.readouterr().out
    assert main(["quay-2"], folder=folder, data=tmp_path / "absent") == 0


def test_twelve_words_of_another_are_found(tmp_path: Path, good: CorpusReport) -> None:
    run = "set fire to the Customs House in Velmouth on Monday; no group has"
    for text, count in ((run, 1), (run.removesuffix(" group has"), 0)):
        with gzip.open(tmp_path / "other.jsonl.gz", "wt", encoding="utf-8") as out:
            out.write(json.dumps({"id": "1", "text": f"They say: {text}"}) + "\n")
        assert len(shared_runs([good], tmp_path)) == count


def test_a_broken_file_stops_the_loader(tmp_path: Path) -> None:
    (tmp_path / "quay-1.txt").write_text(GOOD.replace("{d1|Monday}", "{d1|Monday"), "utf-8")
    with pytest.raises(BrokenReport, match=r"python -m corpus\.check quay-1"):
        load(folder=tmp_path)


def test_every_report_of_the_corpus_passes_and_there_are_enough(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--no-runs", "--target"])
    assert code == 0, capsys.readouterr().out


def test_the_statistics_are_those_of_the_reports(capsys: pytest.CaptureFixture[str]) -> None:
    assert statistics.main(["--check"]) == 0, capsys.readouterr().out


def test_a_small_corpus_is_told_its_target(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "quay-1.txt").write_text(GOOD, "utf-8")
    assert main(["--target"], folder=tmp_path, data=tmp_path / "absent") == 1
    told = capsys.readouterr().out
    assert "1 reports; 600 are wanted" in told
    assert "denial stands in 1 reports; 40 are wanted" in told


def test_every_span_of_the_corpus_holds() -> None:
    reports = load()
    assert reports, f"no reports in {FOLDER}"
    for report in reports:
        assert all(report.text[m.start : m.end] == m.text for m in report.marks), report.id
        assert len(reading(report).claims) == len(report.claims)
    assert sum(len(load(split)) for split in ("train", "dev", "test")) == len(reports)


@pytest.mark.slow
def test_no_text_is_another_writers(shared: object) -> None:
    assert callable(shared)
    assert shared_runs(load(), shared("data")) == []


def test_statistics_name_every_phenomenon(good: CorpusReport) -> None:
    page = statistics.page((good,))
    assert all(f"| {tag} |" in page for tag in PHENOMENA)
    assert "| denial | 1 | 40 | 39 |" in page
    drawn = picture((good,))
    assert "prefers-color-scheme: dark" in drawn
    assert "europe 2003: 1 relevant" in drawn
