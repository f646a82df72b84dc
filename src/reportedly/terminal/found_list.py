"""What a search found: each report or claim in two lines, with the words that were looked for."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from reportedly.listing import Found, FoundKind, SearchPage, Snippet
from reportedly.terminal import words
from reportedly.terminal.safe import spelled, visible

_SHORT = 12
"""Characters of an id that are shown; eight are enough to name a record."""


def found_list(page: SearchPage, *, width: int) -> Iterator[RenderableType]:
    """A page of what was found, ``width`` columns wide."""
    for found in page.rows:
        yield _head(found)
        yield Padding(_snippet(found.snippet), (0, 0, 0, 2))
    asked = " ".join(map(visible, page.words))
    if not page.total:
        yield Text(f"Nothing has all of: {asked}" if asked else "There is no word to look for.")
        return
    kind = page.rows[0].kind if page.rows else FoundKind.REPORT
    shown = f", {len(page.rows)} of them here" if len(page.rows) < page.total else ""
    more = f"; go on with --after {page.next}" if page.next else ""
    yield Text(f"\n{words.plural(page.total, kind.value)} with {asked}{shown}{more}.", "dim")


def _head(found: Found) -> Text:
    told = [visible(found.outlet)] if found.outlet else []
    told += [words.day_words(found.published)] if found.published else []
    where = " · ".join([visible(found.title or found.report), *told])
    if found.claim is None:
        return Text.assemble((found.report[:_SHORT], "dim"), "  ", (where, "bold"))
    said = f"{visible(found.value or 'nobody')} — {visible(found.speaker or '')}"
    return Text.assemble((found.claim[:_SHORT], "dim"), "  ", (said, "bold"), (f"  {where}", "dim"))


def _snippet(snippet: Snippet) -> Text:
    text, at = Text("“"), 0
    for start, end in snippet.marks:
        text.append(spelled(snippet.text[at:start]))
        text.append(spelled(snippet.text[start:end]), "bold yellow")
        at = end
    text.append(spelled(snippet.text[at:]))
    return text.append("”")
