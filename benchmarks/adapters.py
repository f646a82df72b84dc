"""All that the benchmark asks of the package, in one place: a change of its API is a change here."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.data import Case, iso_date

Spans = list[list[int]]
PROGRAM = "reportedly"


def reportedly_command() -> list[str]:
    """The installed program of this Python."""
    return [str(Path(sys.executable).with_name(PROGRAM))]


def input_file(case: Case, folder: Path) -> Path:
    """Write a text of the sets as a user would hand it over: JSON with title, text, outlet, day."""
    name = "".join(c if c.isalnum() or c in "-_" else "_" for c in case["id"])
    fields = {
        "title": case.get("title"),
        "text": case["text"],
        "outlet": case.get("outlet"),
        "published": iso_date(case.get("published")),
    }
    path = folder / f"{name}.json"
    path.write_text(json.dumps({k: v for k, v in fields.items() if v}, ensure_ascii=False), "utf-8")
    return path


def read_ledger(paths: Sequence[Path]) -> dict[str, Any]:
    """What ``reportedly read PATH… --format json`` prints, without starting a process for it."""
    from reportedly import read
    from reportedly.codec import ledger_to_json

    return dict(ledger_to_json(read(paths)))


def attributions(texts: Sequence[str]) -> list[list[dict[str, Spans]]]:
    """Source / cue / content of every attribution that the rules find in plain texts."""
    from reportedly.annotate.rules import RulesAnnotator
    from reportedly.ids import content_id, sha256_hex
    from reportedly.records import Report, Span

    def one(span: Span | None) -> Spans:
        return [[span.start, span.end]] if span else []

    digests = [sha256_hex(text.encode()) for text in texts]
    reports = [
        Report(id=content_id("rep", sha), origin="benchmark", sha256=sha, text=text)
        for sha, text in zip(digests, texts, strict=True)
    ]
    return [
        [{"source": one(a.source), "cue": one(a.cue), "content": one(a.content)} for a in found.attributions]
        for found in RulesAnnotator().annotate(reports)
    ]


def stated_confidence() -> dict[str, float]:
    """What the rules state of each stance and role."""
    from reportedly.annotate.rules.confidence import OF_DETAIL, OF_STANCE

    return {str(name): value for table in (OF_STANCE, OF_DETAIL) for name, value in table.items()}
