"""The command line: thin. Every command ends in one of :data:`EXIT_CODES`, never in a traceback."""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from reportedly._version import __version__
from reportedly.annotations import DEFAULT_READER
from reportedly.casework.people import Role, keeper
from reportedly.errors import NotFound, ReportedlyError, UsageError
from reportedly.records import LedgerView, Reading, Reason, Report, Skipped
from reportedly.terminal.asked import asked_of
from reportedly.terminal.interrupts import between_inputs
from reportedly.terminal.output import (
    complain,
    print_captures,
    print_comparison,
    print_comparison_json,
    print_decision,
    print_decisions,
    print_export,
    print_found,
    print_health,
    print_history,
    print_history_json,
    print_imported,
    print_incident,
    print_incidents,
    print_json,
    print_matching,
    print_page,
    print_people,
    print_readers,
    print_readers_json,
    print_verdict,
    say,
    text_sink,
)

if TYPE_CHECKING:
    from reportedly.annotations import Annotator
    from reportedly.casebook import Casebook, Invited
    from reportedly.fetch import Fetching, Guard
    from reportedly.ledger import Added, Known, Ledger, ReadingBy

    Outcome = Reading | Known | Skipped

NOTHING, WRONG_USE, IN_PART, INTERRUPTED, PIPE_CLOSED = 1, 2, 3, 130, 141

EXIT_CODES = """Exit codes:
    0  all inputs were read, or what was asked for was shown
    1  nothing could be read, or there is no such ledger or record
    2  wrong use
    3  some inputs could not be read, the rest was; duplicates and
       files of a kind that is not read do not count
  130  interrupted
  141  the reader of a pipe went away"""

_HARMLESS = frozenset({Reason.DUPLICATE, Reason.NOT_SUPPORTED})
_KINDS = {"rep_": "report", "inc_": "incident", "clm_": "claim"}


class Shape(StrEnum):
    """How a view is printed."""

    PAGE = "page"
    JSON = "json"


class _Commands(TyperGroup):
    """Turns what a command raises into one sentence on standard error and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            try:
                done = super().invoke(ctx)
            finally:
                # A command may end by raising Exit; what is buffered must fail here and not as Python closes.
                sys.stdout.flush()
        except ReportedlyError as error:
            complain(str(error))
            raise typer.Exit(WRONG_USE if isinstance(error, UsageError) else NOTHING) from None
        except BrokenPipeError:
            _drop_buffered()
            raise typer.Exit(PIPE_CLOSED) from None
        except KeyboardInterrupt:
            complain("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except OSError as error:
            _drop_buffered()
            complain(f"{error.filename or 'output'}: {error.strerror or error}")
            raise typer.Exit(NOTHING) from None
        return done


def _drop_buffered() -> None:
    """Send what standard output still holds nowhere: it would raise once more when Python closes it."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    cls=_Commands,
    epilog="Begin with: reportedly examples\n\n" + EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _readers() -> list[str]:
    from reportedly.annotate import ANNOTATORS

    return sorted(ANNOTATORS)


def _formats() -> list[str]:
    from reportedly.export import EXPORTERS

    return sorted(EXPORTERS)


def _pictures() -> list[str]:
    from reportedly.pictures import PICTURES

    return sorted(PICTURES)


def _examples(*lines: str) -> str:
    return "\n  ".join(("Examples:", *lines)) + f"\n\n{EXIT_CODES}"


LedgerOption = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        envvar="REPORTEDLY_LEDGER",
        help="The ledger: an SQLite file, or postgresql://user@host/database.",
        metavar="FILE",
    ),
]
ShapeOption = Annotated[Shape, typer.Option("--format", help="A page to read, or the ledger file.")]
ReaderOption = Annotated[
    str,
    typer.Option(
        "--reader",
        help="What reads the words: encoder, rules, llm (a language model of yours) or both (encoder and"
        " llm). With llm and both the text of every report is sent to --base-url; no other reader sends"
        " anything.",
        autocompletion=_readers,
        metavar="NAME",
    ),
]
BaseUrlOption = Annotated[
    str | None,
    typer.Option(
        "--base-url",
        envvar="REPORTEDLY_LLM_URL",
        help="For llm and both: the server to which the texts are sent, any that speaks OpenAI's protocol,"
        " such as http://localhost:11434/v1. A key, if it asks for one, is read from REPORTEDLY_LLM_KEY"
        " alone.",
        metavar="URL",
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        envvar="REPORTEDLY_LLM_MODEL",
        help="For llm and both: the model, as the server calls it.",
        metavar="NAME",
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on standard error but errors.")]
NoColorOption = Annotated[bool, typer.Option("--no-color", help="No colours; NO_COLOR does the same.")]
JobsOption = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        min=0,
        help="Processes that read; 0: one a core from 200 inputs and three cores on.",
        metavar="N",
    ),
]
GateOption = Annotated[
    bool,
    typer.Option("--gate/--no-gate", help="Store, but do not read, reports that seem to tell of no attack."),
]
RefreshOption = Annotated[
    bool, typer.Option("--refresh", help="Then keep what comparing gives, as `reportedly refresh` does.")
]
ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        help="Keep what was sent and what came for each page in this folder, as WARC.",
        metavar="FOLDER",
    ),
]
IgnoreRobotsOption = Annotated[
    bool, typer.Option("--ignore-robots", help="Fetch what a site's robots.txt asks programs not to.")
]
PortOption = Annotated[
    list[int] | None,
    typer.Option(
        "--port", min=1, max=65535, help="A port that may be asked besides 80 and 443.", metavar="N"
    ),
]
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by",
        envvar="REPORTEDLY_ANALYST",
        help="Who decides; the account's name if left out.",
        metavar="NAME",
    ),
]
NoteOption = Annotated[str | None, typer.Option("--note", help="Why, for those who look at it later.")]
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
    epilog=_examples(
        "reportedly read page.html",
        "reportedly read pages/ --ledger attack.sqlite",
        "reportedly read archive/ --gate --ledger archive.sqlite",
        "reportedly read pages/ --reader both --base-url http://localhost:11434/v1 --model qwen3:8b",
        "curl -s URL | reportedly read - --format json > ledger.json",
    )
)
def read(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH…", help="Text, HTML, JSON, WARC files; folders; - for standard input."),
    ],
    shape: ShapeOption = Shape.PAGE,
    ledger: LedgerOption = None,
    reader: ReaderOption = DEFAULT_READER,
    jobs: JobsOption = 0,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
    refresh: RefreshOption = False,
    gate: GateOption = False,
    base_url: BaseUrlOption = None,
    model: ModelOption = None,
) -> None:
    """Read news reports: who is said to have done it, according to whom.

    With --ledger, reports are stored one by one; those that the same
    reader has stored before are not read again. The page shows all that
    the ledger has on the incidents that these reports tell of.
    """
    if refresh and ledger is None:
        raise UsageError("--refresh keeps it in a ledger; name one with --ledger FILE")
    from reportedly.read import prepare

    prepare(paths)
    annotator = _annotator(reader, base_url, model, jobs, quiet=quiet)
    view, added = _read(
        paths, annotator, ledger=ledger, reader=reader, jobs=jobs, quiet=quiet, refresh=refresh, gate=gate
    )
    _print(view, shape, no_color=no_color, stored=ledger is not None)
    _finish(added, annotator, ledger, quiet=quiet)


