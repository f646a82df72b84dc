"""A JSON value from outside, and where in its file it stands."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from reportedly.errors import EvidenceError, LedgerFormatError, RecordError
from reportedly.records import Span

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value and the path that leads to it, so that a refusal can say where."""

    value: Any
    path: str

    def fail(self, what: str) -> NoReturn:
        """Refuse, saying where."""
        raise LedgerFormatError(f"{self.path}: {what}")

    def _is(self, kind: type[T], name: str) -> T:
        # bool is an int to Python and never to a ledger.
        if not isinstance(self.value, kind) or (kind is not bool and isinstance(self.value, bool)):
            found = "nothing" if self.value is None else json_kind(self.value)
            self.fail(f"{name} is needed, not {found}")
        return self.value

    def field(self, name: str) -> Node:
        """A field of an object; null where it is missing."""
        return Node(self._is(dict, "an object").get(name), f"{self.path}.{name}".lstrip("."))

    def items(self) -> list[Node]:
        """The items of a list."""
        return [Node(item, f"{self.path}[{at}]") for at, item in enumerate(self._is(list, "a list"))]

    def some(self, read: Callable[[Node], T]) -> T | None:
        """What ``read`` makes of it; None for null."""
        return None if self.value is None else read(self)

    def many(self, read: Callable[[Node], T]) -> tuple[T, ...]:
        """What ``read`` makes of each item."""
        return tuple(map(read, self.items()))

    def some_many(self, read: Callable[[Node], T]) -> tuple[T, ...]:
        """What ``read`` makes of each item; nothing for null."""
        return () if self.value is None else self.many(read)

    def text(self) -> str:
        """Text that UTF-8 can hold."""
        text = self._is(str, "text")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            self.fail(f"text has a lone surrogate at character {error.start}")
        return text

    def whole(self) -> int:
        """A whole number."""
        return self._is(int, "a whole number")

    def real(self) -> float:
        """A finite number."""
        number = self.value if isinstance(self.value, float) else self.whole()
        try:
            # float() of an int beyond 1.8e308 overflows; json reads 1e999 as infinity.
            return float(number) if math.isfinite(number) else self.fail("the number is not finite")
        except OverflowError:
            self.fail("the number is too large")

    def flag(self) -> bool:
        """True or false."""
        return self._is(bool, "true or false")

    def choice(self, kind: type[E]) -> E:
        """A word of a closed vocabulary."""
        try:
            return kind(self.text())
        except ValueError:
            self.fail(f"{self.value[:60]!r} is none of {', '.join(kind)}")

    def date(self) -> dt.date:
        """A day, ISO 8601."""
        try:
            return dt.date.fromisoformat(self.text())
        except ValueError:
            self.fail(f"{self.value[:60]!r} is no date such as 2021-11-08")

    def instant(self) -> dt.datetime:
        """A time, ISO 8601, with its offset where it has one."""
        try:
            return dt.datetime.fromisoformat(self.text())
        except ValueError:
            self.fail(f"{self.value[:60]!r} is no time such as 2021-11-08T09:30:00+03:00")

    def span(self, text: str) -> Span:
        """``[start, end]`` as a span of ``text``."""
        ends = self.many(Node.whole)
        if len(ends) != 2:
            self.fail("a span is [start, end]")
        return self.make(lambda: Span.of(text, *ends))

    def make(self, build: Callable[[], T]) -> T:
        """Let a record verify itself, and say where it refuses."""
        try:
            return build()
        except (EvidenceError, RecordError) as error:
            self.fail(str(error.args[0]))


def json_kind(value: object) -> str:
    """What JSON calls a value of this type."""
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a whole number"}
    return names.get(type(value), "a number")
