"""Sample files that are made once and kept."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from helpers.data._shelf import files, folders
from helpers.data._shelf.files import SUMS, DataError
from helpers.data._shelf.limits import NOTEBOOK

T = TypeVar("T")


def derived(file: str, make: Callable[[Path], None], read: Callable[[Path], T]) -> T:
    """Return `read(path)` of a sample file that `make(path)` writes when it is missing.

    The file is kept in the cache folder, or for this process where that cannot be
    written.

    Args:
        file: file name; it must change whenever `make` would write something else.
        make: writes the file.
        read: reads the file.
    """
    folder = folders.cache_folder()

    def from_cache() -> T | None:
        if not (folder / file).is_file():
            return None
        try:
            return files.read_checked(folder, [file], lambda _: read(folder / file))
        except DataError:
            return None  # Damaged: it is made again.

    if (data := from_cache()) is not None:
        return data
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with folders.lock(folder, file, NOTEBOOK.lock):
            # Another process may have finished while this one waited.
            if (data := from_cache()) is not None:
                return data
            with folders.workspace(folder, file) as work:
                make(work / file)
                with folders.lock(folder, SUMS, NOTEBOOK.lock):
                    files.publish(work, folder, [file])
    except OSError:
        folder = folders.process_folder()
        if not (folder / file).is_file():
            make(folder / file)
    return read(folder / file)
