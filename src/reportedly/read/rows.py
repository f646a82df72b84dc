"""JSON: an object, a list of them, or one a line, with title, text, outlet, url, published, modified."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from reportedly.read.characters import clean, one_line, one_line_exact
from reportedly.read.charset import decode
from reportedly.read.dates import parse_modified, parse_published
from reportedly.read.inputs import Draft, Unreadable
from reportedly.read.plain import titled
from reportedly.records import Reason


def load(data: bytes) -> object:
    """Parse JSON from outside; it should be UTF-8, but another charset does not lose the row.

    Raises:
        Unreadable: it is not JSON, or too deep or too big a number for the parser.
    """
    try:
        return cast(object, json.loads(_text(data)))
    except (ValueError, RecursionError) as error:
        raise Unreadable(Reason.MALFORMED, f"not JSON: {error}") from error


def _text(data: bytes) -> str:
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return decode(data)


def dump(value: object) -> bytes:
    """The canonical bytes of one item of a list, which make its id."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def draft_row(data: bytes) -> Draft:
    """Read one JSON object; keys that are not known are passed over.

    Raises:
        Unreadable: it is no object, or a known key holds something other than its type.
    """
    row = load(data)
    if not isinstance(row, Mapping):
        raise Unreadable(Reason.MALFORMED, f"a report is an object, not {_kind(row)}")
    text = _string(row, "text")
    if text is None:
        raise Unreadable(Reason.MALFORMED, "the key 'text' is missing")
    published, moment = parse_published(_string(row, "published"))
    return replace(
        titled(one_line_exact(_string(row, "title")), clean(text)),
        outlet=one_line(_string(row, "outlet")),
        byline=one_line(_string(row, "byline") or _string(row, "author")),
        url=one_line(_string(row, "url")),
        published=published,
        published_at=moment,
        language=one_line(_string(row, "language")),
        based_on=_based_on(row),
        modified_at=parse_modified(_string(row, "modified")),
    )


def _string(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None or isinstance(value, str):
        return value
    raise Unreadable(Reason.MALFORMED, f"the key {key!r} holds {_kind(value)}, not a string")


def _based_on(row: Mapping[str, Any]) -> tuple[str, ...]:
    value = row.get("based_on")
    items = [value] if isinstance(value, str) else value
    if items is None:
        return ()
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise Unreadable(Reason.MALFORMED, "the key 'based_on' holds no string and no list of strings")
    return tuple(line for item in items if (line := one_line(item)))


def _kind(value: object) -> str:
    return {dict: "an object", list: "a list", bool: "a truth value", str: "a string"}.get(
        type(value), "a number"
    )
