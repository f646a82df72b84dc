"""Furniture: lines that a page's layout puts among the paragraphs and that no reporter wrote.

Two ways lead to removal. A line that *is* furniture wherever it stands ('Advertisement', 'Sign up to
our newsletter') goes. A heading of other stories ('Related news') goes with the headline-like lines
below it, and stops at the first real paragraph: what is written in sentences is never cut off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# A line of prose can begin like furniture ('Follow us into the camp, he said …'), so long lines stay.
_LONGEST = 160
_LONGEST_PROMPT = 400


def _fullmatch(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(alternatives)})\s*[.!:…»>→-]*", re.IGNORECASE)


_STORY = r"(?:news|stor(?:y|ies)|articles?|posts?|content|coverage|topics?|reading|videos?|links?|reports?|headlines)"
_HEADING = _fullmatch(
    rf"(?:related|latest|recent|popular|trending|recommended|top|breaking|other|similar|featured|more|further)"
    rf"(?: (?:world|local|international|sports?|business|in|from|on))?(?: {_STORY})?",
    rf"most (?:read|viewed|popular|shared|commented|recent|watched|discussed)(?: {_STORY})?",
    r"(?:you (?:may|might) (?:also )?(?:like|be interested in)|what to read next|read next|next (?:read|up|story)|"
    r"up next|also (?:read|see|on)|see also|read (?:also|more)|more (?:on|from|about|in|for you)\b.{0,60}|editors?['’]?s? (?:picks?|choice)|"
    r"don['’]?t miss|in (?:other|case you missed it)(?: news)?|around the web|from the web|sponsored(?: content| links)?|"
    r"promoted(?: content)?|recommended(?: for you)?|must[- ]reads?|in pictures|in this story|on this story)",
)
_ALWAYS = _fullmatch(
    r"advert(?:isement|ising)?s?(?: - (?:continue reading|scroll).{0,40})?|ad|(?:story|article|content|scroll) continues (?:below|after).{0,40}|"
    r"(?:continue|keep) reading(?: (?:below|the main story))?|skip (?:advertisement|past .{1,40}|to (?:content|main).{0,30})|sponsored(?: by .{1,40})?",
    r"(?:share|tweet|print|email|e-mail|save|comment|whatsapp|facebook|twitter|linkedin|telegram|pinterest|reddit|copy(?: link)?|"
    r"listen|bookmark|like|follow|subscribe|donate|log ?in|sign in|register|menu|search|close|home|loading|view comments?|"
    r"show (?:more|less|comments?)|load more|view (?:more|all)|see (?:more|all)|read (?:more|less|full (?:story|article))|"
    r"more|next|previous|back to top|top|click here|learn more|get (?:short url|alerts|the app)|short url|permalink|"
    r"click to (?:share|print|email|enlarge|expand|view).{0,60}|open extended reactions|enlarge this image|toggle caption|hide caption)"
    r"(?:(?: ?[,|/·•] ?| (?:and|or|on|via|to|this) ?)(?:share|tweet|print|email|whatsapp|facebook|twitter|linkedin|telegram|pinterest|reddit|copy(?: link)?|this|article|story|page))*",
    r"share (?:this|on|via|the|with|your|article|story|post)\b.{0,60}|(?:\d[\d.,]*k? )?(?:shares?|comments?|views?|likes?|retweets?|reads?)(?: \(?\d[\d.,]*\)?)?|"
    r"(?:leave|post|add|write|join) (?:a |your |the |in the )?(?:comment|reply|conversation|discussion).{0,60}|no comments(?: yet)?|"
    r"comments? (?:are closed|off|section|policy).{0,60}|be the first to comment.{0,40}",
    r"(?:tags?|topics?|keywords?|categories|filed under|labels|posted in|more on|topics in this article)\s?: ?.{0,200}",
    r"(?:(?:file )?photo(?:graph)?s?|image|picture|caption|video|pic|infographic|illustration|graphic)s?(?: (?:credit|source|by|courtesy)(?: of)?)?\s?[:©] ?.{0,200}|"
    r"(?:photo|image|picture|video) (?:by|credit|courtesy|source|caption)\b.{0,120}|\(?(?:file|representational|illustrative) (?:photo|image|picture)\)?.{0,60}|"
    r"(?:©|\(c\)) ?.{2,120}|.{0,100} / getty images.{0,40}|getty images.{0,60}",
    r"copyright(?: ©| \(c\))?[ :].{0,160}|all rights reserved.{0,100}|.{0,80}\ball rights reserved|"
    r"(?:terms of (?:use|service)|privacy policy|cookie policy|contact us|about us)(?: ?[|·•,-] ?.{0,60})?",
    r"(?:published|posted|updated|last (?:updated|modified)|modified|first published|date|issued)(?: (?:on|at))?\s?: ?[^.]{4,60}|"
    r"(?:published|posted|updated|last updated|last modified)(?: (?:on|at))? (?:\w{3,9},? )?(?:\d{1,2} \w{3,9}|\w{3,9} \d{1,2}),? \d{4}.{0,40}|"
    r"(?:published|posted|updated|last updated)(?: (?:on|at))? \d{1,2}[:.]\d\d ?(?:[ap]\.?m\b)?.{0,40}",
    r"\d{1,3} min(?:ute)?s?(?: read)?|reading time\b.{0,30}|\d{1,2} (?:minutes?|hours?|days?) ago",
    r"view (?:this|all|the|our|more|original|gallery|on)\b.{0,60}|watch(?: (?:live|now|video))?(?:: .{0,120})?|play video|live(?: updates?)?|listen to (?:this|the) .{0,40}",
)
_PROMPT = re.compile(
    r"(?:also read|read also|also see|see also|read more|read next|read|related|must read|watch|more|more on this|don['’]t miss|"
    r"recommended|in pictures|explainer|opinion|analysis|video|listen)\s?[:|»>→-]\s?\S.{0,200}"
    r"|(?:please )?(?:sign up|subscribe|register) (?:to|for|here|now|today|and|with)\b.{0,300}"
    r"|(?:follow|like|find|join|connect with) (?:us|our|the (?:author|reporter|writer)|(?:him|her|them) on|@\w+)\b.{0,160}"
    r"|follow .{2,60} on (?:twitter|facebook|instagram|telegram|whatsapp|google news|x)\b.{0,100}"
    r"|(?:get|receive) (?:the |our |all |more |breaking |daily |your )?.{0,80}(?:newsletter|in your inbox|to your inbox|by email|notifications|push alerts).{0,160}"
    r"|(?:download|install|get) (?:the|our) .{0,60}\bapp\b.{0,100}|.{0,80}\bdelivered (?:straight |directly |daily )?to your inbox.{0,120}"
    r"|(?:you can )?(?:support|donate to|contribute to) (?:us|our (?:work|journalism|reporting))\b.{0,200}"
    r"|we use cookies\b.{0,300}|by (?:signing|subscribing|clicking|continuing)\b.{0,300}|you have successfully .{0,120}|"
    r"thank you for (?:signing|subscribing|reading)\b.{0,160}|this site is protected by .{0,200}"
    r"|click here (?:to|for)\b.{0,160}|(?:have a (?:tip|story)|got a (?:tip|story|news tip))\b.{0,200}|"
    r"(?:e-?mail|contact|write to|reach) (?:us|the (?:author|writer|reporter|newsroom)|\w+ \w+) (?:at|on|via)\b.{0,160}|"
    r"this material may not be published, broadcast, rewritten.{0,160}|the views expressed in this (?:article|piece).{0,200}|"
    r"(?:also|more|read more|originally) on \S{2,40}\.(?:com|net|org|co\.uk|news|tv)\b.{0,200}|"
    r"(?:like|enjoy(?:ed|ing)?) (?:this|our|the) (?:story|article|content|page)\?.{0,120}|tell us what you think.{0,80}|"
    r"this copy is for your personal.{0,300}|(?:https?://|www\.)\S{4,300}|"
    r"(?:start|get) your (?:day|morning)\b.{0,200}newsletter.{0,100}|(?:see|view) more (?:photos|pictures|images).{0,40}|"
    r"our standards: .{0,80}|you have \d+ .{0,60}articles? (?:left|remaining).{0,160}|"
    r"(?:already|not) a (?:subscriber|member)\b.{0,160}|your email address will not be published.{0,120}|"
    r"[-–—•>» ]*(?:also )?read:? .{0,30}(?:full (?:story|article|report)).{0,80}",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"""[.!?]["'”’)\]]*$""")
