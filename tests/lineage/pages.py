"""Pages for the lineage tests, in words of our own."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

from reportedly.ids import content_id, sha256_hex
from reportedly.records import Credit, CreditRelation, Report, Span

_STORIES = tomllib.loads((Path(__file__).parent / "stories.toml").read_text("utf-8"))
FERRY: tuple[str, ...] = tuple(_STORIES["ferry"])
RETOLD: tuple[str, ...] = tuple(_STORIES["retold"])
"""The same reporting in other words."""
APART: tuple[str, ...] = tuple(_STORIES["apart"])
"""Another report of the same event."""
NEWS: tuple[tuple[str, ...], ...] = tuple(map(tuple, _STORIES["news"]))
"""Short items that have nothing to do with each other."""
STATEMENT: str = _STORIES["statement"]


def page(
    paragraphs: tuple[str, ...],
    *,
    title: str = "Ferry set on fire",
    outlet: str | None = None,
    day: int | None = 5,
    credits: tuple[tuple[str, CreditRelation], ...] = (),
) -> Report:
    """A report whose credits stand in its text: before the first paragraph or, as a line, at the end."""
    body = list(paragraphs)
    for name, relation in credits:
        if relation is CreditRelation.DATELINE:
            body[0] = f"PORT AVERIL ({name}) - {body[0]}"
        elif relation is CreditRelation.REPORTED_BY:
            body[0] = f"{body[0]} {name} reported it first."
        else:
            body.append(f"Source: {name}")
    text = "\n\n".join([title, *body])
    sha256 = sha256_hex(f"{outlet}{day}{text}".encode())
    spans = tuple(Credit(name=name, relation=relation, span=_last(text, name)) for name, relation in credits)
    return Report(
        id=content_id("rep", sha256),
        origin=f"{outlet}.txt",
        sha256=sha256,
        text=text,
        title=title,
        outlet=outlet,
        published=dt.date(2024, 3, day) if day else None,
        credits=spans,
    )


def _last(text: str, name: str) -> Span:
    start = text.rindex(name)
    return Span.of(text, start, start + len(name))
