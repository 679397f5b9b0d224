"""Where data comes from, and what happens when something is broken on the way."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.data import DATASETS, DataError, load_wine
from helpers.data._shelf import store
from tests.data.server import PAGE, WINE_CSV, send

CSV = "/winemag-data-130k-v2.csv"
FILE = "wine-reviews.parquet"

# A process of its own that loads the three rows of a server.
PROGRAM = """
import sys
from dataclasses import replace
from helpers.data import load_wine
from helpers.data import wine
source = replace(wine.WINE.sources[0], url=sys.argv[1])
wine.WINE = replace(wine.WINE, counts={"reviews": 3}, sources=(source,))
if len(sys.argv) > 2:
    import resource, signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
load_wine()
"""


def start(*arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def visible(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if not p.name.endswith(".lock"))


def refused(capsys) -> str:
    """Load wine without a sample and return the one line of the error."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMBEDDINGS_DATA_MODE", "full")
        with pytest.raises(DataError) as caught:
            load_wine()
    assert capsys.readouterr().out == ""
    assert "\n" not in str(caught.value)
    return str(caught.value)


def fallen_back(capsys) -> str:
    """Load wine, see the sample announced, and return the line before."""
    data = load_wine()
    why, announced = capsys.readouterr().out.splitlines()
    assert data.source == "sample"
    assert announced == (
        "Using the built-in sample (wine: 60,000 simulated ratings): "
        "the full dataset needs a network or EMBEDDINGS_DATA."
    )
    return why


def test_downloads_once_then_reads_the_cache(wine, cache, capsys):
    data = load_wine()
    assert data.source == "full"
    assert data.reviews["points"].tolist() == [87, 88, 90]
    load_wine()
    assert capsys.readouterr().out.splitlines() == [
        "Using the full dataset (wine: 3 reviews, downloaded).",
        "Using the full dataset (wine: 3 reviews, from the cache).",
    ]
    assert wine.requests[CSV] == 1
    assert visible(cache) == ["SHA256SUMS", FILE]
    digest = hashlib.sha256((cache / FILE).read_bytes()).hexdigest()
    assert (cache / "SHA256SUMS").read_text() == f"{digest}  {FILE}\n"


def test_the_prepared_folder_comes_first(wine, cache, capsys, monkeypatch, tmp_path):
    load_wine()
    shutil.copytree(cache, tmp_path / "prepared")
    monkeypatch.setenv("EMBEDDINGS_DATA", str(tmp_path / "prepared"))
    load_wine()
    assert capsys.readouterr().out.endswith("3 reviews, from EMBEDDINGS_DATA).\n")


def test_a_file_missing_in_the_prepared_folder_comes_from_elsewhere(
    wine, cache, capsys, monkeypatch, tmp_path
):
    (tmp_path / "prepared").mkdir()
    monkeypatch.setenv("EMBEDDINGS_DATA", str(tmp_path / "prepared"))
    load_wine()
    assert capsys.readouterr().out.endswith("3 reviews, downloaded).\n")
    assert not list((tmp_path / "prepared").iterdir())


