"""Annotators: what reads a report for who says what. A new one is a function here and a row in the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from reportedly.annotations import Annotator, Server
from reportedly.errors import UsageError

if TYPE_CHECKING:
    from reportedly.annotate.llm.annotator import LlmAnnotator


def _encoder(server: Server | None) -> Annotator:
    # onnxruntime takes a quarter of a second to load, which whoever reads by rules need not wait for.
    from reportedly.annotate.encoder.shipped import shipped_reader

    return shipped_reader()


def _rules(server: Server | None) -> Annotator:
    # The encoder needs the rules too, and loads them while its model is checked.
    from reportedly.annotate.rules import RulesAnnotator

    return RulesAnnotator()


def _llm(server: Server | None) -> LlmAnnotator:
    try:
        from reportedly.annotate.llm.annotator import llm_reader
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("reportedly"):
            raise
        raise UsageError(f"a language model needs {error.name}: pip install 'reportedly[llm]'") from None

    return llm_reader(server)


def _both(server: Server | None) -> Annotator:
    from reportedly.annotate.both import BothAnnotator

    second = _llm(server)
    return BothAnnotator(_encoder(None), second)


ANNOTATORS: Mapping[str, Callable[[Server | None], Annotator]] = MappingProxyType(
    {"encoder": _encoder, "rules": _rules, "llm": _llm, "both": _both}
)
"""By the name that the command line knows; the versioned name is stored with every ledger."""

ASKING = frozenset({"llm", "both"})
"""Those that send the text of reports to a server; no other does."""

__all__ = ["ANNOTATORS", "ASKING"]
