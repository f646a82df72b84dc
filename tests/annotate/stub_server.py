"""A server of OpenAI's protocol on this machine, that answers what a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("openai", reason="needs openai: pip install 'reportedly[llm]'")

from reportedly.annotate.llm.annotator import LlmAnnotator
from reportedly.annotate.llm.cache import Cache
from reportedly.annotate.llm.server import Asking, Patience
from reportedly.annotations import Server

QUICK = Patience(seconds=5.0, connect=5.0, waits=(0.0, 0.0), answer_bytes=200_000)
"""No wait between tries."""

Request = dict[str, Any]
Reply = Callable[["Handler"], None]
"""Writes the whole of a reply by hand."""


@dataclass(slots=True)
class Stub:
    """A running server: what it was asked, and how it answers."""

    answer: Callable[[Request], str | Reply]
    requests: list[Request] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    stopping: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"
    stub: Stub

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        request = json.loads(body)
        self.stub.requests.append(request)
        self.stub.headers.append({name.lower(): value for name, value in self.headers.items()})
        answer = self.stub.answer(request)
        try:
            if callable(answer):
                answer(self)
            else:
                self.reply(completion(answer))
        except (BrokenPipeError, ConnectionResetError):
            pass  # who asked went away, which is what some tests are about

    def reply(
        self, body: object, *, status: int = 200, kind: str = "application/json", **headers: str
    ) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(raw)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on standard error."""


def completion(content: str | None, *, finish: str = "stop", **message: object) -> dict[str, Any]:
    """A reply of the protocol with one message."""
    told = {"role": "assistant", "content": content} | message
    return {
        "id": "x",
        "object": "chat.completion",
        "choices": [{"index": 0, "finish_reason": finish, "message": told}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100},
    }


def claim(line: int, actor: str | None, source: str | None = None, **more: object) -> dict[str, object]:
    """A claim in the form of the answer; ``alleges`` and certain unless told otherwise."""
    return {
        "line": line,
        "actor": actor,
        "actor_name": None,
        "role": "perpetrator",
        "stance": "alleges",
        "certainty": "certain",
        "source": source,
        "source_name": None,
        "source_kind": "organisation" if source else "report",
        "source_role": "police" if source else "media",
        "cue": None,
        "content": None,
        "attack": None,
        "via": [],
        "together": None,
    } | more


def answer(*claims: dict[str, object], details: Sequence[tuple[int, str, str]] = ()) -> str:
    """A whole answer."""
    told = [{"line": line, "kind": kind, "quote": quote} for line, kind, quote in details]
    return json.dumps({"claims": list(claims), "details": told})


@contextmanager
def stub(answer: Callable[[Request], str | Reply]) -> Iterator[Stub]:
    """Run a server on a free port of this machine."""
    running = Stub(answer)
    handler = type("Handler", (Handler,), {"stub": running})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    running.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def reader_of(
    running: Stub, folder: Path, *, model: str = "a-model", key: str | None = None, patience: Patience = QUICK
) -> Iterator[LlmAnnotator]:
    """The reader that asks it, with its cache in a folder."""
    server = Server(base_url=running.url, model=model)
    asking = Asking(server, key=key, patience=patience, sleep=lambda seconds: None)
    try:
        yield LlmAnnotator(server, asking, Cache(folder))
    finally:
        asking.close()
