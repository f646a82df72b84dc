"""The rules reader's word lists (``vocabulary.toml``), and the lemmas of English verbs in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    table: Mapping[str, Mapping[str, str]] = tomllib.loads(
        files("reportedly.annotate.rules").joinpath("vocabulary.toml").read_text("utf-8")
    )
    return table


@cache
def words(section: str, *names: str) -> frozenset[str]:
    """The words of some lists of a section, of all its lists where none is named."""
    lists = _table()[section]
    return frozenset(word for name in (names or tuple(lists)) for word in lists[name].split())


@cache
def phrases(name: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a list of links, each as its words."""
    return tuple(tuple(phrase.split()) for phrase in _table()["links"][name].split("|"))


@cache
def pattern(name: str, *, before: str = "", after: str = "") -> re.Pattern[str]:
    """The alternatives of a list of ``[patterns]`` between word boundaries, ``before`` and ``after``."""
    return re.compile(
        rf"{before}\b(?:{'|'.join(_table()['patterns'][name].split(chr(10))[:-1])})\b{after}", re.IGNORECASE
    )


@cache
def attack_types() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds of attack and the words that tell them, in the order in which they decide."""
    return tuple(
        (name, re.compile("|".join(lines.split("\n")[:-1]), re.IGNORECASE))
        for name, lines in _table()["types"].items()
    )


@cache
def _verbs() -> frozenset[str]:
    return words("reporting") | words("attack") | words("vocabulary", "verbs")


@cache
def _irregular() -> Mapping[str, str]:
    return {form: base for base, forms in _table()["irregular"].items() for form in forms.split()}


@lru_cache(maxsize=1 << 13)
def lemma(form: str) -> str:
    """The base form of a verb that is in the vocabulary, otherwise the form itself.

    >>> lemma("accused"), lemma("denies"), lemma("bombing")
    ('accuse', 'deny', 'bomb')
    """
    if form in _irregular():
        return _irregular()[form]
    return next((guess for guess in _guesses(form) if guess in _verbs()), form)


def _guesses(form: str) -> Iterator[str]:
    yield form
    for ending, stems in (
        ("ies", ("y",)),
        ("ied", ("y",)),
        ("es", ("e", "")),
        ("s", ("",)),
        ("ed", ("e", "")),
        ("ing", ("e", "")),
    ):
        if form.endswith(ending):
            base = form[: -len(ending)]
            yield from (base + stem for stem in stems)
            if len(base) > 2 and base[-1] == base[-2]:
                yield base[:-1]
