"""Answers of servers that are well, slow, broken, endless or lying: bytes or a row, within the bounds."""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from shutil import which

import pytest

from fetch.sites import QUICK, Site, bare, fetched, fetching, guard, html_answer, page, redirect, site
from reportedly.fetch import fetch_pages
from reportedly.fetch.exchange import AGENT
from reportedly.limits import Limits
from reportedly.records import Fetched, Reason, Skipped, Stage


@pytest.fixture
def running() -> Iterator[Site]:
    with site() as found:
        yield found


def answered(running: Site, answer: bytes | Callable[[socket.socket], None]) -> Fetched | Skipped:
    running.answers["/"] = answer
    return fetched(running)


def row(found: Fetched | Skipped) -> tuple[Reason, str]:
    assert isinstance(found, Skipped), found
    assert found.stage is Stage.FETCH
    assert found.detail
    return found.reason, found.detail


# --- what comes through -----------------------------------------------------------------------------------


def test_a_page_comes_with_its_address_kind_and_charset(running: Site) -> None:
    found = answered(running, html_answer(page(), kind='Text/HTML; Charset="UTF-8"'))
    assert isinstance(found, Fetched)
    assert (found.data, found.media_type, found.charset) == (page(), "text/html", "utf-8")
    assert found.asked == found.address == running.url("/")
    assert found.fetched_at.tzinfo is not None


def test_what_is_sent_is_little_and_says_who_asks(running: Site) -> None:
    answered(running, html_answer(page()))
    lines = running.requests[0].decode().split("\r\n")
    assert lines[0] == "GET / HTTP/1.1"
    assert f"User-Agent: {AGENT}" in lines
    assert f"Host: news.example:{running.port}" in lines
    assert not any(line.lower().startswith(("cookie", "authorization", "referer", "from")) for line in lines)


@pytest.mark.parametrize(
    "answer",
    [
        bare(["Transfer-Encoding: chunked"], b"3\r\n<p>\r\n7;x=y\r\nchunks.\r\n0\r\nX: y\r\n\r\n"),
        bare([], b"<p>chunks."),
        bare(["Content-Length: 10"], b"<p>chunks."),
        bare(["Content-Length: 10", "Content-Length: 10"], b"<p>chunks."),
        b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>chunks.",
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + bare(["Content-Length: 10"], b"<p>chunks."),
        bare(["Content-Length: 10"], b"<p>chunks. and more that was not announced"),
    ],
    ids=["chunks", "closed", "length", "twice the same length", "old", "hints", "more than announced"],
)
def test_a_body_is_taken_however_it_is_marked_off(running: Site, answer: bytes) -> None:
    found = answered(running, answer)
    assert isinstance(found, Fetched), found
    assert found.data == b"<p>chunks."


def test_a_packed_page_is_unpacked(running: Site) -> None:
    found = answered(running, html_answer(gzip.compress(page(), mtime=0), more=["Content-Encoding: gzip"]))
    assert isinstance(found, Fetched)
    assert found.data == page()


def test_redirects_are_followed_to_the_page(running: Site) -> None:
    running.answers |= {
        "/a": redirect("/b", "301 Moved"),
        "/b": redirect(f"//m.news.example:{running.port}/c"),
    }
    running.answers["/c"] = html_answer(page())
    found = fetched(running, "/a")
    assert isinstance(found, Fetched)
    assert (found.asked, found.address) == (running.url("/a"), running.url("/c", host="m.news.example"))


def test_an_address_is_asked_once_a_run(running: Site) -> None:
    running.answers["/"] = html_answer(page())
    first, second = fetch_pages([running.url("/"), running.url("/#part")], fetching(running))
    assert isinstance(first, Fetched)
    assert row(second)[0] is Reason.DUPLICATE
    assert running.asked == ["/"]


# --- what the server says ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("404 Not Found", Reason.NOT_FOUND),
        ("410 Gone", Reason.NOT_FOUND),
        ("403 Forbidden", Reason.UNREACHABLE),
        ("429 Too Many Requests", Reason.UNREACHABLE),
        ("451 Unavailable", Reason.UNREACHABLE),
        ("503 Service Unavailable", Reason.UNREACHABLE),
        ("204 No Content", Reason.UNREACHABLE),
        ("206 Partial Content", Reason.UNREACHABLE),
        ("304 Not Modified", Reason.UNREACHABLE),
        ("302 Found", Reason.UNREACHABLE),
    ],
)
def test_a_status_that_gives_no_page_is_told(running: Site, status: str, reason: Reason) -> None:
    body = b"" if status[:3] in ("204", "304") else b"<p>no page"
    found = row(answered(running, html_answer(body, status=status)))
    assert found[0] is reason
    assert status[:3] in found[1]


