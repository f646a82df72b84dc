"""The command line as a person meets it: outputs, exit codes, pipes, colours, interrupts."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

import reportedly
from deciding import local
from reportedly.cli import app
from reportedly.errors import LedgerError
from reportedly.pipeline import assemble
from reportedly.records import LedgerView, MadeBy
from told import AVERIL, FAR, day, told

# An attack that never happened.
BLAST = """Car bomb kills four at market in Basra

BASRA, May 6 (Reuters) - A car bomb killed at least four people at a grain market in Basra on Monday.

Two police officers said Islamic State carried out the attack. Hezbollah denied involvement in the attack.
"""


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, everyones = "REPORTEDLY_LEDGER REPORTEDLY_ANALYST", "NO_COLOR FORCE_COLOR COLUMNS TTY_COMPATIBLE"
    for name in f"{ours} {everyones}".split():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "blast.txt"
    path.write_text(BLAST)
    return path


@pytest.fixture
def ledger(page: Path, tmp_path: Path) -> Path:
    path = tmp_path / "attack.sqlite"
    assert run("read", page, "--ledger", path).exit_code == 0
    return path


def run(*arguments: str | Path, **environment: str) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], env=environment)


def spawned(*arguments: str | Path, **options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reportedly", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ, **options})


def in_terminal(*arguments: str | Path, **options: str) -> str:
    """What the command writes when standard output is a terminal, 100 columns wide."""
    pty = pytest.importorskip("pty")
    parent, child = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", **options}
    command = [sys.executable, "-m", "reportedly", *map(str, arguments)]
    with subprocess.Popen(command, stdout=child, stderr=subprocess.PIPE, env=environment):
        os.close(child)
        return b"".join(_chunks(parent)).decode()


def _chunks(descriptor: int) -> Iterator[bytes]:
    try:
        while chunk := os.read(descriptor, 65536):
            yield chunk
    except OSError:  # Linux says so when the other end of a terminal is closed.
        return
    finally:
        os.close(descriptor)


def test_reading_a_page_prints_who_is_said_to_have_done_it(page: Path) -> None:
    result = run("read", page, "--reader", "rules")
    assert result.exit_code == 0
    assert "Who is said to have done it" in result.stdout
    assert "Islamic State" in result.stdout
    assert "denies" in result.stdout


def test_reading_as_json_prints_the_ledger_file(page: Path) -> None:
    result = run("read", page, "--format", "json")
    ledger = json.loads(result.stdout)
    assert (ledger["format"], ledger["version"]) == ("reportedly-ledger", 1)
    text = ledger["reports"][0]["text"]
    for claim in ledger["claims"]:
        for spans in claim["evidence"].values():
            assert all(0 <= start < end <= len(text) for start, end in spans)


def test_standard_input_is_read(page: Path) -> None:
    result = CliRunner().invoke(app, ["read", "-"], input=BLAST)
    assert result.exit_code == 0
    assert "Islamic State" in result.stdout


def test_everything_read_exits_0(page: Path) -> None:
    assert spawned("read", page).returncode == 0


def test_nothing_read_exits_1_and_says_why(tmp_path: Path) -> None:
    done = spawned("read", tmp_path / "missing.txt")
    assert done.returncode == 1
    assert "missing.txt" in done.stdout
    assert "not found" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("read",),
        ("read", "x.txt", "--format", "docx"),
        ("read", "x.txt", "--reader", "oracle"),
        ("show",),
        ("show", "xyz_1", "--ledger", "a.sqlite"),
        ("show", "clm_1", "--claim", "clm_2"),
        ("export", "--format", "csv"),
        ("unknown",),
    ],
    ids=" ".join,
)
def test_wrong_use_exits_2_without_a_traceback(arguments: tuple[str, ...], tmp_path: Path) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)


def test_an_unreadable_input_among_others_exits_3(page: Path, tmp_path: Path) -> None:
    result = run("read", page, tmp_path / "missing.txt")
    assert result.exit_code == 3
    assert "Islamic State" in result.stdout


def test_a_duplicate_is_no_failure(page: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.txt"
    again.write_text(BLAST)
    assert run("read", page, again).exit_code == 0


def test_a_ledger_that_is_not_there_exits_1(tmp_path: Path) -> None:
    done = spawned("show", "--ledger", tmp_path / "none.sqlite")
    assert done.returncode == 1
    assert done.stderr.startswith("reportedly: E4: ")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "none.sqlite").exists()


def test_a_file_that_is_no_ledger_exits_1(page: Path) -> None:
    result = run("show", "--ledger", page)
    assert result.exit_code == 1
    assert page.read_text() == BLAST


def test_a_record_that_is_not_there_exits_1(ledger: Path) -> None:
    result = run("show", "clm_nothere", "--ledger", ledger)
    assert result.exit_code == 1
    assert "E5" in result.stderr


def test_a_stored_ledger_shows_what_reading_showed(page: Path, ledger: Path) -> None:
    read = run("read", page, "--format", "json").stdout
    shown = run("show", "--ledger", ledger, "--format", "json").stdout
    assert json.loads(read)["claims"] == json.loads(shown)["claims"]


def test_the_ledger_can_be_named_in_the_environment(ledger: Path) -> None:
    assert "Islamic State" in run("show", REPORTEDLY_LEDGER=str(ledger)).stdout


def test_a_second_run_reads_nothing_again(page: Path, ledger: Path) -> None:
    result = run("read", page, "--ledger", ledger)
    assert "0 stored, 1 there already, 0 left out" in result.stderr
    assert "Islamic State" in result.stdout


def test_an_id_on_the_page_opens_to_the_words(ledger: Path) -> None:
    page = run("show", "--ledger", ledger).stdout
    short = next(word for word in page.split() if word.startswith("clm_"))
    opened = run("show", short, "--ledger", ledger)
    assert opened.exit_code == 0
    assert "[value: " in opened.stdout
    assert "printed in" in opened.stdout
    assert opened.stdout == run("show", "--claim", short, "--ledger", ledger).stdout


@pytest.mark.parametrize("kind", ["report", "incident"])
def test_reports_and_incidents_open_by_their_ids(kind: str, ledger: Path) -> None:
    whole = json.loads(run("show", "--ledger", ledger, "--format", "json").stdout)
    record = whole[f"{kind}s"][0]["id"]
    part = json.loads(run("show", record, "--ledger", ledger, "--format", "json").stdout)
    assert [each["id"] for each in part[f"{kind}s"]] == [record]
    assert "Islamic State" in run("show", f"--{kind}", record, "--ledger", ledger).stdout


def test_an_export_is_written_to_a_file_that_is_whole(ledger: Path, tmp_path: Path) -> None:
    target = tmp_path / "claims.csv"
    result = run("export", "--ledger", ledger, "--format", "csv", "--output", target)
    assert (result.exit_code, result.stdout) == (0, "")
    with target.open(newline="", encoding="utf-8-sig") as file:
        assert len(list(csv.DictReader(file))) > 1
    assert sorted(each.name for each in tmp_path.iterdir() if "partial" in each.name) == []


def test_an_export_goes_to_standard_output(ledger: Path) -> None:
    done = spawned("export", "--ledger", ledger, "--format", "jsonl")
    assert all(json.loads(line) for line in io.StringIO(done.stdout))
    assert len(done.stdout.splitlines()) > 1


def test_an_export_that_cannot_be_written_is_one_sentence(ledger: Path, tmp_path: Path) -> None:
    done = spawned("export", "--ledger", ledger, "--format", "csv", "--output", tmp_path / "no" / "x.csv")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("reportedly: ")


def test_a_format_of_several_files_goes_into_a_folder_or_a_zip(ledger: Path, tmp_path: Path) -> None:
    for target in (tmp_path / "acled", tmp_path / "acled.zip"):
        result = run("export", "--ledger", ledger, "--format", "acled", "--output", target)
        assert (result.exit_code, result.stdout) == (0, "")
    names = sorted(each.name for each in (tmp_path / "acled").iterdir())
    assert names == ["cells.csv", "claims.jsonl", "deleted.csv", "events.csv"]
    with zipfile.ZipFile(tmp_path / "acled.zip") as archive:
        assert sorted(archive.namelist()) == names


def test_a_format_of_several_files_cannot_be_printed(ledger: Path, tmp_path: Path) -> None:
    done = spawned("export", "--ledger", ledger, "--format", "acled")
    assert (done.returncode, done.stdout) == (2, "")
    assert "acled is several files that go together; name a folder or a .zip with --output" in done.stderr
    wrong = spawned("export", "--ledger", ledger, "--format", "acled", "--output", tmp_path / "acled.csv")
    assert wrong.returncode == 2
    assert "events.csv, deleted.csv, claims.jsonl, cells.csv" in wrong.stderr


def test_an_unknown_format_is_told_with_those_that_there_are(ledger: Path) -> None:
    done = spawned("export", "--ledger", ledger, "--format", "docx")
    assert done.returncode == 2
    assert "no format is called 'docx'; there is acled, " in done.stderr


def test_the_bundled_examples_are_read() -> None:
    done = spawned("examples", "--quiet")
    assert done.returncode == 0
    assert "How these reports depend on each other" in done.stdout
    assert done.stderr == ""


def test_the_version_is_printed() -> None:
    assert run("--version").stdout == f"reportedly {reportedly.__version__}\n"


# --- attacks and decisions --------------------------------------------------------------------------------

FERRY = told("a", date=day(5), place=AVERIL, target="the ferry Kestrel", actor="Open Nets", published=6)
ALSO = told("b", date=day(5), place=AVERIL, target="the ferry Kestrel", published=7)
BAKERY = told("c", date=day(20), place=FAR, target="a bakery", actor="Red Hand", published=21)
PICTURES = ("lineage", "matrix", "timeline", "tolls")


@pytest.fixture
def attacks(tmp_path: Path) -> Path:
    """A ledger of the ferry, told twice, and the bakery."""
    path = tmp_path / "attacks.sqlite"
    with reportedly.Ledger(path) as opened:
        for reading in (FERRY, ALSO, BAKERY):
            opened.put(reading, made_by=MadeBy(program="reportedly 0.1.0", extractor="rules.v1"))
    return path


@pytest.fixture
def on(attacks: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command on that ledger."""
    monkeypatch.setenv("REPORTEDLY_LEDGER", str(attacks))
    monkeypatch.setenv("COLUMNS", "120")
    return run


