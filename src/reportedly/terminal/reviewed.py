"""What people decided on the claims of one incident: what is disputed, left out, corrected and added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from reportedly.assess import NOBODY
from reportedly.casework.effective import ACCEPTED, ADDED, CORRECTED, DISPUTED, FURNITURE, REJECTED
from reportedly.pictures.case import Case
from reportedly.records import Claim
from reportedly.terminal import words
from reportedly.terminal.ids import ShortIds
from reportedly.terminal.safe import visible
from reportedly.terminal.words import plural

SHOWN = 40
"""More claims than these are counted, not shown."""
_ID = 9
_WORDS = {
    DISPUTED: "disputed",
    REJECTED: "rejected",
    FURNITURE: "not in the article",
    CORRECTED: "corrected",
    ADDED: "added",
}
"""In this order; claims that were accepted are only counted."""


def render_reviewed(case: Case, short: ShortIds, width: int) -> Iterator[RenderableType]:
    """A line a claim that people said something of; nothing where nobody did."""
    told = [claim for claim in case.claims if claim.reviewed]
    told += [claim for claim in case.index.view.rejected if claim.incident == case.incident.id]
    decided = [claim for word in _WORDS for claim in told if claim.reviewed == word]
    if decided:
        yield _table(case, decided[:SHOWN], short, width)
    if len(decided) > SHOWN:
        yield Text(f"and {plural(len(decided) - SHOWN, 'more claim')}", "dim")
    if accepted := sum(claim.reviewed == ACCEPTED for claim in told):
        yield Text(f"{plural(accepted, 'claim')} accepted as read", "dim")


def _table(case: Case, claims: Sequence[Claim], short: ShortIds, width: int) -> Table:
    first = max(cell_len(_WORDS[claim.reviewed or ""]) for claim in claims)
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for each in (first, max(12, width - first - _ID - 6), _ID):
        table.add_column(width=each, overflow="fold")
    for claim in claims:
        style = "bold yellow" if claim.reviewed == DISPUTED else ""
        table.add_row(
            Text(_WORDS[claim.reviewed or ""], style), _said(case, claim), Text(short(claim.id), "dim")
        )
    return table


def _said(case: Case, claim: Claim) -> Text:
    value = visible(claim.value.name or claim.value.text) if claim.value else NOBODY
    source = case.index.sources[claim.source]
    who = words.speaker_words(source, in_headline=claim.in_headline)
    role = claim.role.replace("_", " ")
    return Text.assemble(value, (f" · {role} · {words.stance_words(claim)} · {who}", "dim"))
