"""Pages for the lineage tests, in words of our own."""

from __future__ import annotations

import datetime as dt

from reportedly.ids import content_id, sha256_hex
from reportedly.records import Credit, CreditRelation, Report, Span

FERRY = (
    "A car ferry was set on fire in the harbour of Port Averil on Tuesday, and the coast guard of Norland said that "
    "two men in a rubber boat had thrown burning bottles on its deck.",
    "The ferry Kestrel had 212 passengers on board, most of them families on their way home from the islands.",
    "Captain Ida Solberg told reporters that the crew had put the fire out within 20 minutes and that nobody was hurt.",
    "A fishermen's league that calls itself Open Nets has threatened the ferry line since March over new shipping lanes.",
    "Its chairman, Peer Lund, said that the league had nothing to do with the fire and called the accusation absurd.",
)
RETOLD = (
    "Two men in a rubber boat threw burning bottles at a car ferry in the harbour of Port Averil on Tuesday, the coast "
    "guard of Norland said.",
    "The Kestrel carried 212 passengers, most of them families on their way home from the islands, and Captain Ida "
    "Solberg said that her crew had put the fire out within 20 minutes.",
    "Suspicion has fallen on Open Nets, a league of fishermen that has threatened the ferry line since March. Chairman "
    "Peer Lund denies it.",
)
APART = (
    "Norland's interior minister blamed foreign saboteurs on Wednesday for a fire aboard the ferry Kestrel, and promised "
    "more patrols around Port Averil.",
    "Speaking in parliament, Minister Jon Aske gave no evidence and took no questions from the opposition.",
    "Shares of the ferry line fell 4 percent, and the union of seafarers asked for guards on every crossing until the "
    "culprits were found.",
)


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
    spans = tuple(
        Credit(name=name, relation=relation, span=_last(text, name)) for name, relation in credits
    )
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