@app.command(
    epilog=_examples(
        "reportedly fetch https://news.example/attack --ledger attack.sqlite --archive captures/",
        "reportedly fetch https://news.example/a https://news.example/b --ledger attack.sqlite",
    )
)
def fetch(
    addresses: Annotated[list[str], typer.Argument(metavar="URL…", help="Addresses of pages.")],
    shape: ShapeOption = Shape.PAGE,
    ledger: LedgerOption = None,
    archive: ArchiveOption = None,
    ignore_robots: IgnoreRobotsOption = False,
    port: PortOption = None,
    reader: ReaderOption = DEFAULT_READER,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
    refresh: RefreshOption = False,
    gate: GateOption = False,
    base_url: BaseUrlOption = None,
    model: ModelOption = None,
) -> None:
    """Fetch news reports and read them, as `reportedly read` reads files.

    Only public machines are asked, by http and https. A page whose text
    has changed since is another report; `reportedly changes` compares.
    """
    if refresh and ledger is None:
        raise UsageError("--refresh keeps it in a ledger; name one with --ledger FILE")
    how = _fetching(archive, robots=not ignore_robots, ports=frozenset(port or ()))
    annotator = _annotator(reader, base_url, model, 1, quiet=quiet)
    view, added = _fetch(addresses, how, annotator, ledger=ledger, quiet=quiet, refresh=refresh, gate=gate)
    _print(view, shape, no_color=no_color, stored=ledger is not None)
    _finish(added, annotator, ledger, quiet=quiet)


@app.command(
    epilog=_examples(
        "reportedly watch feeds.toml --ledger attack.sqlite --archive captures/",
        "reportedly watch feeds.toml --ledger attack.sqlite --once",
        "reportedly watch feeds.toml --ledger attack.sqlite --health",
    )
)
def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS", help="A TOML file that names the feeds.")],
    ledger: LedgerOption = None,
    once: Annotated[
        bool, typer.Option("--once", help="Ask what is due, read what it lists, and stop.")
    ] = False,
    health: Annotated[
        bool, typer.Option("--health", help="Ask nothing; tell how it stands, with 1 where a feed is stale.")
    ] = False,
    archive: ArchiveOption = None,
    ignore_robots: IgnoreRobotsOption = False,
    port: PortOption = None,
    reader: ReaderOption = DEFAULT_READER,
    quiet: QuietOption = False,
    gate: GateOption = False,
    base_url: BaseUrlOption = None,
    model: ModelOption = None,
    shape: ShapeOption = Shape.PAGE,
) -> None:
    """Watch feeds and sitemaps, and read what they list into a ledger.

    Goes on until it is stopped, and tells once a minute what it does.
    However it is stopped, the same command goes on from there.
    """
    if health and once:
        raise UsageError("--health asks nothing and --once asks what is due; take one of them")
    if health and archive is not None:
        raise UsageError("--health asks nothing, so that --archive would keep nothing; leave it out")
    if shape is Shape.JSON and not health:
        raise UsageError("--format json tells programs of --health; watching prints nothing")
    how = _fetching(archive, robots=not ignore_robots, ports=frozenset(port or ()))
    if health:
        _tell_health(feeds, ledger, how, as_json=shape is Shape.JSON)
    if ledger is None:
        raise UsageError("what is read goes into a ledger; name one with --ledger FILE")
    annotator = _annotator(reader, base_url, model, 1, quiet=quiet)
    _watch(feeds, how, annotator, ledger=ledger, gate=gate, once=once, quiet=quiet)


