"""A real server on the loopback address that can misbehave."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WINE_CSV = (
    ",country,description,designation,points,price,province,region_1,region_2,"
    "taster_name,taster_twitter_handle,title,variety,winery\n"
    '0,Italy,"Dry, with ""sage"".",Vulkà,87,,Etna,,,Kerin O’Keefe,@kerinokeefe,'
    "A 2013,White Blend,Nicosia\n"
    "1,Portugal,Ripe,,88,15.0,Douro,,,Roger Voss,@vossroger,B 2011,Port,Quinta\n"
    "2,,Tart,,90,14.5,,,,,,C 2013,,Rainstorm\n"
).encode()

PAGE = b"<!DOCTYPE html>\n<html><body>Please accept our terms.</body></html>\n"


class Server:
    """Answers each path with what `routes` holds: bytes, or a function to call."""

    def __init__(self) -> None:
        self.routes: dict[str, bytes | Callable] = {}
        self.requests: Counter[str] = Counter()
        self.reached = threading.Event()
        self.release = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.requests[self.path] += 1
                route = server.routes[self.path]
                with suppress(ConnectionError):
                    if callable(route):
                        route(self)
                    else:
                        send(self, route)

            def log_message(self, *arguments: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.02,)).start()

    def close(self) -> None:
        self.release.set()
        self.http.shutdown()
        self.http.server_close()

    def hang(self, handler: BaseHTTPRequestHandler) -> None:
        """Accept and never answer."""
        self.release.wait(30)

    def hang_in_body(self, handler: BaseHTTPRequestHandler) -> None:
        """Send half of the wine table and no more."""
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(WINE_CSV)))
        handler.end_headers()
        handler.wfile.write(WINE_CSV[: len(WINE_CSV) // 2])
        handler.wfile.flush()
        self.reached.set()
        self.release.wait(30)

    def slowly(self, handler: BaseHTTPRequestHandler) -> None:
        """Take a second, so that two processes surely ask at once."""
        time.sleep(1)
        send(handler, WINE_CSV)


def send(
    handler: BaseHTTPRequestHandler,
    body: bytes,
    *,
    status: int = 200,
    length: int | None = None,
) -> None:
    """Send a body, or the start of it where a range is asked for."""
    wanted = handler.headers.get("Range")
    if wanted:
        last = int(wanted.removeprefix("bytes=0-"))
        body, status = body[: last + 1], 206
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(body)
