"""The ledger file: records to JSON and back, without loss.

The shape is version 1 of the ledger file: fields are only ever added. Spans are
``[start, end]`` in code points of the record's own report; the words are cut out of
that report again on the way back, so a file whose offsets do not fit its text is
refused. Optional values that are absent are written as ``null``; a field that this
program does not know is ignored, a newer ``version`` is refused.

JSON files are UTF-8, which has no lone surrogates: text that has one is refused both ways
(:class:`~reportedly.errors.LedgerFormatError`); a reader of pages has to replace them. Every
other code point survives, U+0000 included.
"""

from reportedly.codec.from_json import (
    assessment_from_json,
    claim_from_json,
    derivation_from_json,
    incident_from_json,
    made_by_from_json,
    report_from_json,
    skipped_from_json,
    source_from_json,
)
from reportedly.codec.ledger import (
    FORMAT,
    VERSION,
    dump_parts,
    dumps,
    json_line,
    ledger_from_json,
    ledger_to_json,
    loads,
    tables_of,
)
from reportedly.codec.to_json import (
    JsonObject,
    assessment_to_json,
    claim_to_json,
    derivation_to_json,
    incident_to_json,
    made_by_to_json,
    reading_to_json,
    report_to_json,
    skipped_to_json,
    source_to_json,
    value_to_json,
)

__all__ = [
    "FORMAT",
    "VERSION",
    "JsonObject",
    "assessment_from_json",
    "assessment_to_json",
    "claim_from_json",
    "claim_to_json",
    "derivation_from_json",
    "derivation_to_json",
    "dump_parts",
    "dumps",
    "incident_from_json",
    "incident_to_json",
    "json_line",
    "ledger_from_json",
    "ledger_to_json",
    "loads",
    "made_by_from_json",
    "made_by_to_json",
    "reading_to_json",
    "report_from_json",
    "report_to_json",
    "skipped_from_json",
    "skipped_to_json",
    "source_from_json",
    "source_to_json",
    "tables_of",
    "value_to_json",
]
