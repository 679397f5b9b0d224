"""A new dataset is one new file and one line."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import helpers

MODULE = '''
"""Names of rivers."""

from dataclasses import dataclass
from pathlib import Path

from helpers.data._shelf import store
from helpers.data._shelf.dataset import Data, Downloaded, Source
from helpers.data._shelf.files import check_equal, reading


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Rivers(Data):
    """Names of rivers."""

    names: list[str]

    @property
    def contents(self) -> str:
        """The number of rivers."""
        return f"{len(self.names)} rivers"


def load_rivers() -> Rivers:
    """Load names of rivers."""
    return store.load(RIVERS)


def _convert(raw: Path, out: Path) -> None:
    (out / "rivers.txt").write_text((raw / "list.csv").read_text().replace(",", "\\n"))


def _read(folder: Path) -> Rivers:
    path = folder / "rivers.txt"
    with reading(path):
        names = path.read_text().splitlines()
        check_equal(len(names), RIVERS.counts["rivers"], "the number of rivers is")
    return Rivers(names=names, **RIVERS.provenance)


def _sample() -> Rivers:
    return Rivers(names=["Aare"], source="sample", citation="Known.", licence="none")


RIVERS = Downloaded(
    name="rivers",
    what="names of rivers",
    megabytes=0.1,
    licence="CC0",
    citation="An atlas.",
    counts={"rivers": 3},
    files=("rivers.txt",),
    sources=(Source("SERVER/list.csv", "list.csv"),),
    convert=_convert,
    read=_read,
    sample=_sample,
)
'''
LINE = "from helpers.data.rivers import RIVERS, Rivers, load_rivers\n"


@pytest.fixture
def run(server, cache, tmp_path, monkeypatch):
    """Return a function that runs Python with a copy of the package that has rivers."""
    server.routes["/list.csv"] = b"Aare,Po,Rhine"
    package = tmp_path / "copy" / "helpers"
    shutil.copytree(Path(helpers.__file__).parent, package)
    (package / "data" / "rivers.py").write_text(MODULE.replace("SERVER", server.url))
    path = package / "data" / "__init__.py"
    before, after = path.read_text("utf-8").split("from helpers.data.sentences", 1)
    path.write_text(f"{before}{LINE}from helpers.data.sentences{after}", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(package.parent))

    def run(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=package.parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    return run


@pytest.mark.slow
def test_the_new_dataset_is_listed_fetched_and_loaded(run, cache, monkeypatch):
    def row() -> str:
        (row,) = (
            line for line in run("-m", "helpers.data").splitlines() if "rivers" in line
        )
        return " ".join(row.split())

    facts = "rivers names of rivers 3 rivers 0.1 MB CC0 127.0.0.1"
    assert row() == f"{facts} not cached"

    program = "from helpers.data import load_rivers; print(load_rivers().names)"
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "sample")
    assert run("-c", program).splitlines() == [
        "Using the built-in sample (rivers: 1 rivers): "
        "the full dataset needs a network or EMBEDDINGS_DATA.",
        "['Aare']",
    ]
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "full")
    assert run("-m", "helpers.data", "fetch", "rivers") == f"rivers: done, in {cache}\n"
    assert row() == f"{facts} cache"
    assert run("-c", program).splitlines() == [
        "Using the full dataset (rivers: 3 rivers, from the cache).",
        "['Aare', 'Po', 'Rhine']",
    ]


def test_the_new_dataset_is_one_of_the_datasets(run):
    program = (
        "from helpers.data import DATASETS, rivers\n"
        "print(DATASETS['rivers'] is rivers.RIVERS, len(DATASETS))"
    )
    assert run("-c", program) == "True 14\n"
