"""Fixtures of the tests of data: a server, an empty cache, moved addresses."""

from dataclasses import replace

import pytest

from helpers.data import download
from helpers.data.catalogue import CATALOGUE
from helpers.data.upstream import SOURCES
from tests.data.server import WINE_CSV, Server


@pytest.fixture
def server():
    server = Server()
    yield server
    server.close()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache folder, and nothing else set or remembered."""
    for name in ("EMBEDDINGS_DATA", "EMBEDDINGS_DATA_MODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EMBEDDINGS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download, "_unreachable", {})
    return tmp_path / "cache"


@pytest.fixture
def point(monkeypatch):
    """Return a function that moves a dataset's addresses, and shrinks its counts."""

    def point(name: str, base: str, **counts: int) -> None:
        moved = tuple(
            replace(source, url=f"{base}/{source.file}", known_hash=None)
            for source in SOURCES[name]
        )
        monkeypatch.setitem(SOURCES, name, moved)
        if counts:
            small = replace(CATALOGUE[name], counts=counts)
            monkeypatch.setitem(CATALOGUE, name, small)

    return point


@pytest.fixture
def wine(server, cache, point):
    """A server of a wine table of three rows, at /winemag-data-130k-v2.csv."""
    server.routes["/winemag-data-130k-v2.csv"] = WINE_CSV
    point("wine", server.url, reviews=3)
    return server
