"""Values as bytes: what a judge and a student's code say to each other.

JSON for the structure, raw buffers for the arrays. Nothing is ever unpickled, and a
judge decodes nothing but plain values, whatever the other side has sent.

A message is the length of the JSON text (8 bytes, big-endian), the text, and the
buffers in the order in which the text names them.
"""

import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from collections.abc import KeysView as Keys
from collections.abc import ValuesView as Values
from dataclasses import dataclass, field
from decimal import Decimal
from math import prod
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np

from helpers.checks.model_parts import KerasModel, model_of, parts_of
from helpers.errors import first_line

if TYPE_CHECKING:
    import keras
    import pandas as pd

LARGEST = 64_000_000  # bytes of all arrays of a message
LONGEST = 8_000_000  # bytes of its text
DEEPEST = 40  # lists within lists: a model within a model has many
_HEAD = 8  # bytes that tell the length of the text
_KINDS = "biufcU"  # of NumPy's dtypes: those without references to objects


class CodecError(ValueError):
    """A value that cannot be sent, or bytes that are no message."""


@dataclass(frozen=True)
class Function:
    """A function on the student's side."""

    handle: int


@dataclass(frozen=True)
class Other:
    """Any other object of the student's: its type is all that is known of it.

    Attributes:
        type_name: "generator".
        iterates: whether `list` makes a list of it.
    """

    type_name: str
    iterates: bool = False


@dataclass
class _Parts:
    """The buffers of a message, and how it names functions."""

    keep: Callable[[object], int] | None = None
    buffers: list[bytes] = field(default_factory=list)
    size: int = 0

    def add(self, buffer: bytes) -> None:
        self.size += len(buffer)
        if self.size > LARGEST:
            raise CodecError("it is too large")
        self.buffers.append(buffer)


def encode(value: object, keep: Callable[[object], int] | None = None) -> bytes:
    """Turn a value into bytes.

    Args:
        value: plain values, lists, tuples, dicts and sets of them, what NumPy makes
            an array of, pandas tables, Keras's models that are made of layers, and
            subclasses of all these. Anything else becomes `Other`.
        keep: called with each function; returns the number it is to be known by.

    Raises:
        CodecError: the value is too large or too deep.
    """
    parts = _Parts(keep)
    text = json.dumps(_plain(value, parts, 0)).encode()
    if len(text) > LONGEST:
        raise CodecError("it is too large")
    return b"".join([len(text).to_bytes(_HEAD, "big"), text, *parts.buffers])


def decode(message: bytes) -> object:
    """Turn bytes back into a value.

    Functions come back as `Function`, models as `KerasModel`.

    Raises:
        CodecError: the bytes are no message.
    """
    end = _HEAD + int.from_bytes(message[:_HEAD], "big")
    if end > _HEAD + LONGEST or len(message) > end + LARGEST:
        raise CodecError("the message is too large")
    try:
        reader = _Reader(memoryview(message)[end:])
        value = reader.value(json.loads(message[_HEAD:end]))
    except CodecError:
        raise
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as e:
        raise CodecError(f"no message: {e}") from None
    if len(reader.rest):
        raise CodecError("bytes left over")
    return value


def _plain(value: Any, parts: _Parts, depth: int) -> object:
    """Return a value as JSON; its arrays go to `parts`."""
    if depth > DEEPEST:
        raise CodecError(f"it is nested more than {DEEPEST} deep")
    if value is None or type(value) in (bool, int, float, str):
        return value
    for kinds, write in _WRITERS:
        if isinstance(value, kinds):
            return write(value, parts, depth)
    if is_frame(value) or is_series(value):
        return _table(value, parts, depth)
    if (array := _as_array(value)) is not None:
        return _array(array, parts, depth)
    if (model := _as_model(value)) is not None:
        return _model(model, parts, depth)
    if _is_function(value) and parts.keep is not None:
        return {"kind": "function", "handle": parts.keep(value)}
    iterates = isinstance(value, Iterator)
    return {"kind": "other", "type": type(value).__name__, "iterates": iterates}


