"""The value of words that a person chose: the actor, number, day or place that they name."""

from __future__ import annotations

from reportedly.language.actors import find_actors
from reportedly.language.counts import find_numbers
from reportedly.language.numbers import parse_count
from reportedly.language.place_names import by_weight, mentioned_countries
from reportedly.language.places import find_places, resolve
from reportedly.language.times import find_times
from reportedly.language.words import tokenise
from reportedly.records import DOER_ROLES, ClaimRole, DateRange, NumberRange, Place, Report, Span, Value

_PRECISION = {"city": 0, "admin1": 1, "unknown": 2, "country": 3}
_TOLLS = frozenset({ClaimRole.KILLED, ClaimRole.WOUNDED})


def value_of(report: Report, role: ClaimRole, span: Span) -> Value:
    """The words of ``span`` as the value of a claim of that role.

    Days are told by the day of publication, places by the countries that the whole report speaks of. What
    the words do not name stays None; a doer that the actor list does not have is named by the words.
    """
    if role in DOER_ROLES:
        hits = list(find_actors([token.text for token in tokenise(span.text)]))
        if hits:
            # The longest spelling says most: 'Islamic State Khorasan' in 'the Islamic State Khorasan branch'.
            best = max(hits, key=lambda hit: (hit.end - hit.start, -hit.start))
            return Value(text=span.text, name=best.actor.name, id=best.actor.id)
        return Value(text=span.text, name=span.text)
    if role in _TOLLS:
        return Value(text=span.text, number=_number(span.text))
    if role is ClaimRole.TIME:
        return Value(text=span.text, date=_days(report, span))
    if role is ClaimRole.PLACE:
        place = _place(report, span)
        return Value(text=span.text, name=place.name, place=place)
    return Value(text=span.text)


def _number(words: str) -> NumberRange | None:
    counted = find_numbers(words)
    return counted[0].range if counted else parse_count(words)


def _days(report: Report, span: Span) -> DateRange | None:
    start, end = _paragraph(report.text, span)
    for mention in find_times(report.text[start:end], report.published):
        overlaps = start + mention.span.start < span.end and span.start < start + mention.span.end
        if overlaps and mention.range:
            return mention.range
    return None


def _place(report: Report, span: Span) -> Place:
    context = by_weight(mentioned_countries(report.text))
    start, end = _paragraph(report.text, span)
    named = [
        mention.place
        for mention in find_places(report.text[start:end], context=context)
        if span.start <= start + mention.span.start and start + mention.span.end <= span.end
    ]
    best = min(named, key=lambda place: _PRECISION.get(place.precision, 3), default=None)
    return best or resolve(span.text, context=context) or Place(name=span.text)


def _paragraph(text: str, span: Span) -> tuple[int, int]:
    start = text.rfind("\n\n", 0, span.start)
    end = text.find("\n\n", span.end)
    return (start + 2 if start >= 0 else 0), (end if end >= 0 else len(text))
