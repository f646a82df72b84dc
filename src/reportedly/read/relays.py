"""Media that the running text names as the ones who had it first: 'Reuters reported', 'told AFP'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportedly.language.media import find_media
from reportedly.records import Credit, CreditRelation, Span

_WINDOW = 120
_KIND = (
    r"(?:state |state-run |official |semi-official )?(?:news )?"
    r"(?:agency|agencies|service|newspaper|newswire|daily|weekly|magazine|TV|television|radio|channel|network|"
    r"station|broadcaster|website|site|outlet|correspondents?|reporters?|journalists?)"
)
_AFTER = re.compile(
    # 'Reuters reported', 'SANA news agency has also said', 'the BBC (UK) quoted', 'AFP, citing'
    rf"(?:['’]s? {_KIND}| {_KIND})?(?:\s?\([^()]{{2,40}}\))?"
    r"(?:,? (?:in [A-Z]\w{2,20}|on \w{3,9}day|yesterday|earlier|later|also|has|had|have|first|separately"
    r"|previously|then))"
    r"{0,3}"
    r",?\s(?:report(?:s|ed)?|sa(?:id|ys)|wr(?:o|i)tes?|quot(?:ed|es?|ing)|cit(?:ed|es?|ing)|published|broadcast|aired|"
    r"carried|revealed|announced|added|noted|claimed|claims|learned|understands|showed|that)\b",
    re.IGNORECASE,
)
_FILL = (
    r"(?:the|a|an|its|our|by|local|state|state-run|state-owned|semi-official|official|news|agency|agencies|newspaper|"
    r"daily|weekly|magazine|broadcaster|television|tv|radio|channel|network|station|outlet|website|site|service|"
    r"private|opposition|independent|government|satellite|international|national|public|correspondents?|"
    r"\w{2,20}-(?:run|owned|linked|affiliated|backed|based|aligned|language)|pro-\w{2,20}|[A-Z]\w{2,20}(?:i|an|ian|ese|ish|ch|['’]s))"
)
_BEFORE = re.compile(
    r"\b(?:told|tells|according\s+to|(?:reported|quoted|cited|carried|published|broadcast|aired|posted|released|obtained|"
    r"seen|reviewed|relayed|run|monitored)\s(?:by|in|on)|(?:spoke|speaking|spoken|talking|confirmed)\s(?:to|with)|"
    r"interviews?\s(?:with|to|by)|(?:statement|comments?|remarks?)\s(?:to|on|carried\sby)|citing|quoting|quotes|cites|"
    r"reports?\s(?:by|in|from|on)|(?:wrote|writing|said|saying)\s(?:in|on))"
    rf"(?:\s+{_FILL}){{0,6}}\s*[\"“‘']?$",
    re.IGNORECASE,
)
# 'a New York Times/CBS News poll' tells who asked, not who reported.
_POLL = re.compile(r"(?:/[\w ]{2,20})?\s(?:opinion\s)?(?:poll|survey)", re.IGNORECASE)
# 'told AFP and the BBC': the second is a relay where the first is.
_LISTED = re.compile(
    r"(?:,|,? and|,? or|/|&)\s?(?:the\s)?$|^\s?(?:,|/)\s?(?:and\s)?(?:the\s)?$", re.IGNORECASE
)


def find_relays(text: str) -> Iterator[Credit]:
    """Give a ``reported_by`` credit for each mention of a medium that relays what is told."""
    last_end = -1
    for span, name in find_media(text, doubtful=True):
        if _is_relay(text, span) or (
            last_end >= 0 and _LISTED.fullmatch(text[last_end : span.start].strip() + " ")
        ):
            last_end = span.end
            yield Credit(name=name, relation=CreditRelation.REPORTED_BY, span=span)
        else:
            last_end = -1


def _is_relay(text: str, span: Span) -> bool:
    before = text[max(0, span.start - _WINDOW) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + _WINDOW].partition("\n")[0]
    if _POLL.match(after):
        return False
    return _BEFORE.search(before) is not None or _AFTER.match(after) is not None
