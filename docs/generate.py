"""Write docs/reference/*.md from the code, and the README's example and figures from what was run.

``--check`` writes nothing and ends with 1 where something is out of date.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

from reliability import HEAD, machines, read_figures, tried_rows

WIDTH = 88
ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
README = ROOT / "README.md"
RESULTS = ROOT / "benchmarks" / "results.json"
RELIABILITY = ROOT / "docs" / "reliability.md"
LEAST_ALIKE = 0.95
NOTICE = "<!-- Written by docs/generate.py from the code: `make docs`. Not edited by hand. -->"


def main() -> int:
    """Write the pages, or compare them with what is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 where a page is out of date"
    )
    check = parser.parse_args().check
    wanted = {FOLDER / name: page(make) for name, make in PAGES.items()}
    wanted[README] = with_figures(with_example(README.read_text("utf-8")))
    wanted[RELIABILITY] = with_tries(RELIABILITY.read_text("utf-8"))
    stale = [path for path, text in wanted.items() if not path.exists() or not same(path, text, check=check)]
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'out of date; run `make docs`' if check else 'written'}")
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(wanted[path], "utf-8")
    return int(check and bool(stale))


def same(path: Path, wanted: str, *, check: bool) -> bool:
    """Whether a page is as it should be.

    The README's example is checked with some give: the last bits of the network's sums are others on other
    processors, and a claim that is just likely enough on one falls out on the other.
    """
    there = path.read_text("utf-8")
    if there == wanted or path != README or not check:
        return there == wanted
    alike = SequenceMatcher(None, there.splitlines(), wanted.splitlines(), autojunk=False).ratio()
    return alike >= LEAST_ALIKE


def page(make: Callable[[], str]) -> str:
    """One page as it should be."""
    title, _, body = make().partition("\n")
    return re.sub(r"\n{3,}", "\n\n", f"{title}\n\n{NOTICE}\n{body.rstrip()}\n")


def table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def first_line(thing: object) -> str:
    """The promise in the first paragraph of a docstring, on one line."""
    return markdown(inspect.getdoc(thing) or "")


def markdown(told: str) -> str:
    """The first paragraph of reStructuredText as Markdown, on one line."""
    line = " ".join(told.split("\n\n")[0].split())
    return re.sub(r":\w+:`~?([^`]+)`|``([^`]+)``", lambda m: f"`{m[1] or m[2]}`", line)


def cli() -> str:
    """Commands, options and exit codes."""
    import typer

    from reportedly.cli import EXIT_CODES, app

    group: Any = typer.main.get_command(app)
    parts = [
        "# Command line",
        "",
        f"```console\n$ reportedly --help\n…\n```\n\n{' '.join(EXIT_CODES.split())}",
        "",
    ]
    parts += [f"## reportedly\n\n{options(group, 'reportedly')}", ""]
    for name, command in group.commands.items():
        parts += [described(name, command), ""]
        for below, own in getattr(command, "commands", {}).items():
            parts += [described(f"{name} {below}", own), ""]
    return "\n".join(parts)


def described(name: str, command: Any) -> str:
    """One command: what it does, its arguments and options, its examples."""
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    usage = " ".join(
        ["reportedly", name, *(each.metavar or each.name.upper() for each in arguments), "[OPTIONS]"]
    )
    told = [f"`{each.metavar or each.name.upper()}`: {each.help}" for each in arguments]
    examples = [line for line in (command.epilog or "").split("\n\n") if "reportedly " in line]
    shown = "\n".join(examples)
    lines = [
        f"## reportedly {name}",
        f"`{usage}`",
        " ".join(command.help.split()),
        *told,
        options(command, name),
    ]
    return "\n\n".join(lines + ([f"Examples:\n\n```text\n{shown}\n```"] if examples else []))


def options(command: Any, name: str) -> str:
    """The options of a command as a table."""
    rows = (option(each) for each in command.params if each.param_type_name == "option" and not each.hidden)
    return table(("Option", "What it does", "Left out", "Environment"), rows)


def option(each: Any) -> tuple[str, ...]:
    """One row of :func:`options`."""
    names = ", ".join(f"`{name}`" for name in (*each.opts, *each.secondary_opts))
    choices = getattr(each.type, "choices", None)
    allowed = f" One of {', '.join(f'`{choice}`' for choice in choices)}." if choices else ""
    plain = each.default.value if isinstance(each.default, StrEnum) else each.default
    left_out = "required" if each.required else f"`{plain}`" if isinstance(plain, str) else ""
    return names, (each.help or "") + allowed, left_out, f"`{each.envvar}`" if each.envvar else ""


def python() -> str:
    """What ``import reportedly`` offers."""
    import reportedly

    parts = [
        "# Python",
        "",
        "Everything here is imported from `reportedly`; what is not listed is not public.",
        "",
    ]
    for name in reportedly.__all__:
        thing = getattr(reportedly, name)
        if callable(thing):
            parts += [f"## {name}", "", f"{listed_values(name, thing) or called(name, thing)}", ""]
            parts += [f"{first_line(thing)}\n", member_lines(thing)]
    return "\n".join(parts)


