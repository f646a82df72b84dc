"""Agreement of two readers: on codings whose figures can be counted by hand."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest

from corpus import agreement
from corpus.agreement import alpha, claim_agreement, page, pairs, span_agreement, value_agreement
from corpus.form import CorpusReport
from corpus.load import load
from corpus.parser import parse

FIRST = """\
id: quay-1
event: quay
register: agency story
region: europe
year: 2003
published: 2003-05-06
outlet: -
names: invented
relevant: yes
phenomena: -
split: train

= Fire at the customs house

{s1|The police} {c1|said} that {k1|{a1|the Net League} lit {t1|the fire}}.
{s2|The League} {c2|denied} {k2|it}.

{s3|A clerk} {c3|suspects} {k3|{a2|the brewery}}.
-- incidents
1 infrastructure trigger t1
-- speakers
s1 organisation 1..1 police
s2 organisation 1..1 armed_group party accused
s3 anonymous 1..1 witness
-- claims
1 perpetrator a1 alleges certain by s1 cue c1 content k1
1 perpetrator a1 denies certain by s2 cue c2 content k2
1 perpetrator a2 alleges possible by s3 cue c3 content k3
"""
# The second reader has a longer speaker, another certainty and kind, and no denial.
SECOND = (
    FIRST.replace("{s3|A clerk} {c3|", "A {s3|clerk} {c3|")
    .replace("s3 anonymous 1..1 witness", "s3 anonymous 1..1 official")
    .replace("alleges possible", "alleges probable")
    .replace("{s2|The League} {c2|denied} {k2|it}", "The League denied it")
    .replace("s2 organisation 1..1 armed_group party accused\n", "")
    .replace("1 perpetrator a1 denies certain by s2 cue c2 content k2\n", "")
)


def parsed(raw: str) -> CorpusReport:
    report, problems = parse(raw, "quay-1.txt")
    assert not problems
    assert report
    return report


@pytest.fixture
def pair() -> agreement.Pair:
    return parsed(FIRST), parsed(SECOND)


def test_spans_are_counted_one_to_one(pair: agreement.Pair) -> None:
    speakers = span_agreement([pair], "speaker")
    assert (speakers.first, speakers.second) == (3, 2)
    assert speakers.exact == pytest.approx(2 * 1 / 5)
    assert speakers.overlap == pytest.approx(2 * 2 / 5)
    assert span_agreement([pair], "actor").exact == 1.0
    assert span_agreement([pair], "actor").alpha == 1.0


def test_alpha_over_words_is_that_of_the_definition(pair: agreement.Pair) -> None:
    # Of 24 words six are speakers' for the first reader and three for the second, all three among the six.
    words, first, second, differ = 24, 6, 3, 3
    ones = first + second
    expected = 1 - (2 * words - 1) * 2 * differ / (2 * ones * (2 * words - ones))
    assert span_agreement([pair], "speaker").alpha == pytest.approx(expected)


def test_two_spans_are_not_paired_with_one(pair: agreement.Pair) -> None:
    split = parsed(
        FIRST.replace("{c1|said} that {k1|", "{c1|said} {k1|that ").replace("content k1", "content k1")
    )
    assert span_agreement([(pair[0], split)], "content").overlap == 1.0
    assert span_agreement([(pair[0], split)], "content").exact == pytest.approx(2 / 3)


def test_claims_agree_level_by_level(pair: agreement.Pair) -> None:
    both = {level: claim_agreement([pair], level).both for level in agreement.LEVELS}
    assert both == {"who": 2, "stance": 2, "full": 2, "certainty": 1}
    assert claim_agreement([pair], "who").f1 == pytest.approx(2 * 2 / (3 + 2))


def test_values_are_compared_where_both_have_the_thing(pair: agreement.Pair) -> None:
    by_layer = {each.layer: each for each in value_agreement([pair])}
    assert (by_layer["certainty"].pairs, by_layer["certainty"].same) == (2, 0.5)
    assert (by_layer["source role"].pairs, by_layer["source role"].same) == (2, 0.5)
    assert math.isnan(by_layer["relevant or not"].alpha), "nothing to differ about"


def test_alpha_of_the_worked_example() -> None:
    # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section A: two observers, ten units.
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert alpha(meg, owen) == pytest.approx(0.095, abs=0.001)


def test_another_text_or_a_lonely_coding_is_refused(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, raw in ((first, FIRST), (second, SECOND.replace("customs", "custom"))):
        folder.mkdir()
        (folder / "quay-1.txt").write_text(raw, "utf-8")
    with pytest.raises(ValueError, match="quay-1: the second reader's text is another"):
        pairs(first, second)
    (second / "quay-1.txt").unlink()
    with pytest.raises(ValueError, match="coded once only: quay-1"):
        pairs(first, second)


def test_the_page_has_every_layer(pair: agreement.Pair) -> None:
    told = page([pair])
    assert all(f"| {layer} |" in told for layer in agreement.SPAN_LAYERS)
    assert "| speaker | 3 | 2 | 0.40 | 0.80 |" in told
    assert "1 reports" in told


def test_at_least_120_reports_were_read_twice() -> None:
    both = pairs()
    assert len(both) >= 120
    known = {report.id: report for report in load()}
    for one, _ in both:
        assert one.event == known[one.id].event


def test_irrelevant_for_one_reader(pair: agreement.Pair) -> None:
    none = dataclasses.replace(pair[1], relevant=False, marks=(), claims=(), speakers=(), incidents=())
    by_layer = {each.layer: each for each in value_agreement([pair, (pair[0], none)])}
    assert (by_layer["relevant or not"].pairs, by_layer["relevant or not"].same) == (2, 0.5)