def told_in(result: Result) -> list[str]:
    """Which reports' parts the attacks of a JSON answer are made of, one string an attack."""
    names = {local(name): name for name in "abc"}
    incidents = json.loads(result.stdout)["incidents"]
    return sorted(
        "".join(sorted(names[own] for own in each["members"] or [each["id"]])) for each in incidents
    )


On = Callable[..., Result]


def test_incidents_are_listed(on: On) -> None:
    result = on("incidents")
    assert result.exit_code == 0
    (first, second) = (line for line in result.stdout.splitlines() if line.startswith("inc_"))
    assert "Bombing of the ferry Kestrel" in first
    assert "Open Nets" in first
    assert "Kirkeby" in second
    assert "Red Hand" in second
    assert "2 attacks." in result.stdout
    assert told_in(on("incidents", "--format", "json")) == ["ab", "c"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (("--since", "2024-03-06"), ["c"]),
        (("--until", "2024-03-05"), ["ab"]),
        (("--since", "2024-03-05", "--until", "2024-03-20"), ["ab", "c"]),
        (("--place", "averil"), ["ab"]),
        (("--actor", "red hand"), ["c"]),
        (("--actor", "red hand", "--place", "averil"), []),
    ],
    ids=str,
)
def test_incidents_are_narrowed_down(on: On, asked: tuple[str, ...], expected: list[str]) -> None:
    assert told_in(on("incidents", *asked, "--format", "json")) == expected
    page = on("incidents", *asked)
    assert page.exit_code == 0
    assert sum(line.startswith("inc_") for line in page.stdout.splitlines()) == len(expected)


