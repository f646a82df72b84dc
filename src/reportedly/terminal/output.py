"""Standard output and error: the page, the ledger file and one-line messages, all fit for a terminal."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from reportedly.errors import UsageError
from reportedly.terminal.safe import visible, visible_json

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from reportedly.casework.audit import Verdict
    from reportedly.casework.people import Person
    from reportedly.changes import History
    from reportedly.comparison import Comparison, ReaderComparison
    from reportedly.counterparts import Matching
    from reportedly.export import Exporter
    from reportedly.fetch import Checked
    from reportedly.incoming import Imported
    from reportedly.listing import SearchPage
    from reportedly.records import Decision, LedgerView

_PLAINER = str.maketrans({"→": "->", "·": "|", "…": "...", "─": "-", "│": "|", "‘": "'", "’": "'"})

_WIDEST = 200
"""Columns; the matrix of an incident is as wide as its speakers are many."""


def say(message: str) -> None:
    """One line on standard error."""
    print(visible(message), file=sys.stderr)  # noqa: T201 the one place that prints lines


def complain(message: str) -> None:
    """One line on standard error that says which program it is from."""
    say(f"reportedly: {message}")


def print_page(view: LedgerView, *, opened: str | None, no_color: bool, hint: str) -> None:
    """The terminal page of a view, or of the one record that ``opened`` says was asked for."""
    from reportedly.terminal.page import page_parts

    console = _console(no_color=no_color)
    coloured = console.color_system is not None
    with console.capture() as captured:
        for part in page_parts(view, opened=opened, width=console.width, coloured=coloured):
            console.print(part)
        if hint:
            console.print(hint, style="dim")
    text = captured.get()
    sys.stdout.write(fitting(text if coloured else tidy(text), sys.stdout.encoding))


def print_comparison(view: LedgerView, compared: Comparison, *, no_color: bool) -> None:
    """Two reports of a view side by side."""
    from reportedly.terminal.compared import render_comparison

    _print_parts(lambda width: render_comparison(view, compared, width=width), no_color=no_color)


def print_readers(view: LedgerView, compared: ReaderComparison, *, no_color: bool) -> None:
    """What two readers make of one report."""
    from reportedly.terminal.compared import render_readers

    _print_parts(lambda width: render_readers(view, compared), no_color=no_color)


def print_readers_json(compared: ReaderComparison) -> None:
    """The same for programs."""
    from reportedly.comparison import readers_to_json

    with text_sink(None) as sink:
        sink.write(visible_json(json.dumps(readers_to_json(compared), ensure_ascii=False, indent=1) + "\n"))


def print_comparison_json(compared: Comparison) -> None:
    """The same for programs."""
    from reportedly.comparison import to_json

    with text_sink(None) as sink:
        sink.write(visible_json(json.dumps(to_json(compared), ensure_ascii=False, indent=1) + "\n"))


def print_matching(matching: Matching, *, as_json: bool, no_color: bool) -> None:
    """A team's table beside the ledger."""
    if as_json:
        from reportedly.counterparts import to_json

        _print_object(to_json(matching))
        return
    from reportedly.terminal.counterparts_page import matching_page

    _print_parts(lambda width: matching_page(matching, width=width), no_color=no_color, most=_WIDEST)


def print_imported(imported: Sequence[Imported], *, as_json: bool, no_color: bool) -> None:
    """What became of other desks' ledgers, file by file."""
    if as_json:
        from reportedly.incoming import to_json

        files = [to_json(each) for each in imported]
        _print_object({"format": "reportedly-import", "version": 1, "files": files})
        return
    from reportedly.terminal.imported_page import imported_page

    _print_parts(
        lambda width: (part for each in imported for part in imported_page(each)),
        no_color=no_color,
        most=_WIDEST,
    )


def print_history(view: LedgerView, told: History, *, no_color: bool) -> None:
    """The history of one page of a view."""
    from reportedly.terminal.changes_page import render_history

    _print_parts(lambda width: render_history(view, told, width=width), no_color=no_color)


def print_incidents(view: LedgerView, *, no_color: bool) -> None:
    """The incidents of a view as a list."""
    from reportedly.terminal.incidents_list import incidents_list

    _print_parts(lambda width: incidents_list(view, width=width), no_color=no_color, most=_WIDEST)


def print_incident(view: LedgerView, incident: str, *, no_color: bool) -> None:
    """All that a view has on one incident."""
    from reportedly.terminal.incident_page import incident_page

    _print_parts(lambda width: incident_page(view, incident, width=width), no_color=no_color, most=_WIDEST)


def print_found(page: SearchPage, *, as_json: bool, no_color: bool) -> None:
    """What was found, best first."""
    if as_json:
        from reportedly.codec.listing import found_to_json

        _print_object(found_to_json(page))
        return
    from reportedly.terminal.found_list import found_list

    _print_parts(lambda width: found_list(page, width=width), no_color=no_color)


def print_decisions(decisions: Sequence[Decision], *, as_json: bool, no_color: bool) -> None:
    """What was decided, oldest first."""
    if as_json:
        from reportedly.codec.to_json import decision_to_json

        _print_object([decision_to_json(each) for each in decisions])
        return
    from reportedly.terminal.decisions_list import decisions_list

    _print_parts(lambda width: decisions_list(decisions, width=width), no_color=no_color, most=_WIDEST)


