"""Lists of integers out of a pickled NumPy array, without running what it names.

Upstream `.npz` files hold one list of integers a document, as an array of objects,
which NumPy can only store as a pickle. Loading a pickle may run any code, take any
memory and end the process. Two walls stand before that. The opcodes may be only the
few that such an array needs, with short texts and small places in the memo. And each
of the few names that it needs stands for a stub: nothing is looked up, and a call is
noted and never made.
"""

import io
import pickle
import pickletools
import re
import zipfile
from itertools import chain
from pathlib import Path

import numpy as np

_LARGEST_MEMBER = 100_000_000  # bytes; IMDB's have 14 million
_LONGEST_TEXT = 40  # bytes; "numpy._core.multiarray" has 22


class _Call:
    """A call that the pickle asks for, noted and not made."""

    __slots__ = ("name", "state")

    def __init__(self, name: str) -> None:
        self.name = name
        self.state: object = None

    def __setstate__(self, state: object) -> None:
        self.state = state


class _Function:
    """Stands for a function: to call it notes the call."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, *arguments: object) -> _Call:
        return _Call(self.name)


# What the pickle of an array of objects names, by NumPy 1 and 2 on Python 2 and 3.
_NAMES = {
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("_codecs", "encode"),
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> _Function:
        if (module, name) not in _NAMES:
            raise ValueError(f"the pickle names {module}.{name}")
        return _Function(name)


def _counted(opcode: bytes, count_bytes: int, longest: int) -> list[bytes]:
    """Return the patterns of an opcode that counts its bytes, one for each length."""
    return [
        re.escape(opcode + length.to_bytes(count_bytes, "little")) + b"." * length
        for length in range(longest + 1)
    ]


# Possessive: a match of millions of opcodes keeps no places to come back to.
_OPCODES = re.compile(
    b"(?:%s)*+"
    % b"|".join(
        [
            rb"K.|M..|J.{4}",  # integers of 1, 2 and 4 bytes
            rb"[\](aet)]|[\x85-\x87]",  # lists and tuples
            # In the memo: the place is next, or has 1 byte, or is below 2 ** 20. The
            # memo has as many places as its highest place says.
            rb"\x94|q.|r..[\x00-\x0f]\x00|h.|j.{4}",
            rb"[N\x88\x89]",  # None, True, False
            rb"c[^\n]{1,40}\n[^\n]{1,40}\n|\x93",  # names
            rb"[Rb]",  # calls and states
            rb"\x80[\x02-\x05]|\x95.{8}",  # protocol and frame
            *_counted(b"\x8a", 1, 8),  # integers of Python 2's other kind
            *_counted(b"X", 4, _LONGEST_TEXT),  # text and bytes, by every protocol
            *_counted(b"\x8c", 1, _LONGEST_TEXT),
            *_counted(b"T", 4, _LONGEST_TEXT),
            *_counted(b"U", 1, _LONGEST_TEXT),
            *_counted(b"B", 4, _LONGEST_TEXT),
            *_counted(b"C", 1, _LONGEST_TEXT),
        ]
    ),
    re.DOTALL,
)


def read_lists(path: Path, member: str) -> tuple[np.ndarray, np.ndarray]:
    """Read one array of lists of integers of an `.npz` file.

    Args:
        path: the `.npz` file.
        member: name of the array.

    Returns:
        `tokens` (int32), all lists in a row, and `offsets` (int64): list `i` is
        `tokens[offsets[i]:offsets[i + 1]]`.

    Raises:
        ValueError: the array is anything else than lists of non-negative integers.
    """
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(f"{member}.npy")
        if entry.file_size > _LARGEST_MEMBER:
            raise ValueError(f"{member} is too large")
        file = io.BytesIO(archive.read(entry))
    version = np.lib.format.read_magic(file)
    read_header = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }.get(version)
    if read_header is None:
        raise ValueError(f"{member} has an unknown .npy version {version}")
    shape, _, dtype = read_header(file)
    if dtype != np.dtype(object) or len(shape) != 1:
        raise ValueError(f"{member} is not a row of lists")
    lists = _array_items(_unpickled(file.read()), shape)
    if any(set(map(type, items)) - {int} for items in lists):
        raise ValueError(f"{member} holds something else than integers")
    lengths = np.fromiter(map(len, lists), np.int64, len(lists))
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    # Eight bytes at most: the pattern of opcodes has no longer integers.
    tokens = np.fromiter(chain.from_iterable(lists), np.int64, offsets[-1])
    if tokens.size and (tokens.min() < 0 or tokens.max() > np.iinfo(np.int32).max):
        raise ValueError(f"{member} holds numbers out of range")
    return tokens.astype(np.int32), offsets


def read_labels(path: Path, member: str, documents: int) -> np.ndarray:
    """Read one array of labels of an `.npz` file, one a document.

    Returns:
        uint8 (documents,).

    Raises:
        ValueError: the array is anything else than whole numbers from 0 to 255.
    """
    with np.load(path, allow_pickle=False) as archive:
        labels = archive[member]
    if labels.shape != (documents,) or not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(f"{member} is not one whole number a document")
    if labels.min() < 0 or labels.max() > 255:
        raise ValueError(f"{member} holds labels outside 0 to 255")
    return labels.astype(np.uint8)


def _array_items(array: object, shape: tuple[int, ...]) -> list[list]:
    """Return the items that the noted call would give an array of this shape."""
    if isinstance(array, _Call) and array.name == "_reconstruct":
        match array.state:
            case (_, numbers, _, _, list() as items) if numbers == shape:
                if len(items) == shape[0] and all(type(item) is list for item in items):
                    return items
    raise ValueError("the pickle does not hold the row of lists its header says")


def _unpickled(pickled: bytes) -> object:
    """Return what a pickle holds, with noted calls in place of made ones."""
    match = _OPCODES.match(pickled)
    end = match.end() if match else 0
    opcode = pickled[end : end + 1].decode("latin-1")
    if opcode != ".":
        names = {known.code: known.name for known in pickletools.opcodes}
        raise ValueError(
            "the pickle is cut off or holds what lists of integers do not need"
            + (f": the opcode {names[opcode]}" if opcode in names else "")
        )
    if end + 1 < len(pickled):
        raise ValueError("the pickle holds more than one value")
    try:
        return _Unpickler(io.BytesIO(pickled)).load()
    # Whatever opcodes in a wrong order lead to.
    except (
        pickle.UnpicklingError,
        AttributeError,
        EOFError,
        IndexError,
        KeyError,
        RecursionError,
        TypeError,
        UnicodeDecodeError,
    ) as error:
        raise ValueError("the pickle is malformed") from error
