"""Draw a run: `python -m training.curves FOLDER` writes curves.svg beside its log.jsonl.

Above the loss of the tagger and of claims by step, below full F1 of each dev part by epoch.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

WIDTH, HEIGHT, MARGIN = 720, 260, 56
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
"""Of Okabe and Ito (2008), which colour-blind people tell apart."""

Curve = tuple[str, list[tuple[float, float]]]
"""Name and points."""


def main(arguments: Sequence[str]) -> int:
    """Write the picture."""
    folder = Path(arguments[0])
    rows = [json.loads(line) for line in (folder / "log.jsonl").read_text("utf-8").splitlines()]
    (folder / "curves.svg").write_text(svg(losses(rows), scores(rows)), "utf-8")
    return 0


def losses(rows: Sequence[dict[str, Any]]) -> list[Curve]:
    """Loss by epoch and step, a step as a part of an epoch of as many steps as the log shows."""
    steps = max((row["step"] for row in rows if "step" in row), default=1)
    return [
        (
            name,
            [
                (row["epoch"] + row["step"] / steps, row[name])
                for row in rows
                if "step" in row and name in row
            ],
        )
        for name in ("tags", "claims")
    ]


def scores(rows: Sequence[dict[str, Any]]) -> list[Curve]:
    """Full F1 of each dev part by epoch."""
    told = [row for row in rows if "step" not in row]
    names = sorted({name for row in told for name in row if name.endswith(" full")})
    return [(name, [(row["epoch"], row[name]) for row in told if name in row]) for name in names]


def svg(*panels: list[Curve]) -> str:
    """Panels below each other."""
    height = HEIGHT * len(panels)
    body = "".join(line for i, curves in enumerate(panels) for line in panel(curves, HEIGHT * i))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="12"><rect width="{WIDTH}" height="{height}" fill="white"/>{body}</svg>\n'
    )


def panel(curves: list[Curve], top: float) -> Iterator[str]:
    """Axes from 0 to the largest value, the curves, and their names at their ends."""
    points = [point for _, line in curves for point in line]
    if not points:
        return
    right, high = max(x for x, _ in points) or 1.0, max(y for _, y in points) or 1.0
    left, bottom = float(MARGIN), top + HEIGHT - 30

    def place(x: float, y: float) -> str:
        across = left + (WIDTH - MARGIN - 150) * x / right
        return f"{across:.1f},{bottom - (HEIGHT - 60) * y / high:.1f}"

    yield f'<path d="M{place(0, high)} L{place(0, 0)} L{place(right, 0)}" fill="none" stroke="#888"/>'
    for y in (0.0, high / 2, high):
        yield f'<text x="{left - 8}" y="{place(0, y).split(",")[1]}" text-anchor="end">{y:.2f}</text>'
    yield f'<text x="{place(right, 0).split(",")[0]}" y="{bottom + 18}">epoch {right:.0f}</text>'
    for (name, line), colour in zip(curves, COLOURS, strict=False):
        if line:
            path = " L".join(place(x, y) for x, y in line)
            yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
            at, height = place(*line[-1]).split(",")
            label = f"{escape(name)} {line[-1][1]:.2f}"
            yield f'<text x="{float(at) + 6:.1f}" y="{height}" fill="{colour}">{label}</text>'


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
