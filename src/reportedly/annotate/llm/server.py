"""The one place where a network is used: an OpenAI-compatible server is asked, within bounds.

Nothing is sent but the messages, the model's name and the form of the answer; no redirect is followed and no
proxy of the environment is asked, so that the text goes to the address that was named and nowhere else.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx2
import openai

from reportedly._version import __version__
from reportedly.annotate.llm.cache import Kept
from reportedly.annotate.llm.form import SCHEMA
from reportedly.annotate.llm.prompt import Message
from reportedly.annotations import Server
from reportedly.errors import AnswerError, ServerError

T = TypeVar("T")

KEY = "REPORTEDLY_LLM_KEY"
"""The variable that holds the key of a server that asks for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """What one report may cost."""

    seconds: float = 300.0
    """Of one try, and of every silence within it."""
    connect: float = 15.0
    waits: tuple[float, ...] = (1.0, 5.0)
    """Seconds before the second try and the third."""
    longest_wait: float = 60.0
    """Seconds that a server can ask for with ``Retry-After``."""
    tries_of_answer: int = 2
    """Of an answer that cannot be used, the first included."""
    answer_bytes: int = 2_000_000
    answer_tokens: int = 4096
    given_up: int = 5
    """Reports in a row without an answer from which on each has one try."""


_FORMS: tuple[dict[str, Any], ...] = (
    {
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "claims", "strict": True, "schema": SCHEMA},
        }
    },
    {"response_format": {"type": "json_object", "schema": SCHEMA}},
    {},
)
"""How servers are told the form: OpenAI's way, that of llama.cpp's Python server, the prompt alone."""
_OTHER_FORM = frozenset({400, 404, 415, 422, 500, 501})
"""Answers to a form that a server does not know."""
_LATER = frozenset({408, 409, 425, 429})
_REFUSED = frozenset({401, 403})


class _TooMuch(httpx2.ReadError):
    """More bytes than an answer may have."""


