"""Downloading one file: limits of time, one retry, a reason in plain words."""

import queue
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from helpers.data._shelf.dataset import Source
from helpers.data._shelf.limits import Limits
from helpers.errors import first_line

if TYPE_CHECKING:
    from tqdm import tqdm

ATTEMPTS = 2
CHUNK_BYTES = 1 << 16

# Hosts that gave no answer, and the host that was asked for them, which is the proxy if
# there is one: tried once in a process, not once a dataset.
_unreachable: dict[tuple[str, str], str] = {}


class DownloadError(Exception):
    """A download failed: `host` and `reason`, both for people."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(f"{host}: {reason}")
        self.host = host
        self.reason = reason


def download(source: Source, folder: Path, limits: Limits) -> Path:
    """Download one file into a folder and check what came.

    Args:
        source: the file.
        folder: where to save it.
        limits: how long to wait.

    Returns:
        The path of the file.

    Raises:
        DownloadError: no answer, an error from the server, or other bytes than known.
        OSError: the folder cannot be written.
    """
    proxy = _proxy(source.url)
    asked = _split(proxy, source.host) if proxy else urlsplit(source.url)
    site = urlsplit(source.url).netloc, asked.netloc
    if site in _unreachable:
        raise DownloadError(
            source.host, f"{_unreachable[site]}, not tried again in this session"
        )
    try:
        _connect(asked, limits.connect)
        path = folder / source.file
        _transfer(source, path, limits, proxy)
    except _NoAnswerError as error:
        reason = str(error)
        if asked.hostname != source.host:
            reason += f", through the proxy {asked.hostname}"
        _unreachable[site] = reason
        raise DownloadError(source.host, reason) from error
    _check(source, path)
    return path


class _NoAnswerError(Exception):
    pass


def _proxy(url: str) -> str | None:
    """Return the address of the proxy that the environment names for a URL, if any."""
    from requests.utils import get_environ_proxies, select_proxy

    proxy = select_proxy(url, get_environ_proxies(url))
    # `requests` would take the user's name in "me:password@host" for a scheme.
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy


def _split(proxy: str, host: str) -> SplitResult:
    """Split the address of a proxy.

    Raises:
        DownloadError: it is none.
    """
    try:
        address = urlsplit(proxy)
        if address.hostname and address.port != 0:  # ValueError if it is no number
            return address
    except ValueError:
        pass
    # Not shown as it is: it may hold a password.
    raise DownloadError(host, "the address of the proxy in the environment is none")


def _connect(address: SplitResult, seconds: float) -> None:
    """Open and close one connection, within some seconds in all.

    The time-out of `requests` counts for each address of a host, and not at all
    for the name lookup; a thread bounds both.
    """
    usual = {"http": 80, "https": 443}.get(address.scheme, 1080)  # SOCKS, if neither
    target = address.hostname, address.port or usual
    outcome: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()

    def attempt() -> None:
        try:
            socket.create_connection(target, seconds).close()
        # UnicodeError: no name of a host.
        except (OSError, UnicodeError) as error:
            outcome.put(error)
        else:
            outcome.put(None)

    threading.Thread(target=attempt, daemon=True).start()
    error: Exception | None
    try:
        error = outcome.get(timeout=seconds)
    except queue.Empty:
        error = TimeoutError()
    if isinstance(error, socket.gaierror | UnicodeError):
        raise _NoAnswerError("name not resolved")
    if isinstance(error, TimeoutError):
        raise _NoAnswerError(f"no answer within {seconds} seconds")
    if isinstance(error, ConnectionRefusedError):
        raise _NoAnswerError("connection refused")
    if error is not None:
        raise _NoAnswerError(getattr(error, "strerror", None) or str(error))


def _transfer(source: Source, path: Path, limits: Limits, proxy: str | None) -> None:
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
                    timeout=(limits.connect, limits.read),
                    headers=headers,
                    proxies={urlsplit(source.url).scheme: proxy} if proxy else {},
                )
                get(source.url, str(path), None)
                return
        except requests.HTTPError as error:
            raise DownloadError(
                source.host, f"the server answered HTTP {error.response.status_code}"
            ) from error
        except requests.RequestException as error:
            if _timed_out(error):
                raise _NoAnswerError(
                    f"no answer within {limits.read} seconds"
                ) from error
            if attempt < ATTEMPTS:
                continue
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
    if isinstance(error, requests.exceptions.InvalidSchema):
        return first_line(error).rstrip(".")  # such as SOCKS without its package
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
