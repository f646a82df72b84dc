# ruff: noqa: E501 -- a pattern reads best as one line an alternative
"""How many a sentence says were killed or wounded.

A number is a toll where the words beside it say so: a verb before it ('killed nine', 'wounding dozens'),
a participle behind its noun ('22 people were killed', '30 injured'), or a name of the toll itself ('the death
toll rose to 85'). Numbers of years, miles, shells or houses are none, nor is a part of a whole ('including six children').
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from reportedly.language.counts import NumberMention, find_numbers
from reportedly.language.patterns import MONTH, compiled
from reportedly.records import NumberRange, Span

Kind = Literal["killed", "wounded"]


@dataclass(frozen=True, slots=True)
class Toll:
    """A number of killed or wounded. ``span`` is the number's words; ``victims`` the noun that it counts.

    ``named`` where the words call it the toll ('the death toll rose to 85'): it is that of the whole attack.
    """

    span: Span
    range: NumberRange
    kind: Kind
    victims: Span | None = None
    named: bool = False


_DEAD = r"killed|dead|died|die|dying|slain|murdered|massacred|executed|perished|martyred|beheaded|assassinated|slaughtered"
_HURT = r"wounded|injured|hurt|maimed|hospitali[sz]ed"
_KILLING = (
    r"kill(?:s|ed|ing)?|murder(?:s|ed|ing)?|massacr(?:es?|ed|ing)|assassinat(?:es?|ed|ing)|execut(?:es?|ed|ing)|behead(?:s|ed|ing)?"
    r"|slaughter(?:ed|ing)?|shot\s+dead|gunned\s+down|(?:claim|claims|claimed|claiming|took|take|taking)\s+(?:the\s+)?li(?:fe|ves)\s+of"
    r"|death\s+of|deaths\s+of|killings?\s+of|murders?\s+of"
)
_WOUNDING = (
    r"wound(?:s|ed|ing)?|injur(?:es?|ed|ing)|hurt(?:s|ing)?|maim(?:s|ed|ing)?|injuries\s+to|wounding\s+of"
)
_BEFORE = compiled(
    rf"\b(?:(?P<killed>{_KILLING})|(?P<wounded>{_WOUNDING}))(?:\s+(?:and|or)(?:\s+\w+ly)?\s+(?P<second>{_WOUNDING}|{_KILLING}))?"
    r"(?:\s*,)?(?:\s+(?:also|a\s+total\s+of|another|an\s+additional|the|all|nearly|about|between|some|its|their|his|what))?\s*$"
)
_SORTS = (
    r"(?:the\s+|those\s+|confirmed\s+|reported\s+|known\s+|civilian\s+|people\s+|persons\s+|civilians\s+)*"
)
_NAMED_DEAD = r"dead|deaths?|killed|fatalities|victims|martyrs|bodies"
_NAMED_HURT = r"wounded|injured|injuries|hurt"
_TOLL_NAME = (
    rf"(?:(?:death|casualty)\s+)?toll(?:\s+of\s+(?:the\s+)?(?P<toll_hurt>{_NAMED_HURT})\b)?"
    rf"|(?:number|count|tally|total)\s+(?:of\s+)?{_SORTS}(?:(?P<hurt>{_NAMED_HURT})|{_NAMED_DEAD})"
)
_RISING = r"rose|risen|ris(?:es?|ing)|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|grew|grown|grow(?:s|ing)?|soar(?:s|ed|ing)?|mount(?:s|ed|ing)?|(?:go|goes|going|went|gone)\s+up"
_RISEN_TO = (
    rf"(?:{_RISING}|reach(?:es|ed|ing)?|pass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|hits?|topp?(?:s|ed|ing)?)"
)
_TOLL_BEFORE = compiled(
    rf"\b(?:{_TOLL_NAME})\b[^.;]{{0,90}}?"
    rf"\b(?:to|at|of|is|was|as|past|by\s+\w+\s+to|up\s+from|stands?|stood|{_RISEN_TO})\s*$"
    rf"|^\W*(?:(?:the|total|confirmed)\s+)*(?:deaths|fatalities|dead)\b[^.;]{{0,60}}?"
    rf"\b(?:(?:{_RISING})\s+to|reach(?:es|ed)?|now\s+number|number(?:s|ed)|total(?:s|ed|led)?)\s*$"
)
_TOLL_AFTER = compiled(rf"\s+the\s+(?:{_TOLL_NAME})\b")
_MADE_TO = compiled(
    r"\b(?:br(?:ing|ings|inging|ought)|rais(?:es?|ed|ing)|tak(?:es?|ing)|took|push(?:es|ed|ing)?|lift(?:s|ed|ing)?)\s+to\s*$"
)
_WENT_ON = compiled(
    rf"^[^.;:]{{0,25}}(?:,\s*(?:has\s+|had\s+|later\s+|then\s+|and\s+)*|\band\s+)(?:{_RISEN_TO})(?:\s+to)?\s*$"
)
_TOOK_ITS = compiled(r"\b(?:tak(?:e|es|en|ing)|took)\s+(?:\w+\s+){1,2}toll\b(?!\s+(?:to|of|past))")
_NEW_CLAUSE = compiled(
    r"[.;:]|\b(?:said|says|told|while|when|after|before|which|where|by|kill\w*|wound\w*|injur\w*|in\s+which|including|hit|targeted|attacked|struck)\b"
)
_AFTER = compiled(
    rf"(?P<killed>{_DEAD}|lost\s+(?:their|his|her)\s+li(?:fe|ves)|deaths|fatalities|lives|martyrs|corpses|bodies)\b"
    rf"|(?P<wounded>{_HURT}|injuries|sustained\s+(?:\w+\s+)?(?:wounds|injuries)|suffered\s+(?:\w+\s+)?(?:wounds|injuries|burns))\b"
)
_BOTH_AFTER = compiled(rf"\s+(?:and|or|and/or)\s+(?:{_HURT}|{_DEAD})\b")
_UNIT = compiled(
    r"[\s-]*+(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|km|kilomet\w+|miles?|met(?:er|re)s?|mm|kg|pounds?|tons?|tonnes?|feet|inch\w*"
    r"|percent|per\s+cent|dollars|euros|pesos|million|a\.?m\b|p\.?m\b|o'clock|caliber|calibre|degrees|times|rounds"
    r"|(?:[\w-]+\s+)?(?:rockets?|missiles?|shells?|bombs?|mortars?|grenades?|strikes?|raids?|airstrikes?|air\s+strikes?|air\s+raids?|attacks?|explosions?|blasts"
    r"|vehicles?|tanks?|houses?|homes?|buildings?|buses|cars|trucks?|motorcycles?|bullets?|shots?|villages?|towns?|cities|districts?|provinces?|bases?|checkpoints?"
    r"|aircraft|planes?|warplanes?|helicopters?|drones?|incidents?|camels?|sheep|cattle|gunmen|suspects|attackers|assailants|wounds))\b"
)
_PART = compiled(
    r"\b(?:including|includes?|included|among\s+(?:them|whom|those|the)(?:\s+\w+){0,3}|of\s+(?:them|whom)|aged?|ages|no|number)\W*$"
)
_YEARISH = re.compile(r"(?:19|20)\d\d$")
_IN_YEAR = compiled(r"\b(?:in|since|during|of|from|until)\s+$")
_IN_DATE = compiled(rf"{MONTH}\s+$")
_NOUN_NEXT = re.compile(r"\s+[a-z]+")
_DATE_AFTER = compiled(rf"\s*(?:{MONTH}|of\s+{MONTH})")
_ONE = compiled(
    r"\b(?:an?|another)(?=\s+[\w'’-]+)(?!\s+(?:further\s+)?(?:total|number|count|couple|group|handful|few)\b)"
)
_ONE_AFTER = compiled(
    rf"(?:\s+[\w'’-]+){{0,5}}?\s+(?:was|is|has\s+been|had\s+been|been)\s+(?:\w+ly\s+)?(?:also\s+|shot\s+and\s+)?(?:(?P<killed>{_DEAD})|(?P<wounded>{_HURT}))\b"
    rf"|(?:\s+[\w'’-]+){{0,3}}?\s+(?:(?P<dead>dead|died)|(?P<hurt>{_HURT}))\b"
)
_ZERO = compiled(
    rf"\b(?P<none>(?:nobody|no\s?-?one|none)(?:\s+(?:else|of\s+\w+(?:\s+\w+)?))?)\s+(?:was|were|is|has\s+been|had\s+been|have\s+been)\s+(?:reported(?:ly)?\s+)?(?:seriously\s+)?(?:(?P<k>killed|dead)|(?P<w>{_HURT}))\b"
    r"|\b(?P<no>(?:no|without(?:\s+(?:causing|any))*)\s+(?:(?:immediate|reported|further|other|reports\s+of|word\s+of|word\s+on|human|civilian|serious)\s+)*)(?P<what>casualties|victims|deaths|fatalities|injuries|injury|wounded)\b"
    r"|\b(?P<safe>(?:escaped?|escapes|survived?|survives|emerged?|was|were|is|are|left|remained)\s+(?:the\s+\w+\s+)?(?:completely\s+|largely\s+)?(?:unhurt|unharmed|unscathed|uninjured|without\s+injury|not\s+(?:hurt|injured|harmed)))\b"
)
_NONE_OF = {
    "deaths": "killed",
    "fatalities": "killed",
    "injuries": "wounded",
    "injury": "wounded",
    "wounded": "wounded",
}
_LOOK = 110


@lru_cache(maxsize=256)
def find_toll(sentence: str) -> tuple[Toll, ...]:
    """The killed and wounded that ``sentence`` counts, in order.

    >>> [(t.kind, t.range.min, t.range.max) for t in find_toll("The blast killed at least nine people and wounded dozens.")]
    [('killed', 9, None), ('wounded', 24, None)]
    >>> [(t.kind, t.range.max) for t in find_toll("There were no deaths.")]
    [('killed', 0)]
    """
    found: list[Toll] = []
    used = 0
    for number in _counts(sentence):
        named = _named(sentence, number, used, found[-1] if found else None)
        if named is not None:
            found.append(named)
            used = number.span.end
            continue
        tolls, used = _tolls(sentence, number, used)
        found.extend(tolls)
    found.extend(_zeros(sentence))
    return tuple(sorted(_without_steps(sentence, found), key=lambda toll: (toll.span.start, toll.kind)))


def _named(sentence: str, number: NumberMention, used: int, before: Toll | None) -> Toll | None:
    """The number as a toll, where words beside it name it as such."""
    start, end = number.span.start, number.span.end
    left = sentence[max(0, start - _LOOK) : start]
    single = number.span.text.lower() in ("a", "an", "another") or _ONE_OF.match(sentence, start)
    if single or _is_no_toll(sentence, number, left) or _TOOK_ITS.search(left):
        return None
    after = _TOLL_AFTER.match(sentence, end) if _MADE_TO.search(left) else None
    left = sentence[max(used, start - _LOOK) : start]
    risen = _risen(number, left)
    for told, words in (risen,) if _FROM.match(number.span.text) else ((number, left), risen):
        match = after or _TOLL_BEFORE.search(words)
        if match is not None:
            kind: Kind = "wounded" if match["hurt"] or match["toll_hurt"] else "killed"
            return _toll(sentence, told, kind, named=True)
    if before is not None and before.named and _WENT_ON.search(sentence[used:start]):
        return _toll(sentence, number, before.kind, named=True)
    return None


_ONE_OF = compiled(r"one\s+of\s+the\b")
_FROM = compiled(r"from\s")
_UP_TO = compiled(r"up\s+to\s+")
_TO = compiled(r"(?:from\s+)?.+?(?<!\s)\s+to\s+")
_BY = compiled(r"(?<!\s)\s+by\s*$")


def _risen(number: NumberMention, left: str) -> tuple[NumberMention, str]:
    """The number that a toll rose to, and the words before it.

    'From 12 to 19', 'by three to 14' are no ranges in a toll, and 'brought it up to 13' is 13 and not at most 13.
    """
    span, last = number.span, number.range.max
    lead = _UP_TO.match(span.text) or _TO.match(span.text)
    if lead is None or last is None:
        return number, left
    if lead.re is _UP_TO:
        left += "to "
    elif not lead[0].lower().startswith("from"):
        if not _BY.search(left):
            return number, left
        left = _BY.sub("", left)
    rest = Span(span.start + lead.end(), span.end, span.text[lead.end() :])
    return NumberMention(rest, NumberRange(last, last)), left


_STEP = compiled(r"\s+(?:more|others?|further|additional)\b")


def _without_steps(sentence: str, tolls: list[Toll]) -> list[Toll]:
    """Without those by whom a named toll rose: 'a sixth victim died, raising the death toll to 34'."""
    named = {toll.kind for toll in tolls if toll.named}
    return [toll for toll in tolls if toll.named or toll.kind not in named or not _is_step(sentence, toll)]


def _is_step(sentence: str, toll: Toll) -> bool:
    return (
        toll.span.text.lower() in ("a", "an", "another") or _STEP.match(sentence, toll.span.end) is not None
    )


def _counts(sentence: str) -> list[NumberMention]:
    """Numbers, and the 'a' and 'another' that no number holds, for one."""
    numbers = list(find_numbers(sentence))
    taken = [(n.span.start, n.span.end) for n in numbers]
    one = NumberRange(1, 1)
    ones = [
        NumberMention(Span.of(sentence, *match.span()), one)
        for match in _ONE.finditer(sentence)
        if not any(start <= match.start() < end for start, end in taken)
    ]
    return sorted([*numbers, *ones], key=lambda n: n.span.start)


def _tolls(sentence: str, number: NumberMention, used: int) -> tuple[list[Toll], int]:
    start, end = number.span.start, number.span.end
    if _is_no_toll(sentence, number, sentence[max(0, start - _LOOK) : start]):
        return [], used
    left = sentence[max(used, start - _LOOK) : start]
    before = _BEFORE.search(left)
    if before is not None and not _own_participle(left, before, sentence[end : end + 30]):
        return [_toll(sentence, number, kind) for kind in _kinds(before)], end
    if number.span.text[0] in "aA" and number.range.max == 1:
        return _single(sentence, number, used)
    after = _after(sentence, end)
    if after is None:
        return [], used
    kinds: list[Kind] = ["killed" if after["killed"] else "wounded"]
    both = _BOTH_AFTER.match(sentence, after.end())
    if both is not None:
        kinds = ["killed", "wounded"]
    return [_toll(sentence, number, kind) for kind in kinds], (both or after).end()


def _single(sentence: str, number: NumberMention, used: int) -> tuple[list[Toll], int]:
    """'a guard was shot and killed', 'leaving another injured'."""
    match = _ONE_AFTER.match(sentence, number.span.end, number.span.end + _LOOK)
    if match is None or _NEW_CLAUSE.search(match[0][: match.start(match.lastgroup or 0) - match.start()]):
        return [], used
    kind: Kind = "killed" if match["killed"] or match["dead"] else "wounded"
    return [_toll(sentence, number, kind)], match.end()


def _own_participle(left: str, before: re.Match[str], right: str) -> bool:
    """'three were killed 12 wounded': the verb before belongs to others, the number has its own."""
    return (
        _AFTER.match(right.lstrip(" ,")) is not None
        and re.search(r"\b(?:were|was|been|are)\s+$", left[: before.start()]) is not None
    )


def _kinds(before: re.Match[str]) -> list[Kind]:
    if before["second"]:
        return ["killed", "wounded"]
    return ["killed" if before["killed"] else "wounded"]


def _is_no_toll(sentence: str, number: NumberMention, left: str) -> bool:
    end = number.span.end
    if _UNIT.match(sentence, end) or _PART.search(left) or _DATE_AFTER.match(sentence, end):
        return True
    if left.endswith(", ") and sentence[end : end + 1] == ",":
        return True
    if not number.span.text.isdigit():
        return False
    if _YEARISH.match(number.span.text) and (_IN_YEAR.search(left) or not _NOUN_NEXT.match(sentence, end)):
        return True
    return _IN_DATE.search(left) is not None


def _after(sentence: str, end: int) -> re.Match[str] | None:
    """The participle that says what became of those counted, before a new clause begins."""
    stop = min(len(sentence), end + _LOOK)
    participle = _AFTER.search(sentence, end, stop)
    if participle is None:
        return None
    between = sentence[end : participle.start()]
    between = re.sub(r"\bincluding\b.{0,60}", " ", between)
    if _NEW_CLAUSE.search(between) or len(between.split()) > 9:
        return None
    own = [n for n in find_numbers(between) if not _PART.search(between[: n.span.start])]
    return None if own else participle


def _toll(sentence: str, number: NumberMention, kind: Kind, *, named: bool = False) -> Toll:
    return Toll(number.span, number.range, kind, _victims(sentence, number.span.end), named)


_VICTIMS = compiled(
    r"\s+(?:of\s+)?(?:the\s+|its\s+|their\s+)?(?P<words>(?!(?:and|or|including|in|on|at|when|were|was|have|has|had|dead|killed|wounded|injured|hurt|others)\b)[\w'’-]+"
    r"(?:\s+(?!(?:and|or|including|in|on|at|by|from|when|while|were|was|are|have|has|had|who|that|as|after|during|near|dead|killed|wounded|injured|hurt|died|a|the|this|last|to)\b)[\w'’-]+){0,3})"
)


def _victims(sentence: str, end: int) -> Span | None:
    match = _VICTIMS.match(sentence, end)
    return None if match is None else Span.of(sentence, match.start("words"), match.end("words"))


def _zeros(sentence: str) -> Iterator[Toll]:
    """'nobody was hurt', 'no casualties', 'escaped unhurt': nobody killed, and nobody wounded where it says so."""
    nothing = NumberRange(0, 0)
    for match in _ZERO.finditer(sentence):
        group = next(name for name in ("none", "no", "safe") if match[name])
        start, end = match.span(group)
        span = Span.of(sentence, start, start + len(sentence[start:end].rstrip()))
        for kind in _zero_kinds(match):
            yield Toll(span, nothing, kind)


def _zero_kinds(match: re.Match[str]) -> tuple[Kind, ...]:
    if match["k"] or (match["what"] and _NONE_OF.get(match["what"].lower()) == "killed"):
        return ("killed",)
    if match["what"] and _NONE_OF.get(match["what"].lower()) == "wounded":
        return ("wounded",)
    return ("killed", "wounded")
