"""What became of checking captures, a line each, and the same for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportedly.ids import content_id
from reportedly.terminal.words import plural

if TYPE_CHECKING:
    from reportedly.codec import JsonObject
    from reportedly.fetch import Checked


def captures_words(checked: Sequence[Checked]) -> str:
    """A line for each capture, those that are not as they were kept last, and a line that counts them."""
    lines = [_line(each) for each in sorted(checked, key=lambda each: each.wrong is not None)]
    wrong = sum(each.wrong is not None for each in checked)
    told = f"{plural(len(checked), 'capture')}, {wrong or 'none'} not as kept"
    unknown = sum(each.logged is False for each in checked)
    return "\n".join([*lines, f"{told}; the ledger's log does not know {unknown}" if unknown else told])


def captures_to_json(checked: Sequence[Checked]) -> list[JsonObject]:
    """The same for programs, in the order of time."""
    return [
        {
            "file": each.name,
            "sha256": each.sha256,
            "asked": each.asked,
            "address": each.address,
            "fetched_at": each.fetched_at,
            "document": each.document,
            "wrong": each.wrong,
            "logged": each.logged,
        }
        for each in checked
    ]


def _line(each: Checked) -> str:
    if each.wrong is not None:
        return f"WRONG {each.name}: {each.wrong}"
    report = content_id("rep", each.document)[:9] if each.document else "nothing read"
    return f"as kept {each.fetched_at} {report} {each.address}"
