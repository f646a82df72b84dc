"""Every bound on outside input, in one place, so that one file tells what a hostile page can cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds; an input over one becomes a ``Skipped`` row, never a traceback."""

    file_bytes: int = 20_000_000
    """A text or HTML file larger than this is skipped (`too_large`); JSON lines are bounded a line."""
    line_bytes: int = 20_000_000
    """One line of a JSON-lines file."""
    html_bytes: int = 5_000_000
    """An HTML page; the longest of 181 real news pages had 2.4 MB."""
    html_attributes: int = 20_000
    """Attributes within one tag; parsers are quadratic in it (40,000 took 4 s, measured)."""
    html_unclosed: int = 20_000
    """Open tags minus close tags of one name; 29 s of extraction were measured on 4.6 MB of unclosed <i>."""
    text_chars: int = 400_000
    """Characters of one report's text; a longer one is no news report and is skipped (`too_large`)."""
    sentence_chars: int = 2_000
    """A longer sentence is split at white space before patterns run over it."""
    ledger_bytes: int = 500_000_000
    """A ledger file of another desk; some 50,000 reports."""
    folder_files: int = 1_000_000
    """Files taken from one folder tree."""


DEFAULT_LIMITS = Limits()

WORTH_PROCESSES = 200
"""Inputs from which on `reportedly read` takes several processes, one a core.

Each loads the reader, about a second. With four cores that is won back at some 150 reports of either reader,
worked out from seconds of processor time that were measured on two.
"""
WORTH_CORES = 3
"""Cores from which on it does so.

On two cores, beside other work, one was faster than two in 21 of 22 pairs of runs (32 to 400 reports):
the encoder keeps two cores busy by itself, and with the rules each report costs a third more.
"""