class Asking:
    """Asks one server; several threads may ask at a time."""

    def __init__(
        self,
        server: Server,
        *,
        key: str | None,
        patience: Patience | None = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._server, self._sleep = server, sleep
        self._patience = patience or Patience()
        timeout = httpx2.Timeout(self._patience.seconds, connect=self._patience.connect)
        self._http = httpx2.Client(
            transport=_Bounded(self._patience), timeout=timeout, follow_redirects=False, trust_env=False
        )
        self._client = openai.OpenAI(
            api_key=key or "none",
            base_url=server.base_url,
            timeout=timeout,
            max_retries=0,
            http_client=self._http,
            default_headers={"Accept-Encoding": "identity", "User-Agent": f"reportedly/{__version__}"},
        )
        self._form: int | None = None
        self._lock = threading.Lock()
        self._failed = 0

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def ask(self, messages: Sequence[Message], read: Callable[[str], T]) -> tuple[Kept, T]:
        """An answer, and what ``read`` makes of it.

        Raises:
            AnswerError: no answer could be used.
            ServerError: there was none.
        """
        try:
            done = self._patiently(messages, read)
        except ServerError:
            with self._lock:
                self._failed += 1
            raise
        with self._lock:
            self._failed = 0
        return done

    def _patiently(self, messages: Sequence[Message], read: Callable[[str], T]) -> tuple[Kept, T]:
        patience = self._patience
        waits = list(patience.waits) if self._failed < patience.given_up else []
        answers = patience.tries_of_answer if waits else 1
        while True:
            try:
                kept = _content(self._in_some_form(messages))
                return kept, read(kept.content)
            except AnswerError:
                answers -= 1
                if answers < 1:
                    raise
            except _Again as again:
                if not waits:
                    raise again.error from None
                asked = min(again.after or 0.0, patience.longest_wait)
                self._sleep(max(waits.pop(0), asked))

    def _in_some_form(self, messages: Sequence[Message]) -> bytes:
        """The body of the reply; a form that the server does not know gives way to the next."""
        known = self._form
        for number, form in enumerate(_FORMS):
            if known is not None and number != known:
                continue
            try:
                body = self._once(messages, form)
            except openai.APIStatusError as error:
                last = number == len(_FORMS) - 1
                if known is None and not last and error.status_code in _OTHER_FORM:
                    continue
                raise self._of_status(error) from None
            except openai.APITimeoutError:
                raise _Again(
                    self._fault(f"did not answer within {self._patience.seconds:g} seconds")
                ) from None
            except openai.APIConnectionError as error:
                if isinstance(error.__cause__, _TooMuch):
                    most = self._patience.answer_bytes
                    raise AnswerError(f"{self._where}: the answer has more than {most:,} bytes") from None
                cause = type(error.__cause__).__name__
                raise _Again(self._fault(f"cannot be reached or broke off ({cause})")) from None
            with self._lock:
                self._form = number
            return body
        raise AssertionError("the last form either answers or raises")

    def _once(self, messages: Sequence[Message], form: dict[str, Any]) -> bytes:
        reply = self._client.chat.completions.with_raw_response.create(
            model=self._server.model,
            messages=[{"role": each.role, "content": each.content} for each in messages],  # type: ignore[misc]
            temperature=0,
            max_tokens=self._patience.answer_tokens,
            extra_body=form,
        )
        return bytes(reply.content)

    def _of_status(self, error: openai.APIStatusError) -> Exception:
        """What a status means; never the server's own words, which may hold anything."""
        status = error.status_code
        if status in _REFUSED:
            return self._fault(f"does not let us in (HTTP {status}); its key goes into {KEY}")
        if status == 404:
            return self._fault("has no such model or address (HTTP 404)")
        if 300 <= status < 400:
            return self._fault(f"sends elsewhere (HTTP {status}), which is not followed; name that address")
        fault = self._fault(f"answers with HTTP {status}")
        if status in _LATER or status >= 500:
            return _Again(fault, after=_seconds(error.response.headers.get("retry-after")))
        return fault

    @property
    def _where(self) -> str:
        return f"{self._server.base_url} ({self._server.model})"

    def _fault(self, what: str) -> ServerError:
        return ServerError(f"{self._where} {what}")


class _Again(Exception):
    """It may go better later; ``after`` is the seconds that the server asks for."""

    def __init__(self, error: ServerError, after: float | None = None) -> None:
        super().__init__(str(error))
        self.error, self.after = error, after


def _seconds(told: str | None) -> float | None:
    try:
        return max(0.0, float(told)) if told else None
    except ValueError:
        return None


def _content(body: bytes) -> Kept:
    """The one message of a reply.

    Raises:
        AnswerError: it is no reply of the protocol, or the model did something else than answer.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise AnswerError("the reply is not JSON, or was cut off") from None
    choices = data.get("choices") if isinstance(data, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    if not isinstance(first, dict) or not isinstance(message, dict):
        raise AnswerError("the reply has no message")
    if first.get("finish_reason") == "length":
        raise AnswerError("the answer was cut off at the greatest length that is allowed")
    if message.get("tool_calls") or message.get("function_call"):
        raise AnswerError("the model calls a tool, and it has none")
    if message.get("refusal") or first.get("finish_reason") == "content_filter":
        raise AnswerError("the model, or a filter before it, refuses to answer")
    content = message.get("content")
    if not isinstance(content, str) or not content.strip():
        raise AnswerError("the message is empty")
    usage = data.get("usage")
    return Kept(
        content=content,
        prompt_tokens=_count(usage, "prompt_tokens"),
        answer_tokens=_count(usage, "completion_tokens"),
    )


def _count(usage: object, name: str) -> int:
    value = usage.get(name) if isinstance(usage, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0


class _Bounded(httpx2.BaseTransport):
    """Sends requests; what comes back ends at so many bytes and so many seconds, errors' bodies too."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._inner = httpx2.HTTPTransport(trust_env=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        until = time.monotonic() + self._patience.seconds
        reply = self._inner.handle_request(request)
        if reply.headers.get("content-encoding", "identity").lower() != "identity":
            reply.close()
            raise _TooMuch("the reply is packed, though that was not asked for")
        stream = _Stream(reply, most=self._patience.answer_bytes, until=until)
        return httpx2.Response(reply.status_code, headers=reply.headers, stream=stream)

    def close(self) -> None:
        self._inner.close()


class _Stream(httpx2.SyncByteStream):
    def __init__(self, reply: httpx2.Response, *, most: int, until: float) -> None:
        self._reply, self._most, self._until = reply, most, until

    def __iter__(self) -> Iterator[bytes]:
        seen = 0
        stream = self._reply.stream
        if not isinstance(stream, httpx2.SyncByteStream):
            raise TypeError("the transport gives a stream of another kind")
        for chunk in stream:
            seen += len(chunk)
            if seen > self._most:
                raise _TooMuch("the reply is too long")
            if time.monotonic() > self._until:
                raise httpx2.ReadTimeout("the reply takes too long")
            yield chunk

    def close(self) -> None:
        self._reply.close()
