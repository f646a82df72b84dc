"""Change over time: versions of a page, what was taken back since, and the path of the blame.

Pure, from a view; the order of its reports makes no difference. :func:`history` tells what became of one
page, :func:`withdrawn` what has been taken back in a view, :func:`blame_path` how the blame went.
"""

from reportedly.changes.history import History, history, to_json
from reportedly.changes.path import BlamePaths, BlameStep, StepKind, blame_path
from reportedly.changes.withdrawals import Ground, Withdrawal, undisturbed, withdrawals, withdrawn

__all__ = [
    "BlamePaths",
    "BlameStep",
    "Ground",
    "History",
    "StepKind",
    "Withdrawal",
    "blame_path",
    "history",
    "to_json",
    "undisturbed",
    "withdrawals",
    "withdrawn",
]