def test_it_tells_when_to_try_again(running: Site) -> None:
    answer = html_answer(b"", status="503 Busy", more=["Retry-After: 120"])
    assert "try again after 120" in row(answered(running, answer))[1]


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "application/octet-stream", "text/css"])
def test_the_body_of_another_kind_is_not_waited_for(running: Site, kind: str) -> None:
    def sending(connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: 9\r\n\r\n".encode())
        with suppress(OSError):
            connection.recv(1)

    reason, detail = row(answered(running, sending))
    assert reason is Reason.NOT_SUPPORTED
    assert kind in detail


def test_an_answer_without_a_kind_is_taken(running: Site) -> None:
    found = answered(running, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nHi")
    assert isinstance(found, Fetched)
    assert (found.data, found.media_type, found.charset) == (b"Hi", None, None)


# --- what is broken ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\r\n\r\n",
        b"hello\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\n",
        bare(["Content-Length: 20"], b"<p>short"),
        bare(["Content-Length: -1"], b"<p>"),
        bare(["Content-Length: 3x"], b"<p>"),
        bare(["Content-Length: 1_0"], b"<p>chunks."),
        bare(["Content-Length: 3", "Content-Length: 4"], b"<p>."),
        bare(["Content-Length: 3", "Transfer-Encoding: chunked"], b"3\r\n<p>\r\n0\r\n\r\n"),
        bare(["Transfer-Encoding: gzip, chunked"], b"3\r\n<p>\r\n0\r\n\r\n"),
        bare(["Transfer-Encoding: xchunked"], b"3\r\n<p>\r\n0\r\n\r\n"),
        bare(["Transfer-Encoding: chunked"], b"3\r\n<p>\r\n"),
        bare(["Transfer-Encoding: chunked"], b"-3\r\n<p>\r\n0\r\n\r\n"),
        bare(["Transfer-Encoding: chunked"], b"0x3\r\n<p>\r\n0\r\n\r\n"),
        bare(["Transfer-Encoding: chunked"], b"3\r\n<p>lies\r\n0\r\n\r\n"),
        bare(["Transfer-Encoding: chunked"], b"F" * 40 + b"\r\n<p>"),
        bare(["Na me: x", "Content-Length: 3"], b"<p>"),
        bare(["Name : x", "Content-Length: 3"], b"<p>"),
        bare(["Nul: a\0b", "Content-Length: 3"], b"<p>"),
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 40,
        bare(["Content-Encoding: gzip", "Content-Length: 3"], b"<p>"),
        bare(["Content-Encoding: gzip"], gzip.compress(b"<p>" * 99, mtime=0)[:-4]),
    ],
)
def test_no_whole_answer_is_malformed(running: Site, answer: bytes) -> None:
    assert row(answered(running, answer))[0] is Reason.MALFORMED


def test_a_connection_that_breaks_is_told(running: Site) -> None:
    def breaking(connection: socket.socket) -> None:
        connection.sendall(bare(["Content-Length: 90"], b"<p>"))
        # An abort instead of an end: the reader is told of a reset.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    assert row(answered(running, breaking))[0] in (Reason.UNREACHABLE, Reason.MALFORMED)


def test_nobody_at_the_port_is_told(running: Site) -> None:
    with socket.create_server(("127.0.0.2", 0)) as closed:
        port = closed.getsockname()[1]
    how = replace(fetching(running), guard=replace(guard(running), ports=frozenset({port})))
    (found,) = fetch_pages([f"http://news.example:{port}/"], how)
    assert row(found)[0] is Reason.UNREACHABLE


def test_a_name_that_nobody_knows_is_told(running: Site) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    (found,) = fetch_pages([running.url()], replace(fetching(running), guard=guard(running, resolve=unknown)))
    reason, detail = row(found)
    assert reason is Reason.UNREACHABLE
    assert "news.example" in detail


# --- what is too much -------------------------------------------------------------------------------------


