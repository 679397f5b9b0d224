"""What counts as an array, a number, a text, a list …: the one place that decides.

A student's answer may come in other clothes than the reference: a list of lists for an
array, a NumPy text for a text, a whole `4.0` for a 4. What the wording of a question
allows, and what would do the same work in the next cell, is taken for what it stands
for. `guide/for-students.md` says so in its own words.

Tensors, pandas's columns and sparse matrices have become arrays before they get here
(see `codec`).
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy as np

from helpers.checks.codec import is_frame, is_series

T = TypeVar("T")
_ROUNDING = 1e-9  # of an imaginary part that is there by rounding alone


def as_kind(answer: object, kind: type[T]) -> T | None:
    """Return an answer as a value of a kind, None if it is no such thing.

    Args:
        answer: what the student's code gave.
        kind: bool, int, float, str, list, tuple, dict, set, np.ndarray; of any other
            kind, only its own instances count.
    """
    value = _AS.get(kind, lambda other: other)(_bare(answer))
    return value if isinstance(value, kind) else None


def as_array(answer: object, shape: tuple[int, ...] | None = None) -> np.ndarray | None:
    """Return an answer as an array, None if it is none.

    Lists and tuples count if NumPy makes an array of them, columns and tables of
    pandas, and dictionaries with the keys 0, 1, … in any order. Complex numbers
    without an imaginary part are real. Objects that are all texts are texts.

    Args:
        answer: what the student's code gave.
        shape: what is expected. An empty list has this shape if an array of it is
            empty, too.
    """
    if isinstance(answer, Mapping):
        if not answer or set(answer) != set(range(len(answer))):
            return None
        answer = [answer[key] for key in range(len(answer))]
    if is_frame(answer) or is_series(answer):
        table: Any = answer
        answer = table.to_numpy()
    if isinstance(answer, list | tuple):
        if not answer and shape is not None and 0 in shape:
            return np.empty(shape, dtype=np.int64)
        try:
            answer = np.array([_listed(item) for item in answer])
        except (ValueError, TypeError):  # rows of different lengths, among others
            return None
    if not isinstance(answer, np.ndarray):
        return None
    if answer.dtype.kind == "O" and all(isinstance(x, str) for x in answer.flat):
        return answer.astype(str)
    if answer.dtype.kind == "c" and (abs(answer.imag) <= _ROUNDING).all():
        return answer.real
    return answer


def _listed(item: object) -> object:
    """Return a row of an array as NumPy is to see it: None is no number."""
    if item is None or isinstance(item, Mapping | set):
        raise TypeError("no row")
    return item


def _bare(answer: object) -> object:
    """Return a number, a text or a truth value that stands in an array of no axes."""
    if isinstance(answer, np.ndarray) and answer.shape == ():
        answer = answer[()]
    if isinstance(answer, np.floating):
        answer = float(answer)  # `item` of a long double is a long double again
    if isinstance(answer, np.generic):
        answer = answer.item()
    if isinstance(answer, complex) and abs(answer.imag) <= _ROUNDING:
        return answer.real
    return answer


def _as_number(value: Any) -> object:
    return float(value) if _is_real(value) else None


def _as_whole(value: Any) -> object:
    """Return a whole number, also one that is written 4.0."""
    return int(value) if _is_real(value) and value == value // 1 else None


def _is_real(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_list(value: Any) -> object:
    if isinstance(value, np.ndarray) and value.ndim:
        return value.tolist()
    if is_series(value):
        return value.to_list()
    return list(value) if isinstance(value, list | tuple) else None


def _as_tuple(value: Any) -> object:
    items: Any = _as_list(value)
    return None if items is None else tuple(items)


_AS: dict[type, Callable[[Any], object]] = {
    bool: lambda value: value,
    int: _as_whole,
    float: _as_number,
    list: _as_list,
    tuple: _as_tuple,
    np.ndarray: as_array,
}
