"""Bytes made into others: tokens, splices, cuts and single bytes, by number, the same at every run."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

_TOKENS = re.compile(rb"<[^<>]{0,200}>|&#?\w{1,8};|[^<&]{1,80}|.", re.DOTALL)
MOST_GROWTH = 4
"""So many times its length may a seed grow, so that 100,000 of them take an hour and not a day."""

WORDS: tuple[bytes, ...] = (
    *(b"<p>", b"</p>", b"<div>", b"</div>", b"<i>", b"<b", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>"),
    *(
        b"<plaintext>",
        b"<xmp>",
        b"<textarea>",
        b"<title>",
        b"</title>",
        b"<script>",
        b"</script>",
        b"<style>",
    ),
    *(b"<table><tr><td>", b"<td colspan=99999999999>", b"<svg>", b"<math>", b"<template>", b"<noscript>"),
    *(b"<iframe srcdoc='<p>'>", b"<base href='javascript:0'>", b"<meta charset=utf-16>", b"<meta charset=x>"),
    *(
        b"<body>",
        b"</body>",
        b"<html>",
        b"</html>",
        b"<head>",
        b"<frameset>",
        b"<select><option>",
        b"<a href='",
    ),
    *(
        b'<script type="application/ld+json">',
        b'{"@type":"NewsArticle","headline":',
        b'"@graph":[',
        b"]}",
        b"{",
    ),
    *(b"datePublished", b'"2024-02-30"', b'"0001-01-01T00:00:00+99:99"', b"9999-12-31", b"null", b"1e999"),
    *(b"&#0;", b"&#xD800;", b"&#x110000;", b"&#99999999999;", b"&nbsp;", b"&amp;amp;", b"&lt", b"&bogus;"),
    *(
        b"\x00",
        b"\x1b[2J",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"+ADw-p+AD4-",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
    ),
    *(
        each.encode()
        for each in ("\u202e", "\u2066", "\u200f", "\u0301" * 40, "\u2028", "\x85", "\ufeff", "\U0001f4a5")
    ),
    *(
        b"Reuters reported ",
        b"Source: AFP",
        b"(AP) -- ",
        b"By ",
        b" told ",
        b"KABUL, May 3 (",
        b"\n\n",
        b"\r\n\t",
    ),
    *(b"-1", b"2147483648", b"9" * 30, b"%n%s", b"'", b'"', b"`", b"=", b" ", b"\\", b"../", b"{{7*7}}"),
)


def mutated(seeds: Sequence[bytes], number: int, *, words: Sequence[bytes] = WORDS) -> bytes:
    """Mutation ``number`` of the seeds, each of which comes up in turn."""
    chance = random.Random(number)  # noqa: S311
    data = seed = seeds[number % len(seeds)]
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        data = chance.choice(_CHANGES)(data, chance, seeds, words)
        data = data[: MOST_GROWTH * len(seed) + 4_096]
    return data


Change = Callable[[bytes, random.Random, Sequence[bytes], Sequence[bytes]], bytes]


def _place(data: bytes, chance: random.Random, most: int = 400) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + int(most ** chance.random()))


def _bytes(data: bytes, chance: random.Random, *_: Sequence[bytes]) -> bytes:
    made = bytearray(data)
    for _at in range(chance.choice((1, 1, 4, 32))):
        if made:
            made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def _cut(data: bytes, chance: random.Random, *_: Sequence[bytes]) -> bytes:
    start, end = _place(data, chance, most=len(data) or 1)
    return chance.choice((data[:start], data[start:], data[:start] + data[end:]))


def _again(data: bytes, chance: random.Random, *_: Sequence[bytes]) -> bytes:
    start, end = _place(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 8, 64)) + data[end:]


def _elsewhere(data: bytes, chance: random.Random, *_: Sequence[bytes]) -> bytes:
    start, end = _place(data, chance, most=4_000)
    rest = data[:start] + data[end:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _spliced(data: bytes, chance: random.Random, seeds: Sequence[bytes], _: Sequence[bytes]) -> bytes:
    other = chance.choice(seeds)
    start, end = _place(other, chance, most=8_000)
    at = chance.randrange(len(data) + 1)
    return chance.choice((data[:at] + other[start:], data[:at] + other[start:end] + data[at:]))


def _word(data: bytes, chance: random.Random, _: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    for _at in range(chance.choice((1, 1, 3, 10))):
        start, end = _place(data, chance, most=20)
        end = chance.choice((start, end))
        data = data[:start] + chance.choice(words) * chance.choice((1, 1, 1, 50)) + data[end:]
    return data


def _tokens(data: bytes, chance: random.Random, *_: Sequence[bytes]) -> bytes:
    parts = _TOKENS.findall(data)
    for _at in range(chance.choice((1, 2, 8))):
        if len(parts) > 1:
            one, other = chance.randrange(len(parts)), chance.randrange(len(parts))
            how = chance.randrange(4)
            if how == 0:
                parts[one], parts[other] = parts[other], parts[one]
            elif how == 1:
                parts[one] = b""
            elif how == 2:
                parts.insert(one, parts[other])
            else:
                parts[one] = parts[one][: len(parts[one]) // 2]
    return b"".join(parts)


def _recoded(data: bytes, chance: random.Random, *_: Sequence[bytes]) -> bytes:
    """The same characters in another coding, with or without saying so."""
    text = data.decode("utf-8", "replace")
    codec = chance.choice(
        ("utf-16", "utf-16-be", "utf-7", "utf-32", "shift_jis", "windows-1251", "cp037", "hz")
    )
    made = text.encode(codec, "ignore")
    return chance.choice((b"", b"\xef\xbb\xbf", b"\xff\xfe")) + made


_CHANGES: tuple[Change, ...] = (
    _bytes,
    _cut,
    _again,
    _elsewhere,
    _spliced,
    _word,
    _word,
    _tokens,
    _tokens,
    _recoded,
)
