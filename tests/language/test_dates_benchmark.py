import datetime as dt
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from reportedly.language.times import find_times

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def dates() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dates_benchmark", ROOT / "benchmarks" / "dates.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["dates_benchmark"] = module
    spec.loader.exec_module(module)
    return module


def test_the_score_tells_spans_from_values(dates: ModuleType) -> None:
    text = "It began on Sunday, went on in March and ended last week."
    gold = [
        dates.GoldTime(12, 18, "2021-11-07"),
        dates.GoldTime(31, 36, "2020-03"),
        dates.GoldTime(0, 2, "P1D"),
    ]
    score = dates.score([(gold, find_times(text, dt.date(2021, 11, 8)))])
    assert (score.gold, score.found) == (3, 3)
    assert (score.relaxed_f1, score.value_f1) == (0.6667, 0.3333)


def test_the_halves_depend_on_the_id_alone(dates: ModuleType) -> None:
    halves = [dates.half_of(f"document {n}") for n in range(100)]
    assert set(halves) == {"look", "held"}
    assert halves == [dates.half_of(f"document {n}") for n in range(100)]


def test_both_halves_stay_above_the_floor(dates: ModuleType) -> None:
    if not dates.DATA.exists():
        pytest.skip("../shared/data/timex.jsonl.gz is absent: it holds the annotated times")
    assert dates.evaluate(dates.DATA, half="look").value_f1 >= 0.80
    assert dates.evaluate(dates.DATA, half="held").value_f1 >= 0.74