@app.command(
    epilog=_examples(
        "reportedly captures captures/",
        "reportedly captures captures/ --ledger attack.sqlite",
    )
)
def captures(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where `reportedly fetch` keeps them.")],
    ledger: LedgerOption = None,
    shape: ShapeOption = Shape.PAGE,
) -> None:
    """Check that captures are as they were kept, byte by byte; with --ledger, as its log tells too.

    Exits with 1 where one is not.
    """
    _need_fetch()
    from reportedly.fetch import against_log, check_captures

    if ledger is None:
        checked = list(check_captures(folder))
    else:
        with _stored(ledger) as opened:
            noted = opened.captures()
        checked = list(against_log(check_captures(folder), noted))
    print_captures(checked, as_json=shape is Shape.JSON)
    raise typer.Exit(NOTHING if any(each.wrong is not None for each in checked) else 0)


@app.command(
    epilog=_examples(
        "reportedly show --ledger attack.sqlite",
        "reportedly show --ledger attack.sqlite --incident inc_ab12c",
        "REPORTEDLY_LEDGER=attack.sqlite reportedly show clm_ab12c",
    )
)
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
    named = {"report": report, "incident": incident, "claim": claim}
    wanted = {kind: each for kind, each in named.items() if each is not None}
    if record is not None:
        if wanted:
            raise UsageError("name one record: either ID alone or one of --report, --incident, --claim")
        wanted = {_kind(record): record}
    with _stored(ledger) as opened:
        view = opened.view(
            report=wanted.get("report"), incident=wanted.get("incident"), claim=wanted.get("claim")
        )
    _print(view, shape, no_color=no_color, stored=True, opened=next(iter(wanted), None))


@app.command(
    epilog=_examples(
        "reportedly incidents --ledger attack.sqlite",
        "reportedly incidents --ledger attack.sqlite --since 2024-03-01 --place Moscow",
        "reportedly incidents --ledger attack.sqlite --actor 'Islamic State' --format json",
    )
)
def incidents(
    ledger: LedgerOption = None,
    since: Annotated[
        str | None, typer.Option("--since", help="Not those that were over before this day.", metavar="DAY")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", help="Not those that began after this day.", metavar="DAY")
    ] = None,
    place: Annotated[str | None, typer.Option("--place", help="Part of the place's name.")] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", help="Part of the name of somebody who is spoken of.")
    ] = None,
    shape: ShapeOption = Shape.PAGE,
    no_color: NoColorOption = False,
) -> None:
    """List the attacks that a ledger tells of: reports, origins, who is said to have done it.

    Attacks without a day are listed whatever days are asked for.
    """
    from reportedly.parts import Wanted, incidents_in

    wanted = Wanted(since=_day(since), until=_day(until), place=place, actor=actor)
    with _stored(ledger) as opened:
        view = incidents_in(opened.view(), wanted)
    if shape is Shape.JSON:
        print_json(view)
    else:
        print_incidents(view, no_color=no_color)


@app.command(
    epilog=_examples(
        "reportedly incident inc_ab12c --ledger attack.sqlite",
        "reportedly incident inc_ab12c --ledger attack.sqlite --svg attack.svg",
        "reportedly incident inc_ab12c --ledger attack.sqlite --svg who.svg --picture matrix",
    )
)
def incident(
    record: Annotated[str, typer.Argument(metavar="ID", help="An incident; a short id will do.")],
    ledger: LedgerOption = None,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Draw it into this file, and print nothing.", metavar="FILE")
    ] = None,
    drawn: Annotated[
        str | None,
        typer.Option(
            "--picture",
            help="One picture in place of the whole sheet.",
            autocompletion=_pictures,
            metavar="NAME",
        ),
    ] = None,
    shape: ShapeOption = Shape.PAGE,
    no_color: NoColorOption = False,
) -> None:
    """Show one attack in full: who says what of whom, since when, where reports come from and differ."""
    from reportedly.parts import incident_of, part_of

    if drawn is not None and svg is None:
        raise UsageError("--picture draws into a file; name one with --svg FILE")
    with _stored(ledger) as opened:
        view = opened.view()
    found = incident_of(view, record).id
    if svg is not None:
        _draw(view, found, svg, drawn)
    elif shape is Shape.JSON:
        print_json(part_of(view, incident=found))
    else:
        print_incident(view, found, no_color=no_color)


@app.command(
    epilog=_examples(
        "reportedly merge inc_ab12c inc_xy34z --ledger attack.sqlite",
        "reportedly merge inc_ab12c inc_xy34z --ledger attack.sqlite --note 'same market, two spellings'",
    )
)
def merge(
    records: Annotated[list[str], typer.Argument(metavar="ID ID…", help="Incidents that are one attack.")],
    ledger: LedgerOption = None,
    by: ByOption = None,
    note: NoteOption = None,
    shape: ShapeOption = Shape.PAGE,
) -> None:
    """Decide that incidents are one attack. It holds in later runs; `reportedly undo` takes it back."""
    with _stored(ledger) as opened:
        print_decision(opened.merge(records, by=_analyst(by), note=note), as_json=shape is Shape.JSON)


@app.command(
    epilog=_examples(
        "reportedly split inc_ab12c rep_xy34z --ledger attack.sqlite",
        "reportedly split inc_ab12c rep_xy34z rep_uv56w --ledger attack.sqlite --by 'desk 2'",
    )
)
def split(
    record: Annotated[str, typer.Argument(metavar="ID", help="An incident.")],
    parts: Annotated[
        list[str],
        typer.Argument(metavar="PART…", help="Reports of it, or their incidents, that tell another attack."),
    ],
    ledger: LedgerOption = None,
    by: ByOption = None,
    note: NoteOption = None,
    shape: ShapeOption = Shape.PAGE,
) -> None:
    """Decide that some reports tell of another attack. It holds in later runs until it is taken back."""
    with _stored(ledger) as opened:
        print_decision(opened.split(record, parts, by=_analyst(by), note=note), as_json=shape is Shape.JSON)


