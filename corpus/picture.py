"""The picture of the corpus: where the reports lie in time and region, and what they show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape

from corpus.check import tag_counts
from corpus.form import REGIONS, CorpusReport
from corpus.phenomena import PHENOMENA, TARGET
from reportedly.records import Stance

WIDTH = 960
_LEFT, _STEP, _ROW = 120, 19, 30
_FIRST, _LAST = 1985, 2026
_STYLE = """
    :root { --ink: #1c2430; --soft: #5b6676; --line: #c3cad4; --bar: #1b5fb4; --low: #b3261e; --dot: #1b5fb4; --off: #9aa5b4; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6eaf0; --soft: #9aa5b4; --line: #48525f; --bar: #8dbdff; --low: #ff9a90; --dot: #8dbdff; --off: #5b6676; }
    }
    text { fill: var(--ink); font-size: 13px; }
    .soft { fill: var(--soft); font-size: 12px; } .end { text-anchor: end; } .mid { text-anchor: middle; }
    .title { font-size: 16px; font-weight: 600; }
    .bar { fill: var(--bar); } .low { fill: var(--low); } .line { stroke: var(--line); }
    .goal { stroke: var(--ink); stroke-dasharray: 3 3; }
    .dot { fill: var(--dot); fill-opacity: .75; } .off { fill: var(--off); fill-opacity: .75; }
"""  # noqa: E501

Reports = tuple[CorpusReport, ...]


def picture(reports: Reports) -> str:
    """The SVG: a map of years and regions, the phenomena, the stances."""
    years_end = 60 + _ROW * len(REGIONS) + 40
    tags_end = years_end + 50 + 20 * ((len(PHENOMENA) + 1) // 2)
    height = tags_end + 100
    words = sum(r.words for r in reports)
    told = f"{len(reports)} reports, {words:,} words, {sum(len(r.claims) for r in reports):,} claims"
    body = [*_years(reports), *_tags(reports, years_end), *_stances(reports, tags_end)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
            f'height="{height}" role="img" aria-labelledby="title desc" '
            "font-family=\"system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif\">",
            '  <title id="title">What is in the corpus</title>',
            f'  <desc id="desc">{told}: by year and region, phenomenon and stance.</desc>',
            f"  <style>{_STYLE}  </style>",
            _text(20, 28, f"{told}, by year and region", "title"),
            *body,
            "</svg>\n",
        ]
    )


def _text(x: float, y: float, told: str, kind: str = "") -> str:
    return f'  <text x="{x:g}" y="{y:g}" class="{kind}">{escape(told)}</text>'


def _years(reports: Reports) -> Iterator[str]:
    """Dots as large as the words of a region's year; grey for what is irrelevant."""
    for row, region in enumerate(REGIONS):
        y = 64 + _ROW * row
        yield _text(_LEFT - 22, y + 4, region, "end")
        yield f'  <line class="line" x1="{_LEFT - 12}" x2="{_LEFT + _STEP * 42}" y1="{y}" y2="{y}"/>'
        for relevant, kind in ((False, "off"), (True, "dot")):
            here = [r for r in reports if r.region == region and r.relevant is relevant]
            counts = Counter(r.year for r in here)
            for year, count in sorted(counts.items()):
                x = _LEFT + _STEP * (year - _FIRST) + (4 if relevant else 9)
                what = f"{region} {year}: {count} {'relevant' if relevant else 'irrelevant'}"
                radius = min(14.0, 3.2 * count**0.5)
                yield (
                    f'  <circle class="{kind}" cx="{x}" cy="{y}" r="{radius:.1f}">'
                    f"<title>{what}</title></circle>"
                )
    bottom = 64 + _ROW * len(REGIONS)
    for year in range(_FIRST, _LAST + 1, 5):
        yield _text(_LEFT + _STEP * (year - _FIRST) + 4, bottom, str(year), "soft mid")
    yield _text(_LEFT - 12, bottom + 22, "blue: relevant · grey: nothing is claimed · area: reports", "soft")


def _tags(reports: Reports, top: float) -> Iterator[str]:
    """Bars in two columns, with the target as a broken line."""
    counts = tag_counts(reports)
    half = (len(PHENOMENA) + 1) // 2
    most = max(2 * TARGET, *counts.values(), 1)
    yield _text(
        20, top + 18, f"Phenomena, in reports (broken line: the target of {TARGET}; red: below it)", "title"
    )
    for index, tag in enumerate(PHENOMENA):
        left, y = 170 + 470 * (index // half), top + 36 + 20 * (index % half)
        wide = 250 * counts[tag] / most
        kind = "bar" if counts[tag] >= TARGET else "low"
        yield _text(left - 8, y + 11, tag, "end")
        yield f'  <rect class="{kind}" x="{left}" y="{y}" width="{wide:.1f}" height="14" rx="2"/>'
        yield _text(left + max(wide, 250 * TARGET / most) + 6, y + 11, str(counts[tag]), "soft")
    for column in range(2):
        x = 170 + 470 * column + 250 * TARGET / most
        rows = half if column == 0 else len(PHENOMENA) - half
        yield f'  <line class="goal" x1="{x:.1f}" x2="{x:.1f}" y1="{top + 32}" y2="{top + 36 + 20 * rows}"/>'


def _stances(reports: Reports, top: float) -> Iterator[str]:
    """One bar, parted by stance."""
    counts = Counter(claim.stance for report in reports for claim in report.doer_claims)
    total = max(1, sum(counts.values()))
    yield _text(
        20, top + 18, f"Who is said to have done it: {sum(counts.values()):,} claims by stance", "title"
    )
    x = 20.0
    for index, stance in enumerate(Stance):
        wide = (WIDTH - 40) * counts[stance] / total
        opacity = 1 - 0.17 * index
        yield (
            f'  <rect class="bar" x="{x:.1f}" y="{top + 32}" width="{max(0.0, wide - 2):.1f}" height="22" '
            f'fill-opacity="{opacity:.2f}"/>'
        )
        left = 20 + 185 * index
        box = f'x="{left}" y="{top + 63}" width="12" height="12"'
        yield f'  <rect class="bar" {box} fill-opacity="{opacity:.2f}"/>'
        yield _text(left + 18, top + 73, f"{stance.value} {counts[stance]}", "soft")
        x += wide
