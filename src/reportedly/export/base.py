"""What an export format is, and the records of a view joined for those that write one claim a line.

A format is one file or several that go together, of text or of bytes. Its class says what it is called and
gives the files; where these go (a file, a folder, a zip, standard output) is for ``delivery.py``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from io import TextIOWrapper
from typing import Any, BinaryIO, ClassVar, Protocol, TextIO, runtime_checkable

from reportedly.errors import UsageError
from reportedly.records import DOER_ROLES, Assessment, Claim, Incident, LedgerView, Report, Source

NOBODY = "nobody"
"""The actor of an assessment of what is said where nobody is named."""
SPREADSHEET = "utf-8-sig"
"""The encoding of tables: UTF-8 with a mark in front; without it Excel takes it for a national code page."""
ZIP = ".zip"
"""The suffix of formats of several files: what they are together where one file is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFile:
    """One file of a format. Nothing is worked out before ``write`` is called."""

    name: str
    """With its suffix and without a folder: ``events.csv``."""
    media_type: str
    write: Callable[[BinaryIO], None]
    """Writes the whole file into a sink of bytes and leaves the sink open."""


class Exporter(Protocol):
    """One format; made without arguments."""

    name: ClassVar[str]
    """What the command line calls it."""
    media_type: ClassVar[str]
    suffix: ClassVar[str]
    """Of its one file, with the dot; :data:`ZIP` where it is several files."""

    def files(self, view: LedgerView) -> tuple[ExportFile, ...]:
        """The files of the view in this format, in the order in which they are written.

        Raises:
            UsageError: the format needs a library that is not installed.
            LedgerFormatError: a text or number of the view is one that the format cannot hold; this may come
                from writing a file only.
        """
        ...


@runtime_checkable
class Noting(Protocol):
    """A format that has something to say beside its files."""

    def note(self, view: LedgerView) -> str | None:
        """What whoever exports should know, such as why a file is empty; None where nothing is to be said."""
        ...


class TextExporter(ABC):
    """A format of one text file: the class of formats that can be printed."""

    name: ClassVar[str]
    media_type: ClassVar[str]
    suffix: ClassVar[str]
    stem: ClassVar[str]
    """What the file is called in a folder, without its suffix."""
    encoding: ClassVar[str] = "utf-8"
    """Of the file; what is printed, or written to a sink of text, is text."""

    @abstractmethod
    def write(self, view: LedgerView, sink: TextIO) -> None:
        """Write the view in this format, in the view's order, to a sink opened with ``newline=""``.

        Raises:
            LedgerFormatError: a text or number of the view is one that the format cannot hold.
        """

    def files(self, view: LedgerView) -> tuple[ExportFile, ...]:
        """The one file."""

        def write(sink: TextIO) -> None:
            self.write(view, sink)

        name = f"{self.stem}{self.suffix}"
        return (text_file(name, self.media_type, write, encoding=self.encoding),)


def text_file(
    name: str, media_type: str, write: Callable[[TextIO], None], *, encoding: str = "utf-8"
) -> ExportFile:
    """A file of text, with line ends as they are written."""

    def encoded(sink: BinaryIO) -> None:
        text = TextIOWrapper(sink, encoding=encoding, newline="")
        write(text)
        # Without this the wrapper would close the sink when it is thrown away.
        text.detach()

    return ExportFile(name=name, media_type=media_type, write=encoded)


def library(module: str, *, needed_by: str, extra: str) -> Any:
    """A module that only an extra installs: imported where a format is written, and nowhere else.

    Args:
        module: its name, such as ``pyarrow.parquet``.
        needed_by: the format, as the command line calls it.
        extra: of ``pyproject.toml``.

    Raises:
        UsageError: it is not installed; the message says how to install it.
    """
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise UsageError(
            f"{needed_by} needs {package}, which is not installed; pip install 'reportedly[{extra}]'"
        ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldClaim:
    """A claim with all that it points to."""

    claim: Claim
    source: Source
    report: Report
    incident: Incident
    assessment: Assessment | None
    """What the ledger makes of the claimed doer in this incident; None for claims of another kind."""


def told_claims(view: LedgerView) -> Iterator[ToldClaim]:
    """Each claim of the view with what it points to; the view has to hold that."""
    sources = {source.id: source for source in view.sources}
    reports = {report.id: report for report in view.reports}
    incidents = {incident.id: incident for incident in view.incidents}
    assessed = _assessed(view)
    for claim in view.claims:
        yield ToldClaim(
            claim=claim,
            source=sources[claim.source],
            report=reports[claim.report],
            incident=incidents[claim.incident],
            assessment=assessed.get(claim.id),
        )


def _assessed(view: LedgerView) -> Mapping[str, Assessment]:
    """The assessment of the actor that each claim of a doer names, by the claim's id.

    An assessment goes by the name that most of its claims use; a claim that calls the actor otherwise
    belongs to it where both have one id.
    """
    by_name = {(each.incident, _plain(each.actor)): each for each in view.assessments}
    doers = [claim for claim in view.claims if claim.role in DOER_ROLES]
    named = {claim.id: by_name.get((claim.incident, _plain(_actor(claim)))) for claim in doers}
    by_id: dict[tuple[str, str | None], Assessment] = {
        (claim.incident, claim.value.id): found
        for claim in doers
        if claim.value and claim.value.id and (found := named[claim.id])
    }
    every = {
        claim.id: named[claim.id] or by_id.get((claim.incident, claim.value.id if claim.value else None))
        for claim in doers
    }
    return {claim: found for claim, found in every.items() if found}


def _actor(claim: Claim) -> str:
    return (claim.value.name or claim.value.text) if claim.value else NOBODY


def _plain(name: str) -> str:
    words = name.casefold().split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)