def print_decision(decision: Decision, *, as_json: bool) -> None:
    """One decision, as it was made or taken back just now."""
    if as_json:
        from reportedly.codec.to_json import decision_to_json

        _print_object(decision_to_json(decision))
        return
    from reportedly.terminal.decisions_list import sentence

    sys.stdout.write(fitting(f"{visible(sentence(decision))}\n", sys.stdout.encoding))


def print_people(people: Sequence[Person], *, as_json: bool, no_color: bool) -> None:
    """The people of a desk."""
    from reportedly.terminal.people_list import people_list, person_to_json

    if as_json:
        _print_object([person_to_json(each) for each in people])
        return
    _print_parts(lambda width: people_list(people, width=width), no_color=no_color)


def print_verdict(verdict: Verdict, *, as_json: bool) -> None:
    """What became of checking a ledger against its log."""
    from reportedly.terminal.people_list import verdict_to_json, verdict_words

    if as_json:
        _print_object(verdict_to_json(verdict))
        return
    sys.stdout.write(fitting(f"{visible(verdict_words(verdict))}\n", sys.stdout.encoding))


def print_captures(checked: Sequence[Checked], *, as_json: bool) -> None:
    """What became of checking captures."""
    from reportedly.terminal.captures_page import captures_to_json, captures_words

    if as_json:
        _print_object(captures_to_json(checked))
        return
    lines = "\n".join(visible(line) for line in captures_words(checked).split("\n"))
    sys.stdout.write(fitting(f"{lines}\n", sys.stdout.encoding))


def print_health(words: str, table: object, *, as_json: bool) -> None:
    """How it stands with what is watched: in words, or the same for programs."""
    if as_json:
        _print_object(table)
        return
    lines = "\n".join(visible(line) for line in words.split("\n"))
    sys.stdout.write(fitting(f"{lines}\n", sys.stdout.encoding))


def _print_object(value: object) -> None:
    with text_sink(None) as sink:
        sink.write(visible_json(json.dumps(value, ensure_ascii=False, indent=1) + "\n"))


def _print_parts(
    parts: Callable[[int], Iterator[RenderableType]], *, no_color: bool, most: int | None = None
) -> None:
    """What ``parts`` gives for the width of the terminal, ``most`` columns of it, else those of a page."""
    console = _console(no_color=no_color, most=most)
    with console.capture() as captured:
        for part in parts(console.width):
            console.print(part)
    text = captured.get()
    coloured = console.color_system is not None
    sys.stdout.write(fitting(text if coloured else tidy(text), sys.stdout.encoding))


def print_history_json(told: History) -> None:
    """The same for programs."""
    from reportedly.changes import to_json

    with text_sink(None) as sink:
        sink.write(visible_json(json.dumps(to_json(told), ensure_ascii=False, indent=1) + "\n"))


def print_json(view: LedgerView) -> None:
    """The ledger file on standard output, hidden characters as JSON escapes."""
    from reportedly.codec import dump_parts

    with text_sink(None) as sink:
        for part in dump_parts(view):
            sink.write(visible_json(part))


class _Screen(TextIOWrapper):
    """Standard output that is a terminal: what a file would get, with hidden characters spelled out."""

    def write(self, text: str) -> int:
        super().write(visible_json(text.replace("\r\n", "\n")))
        return len(text)


def print_export(exporter: Exporter, view: Callable[[], LedgerView]) -> None:
    """One format on standard output. The view is asked for once it is clear that this can be.

    Raises:
        UsageError: it is several files, or bytes that a terminal cannot show.
    """
    from reportedly.export.base import ZIP, TextExporter

    if isinstance(exporter, TextExporter):
        with text_sink(None) as sink:
            exporter.write(view(), sink)
    elif exporter.suffix == ZIP:
        raise UsageError(
            f"{exporter.name} is several files that go together; name a folder or a .zip with --output"
        )
    elif sys.stdout.isatty():
        raise UsageError(f"{exporter.name} is no text; name a file with --output, or send it to a program")
    else:
        sys.stdout.flush()
        exporter.files(view())[0].write(sys.stdout.buffer)


@contextmanager
def text_sink(path: Path | None) -> Iterator[TextIO]:
    """UTF-8, newlines as they are: standard output, or a file that is there only once it is whole."""
    if path is None:
        sys.stdout.flush()
        kind = _Screen if sys.stdout.isatty() else TextIOWrapper
        sink = kind(sys.stdout.buffer, encoding="utf-8", newline="", write_through=True)
        yield sink
        sink.detach()
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as sink:
            yield sink
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def tidy(text: str) -> str:
    """Rows without the blanks that fill them up to the page's width."""
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def fitting(text: str, encoding: str) -> str:
    """``text`` as a terminal of that encoding can show it.

    >>> fitting("Reuters → Iran", "latin-1")
    'Reuters -> Iran'
    """
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAINER).encode(encoding, "replace").decode(encoding)
    return text


def _console(*, no_color: bool, most: int | None = None) -> Console:
    from rich.console import Console

    from reportedly.terminal.layout import PAGE_WIDTH

    # Bold and dim are escape sequences as well: without colours there are none at all.
    plain = no_color or bool(os.environ.get("NO_COLOR"))
    columns = shutil.get_terminal_size(fallback=(PAGE_WIDTH, 24)).columns
    return Console(
        file=sys.stdout,
        color_system=None if plain else "auto",
        width=min(most or PAGE_WIDTH, max(columns, 40)),
        markup=False,
        emoji=False,
        highlight=False,
    )
