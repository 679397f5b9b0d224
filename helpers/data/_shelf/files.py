"""Files that are whole: checksums, checked reading, atomic publishing."""

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np

from helpers.errors import first_line

SUMS = "SHA256SUMS"

T = TypeVar("T")


class DataError(Exception):
    """A dataset cannot be loaded; the message says what, where and what to do."""


class DamagedFileError(DataError):
    """A file is not what it should be.

    Attributes:
        path: the file.
        fault: what is wrong with it, without its name and without a full stop.
    """

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(f"{path}: {fault}.")
        self.path = path
        self.fault = fault


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong while `path` is read into a DamagedFileError."""
    try:
        yield
    except (DataError, MemoryError):
        raise
    # A damaged file can make zlib, zipfile, pyarrow or NumPy raise almost anything.
    except Exception as error:
        raise DamagedFileError(path, first_line(error).rstrip(".")) from error


def check_equal(value: object, expected: object, what: str) -> None:
    """Raise ValueError unless a value is the expected one.

    Args:
        value: what the file holds.
        expected: what it should hold.
        what: start of the sentence, such as "the number of rows is".
    """
    if value != expected:
        raise ValueError(f"{what} {_shown(value)} where {_shown(expected)} is expected")


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value}"


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_sums(folder: Path) -> dict[str, str]:
    """Return the file names and hashes of the folder's SHA256SUMS, if it has one."""
    path = folder / SUMS
    if not path.is_file():
        return {}
    sums = {}
    with reading(path):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            digest, _, name = line.partition(" ")
            if len(digest) != 64 or not name:
                raise ValueError(f"line {number} is not a hash and a file name")
            # `sha256sum` puts a second space, or `*`, before the name.
            sums[name[1:]] = digest.lower()
    return sums


def has_files(folder: Path, names: Iterable[str]) -> bool:
    """Tell whether all these files are in a folder."""
    return all((folder / name).is_file() for name in names)


def read_checked(folder: Path, names: Iterable[str], read: Callable[[Path], T]) -> T:
    """Return `read(folder)` after checking the hashes of the listed files.

    Raises:
        DamagedFileError: a file differs from its line in SHA256SUMS, or `read`
            refused it.
    """
    sums = read_sums(folder)
    for name in names:
        path = folder / name
        with reading(path):
            if name in sums and sha256(path) != sums[name]:
                raise ValueError(f"truncated or altered, it does not match {SUMS}")
    return read(folder)


def publish(work: Path, folder: Path, names: Iterable[str]) -> None:
    """Move finished files from `work` into `folder`, on the same disk, and list them.

    A reader sees each file whole or not at all. The caller holds the lock of SUMS.
    """
    names = list(names)
    try:
        sums = read_sums(folder)
    except DataError:
        sums = {}  # An unreadable list protects nothing; the other files get no hash.
    sums |= {name: sha256(work / name) for name in names}
    listing = work / SUMS
    listing.write_text("".join(f"{sums[name]}  {name}\n" for name in sorted(sums)))
    # Listed first: killed in between, the old file is refused and fetched again.
    os.replace(listing, folder / SUMS)
    for name in names:
        os.replace(work / name, folder / name)


def read_arrays(path: Path, *names: str) -> dict[str, np.ndarray]:
    """Return the named arrays of an `.npz` file, or all if none is named."""
    with np.load(path, allow_pickle=False) as archive:
        return {name: archive[name] for name in names or archive.files}


def save_arrays(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write arrays by name into a compressed `.npz` file."""
    # By way of memory: on a full disk, zipfile would hide the reason.
    archive = io.BytesIO()
    np.savez_compressed(archive, **arrays)
    path.write_bytes(archive.getbuffer())