def endless(piece: bytes) -> Callable[[socket.socket], None]:
    def sending(connection: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection.sendall(piece)

    return sending


def begun(head: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    def sending(connection: socket.socket) -> None:
        connection.sendall(head)
        endless(piece)(connection)

    return sending


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SMALL = replace(QUICK, fetch_wire_bytes=200_000, fetch_bytes=300_000)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (begun(HEAD + b"\r\n", b"<p>endless</p>" * 1_000), Reason.TOO_LARGE),
        (
            begun(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"400\r\n" + b"x" * 0x400 + b"\r\n"),
            Reason.TOO_LARGE,
        ),
        (bare(["Content-Length: 200001"], b""), Reason.TOO_LARGE),
        (bare(["Content-Length: 99999999999999999999"], b""), Reason.TOO_LARGE),
        (begun(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 9_000), Reason.MALFORMED),
        (begun(HEAD, b"X: y\r\n" * 900), Reason.MALFORMED),
        (bare([f"X-{n}: y" for n in range(200)]), Reason.TOO_LARGE),
        (begun(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x" * 9_000), Reason.MALFORMED),
        (
            bare(["Transfer-Encoding: chunked"], b"0\r\n" + b"X: y\r\n" * 900 + b"\r\n"),
            Reason.TOO_LARGE,
        ),
        (
            html_answer(gzip.compress(b"<p>" * 150_000, mtime=0), more=["Content-Encoding: gzip"]),
            Reason.TOO_LARGE,
        ),
    ],
    ids=[
        "endless body",
        "endless chunks",
        "announced length",
        "absurd length",
        "endless line",
        "endless head",
        "many lines",
        "endless chunk line",
        "long trailer",
        "packed",
    ],
)
def test_what_is_too_much_is_cut_off(
    running: Site, answer: bytes | Callable[[socket.socket], None], reason: Reason
) -> None:
    running.answers["/"] = answer
    found = fetched(running, how=fetching(running, limits=SMALL))
    assert row(found)[0] is reason


def dripping(connection: socket.socket) -> None:
    """A byte now and then, each within the time for one step, so that only all of the time bounds it."""
    with suppress(OSError):
        connection.sendall(HEAD)
        while True:
            time.sleep(0.05)
            connection.sendall(b"X")


def silent(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.recv(1)


def stopping(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.sendall(HEAD)
        connection.recv(1)


@pytest.mark.parametrize(
    ("answer", "limits"),
    [
        (silent, QUICK),
        (stopping, QUICK),
        (dripping, replace(QUICK, fetch_seconds=0.6)),
    ],
    ids=["silent", "stops in the head", "dripping"],
)
def test_what_takes_too_long_is_left(
    running: Site, answer: Callable[[socket.socket], None], limits: Limits
) -> None:
    running.answers["/"] = answer
    found = fetched(running, how=fetching(running, limits=limits))
    reason, detail = row(found)
    assert reason is Reason.UNREACHABLE
    assert "seconds" in detail


def test_a_resolver_that_never_answers_is_left(running: Site) -> None:
    never = threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        never.wait(30)
        return []

    (found,) = fetch_pages([running.url()], replace(fetching(running), guard=guard(running, resolve=resolve)))
    never.set()
    assert "looking up" in row(found)[1]


@pytest.mark.parametrize(
    ("hops", "reaches"), [(QUICK.fetch_redirects, True), (QUICK.fetch_redirects + 1, False)]
)
def test_redirects_have_a_bound(running: Site, hops: int, reaches: bool) -> None:
    running.answers = {f"/{n}": redirect(f"/{n + 1}") for n in range(hops)}
    running.answers[f"/{hops}"] = html_answer(page())
    found = fetched(running, "/0")
    assert isinstance(found, Fetched) is reaches
    if not reaches:
        assert row(found)[1] == f"more than {QUICK.fetch_redirects} redirects"


def test_a_circle_is_left_where_it_closes(running: Site) -> None:
    running.answers = {"/a": redirect("/b"), "/b": redirect("/a")}
    assert row(fetched(running, "/a")) == (Reason.REFUSED, "redirects in a circle")
    assert running.asked == ["/a", "/b"]


# --- TLS --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of news.example, signed by itself."""
    if which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        + ["-days", "2", "-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"]
        + ["-keyout", str(path), "-out", f"{path}.crt"],
        check=True,
        capture_output=True,
    )
    with path.open("ab") as both:
        both.write(Path(f"{path}.crt").read_bytes())
    return path


def serving(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def trusting(certificate: Path) -> Callable[[], ssl.SSLContext]:
    return lambda: ssl.create_default_context(cafile=str(certificate))


def secure(
    running: Site, certificate: Path, path: str = "/", host: str = "news.example"
) -> Fetched | Skipped:
    how = replace(fetching(running), guard=replace(guard(running), context=trusting(certificate)))
    (found,) = fetch_pages([running.url(path, host=host, scheme="https")], how)
    return found


def test_a_page_comes_by_tls(certificate: Path) -> None:
    with site({"/": html_answer(page())}, tls=serving(certificate)) as running:
        assert isinstance(secure(running, certificate), Fetched)


def test_a_certificate_of_another_name_does_not_do(certificate: Path) -> None:
    with site({"/": html_answer(page())}, tls=serving(certificate)) as running:
        reason, detail = row(secure(running, certificate, host="other.example"))
        assert (reason, "certificate" in detail) == (Reason.UNREACHABLE, True)
        assert running.requests == []


def test_a_certificate_that_nobody_known_signed_does_not_do(certificate: Path) -> None:
    with site({"/": html_answer(page())}, tls=serving(certificate)) as running:
        (found,) = fetch_pages([running.url(scheme="https")], fetching(running))
        assert "certificate does not hold" in row(found)[1]
        assert running.requests == []


def test_a_redirect_from_https_to_http_is_refused_and_told(certificate: Path) -> None:
    with site({}, tls=serving(certificate)) as running:
        running.answers["/"] = redirect("http://news.example/")
        assert row(secure(running, certificate)) == (
            Reason.REFUSED,
            "a redirect from https to http: http://news.example/",
        )


def test_a_body_that_tls_does_not_end_is_cut_off(certificate: Path) -> None:
    def cutting(connection: socket.socket) -> None:
        connection.sendall(bare([], b"<p>the first half of"))
        # Closed below TLS, without its own end.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)

    with site({"/": cutting}, tls=serving(certificate)) as running:
        assert row(secure(running, certificate))[0] is Reason.MALFORMED


def test_a_server_that_speaks_no_tls_is_told(certificate: Path) -> None:
    with site({"/": html_answer(page())}) as running:
        assert row(secure(running, certificate))[0] in (Reason.UNREACHABLE, Reason.MALFORMED)
