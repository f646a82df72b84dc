"""Two readers of one report: agreement is one claim of both, every difference stands with its reader."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from short_reports import report_of

from reportedly.annotate.both import joined
from reportedly.annotations import Annotation, Attack, ClaimMark, Filler, Refused, Speaker
from reportedly.claims import build_reading
from reportedly.codec import claim_from_json, claim_to_json, dumps, loads
from reportedly.comparison import compare_readers, readers_to_json
from reportedly.errors import NotFound
from reportedly.pipeline import assemble
from reportedly.records import (
    Certainty,
    Claim,
    ClaimRole,
    IncidentType,
    MadeBy,
    NumberRange,
    Reading,
    Reason,
    Report,
    Span,
    Stance,
)
from reportedly.store import Store

TEXT = (
    "Police said the Red Front shot nine men in Gazra. The army blamed the Black League. "
    "In May the Front bombed a bridge."
)
REPORT: Report = report_of(TEXT)
MADE_BY = MadeBy(program="reportedly 0", extractor="one.v1+two.v1", model="sha256:0+m")


def at(words: str) -> Span:
    return Span.of(TEXT, TEXT.index(words), TEXT.index(words) + len(words))


@dataclass
class Found:
    """What a reader found, put together by the words."""

    attacks: list[str] = field(default_factory=lambda: ["shot"])
    speakers: list[str] = field(default_factory=lambda: ["Police"])
    marks: list[ClaimMark] = field(default_factory=list)

    def says(self, actor: str, speaker: str | None = "Police", *, attack: str = "shot", **how: Any) -> Found:
        for known, one in ((self.attacks, attack), (self.speakers, speaker)):
            if one is not None and one not in known:
                known.append(one)
        mark = ClaimMark(
            attack=self.attacks.index(attack),
            role=ClaimRole.PERPETRATOR,
            filler=Filler(span=at(actor)),
            stance=Stance.ALLEGES,
            certainty=Certainty.CERTAIN,
            speaker=None if speaker is None else self.speakers.index(speaker),
            source=None if speaker is None else at(speaker),
        )
        self.marks.append(replace(mark, **how))
        return self

    @property
    def annotation(self) -> Annotation:
        return Annotation(
            attacks=tuple(Attack(trigger=at(each), type=IncidentType.UNKNOWN) for each in self.attacks),
            speakers=tuple(Speaker(label=at(each), mentions=(at(each),)) for each in self.speakers),
            marks=tuple(self.marks),
        )


def both(one: Found, other: Found) -> Reading:
    found = joined(TEXT, ("one.v1", one.annotation), ("two.v1", other.annotation))
    return build_reading(REPORT, found)


def told(reading: Reading) -> set[tuple[str, str, str, tuple[str, ...]]]:
    label = {source.id: source.label for source in reading.sources}
    return {
        (each.value.text if each.value else "", str(each.stance), label[each.source], each.readers)
        for each in reading.claims
    }


BOTH, ONE, TWO = ("one.v1", "two.v1"), ("one.v1",), ("two.v1",)


def test_what_both_say_is_one_claim_in_the_words_of_the_first() -> None:
    found = both(Found().says("the Red Front"), Found().says("Red Front"))
    assert told(found) == {("the Red Front", "alleges", "Police", BOTH)}


def test_a_claim_that_both_make_keeps_the_id_that_the_first_gives_it() -> None:
    alone = build_reading(REPORT, Found().says("the Red Front").annotation)
    found = both(
        Found().says("the Red Front"), Found().says("Red Front").says("the Black League", "The army")
    )
    assert alone.claims[0].id in {each.id for each in found.claims}


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"stance": Stance.DENIES}, ("the Red Front", "denies", "Police", TWO)),
        ({"certainty": Certainty.POSSIBLE}, ("the Red Front", "alleges", "Police", TWO)),
        ({"role": ClaimRole.SUPPORTER}, ("the Red Front", "alleges", "Police", TWO)),
    ],
)
def test_where_they_differ_both_stand(
    how: dict[str, Any], expected: tuple[str, str, str, tuple[str, ...]]
) -> None:
    found = both(Found().says("the Red Front"), Found().says("the Red Front", **how))
    assert told(found) == {("the Red Front", "alleges", "Police", ONE), expected}
    assert len({each.id for each in found.claims}) == 2


def test_another_speaker_or_actor_is_another_claim() -> None:
    found = both(Found().says("the Red Front"), Found().says("the Black League", "The army"))
    assert told(found) == {
        ("the Red Front", "alleges", "Police", ONE),
        ("the Black League", "alleges", "The army", TWO),
    }


def test_the_reports_own_voice_is_no_speaker() -> None:
    found = both(Found().says("the Red Front", None), Found().says("the Red Front", "Police"))
    assert {readers for *_, readers in told(found)} == {ONE, TWO}


def test_attacks_told_in_one_sentence_are_one_and_others_are_not() -> None:
    other = Found(["nine men", "bombed"]).says("the Red Front", attack="nine men")
    other.says("the Front", None, attack="bombed")
    found = both(Found().says("the Red Front"), other)
    assert len(found.incidents) == 2
    assert ("the Red Front", "alleges", "Police", BOTH) in told(found)


def test_every_claim_of_either_is_in_one_claim_of_both() -> None:
    one = Found().says("the Red Front").says("the Front", None, attack="bombed")
    other = Found().says("the Red Front").says("the Black League", "The army")
    found = joined(TEXT, ("one.v1", one.annotation), ("two.v1", other.annotation))
    assert [each.readers.count("one.v1") for each in found.marks].count(1) == len(one.marks)
    assert [each.readers.count("two.v1") for each in found.marks].count(1) == len(other.marks)


def test_numbers_of_joint_actors_do_not_mix() -> None:
    one = Found().says("the Red Front", together=0)
    other = Found().says("the Black League", "The army", together=0)
    assert len({each.together for each in both(one, other).claims}) == 2


def test_one_value_in_other_words_is_one() -> None:
    toll: dict[str, Any] = {
        "role": ClaimRole.KILLED,
        "filler": Filler(span=at("nine"), number=NumberRange(9, 9)),
    }
    more = toll | {"filler": Filler(span=at("nine men"), number=NumberRange(9, 9))}
    found = both(Found().says("the Red Front", **toll), Found().says("the Red Front", **more))
    assert [each.readers for each in found.claims] == [BOTH]


def test_what_was_refused_stays_with_the_reading() -> None:
    other = replace(Found().annotation, refused=(Refused(Reason.AMBIGUOUS, "two.v1, claim 1 of 1: x"),))
    found = build_reading(REPORT, joined(TEXT, ("one.v1", Found().annotation), ("two.v1", other)))
    assert [row.reason for row in found.skipped] == [Reason.AMBIGUOUS]


def reading() -> Reading:
    one = Found().says("the Red Front").says("the Front", None, attack="bombed")
    other = Found().says("the Red Front").says("the Front", None, attack="bombed", stance=Stance.ADMITS)
    return both(one, other.says("the Black League", "The army"))


def test_the_ledger_keeps_who_made_a_claim(tmp_path: Path) -> None:
    found = reading()
    with Store.open(tmp_path / "two.sqlite") as store:
        store.put(found, MADE_BY)
        stored = store.stored().readings[0]
        assert store.has_report(REPORT.id, MADE_BY)
    assert {each.readers for each in found.claims} == {BOTH, ONE, TWO}
    assert stored == found


def test_the_ledger_file_names_readers_only_where_there_are_several() -> None:
    view = assemble(MADE_BY, [reading()])
    assert loads(dumps(view)).claims == view.claims
    alone: Claim = build_reading(REPORT, Found().says("the Red Front").annotation).claims[0]
    assert "readers" not in claim_to_json(alone)
    assert claim_from_json(claim_to_json(alone), text=TEXT) == alone


def test_two_readers_of_a_report_are_compared() -> None:
    view = assemble(MADE_BY, [reading()])
    found = compare_readers(view, REPORT.id)
    assert found.readers == BOTH
    assert [each.value and each.value.text for each in found.agreed] == ["the Red Front"]
    assert [(a.stance, b.stance) for a, b in found.differing] == [(Stance.ALLEGES, Stance.ADMITS)]
    assert found.only_first == ()
    assert [each.value and each.value.text for each in found.only_second] == ["the Black League"]
    data = readers_to_json(found)
    assert data["readers"] == list(BOTH)
    assert data["agreed"] == [each.id for each in found.agreed]


def test_readers_that_agree_on_nothing_are_compared_too() -> None:
    view = assemble(
        MADE_BY, [both(Found().says("the Red Front"), Found().says("the Black League", "The army"))]
    )
    found = compare_readers(view, REPORT.id)
    assert (len(found.only_first), len(found.only_second)) == (1, 1)


def test_a_report_that_one_reader_read_has_nothing_to_compare() -> None:
    view = assemble(MADE_BY, [build_reading(REPORT, Found().says("the Red Front").annotation)])
    with pytest.raises(NotFound, match="--reader both"):
        compare_readers(view, REPORT.id)
    with pytest.raises(NotFound):
        compare_readers(view, "rep_none")
