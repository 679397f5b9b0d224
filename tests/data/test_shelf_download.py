"""Downloading one file."""

import io
import socket
import sys
import time

import pytest
import requests

from helpers.data._shelf import download
from helpers.data._shelf.dataset import Source
from helpers.data._shelf.download import DownloadError
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
    path = download.download(Source(f"{server.url}/a.bin", "a.bin"), tmp_path)
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
    download.download(Source(f"{server.url}/a.bin", "a.bin"), tmp_path)
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
        download.download(source, tmp_path)
    assert caught.value.host == "127.0.0.1"
    assert caught.value.reason == (
        "a.bin is not the expected file (md5 d19215b1… where 00000000… is expected)"
    )


def test_only_the_first_bytes_are_asked_for(server, cache, tmp_path):
    server.routes["/a.bin"] = lambda handler: send(handler, CONTENT)
    source = Source(f"{server.url}/a.bin", "a.bin", first_bytes=1_000)
    path = download.download(source, tmp_path)
    assert path.read_bytes() == CONTENT[:1_000]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a queue that fills up")
def test_a_host_that_takes_no_connection_is_given_up(cache, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "CONNECT_SECONDS", 0.2)
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        for client in (first, second):
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", port))
        source = Source(f"http://127.0.0.1:{port}/a.bin", "a.bin")
        with pytest.raises(DownloadError) as caught:
            download.download(source, tmp_path)
    assert caught.value.reason == "no answer within 0.2 seconds"
