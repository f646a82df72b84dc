"""Words of a sentence with offsets and a part of speech, without a parser.

The tag of a word is the commonest one that it bears in news (``lexicon.txt``), mended by its
neighbours and its capital letter. Tags are the Penn Treebank's. It costs microseconds a
word; what it gets wrong, the patterns above it must survive.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

_TITLES = (
    r"(?:Gen|Col|Lt|Maj|Capt|Sgt|Brig|Adm|Cmdr|Dr|Mr|Mrs|Ms|Prof|Sen|Rep|Gov|Rev|St"
    r"|GEN|COL|LT|MAJ|CAPT|DR|MR)\."
)
_TOKEN = re.compile(
    r"[A-Za-z](?:\.[A-Za-z])+(?:\.?-[a-z]+|\.)?"  # U.S. a.m. U.S.-led
    rf"|{_TITLES}(?=\s)"
    r"|['’`]s\b|[^\W\d_]+n['’]t\b"
    r"|\d+[A-Z]\b|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?"
    r"|[^\W\d_][^\W_]*(?:['’`‘][^\W\d_]{2,}|['’`‘](?=[^\Ws_][^\W_])[^\W\d_]+)*"
    r"(?:-[^\W_]+(?:['’][^\W\d_]{2,})?)*"
    r"|\.\.\.|--|``|''|[^\w\s]|_"
)
_POSSESSIVES = ("'s", "’s", "`s")
_NOMINAL_LEFT = frozenset({"DT", "PRP$", "JJ", "POS", "CD"})
_BE = frozenset("be is are was were been being am 's get got gets".split())
_HAVE = frozenset("has have had having 've 'd".split())


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark at ``start:end`` of the report's text, with its Penn Treebank tag."""

    text: str
    lower: str
    start: int
    end: int
    tag: str

    @property
    def is_verb(self) -> bool:
        """Whether the tag is a verb's (VB VBD VBG VBN VBP VBZ)."""
        return self.tag.startswith("VB")

    @property
    def is_noun(self) -> bool:
        """Whether the tag is a noun's or a name's."""
        return self.tag.startswith("NN")

    @property
    def is_word(self) -> bool:
        """Whether this is a word or a number and no mark."""
        return self.text[0].isalnum()