def test_missing_prepared_folder_is_an_error(wine, monkeypatch, tmp_path):
    monkeypatch.setenv("EMBEDDINGS_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match=r"nowhere, which is not a folder: correct it"):
        load_wine()


@pytest.mark.parametrize(
    ("damage", "listed"), [("cut", True), ("altered", True), ("cut", False)]
)
def test_damage_in_the_prepared_folder_is_refused(
    wine, cache, monkeypatch, damage, listed
):
    load_wine()
    path = cache / FILE
    content = path.read_bytes()
    altered = content[:40] + bytes(9) + content[49:]
    path.write_bytes(content[:-9] if damage == "cut" else altered)
    if not listed:
        (cache / "SHA256SUMS").unlink()
    before = path.read_bytes()
    monkeypatch.setenv("EMBEDDINGS_DATA", str(cache))
    with pytest.raises(DataError, match=rf"{FILE}: .*Replace it in that folder"):
        load_wine()
    assert path.read_bytes() == before


def test_unlisted_file_of_another_size_is_refused(wine, cache, monkeypatch):
    import pandas as pd

    load_wine()
    pd.read_parquet(cache / FILE).iloc[:2].to_parquet(cache / FILE)
    (cache / "SHA256SUMS").unlink()
    monkeypatch.setenv("EMBEDDINGS_DATA", str(cache))
    with pytest.raises(DataError, match="number of rows is 2 where 3 is expected"):
        load_wine()


def test_broken_list_of_hashes_is_refused(wine, cache, monkeypatch):
    load_wine()
    (cache / "SHA256SUMS").write_text("half a li")
    monkeypatch.setenv("EMBEDDINGS_DATA", str(cache))
    with pytest.raises(DataError, match="SHA256SUMS: line 1 is not a hash"):
        load_wine()


def test_a_list_of_hashes_with_other_spellings_still_protects(wine, cache, monkeypatch):
    load_wine()
    sums = cache / "SHA256SUMS"
    sums.write_text(sums.read_text().replace("  ", "  ./"))
    monkeypatch.setenv("EMBEDDINGS_DATA", str(cache))
    assert load_wine().source == "full"
    with (cache / FILE).open("ab") as file:
        file.write(b"\n")
    with pytest.raises(DataError, match="does not match SHA256SUMS"):
        load_wine()


def test_a_file_that_the_list_of_hashes_lacks_is_named(
    wine, cache, monkeypatch, capsys
):
    load_wine()
    (cache / "SHA256SUMS").write_text(f"{'0' * 64}  another.txt\n")
    monkeypatch.setenv("EMBEDDINGS_DATA", str(cache))
    capsys.readouterr()
    assert load_wine().source == "full"
    said, _ = capsys.readouterr().out.splitlines()
    assert said == (
        f"{cache / FILE} is not in SHA256SUMS beside it: read without that check."
    )


@pytest.mark.parametrize("content", [b"", b"PAR1 half written", None])
def test_damage_in_the_cache_is_replaced(wine, cache, capsys, content):
    load_wine()
    whole = (cache / FILE).read_bytes()
    (cache / FILE).write_bytes(whole[:-1] + b"?" if content is None else content)
    capsys.readouterr()
    assert load_wine().source == "full"
    noticed, loaded = capsys.readouterr().out.splitlines()
    assert noticed == (
        f"{cache / FILE}: truncated or altered, it does not match SHA256SUMS. "
        "It is downloaded again."
    )
    assert loaded == "Using the full dataset (wine: 3 reviews, downloaded)."
    assert (cache / FILE).read_bytes() == whole


def test_damage_in_the_cache_and_no_network(wine, cache, capsys):
    load_wine()
    (cache / FILE).write_bytes(b"")
    wine.routes[CSV] = lambda handler: send(handler, b"", status=503)
    capsys.readouterr()
    assert load_wine().source == "sample"
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_connection_refused(cache, point, capsys):
    point("wine", "http://127.0.0.1:9")
    assert fallen_back(capsys) == (
        "Could not download wine from 127.0.0.1: connection refused."
    )
    assert "connection refused" in refused(capsys)


def test_name_not_resolved(cache, point, capsys):
    point("wine", "http://nowhere.invalid")
    assert fallen_back(capsys) == (
        "Could not download wine from nowhere.invalid: name not resolved."
    )


@pytest.mark.slow
def test_stalled_server_costs_ten_seconds_at_most(wine, capsys):
    wine.routes[CSV] = wine.hang
    begin = time.monotonic()
    why = fallen_back(capsys)
    assert time.monotonic() - begin < 10
    assert why.endswith("127.0.0.1: no answer within 8 seconds.")
    begin = time.monotonic()
    assert fallen_back(capsys).endswith("not tried again in this session.")
    assert time.monotonic() - begin < 1
    assert wine.requests[CSV] == 1


@pytest.mark.slow
def test_stalled_inside_the_body(wine, cache, capsys, monkeypatch):
    monkeypatch.setattr(store, "NOTEBOOK", replace(store.NOTEBOOK, read=1))
    wine.routes[CSV] = wine.hang_in_body
    assert fallen_back(capsys).endswith("no answer within 1 seconds.")
    assert not (cache / FILE).exists()


def test_truncated_body_is_tried_again_then_refused(wine, cache, capsys):
    wine.routes[CSV] = lambda handler: send(handler, WINE_CSV, length=9_999)
    assert fallen_back(capsys) == (
        "Could not download wine from 127.0.0.1: "
        "the connection ended before the file was complete."
    )
    assert wine.requests[CSV] == 2
    assert visible(cache) == []


def test_one_broken_connection_is_survived(wine, capsys):
    def first_breaks(handler):
        whole = wine.requests[CSV] > 1
        send(handler, WINE_CSV, length=None if whole else 9_999)

    wine.routes[CSV] = first_breaks
    assert load_wine().source == "full"


def test_table_cut_off_at_the_end_of_a_line_is_refused(wine, cache, capsys):
    wine.routes[CSV] = b"".join(WINE_CSV.splitlines(keepends=True)[:-1])
    assert fallen_back(capsys).endswith(
        f"{FILE}: the number of rows is 2 where 3 is expected."
    )
    assert visible(cache) == []


def test_wrong_hash(wine, cache, alter, capsys):
    (source,) = DATASETS["wine"].sources
    alter("wine", sources=(replace(source, known_hash="sha256:" + "0" * 64),))
    assert "is not the expected file (sha256" in fallen_back(capsys)
    assert visible(cache) == []


@pytest.mark.parametrize("page", [PAGE, b"Sorry, try later.", b"", b"{}"])
def test_something_else_with_status_200_is_named_and_not_kept(
    wine, cache, capsys, page
):
    wine.routes[CSV] = page
    why = fallen_back(capsys)
    assert "it sent an HTML page" in why if page == PAGE else "not the wine data" in why
    assert visible(cache) == []


def test_error_status(wine, capsys):
    wine.routes[CSV] = lambda handler: send(handler, PAGE, status=404)
    assert fallen_back(capsys).endswith("the server answered HTTP 404.")
    assert wine.requests[CSV] == 1


def test_cache_that_cannot_be_made(wine, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EMBEDDINGS_CACHE", str(tmp_path / "file" / "cache"))
    assert fallen_back(capsys) == (
        f"Could not write wine to {tmp_path}/file/cache: Not a directory."
    )
    assert "Not a directory" in refused(capsys)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="root may write everywhere, and Windows asks otherwise",
)
def test_cache_without_permission(wine, cache, capsys):
    cache.mkdir(mode=0o500)
    assert fallen_back(capsys).endswith("Permission denied.")


@pytest.fixture
def mount(cache):
    """Return a function that mounts a small disk as the cache folder."""
    cache.mkdir()

    def mount(*options: str) -> None:
        command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "none", str(cache)]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("only root may mount a disk")

    yield mount
    subprocess.run(["umount", str(cache)], check=False, capture_output=True)


