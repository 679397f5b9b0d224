"""Where the outputs of a run are kept: under digests of what they depend on.

The book's extension looks there for outputs, and so may whatever else runs the
notebooks. Nothing here needs Sphinx.
"""

import hashlib
import os
import platform
from pathlib import Path

from helpers import digest
from helpers.data import DATASETS
from helpers.data._shelf.files import read_sums
from helpers.data._shelf.folders import cache_folder, prepared_folder

DIGITS = 16  # enough for a folder's name
# No chapter sees the parts of `helpers` that check and grade exercises.
UNSEEN = ("checks", "grading")


def cache_path(project: Path, out: Path) -> Path:
    """Return the folder of the outputs that are up to date.

    Args:
        project: the book's sources, with `helpers` and `requirements.txt`.
        out: where the pages are written, such as `_build/html`.
    """
    return out.parent / ".jupyter_cache" / code_digest(project) / data_digest()


def code_digest(project: Path) -> str:
    """Return a digest of the version of Python, the lock and the files of `helpers`."""
    lock = (project / "requirements.txt").read_bytes()
    helpers = digest.code_digest(project / "helpers", apart=UNSEEN)
    parts = (platform.python_version().encode(), lock, helpers.encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:DIGITS]


def data_digest() -> str:
    """Return a digest of the data that the loaders would find, wherever it lies.

    It covers the name, the size and, where it is listed, the hash of each file. With
    EMBEDDINGS_DATA_MODE=sample no such file is read, and none counts.
    """
    mode = os.environ.get("EMBEDDINGS_DATA_MODE", "")
    facts = hashlib.sha256(mode.encode())
    folders = [] if mode == "sample" else [prepared_folder(), cache_folder()]
    names = sorted(name for dataset in DATASETS.values() for name in dataset.files)
    for folder in filter(None, folders):
        sums = read_sums(folder)
        for path in (folder / name for name in names):
            if path.is_file():
                fact = f"{path.name}\0{path.stat().st_size}\0{sums.get(path.name)}\0"
                facts.update(fact.encode())
    return facts.hexdigest()[:DIGITS]
