"""The public API: a light menu, typed, and a ledger that adds, narrows and exports."""

from __future__ import annotations

import gc
import importlib
import io
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import reportedly
from reportedly.annotations import Annotation, Attack, ClaimMark, Filler
from reportedly.errors import LedgerError, NotFound, UsageError
from reportedly.ledger import Added
from reportedly.parts import full_id, part_of, told_with
from reportedly.records import (
    DOER_ROLES,
    Certainty,
    ClaimRole,
    IncidentType,
    NumberRange,
    Reading,
    Reason,
    Report,
    Skipped,
    Span,
    Stage,
    Stance,
)

# An attack that never happened.
BLAST = """Car bomb kills four at market in Basra

BASRA, May 6 (Reuters) - A car bomb killed at least four people at a grain market in Basra on Monday.

Two police officers said Islamic State carried out the attack. Hezbollah denied involvement in the attack.
"""
RAIN = """Rain expected

Umbrellas sold out in the city on Monday, shop owners said.
"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "blast.txt").write_text(BLAST)
    (folder / "rain.txt").write_text(RAIN)
    return folder


def fresh(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_the_menu_loads_nothing_heavy() -> None:
    heavy = {
        "rich",
        "typer",
        "sqlalchemy",
        "alembic",
        "lxml",
        "trafilatura",
        "htmldate",
        "reportedly.records",
    }
    loaded = fresh("import sys, reportedly; print('\\n'.join(sys.modules))").splitlines()
    assert not heavy & set(loaded)


def test_read_is_the_function_even_after_the_stage_of_that_name_was_imported() -> None:
    stage = importlib.import_module("reportedly.read")
    from reportedly import read

    assert callable(read)
    assert callable(reportedly.read)
    assert stage.__name__ == "reportedly.read"


def test_the_package_imports_nothing_that_stands_beside_it() -> None:
    beside = re.compile(r"^\s*(from|import) (training|corpus|benchmarks|tests|torch|transformers)\b", re.M)
    sources = list(Path(reportedly.__file__).parent.rglob("*.py"))
    assert len(sources) > 50
    assert not [path.name for path in sources if beside.search(path.read_text("utf-8"))]


def test_every_name_of_the_menu_is_there() -> None:
    assert all(getattr(reportedly, name) is not None for name in reportedly.__all__)
    assert dir(reportedly) == list(reportedly.__all__)


def test_a_name_that_is_not_on_the_menu_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'wrong'"):
        _ = reportedly.wrong


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())
    assert reportedly.__version__ == project["project"]["version"]


@pytest.mark.slow
def test_the_menu_is_typed(tmp_path: Path) -> None:
    script = tmp_path / "use.py"
    script.write_text(
        "from pathlib import Path\n"
        "from reportedly import Claim, Ledger, LedgerView, read\n"
        "view: LedgerView = read([Path('a.txt')])\n"
        "claims: tuple[Claim, ...] = view.claims\n"
        "with Ledger('x.sqlite') as ledger:\n"
        "    same: LedgerView = ledger.view(claim='clm_x')\n"
    )
    source = str(Path(reportedly.__file__).parent.parent)
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", str(script)]
    done = subprocess.run(command, env={"MYPYPATH": source}, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_read_gives_what_a_page_says_with_its_words(pages: Path) -> None:
    view = reportedly.read([pages], reader="rules")
    assert len(view.reports) == 2
    said = {
        (claim.value.text, claim.stance) for claim in view.claims if claim.value and claim.role in DOER_ROLES
    }
    assert said == {("Islamic State", Stance.ALLEGES), ("Hezbollah", Stance.DENIES)}


def test_reading_the_same_bytes_twice_gives_the_same_view(pages: Path) -> None:
    assert reportedly.read([pages]) == reportedly.read([pages])


def test_an_unknown_reader_is_refused(pages: Path) -> None:
    with pytest.raises(UsageError, match="rules"):
        reportedly.read([pages], reader="oracle")


def test_a_ledger_gives_the_view_that_reading_gives(pages: Path, tmp_path: Path) -> None:
    read = reportedly.read([pages])
    with reportedly.Ledger(tmp_path / "a.sqlite") as ledger:
        added = ledger.add(pages)
        stored = ledger.view()
    assert len(added.stored) == 2
    assert set(stored.claims) == set(read.claims)
    assert set(stored.incidents) == set(read.incidents)
    assert set(stored.assessments) == set(read.assessments)


def test_what_the_same_reader_stored_is_not_read_again(pages: Path, tmp_path: Path) -> None:
    with reportedly.Ledger(tmp_path / "a.sqlite") as ledger:
        first = ledger.add([pages])
        again = ledger.add([pages])
    assert not again.stored
    assert set(again.known) == set(first.stored)


def test_what_was_left_out_is_stored_with_its_reason(tmp_path: Path) -> None:
    with reportedly.Ledger(tmp_path / "a.sqlite") as ledger:
        added = ledger.add(tmp_path / "missing.txt")
        assert [row.reason for row in ledger.view().skipped] == [Reason.NOT_FOUND]
    assert len(added.skipped) == 1


def test_a_ledger_that_is_not_there_is_refused_where_none_may_be_made(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no ledger"):
        reportedly.Ledger(tmp_path / "none.sqlite", create=False)


def test_a_part_of_a_view_holds_everything_that_it_points_to(pages: Path) -> None:
    view = reportedly.read([pages])
    for claim in view.claims:
        part = part_of(view, claim=claim.id)
        assert [each.id for each in part.claims] == [claim.id]
        assert {each.id for each in part.reports} == {claim.report}
        assert {each.id for each in part.sources} == {claim.source}
        assert [each.id for each in part.incidents] == [claim.incident]
        assert part.incidents[0].claims == (claim.id,)


def test_the_part_of_an_incident_has_all_its_claims(pages: Path) -> None:
    view = reportedly.read([pages])
    incident = view.incidents[0]
    part = part_of(view, incident=incident.id)
    assert {each.id for each in part.claims} == set(incident.claims)


def test_the_part_of_a_report_without_claims_is_that_report(pages: Path) -> None:
    view = reportedly.read([pages])
    rain = next(report for report in view.reports if report.origin.endswith("rain.txt"))
    assert part_of(view, report=rain.id).reports == (rain,)


def test_what_is_told_with_a_report_includes_the_incidents_of_others(pages: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(BLAST + "\nMore to follow.\n")
    view = reportedly.read([pages, copy])
    new = next(report for report in view.reports if report.origin == str(copy))
    assert {report.origin.rpartition("/")[2] for report in told_with(view, [new.id]).reports} == {
        "blast.txt",
        "copy.txt",
    }


def test_only_one_record_can_be_asked_for(pages: Path) -> None:
    with pytest.raises(UsageError, match="not for several"):
        part_of(reportedly.read([pages]), report="rep_a", claim="clm_a")


def test_a_short_id_is_enough_where_it_is_one_record_only() -> None:
    ids = ["clm_abcdefgh", "clm_abcdxyz", "clm_q"]
    assert full_id("clm_q", ids) == "clm_q"
    assert full_id("clm_abcde", ids) == "clm_abcdefgh"
    with pytest.raises(UsageError, match="clm_abcdefgh, clm_abcdxyz"):
        full_id("clm_abcd", ids)
    with pytest.raises(NotFound, match="clm_none"):
        full_id("clm_none", ids)


def test_an_id_that_begins_another_is_found() -> None:
    assert full_id("clm_a", ["clm_a", "clm_ab"]) == "clm_a"


def test_a_ledger_exports_json_lines_and_tables(pages: Path, tmp_path: Path) -> None:
    with reportedly.Ledger(tmp_path / "a.sqlite") as ledger:
        ledger.add(pages)
        whole, lines = io.StringIO(newline=""), io.StringIO(newline="")
        ledger.export("json", whole)
        ledger.export("jsonl", lines)
        claims = len(ledger.view().claims)
    assert len(json.loads(whole.getvalue())["claims"]) == claims
    assert len(lines.getvalue().splitlines()) >= claims


def test_a_ledger_exports_files_that_go_together(pages: Path, tmp_path: Path) -> None:
    with reportedly.Ledger(tmp_path / "a.sqlite") as ledger:
        ledger.add(pages)
        ledger.export_to("gtd", tmp_path / "gtd")
        ledger.export_to("csv", tmp_path / "claims.csv")
        with pytest.raises(UsageError, match=r"gtd is not one text file; .* export_to\('gtd', path\)"):
            ledger.export("gtd", io.StringIO())
    assert (tmp_path / "gtd" / "events.csv").exists()
    assert (tmp_path / "claims.csv").read_text("utf-8-sig").startswith('"claim"')


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with reportedly.Ledger(tmp_path / "a.sqlite") as ledger, pytest.raises(UsageError, match="csv"):
        ledger.export("docx", io.StringIO())


def test_an_outcome_of_no_known_kind_is_not_lost_in_silence() -> None:
    row = Skipped(origin="a", stage=Stage.READ, reason=Reason.EMPTY)
    assert Added.of([row]).skipped == (row,)
    with pytest.raises(RuntimeError, match="an input became None"):
        Added.of([row, None])  # type: ignore[list-item]


def test_of_what_is_stored_only_the_ids_are_kept(pages: Path) -> None:
    report = reportedly.read([pages / "rain.txt"]).reports[0]
    origins = [f"page {number} of twenty" for number in range(20)]
    alive: list[int] = []

    def outcomes() -> Iterator[Reading]:
        for origin in origins:
            yield Reading(report=replace(report, origin=origin))
            alive.append(sum(isinstance(o, Report) and o.origin in origins for o in gc.get_objects()))

    assert Added.of(outcomes()).stored == (report.id,) * 20
    assert max(alive) == 1


def test_a_reading_made_elsewhere_can_be_stored(pages: Path, tmp_path: Path) -> None:
    view = reportedly.read([pages / "rain.txt"])
    with reportedly.Ledger(tmp_path / "a.sqlite") as ledger:
        ledger.put(Reading(report=view.reports[0]), made_by=view.made_by)
        assert ledger.view().reports == view.reports


class Boundless:
    """Finds a toll in every report, in one that says so a toll that no database can hold."""

    name = "boundless.v1"
    model: str | None = None

    def annotate(self, reports: Sequence[Report]) -> Sequence[Annotation]:
        return [self._annotation(report) for report in reports]

    @staticmethod
    def _annotation(report: Report) -> Annotation:
        toll = NumberRange(2**70 if "Umbrellas" in report.text else 4, None)
        words = Span.of(report.text, 0, 4)
        mark = ClaimMark(
            attack=0,
            role=ClaimRole.KILLED,
            filler=Filler(span=words, number=toll),
            stance=Stance.ALLEGES,
            certainty=Certainty.CERTAIN,
            content=words,
        )
        return Annotation(attacks=(Attack(trigger=words, type=IncidentType.BOMBING),), marks=(mark,))


def test_a_reading_that_no_database_can_hold_is_a_skipped_row_and_the_run_goes_on(
    pages: Path, tmp_path: Path
) -> None:
    with reportedly.Ledger(tmp_path / "a.sqlite") as ledger:
        added = Added.of(ledger.adding([pages], annotator=Boundless()))
        view = ledger.view()
    (row,) = added.skipped
    assert (Path(row.origin).name, row.stage, row.reason) == ("rain.txt", Stage.STORE, Reason.FAILED)
    assert "2^63" in (row.detail or "")
    assert view.skipped == (row,)
    assert added.stored == tuple(report.id for report in view.reports)
    assert [Path(report.origin).name for report in view.reports] == ["blast.txt"]
