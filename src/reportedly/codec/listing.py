"""Rows of lists as JSON objects and back: what the board keeps, and what programs get."""

from __future__ import annotations

from reportedly.codec.from_json import date_in, number_in
from reportedly.codec.node import Node
from reportedly.codec.to_json import JsonObject, date_to_json, number_to_json
from reportedly.listing import BoardActor, BoardIncident, BoardReport, Differs, Found, SearchPage
from reportedly.records import IncidentType


def row_to_json(row: BoardIncident | BoardReport) -> JsonObject:
    """One row of a list."""
    return _incident_to_json(row) if isinstance(row, BoardIncident) else _report_to_json(row)


def _incident_to_json(row: BoardIncident) -> JsonObject:
    return {
        "id": row.id,
        "key": row.key,
        "type": row.type.value,
        "attempt": row.attempt,
        "background": row.background,
        "summary": row.summary,
        "date": date_to_json(row.date) if row.date else None,
        "place": row.place,
        "country": row.country,
        "actors": [_actor_to_json(each) for each in row.actors],
        "more_actors": row.more_actors,
        "roots": row.roots,
        "speakers": row.speakers,
        "reports": row.reports,
        "claims": row.claims,
        "killed": number_to_json(row.killed) if row.killed else None,
        "wounded": number_to_json(row.wounded) if row.wounded else None,
        "differs": [each.value for each in row.differs],
        "reviewed": row.reviewed,
        "unread": row.unread,
    }


def _actor_to_json(actor: BoardActor) -> JsonObject:
    return {"name": actor.name, "grade": actor.grade, "roots": actor.roots, "speakers": actor.speakers}


def _report_to_json(row: BoardReport) -> JsonObject:
    return {
        "id": row.id,
        "key": row.key,
        "title": row.title,
        "outlet": row.outlet,
        "published": row.published.isoformat() if row.published else None,
        "incidents": list(row.incidents),
        "claims": row.claims,
        "origin": row.origin,
        "origin_name": row.origin_name,
        "reviewed": row.reviewed,
        "unread": row.unread,
    }


def incident_row_from_json(data: object, *, reviewed: int, unread: int) -> BoardIncident:
    """Make a row of the list of incidents, with counts of this moment.

    Raises:
        LedgerFormatError: it is none.
    """
    node = Node(data, "board")
    return BoardIncident(
        id=node.field("id").text(),
        key=node.field("key").text(),
        type=node.field("type").choice(IncidentType),
        attempt=node.field("attempt").flag(),
        background=node.field("background").flag(),
        summary=node.field("summary").text(),
        date=node.field("date").some(date_in),
        place=node.field("place").some(Node.text),
        country=node.field("country").some(Node.text),
        actors=node.field("actors").many(_actor_from_json),
        more_actors=node.field("more_actors").whole(),
        roots=node.field("roots").whole(),
        speakers=node.field("speakers").whole(),
        reports=node.field("reports").whole(),
        claims=node.field("claims").whole(),
        killed=node.field("killed").some(number_in),
        wounded=node.field("wounded").some(number_in),
        differs=node.field("differs").many(lambda each: each.choice(Differs)),
        reviewed=reviewed,
        unread=unread,
    )


def _actor_from_json(node: Node) -> BoardActor:
    return BoardActor(
        name=node.field("name").text(),
        grade=node.field("grade").text(),
        roots=node.field("roots").whole(),
        speakers=node.field("speakers").whole(),
    )


def report_row_from_json(data: object, *, reviewed: int, unread: int) -> BoardReport:
    """Make a row of the list of reports, with counts of this moment.

    Raises:
        LedgerFormatError: it is none.
    """
    node = Node(data, "board")
    return BoardReport(
        id=node.field("id").text(),
        key=node.field("key").text(),
        title=node.field("title").some(Node.text),
        outlet=node.field("outlet").some(Node.text),
        published=node.field("published").some(Node.date),
        incidents=node.field("incidents").many(Node.text),
        claims=node.field("claims").whole(),
        origin=node.field("origin").text(),
        origin_name=node.field("origin_name").text(),
        reviewed=reviewed,
        unread=unread,
    )


def found_to_json(page: SearchPage) -> JsonObject:
    """What was found, with the offsets of every snippet."""
    return {
        "words": list(page.words),
        "total": page.total,
        "next": page.next,
        "found": [_found_to_json(each) for each in page.rows],
    }


def _found_to_json(found: Found) -> JsonObject:
    return {
        "kind": found.kind.value,
        "report": found.report,
        "claim": found.claim,
        "title": found.title,
        "outlet": found.outlet,
        "published": found.published.isoformat() if found.published else None,
        "value": found.value,
        "speaker": found.speaker,
        "snippet": {
            "text": found.snippet.text,
            "start": found.snippet.start,
            "marks": [list(each) for each in found.snippet.marks],
        },
    }
