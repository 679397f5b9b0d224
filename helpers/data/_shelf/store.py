"""Where a dataset comes from: a prepared folder, the cache, upstream or a sample."""

import os
from pathlib import Path

from helpers.data._shelf import files
from helpers.data._shelf.dataset import D, Data, Dataset, Downloaded
from helpers.data._shelf.download import DownloadError, download
from helpers.data._shelf.files import SUMS, DamagedFileError, DataError
from helpers.data._shelf.folders import (
    cache_folder,
    lock,
    prepared_folder,
    workspace,
)
from helpers.data._shelf.limits import NOTEBOOK, Limits
from helpers.errors import first_line
from helpers.facts import tell


class _UnavailableError(DataError):
    """The full dataset cannot be had now; a sample may take its place."""


def load(dataset: Downloaded[D]) -> D:
    """Load a dataset from the first place that has it, and say which.

    Raises:
        DataError: a file of EMBEDDINGS_DATA is damaged, or
            EMBEDDINGS_DATA_MODE=full and the full data cannot be had.
    """
    mode = _mode()
    if mode != "sample":
        try:
            data, place = _load_full(dataset)
        except _UnavailableError as error:
            if mode == "full":
                raise DataError(
                    f"{error} EMBEDDINGS_DATA_MODE=full allows no sample."
                ) from error
            _say(str(error))
        else:
            announce(dataset, data, place)
            return data
    data = dataset.sample()
    announce(dataset, data)
    return data


def announce(dataset: Dataset, data: Data, place: str = "") -> None:
    """Say which data a notebook works on: one line for people, a fact for the book.

    Args:
        dataset: its record.
        data: what was loaded.
        place: where full data comes from, such as "from the cache".
    """
    if data.source == "full":
        _say(f"Using the full dataset ({dataset.name}: {data.contents}, {place}).")
    else:
        _say(
            f"Using the built-in sample ({dataset.name}: {data.contents}): "
            "the full dataset needs a network or EMBEDDINGS_DATA."
        )
    tell(kind="data", dataset=dataset.name, source=data.source)


def fetch(dataset: Downloaded[D], folder: Path, limits: Limits) -> tuple[D, bool]:
    """Make sure that `folder` holds a dataset, downloading it where it does not.

    Args:
        dataset: its record.
        folder: made where it is missing.
        limits: how long to wait.

    Returns:
        The data, and whether it was downloaded now.

    Raises:
        DataError: neither there nor to be had, or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with lock(folder, dataset.name, limits.lock):
            # Another process may have finished while this one waited.
            if files.has_files(folder, dataset.files):
                try:
                    return _read_checked(dataset, folder), False
                except DataError as error:
                    _say(f"{error} It is downloaded again.")
            with workspace(folder, dataset.name) as work:
                _download_and_convert(dataset, work, limits)
                with lock(folder, SUMS, limits.lock):
                    files.publish(work, folder, dataset.files)
            return dataset.read(folder), True
    except DownloadError as error:
        raise _UnavailableError(
            f"Could not download {dataset.name} from {error.host}: {error.reason}."
        ) from error
    except OSError as error:
        raise _UnavailableError(
            f"Could not write {dataset.name} to {folder}: {error.strerror or error}."
        ) from error


def _load_full(dataset: Downloaded[D]) -> tuple[D, str]:
    """Return the full data, and where it comes from in words."""
    prepared = prepared_folder()
    if prepared and files.has_files(prepared, dataset.files):
        try:
            return _read_checked(dataset, prepared), "from EMBEDDINGS_DATA"
        except DataError as error:
            raise DataError(
                f"{error} Replace it in that folder, or unset EMBEDDINGS_DATA."
            ) from error
    folder = cache_folder()
    if files.has_files(folder, dataset.files):
        try:
            return _read_checked(dataset, folder), "from the cache"
        except DataError:
            pass  # Looked at again under the lock: it may be being replaced just now.
    data, downloaded = fetch(dataset, folder, NOTEBOOK)
    return data, "downloaded" if downloaded else "from the cache"


def _read_checked(dataset: Downloaded[D], folder: Path) -> D:
    for name in files.unlisted(folder, dataset.files):
        _say(f"{folder / name} is not in {SUMS} beside it: read without that check.")
    return files.read_checked(folder, dataset.files, dataset.read)


def _download_and_convert(dataset: Downloaded[D], folder: Path, limits: Limits) -> None:
    """Download a dataset and write its prepared files into an empty folder.

    Raises:
        DownloadError: a file could not be had or is not what it should be.
        OSError: the folder cannot be written.
    """
    raw = folder / "raw"
    raw.mkdir()
    for source in dataset.sources:
        download(source, raw, limits)
    try:
        dataset.convert(raw, folder)
    except (OSError, MemoryError):
        raise
    # What a server sends in place of the data can fail in any way.
    except Exception as error:
        fault = first_line(error).rstrip(".")
        raise DownloadError(
            dataset.origin, f"what it sent is not the {dataset.name} data ({fault})"
        ) from error
    try:
        dataset.read(folder)
    except DamagedFileError as error:
        fault = f"{error.path.name}: {error.fault}"
        raise DownloadError(dataset.origin, fault) from error


def _mode() -> str:
    mode = os.environ.get("EMBEDDINGS_DATA_MODE", "")
    if mode not in ("", "full", "sample"):
        raise DataError(
            f"EMBEDDINGS_DATA_MODE is {mode!r}: set it to full or sample, or unset it."
        )
    return mode


def _say(line: str) -> None:
    print(line, flush=True)
