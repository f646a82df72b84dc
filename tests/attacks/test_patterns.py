"""No text makes a pattern of the program take long: all of them are found, so that none can be forgotten."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from protego import Protego

from attacks.patterns_of import LENGTH, MOST_MS
from reportedly.fetch.addresses import parse
from reportedly.fetch.refusals import Refused
from reportedly.fetch.robots import ROBOTS_BYTES, Rules
from tiers import publish

pytestmark = pytest.mark.reliability

BUILT_OF_WORDS = {
    "desk/quoting.py": "the words that somebody marked, each as it is, with white space between",
    "export/teams/deaths.py": "a name as it is",
    "language/patterns.py": "compiled for the modules that ask for it, where it is heard",
    "annotate/rules/vocabulary.py": "the same",
    "read/archives.py": "the first bytes of a member as they are",
}
"""Files with calls that build a pattern from what is given at the time, and what of."""


@cache
def measured() -> Any:
    tests = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-m", "attacks.patterns_of"],
        cwd=tests,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tests), *sys.path])},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_every_pattern_is_found() -> None:
    found = measured()
    assert len(found["rows"]) > 350
    assert {file for file, _ in found["unheard"]} <= set(BUILT_OF_WORDS)


def test_no_pattern_takes_long() -> None:
    rows = measured()["rows"]
    slow = [row for row in rows if row["ms"] > MOST_MS or row["at"] < LENGTH]
    assert slow == []
    worst = max(rows, key=lambda row: row["ms"])
    steep = max((row["slope"] for row in rows), default=0.0)
    publish(
        f"patterns that take more than {MOST_MS:.0f} ms for {LENGTH:,} characters made for them",
        tried=len(rows),
        failed=len(slow),
        worst=f"{worst['ms']:.1f} ms",
        note=f"growth at most as length to the power of {steep:.1f}",
    )


@pytest.mark.parametrize(
    "rule",
    [
        "/" + "*a" * 60 + "b",
        "/" + "*" * 9_000 + "b$",
        "/*a*b*c\nDisallow: " * 20_000 + "/x",
        "/" + "*a" * 200_000,
    ],
)
def test_no_rule_of_a_site_takes_long(rule: str) -> None:
    rules = Rules(Protego.parse(f"User-agent: *\nDisallow: {rule}\n"[:ROBOTS_BYTES]))
    target = parse(f"http://news.example/{'a' * 2_000}")
    began = time.process_time()
    with suppress(Refused):
        rules.check(target)
    # An older protego took 15 s for four stars, and for sixty no one would have waited; this takes 0.1 s.
    assert time.process_time() - began < 5.0
