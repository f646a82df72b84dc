"""Names of news agencies, broadcasters, papers and outlets: from a table, and by their heads.

``media.psv`` beside this module is the table: world-wide, of our own writing, one canonical name a
line. What is not in it is found by the words that media carry in their names ('Radio Tamazuj',
'Northern Ledger newspaper', 'Syrian state TV').
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from reportedly.records import Span

_TOKEN = re.compile(r"\w+")
# What may stand between the words of one name: 'Al-Manar', 'Ma'an', 'Mail & Guardian', 'S.Paulo', 'RFE/RL'.
_JOIN = re.compile(r"\.? ?[-'’`./]? ?|\s&\s|[ \t]*\n[ \t]*")
_LONGEST_NAME = 80

_CAP = r"(?:[A-Z][\w’'-]{0,30}|[Aa]l|[Ee]l|de|del|la|of|and)"
_NATION = r"[A-Z][a-z]{2,20}(?:['’]s)?"
_BEFORE = re.compile(
    # 'Hawar News Agency', 'Northern Ledger newspaper', 'Tamazuj Radio'
    rf"\b(?:[A-Z][\w’'-]{{0,30}}\s)(?:{_CAP}\s){{0,4}}?"
    r"(?:News\sAgency|news\sagency|Press\sAgency|Times|Post|Herald|Tribune|Gazette|Chronicle|Courier|Daily\sNews"
    r"|TV|Television|television|Radio|radio|newspaper|magazine|newswire|news\swebsite|satellite\schannel)\b"
)
_STATE = re.compile(rf"\b{_NATION}\sstate(?:[- ]run)?\s(?:TV|television|radio|news\sagency)\b")
_AFTER = re.compile(
    # 'the newspaper El Matinal', 'the daily Northern Ledger', 'news agency Zhurnal', 'Radio Tamazuj'
    rf"\b(?:(?:newspaper|daily|weekly|broadcaster|news\sagency|news\ssite|news\swebsite|magazine|channel)\s"
    rf"(?P<name>(?:[A-Z]|al[- ]|el\s)[\w’'-]{{1,30}}(?:\s{_CAP}){{0,3}})"
    rf"|(?P<radio>Radio\s[A-Z][\w’'-]{{1,30}}(?:\s[A-Z][\w’'-]{{1,30}}){{0,2}}))"
)
_PATTERNS = (_STATE, _BEFORE, _AFTER)
_NOT_MEDIA = re.compile(
    r"(?:Command|Observation|Border|Military|Army|Police|Guard|Trading|Check|Security|Recent|First|Last|Modern)\s"
    r"(?:Post|Times)$|^\w+day$|^[A-Z][a-z]+(?:i|an|ese|ish)$|^(?:The|A|An|In|On|At|Local|State|Official|Several|Some|This|That)\s\w+$"
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_KIND_WORDS = re.compile(
    r"(?:(?<!\s)\s+(?:(?:state\s+)?news\s+)?(?:agency|agencies|newspaper|daily|tv|television|radio|channel|network|"
    r"website|site|magazine|news|correspondents?))$",
    re.IGNORECASE,
)
_AGENCY_THEN_NAME = re.compile(r"(?:[\w’'-]{1,20} ){0,5}[Aa]gency ([A-Z]{3,8})")
_BRACKETED = re.compile(r"(?:(?<!\s)\s+)?[(\[]([^()\[\]]{2,20})[)\]]$")
_WEB = re.compile(
    r"(?:https?://)?(?:www\.)?([a-z0-9-]+)\.(?:com|net|org|news|info|tv|co)\b\S{0,60}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Alias:
    name: str
    text: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class _Table:
    aliases: dict[str, _Alias]
    longest: dict[str, int]
    """By the first word of an alias, the number of words of the longest that begins with it."""


def media_name(text: str) -> str | None:
    """The canonical name of a medium, where the whole of ``text`` names one; else None.

    >>> media_name("the Syrian Arab News Agency (SANA)"), media_name("police")
    ('SANA', None)
    """
    plain = _ARTICLE.sub("", " ".join(text.split())).strip(' .,:;"“”')
    if not plain or len(plain) > _LONGEST_NAME:
        return None
    return _listed(plain) or _by_head(plain)


def find_media(text: str, *, doubtful: bool = False) -> Iterator[tuple[Span, str]]:
    """Find the media named in ``text``, in order and not overlapping, each with its canonical name.

    ``doubtful`` also gives names that are everyday words ('Time', 'Punch'): only for callers
    that look at the words around.

    >>> [(span.start, name) for span, name in find_media("Agence France-Presse and Radio Tamazuj had it.")]
    [(0, 'AFP'), (25, 'Radio Tamazuj')]
    """
    taken = bytearray(len(text))
    found = [*_free(_find_listed(text, doubtful=doubtful), taken), *_free(_find_by_head(text), taken)]
    yield from sorted(found, key=lambda pair: pair[0].start)


def _listed(plain: str) -> str | None:
    for candidate in _readings(plain):
        alias = _table().aliases.get(_key(candidate))
        if alias is not None and _case_fits(alias, candidate, whole=True):
            return alias.name
    return None


def _readings(plain: str) -> Iterator[str]:
    """The name as it stands, without its bracket, what the bracket holds, and without 'news agency'."""
    yield plain
    yield f"The {plain}" if plain[0].isupper() else plain
    if web := _WEB.fullmatch(plain):
        yield web[1].capitalize()
        yield web[1].upper()
    if bracket := _BRACKETED.search(plain):
        yield bracket[1]
        plain = plain[: bracket.start()]
        yield plain
    if (bare := _KIND_WORDS.sub("", plain)) != plain:
        yield bare
    # 'Kuwait News Agency KUNA', 'Russian news agency TASS'
    if named := _AGENCY_THEN_NAME.fullmatch(plain):
        yield named[1]


def _by_head(plain: str) -> str | None:
    if plain.isupper():
        return None
    for pattern in _PATTERNS:
        found = pattern.fullmatch(plain)
        if found is not None and not _NOT_MEDIA.search((name := _head_name(found))[1]):
            return name[1]
    return None


def _find_listed(text: str, *, doubtful: bool) -> Iterator[tuple[Span, str]]:
    table = _table()
    tokens = [(found.start(), found.end()) for found in _TOKEN.finditer(text)]
    at = 0
    while at < len(tokens):
        start, end = tokens[at]
        reach = table.longest.get(text[start:end].casefold(), 0)
        size = _match(text, tokens[at : at + reach], doubtful=doubtful) if reach else 0
        if size:
            span = Span.of(text, start, tokens[at + size - 1][1])
            yield span, table.aliases[_key(span.text)].name
        at += size or 1


def _match(text: str, tokens: Sequence[tuple[int, int]], *, doubtful: bool) -> int:
    """How many tokens the longest alias at the first token has; 0 where none fits."""
    for size in range(len(tokens), 0, -1):
        found = text[tokens[0][0] : tokens[size - 1][1]]
        alias = _table().aliases.get(_key(found))
        if alias is None or (alias.doubtful and not doubtful) or not _joined(text, tokens[:size]):
            continue
        if _case_fits(alias, found, whole=False):
            return size
    return 0


def _joined(text: str, tokens: Sequence[tuple[int, int]]) -> bool:
    return all(_JOIN.fullmatch(text[left[1] : right[0]]) for left, right in pairwise(tokens))


def _case_fits(alias: _Alias, found: str, *, whole: bool) -> bool:
    if alias.doubtful and found.islower():
        return False
    if " " not in alias.text and alias.text.isupper():
        # 'SANA' is an agency and 'Sana' may be anybody; a whole credit line may well say 'Afp'.
        return found.isupper() or whole
    return whole or not found[0].islower() or alias.text[0].islower()


def _find_by_head(text: str) -> Iterator[tuple[Span, str]]:
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            (start, end), name = _head_name(found)
            span = Span.of(text, start, end)
            if not span.text.isupper() and not _NOT_MEDIA.search(span.text):
                yield span, name


def _free(found: Iterator[tuple[Span, str]], taken: bytearray) -> Iterator[tuple[Span, str]]:
    """Those that overlap none given before; ``taken`` marks every character of those."""
    for span, name in found:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            yield span, name


def _head_name(found: re.Match[str]) -> tuple[tuple[int, int], str]:
    """Where the name proper stands in a match, and the name: without 'newspaper' or a leading article."""
    group = found.lastgroup or 0
    start, end = found.span(group)
    text = found[group]
    if article := _ARTICLE.match(text):
        start, text = start + article.end(), text[article.end() :]
    if common := re.search(r"\s(?:newspaper|magazine|newswire|news\swebsite|satellite\schannel)$", text):
        end, text = end - len(common[0]), text[: common.start()]
    text = " ".join(text.split())
    return (start, end), _listed(text) or text


def _key(text: str) -> str:
    return " ".join(_TOKEN.findall(text.casefold()))


@cache
def _table() -> _Table:
    aliases: dict[str, _Alias] = {}
    longest: dict[str, int] = {}
    for name, text, doubtful in _rows():
        key = _key(text)
        aliases.setdefault(key, _Alias(name, text, doubtful))
        words = key.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return _Table(aliases, longest)


def _rows() -> Iterator[tuple[str, str, bool]]:
    lines = files("reportedly.language").joinpath("media.psv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("#"):
            continue
        name, aliases, _kind, _country = line.split("|")
        given = [alias for alias in aliases.split(",") if alias]
        if f"?{name}" not in given:
            yield name, name, False
        for alias in given:
            yield name, alias.lstrip("?"), alias.startswith("?")
