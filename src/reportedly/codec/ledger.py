"""The whole ledger file: one object of tables, one record a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import NoReturn, TypeVar

from reportedly.codec import from_json, to_json
from reportedly.codec.node import Node, json_kind
from reportedly.codec.to_json import JsonObject
from reportedly.errors import LedgerFormatError
from reportedly.records import LedgerView

FORMAT = "reportedly-ledger"
VERSION = 1

T = TypeVar("T")


def _tables(view: LedgerView) -> Iterator[tuple[str, Iterator[JsonObject]]]:
    yield "reports", map(to_json.report_to_json, view.reports)
    yield "sources", map(to_json.source_to_json, view.sources)
    yield "incidents", map(to_json.incident_to_json, view.incidents)
    yield "claims", map(to_json.claim_to_json, view.claims)
    yield "lineage", map(to_json.derivation_to_json, view.lineage)
    yield "assessments", map(to_json.assessment_to_json, view.assessments)
    yield "skipped", map(to_json.skipped_to_json, view.skipped)
    yield "decisions", map(to_json.decision_to_json, view.decisions)
    yield "rejected", map(to_json.claim_to_json, view.rejected)
    yield "parts", map(to_json.incident_to_json, view.parts)


def ledger_to_json(view: LedgerView) -> JsonObject:
    """The ledger file as an object.

    >>> from reportedly.records import MadeBy
    >>> view = LedgerView(made_by=MadeBy(program="reportedly 0.1.0", extractor="rules.v1"))
    >>> ledger_to_json(view)["version"], ledger_to_json(view)["claims"]
    (1, [])
    """
    head: JsonObject = {
        "format": FORMAT,
        "version": VERSION,
        "made_by": to_json.made_by_to_json(view.made_by),
    }
    return head | {name: list(rows) for name, rows in _tables(view)}


def json_line(value: object) -> str:
    """``value`` as JSON without a line break of any kind, readable in every script.

    Raises:
        LedgerFormatError: it holds a lone surrogate or a number that is not finite; JSON has neither.
    """
    try:
        line = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
        line.encode("utf-8")
    except UnicodeEncodeError as error:
        raise LedgerFormatError(f"text with a lone surrogate at {line[: error.start][-40:]!r}") from None
    except ValueError as error:
        raise LedgerFormatError(f"a number that JSON does not have: {error}") from None
    # These three end a line for str.splitlines and for JavaScript; within JSON they only stand in strings.
    return line.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def dump_parts(view: LedgerView) -> Iterator[str]:
    """The ledger file piece by piece, one record a line, so that a large ledger is never one string.

    Raises:
        LedgerFormatError: as :func:`json_line`.
    """
    yield f'{{\n"format": "{FORMAT}", "version": {VERSION},\n"made_by": '
    yield json_line(to_json.made_by_to_json(view.made_by))
    for name, rows in _tables(view):
        yield f',\n"{name}": ['
        separator = "\n  "
        for row in rows:
            yield separator + json_line(row)
            separator = ",\n  "
        yield "]"
    yield "\n}\n"


def dumps(view: LedgerView) -> str:
    """The ledger file as text; :func:`loads` gives the same view back.

    Raises:
        LedgerFormatError: as :func:`json_line`.
    """
    return "".join(dump_parts(view))


def _check_header(root: Node) -> None:
    if root.field("format").value != FORMAT:
        root.field("format").fail(f"this is no ledger file; its format would be {FORMAT!r}")
    version = root.field("version").whole()
    if version < 1:
        root.field("version").fail("versions count from 1")
    if version > VERSION:
        root.field("version").fail(
            f"the file is of version {version}, this program reads up to {VERSION}; upgrade reportedly"
        )


def _rows(root: Node, name: str, read: Callable[..., T]) -> Iterator[T]:
    for node in () if root.field(name).value is None else root.field(name).items():
        yield read(node.value, path=node.path)


def _quoting_rows(
    root: Node, name: str, read: Callable[..., T], texts: dict[str, str], refer: dict[str, set[str]]
) -> Iterator[T]:
    """Rows that quote a report. ``refer`` names the fields that point elsewhere and the ids they may have."""
    for node in root.field(name).items():
        report = node.field("report")
        if report.text() not in texts:
            report.fail(f"no report of this file has the id {report.value!r}")
        for field_name, known in refer.items():
            if node.field(field_name).text() not in known:
                node.field(field_name).fail(
                    f"nothing in this file has the id {node.field(field_name).value!r}"
                )
        yield read(node.value, text=texts[report.value], path=node.path)


def _unique(root: Node, name: str, ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for at, record_id in enumerate(ids):
        if record_id in seen:
            Node(None, f"{root.path}{name}[{at}].id").fail(f"{record_id} stands here a second time")
        seen.add(record_id)
    return seen


def ledger_from_json(data: object) -> LedgerView:
    """Make a view from the ledger file's object, every quote verified against its report.

    Raises:
        LedgerFormatError: it is no ledger file, is of a newer version, or a field is wrong; names the field.
    """
    root = _checked(data)
    reports = tuple(_rows(root, "reports", from_json.report_from_json))
    _unique(root, "reports", (report.id for report in reports))
    texts = {report.id: report.text for report in reports}
    sources = tuple(_quoting_rows(root, "sources", from_json.source_from_json, texts, {}))
    incidents = tuple(_rows(root, "incidents", from_json.incident_from_json))
    refer = {
        "source": _unique(root, "sources", (source.id for source in sources)),
        "incident": _unique(root, "incidents", (incident.id for incident in incidents)),
    }
    claims = tuple(_quoting_rows(root, "claims", from_json.claim_from_json, texts, refer))
    # The incident of a rejected claim may have lost all its claims, and is then gone.
    told_by = {"source": refer["source"]}
    left_out = _quoting_rows(root, "rejected", from_json.claim_from_json, texts, told_by)
    # A file of an earlier program has no such table.
    rejected = () if root.field("rejected").value is None else tuple(left_out)
    _unique(root, "claims", (claim.id for claim in (*claims, *rejected)))
    return LedgerView(
        made_by=from_json.made_by_from_json(root.field("made_by").value),
        reports=reports,
        sources=sources,
        incidents=incidents,
        claims=claims,
        lineage=tuple(_rows(root, "lineage", from_json.derivation_from_json)),
        assessments=tuple(_rows(root, "assessments", from_json.assessment_from_json)),
        skipped=tuple(_rows(root, "skipped", from_json.skipped_from_json)),
        decisions=tuple(_rows(root, "decisions", from_json.decision_from_json)),
        rejected=rejected,
        parts=tuple(_rows(root, "parts", from_json.incident_from_json)),
    )


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def loads(text: str) -> LedgerView:
    """Read a ledger file's text.

    >>> loads("[]")
    Traceback (most recent call last):
    ...
    reportedly.errors.LedgerFormatError: E3: a ledger file is one JSON object, not a list

    Raises:
        LedgerFormatError: it is no JSON, or as :func:`ledger_from_json`.
    """
    return ledger_from_json(_parsed(text))


def tables_of(text: str) -> Node:
    """The object of a ledger file whose records are not looked at yet, for who takes those that hold.

    Raises:
        LedgerFormatError: it is no JSON, no ledger file, or of a newer version.
    """
    return _checked(_parsed(text))


def _parsed(text: str) -> object:
    try:
        return json.loads(text.removeprefix("\ufeff"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise LedgerFormatError(f"a ledger file is JSON, and this is not: {error}") from None


def _checked(data: object) -> Node:
    if not isinstance(data, dict):
        raise LedgerFormatError(f"a ledger file is one JSON object, not {json_kind(data)}")
    root = Node(data, "")
    _check_header(root)
    return root
