"""``--reader llm`` and ``--reader both`` as a person meets them, and the optional try of a real model."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from short_reports import report_of
from stub_server import Stub, answer, claim, stub
from typer.testing import CliRunner, Result

import reportedly
from reportedly.annotate.llm.annotator import llm_reader
from reportedly.annotations import Server
from reportedly.cli import app
from reportedly.errors import UsageError
from reportedly.ledger import Ledger
from reportedly.reading import one_by_one
from reportedly.records import REFUSALS, Reading

TITLE = "Bomb kills nine in Gazra"
PAGE = f"""{TITLE}

Police in Gazra said the Red Front had planted the bomb that killed nine people at a market on Monday. The \
army blamed the Black League for the attack."""
SAID = answer(
    claim(1, "the Red Front", "Police in Gazra", cue="said", attack="bomb"),
    claim(2, "the Black League", "The army", cue="blamed", attack="attack", certainty="possible"),
    claim(1, "the Zorvanian Guard", "Police in Gazra", cue="said"),
    claim(1, "the", "Police in Gazra", cue="said"),
)
VARIABLES = "LEDGER LLM_URL LLM_MODEL LLM_KEY LLM_CACHE".split()


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(f"REPORTEDLY_{name}", raising=False)
    monkeypatch.setenv("REPORTEDLY_LLM_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    return path


def run(*arguments: str | Path, **environment: str) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], env=environment)


def asked(running: Stub, reader: str = "llm") -> list[str]:
    return ["--reader", reader, "--base-url", running.url, "--model", "a-model"]


def test_a_language_model_reads_and_what_it_made_up_is_counted(page: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "a.sqlite"
    with stub(lambda request: SAID) as running:
        done = run("read", page, *asked(running), "--ledger", ledger)
    assert done.exit_code == 0, done.stderr
    assert "the Red Front" in done.stdout or "Red Front" in done.stdout
    assert "Zorvan" not in done.output
    assert "a-model: 1 asked, 0 answered before, 1,100 tokens" in done.stderr
    assert "refused of its answers: 2 (1 not in the report, 1 there more than once)" in done.stderr
    assert "is sent to" not in done.stderr
    with Ledger(ledger, create=False) as opened:
        view = opened.view()
    assert [row.reason in REFUSALS for row in view.skipped] == [True, True]
    assert (view.made_by.extractor, view.made_by.model) == ("llm.v1", "a-model")
    assert all(claim.readers == () for claim in view.claims)


def test_a_run_that_is_repeated_asks_nobody(page: Path, tmp_path: Path) -> None:
    with stub(lambda request: SAID) as running:
        first = run("read", page, *asked(running), "--format", "json")
        again = run("read", page, *asked(running), "--format", "json")
        assert len(running.requests) == 1
        ledger = tmp_path / "a.sqlite"
        run("read", page, *asked(running), "--ledger", ledger)
        known = run("read", page, *asked(running), "--ledger", ledger)
    assert first.stdout == again.stdout
    assert "0 asked, 1 answered before" in again.stderr
    assert "1 there already" in known.stderr


def test_both_readers_claims_stand_and_compare_shows_the_difference(page: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "a.sqlite"
    with stub(lambda request: SAID) as running:
        done = run("read", page, *asked(running, "both"), "--ledger", ledger, "--format", "json")
        encoder = json.loads(run("read", page, "--format", "json").stdout)
        alone = json.loads(run("read", page, *asked(running), "--format", "json").stdout)
    view = json.loads(done.stdout)
    assert view["made_by"]["extractor"] == "encoder.v1+llm.v1"
    assert any(line.startswith("a-model: ") for line in done.stderr.splitlines())
    assert "sha256" not in done.stderr
    readers = {claim["id"]: claim["readers"] for claim in view["claims"]}
    assert {"encoder.v1", "llm.v1"} == {name for names in readers.values() for name in names}
    for one, name in ((encoder, "encoder.v1"), (alone, "llm.v1")):
        assert sum(name in names for names in readers.values()) == len(one["claims"])
    report = view["reports"][0]["id"]
    told = run("compare", report, "--ledger", ledger)
    assert told.exit_code == 0
    assert "encoder.v1 and llm.v1 say" in told.stdout
    data = json.loads(run("compare", report, "--ledger", ledger, "--format", "json").stdout)
    listed = [
        *data["agreed"],
        *(each for pair in data["differing"] for each in pair),
        *data["only"][0],
        *data["only"][1],
    ]
    assert sorted(listed) == sorted(readers)
    shown = run(
        "show", data["only"][1][0] if data["only"][1] else data["differing"][0][1], "--ledger", ledger
    )
    assert "llm.v1 alone" in shown.stdout


def test_a_server_that_breaks_is_a_row_and_the_run_says_so(page: Path) -> None:
    with stub(lambda request: "no answer") as running:
        done = run("read", page, *asked(running), "--format", "json")
    assert done.exit_code == 1
    (row,) = json.loads(done.stdout)["skipped"]
    assert (row["stage"], row["reason"]) == ("annotate", "malformed")


def test_the_key_comes_from_the_environment_and_is_printed_nowhere(page: Path, tmp_path: Path) -> None:
    key = "sk-very-secret"
    ledger = tmp_path / "a.sqlite"
    with stub(lambda request: SAID) as running:
        done = run("read", page, *asked(running), "--ledger", ledger, REPORTEDLY_LLM_KEY=key)
        assert running.headers[0]["authorization"] == f"Bearer {key}"
    assert key not in done.output
    assert key.encode() not in ledger.read_bytes()


def test_an_openai_key_of_the_environment_is_not_sent(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-program")
    with stub(lambda request: SAID) as running:
        run("read", page, *asked(running))
    assert "another-program" not in json.dumps(running.headers)


def test_server_and_model_may_stand_in_the_environment(page: Path) -> None:
    with stub(lambda request: SAID) as running:
        named = {"REPORTEDLY_LLM_URL": running.url, "REPORTEDLY_LLM_MODEL": "a-model"}
        assert run("read", page, "--reader", "llm", **named).exit_code == 0
        assert run("read", page, "--reader", "rules", **named).exit_code == 0
        assert len(running.requests) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ["--reader", "llm"],
        ["--reader", "both", "--model", "m"],
        ["--reader", "llm", "--base-url", "nowhere", "--model", "m"],
        ["--reader", "llm", "--base-url", "http://u:secret@127.0.0.1/v1", "--model", "m"],
        ["--reader", "llm", "--base-url", "http://127.0.0.1:9/v1", "--model", "m", "--jobs", "2"],
        ["--model", "m"],
        ["--reader", "rules", "--base-url", "http://127.0.0.1:9/v1"],
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_read(wrong: list[str], page: Path) -> None:
    done = run("read", page, *wrong)
    assert done.exit_code == 2
    assert "secret" not in done.output


def test_a_server_elsewhere_is_named_before_anything_is_sent(page: Path) -> None:
    # A host of the range that is reserved for documentation: nothing answers there, and nothing is looked up.
    far = ["--reader", "llm", "--base-url", "http://192.0.2.1.invalid/v1", "--model", "m"]
    done = run("read", "no-such-file.txt", *far)
    assert "the text of each report is sent to http://192.0.2.1.invalid/v1" in done.stderr
    assert "is sent to" not in run("read", "no-such-file.txt", *far, "--quiet").stderr


def test_python_names_the_server_or_the_environment_does(page: Path) -> None:
    with stub(lambda request: SAID) as running:
        server = Server(base_url=running.url, model="a-model")
        view = reportedly.read([page], reader="llm", server=server)
    assert {"the Red Front", "the Black League"} <= {each.value.text for each in view.claims if each.value}
    with pytest.raises(UsageError, match="REPORTEDLY_LLM_URL"):
        reportedly.read([page], reader="llm")


@pytest.mark.slow
def test_a_real_model_answers_in_the_form_or_is_told_off() -> None:
    """Against a server that somebody runs: whatever it answers, only what the report says gets in."""
    url, model = os.environ.get("REPORTEDLY_TEST_LLM_URL"), os.environ.get("REPORTEDLY_TEST_LLM_MODEL")
    if not url or not model:
        pytest.skip(
            "needs a server: REPORTEDLY_TEST_LLM_URL and REPORTEDLY_TEST_LLM_MODEL, see docs/guide/llm.md"
        )
    report = report_of(PAGE.partition("\n\n")[2], title=TITLE)
    (found,) = one_by_one([report], llm_reader(Server(base_url=url, model=model)))
    if isinstance(found, Reading):
        for each in found.claims:
            for span in each.evidence:
                assert report.text[span.start : span.end] == span.text
        assert all(row.reason in REFUSALS for row in found.skipped)
    else:
        assert found.stage == "annotate"
        assert found.reason in ("malformed", "failed")
