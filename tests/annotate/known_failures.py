"""Rows of the pairs that are right by the coding guide and that the rules do not read yet.

A row that begins to be read makes its test fail: take it out here. None is to be added without looking at it.
"""

KNOWN_FAILURES: dict[str, str] = {}