def test_full_disk(wine, cache, mount, capsys):
    mount("size=64k")
    outcomes = []
    # The disk fills up during the download, the conversion, or not at all.
    for left in (0, 4, 8, 12, 16, 20):
        (cache / "filler").write_bytes(bytes(1024 * (64 - left)))
        data = load_wine()
        *why, _ = capsys.readouterr().out.splitlines()
        outcomes.append(data.source)
        if data.source == "sample":
            assert why == [f"Could not write wine to {cache}: No space left on device."]
            assert visible(cache) == ["filler"]
    assert outcomes[0] == "sample"
    assert outcomes[-1] == "full"


def test_read_only_disk(wine, cache, mount, capsys):
    mount("size=1m")
    load_wine()
    capsys.readouterr()
    subprocess.run(["mount", "-o", "remount,ro", str(cache)], check=True)
    load_wine()
    assert capsys.readouterr().out.endswith("3 reviews, from the cache).\n")
    subprocess.run(["mount", "-o", "remount,rw", str(cache)], check=True)
    (cache / FILE).unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(cache)], check=True)
    assert fallen_back(capsys).endswith("Read-only file system.")


@pytest.mark.slow
def test_file_size_limit_leaves_nothing_behind(wine, cache):
    process = start(wine.url + CSV, "300")
    out, _ = process.communicate(timeout=30)
    why, announced = out.splitlines()
    assert why == f"Could not write wine to {cache}: File too large."
    assert announced.startswith("Using the built-in sample (")
    assert visible(cache) == []


@pytest.mark.slow
def test_two_processes_download_once(wine, cache):
    wine.routes[CSV] = wine.slowly
    both = [start(wine.url + CSV) for _ in range(2)]
    said = sorted(process.communicate(timeout=30)[0] for process in both)
    assert said == [
        "Using the full dataset (wine: 3 reviews, downloaded).\n",
        "Using the full dataset (wine: 3 reviews, from the cache).\n",
    ]
    assert wine.requests[CSV] == 1


@pytest.mark.slow
def test_killed_while_downloading(wine, cache, capsys):
    wine.routes[CSV] = wine.hang_in_body
    process = start(wine.url + CSV)
    assert wine.reached.wait(20)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = [p for p in cache.rglob("*") if p.is_file() and p.suffix != ".lock"]
    assert [p.name for p in left] == [CSV[1:]]
    assert FILE not in visible(cache)

    wine.routes[CSV] = WINE_CSV
    begin = time.monotonic()
    load_wine()
    assert time.monotonic() - begin < 3
    assert capsys.readouterr().out.endswith("3 reviews, downloaded).\n")
    assert visible(cache) == ["SHA256SUMS", FILE]


@pytest.mark.parametrize("value", ["ful", "1", "SAMPLE"])
def test_unknown_mode(cache, monkeypatch, value):
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", value)
    with pytest.raises(DataError, match=f"is '{value}': set it to full or sample"):
        load_wine()


def test_sample_mode_asks_nobody(wine, monkeypatch, capsys):
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "sample")
    assert load_wine().source == "sample"
    assert not wine.requests
    assert len(capsys.readouterr().out.splitlines()) == 1
