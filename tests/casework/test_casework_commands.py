"""``reportedly verify`` and ``reportedly people``, and what the page of an incident says of reviews."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from casework.desk import HOLDER, PASSWORD, opened
from casework.reviewing import DENIAL, DOER, PLACE, READING, TOLL, added, draft
from reportedly.casebook import Casebook
from reportedly.casework.people import Role, keeper
from reportedly.casework.reviews import Accept, Add, Correct, Reject
from reportedly.cli import app
from reportedly.records import Stance
from reportedly.store import schema

REPORT = READING.report.id


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REPORTEDLY_LEDGER", "REPORTEDLY_ANALYST", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "desk.ledger"
    opened(path).close()
    return path


def run(*arguments: str | Path, **environment: str) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], env=environment)


# --- people -----------------------------------------------------------------------------------------------


def test_a_link_made_here_lets_somebody_in(ledger: Path) -> None:
    made = run("people", "invite", "Ana Ruiz", "--role", "coder", "--ledger", ledger, "--by", "Chief")
    assert made.exit_code == 0
    path = made.stdout.strip()
    assert path.startswith("/invitations/")
    assert "for Ana Ruiz, coder, once, until" in made.stderr
    with Casebook(ledger) as casebook:
        assert casebook.audit()[-1].by == "Chief"
        ana = casebook.accept_invitation(path.removeprefix("/invitations/"), PASSWORD)
    listed = run("people", "--ledger", ledger).stdout
    assert listed.splitlines()[1].split()[:3] == ["Ana", "Ruiz", "coder"]
    (told,) = json.loads(run("people", "--ledger", ledger, "--format", "json").stdout)
    assert told == {
        "id": ana.id,
        "name": "Ana Ruiz",
        "role": "coder",
        "made_at": ana.made_at.isoformat(),
        "active": True,
    }


def test_roles_and_leave_are_given_by_name_or_id(ledger: Path) -> None:
    with Casebook(ledger) as casebook:
        secret = casebook.invite(HOLDER, "Ana Ruiz", Role.READER).secret
        ana = casebook.accept_invitation(secret, PASSWORD)
    for arguments, says in (
        (("role", "ANA RUIZ", "admin", "--note", "for the holidays"), "Ana Ruiz is admin now"),
        (("role", ana.id, "coder"), "nobody would be left"),
        (("role", "Eve", "coder"), "nobody here is called 'Eve'"),
        (("invite", "Ana Ruiz"), "Ana Ruiz is here already"),
        (("invite", "Ben", "--days", "99"), "1 to 90 days"),
        (("out", "ana ruiz"), "nobody would be left"),
    ):
        done = run("people", *arguments, "--ledger", ledger, "--by", "Chief")
        assert says in done.stderr, arguments
    with Casebook(ledger) as casebook:
        casebook.accept_invitation(casebook.invite(HOLDER, "Ben", Role.ADMIN).secret, PASSWORD)
    assert "is out" in run("people", "out", "Ana Ruiz", "--ledger", ledger, "--by", "Chief").stderr
    assert "out" in run("people", "--ledger", ledger).stdout.splitlines()[1]
    assert "in again, as admin" in run("people", "in", ana.id, "--ledger", ledger, "--by", "Chief").stderr


def test_a_link_for_another_password(ledger: Path) -> None:
    with Casebook(ledger) as casebook:
        ana = casebook.accept_invitation(casebook.invite(HOLDER, "Ana", Role.ADMIN).secret, PASSWORD)
    made = run("people", "link", "ana", "--ledger", ledger, "--by", "Chief", "--note", "forgot it")
    assert "for Ana, admin, once" in made.stderr
    with Casebook(ledger) as casebook:
        assert casebook.accept_invitation(made.stdout.strip().rpartition("/")[2], "staple tongue roof") == ana
    assert run("people", "link", "Eve", "--ledger", ledger, "--by", "Chief").exit_code == 1


def test_an_empty_desk_says_what_to_do(ledger: Path) -> None:
    assert "reportedly people invite NAME" in run("people", "--ledger", ledger).stdout
    assert run("people").exit_code == 2
    assert run("people", "--ledger", ledger.parent / "none").exit_code == 1


# --- verify -----------------------------------------------------------------------------------------------


def test_verify_says_that_all_is_whole_and_what_to_note_down(ledger: Path) -> None:
    done = run("verify", "--ledger", ledger)
    assert done.exit_code == 0
    assert done.stdout.startswith("whole: 2 entries, the ledger is as they say. Note down: 2:")
    head = done.stdout.split()[-1]
    assert run("verify", "--ledger", ledger, "--noted", head).exit_code == 0
    other = run("verify", "--ledger", ledger, "--noted", f"1:{'0' * 64}")
    assert other.exit_code == 1
    assert other.stdout.startswith("broken at entry 1 of the log, changed: it has another hash")
    assert run("verify", "--ledger", ledger, "--noted", "nonsense").exit_code == 2


def test_verify_names_the_first_broken_entry(ledger: Path) -> None:
    connection = sqlite3.connect(ledger)
    for name in schema.TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE audit SET by = 'per_x' WHERE number = 2")
    connection.commit()
    connection.close()
    done = run("verify", "--ledger", ledger)
    assert done.exit_code == 1
    assert done.stdout.startswith("broken at entry 2 of the log, changed: its fields are not those")
    told = json.loads(run("verify", "--ledger", ledger, "--format", "json").stdout)
    assert (told["whole"], told["entries"], told["broken"]["entry"]) == (False, 2, 2)


def test_a_decision_of_the_command_line_is_logged_with_its_name(ledger: Path) -> None:
    with Casebook(ledger) as casebook:
        (incident,) = [each for each in casebook.ledger.view().incidents if each.members]
        other = casebook.ledger.view().reports[-1].id
    assert run("split", incident.id, other, "--ledger", ledger, "--by", "Desk 2").exit_code == 0
    with Casebook(ledger) as casebook:
        entry = casebook.audit()[-1]
    assert (entry.action, entry.by) == ("decide", "Desk 2")


# --- pages ------------------------------------------------------------------------------------------------


def test_the_page_of_an_incident_says_what_people_decided(ledger: Path) -> None:
    ana, ben = keeper("Ana"), keeper("Ben")
    with Casebook(ledger) as casebook:
        incident = casebook.ledger.view().incidents[0].id
        before = run("incident", incident, "--ledger", ledger).stdout
        casebook.review(ana, REPORT, Accept(), subjects=[DOER])
        casebook.review(ana, REPORT, Reject(), subjects=[DENIAL], reason="of another attack")
        casebook.review(ana, REPORT, Accept(), subjects=[PLACE])
        casebook.review(ben, REPORT, Reject(), subjects=[PLACE], reason="no")
        casebook.review(ana, REPORT, Add(claim=added()))
        casebook.review(
            ana, REPORT, Correct(claim=replace(draft(2), stance=Stance.UNCONFIRMED)), subjects=[TOLL]
        )
    page = run("incident", incident, "--ledger", ledger).stdout
    assert "What people decided" not in before
    told = page[page.index("What people decided") :].splitlines()[1:]
    assert [line.split()[0] for line in told[:4]] == ["disputed", "rejected", "corrected", "added"]
    assert "Port Ansel · place · alleged · Police" in told[0]
    assert "River Brigade · perpetrator · denies" in told[1]
    assert told[4].strip() == "1 claim accepted as read"


def test_a_rejected_claim_opens_to_its_words(ledger: Path) -> None:
    with Casebook(ledger) as casebook:
        casebook.review(keeper("Ana"), REPORT, Reject(), subjects=[DENIAL], reason="of another attack")
    page = run("show", DENIAL, "--ledger", ledger)
    assert page.exit_code == 0
    assert "reviewed: rejected" in page.stdout
    told = json.loads(run("show", DENIAL, "--ledger", ledger, "--format", "json").stdout)
    assert (told["claims"], [each["id"] for each in told["rejected"]]) == ([], [DENIAL])
    assert len(told["sources"]) == 1
