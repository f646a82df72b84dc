"""Short ways to read bytes in a test."""

from __future__ import annotations

from pathlib import Path

from reportedly.limits import DEFAULT_LIMITS, Limits
from reportedly.read import read_reports
from reportedly.records import Report, Skipped


def read_bytes(
    folder: Path, data: bytes, name: str = "one.txt", *, limits: Limits = DEFAULT_LIMITS
) -> list[Report | Skipped]:
    """Every row that one file gives."""
    path = folder / name
    path.write_bytes(data)
    return list(read_reports([path], limits=limits))


def report_of(folder: Path, data: str | bytes, name: str = "one.txt") -> Report:
    """The one report of a file."""
    (found,) = read_bytes(folder, data.encode() if isinstance(data, str) else data, name)
    assert isinstance(found, Report), found
    return found


def reason_of(folder: Path, data: bytes, name: str = "one.txt", *, limits: Limits = DEFAULT_LIMITS) -> str:
    """Why one file gave no report."""
    (found,) = read_bytes(folder, data, name, limits=limits)
    assert isinstance(found, Skipped), found
    return found.reason


def credits_of(report: Report) -> list[tuple[str, str]]:
    """Names and relations of the credits, in order."""
    return [(credit.name, credit.relation) for credit in report.credits]
