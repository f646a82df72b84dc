"""From a draft to a report: furniture out, text put together, credits found in it."""

from __future__ import annotations

import re

from reportedly.ids import content_id
from reportedly.language.media import media_name
from reportedly.limits import Limits
from reportedly.read.credits import author_line, dateline_day, find_credits, media_of
from reportedly.read.furniture import is_copyright, without_date_line, without_furniture
from reportedly.read.inputs import Draft, Unreadable
from reportedly.records import Reason, Report

_NOT_WORD = re.compile(r"[\W_]+")
# A page may put its section, a date or a byline before the repeated headline.
_TITLE_WITHIN = 3


def make_report(draft: Draft, *, origin: str, sha256: str, limits: Limits) -> Report:
    """Put a draft together as a report.

    Raises:
        Unreadable: nothing is left of it, or it is longer than any news report.
    """
    title = draft.title
    paragraphs = _untitled(title, without_furniture(draft.paragraphs, outlet=draft.outlet))
    paragraphs, day = without_date_line(paragraphs)
    if draft.extractor and not paragraphs:
        raise Unreadable(Reason.NO_ARTICLE, "nothing but furniture in the page")
    text = "\n\n".join([title, *paragraphs] if title else paragraphs)
    if not text.strip():
        raise Unreadable(Reason.EMPTY, "nothing is left once furniture is taken out")
    if len(text) > limits.text_chars:
        raise Unreadable(Reason.TOO_LARGE, f"a text of {len(text)} characters; at most {limits.text_chars}")
    body = len(text) - sum(map(len, paragraphs)) - 2 * max(0, len(paragraphs) - 1)
    return Report(
        id=content_id("rep", sha256),
        origin=origin,
        sha256=sha256,
        text=text,
        title=title,
        outlet=draft.outlet,
        byline=draft.byline or author_line(paragraphs),
        url=draft.url,
        published=draft.published or day or dateline_day(paragraphs),
        published_at=draft.published_at,
        language=draft.language,
        credits=find_credits(text, body=body, based_on=_metadata(draft)),
        based_on=draft.based_on,
        extractor=draft.extractor,
        modified_at=draft.modified_at,
    )


def _untitled(title: str | None, paragraphs: list[str]) -> list[str]:
    """The paragraphs without one that only repeats the headline."""
    wanted = _letters(title or "")
    if not wanted:
        return paragraphs
    return [p for at, p in enumerate(paragraphs) if at >= _TITLE_WITHIN or _letters(p) != wanted]


def _metadata(draft: Draft) -> list[str]:
    """What is named outside the text: isBasedOn, an agency as the author, the owner of the copyright."""
    outside = [draft.byline or "", *filter(is_copyright, draft.paragraphs)]
    media = [name for line in outside for name in media_of(line) if name != media_name(draft.outlet or "")]
    return list(dict.fromkeys([*draft.based_on, *media]))


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", text[:1000]).casefold()