def listed_values(name: str, thing: Any) -> str:
    """Where the values of an enumeration are listed; nothing for other things."""
    is_enumeration = inspect.isclass(thing) and issubclass(thing, StrEnum)
    return (
        f"An enumeration; its values: [vocabulary](vocabulary.md#{name.lower()})." if is_enumeration else ""
    )


def called(name: str, thing: Any) -> str:
    """How it is called, as a block."""
    return f"```text\n{signature(name, thing)}\n```"


def signature(name: str, thing: Any) -> str:
    """How it is called: one parameter a line where they do not fit on one."""
    if inspect.isclass(thing) and issubclass(thing, Exception):
        return name
    how = inspect.signature(thing)
    listed = [each for each in marked(how) if each != "self"]
    result = how.return_annotation
    gives = "" if result in ("None", None, inspect.Signature.empty) else f" -> {plain_type(result)}"
    flat = f"{name}({', '.join(listed)}){gives}"
    return (
        flat
        if len(flat) <= WIDTH
        else "\n".join([f"{name}(", *(f"    {each}," for each in listed), f"){gives}"])
    )


def marked(how: inspect.Signature) -> Iterator[str]:
    """The parameters, with ``*`` before the first that is keyword-only."""
    starred = False
    for each in how.parameters.values():
        if each.kind is each.KEYWORD_ONLY and not starred:
            starred = True
            yield "*"
        typed = each.name if each.annotation is each.empty else f"{each.name}: {plain_type(each.annotation)}"
        yield typed if each.default is each.empty else f"{typed} = {plain_default(each.default)}"


def plain_type(annotation: Any) -> str:
    """A type as one writes it."""
    return annotation if isinstance(annotation, str) else str(getattr(annotation, "__name__", annotation))


def plain_default(value: Any) -> str:
    """A default as one writes it."""
    if isinstance(value, StrEnum):
        return f"{type(value).__name__}.{value.name}"
    return f"{type(value).__name__}()" if is_dataclass(value) else repr(value)


def member_lines(thing: object) -> str:
    """The public methods of a class that is no record and no enumeration."""
    if not inspect.isclass(thing) or is_dataclass(thing) or issubclass(thing, StrEnum | Exception):
        return ""
    own = ((n, m) for n, m in vars(thing).items() if not n.startswith("_") and callable(m))
    return "\n".join(
        f"```text\n{signature(f'.{n}', member)}\n```\n\n{first_line(member)}\n" for n, member in own
    )


def vocabulary() -> str:
    """The closed sets of values."""
    from reportedly import records

    parts = [
        "# Vocabulary",
        "",
        "The closed sets of values in a ledger. The [glossary](../glossary.md) explains them.",
        "",
    ]
    for name, kind in vars(records).items():
        if inspect.isclass(kind) and issubclass(kind, StrEnum) and kind is not StrEnum:
            told = attribute_docs(kind)
            rows = ((f"`{m.value}`", told.get(m.name, "")) for m in kind)
            listed = table(("Value", "Meaning"), rows) if told else ", ".join(f"`{m.value}`" for m in kind)
            parts += [f"## {name}", "", first_line(kind), "", listed, ""]
    return "\n".join(parts)


def errors() -> str:
    """Every error, with its code."""
    from reportedly.errors import ReportedlyError

    def tree(kind: type[ReportedlyError]) -> Iterator[type[ReportedlyError]]:
        yield kind
        for child in kind.__subclasses__():
            yield from tree(child)

    rows = ((f"`{kind.code}`", f"`{kind.__name__}`", first_line(kind)) for kind in tree(ReportedlyError))
    lead = "Bad input raises none of these: it becomes a `Skipped` row with a [reason](vocabulary.md#reason)."
    return f"# Errors\n\n{lead}\n\n{table(('Code', 'Error', 'Raised when'), rows)}"


def limits() -> str:
    """Every bound on outside input."""
    from reportedly.limits import DEFAULT_LIMITS, Limits

    told = attribute_docs(Limits)
    rows = ((f"`{f.name}`", f"{getattr(DEFAULT_LIMITS, f.name):,}", told[f.name]) for f in fields(Limits))
    return f"# Limits\n\n{first_line(Limits)}\n\n{table(('Limit', 'Default', 'What it bounds'), rows)}"


def formats() -> str:
    """What ``reportedly export`` can write."""
    from reportedly.export import EXPORTERS
    from reportedly.export.claim_table import COLUMNS

    rows = ((f"`{name}`", first_line(exporter)) for name, exporter in EXPORTERS.items())
    listed = table(("Format", "What it is"), rows)
    columns = table(("Column", "What it holds"), ((f"`{each.name}`", each.meaning) for each in COLUMNS))
    return f"# Export formats\n\n{listed}\n\n## Columns of the CSV file\n\n{columns}"


