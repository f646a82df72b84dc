"""Names as a sentence has them: with the article that a list or a headline leaves out."""

from __future__ import annotations

import re

_PLURAL_STATES = ("United ", "Netherlands", "Philippines", "Maldives", "Bahamas", "Comoros")
# A body that is named by what it is: 'the Putin regime', 'the Lebanese army'.
_BODY = re.compile(
    r"(?:regime|government|army|military|police|navy|air force|coalition|junta|militia|ministry"
    r"|(?:security|secret|intelligence) service|brigades?|legion)$",
    re.IGNORECASE,
)
# In these something else stands in the article's place: 'its army', 'Putin's special services'.
_DETERMINED = re.compile(
    r"^(?:the|an?|some|its|his|her|their|our|this|that|these|those|no) |['’]s? ", re.IGNORECASE
)


def with_article(name: str) -> str:
    """The name of an actor as it stands within a sentence.

    >>> with_article("Putin regime"), with_article("United States"), with_article("Ukraine")
    ('the Putin regime', 'the United States', 'Ukraine')
    >>> with_article("Putin's special services"), with_article("the army")
    ("Putin's special services", 'the army')
    """
    if _DETERMINED.search(name):
        return name
    return f"the {name}" if name.startswith(_PLURAL_STATES) or _BODY.search(name) else name
