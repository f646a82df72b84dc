"""A server that breaks the protocol: each way ends in a row with stage and reason or in a retried success."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from short_reports import doers, report_of
from stub_server import Handler, Reply, Request, answer, claim, completion, reader_of, stub

from reportedly.annotate.llm.server import Asking, Patience
from reportedly.annotations import Server
from reportedly.errors import ServerError
from reportedly.reading import one_by_one
from reportedly.records import Reading, Reason, Report, Skipped, Stage

GOOD = answer(claim(0, "The Red Front", attack="shot"))
SHORT = Patience(seconds=0.3, connect=2.0, waits=(0.0, 0.0), answer_bytes=50_000)


def report() -> Report:
    return report_of("The Red Front shot two men dead in Gazra.")


def said(body: object, **how: object) -> Reply:
    return lambda handler: handler.reply(body, **how)  # type: ignore[arg-type]


def stops_halfway(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", "5000")
    handler.end_headers()
    handler.wfile.write(json.dumps(completion(GOOD)).encode()[:80])


def hangs(handler: Handler) -> None:
    handler.stub.stopping.wait(20)


def closes_at_once(handler: Handler) -> None:
    handler.close_connection = True


def never_ends(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.end_headers()
    while not handler.stub.stopping.wait(0.02):
        handler.wfile.write(b" " * 10)
        handler.wfile.flush()


def floods(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.end_headers()
    while not handler.stub.stopping.is_set():
        handler.wfile.write(b'{"a":' * 10_000)


def floods_with_an_error(handler: Handler) -> None:
    handler.send_response(500)
    handler.end_headers()
    while not handler.stub.stopping.is_set():
        handler.wfile.write(b"sorry " * 10_000)


def packed(handler: Handler) -> None:
    handler.reply(b"\x1f\x8b\x08\x00", content_encoding="gzip")


def with_claims(claims: object) -> str:
    return json.dumps({"claims": claims, "details": []})


BROKEN: dict[str, tuple[str | Reply, Reason]] = {
    "no JSON": (said(b"<html>Welcome</html>", kind="text/html"), Reason.MALFORMED),
    "JSON of another kind": (said(["no", "object"]), Reason.MALFORMED),
    "a reply cut short": (stops_halfway, Reason.FAILED),
    "nothing at all": (closes_at_once, Reason.FAILED),
    "an empty body": (said(b""), Reason.MALFORMED),
    "no choices": (said(completion(GOOD) | {"choices": []}), Reason.MALFORMED),
    "choices of another kind": (said(completion(GOOD) | {"choices": [3]}), Reason.MALFORMED),
    "no message": (said({"choices": [{"finish_reason": "stop"}]}), Reason.MALFORMED),
    "an empty message": (said(completion("  ")), Reason.MALFORMED),
    "a message that is no text": (said(completion(None)), Reason.MALFORMED),
    "a tool is called": (
        said(completion(None, tool_calls=[{"function": {"name": "browse", "arguments": "{}"}}])),
        Reason.MALFORMED,
    ),
    "the model refuses": (said(completion(None, refusal="I cannot help with that.")), Reason.MALFORMED),
    "a filter refuses": (said(completion("", finish="content_filter")), Reason.MALFORMED),
    "an answer cut at the limit": (said(completion(GOOD[:40], finish="length")), Reason.MALFORMED),
    "an answer in words": ("The Red Front did it.", Reason.MALFORMED),
    "an answer that is cut JSON": (GOOD[:60], Reason.MALFORMED),
    "a list as answer": ("[]", Reason.MALFORMED),
    "no claims in it": ('{"details": []}', Reason.MALFORMED),
    "claims of another kind": (with_claims({"a": 1}), Reason.MALFORMED),
    "a claim that is a text": (with_claims(["The Red Front"]), Reason.MALFORMED),
    "a number as actor": (with_claims([claim(0, "x") | {"actor": 7}]), Reason.MALFORMED),
    "an unknown stance": (with_claims([claim(0, "x", stance="swears")]), Reason.MALFORMED),
    "a line that is a text": (with_claims([claim(0, "x") | {"line": "0"}]), Reason.MALFORMED),
    "a million claims": (with_claims([claim(0, "The Red Front")] * 300), Reason.MALFORMED),
    "JSON without end of depth": (said(b"[" * 100_000), Reason.MALFORMED),
    "a number without end": (said(b'{"choices": ' + b"9" * 9_000 + b"}"), Reason.MALFORMED),
    "a long body": (floods, Reason.MALFORMED),
    "a long error": (floods_with_an_error, Reason.MALFORMED),
    "a packed body": (packed, Reason.MALFORMED),
    "HTTP 500 for ever": (said({"error": "x"}, status=500), Reason.FAILED),
    "HTTP 429 for ever": (said({"error": "x"}, status=429), Reason.FAILED),
    "HTTP 401": (said({"error": "x"}, status=401), Reason.FAILED),
    "HTTP 404": (said({"error": "x"}, status=404), Reason.FAILED),
    "a redirect": (said(b"", status=302, location="http://127.0.0.1:9/v1"), Reason.FAILED),
}


@pytest.mark.parametrize("how", BROKEN)
def test_what_breaks_the_protocol_is_a_row_with_stage_and_reason(how: str, tmp_path: Path) -> None:
    reply, reason = BROKEN[how]
    with stub(lambda request: reply) as running, reader_of(running, tmp_path) as reader:
        (row,) = one_by_one([report()], reader)
    assert isinstance(row, Skipped)
    assert (row.stage, row.reason) == (Stage.ANNOTATE, reason)
    assert row.origin == report().origin
    assert "Error: EB" in row.detail
    assert "I cannot help" not in row.detail
    assert list(tmp_path.glob("*")) == []


@pytest.mark.parametrize("how", [hangs, never_ends])
def test_what_takes_for_ever_ends(how: Reply, tmp_path: Path) -> None:
    with stub(lambda request: how) as running, reader_of(running, tmp_path, patience=SHORT) as reader:
        (row,) = one_by_one([report()], reader)
    assert isinstance(row, Skipped)
    assert (row.stage, row.reason) == (Stage.ANNOTATE, Reason.FAILED)
    assert "within 0.3 seconds" in row.detail
    assert len(running.requests) == 3


def test_a_server_that_is_not_there_is_named_with_its_address(tmp_path: Path) -> None:
    with stub(lambda request: GOOD) as running:
        gone = running
    with reader_of(gone, tmp_path) as reader:
        (row,) = one_by_one([report()], reader)
    assert isinstance(row, Skipped)
    assert gone.url in row.detail
    assert "cannot be reached" in row.detail


def first_then_good(first: str | Reply) -> Callable[[Request], str | Reply]:
    """What breaks once only."""
    replies = iter([first])
    return lambda request: next(replies, GOOD)


@pytest.mark.parametrize(
    "how",
    [
        "no JSON", "a reply cut short", "nothing at all", "no choices", "an answer in words",
        "an answer that is cut JSON", "HTTP 429 for ever", "HTTP 500 for ever", "the model refuses",
    ],
)  # fmt: skip
def test_what_breaks_once_is_tried_again(how: str, tmp_path: Path) -> None:
    with stub(first_then_good(BROKEN[how][0])) as running, reader_of(running, tmp_path) as reader:
        (found,) = one_by_one([report()], reader)
    assert isinstance(found, Reading)
    assert [each.actor for each in doers(found)] == ["The Red Front"]
    assert len(running.requests) == 2


def waited(reply: Reply, longest_wait: float = 60.0) -> list[float]:
    """The seconds that are waited for before each new try."""
    slept: list[float] = []
    with stub(lambda request: reply) as running:
        asking = Asking(
            Server(base_url=running.url, model="m"), key=None,
            patience=Patience(waits=(1.0, 5.0), longest_wait=longest_wait), sleep=slept.append,
        )  # fmt: skip
        with pytest.raises(ServerError):
            asking.ask([], str)
        asking.close()
    return slept


def test_each_try_waits_longer() -> None:
    assert waited(said({}, status=503)) == [1.0, 5.0]


def test_a_server_that_says_when_is_heard_within_a_bound() -> None:
    assert waited(said({}, status=429, retry_after="3")) == [3.0, 5.0]
    assert waited(said({}, status=429, retry_after="86400"), longest_wait=20) == [20, 20]
    assert waited(said({}, status=429, retry_after="tomorrow")) == [1.0, 5.0]


def test_a_key_that_is_refused_is_not_tried_again() -> None:
    assert waited(said({}, status=401)) == []


def test_a_server_that_knows_another_form_is_asked_in_that(tmp_path: Path) -> None:
    def picky(request: Request) -> str | Reply:
        form = request.get("response_format", {}).get("type")
        return GOOD if form == "json_object" else said({"error": "no such form"}, status=500)

    with stub(picky) as running, reader_of(running, tmp_path) as reader:
        reader.annotate([report(), report_of("The Red Front shot three men dead in Gazra.")])
    forms = [each.get("response_format", {}).get("type") for each in running.requests]
    assert forms == ["json_schema", "json_object", "json_object"]
    assert "schema" in running.requests[1]["response_format"]


def test_a_server_that_knows_no_form_is_asked_in_words_alone(tmp_path: Path) -> None:
    def plain(request: Request) -> str | Reply:
        return said({}, status=400) if "response_format" in request else GOOD

    with stub(plain) as running, reader_of(running, tmp_path) as reader:
        assert reader.annotate([report()])[0].marks
    assert len(running.requests) == 3


def test_after_five_reports_in_a_row_without_an_answer_each_is_tried_once(tmp_path: Path) -> None:
    reports = [report_of(f"The Red Front shot {n} men dead.") for n in range(7)]
    with stub(lambda request: said({}, status=429)) as running, reader_of(running, tmp_path) as reader:
        for each in reports:
            list(one_by_one([each], reader))
    assert len(running.requests) == 5 * 3 + 2


def test_one_that_fails_costs_no_other(tmp_path: Path) -> None:
    reports = [report_of(f"The Red Front shot {n} men dead.") for n in range(2, 8)]

    def every_second(request: Request) -> str | Reply:
        return GOOD if "shot 4" not in request["messages"][1]["content"] else "no answer"

    with stub(every_second) as running, reader_of(running, tmp_path) as reader:
        found = list(one_by_one(reports, reader))
    assert [isinstance(each, Reading) for each in found] == [True, True, False, True, True, True]


def test_no_proxy_of_the_environment_sees_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with stub(lambda request: GOOD) as proxy, stub(lambda request: GOOD) as running:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        with reader_of(running, tmp_path) as reader:
            assert reader.annotate([report()])[0].marks
    assert proxy.requests == []