@pytest.mark.parametrize("wrong", ["yesterday", "2024-13-01", "05/03/2024", "2024-03"])
@pytest.mark.parametrize("option", ["--since", "--until"])
def test_a_wrong_day_is_wrong_use(on: On, option: str, wrong: str) -> None:
    result = on("incidents", option, wrong)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"'{wrong}' is no day such as 2024-03-22" in result.stderr


def test_one_incident_is_shown_by_any_of_its_ids(on: On) -> None:
    shown = {on("incident", each).stdout for each in (local("a"), local("b"), local("b")[:10])}
    (page,) = shown
    assert "Open Nets" in page
    assert "Red Hand" not in page
    result = on("incident", local("b"), "--format", "json")
    assert told_in(result) == ["ab"]
    assert {each["incident"] for each in json.loads(result.stdout)["assessments"]} == {local("a")}


def test_an_incident_that_is_not_there_exits_1(on: On) -> None:
    result = on("incident", "inc_nothere")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "E5: the ledger has no record 'inc_nothere'" in result.stderr


def test_an_incident_is_drawn_into_a_file(on: On, tmp_path: Path) -> None:
    drawn = {}
    for name in ("", *PICTURES):
        target = tmp_path / f"{name}.svg"
        asked = ("--picture", name) if name else ()
        result = on("incident", local("a"), "--svg", target, *asked)
        assert (result.exit_code, result.stdout) == (0, "")
        root = ElementTree.fromstring(target.read_text("utf-8"))  # noqa: S314 our own file
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        drawn[name] = target.read_text("utf-8")
    assert len(set(drawn.values())) == len(drawn)
    assert len(drawn[""]) > max(len(drawn[name]) for name in PICTURES)
    assert "Open Nets" in drawn["matrix"]


