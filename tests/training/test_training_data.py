"""What the network learns from: labels land on their pieces, and what nobody labelled stays open."""

from __future__ import annotations

import random

import numpy as np
import pytest

from corpus.parser import parse
from reportedly.annotate.encoder.wordpiece import WordPiece
from reportedly.annotate.heads.layers import LAYER, STANCES
from reportedly.annotate.heads.pairs import REPORT
from reportedly.records import Stance
from training.documents import Blame, Document, Judged, every_tenth, grouped, hull
from training.sets import _rated, of_labels, of_report
from training.swap import Names
from training.windows import BEGIN, IGNORED, INSIDE, OUTSIDE, Window, windows

REPORT_FILE = """\
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

{s1|The police} {c1|told} {r1|Radio Quay} that {k1|{a1|the Net League} lit {t1|the fire} in {p1|Velmouth}}.
{s2|The League} {c2|denied} {k2|{a1.2|it} had}. {k3|Nobody has owned to it}. {x1|The house} stood empty.
-- incidents
1 infrastructure trigger t1 attempt background
-- speakers
s1 organisation 1..1 police
s2 organisation 1..1 armed_group party accused
-- claims
1 perpetrator a1 alleges probable by s1 cue c1 content k1 via r1
1 supporter a1.2 denies certain by s2 cue c2 content k2
1 perpetrator - no_claim - by REPORT content k3
1 place p1 alleges certain by s1 cue c1 content k1
1 target x1 alleges certain by REPORT
"""
WORDS = """[PAD] [UNK] [CLS] [SEP] fire at the customs house police told radio quay that net league lit in
velmouth . denied it had nobody has owned to stood empty""".split()
VOCABULARY = WordPiece(WORDS)


@pytest.fixture
def document() -> Document:
    report, problems = parse(REPORT_FILE, "quay-1.txt")
    assert not problems
    assert report
    return of_report(report)


def words(document: Document, layer: str) -> list[str]:
    return [document.text[slice(*span)] for span in document.spans[layer]]


def test_only_what_carries_a_claim_of_the_doer_is_its_actor_speaker_cue_content(document: Document) -> None:
    assert words(document, "actor") == ["the Net League", "it"]
    assert words(document, "speaker") == ["The police", "The League"]
    assert words(document, "unnamed") == ["Nobody has owned to it"]
    assert words(document, "relay") == ["Radio Quay"]
    assert words(document, "target") == ["The house"]
    assert document.spans["motive"] == ()
    assert "att cue" not in document.spans, "the corpus does not mark every attribution"
    assert [(b.stance, b.supporter, b.certainty) for b in document.blames or ()] == [
        ("alleges", False, "probable"),
        ("denies", True, "certain"),
        ("no_claim", False, None),
    ]
    assert document.blames
    assert document.blames[2].speaker is None
    ((speaker, relay),) = document.relays
    assert (document.text[slice(*speaker)], document.text[slice(*relay)]) == ("The police", "Radio Quay")
    (attack,) = document.attacks
    assert (attack.attempt, attack.background) == (True, True)


def one_window(document: Document) -> Window:
    (window,) = windows(document, VOCABULARY)
    return window


def test_labels_land_on_their_pieces(document: Document) -> None:
    window = one_window(document)
    shown = [WORDS[number] for number in window.ids]
    assert (shown[0], shown[-1]) == ("[CLS]", "[SEP]")
    actor = window.tags[:, LAYER["actor"]]
    start, end = window.spans["actor"][0]
    assert shown[start:end] == ["the", "net", "league"]
    assert actor[start:end].tolist() == [BEGIN, INSIDE, INSIDE]
    assert actor[end] == OUTSIDE
    assert set(window.tags[:, LAYER["att cue"]]) == {IGNORED}
    assert window.claims
    assert [(STANCES[c.stance], c.speaker == REPORT) for c in window.claims] == [
        (Stance.ALLEGES, False),
        (Stance.DENIES, False),
        (Stance.NO_CLAIM, True),
    ]
    assert window.claims[2].certainty == IGNORED
    assert window.claims[0].trigger == window.spans["trigger"][0]


def test_what_says_a_claim_again_is_neither_right_nor_wrong(document: Document) -> None:
    window = one_window(document)
    league, it = window.spans["actor"]
    police, group = window.spans["speaker"]
    assert {(league, police), (it, police), (it, group), (league, group)} <= window.unsure


def test_a_span_cut_by_a_window_is_left_open() -> None:
    text = " ".join(["fire"] * 600)
    span = (5 * 505, 5 * 515 - 1)
    document = Document(
        id="long",
        set="test",
        text=text,
        spans=grouped([("actor", span)], ("actor",)),
        blames=(Blame(span, None, "alleges", "certain", False, None),),
    )
    first, second = windows(document, VOCABULARY)
    assert (len(first.ids), len(second.ids)) == (512, 218)
    assert set(first.tags[506:511, LAYER["actor"]]) == {IGNORED}
    assert first.spans["actor"] == ()
    assert first.claims == ()
    (found,) = second.spans["actor"]
    assert found == (505 - 384 + 1, 515 - 384 + 1)
    assert second.claims
    assert second.claims[0].actor == found