def _several(values: Iterable[object], parts: _Parts, depth: int) -> list:
    return [_plain(item, parts, depth + 1) for item in values]


# A value can be of a library's types only where the library has been imported; how it
# spells their modules is its own affair.


def is_frame(value: object) -> "TypeGuard[pd.DataFrame]":
    """Say whether a value is a table of pandas."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.DataFrame)


def is_series(value: object) -> "TypeGuard[pd.Series]":
    """Say whether a value is a column of pandas."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.Series)


def _as_array(value: object) -> np.ndarray | None:
    """Return what NumPy makes of a tensor, an index, a sparse matrix, or None."""
    sparse = sys.modules.get("scipy.sparse")
    if sparse is not None and sparse.issparse(value):
        matrix: Any = value
        if prod(matrix.shape) * matrix.dtype.itemsize > LARGEST:
            raise CodecError("it is too large")
        return np.asarray(matrix.toarray())
    if isinstance(value, type) or not hasattr(value, "__array__"):
        return None
    try:
        return np.asarray(value)
    except Exception:  # such as a tensor of a model that is not run
        return None


def _as_model(value: object) -> "keras.Model | None":
    keras = sys.modules.get("keras")
    if keras is None or not isinstance(value, keras.Model):
        return None
    return value


def _is_function(value: object) -> bool:
    """Say whether a value is there to be called: a model is not, nor is a layer."""
    keras = sys.modules.get("keras")
    if keras is not None and isinstance(value, keras.layers.Layer):
        return False
    return callable(value) and not isinstance(value, type)


def _array(value: np.generic | np.ndarray, parts: _Parts, depth: int) -> dict:
    if isinstance(value, np.ma.MaskedArray) and value.dtype.kind == "f":
        value = value.filled(np.nan)  # what lies behind a mask is no value
    array = np.array(value, order="C", subok=False)
    if array.dtype.kind == "O":
        items = [_plain(item, parts, depth + 1) for item in array.ravel().tolist()]
        return {"kind": "objects", "shape": array.shape, "items": items}
    if array.dtype.kind == "T":  # NumPy's strings of any length
        array = array.astype(str)
    if array.dtype.kind not in _KINDS:
        return {"kind": "other", "type": f"array of {array.dtype}"}
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    parts.add(little.tobytes())
    kind = "scalar" if isinstance(value, np.generic) else "array"
    return {"kind": kind, "dtype": little.dtype.str, "shape": array.shape}


def _table(value: Any, parts: _Parts, depth: int) -> dict:
    frame: pd.DataFrame = value.to_frame() if is_series(value) else value
    index = frame.index.to_numpy()
    columns = [_column(frame.iloc[:, i]) for i in range(frame.shape[1])]
    items = [index, list(frame.columns), columns, str(frame.index.name or "")]
    return {
        "kind": "series" if is_series(value) else "frame",
        "items": [_plain(item, parts, depth + 1) for item in items],
    }


def _column(column: "pd.Series") -> np.ndarray:
    """Return a column as an array: one of pandas's own dtypes as NumPy's like it.

    A column of objects that are all numbers is one of numbers.
    """
    column = column.infer_objects()
    like = getattr(column.dtype, "numpy_dtype", None)  # of Int64, Float32, boolean
    if like is not None and not column.hasnans:
        return column.to_numpy(dtype=like)
    return column.to_numpy()


def _model(model: "keras.Model", parts: _Parts, depth: int) -> dict:
    taken_apart = parts_of(model)
    if isinstance(taken_apart, str):
        return {"kind": "other", "type": taken_apart}
    return {"kind": "model", "facts": _plain(taken_apart, parts, depth + 1)}


