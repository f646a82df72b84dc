"""Annotators: what reads a report for who says what. A new one is a class here and a row in the table."""

from reportedly.annotate.rules import RulesAnnotator
from reportedly.annotations import Annotator

ANNOTATORS: dict[str, type[Annotator]] = {"rules": RulesAnnotator}
"""By the name that the command line knows; the versioned name is stored with every ledger."""

__all__ = ["ANNOTATORS", "RulesAnnotator"]
