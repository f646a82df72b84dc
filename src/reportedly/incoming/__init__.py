"""Another desk's ledger file into this ledger.

:func:`import_file` takes what is lacking, and tells what is the same and what contradicts. Nothing that is
here is replaced. :func:`to_json` gives what became of it to programs.
"""

from reportedly.incoming.beside import OtherReading, others_of
from reportedly.incoming.file import Incoming, IncomingReport, read_file
from reportedly.incoming.found import (
    ClaimConflict,
    Conflict,
    ConflictKind,
    DecisionConflict,
    Imported,
    ReadingConflict,
    TextConflict,
    Told,
    to_json,
)
from reportedly.incoming.take import author, import_file, take

__all__ = [
    "ClaimConflict",
    "Conflict",
    "ConflictKind",
    "DecisionConflict",
    "Imported",
    "Incoming",
    "IncomingReport",
    "OtherReading",
    "ReadingConflict",
    "TextConflict",
    "Told",
    "author",
    "import_file",
    "others_of",
    "read_file",
    "take",
    "to_json",
]