@app.command(epilog=_examples("reportedly unsure inc_ab12c inc_xy34z --ledger attack.sqlite"))
def unsure(
    records: Annotated[list[str], typer.Argument(metavar="ID ID", help="Two incidents.")],
    ledger: LedgerOption = None,
    by: ByOption = None,
    note: NoteOption = None,
    shape: ShapeOption = Shape.PAGE,
) -> None:
    """Note that two incidents were looked at and nobody can tell: what was decided before holds no more."""
    with _stored(ledger) as opened:
        print_decision(opened.leave_open(records, by=_analyst(by), note=note), as_json=shape is Shape.JSON)


@app.command(
    epilog=_examples(
        "reportedly undo --ledger attack.sqlite", "reportedly undo dec_ab12c --ledger attack.sqlite"
    )
)
def undo(
    decision: Annotated[
        str | None, typer.Argument(metavar="ID", help="A decision; the latest one if left out.")
    ] = None,
    ledger: LedgerOption = None,
    by: ByOption = None,
    shape: ShapeOption = Shape.PAGE,
) -> None:
    """Take back a decision on incidents. It stays on record, with the time and who took it back."""
    with _stored(ledger) as opened:
        print_decision(opened.undo(decision, by=_analyst(by)), as_json=shape is Shape.JSON)


@app.command(epilog=_examples("reportedly decisions --ledger attack.sqlite"))
def decisions(
    ledger: LedgerOption = None, shape: ShapeOption = Shape.PAGE, no_color: NoColorOption = False
) -> None:
    """List what was decided on incidents, by whom and when, and what was taken back."""
    with _stored(ledger) as opened:
        print_decisions(opened.decisions(), as_json=shape is Shape.JSON, no_color=no_color)


@app.command(
    epilog=_examples(
        "reportedly compare rep_ab12c rep_xy34z --ledger attack.sqlite",
        "reportedly compare rep_ab12c rep_xy34z --ledger attack.sqlite --format json",
    )
)
def compare(
    one: Annotated[str, typer.Argument(metavar="A", help="A report; a short id will do.")],
    other: Annotated[
        str | None, typer.Argument(metavar="B", help="Another report; without it A's two readers.")
    ] = None,
    ledger: LedgerOption = None,
    shape: ShapeOption = Shape.PAGE,
    no_color: NoColorOption = False,
) -> None:
    """Show two reports side by side: the passages they share, and what only one of them says.

    Of one report alone that was read with --reader both, show where its
    two readers agree, where they differ, and what only one of them says.
    """
    from reportedly.comparison import compare as compared
    from reportedly.comparison import compare_readers
    from reportedly.parts import full_id

    with _stored(ledger) as opened:
        view = opened.view()
    first = full_id(one, (report.id for report in view.reports))
    if other is None:
        readers = compare_readers(view, first)
        if shape is Shape.JSON:
            print_readers_json(readers)
        else:
            print_readers(view, readers, no_color=no_color)
        return
    second = full_id(other, (report.id for report in view.reports))
    if first == second:
        raise UsageError(f"{one} and {other} are one report; name two")
    found = compared(view, first, second)
    if shape is Shape.JSON:
        print_comparison_json(found)
    else:
        print_comparison(view, found, no_color=no_color)


@app.command(
    epilog=_examples(
        "reportedly changes https://paper.example/2021/11/attack --ledger attack.sqlite",
        "reportedly changes rep_ab12c --ledger attack.sqlite --format json",
    )
)
def changes(
    page: Annotated[
        str, typer.Argument(metavar="PAGE", help="The address of a page, or a report; a short id will do.")
    ],
    ledger: LedgerOption = None,
    shape: ShapeOption = Shape.PAGE,
    no_color: NoColorOption = False,
) -> None:
    """Show what became of a page from version to version, and whether it says so itself."""
    from reportedly.changes import history
    from reportedly.parts import full_id

    with _stored(ledger) as opened:
        view = opened.view()
    told = history(view, full_id(page, (each.id for each in view.reports)) if page[:4] == "rep_" else page)
    if shape is Shape.JSON:
        print_history_json(told)
    else:
        print_history(view, told, no_color=no_color)


@app.command(
    epilog=_examples(
        "reportedly export --ledger attack.sqlite --format csv --output claims.csv",
        "reportedly export --ledger attack.sqlite --format jsonl | jq .claim",
    )
)
def export(
    format: Annotated[
        str,
        typer.Option(
            "--format",
            help="Such as csv or acled; an unknown name lists all.",
            autocompletion=_formats,
            metavar="NAME",
        ),
    ],
    ledger: LedgerOption = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="A file, a folder, or a file that ends in .zip; standard output if left out.",
            metavar="PATH",
        ),
    ] = None,
) -> None:
    """Write a stored ledger for other programs.

    A format of several files goes into a folder or a zip.
    """
    from functools import cache

    from reportedly.export import Noting, exporter_named, write_to

    exporter = exporter_named(format)
    with _stored(ledger) as opened:
        view = cache(opened.view)
        if to is not None:
            write_to(exporter, view(), to)
        else:
            print_export(exporter, view)
        if isinstance(exporter, Noting) and (note := exporter.note(view())):
            say(note)