@cache
def lexicon() -> Mapping[str, tuple[str, ...]]:
    """The tags that a lower-case word form bears in news, commonest first."""
    table: dict[str, tuple[str, ...]] = {}
    text = files("reportedly.language").joinpath("lexicon.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        tags, _, words = line.partition(": ")
        entry = tuple(tags.split())
        for word in words.split():
            table[word] = entry
    return MappingProxyType(table)


def tags_of(word: str) -> tuple[str, ...]:
    """The tags of a lower-case word, commonest first; regular forms of unknown words are guessed.

    >>> tags_of("attacked")[0] in ("VBD", "VBN")
    True
    """
    known = lexicon().get(word)
    if known:
        return known
    if word[:1].isdigit():
        return ("CD",)
    if "-" in word:
        return ("JJ",) if word.endswith(("ed", "led", "backed", "based", "run")) else ("NN", "JJ")
    for ending, tags in (("ly", ("RB",)), ("ing", ("VBG", "NN")), ("ed", ("VBD", "VBN"))):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return tags
    return ()


def tokenise(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The words and marks of ``text[start:end]``, tagged; offsets are into ``text``."""
    raw = list(_split(text, start, len(text) if end is None else end))
    words = [word for word, _ in raw]
    loud, shouted = _is_loud(words), _is_shouted(words)
    tags = [_first_tag(word, position == 0, loud, shouted) for position, word in enumerate(words)]
    lowers = [word.lower().replace("’", "'") for word in words]
    _mend(lowers, tags)
    return tuple(
        Token(word, lower, at, at + len(word), tag)
        for (word, at), lower, tag in zip(raw, lowers, tags, strict=True)
    )


def _split(text: str, start: int, end: int) -> list[tuple[str, int]]:
    out: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(text, start, end):
        word, at = match.group(), match.start()
        if len(word) > 2 and word.endswith(_POSSESSIVES):
            out.append((word[:-2], at))
            out.append((word[-2:], at + len(word) - 2))
        else:
            out.append((word, at))
    return out


def _is_loud(words: Sequence[str]) -> bool:
    """Whether capitals say nothing here: a headline in title case, or a cable in capitals."""
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return len(long) > 2 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)


def _is_shouted(words: Sequence[str]) -> bool:
    letters = [word for word in words if len(word) > 1 and word[0].isalpha()]
    return len(letters) > 2 and sum(word.isupper() for word in letters) >= 0.7 * len(letters)


@lru_cache(maxsize=8192)
def _first_tag(word: str, first: bool, loud: bool, shouted: bool) -> str:
    lower = word.lower()
    if not word[0].isalnum():
        return "POS" if lower in ("'s", "’s", "`s") else word
    if lower.endswith(("n't", "n’t")):
        return "MD"
    known = tags_of(lower)
    if (word.isupper() and len(word) > 1 and not shouted) or (
        re.search(r"-[A-Z]|^[A-Z]{2,4}$", word) and lower not in lexicon()
    ):
        return "NNP"
    if word[0].isupper() and not (word[1:].islower() and lower in _FUNCTION):
        if "." in word or not known:
            return "NNP"
        if not first and not loud:
            return "NNP" if word != "I" else "PRP"
        if lower not in lexicon() and word[0].isupper():
            return "NNP"
    return known[0] if known else "NN"


_FUNCTION = frozenset(
    "the a an in on at of for and but or by with to he she it they we his her its their".split()
)


_WANTS_VERB = frozenset(
    "to will would could did does do can may might must should didn't don't doesn't won't not".split()
)
_OBJECT_TAGS = ("DT", "NNP", "PRP", "PRP$", "CD")


_MENDABLE = frozenset("VB VBD VBG VBN VBP VBZ NN NNS JJ".split())
"""Tags that a neighbour can correct; about half of the words of a text have another."""


def _mend(lowers: Sequence[str], tags: list[str]) -> None:
    """Correct each tag by its neighbours; what stands before it is already corrected."""
    for i in range(len(tags)):
        if tags[i] not in _MENDABLE:
            continue
        options = tags_of(lowers[i])
        before = tags[i - 1] if i else ""
        follow = tags[i + 1] if i + 1 < len(tags) else "."
        for mend in (_after_determiner, _after_to, _plural_or_verb):
            tags[i] = mend(tags[i], options, before, follow, lowers[max(0, i - 1)] if i else "")
        tags[i] = _gerund(lowers, tags, i, options)
        tags[i] = _heading(tags[i], before, follow)
        if tags[i] in ("VBD", "VBN") and {"VBD", "VBN"} <= set(options):
            tags[i] = _participle(lowers, tags, i)


def _after_determiner(tag: str, options: Sequence[str], before: str, follow: str, previous: str) -> str:
    """'The strike', 'the wounded': no finite verb follows a determiner or adjective."""
    if tag not in ("VB", "VBP", "VBZ", "VBD") or before not in _NOMINAL_LEFT:
        return tag
    noun = next((t for t in options if t.startswith(("NN", "JJ"))), tag)
    return "VBN" if noun == "VBD" and "VBN" in options and before != "CD" else noun


def _after_to(tag: str, options: Sequence[str], before: str, follow: str, previous: str) -> str:
    """'To attack', 'did not attack', 'will strike': a noun that is a verb here."""
    if tag not in ("NN", "NNS") or previous not in _WANTS_VERB:
        return tag
    verb = next((t for t in options if t.startswith("VB")), None)
    return verb or ("VB" if follow in _OBJECT_TAGS and tag == "NN" else tag)


def _plural_or_verb(tag: str, options: Sequence[str], before: str, follow: str, previous: str) -> str:
    """'Military reports.' has a noun, 'he reports the' and 'police suspect the' a verb."""
    if tag == "VBZ" and "NNS" in options and follow in (".", ",") and before[:2] in ("NN", "JJ"):
        return "NNS"
    if tag == "NNS" and "VBZ" in options and before in ("PRP", "WDT", "WP"):
        return "VBZ" if follow in (*_OBJECT_TAGS, "IN", "JJ") else tag
    if tag == "NN" and {"VB", "VBP"} & set(options) and before in ("NNS", "PRP") and follow in _OBJECT_TAGS:
        return "VBP"
    return tag


def _gerund(lowers: Sequence[str], tags: Sequence[str], i: int, options: Sequence[str]) -> str:
    """'Is bombing the town' has a verb, 'the bombing of' a noun."""
    tag, before = tags[i], tags[i - 1] if i else ""
    follow = tags[i + 1] if i + 1 < len(tags) else "."
    if tag == "NN" and lowers[i].endswith("ing") and _after_be(lowers, tags, i):
        return "VBG"
    noun_like = follow[:2] in ("VB", "IN", "MD", "CC", ".", ",", "TO", "WD")
    if tag == "VBG" and "NN" in options and before[:2] in ("NN", "JJ", "DT", "PO", "PR") and noun_like:
        return "NN"
    return tag


def _heading(tag: str, before: str, follow: str) -> str:
    """'The military said', 'a terrorist carried out': an adjective that heads its phrase is a noun."""
    if tag == "JJ" and before[:3] in ("DT", "NNP", "JJ", "POS", "PRP", "VBN", "NN"):
        ends = before == "DT" and follow in (".", ",", "IN")
        return "NN" if ends or follow in ("VBD", "VBZ", "MD", "POS") else tag
    return tag


def _after_be(lowers: Sequence[str], tags: Sequence[str], i: int) -> bool:
    j = i - 1
    while j >= 0 and tags[j].startswith("RB"):
        j -= 1
    follow = tags[i + 1] if i + 1 < len(tags) else "."
    return j >= 0 and lowers[j] in _BE and follow in ("DT", "NNP", "NNS", "PRP", "PRP$", "CD", "JJ")


def _participle(lowers: Sequence[str], tags: Sequence[str], i: int) -> str:
    j = i - 1
    while j >= 0 and (tags[j].startswith("RB") or lowers[j] == "not"):
        j -= 1
    if j >= 0 and (lowers[j] in _BE or lowers[j] in _HAVE):
        return "VBN"
    following = lowers[i + 1] if i + 1 < len(lowers) else ""
    return "VBN" if following == "by" else "VBD"


def singular(word: str) -> str:
    """A noun without its plural -s, to compare two mentions; no attempt at '-ies' or '-es'.

    >>> singular("rebels"), singular("gas")
    ('rebel', 'gas')
    """
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
