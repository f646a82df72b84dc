"""Annotators: what reads a report for who says what. A new one is a function here and a row in the table."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from reportedly.annotate.rules import RulesAnnotator
from reportedly.annotations import Annotator


def _encoder() -> Annotator:
    # onnxruntime takes a quarter of a second to load, which whoever reads by rules need not wait for.
    from reportedly.annotate.encoder.shipped import shipped_reader

    return shipped_reader()


ANNOTATORS: Mapping[str, Callable[[], Annotator]] = MappingProxyType(
    {"encoder": _encoder, "rules": RulesAnnotator}
)
"""By the name that the command line knows; the versioned name is stored with every ledger."""

__all__ = ["ANNOTATORS", "RulesAnnotator"]
