"""Where the outputs of a run are kept: a folder named after what they depend on."""

import hashlib
import os
import platform
from pathlib import Path

from helpers.data.catalogue import CATALOGUE
from helpers.data.files import read_sums
from helpers.data.store import cache_folder, prepared_folder


def cache_path(project: Path, out: Path) -> Path:
    """Return the folder of the outputs of the project's book, built into `out`."""
    return out.parent / ".jupyter_cache" / code_digest(project) / data_digest()


def code_digest(project: Path) -> str:
    """Return a digest of the version of Python, the lock and the files of `helpers`.

    No chapter sees the parts of `helpers` that check and grade exercises.
    """
    digest = hashlib.sha256(platform.python_version().encode())
    helpers = project / "helpers"
    apart = {"__pycache__", "checks", "grading"}
    files = [
        path
        for path in helpers.rglob("*")
        if not apart & set(path.relative_to(helpers).parts)
    ]
    for path in [project / "requirements.txt", *sorted(files)]:
        if path.is_file():
            digest.update(f"\0{path.relative_to(project).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def data_digest() -> str:
    """Return a digest of the data that the loaders would find, wherever it lies.

    It covers the name, the size and, where it is listed, the hash of each file. With
    EMBEDDINGS_DATA_MODE=sample no such file is read, and none counts.
    """
    mode = os.environ.get("EMBEDDINGS_DATA_MODE", "")
    digest = hashlib.sha256(mode.encode())
    folders = [] if mode == "sample" else [prepared_folder(), cache_folder()]
    names = sorted(name for dataset in CATALOGUE.values() for name in dataset.files)
    for folder in filter(None, folders):
        sums = read_sums(folder)
        for path in (folder / name for name in names):
            if path.is_file():
                fact = f"{path.name}\0{path.stat().st_size}\0{sums.get(path.name)}\0"
                digest.update(fact.encode())
    return digest.hexdigest()[:16]
