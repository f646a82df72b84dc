"""Rows of the pairs that are right by the coding guide and that the rules do not read yet.

A row that begins to be read makes its test fail: take it out here. None is to be added without looking at it.
"""

KNOWN_FAILURES: dict[str, str] = {
    "denied or said": "4b 6b 7b 8b",
    "denial with blame of another": "3a 6a",
    "could not confirm": "4b 5a 9a",
    "says it of itself": "7a",
    "condemned": "5a",
    "courts": "1a 1b 5a 6b",
    "accused first or last": "8b",
    "according to, first or last": "4a 6a",
    "quotation before or after": "5a 5b",
    "citing": "2a",
    "several speakers": "4a",
    "pronouns": "1a 3b 4a 5a 6a 6b",
    "hedges": "6a 11a",
    "one or the other, or together": "3a 3b 4a 4b 5a",
    "threats, plans, films, games": "6b 8b 10b",
    "armed, paid or sent them": "1a 2a 3a",
    "capitals, lost commas, lost apostrophes": "6a",
}
