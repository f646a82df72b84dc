"""Every pattern that the program compiles, and how long each takes on texts made to be awkward for it.

A program of its own, so that the first import of each module is heard: prints what it found as JSON.
"""

from __future__ import annotations

import ast
import importlib
import io
import json
import math
import pkgutil
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import reportedly
from tiers import tries

PACKAGE = Path(reportedly.__file__).parent
LENGTH = 2_000
"""Characters: a longer sentence is cut before patterns run over it."""
WORTH_DOUBLING = 0.3
"""Milliseconds at that length from which on the growth can be told from noise."""
MOST_MS = 50.0
MAKERS = ("compiled", "pattern")
"""Functions that only put a pattern together and compile it."""
MATCHED = {"read/furniture.py"}
"""Files whose table of patterns is matched with whole lines of some hundred characters, and not searched."""
ALIKE = {"export/teams/kinds.py"}
"""Files with hundreds of patterns that are one word each."""
SPARED = tries(commit=10, nightly=1, release=1)
"""Of which one in so many is tried."""
Key = tuple[str | bytes, int]
Site = tuple[str, int]

found: dict[Key, set[Site]] = {}
only: set[Site] = set()
"""Where patterns are compiled that are matched from a place that is given, and never searched for."""


def listen() -> None:
    """Note each pattern of the package with the place that compiles it."""
    inner = re._compile  # type: ignore[attr-defined]

    def heard(pattern: Any, flags: int) -> Any:
        frame = sys._getframe(1)
        # Of a helper that only compiles, the place is that of its caller.
        while frame.f_back and (frame.f_code.co_filename == re.__file__ or frame.f_code.co_name in MAKERS):
            frame = frame.f_back
        if frame.f_code.co_filename.startswith(str(PACKAGE)) and isinstance(pattern, str | bytes):
            site = (str(Path(frame.f_code.co_filename).relative_to(PACKAGE)), frame.f_lineno)
            found.setdefault((pattern, int(flags)), set()).add(site)
        return inner(pattern, flags)

    re._compile = heard  # type: ignore[attr-defined]


def import_all() -> None:
    for module in pkgutil.walk_packages([str(PACKAGE)], "reportedly."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            importlib.import_module(module.name)


def use_all() -> None:
    """What builds its patterns when it is first used."""
    from reportedly.annotate.rules import vocabulary
    from reportedly.export import EXPORTERS
    from reportedly.ledger import Ledger

    vocabulary.attack_types()
    from reportedly.examples import folder

    with tempfile.TemporaryDirectory() as kept, Ledger(Path(kept) / "x.ledger") as ledger:
        ledger.add(folder(), reader="rules")
        view = ledger.view()
    for exporter in EXPORTERS.values():
        for file in exporter().files(view):
            file.write(io.BytesIO())


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def sites() -> set[Site]:
    """Every call in the source that compiles a pattern, by file and line; plain strings are noted."""
    told = set[Site]()
    for path in PACKAGE.rglob("*.py"):
        name = str(path.relative_to(PACKAGE))
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            of, how = node.func.value, node.func.attr
            if not isinstance(of, ast.Name) or of.id != "re" or how == "escape":
                continue
            told.add((name, node.lineno))
            if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str | bytes):
                found.setdefault((node.args[0].value, 0), set()).add((name, node.lineno))
                if how in ("match", "fullmatch"):
                    only.add((name, node.lineno))
    return told


UNITS = (
    ' ', 'a', 'A', '1', '\n', '\t', '-', "'", '"', '.', ',', ':', '/', '<', '>', '&', '(', ')', '[', '=',
    '%', '#', '|', '_', '\u2019', '\u201c', '\xe9', '\u0301', 'a ', ' a', 'a, ', 'A. ', 'A a ', '1,',
    '1 ', '1-', '1/', 'a-', "a'", 'a.', '\n\n', '\n ', ' \n', 'the ', 'of ', 'and ', 'said ', 'that ',
    'a and ', '1,000 ', 'one ', 'March ', 'http://', '<a ', 'a=', '&a', '(a', 'a) ', '"a', 'www.', 'a@',
    'x, y and ', 'Mr. ', 'U.S. ',
)  # fmt: skip


