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
    archive_record_bytes: int = 20_000_000
    """One record of a web archive; a larger one is passed over (`too_large` where it would be a page)."""
    archive_member_bytes: int = 2_000_000_000
    """What one gzip member of a web archive may unpack to; beside a record, 64 KB of it are held."""
    ledger_bytes: int = 500_000_000
    """A ledger file of another desk; some 50,000 reports."""
    folder_files: int = 1_000_000
    """Files taken from one folder tree."""
    fetch_wire_bytes: int = 10_000_000
    """An answer as it comes over the network, packed or not, with its head."""
    fetch_bytes: int = 10_000_000
    """The same unpacked; it is counted in steps of 64 KB, so that a bomb costs no more than that."""
    fetch_head_bytes: int = 65_536
    """The head of an answer, or one line between its parts."""
    fetch_headers: int = 100
    """Header lines of an answer."""
    fetch_redirects: int = 5
    """Redirects that are followed, each checked as the first address was."""
    fetch_seconds: float = 60.0
    """For one address with all its redirects."""
    fetch_step_seconds: float = 15.0
    """For one step of it: looking up the name, connecting, waiting for the next bytes."""
    fetch_pause_seconds: float = 1.0
    """Between two requests to one site, or what its robots.txt asks for."""
    parse_memory_bytes: int = 512_000_000
    """Memory of the process that parses; the most that it took for 181 real news pages were 94 MB."""
    parse_processor_seconds: int = 5
    """Seconds of a processor that one page may take to parse; the slowest of 181 real ones took 0.28."""
    parse_seconds: float = 10.0
    """The same by the clock, for what waits and does not work."""
    parse_calls: int = 500
    """Pages after which that process is started anew, so that what parsers leak goes with it."""
    parse_answer_bytes: int = 100_000_000
    """What it may answer for one page, or one file of JSON."""
    feed_tags: int = 1_000_000
    """Tags of a feed; its bytes are bounded as those of every page that is fetched."""
    feed_entries: int = 1_000
    """Entries of a feed that are taken, the latest where it dates them."""
    feed_sitemaps: int = 50
    """Sitemaps of an index that are looked at, the latest where it dates them."""
    feed_field_chars: int = 4_000
    """An address, title or date within a feed; a longer one is passed over."""


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
