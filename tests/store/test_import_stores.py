"""Another desk's ledger, taken into either kind of database, and from one kind into the other."""

from __future__ import annotations

from pathlib import Path

from casework.reviewing import DENIAL, READING, TOLL
from faults.plain import plain_reading
from incoming.desks import ANA, BEN, desk, less, sent, taken
from reportedly.casebook import Casebook
from reportedly.casework.reviews import Accept, Reject
from reportedly.incoming import ClaimConflict, ReadingConflict
from reportedly.records import MadeBy

Location = str | Path
REPORT = READING.report.id


def test_all_that_can_come_in_comes_in(location: Location, tmp_path: Path) -> None:
    with desk(tmp_path / "there.sqlite", 1, 2) as there, desk(str(location), 1) as here:
        there.review(BEN, REPORT, Reject(), subjects=(TOLL,), reason="another attack's")
        there.review(BEN, REPORT, Accept(), subjects=(DENIAL,))
        here.review(ANA, REPORT, Accept(), subjects=(TOLL,))
        there.split(BEN, there.ledger.view().incidents[0].id, [REPORT])
        file = sent(there, tmp_path / "f.json")
        done = taken(here, file)
        assert [report.id for report in done.new] == [plain_reading(2).report.id]
        assert len(done.reviews) == 2
        assert len(done.decisions) == 1
        (conflict,) = done.conflicts
        assert isinstance(conflict, ClaimConflict)
        assert len(here.ledger.view().incidents) == 2
        entries, counts = len(here.audit()), here.ledger.store.counts()
        again = taken(here, file)
        assert not again.changed
        assert (len(here.audit()), here.ledger.store.counts()) == (entries, counts)
        assert here.verify().broken is None


def test_another_reading_is_kept_beside(location: Location, tmp_path: Path) -> None:
    with Casebook(tmp_path / "there.sqlite", create=True) as there, desk(str(location), 1) as here:
        there.ledger.put(less(1, 0, 1), made_by=MadeBy(program="reportedly 0.2.0", extractor="rules.v2"))
        (conflict,) = taken(here, sent(there, tmp_path / "f.json")).conflicts
        assert isinstance(conflict, ReadingConflict)
        (beside,) = here.ledger.other_readings(REPORT)
        assert set(beside.reading.claims) == set(less(1, 0, 1).claims)
        assert here.verify().broken is None


def test_a_name_too_long_for_a_column_costs_one_report(location: Location, tmp_path: Path) -> None:
    with desk(tmp_path / "there.sqlite", 1, 2) as there, desk(str(location)) as here:
        file = sent(there, tmp_path / "f.json")
        text = file.read_text("utf-8")
        incident = plain_reading(1).incidents[0].id
        file.write_text(text.replace(incident, f"inc_{'a' * 35}"), "utf-8")
        done = taken(here, file)
        assert len(done.new) == 2
        assert done.skipped == ()
