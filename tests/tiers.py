"""How often tests of chance try, and where what they found is written down.

A test that tries at random asks :func:`tries` how often: little at every commit, more each night, most
before a release. ``REPORTEDLY_TIER`` names the tier (``commit``, ``nightly``, ``release``). What a run found
goes through :func:`publish` to the file that ``REPORTEDLY_FIGURES`` names, one JSON object a line;
``make reliability`` sets both, and writes the table of ``docs/reliability.md`` from it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIERS = ("commit", "nightly", "release")


def tier() -> str:
    """The tier of this run.

    Raises:
        ValueError: ``REPORTEDLY_TIER`` names none.
    """
    named = os.environ.get("REPORTEDLY_TIER") or TIERS[0]
    if named not in TIERS:
        raise ValueError(f"REPORTEDLY_TIER is {named!r}; it can be {', '.join(TIERS)}")
    return named


def tries(*, commit: int, nightly: int, release: int) -> int:
    """How often to try in the tier of this run."""
    return {"commit": commit, "nightly": nightly, "release": release}[tier()]


def publish(figure: str, *, tried: int, failed: int, worst: str = "", note: str = "") -> None:
    """Write a figure down where the run asks for it.

    Args:
        figure: what was tried, in words that stand in the table, the same at every run.
        tried: how often.
        failed: how often what is promised was not kept.
        worst: the worst that was measured, with its unit.
        note: what a reader of the table has to know of it.
    """
    if not (named := os.environ.get("REPORTEDLY_FIGURES")):
        return
    test = os.environ.get("PYTEST_CURRENT_TEST", "").partition("::")[0]
    row = {
        "figure": figure,
        "tried": tried,
        "failed": failed,
        "worst": worst,
        "note": note,
        "tier": tier(),
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "commit": _commit(),
        "machine": f"{os.cpu_count()} cores, {_memory()} GB, Python {platform.python_version()}",
        "test": test,
    }
    # One write, so that the lines of tests that run beside each other do not mix.
    with Path(named).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _commit() -> str:
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty=+", "--abbrev=8", "--exclude=*"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def _memory() -> int:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)
    except (ValueError, OSError):
        return 0
