"""How often tests of chance try, and the table of what they found."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tiers import ROOT, publish, tries

sys.path.append(str(ROOT / "docs"))

from reliability import read_figures


@pytest.mark.parametrize(("named", "times"), [("", 1), ("commit", 1), ("nightly", 20), ("release", 300)])
def test_a_tier_says_how_often(monkeypatch: pytest.MonkeyPatch, named: str, times: int) -> None:
    monkeypatch.setenv("REPORTEDLY_TIER", named)
    assert tries(commit=1, nightly=20, release=300) == times


def test_a_tier_that_is_none_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_TIER", "weekly")
    with pytest.raises(ValueError, match="it can be commit, nightly, release"):
        tries(commit=1, nightly=20, release=300)


def test_figures_are_kept_and_the_largest_run_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "figures.jsonl"
    monkeypatch.delenv("REPORTEDLY_FIGURES", raising=False)
    publish("kills", tried=5, failed=0)
    assert not file.exists()
    monkeypatch.setenv("REPORTEDLY_FIGURES", str(file))
    publish("kills", tried=2_000, failed=0, worst="3 s", note="of each store")
    publish("kills", tried=20, failed=0)
    publish("attacks", tried=10, failed=1)
    kills, attacks = sorted(read_figures(file), key=lambda each: -each.tried)
    what, tried, failed, at_most, worst, _, test = kills.cells()
    assert (what, tried, failed, at_most) == ("kills: of each store", "2,000", "0", "0.15%")
    assert (worst, test) == ("3 s", "`tests/test_tiers.py`")
    assert attacks.cells()[3] == "", "no bound where something failed"
    assert len(file.read_text("utf-8").splitlines()) == 3
    assert json.loads(file.read_text("utf-8").splitlines()[0])["tier"] == "commit"


def test_every_figure_of_the_page_names_a_test_that_is_there() -> None:
    for each in read_figures(ROOT / "docs" / "reliability.jsonl"):
        assert (ROOT / each.test).is_file(), f"{each.figure}: {each.test} is not there"
        assert each.tried > 0


def test_every_file_with_figures_runs_under_make_reliability() -> None:
    asked = ["git", "-C", str(ROOT), "grep", "-l", "publish(", "--", "tests"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip("needs the git repository of these tests")
    for name in found.stdout.split():
        text = (ROOT / name).read_text("utf-8")
        if "from tiers import" in text and name != "tests/test_tiers.py":
            assert "pytest.mark.reliability" in text, f"{name} publishes and is not marked `reliability`"
