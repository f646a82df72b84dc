"""A language model that answers well: its quotes become claims, and what they do not carry is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from short_reports import doers, report_of
from stub_server import answer, claim, reader_of, stub

from reportedly.annotate.llm.anchor import anchored
from reportedly.annotate.llm.form import SCHEMA, answer_in
from reportedly.annotate.llm.prompt import SYSTEM, lines_of, messages
from reportedly.annotations import Refused, Server
from reportedly.claims import build_reading
from reportedly.errors import UsageError
from reportedly.reading import one_by_one
from reportedly.records import ClaimRole, NumberRange, Reading, Reason, Report, SourceKind, Stage

TITLE = "Bomb kills nine in Gazra"
BODY = (
    "Police in Gazra said the Red Front had planted the bomb that killed nine people at a market on Monday. "
    "The group denied it. No one else has claimed responsibility."
)
GOOD = answer(
    claim(1, "the Red Front", "Police in Gazra", cue="said", attack="bomb", source_kind="organisation"),
    claim(2, "it", "The group", cue="denied", stance="denies", source_role="armed_group"),
    claim(
        3, None, stance="no_claim", cue="claimed responsibility",
        content="No one else has claimed responsibility", certainty=None,
    ),
    details=[
        (1, "toll", "nine people"), (1, "place", "Gazra"), (1, "target", "a market"), (1, "time", "Monday"),
    ],
)  # fmt: skip


def report() -> Report:
    return report_of(BODY, title=TITLE)


def reading(content: str, folder: Path, of: Report | None = None) -> Reading:
    with stub(lambda request: content) as running, reader_of(running, folder) as reader:
        (found,) = one_by_one([of or report()], reader)
    assert isinstance(found, Reading)
    return found


def refused(text: str, *claims: dict[str, object]) -> tuple[Refused, ...]:
    return anchored(text, lines_of(text), answer_in(answer(*claims)), name="llm.v1").refused


def test_quotes_become_claims_by_the_contract_of_every_reader(tmp_path: Path) -> None:
    found = reading(GOOD, tmp_path)
    said = {(each.actor, each.stance, each.source) for each in doers(found)}
    assert ("the Red Front", "alleges", "Police in Gazra") in said
    assert (None, "no_claim", "REPORT") in said
    assert any(stance == "denies" for _, stance, _ in said)
    assert found.skipped == ()
    killed = [each for each in found.claims if each.role is ClaimRole.KILLED]
    assert [each.value and each.value.number for each in killed] == [NumberRange(9, 9)]
    assert {each.kind for each in found.sources} >= {SourceKind.ORGANISATION, SourceKind.REPORT}
    for each in found.claims:
        for span in each.evidence:
            assert found.report.text[span.start : span.end] == span.text
        assert each.readers == ()


def test_confidence_is_ours_and_certainty_the_speakers(tmp_path: Path) -> None:
    text = answer(claim(1, "the Red Front", "Police in Gazra", cue="said", certainty="possible"))
    (made,) = [each for each in reading(text, tmp_path).claims if each.role is ClaimRole.PERPETRATOR]
    assert (made.certainty, made.confidence) == ("possible", 0.5)


def test_one_report_is_sent_a_call_with_no_tools_and_nothing_random(tmp_path: Path) -> None:
    with stub(lambda request: GOOD) as running, reader_of(running, tmp_path) as reader:
        reader.annotate([report(), report_of("Nothing happened.", title="Quiet")])
    assert len(running.requests) == 2
    first, second = running.requests
    assert first["temperature"] == 0
    assert not first.keys() & {"tools", "functions", "stream"}
    assert first["model"] == "a-model"
    assert first["response_format"]["json_schema"]["schema"] == SCHEMA
    system, user = first["messages"]
    assert system["content"] == SYSTEM
    assert user["content"].startswith(f"[0] {TITLE}\n[1] Police in Gazra said")
    assert "Quiet" not in user["content"]
    assert "Gazra" not in second["messages"][1]["content"]


def test_only_the_text_of_the_report_is_sent() -> None:
    of = report_of("A short body.", title="A title", outlet="An outlet")
    sent = "".join(each.content for each in messages(lines_of(of.text)))
    assert "An outlet" not in sent
    assert of.origin not in sent
    assert of.id not in sent


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"actor": "the Blue Front"}, Reason.NOT_QUOTED),
        ({"actor": "the red front"}, Reason.NOT_QUOTED),
        ({"actor": "Red  Front"}, Reason.NOT_QUOTED),
        ({"actor": "ront"}, Reason.NOT_QUOTED),
        ({"actor": "e Red"}, Reason.NOT_QUOTED),
        ({"actor": ""}, Reason.UNLAWFUL),
        ({"actor": "   "}, Reason.NOT_QUOTED),
        ({"actor_name": "the Red Front of Zorvania"}, Reason.NOT_QUOTED),
        ({"source": "Police of Gazra"}, Reason.NOT_QUOTED),
        ({"source_name": "the Gazra police"}, Reason.NOT_QUOTED),
        ({"cue": "alleged"}, Reason.NOT_QUOTED),
        ({"content": "the Red Front planted the bomb"}, Reason.NOT_QUOTED),
        ({"attack": "massacre"}, Reason.NOT_QUOTED),
        ({"via": ["Reuters"]}, Reason.NOT_QUOTED),
        ({"stance": "denies", "cue": None}, Reason.UNLAWFUL),
        ({"stance": "admits", "cue": None}, Reason.UNLAWFUL),
        ({"actor": None}, Reason.UNLAWFUL),
        ({"actor": None, "stance": "no_claim", "cue": "said", "content": None}, Reason.UNLAWFUL),
    ],
)
def test_a_claim_of_which_one_quote_is_not_in_the_text_is_refused(
    changed: dict[str, object], reason: Reason, tmp_path: Path
) -> None:
    good = claim(1, "the Red Front", "Police in Gazra", cue="said")
    found = reading(answer(good | changed, good), tmp_path)
    (row,) = found.skipped
    assert (row.stage, row.reason) == (Stage.ANNOTATE, reason)
    assert row.detail.startswith("llm.v1, claim 1 of 2: ")
    assert [each.actor for each in doers(found)] == ["the Red Front"]


def test_what_a_model_made_up_is_kept_nowhere(tmp_path: Path) -> None:
    found = reading(answer(claim(1, "the Zorvanian Guard"), claim(1, "the Red Front", "Zorvan")), tmp_path)
    assert len(found.skipped) == 2
    assert "Zorv" not in repr(found)


TWICE = "The Front attacked. The Front denied it. Far off the Front said that the Front won, officials said."


def test_a_quote_that_stands_several_times_is_that_of_the_named_sentence() -> None:
    found = anchored(TWICE, lines_of(TWICE), answer_in(answer(claim(1, "The Front"))), name="llm.v1")
    (made,) = found.claims
    assert made.actor == (TWICE.index("The Front denied"), TWICE.index(" denied"))


@pytest.mark.parametrize("line", [2, 7, -1])
def test_one_that_the_sentence_does_not_settle_is_refused(line: int) -> None:
    (row,) = refused(TWICE, claim(line, "Front"))
    assert row.reason is Reason.AMBIGUOUS
    assert row.detail == "llm.v1, claim 1 of 1: actor: its words stand 4 times in the report"


def test_the_content_settles_it_where_the_sentence_does_not() -> None:
    made = claim(2, "the Front", "officials", content="the Front won", cue="said that")
    found = anchored(TWICE, lines_of(TWICE), answer_in(answer(made)), name="llm.v1")
    assert [each.actor for each in found.claims] == [(TWICE.index("the Front won"), TWICE.index(" won"))]


def test_words_from_far_apart_are_no_claim() -> None:
    filler = " ".join(f"Sentence number {n} tells of rain." for n in range(5))
    text = f"Police spoke to reporters. {filler} The Red Front marched."
    (row,) = refused(text, claim(0, "The Red Front", "Police"))
    assert row.reason is Reason.NOT_TOGETHER


def test_an_accent_is_part_of_its_letter() -> None:
    text = "The José Front attacked."
    (row,) = refused(text, claim(0, "The Jose"))
    assert row.reason is Reason.NOT_QUOTED


def test_a_pronoun_that_stands_for_nobody_is_refused(tmp_path: Path) -> None:
    found = reading(answer(claim(0, "He", attack="shot")), tmp_path, report_of("He shot two men dead."))
    assert [row.reason for row in found.skipped] == [Reason.UNLAWFUL]
    assert doers(found) == []


def test_the_fuller_name_of_a_mention_is_found_before_it(tmp_path: Path) -> None:
    body = "The Red Front has been active for years. Its men shot dead two officers, police said on Monday."
    made = claim(1, "Its men", "police", actor_name="The Red Front", cue="said", attack="shot")
    found = reading(answer(made), tmp_path, report_of(body))
    assert [each.actor for each in doers(found)] == ["The Red Front"]


def test_actors_of_one_statement_are_joined(tmp_path: Path) -> None:
    body = "Police said the Red Front and the Black League bombed the market together on Monday."
    made = [
        claim(0, each, "Police", cue="said", together=1) for each in ("the Red Front", "the Black League")
    ]
    found = [each for each in reading(answer(*made), tmp_path, report_of(body)).claims if each.together]
    assert len(found) == 2
    assert len({each.together for each in found}) == 1


def test_the_same_text_is_asked_for_once(tmp_path: Path) -> None:
    with stub(lambda request: GOOD) as running:
        for _ in range(2):
            with reader_of(running, tmp_path) as reader:
                first = build_reading(report(), reader.annotate([report()])[0])
        assert len(running.requests) == 1
        assert (reader.spent.asked, reader.spent.cached) == (0, 1)
        with reader_of(running, tmp_path, model="another") as reader:
            assert build_reading(report(), reader.annotate([report()])[0]) == first
        assert len(running.requests) == 2


def test_an_answer_that_was_kept_and_is_damaged_is_asked_for_anew(tmp_path: Path) -> None:
    with stub(lambda request: GOOD) as running, reader_of(running, tmp_path) as reader:
        before = reader.annotate([report()])
        (kept,) = tmp_path.iterdir()
        for damaged in (
            b"",
            b"{",
            b"[]",
            b'{"content": 3}',
            b'{"content": "{", "prompt_tokens": 1, "answer_tokens": 1}',
        ):
            kept.write_bytes(damaged)
            assert reader.annotate([report()]) == before
    assert len(running.requests) == 6


def test_a_folder_that_cannot_be_written_costs_the_cache_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with stub(lambda request: GOOD) as running, reader_of(running, tmp_path / "file" / "in") as reader:
        assert reader.annotate([report()])[0].marks


def test_the_key_goes_to_the_server_and_nowhere_else(tmp_path: Path) -> None:
    key = "sk-very-secret"
    with stub(lambda request: GOOD) as running, reader_of(running, tmp_path, key=key) as reader:
        found = build_reading(report(), reader.annotate([report()])[0])
    assert running.headers[0]["authorization"] == f"Bearer {key}"
    assert key not in json.dumps(running.requests)
    assert key not in repr(found)
    assert key not in (reader.model or "")
    assert all(key not in each.read_text() for each in tmp_path.iterdir())


def test_several_reports_are_asked_for_at_a_time_and_come_in_order(tmp_path: Path) -> None:
    reports = [report_of(f"The Red Front shot {n} men dead in Gazra.") for n in range(2, 12)]
    with (
        stub(lambda request: answer(claim(0, "The Red Front"))) as running,
        reader_of(running, tmp_path) as reader,
    ):
        found = list(one_by_one(reports, reader))
    assert [each.report.id for each in found if isinstance(each, Reading)] == [each.id for each in reports]


@pytest.mark.parametrize(
    "frame", ["{}", " \n{}\n", "```json\n{}\n```", "```\n{}\n```", "<think>A { bracket.</think>\n{}"]
)
def test_what_models_put_around_an_answer_is_left_off(frame: str) -> None:
    assert answer_in(frame.replace("{}", GOOD)) == answer_in(GOOD)


@pytest.mark.parametrize(
    "address",
    [
        "localhost:11434",
        "ftp://localhost/v1",
        "http://",
        "file:///etc/passwd",
        "http://user:secret@host/v1",
        "http://host/v1?key=secret",
        "http://[::1/v1",
        "",
    ],
)
def test_an_address_that_cannot_be_asked_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(UsageError) as error:
        Server(base_url=address, model="m")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://localhost:1/v1", True),
        ("http://127.0.0.1:1/v1", True),
        ("http://[::1]:1/v1", True),
        ("http://127.0.0.1.example.org/v1", False),
        ("http://localhost.example.org/v1", False),
        ("https://api.example.org/v1", False),
    ],
)
def test_whether_the_text_leaves_the_machine_is_told_by_the_host(address: str, local: bool) -> None:
    assert Server(base_url=address, model="m").local is local


def test_a_report_that_is_too_long_for_one_call_is_a_row_and_no_half_reading(tmp_path: Path) -> None:
    long = report_of("The Red Front attacked. " * 3000)
    with stub(lambda request: GOOD) as running, reader_of(running, tmp_path) as reader:
        (row,) = one_by_one([long], reader)
    assert not isinstance(row, Reading)
    assert (row.stage, row.reason) == (Stage.ANNOTATE, Reason.FAILED)
    assert "60,000" in row.detail
    assert running.requests == []
