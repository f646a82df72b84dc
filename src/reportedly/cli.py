"""The command line: thin. Every command ends in an exit code of :data:`EXIT_CODES` and never in a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer
from typer.core import TyperGroup

from reportedly import __version__
from reportedly.errors import ReportedlyError, UsageError
from reportedly.records import LedgerView, Reading, Reason, Skipped

if TYPE_CHECKING:
    from reportedly.ledger import Added, Known

NOTHING, WRONG_USE, IN_PART, INTERRUPTED, PIPE_CLOSED = 1, 2, 3, 130, 141

EXIT_CODES = """Exit codes: 0 all inputs were read (or what was asked for was shown); 1 nothing could be read, or the
ledger or the record is not there; 2 wrong use; 3 some inputs could not be read, the rest was (duplicates and files
of a kind that is not read do not count); 130 interrupted; 141 the reader of a pipe went away."""

_HARMLESS = frozenset({Reason.DUPLICATE, Reason.NOT_SUPPORTED})


class Shape(StrEnum):
    """How a view is printed."""

    PAGE = "page"
    JSON = "json"


class _Commands(TyperGroup):
    """Turns what a command raises into one sentence on standard error and an exit code."""

    def invoke(self, ctx: typer.Context) -> object:
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except ReportedlyError as error:
            _complain(str(error))
            raise typer.Exit(WRONG_USE if isinstance(error, UsageError) else NOTHING) from None
        except BrokenPipeError:
            # What is still buffered would raise once more when Python closes standard output.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(PIPE_CLOSED) from None
        except KeyboardInterrupt:
            _complain("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except OSError as error:
            _complain(f"{error.filename or 'output'}: {error.strerror}")
            raise typer.Exit(NOTHING) from None
        return done


app = typer.Typer(
    cls=_Commands,
    help="Who is said to have done it, according to whom, how surely, and how many are really independent.",
    epilog=f"reportedly examples    shows it on bundled reports.\n\n{EXIT_CODES}",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

LedgerOption = Annotated[
    Path | None,
    typer.Option("--ledger", envvar="REPORTEDLY_LEDGER", help="The ledger, an SQLite file.", show_default=False),
]
ShapeOption = Annotated[Shape, typer.Option("--format", help="A page to read, or the ledger file.")]
ReaderOption = Annotated[
    str, typer.Option("--reader", help="What reads the words.", autocompletion=lambda: _readers())
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on standard error but errors.")]
NoColorOption = Annotated[bool, typer.Option("--no-color", help="No colours; NO_COLOR does the same.")]
RecordOption = Annotated[str | None, typer.Option(help="Only what belongs to this record.", metavar="ID")]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"reportedly {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Who is said to have done it, according to whom, how surely, and how many are really independent."""


@app.command(
    epilog="reportedly read page.html\n\nreportedly read pages/ --ledger attack.sqlite\n\n"
    "curl -s URL | reportedly read - --format json > ledger.json\n\n" + EXIT_CODES
)
def read(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Text, HTML or JSON files, folders, - for standard input.")
    ],
    shape: ShapeOption = Shape.PAGE,
    ledger: LedgerOption = None,
    reader: ReaderOption = "rules",
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
) -> None:
    """Read news reports: who is said to have done it, according to whom.

    With a ledger everything is stored, one report at a time; what the same reader has stored before
    is not read again, and the page shows the incidents that these reports tell of, with all the ledger has on them.
    """
    view, added = _read(paths, ledger=ledger, reader=reader, quiet=quiet)
    _print(view, shape, no_color=no_color, stored=ledger is not None)
    if ledger and not quiet:
        told = f"{len(added.stored)} stored, {len(added.known)} there already, {len(added.skipped)} left out"
        _say(f"{ledger}: {told}")
    raise typer.Exit(_exit_code(added))


@app.command(epilog="reportedly show --ledger attack.sqlite\n\nreportedly show clm_ab12   (with REPORTEDLY_LEDGER set)")
def show(
    record: Annotated[
        str | None, typer.Argument(metavar="ID", help="A report, incident or claim; a short id will do.")
    ] = None,
    ledger: LedgerOption = None,
    report: RecordOption = None,
    incident: RecordOption = None,
    claim: RecordOption = None,
    shape: ShapeOption = Shape.PAGE,
    no_color: NoColorOption = False,
) -> None:
    """Show a stored ledger, or one record of it; a claim is opened to the words it stands on."""
    wanted = {"report": report, "incident": incident, "claim": claim}
    if record is not None:
        if any(wanted.values()):
            raise UsageError("name one record: either ID alone or one of --report, --incident, --claim")
        wanted = {_kind(record): record}
    with _stored(ledger) as opened:
        view = opened.view(**wanted)
    _print(view, shape, no_color=no_color, stored=True, opened=next((k for k, v in wanted.items() if v), None))


@app.command(epilog="reportedly export --ledger attack.sqlite --format csv --output claims.csv")
def export(
    format: Annotated[str, typer.Option("--format", help="json, jsonl or csv.", autocompletion=lambda: _formats())],
    ledger: LedgerOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to write; standard output if left out.")
    ] = None,
) -> None:
    """Write a stored ledger for other programs."""
    with _stored(ledger) as opened, _sink(output) as sink:
        opened.export(format, sink)


@app.command()
def examples(
    shape: ShapeOption = Shape.PAGE, ledger: LedgerOption = None, no_color: NoColorOption = False
) -> None:
    """Read the bundled example reports about one attack, and print what they give."""
    folder = Path(__file__).parent / "examples" / "reports"
    view, added = _read([str(folder)], ledger=ledger, reader="rules", quiet=False)
    _print(view, shape, no_color=no_color, stored=ledger is not None)
    raise typer.Exit(_exit_code(added))


def main() -> None:
    """Run the command line."""
    app(prog_name="reportedly")


def _read(
    paths: list[str], *, ledger: Path | None, reader: str, quiet: bool
) -> tuple[LedgerView, Added]:
    from reportedly import pipeline
    from reportedly.ledger import Added, Ledger, told_with

    annotator = pipeline.annotator_named(reader)
    if ledger is None:
        outcomes = list(_watched(pipeline.readings(paths, annotator=annotator), paths, None, quiet=quiet))
        added = Added.of(outcomes)
        made = [each for each in outcomes if isinstance(each, Reading)]
        return pipeline.assemble(pipeline.made_by(annotator), made, added.skipped), added
    with Ledger(ledger) as opened:
        added = Added.of(_watched(opened.adding(paths, annotator=annotator), paths, ledger, quiet=quiet))
        return told_with(opened.view(), (*added.stored, *added.known), added.skipped), added


def _watched(
    outcomes: Iterable[Reading | Known | Skipped], paths: list[str], ledger: Path | None, *, quiet: bool
) -> Iterator[Reading | Known | Skipped]:
    from reportedly.read import count_inputs
    from reportedly.terminal.progress import Watched

    done = 0
    try:
        with Watched(total=lambda: count_inputs(paths), quiet=quiet) as watched:
            for done, outcome in enumerate(outcomes, start=1):
                yield outcome
                watched.at(done)
    except KeyboardInterrupt:
        kept = f"all stored in {ledger}; the same command goes on from here" if ledger else "nothing stored"
        _complain(f"interrupted after {done} inputs, {kept}")
        raise typer.Exit(INTERRUPTED) from None


def _exit_code(added: Added) -> int:
    if not added.stored and not added.known:
        return NOTHING
    return IN_PART if any(row.reason not in _HARMLESS for row in added.skipped) else 0
