"""Who is said to have done it, according to whom, how surely, and how many reports are really independent.

>>> import reportedly
>>> view = reportedly.read(["page.html"])  # doctest: +SKIP
>>> with reportedly.Ledger("ledger.sqlite") as ledger:  # doctest: +SKIP
...     ledger.add(["pages/"])

Names are loaded when first used (PEP 562), so that ``import reportedly`` stays cheap.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from reportedly._version import __version__

if TYPE_CHECKING:
    from reportedly.errors import ReportedlyError
    from reportedly.ledger import Added, Known, Ledger
    from reportedly.limits import Limits
    from reportedly.pipeline import read
    from reportedly.records import (
        AirwarsGrade,
        Assessment,
        Certainty,
        Claim,
        ClaimRole,
        Counts,
        Credit,
        CreditRelation,
        DateRange,
        Derivation,
        DerivationRelation,
        Evidence,
        Incident,
        IncidentType,
        LedgerView,
        MadeBy,
        NumberRange,
        Party,
        Place,
        Reading,
        Reason,
        Report,
        Skipped,
        Source,
        SourceKind,
        SourceRole,
        Span,
        Stage,
        Stance,
        Value,
    )

_HOMES = {
    "Ledger": "reportedly.ledger",
    "Added": "reportedly.ledger",
    "Known": "reportedly.ledger",
    "Limits": "reportedly.limits",
    "ReportedlyError": "reportedly.errors",
}

__all__ = [
    "Added",
    "AirwarsGrade",
    "Assessment",
    "Certainty",
    "Claim",
    "ClaimRole",
    "Counts",
    "Credit",
    "CreditRelation",
    "DateRange",
    "Derivation",
    "DerivationRelation",
    "Evidence",
    "Incident",
    "IncidentType",
    "Known",
    "Ledger",
    "LedgerView",
    "Limits",
    "MadeBy",
    "NumberRange",
    "Party",
    "Place",
    "Reading",
    "Reason",
    "Report",
    "ReportedlyError",
    "Skipped",
    "Source",
    "SourceKind",
    "SourceRole",
    "Span",
    "Stage",
    "Stance",
    "Value",
    "__version__",
    "read",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'reportedly' has no attribute {name!r}")
    import importlib

    value: object = getattr(importlib.import_module(_HOMES.get(name, "reportedly.records")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__


class _Menu(ModuleType):
    """Keeps ``reportedly.read`` the function: importing the package ``reportedly.read`` rebinds the name."""

    @property
    def read(self) -> object:
        from reportedly.pipeline import read

        return read

    @read.setter
    def read(self, module: ModuleType) -> None:
        """Leave the stage where it is found by ``from reportedly.read import …``: in ``sys.modules``."""


sys.modules[__name__].__class__ = _Menu
