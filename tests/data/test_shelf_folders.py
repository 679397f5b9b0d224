"""Where the folders of the data are, and working in them alone."""

import errno
import os
import sys
import time
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from helpers.data import load_wine
from helpers.data._shelf import store
from helpers.data._shelf.folders import cache_folder, lock, prepared_folder
from helpers.data._shelf.limits import NOTEBOOK

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("variable", ["EMBEDDINGS_DATA", "EMBEDDINGS_CACHE"])
def test_a_relative_folder_becomes_an_absolute_one(variable, monkeypatch, tmp_path):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(variable, "here")
    of = {"EMBEDDINGS_DATA": prepared_folder, "EMBEDDINGS_CACHE": cache_folder}
    assert of[variable]() == tmp_path / "here"


NO_LOCKS = "its disk takes no locks: set EMBEDDINGS_CACHE to a folder on another"


def test_a_lock_is_free_again_after_an_error(tmp_path, monkeypatch):
    files = []

    def kept(path: Path) -> FileLock:
        files.append(FileLock(path))
        return files[-1]

    monkeypatch.setattr("filelock.FileLock", kept)
    with pytest.raises(KeyError), lock(tmp_path, "a", 0.2):
        raise KeyError
    with lock(tmp_path, "a", 0.2):
        assert [file.is_locked for file in files] == [False, True]


def refuse(code: int):
    def flock(*arguments: object) -> None:
        raise OSError(code, os.strerror(code))

    return flock


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks by other means")
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("ENOLCK", NO_LOCKS),
        ("EOPNOTSUPP", NO_LOCKS),
        ("ENOSYS", NO_LOCKS),
        ("EPERM", "Operation not permitted"),
        ("EIO", "Input/output error"),
    ],
)
@pytest.mark.filterwarnings("ignore:flock not supported")
def test_a_disk_without_locks_costs_no_wait(
    name, why, wine, cache, monkeypatch, capsys
):
    monkeypatch.setattr("fcntl.flock", refuse(getattr(errno, name)))
    begin = time.monotonic()
    data = load_wine()
    assert time.monotonic() - begin < 5
    said = capsys.readouterr().out.splitlines()[0]
    if data.source == "sample":
        assert said == f"Could not write wine to {cache}: {why}."
    else:  # newer versions of filelock do without the system where it has no locks
        assert name == "ENOSYS"


def test_a_lock_that_cannot_be_made_at_all_is_an_error_of_the_disk(
    tmp_path, monkeypatch
):
    def acquire(*arguments: object, **options: object) -> None:
        raise NotImplementedError("FileSystem does not appear to support flock")

    monkeypatch.setattr("filelock.FileLock.acquire", acquire)
    with pytest.raises(OSError, match="takes no locks"), lock(tmp_path, "a", 1):
        pass


def test_a_process_that_hangs_is_waited_for_a_while_and_named(
    wine, cache, monkeypatch, capsys
):
    monkeypatch.setattr(store, "NOTEBOOK", replace(NOTEBOOK, lock=0.3))
    cache.mkdir()
    begin = time.monotonic()
    with FileLock(cache / ".wine.lock"):
        assert load_wine().source == "sample"
    assert time.monotonic() - begin < 3
    assert capsys.readouterr().out.splitlines()[0] == (
        f"Could not write wine to {cache}: another process has been at it for 0.3 "
        "seconds: wait for it or end it."
    )
    assert load_wine().source == "full"


def test_the_oldest_filelock_that_is_admitted_tells_a_lack_of_locks_from_a_wait():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    (bound,) = [one for one in project["dependencies"] if one.startswith("filelock")]
    # Until 3.20 any error of `flock` was taken for a lock that another process holds.
    assert tuple(map(int, bound.removeprefix("filelock>=").split("."))) >= (3, 21)
