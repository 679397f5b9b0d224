"""Lists of integers out of a pickled NumPy array, without unpickling.

Upstream `.npz` files hold one list of integers a document, as an array of objects,
which NumPy can only store as a pickle. Loading a pickle may run any code. Here its
opcodes are read as data: names of functions are compared with a short list and never
looked up, and a call is noted and never made.
"""

import io
import pickletools
import zipfile
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

# What the pickle of an array of objects names, by NumPy 1 and 2 on Python 2 and 3.
_NAMES = {
    "numpy.core.multiarray _reconstruct",
    "numpy._core.multiarray _reconstruct",
    "numpy ndarray",
    "numpy dtype",
    "_codecs encode",
}
_RECONSTRUCT = {name for name in _NAMES if name.endswith("_reconstruct")}

_MARK = object()


class _Name(str):
    """The name of a class or function, as text."""


class _Call:
    """A call that the pickle asks for, noted and not made."""

    def __init__(self, name: _Name) -> None:
        self.name = name
        self.state: object = None


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
        file = io.BytesIO(archive.read(f"{member}.npy"))
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
    lists = _array_items(_top_object(file), shape)
    if any(set(map(type, items)) - {int} for items in lists):
        raise ValueError(f"{member} holds something else than integers")
    lengths = np.fromiter(map(len, lists), np.int64, len(lists))
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    tokens = np.fromiter(chain.from_iterable(lists), np.int64, offsets[-1])
    if tokens.size and (tokens.min() < 0 or tokens.max() > np.iinfo(np.int32).max):
        raise ValueError(f"{member} holds numbers out of range")
    return tokens.astype(np.int32), offsets


def _array_items(array: object, shape: tuple[int, ...]) -> list[list]:
    state = getattr(array, "state", None)
    if (
        not isinstance(array, _Call)
        or array.name not in _RECONSTRUCT
        or not isinstance(state, tuple)
        or len(state) != 5
        or state[1] != shape
        or not isinstance(state[4], list)
        or len(state[4]) != shape[0]
        or any(type(items) is not list for items in state[4])
    ):
        raise ValueError("the pickle does not hold the row of lists its header says")
    return state[4]


def _top_object(file: io.BytesIO) -> object:
    """Follow the opcodes of a pickle and return a description of what it holds."""
    stack = _Stack()
    try:
        for opcode, argument, _ in pickletools.genops(file):
            if opcode.name not in _OPCODES:
                raise ValueError(f"the pickle holds the opcode {opcode.name}")
            _OPCODES[opcode.name](stack, argument)
    except (IndexError, KeyError) as error:
        raise ValueError("the pickle is malformed") from error
    if len(stack.values) != 1 or file.read(1):
        raise ValueError("the pickle holds more than one value")
    return stack.values[0]


class _Stack:
    """What the opcodes of a pickle build, as plain values."""

    def __init__(self) -> None:
        self.values: list = []
        self.memo: dict = {}

    def push(self, value: object) -> None:
        self.values.append(value)

    def pop_to_mark(self) -> list:
        at = len(self.values) - 1
        while self.values[at] is not _MARK:
            at -= 1
        items = self.values[at + 1 :]
        del self.values[at:]
        return items

    def push_tuple(self, size: int) -> None:
        items = tuple(self.values[-size:])
        del self.values[-size:]
        self.push(items)

    def extend_list(self, items: list) -> None:
        if not isinstance(self.values[-1], list):
            raise ValueError("the pickle appends to something that is no list")
        self.values[-1].extend(items)

    def push_name(self, name: str) -> None:
        if name not in _NAMES:
            raise ValueError(f"the pickle names {name.replace(' ', '.')}")
        self.push(_Name(name))

    def push_name_of_two(self) -> None:
        name, module = self.values.pop(), self.values.pop()
        self.push_name(f"{module} {name}")

    def note_call(self) -> None:
        _, function = self.values.pop(), self.values.pop()
        if not isinstance(function, _Name):
            raise ValueError("the pickle calls something that is no function")
        self.push(_Call(function))

    def note_state(self) -> None:
        state = self.values.pop()
        if not isinstance(self.values[-1], _Call):
            raise ValueError("the pickle sets the state of a plain value")
        self.values[-1].state = state

    def memoize(self, key: int | None = None) -> None:
        self.memo[len(self.memo) if key is None else key] = self.values[-1]


_CONSTANTS = (
    "BININT BININT1 BININT2 LONG1 BINUNICODE SHORT_BINUNICODE BINSTRING "
    "SHORT_BINSTRING BINBYTES SHORT_BINBYTES"
)

_OPCODES: dict[str, Callable[[_Stack, Any], None]] = {
    **dict.fromkeys(_CONSTANTS.split(), _Stack.push),
    "PROTO": lambda stack, _: None,
    "FRAME": lambda stack, _: None,
    "STOP": lambda stack, _: None,
    "NONE": lambda stack, _: stack.push(None),
    "NEWTRUE": lambda stack, _: stack.push(True),
    "NEWFALSE": lambda stack, _: stack.push(False),
    "MARK": lambda stack, _: stack.push(_MARK),
    "EMPTY_LIST": lambda stack, _: stack.push([]),
    "APPEND": lambda stack, _: stack.extend_list([stack.values.pop()]),
    "APPENDS": lambda stack, _: stack.extend_list(stack.pop_to_mark()),
    "EMPTY_TUPLE": lambda stack, _: stack.push(()),
    "TUPLE": lambda stack, _: stack.push(tuple(stack.pop_to_mark())),
    "TUPLE1": lambda stack, _: stack.push_tuple(1),
    "TUPLE2": lambda stack, _: stack.push_tuple(2),
    "TUPLE3": lambda stack, _: stack.push_tuple(3),
    "BINPUT": _Stack.memoize,
    "LONG_BINPUT": _Stack.memoize,
    "MEMOIZE": _Stack.memoize,
    "BINGET": lambda stack, key: stack.push(stack.memo[key]),
    "LONG_BINGET": lambda stack, key: stack.push(stack.memo[key]),
    "GLOBAL": _Stack.push_name,
    "STACK_GLOBAL": lambda stack, _: stack.push_name_of_two(),
    "REDUCE": lambda stack, _: stack.note_call(),
    "BUILD": lambda stack, _: stack.note_state(),
}