@app.command(
    epilog=_examples(
        "reportedly search 'market bomb*' --ledger attack.sqlite",
        """reportedly search '"islamic state"' police --claims --ledger attack.sqlite""",
        "reportedly search Basra --ledger attack.sqlite --format json",
    )
)
def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS…", help='Words, "phrases" and beginnings*; all are needed.')
    ],
    ledger: LedgerOption = None,
    claims: Annotated[
        bool, typer.Option("--claims", help="Look for claims: whom they name, who says it, what is said.")
    ] = False,
    most: Annotated[int, typer.Option("--most", help="How many are shown, 1 to 500.", metavar="N")] = 20,
    after: Annotated[
        str | None, typer.Option("--after", help="Go on where the page before ended.", metavar="KEY")
    ] = None,
    shape: ShapeOption = Shape.PAGE,
    no_color: NoColorOption = False,
) -> None:
    """Find reports, or claims, by their words; the best come first."""
    from reportedly.board import Board, FoundKind

    kind = FoundKind.CLAIM if claims else FoundKind.REPORT
    with _stored(ledger) as opened:
        page = Board(opened).search(" ".join(words), kind=kind, after=after, limit=most)
    print_found(page, as_json=shape is Shape.JSON, no_color=no_color)


@app.command(epilog=_examples("reportedly refresh --ledger attack.sqlite"))
def refresh(
    ledger: LedgerOption = None,
    always: Annotated[
        bool, typer.Option("--always", help="Compare also where nothing has changed since.")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Compare all reports of a ledger and keep what comes out, so that lists and pages open at once.

    Until it is done, whoever looks at the ledger sees what was kept before.
    """
    tell = None if quiet else lambda step: say(f"{step} …")
    with _stored(ledger) as opened:
        state = opened.refresh(progress=tell, always=always)
    if not quiet:
        say(f"{state.incidents} incidents of {state.reports} reports, {state.claims} claims")


@app.command(
    epilog=_examples(
        "reportedly desk --ledger attack.sqlite",
        "reportedly desk --ledger attack.sqlite --port 9000",
        "reportedly desk --ledger attack.sqlite --host 0.0.0.0 --name desk.example --https",
    )
)
def desk(
    ledger: LedgerOption = None,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen at; only this machine if left out.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen at.")] = 8731,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name", help="A host name that browsers reach it by, if not this machine's.", metavar="HOST"
        ),
    ] = None,
    https: Annotated[
        bool, typer.Option("--https", help="It is reached by HTTPS, through a proxy that speaks it.")
    ] = False,
) -> None:
    """Open a ledger in the browser: read, review, adjudicate, sign off. Ctrl-C ends it.

    The first start prints a link by which the first admin comes in, once.
    Without --host nobody but this machine can reach it.
    """
    try:
        from reportedly.desk.security.gate import allowed
        from reportedly.desk.serve import serve
        from reportedly.desk.settings import LOCAL_NAMES, Settings
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("reportedly"):
            raise
        raise UsageError(f"the desk needs {error.name}: pip install 'reportedly[desk]'") from None
    if ledger is None:
        raise UsageError("which ledger? name one with --ledger FILE or in REPORTEDLY_LEDGER")
    names = allowed((*LOCAL_NAMES, *(name or ())), host)
    serve(Settings(ledger=ledger, host=host, port=port, names=names, https=https), say)


@app.command(
    epilog=_examples(
        "reportedly verify --ledger attack.sqlite",
        "reportedly verify --ledger attack.sqlite --noted 12:ab34…",
    )
)
def verify(
    ledger: LedgerOption = None,
    noted: Annotated[
        str | None,
        typer.Option(
            "--noted", help="Where the log ended before, as this command printed it then.", metavar="HEAD"
        ),
    ] = None,
    shape: ShapeOption = Shape.PAGE,
) -> None:
    """Check that nobody has changed the audit log, and that the ledger is as the log says.

    Exits with 1 where something is wrong, and names the first entry that is.
    """
    from reportedly.casework.audit import Head

    head = Head.parsed(noted) if noted is not None else None
    with _casebook(ledger) as opened:
        verdict = opened.verify(noted=head)
    print_verdict(verdict, as_json=shape is Shape.JSON)
    raise typer.Exit(NOTHING if verdict.broken else 0)


people = typer.Typer(
    help="List the people of a desk, let people in and out, change roles.",
    epilog=_examples(
        "reportedly people --ledger attack.sqlite",
        "reportedly people invite 'Ana Ruiz' --role coder --ledger attack.sqlite",
    ),
    invoke_without_command=True,
)
app.add_typer(people, name="people")
PersonArgument = Annotated[str, typer.Argument(metavar="NAME", help="A person's name, or the id.")]


@people.callback()
def list_people(
    context: typer.Context,
    ledger: LedgerOption = None,
    shape: ShapeOption = Shape.PAGE,
    no_color: NoColorOption = False,
) -> None:
    """List the people of a desk and their roles; let people in and out."""
    if context.invoked_subcommand is None:
        with _casebook(ledger) as opened:
            print_people(opened.people(), as_json=shape is Shape.JSON, no_color=no_color)


@people.command(epilog=_examples("reportedly people invite 'Ana Ruiz' --role coder --ledger attack.sqlite"))
def invite(
    name: Annotated[str, typer.Argument(metavar="NAME", help="How the person will be called here.")],
    role: Annotated[Role, typer.Option("--role", help="What the person may do.")] = Role.READER,
    days: Annotated[int, typer.Option("--days", help="How long the link holds, 1 to 90.")] = 7,
    ledger: LedgerOption = None,
    by: ByOption = None,
) -> None:
    """Print the path of a one-time link by which somebody becomes a person of the desk.

    Whoever has the link can use it, once: pass it on in private.
    """
    with _casebook(ledger) as opened:
        invited = opened.invite(keeper(_analyst(by)), name, role, days=days)
    _print_link(invited)


@people.command(epilog=_examples("reportedly people link 'Ana Ruiz' --ledger attack.sqlite"))
def link(
    person: PersonArgument,
    days: Annotated[int, typer.Option("--days", help="How long the link holds, 1 to 90.")] = 7,
    ledger: LedgerOption = None,
    by: ByOption = None,
    note: NoteOption = None,
) -> None:
    """Print the path of a one-time link by which a person who is here sets another password."""
    with _casebook(ledger) as opened:
        found = _person(opened, person)
        made = opened.new_link(keeper(_analyst(by)), found, days=days, why=note or "")
    _print_link(made)


@people.command(name="role", epilog=_examples("reportedly people role 'Ana Ruiz' admin --ledger a.sqlite"))
def change_role(
    person: PersonArgument,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="reader, coder, adjudicator or admin.")],
    ledger: LedgerOption = None,
    by: ByOption = None,
    note: NoteOption = None,
) -> None:
    """Give a person another role."""
    with _casebook(ledger) as opened:
        found = opened.change_role(keeper(_analyst(by)), _person(opened, person), role, why=note or "")
    say(f"{found.name} is {found.role} now")


@people.command(name="out", epilog=_examples("reportedly people out 'Ana Ruiz' --ledger attack.sqlite"))
def let_out(
    person: PersonArgument, ledger: LedgerOption = None, by: ByOption = None, note: NoteOption = None
) -> None:
    """Let a person out: sessions and tokens end, what they did stays."""
    with _casebook(ledger) as opened:
        found = opened.deactivate(keeper(_analyst(by)), _person(opened, person), why=note or "")
    say(f"{found.name} is out; `reportedly people in` lets them in again")


@people.command(name="in", epilog=_examples("reportedly people in 'Ana Ruiz' --ledger attack.sqlite"))
def let_in(
    person: PersonArgument, ledger: LedgerOption = None, by: ByOption = None, note: NoteOption = None
) -> None:
    """Let a person in again who was let out, with the role and password they had."""
    with _casebook(ledger) as opened:
        found = opened.reactivate(keeper(_analyst(by)), _person(opened, person), why=note or "")
    say(f"{found.name} is in again, as {found.role}")


@app.command(
    epilog=_examples(
        "reportedly match events.csv --as acled --ledger attack.sqlite",
        "reportedly match gtd.xlsx --as gtd --ledger attack.sqlite --format json",
    )
)
def match(
    table: Annotated[Path, typer.Argument(metavar="FILE", help="The team's rows, CSV or .xlsx.")],
    style: Annotated[
        str, typer.Option("--as", help="Whose columns it has: acled, gtd or ucdp.", metavar="NAME")
    ],
    ledger: LedgerOption = None,
    shape: ShapeOption = Shape.PAGE,
    no_color: NoColorOption = False,
) -> None:
    """Hold a team's own table against the ledger: which rows are which attacks, what agrees and differs."""
    from reportedly.counterparts import match as matched
    from reportedly.counterparts import read_rows

    rows, unread = read_rows(table, style)
    with _stored(ledger) as opened:
        found = matched(opened.view(), rows, unread)
    print_matching(found, as_json=shape is Shape.JSON, no_color=no_color)
    raise typer.Exit(IN_PART if unread and rows else NOTHING if unread else 0)


@app.command(
    name="import",
    epilog=_examples(
        "reportedly import nineveh.json --ledger attack.sqlite",
        "reportedly import their.json --from 'Nineveh desk' --ledger attack.sqlite --format json",
    ),
)
def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Ledger files: what `export --format json` writes.")
    ],
    ledger: LedgerOption = None,
    desk: Annotated[
        str | None,
        typer.Option("--from", help="Whose they are; the file's name if left out.", metavar="NAME"),
    ] = None,
    by: ByOption = None,
    shape: ShapeOption = Shape.PAGE,
    no_color: NoColorOption = False,
) -> None:
    """Take in ledger files of another desk: what is lacking here. Conflicts are shown, nothing replaced."""
    from reportedly.ledger import Ledger

    if ledger is None:
        raise UsageError("which ledger? name one with --ledger FILE or in REPORTEDLY_LEDGER")
    with Ledger(ledger) as opened:
        done = [opened.import_file(each, desk=desk, by=_analyst(by)) for each in files]
    print_imported(done, as_json=shape is Shape.JSON, no_color=no_color)
    if not any(each.made_by for each in done):
        raise typer.Exit(NOTHING)
    raise typer.Exit(IN_PART if any(each.skipped for each in done) else 0)


