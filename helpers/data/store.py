"""Where a dataset comes from: a prepared folder, the cache, upstream or a sample."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from helpers.data import files, upstream
from helpers.data.catalogue import CATALOGUE
from helpers.data.files import SUMS, DataError

if TYPE_CHECKING:
    from filelock import FileLock


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Data:
    """What every loaded dataset says of itself.

    Attributes:
        source: "full" or "sample".
        citation: one sentence: who made it, when, where it is.
        licence: licence or terms of use.
    """

    source: str
    citation: str
    licence: str

    @property
    def contents(self) -> str:
        """The size in words, such as "129,971 reviews"."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.contents}, source={self.source!r})"


D = TypeVar("D", bound=Data)
T = TypeVar("T")
Read = Callable[[Path], T]


class _Unavailable(DataError):
    """The full dataset cannot be had now; a sample may take its place."""


def about(name: str, source: str = "full") -> dict[str, str]:
    """Return the fields of `Data` for a dataset of the catalogue."""
    dataset = CATALOGUE[name]
    return {
        "source": source,
        "citation": dataset.citation,
        "licence": dataset.licence,
    }


def load(name: str, read: Read[D], sample: Callable[[], D]) -> D:
    """Load a dataset from the first place that has it, and say which.

    Args:
        name: name in the catalogue.
        read: reads and checks the prepared files of a folder.
        sample: makes the embedded sample.

    Raises:
        DataError: a file of EMBEDDINGS_DATA is damaged, or
            EMBEDDINGS_DATA_MODE=full and the full data cannot be had.
    """
    mode = _mode()
    if mode != "sample":
        try:
            data, origin = _full(name, read)
        except _Unavailable as error:
            if mode == "full":
                raise DataError(
                    f"{error} EMBEDDINGS_DATA_MODE=full allows no sample."
                ) from error
            _say(str(error))
        else:
            announce(name, data, origin)
            return data
    data = sample()
    announce(name, data)
    return data


def announce(name: str, data: Data, origin: str = "") -> None:
    """Print the one line that says which data a notebook works on."""
    if data.source == "full":
        _say(f"Using the full dataset ({name}: {data.contents}, {origin}).")
    else:
        _say(
            f"Using the built-in sample ({name}: {data.contents}): "
            "the full dataset needs a network or EMBEDDINGS_DATA."
        )


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


def has(folder: Path, name: str) -> bool:
    """Tell whether all files of a dataset are in a folder."""
    return all((folder / file).is_file() for file in CATALOGUE[name].files)


def package_folder(package: str, module: str) -> Path:
    """Return the folder of an installed package, without importing it.

    Raises:
        DataError: it is not installed.
    """
    spec = find_spec(module)
    if spec is None:
        raise DataError(
            f"The package {package} is missing: install it with pip install {package}"
        )
    return Path(spec.origin).parent


def fetch(name: str, read: Read[T], folder: Path) -> tuple[T, bool]:
    """Make sure that `folder` holds a dataset, downloading it where it does not.

    Returns:
        What `read` makes of the files, and whether they were downloaded now.

    Raises:
        DataError: neither there nor to be had, or the folder cannot be written.
    """
    names = CATALOGUE[name].files
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _lock(folder, name):
            # Another process may have finished while this one waited.
            if has(folder, name):
                try:
                    return files.read_checked(folder, names, read), False
                except DataError as error:
                    _say(f"{error} It is downloaded again.")
            with _workspace(folder, name) as work:
                upstream.prepare(name, work)
                try:
                    read(work)
                except DataError as error:
                    fault = str(error).removeprefix(f"{work}{os.sep}").rstrip(".")
                    raise upstream.DownloadError(upstream.host(name), fault) from error
                with _lock(folder, SUMS):
                    files.publish(work, folder, names)
            return read(folder), True
    except upstream.DownloadError as error:
        raise _Unavailable(
            f"Could not download {name} from {error.host}: {error.reason}."
        ) from error
    except OSError as error:
        raise _Unavailable(
            f"Could not write {name} to {folder}: {error.strerror or error}."
        ) from error


def derived(file: str, make: Callable[[Path], None], read: Read[T]) -> T:
    """Return `read(path)` of a sample file that `make(path)` writes when it is missing.

    The file is kept in the cache folder, or for this process where that cannot be
    written.

    Args:
        file: file name; it must change whenever `make` would write something else.
        make: writes the file.
        read: reads the file.
    """
    folder = cache_folder()

    def kept() -> T | None:
        if not (folder / file).is_file():
            return None
        try:
            return files.read_checked(folder, [file], lambda _: read(folder / file))
        except DataError:
            return None  # Damaged: it is made again.

    if (data := kept()) is not None:
        return data
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _lock(folder, file):
            if (data := kept()) is not None:
                return data
            with _workspace(folder, file) as work:
                make(work / file)
                with _lock(folder, SUMS):
                    files.publish(work, folder, [file])
    except OSError:
        folder = _process_folder()
        if not (folder / file).is_file():
            make(folder / file)
    return read(folder / file)


def _mode() -> str:
    mode = os.environ.get("EMBEDDINGS_DATA_MODE", "")
    if mode not in ("", "full", "sample"):
        raise DataError(
            f"EMBEDDINGS_DATA_MODE is {mode!r}: set it to full or sample, or unset it."
        )
    return mode


def _full(name: str, read: Read[D]) -> tuple[D, str]:
    names = CATALOGUE[name].files
    folder = prepared_folder()
    if folder and has(folder, name):
        try:
            return files.read_checked(folder, names, read), "from EMBEDDINGS_DATA"
        except DataError as error:
            raise DataError(
                f"{error} Replace it in that folder, or unset EMBEDDINGS_DATA."
            ) from error
    folder = cache_folder()
    if has(folder, name):
        try:
            return files.read_checked(folder, names, read), "from the cache"
        except DataError:
            pass  # Looked at again under the lock: it may be being replaced just now.
    data, downloaded = fetch(name, read, folder)
    return data, "downloaded" if downloaded else "from the cache"


def _say(line: str) -> None:
    print(line, flush=True)


def _lock(folder: Path, name: str) -> "FileLock":
    from filelock import FileLock

    # The system drops the lock when its process dies, so none is ever stale.
    return FileLock(folder / f".{name}.lock")


@contextmanager
def _workspace(folder: Path, name: str) -> Iterator[Path]:
    """Make a scratch folder on the same disk; the caller holds the lock of `name`."""
    prefix = f".{name}-"
    for left_by_a_killed_process in folder.glob(f"{prefix}*"):
        shutil.rmtree(left_by_a_killed_process, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=folder) as work:
        yield Path(work)


@cache
def _process_folder() -> Path:
    folder = tempfile.mkdtemp(prefix="embeddings-explained-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
