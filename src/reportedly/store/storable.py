"""What no database can hold is refused before anything is written."""

from __future__ import annotations

import re

from reportedly.codec import json_line
from reportedly.errors import LedgerFormatError, RecordError

# A NUL as JSON writes it; an even number of backslashes before it are backslashes of the text.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def check_storable(data: object, name: str) -> None:
    """Refuse what of JSON no database can hold.

    Raises:
        RecordError: a text has a lone surrogate or a NUL; the message begins with ``name``.
    """
    try:
        line = json_line(data)
    except LedgerFormatError as error:
        raise RecordError(f"{name}: cannot be stored: {error.args[0]}") from None
    if "\\u0000" in line and _NUL.search(line):
        raise RecordError(f"{name}: cannot be stored: text with a NUL, which databases take for its end")