@app.command()
def examples(
    shape: ShapeOption = Shape.PAGE,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
) -> None:
    """Read the bundled example reports about one attack, and print what they give."""
    from reportedly.examples import folder

    read([str(folder())], shape, ledger, DEFAULT_READER, 1, quiet, no_color)


def main() -> None:
    """Run the command line."""
    # The small heads gain nothing by numpy's threads, which would wait by spinning on the encoder's cores.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What is loaded stays; to look through it 140 times for what does not was a twentieth of a start.
    gc.set_threshold(20_000, 20, 20)
    app(prog_name="reportedly")


def _annotator(reader: str, base_url: str | None, model: str | None, jobs: int, *, quiet: bool) -> Annotator:
    """The reader; of one that asks a server, what it sends where is told first."""
    from reportedly import pipeline
    from reportedly.annotate import ASKING
    from reportedly.annotations import Server

    if reader not in ASKING:
        # What the environment names is for other runs; what was typed is meant for this one.
        for option, given, variable in (
            ("--base-url", base_url, "REPORTEDLY_LLM_URL"),
            ("--model", model, "REPORTEDLY_LLM_MODEL"),
        ):
            if given and given != os.environ.get(variable):
                raise UsageError(
                    f"{option} is for the readers {', '.join(sorted(ASKING))}; add --reader NAME"
                )
        return pipeline.annotator_named(reader)
    if jobs > 1:
        raise UsageError(
            "a language model is asked by one process, several reports at a time; leave out --jobs"
        )
    if not base_url or not model:
        raise UsageError(
            f"--reader {reader} needs --base-url URL and --model NAME; --help tells what is sent"
        )
    server = Server(base_url=base_url, model=model)
    annotator = pipeline.annotator_named(reader, server)
    if not server.local and not quiet:
        say(f"the text of each report is sent to {server.base_url}")
    return annotator


