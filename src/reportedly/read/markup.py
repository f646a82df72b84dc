"""Linear checks on raw markup before any parser sees it."""

from __future__ import annotations

import re
from collections import Counter

from reportedly.limits import Limits
from reportedly.read.inputs import Unreadable
from reportedly.records import Reason

_OPEN_OR_CLOSE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
# The parts begin with different characters, so the pattern never goes back over a character.
_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']+|"[^"]*"|'[^']*')*""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


def refuse_monsters(page: str, limits: Limits) -> None:
    """Refuse a page that would cost a parser more than its length.

    Raises:
        Unreadable: more attributes in a tag, or more unclosed tags, than any real page has.
    """
    most = max((_attributes(found[0], limits) for found in _TAG.finditer(page)), default=0)
    if most > limits.html_attributes:
        raise Unreadable(Reason.TOO_COMPLEX, f"a tag with more than {limits.html_attributes} attributes")
    counts: Counter[str] = Counter()
    for found in _OPEN_OR_CLOSE.finditer(page):
        counts[found[2].lower()] += -1 if found[1] else 1
    for name, unclosed in counts.items():
        if unclosed > limits.html_unclosed and name not in _VOID:
            raise Unreadable(Reason.TOO_COMPLEX, f"{unclosed} unclosed <{name[:20]}> tags")


def _attributes(tag: str, limits: Limits) -> int:
    # An attribute takes two characters at the least, so nearly every tag is settled by its length.
    if len(tag) <= limits.html_attributes * 2:
        return 0
    return len(re.split(r"[\s/]+", _QUOTED.sub(" ", tag)))