def test_a_picture_that_there_is_not_is_wrong_use_and_makes_no_file(on: On, tmp_path: Path) -> None:
    result = on("incident", local("a"), "--svg", tmp_path / "x.svg", "--picture", "pie")
    assert result.exit_code == 2
    assert f"no picture is called 'pie'; there is {', '.join(PICTURES)}" in result.stderr
    assert not (tmp_path / "x.svg").exists()
    result = on("incident", local("a"), "--picture", "matrix")
    assert result.exit_code == 2
    assert "--picture draws into a file; name one with --svg FILE" in result.stderr


def test_a_picture_that_cannot_be_written_is_one_sentence(on: On, tmp_path: Path) -> None:
    result = on("incident", local("a"), "--svg", tmp_path / "no" / "x.svg")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1


def test_merge_split_unsure_and_undo_are_told_in_a_sentence(on: On) -> None:
    c = local("c")[:12]
    merged = on("merge", local("b"), local("c"), "--by", "Desk 1", "--note", "same men")
    assert merged.exit_code == 0
    (decision,) = json.loads(on("decisions", "--format", "json").stdout)
    first = min(local("a"), local("b"))[:12]
    undo = f"take it back with: reportedly undo {decision['id'][:12]}"
    assert merged.stdout == f"{first} (with 1 more) and {c} are one attack; {undo}\n"
    assert (decision["by"], decision["note"], decision["judgement"]) == ("Desk 1", "same men", "same")
    assert told_in(on("incidents", "--format", "json")) == ["abc"]
    split = on("split", local("a"), BAKERY.report.id[:10], "--by", "Desk 1")
    assert f"{c} and {first} (with 1 more) are different attacks" in split.stdout
    assert told_in(on("incidents", "--format", "json")) == ["ab", "c"]
    opened = on("unsure", local("a"), local("c"), "--by", "Desk 1")
    assert f"whether {first} (with 1 more) and {c} are one attack is left open; take it back" in opened.stdout
    for expected in (f"taken back by Desk 2: whether {first}", f"taken back by Desk 2: {c}"):
        undone = on("undo", "--by", "Desk 2")
        assert undone.exit_code == 0
        assert undone.stdout.startswith(expected)
    assert told_in(on("incidents", "--format", "json")) == ["abc"]
    assert on("undo", decision["id"][:9], "--by", "Desk 2").exit_code == 0
    assert told_in(on("incidents", "--format", "json")) == ["ab", "c"]


def test_a_decision_is_given_to_programs_as_the_ledger_file_has_it(on: On) -> None:
    made = json.loads(on("merge", local("a"), local("c"), "--by", "Desk", "--format", "json").stdout)
    assert [made] == json.loads(on("decisions", "--format", "json").stdout)
    assert [made] == json.loads(on("show", "--format", "json").stdout)["decisions"]
    assert [made] == json.loads(on("incident", local("b"), "--format", "json").stdout)["decisions"]
    undone = json.loads(on("undo", made["id"], "--by", "Night", "--format", "json").stdout)
    assert undone["undone_by"] == "Night"
    assert {**undone, "undone_at": None, "undone_by": None} == made


def test_decisions_are_listed_with_what_was_taken_back(on: On) -> None:
    assert on("decisions").stdout == "Nothing has been decided on the incidents of this ledger.\n"
    on("merge", local("a"), local("c"), "--by", "Desk", "--note", "same men")
    on("split", local("a"), local("c"), "--by", "Night desk")
    on("undo", "--by", "Zoë")
    page = " ".join(on("decisions").stdout.split())
    assert "are one attack (same men)" in page
    assert "Night desk" in page
    assert "are different attacks taken back 20" in page
    assert page.endswith("by Zoë")


