"""Downloading one file."""

import base64
import io
import os
import socket
import sys
import time

import pytest
import requests

from helpers.data._shelf import download
from helpers.data._shelf.dataset import Source
from helpers.data._shelf.download import DownloadError
from helpers.data._shelf.limits import COMMAND, NOTEBOOK, Limits
from tests.data.server import send

CONTENT = bytes(range(256)) * 1024  # four chunks


class Errors(io.StringIO):
    """A place for a progress bar."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def test_a_quick_download_shows_no_bar(server, cache, tmp_path, monkeypatch):
    errors = Errors(terminal=True)
    monkeypatch.setattr(sys, "stderr", errors)
    server.routes["/a.bin"] = CONTENT
    path = download.download(Source(f"{server.url}/a.bin", "a.bin"), tmp_path, NOTEBOOK)
    assert path.read_bytes() == CONTENT
    assert errors.getvalue() == ""


def in_pieces(handler) -> None:
    """Send the content in four pieces and more than two seconds."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(CONTENT)))
    handler.end_headers()
    for start in range(0, len(CONTENT), len(CONTENT) // 4):
        handler.wfile.write(CONTENT[start : start + len(CONTENT) // 4])
        handler.wfile.flush()
        time.sleep(0.7)


@pytest.mark.slow
@pytest.mark.parametrize("terminal", [True, False])
def test_a_long_download_shows_a_bar_on_a_terminal(
    server, cache, tmp_path, terminal, monkeypatch
):
    errors = Errors(terminal)
    monkeypatch.setattr(sys, "stderr", errors)
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    server.routes["/a.bin"] = in_pieces
    download.download(Source(f"{server.url}/a.bin", "a.bin"), tmp_path, NOTEBOOK)
    assert ("a.bin: " in errors.getvalue()) == terminal


def test_a_time_out_is_known_by_its_type_wherever_it_stands():
    first = TimeoutError()
    second = requests.ConnectionError("Read ended")
    second.__context__ = first
    third = requests.ConnectionError("No more tries")
    third.__cause__ = second
    assert download._timed_out(third)


def test_an_error_that_only_speaks_of_a_time_out_is_none():
    error = requests.ConnectionError("the page says: your session timed out")
    assert not download._timed_out(error)


def test_a_known_hash_is_checked(server, cache, tmp_path):
    server.routes["/a.bin"] = CONTENT
    source = Source(f"{server.url}/a.bin", "a.bin", "md5:" + "0" * 32)
    with pytest.raises(DownloadError) as caught:
        download.download(source, tmp_path, NOTEBOOK)
    assert caught.value.host == "127.0.0.1"
    assert caught.value.reason == (
        "a.bin is not the expected file (md5 d19215b1… where 00000000… is expected)"
    )


def test_only_the_first_bytes_are_asked_for(server, cache, tmp_path):
    server.routes["/a.bin"] = lambda handler: send(handler, CONTENT)
    source = Source(f"{server.url}/a.bin", "a.bin", first_bytes=1_000)
    path = download.download(source, tmp_path, NOTEBOOK)
    assert path.read_bytes() == CONTENT[:1_000]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a queue that fills up")
def test_a_host_that_takes_no_connection_is_given_up(cache, tmp_path):
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        for client in (first, second):
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", port))
        source = Source(f"http://127.0.0.1:{port}/a.bin", "a.bin")
        with pytest.raises(DownloadError) as caught:
            download.download(source, tmp_path, Limits(0.2, 8, 60))
    assert caught.value.reason == "no answer within 0.2 seconds"


FAR = "http://data.example.org/a.bin"  # nobody answers there; a proxy may


@pytest.fixture
def proxy(server, cache, monkeypatch):
    """Return a function that makes the server the proxy, by some spelling of it."""

    def proxy(spelling: str) -> None:
        address = spelling.replace("HOST", server.url.removeprefix("http://"))
        monkeypatch.setenv("http_proxy", address)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)

    server.routes[FAR] = CONTENT
    return proxy


@pytest.mark.parametrize(
    "spelling",
    ["http://HOST", "HOST", "http://HOST/", "http://me:p%40ss@HOST", "m:w@HOST"],
)
def test_a_proxy_is_asked_however_it_is_spelled(spelling, proxy, server, tmp_path):
    proxy(spelling)
    path = download.download(Source(FAR, "a.bin"), tmp_path, NOTEBOOK)
    assert path.read_bytes() == CONTENT
    assert server.requests[FAR] == 1


def test_a_proxy_gets_the_password_of_its_address(proxy, server, tmp_path):
    words = []

    def ask(handler) -> None:
        words.append(handler.headers["Proxy-Authorization"])
        send(handler, CONTENT)

    server.routes[FAR] = ask
    proxy("http://me:p%40ss@HOST")
    download.download(Source(FAR, "a.bin"), tmp_path, NOTEBOOK)
    assert words == ["Basic " + base64.b64encode(b"me:p@ss").decode()]


def test_a_proxy_for_all_is_asked_too(proxy, server, tmp_path, monkeypatch):
    proxy("HOST")
    monkeypatch.setenv("all_proxy", os.environ["http_proxy"])
    monkeypatch.delenv("http_proxy")
    download.download(Source(FAR, "a.bin"), tmp_path, NOTEBOOK)
    assert server.requests[FAR] == 1


@pytest.mark.parametrize("besides", ["127.0.0.1", "127.0.0.0/8", "*"])
def test_no_proxy_is_asked_for_what_no_proxy_names(
    besides, server, cache, tmp_path, monkeypatch
):
    server.routes["/a.bin"] = CONTENT
    monkeypatch.setenv("http_proxy", "127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", besides)
    source = Source(f"{server.url}/a.bin", "a.bin")
    assert download.download(source, tmp_path, NOTEBOOK).read_bytes() == CONTENT


def test_a_proxy_that_is_away_is_named(proxy, tmp_path, monkeypatch):
    proxy("HOST")
    monkeypatch.setenv("http_proxy", "127.0.0.1:9")
    with pytest.raises(DownloadError) as caught:
        download.download(Source(FAR, "a.bin"), tmp_path, NOTEBOOK)
    assert caught.value.reason == "connection refused, through the proxy 127.0.0.1"
    proxy("HOST")  # mended while the program runs
    assert download.download(Source(FAR, "a.bin"), tmp_path, NOTEBOOK).is_file()


@pytest.mark.parametrize(
    "address",
    ["http://me:secret@:8080", "http://me:secret@[::1", "me:secret@host:many"],
)
def test_a_proxy_that_is_no_address_is_told_without_its_password(
    address, cache, tmp_path, monkeypatch
):
    monkeypatch.setenv("http_proxy", address)
    with pytest.raises(DownloadError) as caught:
        download.download(Source(FAR, "a.bin"), tmp_path, NOTEBOOK)
    assert caught.value.reason == (
        "the address of the proxy in the environment is none"
    )


def test_a_name_that_cannot_be_a_host_costs_no_wait(cache, tmp_path):
    begin = time.monotonic()
    source = Source(f"http://{'a' * 70}.invalid/a.bin", "a.bin")
    with pytest.raises(DownloadError, match="name not resolved"):
        download.download(source, tmp_path, NOTEBOOK)
    assert time.monotonic() - begin < 2


def late(seconds: float):
    """Return a route whose first byte comes late."""

    def send_late(handler) -> None:
        time.sleep(seconds)
        send(handler, CONTENT)

    return send_late


def test_the_limits_are_those_of_who_asks(server, cache, tmp_path, monkeypatch):
    server.routes["/a.bin"] = late(0.5)
    source = Source(f"{server.url}/a.bin", "a.bin")
    path = download.download(source, tmp_path, Limits(3, 5, 60))
    assert path.read_bytes() == CONTENT
    with pytest.raises(DownloadError, match=r"no answer within 0\.2 seconds"):
        download.download(source, tmp_path, Limits(3, 0.2, 60))


@pytest.mark.slow
@pytest.mark.parametrize("limits", [NOTEBOOK, COMMAND])
def test_a_first_byte_after_six_seconds_is_waited_for(limits, server, cache, tmp_path):
    server.routes["/a.bin"] = late(6)
    source = Source(f"{server.url}/a.bin", "a.bin")
    assert download.download(source, tmp_path, limits).read_bytes() == CONTENT
    assert server.requests["/a.bin"] == 1


def test_the_command_line_waits_longer_than_a_notebook():
    assert NOTEBOOK.connect + NOTEBOOK.read < 12  # nobody waits for minutes
    assert COMMAND.connect >= 20
    assert COMMAND.read >= 60
