"""Downloading one file: short time-outs, one retry, a reason in plain words."""

import queue
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from helpers.data._shelf.dataset import Source

if TYPE_CHECKING:
    from tqdm import tqdm

CONNECT_SECONDS = 3
READ_SECONDS = 4
ATTEMPTS = 2
CHUNK_BYTES = 1 << 16

# Hosts that gave no answer: tried once in a process, not once a dataset.
_unreachable: dict[str, str] = {}


class DownloadError(Exception):
    """A download failed: `host` and `reason`, both for people."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(f"{host}: {reason}")
        self.host = host
        self.reason = reason


def download(source: Source, folder: Path) -> Path:
    """Download one file into a folder and check what came.

    Returns:
        The path of the file.

    Raises:
        DownloadError: no answer, an error from the server, or other bytes than known.
        OSError: the folder cannot be written.
    """
    site = urlsplit(source.url).netloc
    if site in _unreachable:
        raise DownloadError(
            source.host, f"{_unreachable[site]}, not tried again in this session"
        )
    try:
        _connect(source.url)
        path = folder / source.file
        _transfer(source, path)
    except _NoAnswerError as error:
        _unreachable[site] = str(error)
        raise DownloadError(source.host, str(error)) from error
    _check(source, path)
    return path


class _NoAnswerError(Exception):
    pass


def _connect(url: str) -> None:
    """Open and close one connection, within CONNECT_SECONDS in all.

    The time-out of `requests` counts for each address of a host, and not at all
    for the name lookup; a thread bounds both.
    """
    from requests.utils import get_environ_proxies, select_proxy

    target = urlsplit(select_proxy(url, get_environ_proxies(url)) or url)
    port = target.port or (443 if target.scheme == "https" else 80)
    outcome: queue.SimpleQueue[OSError | None] = queue.SimpleQueue()

    def attempt() -> None:
        try:
            socket.create_connection((target.hostname, port), CONNECT_SECONDS).close()
        except OSError as error:
            outcome.put(error)
        else:
            outcome.put(None)

    threading.Thread(target=attempt, daemon=True).start()
    error: OSError | None
    try:
        error = outcome.get(timeout=CONNECT_SECONDS)
    except queue.Empty:
        error = TimeoutError()
    if isinstance(error, socket.gaierror):
        raise _NoAnswerError("name not resolved")
    if isinstance(error, TimeoutError):
        raise _NoAnswerError(f"no answer within {CONNECT_SECONDS} seconds")
    if isinstance(error, ConnectionRefusedError):
        raise _NoAnswerError("connection refused")
    if error is not None:
        raise _NoAnswerError(error.strerror or str(error))


def _transfer(source: Source, path: Path) -> None:
    import requests
    from pooch import HTTPDownloader

    headers = {}
    if source.first_bytes:
        # A range of an encoded body could not be decoded.
        headers = {
            "Range": f"bytes=0-{source.first_bytes - 1}",
            "Accept-Encoding": "identity",
        }
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with _progress(source.file) as bar:
                get = HTTPDownloader(
                    progressbar=bar,
                    chunk_size=CHUNK_BYTES,
                    timeout=(CONNECT_SECONDS, READ_SECONDS),
                    headers=headers,
                )
                get(source.url, str(path), None)
                return
        except requests.HTTPError as error:
            raise DownloadError(
                source.host, f"the server answered HTTP {error.response.status_code}"
            ) from error
        except requests.RequestException as error:
            if attempt < ATTEMPTS:
                continue
            if _timed_out(error):
                raise _NoAnswerError(
                    f"no answer within {READ_SECONDS} seconds"
                ) from error
            raise DownloadError(source.host, _reason(error)) from error


def _timed_out(error: BaseException | None) -> bool:
    """Tell whether a time-out is the error or a cause of it.

    `requests` reports one inside a body as a broken connection.
    """
    while error is not None:
        if isinstance(error, TimeoutError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _reason(error: Exception) -> str:
    import requests

    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not trusted"
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy refused"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the connection ended before the file was complete"
    return f"the connection broke ({type(error).__name__})"


def _progress(file: str) -> "tqdm":
    """Return a progress bar, shown after a second where a person may watch it."""
    from tqdm import tqdm

    class Bar(tqdm):
        def reset(self, total: float | None = None) -> None:
            """Start again without showing anything: pooch calls it at the end."""
            self.n = 0

    watched = sys.stderr.isatty() or "ipykernel" in sys.modules
    return Bar(
        desc=file,
        total=1,  # pooch asks whether the bar is true, which needs a total, and sets it
        unit="B",
        unit_scale=True,
        leave=False,
        delay=1,
        disable=not watched,
    )


def _check(source: Source, path: Path) -> None:
    import pooch

    with path.open("rb") as file:
        start = file.read(512).lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise DownloadError(source.host, "it sent an HTML page in place of the data")
    if source.known_hash:
        algorithm, _, expected = source.known_hash.partition(":")
        actual = pooch.file_hash(str(path), alg=algorithm)
        if actual != expected:
            raise DownloadError(
                source.host,
                f"{source.file} is not the expected file "
                f"({algorithm} {actual[:8]}… where {expected[:8]}… is expected)",
            )
