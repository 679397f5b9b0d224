"""Files that are whole: checksums, checked reading, atomic publishing."""

import hashlib
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TypeVar

import numpy as np

from helpers.errors import first_line

SUMS = "SHA256SUMS"
# As `sha256sum` writes them, plain or with `--tag`, and as other tools do.
_LINES = (
    re.compile(r"(?P<escaped>\\?)(?P<digest>[0-9a-fA-F]{64})\s+\*?(?P<name>.+)"),
    re.compile(
        r"(?P<escaped>\\?)SHA(2-)?256 ?\((?P<name>.+)\) ?= ?(?P<digest>[0-9a-fA-F]{64})"
    ),
)
_ESCAPES = {r"\\": "\\", r"\n": "\n", r"\r": "\r"}

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
    """Return the file names and hashes of the folder's SHA256SUMS, if it has one.

    Of a file that is listed twice, the later line counts. A name keeps its folders, as
    in "sub/a.txt", but no "./".
    """
    path = folder / SUMS
    if not path.is_file():
        return {}
    sums = {}
    with reading(path):
        # Not `splitlines`: a name may hold what else it takes for an end of line.
        for number, line in enumerate(path.read_text("utf-8-sig").split("\n"), 1):
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            match = next(filter(None, (kind.fullmatch(text) for kind in _LINES)), None)
            if match is None:
                raise ValueError(f"line {number} is not a hash and a file name")
            name = match["name"]
            # A name that holds a backslash is escaped; other backslashes are Windows's.
            name = _unescape(name) if match["escaped"] else name.replace("\\", "/")
            sums[PurePosixPath(name).as_posix()] = match["digest"].lower()
    return sums


def _unescape(name: str) -> str:
    return re.sub(r"\\[\\nr]", lambda match: _ESCAPES[match[0]], name)


def unlisted(folder: Path, names: Iterable[str]) -> list[str]:
    """Return those of the names that the folder's SHA256SUMS lacks, if it has one."""
    if not (folder / SUMS).is_file():
        return []
    sums = read_sums(folder)
    return [name for name in names if not _digests(sums, name)]


def _digests(sums: dict[str, str], name: str) -> set[str]:
    """Return the hashes that a file of the listed folder may have; none if unlisted.

    Where only files of other folders have its name, the list was made elsewhere.
    """
    if name in sums:
        return {sums[name]}
    return {sums[path] for path in sums if PurePosixPath(path).name == name}


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
            digests = _digests(sums, name)
            if digests and sha256(path) not in digests:
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
    lines = (f"{sums[name]}  {name}\n" for name in sorted(sums))
    listing.write_text("".join(lines), "utf-8")
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
