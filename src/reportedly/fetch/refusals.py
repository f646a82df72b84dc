"""Why an address gives no page: said once, where it is found, and made a row at one place."""

from __future__ import annotations

from reportedly.records import Reason, Skipped, Stage


class Refused(Exception):
    """An address is not fetched, or what it gave is not taken."""

    def __init__(self, detail: str, reason: Reason = Reason.REFUSED) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail

    def row(self, origin: str) -> Skipped:
        """The row that stands for it."""
        return skipped(origin, self.reason, self.detail)


def unreachable(detail: str) -> Refused:
    """No answer, or one that says that there is none to be had now."""
    return Refused(detail, Reason.UNREACHABLE)


def skipped(origin: str, reason: Reason, detail: str = "") -> Skipped:
    """A ``Skipped`` row of this stage."""
    return Skipped(origin=origin, stage=Stage.FETCH, reason=reason, detail=detail)
