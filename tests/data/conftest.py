"""Fixtures of the tests of data: a server, an empty cache, altered records."""

import importlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.data import DATASETS
from helpers.data._shelf import download
from tests.data.server import WINE_CSV, Server

PREPARED = os.environ.get("EMBEDDINGS_DATA")


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
def alter(monkeypatch):
    """Return a function that changes fields of a dataset's record."""

    def alter(name: str, **fields: object) -> None:
        record = replace(DATASETS[name], **fields)
        module = importlib.import_module(f"helpers.data.{name}")
        monkeypatch.setattr(module, name.upper(), record)
        monkeypatch.setitem(DATASETS, name, record)

    return alter


@pytest.fixture
def point(alter):
    """Return a function that moves a dataset's addresses, and shrinks its counts."""

    def point(name: str, base: str, **counts: int) -> None:
        sources = tuple(
            replace(source, url=f"{base}/{source.file}", known_hash=None)
            for source in DATASETS[name].sources
        )
        alter(name, sources=sources, counts=counts or DATASETS[name].counts)

    return point


@pytest.fixture
def wine(server, cache, point):
    """A server of a wine table of three rows, at /winemag-data-130k-v2.csv."""
    server.routes["/winemag-data-130k-v2.csv"] = WINE_CSV
    point("wine", server.url, reviews=3)
    return server


@pytest.fixture
def upstream(server, cache, point, monkeypatch):
    """Return a function that serves files as the upstream of a dataset."""
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "full")

    def upstream(name: str, files: dict[str, bytes], **counts: int) -> None:
        assert set(files) == {source.file for source in DATASETS[name].sources}
        server.routes = {f"/{file}": content for file, content in files.items()}
        point(name, server.url, **counts)

    return upstream


@pytest.fixture
def upstream_of_real(server, cache, alter, monkeypatch):
    """Return a function that serves real bytes: hashes and counts stay as they are."""
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "full")

    def upstream_of_real(name: str, content: bytes) -> None:
        (source,) = DATASETS[name].sources
        server.routes = {f"/{source.file}": content}
        alter(name, sources=(replace(source, url=f"{server.url}/{source.file}"),))

    return upstream_of_real


@pytest.fixture(scope="session")
def samples_cache(tmp_path_factory):
    return tmp_path_factory.mktemp("samples")


@pytest.fixture
def samples(samples_cache, monkeypatch):
    """A cache for the samples of all tests: each is made once."""
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "sample")
    monkeypatch.setenv("EMBEDDINGS_CACHE", str(samples_cache))
    monkeypatch.delenv("EMBEDDINGS_DATA", raising=False)
    return samples_cache


@pytest.fixture
def prepared():
    """The folder of prepared data that the tests were started with."""
    if not PREPARED:
        pytest.skip("needs EMBEDDINGS_DATA")
    return Path(PREPARED)


@pytest.fixture
def full(prepared, monkeypatch, tmp_path):
    """The prepared data and nothing else."""
    monkeypatch.setenv("EMBEDDINGS_DATA", str(prepared))
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "full")
    monkeypatch.setenv("EMBEDDINGS_CACHE", str(tmp_path))