def test_the_shorter_of_two_spans_of_a_layer_stands_on_top() -> None:
    spans = [("att content", (0, 14)), ("att content", (5, 8))]
    document = Document(id="n", set="test", text="fire at the house", spans=grouped(spans, ("att content",)))
    tags = one_window(document).tags[1:5, LAYER["att content"]]
    assert tags.tolist() == [BEGIN, INSIDE, BEGIN, INSIDE] or tags.tolist() == [BEGIN, BEGIN, INSIDE, INSIDE]


def test_labels_with_offsets_become_claims() -> None:
    text = "Fire at the house\n\nPolice told the quay that it had."
    row = {
        "id": "x",
        "incidents": [{"n": 1, "type": "bombing", "attempt": False, "trigger_span": [0, 4]}],
        "claims": [
            {
                "incident": 1,
                "role": "perpetrator",
                "stance": "alleges",
                "certainty": "certain",
                "source": "Police",
                "source_span": [19, 25],
                "actor_span": [45, 47],
                "actor_name_span": [8, 17],
                "content_span": [45, 51],
            },
            {
                "incident": 1,
                "role": "perpetrator",
                "stance": "no_claim",
                "certainty": None,
                "source": "REPORT",
                "content_span": [0, 17],
            },
        ],
    }
    title, _, body = text.partition("\n\n")
    document = of_labels(row, {"title": title, "text": body})
    assert document.text == text
    assert words(document, "actor") == ["it"]
    assert words(document, "unnamed") == ["Fire at the house"]
    assert document.same == (frozenset({(45, 47), (8, 17)}),)
    assert "victim" not in document.spans, "no label says that there is none"


def test_helpers() -> None:
    assert hull([]) is None
    known = [Document(id=str(i), set="t", text="", spans={}) for i in range(300)]
    held = {d.id for d in every_tenth(known, held_out=True)}
    rest = {d.id for d in every_tenth(known, held_out=False)}
    assert held | rest == {d.id for d in known}
    assert not held & rest
    assert 10 < len(held) < 60
    assert np.isclose(len(held) / 300, 0.1, atol=0.06)


def test_mentions_of_one_thing_are_grouped_in_their_order(document: Document) -> None:
    window = one_window(document)
    shown = [WORDS[number] for number in window.ids]
    named: dict[int, list[str]] = {}
    for (start, end), group in zip(window.spans["mention"], window.groups, strict=True):
        named.setdefault(group, []).append(" ".join(shown[start:end]))
    assert ["the net league", "it"] in named.values()
    assert ["the police"] in named.values()


def test_speakers_are_judged_by_kind_role_number_and_party(document: Document) -> None:
    police, league = document.spans["speaker"]
    told = {(each.span, each.task): each.value for each in document.judged}
    assert told[police, "number"] == told[league, "number"] == 0
    assert (league, "party") in told
    assert (police, "party") not in told, "unknown is not taught"
    assert told[police, "kind"] == told[league, "kind"]
    assert told[police, "role"] != told[league, "role"]
    assert len(one_window(document).judged) == len(document.judged)


def test_names_are_swapped_everywhere_and_spans_go_with_them(document: Document) -> None:
    """'League' stands in small letters nowhere, 'Police' does not make a name where 'police' stands."""
    other = Document(
        id="other", set="corpus", text="Ermine Gazebo fired", spans={"actor": ((0, 13),)}, blames=()
    )
    names = Names([document, other])
    assert names.of(document) == {"League", "Net", "Quay", "Radio"}
    for seed in range(20):
        swapped = names.swapped(document, random.Random(seed))  # noqa: S311
        if swapped.text != document.text:
            break
    assert swapped.text != document.text
    assert len(swapped.spans["mention"]) == len(document.spans["mention"])
    assert words(swapped, "speaker")[0] == "The police"
    assert words(swapped, "trigger") == ["the fire"]
    assert words(swapped, "actor")[1] == "it"
    league = words(swapped, "actor")[0].removeprefix("the ").split()[-1]
    assert words(swapped, "speaker")[1] == f"The {league}", "one word is one word everywhere"
    assert swapped.blames
    assert document.blames
    assert [b.stance for b in swapped.blames] == [b.stance for b in document.blames]
    assert swapped.text[slice(*swapped.blames[0].actor)] == words(swapped, "actor")[0]
    assert swapped.title == "Fire at the customs house"


def test_rated_events_stand_where_their_sentence_has_them() -> None:
    rows = [
        {"text": "It rained .", "targets": [{"span1": [1, 2], "label": 3.0}], "idx": 0, "split": "train"},
        {"text": "It may snow .", "targets": [{"span1": [2, 3], "label": -1.5}], "idx": 1, "split": "train"},
    ]
    found = _rated(rows)
    assert [found.text[slice(*each.span)] for each in found.judged] == ["rained", "snow"]
    assert [each.value for each in found.judged] == [1.0, -0.5]
    assert found.judged[0] == Judged((3, 9), "factuality", 1.0)


def test_short_windows_cover_a_text_too() -> None:
    document = Document(id="long", set="polnear", text=" ".join(["fire"] * 600), spans=grouped((), ()))
    found = list(windows(document, VOCABULARY, size=254, stride=190))
    assert max(len(window.ids) for window in found) == 256
    assert len(found) == 3
