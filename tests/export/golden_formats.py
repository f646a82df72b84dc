"""The exports of one stored ledger, and their golden files in ``golden``.

``formats/ledger.json`` there is what the encoder gave for the bundled examples on one machine, so that the
exports do not change with the reader. Run as a program, this writes the golden files anew; look at every
difference.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportedly.codec import loads
from reportedly.export import EXPORTERS, TextExporter
from reportedly.records import Claim, LedgerView, Stance

GOLDEN = Path(__file__).parent / "golden"
FOLDER = GOLDEN / "formats"
TEAMS = ("acled", "gtd", "ucdp", "airwars")
FILES = {
    "plover": "plover.jsonl",
    "ftm": "entities.ftm.jsonl",
    "webannotation": "annotations.jsonld",
    "prov": "provenance.jsonld",
    "prov-json": "provenance.json",
    "claimreview": "claimreview.jsonld",
    "brief": "brief.md",
    "html": "report.html",
    "parquet": "claims.parquet.txt",
    "xlsx": "ledger.xlsx.txt",
}
SHOWN_ROWS = 6
"""Of the formats that are bytes, so many rows of a table are in the golden file."""


def examples() -> LedgerView:
    """The bundled examples as they were read once."""
    return loads((FOLDER / "ledger.json").read_text("utf-8"))


def signed_off(view: LedgerView) -> LedgerView:
    """The view after a person accepted the admissions and corrected a denial, and rejected an allegation."""
    texts = {report.id: report.text for report in view.reports}
    denial = next(claim.id for claim in view.claims if claim.stance is Stance.DENIES)
    alleged = next(claim.id for claim in view.claims if claim.stance is Stance.ALLEGES)

    def reviewed(claim: Claim) -> Claim:
        said = {denial: "corrected", alleged: "rejected"}.get(claim.id)
        said = "accepted" if claim.stance is Stance.ADMITS else said
        return replace(claim, reviewed=said, text=texts[claim.report]) if said else claim

    return replace(view, claims=tuple(map(reviewed, view.claims)))


def written(name: str, view: LedgerView) -> bytes:
    """The one file of a format."""
    sink = io.BytesIO()
    EXPORTERS[name]().files(view)[0].write(sink)
    return sink.getvalue()


def tables(name: str, view: LedgerView) -> dict[str, str]:
    """The files of a team's format by name, without the claims, which are those of another format."""
    files = EXPORTERS[name]().files(view)
    sinks = {file.name: io.BytesIO() for file in files if file.name != "claims.jsonl"}
    for file in files:
        if file.name in sinks:
            file.write(sinks[file.name])
    return {name: sink.getvalue().decode("utf-8-sig") for name, sink in sinks.items()}


def shown(name: str) -> str:
    """A format of the examples as its golden file has it: bytes are told in text."""
    view = signed_off(examples()) if name == "claimreview" else examples()
    raw = written(name, view)
    if isinstance(EXPORTERS[name](), TextExporter):
        return raw.decode("utf-8")
    return "".join(f"{line}\n" for line in (_parquet(raw) if name == "parquet" else _workbook(raw)))


def _parquet(raw: bytes) -> Iterator[str]:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(io.BytesIO(raw))
    for field in table.schema:
        yield f"{field.name}: {field.type} # {field.metadata[b'description'].decode()}"
    for row in table.slice(0, SHOWN_ROWS).to_pylist():
        yield json.dumps(row, ensure_ascii=False, default=str)


def _workbook(raw: bytes) -> Iterator[str]:
    import openpyxl

    for page in openpyxl.load_workbook(io.BytesIO(raw)):
        yield f"== {page.title}: {page.max_row - 1} rows"
        shown = page.max_row if page.title == "columns" else SHOWN_ROWS + 1
        for row in page.iter_rows(max_row=min(shown, page.max_row)):
            yield json.dumps([_cell(cell) for cell in row], ensure_ascii=False)


def _cell(cell: Any) -> Any:
    return cell.value


if __name__ == "__main__":
    for format, file in FILES.items():
        (FOLDER / file).write_text(shown(format), "utf-8", newline="")
    for format in TEAMS:
        for name, text in tables(format, examples()).items():
            (GOLDEN / format / name).write_text(text, "utf-8", newline="")