def units_of(pattern: str | bytes) -> Iterator[str]:
    """Units that a pattern may stumble over: plain ones, and its own words."""
    yield from UNITS
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    words = re.findall(
        r"[A-Za-z\u00c0-\u024f]{2,}", text.replace(r"\b", " ").replace(r"\s", " ").replace(r"\w", " ")
    )
    chance = random.Random(len(text))  # noqa: S311  (no secret)
    words = list(dict.fromkeys(words))
    for word in chance.sample(words, min(6, len(words))):
        yield word
        yield f"{word} "
    if len(words) > 1:
        yield f"{' '.join(chance.sample(words, min(3, len(words))))} "


def text_of(unit: str, length: int) -> str:
    """A unit over and over, with an end that fits nothing."""
    return f"{(unit * (length // len(unit) + 1))[: length - 1]}\x00"


def anchored() -> set[Site]:
    """Where patterns are compiled that are only matched from a place that is given, never searched for."""
    told = set[Site]()
    for path in PACKAGE.rglob("*.py"):
        tree = tree_of(path)
        lines, uses = dict[str, int](), dict[str, set[str]]()
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                called, target = node.value.func, node.targets[0]
                how = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                if how in ("compile", *MAKERS) and isinstance(target, ast.Name):
                    lines[target.id] = node.value.lineno
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                uses.setdefault(node.value.id, set()).add(node.attr)
        for named, line in lines.items():
            if uses.get(named, {"search"}) <= {"match", "fullmatch"}:
                told.add((str(path.relative_to(PACKAGE)), line))
    return told


def once(pattern: re.Pattern[Any], text: str | bytes, *, search: bool) -> float:
    """Milliseconds that it takes to find it everywhere, or from the start, and to match the whole."""
    began = time.process_time()
    if search:
        for _ in pattern.finditer(text):
            pass
    pattern.match(text)
    pattern.fullmatch(text)
    return (time.process_time() - began) * 1_000


def given(pattern: str | bytes, text: str) -> str | bytes:
    return text.encode("utf-8", "surrogatepass") if isinstance(pattern, bytes) else text


def measured(key: Key, *, search: bool) -> dict[str, Any]:
    """The worst time at 2,000 characters, of which unit, and the slope of its growth up to there.

    Where a short text takes too long already, the long one is left out.
    """
    pattern, flags = key
    compiled = re.compile(pattern, flags)

    def took(unit: str, length: int, times: int) -> float:
        data = given(pattern, text_of(unit, length))
        return min(once(compiled, data, search=search) for _ in range(times))

    worst, unit, reached = 0.0, "", LENGTH
    for each in dict.fromkeys(units_of(pattern)):
        for length in (LENGTH // 8, LENGTH):
            now = took(each, length, 1)
            if now > MOST_MS:
                now = took(each, length, 3)
            if now > MOST_MS:
                break
        if now > worst:
            now = took(each, length, 3)
        if now > worst or length < reached:
            worst, unit, reached = now, each, length
    slope = 0.0
    if worst > WORTH_DOUBLING:
        slope = math.log(worst / max(took(unit, reached // 4, 3), 1e-3)) / math.log(4)
    where = sorted(found[key])[0]
    shown = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    return {
        "where": f"{where[0]}:{where[1]}",
        "pattern": shown[:200],
        "ms": worst,
        "at": reached,
        "slope": slope,
        "unit": unit,
    }


def main() -> None:
    """Print all of it."""
    listen()
    import_all()
    use_all()
    every = sites()
    only.update(anchored())
    heard = {site for of in found.values() for site in of}
    rows = [
        measured(key, search=not all(site in only or site[0] in MATCHED for site in found[key]))
        for number, key in enumerate(sorted(found, key=lambda key: (str(key[0]), key[1])))
        if number % SPARED == 0 or not all(site[0] in ALIKE for site in found[key])
    ]
    print(json.dumps({"rows": rows, "unheard": sorted(every - heard)}))  # noqa: T201


if __name__ == "__main__":
    main()
