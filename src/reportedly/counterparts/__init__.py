"""A team's own table beside the ledger: which of its rows are which attacks, and where the two differ.

:func:`read_rows` reads a file in ACLED's, GTD's or UCDP's columns, :func:`match` finds the attacks of a view
that its rows are about, and :func:`to_json` gives what it found to programs. Matching is pure, from a view
and rows; no order of either makes a difference.
"""

from reportedly.counterparts.pairs import Compared, Matching, Pairing, Verdict, match, to_json
from reportedly.counterparts.rows import STYLES, TeamRow, Unread, read_rows

__all__ = [
    "STYLES",
    "Compared",
    "Matching",
    "Pairing",
    "TeamRow",
    "Unread",
    "Verdict",
    "match",
    "read_rows",
    "to_json",
]