def test_who_decides_is_named_by_option_environment_or_account(
    on: On, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "ada")
    on("merge", local("a"), local("c"))
    monkeypatch.setenv("REPORTEDLY_ANALYST", "Grace")
    on("undo")
    on("split", local("a"), local("b"))
    on("undo", "--by", "Mary")
    told_by = [
        (each["by"], each["undone_by"]) for each in json.loads(on("decisions", "--format", "json").stdout)
    ]
    assert told_by == [("ada", "Grace"), ("Grace", "Mary")]


def test_an_account_without_a_name_has_to_give_one(on: On, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr("getpass.getuser", nobody)
    for command in (("merge", local("a"), local("c")), ("undo",)):
        result = on(*command)
        assert result.exit_code == 2
        assert "who decides? give a name with --by or in REPORTEDLY_ANALYST" in result.stderr


@pytest.mark.parametrize(
    ("asked", "code", "complaint"),
    [
        (("merge", local("a")), 2, "name two incidents or more"),
        (("merge", local("a"), local("b")), 2, "are one incident already"),
        (("merge", local("a"), "inc_nothere"), 1, "no record 'inc_nothere'"),
        (("merge", local("a"), local("c"), "--by", " "), 2, "who decides?"),
        (("split", local("a"), local("c")), 1, "no record"),
        (("split", local("a"), FERRY.report.id, ALSO.report.id), 2, "that is all of"),
        (("unsure", local("a"), local("b")), 2, "are one incident already"),
        (("undo",), 1, "there is no decision to take back"),
        (("undo", "dec_nothere"), 1, "no decision 'dec_nothere' holds"),
        (("merge", local("a"), local("c"), "--note", "\udcff"), 1, "cannot be stored"),
        (("undo", "\udcff"), 1, "cannot be stored"),
    ],
    ids=ascii,
)
def test_what_cannot_be_decided_is_one_sentence(
    on: On, asked: tuple[str, ...], code: int, complaint: str
) -> None:
    result = on(*asked)
    assert (result.exit_code, result.stdout) == (code, "")
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.startswith("reportedly: E")
    assert result.stderr.count("\n") == 1
    assert complaint in result.stderr
    assert on("decisions", "--format", "json").stdout.strip() == "[]"


@pytest.mark.parametrize(
    "command", [("incidents",), ("incident", "inc_a"), ("merge", "a", "b"), ("decisions",)]
)
def test_a_command_on_attacks_needs_a_ledger(command: tuple[str, ...], tmp_path: Path) -> None:
    assert run(*command).exit_code == 2
    assert run(*command, "--ledger", tmp_path / "none.sqlite").exit_code == 1
    assert not (tmp_path / "none.sqlite").exists()


def test_a_name_cannot_act_on_the_terminal_that_it_is_told_in(attacks: Path) -> None:
    nasty = "\x1b]0;owned\x07\u202eZoë"
    ids = (local("a"), local("c"))
    done = [spawned("merge", *ids, "--ledger", attacks, "--by", nasty, "--note", nasty)]
    done += [spawned("undo", "--ledger", attacks, "--by", nasty, PYTHONIOENCODING="ascii")]
    done += [spawned("decisions", "--ledger", attacks, PYTHONIOENCODING="ascii")]
    done += [spawned("decisions", "--ledger", attacks, "--format", "json")]
    assert [(each.returncode, each.stderr) for each in done] == [(0, "")] * len(done)
    assert not set("\x1b\x07\u202e") & set("".join(each.stdout for each in done))


@pytest.mark.parametrize(
    "command",
    "read show export examples incidents incident merge split unsure undo decisions".split(),
)
def test_help_has_a_sentence_for_every_option(command: str) -> None:
    result = run(command, "--help", COLUMNS="120")
    assert result.exit_code == 0
    assert "TODO" not in result.stdout
    if command != "examples":
        assert "Examples:" in result.stdout
        assert "Exit codes:" in result.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_can_be_shown(shell: str) -> None:
    done = spawned("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert done.returncode == 0
    assert "reportedly" in done.stdout.lower()


def test_completion_knows_the_commands_and_the_readers() -> None:
    asked = {"_REPORTEDLY_COMPLETE": "complete_bash", "COMP_CWORD": "1", "COMP_WORDS": "reportedly "}
    assert {"read", "show", "export", "examples"} <= set(spawned(**asked).stdout.split())
    asked.update(COMP_CWORD="4", COMP_WORDS="reportedly read x --reader ")
    assert "rules" in spawned(**asked).stdout.split()


def test_there_are_no_colours_where_nobody_looks(page: Path) -> None:
    assert "\x1b" not in spawned("read", page).stdout


def test_there_are_colours_in_a_terminal_unless_they_are_not_wanted(page: Path) -> None:
    assert "\x1b[" in in_terminal("read", page)
    assert "\x1b" not in in_terminal("read", page, "--no-color")
    assert "\x1b" not in in_terminal("read", page, NO_COLOR="1")
    assert "\x1b" not in in_terminal("read", page, TERM="dumb")


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_the_page_is_as_wide_as_the_terminal_and_never_over_100(page: Path, columns: str) -> None:
    lines = spawned("read", page, COLUMNS=columns).stdout.splitlines()
    assert max(map(len, lines)) <= min(int(columns), 100)


def test_quiet_leaves_standard_error_empty(page: Path, tmp_path: Path) -> None:
    assert spawned("read", page, "--ledger", tmp_path / "a.sqlite", "--quiet").stderr == ""


def test_a_table_is_held_against_the_ledger(on: Callable[..., Result], tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    row = "NOR1,2024-03-05,1,Open Nets,Port Averil,59.0,10.0,Norway\n"
    path.write_text(
        f"event_id_cnty,event_date,time_precision,actor1,location,latitude,longitude,country\n{row}"
    )
    shown = on("match", path, "--as", "acled")
    assert shown.exit_code == 0
    assert "1 of 1 row is about 1 attack of the ledger." in shown.stdout
    asked = on("match", path, "--as", "acled", "--format", "json")
    assert [each["row"] for each in json.loads(asked.stdout)["pairings"]] == ["NOR1"]
    path.write_text(path.read_text() + "NOR2,one day,1,,Oslo,,,Norway\n")
    assert on("match", path, "--as", "acled").exit_code == 3
    wrong = on("match", path, "--as", "gtd")
    assert wrong.exit_code == 2
    assert "not in the columns of gtd: eventid" in wrong.stderr


@pytest.mark.parametrize("shape", ["page", "json"])
def test_a_file_name_cannot_act_on_the_terminal(shape: str, tmp_path: Path) -> None:
    nasty = "\x1b]0;owned\x07\u202egnp.txt"
    (tmp_path / nasty).write_text(BLAST.replace("Basra on", "Basra\x1b[2J\u202e\x9b2J on"))
    done = spawned("read", tmp_path, tmp_path / f"{nasty}.missing", "--format", shape)
    assert not set("\x1b\x07\x9b\u202e") & set(done.stdout + done.stderr)


@pytest.mark.parametrize("format", ["csv", "jsonl", "json"])
def test_an_export_to_a_terminal_cannot_act_on_it(format: str, tmp_path: Path) -> None:
    page, ledger = tmp_path / "page.txt", tmp_path / "a.sqlite"
    page.write_text(
        BLAST.replace("Basra on", "Basra\u202e\u2066 on").replace("Two police", "\u009b2J Two police")
    )
    assert run("read", page, "--ledger", ledger).exit_code == 0
    shown = in_terminal("export", "--ledger", ledger, "--format", format)
    assert "Islamic State" in shown
    assert not set("\x1b\u009b\u202e\u2066") & set(shown)


def test_an_error_message_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    done = spawned("show", "--ledger", tmp_path / "\x1b]0;owned\x07.sqlite")
    assert not set("\x1b\x07") & set(done.stderr)


@pytest.mark.parametrize("shape", ["page", "json"])
def test_a_reader_that_goes_away_is_no_traceback(shape: str) -> None:
    command = f"{sys.executable} -m reportedly examples --format {shape} -q; echo $? >&2"
    shell = subprocess.Popen(["bash", "-c", f"({command}) | head -c 10 >/dev/null"], stderr=subprocess.PIPE)
    _, errors = shell.communicate(timeout=60)
    # Output that fits into the pipe's buffer (64 KiB) is written before the reader is seen to be gone.
    assert errors.decode().strip() in {"0", "141"}


def test_a_closed_pipe_exits_141() -> None:
    command = [sys.executable, "-m", "reportedly", "examples", "-q"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, timeout=60)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_full_disk_is_one_sentence(page: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "reportedly", "read", str(page)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "space" in done.stderr


def test_a_terminal_without_unicode_gets_the_page(page: Path) -> None:
    done = spawned("read", page, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "Islamic State" in done.stdout


@pytest.mark.parametrize("stored", [True, False], ids=["ledger", "no ledger"])
def test_an_interrupt_says_what_was_kept_and_the_next_run_goes_on(stored: bool, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(2000):
        (folder / f"{number}.txt").write_text(BLAST.replace("four", str(number + 2)))
    ledger = tmp_path / "a.sqlite"
    command = [sys.executable, "-m", "reportedly", "read", str(folder)]
    command += ["--ledger", str(ledger)] if stored else []
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_heed_interrupts
    )
    wait_until(lambda: _stored(ledger) > 5 if stored else True, at_least=2.0)
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, ""), errors
    assert "Traceback" not in errors
    assert ("all stored in" if stored else "nothing stored") in errors
    if stored:
        kept = _stored(ledger)
        assert 5 < kept < 2000
        assert f"interrupted after {kept} inputs" in errors, "it waits until the input in hand is stored"


def _heed_interrupts() -> None:
    # Where the tests run in the background, SIGINT is ignored, and a child would inherit that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _stored(ledger: Path) -> int:
    try:
        with reportedly.Ledger(ledger, create=False) as opened:
            return len(opened._store.view().reports)
    except LedgerError:
        return 0


def wait_until(ready: object, *, at_least: float) -> None:
    assert callable(ready)
    time.sleep(at_least)
    deadline = time.monotonic() + 30
    while not ready() and time.monotonic() < deadline:
        time.sleep(0.05)


def test_a_board_is_refreshed_and_words_are_found(ledger: Path) -> None:
    done = run("refresh", "--ledger", ledger)
    assert done.exit_code == 0
    assert "comparing the reports" in done.stderr
    assert "of 1 reports" in done.stderr
    again = run("refresh", "--ledger", ledger)
    assert "comparing" not in again.stderr
    assert "comparing" in run("refresh", "--ledger", ledger, "--always").stderr
    assert run("refresh", "--ledger", ledger, "--quiet").stderr == ""
    found = run("search", "grain", "market", "--ledger", ledger)
    assert found.exit_code == 0
    assert "grain market in Basra" in found.stdout
    assert "1 report with grain market." in found.stdout
    assert "Nothing has all of: zeppelin" in run("search", "zeppelin", "--ledger", ledger).stdout
    assert "There is no word to look for." in run("search", "!?", "--ledger", ledger).stdout


def test_reading_can_end_with_a_refresh(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, compared = tmp_path / "kept.sqlite", list[int]()

    def counted(*given: Any) -> LedgerView:
        compared.append(len(given[1]))
        return assemble(*given)

    monkeypatch.setattr("reportedly.ledger.assemble", counted)
    assert run("read", page, "--ledger", path, "--reader", "rules", "--refresh").exit_code == 0
    assert compared == [1], "the page is shown from the board"
    with reportedly.Ledger(path) as ledger:
        assert ledger.board_state().current
        assert ledger.board_state().reports == 1
    alone = run("read", page, "--refresh")
    assert alone.exit_code == 2
    assert "name one with --ledger FILE" in alone.stderr


def test_what_is_found_is_given_to_programs_with_its_offsets(ledger: Path) -> None:
    reports = json.loads(run("show", "--ledger", ledger, "--format", "json").stdout)["reports"]
    told = json.loads(run("search", "market", "--ledger", ledger, "--format", "json").stdout)
    assert (told["total"], told["next"], told["words"]) == (1, None, ["market"])
    snippet = told["found"][0]["snippet"]
    text = reports[0]["text"]
    assert text[snippet["start"] :].startswith(snippet["text"])
    marked = {snippet["text"][start:end] for start, end in snippet["marks"]}
    assert marked == {"market"}
    claims = run("search", "islamic*", "--claims", "--most", "1", "--ledger", ledger, "--format", "json")
    (hit,) = json.loads(claims.stdout)["found"]
    assert (hit["kind"], hit["value"]) == ("claim", "Islamic State")


@pytest.mark.parametrize("wrong", [("--most", "0"), ("--after", "x")])
def test_a_search_for_a_page_that_is_none_is_wrong_use(ledger: Path, wrong: tuple[str, str]) -> None:
    assert run("search", "market", *wrong, "--ledger", ledger).exit_code == 2
