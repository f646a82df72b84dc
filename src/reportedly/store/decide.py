"""Decisions of analysts: rows that are added and taken back, and never changed or deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from reportedly.casework.audit import Deed
from reportedly.codec.to_json import decision_to_json
from reportedly.errors import NotFound
from reportedly.records import Anchor, Decision, Judgement
from reportedly.store import log
from reportedly.store.schema import SIDES, decided, decisions
from reportedly.store.storable import check_storable, moment


def add(
    connection: Connection, decision: Decision, *, person: str | None = None, overruled: bool = False
) -> None:
    """Write a decision, and log it.

    Args:
        connection: a transaction that writes.
        decision: what was decided; it holds.
        person: the id of who signed in, if anybody did.
        overruled: whether all that are here go before it, as those of another desk; else it is the latest.

    Raises:
        RecordError: a name or note of it is one that databases cannot hold.
    """
    told = decision_to_json(decision)
    check_storable(told, decision.id)
    number = {"number": _first(connection) - 1} if overruled else {}
    connection.execute(
        insert(decisions).values(
            **number,
            id=decision.id,
            made_at=decision.made_at.isoformat(),
            by=decision.by,
            judgement=decision.judgement.value,
            note=decision.note,
            undone_at=decision.undone_at.isoformat() if decision.undone_at else None,
            undone_by=decision.undone_by,
        )
    )
    rows = [
        {
            "decision": decision.id,
            "side": side,
            "ordinal": at,
            "incident": anchor.incident,
            "report": anchor.report,
            "spans": [list(span) for span in anchor.spans],
        }
        for side, anchors in zip(SIDES, (decision.these, decision.those), strict=True)
        for at, anchor in enumerate(anchors)
    ]
    connection.execute(insert(decided), rows)
    log.append(
        connection,
        Deed.DECIDE,
        at=decision.made_at,
        by=person or decision.by,
        subject=decision.id,
        detail=told,
        why=decision.note or "",
        judged=True,
    )


def _first(connection: Connection) -> int:
    """The number of the first decision, 1 at most: the database counts those of this desk from 1."""
    first = connection.scalar(select(func.min(decisions.c.number)))
    return 1 if first is None else min(first, 1)


def undo(
    connection: Connection, decision: str | None, *, at: dt.datetime, by: str, person: str | None = None
) -> str:
    """Take back one decision, by its id or the beginning of it; without one, the latest that holds.

    Raises:
        NotFound: none holds, or none of that id does.
        RecordError: the name is one that databases cannot hold.
    """
    check_storable([decision, by], "what is to be taken back, and by whom")
    holding = select(decisions.c.id).where(decisions.c.undone_at.is_(None))
    if decision is not None:
        holding = holding.where(decisions.c.id.startswith(decision, autoescape=True))
    found = connection.scalars(holding.order_by(decisions.c.number.desc()).limit(2)).all()
    if not found:
        named = f"no decision {decision!r} holds" if decision else "there is no decision to take back"
        raise NotFound(f"{named}; `reportedly decisions` lists them")
    if decision is not None and len(found) > 1 and decision not in found:
        raise NotFound(f"several decisions begin with {decision!r}; give more of the id")
    chosen = decision if decision in found else found[0]
    connection.execute(
        update(decisions).where(decisions.c.id == chosen).values(undone_at=at.isoformat(), undone_by=by)
    )
    log.append(
        connection,
        Deed.UNDO_DECISION,
        at=at,
        by=person or by,
        subject=chosen,
        detail={"undone_by": by},
        judged=True,
    )
    return str(chosen)


def read(connection: Connection) -> Iterator[Decision]:
    """All decisions, oldest first."""
    anchors: dict[tuple[str, str], list[Anchor]] = {}
    for row in connection.execute(select(decided).order_by(decided.c.ordinal)).mappings():
        anchors.setdefault((row["decision"], row["side"]), []).append(_anchor(row))
    for row in connection.execute(select(decisions).order_by(decisions.c.number)).mappings():
        these, those = (tuple(anchors.get((row["id"], side), ())) for side in SIDES)
        yield Decision(
            id=row["id"],
            made_at=moment(row["made_at"]),
            by=row["by"],
            judgement=Judgement(row["judgement"]),
            these=these,
            those=those,
            note=row["note"],
            undone_at=moment(row["undone_at"]) if row["undone_at"] else None,
            undone_by=row["undone_by"],
        )


def _anchor(row: RowMapping) -> Anchor:
    return Anchor(
        incident=row["incident"],
        report=row["report"],
        spans=tuple((int(start), int(end)) for start, end in row["spans"]),
    )
