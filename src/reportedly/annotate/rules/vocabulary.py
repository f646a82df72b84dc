"""The rules reader's word lists (``vocabulary.toml``), and the lemmas of English verbs in them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from reportedly.language.words import Token

_IRREGULAR = {
    "said": "say", "told": "tell", "wrote": "write", "written": "write", "found": "find", "shot": "shoot",
    "slew": "slay", "slain": "slay", "struck": "strike", "stricken": "strike", "hit": "hit", "blew": "blow",
    "blown": "blow", "burnt": "burn", "thought": "think", "felt": "feel", "spoke": "speak", "spoken": "speak",
    "shown": "show", "took": "take", "taken": "take", "drawn": "draw", "made": "make", "gave": "give",
    "given": "give", "held": "hold", "began": "begin", "begun": "begin", "led": "lead", "set": "set",
    "thrown": "throw", "threw": "throw", "sought": "seek", "hung": "hang", "read": "read", "undertook": "undertake",
    "undertaken": "undertake", "knew": "know", "known": "know", "kidnapped": "kidnap", "laid": "lay",
    "planned": "plan", "dropped": "drop", "stabbed": "stab", "planted": "plant", "bombed": "bomb", "gassed": "gas",
    "gassing": "gas", "targeted": "target", "targetted": "target", "rammed": "ram", "lobbed": "lob",
}  # fmt: skip


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
def _verbs() -> frozenset[str]:
    return words("reporting") | words("attack") | frozenset("take be do have know make give point hold bear distance exonerate absolve acquit attribute open "
        "escape survive quote cite try attempt seek manage continue begin use threaten vow want intend plot prepare hope refuse decline pledge "
        "promise urge ask call allow wish aim expect fail link tie connect convict sentence indict".split())


@cache
def lemma(form: str) -> str:
    """The base form of a verb that is in the vocabulary, otherwise the form itself.

    >>> lemma("accused"), lemma("denies"), lemma("bombing")
    ('accuse', 'deny', 'bomb')
    """
    if form in _IRREGULAR:
        return _IRREGULAR[form]
    return next((guess for guess in _guesses(form) if guess in _verbs()), form)


def _guesses(form: str) -> Iterator[str]:
    yield form
    for ending, stems in (
        ("ies", ("y",)), ("ied", ("y",)), ("es", ("e", "")), ("s", ("",)), ("ed", ("e", "")), ("ing", ("e", "")),
    ):  # fmt: skip
        if form.endswith(ending):
            base = form[: -len(ending)]
            yield from (base + stem for stem in stems)
            if len(base) > 2 and base[-1] == base[-2]:
                yield base[:-1]


def lemmas(section: str, tokens: Iterable[Token], *names: str) -> bool:
    """Whether any of the tokens is a verb of the lists."""
    wanted = words(section, *names)
    return any(lemma(token.lower) in wanted for token in tokens)