# The first that fits counts: NumPy's texts are texts, its real numbers Python's floats.
_WRITERS: list[tuple[Any, Callable[[Any, _Parts, int], object]]] = [
    (str, lambda value, parts, depth: str.__str__(value)),
    ((np.generic, np.ndarray), _array),
    (Integral, lambda value, parts, depth: int(value)),
    ((Real, Decimal), lambda value, parts, depth: float(value)),
    (complex, lambda value, parts, depth: _array(np.complex128(value), parts, depth)),
    (
        tuple,
        lambda value, parts, depth: {
            "kind": "tuple",
            "items": _several(value, parts, depth),
        },
    ),
    ((list, range, deque, Keys, Values), _several),
    (
        Set,
        lambda value, parts, depth: {
            "kind": "set",
            "items": _several(value, parts, depth),
        },
    ),
    (
        Mapping,
        lambda value, parts, depth: {
            "kind": "dict",
            "items": _several(value.items(), parts, depth),
        },
    ),
    (
        Function,
        lambda value, parts, depth: {"kind": "function", "handle": value.handle},
    ),
]


class _Reader:
    """Rebuilds values from JSON, and arrays from the buffers behind it."""

    def __init__(self, rest: memoryview) -> None:
        self.rest = rest

    def value(self, plain: object, depth: int = 0) -> object:
        if depth > DEEPEST + 2:
            raise CodecError("nested too deep")
        if isinstance(plain, list):
            return [self.value(item, depth + 1) for item in plain]
        if not isinstance(plain, dict):
            return plain
        kind = plain["kind"]
        if kind not in _READERS:
            raise CodecError(f"a value of kind {str(kind)[:20]!r}")
        return _READERS[kind](self, plain, depth)

    def items(self, plain: dict, depth: int) -> list:
        if not isinstance(plain["items"], list):
            raise CodecError("items are no list")
        return [self.value(item, depth + 1) for item in plain["items"]]

    def array(self, dtype: np.dtype, shape: tuple[int, ...]) -> np.ndarray:
        if dtype.kind not in _KINDS:
            raise CodecError(f"an array of {dtype}")
        size = prod(shape) * dtype.itemsize
        if size > len(self.rest):
            raise CodecError("an array is cut short")
        buffer, self.rest = self.rest[:size], self.rest[size:]
        return np.ndarray(shape, dtype, buffer).copy()


def _read_array(reader: _Reader, plain: dict, depth: int) -> np.ndarray:
    return reader.array(np.dtype(str(plain["dtype"])), _shape(plain))


def _read_scalar(reader: _Reader, plain: dict, depth: int) -> object:
    return reader.array(np.dtype(str(plain["dtype"])), ())[()]


def _read_objects(reader: _Reader, plain: dict, depth: int) -> np.ndarray:
    array = np.empty(len(plain["items"]), dtype=object)
    array[:] = reader.items(plain, depth)
    return array.reshape(_shape(plain))


def _shape(plain: dict) -> tuple[int, ...]:
    return tuple(int(side) for side in plain["shape"])


def _read_frame(reader: _Reader, plain: dict, depth: int) -> "pd.DataFrame":
    import pandas as pd

    index, names, columns, index_name = reader.items(plain, depth)
    try:
        frame = pd.DataFrame(dict(enumerate(columns)), index=index)
        frame.columns = names
        frame.index.name = index_name or None
    except Exception as error:  # pandas has many for parts that do not fit
        raise CodecError(f"no table: {first_line(error)}") from None
    return frame


def _read_series(reader: _Reader, plain: dict, depth: int) -> "pd.Series":
    frame = _read_frame(reader, plain, depth)
    if frame.shape[1] != 1:
        raise CodecError("a series is one column")
    return frame.iloc[:, 0]


def _read_model(reader: _Reader, plain: dict, depth: int) -> KerasModel:
    return model_of(reader.value(plain["facts"], depth + 1))


_READERS: dict[str, Callable[[_Reader, dict, int], object]] = {
    "tuple": lambda reader, plain, depth: tuple(reader.items(plain, depth)),
    "set": lambda reader, plain, depth: set(reader.items(plain, depth)),
    "dict": lambda reader, plain, depth: dict(reader.items(plain, depth)),
    "array": _read_array,
    "scalar": _read_scalar,
    "objects": _read_objects,
    "frame": _read_frame,
    "series": _read_series,
    "model": _read_model,
    "function": lambda reader, plain, depth: Function(int(plain["handle"])),
    "other": lambda reader, plain, depth: Other(
        str(plain["type"])[:100], plain.get("iterates") is True
    ),
}
