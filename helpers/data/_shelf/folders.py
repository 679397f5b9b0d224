"""The folders of the data: prepared, cache, packages; and working in them alone."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.data._shelf.files import DataError

if TYPE_CHECKING:
    from filelock import BaseFileLock


def prepared_folder() -> Path | None:
    """Return the absolute path of the folder that EMBEDDINGS_DATA names, if it is set.

    Raises:
        DataError: it names no folder.
    """
    value = os.environ.get("EMBEDDINGS_DATA")
    if not value:
        return None
    folder = Path(value).expanduser()
    if not folder.is_dir():
        raise DataError(
            f"EMBEDDINGS_DATA names {value}, which is not a folder: correct it or "
            "unset it."
        )
    return folder.absolute()


def cache_folder() -> Path:
    """Return the absolute path of the cache: EMBEDDINGS_CACHE, or the user's own."""
    value = os.environ.get("EMBEDDINGS_CACHE")
    if value:
        return Path(value).expanduser().absolute()
    import pooch

    return Path(pooch.os_cache("embeddings-explained"))


@cache
def process_folder() -> Path:
    """Return a folder that ends with this process, where the cache cannot be used."""
    folder = tempfile.mkdtemp(prefix="embeddings-explained-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def package_folder(package: str, module: str) -> Path:
    """Return the folder of an installed package, without importing it.

    Raises:
        DataError: it is not installed.
    """
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise DataError(
            f"The package {package} is missing: install it with pip install {package}"
        )
    return Path(spec.origin).parent


def lock(folder: Path, name: str) -> "BaseFileLock":
    """Return the lock of one name in a folder, for use in a `with`."""
    from filelock import FileLock

    # The system drops the lock when its process dies, so none is ever stale.
    return FileLock(folder / f".{name}.lock")


@contextmanager
def workspace(folder: Path, name: str) -> Iterator[Path]:
    """Make a scratch folder on the same disk; the caller holds the lock of `name`."""
    prefix = f".{name}-"
    for left_by_a_killed_process in folder.glob(f"{prefix}*"):
        shutil.rmtree(left_by_a_killed_process, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=folder) as work:
        yield Path(work)