def _read(
    paths: list[str],
    annotator: Annotator,
    *,
    ledger: str | None,
    reader: str,
    jobs: int,
    quiet: bool,
    refresh: bool = False,
    gate: bool = False,
) -> tuple[LedgerView, Added]:
    from reportedly.read import count_inputs, read_reports

    def watched(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        return _watched(outcomes, lambda: count_inputs(paths), ledger, quiet=quiet)

    by = _by(paths, annotator, reader, jobs)
    return _taken_in(
        lambda _: read_reports(paths), annotator, by, watched, ledger, refresh=refresh, gate=gate
    )


def _fetch(
    addresses: list[str],
    how: Fetching,
    annotator: Annotator,
    *,
    ledger: str | None,
    quiet: bool,
    refresh: bool = False,
    gate: bool = False,
) -> tuple[LedgerView, Added]:
    from dataclasses import replace
    from functools import partial

    from reportedly.fetch import fetch_pages
    from reportedly.read import read_fetched
    from reportedly.reading import one_by_one

    def found(opened: Ledger | None) -> Iterator[Report | Skipped]:
        noting = replace(how, kept=opened.note_capture) if opened is not None else how
        return read_fetched(fetch_pages(addresses, noting))

    def watched(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        return _watched(outcomes, lambda: len(addresses), ledger, quiet=quiet)

    by = partial(one_by_one, annotator=annotator)
    return _taken_in(found, annotator, by, watched, ledger, refresh=refresh, gate=gate)


def _taken_in(
    found: Callable[[Ledger | None], Iterator[Report | Skipped]],
    annotator: Annotator,
    by: ReadingBy,
    watched: Callable[[Iterable[Outcome]], Iterator[Outcome]],
    ledger: str | None,
    *,
    refresh: bool,
    gate: bool,
) -> tuple[LedgerView, Added]:
    """Read what ``found`` gives, into a ledger where one is named, and tell what became of it."""
    from reportedly import pipeline
    from reportedly.gate import sifted
    from reportedly.ledger import Added, Ledger
    from reportedly.parts import told_with
    from reportedly.reading import accounted

    if ledger is None:
        each = found(None)
        outcomes = list(watched(accounted(sifted(each) if gate else each, by)))
        added = Added.of(outcomes)
        made = [each for each in outcomes if isinstance(each, Reading)]
        return pipeline.assemble(pipeline.made_by(annotator), made, added.skipped), added
    with Ledger(ledger) as opened:
        taking = opened.taking_in(found(opened), annotator=annotator, by=by, gate=gate)
        added = Added.of(watched(taking))
        opened.check(added)
        if refresh:
            # Before the view is asked for: it then comes from the board, and nothing is compared twice.
            opened.refresh()
        rows = (*added.skipped, *added.gated, *added.refused)
        return told_with(opened.view(), (*added.stored, *added.known), rows), added


def _fetching(archive: Path | None, *, robots: bool, ports: frozenset[int]) -> Fetching:
    _need_fetch()
    from reportedly.fetch import Archive, Fetching

    kept = Archive(archive) if archive is not None else None
    return Fetching(guard=_guard(ports), robots=robots, archive=kept)


def _tell_health(feeds: Path, ledger: str | None, how: Fetching, *, as_json: bool) -> NoReturn:
    """Print how it stands with each feed, and end with 1 where one is stale."""
    from reportedly.watch import health_of, health_to_json, health_words, read_feeds_file

    named = read_feeds_file(feeds, ports=how.guard.ports)
    with _stored(ledger) as opened:
        found = health_of(opened, named)
    print_health(health_words(found), health_to_json(found), as_json=as_json)
    raise typer.Exit(NOTHING if any(each.stale for each in found) else 0)


def _watch(
    feeds: Path, how: Fetching, annotator: Annotator, *, ledger: str, gate: bool, once: bool, quiet: bool
) -> NoReturn:
    from reportedly.ledger import Ledger
    from reportedly.watch import MinuteLine, Watch, read_feeds_file

    named = read_feeds_file(feeds, ports=how.guard.ports)
    with Ledger(ledger) as opened:
        watching = Watch(ledger=opened, feeds=named, how=how, annotator=annotator, gate=gate)
        line = MinuteLine(watching)

        def tell() -> None:
            if not quiet:
                say(line.words())

        try:
            with between_inputs() as stop_if_asked:
                if once:
                    watching.once(stop_if_asked)
                else:
                    tell()
                    watching.forever(stop_if_asked, tell)
        except KeyboardInterrupt:
            tell()
            complain(f"interrupted, all stored in {_shown(ledger)}; the same command goes on from here")
            raise typer.Exit(INTERRUPTED) from None
        tell()
        asked, failed = watching.tally.feeds, watching.tally.failed
    if asked and failed == asked:
        raise typer.Exit(NOTHING)
    raise typer.Exit(IN_PART if failed else 0)


def _guard(ports: frozenset[int]) -> Guard:
    from reportedly.fetch import Guard

    return Guard(ports=ports)


def _need_fetch() -> None:
    try:
        import reportedly.fetch  # noqa: F401  (whether its libraries are there)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("reportedly"):
            raise
        raise UsageError(f"fetching needs {error.name}: pip install 'reportedly[fetch]'") from None


def _finish(added: Added, annotator: Annotator, ledger: str | None, *, quiet: bool) -> None:
    """Say what became of the inputs and what a server was asked, and end with their code."""
    if ledger and not quiet:
        told = (
            f"{added.seen} seen: {len(added.stored)} stored, {len(added.known)} there already, "
            f"{len(added.skipped)} left out"
        )
        unread = f"; {len(added.gated)} of the stored not read, by the gate" if added.gated else ""
        say(f"{_shown(ledger)}: {told}{unread}")
    if not quiet:
        for line in asked_of(annotator, added.refused):
            say(line)
    raise typer.Exit(_exit_code(added))


def _by(paths: list[str], annotator: Annotator, reader: str, jobs: int) -> ReadingBy:
    """In this process, or in several where asked for or worth it."""
    from functools import partial

    from reportedly.annotate import ASKING
    from reportedly.reading import one_by_one

    if jobs == 0:
        jobs = _worth(paths)
    if jobs == 1 or reader in ASKING:
        return partial(one_by_one, annotator=annotator)
    from reportedly.workers import read_by_processes

    return partial(read_by_processes, reader=reader, jobs=jobs)


def _worth(paths: list[str]) -> int:
    """One process a core where there are so many inputs that loading the reader in each is paid back."""
    from reportedly.limits import WORTH_CORES, WORTH_PROCESSES
    from reportedly.read import count_inputs

    cores = os.cpu_count() or 1
    return cores if cores >= WORTH_CORES and count_inputs(paths) >= WORTH_PROCESSES else 1


def _watched(
    outcomes: Iterable[Outcome], total: Callable[[], int], ledger: str | None, *, quiet: bool
) -> Iterator[Outcome]:
    from reportedly.terminal.progress import Watched

    done = 0
    try:
        with (
            Watched(total=total, quiet=quiet) as watched,
            between_inputs() as stop_if_asked,
        ):
            for done, outcome in enumerate(outcomes, start=1):
                yield outcome
                watched.at(done)
                stop_if_asked()
    except KeyboardInterrupt:
        kept = "nothing stored"
        if ledger:
            kept = f"all stored in {_shown(ledger)}; the same command goes on from here"
        complain(f"interrupted after {done} inputs, {kept}")
        raise typer.Exit(INTERRUPTED) from None


def _exit_code(added: Added) -> int:
    if not added.stored and not added.known:
        return NOTHING
    return IN_PART if any(row.reason not in _HARMLESS for row in added.skipped) else 0


def _print(
    view: LedgerView, shape: Shape, *, no_color: bool, stored: bool, opened: str | None = None
) -> None:
    if shape is Shape.JSON:
        print_json(view)
        return
    opener = "reportedly show ID" if stored else "read with --ledger FILE, then reportedly show ID"
    hint = "" if opened == "claim" or not view.claims else f"Every line opens to its words: {opener}"
    print_page(view, opened=opened, no_color=no_color, hint=hint)


def _shown(ledger: str) -> str:
    from reportedly.store.database import shown

    return shown(ledger)


def _stored(ledger: str | None) -> Ledger:
    from reportedly.ledger import Ledger

    if ledger is None:
        raise UsageError("which ledger? name one with --ledger FILE or in REPORTEDLY_LEDGER")
    return Ledger(ledger, create=False)


def _casebook(ledger: str | None) -> Casebook:
    from reportedly.casebook import Casebook

    if ledger is None:
        raise UsageError("which ledger? name one with --ledger FILE or in REPORTEDLY_LEDGER")
    return Casebook(ledger, create=False)


def _print_link(invited: Invited) -> None:
    typer.echo(invited.path)
    found, until = invited.invitation, f"{invited.invitation.expires_at:%Y-%m-%d %H:%M} UTC"
    say(f"for {found.name}, {found.role}, once, until {until}; put it after the address of the desk")


def _person(opened: Casebook, given: str) -> str:
    """The id of the person of that name; an id is given back as it is."""
    from reportedly.casework.people import name_key

    if given.startswith("per_"):
        return given
    found = next((each for each in opened.people() if name_key(each.name) == name_key(given)), None)
    if found is None:
        raise NotFound(f"nobody here is called {given!r}; `reportedly people` lists who is")
    return found.id


def _draw(view: LedgerView, record: str, path: Path, drawn: str | None) -> None:
    from reportedly.pictures import PICTURES, picture, sheet

    if drawn is not None and drawn not in PICTURES:
        raise UsageError(f"no picture is called {drawn!r}; there is {', '.join(sorted(PICTURES))}")
    with text_sink(path) as sink:
        sink.write(picture(view, record, drawn) if drawn else sheet(view, record))


def _analyst(named: str | None) -> str:
    import getpass

    try:
        return named or getpass.getuser()
    except (OSError, KeyError):
        raise UsageError("who decides? give a name with --by or in REPORTEDLY_ANALYST") from None


def _day(given: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(given) if given else None
    except ValueError:
        raise UsageError(f"{given!r} is no day such as 2024-03-22") from None


def _kind(record: str) -> str:
    if record[:4] not in _KINDS:
        raise UsageError(f"{record!r} is no id: reports have rep_, incidents inc_, claims clm_")
    return _KINDS[record[:4]]
