"""The folders of the data: prepared, cache, packages; and working in them alone."""

import atexit
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from helpers.data._shelf.files import DataError

_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)


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


@contextmanager
def lock(folder: Path, name: str, seconds: float) -> Iterator[None]:
    """Hold the lock of one name in a folder, so that no other process works on it.

    Args:
        folder: where the lock is.
        name: what it is for.
        seconds: how long to wait for another process.

    Raises:
        TimeoutError: another process has held it all the time. The system drops the
            lock of one that dies, but not of one that hangs.
        OSError: the folder cannot be written, or its disk takes no locks.
    """
    from filelock import FileLock, Timeout

    file = FileLock(folder / f".{name}.lock")
    try:
        file.acquire(timeout=seconds)
    except Timeout:
        raise TimeoutError(
            f"another process has been at it for {seconds} seconds: wait for it or "
            "end it"
        ) from None
    except (OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno not in _NO_LOCKS:
            raise
        raise OSError(
            "its disk takes no locks: set EMBEDDINGS_CACHE to a folder on another"
        ) from error
    try:
        yield
    finally:
        file.release()


@contextmanager
def workspace(folder: Path, name: str) -> Iterator[Path]:
    """Make a scratch folder on the same disk; the caller holds the lock of `name`."""
    prefix = f".{name}-"
    for left_by_a_killed_process in folder.glob(f"{prefix}*"):
        shutil.rmtree(left_by_a_killed_process, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=folder) as work:
        yield Path(work)