# A headline runs to about 20 words; a paragraph of reporting ends as a sentence does.
_HEADLINE_WORDS = 22
_SHORT_WORDS = 12


def without_furniture(paragraphs: Iterable[str], *, outlet: str | None = None) -> list[str]:
    """The paragraphs that a reporter wrote, in order; credit lines ('Source: …') stay.

    >>> without_furniture(["Police blamed nobody.", "Also read: Rain again", "Related news", "Rain in May"])
    ['Police blamed nobody.']
    """
    lines = [line.strip() for line in paragraphs if line.strip()]
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if is_heading(lines[at]):
            at = _after_list(lines, at + 1)
            continue
        if not is_furniture(lines[at], outlet=outlet):
            kept.append(lines[at])
        at += 1
    return kept


def is_heading(line: str) -> bool:
    """Whether a line is the heading of a list of other stories."""
    return len(line) <= _LONGEST and _HEADING.fullmatch(line) is not None


def is_furniture(line: str, *, outlet: str | None = None) -> bool:
    """Whether a line is furniture wherever it stands."""
    if len(line) <= _LONGEST_PROMPT and _PROMPT.fullmatch(line) and not _is_told(line):
        return True
    if outlet is not None and line.casefold() == outlet.casefold():
        return True
    return len(line) <= _LONGEST_PROMPT and _ALWAYS.fullmatch(line) is not None


def _is_told(line: str) -> bool:
    """Reported speech may begin like a prompt."""
    return re.search(r"\b(?:he|she|they|officials?|police|spokes\w+) (?:said|told|added)\b", line) is not None


def _after_list(lines: Sequence[str], at: int) -> int:
    """The index of the first line after a heading that is no item of its list."""
    while at < len(lines) and _is_item(lines[at]):
        at += 1
    return at


def _is_item(line: str) -> bool:
    """Whether a line below such a heading reads like a headline: short and no sentence."""
    words = len(line.split())
    if _keeps(line):
        return False
    return words <= _SHORT_WORDS or (words <= _HEADLINE_WORDS and not _SENTENCE_END.search(line))


def _keeps(line: str) -> bool:
    return re.match(r"(?:sources?\s?:|\(?(?:additional )?reporting by|via\s?:)", line, re.IGNORECASE) is not None