def attribute_docs(kind: type) -> dict[str, str]:
    """The docstrings that stand under the fields of a class."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef))
    return {
        field_name(field): markdown(str(after.value.value))
        for field, after in pairwise(body)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and field_name(field)
    }


def field_name(statement: ast.stmt) -> str:
    """The name that a class's field is given; nothing for other statements."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return targets[0].id if isinstance(targets[0], ast.Name) else ""


def between(readme: str, name: str, text: str) -> str:
    """The README with ``text`` between its two comments of that name."""
    start, end = readme.index(f"<!-- {name}:"), readme.index(f"<!-- end of {name} -->")
    opening = readme[start:].split("\n", 1)[0]
    return f"{readme[:start]}{opening}\n\n{text}\n\n{readme[end:]}"


def with_example(readme: str) -> str:
    """The README with the main incident of the demo's page, and how its reports depend on each other."""
    command = [sys.executable, "-c", "from reportedly.cli import main; main()", "examples"]
    environment = {**os.environ, "COLUMNS": "110", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    environment.pop("REPORTEDLY_LEDGER", None)
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)  # noqa: S603
    page = done.stdout
    incident = page[: page.index("\n", page.index("Independent reporting:"))]
    lineage = page[page.index("How these reports depend") :].split("\n\n")[0]
    return between(readme, "example", f"```console\n$ reportedly examples\n{incident}\n…\n{lineage}\n…\n```")


def with_figures(readme: str) -> str:
    """The README with its figures as they were measured last."""
    if not RESULTS.exists():
        return between(readme, "figures", "Not measured yet: `make bench`.")
    results = json.loads(RESULTS.read_text("utf-8"))
    listed = table(("What", "On", "encoder", "rules", "Beside it"), figures(results["rows"]))
    return between(readme, "figures", f"{listed}\n\nMeasured on {results['date']}, {results['machine']}.")


def with_tries(page: str) -> str:
    """The page on reliability with what tests found when they last tried."""
    found = read_figures(RELIABILITY.with_suffix(".jsonl"))
    text = f"{table(HEAD, tried_rows(found))}\n\nMachines: {machines(found)}." if found else "Not tried yet."
    return between(page, "tries", text)


def figures(measured: list[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    """The figures that the README shows: our two readers', and a peer's or people's where there is one."""
    for what, on, data, metric, peer in HEADLINES:
        found = {
            row["system"]: row["value"]
            for row in reversed(measured)
            if row["data"].startswith(data) and row["metric"] == metric
        }
        ours = {name: shown(value) for name, value in found.items() if name.startswith("reportedly")}
        theirs = next((f"{k.split()[0]} {shown(v)}" for k, v in found.items() if k not in ours), peer)
        if ours:
            # What is done before either reader has a figure of the program alone.
            alone = ours.get("reportedly", "")
            yield what, on, ours.get("reportedly encoder", alone), ours.get("reportedly rules", alone), theirs


def shown(value: float) -> str:
    """A score with two decimals, a speed or a size with what it needs."""
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


SYRIA, SPEED = "20 reports on Syria", "100 news reports"
MIXED, HARD = "107 mixed reports, labelled once", "116 hard reports of our corpus, never looked at"
PAIRS = "200 pairs of pages coded by reading"
HEADLINES = (
    ("who is said to have done it, F1", SYRIA, "gold dev", "F1 who", ""),
    ("the same with stance, F1", SYRIA, "gold dev", "F1 stance", ""),
    ("the same with stance and source, F1", SYRIA, "gold dev", "F1 full", "two expert readers 0.96"),
    ("who, stance and source, F1", MIXED, "train labels held out", "F1 full", ""),
    ("the same", HARD, "corpus test", "F1 full", "two readers 0.90"),
    ("source, cue and content, F1", "PolNeAR dev", "PolNeAR dev", "F1 linked triples", "people 0.67"),
    ("five roles of MUC-4, CEAF-REE F1", "100 reports of 1989-90", "MUC-4 TST3", "CEAF-REE F1 all roles", ""),
    ("how far events are facts, Pearson r", "UW factuality dev", "UW factuality dev", "Pearson r", ""),
    ("copies, F1", PAIRS, "540 coded pairs, test", "F1 copy", ""),
    ("rewrites, F1", PAIRS, "540 coded pairs, test", "F1 rewrite", ""),
    ("pairs held for independent that are", PAIRS, "540 coded pairs, test", "precision of 'independent'", ""),
    ("article text, F1 of 4-grams", "181 news pages", "article extraction benchmark", "F1 4-grams", ""),
    ("dates, F1 of values", "125 documents never looked at", "TimeBank + AQUAINT, half", "F1 value", ""),
    ("reports a second, one process", SPEED, SPEED, "reports a second", ""),
    ("peak memory, MB", SPEED, SPEED, "peak MB", ""),
    ("cold start, seconds", "one report", "one report", "seconds", ""),
)


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli,
    "python.md": python,
    "vocabulary.md": vocabulary,
    "errors.md": errors,
    "formats.md": formats,
    "limits.md": limits,
}

if __name__ == "__main__":
    sys.exit(main())
