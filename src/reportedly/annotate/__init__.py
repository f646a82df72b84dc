"""Annotators: what reads a report for who says what. A new one is a function here and a row in the table."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from reportedly.annotations import Annotator


def _encoder() -> Annotator:
    # onnxruntime takes a quarter of a second to load, which whoever reads by rules need not wait for.
    from reportedly.annotate.encoder.shipped import shipped_reader

    return shipped_reader()


def _rules() -> Annotator:
    # The encoder needs the rules too, and loads them while its model is checked.
    from reportedly.annotate.rules import RulesAnnotator

    return RulesAnnotator()


ANNOTATORS: Mapping[str, Callable[[], Annotator]] = MappingProxyType({"encoder": _encoder, "rules": _rules})
"""By the name that the command line knows; the versioned name is stored with every ledger."""

__all__ = ["ANNOTATORS"]
